/* One check on one value: binds its parameters and runs its statements. */
#include "rules/rules_internal.h"

static void run_stmts(struct run *run, node_id stmts);

static struct str eval_text(struct run *run, node_id n)
{
	struct value v =
		ast_is_none(run->rules->ast, n) ? (struct value){ 0 } : eval_node(run->eval, run->frame, n);

	return v.kind == VALUE_STRING ? *v.string : STR("");
}

/* A fact as the user would declare it: the path without the parameter that it starts at. */
static struct str fact_text(const struct run *run, node_id n)
{
	const struct rules *r = run->rules;
	struct str text = source_span_text(&r->session->sources, at(r, n)->at);
	int64_t dot = str_find(text, STR("."), 0);

	return dot < 0 ? text : str_slice(text, (uint32_t)dot + 1, text.n);
}

static void run_given(struct run *run, node_id n)
{
	const struct rules *r = run->rules;

	for (node_id c = at(r, n)->first; c; c = at(r, c)->next) {
		struct value v = eval_node(run->eval, run->frame, c);

		if (v.kind != VALUE_ABSENT && v.kind != VALUE_ERROR)
			continue;
		run->stopped = true;
		if (v.kind == VALUE_ABSENT)
			facts_note(run->rules, fact_text(run, c), run->check);
		return;
	}
}

static void run_require(struct run *run, node_id n)
{
	if (run->failing) { /* what follows may rely on what has just failed */
		run->stopped = true;
		return;
	}
	struct value v = eval_node(run->eval, run->frame, at(run->rules, n)->first);

	run->stopped = v.kind != VALUE_BOOL;
	run->failing = v.kind == VALUE_BOOL && !v.boolean;
	run->failed = run->failed || run->failing;
}

static void run_report(struct run *run, node_id n)
{
	const struct node *node = at(run->rules, n);
	enum severity severity = node->flags & NODE_F_WARNING ? SEVERITY_WARNING
				 : node->flags & NODE_F_NOTE  ? SEVERITY_NOTE
							      : SEVERITY_ERROR;

	if (!run->failing)
		return;
	if (accept_covers(run)) {
		run->stopped = true;
		return;
	}
	run->open =
		diag_add_check(&run->rules->session->diags,
			       arena_str(&run->rules->session->arena, ast_text(run->rules->ast, n)),
			       rules_slug(&run->rules->session->arena, ast_text(run->rules->ast, run->check)),
			       severity, eval_text(run, node->first));
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
		run->stopped = true;
	else if (v.boolean)
		run_stmts(run, ast_child(r->ast, n, 1));
	else if (at(r, otherwise)->kind == NODE_IF_STMT)
		run_if(run, otherwise);
	else if (!ast_is_none(r->ast, otherwise))
		run_stmts(run, otherwise);
}

/* One round of a loop: a failure ends the round, not the loop, unless what is looped over are the
 * details of an open report. */
static void run_round(struct run *run, node_id body)
{
	bool details = run->failing;

	run_stmts(run, body);
	if (!details) {
		run->failing = run->stopped = false;
		run->open = NULL;
	}
}

static void bind_round(struct run *run, node_id vars, struct value a, struct value b)
{
	const struct rules *r = run->rules;
	node_id first = at(r, vars)->first, second = at(r, first)->next;

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

	for (uint32_t i = 0; source.kind == VALUE_LIST && i < source.list->n; i++) {
		struct value index = { .kind = VALUE_INT, .integer = i };

		bind_round(run, vars, source.list->items[i], index);
		run_round(run, body);
	}
	for (uint32_t i = 0; source.kind == VALUE_MAP && i < source.map->n; i++) {
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
	bool details = at(r, n)->kind == NODE_IF_STMT || at(r, n)->kind == NODE_FOR_STMT;

	if (details && at(r, n)->flags & NODE_F_DETAILS && !run->failing)
		return;
	switch (at(r, n)->kind) {
	case NODE_LET:
		eval_bind(run->eval, run->frame, at(r, n)->ref,
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

static void run_stmts(struct run *run, node_id stmts)
{
	for (node_id c = at(run->rules, stmts)->first; c && !run->stopped; c = at(run->rules, c)->next)
		run_stmt(run, c);
}

/* ---- one check ---------------------------------------------------------------------------- */

/* The nearest value around `from`, itself included, of a type. */
static const struct reached *enclosing(const struct reach *reach, uint32_t from, type_id type)
{
	for (; from; from = reach->values.v[from].parent) {
		if (reach->values.v[from].type == type)
			return &reach->values.v[from];
	}
	return NULL;
}

/* The values that a check is given; those of them that are not the same for all objects. */
struct given_values {
	const struct value *all[PARAMS_MAX];
	uint32_t n;
	struct value own[PARAMS_MAX];
	uint32_t nown;
};

struct run_params run_params_of(const struct rules *r, node_id check)
{
	struct run_params params = { .n = 0 };

	for (node_id p = at(r, ast_child(r->ast, check, 0))->first; p; p = at(r, p)->next) {
		if (params.n == PARAMS_MAX)
			return (struct run_params){ .n = 0 };
		params.slots[params.n] = at(r, p)->ref;
		params.types[params.n++] = type_base(&r->program->types, at(r, p)->type);
	}
	return params;
}

static bool find_given(const struct run_params *params, const struct reach *reach, uint32_t value,
		       struct given_values *given)
{
	given->n = given->nown = 0;
	for (uint32_t i = 0; i < params->n; i++) {
		const struct reached *found =
			enclosing(reach, i == 0 ? value : reach->values.v[value].parent, params->types[i]);

		if (!found)
			return false;
		given->all[given->n++] = &found->value;
		if (found > &reach->values.v[reach->shared])
			given->own[given->nown++] = found->value;
	}
	return given->n > 0;
}

static void bind(struct run *run, const struct given_values *given)
{
	for (uint32_t i = 0; i < given->n; i++)
		eval_bind(run->eval, run->frame, run->params->slots[i], *given->all[i]);
}

static void run_bound(struct run *run, const struct given_values *given)
{
	run->frame = eval_frame_enter(run->eval, run->check);
	bind(run, given);
	run_stmts(run, ast_child(run->rules->ast, run->check, 2));
	accept_help(run);
	eval_frame_leave(run->eval, run->frame);
}

/*
 * Most checks hold, and then nobody asks where values come from. So a check is run without origins first, and
 * once more with them if there is something to say.
 */
static bool holds_quietly(struct run *run, const struct given_values *given)
{
	struct diags *ds = &run->rules->session->diags;
	struct diag_mark mark = diags_mark(ds);
	struct run first = *run;
	struct eval_spent spent = eval_spent(run->eval);
	bool quiet = eval_quiet(run->eval, true);

	run_bound(&first, given);
	eval_quiet(run->eval, quiet);
	struct diag_mark now = diags_mark(ds);

	if (!first.failed && now.n == mark.n && now.dropped == mark.dropped)
		return true;
	diags_release(ds, mark);
	eval_unspend(run->eval, spent); /* a limit that it met has to be told once more, too */
	return false;
}

/* Runs a check, unless it is known to pass on values like these. */
static void run_given_values(struct run *run, struct recall *recall, uint32_t check,
			     const struct given_values *given)
{
	if (recall && recall_holds(recall, run->eval, check, given->own, given->nown))
		return;
	if (recall)
		recall_begin(recall, run->eval, check, given->own, given->nown);
	bool holds = holds_quietly(run, given);

	if (recall)
		recall_end(recall, run->eval, check, holds);
	if (!holds)
		run_bound(run, given);
}

bool run_on(struct rules *r, struct eval *e, uint32_t check, const struct run_params *params,
	    const struct reach *reach, uint32_t value)
{
	struct run run = {
		.rules = r,
		.eval = e,
		.check = r->order[check],
		.params = params,
		.reach = reach,
		.value = value,
		.origins = eval_origins(e),
	};
	struct given_values given;

	if (find_given(params, reach, value, &given))
		run_given_values(&run, given.nown ? reach->recall : NULL, check, &given);
	return !run.failed;
}
