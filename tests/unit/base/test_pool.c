/* Tasks of a pool: each runs once, with any number of threads. */
#define _GNU_SOURCE /* CPU_COUNT */
#include "base/pool.h"

#include "unit.h"

#include <sched.h>
#include <stdatomic.h>

enum { TASKS = 1000 };

struct counted {
	uint32_t runs[TASKS]; /* each written by its own task */
	atomic_uint sum;
};

static void count(void *self, uint32_t number)
{
	struct counted *c = self;

	c->runs[number]++;
	atomic_fetch_add(&c->sum, number);
}

static void each_task_runs_once(void **state)
{
	static const uint32_t threads[] = { 0, 1, 2, 5, 100 };

	(void)state;
	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
		struct counted c = { 0 };

		pool_run(threads[i], TASKS, count, &c);
		for (uint32_t k = 0; k < TASKS; k++)
			assert_int_equal(c.runs[k], 1);
		assert_int_equal(c.sum, TASKS * (TASKS - 1) / 2);
	}
}

static void runs_are(const struct counted *c, uint32_t runs)
{
	for (uint32_t k = 0; k < TASKS; k++)
		assert_int_equal(c->runs[k], runs);
}

/* Begun in one place and ended in another, with more in between; what comes when the others are let go, one
 * thread does. */
static void others_work_meanwhile(void **state)
{
	static const uint32_t threads[] = { 0, 1, 2, 100 };

	(void)state;
	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
		struct counted c = { 0 };
		struct pool_work w = { .task = count, .self = &c, .n = TASKS };
		struct pool p;

		pool_begin(&p, threads[i]);
		for (uint32_t k = 1; k <= 3; k++) {
			pool_add(&p, &w);
			if (k == 2)
				pool_close(&p);
			pool_wait(&p, &w);
			runs_are(&c, k);
		}
		pool_end(&p);
	}
}

/* Each is waited for by itself, in any order. */
static void several_works_wait_in_a_row(void **state)
{
	static const uint32_t threads[] = { 1, 2, 5 }, waits[] = { 2, 0, 1 };

	(void)state;
	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
		struct counted c[3] = { 0 };
		struct pool_work w[3];
		struct pool p;

		pool_begin(&p, threads[i]);
		for (uint32_t k = 0; k < 3; k++) {
			w[k] = (struct pool_work){ .task = count, .self = &c[k], .n = TASKS };
			pool_add(&p, &w[k]);
		}
		for (uint32_t k = 0; k < 3; k++) {
			pool_wait(&p, &w[waits[k]]);
			runs_are(&c[waits[k]], 1);
		}
		pool_end(&p);
	}
}

static void no_task_is_no_work(void **state)
{
	struct counted c = { 0 };

	(void)state;
	pool_run(4, 0, count, &c);
	assert_int_equal(c.sum, 0);
}

#ifdef CPU_COUNT
struct met {
	pthread_barrier_t all; /* so that each thread gets one of the tasks */
	int processors[POOL_THREADS_MAX + 1];
};

static int count_processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
}

static void meet(void *self, uint32_t number)
{
	struct met *m = self;

	pthread_barrier_wait(&m->all);
	m->processors[number] = count_processors();
}
#endif

/* Wherever a thread begins, it may go where the one that asks for it may. */
static void threads_run_anywhere(void **state)
{
	(void)state;
#ifdef CPU_COUNT
	struct met m;
	struct pool p;

	pool_begin(&p, 4);
	struct pool_work w = { .task = meet, .self = &m, .n = p.started + 1 };

	pthread_barrier_init(&m.all, NULL, w.n);
	pool_add(&p, &w);
	pool_wait(&p, &w);
	for (uint32_t i = 0; i < w.n; i++)
		assert_int_equal(m.processors[i], count_processors());
	pool_end(&p);
	pthread_barrier_destroy(&m.all);
#endif
}

int main(void)
{
	RUN(cmocka_unit_test(each_task_runs_once), cmocka_unit_test(others_work_meanwhile),
	    cmocka_unit_test(several_works_wait_in_a_row), cmocka_unit_test(no_task_is_no_work),
	    cmocka_unit_test(threads_run_anywhere));
}
