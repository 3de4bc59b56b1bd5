/*
 * Functions and constants of the library that only findings, reports and the consequences of changes ask for:
 * none of those that are named where a compile without findings goes. It does not look at what is in them.
 */
#include "image/image.h"

#include <string.h>

struct walk {
	const struct program *program;
	bool *told;	     /* by node: a declaration that nobody is known to need yet */
	VEC(node_id) needed; /* those that were not looked into */
};

static void need(struct walk *w, node_id decl)
{
	if (!w->told[decl])
		return;
	w->told[decl] = false;
	vec_push(&w->program->ast.session->arena, &w->needed, decl);
}

static void look_into(struct walk *w, node_id parent)
{
	const struct ast *t = &w->program->ast;
	uint32_t at = 0;

	for (node_id c = ast_node(t, parent)->first; c; c = ast_next(t, c)) {
		uint32_t ref = ast_node(t, c)->ref;

		if (REF_KIND(ref) == REF_FN || REF_KIND(ref) == REF_GLOBAL)
			need(w, REF_PAYLOAD(ref));
		if (!w->told[c] && !image_is_for_findings(t, parent, c, at++))
			look_into(w, c);
	}
}

void image_list_prelude(struct prelude *p, node_id *out[PRELUDE_NODES])
{
	node_id *const nodes[] = { &p->objects,	  &p->secrets,	       &p->summary,	&p->report,
				   &p->manifests, &p->facts_of_change, &p->consequence, &p->unset,
				   &p->exclusive, &p->kubernetes,      &p->held,	&p->namespace_of,
				   &p->filled,	  &p->nameless,	       &p->types,	&p->served,
				   &p->instead,	  &p->own_groups,      &p->order,	&p->exceeded,
				   &p->statuses,  &p->resting,	       &p->known_as };
	enum { OTHERS = 4 /* module, stack, changes, k8s */ };

	_Static_assert(sizeof nodes / sizeof *nodes == PRELUDE_NODES, "as the header says");
	_Static_assert(sizeof *p == (PRELUDE_NODES + OTHERS) * sizeof(uint32_t), "every node is here");
	memcpy(out, nodes, sizeof nodes);
}

/* What is called from outside, but for what `rcc report` and `rcc diff` do. */
static void need_prelude(struct walk *w, struct prelude *p)
{
	node_id *called[PRELUDE_NODES];

	image_list_prelude(p, called);
	for (int i = 0; i < PRELUDE_NODES; i++) {
		if (called[i] != &p->report && called[i] != &p->consequence)
			need(w, *called[i]);
	}
}

bool *image_find_told(struct program *p)
{
	struct walk w = { .program = p, .told = arena_new(&p->ast.session->arena, bool, p->ast.nodes.n) };

	for (uint32_t i = 1; i < p->symbols.n; i++) {
		node_id n = ((const struct symbol *)table_get(&p->symbols, i))->node;
		enum node_kind kind = ast_node(&p->ast, n)->kind;

		w.told[n] = kind == NODE_FN || kind == NODE_LET;
	}
	for (uint32_t i = 1; i < p->modules.n; i++)
		look_into(&w, ((const struct module *)table_get(&p->modules, i))->file);
	need_prelude(&w, &p->prelude);
	for (uint32_t i = 0; i < w.needed.n; i++)
		look_into(&w, w.needed.v[i]);
	return w.told;
}
