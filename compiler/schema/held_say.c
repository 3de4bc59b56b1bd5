/* Schemas as conditions and as words. */
#include "schema/held_internal.h"
#include "schema/name.h"
#include "schema/write.h"

static struct str join_all(struct saying *y, enum say how, const struct texts *all)
{
	struct str text = said_join(y, all, how == SAY_FAILS ? " or " : " and ");

	return how == SAY_TEST && all->list.n > 1 ? arena_printf(y->arena, "(%.*s)", STR_ARG(text)) : text;
}

/* ---- records and maps ---- */

static const struct field *field_of(const struct shape *s, struct str name)
{
	for (uint32_t i = 0; i < s->record->fields.n; i++)
		if (str_eq(s->record->fields.v[i].name, name))
			return &s->record->fields.v[i];
	return NULL;
}

static struct str say_there(struct saying *y, enum say how, struct str test, struct str path)
{
	if (how == SAY_TEST)
		return test;
	return arena_printf(y->arena, how == SAY_HOLDS ? "`%.*s` is there" : "`%.*s` is missing",
			    STR_ARG(path));
}

/* What the server fills in is there in any case. */
static struct str say_required(struct saying *y, enum say how, struct str key, struct said of)
{
	const struct field *f = of.shape->kind == SHAPE_RECORD ? field_of(of.shape, key) : NULL;
	struct str path = said_path(y, of, key);

	if (of.shape->kind == SHAPE_MAP)
		return say_there(y, how,
				 arena_printf(y->arena, "%.*s in keys(%.*s)", STR_ARG(said_literal(y, key)),
					      STR_ARG(of.value)),
				 path);
	if (of.shape->kind != SHAPE_RECORD)
		return said_is_any(of.shape) ? said_not(y) : STR("");
	if (!f || f->nullable || !name_is_field(key))
		return said_not(y);
	if (f->required || f->by_default.n)
		return STR("");
	return say_there(y, how, arena_printf(y->arena, "%.*s.%.*s?", STR_ARG(of.value), STR_ARG(key)), path);
}

static struct str with_default(struct saying *y, const struct field *f, struct str value)
{
	const struct shape *s = f->shape;
	struct buf out = { .arena = y->arena };

	buf_printf(&out, "(%.*s ?? ", STR_ARG(value));
	if (s->kind == SHAPE_ENUM && f->by_default.n >= 2)
		write_tag(y->m, s->enumeration, str_slice(f->by_default, 1, f->by_default.n - 1), &out);
	else if (said_is_text(s) || s->kind == SHAPE_BOOL || s->kind == SHAPE_INT || s->kind == SHAPE_INT32)
		buf_add(&out, f->by_default);
	else
		return said_not(y);
	if (str_find(f->by_default, STR("\\"), 0) >= 0 || str_find(f->by_default, STR("$"), 0) >= 0)
		return said_not(y);
	buf_char(&out, ')');
	return buf_str(&out);
}

static bool lists(const struct json *list, struct str text)
{
	const struct json *j = list ? list->first : NULL;

	while (j && !str_eq(j->text, text))
		j = j->next;
	return j;
}

static struct str say_property(struct saying *y, enum say how, const struct json *property, struct said of)
{
	const struct field *f = of.shape->kind == SHAPE_RECORD ? field_of(of.shape, property->key) : NULL;
	struct str path = said_path(y, of, property->key), value, text;

	if (of.shape->kind != SHAPE_RECORD && of.shape->kind != SHAPE_MAP && !said_is_any(of.shape))
		return STR("");
	if (!f || f->nullable || !name_is_field(property->key))
		return said_not(y);
	value = arena_printf(y->arena, "%.*s.%.*s", STR_ARG(of.value), STR_ARG(property->key));
	text = say_schema(
		y, how, property,
		(struct said){ f->shape, f->by_default.n ? with_default(y, f, value) : value, path, NULL });
	if (text.n == 0 || f->required || f->by_default.n || how == SAY_FAILS)
		return text;
	if (how == SAY_HOLDS && lists(of.required, property->key))
		return text;
	return said(y, how, "(not %.*s? or %.*s)", "`%.*s` is missing or %.*s", "%.*s%.*s",
		    STR_ARG(how == SAY_TEST ? value : path), STR_ARG(text));
}

static struct str say_items(struct saying *y, enum say how, const struct json *items, struct said of)
{
	struct str x = arena_printf(y->arena, "x%u", y->depth), text;

	if (of.shape->kind != SHAPE_LIST)
		return said_is_any(of.shape) ? said_not(y) : STR("");
	text = say_schema(y, how, items,
			  (struct said){ of.shape->element, x,
					 arena_printf(y->arena, "%.*s[]", STR_ARG(of.path)), NULL });
	if (text.n == 0 || how != SAY_TEST)
		return text;
	return arena_printf(y->arena, "all(%.*s, %.*s => %.*s)", STR_ARG(of.value), STR_ARG(x),
			    STR_ARG(text));
}

/* ---- schemas of schemas ---- */

/* `integer` or `string`, which the shape says already. */
static bool is_int_or_string(const struct json *list, const struct shape *s)
{
	bool only = s->kind == SHAPE_INT_OR_STRING || s->kind == SHAPE_QUANTITY;

	for (const struct json *j = list->first; j; j = j->next)
		only &= j->first && !j->first->next && json_text(j, "type").n;
	return only;
}

struct texts say_each(struct saying *y, enum say how, const struct json *list, struct said of)
{
	struct texts all = { 0 };

	for (const struct json *j = list->first; j; j = j->next) {
		struct str text = say_schema(y, how, j, of);

		said_add(y, &all, text.n ? text : STR("true"));
	}
	return all;
}

static struct str say_any(struct saying *y, enum say how, const struct json *list, struct said of)
{
	struct texts all = { 0 };

	if (is_int_or_string(list, of.shape))
		return STR("");
	all = say_each(y, how, list, of);
	if (how != SAY_TEST)
		return said_join(y, &all, how == SAY_FAILS ? " and " : " or ");
	return arena_printf(y->arena, "(%.*s)", STR_ARG(said_join(y, &all, " or ")));
}

/* Of two one holds if they differ. */
static struct str say_one(struct saying *y, enum say how, const struct json *list, struct said of)
{
	struct texts all = say_each(y, how == SAY_TEST ? SAY_TEST : SAY_HOLDS, list, of);

	if (how == SAY_TEST && all.list.n == 2)
		return arena_printf(y->arena, "((%.*s) != (%.*s))", STR_ARG(all.list.v[0]),
				    STR_ARG(all.list.v[1]));
	return said(y, how, "len(filter([%.*s], x => x)) == 1", "just one holds of: %.*s",
		    "not just one holds of: %.*s",
		    STR_ARG(said_join(y, &all, how == SAY_TEST ? ", " : "; ")));
}

static struct str say_not(struct saying *y, enum say how, const struct json *schema, struct said of)
{
	static const enum say other[] = { SAY_TEST, SAY_FAILS, SAY_HOLDS };
	struct str text = say_schema(y, other[how], schema, of);

	if (text.n == 0)
		return said_not(y);
	return how == SAY_TEST ? arena_printf(y->arena, "not (%.*s)", STR_ARG(text)) : text;
}

/* ---- parts of a schema ---- */

struct str say_part(struct saying *y, enum say how, const struct json *part, struct said of)
{
	static const struct {
		const char *key;
		enum json_kind kind;
		struct str (*say)(struct saying *y, enum say how, const struct json *part, struct said of);
	} words[] = {
		{ "anyOf", JSON_LIST, say_any }, { "oneOf", JSON_LIST, say_one },
		{ "not", JSON_MAP, say_not },	 { "items", JSON_MAP, say_items },
		{ "enum", JSON_LIST, say_enum },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(part->key, str_from(words[i].key)) && part->kind == words[i].kind && part->first)
			return words[i].say(y, how, part, of);
	return say_scalar(y, how, part, of);
}

bool say_is_list(const struct json *part)
{
	return str_eq(part->key, STR("required")) || str_eq(part->key, STR("properties")) ||
	       str_eq(part->key, STR("allOf"));
}

struct str say_element(struct saying *y, enum say how, const struct json *part, const struct json *j,
		       struct said of)
{
	if (str_eq(part->key, STR("required")))
		return j->kind == JSON_STRING ? say_required(y, how, j->text, of) : said_not(y);
	if (str_eq(part->key, STR("properties")))
		return say_property(y, how, j, of);
	return say_schema(y, how, j, of);
}

struct texts say_parts(struct saying *y, enum say how, const struct json *schema, struct said of)
{
	struct texts all = { 0 };

	of.required = json_get(schema, "required");
	for (const struct json *part = schema->kind == JSON_MAP ? schema->first : NULL; part;
	     part = part->next) {
		if (!say_is_list(part))
			said_add(y, &all, say_part(y, how, part, of));
		for (const struct json *j = say_is_list(part) ? part->first : NULL; j; j = j->next)
			said_add(y, &all, say_element(y, how, part, j, of));
	}
	return all;
}

struct str say_schema(struct saying *y, enum say how, const struct json *schema, struct said of)
{
	struct texts all = { 0 };

	if (schema->kind != JSON_MAP || y->depth == MOST_DEPTH || y->unsaid)
		return said_not(y);
	y->depth++;
	all = say_parts(y, how, schema, of);
	y->depth--;
	return join_all(y, how, &all);
}
