#include "base/pool.h"

enum { STACK_BYTES = 16 << 20 /* a task may recurse as deep as the main thread */ };

/* Takes tasks until none is left; the lock is held before and after. */
static void work(struct pool *p)
{
	while (p->next < p->n) {
		uint32_t number = p->next++;

		pthread_mutex_unlock(&p->lock);
		p->task(p->self, number);
		pthread_mutex_lock(&p->lock);
		if (++p->done == p->n)
			pthread_cond_broadcast(&p->changed);
	}
}

static void *run(void *arg)
{
	struct pool *p = arg;

	pthread_mutex_lock(&p->lock);
	for (work(p); !p->last; work(p))
		pthread_cond_wait(&p->changed, &p->lock);
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
	return started;
}

void pool_begin(struct pool *p, uint32_t threads, uint32_t n, pool_task *task, void *self)
{
	*p = (struct pool){ .task = task, .self = self, .n = n };
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	while (p->started + 1 < threads && p->started < n && p->started < POOL_THREADS_MAX &&
	       start(p, &p->others[p->started]))
		p->started++;
}

void pool_wait(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	work(p);
	while (p->done < p->n)
		pthread_cond_wait(&p->changed, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

void pool_more(struct pool *p, uint32_t n, pool_task *task, void *self)
{
	pthread_mutex_lock(&p->lock);
	p->task = task;
	p->self = self;
	p->n = n;
	p->next = p->done = 0;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

void pool_end(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->last = true;
	pthread_cond_broadcast(&p->changed);
	work(p);
	pthread_mutex_unlock(&p->lock);
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
