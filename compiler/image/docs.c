/*
 * Texts of explanations, examples and messages are most of all bytes of names: they go to a table that
 * lies deflated, since a compile without findings does not look at them.
 */
#include "image/image.h"

bool image_is_documentation(const struct node *n)
{
	switch (n->kind) {
	case NODE_EXPLAIN:
	case NODE_EXAMPLE:
	case NODE_REPORT:
	case NODE_AT:
	case NODE_BECAUSE:
	case NODE_HELP:
	case NODE_FIX:
		return true;
	default:
		return false;
	}
}

static bool has_name(const struct ast *t, node_id n)
{
	return ast_node(t, n)->kind != NODE_UNARY && ast_node(t, n)->kind != NODE_BINARY;
}

struct parting {
	const struct ast *ast;
	bool *doc;  /* by name */
	bool *text; /* by node: a string of documentation */
};

/* The strings among the children of a node, and the parts of its templates. */
static void mark(struct parting *p, node_id n)
{
	for (node_id c = ast_node(p->ast, n)->first; c; c = ast_next(p->ast, c)) {
		if (ast_node(p->ast, c)->kind == NODE_STRING)
			p->doc[ast_node(p->ast, c)->name] = p->text[c] = true;
		else if (ast_node(p->ast, c)->kind == NODE_TEMPLATE)
			mark(p, c);
	}
}

void image_part_docs(struct program *p)
{
	struct session *s = p->ast.session;
	const struct ast *t = &p->ast;
	struct parting parting = { .ast = t,
				   .doc = arena_new(&s->arena, bool, s->names.entries.n),
				   .text = arena_new(&s->arena, bool, t->nodes.n) };

	for (node_id n = 1; n < t->nodes.n; n++) {
		if (image_is_documentation(ast_node(t, n)))
			mark(&parting, n);
	}
	for (node_id n = 1; n < t->nodes.n; n++) {
		if (!parting.text[n] && has_name(t, n))
			parting.doc[ast_node(t, n)->name] = false;
	}
	names_part_docs(&s->names, parting.doc);
}
