#include "cli/compile.h"

#include "emit/secrets.h"
#include "report.h"

/* Nothing is printed unless all is: half of a set of values that belong together is worse than none. */
static void generate(struct compile *c, const struct rcc_stack *stacks, uint32_t n)
{
	struct cli_io *io = c->call->io;
	struct buf made = { .arena = c->call->arena }, left = { .arena = c->call->arena };
	bool good = true;

	for (uint32_t i = 0; good && i < n; i++) {
		struct secret_list secrets;

		rcc_secrets(c->rcc, &stacks[i], &secrets);
		good = secrets_manifests(&made, &left, &secrets, stacks[i].source, &io->entropy,
					 &c->session->diags, (struct span){ 0 });
	}
	if (!good)
		return;
	buf_add(&io->out, buf_str(&made));
	if (left.n)
		buf_printf(&io->err, "rcc: left out, because only their owners have the values: %.*s\n",
			   STR_ARG(buf_str(&left)));
}

static void list(struct compile *c, const struct rcc_stack *stacks, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct secret_list secrets;

		rcc_secrets(c->rcc, &stacks[i], &secrets);
		secrets_text(&c->call->io->out, &secrets);
	}
}

enum status cmd_secrets(struct call *call)
{
	struct compile c;
	uint32_t n;
	enum status status = compile_file(&c, call);

	if (status != STATUS_OK)
		return status;
	if (compile_good(&c)) {
		const struct rcc_stack *stacks = rcc_stacks(c.rcc, &n);

		if (args_has(&call->args, OPTION_GENERATE))
			generate(&c, stacks, n);
		else
			list(&c, stacks, n);
	}
	return compile_finish(&c);
}
