#include "cli/compile.h"

#include "emit/emit.h"

#include <string.h>

#define STACK_PLACE STR("{stack}")

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

/* The folder of a stack: `place` with each {stack} replaced by its name. */
static const char *folder_of(struct arena *a, const char *place, struct str stack)
{
	struct str rest = str_from(place);
	struct buf b = { .arena = a };

	for (int64_t at; (at = str_find(rest, STACK_PLACE, 0)) >= 0;) {
		buf_add(&b, str_slice(rest, 0, (uint32_t)at));
		buf_add(&b, stack);
		rest = str_slice(rest, (uint32_t)at + STACK_PLACE.n, rest.n);
	}
	buf_add(&b, rest);
	return b.p;
}

static void ask_for_places(struct session *s, const char *place, uint32_t n)
{
	struct diag *d = diag_add(&s->diags, DIAG_OUTPUT_PLACE, (struct span){ 0 },
				  "%u stacks cannot be written into one folder", n);

	diag_help(&s->diags, d, "give each its own: -o '%s/{stack}'", place);
	diag_help(&s->diags, d, "or choose one: --stack NAME");
}

static void write_stacks(struct compile *c, const char *place, const struct rcc_stack *stacks, uint32_t n)
{
	struct arena *a = &c->session->arena;

	if (n > 1 && str_find(str_from(place), STACK_PLACE, 0) < 0) {
		ask_for_places(c->session, place, n);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct emit_set set = emit_files(a, stacks[i].name, stacks[i].source, &stacks[i].objects);
		struct outdir_options o = { .dir = folder_of(a, place, stacks[i].name),
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
