/* One check on one value: binds its parameters and runs its statements. */
#include "rules/rules_internal.h"

#include <string.h>

static void run_stmts(struct run *run, node_id stmts);

static struct str eval_text(struct run *run, node_id n)
{
	struct value v =
		ast_is_none(run->rules->ast, n) ? (struct value){ 0 } : eval_node(run->eval, run->frame, n);

	return v.kind == VALUE_STRING ? *v.string : STR("");
}

/* The members of a path, the outermost first; false if it is none. */
static bool add_members(const struct rules *r, node_id n, struct buf *out)
{
	if (at(r, n)->kind != NODE_GET)
		return at(r, n)->kind == NODE_NAME;
	bool path = add_members(r, at(r, n)->first, out);

	if (out->n)
		buf_char(out, '.');
	buf_add(out, ast_text(r->ast, n));
	return path;
}

/* A fact as the user would declare it: the path without the parameter that it starts at. */
static struct str fact_text(const struct run *run, node_id n)
{
	const struct rules *r = run->rules;
	struct buf members = { .arena = &r->session->arena };

	if (add_members(r, n, &members) && members.n)
		return buf_str(&members);
	struct str text = source_span_text(&r->session->sources, ast_span(r->ast, n));
	int64_t dot = str_find(text, STR("."), 0);

	return dot < 0 ? text : str_slice(text, (uint32_t)dot + 1, text.n);
}

static void run_given(struct run *run, node_id n)
{
	const struct rules *r = run->rules;

	for (node_id c = at(r, n)->first; c; c = next_of(r, c)) {
		struct value v = eval_node(run->eval, run->frame, c);

		if (v.kind != VALUE_ABSENT && v.kind != VALUE_ERROR)
			continue;
		run->stopped = true;
		if (v.kind == VALUE_ABSENT)
			facts_note(run->rules, fact_text(run, c), run->check);
		return;
	}
}

/* A check that is only asked whether it holds is over with the first thing that does not. */
static void run_require(struct run *run, node_id n)
{
	if (run->failing) { /* what follows may rely on what has just failed */
		run->stopped = true;
		return;
	}
	struct value v = eval_node(run->eval, run->frame, at(run->rules, n)->first);

	run->failing = v.kind == VALUE_BOOL && !v.boolean;
	run->failed = run->failed || run->failing;
	run->stopped = v.kind != VALUE_BOOL || (run->failing && run->asked);
	if (run->failing && !run->stopped)
		ast_warm(run->rules->ast);
}

static void run_report(struct run *run, node_id n)
{
	const struct node *node = at(run->rules, n);
	enum severity severity = node->flags & NODE_F_WARNING ? SEVERITY_WARNING
				 : node->flags & NODE_F_NOTE  ? SEVERITY_NOTE
							      : SEVERITY_ERROR;

	if (!run->failing)
		return;
	struct value message = eval_node(run->eval, run->frame, node->first);

	/* What the message tells of may be wrong in itself, and is reported as that. */
	if (message.kind != VALUE_STRING || accept_covers(run)) {
		run->stopped = true;
		return;
	}
	run->open =
		diag_add_check(&run->rules->session->diags,
			       arena_str(&run->rules->session->arena, ast_text(run->rules->ast, n)),
			       rules_slug(&run->rules->session->arena, ast_text(run->rules->ast, run->check)),
			       severity, *message.string);
	struct str path = run->reach->objects ? path_text(run, n) : STR("");

	if (path.n)
		diag_because(&run->rules->session->diags, run->open, "%.*s", STR_ARG(path));
}

static void run_if(struct run *run, node_id n)
{
	const struct rules *r = run->rules;
	struct value v = eval_node(run->eval, run->frame, at(r, n)->first);
	node_id otherwise = ast_child(r->ast, n, 2);

	if (v.kind != VALUE_BOOL)
		run->stopped = !run->open; /* what is told already is only told without this detail */
	else if (v.boolean)
		run_stmts(run, ast_child(r->ast, n, 1));
	else if (at(r, otherwise)->kind == NODE_IF_STMT)
		run_if(run, otherwise);
	else if (!ast_is_none(r->ast, otherwise))
		run_stmts(run, otherwise);
}

static bool is_over(const struct run *run)
{
	return run->asked && run->failed;
}

/* One round of a loop: a failure ends the round, not the loop, unless what is looped over are the
 * details of an open report. */
static void run_round(struct run *run, node_id body)
{
	bool details = run->failing;

	run_stmts(run, body);
	if (!details && !is_over(run)) {
		run->failing = run->stopped = false;
		run->open = NULL;
	}
}

static void bind_round(struct run *run, node_id vars, struct value a, struct value b)
{
	const struct rules *r = run->rules;
	node_id first = at(r, vars)->first, second = next_of(r, first);

	eval_bind(run->eval, run->frame, at(r, first)->ref, a);
	if (second)
		eval_bind(run->eval, run->frame, at(r, second)->ref, b);
}

static void run_for(struct run *run, node_id n)
{
	const struct rules *r = run->rules;
	node_id vars = at(r, n)->first, body = ast_child(r->ast, n, 2);
	bool pair = ast_child_count(r->ast, vars) == 2;
	struct value source = eval_node(run->eval, run->frame, ast_child(r->ast, n, 1));

	for (uint32_t i = 0; source.kind == VALUE_LIST && i < source.list->n && !is_over(run); i++) {
		struct value index = { .kind = VALUE_INT, .integer = i };

		bind_round(run, vars, source.list->items[i], index);
		run_round(run, body);
	}
	for (uint32_t i = 0; source.kind == VALUE_MAP && i < source.map->n && !is_over(run); i++) {
		const struct map_entry *entry = &source.map->entries[i];
		struct str *key = arena_one(&r->session->arena, struct str);

		*key = entry->key;
		struct value k = { .kind = VALUE_STRING, .origin = entry->key_origin, .string = key };

		bind_round(run, vars, pair ? k : entry->value, entry->value);
		run_round(run, body);
	}
}

static void run_detail(struct run *run, node_id n)
{
	const struct rules *r = run->rules;
	struct diags *ds = &r->session->diags;
	node_id first = at(r, n)->first;

	if (!run->open)
		return;
	switch (at(r, n)->kind) {
	case NODE_AT:
		label_add(run, first, eval_text(run, ast_child(r->ast, n, 1)));
		break;
	case NODE_BECAUSE:
		diag_because(ds, run->open, "%.*s", STR_ARG(eval_text(run, first)));
		break;
	case NODE_HELP:
		diag_help(ds, run->open, "%.*s", STR_ARG(eval_text(run, first)));
		break;
	case NODE_FIX:
		fix_add(run, n);
		break;
	default:
		break;
	}
}

static void run_stmt(struct run *run, node_id n)
{
	const struct rules *r = run->rules;
	const struct node *node = at(r, n);
	bool details = node->kind == NODE_IF_STMT || node->kind == NODE_FOR_STMT;

	if (details && node->flags & NODE_F_DETAILS && !run->failing)
		return;
	switch (node->kind) {
	case NODE_LET:
		eval_bind(run->eval, run->frame, node->ref,
			  eval_node(run->eval, run->frame, ast_child(r->ast, n, 1)));
		break;
	case NODE_GIVEN:
		run_given(run, n);
		break;
	case NODE_REQUIRE:
		run_require(run, n);
		break;
	case NODE_REPORT:
		run_report(run, n);
		break;
	case NODE_IF_STMT:
		run_if(run, n);
		break;
	case NODE_FOR_STMT:
		run_for(run, n);
		break;
	default:
		run_detail(run, n);
	}
}

/* The last ones only describe what failed. */
static void run_stmts(struct run *run, node_id stmts)
{
	const struct node *all = at(run->rules, stmts);
	node_id c = all->first;

	for (uint32_t i = 0; c && !run->stopped && (i < all->ref || run->failing); i++) {
		run_stmt(run, c);
		c = next_of(run->rules, c);
	}
}

/* ---- one check ---------------------------------------------------------------------------- */

/* The nearest value around a parameter's first one, from its parent on, of a type. */
static const struct reached *enclosing(const struct reach *reach, uint32_t from, type_id type)
{
	const struct reached *values = reach->values.v;

	if (from > reach->shared && values[reach->shared].type == type) /* nothing in an object has it */
		return &values[reach->shared];
	if (reach->head && from >= reach->head && values[reach->head].type == type)
		return &values[reach->head];
	for (; from; from = values[from].parent) {
		if (values[from].type == type)
			return &values[from];
	}
	return NULL;
}

static void make_room(struct run_params *params, struct arena *a)
{
	const struct run_param *v = params->v;

	params->room = params->room ? params->room * 2 : 8;
	params->v = arena_new(a, struct run_param, params->room);
	params->own = arena_new(a, struct value, params->room);
	params->places = arena_new(a, uint32_t, params->room);
	if (params->n)
		memcpy(params->v, v, params->n * sizeof *v);
}

void run_params_read(const struct rules *r, const struct checked *check, struct run_params *params)
{
	params->n = 0;
	for (node_id p = at(r, check->params)->first; p; p = next_of(r, p)) {
		if (params->n == params->room)
			make_room(params, &r->session->arena);
		params->v[params->n++] = (struct run_param){
			.type = type_base(&r->program->types, at(r, p)->type),
			.slot = at(r, p)->ref,
		};
	}
}

enum { ROOT = 1 }; /* the stack, before its objects are checked */

/* The facts about all objects for a check of the stack that asks for them; NULL if it cannot have them. */
static const struct value *find_asked(const struct reach *reach, uint32_t value, type_id type)
{
	return reach->asking && value == ROOT ? manifests_asked(reach->asking, type) : NULL;
}

bool run_find_given(struct run_params *params, const struct reach *reach, uint32_t value)
{
	params->nown = 0;
	for (uint32_t i = 0; i < params->n; i++) {
		struct run_param *p = &params->v[i];
		const struct reached *found =
			i == 0 ? &reach->values.v[value]
			       : enclosing(reach, reach->values.v[value].parent, p->type);

		if (!found) {
			p->given = find_asked(reach, value, p->type);
			if (!p->given)
				return false;
			continue;
		}
		uint32_t at = (uint32_t)(found - reach->values.v);

		p->given = at == reach->shared && params->all ? params->all : &found->value;
		if (at > reach->shared) {
			params->places[params->nown] = at;
			params->own[params->nown++] = found->value;
		}
	}
	return true;
}

static void run_bound(struct run *run)
{
	const struct run_params *params = run->params;

	run->frame = eval_frame_enter(run->eval, run->check);
	for (uint32_t i = 0; i < params->n; i++)
		eval_bind(run->eval, run->frame, params->v[i].slot, *params->v[i].given);
	run_stmts(run, run->stmts);
	accept_help(run);
	eval_frame_leave(run->eval, run->frame);
}

/* Nobody asks where values come from; what is reported is forgotten. */
bool run_holds(struct run *run)
{
	struct diags *ds = &run->rules->session->diags;
	struct diag_mark mark = diags_mark(ds);
	struct run first = *run;
	bool quiet = eval_quiet(run->eval, true);

	first.asked = true;
	run_bound(&first);
	eval_quiet(run->eval, quiet);
	struct diag_mark now = diags_mark(ds);

	diags_release(ds, mark);
	return !first.failed && now.n == mark.n && now.dropped == mark.dropped;
}

/*
 * Most checks hold, and then nobody asks where values come from. So a check is run without origins first, and
 * once more with them if there is something to say.
 */
static bool holds_quietly(struct run *run)
{
	struct eval_spent spent = eval_spent(run->eval);
	bool holds = run_holds(run);

	if (!holds)
		eval_unspend(run->eval, spent); /* a limit that it met has to be told once more, too */
	return holds;
}

/* Runs a check, unless it is known to pass on values like these. */
static void run_unless_recalled(struct run *run, struct recall *recall, uint32_t check)
{
	const struct run_params *given = run->params;

	if (recall && recall_holds(recall, run->eval, check, given->own, given->nown))
		return;
	if (recall)
		recall_begin(recall, run->eval, check, given->own, given->nown);
	bool holds = holds_quietly(run);

	if (recall)
		recall_end(recall, run->eval, check, holds);
	if (holds)
		return;
	beside_end(run->reach->beside);
	run_bound(run);
}

bool run_on(struct rules *r, struct eval *e, uint32_t check, struct run_params *params,
	    const struct reach *reach, uint32_t value)
{
	struct run run = {
		.rules = r,
		.eval = e,
		.check = rules_check(r, check),
		.stmts = rules_checked(r, check)->stmts,
		.params = params,
		.reach = reach,
		.value = value,
		.origins = eval_origins(e),
	};

	if (!run_find_given(params, reach, value))
		return true;
	if (reach->swept)
		run_bound(&run);
	else
		run_unless_recalled(&run, params->nown ? reach->recall : NULL, check);
	return !run.failed;
}
