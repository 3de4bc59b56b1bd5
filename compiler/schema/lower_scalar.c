/* Schemas of single values: texts, enumerations, numbers and quantities. */
#include "schema/formats.h"
#include "schema/lower_internal.h"
#include "schema/pattern.h"

#include <stdlib.h>

/* The pattern by which custom resources say that a field is a quantity. */
#define QUANTITY_PATTERN \
	"^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?" \
	"(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$"

struct shape *lowering_shape(struct lowering *l, enum shape_kind kind)
{
	struct shape *s = arena_new(l->arena, struct shape, 1);

	s->kind = kind;
	return s;
}

static struct str number_of(const struct json *schema, const char *key)
{
	const struct json *j = json_get(schema, key);

	/* Exponents have no literal; such bounds are wider than what the type holds anyway. */
	if (!j || j->kind != JSON_NUMBER || str_find(j->text, STR("e"), 0) >= 0)
		return STR("");
	return j->text;
}

static struct str whole_number_of(const struct json *schema, const char *key)
{
	struct str text = number_of(schema, key);

	return str_find(text, STR("."), 0) >= 0 ? STR("") : text;
}

struct bounds lowering_sizes(const struct json *schema, const char *least, const char *most)
{
	return (struct bounds){
		.shortest = whole_number_of(schema, least),
		.longest = whole_number_of(schema, most),
	};
}

bool schema_all_strings(const struct json *list)
{
	for (const struct json *j = list ? list->first : NULL; j; j = j->next)
		if (j->kind != JSON_STRING)
			return false;
	return list && list->kind == JSON_LIST && list->first;
}

static int compare_values(const void *a, const void *b)
{
	return str_cmp(((const struct enum_value *)a)->text, ((const struct enum_value *)b)->text);
}

void enumeration_add(struct lowering *l, struct enumeration *e, struct str text)
{
	vec_push(l->arena, &e->values, (struct enum_value){ text, (minors)1 << l->bit });
}

/* Sorts the values; equal ones of several releases fall together. */
void enumeration_join(struct enumeration *e)
{
	uint32_t n = 0;

	qsort(e->values.v, e->values.n, sizeof *e->values.v, compare_values);
	for (uint32_t i = 0; i < e->values.n; i++) {
		if (n > 0 && str_eq(e->values.v[n - 1].text, e->values.v[i].text))
			e->values.v[n - 1].in |= e->values.v[i].in;
		else
			e->values.v[n++] = e->values.v[i];
	}
	e->values.n = n;
}

/* Adds the values of one release. */
static void add_values(struct lowering *l, struct enumeration *e, const struct json *list)
{
	e->in |= (minors)1 << l->bit;
	for (const struct json *j = list->first; j; j = j->next)
		enumeration_add(l, e, j->text);
	enumeration_join(e);
}

/* The shape of a string by its format. Of Kubernetes' own types few formats are more than a word. */
static struct shape *string_shape(struct lowering *l, const struct json *schema)
{
	struct str format = json_text(schema, "format");
	const struct text_format *known = l->model->anonymous ? text_format_of(format) : NULL;
	struct shape *s = lowering_shape(l, known ? SHAPE_FORMAT : SHAPE_STRING);

	if (known)
		s->format = known->type;
	if (str_eq(format, STR("byte")))
		s->kind = SHAPE_BASE64;
	else if (str_eq(format, STR("date-time")))
		s->kind = SHAPE_DATE_TIME;
	return s;
}

struct shape *lower_string(struct lowering *l, const struct json *schema, struct shape *old)
{
	const struct json *values = json_get(schema, "enum");
	struct shape *s;

	if (old && old->kind != SHAPE_ENUM)
		return old;
	if (!schema_all_strings(values)) {
		if (old)
			return old;
		s = string_shape(l, schema);
		s->bounds = lowering_sizes(schema, "minLength", "maxLength");
		s->bounds.pattern = pattern_anchored(l->model->session, json_text(schema, "pattern"));
		return s;
	}
	s = old ? old : lowering_shape(l, SHAPE_ENUM);
	if (!s->enumeration)
		s->enumeration = arena_new(l->arena, struct enumeration, 1);
	add_values(l, s->enumeration, values);
	return s;
}

bool schema_is_int_or_string(const struct json *schema)
{
	return str_eq(json_text(schema, "format"), STR("int-or-string")) ||
	       json_true(schema, "x-kubernetes-int-or-string");
}

static enum shape_kind scalar_kind(const struct json *schema)
{
	struct str type = json_text(schema, "type");

	if (str_eq(type, STR("boolean")))
		return SHAPE_BOOL;
	if (str_eq(type, STR("number")))
		return SHAPE_FLOAT;
	if (!str_eq(type, STR("integer")))
		return SHAPE_JSON;
	return str_eq(json_text(schema, "format"), STR("int32")) ? SHAPE_INT32 : SHAPE_INT;
}

/* `it == 1 or it == 2` of the whole numbers that a schema lists. */
static struct str one_of(struct lowering *l, const struct json *schema)
{
	const struct json *list = json_get(schema, "enum");
	struct buf out = { .arena = l->arena };

	for (const struct json *j = list ? list->first : NULL; j; j = j->next) {
		if (j->kind != JSON_NUMBER || str_find(j->text, STR("."), 0) >= 0 ||
		    str_find(j->text, STR("e"), 0) >= 0)
			return STR("");
		buf_printf(&out, "%sit == %.*s", out.n ? " or " : "", STR_ARG(j->text));
	}
	return buf_str(&out);
}

struct shape *lower_scalar(struct lowering *l, const struct json *schema, struct shape *old)
{
	struct shape *s;

	if (old)
		return old;
	s = lowering_shape(l, scalar_kind(schema));
	s->bounds.above = json_true(schema, "exclusiveMinimum");
	s->bounds.below = json_true(schema, "exclusiveMaximum");
	if (s->kind == SHAPE_FLOAT) {
		s->bounds.least = number_of(schema, "minimum");
		s->bounds.most = number_of(schema, "maximum");
	} else if (s->kind == SHAPE_INT || s->kind == SHAPE_INT32) {
		s->bounds.least = whole_number_of(schema, "minimum");
		s->bounds.most = whole_number_of(schema, "maximum");
		s->bounds.multiple_of = whole_number_of(schema, "multipleOf");
		s->bounds.one_of = one_of(l, schema);
	}
	return s;
}

bool schema_is_quantity(const struct json *schema, struct str id)
{
	return str_ends_with(id, STR(".api.resource.Quantity")) ||
	       (schema_is_int_or_string(schema) &&
		str_eq(json_text(schema, "pattern"), STR(QUANTITY_PATTERN)));
}

/* A pattern binds only the texts among the values. */
struct shape *lower_int_or_string(struct lowering *l, const struct json *schema)
{
	struct shape *s = lowering_shape(l, SHAPE_INT_OR_STRING);
	struct str pattern = pattern_anchored(l->model->session, json_text(schema, "pattern"));

	if (pattern.n > 0)
		s->bounds.pattern = arena_printf(l->arena, "-?[0-9]+|(%.*s)", STR_ARG(pattern));
	return s;
}
