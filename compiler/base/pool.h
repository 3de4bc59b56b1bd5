#ifndef RCC_BASE_POOL_H
#define RCC_BASE_POOL_H
/*
 * Work on several processors: tasks that share nothing which one of them writes. In which order they run is
 * not said, so whoever collects what they made goes by their numbers.
 */
#include <stdint.h>

typedef void pool_task(void *self, uint32_t number);

/* Runs the tasks 0 to n-1 in up to `threads` threads, this one among them; returns when all are done. Where
 * no thread can be had, this one does all. */
void pool_run(uint32_t threads, uint32_t n, pool_task *task, void *self);

#endif
