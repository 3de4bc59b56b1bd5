/* What a schema asks of a single value, and the texts that this is said in. */
#include "schema/formats.h"
#include "schema/held_internal.h"
#include "schema/pattern.h"
#include "schema/write.h"

#include <stdarg.h>

struct str said_not(struct saying *y)
{
	y->unsaid = true;
	return STR("");
}

struct str said(struct saying *y, enum say how, const char *test, const char *holds, const char *fails, ...)
{
	va_list args;

	va_start(args, fails);
	struct str text = arena_vprintf(y->arena,
					how == SAY_TEST	   ? test
					: how == SAY_HOLDS ? holds
							   : fails,
					args);

	va_end(args);
	return text;
}

void said_add(struct saying *y, struct texts *all, struct str text)
{
	if (text.n)
		vec_push(y->arena, &all->list, text);
	y->unsaid |= text.n > MOST_BYTES;
}

struct str said_join(struct saying *y, const struct texts *all, const char *between)
{
	struct buf out = { .arena = y->arena };

	for (uint32_t i = 0; i < all->list.n; i++)
		buf_printf(&out, "%s%.*s", i ? between : "", STR_ARG(all->list.v[i]));
	return buf_str(&out);
}

struct str said_literal(struct saying *y, struct str text)
{
	struct buf out = { .arena = y->arena };

	write_quoted(text, &out);
	return buf_str(&out);
}

struct str said_path(struct saying *y, struct said of, struct str key)
{
	return of.path.n ? arena_printf(y->arena, "%.*s.%.*s", STR_ARG(of.path), STR_ARG(key)) : key;
}

static struct str said_name(struct saying *y, struct said of)
{
	return of.path.n ? arena_printf(y->arena, "`%.*s`", STR_ARG(of.path)) : STR("this");
}

bool said_is_text(const struct shape *s)
{
	return s->kind == SHAPE_STRING || s->kind == SHAPE_BASE64 || s->kind == SHAPE_DATE_TIME ||
	       s->kind == SHAPE_FORMAT;
}

bool said_is_any(const struct shape *s)
{
	return s->kind == SHAPE_JSON || s->kind == SHAPE_INT_OR_STRING || s->kind == SHAPE_QUANTITY ||
	       s->or_bool;
}

static bool is_number(const struct shape *s)
{
	return s->kind == SHAPE_INT || s->kind == SHAPE_INT32;
}

/* `it == a` of a value that the schema lists, empty if it can be none of the shape. */
static struct str equals(struct saying *y, const struct json *value, struct said of)
{
	struct buf out = { .arena = y->arena };

	buf_printf(&out, "%.*s == ", STR_ARG(of.value));
	if (value->kind == JSON_STRING && of.shape->kind == SHAPE_ENUM)
		return write_tag(y->m, of.shape->enumeration, value->text, &out) ? buf_str(&out) : STR("");
	if (value->kind == JSON_STRING && said_is_text(of.shape))
		write_quoted(value->text, &out);
	else if ((value->kind == JSON_BOOL && of.shape->kind == SHAPE_BOOL) ||
		 (value->kind == JSON_NUMBER && is_number(of.shape) &&
		  str_find(value->text, STR("."), 0) < 0 && str_find(value->text, STR("e"), 0) < 0))
		buf_add(&out, value->text);
	else
		return STR("");
	return buf_str(&out);
}

struct str say_enum(struct saying *y, enum say how, const struct json *list, struct said of)
{
	struct texts tests = { 0 }, words = { 0 };
	const struct shape *s = of.shape;

	if (s->kind != SHAPE_ENUM && s->kind != SHAPE_BOOL && !said_is_text(s) && !is_number(s))
		return said_not(y);
	for (const struct json *j = list->first; j; j = j->next) {
		said_add(y, &tests, equals(y, j, of));
		said_add(y, &words, arena_printf(y->arena, "`%.*s`", STR_ARG(j->text)));
	}
	if (how == SAY_TEST)
		return tests.list.n ? arena_printf(y->arena, "(%.*s)", STR_ARG(said_join(y, &tests, " or ")))
				    : STR("false");
	return said(y, how, "%.*s%.*s", words.list.n > 1 ? "%.*s is one of %.*s" : "%.*s is %.*s",
		    words.list.n > 1 ? "%.*s is none of %.*s" : "%.*s is not %.*s", STR_ARG(said_name(y, of)),
		    STR_ARG(said_join(y, &words, ", ")));
}

static struct str say_format(struct saying *y, enum say how, struct str format, struct said of)
{
	const struct text_format *known = text_format_of(format);

	if (!known || !said_is_text(of.shape))
		return said_not(y);
	if (how == SAY_TEST)
		return arena_printf(y->arena, "(%.*s)", STR_ARG(text_format_test(y->arena, known, of.value)));
	return said(y, how, "%.*s%.*s", "%.*s is of the format `%.*s`", "%.*s is not of the format `%.*s`",
		    STR_ARG(said_name(y, of)), STR_ARG(known->format));
}

static struct str say_pattern(struct saying *y, enum say how, struct str pattern, struct said of)
{
	struct str whole = pattern_anchored(y->m->session, pattern);

	if (!whole.n || !said_is_text(of.shape))
		return said_not(y);
	if (how == SAY_TEST)
		return arena_printf(y->arena, "matches(%.*s, %.*s)", STR_ARG(of.value),
				    STR_ARG(said_literal(y, whole)));
	return said(y, how, "%.*s%.*s", "%.*s matches `%.*s`", "%.*s does not match `%.*s`",
		    STR_ARG(said_name(y, of)), STR_ARG(pattern));
}

/* What can be measured of the shape of a value. */
enum measured { BY_NUMBER, BY_CHARACTERS, BY_ELEMENTS, BY_ENTRIES };

static bool is_measured(enum measured by, const struct shape *s)
{
	switch (by) {
	case BY_NUMBER:
		return is_number(s);
	case BY_CHARACTERS:
		return said_is_text(s);
	case BY_ELEMENTS:
		return s->kind == SHAPE_LIST;
	case BY_ENTRIES:
		return s->kind == SHAPE_MAP;
	}
	return false;
}

static const struct measure {
	const char *key;
	enum measured by;
	bool upper;
} measures[] = {
	{ "minimum", BY_NUMBER, false },	{ "maximum", BY_NUMBER, true },
	{ "minLength", BY_CHARACTERS, false },	{ "maxLength", BY_CHARACTERS, true },
	{ "minItems", BY_ELEMENTS, false },	{ "maxItems", BY_ELEMENTS, true },
	{ "minProperties", BY_ENTRIES, false }, { "maxProperties", BY_ENTRIES, true },
};

static struct str say_limit(struct saying *y, enum say how, const struct measure *l, struct str bound,
			    struct said of)
{
	static const char *const units[] = { "", " characters", " elements", " entries" };
	bool number = l->by == BY_NUMBER;

	if (!is_measured(l->by, of.shape) || str_find(bound, STR("."), 0) >= 0 ||
	    str_find(bound, STR("e"), 0) >= 0)
		return said_not(y);
	if (how == SAY_TEST)
		return arena_printf(y->arena, number ? "%.*s %s %.*s" : "len(%.*s) %s %.*s",
				    STR_ARG(of.value), l->upper ? "<=" : ">=", STR_ARG(bound));
	return arena_printf(y->arena, "%.*s %s %s %.*s%s", STR_ARG(said_name(y, of)), number ? "is" : "has",
			    how == SAY_HOLDS ? (l->upper ? "at most" : "at least")
			    : l->upper	     ? "more than"
			    : number	     ? "less than"
					     : "fewer than",
			    STR_ARG(bound), units[l->by]);
}

/* What tells people something, and asks nothing. */
static bool is_silent(struct str key)
{
	return str_eq(key, STR("description")) || str_eq(key, STR("title")) || str_eq(key, STR("example")) ||
	       str_eq(key, STR("externalDocs")) || str_eq(key, STR("$schema")) || str_eq(key, STR("id"));
}

struct str say_scalar(struct saying *y, enum say how, const struct json *part, struct said of)
{
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
		if (str_eq(part->key, str_from(measures[i].key)) && part->kind == JSON_NUMBER)
			return say_limit(y, how, &measures[i], part->text, of);
	if (str_eq(part->key, STR("format")))
		return say_format(y, how, part->text, of);
	if (str_eq(part->key, STR("pattern")))
		return say_pattern(y, how, part->text, of);
	return is_silent(part->key) ? STR("") : said_not(y);
}
