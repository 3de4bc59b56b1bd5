/* Calls of functions: a frame of their own, given arguments first, then defaults. */
#include "eval/eval_internal.h"

#include <string.h>

enum { VALUE_UNGIVEN = 0xff }; /* kind of a parameter's slot until it gets its argument */

static void leave_open(struct eval_frame *f, uint32_t first, uint32_t nparams)
{
	for (uint32_t i = first; i < nparams; i++)
		f->slots[i].kind = VALUE_UNGIVEN;
}

static void fill_defaults(struct eval *e, struct eval_frame *f, node_id params)
{
	for (node_id p = ast_node(e->ast, params)->first; p; p = ast_next(e->ast, p)) {
		struct value *slot = &f->slots[ast_node(e->ast, p)->ref];
		node_id value = ast_child(e->ast, p, 1);

		if (slot->kind != VALUE_UNGIVEN)
			continue;
		*slot = ast_is_none(e->ast, value) ? value_absent(0) : value_whole(eval_node(e, f, value));
	}
}

static inline struct value run_body(struct eval *e, struct eval_frame *f, node_id fn)
{
	return value_whole(eval_node(e, f, ast_child(e->ast, fn, 2)));
}

static struct kept_result *kept_place(struct eval *e, node_id fn)
{
	if (!e->kept)
		e->kept = arena_new(e->arena, struct kept_result, ONCE_KEPT);
	for (uint32_t i = 0; i < ONCE_NEAR; i++) {
		struct kept_result *place = &e->kept[(fn + i) % ONCE_KEPT];

		if (!place->fn || place->fn == fn)
			return place;
	}
	return &e->kept[fn % ONCE_KEPT];
}

/* Whether the arguments are records, which do not change: `of`. */
static bool take_records(const struct eval_frame *f, uint32_t n, const struct record_value **of)
{
	for (uint32_t i = 0; i < n; i++) {
		if (f->slots[i].kind != VALUE_RECORD)
			return false;
		of[i] = f->slots[i].record;
	}
	return true;
}

/* A function marked `@once` runs once for the same records. */
static struct value run_once(struct eval *e, struct eval_frame *f, node_id fn, uint32_t nparams)
{
	struct kept_result now = { .fn = fn, .quiet = e->origins.quiet }, *kept = kept_place(e, fn);

	if (!take_records(f, nparams, now.of))
		return run_body(e, f, fn);
	if (kept->fn == fn && memcmp(kept->of, now.of, sizeof now.of) == 0 && (!kept->quiet || now.quiet))
		return kept->value;
	now.value = run_body(e, f, fn);
	*kept_place(e, fn) = now;
	return now.value;
}

/* What is noted of a function that says yes or no of one record is its answer, which many records have in
 * common, and nothing of what it read for that. */
static struct value answer_once(struct eval *e, struct eval_frame *f, node_id fn)
{
	struct reads *reads = e->reads;
	const struct record_value *about = f->slots[0].record;

	e->reads = NULL;
	struct value v = run_once(e, f, fn, 1);

	e->reads = reads;
	reads_note_said(e, about, fn, v);
	return v;
}

static bool is_answer(struct eval *e, const struct eval_frame *f, node_id fn, uint32_t nparams)
{
	return nparams == 1 && e->reads && f->slots[0].kind == VALUE_RECORD &&
	       type_get(e->types, ast_node(e->ast, fn)->type)->kind == TYPE_BOOL &&
	       reads_asks(e, f->slots[0].record);
}

static void leave(struct eval *e, struct eval_frame *f)
{
	frame_leave(e, f);
	eval_call_leave(e);
}

static struct value finish(struct eval *e, struct eval_frame *f, node_id fn)
{
	const struct node *n = ast_node(e->ast, fn);
	uint32_t nparams = n->flags & NODE_F_ONCE ? ast_node(e->ast, n->first)->ref : 0;
	bool once = 0 < nparams && nparams <= ONCE_RECORDS;
	struct value v = !once				? run_body(e, f, fn)
			 : is_answer(e, f, fn, nparams) ? answer_once(e, f, fn)
							: run_once(e, f, fn, nparams);

	frame_leave(e, f);
	eval_call_leave(e);
	return v;
}

/* From the first one with a name on. */
static void pass_rest(struct eval *e, struct eval_frame *f, struct eval_frame *callee, node_id first,
		      uint32_t position)
{
	for (node_id arg = first; arg; arg = ast_next(e->ast, arg)) {
		const struct node *n = ast_node(e->ast, arg);

		if (n->kind == NODE_ARG)
			callee->slots[n->ref] = value_whole(eval_operand(e, f, n->first));
		else
			callee->slots[position++] = value_whole(eval_operand(e, f, arg));
	}
}

static inline void pass_arguments(struct eval *e, struct eval_frame *f, struct eval_frame *callee,
				  node_id params, node_id first)
{
	uint32_t nparams = ast_node(e->ast, params)->ref, n = 0;
	node_id arg = first;

	for (; arg && ast_node(e->ast, arg)->kind != NODE_ARG; arg = ast_next(e->ast, arg))
		callee->slots[n++] = value_whole(eval_operand(e, f, arg));
	if (n == nparams) /* as in most calls */
		return;
	leave_open(callee, n, nparams);
	pass_rest(e, f, callee, arg, n);
	fill_defaults(e, callee, params);
}

/* ---- results that are known ---- */

enum { KNOWN = 1024 };

/* A function gives the same for the same arguments; where origins do not matter, it is called once. */
struct known_result {
	uint64_t call; /* a hash of the function and its arguments; 0: none */
	struct value result;
};

/* Of a call with nothing but plain arguments, or 0. */
static uint64_t hash_call(node_id fn, const struct eval_frame *callee, uint32_t nparams)
{
	uint64_t hash = reads_mix(1, fn);

	for (uint32_t i = 0; i < nparams; i++) {
		struct value v = callee->slots[i];

		hash = reads_mix(hash, v.kind);
		if (v.kind == VALUE_STRING || v.kind == VALUE_VERSION)
			hash = reads_mix_text(hash, *v.string);
		else if (v.kind == VALUE_INT)
			hash = reads_mix(hash, (uint64_t)v.integer);
		else if (v.kind == VALUE_BOOL)
			hash = reads_mix(hash, v.boolean);
		else if (v.kind != VALUE_ABSENT)
			return 0;
	}
	return hash;
}

static struct known_result *known_at(struct eval *e, uint64_t hash)
{
	if (!e->known)
		e->known = arena_new(e->arena, struct known_result, KNOWN);
	return &e->known[hash % KNOWN];
}

static struct value finish_known(struct eval *e, struct eval_frame *callee, node_id fn, uint32_t nparams)
{
	uint64_t hash = e->origins.quiet ? hash_call(fn, callee, nparams) : 0;
	struct known_result *known = hash ? known_at(e, hash) : NULL;

	if (!known)
		return finish(e, callee, fn);
	if (known->call == hash) {
		leave(e, callee);
		return known->result;
	}
	uint32_t told = e->session->diags.list.n;
	struct value v = finish(e, callee, fn);

	if (!e->stopped && e->session->diags.list.n == told)
		*known = (struct known_result){ hash, v };
	return v;
}

struct value eval_call_node(ARGS)
{
	uint32_t target = REF_PAYLOAD(n->ref);

	if (REF_KIND(n->ref) == REF_BUILTIN)
		return value_whole(eval_builtin(e, f, id, target));
	if (!eval_call_enter(e, id))
		return value_error();
	struct eval_frame *callee = frame_enter(e, target);
	node_id params = ast_node(e->ast, target)->first;

	pass_arguments(e, f, callee, params, ast_next(e->ast, n->first));
	return finish_known(e, callee, target, ast_node(e->ast, params)->ref);
}

struct value eval_call(struct eval *e, node_id fn, const struct value *args, uint32_t n)
{
	ast_warm_decl(e->ast, fn);
	if (!eval_call_enter(e, fn))
		return value_error();
	struct eval_frame *f = frame_enter(e, fn);
	node_id params = ast_node(e->ast, fn)->first;
	uint32_t nparams = ast_node(e->ast, params)->ref;

	for (uint32_t i = 0; i < n && i < nparams; i++)
		f->slots[i] = value_whole(args[i]);
	if (n < nparams) {
		leave_open(f, n, nparams);
		fill_defaults(e, f, params);
	}
	return finish(e, f, fn);
}
