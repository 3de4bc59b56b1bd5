#include "rules/rules_internal.h"

#include <stdlib.h>

static void run_stmts(struct run *run, node_id stmts);

struct str rules_slug(struct arena *a, struct str name)
{
	char *p = arena_new(a, char, (size_t)name.n + 1);

	for (uint32_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '_' ? '-' : name.p[i];
	return (struct str){ p, name.n };
}

/* ---- order -------------------------------------------------------------------------------- */

static int by_check(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	return (x->check > y->check) - (x->check < y->check);
}

static struct ordered *find_place(const struct rules *r, node_id check)
{
	struct ordered key = { check, 0 };

	return bsearch(&key, r->ordered, r->nordered, sizeof key, by_check);
}

struct waiting {	     /* a check whose prerequisites are being placed */
	node_id check, need; /* the next of them, or 0 */
};

static struct waiting waiting_for(const struct rules *r, node_id check)
{
	node_id needs = ast_child(r->ast, check, 1);

	return (struct waiting){ check, ast_is_none(r->ast, needs) ? 0 : at(r, needs)->first };
}

/* Prerequisites first; sema has refused cycles. Iterative, so that a long chain costs no stack of ours. */
static void place(struct rules *r, node_id check)
{
	struct arena *a = &r->session->arena;
	VEC(struct waiting) chain = { 0 };

	vec_push(a, &chain, waiting_for(r, check));
	while (chain.n) {
		struct waiting *top = &chain.v[chain.n - 1];
		struct ordered *own = find_place(r, top->check);

		if (own->at == UINT32_MAX && !top->need) {
			own->at = r->n;
			r->order[r->n++] = top->check;
		}
		if (own->at != UINT32_MAX) {
			chain.n--;
			continue;
		}
		uint32_t ref = at(r, top->need)->ref;

		top->need = at(r, top->need)->next;
		if (REF_KIND(ref) == REF_GLOBAL)
			vec_push(a, &chain, waiting_for(r, REF_PAYLOAD(ref)));
	}
}

static void list_checks_by_node(struct rules *r)
{
	const struct table *checks = &r->program->checks;

	r->ordered = arena_new(&r->session->arena, struct ordered, checks->n);
	for (uint32_t i = 1; i < checks->n; i++)
		r->ordered[r->nordered++] =
			(struct ordered){ *(const node_id *)table_get(checks, i), UINT32_MAX };
	qsort(r->ordered, r->nordered, sizeof *r->ordered, by_check);
}

struct rules *rules_new(const struct program *p, struct session *s)
{
	struct rules *r = arena_new(&s->arena, struct rules, 1);

	*r = (struct rules){ .program = p, .ast = &p->ast, .session = s };
	r->order = arena_new(&s->arena, node_id, p->checks.n);
	r->failed = arena_new(&s->arena, bool, p->checks.n);
	list_checks_by_node(r);
	for (uint32_t i = 1; i < p->checks.n; i++)
		place(r, *(const node_id *)table_get(&p->checks, i));
	return r;
}

/* ---- statements --------------------------------------------------------------------------- */

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

/* Each check and fact once, however many stacks there are. */
static void note_skipped(struct rules *r, struct str fact, node_id check)
{
	for (uint32_t i = 0; i < r->skipped.n; i++) {
		if (r->skipped.v[i].check == check && str_eq(r->skipped.v[i].fact, fact))
			return;
	}
	struct arena *a = r->session->diags.arena; /* it is told at the end, when the stack is gone */

	vec_push(a, &r->skipped, (struct skipped){ arena_str(a, fact), check });
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
			note_skipped(run->rules, fact_text(run, c), run->check);
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
	run->open =
		diag_add_check(&run->rules->session->diags,
			       arena_str(&run->rules->session->arena, ast_text(run->rules->ast, n)),
			       rules_slug(&run->rules->session->arena, ast_text(run->rules->ast, run->check)),
			       severity, eval_text(run, node->first));
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
		struct str *key = arena_new(&r->session->arena, struct str, 1);

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

static bool bind_params(struct run *run, const struct reach *reach, uint32_t value)
{
	const struct rules *r = run->rules;
	node_id first = at(r, ast_child(r->ast, run->check, 0))->first;

	for (node_id p = first; p; p = at(r, p)->next) {
		type_id type = type_base(&r->program->types, at(r, p)->type);
		const struct reached *found =
			enclosing(reach, p == first ? value : reach->values.v[value].parent, type);

		if (!found)
			return false;
		eval_bind(run->eval, run->frame, at(r, p)->ref, found->value);
	}
	return true;
}

static bool run_on(struct rules *r, struct eval *e, node_id check, node_id stack, const struct reach *reach,
		   uint32_t value)
{
	struct run run = {
		.rules = r, .eval = e, .check = check, .stack = stack, .origins = eval_origins(e)
	};

	run.frame = eval_frame_enter(e, check);
	if (bind_params(&run, reach, value))
		run_stmts(&run, ast_child(r->ast, check, 2));
	eval_frame_leave(e, run.frame);
	return !run.failed;
}

static bool prerequisites_hold(const struct rules *r, node_id check)
{
	node_id needs = ast_child(r->ast, check, 1);

	for (node_id c = ast_is_none(r->ast, needs) ? 0 : at(r, needs)->first; c; c = at(r, c)->next) {
		if (r->failed[find_place(r, REF_PAYLOAD(at(r, c)->ref))->at])
			return false;
	}
	return true;
}

static void run_check(struct rules *r, struct eval *e, uint32_t index, node_id stack,
		      const struct reach *reach)
{
	node_id check = r->order[index];
	type_id type = type_base(&r->program->types, at(r, check)->type);

	if (!prerequisites_hold(r, check)) {
		r->failed[index] = true; /* what builds on it is silent, too */
		return;
	}
	for (uint32_t i = reach->buckets[type & (reach->nbuckets - 1)]; i; i = reach->values.v[i].next) {
		if (reach->values.v[i].type == type && !run_on(r, e, check, stack, reach, i))
			r->failed[index] = true;
	}
}

/* ---- a stack ------------------------------------------------------------------------------ */

/* Drops the warnings since `first` that the stack allows. */
static void drop_allowed(struct rules *r, struct allowances *a, uint32_t first)
{
	struct diags *ds = &r->session->diags;
	uint32_t kept = first;

	for (uint32_t i = first; i < ds->list.n; i++) {
		struct diag *d = ds->list.v[i];

		if (d->severity == SEVERITY_ERROR || !allow_covers(a, d->code))
			ds->list.v[kept++] = d;
		else if (d->severity == SEVERITY_WARNING)
			ds->warnings--;
	}
	ds->list.n = kept;
}

void rules_run(struct rules *r, struct eval *e, node_id stack, struct value value)
{
	uint32_t before = r->session->diags.list.n;
	struct reach reach;

	if (value.kind != VALUE_RECORD)
		return;
	reach_collect(&reach, e, r->session, &r->program->types, value);
	for (uint32_t i = 0; i < r->n; i++)
		r->failed[i] = false;
	for (uint32_t i = 0; i < r->n; i++)
		run_check(r, e, i, stack, &reach);
	struct allowances *a = allow_read(r, e, value);

	drop_allowed(r, a, before);
	allow_finish(a, r, e);
}

/* ---- unknown facts ------------------------------------------------------------------------ */

static bool seen_before(const struct rules *r, uint32_t i, bool by_fact)
{
	for (uint32_t j = 0; j < i; j++) {
		bool same_check = r->skipped.v[j].check == r->skipped.v[i].check;

		if (by_fact ? str_eq(r->skipped.v[j].fact, r->skipped.v[i].fact) : same_check)
			return true;
	}
	return false;
}

static void list_checks(const struct rules *r, struct str fact, struct buf *out)
{
	uint32_t listed = 0;

	for (uint32_t i = 0; i < r->skipped.n; i++) {
		const struct skipped *s = &r->skipped.v[i];

		if (!str_eq(s->fact, fact) || seen_before(r, i, false))
			continue;
		buf_printf(out, "%s%.*s", listed++ ? ", " : "", STR_ARG(ast_text(r->ast, s->check)));
	}
}

void rules_finish(struct rules *r)
{
	struct diags *ds = &r->session->diags;
	uint32_t checks = 0;

	for (uint32_t i = 0; i < r->skipped.n; i++)
		checks += !seen_before(r, i, false);
	if (!checks)
		return;
	struct diag *d = diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0, 0 },
				  "%u check%s skipped, because facts are not declared", checks,
				  checks == 1 ? " was" : "s were");

	for (uint32_t i = 0; i < r->skipped.n; i++) {
		struct buf line = { .arena = &r->session->arena };

		if (seen_before(r, i, true))
			continue;
		list_checks(r, r->skipped.v[i].fact, &line);
		if (line.n)
			diag_because(ds, d, "without `%.*s`: %.*s", STR_ARG(r->skipped.v[i].fact),
				     STR_ARG(buf_str(&line)));
	}
	diag_help(ds, d, "declare them where the cluster is described, and these checks run");
}
