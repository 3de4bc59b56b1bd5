#include "syntax/spans.h"

void ast_init(struct ast *t, struct session *s)
{
	*t = (struct ast){ .session = s };
	table_init(&t->nodes, sizeof(struct node), NULL, 0);
	table_init(&t->spans, sizeof(struct span), NULL, 0);
	table_init(&t->own, sizeof(struct own_node), NULL, 0);
	table_init(&t->trivia, sizeof(struct trivia), NULL, 0);
}

void ast_freeze(struct ast *t)
{
	table_fini(&t->own);
	table_init(&t->own, sizeof(struct own_node), "", t->nodes.n); /* what is never read needs no bytes */
	cold_finish_by(t->spans.cold, spans_join, t);
}

void ast_warm(const struct ast *t)
{
	table_warm(&t->nodes);
}

void ast_warm_decl(const struct ast *t, node_id decl)
{
	node_id first = ast_node(t, decl)->first;

	if (first >= t->nodes.nfrozen && first < t->own.nfrozen)
		ast_warm(t);
}

node_id ast_next_own(const struct ast *t, node_id n)
{
	if (n < t->own.nfrozen) /* late */
		return ast_node(t, n)->last ? 0 : n + 1;
	return ((const struct own_node *)table_get_sized(&t->own, n, sizeof(struct own_node)))->next;
}

void ast_fini(struct ast *t)
{
	table_fini(&t->nodes);
	table_fini(&t->spans);
	table_fini(&t->own);
	table_fini(&t->trivia);
}

struct node *ast_edit(struct ast *t, node_id n)
{
	return table_edit(&t->nodes, n);
}

struct span *ast_edit_span(struct ast *t, node_id n)
{
	return table_edit(&t->spans, n);
}

struct span ast_span(const struct ast *t, node_id n)
{
	return *(const struct span *)table_row(&t->spans, n, 1);
}

uint16_t ast_depth(const struct ast *t, node_id n)
{
	return ((const struct own_node *)table_get_sized(&t->own, n, sizeof(struct own_node)))->depth;
}

node_id ast_new(struct ast *t, enum node_kind kind, struct span at, uint32_t name)
{
	node_id n = t->nodes.n;

	*(struct node *)table_push(&t->nodes) = (struct node){ .kind = kind, .name = name & NODE_NAME_MAX };
	*(struct span *)table_push(&t->spans) = at;
	*(struct own_node *)table_push(&t->own) = (struct own_node){ .depth = 1 };
	return n;
}

static struct own_node *edit_own(struct ast *t, node_id n)
{
	return table_edit(&t->own, n);
}

void ast_link(struct ast *t, node_id n, node_id next)
{
	edit_own(t, n)->next = next;
}

static node_id last_child(const struct ast *t, node_id parent)
{
	node_id last = 0;

	for (node_id n = ast_node(t, parent)->first; n; n = ast_next(t, n))
		last = n;
	return last;
}

static uint16_t deepest(const struct ast *t, node_id first)
{
	uint16_t depth = 0;

	for (node_id n = first; n; n = ast_next(t, n)) {
		if (ast_depth(t, n) > depth)
			depth = ast_depth(t, n);
	}
	return depth;
}

void ast_adopt(struct ast *t, node_id parent, node_id first)
{
	node_id last = last_child(t, parent);
	uint32_t depth = deepest(t, first) + 1u;

	if (last)
		ast_link(t, last, first);
	else
		ast_edit(t, parent)->first = first;
	if (depth > ast_depth(t, parent))
		edit_own(t, parent)->depth = depth < UINT16_MAX ? (uint16_t)depth : UINT16_MAX;
}

uint32_t ast_child_count(const struct ast *t, node_id n)
{
	uint32_t count = 0;

	for (node_id child = ast_node(t, n)->first; child; child = ast_next(t, child))
		count++;
	return count;
}

struct str ast_text(const struct ast *t, node_id n)
{
	return name_text(&t->session->names, ast_node(t, n)->name);
}

node_id ast_attr(const struct ast *t, node_id n, const char *name)
{
	for (node_id child = ast_node(t, n)->first; child; child = ast_next(t, child)) {
		if (ast_node(t, child)->kind == NODE_ATTR && str_eq(ast_text(t, child), str_from(name)))
			return child;
	}
	return 0;
}

const char *ast_kind_name(enum node_kind kind)
{
	static const char *const names[NODE_COUNT] = {
#define NODE(id, name, children) [NODE_##id] = name,
#include "syntax/ast.def"
#undef NODE
	};

	return names[kind];
}

const char *ast_op_text(enum op op)
{
	static const char *const texts[OP_COUNT] = {
		[OP_OR] = "or",	   [OP_AND] = "and", [OP_NOT] = "not", [OP_EQ] = "==", [OP_NE] = "!=",
		[OP_LT] = "<",	   [OP_LE] = "<=",   [OP_GT] = ">",    [OP_GE] = ">=", [OP_IN] = "in",
		[OP_RANGE] = "..", [OP_ELSE] = "??", [OP_ADD] = "+",   [OP_SUB] = "-", [OP_MUL] = "*",
		[OP_DIV] = "/",	   [OP_NEG] = "-",
	};

	return texts[op];
}

/* An operation's name is its enum op, not a text; the same number still means the same. */
static bool same_name(const struct ast *a, node_id x, const struct ast *b, node_id y)
{
	enum node_kind kind = ast_node(a, x)->kind;

	if (kind == NODE_UNARY || kind == NODE_BINARY || a->session == b->session)
		return ast_node(a, x)->name == ast_node(b, y)->name;
	return str_eq(ast_text(a, x), ast_text(b, y));
}

/* As deep as the trees are, which the parser bounds by LIMIT_NESTING. */
bool ast_equal(const struct ast *a, node_id x, const struct ast *b, node_id y)
{
	const struct node *m = ast_node(a, x), *n = ast_node(b, y);

	if (m->kind != n->kind || m->flags != n->flags || !same_name(a, x, b, y))
		return false;
	for (x = m->first, y = n->first; x && y; x = ast_next(a, x), y = ast_next(b, y)) {
		if (!ast_equal(a, x, b, y))
			return false;
	}
	return x == y;
}
