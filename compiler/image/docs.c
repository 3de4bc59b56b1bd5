/*
 * Texts that only `rcc explain` and the reference show are half of all bytes of names: they go to a
 * table that lies deflated.
 */
#include "image/image.h"

static bool is_documentation(const struct ast *t, node_id n)
{
	return ast_node(t, n)->kind == NODE_EXPLAIN || ast_node(t, n)->kind == NODE_EXAMPLE;
}

static bool has_name(const struct ast *t, node_id n)
{
	return ast_node(t, n)->kind != NODE_UNARY && ast_node(t, n)->kind != NODE_BINARY;
}

void image_part_docs(struct program *p)
{
	struct session *s = p->ast.session;
	const struct ast *t = &p->ast;
	bool *doc = arena_new(&s->arena, bool, s->names.entries.n);
	bool *text = arena_new(&s->arena, bool, t->nodes.n); /* of documentation, by node */

	for (node_id n = 1; n < t->nodes.n; n++) {
		for (node_id c = is_documentation(t, n) ? ast_node(t, n)->first : 0; c;
		     c = ast_node(t, c)->next)
			doc[ast_node(t, c)->name] = text[c] = true;
	}
	for (node_id n = 1; n < t->nodes.n; n++) {
		if (!text[n] && has_name(t, n))
			doc[ast_node(t, n)->name] = false;
	}
	names_part_docs(&s->names, doc);
}
