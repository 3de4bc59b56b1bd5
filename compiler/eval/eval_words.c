/* A condition on `it` in words: those of bounds, lengths and patterns, which imported types are full of. */
#include "eval/eval_internal.h"

struct wording {
	struct eval *e;
	struct value v; /* what is refused */
	struct buf out;
};

static const struct node *at(const struct wording *w, node_id n)
{
	return ast_node(w->e->ast, n);
}

static bool is_word(const struct wording *w, node_id n, const char *word)
{
	return at(w, n)->kind == NODE_NAME && str_eq(ast_text(w->e->ast, n), str_from(word));
}

/* `name(it)`, or `name(it, …)`. */
static bool is_call(const struct wording *w, node_id n, const char *name)
{
	return at(w, n)->kind == NODE_CALL && is_word(w, at(w, n)->first, name);
}

static bool is_length(const struct wording *w, node_id n)
{
	return is_call(w, n, "len") && is_word(w, ast_child(w->e->ast, n, 1), "it");
}

static bool is_number(const struct wording *w, node_id n)
{
	if (at(w, n)->kind == NODE_UNARY && at(w, n)->name == OP_NEG)
		n = at(w, n)->first;
	return at(w, n)->kind == NODE_NUMBER;
}

static const char *unit(const struct wording *w, bool one)
{
	if (w->v.kind == VALUE_STRING)
		return one ? "character" : "characters";
	if (w->v.kind == VALUE_LIST)
		return one ? "element" : "elements";
	return one ? "entry" : "entries";
}

/* `it >= 1`, `len(it) <= 5`; the number may stand on either side. */
static bool put_bound(struct wording *w, uint32_t op, node_id subject, node_id bound, bool turned)
{
	static const struct {
		uint32_t op, turned;
		const char *words;
	} all[] = { { OP_GE, OP_LE, "at least " },
		    { OP_LE, OP_GE, "at most " },
		    { OP_GT, OP_LT, "more than " },
		    { OP_LT, OP_GT, "less than " },
		    { OP_EQ, OP_EQ, "" } };
	bool length = is_length(w, subject);
	uint32_t i = 0;

	if ((!length && !is_word(w, subject, "it")) || !is_number(w, bound))
		return false;
	while (i < sizeof all / sizeof *all && (turned ? all[i].turned : all[i].op) != op)
		i++;
	if (i == sizeof all / sizeof *all)
		return false;
	struct str number = source_span_text(&w->e->session->sources, ast_span(w->e->ast, bound));

	buf_printf(&w->out, "%s %s%.*s", length ? "have" : "be", all[i].words, STR_ARG(number));
	if (length)
		buf_printf(&w->out, " %s", unit(w, str_eq(number, STR("1"))));
	return true;
}

/* `len(unique(it)) == len(it)` */
static bool put_distinct(struct wording *w, uint32_t op, node_id left, node_id right)
{
	node_id inner = is_call(w, left, "len") ? ast_child(w->e->ast, left, 1) : 0;

	if (op != OP_EQ || !inner || !is_call(w, inner, "unique") || !is_length(w, right))
		return false;
	buf_add(&w->out, STR("hold nothing twice"));
	return true;
}

/* `mod(it, 5) == 0` */
static bool put_multiple(struct wording *w, uint32_t op, node_id left, node_id right)
{
	if (op != OP_EQ || !is_call(w, left, "mod") || !is_word(w, ast_child(w->e->ast, left, 1), "it") ||
	    !str_eq(ast_text(w->e->ast, right), STR("0")))
		return false;
	buf_printf(&w->out, "be a multiple of %.*s",
		   STR_ARG(ast_text(w->e->ast, ast_child(w->e->ast, left, 2))));
	return true;
}

/* `matches(it, "…")`, of all of a text */
static bool put_pattern(struct wording *w, node_id n)
{
	node_id subject = ast_child(w->e->ast, n, 1), pattern = ast_child(w->e->ast, n, 2);

	if (!is_call(w, n, "matches") || at(w, pattern)->kind != NODE_STRING ||
	    (!is_word(w, subject, "it") && at(w, subject)->kind != NODE_TEMPLATE))
		return false;
	struct str text = ast_text(w->e->ast, pattern);

	buf_printf(&w->out, str_find(text, STR("|"), 0) >= 0 ? "match `^(%.*s)$`" : "match `^%.*s$`",
		   STR_ARG(text));
	return true;
}

static bool put(struct wording *w, node_id n)
{
	if (at(w, n)->kind == NODE_CALL)
		return put_pattern(w, n);
	if (at(w, n)->kind != NODE_BINARY)
		return false;
	uint32_t op = at(w, n)->name;
	node_id left = ast_child(w->e->ast, n, 0), right = ast_child(w->e->ast, n, 1);

	if (op != OP_AND && op != OP_OR)
		return put_bound(w, op, left, right, false) || put_bound(w, op, right, left, true) ||
		       put_distinct(w, op, left, right) || put_multiple(w, op, left, right);
	if (!put(w, left))
		return false;
	buf_add(&w->out, op == OP_AND ? STR(" and ") : STR(" or "));
	return put(w, right);
}

struct str eval_condition_words(struct eval *e, node_id condition, struct value v)
{
	struct wording w = { .e = e, .v = v, .out.arena = e->arena };

	buf_add(&w.out, STR("it has to "));
	return put(&w, condition) ? buf_str(&w.out)
				  : source_span_text(&e->session->sources, ast_span(e->ast, condition));
}
