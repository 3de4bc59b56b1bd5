/*
 * Written types, imports and names of variables say what they say wherever they stand, and nobody asks for
 * their place in a library that is checked: lists of them that are equal become one, which all their
 * parents share. Then each list of children is laid in a row, so that no child has to say which is next. What
 * only a finding asks for goes behind all other nodes.
 */
#include "image/image.h"

#include <stddef.h>
#include <string.h>

struct sharing {
	struct ast *ast;
	struct names seen; /* lists of nodes by their bytes */
	node_id *first;	 /* by number in `seen`: the first node of the list that stands for the equal ones */
	node_id *place;	 /* by node: where it lies in the image; 0 before it has a place */
	uint32_t placed; /* how many have one */
	const bool *told; /* by node: image_find_told */
	int turn;	 /* what is later than this has no place yet */
};

static const struct node *at(const struct sharing *s, node_id n)
{
	return ast_node(s->ast, n);
}

static node_id next_of(const struct sharing *s, node_id n)
{
	return ast_next(s->ast, n);
}

/* ---- which ---------------------------------------------------------------------------------- */

/* Whether a node and all in it may be shared. A default may not: a value tells where it stands. */
static bool is_plain(const struct sharing *s, node_id n)
{
	switch (at(s, n)->kind) {
	case NODE_NAME:
	case NODE_GET:
	case NODE_STRING:
	case NODE_TYPE_APPLY:
	case NODE_TYPE_LIST:
	case NODE_TYPE_MAP:
		break;
	case NODE_FIELD:
		if (next_of(s, at(s, n)->first))
			return false;
		break;
	default:
		return false;
	}
	for (node_id c = at(s, n)->first; c; c = next_of(s, c)) {
		if (!is_plain(s, c))
			return false;
	}
	return true;
}

/* The parent of what is to be shared, if the node has or is one. Parameters of functions are no such: who
 * forgets an argument is shown them. */
static node_id sharing_parent(const struct sharing *s, node_id n)
{
	switch (at(s, n)->kind) {
	case NODE_FIELD:
		return next_of(s, at(s, n)->first) ? 0 : n;
	case NODE_IMPORT:
	case NODE_NEEDS:
	case NODE_VARS:
		return n;
	case NODE_CHECK:
		return at(s, n)->first;
	default:
		return 0;
	}
}

/* ---- sharing -------------------------------------------------------------------------------- */

/* What stands for a list of nodes, all in them shared. */
static node_id share(struct sharing *s, node_id list)
{
	struct buf bytes = { .arena = &s->ast->session->arena };

	for (node_id c = list; c; c = next_of(s, c)) {
		node_id first = share(s, at(s, c)->first);

		ast_edit(s->ast, c)->first = first;
		buf_add(&bytes, (struct str){ (const char *)at(s, c), sizeof(struct node) });
	}
	node_id *stands = &s->first[name_intern(&s->seen, buf_str(&bytes))];

	if (!*stands)
		*stands = list;
	return *stands;
}

static void share_children(struct sharing *s, node_id parent)
{
	for (node_id c = at(s, parent)->first; c; c = next_of(s, c)) {
		if (!is_plain(s, c))
			return;
	}
	node_id first = share(s, at(s, parent)->first);

	ast_edit(s->ast, parent)->first = first;
}

/* ---- where each lies ------------------------------------------------------------------------- */

enum { TURN_ALWAYS, TURN_IMPORTS, TURN_FINDINGS, TURN_COUNT };

/* When what is in a child has its turn: what is asked for only where something is found is deflated, imports
 * are read now and then. */
static int turn_of(const struct sharing *s, node_id parent, node_id n, uint32_t child)
{
	if (at(s, n)->kind == NODE_IMPORT)
		return TURN_IMPORTS;
	return s->told[n] || image_is_for_findings(s->ast, parent, n, child) ? TURN_FINDINGS : TURN_ALWAYS;
}

/* The children of a node, then what is in them. */
static void place_children(struct sharing *s, node_id parent)
{
	node_id list = at(s, parent)->first;
	uint32_t child = 0;

	for (node_id c = list; c && !s->place[c]; c = next_of(s, c))
		s->place[c] = ++s->placed;
	for (node_id c = list; c; c = next_of(s, c)) {
		if (s->turn >= turn_of(s, parent, c, child++))
			place_children(s, c);
	}
}

static void place_file(struct sharing *s, node_id file)
{
	if (!s->place[file])
		s->place[file] = ++s->placed;
	place_children(s, file);
}

/* A compile without findings reads fewer pages if what is late lies behind all else. */
static void place_nodes(struct sharing *s, const struct table *modules)
{
	for (s->turn = 0; s->turn < TURN_COUNT; s->turn++) {
		s->ast->late = s->placed + 1;
		for (uint32_t i = 1; i < modules->n; i++)
			place_file(s, ((const struct module *)table_get(modules, i))->file);
	}
}

static void renumber(const struct sharing *s, node_id *n)
{
	if (*n && !s->place[*n])
		rcc_bug("node %u of the library is needed where it stands", *n);
	*n = s->place[*n];
}

static void renumber_ref(const struct sharing *s, uint32_t *ref)
{
	enum ref_kind kind = REF_KIND(*ref);
	node_id n = REF_PAYLOAD(*ref);

	if (kind != REF_FN && kind != REF_GLOBAL)
		return;
	renumber(s, &n);
	*ref = REF(kind, n);
}

static void move_nodes(struct sharing *s)
{
	struct ast *t = s->ast;
	uint32_t count = s->placed + 1;
	struct node *nodes = arena_new(&t->session->arena, struct node, count);
	struct span *spans = arena_new(&t->session->arena, struct span, count);
	struct own_node *own = arena_new(&t->session->arena, struct own_node, count);

	nodes[0].last = true;
	for (node_id n = 1; n < t->nodes.n; n++) {
		struct node node = *at(s, n);

		if (!s->place[n])
			continue;
		renumber(s, &node.first);
		renumber_ref(s, &node.ref);
		node.last = !next_of(s, n);
		node_id to = s->place[n];

		nodes[to] = node;
		spans[to] = ast_span(t, n);
		own[to] = (struct own_node){ node.last ? 0 : to + 1, ast_depth(t, n) };
	}
	t->nodes.n = t->spans.n = t->own.n = count;
	memcpy(ast_edit(t, 0), nodes, count * sizeof *nodes);
	memcpy(ast_edit_span(t, 0), spans, count * sizeof *spans);
	memcpy(table_edit(&t->own, 0), own, count * sizeof *own);
}

static void renumber_column(const struct sharing *s, struct table *t, size_t offset)
{
	for (uint32_t i = 1; i < t->n; i++)
		renumber(s, (node_id *)(void *)((char *)table_edit(t, i) + offset));
}

static void renumber_prelude(const struct sharing *s, struct prelude *p)
{
	node_id *nodes[PRELUDE_NODES];

	image_list_prelude(p, nodes);
	for (int i = 0; i < PRELUDE_NODES; i++)
		renumber(s, nodes[i]);
}

static void renumber_program(const struct sharing *s, struct program *p)
{
	const struct {
		struct table *table;
		size_t offset;
	} columns[] = {
		{ &p->types.list, offsetof(struct type, node) },
		{ &p->types.list, offsetof(struct type, decl) },
		{ &p->types.fields, offsetof(struct field, node) },
		{ &p->types.alternatives, offsetof(struct alternative, node) },
		{ &p->modules, offsetof(struct module, file) },
		{ &p->symbols, offsetof(struct symbol, node) },
		{ &p->checks, offsetof(struct checked, node) },
		{ &p->checks, offsetof(struct checked, params) },
		{ &p->checks, offsetof(struct checked, stmts) },
	};

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		renumber_column(s, columns[i].table, columns[i].offset);
	for (uint32_t i = 1; i < p->symbols.n; i++)
		renumber_ref(s, &((struct symbol *)table_edit(&p->symbols, i))->ref);
	renumber_prelude(s, &p->prelude);
}

void image_share_nodes(struct program *p)
{
	struct arena *a = &p->ast.session->arena;
	uint32_t n = p->ast.nodes.n;
	struct sharing s = { .ast = &p->ast,
			     .first = arena_new(a, node_id, n + 1),
			     .place = arena_new(a, node_id, n),
			     .told = image_find_told(p) };

	names_init(&s.seen);
	for (node_id i = 1; i < n; i++) {
		if (sharing_parent(&s, i))
			share_children(&s, sharing_parent(&s, i));
	}
	place_nodes(&s, &p->modules);
	move_nodes(&s);
	renumber_program(&s, p);
	names_fini(&s.seen);
}
