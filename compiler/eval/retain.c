/*
 * Fields of objects that exclude each other: the sources of a volume, the ways of a probe. Where an override
 * names another one than the object has, that takes its place. The library tells which they are.
 */
#include "eval/eval_internal.h"

/* The names of fields of a type of which an object has one; NULL: of this type any may be there. */
static const struct list_value *exclusive(struct eval *e, type_id type)
{
	node_id fn = e->program->prelude.exclusive;
	struct value all = fn ? eval_call(e, fn, NULL, 0) : value_absent(0);
	struct str name = name_text(&e->session->names, eval_type(e, type)->name);
	struct map_entry *found = all.kind == VALUE_MAP ? map_find(e, all.map, name) : NULL;

	return found && found->value.kind == VALUE_LIST ? found->value.list : NULL;
}

static int field_of(struct eval *e, const struct record_value *r, struct value name)
{
	uint32_t word = name.kind == VALUE_STRING ? name_find(&e->session->names, *name.string) : 0;

	return word ? type_find_field(e->types, r->type, word) : -1;
}

/* Whether the upper record chooses this field where the lower one has another one, or another word there. */
static bool chooses(struct eval *e, struct record_value *base, struct record_value *over, uint32_t i)
{
	struct value below, above;

	if (!slot_written(e, over, i, &above) || above.kind == VALUE_ABSENT)
		return false;
	if (!slot_written(e, base, i, &below) || below.kind == VALUE_ABSENT)
		return true;
	return below.kind == VALUE_TAG && above.kind == VALUE_TAG && below.tag->index != above.tag->index;
}

struct record_value *retain_below(struct eval *e, struct record_value *base, struct record_value *over)
{
	const struct list_value *names = exclusive(e, over->type);
	struct value v;
	bool chosen = false;

	for (uint32_t k = 0; names && k < names->n; k++) {
		int i = field_of(e, over, names->items[k]);

		chosen |= i >= 0 && chooses(e, base, over, (uint32_t)i);
	}
	if (!chosen)
		return base;
	struct record_value *none = record_new(e, base->type, base->origin, base->parent);
	struct record_value *copy = merge_records(e, base, none, base->parent);

	for (uint32_t k = 0; k < names->n; k++) {
		int i = field_of(e, over, names->items[k]);

		if (i >= 0 && !slot_written(e, over, (uint32_t)i, &v))
			copy->slots[i] = (struct record_slot){ 0 };
	}
	return copy;
}
