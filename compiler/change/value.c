#include "change/value.h"

#include "objects/build.h"

#include <stdlib.h>
#include <string.h>

struct filling {
	struct eval *eval;
	const struct comparer *comparer;
	const struct types *types;
	struct session *session;
	const struct object_change *change;
};

static struct value text_value(const struct filling *f, struct str text, origin_id origin)
{
	struct str *copy = arena_new(&f->session->arena, struct str, 1);

	*copy = text;
	return (struct value){ .kind = VALUE_STRING, .origin = origin, .string = copy };
}

static struct value doc_value(const struct filling *f, const struct doc *doc)
{
	return doc ? text_value(f, doc_line(&f->session->arena, doc), doc->origin) : (struct value){ 0 };
}

static type_id bare(const struct filling *f, type_id type)
{
	return type_base(f->types, type_unwrap(f->types, type));
}

static struct str field_name(const struct filling *f, const struct field *field)
{
	return name_text(&f->session->names, field->name);
}

/* ---- fields -------------------------------------------------------------------------------- */

static struct value field_change_value(const struct filling *f, type_id type,
				       const struct field_change *change)
{
	const struct type *t = type_get(f->types, type);
	struct value *fields = arena_new(&f->session->arena, struct value, t->count);

	for (uint32_t i = 0; i < t->count; i++) {
		struct str name = field_name(f, type_field(f->types, t, i));

		if (str_eq(name, STR("path")))
			fields[i] = text_value(f, change->path, 0);
		else if (str_eq(name, STR("before")))
			fields[i] = doc_value(f, change->before);
		else if (str_eq(name, STR("now")))
			fields[i] = doc_value(f, change->now);
	}
	return eval_new_record(f->eval, type, (struct value){ 0 }, fields, 0);
}

static struct value fields_value(const struct filling *f, type_id list)
{
	const struct field_changes *changes = &f->change->fields;
	type_id element = bare(f, type_get(f->types, list)->a);
	struct value *items = arena_new(&f->session->arena, struct value, changes->v.n);

	for (uint32_t i = 0; i < changes->v.n; i++)
		items[i] = field_change_value(f, element, &changes->v.v[i]);
	return eval_new_list(f->eval, list, items, changes->v.n, 0);
}

/* The text of every scalar of an object, by its path. */
static struct value leaves_value(const struct filling *f, type_id map, const struct object *o)
{
	struct field_changes leaves = { 0 };

	if (o)
		compare_leaves(f->comparer, o, &leaves);
	struct map_entry *entries = arena_new(&f->session->arena, struct map_entry, leaves.v.n);

	for (uint32_t i = 0; i < leaves.v.n; i++)
		entries[i] = (struct map_entry){ .key = leaves.v.v[i].path,
						 .value = doc_value(f, leaves.v.v[i].now) };
	return eval_new_map(f->eval, map, entries, leaves.v.n, 0);
}

/* ---- objects ------------------------------------------------------------------------------- */

static struct value fate_value(const struct filling *f, type_id type)
{
	static const char *const names[] = {
		[CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed", [CHANGE_CHANGED] = "changed"
	};

	return eval_new_tag(f->eval, type, names[f->change->kind], 0);
}

/* The name is what a label of the whole object points at. */
static origin_id name_origin(const struct object *o)
{
	const struct doc *metadata = doc_get(&o->doc, STR("metadata"));
	const struct doc *name = metadata ? doc_get(metadata, STR("name")) : NULL;

	return name ? name->origin : o->doc.origin;
}

static struct value member_value(const struct filling *f, struct str name, type_id type)
{
	const struct object_change *c = f->change;
	const struct object *o = change_object(c);

	if (str_eq(name, STR("id")))
		return text_value(f, object_id(&f->session->arena, o), name_origin(o));
	if (str_eq(name, STR("kind")))
		return text_value(f, o->kind, name_origin(o));
	if (str_eq(name, STR("group")))
		return text_value(f, api_group(o->api_version), name_origin(o));
	if (str_eq(name, STR("name")))
		return text_value(f, o->name, name_origin(o));
	if (str_eq(name, STR("namespace")))
		return text_value(f, o->namespace_, name_origin(o));
	if (str_eq(name, STR("fate")))
		return fate_value(f, type);
	if (str_eq(name, STR("fields")))
		return fields_value(f, type);
	if (str_eq(name, STR("before")))
		return leaves_value(f, type, c->before);
	if (str_eq(name, STR("now")))
		return leaves_value(f, type, c->now);
	return (struct value){ 0 };
}

static struct value object_value(struct filling *f, type_id type, const struct object_change *change)
{
	const struct type *t = type_get(f->types, type);
	struct value *fields = arena_new(&f->session->arena, struct value, t->count);

	f->change = change;
	for (uint32_t i = 0; i < t->count; i++) {
		const struct field *field = type_field(f->types, t, i);

		fields[i] = member_value(f, field_name(f, field), bare(f, field->type));
	}
	return eval_new_record(f->eval, type, (struct value){ 0 }, fields, 0);
}

/* ---- all of them --------------------------------------------------------------------------- */

static struct value objects_value(struct filling *f, type_id list, const struct object_changes *changes)
{
	type_id element = bare(f, type_get(f->types, list)->a);
	struct value *items = arena_new(&f->session->arena, struct value, changes->v.n);

	for (uint32_t i = 0; i < changes->v.n; i++)
		items[i] = object_value(f, element, &changes->v.v[i]);
	return eval_new_list(f->eval, list, items, changes->v.n, 0);
}

static bool is_list_of_records(const struct filling *f, type_id type)
{
	const struct type *t = type_get(f->types, type);

	return t->kind == TYPE_LIST && type_get(f->types, bare(f, t->a))->kind == TYPE_RECORD;
}

struct value change_values(const struct change_values *c, struct value facts,
			   const struct object_changes *changes)
{
	const struct program *p = c->comparer->program;
	struct filling f = { c->eval, c->comparer, &p->types, c->comparer->session, NULL };
	type_id type = p->prelude.changes;
	const struct type *t = type_get(f.types, type);

	if (!type || t->kind != TYPE_RECORD)
		return (struct value){ 0 };
	struct value *fields = arena_new(&f.session->arena, struct value, t->count);

	for (uint32_t i = 0; i < t->count; i++) {
		type_id list = bare(&f, type_field(f.types, t, i)->type);

		if (is_list_of_records(&f, list))
			fields[i] = objects_value(&f, list, changes);
	}
	return eval_new_record(c->eval, type, facts, fields, 0);
}

/* ---- consequences -------------------------------------------------------------------------- */

static struct consequence consequence_of(const struct change_values *c, struct value v)
{
	struct consequence out = { 0 };

	if (v.kind != VALUE_RECORD)
		return out;
	struct value effect = eval_field_named(c->eval, v.record, "effect");

	out.effect = value_display(c->comparer->program, &c->comparer->session->arena, effect);
	out.text = eval_text_of(c->eval, v, "text");
	return out;
}

/* The list of records that change_values filled. */
static struct value find_list(const struct change_values *c, struct value changes)
{
	const struct type *t = type_get(&c->comparer->program->types, changes.record->type);

	for (uint32_t i = 0; i < t->count; i++) {
		struct value v = eval_field(c->eval, changes.record, i);

		if (v.kind == VALUE_LIST && v.list->n && v.list->items[0].kind == VALUE_RECORD)
			return v;
	}
	return (struct value){ 0 };
}

struct consequence *change_consequences(const struct change_values *c, struct value changes, uint32_t n)
{
	node_id fn = c->comparer->program->prelude.consequence;
	struct value list = changes.kind == VALUE_RECORD ? find_list(c, changes) : (struct value){ 0 };

	if (!fn || list.kind != VALUE_LIST || list.list->n != n)
		return NULL;
	struct consequence *out = arena_new(&c->comparer->session->arena, struct consequence, n);

	for (uint32_t i = 0; i < n; i++) {
		struct value args[] = { list.list->items[i], changes };

		out[i] = consequence_of(c, eval_call(c->eval, fn, args, 2));
	}
	return out;
}

/* ---- the comparer -------------------------------------------------------------------------- */

static int default_cmp(const void *x, const void *y)
{
	const struct field_default *a = x, *b = y;

	return str_cmp(a->field, b->field);
}

struct comparer comparer_of(const struct program *p, struct session *s, struct eval *e)
{
	struct value unset = p->prelude.unset ? eval_call(e, p->prelude.unset, NULL, 0) : (struct value){ 0 };
	uint32_t n = unset.kind == VALUE_MAP ? unset.map->n : 0;
	struct field_default *defaults = arena_new(&s->arena, struct field_default, n);

	for (uint32_t i = 0; i < n; i++)
		defaults[i] =
			(struct field_default){ unset.map->entries[i].key,
						value_display(p, &s->arena, unset.map->entries[i].value) };
	if (n)
		qsort(defaults, n, sizeof *defaults, default_cmp);
	return (struct comparer){ p, s, kind_types_of(p, s), defaults, n, objects_order(e, p) };
}
