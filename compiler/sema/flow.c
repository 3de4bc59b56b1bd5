/*
 * Flow: may a value of one type stand where another is expected? Literals adapt before they
 * get here (check_value.c); nothing is converted. A value of the base type flows into a
 * refined type through a test, which the evaluator makes.
 */
#include "sema/checker.h"

static enum fit worse(enum fit a, enum fit b)
{
	return a < b ? a : b;
}

static enum fit fit_members(const struct checker *k, const struct type *got, type_id want)
{
	enum fit fit = FIT_YES;

	for (uint32_t i = 0; i < got->count; i++)
		fit = worse(fit, flow_fit(k, type_key(k->types, got, i), want));
	return fit;
}

static enum fit fit_any(const struct checker *k, type_id got, const struct type *want)
{
	enum fit best = FIT_NO;

	for (uint32_t i = 0; i < want->count; i++) {
		enum fit fit = flow_fit(k, got, type_key(k->types, want, i));

		best = fit > best ? fit : best;
	}
	return best;
}

static enum fit fit_refined(const struct checker *k, type_id got, type_id want)
{
	for (type_id t = got; ty(k, t)->kind == TYPE_REFINED; t = ty(k, t)->a) {
		if (t == want)
			return FIT_YES;
	}
	return worse(FIT_TESTED, flow_fit(k, got, ty(k, want)->a));
}

static bool is_plain_data(enum type_kind kind)
{
	return kind != TYPE_SECRET && kind != TYPE_ALLOW && kind != TYPE_RANGE && kind != TYPE_DURATION &&
	       kind != TYPE_OVERRIDES;
}

static enum fit fit_structure(const struct checker *k, type_id got, type_id want)
{
	const struct type *g = ty(k, got), *w = ty(k, want);

	if (w->kind == TYPE_QUANTITY)
		return g->kind == TYPE_BYTES || g->kind == TYPE_CPU || g->kind == TYPE_INT ? FIT_YES : FIT_NO;
	if (w->kind == TYPE_JSON)
		return is_plain_data((enum type_kind)g->kind) ? FIT_YES : FIT_NO;
	if (is_list(g) && is_list(w))
		return flow_fit(k, g->a, w->a);
	if (g->kind == TYPE_MAP && w->kind == TYPE_MAP)
		return worse(flow_fit(k, g->a, w->a), flow_fit(k, g->b, w->b));
	if (g->kind == TYPE_RANGE && w->kind == TYPE_RANGE)
		return flow_fit(k, g->a, w->a);
	return g->kind == TYPE_SECRET && kind_of(k, want) == TYPE_STRING ? FIT_SECRET : FIT_NO;
}

enum fit flow_fit(const struct checker *k, type_id got, type_id want)
{
	const struct type *g = ty(k, got), *w = ty(k, want);

	if (got == want || !want || g->kind == TYPE_ERROR || w->kind == TYPE_ERROR)
		return FIT_YES;
	if (w->kind == TYPE_OPTIONAL)
		return g->kind == TYPE_ABSENT ? FIT_YES : flow_fit(k, type_unwrap(k->types, got), w->a);
	if (g->kind == TYPE_OPTIONAL || g->kind == TYPE_ABSENT)
		return g->kind == TYPE_ABSENT || flow_fit(k, g->a, want) >= FIT_TESTED ? FIT_ABSENT : FIT_NO;
	if (w->kind == TYPE_REFINED)
		return fit_refined(k, got, want);
	if (g->kind == TYPE_ANYOF)
		return fit_members(k, g, want);
	if (w->kind == TYPE_ANYOF)
		return fit_any(k, got, w);
	if (g->kind == TYPE_REFINED)
		return flow_fit(k, g->a, want);
	return fit_structure(k, got, want);
}

struct str flow_text(struct checker *k, type_id t)
{
	return type_text(k->types, &k->session->names, &k->session->arena, t);
}

type_id flow_union(const struct checker *k, type_id want)
{
	type_id t = type_base(k->types, type_unwrap(k->types, want));

	if (ty(k, t)->kind == TYPE_UNION)
		return t;
	for (uint32_t i = 0; ty(k, t)->kind == TYPE_ANYOF && i < ty(k, t)->count; i++) {
		type_id member = type_base(k->types, type_key(k->types, ty(k, t), i));

		if (ty(k, member)->kind == TYPE_UNION)
			return member;
	}
	return 0;
}

type_id flow_place(const struct checker *k, type_id member, type_id want)
{
	type_id t = type_unwrap(k->types, want);

	return want && ty(k, t)->kind == TYPE_REFINED && kind_of(k, t) == TYPE_ANYOF ? t : member;
}

/* `a` or `an`, by the sound of the first letter. */
const char *flow_article(struct str word)
{
	return word.n && str_find(STR("AEIOaeio"), str_slice(word, 0, 1), 0) >= 0 ? "an" : "a";
}

static void report_absent(struct checker *k, node_id n)
{
	struct diags *ds = &k->session->diags;
	struct str text = source_span_text(&k->session->sources, ast_span(k->ast, n));
	bool short_text = text.n <= 40 && str_find(text, STR("\n"), 0) < 0;

	text = short_text ? text : STR("…");
	struct diag *d = diag_add(ds, DIAG_ABSENT_VALUE, ast_span(k->ast, n),
				  short_text ? "`%.*s` may be absent here" : "this value may be absent here",
				  STR_ARG(text));

	diag_help(ds, d, "give a value for that case: `%s%.*s ?? …%s`", k->operand ? "(" : "", STR_ARG(text),
		  k->operand ? ")" : "");
	diag_help(ds, d, "or use it only where it is there: `if %.*s? then …`", STR_ARG(text));
}

static void report_secret(struct checker *k, node_id n)
{
	struct diag *d = diag_add(&k->session->diags, DIAG_SECRET_LEAK, ast_span(k->ast, n),
				  "a secret cannot be used as a String");

	diag_because(&k->session->diags, d, "its value would be written into a manifest and into git");
	diag_help(&k->session->diags, d, "give it to a field of type Secret");
	if (at(k, n)->kind == NODE_CALL && at(k, child(k, n, 1))->kind == NODE_STRING)
		diag_help(&k->session->diags, d,
			  "or, where the name of a Secret is meant, write that alone: `\"%.*s\"`",
			  STR_ARG(ast_text(k->ast, child(k, n, 1))));
}

static bool is_quantity(enum type_kind kind)
{
	return kind >= TYPE_BYTES && kind <= TYPE_PERCENT;
}

/* `{ host = …, … }`: the fields that a record needs, or its first one. */
static void write_block(struct checker *k, struct buf *out, const struct type *r)
{
	bool any = false;

	buf_printf(out, "a block: `{ ");
	for (uint32_t i = 0; i < r->count; i++) {
		const struct field *f = type_field(k->types, r, i);

		if (!f->flags)
			buf_printf(out, "%.*s = …, ", STR_ARG(text_of(k, f->name)));
		any = any || !f->flags;
	}
	if (!any && r->count)
		buf_printf(out, "%.*s = …, ", STR_ARG(text_of(k, type_field(k->types, r, 0)->name)));
	buf_printf(out, "… }`");
}

/* What a value of a type is written as. */
static void write_shape(struct checker *k, struct buf *out, type_id t)
{
	type_id base = type_base(k->types, t);
	const struct type *shape = ty(k, base);
	struct str name = flow_text(k, base);

	if (shape->kind == TYPE_RECORD)
		write_block(k, out, shape);
	else
		buf_printf(out, "%s %.*s", flow_article(name), STR_ARG(name));
}

/* `mail = "…"`, `keep = 7d`: a type with a name of its own does not tell what it is. */
void flow_suggest_shape(struct checker *k, struct diag *d, type_id want)
{
	const struct type *t = ty(k, type_base(k->types, want));
	struct buf text = { .arena = &k->session->arena };
	struct str name = flow_text(k, want);

	if (t->kind == TYPE_RECORD)
		write_block(k, &text, t);
	for (uint32_t i = 0; t->kind == TYPE_ANYOF && i < t->count; i++) {
		buf_printf(&text, "%s", i ? " or " : "");
		write_shape(k, &text, type_key(k->types, t, i));
	}
	diag_help(&k->session->diags, d, "%s %.*s is %.*s", flow_article(name), STR_ARG(name),
		  STR_ARG(buf_str(&text)));
}

static void report_mismatch(struct checker *k, node_id n, type_id got, type_id want)
{
	struct str g = flow_text(k, got), w = flow_text(k, type_unwrap(k->types, want));
	bool dimension = is_quantity(kind_of(k, got)) && is_quantity(kind_of(k, want));
	struct diag *d = diag_add(&k->session->diags, dimension ? DIAG_WRONG_UNIT : DIAG_TYPE_MISMATCH,
				  ast_span(k->ast, n), "expected %s %.*s, found %s %.*s", flow_article(w),
				  STR_ARG(w), flow_article(g), STR_ARG(g));

	diag_primary(&k->session->diags, d, "this is %s %.*s", flow_article(g), STR_ARG(g));
	if (foreign_value(k, d, n, got, want))
		return;
	if (kind_of(k, type_unwrap(k->types, want)) == TYPE_SECRET)
		diag_help(&k->session->diags, d, "write `secret(\"NAME\", \"KEY\")`: a key of a Secret");
	if ((at(k, n)->kind == NODE_BOOL || at(k, n)->kind == NODE_NUMBER) && foreign_word(k, d, n, want))
		return;
	if ((at(k, n)->kind == NODE_NAME || at(k, n)->kind == NODE_BOOL) && kind_of(k, got) != TYPE_STRING &&
	    kind_of(k, type_unwrap(k->types, want)) == TYPE_STRING)
		suggest_quotes(k, d, n);
	type_id named = type_unwrap(k->types, want), base = type_base(k->types, named);
	const struct type *t = ty(k, base);

	if (t->kind == TYPE_UNION)
		suggest_tag(k, d, ast_span(k->ast, n), STR(""), base);
	else if (!k->library && t->name && (t->kind == TYPE_RECORD || t->kind == TYPE_ANYOF))
		flow_suggest_shape(k, d, named);
}

type_id flow(struct checker *k, node_id n, type_id got, type_id want)
{
	switch (flow_fit(k, got, want)) {
	case FIT_YES:
		return got;
	case FIT_TESTED:
		if (ty(k, got)->kind != TYPE_OPTIONAL)
			want = type_unwrap(k->types, want);
		annotate(k, n, want, at(k, n)->ref);
		ast_edit(k->ast, n)->flags |= NODE_F_REFINE;
		return want;
	case FIT_ABSENT:
		report_absent(k, n);
		return TYPE_ERROR;
	case FIT_SECRET:
		report_secret(k, n);
		return TYPE_ERROR;
	default:
		report_mismatch(k, n, got, want);
		return TYPE_ERROR;
	}
}
