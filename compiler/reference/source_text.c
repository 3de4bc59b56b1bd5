/* Values as they are written, on one line. */
#include "reference/words.h"

#include <string.h>

struct copy {
	const struct program *program;
	struct arena *arena;
	VEC(struct span) cuts; /* to leave out, in source order */
	char between;	       /* what a line feed between two entries means: `,`, or 0: a blank */
};

/* Whether the node is `base.x` with a module as base. The head of a constructor tells it by its parent: sema
 * annotates the whole. */
static bool has_prefix(const struct ast *t, node_id parent, node_id n)
{
	const struct node *above = ast_node(t, parent), *node = ast_node(t, n);

	if (node->kind != NODE_GET)
		return false;
	if (above->kind == NODE_AMEND && above->first == n && REF_KIND(above->ref) == REF_TYPE)
		return true;
	return ast_node(t, node->first)->kind == NODE_NAME &&
	       REF_KIND(ast_node(t, node->first)->ref) == REF_MODULE;
}

/* `base.` of `base.Storage`: the reader sees the name without an import. */
static void find_prefixes(struct copy *c, node_id parent)
{
	const struct ast *t = &c->program->ast;

	for (node_id n = ast_node(t, parent)->first; n; n = ast_next(t, n)) {
		if (has_prefix(t, parent, n))
			vec_push(c->arena, &c->cuts,
				 (struct span){ ast_span(t, n).beg, ast_name_span(t, n).beg });
		else
			find_prefixes(c, n);
	}
}

static bool ends_entry(const struct buf *out, char next)
{
	return out->n && !strchr("{[(,;", out->p[out->n - 1]) && !strchr("}])", next);
}

/* Blanks become one; `lines` tells whether there was a line feed among them. */
static void put_blank(const struct copy *c, struct buf *out, bool lines, char next)
{
	if (lines && c->between && ends_entry(out, next))
		buf_char(out, c->between);
	if (out->n)
		buf_char(out, ' ');
}

static void put_folded(const struct copy *c, struct buf *out, struct str text)
{
	for (uint32_t i = 0; i < text.n;) {
		uint32_t end = i;

		while (end < text.n && strchr(" \t\r\n", text.p[end]) && text.p[end])
			end++;
		if (end > i && end < text.n)
			put_blank(c, out, memchr(text.p + i, '\n', end - i) != NULL, text.p[end]);
		if (end == i)
			buf_char(out, text.p[end++]);
		i = end;
	}
}

static char between_of(const struct ast *t, node_id value)
{
	switch (ast_node(t, value)->kind) {
	case NODE_AMEND:
	case NODE_BLOCK:
	case NODE_LIST:
		return ',';
	default:
		return 0;
	}
}

struct str words_source(const struct program *p, struct arena *a, node_id value)
{
	struct copy c = { .program = p, .arena = a, .between = between_of(&p->ast, value) };
	struct span at = ast_span(&p->ast, value);
	const struct sources *sources = &p->ast.session->sources;
	struct buf whole = { .arena = a }, out = { .arena = a };

	find_prefixes(&c, value);
	for (uint32_t i = 0; i < c.cuts.n; i++) {
		buf_add(&whole, source_span_text(sources, (struct span){ at.beg, c.cuts.v[i].beg }));
		at.beg = c.cuts.v[i].end;
	}
	buf_add(&whole, source_span_text(sources, at));
	put_folded(&c, &out, buf_str(&whole));
	return buf_str(&out);
}
