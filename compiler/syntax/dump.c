/* Trees as text, for tests: a line a node, children indented by two blanks. */
#include "syntax/ast.h"

static const char *const flag_names[] = {
	"true", "optional", "quoted", "block", "abstract", "warning", "note"
};

static void dump_flags(uint8_t flags, struct buf *out)
{
	for (uint32_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
		if (flags & 1u << i)
			buf_printf(out, " +%s", flag_names[i]);
	}
}

static void dump_text(struct str text, struct buf *out)
{
	buf_add(out, STR(" `"));
	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			buf_add(out, STR("\\n"));
		else
			buf_char(out, text.p[i]);
	}
	buf_char(out, '`');
}

static const char *kind_id(enum node_kind kind)
{
	static const char *const ids[NODE_COUNT] = {
#define NODE(id, name, children) [NODE_##id] = #id,
#include "syntax/ast.def"
#undef NODE
	};

	return ids[kind];
}

static void dump_node(const struct ast *t, node_id n, uint32_t level, struct buf *out)
{
	const struct node *node = ast_node(t, n);

	buf_printf(out, "%*s%s", (int)(2 * level), "", kind_id((enum node_kind)node->kind));
	if (node->kind == NODE_UNARY || node->kind == NODE_BINARY)
		dump_text(str_from(ast_op_text((enum op)node->name)), out);
	else if (node->name || node->kind == NODE_STRING)
		dump_text(ast_text(t, n), out);
	dump_flags(node->flags, out);
	buf_char(out, '\n');
	for (node_id child = node->first; child; child = ast_next(t, child))
		dump_node(t, child, level + 1, out);
}

void ast_dump(const struct ast *t, node_id n, struct buf *out)
{
	dump_node(t, n, 0, out);
}
