#include "cli/fixing.h"

#include <string.h>

/* What is wrong with the texts as they are now, as check tells it; the status of the worst file. */
static enum status report_rest(struct call *call, struct edit *e)
{
	struct os world = call->io->os;
	enum status worst = STATUS_OK;

	call->io->os = os_overlay(&e->overlay);
	for (uint32_t i = 0; i < call->args.words.n; i++) {
		struct compile c;
		enum status status = compile_start(&c, call, call->args.words.v[i]);

		if (status == STATUS_OK) {
			rcc_compile(c.rcc);
			status = compile_finish(&c);
		}
		worst = status > worst ? status : worst;
	}
	call->io->os = world;
	return worst;
}

enum status cmd_fix(struct call *call)
{
	struct edit_options o = { .mains = call->args.words.v,
				  .nmains = call->args.words.n,
				  .only = args_text(&call->args, OPTION_ONLY) };
	struct edit e;

	if (o.nmains == 0)
		return call_misused(call, "which file?");
	for (uint32_t i = 0; i < o.nmains; i++) {
		if (strcmp(o.mains[i], "-") == 0)
			return call_misused(call, "`fix` edits files, and no standard input");
	}
	enum status status = fixing_check(call);

	if (status == STATUS_OK)
		status = compile_options(call, NULL, &o.compile);
	if (status == STATUS_OK)
		status = fixing_run(call, &o, &e);
	return status == STATUS_OK ? report_rest(call, &e) : status;
}
