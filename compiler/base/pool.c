#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { THREADS_MAX = 16, STACK_BYTES = 16 << 20 /* a task may recurse as deep as the main thread */ };

struct pool {
	pool_task *task;
	void *self;
	uint32_t n;
	atomic_uint next;
};

static void *work(void *arg)
{
	struct pool *p = arg;

	for (uint32_t i; (i = atomic_fetch_add(&p->next, 1)) < p->n;)
		p->task(p->self, i);
	return NULL;
}

static bool start(struct pool *p, pthread_t *thread)
{
	pthread_attr_t attr;

	if (pthread_attr_init(&attr) != 0)
		return false;
	bool started = pthread_attr_setstacksize(&attr, STACK_BYTES) == 0 &&
		       pthread_create(thread, &attr, work, p) == 0;

	pthread_attr_destroy(&attr);
	return started;
}

void pool_run(uint32_t threads, uint32_t n, pool_task *task, void *self)
{
	struct pool p = { .task = task, .self = self, .n = n };
	pthread_t others[THREADS_MAX];
	uint32_t started = 0;

	while (started + 1 < threads && started + 1 < n && started < THREADS_MAX &&
	       start(&p, &others[started]))
		started++;
	work(&p);
	while (started)
		pthread_join(others[--started], NULL);
}
