/*
 * Texts of explanations, examples and messages are most of all bytes of names: they go to a table that
 * lies deflated, since a compile without findings does not look at them.
 */
#include "image/image.h"

/* Whether only explanations, examples and findings ask for what is in a node. */
static bool is_documentation(const struct node *n)
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

bool image_is_for_findings(const struct ast *t, node_id parent, node_id n, uint32_t at)
{
	const struct node *node = ast_node(t, n), *around = ast_node(t, parent);
	bool details = node->kind == NODE_IF_STMT || node->kind == NODE_FOR_STMT;

	if (around->kind == NODE_STMTS && at >= around->ref)
		return true;
	return details ? node->flags & NODE_F_DETAILS : is_documentation(node);
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

	for (node_id n = t->late; n < t->nodes.n; n++) {
		if (ast_node(t, n)->kind == NODE_STRING)
			doc[ast_node(t, n)->name] = true;
	}
	for (node_id n = 1; n < t->nodes.n; n++) {
		bool text = n >= t->late && ast_node(t, n)->kind == NODE_STRING;

		if (!text && has_name(t, n))
			doc[ast_node(t, n)->name] = false;
	}
	names_part_docs(&s->names, doc);
}
