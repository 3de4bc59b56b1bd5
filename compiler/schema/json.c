#include "schema/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

const struct json *json_get(const struct json *map, const char *key)
{
	if (!map || map->kind != JSON_MAP)
		return NULL;
	for (const struct json *j = map->first; j; j = j->next)
		if (str_eq(j->key, str_from(key)))
			return j->kind == JSON_NULL ? NULL : j;
	return NULL;
}

struct str json_text(const struct json *map, const char *key)
{
	const struct json *j = json_get(map, key);

	return j && j->kind == JSON_STRING ? j->text : STR("");
}

bool json_true(const struct json *map, const char *key)
{
	const struct json *j = json_get(map, key);

	return j && j->kind == JSON_BOOL && str_eq(j->text, STR("true"));
}

/* Whole numbers as they are read; others in the shortest form that fifteen digits give. */
static struct str number_text(struct arena *a, double n)
{
	if (n == floor(n) && fabs(n) < 1e15)
		return arena_printf(a, "%.0f", n);
	return arena_printf(a, "%.15g", n);
}

static struct str copy_text(struct arena *a, const char *text)
{
	return text ? arena_str(a, str_from(text)) : STR("");
}

static struct json *copy(struct arena *a, const cJSON *c, uint32_t depth)
{
	struct json *j, **tail;

	if (depth == 0)
		return NULL;
	j = arena_new(a, struct json, 1);
	j->key = copy_text(a, c->string);
	if (cJSON_IsBool(c)) {
		j->kind = JSON_BOOL;
		j->text = cJSON_IsTrue(c) ? STR("true") : STR("false");
	} else if (cJSON_IsNumber(c)) {
		j->kind = JSON_NUMBER;
		j->text = number_text(a, c->valuedouble);
	} else if (cJSON_IsString(c)) {
		j->kind = JSON_STRING;
		j->text = copy_text(a, c->valuestring);
	} else if (cJSON_IsArray(c) || cJSON_IsObject(c)) {
		j->kind = cJSON_IsArray(c) ? JSON_LIST : JSON_MAP;
		tail = &j->first;
		for (const cJSON *child = c->child; child; child = child->next) {
			if (!(*tail = copy(a, child, depth - 1)))
				return NULL;
			tail = &(*tail)->next;
		}
	}
	return j;
}

struct json *json_from_json(struct arena *a, struct str text, uint32_t max_depth, struct json_error *e)
{
	struct str zero_terminated = arena_str(a, text);
	const char *end = zero_terminated.p;
	cJSON *c = cJSON_ParseWithLengthOpts(zero_terminated.p, (size_t)text.n + 1, &end, 1);
	struct json *j = NULL;

	if (!c) {
		size_t at = end ? (size_t)(end - zero_terminated.p) : 0;

		*e = (struct json_error){ at < text.n ? (uint32_t)at : text.n, "this is no JSON" };
		return NULL;
	}
	j = copy(a, c, max_depth);
	if (!j)
		*e = (struct json_error){ 0, "it is nested too deeply" };
	cJSON_Delete(c);
	return j;
}

static bool looks_like_json(struct str text)
{
	uint32_t i = 0;

	while (i < text.n && strchr(" \t\r\n", text.p[i]))
		i++;
	return i < text.n && text.p[i] == '{';
}

const struct json *json_read(struct session *s, struct str path, struct str text)
{
	struct json_error e = { 0, "" };
	uint32_t depth = (uint32_t)s->limits[LIMIT_NESTING];
	const struct json *j = looks_like_json(text) ? json_from_json(&s->arena, text, depth, &e)
						     : json_from_yaml(&s->arena, text, depth, &e);
	uint32_t at;

	if (j)
		return j;
	at = source_get(&s->sources, source_add(&s->sources, SOURCE_USER, path, text))->base + e.bad;
	diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ at, at }, "'%.*s' cannot be imported: %s",
		 STR_ARG(path), e.why);
	return NULL;
}
