#ifndef RCC_BASE_POOL_H
#define RCC_BASE_POOL_H
/*
 * Work on several processors: tasks that share nothing which one of them writes. In which order they run is
 * not said, so whoever collects what they made goes by their numbers.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

typedef void pool_task(void *self, uint32_t number);

enum { POOL_THREADS_MAX = 16 };

/* The same task so many times. It belongs to the pool from pool_add to pool_wait. */
struct pool_work {
	pool_task *task;
	void *self;
	uint32_t n, next, done; /* tasks: all, begun, and finished */
	struct pool_work *after;
};

struct pool {
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t changed;
	struct pool_work
		*first; /* in the order in which they came; one of which all is begun may be there, too */
	bool closed;	/* no more comes */
	pthread_t others[POOL_THREADS_MAX];
	uint32_t started; /* of these */
};

/* Runs the tasks 0 to n-1 in up to `threads` threads, this one among them; returns when all are done. Where
 * no thread can be had, this one does all. */
void pool_run(uint32_t threads, uint32_t n, pool_task *task, void *self);

/* The same in steps, for who has something else to do meanwhile: the others begin with what comes first, and
 * who waits for something takes what is left of it. The pool stays where it is in between. */
void pool_begin(struct pool *p, uint32_t threads);
void pool_add(struct pool *p, struct pool_work *w);
void pool_wait(struct pool *p, struct pool_work *w);
/* Lets the others go once all is done; whatever is added afterwards is left to who waits for it. */
void pool_close(struct pool *p);
/* Waits until they are gone. Nothing is added afterwards. */
void pool_end(struct pool *p);

#endif
