/*
 * YAML to the tree of schema/json.h, event by event. Aliases are refused: a schema needs
 * none, and a handful of them can stand for more text than memory holds.
 */
#include "schema/json.h"

#include <string.h>
#include <yaml.h>

struct reader {
	struct arena *arena;
	yaml_parser_t parser;
	struct json_error *error;
	uint32_t size;
};

static struct json *fail(struct reader *r, size_t at, const char *why)
{
	if (!r->error->why[0])
		*r->error = (struct json_error){ at < r->size ? (uint32_t)at : r->size, why };
	return NULL;
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return true;
	fail(r, r->parser.problem_mark.index, "this is no YAML");
	return false;
}

static bool is_number(struct str s)
{
	uint32_t i = s.n > 0 && s.p[0] == '-', digits = 0, dots = 0;

	for (; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] == '.' && digits > 0)
			dots++;
		else
			return false;
	}
	return digits > 0 && dots <= 1;
}

static enum json_kind plain_kind(struct str s)
{
	if (s.n == 0 || str_eq(s, STR("null")) || str_eq(s, STR("~")))
		return JSON_NULL;
	if (str_eq(s, STR("true")) || str_eq(s, STR("false")))
		return JSON_BOOL;
	return is_number(s) ? JSON_NUMBER : JSON_STRING;
}

static struct json *read_scalar(struct reader *r, const yaml_event_t *event)
{
	struct json *j = arena_new(r->arena, struct json, 1);
	struct str raw = { (const char *)event->data.scalar.value, (uint32_t)event->data.scalar.length };

	j->text = arena_str(r->arena, raw);
	j->kind = event->data.scalar.plain_implicit ? plain_kind(j->text) : JSON_STRING;
	return j;
}

static struct json *read_node(struct reader *r, yaml_event_t *event, uint32_t depth);

/* The entries or elements up to the event that ends them. */
static struct json *read_children(struct reader *r, enum json_kind kind, yaml_event_type_t end,
				  uint32_t depth)
{
	struct json *j = arena_new(r->arena, struct json, 1), **tail = &j->first, *key = NULL;

	j->kind = kind;
	for (;;) {
		yaml_event_t event;
		struct json *child;

		if (!next_event(r, &event))
			return NULL;
		if (event.type == end) {
			yaml_event_delete(&event);
			return j;
		}
		child = read_node(r, &event, depth);
		if (!child)
			return NULL;
		if (kind == JSON_MAP && !key) {
			key = child;
			continue;
		}
		if (key)
			child->key = key->text;
		key = NULL;
		*tail = child;
		tail = &child->next;
	}
}

/* Consumes `event`, the first one of the node. */
static struct json *read_node(struct reader *r, yaml_event_t *event, uint32_t depth)
{
	yaml_event_type_t type = event->type;
	size_t at = event->start_mark.index;
	struct json *j = type == YAML_SCALAR_EVENT ? read_scalar(r, event) : NULL;

	yaml_event_delete(event);
	if (j)
		return j;
	if (depth == 0)
		return fail(r, at, "it is nested too deeply");
	if (type == YAML_MAPPING_START_EVENT)
		return read_children(r, JSON_MAP, YAML_MAPPING_END_EVENT, depth - 1);
	if (type == YAML_SEQUENCE_START_EVENT)
		return read_children(r, JSON_LIST, YAML_SEQUENCE_END_EVENT, depth - 1);
	return fail(r, at, "aliases are not read");
}

static bool is_frame(yaml_event_type_t type)
{
	return type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT ||
	       type == YAML_DOCUMENT_END_EVENT;
}

static struct json *read_stream(struct reader *r, uint32_t depth)
{
	struct json *all = arena_new(r->arena, struct json, 1), **tail = &all->first;

	all->kind = JSON_LIST;
	for (;;) {
		yaml_event_t event;

		if (!next_event(r, &event))
			return NULL;
		if (event.type == YAML_STREAM_END_EVENT || is_frame(event.type)) {
			bool end = event.type == YAML_STREAM_END_EVENT;

			yaml_event_delete(&event);
			if (end)
				return all;
			continue;
		}
		if (!(*tail = read_node(r, &event, depth)))
			return NULL;
		tail = &(*tail)->next;
	}
}

struct json *json_from_yaml(struct arena *a, struct str text, uint32_t max_depth, struct json_error *e)
{
	struct reader r = { .arena = a, .error = e, .size = text.n };
	struct json *all;

	*e = (struct json_error){ 0, "" };
	if (!yaml_parser_initialize(&r.parser))
		rcc_bug("libyaml has no memory");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text.n ? text.p : ""), text.n);
	all = read_stream(&r, max_depth);
	yaml_parser_delete(&r.parser);
	return all;
}
