/*
 * The tree becomes an automaton (Thompson). Repetitions are written out, so the size is
 * computed, and bounded, before a state is made.
 */
#include "formats/pattern.h"

#include "formats/pattern_tree.h"

struct state {
	enum pattern_kind kind;
	uint32_t out, other; /* what follows; a split goes both ways */
	struct pattern_set set;
};

/* A set of states. */
struct list {
	uint32_t *states, n;
};

struct pattern {
	struct state *states;
	uint32_t n, start;
	enum pattern_mode mode;
	struct list now, before, stack;
	uint64_t *seen, step; /* the step at which each state was last added */
};

/* ---- making states --------------------------------------------------------------------- */

/* Sets how many states each node of a tree needs; sticks above PATTERN_STATES_MAX. */
static uint64_t measure(struct pattern_node *n)
{
	uint64_t size = n->kind == PATTERN_SET || n->kind == PATTERN_BEGIN || n->kind == PATTERN_END;

	for (struct pattern_node *c = n->child; c; c = c->next)
		size += measure(c) + (n->kind == PATTERN_ALT && c->next);
	if (n->kind == PATTERN_REPEAT && size) {
		uint64_t more = n->max == PATTERN_OPEN ? 1 : (uint64_t)(n->max - n->min);

		size = (uint64_t)n->min * size + more * (size + 1);
	}
	n->size = size < PATTERN_STATES_MAX ? size : PATTERN_STATES_MAX;
	return n->size;
}

static uint32_t add_state(struct pattern *p, enum pattern_kind kind, uint32_t out, uint32_t other)
{
	p->states[p->n] = (struct state){ .kind = kind, .out = out, .other = other };
	return p->n++;
}

static uint32_t emit(struct pattern *p, const struct pattern_node *n, uint32_t next);

static uint32_t emit_repeat(struct pattern *p, const struct pattern_node *n, uint32_t next)
{
	uint32_t start = next;

	if (n->size == 0)
		return next;
	if (n->max == PATTERN_OPEN) {
		start = add_state(p, PATTERN_SPLIT, 0, next);
		uint32_t body = emit(p, n->child, start);

		p->states[start].out = body;
	}
	for (int32_t i = n->min; i < n->max; i++)
		start = add_state(p, PATTERN_SPLIT, emit(p, n->child, start), next);
	for (int32_t i = 0; i < n->min; i++)
		start = emit(p, n->child, start);
	return start;
}

/* The first state of what a node matches, followed by `next`. */
static uint32_t emit(struct pattern *p, const struct pattern_node *n, uint32_t next)
{
	uint32_t start = next;

	switch (n->kind) {
	case PATTERN_CAT:
		for (const struct pattern_node *c = n->child; c; c = c->next)
			start = emit(p, c, start);
		return start;
	case PATTERN_ALT:
		start = emit(p, n->child, next);
		for (const struct pattern_node *c = n->child->next; c; c = c->next)
			start = add_state(p, PATTERN_SPLIT, emit(p, c, next), start);
		return start;
	case PATTERN_REPEAT:
		return emit_repeat(p, n, next);
	case PATTERN_SET:
	case PATTERN_BEGIN:
	case PATTERN_END:
		start = add_state(p, n->kind, next, 0);
		p->states[start].set = n->set;
		return start;
	default:
		return next;
	}
}

static void allocate(struct pattern *p, struct arena *a, uint32_t states)
{
	p->states = arena_new(a, struct state, states);
	p->seen = arena_new(a, uint64_t, states);
	p->now.states = arena_new(a, uint32_t, states);
	p->before.states = arena_new(a, uint32_t, states);
	p->stack.states = arena_new(a, uint32_t, states);
}

struct str pattern_compile(struct arena *a, struct str text, enum pattern_mode mode, struct pattern **out)
{
	struct pattern_node *tree;
	struct str problem = pattern_read(a, text, &tree);

	if (problem.n)
		return problem;
	if (measure(tree) >= PATTERN_STATES_MAX)
		return STR("is too large once its repetitions are written out");
	struct pattern *p = arena_new(a, struct pattern, 1);

	p->mode = mode;
	allocate(p, a, (uint32_t)tree->size + 1);
	p->start = emit(p, tree, add_state(p, PATTERN_MATCH, 0, 0));
	*out = p;
	return STR("");
}

uint32_t pattern_size(const struct pattern *p)
{
	return p->n;
}

/* ---- matching -------------------------------------------------------------------------- */

static bool set_has(const struct pattern_set *set, int32_t code)
{
	bool found = false;

	for (uint32_t i = 0; i < set->ranges.n && !found; i++)
		found = set->ranges.v[i].first <= code && code <= set->ranges.v[i].last;
	return found != set->negated;
}

static void push(struct pattern *p, uint32_t state)
{
	if (p->seen[state] == p->step)
		return;
	p->seen[state] = p->step;
	p->stack.states[p->stack.n++] = state;
}

/* Adds a state and what follows it without reading. Each state is pushed once a step. */
static void add_closure(struct pattern *p, uint32_t state, uint32_t at, uint32_t end)
{
	push(p, state);
	while (p->stack.n) {
		uint32_t i = p->stack.states[--p->stack.n];
		const struct state *s = &p->states[i];

		if (s->kind == PATTERN_SET || s->kind == PATTERN_MATCH) {
			p->now.states[p->now.n++] = i;
			continue;
		}
		if (s->kind == PATTERN_SPLIT)
			push(p, s->other);
		if (s->kind == PATTERN_SPLIT || (s->kind == PATTERN_BEGIN && at == 0) ||
		    (s->kind == PATTERN_END && at == end))
			push(p, s->out);
	}
}

static bool has_match(const struct pattern *p)
{
	for (uint32_t i = 0; i < p->now.n; i++)
		if (p->states[p->now.states[i]].kind == PATTERN_MATCH)
			return true;
	return false;
}

/* What is active becomes what was; nothing is active. */
static void begin_step(struct pattern *p)
{
	struct list now = p->now;

	p->step++;
	p->now = p->before;
	p->now.n = 0;
	p->before = now;
}

/* Every state that was active reads a character; at: behind it. */
static void advance(struct pattern *p, int32_t code, uint32_t at, uint32_t end)
{
	for (uint32_t i = 0; i < p->before.n; i++) {
		const struct state *s = &p->states[p->before.states[i]];

		if (s->kind == PATTERN_SET && set_has(&s->set, code))
			add_closure(p, s->out, at, end);
	}
}

bool pattern_match(struct pattern *p, struct str text)
{
	bool search = p->mode == PATTERN_SEARCH;
	uint32_t at = 0;

	begin_step(p);
	add_closure(p, p->start, 0, text.n);
	while (at < text.n && !(search && has_match(p))) {
		int32_t code = pattern_decode(text, &at);

		begin_step(p);
		advance(p, code, at, text.n);
		if (search)
			add_closure(p, p->start, at, text.n);
	}
	return has_match(p);
}
