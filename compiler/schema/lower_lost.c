/* What a schema says, and no type that is made of it. */
#include "schema/corrections.h"
#include "schema/held.h"
#include "schema/lower_internal.h"
#include "schema/pattern.h"

#include <stdarg.h>

__attribute__((format(printf, 3, 4))) static void lose(struct lowering *l, struct str path, const char *fmt,
						       ...)
{
	va_list args;

	va_start(args, fmt);
	struct str what = arena_vprintf(l->arena, fmt, args);

	va_end(args);
	vec_push(l->arena, &l->model->lost,
		 arena_printf(l->arena, "`%.*s`: %.*s", STR_ARG(path), STR_ARG(what)));
}

static void tell_lost_of_text(struct lowering *l, const struct json *schema, struct str path)
{
	struct str pattern = json_text(schema, "pattern");

	if (pattern.n && !pattern_anchored(l->model->session, pattern).n)
		lose(l, path, "the pattern `%.*s` is not checked", STR_ARG(pattern));
}

static bool has_entry(const struct json *map, struct str key)
{
	const struct json *j = map ? map->first : NULL;

	while (j && !str_eq(j->key, key))
		j = j->next;
	return j;
}

/* What every object has, whether its schema tells or not. */
static bool is_implied(struct str field)
{
	return str_eq(field, STR("apiVersion")) || str_eq(field, STR("kind")) ||
	       str_eq(field, STR("metadata"));
}

static void tell_lost_of_record(struct lowering *l, const struct json *schema, struct str path)
{
	const struct json *properties = json_get(schema, "properties"), *list = json_get(schema, "required");

	if (!properties)
		return;
	if (json_true(schema, "x-kubernetes-preserve-unknown-fields")) {
		lose(l, path, "anything is taken there, its `properties` are not checked");
		return;
	}
	for (const struct json *j = schema_all_strings(list) ? list->first : NULL; j; j = j->next)
		if (!has_entry(properties, j->text) && !is_implied(j->text))
			lose(l, path, "`%.*s` is required, and is no property", STR_ARG(j->text));
}

/* Whether a type holds what an enumeration lists. */
static bool is_enumerated(const struct json *schema)
{
	struct str type = json_text(schema, "type");

	return str_eq(type, STR("integer")) ||
	       (str_eq(type, STR("string")) && schema_all_strings(json_get(schema, "enum")));
}

void lowering_hold(struct lowering *l, struct shape *s, const struct json *schema, struct str path)
{
	static const char *const parts[] = { "oneOf", "anyOf", "allOf", "not" };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const struct json *part = json_get(schema, parts[i]);

		if (part && correction_next(NULL, CORRECTION_CHECKED, path))
			continue;
		if (part && s && l->model->anonymous)
			vec_push(l->arena, &l->holdings, (struct holding){ s, part, path });
		else if (part && !schema_is_int_or_string(schema))
			lose(l, path, "`%s` is not checked", parts[i]);
	}
}

void lowering_hold_all(struct lowering *l)
{
	for (uint32_t i = 0; i < l->holdings.n; i++) {
		struct holding h = l->holdings.v[i];
		enum held held = held_in_words(l->model, h.shape, h.part);

		if (held == HELD_SAID)
			vec_push(l->arena, &h.shape->held, h.part);
		else if (held == HELD_UNSAID)
			lose(l, h.path, "`%.*s` is not checked", STR_ARG(h.part->key));
	}
}

void lowering_tell_lost(struct lowering *l, const struct json *schema, struct str path)
{
	if (json_get(schema, "x-kubernetes-validations"))
		lose(l, path, "`x-kubernetes-validations` is not checked");
	if (json_get(schema, "multipleOf") && !str_eq(json_text(schema, "type"), STR("integer")))
		lose(l, path, "`multipleOf` is not checked");
	if (json_get(schema, "enum") && !is_enumerated(schema))
		lose(l, path, "`enum` is not checked");
	if (l->model->anonymous && json_true(json_get(schema, "items"), "nullable"))
		lose(l, path, "its elements may be null, and are not checked");
	if (str_eq(json_text(schema, "type"), STR("string")))
		tell_lost_of_text(l, schema, path);
	tell_lost_of_record(l, schema, path);
}
