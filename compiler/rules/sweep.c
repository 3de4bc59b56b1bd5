/*
 * Most checks hold on most objects, and to know that costs neither order nor origins. So all checks of a
 * value are asked one after the other, value by value, by several tasks with an evaluator each. What does
 * not hold is run again, in order, by whoever asked for the sweep.
 *
 * A shard is a part of the objects with its own memory of what passed. How they are cut into shards goes
 * by their number alone, so that what is found and spent is the same on any machine.
 */
#include "rules/sweep.h"

#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

enum {
	OBJECTS_MIN = 64,    /* in a sweep */
	SHARD_OBJECTS = 256, /* about, in a shard */
	SHARDS_MAX = 16,
	SHARD_BYTES = 768 << 10, /* are noted in one, about; of the set twice as much */
	ROUND_OBJECTS = 32,	 /* of a shard, before another one may have a turn */
};

struct sweeping {
	struct plan plan;
	struct shard *shards;
	uint32_t n;
};

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
	arena_follow(&s->session.arena, &s->room);
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
		sweep_ask(s, p, v);
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
		sweep_ask(s, p, s->reach.shared);
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
	struct arena *a = &w->plan.rules->session->arena;
	uint32_t parts = objects / SHARD_OBJECTS;

	parts = parts < 1 ? 1 : parts < SHARDS_MAX ? parts : SHARDS_MAX;
	w->n = parts + 1;
	w->shards = arena_new(a, struct shard, w->n);
	for (uint32_t i = 0; i < w->n; i++) /* beside each other, so that they share large pages */
		arena_lend(&w->shards[i].room, a, i ? SHARD_BYTES : 2 * SHARD_BYTES);
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

/* The doubts about one object are in a row. */
void sweep_take(struct swept *swept, struct rules *r, struct eval *e, struct reach *reach,
		const struct manifests *set)
{
	uint32_t first = 0, object = UINT32_MAX;

	if (!swept->n)
		return;
	manifests_settle(&r->program->types, e, set); /* of a set that was not asked about */
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
	manifests_settle(&r->program->types, e, set);
	sweep_plan(&w.plan);
	cut(&w, set->list.list->n);
	pool_run(r->session->os.processors, w.n, sweep_task, &w);
	struct swept *swept = within_limits(&w) ? collect(&w) : NULL;

	for (uint32_t i = 0; i < w.n; i++) {
		eval_free(w.shards[i].eval);
		session_guest_fini(&w.shards[i].session);
	}
	return swept;
}
