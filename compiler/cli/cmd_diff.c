#include "cli/compile.h"

#include "change/set.h"
#include "change/show.h"

struct side { /* of the comparison */
	const char *path;
	struct rcc *rcc; /* of a file of stacks; NULL of manifests */
	struct object_list objects;
};

/* Trouble must not look like a difference. */
static enum status trouble(enum status status)
{
	return status == STATUS_ERRORS ? STATUS_USAGE : status;
}

static bool is_stack_file(const char *path)
{
	return str_ends_with(str_from(path), STR(".rcs"));
}

/* ---- the two sides ------------------------------------------------------------------------- */

static enum status one_stack(struct call *call, struct side *side)
{
	uint32_t n;
	const struct rcc_stack *stacks = rcc_stacks(side->rcc, &n);

	if (n != 1)
		return call_misused(call, "`%s` has %u stacks: which one? Choose it by --stack NAME",
				    side->path, n);
	side->objects = stacks[0].objects;
	return STATUS_OK;
}

static enum status compile_side(struct call *call, struct side *side)
{
	struct compile c;
	enum status status = compile_start(&c, call, side->path);

	if (status != STATUS_OK)
		return status;
	side->rcc = c.rcc;
	rcc_compile(c.rcc);
	bool good = compile_good(&c);

	status = report_diagnostics(call, c.session);
	return good ? one_stack(call, side) : trouble(status);
}

/* Manifests are read into the session of the compilation whose library judges. */
static enum status read_side(struct call *call, struct side *side, struct rcc *judge)
{
	struct session *s = rcc_session(judge);
	struct set_reader reader = { .session = s };

	return set_read(&reader, side->path, &side->objects) ? STATUS_OK
							     : trouble(report_diagnostics(call, s));
}

/* The library of the newer stack, else of the older one, else one without a stack. */
static enum status find_judge(struct call *call, struct side *sides, struct rcc **own, struct rcc **judge)
{
	struct compile c;

	for (int i = 1; i >= 0; i--) {
		if (sides[i].rcc) {
			*judge = sides[i].rcc;
			return STATUS_OK;
		}
	}
	enum status status = compile_start(&c, call, NULL);

	if (status != STATUS_OK)
		return status;
	*own = *judge = c.rcc;
	return rcc_load(c.rcc) ? STATUS_OK : trouble(report_diagnostics(call, c.session));
}

/* ---- the answer ---------------------------------------------------------------------------- */

/* What the new side says beside its objects, if it is a stack. */
static struct value facts_of(const struct side *side, struct eval *e)
{
	uint32_t n;
	node_id fn = side->rcc ? rcc_program(side->rcc)->prelude.facts_of_change : 0;

	return fn ? eval_call(e, fn, &rcc_stacks(side->rcc, &n)[0].value, 1) : (struct value){ 0 };
}

static enum status compare(struct call *call, const struct side *sides, struct rcc *judge)
{
	struct session *s = rcc_session(judge);
	struct eval *e = eval_new(rcc_program(judge), s);
	struct comparer comparer = comparer_of(rcc_program(judge), s, e);
	struct change_values values = { e, &comparer };
	struct object_changes changes;

	changes_find(&comparer, &sides[0].objects, &sides[1].objects, &changes);
	struct value all = change_values(&values, facts_of(&sides[1], e), &changes);
	struct consequence *told = change_consequences(&values, all, changes.v.n);

	eval_free(e);
	if (args_has(&call->args, OPTION_JSON))
		show_json(&call->io->out, &changes, told);
	else
		show_text(&call->io->out, &changes, told);
	return changes.v.n ? STATUS_ERRORS : STATUS_OK;
}

static enum status run(struct call *call, struct side *sides, struct rcc **own)
{
	struct rcc *judge = NULL; /* found where all went well */
	enum status status = STATUS_OK;

	for (int i = 0; i < 2 && status == STATUS_OK; i++)
		if (is_stack_file(sides[i].path))
			status = compile_side(call, &sides[i]);
	if (status == STATUS_OK)
		status = find_judge(call, sides, own, &judge);
	for (int i = 0; i < 2 && status == STATUS_OK; i++)
		if (!sides[i].rcc)
			status = read_side(call, &sides[i], judge);
	return status == STATUS_OK ? compare(call, sides, judge) : status;
}

enum status cmd_diff(struct call *call)
{
	const struct args *args = &call->args;
	struct rcc *own = NULL;

	if (args->words.n != 2)
		return call_misused(call, "two things are compared: OLD and NEW");
	struct side sides[2] = { { .path = args->words.v[0] }, { .path = args->words.v[1] } };
	enum status status = run(call, sides, &own);

	for (int i = 0; i < 2; i++)
		if (sides[i].rcc)
			rcc_free(sides[i].rcc);
	if (own)
		rcc_free(own);
	return status;
}
