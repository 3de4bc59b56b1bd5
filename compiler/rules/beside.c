/*
 * What stands in an object can mostly be judged without the other objects and the stack. So checks that are
 * given nothing else are asked by another thread, from the last one on, while the one that runs all checks in
 * order asks the others, and then begins with the first one. What is found to hold by then need not run; all
 * else does, so that it does not matter how far the other one came, and nothing is ever said here.
 */
#include "rules/rules_internal.h"

#include "base/pool.h"

#include <stdatomic.h>

enum { ROOM = 256 << 10 /* bytes; more than the checks of most stacks take */ };

struct passed { /* a check that holds for all values */
	atomic_bool known;
	uint64_t steps, bytes; /* that it took elsewhere */
};

struct asking { /* in one of the threads */
	struct rules rules;
	struct eval *eval;
	const struct reach *reach;
	struct run_params params;
};

struct beside {
	struct pool *pool; /* NULL once it is over */
	struct pool_work work;
	struct session session;
	struct asking here, there; /* there: in the other thread */
	atomic_uint at;		   /* the check that runs; what is before it has run */
	struct passed *passed;	   /* by check */
};

static void begin_asking(struct asking *a, struct rules *r, struct session *s, struct eval *e,
			 const struct reach *reach)
{
	*a = (struct asking){ .rules = *r, .eval = e, .reach = reach };
	a->rules.session = s;
	a->rules.skipped.n = a->rules.skipped.cap = 0;
}

/* Whether one of the parameters is what is around all objects. */
static bool looks_around(const struct asking *a)
{
	const struct reach *reach = a->reach;

	for (uint32_t i = 0; i < a->params.n; i++) {
		for (uint32_t k = 1; k <= reach->shared; k++)
			if (reach->values.v[k].type == a->params.v[i].type)
				return true;
	}
	return false;
}

static bool holds_on(struct asking *a, uint32_t check, uint32_t value)
{
	uint32_t skipped = a->rules.skipped.n;
	struct run run = { .rules = &a->rules,
			   .eval = a->eval,
			   .check = rules_check(&a->rules, check),
			   .stmts = rules_checked(&a->rules, check)->stmts,
			   .params = &a->params,
			   .reach = a->reach,
			   .value = value,
			   .origins = eval_origins(a->eval) };

	return !run_find_given(&a->params, a->reach, value) ||
	       (run_holds(&run) && a->rules.skipped.n == skipped && !eval_spent(a->eval).stopped);
}

/* Whether it is known to hold for all of its values; false, too, if it is none of those that look around, or
 * none of those that do not. */
static bool ask(struct asking *a, uint32_t check, bool around)
{
	const struct checked *c = rules_checked(&a->rules, check);
	uint32_t value = reach_first(a->reach, c->type);

	if (!value || a->rules.off[check])
		return false;
	run_params_read(&a->rules, c, &a->params);
	if (looks_around(a) != around)
		return false;
	while (value && holds_on(a, check, value))
		value = reach_next(a->reach, value);
	return !value;
}

static void ask_there(void *self, uint32_t number)
{
	struct beside *b = self;
	struct asking *a = &b->there;
	uint32_t check = a->rules.nchecks;

	(void)number;
	while (--check > atomic_load_explicit(&b->at, memory_order_relaxed) && !eval_spent(a->eval).stopped) {
		struct passed *passed = &b->passed[check];
		uint64_t steps = eval_spent(a->eval).steps, bytes = b->session.arena.total;

		if (!ask(a, check, false))
			continue;
		passed->steps = eval_spent(a->eval).steps - steps;
		passed->bytes = b->session.arena.total - bytes;
		atomic_store_explicit(&passed->known, true, memory_order_release);
	}
}

static void ask_here(struct beside *b)
{
	struct asking *a = &b->here;

	for (uint32_t check = 1; check < a->rules.nchecks; check++) {
		struct eval_spent spent = eval_spent(a->eval);

		if (ask(a, check, true))
			atomic_store_explicit(&b->passed[check].known, true, memory_order_relaxed);
		else
			eval_unspend(a->eval, spent);
	}
}

struct beside *beside_begin(struct rules *r, struct eval *e, const struct reach *reach)
{
	struct arena *a = &r->session->arena;

	if (!r->session->pool)
		return NULL;
	struct beside *b = arena_new(a, struct beside, 1);

	session_guest(&b->session, r->session);
	arena_lend(&b->session.arena, a, ROOM);
	begin_asking(&b->here, r, r->session, e, reach);
	begin_asking(&b->there, r, &b->session, eval_beside(e, &b->session), reach);
	b->passed = arena_new(a, struct passed, r->nchecks);
	b->work = (struct pool_work){ .task = ask_there, .self = b, .n = 1 };
	b->pool = r->session->pool;
	pool_add(b->pool, &b->work);
	if (!reach->recall) /* which is faster where it helps */
		ask_here(b);
	return b;
}

bool beside_passed(struct beside *b, struct eval *e, uint32_t check)
{
	const struct passed *passed = &b->passed[check];

	if (b->pool)
		atomic_store_explicit(&b->at, check, memory_order_relaxed);
	return atomic_load_explicit(&passed->known, memory_order_acquire) &&
	       eval_spend(e, passed->steps, passed->bytes);
}

void beside_end(struct beside *b)
{
	if (!b || !b->pool)
		return;
	atomic_store_explicit(&b->at, b->there.rules.nchecks, memory_order_relaxed);
	pool_wait(b->pool, &b->work);
	b->pool = NULL;
	eval_free(b->there.eval);
	session_guest_fini(&b->session);
}
