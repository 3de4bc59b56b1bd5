/* Operators: one table of what may be combined; anything else is reported with both types. */
#include "sema/checker.h"

static bool is_bare_number(const struct checker *k, node_id n)
{
	const struct node *node = at(k, n);

	if (node->kind == NODE_PAREN || (node->kind == NODE_UNARY && node->name == OP_NEG))
		return is_bare_number(k, node->first);
	return node->kind == NODE_NUMBER;
}

static bool is_literal(const struct checker *k, node_id n)
{
	return is_bare_number(k, n) || at(k, n)->kind == NODE_STRING;
}

/* A word that only an expectation gives a meaning. */
static bool is_open_word(struct checker *k, node_id n)
{
	struct found found;

	return at(k, n)->kind == NODE_NAME && !scope_lookup(k, n, &found);
}

struct operands {
	node_id left, right;
	type_id a, b;
};

/* Both sides; a literal or a bare word takes its type from the other side. */
static struct operands operands_of(struct checker *k, node_id n, bool same)
{
	struct operands o = { child(k, n, 0), child(k, n, 1), 0, 0 };
	bool right_first =
		same && ((is_literal(k, o.left) && !is_literal(k, o.right)) || is_open_word(k, o.left));

	if (right_first) {
		o.b = check_synth(k, o.right);
		o.a = check_value(k, o.left, o.b == TYPE_ERROR ? 0 : type_base(k->types, o.b));
		return o;
	}
	o.a = check_synth(k, o.left);
	bool adapts =
		same && o.a != TYPE_ERROR &&
		(is_literal(k, o.right) || is_open_word(k, o.right) || at(k, o.right)->kind == NODE_LIST);

	o.b = check_value(k, o.right, adapts ? type_base(k->types, o.a) : 0);
	return o;
}

static type_id absent_operand(struct checker *k, node_id n, node_id operand, type_id got)
{
	enum op op = (enum op)at(k, n)->name;

	k->operand = op == OP_ADD || op == OP_SUB || op == OP_MUL || op == OP_DIV;
	flow(k, operand, got, ty(k, got)->a);
	k->operand = false;
	return TYPE_ERROR;
}

static type_id bad_operands(struct checker *k, node_id n, const struct operands *o)
{
	const char *op = ast_op_text((enum op)at(k, n)->name);
	struct str a = flow_text(k, o->a), b = flow_text(k, o->b);
	struct diags *ds = &k->session->diags;

	if (o->a == TYPE_ERROR || o->b == TYPE_ERROR)
		return TYPE_ERROR;
	if (ty(k, o->a)->kind == TYPE_OPTIONAL)
		return absent_operand(k, n, o->left, o->a);
	if (ty(k, o->b)->kind == TYPE_OPTIONAL)
		return absent_operand(k, n, o->right, o->b);
	struct diag *d = diag_add(ds, DIAG_OPERATOR, ast_span(k->ast, n),
				  "`%s` does not apply to %.*s and %.*s", op, STR_ARG(a), STR_ARG(b));

	if (at(k, n)->name == OP_ADD && kind_of(k, o->a) == TYPE_STRING)
		foreign_sum(k, d, n);
	else if (at(k, n)->name == OP_ADD && kind_of(k, o->a) == TYPE_LIST)
		diag_help(ds, d, "lists are joined by spreading them: `[...a, ...b]`");
	return TYPE_ERROR;
}

static bool is_quantity(enum type_kind kind)
{
	return kind == TYPE_BYTES || kind == TYPE_CPU || kind == TYPE_DURATION || kind == TYPE_PERCENT;
}

static bool is_number(enum type_kind kind)
{
	return kind == TYPE_INT || kind == TYPE_FLOAT;
}

static bool is_ordered(enum type_kind kind)
{
	return is_number(kind) || is_quantity(kind) || kind == TYPE_STRING || kind == TYPE_VERSION ||
	       kind == TYPE_BOOL;
}

/* The result of + - * /, or TYPE_NONE. */
static enum type_kind arithmetic(enum op op, enum type_kind a, enum type_kind b)
{
	if (a == b && is_number(a))
		return a;
	if (op == OP_ADD || op == OP_SUB)
		return a == b && is_quantity(a) ? a : TYPE_NONE;
	if (op == OP_MUL && a == TYPE_INT && is_quantity(b))
		return b;
	if (is_quantity(a) && b == TYPE_INT)
		return a;
	return op == OP_DIV && a == b && is_quantity(a) ? TYPE_FLOAT : TYPE_NONE;
}

static bool is_sum(const struct checker *k, node_id n)
{
	return at(k, n)->kind == NODE_BINARY && at(k, n)->name == OP_ADD;
}

static bool is_text(const struct checker *k, node_id n)
{
	return at(k, n)->kind == NODE_STRING || at(k, n)->kind == NODE_TEMPLATE;
}

/* `"a" + b + c`: one mistake, however many texts there are. */
bool check_is_sum_of_texts(const struct checker *k, node_id n)
{
	for (; is_sum(k, n); n = child(k, n, 0)) {
		if (is_text(k, child(k, n, 0)) || is_text(k, child(k, n, 1)))
			return true;
	}
	return false;
}

static type_id report_sum_of_texts(struct checker *k, node_id n)
{
	node_id left = n;

	for (; is_sum(k, left); left = child(k, left, 0))
		check_synth(k, child(k, left, 1));
	check_synth(k, left);
	struct diag *d =
		diag_add(&k->session->diags, DIAG_OPERATOR, ast_span(k->ast, n), "`+` joins no texts");

	foreign_sum(k, d, n);
	return TYPE_ERROR;
}

static type_id check_arithmetic(struct checker *k, node_id n)
{
	enum op op = (enum op)at(k, n)->name;

	if (check_is_sum_of_texts(k, n))
		return report_sum_of_texts(k, n);
	struct operands o = operands_of(k, n, false);
	enum type_kind a = kind_of(k, o.a), b = kind_of(k, o.b);

	/* `1 - x` with a Float or quantity x: the literal adapts where plain. */
	if (is_bare_number(k, o.left) && is_number(a) && b == TYPE_FLOAT)
		a = kind_of(k, check_value(k, o.left, TYPE_FLOAT));
	else if (is_bare_number(k, o.right) && is_number(b) && a == TYPE_FLOAT)
		b = kind_of(k, check_value(k, o.right, TYPE_FLOAT));
	else if ((op == OP_ADD || op == OP_SUB) && a == TYPE_CPU && is_bare_number(k, o.right) &&
		 is_number(b))
		b = kind_of(k, check_value(k, o.right, TYPE_CPU));
	enum type_kind t = arithmetic(op, a, b);

	return t ? (type_id)t : bad_operands(k, n, &o);
}

static bool can_equal(const struct checker *k, type_id a, type_id b)
{
	return flow_fit(k, a, b) >= FIT_TESTED || flow_fit(k, b, a) >= FIT_TESTED;
}

static bool is_amount(enum type_kind kind)
{
	return kind == TYPE_QUANTITY || kind == TYPE_INT || kind == TYPE_BYTES || kind == TYPE_CPU;
}

/* A Quantity compares with whatever flows into one. */
static bool are_amounts(enum type_kind a, enum type_kind b)
{
	return (a == TYPE_QUANTITY && is_amount(b)) || (b == TYPE_QUANTITY && is_amount(a));
}

static type_id check_comparison(struct checker *k, node_id n)
{
	enum op op = (enum op)at(k, n)->name;
	struct operands o = operands_of(k, n, true);
	enum type_kind a = kind_of(k, o.a), b = kind_of(k, o.b);
	bool equality = op == OP_EQ || op == OP_NE;
	bool fits = equality ? can_equal(k, o.a, o.b) : (a == b && is_ordered(a)) || are_amounts(a, b);

	if (o.a == TYPE_ERROR || o.b == TYPE_ERROR || fits)
		return TYPE_BOOL;
	bad_operands(k, n, &o);
	return TYPE_BOOL;
}

static type_id check_logic(struct checker *k, node_id n)
{
	uint32_t mark = narrow_mark(k);
	node_id left = child(k, n, 0);

	check_condition(k, left);
	narrow_by(k, left, at(k, n)->name == OP_AND);
	check_condition(k, child(k, n, 1));
	narrow_release(k, mark);
	return TYPE_BOOL;
}

/* What a collection holds, or 0. */
static type_id element_of(const struct checker *k, type_id t)
{
	const struct type *c = ty(k, type_base(k->types, t));

	if (c->kind == TYPE_LIST || c->kind == TYPE_KEYED || c->kind == TYPE_RANGE || c->kind == TYPE_MAP)
		return c->a;
	return 0;
}

static type_id check_in(struct checker *k, node_id n)
{
	struct operands o = { child(k, n, 0), child(k, n, 1), 0, 0 };
	bool left_first =
		at(k, o.right)->kind == NODE_LIST && !is_open_word(k, o.left) && !is_literal(k, o.left);

	if (left_first) {
		o.a = check_synth(k, o.left);
		o.b = check_value(
			k, o.right,
			o.a == TYPE_ERROR ? 0 : type_of(k->types, TYPE_LIST, type_base(k->types, o.a), 0));
		return TYPE_BOOL;
	}
	o.b = check_synth(k, o.right);
	type_id element = element_of(k, o.b);

	o.a = check_value(k, o.left, element ? type_base(k->types, element) : 0);
	if (!element)
		bad_operands(k, n, &o);
	return TYPE_BOOL;
}

static type_id check_range(struct checker *k, node_id n, type_id want)
{
	const struct type *w = want ? ty(k, type_base(k->types, type_unwrap(k->types, want))) : NULL;
	type_id end = w && w->kind == TYPE_RANGE ? w->a : 0, a, b;

	if (end) {
		a = check_value(k, child(k, n, 0), end);
		b = check_value(k, child(k, n, 1), end);
		return a == TYPE_ERROR || b == TYPE_ERROR ? TYPE_ERROR
							  : type_of(k->types, TYPE_RANGE, end, 0);
	}
	struct operands o = operands_of(k, n, true);

	a = type_base(k->types, o.a);
	b = type_base(k->types, o.b);
	if (a == b && (a == TYPE_INT || is_quantity(kind_of(k, a))))
		return type_of(k->types, TYPE_RANGE, a, 0);
	return bad_operands(k, n, &o);
}

static type_id check_else(struct checker *k, node_id n, type_id want)
{
	node_id left = child(k, n, 0), right = child(k, n, 1);
	type_id a = check_value(k, left, want ? type_optional(k->types, want) : 0);

	if (a == TYPE_ERROR) {
		check_value(k, right, want);
		return TYPE_ERROR;
	}
	if (want) {
		type_id other = check_value(k, right, want);

		/* What is there in any case is so also where it might have been absent. */
		return ty(k, other)->kind == TYPE_OPTIONAL || other == TYPE_ERROR
			       ? want
			       : type_unwrap(k->types, want);
	}
	/* Nobody asked for the left side's refinement: the other side need not pass it. */
	type_id inner = type_unwrap(k->types, a), base = type_base(k->types, inner);
	type_id b = check_value(k, right, type_optional(k->types, base));
	type_id t = flow_fit(k, type_unwrap(k->types, b), inner) == FIT_YES ? inner : base;

	/* Both sides may be absent: then the whole may be. */
	return ty(k, b)->kind == TYPE_OPTIONAL ? type_optional(k->types, t) : t;
}

/* `Europe/Berlin` where a text is expected, which no division makes. */
static bool is_bare_text(struct checker *k, node_id n, type_id want)
{
	if (!want || kind_of(k, type_unwrap(k->types, want)) != TYPE_STRING ||
	    at(k, n)->kind != NODE_BINARY || at(k, n)->name != OP_DIV)
		return false;
	node_id left = child(k, n, 0);

	return at(k, child(k, n, 1))->kind == NODE_NAME &&
	       (at(k, left)->kind == NODE_NAME || is_bare_text(k, left, want));
}

type_id check_binary(struct checker *k, node_id n, type_id want)
{
	type_id t;

	if (is_bare_text(k, n, want))
		return report_bare_text(k, n, want);
	switch ((enum op)at(k, n)->name) {
	case OP_OR:
	case OP_AND:
		t = check_logic(k, n);
		break;
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		t = check_comparison(k, n);
		break;
	case OP_IN:
		t = check_in(k, n);
		break;
	case OP_RANGE:
		t = check_range(k, n, want);
		break;
	case OP_ELSE:
		t = check_else(k, n, want);
		break;
	default:
		t = check_arithmetic(k, n);
	}
	annotate(k, n, t, 0);
	return t;
}

/* What the number behind a `-` adapts to. One of several types is left to the negative number: what is
 * tested has its sign. */
static type_id number_wanted(struct checker *k, type_id want)
{
	type_id base = want ? type_base(k->types, type_unwrap(k->types, want)) : 0;

	return base && ty(k, base)->kind != TYPE_ANYOF ? base : 0;
}

type_id check_unary(struct checker *k, node_id n, type_id want)
{
	node_id operand = child(k, n, 0);
	type_id t;

	if (at(k, n)->name == OP_NOT) {
		check_condition(k, operand);
		t = TYPE_BOOL;
	} else {
		t = check_value(k, operand, is_bare_number(k, operand) ? number_wanted(k, want) : 0);
		if (t != TYPE_ERROR && !is_number(kind_of(k, t)) && !is_quantity(kind_of(k, t))) {
			diag_add(&k->session->diags, DIAG_OPERATOR, ast_span(k->ast, n),
				 "`-` does not apply to %.*s", STR_ARG(flow_text(k, t)));
			t = TYPE_ERROR;
		}
	}
	annotate(k, n, t, 0);
	return t;
}
