#include "eval/eval_internal.h"

#include "formats/chars.h"
#include "formats/number.h"

enum { FEW = 2 /* elements, as most lists have */ };

/* ---- making values ---- */

struct value value_string(struct eval *e, struct str s, origin_id origin)
{
	struct str *copy = arena_one(e->arena, struct str);

	*copy = s;
	return (struct value){ .kind = VALUE_STRING, .origin = origin, .string = copy };
}

struct value value_list(struct eval *e, type_id type, struct value *items, uint32_t n, origin_id origin)
{
	struct list_value *list = arena_one(e->arena, struct list_value);

	*list = (struct list_value){ .type = type, .n = n, .items = items };
	return (struct value){ .kind = VALUE_LIST, .origin = origin, .list = list };
}

struct value value_tag(struct eval *e, type_id type, uint32_t index, struct value payload, origin_id origin)
{
	struct tag_value *tag = arena_one(e->arena, struct tag_value);

	*tag = (struct tag_value){ .type = type, .index = index, .payload = payload };
	return (struct value){ .kind = VALUE_TAG, .origin = origin, .tag = tag };
}

origin_id value_computed(struct eval *e, node_id operation, const struct value *inputs, uint32_t n)
{
	origin_id origins[ORIGIN_INPUTS];

	if (e->origins.quiet)
		return 0;
	for (uint32_t i = 0; i < n && i < ORIGIN_INPUTS; i++)
		origins[i] = inputs[i].origin;
	return origin_computed(&e->origins, operation, origins, n < ORIGIN_INPUTS ? n : ORIGIN_INPUTS);
}

bool list_builder_add(struct eval *e, struct list_builder *b, struct value v, node_id at)
{
	if (v.kind == VALUE_ABSENT)
		return true;
	if (b->items.n >= e->session->limits[LIMIT_ELEMENTS]) {
		eval_exceed(e, LIMIT_ELEMENTS, at);
		return false;
	}
	list_builder_expect(e, b, FEW);
	vec_push(e->arena, &b->items, v);
	return true;
}

/* ---- literals ---- */

static const enum value_kind number_values[NUMBER_KIND_COUNT] = {
	[NUMBER_INT] = VALUE_INT, [NUMBER_FLOAT] = VALUE_FLOAT,	      [NUMBER_BYTES] = VALUE_BYTES,
	[NUMBER_CPU] = VALUE_CPU, [NUMBER_DURATION] = VALUE_DURATION, [NUMBER_PERCENT] = VALUE_PERCENT,
};

/* A bare number counts cores where a Cpu is expected; a fraction does so where a Quantity is. */
static enum number_problem parse_as(struct str text, enum type_kind want, struct number *out)
{
	enum number_problem problem =
		want == TYPE_CPU ? number_parse_cpu(text, out) : number_parse(text, out);

	if (problem == NUMBER_OK && want == TYPE_QUANTITY && out->kind == NUMBER_FLOAT)
		return number_parse_cpu(text, out);
	return problem;
}

struct value eval_literal(struct eval *e, struct str text, type_id type, origin_id origin)
{
	enum type_kind want = eval_type(e, type)->kind;
	struct number number;

	if (parse_as(text, want, &number) != NUMBER_OK)
		return value_error();
	if (number.kind == NUMBER_FLOAT)
		return value_float(number.real, origin);
	if (number.kind == NUMBER_INT && want == TYPE_FLOAT)
		return value_float((double)number.integer, origin);
	struct value v = value_integer(number_values[number.kind], number.integer, origin);

	if (number.decimal)
		v.flags = VALUE_F_DECIMAL;
	return v;
}

/* Whether a simple type is behind optionals and refinements; mostly there are none of these. */
static inline bool is_of_kind(const struct eval *e, type_id type, enum type_kind kind)
{
	return type == (type_id)kind || eval_type(e, type)->kind == kind;
}

/* A few digits, as most numbers are. */
static bool few_digits(struct str text, int64_t *out)
{
	*out = 0;
	if (text.n == 0 || text.n > 9 || (text.p[0] == '0' && text.n > 1))
		return false;
	for (uint32_t i = 0; i < text.n; i++) {
		if (!char_is_digit(text.p[i]))
			return false;
		*out = *out * 10 + (text.p[i] - '0');
	}
	return true;
}

static struct value eval_number(ARGS)
{
	struct str text = name_text(&e->session->names, n->name);
	int64_t integer;

	(void)f;
	if (few_digits(text, &integer) && is_of_kind(e, n->type, TYPE_INT))
		return value_integer(VALUE_INT, integer, origin_written(id));
	struct value v = eval_literal(e, text, n->type, origin_written(id));

	if (v.kind == VALUE_ERROR)
		diag_add(&e->session->diags, DIAG_BAD_NUMBER, ast_span(e->ast, id),
			 "`%.*s` is too large or too fine", STR_ARG(text));
	return v;
}

static struct value eval_string(ARGS)
{
	(void)f;
	if (REF_KIND(n->ref) == REF_TAG)
		return eval_tag(e, f, id, 0, origin_written(id));
	struct value v = value_string(e, name_text(&e->session->names, n->name), origin_written(id));

	if (!is_of_kind(e, n->type, TYPE_STRING) && is_of_kind(e, n->type, TYPE_VERSION))
		v.kind = VALUE_VERSION;
	return v;
}

static struct value eval_bool(ARGS)
{
	(void)e;
	(void)f;
	return value_bool(n->flags & NODE_F_TRUE, origin_written(id));
}

/* Adds a part's text; false if it failed or the whole is too long. */
static bool template_part(struct eval *e, struct buf *out, struct value v, node_id at)
{
	struct str text = v.kind == VALUE_STRING || v.kind == VALUE_VERSION
				  ? *v.string
				  : value_display(e->program, e->arena, v);

	if (v.kind == VALUE_ERROR)
		return false;
	if ((uint64_t)out->n + text.n > e->session->limits[LIMIT_STRING_BYTES]) {
		eval_exceed(e, LIMIT_STRING_BYTES, at);
		return false;
	}
	buf_add(out, text);
	return eval_charge(e, text.n / 64, at);
}

static struct value eval_template(ARGS)
{
	struct buf out = { .arena = e->arena };
	VEC(origin_id) inputs = { 0 };
	bool written = true; /* every part of it */

	for (node_id part = n->first; part; part = ast_next(e->ast, part)) {
		struct value v = eval_operand(e, f, part);

		if (!template_part(e, &out, v, id))
			return value_error();
		if (ast_node(e->ast, part)->kind == NODE_STRING)
			continue;
		written = false;
		if (!e->origins.quiet)
			vec_push(e->arena, &inputs, v.origin);
	}
	struct str text = buf_take(&out);
	origin_id origin =
		written ? origin_written(id) : origin_computed(&e->origins, id, inputs.v, inputs.n);
	struct value v = value_string(e, text, origin);

	if (eval_type(e, n->type)->kind == TYPE_VERSION)
		v.kind = VALUE_VERSION;
	return v;
}

/* ---- names and paths ---- */

static struct value eval_self(struct eval *e, struct eval_frame *f, uint32_t payload)
{
	struct record_value *r = f->self;

	for (uint32_t up = payload >> 16; r && up; up--)
		r = r->parent;
	if (!r || (payload & 0xffff) >= record_field_count(e, r))
		return value_error();
	return eval_field(e, r, payload & 0xffff);
}

static struct value eval_name(ARGS)
{
	switch (REF_KIND(n->ref)) {
	case REF_LOCAL:
		return f->slots[REF_PAYLOAD(n->ref)];
	case REF_SELF:
		return eval_self(e, f, REF_PAYLOAD(n->ref));
	case REF_GLOBAL:
		return eval_global(e, REF_PAYLOAD(n->ref));
	case REF_TAG:
		return eval_tag(e, f, id, 0, origin_written(id));
	default:
		if (!e->program->contained)
			rcc_bug("evaluating a name that denotes no value (node %u)", id);
		return value_error();
	}
}

static struct value get_member(struct value base, enum member member)
{
	if (base.kind == VALUE_SECRET)
		return member == MEMBER_SECRET_NAME ? base.secret->name_value : base.secret->key_value;
	if (base.kind == VALUE_RANGE)
		return member == MEMBER_RANGE_MIN ? base.range->min : base.range->max;
	return base.kind == VALUE_ABSENT ? base : value_error();
}

static inline struct value get(ARGS)
{
	enum ref_kind kind = REF_KIND(n->ref);

	if (kind != REF_FIELD && kind != REF_MEMBER)
		return eval_name(e, f, id, n);
	struct value base = eval_operand(e, f, n->first);

	if (kind == REF_MEMBER)
		return get_member(base, (enum member)REF_PAYLOAD(n->ref));
	if (base.kind != VALUE_RECORD)
		return base.kind == VALUE_ABSENT ? base : value_error();
	const struct record_slot *slot = &base.record->slots[REF_PAYLOAD(n->ref)];

	if (!e->reads && slot_is_final(slot)) /* as in most cases */
		return slot->value;
	return eval_field(e, base.record, REF_PAYLOAD(n->ref));
}

struct value eval_path(ARGS)
{
	if (!eval_charge(e, 1, id) || !eval_enter(e, id))
		return value_error();
	struct value v = get(e, f, id, n);

	eval_leave(e);
	return n->flags & NODE_F_REFINE ? eval_refine(e, n->type, v, id) : v;
}

static struct value index_list(struct eval *e, node_id id, struct value base, struct value at)
{
	uint32_t n = base.list->n;

	if (at.integer >= 0 && at.integer < (int64_t)n)
		return value_whole(base.list->items[at.integer]);
	struct diag *d = eval_report(e, DIAG_NOT_THERE, at.origin, id,
				     "there is no element %lld in a list of %u", (long long)at.integer, n);

	diag_help(&e->session->diags, d,
		  "elements are counted from 0; `first` and `??` take care of an empty list");
	return value_error();
}

static struct value eval_index(ARGS)
{
	struct value in[2] = { eval_operand(e, f, n->first) };

	in[1] = eval_operand(e, f, ast_next(e->ast, n->first));
	if (in[0].kind == VALUE_LIST && in[1].kind == VALUE_INT)
		return index_list(e, id, in[0], in[1]);
	if (in[0].kind != VALUE_MAP || in[1].kind != VALUE_STRING)
		return value_error();
	struct map_entry *entry = map_find(e, in[0].map, *in[1].string);

	return entry ? value_whole(entry->value) : value_absent(value_computed(e, id, in, 2));
}

static struct value eval_isset(ARGS)
{
	struct value v = eval_operand(e, f, n->first);

	if (v.kind == VALUE_ERROR)
		return v;
	return value_bool(v.kind != VALUE_ABSENT, value_computed(e, id, &v, 1));
}

static struct value eval_inner(ARGS)
{
	(void)id;
	return eval_node(e, f, n->first);
}

static struct value eval_body(ARGS)
{
	struct value v = value_error();

	(void)id;
	for (node_id c = n->first; c; c = ast_next(e->ast, c))
		v = eval_node(e, f, c);
	return v;
}

/* A local let: gives no value of its own, fills its slot. */
static struct value eval_let(ARGS)
{
	struct value v = value_whole(eval_node(e, f, ast_child(e->ast, id, 1)));

	f->slots[n->ref] = v;
	return v;
}

/* What has an error was reported by who found it. */
static struct value eval_refused(ARGS)
{
	(void)e;
	(void)f;
	(void)id;
	(void)n;
	return value_error();
}

/* ---- dispatch ---- */

static eval_fn *const evaluators[NODE_COUNT] = {
	[NODE_NUMBER] = eval_number,	 [NODE_STRING] = eval_string, [NODE_TEMPLATE] = eval_template,
	[NODE_BOOL] = eval_bool,	 [NODE_NAME] = eval_name,     [NODE_INDEX] = eval_index,
	[NODE_ISSET] = eval_isset,	 [NODE_PAREN] = eval_inner,   [NODE_BODY] = eval_body,
	[NODE_LET] = eval_let,		 [NODE_UNARY] = eval_unary,   [NODE_BINARY] = eval_binary,
	[NODE_BLOCK] = eval_block_value, [NODE_AMEND] = eval_amend,   [NODE_CALL] = eval_call_node,
	[NODE_LIST] = eval_list,	 [NODE_IF] = eval_if,	      [NODE_MATCH] = eval_match,
	[NODE_ERROR] = eval_refused,
};

struct value eval_node(struct eval *e, struct eval_frame *f, node_id id)
{
	const struct node *n = ast_node(e->ast, id);
	eval_fn *evaluate = evaluators[n->kind];

	if (eval_is_local(n))
		return eval_local(e, f, id, n);
	if (n->kind == NODE_GET)
		return eval_path(e, f, id, n);
	if (!evaluate)
		rcc_bug("evaluating a %s (node %u)", ast_kind_name((enum node_kind)n->kind), id);
	if (!eval_charge(e, 1, id) || !eval_enter(e, id))
		return value_error();
	struct value v = evaluate(e, f, id, n);

	eval_leave(e);
	return n->flags & NODE_F_REFINE ? eval_refine(e, n->type, v, id) : v;
}
