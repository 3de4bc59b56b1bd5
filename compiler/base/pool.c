#include "base/pool.h"

#include <stdbool.h>

enum { STACK_BYTES = 16 << 20 /* a task may recurse as deep as the main thread */ };

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

void pool_begin(struct pool *p, uint32_t threads, uint32_t n, pool_task *task, void *self)
{
	*p = (struct pool){ .task = task, .self = self, .n = n };
	while (p->started + 1 < threads && p->started < n && p->started < POOL_THREADS_MAX &&
	       start(p, &p->others[p->started]))
		p->started++;
}

void pool_end(struct pool *p)
{
	work(p);
	while (p->started)
		pthread_join(p->others[--p->started], NULL);
}

void pool_run(uint32_t threads, uint32_t n, pool_task *task, void *self)
{
	struct pool p;

	/* one task is left for this thread */
	pool_begin(&p, threads < n ? threads : n, n, task, self);
	pool_end(&p);
}
