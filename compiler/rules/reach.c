/* Every record and tagged value below a stack or in its objects, by type: one walk serves all checks. */
#include "rules/rules_internal.h"

struct walk {
	struct reach *reach;
	struct eval *eval;
	struct session *session;
	const struct types *types;
};

static void visit(struct walk *w, struct value v, uint32_t parent);

static uint32_t add(struct walk *w, type_id type, struct value v, uint32_t parent)
{
	struct reached found = { .type = type, .value = v, .parent = parent };

	vec_push(&w->session->arena, &w->reach->values, found);
	return w->reach->values.n - 1;
}

/* Objects that the user adds wait in the stack until the generated ones are there. */
static bool is_extras(const struct walk *w, const struct field *f)
{
	return type_get(w->types, f->type)->kind == TYPE_EXTRAS;
}

static void visit_record(struct walk *w, struct value v, uint32_t parent)
{
	uint32_t here = add(w, v.record->type, v, parent);
	const struct type *type = type_get(w->types, v.record->type);

	for (uint32_t i = 0; i < type->count; i++) {
		const struct field *f = type_field(w->types, type, i);

		if (!eval_is_unset(v.record, i, f) && !is_extras(w, f))
			visit(w, eval_field(w->eval, v.record, i), here);
	}
}

static void visit(struct walk *w, struct value v, uint32_t parent)
{
	switch (v.kind) {
	case VALUE_RECORD:
		visit_record(w, v, parent);
		break;
	case VALUE_TAG:
		visit(w, v.tag->payload, add(w, v.tag->type, v, parent));
		break;
	case VALUE_LIST:
		for (uint32_t i = 0; i < v.list->n; i++)
			visit(w, v.list->items[i], parent);
		break;
	case VALUE_MAP:
		eval_settle_map(w->eval, v.map);
		for (uint32_t i = 0; i < v.map->n; i++)
			visit(w, v.map->entries[i].value, parent);
		break;
	default:
		break;
	}
}

/* Buckets in the order of the walk: the newest is put in front, so the last goes first. */
static void index_by_type(struct reach *r, struct arena *a, uint32_t first)
{
	r->nbuckets = 16;
	while (r->nbuckets < r->values.n)
		r->nbuckets *= 2;
	r->buckets = arena_new(a, uint32_t, r->nbuckets);
	for (uint32_t i = r->values.n; i-- > first;) {
		uint32_t *head = &r->buckets[r->values.v[i].type & (r->nbuckets - 1)];

		r->values.v[i].next = *head;
		*head = i;
	}
}

void reach_collect(struct reach *out, struct eval *e, struct session *s, const struct types *t,
		   struct value root)
{
	struct walk w = { out, e, s, t };

	add(&w, 0, (struct value){ 0 }, 0);
	visit(&w, root, 0);
	index_by_type(out, &s->arena, 1);
}

void reach_collect_changes(struct reach *out, struct eval *e, struct session *s, const struct types *t,
			   struct value stack, struct value changes)
{
	struct walk w = { out, e, s, t };
	uint32_t around = 0;

	add(&w, 0, (struct value){ 0 }, 0);
	if (stack.kind == VALUE_RECORD)
		around = add(&w, stack.record->type, stack, 0);
	uint32_t first = out->values.n;

	visit(&w, changes, around);
	index_by_type(out, &s->arena, first);
}

void reach_collect_objects(struct reach *out, struct eval *e, struct session *s, const struct types *t,
			   struct value stack, const struct manifests *set)
{
	struct walk w = { out, e, s, t };
	const struct list_value *list = set->list.list;
	uint32_t around = 0;

	add(&w, 0, (struct value){ 0 }, 0);
	if (stack.kind == VALUE_RECORD)
		around = add(&w, stack.record->type, stack, 0);
	uint32_t all = add(&w, set->all.record->type, set->all, around);

	out->shared = all;
	for (uint32_t i = 0; i < list->n; i++) {
		uint32_t head = all;

		if (set->heads && set->heads[i].kind == VALUE_RECORD)
			head = add(&w, set->heads[i].record->type, set->heads[i], all);
		visit(&w, list->items[i], head);
	}
	index_by_type(out, &s->arena, all);
}
