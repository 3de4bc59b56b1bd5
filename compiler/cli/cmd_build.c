#include "cli/gone.h"
#include "cli/place.h"

#include "emit/emit.h"
#include "emit/site.h"

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

struct writing {
	struct compile c;
	const char *place;
};

static bool begin_writing(void *self, uint32_t stacks)
{
	struct writing *w = self;

	return compile_good(&w->c) && place_suffices(&w->c, "-o", w->place, stacks);
}

static void write_stack(void *self, const struct rcc_stack *stack)
{
	struct writing *w = self;
	struct arena *a = &w->c.session->arena;
	struct emit_set set = rcc_files(a, stack);
	struct outdir_options o = { .dir = site_of(a, w->place, stack->name),
				    .force = args_has(&w->c.call->args, OPTION_FORCE) };

	outdir_write(w->c.session, &o, &set);
}

static enum status write_all(struct call *call, const char *place)
{
	struct writing w = { .place = place };
	struct rcc_taker taker = { &w, begin_writing, write_stack };
	enum status status = compile_each(&w.c, call, &taker);

	if (status != STATUS_OK)
		return status;
	gone_all(&w.c, place);
	return compile_finish(&w.c);
}

static enum status print_all(struct call *call)
{
	struct compile c;
	uint32_t n;
	enum status status = compile_file(&c, call);

	if (status != STATUS_OK)
		return status;
	if (compile_good(&c)) {
		const struct rcc_stack *stacks = rcc_stacks(c.rcc, &n);

		print_stacks(call, stacks, n);
	}
	return compile_finish(&c);
}

enum status cmd_build(struct call *call)
{
	const char *place = args_text(&call->args, OPTION_OUTPUT);
	bool prints = place && strcmp(place, "-") == 0;

	if (call->args.words.n && (!place || !*place))
		return call_misused(call, "where to? Write -o DIR, or -o - to print one stream");
	if (place && !prints && args_choice(&call->args, OPTION_FORMAT))
		return call_misused(call, "`--format json` prints one List: it goes with -o -");
	return prints ? print_all(call) : write_all(call, place);
}
