/*
 * One compilation, from top to bottom: read, lex, parse, resolve, check, evaluate, check the
 * rules, build the objects. Each pass runs on what the one before it left without errors.
 */
#include "rcc_internal.h"

#include "before.h"
#include "formats/sha256.h"
#include "input/params.h"
#include "objects/adjust.h"
#include "objects/build.h"

enum { THREADS = 2 }; /* that one stack keeps busy */

struct rcc *rcc_new(const struct rcc_options *options)
{
	struct session first;

	session_init(&first, options->os);
	arena_expect_much(&first.arena);
	struct rcc *r = arena_new(&first.arena, struct rcc, 1);

	session_move(&r->session, &first); /* the arena holds its own owner; session_fini works on a copy */
	r->session.fast_sha = sha256_is_fast();
	r->options = *options;
	across_init(&r->across, &r->session);
	amounts_init(&r->amounts, &r->session);
	return r;
}

/* Another thread, as soon as there is something to do for it. To start it costs about as much as it saves of
 * the checks of one stack. */
static void find_help(struct rcc *r)
{
	struct session *s = &r->session;
	bool much = r->ahead.wanted || r->wanted.nodes.n > 1;

	if (s->pool || s->os.processors < THREADS || !much)
		return;
	pool_begin(&r->pool, THREADS);
	s->pool = &r->pool;
}

static void end_help(struct rcc *r)
{
	if (r->session.pool)
		pool_end(&r->pool);
	r->session.pool = NULL;
}

void rcc_free(struct rcc *r)
{
	end_help(r);
	ahead_end(&r->ahead);
	if (r->eval)
		eval_free(r->eval);
	across_fini(&r->across);
	amounts_fini(&r->amounts);
	program_fini(&r->program);
	arena_fini(&r->spare);
	struct session last = r->session;

	session_fini(&last);
}

struct session *rcc_session(struct rcc *r)
{
	return &r->session;
}

const struct rcc_stack *rcc_stacks(const struct rcc *r, uint32_t *n)
{
	*n = r->stacks.n;
	return r->stacks.v;
}

const struct program *rcc_program(const struct rcc *r)
{
	return &r->program;
}

struct eval *rcc_eval(const struct rcc *r)
{
	return r->eval;
}

const char *rcc_source_path(struct rcc *r, uint32_t source)
{
	struct str name = source_name(&r->session.sources, source);

	switch ((enum source_kind)source_get(&r->session.sources, source)->kind) {
	case SOURCE_USER:
		if (!r->options.input.main) /* manifests, which are named by their paths */
			return arena_str(&r->session.arena, name).p;
		return arena_printf(&r->session.arena, "%s/%.*s", r->load.root, STR_ARG(name)).p;
	case SOURCE_PARAM:
		return str_eq(name, STR(PARAMS_COMMAND_LINE)) ? NULL : arena_str(&r->session.arena, name).p;
	case SOURCE_LIBRARY:
		break;
	}
	return NULL;
}

/* ---- one stack ---------------------------------------------------------------------------- */

static struct str *read_summary(struct rcc *r, struct value list, uint32_t *n)
{
	struct str *lines =
		arena_new(&r->session.arena, struct str, list.kind == VALUE_LIST ? list.list->n : 0);

	*n = 0;
	for (uint32_t i = 0; list.kind == VALUE_LIST && i < list.list->n; i++) {
		if (list.list->items[i].kind == VALUE_STRING)
			lines[(*n)++] = *list.list->items[i].string;
	}
	return lines;
}

static struct value call(struct eval *e, node_id fn, struct value stack)
{
	return fn ? eval_call(e, fn, &stack, 1) : (struct value){ 0 };
}

/* The objects of a stack as values: what the library made, and what the user changed and added. */
static struct value object_values(struct rcc *r, struct value stack)
{
	return objects_adjust(r->eval, &r->program, &r->session, stack,
			      call(r->eval, r->program.prelude.objects, stack));
}

static struct rcc_stack build_stack(struct rcc *r, node_id node, struct value value, struct value objects)
{
	const struct prelude *library = &r->program.prelude;
	uint32_t source = source_at(&r->session.sources, ast_span(&r->program.ast, node).beg);
	struct arena *a = &r->session.arena;
	struct eval *e = r->eval;
	struct rcc_stack stack = { .name = arena_str(a, ast_text(&r->program.ast, node)),
				   .source = arena_str(a, source_name(&r->session.sources, source)),
				   .value = value };

	struct objects_from from = { .list = objects,
				     .kubernetes = call(e, library->kubernetes, value),
				     .source = stack.source };

	objects_build(e, &r->program, &r->session, &from, &stack.objects);
	stack.summary = read_summary(r, call(e, library->summary, value), &stack.nsummary);
	return stack;
}

static bool has_errors(const struct rcc *r, uint32_t before)
{
	return r->session.diags.errors != before;
}

/* What was made before is no part of what is made now, but may be a reason not to. */
static void compare_before(struct rcc *r, node_id node, struct rcc_stack *stack)
{
	struct before b = { .session = &r->session,
			    .program = &r->program,
			    .eval = r->eval,
			    .rules = r->rules,
			    .place = r->options.before,
			    .accepted = r->accepted,
			    .naccepted = r->options.naccepted };

	if (b.place)
		before_compare(&b, node, call(r->eval, r->program.prelude.facts_of_change, stack->value),
			       stack);
}

/* Objects of the stack at hand, for the checks that ask for them and then for the output. */
struct making {
	struct rcc *rcc;
	node_id node;
	struct value value;
	struct rules_objects set; /* its list is of no kind before */
	struct rcc_stack *out;
};

/* Makes the objects; false if anything is wrong with them. */
static bool make_objects(struct making *m)
{
	struct rcc *r = m->rcc;
	uint32_t errors = r->session.diags.errors;

	m->set = (struct rules_objects){ .list = object_values(r, m->value),
					 .stack = m->value,
					 .node = m->node };
	if (m->set.list.kind == VALUE_ERROR && !r->session.diags.errors)
		rcc_bug("objects that cannot be made, and nobody said why");
	*m->out = build_stack(r, m->node, m->value, m->set.list);
	if (m->set.list.kind != VALUE_LIST || has_errors(r, errors))
		return false;
	if (r->program.contained && !eval_force(r->eval, m->set.list))
		return false; /* an object without what was refused before is another one */
	find_help(r);
	ahead_begin(&r->ahead, &r->session, m->out);
	m->set.manifests = call(r->eval, r->program.prelude.manifests, m->value);
	return true;
}

/* Before all of the stack was checked: what is wrong with the objects may come from that, and is told
 * afterwards. */
static bool make_early(void *self, struct rules_objects *out)
{
	struct making *m = self;
	struct diags *ds = &m->rcc->session.diags;
	struct diag_mark mark = diags_mark(ds);
	struct eval_spent spent = eval_spent(m->rcc->eval);

	if (make_objects(m)) {
		*out = m->set;
		return true;
	}
	diags_release(ds, mark);
	eval_unspend(m->rcc->eval, spent);
	m->set = (struct rules_objects){ 0 };
	return false;
}

/* Makes the objects of a stack that is right, and checks them; false if anything is wrong with them. */
static bool finish_objects(struct making *m)
{
	struct rcc *r = m->rcc;
	uint32_t errors = r->session.diags.errors;

	if (m->set.list.kind != VALUE_LIST && !make_objects(m))
		return false;
	m->out->manifests = rules_run_objects(r->rules, r->eval, &m->set);
	ahead_take(&r->ahead, m->out);
	uint32_t others = r->session.diags.errors;

	compare_before(r, m->node, m->out);
	r->refused |= has_errors(r, others);
	return !has_errors(r, errors);
}

/* Checks the objects of a stack that is wrong, as far as they can be made: what is wrong with them besides is
 * told in the same run. What nobody wrote may be so because of what was found before. Nothing comes of them:
 * false. */
static bool check_objects(struct making *m, struct diag_mark begun)
{
	struct rcc *r = m->rcc;
	struct rules_objects made;
	struct diag_mark checked = diags_mark(&r->session.diags);

	if (m->set.list.kind != VALUE_LIST && !make_early(m, &made))
		return false;
	rules_run_objects(r->rules, r->eval, &m->set);
	ahead_take(&r->ahead, m->out);
	diags_drop_alike(&r->session.diags, begun, checked, ast_name_span(&r->program.ast, m->node));
	return false;
}

/* Compares what the stack takes of its cluster with what others of the run do. */
static void hold(const struct making *m)
{
	struct rcc *r = m->rcc;
	struct value args[] = { m->value, m->out->manifests };
	node_id fn = r->program.prelude.held;
	struct value held = fn ? eval_call(r->eval, fn, args, 2) : (struct value){ 0 };

	uint64_t cluster = across_take(&r->across, r->eval, m->out->name, &m->out->objects, held);

	amounts_take(&r->amounts, r->eval, cluster, ast_name_span(&r->program.ast, m->node), held);
}

/* Evaluates and checks a stack and makes its objects; false if anything is wrong with it. */
static bool compile_stack(struct rcc *r, node_id node, struct rcc_stack *out)
{
	uint32_t errors = r->session.diags.errors;
	struct diag_mark begun = diags_mark(&r->session.diags);
	struct making m = { .rcc = r, .node = node, .value = eval_stack(r->eval, node), .out = out };
	const struct rules_maker maker = { make_early, &m };
	bool whole = eval_force(r->eval, m.value);

	if (m.value.kind != VALUE_RECORD)
		return false;
	/* what a refused value has no part in can still be told */
	rules_run(r->rules, r->eval, node, m.value, &maker);
	bool right = whole && !has_errors(r, errors);
	bool made = right ? finish_objects(&m) : whole && check_objects(&m, begun);

	if (made && r->wanted.nodes.n > 1)
		hold(&m);
	bool partly = !whole || r->program.contained;

	rules_end(r->rules, r->eval, partly ? RULES_PARTLY : made ? RULES_ALL : RULES_STACK);
	return made && !has_errors(r, errors);
}

/* ---- all of them -------------------------------------------------------------------------- */

static void finish_rules(struct rcc *r)
{
	amounts_report(&r->amounts, r->eval, r->program.prelude.exceeded);
	if (r->session.diags.errors && !r->refused)
		return;
	if (!r->session.diags.errors)
		rules_finish(r->rules); /* what was not checked matters once the rest is right */
	before_unused(&r->session, r->accepted, r->options.naccepted);
}

static void compile_stacks(struct rcc *r)
{
	for (uint32_t i = 0; i < r->wanted.nodes.n; i++) {
		struct rcc_stack stack;

		if (compile_stack(r, r->wanted.nodes.v[i], &stack))
			vec_push(&r->session.arena, &r->stacks, stack);
	}
	finish_rules(r);
}

/* ---- one at a time ------------------------------------------------------------------------ */

struct alone { /* what is put aside while one stack has the memory for itself */
	struct arena arena;
	struct eval *eval;
};

static struct alone alone_begin(struct rcc *r)
{
	struct alone aside = { r->session.arena, r->eval };
	struct diag_mark mark = diags_mark(&r->session.diags);

	r->session.arena = r->spare;
	arena_expect_much(&r->session.arena);
	r->eval = eval_new(&r->program, &r->session);
	eval_set_params(r->eval, &r->params);
	diags_release(&r->session.diags, mark); /* it was all told the first time */
	return aside;
}

static void alone_end(struct rcc *r, const struct alone *aside)
{
	eval_free(r->eval);
	arena_clear(&r->session.arena);
	r->spare = r->session.arena;
	r->session.arena = aside->arena;
	r->eval = aside->eval;
}

static void check_each(struct rcc *r)
{
	for (uint32_t i = 0; i < r->wanted.nodes.n; i++) {
		struct alone aside = alone_begin(r);
		struct rcc_stack stack;

		compile_stack(r, r->wanted.nodes.v[i], &stack);
		alone_end(r, &aside);
	}
	finish_rules(r);
}

static void take_each(struct rcc *r, const struct rcc_taker *taker)
{
	for (uint32_t i = 0; i < r->wanted.nodes.n; i++) {
		struct alone aside = alone_begin(r);
		struct diag_mark mark = diags_mark(&r->session.diags);
		node_id node = r->wanted.nodes.v[i];
		struct value value = eval_stack(r->eval, node);
		struct rcc_stack stack = build_stack(r, node, value, object_values(r, value));

		diags_release(&r->session.diags, mark);
		taker->take(taker->self, &stack);
		alone_end(r, &aside);
	}
}

/* A single stack need not be made twice. */
static void take_one(struct rcc *r, const struct rcc_taker *taker)
{
	r->ahead.wanted = r->options.before != NULL;
	compile_stacks(r);
	if (!r->session.diags.errors && taker->begin(taker->self, 1))
		taker->take(taker->self, &r->stacks.v[0]);
}

static void compile_each(struct rcc *r, const struct rcc_taker *taker)
{
	if (r->wanted.nodes.n == 1) {
		take_one(r, taker);
		return;
	}
	check_each(r);
	end_help(r); /* what is written is written by threads of its own */
	if (!r->session.diags.errors && taker->begin(taker->self, r->wanted.nodes.n))
		take_each(r, taker);
}

/* ---- from top to bottom -------------------------------------------------------------------- */

static bool finish(struct rcc *r)
{
	contain_release(&r->program, &r->contained);
	diags_sort(&r->session.diags, &r->session.sources);
	return r->session.diags.errors == 0;
}

bool rcc_compile(struct rcc *r)
{
	if (rcc_prepare(r))
		compile_stacks(r);
	return finish(r);
}

bool rcc_compile_each(struct rcc *r, const struct rcc_taker *taker)
{
	if (rcc_prepare(r))
		compile_each(r, taker);
	return finish(r);
}

const struct check_info *rcc_checks(struct rcc *r, uint32_t *n)
{
	if ((r->library || rcc_load(r)) && !r->checks.all.n)
		check_infos_read(&r->program, &r->session.arena, &r->checks);
	*n = r->checks.all.n;
	return r->checks.all.v;
}
