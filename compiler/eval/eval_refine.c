/* Refinements: a value that flows into `T where condition` is tested, from the base outwards. */
#include "eval/eval_internal.h"

#include "syntax/text.h"

/* The literal of a user's file that a value was written as, or 0. */
static node_id literal_of(struct eval *e, origin_id id)
{
	struct origin origin = origin_get(&e->origins, id);

	while (origin.kind == ORIGIN_CHOSEN || origin.kind == ORIGIN_OVERRIDE)
		origin = origin_get(&e->origins, origin.inner);
	if (origin.kind != ORIGIN_WRITTEN ||
	    source_kind_at(&e->session->sources, origin.at.beg) != SOURCE_USER)
		return 0;
	enum node_kind kind = (enum node_kind)ast_node(e->ast, origin.node)->kind;

	return kind == NODE_STRING || kind == NODE_NUMBER ? origin.node : 0;
}

/* What an attribute of the type's declaration says of the value, in the frame where `it` is it. */
static struct value attribute(struct eval *e, struct eval_frame *f, node_id decl, const char *name)
{
	node_id attr = decl ? ast_attr(e->ast, decl, name) : 0;
	node_id value = attr ? ast_node(e->ast, attr)->first : 0;

	return value ? eval_node(e, f, value) : value_absent(0);
}

static bool is_empty(struct value v)
{
	return v.kind == VALUE_STRING && !v.string->n;
}

/* "`` is not a name: it is empty", in words. */
static struct str of_nothing(struct eval *e, struct str message)
{
	static const struct str why = STR(": it is empty");
	uint32_t end = message.n - (str_ends_with(message, why) ? why.n : 0);

	if (!str_starts_with(message, STR("`` ")))
		return message;
	return arena_printf(e->arena, "an empty text%.*s", STR_ARG(str_slice(message, 2, end)));
}

static struct str refusal(struct eval *e, struct eval_frame *f, const struct type *t, struct value v)
{
	struct value message = attribute(e, f, t->decl, "message");
	struct str condition = eval_condition_words(e, ast_child(e->ast, t->node, 1), v);
	struct str text = value_text(e->program, e->arena, v), name = name_text(&e->session->names, t->name);

	if (message.kind == VALUE_STRING)
		return is_empty(v) ? of_nothing(e, *message.string) : *message.string;
	if (!name.n)
		return arena_printf(e->arena, "%.*s is refused here: %.*s", STR_ARG(text),
				    STR_ARG(condition));
	return arena_printf(e->arena, "%.*s is not %s %.*s: %.*s", STR_ARG(text),
			    str_find(STR("AEIOU"), str_slice(name, 0, 1), 0) >= 0 ? "an" : "a", STR_ARG(name),
			    STR_ARG(condition));
}

/* `chat.{d}` or `chat.$d`, where an expression was meant. */
static void suggest_filling(struct eval *e, struct diag *d, node_id literal)
{
	const struct sources *sources = &e->session->sources;
	struct span at = ast_span(e->ast, literal);
	struct span hole = text_placeholder(source_span_text(sources, at), at, STR(""));

	struct str written = source_span_text(sources, hole);

	if (str_find(source_span_text(sources, at), STR("{{"), 0) >= 0)
		diag_help(&e->session->diags, d,
			  "templates are not filled in: what comes from outside is a `param`, "
			  "and stands in `${ }`");
	if (!hole.end)
		return;
	struct str name =
		written.p[0] == '{' ? str_slice(written, 1, written.n - 1) : str_slice(written, 1, written.n);

	diag_help(&e->session->diags, d, "did you mean `${%.*s}`? What is filled in stands in `${ }`",
		  STR_ARG(name));
}

/* Instead of a number a number. */
static void suggest_literal(struct eval *e, struct diag *d, node_id literal, struct value suggestion)
{
	bool number = ast_node(e->ast, literal)->kind == NODE_NUMBER;
	struct str text = number ? *suggestion.string : value_text(e->program, e->arena, suggestion);

	diag_fix(&e->session->diags, d, ast_span(e->ast, literal), text,
		 number ? "did you mean `%.*s`?" : "did you mean \"%.*s\"?", STR_ARG(*suggestion.string));
}

/* Whether the value stands there as a word: the name of a stack. */
static bool is_name(const struct eval *e, struct span where, struct value v)
{
	return v.kind == VALUE_STRING && source_kind_at(&e->session->sources, where.beg) == SOURCE_USER &&
	       str_eq(source_span_text(&e->session->sources, where), *v.string);
}

static void report(struct eval *e, struct eval_frame *f, const struct type *t, struct value v, node_id at)
{
	struct diags *ds = &e->session->diags;
	node_id literal = literal_of(e, v.origin);
	struct span written = literal ? ast_span(e->ast, literal) : (struct span){ 0, 0 };

	if (diags_have(ds, DIAG_UNUSED_PARAM, written.beg, written.end))
		return; /* because it is not filled in */
	struct str message = refusal(e, f, t, v);
	struct span where = eval_blame(e, v.origin, at), place = ast_span(e->ast, at);
	struct diag *d = diag_add(ds, DIAG_VALUE_REFUSED, where, "%.*s", STR_ARG(message));
	struct value suggestion = attribute(e, f, t->decl, "suggest");
	bool elsewhere = place.end <= where.beg || where.end <= place.beg;

	if (elsewhere && source_kind_at(&e->session->sources, place.beg) == SOURCE_USER)
		diag_label(ds, d, place, "used here");
	if (literal)
		suggest_filling(e, d, literal);
	if (literal && is_empty(v))
		diag_help(ds, d, "write one; what need not be set is left out");
	else if (literal && suggestion.kind == VALUE_STRING)
		suggest_literal(e, d, literal, suggestion);
	else if (suggestion.kind == VALUE_STRING && is_name(e, where, v))
		diag_fix(ds, d, where, *suggestion.string, "did you mean `%.*s`?",
			 STR_ARG(*suggestion.string));
}

/* One WHERE. */
static bool test(struct eval *e, const struct type *t, struct value v, node_id at)
{
	if (!eval_call_enter(e, at))
		return false;
	struct eval_frame *f = eval_frame_enter(e, t->node);

	f->slots[0] = value_whole(v);
	struct value holds = eval_node(e, f, ast_child(e->ast, t->node, 1));
	bool ok = holds.kind == VALUE_BOOL && holds.boolean;

	if (holds.kind == VALUE_BOOL && !ok)
		report(e, f, t, v, at);
	eval_frame_leave(e, f);
	eval_call_leave(e);
	return ok;
}

static bool passes(struct eval *e, type_id type, struct value v, node_id at);

static bool list_passes(struct eval *e, type_id element, const struct list_value *list, node_id at)
{
	bool ok = true;

	for (uint32_t i = 0; i < list->n && eval_charge(e, 1, at); i++)
		ok &= passes(e, element, list->items[i], at);
	return ok;
}

static bool map_passes(struct eval *e, const struct type *t, const struct map_value *map, node_id at)
{
	bool ok = true;

	for (uint32_t i = 0; i < map->n && eval_charge(e, 1, at); i++) {
		const struct map_entry *entry = &map->entries[i];

		ok &= passes(e, t->a, value_string(e, entry->key, entry->key_origin), at);
		ok &= passes(e, t->b, entry->value, at);
	}
	return ok;
}

static bool member_passes(struct eval *e, const struct type *t, struct value v, node_id at)
{
	for (uint32_t i = 0; i < t->count; i++) {
		type_id member = type_key(e->types, t, i);

		if (value_has_type(e, v, member))
			return passes(e, member, v, at);
	}
	return true;
}

/* Whether a type says more of its values than their kind does. */
static bool is_tested(const struct eval *e, type_id type)
{
	enum type_kind kind = type_get(e->types, type_unwrap(e->types, type))->kind;

	return kind == TYPE_REFINED || kind == TYPE_ANYOF || (kind >= TYPE_LIST && kind <= TYPE_RANGE);
}

static bool passes(struct eval *e, type_id type, struct value v, node_id at)
{
	const struct type *t = type_get(e->types, type);

	if (v.kind == VALUE_ABSENT || v.kind == VALUE_ERROR)
		return v.kind == VALUE_ABSENT;
	switch (t->kind) {
	case TYPE_OPTIONAL:
		return passes(e, t->a, v, at);
	case TYPE_REFINED:
		return passes(e, t->a, v, at) && test(e, t, v, at);
	case TYPE_ANYOF:
		return member_passes(e, t, v, at);
	case TYPE_LIST:
	case TYPE_KEYED:
		return v.kind != VALUE_LIST || !is_tested(e, t->a) || list_passes(e, t->a, v.list, at);
	case TYPE_MAP:
		return v.kind != VALUE_MAP || !(is_tested(e, t->a) || is_tested(e, t->b)) ||
		       map_passes(e, t, v.map, at);
	case TYPE_RANGE:
		return v.kind != VALUE_RANGE ||
		       (passes(e, t->a, v.range->min, at) && passes(e, t->a, v.range->max, at));
	default:
		return true;
	}
}

struct value eval_refine(struct eval *e, type_id type, struct value v, node_id at)
{
	return v.kind == VALUE_ERROR || passes(e, type, v, at) ? v : value_error();
}

/* ---- literals alone -------------------------------------------------------------------------- */

/* Whether the conditions that a literal has to pass are the library's: those are without errors. */
static bool is_of_library(const struct eval *e, type_id type)
{
	const struct type *t = type_get(e->types, type_unwrap(e->types, type));

	while (t->kind == TYPE_REFINED) {
		if (source_kind_at(&e->session->sources, ast_span(e->ast, t->node).beg) != SOURCE_LIBRARY)
			return false;
		t = type_get(e->types, t->a);
	}
	for (uint32_t i = 0; t->kind == TYPE_ANYOF && i < t->count; i++) {
		if (!is_of_library(e, type_key(e->types, t, i)))
			return false;
	}
	return true;
}

/* Numbers, with their sign, and strings that are tested. */
static bool is_literal(const struct eval *e, const struct node *n)
{
	bool negative =
		n->kind == NODE_UNARY && n->name == OP_NEG && ast_node(e->ast, n->first)->kind == NODE_NUMBER;

	return (negative || n->kind == NODE_NUMBER || n->kind == NODE_STRING) && n->flags & NODE_F_REFINE;
}

static void test_stack_name(struct eval *e, node_id stack)
{
	type_id record = e->program->prelude.stack;
	int i = type_find_field(e->types, record, name_find(&e->session->names, STR("name")));

	if (i < 0)
		return;
	type_id type = type_field(e->types, type_get(e->types, record), (uint32_t)i)->type;

	if (is_of_library(e, type))
		eval_refine(e, type,
			    value_string(e, ast_text(e->ast, stack),
					 origin_span(&e->origins, ast_name_span(e->ast, stack))),
			    stack);
}

/* What a string without an end holds was hardly meant. */
static bool is_unclosed(const struct eval *e, node_id n)
{
	uint32_t beg = ast_span(e->ast, n).beg;

	return diags_have(&e->session->diags, DIAG_UNCLOSED, beg, beg + 1);
}

void eval_literals(struct eval *e)
{
	struct eval_frame *f = eval_frame_enter(e, 0);
	bool unclosed = diags_have(&e->session->diags, DIAG_UNCLOSED, 0, UINT32_MAX);

	for (node_id n = e->ast->own.nfrozen; n < e->ast->nodes.n; n++) {
		const struct node *node = ast_node(e->ast, n);

		if (source_kind_at(&e->session->sources, ast_span(e->ast, n).beg) != SOURCE_USER)
			continue;
		if (node->kind == NODE_STACK)
			test_stack_name(e, n);
		else if (is_literal(e, node) && is_of_library(e, node->type) &&
			 !(unclosed && is_unclosed(e, n)))
			eval_node(e, f, n);
	}
	eval_frame_leave(e, f);
}
