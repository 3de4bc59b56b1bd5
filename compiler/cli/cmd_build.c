#include "cli/place.h"

#include "emit/emit.h"

#include <string.h>

/* A JSON stream is one List, so the objects of all stacks are put together. */
static void print_json(struct arena *a, struct buf *out, const struct rcc_stack *stacks, uint32_t n)
{
	struct object_list all = { 0 };

	for (uint32_t i = 0; i < n; i++)
		all.n += stacks[i].objects.n;
	all.v = arena_new(a, struct object, all.n);
	for (uint32_t i = 0, at = 0; i < n; at += stacks[i++].objects.n) {
		if (stacks[i].objects.n)
			memcpy(all.v + at, stacks[i].objects.v, stacks[i].objects.n * sizeof *all.v);
	}
	json_list(out, &all);
}

static void print_stacks(struct call *call, const struct rcc_stack *stacks, uint32_t n)
{
	if (args_choice(&call->args, OPTION_FORMAT)) {
		print_json(call->arena, &call->io->out, stacks, n);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		yaml_stream(&call->io->out, &stacks[i].objects);
}

static void write_stacks(struct compile *c, const char *place, const struct rcc_stack *stacks, uint32_t n)
{
	struct arena *a = &c->session->arena;

	if (!place_suffices(c, "-o", place, n))
		return;
	for (uint32_t i = 0; i < n; i++) {
		struct emit_set set = emit_files(a, stacks[i].name, stacks[i].source, &stacks[i].objects);
		struct outdir_options o = { .dir = place_of(a, place, stacks[i].name),
					    .force = args_has(&c->call->args, OPTION_FORCE) };

		outdir_write(c->session, &o, &set);
	}
}

enum status cmd_build(struct call *call)
{
	const char *place = args_text(&call->args, OPTION_OUTPUT);
	bool prints = place && strcmp(place, "-") == 0;
	struct compile c;
	uint32_t n;

	if (call->args.words.n && (!place || !*place))
		return call_misused(call, "where to? Write -o DIR, or -o - to print one stream");
	if (place && !prints && args_choice(&call->args, OPTION_FORMAT))
		return call_misused(call, "`--format json` prints one List: it goes with -o -");
	enum status status = compile_file(&c, call);

	if (status != STATUS_OK)
		return status;
	if (compile_good(&c)) {
		const struct rcc_stack *stacks = rcc_stacks(c.rcc, &n);

		if (prints)
			print_stacks(call, stacks, n);
		else
			write_stacks(&c, place, stacks, n);
	}
	return compile_finish(&c);
}
