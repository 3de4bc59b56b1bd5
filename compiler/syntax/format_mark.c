/* What the tree knows of single pieces. Every node is looked at once, in no order. */
#include "syntax/format_internal.h"

static const struct node *node_at(const struct format *f, node_id n)
{
	return ast_node(&f->tree, n);
}

/* The piece that a node begins with; attributes stand before the node that they belong to. */
static uint32_t first_piece(const struct format *f, node_id n)
{
	uint32_t beg = node_at(f, n)->at.beg;

	for (node_id c = node_at(f, n)->first; c; c = node_at(f, c)->next) {
		if (node_at(f, c)->kind == NODE_ATTR && node_at(f, c)->at.beg < beg)
			beg = node_at(f, c)->at.beg;
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

static void mark(struct format *f, const struct node *n, uint32_t flags)
{
	f->v[format_find(f, n->at.beg)].flags |= flags;
}

/* ---- operators ---- */

static void mark_binary(struct format *f, const struct node *n)
{
	const struct node *left = node_at(f, n->first), *right = node_at(f, left->next);

	if (n->name == OP_RANGE && (left->kind == NODE_BINARY || right->kind == NODE_BINARY))
		before(f, format_find(f, right->at.beg))->flags |= PIECE_WIDE;
}

/* ---- unions: lines begin with the `|` ---- */

static void mark_union(struct format *f, const struct node *n)
{
	for (node_id c = n->first; c; c = node_at(f, c)->next) {
		struct piece *bar = before(f, first_piece(f, c));

		if (bar->kind == TOK_BAR && (bar->source_lines || bar[1].source_lines))
			bar->flags |= PIECE_HARD;
	}
}

/* ---- entries ---- */

static void set_cell(struct format *f, const struct node *n, enum piece_form form, uint32_t cell)
{
	struct piece *p = &f->v[format_find(f, n->at.beg)];

	p->form = (uint8_t)form;
	p->cell = cell;
}

/* The `=` or `{` behind the name, or behind the key. */
static void mark_entry(struct format *f, const struct node *n, enum piece_form value, enum piece_form block)
{
	bool keyed = n->kind != NODE_SET;
	uint32_t head = keyed ? format_find(f, node_at(f, n->first)->at.beg) : format_find(f, n->at.beg);

	set_cell(f, n, n->flags & NODE_F_BLOCK_FORM ? block : value, head + 1);
}

/* The blocks of a condition or a loop. */
static void mark_heads(struct format *f, const struct node *n)
{
	for (node_id c = node_at(f, n->first)->next; c; c = node_at(f, c)->next) {
		if (node_at(f, c)->kind == NODE_BLOCK)
			mark(f, node_at(f, c), PIECE_HEAD);
	}
}

static void mark_if(struct format *f, const struct node *n)
{
	node_id otherwise = node_at(f, node_at(f, n->first)->next)->next;

	mark_heads(f, n);
	if (!ast_is_none(&f->tree, otherwise))
		before(f, format_find(f, node_at(f, otherwise)->at.beg))->flags |= PIECE_JOIN;
}

/* ---- statements ---- */

static bool are_labels(const struct format *f, node_id stmts);

/* An `at`, or one that a condition or a loop makes. */
static bool is_label(const struct format *f, const struct node *n)
{
	if (n->kind == NODE_AT)
		return true;
	if (n->kind != NODE_IF_STMT && n->kind != NODE_FOR_STMT)
		return false;
	for (node_id c = node_at(f, n->first)->next; c; c = node_at(f, c)->next) {
		const struct node *part = node_at(f, c);

		if (part->kind == NODE_STMTS && !are_labels(f, c))
			return false;
		if (part->kind == NODE_IF_STMT && !is_label(f, part))
			return false;
	}
	return true;
}

static bool are_labels(const struct format *f, node_id stmts)
{
	for (node_id c = node_at(f, stmts)->first; c; c = node_at(f, c)->next) {
		if (!is_label(f, node_at(f, c)))
			return false;
	}
	return node_at(f, stmts)->first != 0;
}

static void mark_statements(struct format *f, const struct node *n)
{
	bool reported = false;

	mark(f, n, PIECE_SERIES | PIECE_HEAD);
	for (node_id c = n->first; c; c = node_at(f, c)->next) {
		const struct node *s = node_at(f, c);

		mark(f, s, reported && is_label(f, s) ? PIECE_ITEM | PIECE_DEEP : PIECE_ITEM);
		reported |= s->kind == NODE_REPORT;
	}
}

static void mark_at(struct format *f, const struct node *n)
{
	node_id label = node_at(f, n->first)->next;

	if (!ast_is_none(&f->tree, label))
		set_cell(f, n, FORM_LABEL, format_find(f, node_at(f, label)->at.beg));
}

static void mark_node(struct format *f, const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_PAREN:
	case NODE_TYPE_LIST:
	case NODE_TYPE_MAP:
		mark(f, n, PIECE_FREE);
		break;
	case NODE_UNARY:
		mark(f, n, n->name == OP_NEG ? PIECE_PREFIX : 0);
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
		mark_node(f, node_at(f, n));
}
