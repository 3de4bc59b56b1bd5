#include "eval/eval_internal.h"

#include "formats/version.h"

/* ---- order ---- */

static int compare_versions(struct str a, struct str b)
{
	struct version x, y;

	if (version_parse(a, &x) && version_parse(b, &y))
		return version_compare(&x, &y);
	return str_cmp(a, b);
}

/* Billionths, so that 2, 500m and 1Gi have one order where a Quantity takes each of them. */
static __int128 scaled(struct value v)
{
	return v.kind == VALUE_CPU ? (__int128)v.integer : (__int128)v.integer * 1000000000;
}

int value_compare(struct value a, struct value b)
{
	if (value_is_integral(a) && value_is_integral(b)) {
		__int128 x = scaled(a), y = scaled(b);

		return (x > y) - (x < y);
	}
	if (a.kind != b.kind)
		return a.kind < b.kind ? -1 : 1;
	switch (a.kind) {
	case VALUE_FLOAT:
		return (a.number > b.number) - (a.number < b.number);
	case VALUE_BOOL:
		return a.boolean - b.boolean;
	case VALUE_STRING:
		return str_cmp(*a.string, *b.string);
	case VALUE_VERSION:
		return compare_versions(*a.string, *b.string);
	default:
		return 0;
	}
}

/* ---- arithmetic ---- */

static struct value too_large(struct eval *e, node_id id, const struct value *in)
{
	eval_report(e, DIAG_ARITHMETIC, value_computed(e, id, in, 2), id, "the result is too large");
	return value_error();
}

/* The divisor is to blame, not what is divided. */
static struct value division_by_zero(struct eval *e, node_id id, struct value divisor)
{
	eval_report(e, DIAG_ARITHMETIC, divisor.origin, id, "division by zero");
	return value_error();
}

/* False on overflow; the divisor is not 0. */
static bool float_op(enum op op, double a, double b, double *out)
{
	switch (op) {
	case OP_ADD:
		*out = a + b;
		break;
	case OP_SUB:
		*out = a - b;
		break;
	case OP_MUL:
		*out = a * b;
		break;
	default:
		*out = a / b;
	}
	return *out - *out == 0; /* neither infinite nor NaN */
}

static bool integer_op(enum op op, int64_t a, int64_t b, int64_t *out)
{
	switch (op) {
	case OP_ADD:
		return !__builtin_add_overflow(a, b, out);
	case OP_SUB:
		return !__builtin_sub_overflow(a, b, out);
	case OP_MUL:
		return !__builtin_mul_overflow(a, b, out);
	default:
		if (a == INT64_MIN && b == -1)
			return false;
		*out = a / b;
		return true;
	}
}

static struct value float_arithmetic(struct eval *e, node_id id, enum op op, const struct value *in)
{
	double out;

	if (op == OP_DIV && in[1].number == 0)
		return division_by_zero(e, id, in[1]);
	if (!float_op(op, in[0].number, in[1].number, &out))
		return too_large(e, id, in);
	return value_float(out, value_computed(e, id, in, 2));
}

/* The kind of the result: that of the operand with a dimension. */
static struct value integer_arithmetic(struct eval *e, node_id id, enum op op, const struct value *in)
{
	struct value out = in[0].kind == VALUE_INT ? in[1] : in[0];
	bool ratio = op == OP_DIV && in[0].kind == in[1].kind && in[0].kind != VALUE_INT;

	if (op == OP_DIV && in[1].integer == 0)
		return division_by_zero(e, id, in[1]);
	if (ratio)
		return value_float((double)in[0].integer / (double)in[1].integer,
				   value_computed(e, id, in, 2));
	if (!integer_op(op, in[0].integer, in[1].integer, &out.integer))
		return too_large(e, id, in);
	return value_from(out, value_computed(e, id, in, 2));
}

static struct value arithmetic(struct eval *e, node_id id, enum op op, const struct value *in)
{
	if (in[0].kind == VALUE_FLOAT && in[1].kind == VALUE_FLOAT)
		return float_arithmetic(e, id, op, in);
	if (value_is_integral(in[0]) && value_is_integral(in[1]))
		return integer_arithmetic(e, id, op, in);
	return value_error();
}

/* ---- the other operators ---- */

/* Most of what is looked for are words, and most words differ in their lengths. */
static inline bool is_other_word(struct value a, struct value b)
{
	return a.kind == VALUE_STRING && b.kind == VALUE_STRING && a.string->n != b.string->n;
}

static bool list_holds(struct eval *e, const struct list_value *list, struct value v, node_id id)
{
	for (uint32_t i = 0; i < list->n && eval_charge(e, 1, id); i++) {
		if (!is_other_word(list->items[i], v) && value_equal(e, list->items[i], v))
			return true;
	}
	return false;
}

static struct value contains(struct eval *e, node_id id, const struct value *in)
{
	origin_id origin = value_computed(e, id, in, 2);
	const struct range_value *range = in[1].range;

	switch (in[1].kind) {
	case VALUE_LIST:
		return value_bool(list_holds(e, in[1].list, in[0], id), origin);
	case VALUE_MAP:
		return value_bool(map_find(e, in[1].map, *in[0].string) != NULL, origin);
	case VALUE_RANGE:
		return value_bool(value_compare(range->min, in[0]) <= 0 &&
					  value_compare(in[0], range->max) <= 0,
				  origin);
	default:
		return value_error();
	}
}

static struct value make_range(struct eval *e, node_id id, const struct value *in)
{
	struct range_value *range = arena_one(e->arena, struct range_value);

	*range = (struct range_value){ .min = in[0], .max = in[1] };
	return (struct value){ .kind = VALUE_RANGE, .origin = origin_written(id), .range = range };
}

static struct value compare(struct eval *e, node_id id, enum op op, const struct value *in)
{
	origin_id origin = value_computed(e, id, in, 2);
	int order = op == OP_EQ || op == OP_NE ? 0 : value_compare(in[0], in[1]);

	switch (op) {
	case OP_EQ:
		return value_bool(value_equal(e, in[0], in[1]), origin);
	case OP_NE:
		return value_bool(!value_equal(e, in[0], in[1]), origin);
	case OP_LT:
		return value_bool(order < 0, origin);
	case OP_LE:
		return value_bool(order <= 0, origin);
	case OP_GT:
		return value_bool(order > 0, origin);
	default:
		return value_bool(order >= 0, origin);
	}
}

/* `and`, `or`: the right side is not evaluated where the left one decides. */
static struct value logic(ARGS)
{
	struct value in[2] = { eval_operand(e, f, n->first) };
	bool decides = n->name == OP_OR;

	if (in[0].kind != VALUE_BOOL || in[0].boolean == decides)
		return in[0];
	in[1] = eval_operand(e, f, ast_next(e->ast, n->first));
	if (in[1].kind != VALUE_BOOL)
		return value_error();
	return value_bool(in[1].boolean, value_computed(e, id, in, 2));
}

static struct value otherwise(struct eval *e, struct eval_frame *f, const struct node *n)
{
	struct value left = eval_operand(e, f, n->first);

	if (left.kind != VALUE_ABSENT)
		return left;
	return value_chosen(e, eval_node(e, f, ast_next(e->ast, n->first)), left.origin);
}

struct value eval_binary(ARGS)
{
	enum op op = (enum op)n->name;

	if (op == OP_AND || op == OP_OR)
		return logic(e, f, id, n);
	if (op == OP_ELSE)
		return otherwise(e, f, n);
	struct value in[2] = { eval_operand(e, f, n->first) };

	in[1] = eval_operand(e, f, ast_next(e->ast, n->first));
	if (in[0].kind == VALUE_ERROR || in[1].kind == VALUE_ERROR)
		return value_error();
	if (op >= OP_EQ && op <= OP_GE)
		return compare(e, id, op, in);
	if (op == OP_IN)
		return contains(e, id, in);
	if (op == OP_RANGE)
		return make_range(e, id, in);
	return arithmetic(e, id, op, in);
}

struct value eval_unary(ARGS)
{
	struct value v = eval_node(e, f, n->first);
	bool literal = ast_node(e->ast, n->first)->kind == NODE_NUMBER;

	if (v.kind == VALUE_ERROR)
		return v;
	if (n->name == OP_NOT)
		return value_bool(!v.boolean, value_computed(e, id, &v, 1));
	origin_id origin = literal ? origin_written(id) : value_computed(e, id, &v, 1);

	if (v.kind == VALUE_FLOAT)
		return value_float(-v.number, origin);
	if (v.integer == INT64_MIN) {
		eval_report(e, DIAG_ARITHMETIC, v.origin, id, "the result is too large");
		return value_error();
	}
	v.integer = -v.integer;
	return value_from(v, origin);
}
