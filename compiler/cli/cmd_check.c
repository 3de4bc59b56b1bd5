#include "cli/gone.h"
#include "cli/place.h"
#include "cli/stale.h"

#include "base/utf8.h"

static void report(struct buf *out, const struct rcc_stack *stack)
{
	utf8_show(out, stack->name);
	buf_printf(out, ": %u object%s\n", stack->objects.n, stack->objects.n == 1 ? "" : "s");
	for (uint32_t i = 0; i < stack->nsummary; i++) {
		buf_add(out, STR("  "));
		utf8_show(out, stack->summary[i]);
		buf_char(out, '\n');
	}
}

struct checking {
	struct compile c;
	const char *against;
	struct buf diffs;
	VEC(struct gone_stack) stacks;
};

static bool begin_checking(void *self, uint32_t stacks)
{
	struct checking *k = self;

	return compile_good(&k->c) && (!k->against || place_suffices(&k->c, "--against", k->against, stacks));
}

static void check_stack(void *self, const struct rcc_stack *stack)
{
	struct checking *k = self;

	if (!k->against) {
		report(&k->c.call->io->out, stack);
		return;
	}
	stale_check(&k->c, k->against, stack, &k->diffs);
	struct arena *a = k->c.call->arena;
	struct gone_stack there = { arena_str(a, stack->name), arena_str(a, stack->source) };

	vec_push(a, &k->stacks, there);
}

enum status cmd_check(struct call *call)
{
	struct checking k = { .against = args_text(&call->args, OPTION_AGAINST),
			      .diffs = { .arena = call->arena } };
	struct rcc_taker taker = { &k, begin_checking, check_stack };
	enum status status = compile_each(&k.c, call, &taker);

	if (status != STATUS_OK)
		return status;
	if (k.against)
		gone_all(&k.c, k.against);
	/* with --stack the others were not asked for */
	if (k.against && !args_text(&call->args, OPTION_STACK))
		gone_check(&k.c, k.against, k.stacks.v, k.stacks.n);
	stale_show(&k.c, &k.diffs);
	return compile_finish(&k.c);
}
