#define _GNU_SOURCE /* sched_getcpu and the affinity of threads */
#include "base/pool.h"

#include <sched.h>

enum { STACK_BYTES = 16 << 20 /* a task may recurse as deep as the main thread */ };

/* Runs the next task of a work that has one; the lock is held before and after. */
static void run_next(struct pool *p, struct pool_work *w)
{
	uint32_t number = w->next++;

	pthread_mutex_unlock(&p->lock);
	w->task(w->self, number);
	pthread_mutex_lock(&p->lock);
	if (++w->done == w->n)
		pthread_cond_broadcast(&p->changed);
}

/* The first work that is not all begun, or NULL. */
static struct pool_work *find_work(struct pool *p)
{
	while (p->first && p->first->next == p->first->n)
		p->first = p->first->after;
	return p->first;
}

/*
 * Linux may start a thread on the processor of the one that asks for it, and take it elsewhere at a later
 * tick: too late for work of a millisecond. So it is sent away at once; from then on it may go where all may.
 */
static void send_elsewhere(pthread_t thread)
{
#ifdef __linux__
	int here = sched_getcpu();
	cpu_set_t all, others;

	if (here < 0 || here >= CPU_SETSIZE || sched_getaffinity(0, sizeof all, &all) != 0)
		return;
	others = all;
	CPU_CLR(here, &others);
	if (CPU_COUNT(&others)) {
		pthread_setaffinity_np(thread, sizeof others, &others);
		pthread_setaffinity_np(thread, sizeof all, &all);
	}
#else
	(void)thread;
#endif
}

static void *run(void *arg)
{
	struct pool *p = arg;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		struct pool_work *w = find_work(p);

		if (w)
			run_next(p, w);
		else if (p->closed)
			break;
		else
			pthread_cond_wait(&p->changed, &p->lock);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static bool start(struct pool *p, pthread_t *thread)
{
	pthread_attr_t attr;

	if (pthread_attr_init(&attr) != 0)
		return false;
	bool started = pthread_attr_setstacksize(&attr, STACK_BYTES) == 0 &&
		       pthread_create(thread, &attr, run, p) == 0;

	pthread_attr_destroy(&attr);
	if (started)
		send_elsewhere(*thread);
	return started;
}

void pool_begin(struct pool *p, uint32_t threads)
{
	*p = (struct pool){ 0 };
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	while (p->started + 1 < threads && p->started < POOL_THREADS_MAX && start(p, &p->others[p->started]))
		p->started++;
}

/* The end of the list, or where a work stands in it. */
static struct pool_work **place_of(struct pool *p, const struct pool_work *w)
{
	struct pool_work **at = &p->first;

	while (*at && *at != w)
		at = &(*at)->after;
	return at;
}

void pool_add(struct pool *p, struct pool_work *w)
{
	pthread_mutex_lock(&p->lock);
	w->after = NULL;
	w->next = w->done = 0;
	*place_of(p, NULL) = w;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

void pool_wait(struct pool *p, struct pool_work *w)
{
	pthread_mutex_lock(&p->lock);
	while (w->next < w->n)
		run_next(p, w);
	while (w->done < w->n)
		pthread_cond_wait(&p->changed, &p->lock);
	struct pool_work **at = place_of(p, w);

	if (*at)
		*at = w->after;
	pthread_mutex_unlock(&p->lock);
}

void pool_close(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->closed = true;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

void pool_end(struct pool *p)
{
	pool_close(p);
	while (p->started)
		pthread_join(p->others[--p->started], NULL);
}

void pool_run(uint32_t threads, uint32_t n, pool_task *task, void *self)
{
	struct pool_work w = { .task = task, .self = self, .n = n };
	struct pool p;

	pool_begin(&p, threads < n ? threads : n); /* one task is left for this thread */
	pool_add(&p, &w);
	pool_close(&p);
	pool_wait(&p, &w);
	pool_end(&p);
}
