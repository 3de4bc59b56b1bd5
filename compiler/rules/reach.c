/* Every record and tagged value below a stack or in its objects, by type: one walk serves all checks. */
#include "rules/rules_internal.h"

#include "base/pool.h"

#include <string.h>

struct walk {
	struct reach *reach;
	struct eval *eval;
	struct session *session;
	const struct types *types;
	bool settle;  /* values are made ready for guests */
	bool apart;   /* others walk beside this one: nothing is computed */
	bool unready; /* something would have to be */
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

static void visit_record(struct walk *w, struct value v, uint32_t parent)
{
	uint32_t here = add(w, v.record->type, v, parent);
	const struct type *type = type_get(w->types, v.record->type);

	if (w->settle)
		eval_settle_record(w->eval, v.record);
	for (uint32_t i = 0; i < type->count; i++) {
		const struct field *f = type_field(w->types, type, i);

		if (!eval_is_unset(v.record, i, f) && !is_extras(w, f))
			visit_field(w, v.record, i, here);
	}
}

static void visit_map(struct walk *w, struct map_value *m, uint32_t parent)
{
	if (w->apart)
		w->unready |= !eval_is_settled_map(m);
	else if (w->settle)
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

static void visit_object(struct walk *w, const struct manifests *set, uint32_t i)
{
	uint32_t head = w->reach->shared;

	if (set->heads && set->heads[i].kind == VALUE_RECORD)
		head = add(w, set->heads[i].record->type, set->heads[i], head);
	visit(w, set->list.list->items[i], head);
}

/* ---- many objects ------------------------------------------------------------------------- */

enum { PART_OBJECTS = 250, PARTS_MAX = 16, USUAL = 16 /* values in an object */ };

struct part { /* of the objects, walked by one task */
	uint32_t first, end;
	struct session session;
	struct reach reach;
	bool unready;
};

struct parts {
	const struct walk *host;
	const struct manifests *set;
	struct part v[PARTS_MAX];
	uint32_t n;
};

static void collect_part(void *self, uint32_t number)
{
	struct parts *parts = self;
	struct part *p = &parts->v[number];
	struct walk w = *parts->host;

	session_guest(&p->session, w.session);
	p->reach.shared = w.reach->shared;
	w.reach = &p->reach;
	w.session = &p->session;
	w.apart = true;
	p->reach.values.cap = (p->end - p->first) * USUAL;
	p->reach.values.v = arena_new(&p->session.arena, struct reached, p->reach.values.cap);
	for (uint32_t i = 0; i <= p->reach.shared; i++) /* what is shared has the same numbers everywhere */
		add(&w, 0, (struct value){ 0 }, 0);
	for (uint32_t i = p->first; i < p->end; i++)
		visit_object(&w, parts->set, i);
	p->unready = w.unready;
}

static void join_parts(struct reach *out, struct arena *a, const struct parts *parts)
{
	uint32_t shared = out->shared, n = shared + 1;

	for (uint32_t i = 0; i < parts->n; i++)
		n += parts->v[i].reach.values.n - shared - 1;
	struct reached *all = arena_new(a, struct reached, n);

	memcpy(all, out->values.v, (shared + 1) * sizeof *all);
	out->values.v = all;
	out->values.cap = n;
	for (uint32_t i = 0; i < parts->n; i++) {
		const struct reach *from = &parts->v[i].reach;
		uint32_t offset = out->values.n - shared - 1;

		for (uint32_t k = shared + 1; k < from->values.n; k++) {
			struct reached *to = &all[out->values.n++];

			*to = from->values.v[k];
			to->parent += to->parent > shared ? offset : 0;
		}
	}
}

/* False, and nothing is collected, if something would have to be computed on the way. */
static bool collect_apart(struct walk *w, const struct manifests *set)
{
	struct parts parts = { .host = w, .set = set };
	uint32_t objects = set->list.list->n;
	bool ready = true;

	parts.n = objects / PART_OBJECTS < PARTS_MAX ? objects / PART_OBJECTS : PARTS_MAX;
	for (uint32_t i = 0; i < parts.n; i++) {
		parts.v[i].first = (uint32_t)((uint64_t)objects * i / parts.n);
		parts.v[i].end = (uint32_t)((uint64_t)objects * (i + 1) / parts.n);
	}
	pool_run(w->session->os.processors, parts.n, collect_part, &parts);
	for (uint32_t i = 0; i < parts.n; i++)
		ready &= !parts.v[i].unready;
	if (ready && parts.n)
		join_parts(w->reach, &w->session->arena, &parts);
	for (uint32_t i = 0; i < parts.n; i++)
		session_guest_fini(&parts.v[i].session);
	return ready && parts.n;
}

void reach_collect_objects(struct reach *out, struct eval *e, struct session *s, const struct types *t,
			   struct value stack, const struct manifests *set)
{
	struct walk w = { .reach = out, .eval = e, .session = s, .types = t };
	uint32_t around = 0;

	add(&w, 0, (struct value){ 0 }, 0);
	if (stack.kind == VALUE_RECORD)
		around = add(&w, stack.record->type, stack, 0);
	out->shared = add(&w, set->all.record->type, set->all, around);
	w.settle = !around; /* a stack is computed bit by bit */
	if (!w.settle || !collect_apart(&w, set)) {
		for (uint32_t i = 0; i < set->list.list->n; i++)
			visit_object(&w, set, i);
	}
	index_by_type(out, &s->arena, out->shared);
}
