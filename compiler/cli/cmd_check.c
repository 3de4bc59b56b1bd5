#include "cli/stale.h"

#include "base/utf8.h"

static void report(struct buf *out, const struct rcc_stack *stack)
{
	utf8_show(out, stack->name);
	buf_printf(out, ": %u object%s\n", stack->objects.n, stack->objects.n == 1 ? "" : "s");
	for (uint32_t i = 0; i < stack->nreport; i++) {
		buf_add(out, STR("  "));
		utf8_show(out, stack->report[i]);
		buf_char(out, '\n');
	}
}

enum status cmd_check(struct call *call)
{
	const char *against = args_text(&call->args, OPTION_AGAINST);
	struct compile c;
	uint32_t n;
	enum status status = compile_file(&c, call);

	if (status != STATUS_OK)
		return status;
	if (compile_good(&c)) {
		const struct rcc_stack *stacks = rcc_stacks(c.rcc, &n);

		if (against)
			stale_report(&c, against, stacks, n);
		for (uint32_t i = 0; !against && i < n; i++)
			report(&call->io->out, &stacks[i]);
	}
	return compile_finish(&c);
}
