/* Every record and tagged value below a stack or in its objects, by type: one walk serves all checks. */
#include "rules/rules_internal.h"

#include <string.h>

struct walk {
	struct reach *reach;
	struct eval *eval;
	struct session *session;
	const struct types *types;
	bool objects; /* values are made ready for others to look at them */
	bool apart;   /* they do: nothing is computed, nothing made ready */
	bool unready; /* something would have to be */
};

static void visit(struct walk *w, struct value v, uint32_t parent);

static uint32_t add(struct walk *w, type_id type, struct value v, uint32_t parent)
{
	struct reach *r = w->reach;
	struct reached found = {
		.type = type, .needs = r->values.n, .value = v, .parent = parent, .next = r->passed
	};

	vec_push(&w->session->arena, &r->values, found);
	return r->values.n - 1;
}

/* Objects that the user adds wait in the stack until the generated ones are there. */
static bool is_extras(const struct walk *w, const struct field *f)
{
	return type_get(w->types, f->type)->kind == TYPE_EXTRAS;
}

/* What was written and has nothing inside, as most fields. */
static bool is_scalar(const struct record_slot *slot)
{
	return slot->state == SLOT_WRITTEN && slot->value.kind < VALUE_LIST;
}

static void visit_field(struct walk *w, struct record_value *r, uint32_t i, uint32_t here)
{
	struct value v;

	if (eval_known_field(r, i, &v))
		visit(w, v, here);
	else if (w->apart)
		w->unready = true;
	else
		visit(w, eval_field(w->eval, r, i), here);
}

static void visit_fields(struct walk *w, struct record_value *r, const struct type *type, uint32_t here)
{
	const struct field *f = type_field(w->types, type, 0);

	for (uint32_t i = 0; i < type->count; i++, f++) {
		if (!is_scalar(&r->slots[i]) && !eval_is_unset(r, i, f) && !is_extras(w, f))
			visit_field(w, r, i, here);
	}
}

/* The same of what was read, of which a few fields are set. */
static void visit_parts(struct walk *w, const struct record_value *r, uint32_t here)
{
	for (uint64_t parts = r->parts; parts; parts &= parts - 1)
		visit(w, r->slots[__builtin_ctzll(parts)].value, here);
}

static bool passes_over(struct walk *w, const struct record_value *r)
{
	uint32_t n = r->shared && w->reach->settled ? settled_find(w->reach->settled, r) : 0;

	w->reach->passed += n;
	return n > 0;
}

static void visit_record(struct walk *w, struct value v, uint32_t parent)
{
	if (passes_over(w, v.record))
		return;
	uint32_t here = add(w, v.record->type, v, parent);
	const struct type *type = type_get(w->types, v.record->type);

	if (w->apart)
		w->unready |= !v.record->parent;
	else if (w->objects)
		eval_settle_record(w->eval, v.record);
	if (v.record->listed)
		visit_parts(w, v.record, here);
	else
		visit_fields(w, v.record, type, here);
	struct reached *found = &w->reach->values.v[here];

	found->inside = w->reach->values.n - here + w->reach->passed - found->next;
}

static void visit_map(struct walk *w, struct map_value *m, uint32_t parent)
{
	if (w->apart)
		w->unready |= !eval_is_settled_map(m);
	else if (w->objects)
		eval_settle_map(w->eval, m);
	for (uint32_t i = 0; i < m->n; i++)
		visit(w, m->entries[i].value, parent);
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
		visit_map(w, v.map, parent);
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
	struct walk w = { .reach = out, .eval = e, .session = s, .types = t };

	add(&w, 0, (struct value){ 0 }, 0);
	visit(&w, root, 0);
	index_by_type(out, &s->arena, 1);
}

void reach_collect_changes(struct reach *out, struct eval *e, struct session *s, const struct types *t,
			   struct value stack, struct value changes)
{
	struct walk w = { .reach = out, .eval = e, .session = s, .types = t };
	uint32_t around = 0;

	add(&w, 0, (struct value){ 0 }, 0);
	if (stack.kind == VALUE_RECORD)
		around = add(&w, stack.record->type, stack, 0);
	uint32_t first = out->values.n;

	visit(&w, changes, around);
	index_by_type(out, &s->arena, first);
}

/* ---- objects ------------------------------------------------------------------------------ */

static void visit_object(struct walk *w, const struct manifests *set, uint32_t i)
{
	uint32_t head = w->reach->shared;

	if (set->heads && set->heads[i].kind == VALUE_RECORD)
		head = add(w, set->heads[i].record->type, set->heads[i], head);
	visit(w, set->list.list->items[i], head);
}

void reach_begin_objects(struct reach *out, struct session *s, struct value stack,
			 const struct manifests *set)
{
	struct walk w = { .reach = out, .session = s };
	uint32_t around = 0;

	add(&w, 0, (struct value){ 0 }, 0);
	if (stack.kind == VALUE_RECORD)
		around = add(&w, stack.record->type, stack, 0);
	out->shared = add(&w, set->all.record->type, set->all, around);
}

void reach_add_objects(struct reach *out, struct eval *e, struct session *s, const struct types *t,
		       const struct manifests *set)
{
	struct walk w = { .reach = out, .eval = e, .session = s, .types = t, .objects = true };

	manifests_settle(t, e, set);
	for (uint32_t i = 0; i < set->list.list->n; i++)
		visit_object(&w, set, i);
	index_by_type(out, &s->arena, out->shared);
}

/* ---- one of many objects ------------------------------------------------------------------ */

void reach_begin_guest(struct reach *guest, const struct reach *host, struct session *s)
{
	*guest = (struct reach){ .shared = host->shared, .objects = host->objects };
	for (uint32_t i = 0; i <= host->shared; i++)
		vec_push(&s->arena, &guest->values, host->values.v[i]);
}

bool reach_take_object(struct reach *guest, struct session *s, const struct types *t,
		       const struct manifests *set, uint32_t i)
{
	struct walk w = { .reach = guest, .session = s, .types = t, .apart = true };

	guest->values.n = guest->shared + 1;
	guest->passed = 0;
	visit_object(&w, set, i);
	guest->head = set->heads ? guest->shared + 1 : 0;
	return !w.unready;
}

uint32_t reach_add_object(struct reach *out, struct session *s, const struct types *t,
			  const struct manifests *set, uint32_t i)
{
	struct walk w = { .reach = out, .session = s, .types = t, .apart = true };
	uint32_t first = out->values.n;

	visit_object(&w, set, i);
	return first;
}
