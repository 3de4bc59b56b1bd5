/* What entries do to the record or map that they fill: fields, appended elements, added keys, spreads. */
#include "eval/writing.h"

#include "eval/eval_internal.h"

/* Private flags of a value, only while the block that writes it is evaluated. */
enum {
	VALUE_F_SPREAD = 0x40, /* came by a spread: an entry may still replace it */
	VALUE_F_OPEN = 0x80,   /* a list or map that entries still add to */
};

type_id writing_type(const struct eval *e, const struct writing *w, uint32_t i)
{
	return type_field(e->types, type_get(e->types, w->record->type), i)->type;
}

static void report_twice(struct eval *e, struct writing *w, uint32_t i, node_id id)
{
	uint32_t name = type_field(e->types, type_get(e->types, w->record->type), i)->name;
	struct diag *d = diag_add(&e->session->diags, DIAG_DUPLICATE_FIELD, ast_name_span(e->ast, id),
				  "`%.*s` is set twice", STR_ARG(name_text(&e->session->names, name)));
	struct span first = eval_blame(e, w->record->slots[i].value.origin, id);

	diag_label(&e->session->diags, d, first, "first here");
	w->failed = true;
}

/* Nothing is added to what has an error. */
static bool is_refused(const struct record_slot *slot)
{
	return slot->state == SLOT_WRITTEN && slot->value.kind == VALUE_ERROR;
}

void writing_field(struct eval *e, struct writing *w, uint32_t i, struct value v, node_id id)
{
	struct record_slot *slot = &w->record->slots[i];

	if (is_refused(slot))
		return;
	v = value_chosen(e, v, w->condition);
	if (slot->state == SLOT_WRITTEN && !(slot->value.flags & VALUE_F_SPREAD)) {
		report_twice(e, w, i, id);
		return;
	}
	if (slot->state == SLOT_WRITTEN) {
		struct value before = slot->value;

		before.flags &= (uint8_t)~VALUE_F_SPREAD;
		v = merge_values(e, writing_type(e, w, i), before, v, w->record);
	}
	if (v.kind == VALUE_RECORD && !v.record->parent)
		v.record->parent = w->record;
	slot_write(w->record, i, v);
}

/* Entries cannot add to a field that was set as a whole. */
static void check_open(struct eval *e, struct writing *w, uint32_t i, node_id id)
{
	const struct record_slot *slot = &w->record->slots[i];

	if (slot->state == SLOT_WRITTEN && !(slot->value.flags & VALUE_F_SPREAD) && !is_refused(slot))
		report_twice(e, w, i, id);
}

static bool is_open(const struct writing *w, uint32_t i)
{
	const struct record_slot *slot = &w->record->slots[i];

	return slot->state == SLOT_WRITTEN && slot->value.flags & VALUE_F_OPEN;
}

/* What is opened where a value was refused is written and forgotten. */
static void open_field(struct writing *w, uint32_t i, struct value v)
{
	if (is_refused(&w->record->slots[i]))
		return;
	v.flags = VALUE_F_OPEN;
	slot_write(w->record, i, v);
	w->marked = true;
}

/* The list of a field that entries add to; one that was spread into the block is copied first. */
static struct list_value *open_list(struct eval *e, struct writing *w, uint32_t i, node_id id)
{
	struct record_slot *slot = &w->record->slots[i];

	if (is_open(w, i))
		return slot->value.list;
	check_open(e, w, i, id);
	struct value v = value_list(e, eval_bare_type(e, writing_type(e, w, i)), NULL, 0, origin_written(id));
	const struct list_value *spread =
		slot->state == SLOT_WRITTEN && slot->value.kind == VALUE_LIST ? slot->value.list : NULL;

	if (spread && spread->n) {
		v.list->n = spread->n;
		v.list->items = arena_new(e->arena, struct value, array_size(spread->n));
		memcpy(v.list->items, spread->items, spread->n * sizeof(struct value));
	}
	open_field(w, i, v);
	return v.list;
}

void writing_item(struct eval *e, struct writing *w, uint32_t i, struct value v, node_id id)
{
	struct list_value *list = open_list(e, w, i, id);

	if (list->n >= e->session->limits[LIMIT_ELEMENTS]) {
		eval_exceed(e, LIMIT_ELEMENTS, id);
		w->failed = true;
		return;
	}
	if (array_full(list->n)) {
		struct value *more = arena_new(e->arena, struct value, array_size(list->n + 1));

		if (list->n)
			memcpy(more, list->items, list->n * sizeof *more);
		list->items = more;
	}
	list->items[list->n++] = value_chosen(e, v, w->condition);
}

/* What an entry writes replaces what a spread brought, wherever either stands; so does a later spread. */
static void put_entry(struct eval *e, struct writing *w, struct map_value *m, struct map_entry entry,
		      node_id id)
{
	struct map_entry *before = map_find(e, m, entry.key);
	bool spread = entry.value.flags & VALUE_F_SPREAD;

	w->marked |= spread;
	if (before && before->value.flags & VALUE_F_SPREAD) {
		entry.value.origin = origin_override(&e->origins, entry.value.origin, before->value.origin);
		*before = entry;
	} else if (!(before && spread) && !map_add(e, m, entry, id)) {
		w->failed = true;
	}
}

void writing_entry(struct eval *e, struct writing *w, struct map_value *m, struct value key, struct value v,
		   node_id id)
{
	struct map_entry entry = {
		.key = *key.string,
		.key_origin = key.origin,
		.value = value_chosen(e, v, w->condition),
	};

	if (v.kind != VALUE_ABSENT)
		put_entry(e, w, m, entry, id);
}

static void spread_map(struct eval *e, struct writing *w, struct map_value *to, const struct map_value *from,
		       node_id id)
{
	for (uint32_t i = 0; i < from->n && eval_charge(e, 1, id); i++) {
		struct map_entry entry = from->entries[i];

		entry.value = value_chosen(e, entry.value, w->condition);
		entry.value.flags |= VALUE_F_SPREAD;
		put_entry(e, w, to, entry, id);
	}
}

struct map_value *writing_map(struct eval *e, struct writing *w, uint32_t i, node_id id)
{
	struct record_slot *slot = &w->record->slots[i];

	if (is_open(w, i))
		return slot->value.map;
	check_open(e, w, i, id);
	struct value v = value_map(e, eval_bare_type(e, writing_type(e, w, i)), origin_written(id));

	if (slot->state == SLOT_WRITTEN && slot->value.kind == VALUE_MAP)
		spread_map(e, w, v.map, slot->value.map, id);
	enum type_kind kind = eval_type(e, v.map->type)->kind;

	if (kind == TYPE_ALLOW || kind == TYPE_OVERRIDES)
		v.kind = kind == TYPE_ALLOW ? VALUE_ALLOW : VALUE_OVERRIDES;
	open_field(w, i, v);
	return v.map;
}

/* As with maps: entries replace what is spread, a later spread an earlier one. */
static void spread_record(struct eval *e, struct writing *w, struct record_value *from)
{
	uint32_t count = record_field_count(e, from);

	for (uint32_t i = 0; from->type == w->record->type && i < count; i++) {
		struct record_slot *slot = &w->record->slots[i];
		struct value v;

		if (slot->state == SLOT_WRITTEN && !(slot->value.flags & VALUE_F_SPREAD))
			continue;
		if (!slot_written(e, from, i, &v))
			continue;
		v = value_chosen(e, merge_adopt(e, v, from, w->record), w->condition);
		v.flags |= VALUE_F_SPREAD;
		slot_write(w->record, i, v);
		w->marked = true;
	}
}

void writing_spread(struct eval *e, struct writing *w, struct value v, node_id id)
{
	if (v.kind == VALUE_MAP && w->map)
		spread_map(e, w, w->map, v.map, id);
	else if (v.kind == VALUE_RECORD && w->record)
		spread_record(e, w, v.record);
	else if (v.kind != VALUE_ABSENT)
		w->failed = true;
}

static void clear_map(struct map_value *m)
{
	for (uint32_t i = 0; i < m->n; i++)
		m->entries[i].value.flags &= (uint8_t)~VALUE_F_SPREAD;
}

static void clear_record(struct eval *e, struct record_value *r)
{
	uint32_t count = record_field_count(e, r);

	for (uint32_t i = 0; i < count; i++) {
		struct value *v = &r->slots[i].value;

		if (v->kind == VALUE_MAP && v->flags & VALUE_F_OPEN)
			clear_map(v->map);
		v->flags &= (uint8_t) ~(VALUE_F_OPEN | VALUE_F_SPREAD);
	}
}

static void refuse_unset(struct eval *e, struct record_value *r)
{
	uint32_t count = record_field_count(e, r);

	for (uint32_t i = 0; i < count; i++) {
		if (r->slots[i].state == SLOT_UNSET)
			slot_write(r, i, value_error());
	}
}

void writing_finish(struct eval *e, struct writing *w)
{
	if (w->unknown)
		refuse_unset(e, w->record);
	if (w->marked && w->record)
		clear_record(e, w->record);
	else if (w->marked)
		clear_map(w->map);
}
