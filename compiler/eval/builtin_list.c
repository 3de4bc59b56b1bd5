/* Builtins on lists and maps. Elements keep their own origins. */
#include "eval/eval_internal.h"

#include "base/utf8.h"

#include <stdlib.h>

static type_id result_type(const struct builtin_call *c)
{
	return ast_node(c->e->ast, c->node)->type;
}

static struct value result_list(const struct builtin_call *c, type_id type, const struct list_builder *b)
{
	return value_list(c->e, type, b->items.v, b->items.n, builtin_origin(c));
}

/* The next element of the list in argument 0 through the function literal; false behind the last. */
static bool apply_next(const struct builtin_call *c, uint32_t i, struct value *out)
{
	if (i >= c->args[0].list->n || c->e->stopped)
		return false;
	*out = c->lambda ? builtin_apply(c, &c->args[0].list->items[i], 1) : c->args[0].list->items[i];
	return true;
}

struct value builtin_len(const struct builtin_call *c)
{
	if (c->args[0].kind != VALUE_STRING)
		return builtin_int(c, value_count(c->args[0]));
	struct str s = builtin_text(c, 0);
	int64_t n = 0;
	uint32_t cp;

	for (uint32_t at = 0; at < s.n; n++)
		at += (unsigned char)s.p[at] < 0x80 ? 1 : utf8_decode(s, at, &cp);
	return eval_charge(c->e, s.n / 64, c->node) ? builtin_int(c, n) : value_error();
}

struct value builtin_utf8_size(const struct builtin_call *c)
{
	return builtin_int(c, builtin_text(c, 0).n);
}

/* ---- sums and extremes ---- */

static const enum value_kind zeros[TYPE_KIND_COUNT] = {
	[TYPE_INT] = VALUE_INT, [TYPE_FLOAT] = VALUE_FLOAT,	  [TYPE_BYTES] = VALUE_BYTES,
	[TYPE_CPU] = VALUE_CPU, [TYPE_DURATION] = VALUE_DURATION, [TYPE_PERCENT] = VALUE_PERCENT,
};

struct value builtin_sum(const struct builtin_call *c)
{
	const struct list_value *list = c->args[0].list;
	struct value sum = { .kind = (uint8_t)zeros[eval_type(c->e, result_type(c))->kind] };

	if (list->n == 0)
		return value_from(sum, builtin_origin(c));
	if (!eval_charge(c->e, list->n, c->node))
		return value_error();
	sum.flags = list->items[0].flags;
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->items[i].kind == VALUE_ERROR)
			return value_error();
		if (sum.kind == VALUE_FLOAT)
			sum.number += list->items[i].number;
		else if (__builtin_add_overflow(sum.integer, list->items[i].integer, &sum.integer))
			return builtin_failed(c, "the sum is too large");
	}
	if (sum.kind == VALUE_FLOAT && sum.number - sum.number != 0)
		return builtin_failed(c, "the sum is too large");
	return value_from(sum, value_computed(c->e, c->node, list->items, list->n));
}

/* The element that comes first by `sign` times the order; the values are one list or the arguments. */
static struct value extreme(const struct builtin_call *c, int sign)
{
	bool list = c->n == 1 && c->args[0].kind == VALUE_LIST;
	const struct value *v = list ? c->args[0].list->items : c->args;
	uint32_t n = list ? c->args[0].list->n : c->n;

	if (n == 0)
		return builtin_failed(c, sign < 0 ? "there is no largest of no elements"
						  : "there is no smallest of no elements");
	if (!eval_charge(c->e, n, c->node))
		return value_error();
	struct value best = v[0];

	for (uint32_t i = 0; i < n; i++) {
		if (v[i].kind == VALUE_ERROR)
			return value_error();
		if (value_compare(v[i], best) * sign < 0)
			best = v[i];
	}
	return value_from(best, value_computed(c->e, c->node, v, n));
}

struct value builtin_min(const struct builtin_call *c)
{
	return extreme(c, 1);
}

struct value builtin_max(const struct builtin_call *c)
{
	return extreme(c, -1);
}

/* ---- predicates ---- */

/* Whether all elements are `!decides`; the first that is `decides` settles it. */
static struct value quantify(const struct builtin_call *c, bool decides)
{
	VEC(struct value) seen = { 0 };
	struct value v;

	for (uint32_t i = 0; apply_next(c, i, &v); i++) {
		if (v.kind != VALUE_BOOL || !eval_charge(c->e, 1, c->node))
			return value_error();
		if (v.boolean == decides)
			return value_bool(decides, value_computed(c->e, c->node, &v, 1));
		if (!c->e->origins.quiet)
			vec_push(c->e->arena, &seen, v);
	}
	if (c->e->stopped)
		return value_error();
	return value_bool(!decides,
			  seen.n ? value_computed(c->e, c->node, seen.v, seen.n) : builtin_origin(c));
}

struct value builtin_all(const struct builtin_call *c)
{
	return quantify(c, false);
}

struct value builtin_any(const struct builtin_call *c)
{
	return quantify(c, true);
}

/* ---- from list to list ---- */

struct value builtin_map(const struct builtin_call *c)
{
	struct list_builder out = { 0 };
	struct value v;

	for (uint32_t i = 0; apply_next(c, i, &v); i++) {
		if (v.kind == VALUE_ERROR || !list_builder_add(c->e, &out, v, c->node))
			return value_error();
	}
	return c->e->stopped ? value_error() : result_list(c, result_type(c), &out);
}

struct value builtin_filter(const struct builtin_call *c)
{
	struct list_builder out = { 0 };
	struct value v;

	for (uint32_t i = 0; apply_next(c, i, &v); i++) {
		if (v.kind != VALUE_BOOL)
			return value_error();
		if (v.boolean)
			list_builder_add(c->e, &out, c->args[0].list->items[i], c->node);
	}
	return c->e->stopped ? value_error() : result_list(c, result_type(c), &out);
}

struct value builtin_fold(const struct builtin_call *c)
{
	const struct list_value *list = c->args[0].list;
	struct value pair[2] = { c->args[1] };

	for (uint32_t i = 0; i < list->n && pair[0].kind != VALUE_ERROR; i++) {
		pair[1] = list->items[i];
		pair[0] = builtin_apply(c, pair, 2);
	}
	return pair[0];
}

/* Level by level. No value is deeper than brackets may be nested, so neither is a way down along one. */
struct value builtin_descend(const struct builtin_call *c)
{
	struct list_builder out = { 0 };
	const struct list_value *more = c->args[0].list;
	uint64_t levels = c->e->session->limits[LIMIT_NESTING];
	uint32_t at = 0, end;

	for (uint32_t i = 0; i < more->n; i++)
		list_builder_add(c->e, &out, more->items[i], c->node);
	for (end = out.items.n; at < end && levels > 0; end = out.items.n, levels--) {
		for (; at < end && !c->e->stopped; at++) {
			struct value below = builtin_apply(c, &out.items.v[at], 1);

			if (below.kind != VALUE_LIST)
				return value_error();
			for (uint32_t i = 0; i < below.list->n; i++)
				list_builder_add(c->e, &out, below.list->items[i], c->node);
		}
	}
	if (at < end)
		eval_exceed(c->e, LIMIT_NESTING, c->node);
	return c->e->stopped ? value_error() : result_list(c, result_type(c), &out);
}

struct value builtin_range(const struct builtin_call *c)
{
	int64_t from = c->args[0].integer, to = c->args[1].integer;
	struct list_builder out = { 0 };
	origin_id origin = builtin_origin(c);

	for (int64_t i = from; i < to; i++) {
		if (!eval_charge(c->e, 1, c->node) ||
		    !list_builder_add(c->e, &out, value_integer(VALUE_INT, i, origin), c->node))
			return value_error();
	}
	return value_list(c->e, result_type(c), out.items.v, out.items.n, origin);
}

struct sort_item {
	struct value key, value;
	uint32_t at; /* where it stood: equal keys keep their order */
};

static int compare_items(const void *a, const void *b)
{
	const struct sort_item *x = a, *y = b;
	int order = value_compare(x->key, y->key);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

struct value builtin_sort_by(const struct builtin_call *c)
{
	const struct list_value *list = c->args[0].list;
	struct sort_item *items = arena_new(c->e->arena, struct sort_item, list->n);
	struct value *out = arena_new(c->e->arena, struct value, list->n), key;

	for (uint32_t i = 0; apply_next(c, i, &key); i++) {
		if (key.kind == VALUE_ERROR)
			return key;
		items[i] = (struct sort_item){ .key = key, .value = list->items[i], .at = i };
	}
	if (c->e->stopped)
		return value_error();
	qsort(items, list->n, sizeof *items, compare_items);
	for (uint32_t i = 0; i < list->n; i++)
		out[i] = items[i].value;
	return value_list(c->e, result_type(c), out, list->n, builtin_origin(c));
}

struct groups {
	struct map_value *index; /* key to number of the group */
	VEC(struct list_builder) lists;
};

static struct list_builder *group_of(const struct builtin_call *c, struct groups *g, struct value key)
{
	struct map_entry *found = map_find(c->e, g->index, *key.string);
	struct map_entry entry = { *key.string, key.origin, value_integer(VALUE_INT, g->lists.n, 0) };

	if (found)
		return &g->lists.v[found->value.integer];
	if (!map_add(c->e, g->index, entry, c->node))
		return NULL;
	vec_push(c->e->arena, &g->lists, (struct list_builder){ 0 });
	return &g->lists.v[g->lists.n - 1];
}

static bool add_to_group(const struct builtin_call *c, struct groups *g, struct value key, struct value v)
{
	struct list_builder *group = key.kind == VALUE_STRING ? group_of(c, g, key) : NULL;

	return group && list_builder_add(c->e, group, v, c->node);
}

static struct groups no_groups(const struct builtin_call *c)
{
	return (struct groups){ .index = value_map(c->e, result_type(c), 0).map };
}

static struct value result_groups(const struct builtin_call *c, const struct groups *g)
{
	type_id type = result_type(c);
	struct value out = value_map(c->e, type, builtin_origin(c));

	*out.map = *g->index;
	for (uint32_t i = 0; i < out.map->n; i++)
		out.map->entries[i].value = result_list(c, eval_type(c->e, type)->b, &g->lists.v[i]);
	return c->e->stopped ? value_error() : out;
}

struct value builtin_group_by(const struct builtin_call *c)
{
	struct groups groups = no_groups(c);
	struct value key;

	for (uint32_t i = 0; apply_next(c, i, &key); i++) {
		if (!add_to_group(c, &groups, key, c->args[0].list->items[i]))
			return value_error();
	}
	return result_groups(c, &groups);
}

struct value builtin_index_by(const struct builtin_call *c)
{
	struct groups groups = no_groups(c);
	struct value keys;

	for (uint32_t i = 0; apply_next(c, i, &keys); i++) {
		if (keys.kind != VALUE_LIST)
			return value_error();
		for (uint32_t k = 0; k < keys.list->n; k++) {
			if (!eval_charge(c->e, 1, c->node) ||
			    !add_to_group(c, &groups, keys.list->items[k], c->args[0].list->items[i]))
				return value_error();
		}
	}
	return result_groups(c, &groups);
}

struct value builtin_unique(const struct builtin_call *c)
{
	const struct list_value *list = c->args[0].list;
	uint32_t size = array_size(list->n) * 2, *buckets = arena_new(c->e->arena, uint32_t, size);
	struct list_builder out = { 0 };

	for (uint32_t i = 0; i < list->n && eval_charge(c->e, 1, c->node); i++) {
		uint32_t at = value_hash(c->e, list->items[i]) & (size - 1);

		while (buckets[at] && !value_equal(c->e, out.items.v[buckets[at] - 1], list->items[i]))
			at = (at + 1) & (size - 1);
		if (buckets[at])
			continue;
		list_builder_add(c->e, &out, list->items[i], c->node);
		buckets[at] = out.items.n;
	}
	return c->e->stopped ? value_error() : result_list(c, result_type(c), &out);
}

struct value builtin_first(const struct builtin_call *c)
{
	const struct list_value *list = c->args[0].list;

	return list->n ? list->items[0] : value_absent(builtin_origin(c));
}

struct value builtin_last(const struct builtin_call *c)
{
	const struct list_value *list = c->args[0].list;

	return list->n ? list->items[list->n - 1] : value_absent(builtin_origin(c));
}

/* ---- records and maps ---- */

struct value builtin_fields_set(const struct builtin_call *c)
{
	struct value v = c->args[0];
	const struct types *types = c->e->types;
	const struct type *type = v.kind == VALUE_RECORD ? type_get(types, v.record->type) : NULL;
	struct list_builder out = { 0 };

	if (type && c->e->reads)
		reads_note_set(c->e, v.record);
	for (uint32_t i = 0; type && i < type->count && eval_charge(c->e, 1, c->node); i++) {
		const struct field *f = type_field(types, type, i);

		if (eval_is_unset(v.record, i, f) || eval_field(c->e, v.record, i).kind == VALUE_ABSENT)
			continue;
		struct str name = name_text(&c->e->session->names, f->name);

		list_builder_add(c->e, &out, value_string(c->e, name, builtin_origin(c)), c->node);
	}
	return c->e->stopped ? value_error() : result_list(c, result_type(c), &out);
}

struct value builtin_includes(const struct builtin_call *c)
{
	const struct map_value *wanted = c->args[1].map;
	bool all = true;

	for (uint32_t i = 0; i < wanted->n && all; i++) {
		const struct map_entry *entry = map_find(c->e, c->args[0].map, wanted->entries[i].key);

		if (wanted->entries[i].value.kind == VALUE_ERROR ||
		    (entry && entry->value.kind == VALUE_ERROR) || !eval_charge(c->e, 1, c->node))
			return value_error();
		all = entry && value_equal(c->e, entry->value, wanted->entries[i].value);
	}
	return builtin_bool(c, all);
}

struct value builtin_keys(const struct builtin_call *c)
{
	const struct map_value *map = c->args[0].map;
	struct list_builder out = { 0 };

	for (uint32_t i = 0; i < map->n && eval_charge(c->e, 1, c->node); i++)
		list_builder_add(c->e, &out,
				 value_string(c->e, map->entries[i].key, map->entries[i].key_origin),
				 c->node);
	return c->e->stopped ? value_error() : result_list(c, result_type(c), &out);
}

static struct str entry_text(const struct builtin_call *c, const struct map_entry *entry)
{
	struct str parts[] = { builtin_text(c, 1), entry->key, builtin_text(c, 2), *entry->value.string };
	struct str text = { 0 };
	uint64_t n = 0;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		n += parts[i].n;
	if (!builtin_fits(c, n))
		return text;
	char *p = arena_new(c->e->arena, char, n + 1);

	text.p = p;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].n)
			memcpy(p + text.n, parts[i].p, parts[i].n);
		text.n += parts[i].n;
	}
	return text;
}

struct value builtin_entry_texts(const struct builtin_call *c)
{
	const struct map_value *map = c->args[0].map;
	struct value *items = arena_new(c->e->arena, struct value, map->n);
	origin_id origin = builtin_origin(c);

	for (uint32_t i = 0; i < map->n && eval_charge(c->e, 1, c->node); i++) {
		if (map->entries[i].value.kind != VALUE_STRING)
			return value_error();
		items[i] = value_string(c->e, entry_text(c, &map->entries[i]), origin);
	}
	return c->e->stopped ? value_error() : value_list(c->e, result_type(c), items, map->n, origin);
}

struct value builtin_values(const struct builtin_call *c)
{
	const struct map_value *map = c->args[0].map;
	struct list_builder out = { 0 };

	for (uint32_t i = 0; i < map->n && eval_charge(c->e, 1, c->node); i++)
		list_builder_add(c->e, &out, map->entries[i].value, c->node);
	return c->e->stopped ? value_error() : result_list(c, result_type(c), &out);
}
