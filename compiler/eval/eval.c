#include "eval/eval_internal.h"

#include <stdarg.h>

enum { CHUNK_BYTES = 64 << 10, ROUND = 32, ORIGINS = 4096 /* as a stack has */ };

/* Frames count by their depth, not as values. */
static struct frame_chunk *chunk_new(struct eval *e, struct frame_chunk *before, size_t need)
{
	size_t total = e->arena->total, size = need > CHUNK_BYTES ? need : CHUNK_BYTES;
	struct frame_chunk *c = arena_alloc(e->arena, 1, sizeof *c + size);

	e->arena->total = total;
	*c = (struct frame_chunk){ .before = before, .size = (uint32_t)size };
	return c;
}

static struct eval *eval_make(const struct program *p, struct session *s)
{
	struct eval *e = arena_one(&s->arena, struct eval);

	e->program = p;
	e->ast = &p->ast;
	e->types = &p->types;
	e->session = s;
	e->deepest = s->limits[LIMIT_LEVELS];
	e->arena = &s->arena;
	origins_init(&e->origins, &p->ast);
	e->chunk = chunk_new(e, NULL, CHUNK_BYTES);
	e->bytes_before = e->arena->total;
	vec_push(e->arena, &e->written, value_error());
	return e;
}

struct eval *eval_new(const struct program *p, struct session *s)
{
	struct eval *e = eval_make(p, s);

	origins_begin(&e->origins, e->arena, ORIGINS);
	return e;
}

static struct eval *guest_make(struct eval *host, struct session *s, bool beside)
{
	struct eval *e = eval_make(host->program, s);

	e->stack = host->stack;
	e->guest = e->origins.quiet = true;
	e->beside = e->origins.blind = beside;
	e->written.v = host->written.v; /* what is added is added to a copy */
	e->written.n = e->written.cap = host->written.n;
	if (!beside)
		origins_view(&e->origins, &host->origins);
	eval_restart(e);
	return e;
}

struct eval *eval_guest(struct eval *host, struct session *s)
{
	return guest_make(host, s, false);
}

struct eval *eval_beside(struct eval *host, struct session *s)
{
	return guest_make(host, s, true);
}

void eval_free(struct eval *e)
{
	origins_fini(&e->origins);
}

struct origins *eval_origins(struct eval *e)
{
	return &e->origins;
}

bool eval_quiet(struct eval *e, bool quiet)
{
	bool before = e->origins.quiet;

	e->origins.quiet = quiet;
	return before;
}

/* ---- readers ---- */

struct eval *eval_reader(struct eval *host, struct session *s, uint32_t reader)
{
	struct eval *e = eval_make(host->program, s);

	e->stack = host->stack;
	origins_lend(&host->origins, reader, &e->origins);
	eval_restart(e);
	return e;
}

void eval_join(struct eval *host, struct eval *reader)
{
	reader->origins.own_room = false; /* the host takes over its arena */
	host->steps += reader->steps;
	host->look = 0;
}

void eval_reader_free(struct eval *host, struct eval *reader)
{
	origins_return(&host->origins, &reader->origins);
	eval_free(reader);
}

/* ---- limits ---- */

struct eval_spent eval_spent(const struct eval *e)
{
	return (struct eval_spent){ e->steps, e->exceeded, e->stopped };
}

void eval_unspend(struct eval *e, struct eval_spent before)
{
	e->steps = before.steps;
	e->look = 0;
	e->exceeded = before.exceeded;
	e->stopped = before.stopped;
}

static size_t bytes_used(const struct eval *e)
{
	return e->arena->total + (size_t)e->origins.list.n * sizeof(struct origin) +
	       (size_t)e->origins.places[e->origins.reader].n * sizeof(struct span) +
	       (size_t)e->origins.inputs.n * sizeof(origin_id);
}

bool eval_spend(struct eval *e, uint64_t steps, uint64_t bytes)
{
	const uint64_t *limits = e->session->limits;

	if (e->stopped || e->steps + steps > limits[LIMIT_STEPS] ||
	    bytes_used(e) - e->bytes_before + bytes > limits[LIMIT_VALUE_BYTES])
		return false;
	e->steps += steps;
	e->bytes_before -= bytes;
	return true;
}

void eval_restart(struct eval *e)
{
	e->steps = e->look = 0;
	e->deepest = e->session->limits[LIMIT_LEVELS];
	e->bytes_before = bytes_used(e);
	e->exceeded = 0;
	e->stopped = false;
}

void eval_exceed(struct eval *e, enum limit limit, node_id at)
{
	const struct limit_info *info = &limit_infos[limit];
	struct span where = ast_span(e->ast, at);
	struct span stack = e->stack ? ast_name_span(e->ast, e->stack) : where;
	bool library = source_kind_at(&e->session->sources, where.beg) == SOURCE_LIBRARY;

	e->stopped = true;
	e->look = 0;
	if (e->exceeded & 1u << limit)
		return;
	e->exceeded |= 1u << limit;
	struct diag *d =
		diag_add(&e->session->diags, DIAG_LIMIT, library ? stack : where, "%s: more than %llu %s",
			 info->what, (unsigned long long)e->session->limits[limit], info->unit);

	if (library && e->stack)
		diag_label(&e->session->diags, d, where, "exceeded here");
	diag_because(&e->session->diags, d, "the limit %s bounds what one compilation may use", info->name);
}

/* Memory is looked at once in so many steps; the limit of steps is met exactly. */
bool eval_look(struct eval *e, node_id at)
{
	const uint64_t *limits = e->session->limits;
	uint64_t round = (e->steps | (ROUND - 1)) + 1;

	if (e->stopped)
		return false;
	if (e->steps > limits[LIMIT_STEPS])
		eval_exceed(e, LIMIT_STEPS, at);
	else if (bytes_used(e) - e->bytes_before > limits[LIMIT_VALUE_BYTES])
		eval_exceed(e, LIMIT_VALUE_BYTES, at);
	else
		e->look = round <= limits[LIMIT_STEPS] ? round : limits[LIMIT_STEPS] + 1;
	return !e->stopped;
}

bool eval_call_enter(struct eval *e, node_id at)
{
	if (e->stopped)
		return false;
	if (e->calls >= e->session->limits[LIMIT_CALL_DEPTH]) {
		eval_exceed(e, LIMIT_CALL_DEPTH, at);
		return false;
	}
	e->calls++;
	return true;
}

void eval_call_leave(struct eval *e)
{
	e->calls--;
}

/* ---- reports ---- */

struct span eval_blame(struct eval *e, origin_id origin, node_id at)
{
	struct origin_leaves leaves;

	origin_leaves(&e->origins, e->arena, origin, &leaves);
	if (leaves.spans.n)
		return leaves.spans.v[0];
	for (uint32_t i = 0; i < leaves.defaults.n; i++) {
		struct span block = origin_user_block(&e->origins, leaves.defaults.v[i]);

		if (block.end)
			return block;
	}
	if (source_kind_at(&e->session->sources, ast_span(e->ast, at).beg) == SOURCE_LIBRARY && e->stack)
		return ast_name_span(e->ast, e->stack);
	return origin_get(&e->origins, at).at;
}

struct diag *eval_report(struct eval *e, enum diag_code code, origin_id origin, node_id at, const char *fmt,
			 ...)
{
	struct span where = eval_blame(e, origin, at), operation = origin_get(&e->origins, at).at;
	va_list args;

	va_start(args, fmt);
	struct str text = arena_vprintf(e->arena, fmt, args);

	va_end(args);
	struct diag *d = diag_add(&e->session->diags, code, where, "%.*s", STR_ARG(text));

	if (where.end <= operation.beg || operation.end <= where.beg)
		diag_label(&e->session->diags, d, operation, "computed here");
	return d;
}

/* ---- frames ---- */

void frame_make_room(struct eval *e, size_t need)
{
	struct frame_chunk *c = e->chunk, *after = c->after;

	if (!after || after->size < need) {
		struct frame_chunk *made = chunk_new(e, c, need);

		made->after = after;
		if (after)
			after->before = made;
		c->after = after = made;
	}
	e->chunk = after;
}

struct eval_frame *eval_frame_enter(struct eval *e, node_id decl)
{
	return frame_enter(e, decl);
}

void eval_frame_leave(struct eval *e, struct eval_frame *f)
{
	frame_leave(e, f);
}

void eval_bind(struct eval *e, struct eval_frame *f, uint32_t slot, struct value v)
{
	(void)e;
	f->slots[slot] = v;
}

/* ---- globals ---- */

static struct global *globals_slot(const struct globals *g, node_id node)
{
	uint32_t i = node * 2654435761u & (g->cap - 1);

	while (g->v[i].node && g->v[i].node != node)
		i = (i + 1) & (g->cap - 1);
	return &g->v[i];
}

struct global *globals_find(struct eval *e, node_id node)
{
	struct global *g = e->globals.cap ? globals_slot(&e->globals, node) : NULL;

	return g && g->node ? g : NULL;
}

static void globals_grow(struct eval *e)
{
	struct globals old = e->globals;

	e->globals.cap = old.cap ? old.cap * 2 : 64;
	e->globals.v = arena_new(e->arena, struct global, e->globals.cap);
	for (uint32_t i = 0; i < old.cap; i++) {
		if (old.v[i].node)
			*globals_slot(&e->globals, old.v[i].node) = old.v[i];
	}
}

struct global *globals_add(struct eval *e, node_id node)
{
	if (e->globals.n * 2 >= e->globals.cap)
		globals_grow(e);
	struct global *g = globals_slot(&e->globals, node);

	e->globals.n += g->node == 0;
	*g = (struct global){ .node = node };
	return g;
}

/* ---- top-level lets, params, stacks ---- */

static struct value in_own_frame(struct eval *e, node_id decl, node_id value)
{
	if (!eval_call_enter(e, decl))
		return value_error();
	struct eval_frame *f = frame_enter(e, decl);

	f->building = &e->outside;
	struct value v = value_whole(eval_node(e, f, value));

	eval_frame_leave(e, f);
	eval_call_leave(e);
	return v;
}

static struct value param_default(struct eval *e, node_id param)
{
	node_id value = ast_child(e->ast, param, 1);
	struct str name = ast_text(e->ast, param);

	if (!ast_is_none(e->ast, value))
		return in_own_frame(e, param, value);
	if (ast_node(e->ast, param)->flags & NODE_F_OPTIONAL)
		return value_absent(origin_span(&e->origins, ast_name_span(e->ast, param)));
	struct diag *d = diag_add(&e->session->diags, DIAG_MISSING_PARAM, ast_name_span(e->ast, param),
				  "the parameter `%.*s` is not given", STR_ARG(name));

	diag_help(&e->session->diags, d, "give it with `--param %.*s=VALUE`", STR_ARG(name));
	return value_error();
}

static struct value stack_layers(struct eval *e, node_id stack);

static struct value global_compute(struct eval *e, node_id decl)
{
	switch (ast_node(e->ast, decl)->kind) {
	case NODE_STACK:
		return stack_layers(e, decl);
	case NODE_PARAM:
		return param_default(e, decl);
	default:
		return in_own_frame(e, decl, ast_child(e->ast, decl, 1));
	}
}

struct value eval_global(struct eval *e, node_id decl)
{
	struct global *g = globals_find(e, decl);

	if (g && g->running) {
		diag_add(&e->session->diags, DIAG_RECURSION, ast_name_span(e->ast, decl),
			 "`%.*s` depends on itself", STR_ARG(ast_text(e->ast, decl)));
		return value_error();
	}
	if (g && !g->stopped)
		return g->value;
	if (e->beside && ast_node(e->ast, decl)->kind != NODE_LET) {
		e->stopped = true;
		return value_error();
	}
	globals_add(e, decl)->running = true;
	struct eval_manner manner = eval_manner_whole(e);
	struct value v = global_compute(e, decl);

	eval_manner_again(e, manner);

	*globals_find(e, decl) = (struct global){ .node = decl, .stopped = e->stopped, .value = v };
	return v;
}

static void set_stack_name(struct eval *e, node_id stack, struct record_value *r)
{
	int i = type_find_field(e->types, r->type, name_find(&e->session->names, STR("name")));

	if (i < 0)
		return;
	struct value name = value_string(e, ast_text(e->ast, stack),
					 origin_span(&e->origins, ast_name_span(e->ast, stack)));

	slot_write(
		r, (uint32_t)i,
		eval_refine(e, type_field(e->types, eval_type(e, r->type), (uint32_t)i)->type, name, stack));
}

/* What a stack and everything that it extends wrote, the base first. */
static struct value stack_layers(struct eval *e, node_id stack)
{
	node_id base = ast_child(e->ast, stack, 0), block = ast_child(e->ast, stack, 1);
	struct value under = value_absent(0);

	if (!ast_is_none(e->ast, base))
		under = eval_global(e, REF_PAYLOAD(ast_node(e->ast, base)->ref));
	if (under.kind == VALUE_ERROR || !eval_call_enter(e, stack))
		return value_error();
	struct eval_frame *f = eval_frame_enter(e, stack);
	uint32_t removals = e->removals.n;
	struct value v = eval_block(e, f, block, origin_written(stack));

	under = removals_apply(e, removals, under);
	eval_frame_leave(e, f);
	eval_call_leave(e);
	if (v.kind != VALUE_RECORD)
		return value_error();
	set_stack_name(e, stack, v.record);
	if (under.kind == VALUE_RECORD)
		v = value_of_record(merge_records(e, under.record, v.record, NULL), 0);
	return value_whole(v);
}

struct value eval_stack(struct eval *e, node_id stack)
{
	e->stack = stack;
	eval_restart(e);
	return eval_global(e, stack);
}
