/*
 * Objects as the library sees a set of them: a record with a list for each kind that it has rules about, and
 * a list of heads, one for each object of any kind.
 */
#include "rules/rules_internal.h"

enum { HEAD_BYTES = 640 /* of an object, about, in which its metadata lie */ };

/* What is found once for objects of one type. */
struct like {
	type_id object;
	node_id attr; /* of `@k8s(apiVersion, kind)`, or 0: it is no object */
	int metadata; /* its field, or -1 */
	type_id meta; /* the type of that */
	int *members; /* for each field of a head the field of the metadata, or -1 */
	struct value api_version, kind;
};

struct filling {
	struct rules *rules;
	struct eval *eval;
	const struct list_value *objects;
	struct value *heads;
	type_id head;	      /* their type */
	struct value *fields; /* of a head */
	struct like like;     /* of the last type */
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

static struct value text_value(const struct filling *f, node_id text)
{
	struct str *copy = arena_new(&f->rules->session->arena, struct str, 1);

	*copy = ast_text(f->rules->ast, text);
	return (struct value){ .kind = VALUE_STRING, .string = copy };
}

static const struct like *like_of(struct filling *f, type_id object)
{
	struct like *like = &f->like;

	if (like->object == object)
		return like;
	*like = (struct like){ .object = object, .attr = k8s_attr(f, object) };
	if (!like->attr)
		return like;
	like->api_version = text_value(f, ast_child(f->rules->ast, like->attr, 0));
	like->kind = text_value(f, ast_child(f->rules->ast, like->attr, 1));
	like->metadata = type_find_field(&f->rules->program->types, object,
					 name_find(&f->rules->session->names, STR("metadata")));
	return like;
}

/* Where the members of a head stand in the metadata. */
static void find_members(struct filling *f, struct like *like, type_id meta)
{
	const struct types *types = &f->rules->program->types;
	const struct type *head = type_at(f, f->head);

	if (like->meta == meta)
		return;
	like->meta = meta;
	like->members = arena_new(&f->rules->session->arena, int, head->count);
	for (uint32_t i = 0; i < head->count; i++)
		like->members[i] = type_find_field(types, meta, type_field(types, head, i)->name);
}

/* A member of an object's head; of no kind if the object has none. */
static struct value head_member(struct filling *f, struct value object, struct value metadata, uint32_t i)
{
	const struct names *names = &f->rules->session->names;
	struct str name =
		name_text(names, type_field(&f->rules->program->types, type_at(f, f->head), i)->name);
	const struct like *like = &f->like;
	struct value v = { 0 };

	if (str_eq(name, STR("api_version")))
		v = like->api_version;
	else if (str_eq(name, STR("kind")))
		v = like->kind;
	else
		return metadata.kind == VALUE_RECORD && like->members[i] >= 0
			       ? eval_field(f->eval, metadata.record, (uint32_t)like->members[i])
			       : v;
	v.origin = object.origin;
	return v;
}

static struct value head_of(struct filling *f, struct value object)
{
	const struct like *like = like_of(f, object.record->type);
	struct value metadata = { 0 };

	if (like->metadata >= 0)
		metadata = eval_field(f->eval, object.record, (uint32_t)like->metadata);
	if (metadata.kind == VALUE_RECORD)
		find_members(f, &f->like, metadata.record->type);
	for (uint32_t i = 0; i < type_at(f, f->head)->count; i++)
		f->fields[i] = head_member(f, object, metadata, i);
	return eval_new_record(f->eval, f->head, (struct value){ 0 }, f->fields, object.origin);
}

static bool is_head(const struct filling *f, type_id record)
{
	uint32_t name = name_find(&f->rules->session->names, STR("api_version"));

	return name && type_find_field(&f->rules->program->types, record, name) >= 0;
}

static struct value heads_of(struct filling *f, type_id list, type_id element)
{
	if (!f->heads) {
		f->head = element;
		f->fields = arena_new(&f->rules->session->arena, struct value, type_at(f, element)->count);
		f->heads = arena_new(&f->rules->session->arena, struct value, f->objects->n);
		for (uint32_t i = 0; i < f->objects->n; i++)
			f->heads[i] = head_of(f, f->objects->items[i]);
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
static struct value only_objects(struct filling *f, struct value list)
{
	struct value *items = arena_new(&f->rules->session->arena, struct value, list.list->n);
	uint32_t n = 0;

	for (uint32_t i = 0; i < list.list->n; i++) {
		struct value v = list.list->items[i];

		value_fetch_next(list.list, i, HEAD_BYTES);
		if (v.kind == VALUE_RECORD && like_of(f, v.record->type)->attr)
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

static bool is_whole(const struct types *types, const struct record_value *head)
{
	uint32_t n = type_get(types, head->type)->count, i = 0;
	struct value v;

	while (i < n && eval_known_field(head, i, &v))
		i++;
	return i == n;
}

void manifests_settle(const struct types *types, struct eval *e, const struct manifests *set)
{
	for (uint32_t i = 0; set->heads && i < set->list.list->n; i++) {
		struct value head = set->heads[i];

		if (head.kind == VALUE_RECORD) {
			if (!is_whole(types, head.record))
				eval_force(e, head);
			eval_settle_record(e, head.record);
		}
	}
}
