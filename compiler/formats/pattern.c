/*
 * The text becomes a small tree, the tree an automaton (Thompson). Repetitions are written
 * out, so the size is computed, and bounded, before a state is made. Children hang in reverse
 * order, since states are made from the end: each needs to know what follows it.
 */
#include "formats/pattern.h"

#include "formats/chars.h"

enum { DEPTH_MAX = 100, REPEAT_MAX = 1000, REPEAT_OPEN = -1, CODE_MAX = 0x10ffff, CODE_BAD = 0xfffd };

enum kind { EMPTY, SET, BEGIN, END, CAT, ALT, REPEAT, SPLIT, MATCH };

struct range {
	int32_t first, last;
};

struct set {
	VEC(struct range) ranges;
	bool negated;
};

struct node {
	enum kind kind;
	struct node *child, *next; /* last child; the sibling before */
	struct set set;
	int32_t min, max; /* of REPEAT; REPEAT_OPEN: no end */
	uint64_t size;	  /* in states */
};

struct state {
	enum kind kind;
	uint32_t out, other; /* what follows; SPLIT goes both ways */
	struct set set;
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

/* ---- reading ------------------------------------------------------------------------- */

struct reader {
	struct arena *arena;
	struct str text;
	uint32_t at, depth;
	struct str problem; /* the first one */
};

static void fail(struct reader *r, struct str phrase)
{
	if (r->problem.n == 0)
		r->problem = phrase;
	r->at = r->text.n;
}

static bool at_end(const struct reader *r)
{
	return r->at >= r->text.n;
}

static bool sees(const struct reader *r, struct str what)
{
	return str_starts_with(str_slice(r->text, r->at, r->text.n), what);
}

static bool take(struct reader *r, struct str what)
{
	if (!sees(r, what))
		return false;
	r->at += what.n;
	return true;
}

/* The code point at *at, which moves behind it; a byte that is no UTF-8 is CODE_BAD. */
static int32_t decode(struct str s, uint32_t *at)
{
	static const unsigned char lead_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t n = chars_utf8_length(s, *at);

	if (n == 0) {
		++*at;
		return CODE_BAD;
	}
	int32_t code = (unsigned char)s.p[*at] & lead_bits[n];

	for (uint32_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)s.p[*at + i] & 0x3f);
	*at += n;
	return code;
}

static struct node *new_node(struct reader *r, enum kind kind)
{
	struct node *n = arena_new(r->arena, struct node, 1);

	n->kind = kind;
	return n;
}

static void add_child(struct node *parent, struct node *child)
{
	child->next = parent->child;
	parent->child = child;
}

static void add_range(struct reader *r, struct set *set, int32_t first, int32_t last)
{
	vec_push(r->arena, &set->ranges, (struct range){ first, last });
}

/* The sets of \d \w \s, in ascending order; capitals mean the complement. */
static const struct {
	char letter;
	uint8_t n;
	struct range ranges[4];
} shorthands[] = {
	{ 'd', 1, { { '0', '9' } } },
	{ 'w', 4, { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
	{ 's', 2, { { '\t', '\r' }, { ' ', ' ' } } },
};

static bool add_shorthand(struct reader *r, char letter, struct set *set)
{
	for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++) {
		int32_t from = 0;

		if (shorthands[i].letter != char_lower(letter))
			continue;
		for (uint32_t k = 0; k < shorthands[i].n; k++) {
			struct range range = shorthands[i].ranges[k];

			if (char_is_lower(letter))
				add_range(r, set, range.first, range.last);
			else
				add_range(r, set, from, range.first - 1);
			from = range.last + 1;
		}
		if (char_is_upper(letter))
			add_range(r, set, from, CODE_MAX);
		return true;
	}
	return false;
}

/* \xHH */
static int32_t read_hex(struct reader *r)
{
	struct str s = r->text;

	if (s.n - r->at < 2 || char_hex(s.p[r->at]) < 0 || char_hex(s.p[r->at + 1]) < 0) {
		fail(r, STR("has a `\\x` without two hex digits behind it"));
		return 0;
	}
	r->at += 2;
	return char_hex(s.p[r->at - 2]) * 16 + char_hex(s.p[r->at - 1]);
}

/* What stands behind a `\` and is one character. */
static int32_t read_escaped(struct reader *r)
{
	static const char letters[] = "ntrfv", codes[] = "\n\t\r\f\v";

	if (at_end(r)) {
		fail(r, STR("ends with a lone `\\`"));
		return 0;
	}
	char c = r->text.p[r->at];

	for (int i = 0; letters[i]; i++)
		if (letters[i] == c) {
			r->at++;
			return codes[i];
		}
	if (take(r, STR("x")))
		return read_hex(r);
	if (char_is_digit(c))
		fail(r, STR("refers back to a group, which takes more than linear time"));
	else if (char_is_alnum(c))
		fail(r, arena_printf(r->arena, "has the escape `\\%c`, which is not known", c));
	return at_end(r) ? 0 : decode(r->text, &r->at);
}

/* One character of a class, or a shorthand, which has no single code (-1). */
static int32_t read_class_item(struct reader *r, struct set *set)
{
	if (sees(r, STR("[:")))
		fail(r, STR("has a `[:` in a class; write out its characters"));
	if (at_end(r))
		return -1;
	if (!take(r, STR("\\")))
		return decode(r->text, &r->at);
	if (!at_end(r) && add_shorthand(r, r->text.p[r->at], set)) {
		r->at++;
		return -1;
	}
	return read_escaped(r);
}

static void read_class_range(struct reader *r, struct set *set)
{
	uint32_t beg = r->at;
	int32_t first = read_class_item(r, set), last = first;

	if (first < 0)
		return;
	if (sees(r, STR("-")) && r->at + 1 < r->text.n && r->text.p[r->at + 1] != ']') {
		r->at++;
		last = read_class_item(r, set);
		if (last < first && r->problem.n == 0)
			fail(r, arena_printf(r->arena, "has a range `%.*s` that runs backwards", (int)(r->at - beg),
					     r->text.p + beg));
	}
	add_range(r, set, first, last);
}

/* Behind its `[`. A `]` that comes first is an ordinary character. */
static struct node *read_class(struct reader *r)
{
	struct node *n = new_node(r, SET);

	n->set.negated = take(r, STR("^"));
	do
		read_class_range(r, &n->set);
	while (!at_end(r) && !sees(r, STR("]")));
	if (!take(r, STR("]")))
		fail(r, STR("has a `[` that is never closed"));
	return n;
}

static struct node *single(struct reader *r, int32_t code)
{
	struct node *n = new_node(r, SET);

	add_range(r, &n->set, code, code);
	return n;
}

static struct node *read_escape(struct reader *r)
{
	struct node *n = new_node(r, SET);

	if (at_end(r) || !add_shorthand(r, r->text.p[r->at], &n->set))
		return single(r, read_escaped(r));
	r->at++;
	return n;
}

static struct node *read_alternatives(struct reader *r);

/* Behind its `(`. */
static struct node *read_group(struct reader *r)
{
	if (sees(r, STR("?")) && !take(r, STR("?:")))
		fail(r, STR("has a `(?`; of these groups only `(?:` is known"));
	if (++r->depth > DEPTH_MAX)
		fail(r, STR("has groups inside each other deeper than 100 levels"));
	struct node *n = read_alternatives(r);

	r->depth--;
	if (!take(r, STR(")")))
		fail(r, STR("has a `(` that is never closed"));
	return n;
}

static struct node *read_atom(struct reader *r)
{
	char c = r->text.p[r->at];

	if (char_in(c, "*+?")) {
		fail(r, arena_printf(r->arena, "has a `%c` that repeats nothing", c));
		return new_node(r, EMPTY);
	}
	if (take(r, STR("(")))
		return read_group(r);
	if (take(r, STR("[")))
		return read_class(r);
	if (take(r, STR("\\")))
		return read_escape(r);
	if (take(r, STR("^")))
		return new_node(r, BEGIN);
	if (take(r, STR("$")))
		return new_node(r, END);
	if (take(r, STR("."))) {
		struct node *n = single(r, '\n');

		n->set.negated = true;
		return n;
	}
	return single(r, decode(r->text, &r->at));
}

/* {n} {n,} {n,m}; without digits behind it a `{` is an ordinary character. */
static bool read_count(struct reader *r, struct node *repeat)
{
	uint32_t beg = r->at, at = beg + 1, digits = at;

	if (!sees(r, STR("{")))
		return false;
	repeat->min = repeat->max = (int32_t)chars_number(r->text, &at, REPEAT_MAX + 1);
	if (at == digits)
		return false;
	if (at < r->text.n && r->text.p[at] == ',') {
		digits = ++at;
		repeat->max = (int32_t)chars_number(r->text, &at, REPEAT_MAX + 1);
		if (at == digits)
			repeat->max = REPEAT_OPEN;
	}
	if (at == r->text.n || r->text.p[at] != '}')
		return false;
	r->at = at + 1;
	if (repeat->min > REPEAT_MAX || repeat->max > REPEAT_MAX)
		fail(r, STR("repeats something more than 1000 times"));
	else if (repeat->max != REPEAT_OPEN && repeat->max < repeat->min)
		fail(r, arena_printf(r->arena, "has a repetition `%.*s` that runs backwards", (int)(at + 1 - beg),
				     r->text.p + beg));
	return true;
}

static bool read_repetition(struct reader *r, struct node *repeat)
{
	repeat->min = 0;
	repeat->max = REPEAT_OPEN;
	if (take(r, STR("*")))
		return true;
	if (take(r, STR("+"))) {
		repeat->min = 1;
		return true;
	}
	if (take(r, STR("?"))) {
		repeat->max = 1;
		return true;
	}
	return read_count(r, repeat);
}

/* An atom with its repetition; a `?` behind that asks for the shortest match, which is all
 * the same to us. */
static struct node *read_term(struct reader *r)
{
	struct node *atom = read_atom(r), *repeat = new_node(r, REPEAT);
	struct node again;

	if (at_end(r) || !read_repetition(r, repeat))
		return atom;
	take(r, STR("?"));
	if (!at_end(r) && read_repetition(r, &again))
		fail(r, STR("repeats a repetition; put a group around it"));
	add_child(repeat, atom);
	return repeat;
}

static struct node *read_sequence(struct reader *r)
{
	struct node *n = new_node(r, CAT);

	while (!at_end(r) && !sees(r, STR("|")) && !sees(r, STR(")")))
		add_child(n, read_term(r));
	return n;
}

static struct node *read_alternatives(struct reader *r)
{
	struct node *n = new_node(r, ALT);

	do
		add_child(n, read_sequence(r));
	while (take(r, STR("|")));
	return n;
}

/* ---- making states --------------------------------------------------------------------- */

/* Sets how many states each node of a tree needs; sticks above PATTERN_STATES_MAX. */
static uint64_t measure(struct node *n)
{
	uint64_t size = n->kind == SET || n->kind == BEGIN || n->kind == END;

	for (struct node *c = n->child; c; c = c->next)
		size += measure(c) + (n->kind == ALT && c->next);
	if (n->kind == REPEAT && size) {
		uint64_t more = n->max == REPEAT_OPEN ? 1 : (uint64_t)(n->max - n->min);

		size = (uint64_t)n->min * size + more * (size + 1);
	}
	n->size = size < PATTERN_STATES_MAX ? size : PATTERN_STATES_MAX;
	return n->size;
}

static uint32_t add_state(struct pattern *p, enum kind kind, uint32_t out, uint32_t other)
{
	p->states[p->n] = (struct state){ .kind = kind, .out = out, .other = other };
	return p->n++;
}

static uint32_t emit(struct pattern *p, const struct node *n, uint32_t next);

static uint32_t emit_repeat(struct pattern *p, const struct node *n, uint32_t next)
{
	uint32_t start = next;

	if (n->size == 0)
		return next;
	if (n->max == REPEAT_OPEN) {
		start = add_state(p, SPLIT, 0, next);
		uint32_t body = emit(p, n->child, start);

		p->states[start].out = body;
	}
	for (int32_t i = n->min; i < n->max; i++)
		start = add_state(p, SPLIT, emit(p, n->child, start), next);
	for (int32_t i = 0; i < n->min; i++)
		start = emit(p, n->child, start);
	return start;
}

/* The first state of what a node matches, followed by `next`. */
static uint32_t emit(struct pattern *p, const struct node *n, uint32_t next)
{
	uint32_t start = next;

	switch (n->kind) {
	case CAT:
		for (const struct node *c = n->child; c; c = c->next)
			start = emit(p, c, start);
		return start;
	case ALT:
		start = emit(p, n->child, next);
		for (const struct node *c = n->child->next; c; c = c->next)
			start = add_state(p, SPLIT, emit(p, c, next), start);
		return start;
	case REPEAT:
		return emit_repeat(p, n, next);
	case SET:
	case BEGIN:
	case END:
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
	struct reader r = { .arena = a, .text = text };
	struct node *tree = read_alternatives(&r);

	if (r.problem.n == 0 && !at_end(&r))
		return STR("has a `)` that closes nothing");
	if (r.problem.n)
		return r.problem;
	if (measure(tree) >= PATTERN_STATES_MAX)
		return STR("is too large once its repetitions are written out");
	struct pattern *p = arena_new(a, struct pattern, 1);

	p->mode = mode;
	allocate(p, a, (uint32_t)tree->size + 1);
	p->start = emit(p, tree, add_state(p, MATCH, 0, 0));
	*out = p;
	return STR("");
}

uint32_t pattern_size(const struct pattern *p)
{
	return p->n;
}

/* ---- matching -------------------------------------------------------------------------- */

static bool set_has(const struct set *set, int32_t code)
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

		if (s->kind == SET || s->kind == MATCH) {
			p->now.states[p->now.n++] = i;
			continue;
		}
		if (s->kind == SPLIT)
			push(p, s->other);
		if (s->kind == SPLIT || (s->kind == BEGIN && at == 0) || (s->kind == END && at == end))
			push(p, s->out);
	}
}

static bool has_match(const struct pattern *p)
{
	for (uint32_t i = 0; i < p->now.n; i++)
		if (p->states[p->now.states[i]].kind == MATCH)
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

		if (s->kind == SET && set_has(&s->set, code))
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
		int32_t code = decode(text, &at);

		begin_step(p);
		advance(p, code, at, text.n);
		if (search)
			add_closure(p, p->start, at, text.n);
	}
	return has_match(p);
}
