/* Lists and what goes through them: elements, loops, spreads. */
#include "sema/checker.h"

void check_vars(struct checker *k, node_id vars, type_id source, node_id source_node)
{
	const struct type *s = ty(k, type_base(k->types, source));
	node_id first = at(k, vars)->first, second = next_of(k, first);
	type_id a = TYPE_ERROR, b = TYPE_ERROR;

	if (s->kind == TYPE_MAP) {
		a = second ? s->a : s->b;
		b = s->b;
	} else if (s->kind == TYPE_LIST || s->kind == TYPE_KEYED) {
		a = s->a;
		b = TYPE_INT;
	} else if (s->kind == TYPE_OPTIONAL) {
		flow(k, source_node, source, s->a);
	} else if (s->kind != TYPE_ERROR) {
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, ast_span(k->ast, source_node),
			 "`for` goes through a list or a map, this is %.*s", STR_ARG(flow_text(k, source)));
	}
	scope_warn_hidden(k, first);
	scope_bind(k, first, at(k, first)->name, a);
	if (!second)
		return;
	scope_warn_hidden(k, second);
	scope_bind(k, second, at(k, second)->name, b);
}

static type_id check_element(struct checker *k, node_id n, type_id want);

static type_id for_element(struct checker *k, node_id n, type_id want)
{
	node_id source = child(k, n, 1);
	uint32_t locals = k->locals.n;

	check_vars(k, child(k, n, 0), check_synth(k, source), source);
	type_id t = check_element(k, child(k, n, 2), want);

	k->locals.n = locals;
	annotate(k, n, t, 0);
	return t;
}

static type_id spread_element(struct checker *k, node_id n, type_id want)
{
	node_id value = child(k, n, 0);
	type_id list = want ? type_of(k->types, TYPE_LIST, want, 0) : 0;
	type_id t = check_value(k, value, list);
	const struct type *b = ty(k, type_base(k->types, t));

	if (b->kind == TYPE_LIST || b->kind == TYPE_KEYED)
		return b->a;
	if (b->kind != TYPE_ERROR)
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, ast_span(k->ast, value),
			 "`...` spreads a list here, this is %.*s", STR_ARG(flow_text(k, t)));
	return TYPE_ERROR;
}

/* Absence flows: an element that may be absent is left out. */
static type_id check_element(struct checker *k, node_id n, type_id want)
{
	switch (at(k, n)->kind) {
	case NODE_FOR:
		return for_element(k, n, want);
	case NODE_SPREAD:
		return spread_element(k, n, want);
	case NODE_ERROR:
		return TYPE_ERROR;
	default:
		return type_unwrap(k->types, check_value(k, n, want ? type_optional(k->types, want) : 0));
	}
}

type_id check_list(struct checker *k, node_id n, type_id want)
{
	const struct type *w = ty(k, want ? type_base(k->types, type_unwrap(k->types, want)) : 0);
	bool listed = w->kind == TYPE_LIST || w->kind == TYPE_KEYED, json = w->kind == TYPE_JSON;
	type_id element = listed ? w->a : json ? TYPE_JSON : w->kind == TYPE_ERROR ? TYPE_ERROR : 0, t;
	type_id result = listed ? type_unwrap(k->types, want) : 0;

	for_each_child(k, c, n) {
		t = check_element(k, c, element);
		if (!element && t != TYPE_ERROR)
			element = t;
	}
	if (json)
		result = TYPE_JSON;
	if (!result && !element && !at(k, n)->first) {
		diag_add(&k->session->diags, DIAG_NO_EXPECTATION, ast_span(k->ast, n),
			 "the type of an empty list is not known here");
		return TYPE_ERROR;
	}
	t = result ? type_base(k->types, result)
		   : type_of(k->types, TYPE_LIST, element ? element : TYPE_ERROR, 0);
	annotate(k, n, t, 0);
	return want ? flow(k, n, t, want) : t;
}
