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

struct pool {
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t changed;
	pool_task *task;
	void *self;
	uint32_t n, next, done; /* tasks: all, begun, and finished */
	bool last;		/* no more come after these */
	pthread_t others[POOL_THREADS_MAX];
	uint32_t started; /* of these */
};

/* Runs the tasks 0 to n-1 in up to `threads` threads, this one among them; returns when all are done. Where
 * no thread can be had, this one does all. */
void pool_run(uint32_t threads, uint32_t n, pool_task *task, void *self);

/* The same in steps, for who has something else to do meanwhile: at first the others begin; then this one
 * takes what is left, and waits. The pool stays where it is in between, and its threads take more when all
 * was done; after the end there are none, and this one does what comes. */
void pool_begin(struct pool *p, uint32_t threads, uint32_t n, pool_task *task, void *self);
void pool_wait(struct pool *p);
void pool_more(struct pool *p, uint32_t n, pool_task *task, void *self);
void pool_end(struct pool *p);

#endif
