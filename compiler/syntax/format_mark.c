/* What the tree knows of single pieces. Every node is looked at once, in no order. */
#include "syntax/format_internal.h"

static const struct node *node_at(const struct format *f, node_id n)
{
	return ast_node(&f->tree, n);
}

static node_id next_of(const struct format *f, node_id n)
{
	return ast_next(&f->tree, n);
}

/* The piece at the beginning of a node. */
static uint32_t piece_of(const struct format *f, node_id n)
{
	return format_find(f, ast_span(&f->tree, n).beg);
}

/* The piece that a node begins with; attributes stand before the node that they belong to. */
static uint32_t first_piece(const struct format *f, node_id n)
{
	uint32_t beg = ast_span(&f->tree, n).beg;

	for (node_id c = node_at(f, n)->first; c; c = next_of(f, c)) {
		if (node_at(f, c)->kind == NODE_ATTR && ast_span(&f->tree, c).beg < beg)
			beg = ast_span(&f->tree, c).beg;
	}
	return format_find(f, beg);
}

/* The token before a piece. */
static struct piece *before(struct format *f, uint32_t i)
{
	do
		i--;
	while (i && piece_is(&f->v[i], PIECE_COMMENT));
	return &f->v[i];
}

static void mark(struct format *f, node_id n, uint32_t flags)
{
	f->v[piece_of(f, n)].flags |= flags;
}

/* ---- operators ---- */

static void mark_binary(struct format *f, node_id n)
{
	node_id left = node_at(f, n)->first, right = next_of(f, left);

	if (node_at(f, n)->name == OP_RANGE &&
	    (node_at(f, left)->kind == NODE_BINARY || node_at(f, right)->kind == NODE_BINARY))
		before(f, piece_of(f, right))->flags |= PIECE_WIDE;
}

/* ---- unions: lines begin with the `|` ---- */

static void mark_union(struct format *f, node_id n)
{
	for (node_id c = node_at(f, n)->first; c; c = next_of(f, c)) {
		struct piece *bar = before(f, first_piece(f, c));

		if (bar->kind == TOK_BAR && (bar->source_lines || bar[1].source_lines))
			bar->flags |= PIECE_HARD;
	}
}

/* ---- entries ---- */

static void set_cell(struct format *f, node_id n, enum piece_form form, uint32_t cell)
{
	struct piece *p = &f->v[piece_of(f, n)];

	p->form = (uint8_t)form;
	p->cell = cell;
}

/* The `=` or `{` behind the name, or behind the key. */
static void mark_entry(struct format *f, node_id n, enum piece_form value, enum piece_form block)
{
	const struct node *node = node_at(f, n);
	uint32_t head = piece_of(f, node->kind == NODE_SET ? n : node->first);

	set_cell(f, n, node->flags & NODE_F_BLOCK_FORM ? block : value, head + 1);
}

/* The blocks of a condition or a loop. */
static void mark_heads(struct format *f, node_id n)
{
	for (node_id c = next_of(f, node_at(f, n)->first); c; c = next_of(f, c)) {
		if (node_at(f, c)->kind == NODE_BLOCK)
			mark(f, c, PIECE_HEAD);
	}
}

static void mark_if(struct format *f, node_id n)
{
	node_id otherwise = next_of(f, next_of(f, node_at(f, n)->first));

	mark_heads(f, n);
	if (!ast_is_none(&f->tree, otherwise))
		before(f, piece_of(f, otherwise))->flags |= PIECE_JOIN;
}

/* ---- statements ---- */

static bool are_labels(const struct format *f, node_id stmts);

/* An `at`, or one that a condition or a loop makes. */
static bool is_label(const struct format *f, node_id n)
{
	enum node_kind kind = (enum node_kind)node_at(f, n)->kind;

	if (kind == NODE_AT)
		return true;
	if (kind != NODE_IF_STMT && kind != NODE_FOR_STMT)
		return false;
	for (node_id c = next_of(f, node_at(f, n)->first); c; c = next_of(f, c)) {
		kind = (enum node_kind)node_at(f, c)->kind;
		if (kind == NODE_STMTS && !are_labels(f, c))
			return false;
		if (kind == NODE_IF_STMT && !is_label(f, c))
			return false;
	}
	return true;
}

static bool are_labels(const struct format *f, node_id stmts)
{
	for (node_id c = node_at(f, stmts)->first; c; c = next_of(f, c)) {
		if (!is_label(f, c))
			return false;
	}
	return node_at(f, stmts)->first != 0;
}

static void mark_statements(struct format *f, node_id n)
{
	bool reported = false;

	mark(f, n, PIECE_SERIES | PIECE_HEAD);
	for (node_id c = node_at(f, n)->first; c; c = next_of(f, c)) {
		mark(f, c, reported && is_label(f, c) ? PIECE_ITEM | PIECE_DEEP : PIECE_ITEM);
		reported |= node_at(f, c)->kind == NODE_REPORT;
	}
}

static void mark_at(struct format *f, node_id n)
{
	node_id label = next_of(f, node_at(f, n)->first);

	if (!ast_is_none(&f->tree, label))
		set_cell(f, n, FORM_LABEL, piece_of(f, label));
}

static void mark_node(struct format *f, node_id n)
{
	switch ((enum node_kind)node_at(f, n)->kind) {
	case NODE_PAREN:
	case NODE_TYPE_LIST:
	case NODE_TYPE_MAP:
		mark(f, n, PIECE_FREE);
		break;
	case NODE_UNARY:
		mark(f, n, node_at(f, n)->name == OP_NEG ? PIECE_PREFIX : 0);
		break;
	case NODE_BINARY:
		mark_binary(f, n);
		break;
	case NODE_TYPE_UNION:
		mark_union(f, n);
		break;
	case NODE_SET:
	case NODE_SET_KEY:
		mark_entry(f, n, FORM_VALUE, FORM_BLOCK);
		break;
	case NODE_SET_KEYED:
		mark_entry(f, n, FORM_KEYED_VALUE, FORM_KEYED_BLOCK);
		break;
	case NODE_IF_ENTRY:
	case NODE_IF_STMT:
		mark_if(f, n);
		break;
	case NODE_FOR_ENTRY:
		mark_heads(f, n);
		break;
	case NODE_BODY:
		mark(f, n, PIECE_SERIES);
		break;
	case NODE_STMTS:
		mark_statements(f, n);
		break;
	case NODE_AT:
		mark_at(f, n);
		break;
	default:
		break;
	}
}

void format_mark(struct format *f)
{
	for (node_id n = 1; n < f->tree.nodes.n; n++)
		mark_node(f, n);
}
