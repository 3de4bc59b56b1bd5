/* Why a value is what it is. */
#include "trace/trace.h"

#include <string.h>

enum { DEPTH_MAX = 16, SEEN_MAX = 256 };

struct tracer {
	struct trace *out;
	const struct origins *origins;
	const struct program *program;
	const struct ast *ast;
	struct arena *arena;
	const struct sources *sources;
	origin_id seen[SEEN_MAX];
	uint32_t nseen;
};

static struct tracer tracer_of(struct trace *t, struct rcc *r)
{
	struct session *s = rcc_session(r);

	return (struct tracer){ .out = t,
				.origins = eval_origins(rcc_eval(r)),
				.program = rcc_program(r),
				.ast = &rcc_program(r)->ast,
				.arena = &s->arena,
				.sources = &s->sources };
}

/* ---- steps --------------------------------------------------------------------------------- */

static bool is_told(const struct tracer *t, struct span at)
{
	for (uint32_t i = 0; i < t->out->steps.n; i++) {
		if (t->out->steps.v[i].at.beg == at.beg && t->out->steps.v[i].at.end == at.end)
			return true;
	}
	return false;
}

/* Whether a step shows the place already, perhaps within an expression. */
static bool is_shown(const struct tracer *t, struct span at)
{
	for (uint32_t i = 0; i < t->out->steps.n; i++) {
		if (t->out->steps.v[i].at.beg <= at.beg && at.end <= t->out->steps.v[i].at.end)
			return true;
	}
	return false;
}

static void add(struct tracer *t, const char *role, struct span at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static void add(struct tracer *t, const char *role, struct span at, const char *fmt, ...)
{
	va_list args;

	if (!at.beg || is_told(t, at))
		return;
	if (t->out->steps.n == TRACE_STEPS) {
		t->out->more = true;
		return;
	}
	va_start(args, fmt);
	struct str text = arena_vprintf(t->arena, fmt, args);

	va_end(args);
	vec_push(t->arena, &t->out->steps, (struct trace_step){ role, at, text });
}

static bool visit(struct tracer *t, origin_id id, uint32_t depth)
{
	if (id == 0)
		return false;
	for (uint32_t i = 0; i < t->nseen; i++) {
		if (t->seen[i] == id)
			return false;
	}
	if (t->nseen == SEEN_MAX || depth == DEPTH_MAX) {
		t->out->more = true;
		return false;
	}
	t->seen[t->nseen++] = id;
	return true;
}

static bool is_library(const struct tracer *t, struct span at)
{
	return source_kind_at(t->sources, at.beg) == SOURCE_LIBRARY;
}

/* ---- kinds of origins ---------------------------------------------------------------------- */

static void explain(struct tracer *t, origin_id id, uint32_t depth);
static void explain_condition(struct tracer *t, origin_id id, uint32_t depth);

static void explain_default(struct tracer *t, origin_id id, const struct origin *o, uint32_t depth)
{
	node_id value = ast_child(t->ast, o->node, 1);
	struct span field = ast_span(t->ast, o->node), block = origin_user_block(t->origins, id);
	struct origin inner = origin_get(t->origins, o->inner);
	struct str name = ast_text(t->ast, o->node);

	if (ast_is_none(t->ast, value))
		add(t, "optional", ast_name_span(t->ast, o->node), "nobody sets `%.*s`, which is optional",
		    STR_ARG(name));
	else
		add(t, "default", ast_span(t->ast, value), "nobody sets `%.*s`: this is its default",
		    STR_ARG(name));
	add(t, "unset", block, "here `%.*s` could be set", STR_ARG(name));
	if (inner.at.beg < field.beg || inner.at.beg >= field.end || inner.kind != ORIGIN_WRITTEN)
		explain(t, o->inner, depth);
}

static void explain_inputs(struct tracer *t, const struct origin *o, uint32_t depth)
{
	for (uint32_t i = 0; i < o->ninputs; i++)
		explain(t, *(const origin_id *)table_get(&t->origins->inputs, o->first_input + i), depth);
	t->out->more |= o->more_inputs > 0;
}

/* The field whose default holds a place of a type declaration, or 0. */
static node_id field_around(const struct tracer *t, struct span at)
{
	node_id n = 0, field = 0;

	for (uint32_t i = 1; i < t->program->modules.n && !n; i++) {
		const struct module *m = table_get(&t->program->modules, i);
		struct span file = ast_span(t->ast, m->file);

		if (file.beg <= at.beg && at.beg < file.end)
			n = m->file;
	}
	for (node_id c = n; c; c = n ? ast_node(t->ast, n)->first : 0) {
		while (c && ast_span(t->ast, c).end <= at.beg)
			c = ast_next(t->ast, c);
		n = c && ast_span(t->ast, c).beg <= at.beg ? c : 0;
		if (n && ast_node(t->ast, n)->kind == NODE_FIELD)
			field = n;
	}
	return field;
}

static void explain_written(struct tracer *t, struct span at)
{
	node_id field = is_library(t, at) ? field_around(t, at) : 0;

	if (is_shown(t, at))
		return;
	if (field)
		add(t, "default", at, "in the default of `%.*s`", STR_ARG(ast_text(t->ast, field)));
	else
		add(t, "written", at, is_library(t, at) ? "the library writes it here" : "written here");
}

/* Where a value that was replaced had been written: the first place on the way to it. */
static struct span first_place(const struct tracer *t, origin_id id)
{
	for (uint32_t i = 0; id && i < SEEN_MAX; i++) {
		struct origin o = origin_get(t->origins, id);

		if (o.at.beg)
			return o.at;
		if (o.kind == ORIGIN_DEFAULT && !o.inner)
			return ast_name_span(t->ast, o.node);
		id = o.inner;
	}
	return (struct span){ 0 };
}

static void explain(struct tracer *t, origin_id id, uint32_t depth)
{
	if (!visit(t, id, depth))
		return;
	struct origin o = origin_get(t->origins, id);

	switch ((enum origin_kind)o.kind) {
	case ORIGIN_NONE:
		break;
	case ORIGIN_WRITTEN:
		explain_written(t, o.at);
		break;
	case ORIGIN_SPAN:
		add(t, "written", o.at, "written here");
		break;
	case ORIGIN_PARAM:
		add(t, "given", o.at, "given for the parameter `%.*s`", STR_ARG(ast_text(t->ast, o.node)));
		add(t, "parameter", ast_name_span(t->ast, o.node), "the parameter is declared here");
		break;
	case ORIGIN_DEFAULT:
		explain_default(t, id, &o, depth + 1);
		break;
	case ORIGIN_OVERRIDE:
		explain(t, o.inner, depth + 1);
		add(t, "replaced", first_place(t, o.owner), "this was replaced");
		break;
	case ORIGIN_COMPUTED:
		add(t, "computed", o.at, "computed here");
		explain_inputs(t, &o, depth + 1);
		break;
	case ORIGIN_CHOSEN:
		explain(t, o.inner, depth + 1);
		explain_condition(t, o.owner, depth + 1);
		break;
	}
}

static void explain_condition(struct tracer *t, origin_id id, uint32_t depth)
{
	struct origin o = origin_get(t->origins, id);

	if (o.kind == ORIGIN_CHOSEN && visit(t, id, depth)) {
		explain_condition(t, o.inner, depth + 1);
		explain_condition(t, o.owner, depth + 1);
	} else if (o.kind == ORIGIN_COMPUTED && visit(t, id, depth)) {
		add(t, "condition", o.at, "on this condition");
		explain_inputs(t, &o, depth + 1);
	} else if (o.kind == ORIGIN_WRITTEN && visit(t, id, depth)) {
		add(t, "condition", o.at, "chosen by this");
	} else {
		explain(t, id, depth);
	}
}

/* ---- questions ----------------------------------------------------------------------------- */

void trace_value(struct trace *t, struct rcc *r, origin_id origin)
{
	struct tracer tracer = tracer_of(t, r);

	explain(&tracer, origin, 0);
}

void trace_conditions(struct trace *t, struct rcc *r, origin_id origin)
{
	struct tracer tracer = tracer_of(t, r);

	for (uint32_t i = 0; i < DEPTH_MAX; i++) {
		struct origin o = origin_get(tracer.origins, origin);

		if (o.kind == ORIGIN_CHOSEN)
			explain_condition(&tracer, o.owner, 0);
		else if (o.kind != ORIGIN_OVERRIDE)
			return;
		origin = o.inner;
	}
}

/* The block that a node writes its fields in, or 0. */
static node_id block_of(const struct ast *t, node_id n)
{
	switch (ast_node(t, n)->kind) {
	case NODE_BLOCK:
		return n;
	case NODE_SET:
		return ast_child(t, n, 0);
	case NODE_AMEND:
	case NODE_STACK:
	case NODE_SET_KEYED:
	case NODE_SET_KEY:
		return ast_child(t, n, 1);
	case NODE_SET_TAGGED:
		return ast_child(t, n, 2);
	default:
		return 0;
	}
}

static bool sets(const struct ast *t, node_id entry, struct str key)
{
	switch (ast_node(t, entry)->kind) {
	case NODE_SET:
	case NODE_SET_TAGGED:
		return str_eq(ast_text(t, entry), key);
	case NODE_SET_KEY:
		return str_eq(ast_text(t, ast_child(t, entry, 0)), key);
	default:
		return false;
	}
}

void trace_entry(struct trace *t, struct rcc *r, origin_id container, struct str key)
{
	struct tracer tracer = tracer_of(t, r);
	struct origin o = origin_get(tracer.origins, container);

	for (uint32_t i = 0; i < DEPTH_MAX && (o.kind == ORIGIN_CHOSEN || o.kind == ORIGIN_OVERRIDE); i++)
		o = origin_get(tracer.origins, o.inner);
	node_id block = o.kind == ORIGIN_WRITTEN ? block_of(tracer.ast, o.node) : 0;

	if (!block || ast_node(tracer.ast, block)->kind != NODE_BLOCK)
		return;
	for (node_id n = ast_node(tracer.ast, block)->first; n; n = ast_next(tracer.ast, n)) {
		if (sets(tracer.ast, n, key))
			add(&tracer, "entry", ast_span(tracer.ast, n), "put into the object here");
	}
}
