/*
 * Laying one value on another. Only what was written takes part: defaults are computed
 * afterwards, from the merged record, so that they follow what an upper layer sets.
 */
#include "eval/eval_internal.h"

/* ---- moving what a record wrote into another one ---- */

static struct value adopt_record(struct eval *e, struct value v, struct record_value *to)
{
	struct record_value *old = v.record, *r = record_new(e, old->type, old->origin, to);
	uint32_t count = record_field_count(e, old);

	for (uint32_t i = 0; i < count; i++) {
		struct value field;

		if (slot_written(e, old, i, &field))
			slot_write(r, i, merge_adopt(e, field, old, r));
	}
	removals_move(e, old, r);
	v.record = r;
	return v;
}

static struct value adopt_list(struct eval *e, struct value v, const struct record_value *from,
			       struct record_value *to)
{
	struct value *items = NULL;

	for (uint32_t i = 0; i < v.list->n; i++) {
		struct value item = merge_adopt(e, v.list->items[i], from, to);

		if (!items && item.record == v.list->items[i].record)
			continue;
		if (!items) {
			items = arena_new(e->arena, struct value, v.list->n);
			memcpy(items, v.list->items, v.list->n * sizeof *items);
		}
		items[i] = item;
	}
	if (!items)
		return v;
	return (struct value){ .kind = v.kind,
			       .flags = v.flags,
			       .origin = v.origin,
			       .list = value_list(e, v.list->type, items, v.list->n, v.origin).list };
}

static struct value adopt_map(struct eval *e, struct value v, const struct record_value *from,
			      struct record_value *to)
{
	struct value out = value_map(e, v.map->type, v.origin);
	bool changed = false;

	for (uint32_t i = 0; i < v.map->n; i++) {
		struct map_entry entry = v.map->entries[i];

		entry.value = merge_adopt(e, entry.value, from, to);
		changed |= entry.value.record != v.map->entries[i].value.record;
		map_add(e, out.map, entry, 0);
	}
	if (changed)
		v.map = out.map;
	return v;
}

static bool holds_records(const struct eval *e, type_id type)
{
	enum type_kind kind = eval_type(e, type)->kind;

	return kind >= TYPE_LIST || kind == TYPE_NONE;
}

struct value merge_adopt(struct eval *e, struct value v, const struct record_value *from,
			 struct record_value *to)
{
	if (v.kind < VALUE_LIST || !eval_charge(e, 1, e->stack) || !eval_enter(e, e->stack))
		return v;
	const struct type *type;

	switch (v.kind) {
	case VALUE_RECORD:
		if (v.record->parent == from)
			v = adopt_record(e, v, to);
		break;
	case VALUE_TAG: {
		struct value payload = merge_adopt(e, v.tag->payload, from, to);

		if (payload.record != v.tag->payload.record)
			v.tag = value_tag(e, v.tag->type, v.tag->index, payload, v.origin).tag;
		break;
	}
	case VALUE_LIST:
		type = eval_type(e, v.list->type);
		if (holds_records(e, type->a))
			v = adopt_list(e, v, from, to);
		break;
	case VALUE_MAP:
		type = eval_type(e, v.map->type);
		if (holds_records(e, type->b))
			v = adopt_map(e, v, from, to);
		break;
	default:
		break;
	}
	eval_leave(e);
	return v;
}

/* ---- records and tags ---- */

static void merge_slot(struct eval *e, struct record_value *base, struct record_value *over,
		       struct record_value *to, uint32_t i)
{
	struct value below, above, v;
	bool has_below = slot_written(e, base, i, &below), has_above = slot_written(e, over, i, &above);

	if (!has_below && !has_above)
		return;
	if (has_below && has_above)
		v = merge_values(e, type_field(e->types, type_get(e->types, to->type), i)->type, below, above,
				 to);
	else
		v = has_above ? above : below;
	v = merge_adopt(e, v, over, to);
	slot_write(to, i, merge_adopt(e, v, base, to));
}

struct record_value *merge_records(struct eval *e, struct record_value *base, struct record_value *over,
				   struct record_value *parent)
{
	struct record_value *to = record_new(e, over->type, over->origin, parent);
	uint32_t count = record_field_count(e, to);

	reads_spoil(e);
	if (e->overriding)
		base = retain_below(e, removals_below(e, base, over), over);
	for (uint32_t i = 0; i < count; i++)
		merge_slot(e, base, over, to, i);
	if (!e->laying) {
		removals_move(e, base, to);
		removals_move(e, over, to);
	}
	return to;
}

static struct value merge_tags(struct eval *e, struct value base, struct value over,
			       struct record_value *parent)
{
	struct value below = base.tag->payload, above = over.tag->payload;

	if (above.kind != VALUE_RECORD || below.kind != VALUE_RECORD)
		return over;
	struct record_value *r = merge_records(e, below.record, above.record, parent);
	struct value v = value_tag(e, over.tag->type, over.tag->index, value_of_record(r, 0), over.origin);

	v.flags = base.flags & VALUE_F_PARTIAL;
	return v;
}

/* ---- maps and keyed lists ---- */

static struct value merge_maps(struct eval *e, struct value base, struct value over,
			       struct record_value *parent)
{
	struct value out = value_map(e, over.map->type, over.origin);
	type_id element = eval_type(e, over.map->type)->b;

	out.kind = over.kind;
	out.flags = base.flags & VALUE_F_PARTIAL;
	for (uint32_t i = 0; i < base.map->n; i++)
		map_add(e, out.map, base.map->entries[i], e->stack);
	for (uint32_t i = 0; i < over.map->n && eval_charge(e, 1, e->stack); i++) {
		const struct map_entry *entry = &over.map->entries[i];
		struct map_entry *below = map_find(e, out.map, entry->key);

		if (below)
			below->value = merge_values(e, element, below->value, entry->value, parent);
		else
			map_add(e, out.map, *entry, e->stack);
	}
	return out;
}

static int key_field(struct eval *e, struct value element, uint32_t name, struct value *in)
{
	*in = element.kind == VALUE_TAG ? element.tag->payload : element;
	return in->kind == VALUE_RECORD ? type_find_field(e->types, in->record->type, name) : -1;
}

/* Whether a field has a value: in a layer it may be another one that gives it. */
static bool is_given(struct eval *e, const struct record_value *r, uint32_t i)
{
	struct value v;

	return type_field(e->types, eval_type(e, r->type), i)->flags || slot_written(e, r, i, &v);
}

static struct value merge_overrides(struct eval *e, struct value base, struct value over,
				    struct record_value *parent)
{
	bool overriding = e->overriding;

	e->overriding = true;
	struct value v = merge_maps(e, base, over, parent);

	e->overriding = overriding;
	return v;
}

static struct value key_value(struct eval *e, struct value element, uint32_t name)
{
	struct value in;
	int i = key_field(e, element, name, &in);

	if (i >= 0 && is_given(e, in.record, (uint32_t)i))
		return eval_field(e, in.record, (uint32_t)i);
	if (i >= 0)
		return value_absent(0);
	if (element.kind != VALUE_TAG)
		return value_absent(0);
	const struct type *type = eval_type(e, element.tag->type);
	uint32_t tag = type_alternative(e->types, type, element.tag->index)->name;

	return value_string(e, name_text(&e->session->names, tag), element.origin);
}

/* What the server puts where a key is absent: `protocol` of a port is TCP. The library tells it. */
struct value eval_key_default(struct eval *e, struct value element, uint32_t name)
{
	node_id unset = e->program->prelude.unset;
	struct value defaults = unset ? eval_call(e, unset, NULL, 0) : value_absent(0);

	if (element.kind != VALUE_RECORD || defaults.kind != VALUE_MAP)
		return value_absent(0);
	struct str type = name_text(&e->session->names, eval_type(e, element.record->type)->name);
	struct str field = arena_printf(e->arena, "%.*s.%.*s", STR_ARG(type),
					STR_ARG(name_text(&e->session->names, name)));
	struct map_entry *entry = map_find(e, defaults.map, field);

	return entry ? entry->value : value_absent(0);
}

/* Whether an element has this key: in a list by tag and name, some tags have no name. */
static bool has_key(struct eval *e, const struct type *keyed, struct value element, uint32_t k)
{
	struct value in;

	return k == 0 || element.kind != VALUE_TAG ||
	       key_field(e, element, type_key(e->types, keyed, k), &in) >= 0;
}

/* Its origin is that of the first key. */
struct value merge_key(struct eval *e, const struct type *keyed, struct value element)
{
	struct buf text = { .arena = e->arena };
	struct value first = value_absent(0);

	for (uint32_t k = 0; k < keyed->count && has_key(e, keyed, element, k); k++) {
		struct value v = key_value(e, element, type_key(e->types, keyed, k));

		if (keyed->count == 1 && v.kind == VALUE_STRING)
			return v;
		if (k > 0 && v.kind == VALUE_ABSENT)
			v = eval_key_default(e, element, type_key(e->types, keyed, k));
		if (k == 0)
			first = v;
		else
			buf_char(&text, ' ');
		buf_add(&text, value_display(e->program, e->arena, v));
	}
	return value_string(e, buf_str(&text), first.origin);
}

/* Where each key stands in a list, as a map from key to index. */
static struct map_value *keys_of(struct eval *e, const struct type *keyed, const struct list_value *list,
				 bool *unique)
{
	struct map_value *keys = value_map(e, 0, 0).map;

	for (uint32_t i = 0; i < list->n && eval_charge(e, 1, e->stack); i++) {
		struct value key = merge_key(e, keyed, list->items[i]);
		struct map_entry entry = {
			.key = *key.string,
			.key_origin = key.origin,
			.value = value_integer(VALUE_INT, i, 0),
		};

		*unique &= map_add(e, keys, entry, e->stack);
	}
	return keys;
}

bool merge_check_keys(struct eval *e, const struct type *keyed, const struct list_value *list)
{
	bool unique = true;

	keys_of(e, keyed, list, &unique);
	return unique;
}

static bool is_of_tag(struct value v, const struct value *other)
{
	return v.kind == VALUE_TAG && other->kind == VALUE_TAG && v.tag->index == other->tag->index;
}

/* Whether it is written which of a tag this is. */
static bool is_named(struct eval *e, const struct type *keyed, struct value element)
{
	struct value in, v;
	int i = key_field(e, element, type_key(e->types, keyed, keyed->count - 1), &in);

	return i >= 0 && slot_written(e, in.record, (uint32_t)i, &v);
}

/* The element of `base` that `v` is laid on. A layer need not name what is the only one of its tag. */
static struct value *find_below(struct eval *e, const struct type *keyed, struct value *base, uint32_t n,
				struct map_value *keys, struct value v)
{
	struct map_entry *same = map_find(e, keys, *merge_key(e, keyed, v).string);
	struct value *below = NULL;
	uint32_t found = 0;

	if (same)
		return &base[same->value.integer];
	if (v.kind != VALUE_TAG || is_named(e, keyed, v))
		return NULL;
	for (uint32_t i = 0; i < n; i++) {
		if (is_of_tag(v, &base[i])) {
			below = &base[i];
			found++;
		}
	}
	return found == 1 ? below : NULL;
}

static struct value merge_keyed(struct eval *e, const struct type *keyed, struct value base,
				struct value over, struct record_value *parent)
{
	struct list_builder out = { 0 };
	bool unique = true;
	struct map_value *keys = keys_of(e, keyed, base.list, &unique);

	for (uint32_t i = 0; i < base.list->n; i++)
		list_builder_add(e, &out, base.list->items[i], e->stack);
	for (uint32_t i = 0; i < over.list->n && eval_charge(e, 1, e->stack); i++) {
		struct value v = over.list->items[i];
		struct value *below = find_below(e, keyed, out.items.v, base.list->n, keys, v);

		if (below)
			*below = merge_values(e, keyed->a, *below, v, parent);
		else
			list_builder_add(e, &out, v, e->stack);
	}
	return value_list(e, over.list->type, out.items.v, out.items.n, over.origin);
}

/* ---- any two values ---- */

/* Whether `over` only adds to `base` rather than replaces it. */
static bool lays_on(struct value base, struct value over)
{
	if (base.kind != over.kind)
		return false;
	if (over.kind == VALUE_RECORD)
		return over.flags & VALUE_F_PARTIAL && base.record->type == over.record->type;
	if (over.kind == VALUE_TAG)
		return over.flags & VALUE_F_PARTIAL && base.tag->type == over.tag->type &&
		       base.tag->index == over.tag->index;
	return over.kind == VALUE_MAP || over.kind == VALUE_ALLOW || over.kind == VALUE_OVERRIDES;
}

struct value merge_values(struct eval *e, type_id type, struct value base, struct value over,
			  struct record_value *parent)
{
	const struct type *keyed = eval_type(e, type);

	if (base.kind == VALUE_ERROR || over.kind == VALUE_ERROR || !eval_enter(e, e->stack))
		return value_error();
	struct value v = over;

	if (base.kind == VALUE_LIST && over.kind == VALUE_LIST && keyed->kind == TYPE_KEYED)
		v = merge_keyed(e, keyed, base, over, parent);
	else if (!lays_on(base, over))
		v.origin = base.origin ? origin_override(&e->origins, over.origin, base.origin) : over.origin;
	else if (over.kind == VALUE_RECORD)
		v = value_of_record(merge_records(e, base.record, over.record, parent),
				    base.flags & VALUE_F_PARTIAL);
	else if (over.kind == VALUE_TAG)
		v = merge_tags(e, base, over, parent);
	else if (over.kind == VALUE_OVERRIDES)
		v = merge_overrides(e, base, over, parent);
	else
		v = merge_maps(e, base, over, parent);
	eval_leave(e);
	return v;
}
