/* Values: the form of a value decides which file checks it. Expectations flow down, types up. */
#include "sema/checker.h"

/* ---- choices ---- */

void check_condition(struct checker *k, node_id n)
{
	check_value(k, n, TYPE_BOOL);
}

/* The type of two branches: the first one's, the second one must fit. */
static type_id join(struct checker *k, node_id n, type_id a, type_id b, type_id want)
{
	if (want || a == TYPE_ERROR)
		return want ? want : b;
	if (flow_fit(k, a, b) == FIT_YES)
		return b;
	return flow_fit(k, b, a) == FIT_YES ? a : flow(k, n, b, a);
}

static type_id check_if(struct checker *k, node_id n, type_id want)
{
	node_id condition = child(k, n, 0), then = child(k, n, 1), otherwise = child(k, n, 2);
	uint32_t mark = narrow_mark(k);
	bool lonely = ast_is_none(k->ast, otherwise);

	check_condition(k, condition);
	narrow_by(k, condition, true);
	type_id a = check_value(k, then, want);

	narrow_release(k, mark);
	if (lonely) {
		type_id t = type_optional(k->types, a);

		annotate(k, n, t, 0);
		return want ? flow(k, n, t, want) : t;
	}
	narrow_by(k, condition, false);
	bool empty = at(k, otherwise)->kind == NODE_LIST && !at(k, otherwise)->first;
	type_id b = check_value(k, otherwise, want || !empty ? want : a);

	narrow_release(k, mark);
	type_id t = a == TYPE_ERROR || b == TYPE_ERROR ? TYPE_ERROR : join(k, otherwise, a, b, want);

	annotate(k, n, t, 0);
	return t;
}

static type_id check_isset(struct checker *k, node_id n)
{
	check_synth(k, child(k, n, 0));
	annotate(k, n, TYPE_BOOL, 0);
	return TYPE_BOOL;
}

static type_id plain(struct checker *k, node_id n, type_id t, type_id want)
{
	annotate(k, n, t, at(k, n)->ref);
	return want ? flow(k, n, t, want) : t;
}

static type_id paren(struct checker *k, node_id n, type_id want)
{
	type_id t = check_value(k, child(k, n, 0), want);

	annotate(k, n, t, 0);
	return t;
}

/* What the value is by itself; the forms that take `want` along have flowed into it already. */
static type_id value_of(struct checker *k, node_id n, type_id want, bool *flowed)
{
	*flowed = true;
	switch (at(k, n)->kind) {
	case NODE_NUMBER:
		return check_number(k, n, want);
	case NODE_STRING:
		return check_string(k, n, want);
	case NODE_TEMPLATE:
		return check_template(k, n, want);
	case NODE_LIST:
		return check_list(k, n, want);
	case NODE_IF:
		return check_if(k, n, want);
	case NODE_MATCH:
		return check_match(k, n, want);
	case NODE_PAREN:
		return paren(k, n, want);
	case NODE_BLOCK:
		return check_block(k, n, want);
	case NODE_BOOL:
		return plain(k, n, TYPE_BOOL, want);
	case NODE_ERROR:
	case NODE_NONE:
		return TYPE_ERROR;
	default:
		*flowed = false;
		return TYPE_ERROR;
	}
}

static type_id operand_of(struct checker *k, node_id n, type_id want)
{
	switch (at(k, n)->kind) {
	case NODE_NAME:
		return check_name(k, n, want);
	case NODE_GET:
		return check_member(k, n, want);
	case NODE_INDEX:
		return check_index(k, n);
	case NODE_CALL:
		return check_call(k, n, want);
	case NODE_ISSET:
		return check_isset(k, n);
	case NODE_UNARY:
		return check_unary(k, n, want);
	case NODE_BINARY:
		return check_binary(k, n, want);
	case NODE_AMEND:
		return check_amend(k, n, want);
	default:
		diag_add(&k->session->diags, DIAG_SYNTAX, ast_span(k->ast, n), "%s cannot stand here",
			 ast_kind_name((enum node_kind)at(k, n)->kind));
		return TYPE_ERROR;
	}
}

/* Keeps from being shown what is written where a secret belongs; strings alone see to themselves. */
static void hide_written(struct checker *k, node_id n)
{
	switch (at(k, n)->kind) {
	case NODE_NUMBER:
	case NODE_STRING:
	case NODE_TEMPLATE:
		diag_hide(&k->session->diags, ast_span(k->ast, n));
		break;
	case NODE_LIST:
		for_each_child(k, c, n)
			hide_written(k, c);
		break;
	default:
		break;
	}
}

static bool is_secret(const struct checker *k, type_id want)
{
	return want && kind_of(k, type_unwrap(k->types, want)) == TYPE_SECRET;
}

static bool is_number_or_list(const struct checker *k, node_id n)
{
	return at(k, n)->kind == NODE_NUMBER || at(k, n)->kind == NODE_LIST;
}

type_id check_value(struct checker *k, node_id n, type_id want)
{
	bool flowed;

	if (is_secret(k, want) && check_is_sum_of_texts(k, n))
		return check_secret_expected(k, n);
	if (is_secret(k, want) && is_number_or_list(k, n))
		hide_written(k, n);

	type_id t = value_of(k, n, want, &flowed);

	if (flowed)
		return t;
	t = operand_of(k, n, want);
	if (want && t != TYPE_ERROR)
		return flow(k, n, t, want);
	return t;
}

type_id check_synth(struct checker *k, node_id n)
{
	return check_value(k, n, 0);
}
