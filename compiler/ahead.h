#ifndef RCC_AHEAD_H
#define RCC_AHEAD_H
/*
 * The files of a stack, made in a thread of their own while its objects are checked. They depend on the
 * objects alone, and are written by nobody before all is known to be right.
 */
#include "rcc.h"

#include "base/pool.h"

struct ahead {
	bool wanted; /* the run will ask for files, if all is right */
	bool begun;
	const struct session *session;
	struct pool_work work;
	struct arena arena;
	struct rcc_stack stack; /* whose objects they are of */
	struct emit_set files;
};

/* Begins with the files of a stack, whose objects do not change any more, if the session has a pool. Stays
 * where it is until ahead_end. */
void ahead_begin(struct ahead *a, struct session *s, const struct rcc_stack *stack);
/* Waits for them, and hands them to the stack; they live as long as `a`. */
void ahead_take(struct ahead *a, struct rcc_stack *stack);
void ahead_end(struct ahead *a);

#endif
