/*
 * Most checks hold on most objects, and to know that costs neither order nor origins. So all checks of a
 * value are asked one after the other, value by value, by several tasks with an evaluator each. What does
 * not hold is run again, in order, by whoever asked for the sweep.
 *
 * A shard is a part of the objects with its own memory of what passed. How they are cut into shards goes
 * by their number alone, so that what is found and spent is the same on any machine.
 */
#include "rules/rules_internal.h"

#include "base/pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
	OBJECTS_MIN = 64,    /* in a sweep */
	SHARD_OBJECTS = 256, /* about, in a shard */
	SHARDS_MAX = 16,
	ROUND_OBJECTS = 32, /* of a shard, before another one may have a turn */
	LEARN = 16,	    /* values, before checks are taken together */
	STEADY = 2,	    /* at most so many of them may have been unlike */
};

/* ---- what there is to ask ----------------------------------------------------------------- */

enum { OF_SET = UINT32_MAX };

struct asked {		/* a check */
	uint32_t check; /* its place */
	uint32_t n;
	struct asked_param {
		uint32_t slot;
		uint32_t given; /* which of the group's values, or OF_SET */
	} * params;
};

/* The checks whose parameters have the same types, but for the record of the set: what they are given is
 * found once for all of them. */
struct group {
	const type_id *types;
	uint32_t ntypes;
	VEC(struct asked) checks;
	uint32_t most; /* parameters of one of them */
	uint32_t next; /* the next group with the same first type */
};

struct plan {
	struct rules *rules;
	struct eval *eval;
	const struct reach *reach; /* what is around all objects */
	const struct manifests *set;
	VEC(struct group) groups; /* the first is none */
	uint32_t *first;	  /* of the groups, by type */
};

static uint32_t find_group(const struct plan *p, const type_id *types, uint32_t n)
{
	uint32_t g = p->first[types[0]];

	while (g &&
	       (p->groups.v[g].ntypes != n || memcmp(p->groups.v[g].types, types, n * sizeof *types) != 0))
		g = p->groups.v[g].next;
	return g;
}

static uint32_t add_group(struct plan *p, const type_id *types, uint32_t n)
{
	vec_push(&p->rules->session->arena, &p->groups,
		 (struct group){ .types = types, .ntypes = n, .next = p->first[types[0]] });
	return p->first[types[0]] = p->groups.n - 1;
}

static void plan_check(struct plan *p, uint32_t check)
{
	const struct rules *r = p->rules;
	struct arena *a = &r->session->arena;
	node_id params = ast_child(r->ast, rules_check(r, check), 0);
	uint32_t most = ast_child_count(r->ast, params), n = 0;
	type_id *types = arena_new(a, type_id, most);
	struct asked asked = { .check = check, .params = arena_new(a, struct asked_param, most) };

	for (node_id c = at(r, params)->first; c; c = next_of(r, c)) {
		type_id type = type_base(&r->program->types, at(r, c)->type);
		bool of_set = n && type == p->set->all.record->type;

		asked.params[asked.n++] = (struct asked_param){ at(r, c)->ref, of_set ? OF_SET : n };
		if (!of_set)
			types[n++] = type;
	}
	uint32_t g = find_group(p, types, n);

	if (!g)
		g = add_group(p, types, n);
	struct group *group = &p->groups.v[g];

	vec_push(a, &group->checks, asked);
	group->most = most > group->most ? most : group->most;
}

static void plan_checks(struct plan *p)
{
	const struct rules *r = p->rules;
	struct arena *a = &r->session->arena;

	p->first = arena_new(a, uint32_t, r->program->types.list.n);
	vec_push(a, &p->groups, (struct group){ 0 });
	for (uint32_t i = 1; i < r->nchecks; i++) {
		if (!r->off[i])
			plan_check(p, i);
	}
}

/* ---- one shard ---------------------------------------------------------------------------- */

/* What a shard knows of a group: at first each check is asked; then those that passed on all values alike are
 * asked as if they were one. */
struct memory {
	struct run_params params; /* what the group is given */
	struct run_param *bound;  /* what a check of it is */
	uint32_t *order; /* of the checks, once they are taken together: those that are not are first */
	uint32_t alone;	 /* so many */
	uint32_t seen;
	bool together;
};

struct shard {
	uint32_t first, end; /* of the objects; none in the one that asks about the set */
	atomic_uint left;    /* objects that are not asked about yet */
	atomic_bool taken;   /* by a task */
	struct reach reach;  /* the values of the object at hand */
	uint32_t object;
	bool unready; /* an object cannot be looked at by several */
	struct session session;
	struct rules rules;
	struct eval *eval;
	struct recall *recall;
	struct memory *memories; /* by group */
	struct value all;	 /* what is known of the whole set */
	VEC(struct doubt) doubts;
};

struct sweeping {
	struct plan plan;
	struct shard *shards;
	uint32_t n;
};

/* The numbers of groups follow those of checks. */
static uint32_t number_of(const struct plan *p, uint32_t group)
{
	return p->rules->nchecks + group;
}

static struct run_params bind(const struct shard *s, const struct memory *m, const struct asked *a)
{
	for (uint32_t i = 0; i < a->n; i++) {
		uint32_t given = a->params[i].given;

		m->bound[i].slot = a->params[i].slot;
		m->bound[i].given = given == OF_SET ? &s->all : m->params.v[given].given;
	}
	return (struct run_params){ .n = a->n, .v = m->bound };
}

static bool ask(struct shard *s, const struct plan *p, const struct asked *a, const struct memory *m,
		uint32_t value)
{
	uint32_t skipped = s->rules.skipped.n;
	struct run_params params = bind(s, m, a);
	struct run run = { .rules = &s->rules,
			   .eval = s->eval,
			   .check = rules_check(p->rules, a->check),
			   .stmts = rules_checked(p->rules, a->check)->stmts,
			   .params = &params,
			   .reach = &s->reach,
			   .value = value,
			   .origins = eval_origins(s->eval) };

	if (run_holds(&run) && s->rules.skipped.n == skipped)
		return true;
	vec_push(&s->session.arena, &s->doubts,
		 (struct doubt){ a->check, value + s->reach.values.v[value].next, s->object });
	return false;
}

/* Keeps how far a check, or several, looked around the value; it is not known of those not recalled. */
static void note_needs(struct shard *s, const struct run_params *given, uint32_t value, bool recalled)
{
	uint32_t *needs = &s->reach.values.v[value].needs, roots = recall_roots(s->recall);

	for (uint32_t i = 0; i < given->nown; i++) {
		if (!recalled || given->own[i].kind != VALUE_RECORD)
			*needs = 0;
		else if (roots >> i & 1 && given->places[i] < *needs)
			*needs = given->places[i];
	}
}

/* Whether it is known that they have nothing to say; by number. */
static bool is_recalled(struct shard *s, uint32_t number, const struct run_params *given, uint32_t value)
{
	bool recalled = recall_holds(s->recall, s->eval, number, given->own, given->nown);

	note_needs(s, given, value, recalled);
	return recalled;
}

static void ask_alone(struct shard *s, const struct plan *p, const struct asked *a, const struct memory *m,
		      uint32_t value)
{
	const struct run_params *given = &m->params;

	if (!given->nown) {
		ask(s, p, a, m, value);
		return;
	}
	if (is_recalled(s, a->check, given, value))
		return;
	recall_begin(s->recall, s->eval, a->check, given->own, given->nown);
	recall_end(s->recall, s->eval, a->check, ask(s, p, a, m, value));
}

static void ask_steady(struct shard *s, const struct plan *p, uint32_t g, uint32_t value)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];
	uint32_t number = number_of(p, g);
	bool hold = true;

	if (is_recalled(s, number, &m->params, value))
		return;
	recall_begin(s->recall, s->eval, number, m->params.own, m->params.nown);
	for (uint32_t i = m->alone; i < group->checks.n; i++)
		hold &= ask(s, p, &group->checks.v[m->order[i]], m, value);
	recall_end(s->recall, s->eval, number, hold);
	m->together = !recall_is_wasted(s->recall, number);
}

/* Chooses the checks that are asked together. */
static void take_together(struct shard *s, const struct plan *p, uint32_t g)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];
	uint32_t n = group->checks.n, steady = n;

	m->alone = 0;
	for (uint32_t i = n; i-- > 0;) {
		if (recall_misses(s->recall, group->checks.v[i].check) <= STEADY)
			m->order[--steady] = i;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (recall_misses(s->recall, group->checks.v[i].check) > STEADY)
			m->order[m->alone++] = i;
	}
	m->together = n - m->alone > 1;
}

static void prepare_memory(struct shard *s, const struct plan *p, uint32_t g)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];
	struct arena *a = &s->session.arena;

	m->params = (struct run_params){ .n = group->ntypes,
					 .v = arena_new(a, struct run_param, group->ntypes),
					 .own = arena_new(a, struct value, group->ntypes),
					 .places = arena_new(a, uint32_t, group->ntypes),
					 .all = &s->all };
	for (uint32_t i = 0; i < group->ntypes; i++)
		m->params.v[i].type = group->types[i];
	m->bound = arena_new(a, struct run_param, group->most);
	m->order = arena_new(a, uint32_t, group->checks.n);
	for (uint32_t i = 0; i < group->checks.n; i++)
		m->order[i] = i;
	m->alone = group->checks.n;
}

static void ask_group(struct shard *s, const struct plan *p, uint32_t g, uint32_t value)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];

	if (!m->params.n)
		prepare_memory(s, p, g);
	if (!run_find_given(&m->params, &s->reach, value))
		return;
	if (m->together)
		ask_steady(s, p, g, value);
	for (uint32_t i = 0; i < (m->together ? m->alone : group->checks.n); i++)
		ask_alone(s, p, &group->checks.v[m->order[i]], m, value);
	if (++m->seen == LEARN && m->params.nown)
		take_together(s, p, g);
}

static void ask_value(struct shard *s, const struct plan *p, uint32_t value)
{
	for (uint32_t g = p->first[s->reach.values.v[value].type]; g; g = p->groups.v[g].next)
		ask_group(s, p, g, value);
}

/* ---- shards ------------------------------------------------------------------------------- */

/* The record of the set, of which nothing is computed yet. */
static struct value copy_of_set(struct shard *s, const struct plan *p)
{
	const struct record_value *from = p->set->all.record;
	uint32_t n = type_get(&p->rules->program->types, from->type)->count;
	struct record_value *copy = arena_one(&s->session.arena, struct record_value);

	*copy = *from;
	copy->slots = arena_new(&s->session.arena, struct record_slot, n);
	memcpy(copy->slots, from->slots, n * sizeof *copy->slots);
	return (struct value){ .kind = VALUE_RECORD, .origin = p->set->all.origin, .record = copy };
}

static void prepare(struct shard *s, const struct plan *p)
{
	session_guest(&s->session, p->rules->session);
	s->session.arena.large = true; /* what is noted of some objects takes many pages */
	s->rules = *p->rules;
	s->rules.session = &s->session;
	s->rules.skipped.n = s->rules.skipped.cap = 0;
	s->eval = eval_guest(p->eval, &s->session);
	s->recall = recall_new(&s->session.arena, p->rules->nchecks + p->groups.n);
	s->all = copy_of_set(s, p);
	s->memories = arena_new(&s->session.arena, struct memory, p->groups.n);
	reach_begin_guest(&s->reach, p->reach, &s->session);
	s->reach.settled = settled_new(&s->session.arena);
}

/* An object is listed and asked about at once, while it is at hand. */
static void sweep_object(struct shard *s, const struct plan *p, uint32_t object)
{
	s->object = object;
	value_fetch_next(p->set->list.list, object, VALUE_FETCH_ALL);
	s->unready = !reach_take_object(&s->reach, &s->session, &p->rules->program->types, p->set, object);
	for (uint32_t v = s->reach.shared + 1; v < s->reach.values.n && !s->unready; v++)
		ask_value(s, p, v);
	if (!s->unready)
		settled_learn(s->reach.settled, &s->reach);
}

/* The next few objects of a shard, or the set. */
static void sweep_some(struct shard *s, const struct plan *p)
{
	uint32_t left = atomic_load(&s->left), some = left < ROUND_OBJECTS ? left : ROUND_OBJECTS;
	uint32_t at = s->end - left;

	if (!left) /* somebody else came first */
		return;
	if (!s->eval)
		prepare(s, p);
	if (s->first == s->end) {
		ask_value(s, p, s->reach.shared);
		some = left;
	}
	for (uint32_t i = 0; i < some && s->first < s->end && !s->unready; i++)
		sweep_object(s, p, at + i);
	atomic_store(&s->left, s->unready ? 0 : left - some);
}

/* The shard with most left to do that nobody is at; NULL if there is none. */
static struct shard *take_shard(struct sweeping *w)
{
	for (;;) {
		struct shard *best = NULL;
		uint32_t most = 0;

		for (uint32_t i = 0; i < w->n; i++) {
			uint32_t left = atomic_load(&w->shards[i].left);

			if (left > most && !atomic_load(&w->shards[i].taken)) {
				best = &w->shards[i];
				most = left;
			}
		}
		if (!best || !atomic_exchange(&best->taken, true))
			return best;
	}
}

/* Tasks take turns at the shards, so that all end at about the same time. */
static void sweep_task(void *self, uint32_t number)
{
	struct sweeping *w = self;

	(void)number;
	for (struct shard *s; (s = take_shard(w));) {
		sweep_some(s, &w->plan);
		atomic_store(&s->taken, false);
	}
}

/* The set itself is a shard: what is asked of all objects at once takes its time. */
static void cut(struct sweeping *w, uint32_t objects)
{
	uint32_t parts = objects / SHARD_OBJECTS;

	parts = parts < 1 ? 1 : parts < SHARDS_MAX ? parts : SHARDS_MAX;
	w->n = parts + 1;
	w->shards = arena_new(&w->plan.rules->session->arena, struct shard, w->n);
	atomic_store(&w->shards[0].left, objects); /* it comes first */
	for (uint32_t i = 0; i < parts; i++) {
		w->shards[i + 1].first = (uint32_t)((uint64_t)objects * i / parts);
		w->shards[i + 1].end = (uint32_t)((uint64_t)objects * (i + 1) / parts);
		atomic_store(&w->shards[i + 1].left, w->shards[i + 1].end - w->shards[i + 1].first);
	}
}

/* ---- what was found ----------------------------------------------------------------------- */

static int by_check(const void *x, const void *y)
{
	const struct doubt *a = x, *b = y;

	if (a->check != b->check)
		return a->check < b->check ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

/* Whether all of it was within what one evaluation may use. */
static bool within_limits(const struct sweeping *w)
{
	const uint64_t *limits = w->plan.rules->session->limits;
	uint64_t steps = 0, bytes = 0;

	for (uint32_t i = 0; i < w->n; i++) {
		struct eval_spent spent = eval_spent(w->shards[i].eval);

		if (spent.stopped || w->shards[i].unready)
			return false;
		steps += spent.steps;
		bytes += w->shards[i].session.arena.total;
	}
	return steps <= limits[LIMIT_STEPS] && bytes <= limits[LIMIT_VALUE_BYTES];
}

static struct swept *collect(const struct sweeping *w)
{
	struct arena *a = &w->plan.rules->session->arena;
	struct swept *out = arena_new(a, struct swept, 1);
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->n; i++)
		n += w->shards[i].doubts.n;
	if (n)
		out->doubts = arena_new(a, struct doubt, n);
	for (uint32_t i = 0; i < w->n; i++) {
		for (uint32_t k = 0; k < w->shards[i].doubts.n; k++)
			out->doubts[out->n++] = w->shards[i].doubts.v[k];
	}
	return out;
}

static bool is_whole(const struct rules *r, const struct record_value *head)
{
	uint32_t n = type_get(&r->program->types, head->type)->count, i = 0;
	struct value v;

	while (i < n && eval_known_field(head, i, &v))
		i++;
	return i == n;
}

/* What would be made of heads when they are first used; what they have of objects is there. */
static void settle_heads(const struct rules *r, struct eval *e, const struct manifests *set)
{
	for (uint32_t i = 0; set->heads && i < set->list.list->n; i++) {
		struct value head = set->heads[i];

		if (head.kind == VALUE_RECORD) {
			if (!is_whole(r, head.record))
				eval_force(e, head);
			eval_settle_record(e, head.record);
		}
	}
}

/* The doubts about one object are in a row. */
void sweep_take(struct swept *swept, struct rules *r, struct eval *e, struct reach *reach,
		const struct manifests *set)
{
	uint32_t first = 0, object = UINT32_MAX;

	if (!swept->n)
		return;
	settle_heads(r, e, set); /* of a set that was not asked about */
	for (uint32_t i = 0; i < swept->n; i++) {
		struct doubt *d = &swept->doubts[i];

		if (d->value <= reach->shared)
			continue;
		if (d->object != object)
			first = reach_add_object(reach, r->session, &r->program->types, set, d->object);
		object = d->object;
		d->value += first - reach->shared - 1;
	}
	qsort(swept->doubts, swept->n, sizeof *swept->doubts, by_check);
}

struct swept *sweep(struct rules *r, struct eval *e, const struct reach *reach, const struct manifests *set)
{
	struct sweeping w = { .plan = { .rules = r, .eval = e, .reach = reach, .set = set } };

	/* A stack is computed bit by bit, when checks ask for it: nobody else may do that. */
	if (set->list.list->n < OBJECTS_MIN || reach->values.v[reach->shared].parent)
		return NULL;
	settle_heads(r, e, set);
	plan_checks(&w.plan);
	cut(&w, set->list.list->n);
	pool_run(r->session->os.processors, w.n, sweep_task, &w);
	struct swept *swept = within_limits(&w) ? collect(&w) : NULL;

	for (uint32_t i = 0; i < w.n; i++) {
		eval_free(w.shards[i].eval);
		session_guest_fini(&w.shards[i].session);
	}
	return swept;
}
