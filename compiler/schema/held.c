/* What is wrong with a value, told by what each of the alternatives lacks. */
#include "schema/held_internal.h"

/* `join([if not (a) then "…", if not (b) then "…"], " and ")`: which of these tests fail, or hold. */
static struct str tell(struct saying *y, const struct texts *tests, const struct texts *words, bool hold,
		       const char *between)
{
	struct buf out = { .arena = y->arena };

	buf_add(&out, STR("join(["));
	for (uint32_t i = 0; i < tests->list.n; i++)
		buf_printf(&out, "%sif %s%.*s then %.*s", i ? ", " : "", hold ? "" : "not ",
			   STR_ARG(tests->list.v[i]), STR_ARG(said_literal(y, words->list.v[i])));
	buf_printf(&out, "], \"%s\")", between);
	return buf_str(&out);
}

/* What each of the alternatives lacks. */
static struct str tell_none(struct saying *y, const struct json *list, struct said of)
{
	struct texts all = { 0 };

	for (const struct json *j = list->first; j; j = j->next) {
		struct texts tests = say_parts(y, SAY_TEST, j, of), words = say_parts(y, SAY_FAILS, j, of);

		if (tests.list.n == words.list.n)
			said_add(y, &all, tell(y, &tests, &words, false, " and "));
	}
	return arena_printf(
		y->arena,
		"join([\"none of what the schema allows is here: \", join([%.*s], \"; or \")], \"\")",
		STR_ARG(said_join(y, &all, ", ")));
}

/* `a` or `b`, if each alternative only asks for one field. */
static struct str only_required(struct saying *y, const struct json *list, struct said of)
{
	struct texts all = { 0 };

	for (const struct json *j = list->first; j; j = j->next) {
		const struct json *names = json_get(j, "required");

		if (!names || j->first->next || !names->first || names->first->next)
			return STR("");
		said_add(y, &all,
			 arena_printf(y->arena, "`%.*s`", STR_ARG(said_path(y, of, names->first->text))));
	}
	return said_join(y, &all, " or ");
}

static struct str tell_any(struct saying *y, const struct json *list, struct said of)
{
	struct str required = only_required(y, list, of);

	return required.n ? said_literal(y, arena_printf(y->arena, "this needs %.*s", STR_ARG(required)))
			  : tell_none(y, list, of);
}

static struct str tell_one(struct saying *y, const struct json *list, struct said of)
{
	struct texts tests = say_each(y, SAY_TEST, list, of), words = say_each(y, SAY_HOLDS, list, of);

	return arena_printf(
		y->arena,
		"if not (%.*s) then %.*s else join([\"the schema allows only one of these: \", %.*s], \"\")",
		STR_ARG(said_join(y, &tests, " or ")), STR_ARG(tell_any(y, list, of)),
		STR_ARG(tell(y, &tests, &words, true, "; ")));
}

static struct str tell_part(struct saying *y, const struct json *part, struct said of)
{
	if (str_eq(part->key, STR("anyOf")))
		return tell_any(y, part, of);
	if (str_eq(part->key, STR("oneOf")))
		return tell_one(y, part, of);
	return said_literal(y, arena_printf(y->arena, "%s%.*s",
					    str_eq(part->key, STR("not")) ? "the schema excludes that " : "",
					    STR_ARG(say_part(y, SAY_FAILS, part, of))));
}

/* A condition, and what to say if it fails. */
struct clauses {
	struct texts tests, messages;
};

static void add_clauses(struct saying *y, struct clauses *c, const struct json *part, struct said of)
{
	struct str test;

	for (const struct json *j = str_eq(part->key, STR("allOf")) ? part->first : NULL; j; j = j->next) {
		for (const struct json *inner = j->kind == JSON_MAP ? j->first : NULL; inner;
		     inner = inner->next)
			add_clauses(y, c, inner, of);
	}
	if (str_eq(part->key, STR("allOf")))
		return;
	for (const struct json *j = say_is_list(part) ? part->first : NULL; j; j = j->next) {
		test = say_element(y, SAY_TEST, part, j, of);
		said_add(y, &c->tests, test);
		if (test.n)
			said_add(y, &c->messages, said_literal(y, say_element(y, SAY_FAILS, part, j, of)));
	}
	test = say_is_list(part) ? STR("") : say_part(y, SAY_TEST, part, of);
	said_add(y, &c->tests, test);
	if (test.n)
		said_add(y, &c->messages, tell_part(y, part, of));
}

static struct saying begin(const struct model *m)
{
	return (struct saying){ .m = m, .arena = m->arena };
}

enum held held_in_words(const struct model *m, const struct shape *s, const struct json *part)
{
	struct saying y = begin(m);
	struct clauses c = { 0 };

	add_clauses(&y, &c, part, (struct said){ s, STR("it"), STR(""), NULL });
	return y.unsaid ? HELD_UNSAID : c.tests.list.n ? HELD_SAID : HELD_NOTHING;
}

void held_write(const struct model *m, const struct shape *s, struct str *condition, struct str *message)
{
	struct saying y = begin(m);
	struct clauses c = { 0 };
	struct buf out = { .arena = m->arena };

	for (uint32_t i = 0; i < s->held.n; i++)
		add_clauses(&y, &c, s->held.v[i], (struct said){ s, STR("it"), STR(""), NULL });
	*condition = said_join(&y, &c.tests, " and ");
	for (uint32_t i = 0; i + 1 < c.tests.list.n; i++)
		buf_printf(&out, "if not (%.*s) then %.*s else ", STR_ARG(c.tests.list.v[i]),
			   STR_ARG(c.messages.list.v[i]));
	if (c.messages.list.n)
		buf_add(&out, c.messages.list.v[c.messages.list.n - 1]);
	*message = buf_str(&out);
}
