#include "eval/origin.h"

#include <stdlib.h>
#include <string.h>

/* A label list longer than this helps nobody; the walk of a huge computation stops here. */
enum { WALK_MAX = 20000 };

void origins_init(struct origins *o, const struct ast *ast)
{
	*o = (struct origins){ .ast = ast };
	table_init(&o->list, sizeof(struct origin), NULL, 0);
	table_init(&o->places[0], sizeof(struct span), NULL, 0);
	table_init(&o->inputs, sizeof(origin_id), NULL, 0);
}

void origins_begin(struct origins *o, struct arena *a, uint32_t n)
{
	table_borrow(&o->list, a, n);
	table_borrow(&o->places[0], a, n);
	table_borrow(&o->inputs, a, n);
}

void origins_fini(struct origins *o)
{
	table_fini(&o->list);
	for (uint32_t i = 0; i < ORIGIN_READERS; i++)
		table_fini(&o->places[i]);
	table_fini(&o->inputs);
}

static void view(struct table *t, const struct table *others)
{
	table_fini(t);
	if (others->own)
		table_init(t, others->size, others->own, others->n);
}

void origins_view(struct origins *o, const struct origins *others)
{
	view(&o->list, &others->list);
	for (uint32_t i = 0; i < ORIGIN_READERS; i++)
		view(&o->places[i], &others->places[i]);
	view(&o->inputs, &others->inputs);
}

void origins_lend(struct origins *o, uint32_t reader, struct origins *borrower)
{
	struct table *places = &borrower->places[reader];

	table_fini(places);
	*places = o->places[reader];
	o->places[reader] = (struct table){ 0 };
	if (!places->own)
		table_init(places, sizeof(struct span), NULL, 0);
	borrower->reader = reader;
}

void origins_expect(struct origins *o, struct arena *a, uint32_t places)
{
	struct table *t = &o->places[o->reader];

	if (t->n > 1) {
		table_reserve(t, t->n + places);
		return;
	}
	table_borrow(t, a, t->n + places);
	o->own_room = true;
}

void origins_return(struct origins *o, struct origins *borrower)
{
	uint32_t reader = borrower->reader;

	if (borrower->own_room) /* which is about to end */
		table_fini(&borrower->places[reader]);
	o->places[reader] = borrower->places[reader];
	borrower->places[reader] = (struct table){ 0 };
}

static struct span first_line(const struct sources *sources, struct span at)
{
	struct str text = source_span_text(sources, at);
	const char *newline = text.n ? memchr(text.p, '\n', text.n) : NULL;

	if (newline)
		at.end = at.beg + (uint32_t)(newline - text.p);
	return at;
}

/* The word or literal that stands for what a node wrote: never a whole block. */
static struct span small_span(const struct ast *ast, node_id node)
{
	const struct node *n = ast_node(ast, node);
	struct span at = ast_span(ast, node);

	switch (n->kind) {
	case NODE_SET:
	case NODE_SET_KEYED:
	case NODE_SET_TAGGED:
	case NODE_SET_KEY:
	case NODE_STACK:
	case NODE_FIELD:
	case NODE_PARAM:
	case NODE_LET:
		at = ast_name_span(ast, node);
		break;
	case NODE_AMEND:
		at = ast_span(ast, n->first);
		break;
	case NODE_BLOCK:
		at.end = at.beg + 1;
		break;
	default:
		break;
	}
	return first_line(&ast->session->sources, at);
}

struct origin origin_get(const struct origins *o, origin_id id)
{
	if (o->blind && id >= ORIGIN_PLACES)
		return (struct origin){ 0 };
	if (id >= ORIGIN_TABLE) {
		struct origin found = *(const struct origin *)table_get(&o->list, id - ORIGIN_TABLE);

		if (found.kind == ORIGIN_COMPUTED)
			found.at = ast_span(o->ast, found.node);
		return found;
	}
	if (id >= ORIGIN_PLACES) {
		uint32_t place = id - ORIGIN_PLACES, reader = place >> ORIGIN_READER_SHIFT;

		place &= (1u << ORIGIN_READER_SHIFT) - 1;
		return (struct origin){ .kind = ORIGIN_SPAN,
					.at = *(const struct span *)table_get(&o->places[reader], place) };
	}
	if (id == 0)
		return (struct origin){ 0 };
	return (struct origin){ .kind = ORIGIN_WRITTEN, .at = small_span(o->ast, id), .node = id };
}

origin_id origin_written(node_id node)
{
	return node;
}

static origin_id add(struct origins *o, struct origin origin)
{
	*(struct origin *)table_push(&o->list) = origin;
	return (o->list.n - 1) | ORIGIN_TABLE;
}

origin_id origin_span(struct origins *o, struct span at)
{
	return add(o, (struct origin){ .kind = ORIGIN_SPAN, .at = at });
}

origin_id origin_place(struct origins *o, struct span at)
{
	struct table *places = &o->places[o->reader];

	*(struct span *)table_push(places) = at;
	return (places->n - 1) | o->reader << ORIGIN_READER_SHIFT | ORIGIN_PLACES;
}

origin_id origin_default(struct origins *o, node_id field, origin_id inner, origin_id owner)
{
	if (o->quiet)
		return 0;
	return add(o,
		   (struct origin){ .kind = ORIGIN_DEFAULT, .node = field, .inner = inner, .owner = owner });
}

origin_id origin_param(struct origins *o, node_id param, struct span at)
{
	return add(o, (struct origin){ .kind = ORIGIN_PARAM, .at = at, .node = param });
}

origin_id origin_override(struct origins *o, origin_id now, origin_id before)
{
	if (o->quiet)
		return 0;
	return add(o, (struct origin){ .kind = ORIGIN_OVERRIDE, .inner = now, .owner = before });
}

origin_id origin_chosen(struct origins *o, origin_id value, origin_id condition)
{
	if (o->quiet)
		return 0;
	return add(o, (struct origin){ .kind = ORIGIN_CHOSEN, .inner = value, .owner = condition });
}

static bool holds(const origin_id *ids, uint32_t n, origin_id id)
{
	for (uint32_t i = 0; i < n; i++) {
		if (ids[i] == id)
			return true;
	}
	return false;
}

origin_id origin_computed(struct origins *o, node_id operation, const origin_id *inputs, uint32_t n)
{
	origin_id kept[ORIGIN_INPUTS];
	uint32_t nkept = 0, more = 0;

	if (o->quiet)
		return 0;
	for (uint32_t i = 0; i < n; i++) {
		if (inputs[i] == 0 || holds(kept, nkept, inputs[i]))
			continue;
		if (nkept < ORIGIN_INPUTS)
			kept[nkept++] = inputs[i];
		else
			more++;
	}
	uint32_t first = o->inputs.n;

	for (uint32_t i = 0; i < nkept; i++)
		*(origin_id *)table_push(&o->inputs) = kept[i];
	return add(o, (struct origin){
			      .kind = ORIGIN_COMPUTED,
			      .ninputs = (uint8_t)nkept,
			      .more_inputs = (uint16_t)(more < UINT16_MAX ? more : UINT16_MAX),
			      .node = operation,
			      .first_input = first,
		      });
}

/* ---- leaves ---- */

struct walk {
	const struct origins *o;
	struct arena *arena;
	struct origin_leaves *out;
	VEC(origin_id) todo; /* a stack: computations may be far deeper than the C stack */
	origin_id *seen;     /* open addressing, 0 is free */
	uint32_t seen_cap, nseen;
};

static void seen_put(struct walk *w, origin_id id)
{
	uint32_t i = id * 2654435761u & (w->seen_cap - 1);

	while (w->seen[i])
		i = (i + 1) & (w->seen_cap - 1);
	w->seen[i] = id;
	w->nseen++;
}

static bool seen_has(const struct walk *w, origin_id id)
{
	uint32_t i = w->seen_cap ? id * 2654435761u & (w->seen_cap - 1) : 0;

	while (w->seen_cap && w->seen[i]) {
		if (w->seen[i] == id)
			return true;
		i = (i + 1) & (w->seen_cap - 1);
	}
	return false;
}

static void seen_grow(struct walk *w)
{
	origin_id *old = w->seen;
	uint32_t cap = w->seen_cap;

	w->seen_cap = cap ? cap * 2 : 32;
	w->seen = arena_new(w->arena, origin_id, w->seen_cap);
	w->nseen = 0;
	for (uint32_t i = 0; i < cap; i++) {
		if (old[i])
			seen_put(w, old[i]);
	}
}

static void walk_push(struct walk *w, origin_id id)
{
	if (id == 0 || w->nseen >= WALK_MAX || seen_has(w, id))
		return;
	if (w->nseen * 2 >= w->seen_cap)
		seen_grow(w);
	seen_put(w, id);
	vec_push(w->arena, &w->todo, id);
}

static void add_leaf(struct walk *w, struct span at)
{
	if (source_kind_at(&w->o->ast->session->sources, at.beg) == SOURCE_LIBRARY)
		vec_push(w->arena, &w->out->library, at);
	else
		vec_push(w->arena, &w->out->spans, at);
}

/* Conditions and replaced values explain a value but did not write it: they are no leaves. */
static void walk_one(struct walk *w, origin_id id)
{
	struct origin origin = origin_get(w->o, id);

	switch ((enum origin_kind)origin.kind) {
	case ORIGIN_NONE:
		break;
	case ORIGIN_WRITTEN:
	case ORIGIN_PARAM:
	case ORIGIN_SPAN:
		add_leaf(w, origin.at);
		break;
	case ORIGIN_DEFAULT:
		vec_push(w->arena, &w->out->defaults, id);
		walk_push(w, origin.inner);
		break;
	case ORIGIN_OVERRIDE:
	case ORIGIN_CHOSEN:
		walk_push(w, origin.inner);
		break;
	case ORIGIN_COMPUTED:
		for (uint32_t i = origin.ninputs; i > 0; i--) {
			uint32_t at = origin.first_input + i - 1;

			walk_push(w, *(const origin_id *)table_get(&w->o->inputs, at));
		}
		break;
	}
}

static int compare_spans(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->beg != y->beg)
		return x->beg < y->beg ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

static uint32_t sort_spans(struct span *v, uint32_t n)
{
	uint32_t kept = 0;

	if (n > 1)
		qsort(v, n, sizeof *v, compare_spans);
	for (uint32_t i = 0; i < n; i++) {
		if (kept == 0 || compare_spans(&v[kept - 1], &v[i]) != 0)
			v[kept++] = v[i];
	}
	return kept;
}

void origin_leaves(const struct origins *o, struct arena *a, origin_id id, struct origin_leaves *out)
{
	struct walk w = { .o = o, .arena = a, .out = out };

	*out = (struct origin_leaves){ 0 };
	walk_push(&w, id);
	while (w.todo.n)
		walk_one(&w, w.todo.v[--w.todo.n]);
	out->spans.n = sort_spans(out->spans.v, out->spans.n);
	out->library.n = sort_spans(out->library.v, out->library.n);
}

struct span origin_user_block(const struct origins *o, origin_id id)
{
	const struct sources *sources = &o->ast->session->sources;

	for (uint32_t steps = 0; id && steps < WALK_MAX; steps++) {
		struct origin origin = origin_get(o, id);

		switch ((enum origin_kind)origin.kind) {
		case ORIGIN_DEFAULT:
			id = origin.owner;
			continue;
		case ORIGIN_OVERRIDE:
		case ORIGIN_CHOSEN:
			id = origin.inner;
			continue;
		case ORIGIN_WRITTEN:
		case ORIGIN_SPAN:
			if (source_kind_at(sources, origin.at.beg) == SOURCE_USER)
				return origin.at;
			return (struct span){ 0 };
		case ORIGIN_PARAM:
		case ORIGIN_COMPUTED:
		case ORIGIN_NONE:
			return (struct span){ 0 };
		}
	}
	return (struct span){ 0 };
}
