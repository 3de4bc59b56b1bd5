#include "ahead.h"

#include "emit/manifest.h"

enum { ROOM = 256 << 10 /* bytes; more than the files of most stacks take */ };

static void make(void *self, uint32_t number)
{
	struct ahead *a = self;

	(void)number;
	a->files = rcc_files(&a->arena, &a->stack);
	manifest_keep_hashes(a->session, &a->arena, &a->files);
}

void ahead_begin(struct ahead *a, struct session *s, const struct rcc_stack *stack)
{
	if (!a->wanted || a->begun || !s->pool)
		return;
	a->begun = true;
	a->stack = *stack;
	a->session = s;
	a->work = (struct pool_work){ .task = make, .self = a, .n = 1 };
	arena_lend(&a->arena, &s->arena, ROOM);
	pool_add(s->pool, &a->work);
}

void ahead_take(struct ahead *a, struct rcc_stack *stack)
{
	if (!a->begun)
		return;
	pool_wait(a->session->pool, &a->work);
	stack->files = a->files;
}

void ahead_end(struct ahead *a)
{
	arena_fini(&a->arena);
}
