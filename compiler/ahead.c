#include "ahead.h"

#include "emit/manifest.h"

enum { THREADS = 2, ROOM = 256 << 10 /* bytes; more than the files of most stacks take */ };

static void make(void *self, uint32_t number)
{
	struct ahead *a = self;

	(void)number;
	a->files = rcc_files(&a->arena, &a->stack);
	manifest_keep_hashes(&a->arena, &a->files);
}

void ahead_begin(struct ahead *a, struct session *s, const struct rcc_stack *stack)
{
	if (!a->wanted || a->begun || s->os.processors < THREADS)
		return;
	a->begun = true;
	a->stack = *stack;
	arena_lend(&a->arena, &s->arena, ROOM);
	pool_begin(&a->pool, THREADS, 1, make, a);
	s->pool = &a->pool;
}

void ahead_take(struct ahead *a, struct rcc_stack *stack)
{
	if (!a->begun)
		return;
	pool_wait(&a->pool);
	stack->files = a->files;
}

void ahead_end(struct ahead *a)
{
	if (a->begun)
		pool_end(&a->pool);
	arena_fini(&a->arena);
}
