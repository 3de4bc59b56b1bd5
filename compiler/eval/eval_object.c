/* What the makers of objects change in records that were made already. */
#include "eval/eval_internal.h"

struct value eval_lay_on(struct eval *e, struct value base, struct value over)
{
	bool overriding = e->overriding, laying = e->laying;

	e->overriding = e->laying = true;
	struct value v = value_whole(merge_values(e, base.record->type, base, over, base.record->parent));

	if (e->waiting && !e->trying)
		removals_left(e, v);
	e->overriding = overriding;
	e->laying = laying;
	return eval_force(e, v) ? v : value_error();
}

/* What they say of this object; NULL if nothing. */
static const struct map_entry *override_of(struct eval *e, struct value object, struct map_value *overrides)
{
	struct value name = eval_field_of(e, eval_field_of(e, object, "metadata"), "name");

	if (name.kind != VALUE_STRING)
		return NULL;
	struct str type = name_text(&e->session->names, type_get(e->types, object.record->type)->name);
	struct str key = arena_printf(e->arena, "%.*s %.*s", STR_ARG(type), STR_ARG(*name.string));
	const struct map_entry *found = map_find(e, overrides, key);

	return found && found->value.record->type == object.record->type ? found : NULL;
}

/* What an override removes that is not there is told when it is laid on the object that is written. */
struct value builtin_overridden(const struct builtin_call *c)
{
	struct eval *e = c->e;
	struct value object = c->args[0], overrides = c->args[1];
	bool trying = e->trying;

	if (object.kind != VALUE_RECORD || overrides.kind != VALUE_OVERRIDES)
		return object;
	const struct map_entry *over = override_of(e, object, overrides.map);

	if (!over)
		return object;
	e->trying = true;
	struct value v = eval_lay_on(e, object, over->value);

	e->trying = trying;
	return v.kind == VALUE_ERROR ? object : v;
}

/* What field i holds, as a record of its own that may be written to; VALUE_ABSENT if it is no record. */
static struct value inner_record(struct eval *e, struct record_value *r, uint32_t i)
{
	type_id type = eval_bare_type(e, type_field(e->types, type_get(e->types, r->type), i)->type);
	struct value v;

	if (type_get(e->types, type)->kind != TYPE_RECORD)
		return value_absent(0);
	if (slot_written(e, r, i, &v) && v.kind == VALUE_RECORD)
		return v;
	return value_of_record(record_new(e, type, r->origin, r), 0);
}

struct value eval_with(struct eval *e, struct value record, const char *const *path, uint32_t n,
		       struct value leaf)
{
	struct record_value *old = record.record,
			    *r = merge_records(e, old, record_new(e, old->type, old->origin, old->parent),
					       old->parent);
	int i = type_find_field(e->types, r->type, name_find(&e->session->names, str_from(path[0])));

	if (i < 0)
		return record;
	if (n > 1) {
		struct value inner = inner_record(e, r, (uint32_t)i);

		if (inner.kind != VALUE_RECORD)
			return record;
		leaf = eval_with(e, inner, path + 1, n - 1, leaf);
	}
	slot_write(r, (uint32_t)i, leaf);
	record.record = r;
	return record;
}

struct value eval_new_record(struct eval *e, type_id type, struct value base, const struct value *fields,
			     origin_id origin)
{
	struct record_value *r = record_new(e, type, origin, NULL);
	uint32_t count = record_field_count(e, r);

	if (base.kind == VALUE_RECORD)
		r = merge_records(e, base.record, r, base.record->parent);
	for (uint32_t i = 0; i < count; i++) {
		if (fields[i].kind != VALUE_ABSENT)
			slot_write(r, i, fields[i]);
	}
	return value_of_record(r, 0);
}

struct value eval_new_list(struct eval *e, type_id type, struct value *items, uint32_t n, origin_id origin)
{
	return value_list(e, type, items, n, origin);
}

struct value eval_new_map(struct eval *e, type_id type, const struct map_entry *entries, uint32_t n,
			  origin_id origin)
{
	struct value v = value_map(e, type, origin);

	v.map->entries = arena_new(e->arena, struct map_entry, array_size(n));
	v.map->n = n;
	if (n)
		memcpy(v.map->entries, entries, n * sizeof *entries);
	return v;
}

struct value eval_new_tag(struct eval *e, type_id type, const char *name, origin_id origin)
{
	uint32_t id = name_find(&e->session->names, str_from(name));
	int index = id ? type_find_alternative(e->types, type, id) : -1;

	if (index < 0)
		return (struct value){ 0 };
	return value_tag(e, type, (uint32_t)index, value_absent(0), origin);
}
