/*
 * json(value): JSON text without blanks, keys in bytewise order, so that equal values give
 * equal texts. What is absent is left out; quantities are texts as Kubernetes writes them; a
 * tag is its name, or an object with its name as the only key; a secret is where it is kept.
 */
#include "eval/eval_internal.h"

#include "formats/json_parse.h"
#include "formats/json_text.h"
#include "formats/quantity.h"

#include <stdlib.h>

struct json {
	const struct builtin_call *call;
	struct buf out;
};

typedef void write_fn(struct json *j, struct value v);

/* Nothing more is written once evaluation has to stop. */
static void write_json(struct json *j, struct value v);

struct pair {
	struct str key;
	struct value value;
};

static int compare_pairs(const void *a, const void *b)
{
	return str_cmp(((const struct pair *)a)->key, ((const struct pair *)b)->key);
}

static void write_object(struct json *j, struct pair *members, uint32_t n)
{
	if (n > 1)
		qsort(members, n, sizeof *members, compare_pairs);
	buf_char(&j->out, '{');
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_char(&j->out, ',');
		json_add_string(&j->out, members[i].key);
		buf_char(&j->out, ':');
		write_json(j, members[i].value);
	}
	buf_char(&j->out, '}');
}

static void write_null(struct json *j, struct value v)
{
	(void)v;
	buf_add(&j->out, STR("null"));
}

/* Numbers and booleans are written as the language writes them. */
static void write_plain(struct json *j, struct value v)
{
	buf_add(&j->out, value_display(j->call->e->program, j->out.arena, v));
}

static void write_string(struct json *j, struct value v)
{
	json_add_string(&j->out, *v.string);
}

static void write_bytes(struct json *j, struct value v)
{
	json_add_string(&j->out, quantity_of_bytes(j->out.arena, v.integer, v.flags & VALUE_F_DECIMAL));
}

static void write_cpu(struct json *j, struct value v)
{
	json_add_string(&j->out, quantity_of_cpu(j->out.arena, v.integer));
}

static void write_text(struct json *j, struct value v)
{
	json_add_string(&j->out, value_display(j->call->e->program, j->out.arena, v));
}

static void write_secret(struct json *j, struct value v)
{
	struct pair members[] = { { STR("key"), v.secret->key_value },
				  { STR("name"), v.secret->name_value } };

	write_object(j, members, 2);
}

static void write_range(struct json *j, struct value v)
{
	struct pair members[] = { { STR("max"), v.range->max }, { STR("min"), v.range->min } };

	write_object(j, members, 2);
}

static void write_list(struct json *j, struct value v)
{
	buf_char(&j->out, '[');
	for (uint32_t i = 0; i < v.list->n; i++) {
		if (i)
			buf_char(&j->out, ',');
		write_json(j, v.list->items[i]);
	}
	buf_char(&j->out, ']');
}

static void write_map(struct json *j, struct value v)
{
	struct pair *members = arena_new(j->out.arena, struct pair, v.map->n);

	for (uint32_t i = 0; i < v.map->n; i++)
		members[i] = (struct pair){ v.map->entries[i].key, v.map->entries[i].value };
	write_object(j, members, v.map->n);
}

static void write_record(struct json *j, struct value v)
{
	struct eval *e = j->call->e;
	const struct type *type = type_get(e->types, v.record->type);
	struct pair *members = arena_new(j->out.arena, struct pair, type->count);
	uint32_t n = 0;

	for (uint32_t i = 0; i < type->count; i++) {
		struct value field = eval_field(e, v.record, i);
		uint32_t name = type_field(e->types, type, i)->name;

		if (field.kind != VALUE_ABSENT)
			members[n++] = (struct pair){ name_text(&e->session->names, name), field };
	}
	write_object(j, members, n);
}

static void write_tag(struct json *j, struct value v)
{
	struct eval *e = j->call->e;
	const struct type *type = type_get(e->types, v.tag->type);
	struct str name = name_text(&e->session->names, type_alternative(e->types, type, v.tag->index)->name);
	struct pair member = { name, v.tag->payload };

	if (v.tag->payload.kind == VALUE_ABSENT)
		json_add_string(&j->out, name);
	else
		write_object(j, &member, 1);
}

static write_fn *const writers[] = {
	[VALUE_ABSENT] = write_null,	[VALUE_ERROR] = write_null,   [VALUE_BOOL] = write_plain,
	[VALUE_INT] = write_plain,	[VALUE_FLOAT] = write_plain,  [VALUE_STRING] = write_string,
	[VALUE_VERSION] = write_string, [VALUE_BYTES] = write_bytes,  [VALUE_CPU] = write_cpu,
	[VALUE_DURATION] = write_text,	[VALUE_PERCENT] = write_text, [VALUE_SECRET] = write_secret,
	[VALUE_RANGE] = write_range,	[VALUE_LIST] = write_list,    [VALUE_MAP] = write_map,
	[VALUE_RECORD] = write_record,	[VALUE_TAG] = write_tag,      [VALUE_ALLOW] = write_map,
	[VALUE_OVERRIDES] = write_null,
};

static void write_json(struct json *j, struct value v)
{
	struct eval *e = j->call->e;

	if (j->out.n > e->session->limits[LIMIT_STRING_BYTES])
		eval_exceed(e, LIMIT_STRING_BYTES, j->call->node);
	if (!eval_charge(e, 1, j->call->node) || !eval_enter(e, j->call->node))
		return;
	writers[v.kind](j, v);
	eval_leave(e);
}

struct value builtin_json(const struct builtin_call *c)
{
	struct json j = { .call = c, .out = { .arena = c->e->arena } };

	write_json(&j, c->args[0]);
	return c->e->stopped ? value_error() : builtin_string(c, buf_str(&j.out));
}

/* ---- reading ---- */

/* Whether the text is JSON; what it costs to look is charged. */
static bool is_json(const struct builtin_call *c, struct str text)
{
	return eval_charge(c->e, 1 + text.n / 16, c->node) && json_problem(text, c->e->arena).n == 0;
}

struct value builtin_json_problem(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);

	if (!eval_charge(c->e, 1 + text.n / 16, c->node))
		return value_error();
	return builtin_optional(c, json_problem(text, c->e->arena));
}

struct value builtin_json_kind(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);

	return builtin_optional(c, is_json(c, text) ? json_kind(text) : STR(""));
}

struct value builtin_json_string(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);

	if (!is_json(c, text) || !str_eq(json_kind(text), STR("string")))
		return value_absent(builtin_origin(c));
	return builtin_string(c, json_unquote(c->e->arena, text));
}

static bool add_member(const struct builtin_call *c, struct map_value *map, const struct json_part *part)
{
	struct eval *e = c->e;
	struct str key = json_unquote(e->arena, part->key);
	struct map_entry *known = map_find(e, map, key);
	struct value v = value_string(e, part->value, builtin_origin(c));

	if (known)
		known->value = v;
	return known || map_add(e, map, (struct map_entry){ key, builtin_origin(c), v }, c->node);
}

struct value builtin_json_members(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);
	struct value out = value_map(c->e, ast_node(c->e->ast, c->node)->type, builtin_origin(c));
	struct json_part part = { 0 };

	if (!is_json(c, text) || !str_eq(json_kind(text), STR("object")))
		return c->e->stopped ? value_error() : out;
	while (json_next(text, &part))
		if (!eval_charge(c->e, 1, c->node) || !add_member(c, out.map, &part))
			return value_error();
	return out;
}

struct value builtin_json_items(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);
	struct json_part part = { 0 };
	struct list_builder out = { 0 };

	if (is_json(c, text) && str_eq(json_kind(text), STR("array")))
		while (json_next(text, &part) && eval_charge(c->e, 1, c->node))
			list_builder_add(c->e, &out, value_string(c->e, part.value, builtin_origin(c)),
					 c->node);
	return c->e->stopped ? value_error()
			     : value_list(c->e, ast_node(c->e->ast, c->node)->type, out.items.v, out.items.n,
					  builtin_origin(c));
}
