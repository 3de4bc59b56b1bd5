/*
 * Written types, imports and names of variables say what they say wherever they stand, and nobody asks for
 * their place in a library that is checked: trees of them that are equal become one, which all their
 * parents share. What only a finding asks for goes behind all other nodes.
 */
#include "image/image.h"

#include <stddef.h>
#include <string.h>

struct sharing {
	struct ast *ast;
	struct names seen; /* nodes by their bytes */
	node_id *first;	   /* by number in `seen`: the node that stands for the equal ones */
	uint32_t *number;  /* by node: 0 for one that another stands for; later its place */
};

static const struct node *at(const struct sharing *s, node_id n)
{
	return ast_node(s->ast, n);
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
		if (at(s, at(s, n)->first)->next)
			return false;
		break;
	default:
		return false;
	}
	for (node_id c = at(s, n)->first; c; c = at(s, c)->next) {
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
		return at(s, at(s, n)->first)->next ? 0 : n;
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

/* Of a node, all in it, and all behind it: what stands for them. */
static node_id share(struct sharing *s, node_id n)
{
	if (!n)
		return 0;
	node_id first = share(s, at(s, n)->first), next = share(s, at(s, n)->next);
	struct node *node = ast_edit(s->ast, n);

	node->first = first;
	node->next = next;
	uint32_t seen = name_intern(&s->seen, (struct str){ (const char *)node, sizeof *node });

	if (!s->first[seen])
		s->first[seen] = n;
	if (s->first[seen] != n)
		s->number[n] = 0;
	return s->first[seen];
}

static void share_children(struct sharing *s, node_id parent)
{
	for (node_id c = at(s, parent)->first; c; c = at(s, c)->next) {
		if (!is_plain(s, c))
			return;
	}
	node_id first = share(s, at(s, parent)->first);

	ast_edit(s->ast, parent)->first = first;
}

/* ---- closing the gaps ------------------------------------------------------------------------ */

static void renumber(const struct sharing *s, node_id *n)
{
	if (*n && !s->number[*n])
		rcc_bug("node %u of the library is needed where it stands", *n);
	*n = s->number[*n];
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

/* Whether it and all in it is asked for only where something is found. */
static bool is_late(const struct node *n)
{
	if (n->kind == NODE_IF_STMT || n->kind == NODE_FOR_STMT)
		return n->flags & NODE_F_DETAILS;
	return n->kind == NODE_IMPORT || image_is_documentation(n);
}

/* A compile without findings reads fewer pages if what is late lies behind all else. */
static node_id number_nodes(struct sharing *s)
{
	const uint32_t n = s->ast->nodes.n;
	bool *late = arena_new(&s->ast->session->arena, bool, n);
	node_id to = 1;

	for (node_id parent = n; parent-- > 1;) { /* a parent comes behind its children */
		for (node_id c = at(s, parent)->first; c; c = at(s, c)->next)
			late[c] = late[parent] || is_late(at(s, c));
	}
	for (int part = 0; part < 2; part++) {
		for (node_id i = 1; i < n; i++) {
			if (s->number[i] && late[i] == part)
				s->number[i] = to++;
		}
	}
	return to;
}

static void move_nodes(struct sharing *s)
{
	struct ast *t = s->ast;
	node_id count = number_nodes(s);
	struct node *nodes = arena_new(&t->session->arena, struct node, count);
	struct span *spans = arena_new(&t->session->arena, struct span, count);

	for (node_id n = 1; n < t->nodes.n; n++) {
		struct node node = *at(s, n);

		if (!s->number[n])
			continue;
		renumber(s, &node.first);
		renumber(s, &node.next);
		renumber_ref(s, &node.ref);
		nodes[s->number[n]] = node;
		spans[s->number[n]] = ast_span(t, n);
	}
	t->nodes.n = t->spans.n = count;
	memcpy(ast_edit(t, 0), nodes, count * sizeof *nodes);
	memcpy(ast_edit_span(t, 0), spans, count * sizeof *spans);
}

static void renumber_column(const struct sharing *s, struct table *t, size_t offset)
{
	for (uint32_t i = 1; i < t->n; i++)
		renumber(s, (node_id *)(void *)((char *)table_edit(t, i) + offset));
}

static void renumber_prelude(const struct sharing *s, struct prelude *p)
{
	node_id *const nodes[] = { &p->objects,	  &p->secrets,	       &p->summary,	&p->report,
				   &p->manifests, &p->facts_of_change, &p->consequence, &p->unset,
				   &p->exclusive, &p->kubernetes,      &p->held,	&p->namespace_of,
				   &p->filled,	  &p->nameless,	       &p->types,	&p->served,
				   &p->instead,	  &p->own_groups };
	enum { COUNT = sizeof nodes / sizeof *nodes, OTHERS = 4 /* module, stack, changes, k8s */ };

	_Static_assert(sizeof *p == (COUNT + OTHERS) * sizeof(uint32_t), "every node of the prelude is here");
	for (int i = 0; i < COUNT; i++)
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
			     .number = arena_new(a, uint32_t, n) };

	names_init(&s.seen);
	for (node_id i = 1; i < n; i++)
		s.number[i] = i;
	for (node_id i = 1; i < n; i++) {
		if (s.number[i] && sharing_parent(&s, i))
			share_children(&s, sharing_parent(&s, i));
	}
	move_nodes(&s);
	renumber_program(&s, p);
	names_fini(&s.seen);
}
