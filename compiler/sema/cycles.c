/*
 * Totality: functions, lets and stacks may not reach themselves, nor may a default reach
 * itself through its siblings. Depth-first search over the edges met while checking.
 */
#include "sema/checker.h"

#include <stdlib.h>

struct search {
	struct checker *k;
	struct edge *edges; /* sorted by `from` */
	uint32_t n;
	uint8_t *state;	    /* by edge: 0 new, 1 on the path, 2 done */
	VEC(uint32_t) path; /* edges from the start to here */
};

static int by_from(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->from != y->from)
		return (x->from > y->from) - (x->from < y->from);
	return (x->at.beg > y->at.beg) - (x->at.beg < y->at.beg);
}

static uint32_t first_edge(const struct search *s, node_id from)
{
	uint32_t lo = 0, hi = s->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->edges[mid].from < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void report_cycle(struct search *s, node_id to)
{
	struct checker *k = s->k;
	struct diags *ds = &k->session->diags;
	struct buf way = { .arena = &k->session->arena };
	uint32_t start = s->path.n;

	while (start && s->edges[s->path.v[start - 1]].from != to)
		start--;
	bool stacks = at(k, to)->kind == NODE_STACK;
	struct diag *d = diag_add(ds, stacks ? DIAG_EXTENDS_CYCLE : DIAG_RECURSION, ast_name_span(k->ast, to),
				  stacks ? "the stack `%.*s` extends itself" : "`%.*s` depends on itself",
				  STR_ARG(ast_text(k->ast, to)));

	for (uint32_t i = start ? start - 1 : 0; i < s->path.n; i++) {
		const struct edge *e = &s->edges[s->path.v[i]];

		buf_printf(&way, "%.*s -> ", STR_ARG(ast_text(k->ast, e->from)));
		diag_label(ds, d, e->at, "uses `%.*s`", STR_ARG(ast_text(k->ast, e->to)));
	}
	buf_add(&way, ast_text(k->ast, to));
	diag_because(ds, d, "%.*s", STR_ARG(buf_str(&way)));
}

/* Iterative, so that a long chain of declarations costs no stack of ours. */
static void search_from(struct search *s, uint32_t start)
{
	struct arena *a = &s->k->session->arena;

	s->path.n = 0;
	vec_push(a, &s->path, start);
	s->state[start] = 1;
	VEC(uint32_t) next = { 0 };

	vec_push(a, &next, first_edge(s, s->edges[start].to));
	while (s->path.n) {
		const struct edge *top = &s->edges[s->path.v[s->path.n - 1]];
		uint32_t *i = &next.v[next.n - 1];

		if (*i >= s->n || s->edges[*i].from != top->to) {
			s->state[s->path.v[--s->path.n]] = 2;
			next.n--;
			continue;
		}
		uint32_t e = (*i)++;

		if (s->state[e] == 1) {
			report_cycle(s, s->edges[e].from);
		} else if (s->state[e] == 0) {
			s->state[e] = 1;
			vec_push(a, &s->path, e);
			vec_push(a, &next, first_edge(s, s->edges[e].to));
		}
	}
}

void check_cycles(struct checker *k)
{
	struct search s = { .k = k, .edges = k->edges.v, .n = k->edges.n };

	if (!s.n || k->session->diags.errors)
		return;
	qsort(s.edges, s.n, sizeof *s.edges, by_from);
	s.state = arena_new(&k->session->arena, uint8_t, s.n);
	for (uint32_t e = 0; e < s.n; e++) {
		if (!s.state[e])
			search_from(&s, e);
	}
}

/* ---- defaults ---- */

struct defaults {
	struct checker *k;
	type_id record;
	uint8_t *state;
	uint32_t depth; /* defaults that need each other in a row */
};

static bool visit_field(struct defaults *d, uint32_t field);

/* Whether the expression reaches, through siblings, a field that is on the path. */
static bool visit_node(struct defaults *d, node_id n)
{
	const struct node *node = at(d->k, n);

	if (node->kind == NODE_NAME && REF_KIND(node->ref) == REF_SELF && REF_PAYLOAD(node->ref) >> 16 == 0 &&
	    !visit_field(d, REF_PAYLOAD(node->ref) & 0xffff))
		return false;
	if (node->kind == NODE_TYPE_RECORD)
		return true;
	for (node_id c = node->first; c; c = next_of(d->k, c)) {
		if (!visit_node(d, c))
			return false;
	}
	return true;
}

static bool visit_field(struct defaults *d, uint32_t i)
{
	const struct field *f = type_field(d->k->types, ty(d->k, d->record), i);

	if (d->state[i] == 2 || !(f->flags & FIELD_HAS_DEFAULT))
		return true;
	if (d->state[i] == 1) {
		diag_add(&d->k->session->diags, DIAG_RECURSION, ast_name_span(d->k->ast, f->node),
			 "the default of `%.*s` depends on itself", STR_ARG(ast_text(d->k->ast, f->node)));
		return false;
	}
	if (d->depth >= d->k->session->limits[LIMIT_CALL_DEPTH]) {
		diag_add(&d->k->session->diags, DIAG_LIMIT, ast_name_span(d->k->ast, f->node),
			 "more than %u defaults need each other in a row", d->depth);
		return false;
	}
	d->state[i] = 1;
	d->depth++;
	bool ok = visit_node(d, child(d->k, f->node, 1));

	d->depth--;

	d->state[i] = 2;
	return ok;
}

void check_default_cycles(struct checker *k, type_id record)
{
	const struct type *r = ty(k, record);
	struct defaults d = { k, record, arena_new(&k->session->arena, uint8_t, r->count + 1), 0 };

	bool ok = r->kind == TYPE_RECORD;

	for (uint32_t i = 0; ok && i < r->count; i++)
		ok = visit_field(&d, i);
}
