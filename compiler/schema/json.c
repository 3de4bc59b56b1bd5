#include "schema/json.h"

#include "formats/json_text.h"

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

void json_write(const struct json *j, struct buf *out)
{
	const char *brackets = j->kind == JSON_MAP ? "{}" : "[]";

	if (j->kind == JSON_STRING) {
		json_add_string(out, j->text);
	} else if (j->kind != JSON_LIST && j->kind != JSON_MAP) {
		buf_add(out, j->kind == JSON_NULL ? STR("null") : j->text);
	} else {
		buf_char(out, brackets[0]);
		for (const struct json *child = j->first; child; child = child->next) {
			if (j->kind == JSON_MAP) {
				json_add_string(out, child->key);
				buf_add(out, STR(": "));
			}
			json_write(child, out);
			buf_add(out, child->next ? STR(", ") : STR(""));
		}
		buf_char(out, brackets[1]);
	}
}

/* Whole numbers as they are read; others in the shortest form that fifteen digits give. */
static struct str number_text(struct arena *a, double n)
{
	if (fabs(n) < 1e15 && n == (double)(int64_t)n)
		return arena_printf(a, "%.0f", n);
	return arena_printf(a, "%.15g", n);
}

static struct str copy_text(struct arena *a, const char *text)
{
	return text ? arena_str(a, str_from(text)) : STR("");
}

static struct json *copy(struct arena *a, const cJSON *c)
{
	struct json *j = arena_new(a, struct json, 1), **tail;

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
			*tail = copy(a, child);
			tail = &(*tail)->next;
		}
	}
	return j;
}

/* Offset of the first bracket inside more than `max` others, or the length. */
static uint32_t too_deep(struct str text, uint32_t max)
{
	uint32_t depth = 0, i = 0;
	bool quoted = false;

	for (; i < text.n; i++) {
		char c = text.p[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '[') && depth++ == max)
			return i;
		else if (!quoted && (c == '}' || c == ']') && depth > 0)
			depth--;
	}
	return text.n;
}

struct json *json_from_json(struct arena *a, struct str text, uint32_t max_depth, struct json_error *e)
{
	struct str zero_terminated = arena_str(a, text);
	const char *end = zero_terminated.p;
	uint32_t deep = too_deep(text, max_depth);

	if (deep < text.n) {
		*e = (struct json_error){ deep, "it is nested too deeply" };
		return NULL;
	}
	cJSON *c = cJSON_ParseWithLengthOpts(zero_terminated.p, (size_t)text.n + 1, &end, 1);
	struct json *j = NULL;

	if (!c) {
		size_t at = end ? (size_t)(end - zero_terminated.p) : 0;

		if (at < text.n)
			*e = (struct json_error){ (uint32_t)at, "this is no JSON" };
		else
			*e = (struct json_error){ text.n, "it ends in the middle of its JSON" };
		return NULL;
	}
	j = copy(a, c);
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

static const struct json *read_text(struct session *s, struct str text, struct json_error *e)
{
	uint32_t depth = (uint32_t)s->limits[LIMIT_NESTING];

	return looks_like_json(text) ? json_from_json(&s->arena, text, depth, e)
				     : json_from_yaml(&s->arena, text, depth, e);
}

/* What begins with a brace may also be a stream of YAML. */
const struct json *json_read_quietly(struct session *s, struct str text)
{
	struct json_error e = { 0, "" };
	const struct json *j = read_text(s, text, &e);

	return j ? j : json_from_yaml(&s->arena, text, (uint32_t)s->limits[LIMIT_NESTING], &e);
}

const struct json *json_read(struct session *s, struct str path, struct str text)
{
	struct json_error e = { 0, "" };
	const struct json *j = read_text(s, text, &e);
	uint32_t at;

	if (j)
		return j;
	at = source_get(&s->sources, source_add(&s->sources, SOURCE_USER, path, text))->base + e.bad;
	diag_add(&s->diags, DIAG_IMPORT_REFUSED, (struct span){ at, at }, "'%.*s' cannot be imported: %s",
		 STR_ARG(path), e.why);
	return NULL;
}
