/*
 * Objects as the library sees a set of them: a record with a list for each kind that it has rules about, and
 * a list of heads, one for each object of any kind.
 */
#include "rules/rules_internal.h"

struct filling {
	struct rules *rules;
	struct eval *eval;
	const struct list_value *objects;
	struct value *heads;
};

static const struct type *type_at(const struct filling *f, type_id type)
{
	return type_get(&f->rules->program->types, type);
}

/* The node of `@k8s(apiVersion, kind)` of a record type, or 0. */
static node_id k8s_attr(const struct filling *f, type_id record)
{
	const struct type *t = type_at(f, record);
	node_id attr = t->decl ? ast_attr(f->rules->ast, t->decl, "k8s") : 0;

	return attr && ast_child_count(f->rules->ast, attr) >= 2 ? attr : 0;
}

/* ---- heads -------------------------------------------------------------------------------- */

static struct value text_value(const struct filling *f, struct str text, origin_id origin)
{
	struct str *copy = arena_new(&f->rules->session->arena, struct str, 1);

	*copy = text;
	return (struct value){ .kind = VALUE_STRING, .origin = origin, .string = copy };
}

/* A member of an object's head by its name; of no kind if the object has none. */
static struct value head_member(const struct filling *f, struct value object, struct str name)
{
	node_id attr = k8s_attr(f, object.record->type);
	const struct ast *ast = f->rules->ast;

	if (str_eq(name, STR("api_version")))
		return text_value(f, ast_text(ast, ast_child(ast, attr, 0)), object.origin);
	if (str_eq(name, STR("kind")))
		return text_value(f, ast_text(ast, ast_child(ast, attr, 1)), object.origin);
	struct value metadata = eval_field_named(f->eval, object.record, "metadata");

	if (metadata.kind != VALUE_RECORD)
		return (struct value){ 0 };
	return eval_field_named(f->eval, metadata.record, arena_str(&f->rules->session->arena, name).p);
}

static struct value head_of(const struct filling *f, type_id type, struct value object)
{
	const struct types *types = &f->rules->program->types;
	const struct type *t = type_get(types, type);
	struct value *fields = arena_new(&f->rules->session->arena, struct value, t->count);

	for (uint32_t i = 0; i < t->count; i++) {
		const struct field *field = type_field(types, t, i);

		fields[i] = head_member(f, object, name_text(&f->rules->session->names, field->name));
	}
	return eval_new_record(f->eval, type, (struct value){ 0 }, fields, object.origin);
}

static bool is_head(const struct filling *f, type_id record)
{
	uint32_t name = name_find(&f->rules->session->names, STR("api_version"));

	return name && type_find_field(&f->rules->program->types, record, name) >= 0;
}

static struct value heads_of(struct filling *f, type_id list, type_id element)
{
	if (!f->heads) {
		f->heads = arena_new(&f->rules->session->arena, struct value, f->objects->n);
		for (uint32_t i = 0; i < f->objects->n; i++)
			f->heads[i] = head_of(f, element, f->objects->items[i]);
	}
	return eval_new_list(f->eval, list, f->heads, f->objects->n, 0);
}

/* ---- lists -------------------------------------------------------------------------------- */

static struct value objects_of(const struct filling *f, type_id list, type_id element)
{
	VEC(struct value) found = { 0 };

	for (uint32_t i = 0; i < f->objects->n; i++) {
		if (f->objects->items[i].record->type == element)
			vec_push(&f->rules->session->arena, &found, f->objects->items[i]);
	}
	return eval_new_list(f->eval, list, found.v, found.n, 0);
}

/* What goes into a field; of no kind if it is no list of objects or heads, or computed by the library. */
static struct value field_value(struct filling *f, type_id type)
{
	const struct types *types = &f->rules->program->types;
	type_id list = type_unwrap(types, type);

	if (type_at(f, list)->kind != TYPE_LIST)
		return (struct value){ 0 };
	type_id element = type_base(types, type_at(f, list)->a);

	if (type_at(f, element)->kind != TYPE_RECORD)
		return (struct value){ 0 };
	if (k8s_attr(f, element))
		return objects_of(f, list, element);
	return is_head(f, element) ? heads_of(f, list, element) : (struct value){ 0 };
}

/* The records among the values that are objects. */
static struct value only_objects(const struct filling *f, struct value list)
{
	struct value *items = arena_new(&f->rules->session->arena, struct value, list.list->n);
	uint32_t n = 0;

	for (uint32_t i = 0; i < list.list->n; i++) {
		struct value v = list.list->items[i];

		if (v.kind == VALUE_RECORD && k8s_attr(f, v.record->type))
			items[n++] = v;
	}
	return eval_new_list(f->eval, list.list->type, items, n, list.origin);
}

/* ---- for checks of the stack ---- */

static bool is_manifests(const struct rules *r, type_id type)
{
	node_id fn = r->program->prelude.manifests;

	return fn && type_base(&r->program->types, at(r, fn)->type) == type;
}

static void ask(struct making *m)
{
	struct rules_objects made;

	m->asked = true;
	if (!m->maker->make(m->maker->self, &made))
		return;
	m->made = true;
	m->list = made.list.list;
	m->set = manifests_fill(m->rules, m->eval, made.manifests, made.list);
}

const struct value *manifests_asked(struct making *m, type_id type)
{
	if (!is_manifests(m->rules, type))
		return NULL;
	if (!m->asked)
		ask(m);
	return m->made ? &m->set.all : NULL;
}

/* ---- all of them ---- */

struct manifests manifests_fill(struct rules *r, struct eval *e, struct value manifests, struct value list)
{
	struct filling f = { .rules = r, .eval = e };
	struct value objects = only_objects(&f, list);
	const struct types *types = &r->program->types;
	const struct type *t = type_get(types, manifests.record->type);
	struct value *fields = arena_new(&r->session->arena, struct value, t->count);

	f.objects = objects.list;
	for (uint32_t i = 0; i < t->count; i++)
		fields[i] = field_value(&f, type_field(types, t, i)->type);
	struct value all =
		eval_new_record(e, manifests.record->type, manifests, fields, manifests.record->origin);

	return (struct manifests){ all, objects, f.heads };
}
