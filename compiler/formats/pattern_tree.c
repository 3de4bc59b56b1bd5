#include "formats/pattern_tree.h"

#include "formats/chars.h"

enum { DEPTH_MAX = 100, REPEAT_MAX = 1000, CODE_MAX = 0x10ffff, CODE_BAD = 0xfffd };

struct reader {
	struct arena *arena;
	struct str text;
	uint32_t at, depth;
	bool fold;	    /* behind (?i): ASCII letters match in either case */
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

int32_t pattern_decode(struct str s, uint32_t *at)
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

static struct pattern_node *new_node(struct reader *r, enum pattern_kind kind)
{
	struct pattern_node *n = arena_new(r->arena, struct pattern_node, 1);

	n->kind = kind;
	return n;
}

static void add_child(struct pattern_node *parent, struct pattern_node *child)
{
	child->next = parent->child;
	parent->child = child;
}

/* What of a range lies within [low, high], shifted. */
static void add_shifted(struct reader *r, struct pattern_set *set, struct pattern_range range, char low,
			char high, int32_t shift)
{
	struct pattern_range part = { range.first > low ? range.first : low,
				      range.last < high ? range.last : high };

	if (part.first > part.last)
		return;
	part.first += shift;
	part.last += shift;
	vec_push(r->arena, &set->ranges, part);
}

static void add_range(struct reader *r, struct pattern_set *set, int32_t first, int32_t last)
{
	struct pattern_range range = { first, last };

	vec_push(r->arena, &set->ranges, range);
	if (!r->fold)
		return;
	add_shifted(r, set, range, 'A', 'Z', 'a' - 'A');
	add_shifted(r, set, range, 'a', 'z', 'A' - 'a');
}

/* The sets of \d \w \s, in ascending order; capitals mean the complement. */
static const struct {
	char letter;
	uint8_t n;
	struct pattern_range ranges[4];
} shorthands[] = {
	{ 'd', 1, { { '0', '9' } } },
	{ 'w', 4, { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
	{ 's', 2, { { '\t', '\r' }, { ' ', ' ' } } },
};

static bool add_shorthand(struct reader *r, char letter, struct pattern_set *set)
{
	for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++) {
		int32_t from = 0;

		if (shorthands[i].letter != char_lower(letter))
			continue;
		for (uint32_t k = 0; k < shorthands[i].n; k++) {
			struct pattern_range range = shorthands[i].ranges[k];

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
	return at_end(r) ? 0 : pattern_decode(r->text, &r->at);
}

/* One character of a class, or a shorthand, which has no single code (-1). */
static int32_t read_class_item(struct reader *r, struct pattern_set *set)
{
	if (sees(r, STR("[:")))
		fail(r, STR("has a `[:` in a class; write out its characters"));
	if (at_end(r))
		return -1;
	if (!take(r, STR("\\")))
		return pattern_decode(r->text, &r->at);
	if (!at_end(r) && add_shorthand(r, r->text.p[r->at], set)) {
		r->at++;
		return -1;
	}
	return read_escaped(r);
}

static void read_class_range(struct reader *r, struct pattern_set *set)
{
	uint32_t beg = r->at;
	int32_t first = read_class_item(r, set), last = first;

	if (first < 0)
		return;
	if (sees(r, STR("-")) && r->at + 1 < r->text.n && r->text.p[r->at + 1] != ']') {
		r->at++;
		last = read_class_item(r, set);
		if (last < first && r->problem.n == 0)
			fail(r, arena_printf(r->arena, "has a range `%.*s` that runs backwards",
					     (int)(r->at - beg), r->text.p + beg));
	}
	add_range(r, set, first, last);
}

/* Behind its `[`. A `]` that comes first is an ordinary character. */
static struct pattern_node *read_class(struct reader *r)
{
	struct pattern_node *n = new_node(r, PATTERN_SET);

	n->set.negated = take(r, STR("^"));
	do
		read_class_range(r, &n->set);
	while (!at_end(r) && !sees(r, STR("]")));
	if (!take(r, STR("]")))
		fail(r, STR("has a `[` that is never closed"));
	return n;
}

static struct pattern_node *single(struct reader *r, int32_t code)
{
	struct pattern_node *n = new_node(r, PATTERN_SET);

	add_range(r, &n->set, code, code);
	return n;
}

static struct pattern_node *read_escape(struct reader *r)
{
	struct pattern_node *n = new_node(r, PATTERN_SET);

	if (at_end(r) || !add_shorthand(r, r->text.p[r->at], &n->set))
		return single(r, read_escaped(r));
	r->at++;
	return n;
}

static struct pattern_node *read_alternatives(struct reader *r);

/* Behind its `(`. */
static struct pattern_node *read_group(struct reader *r)
{
	bool fold = r->fold;

	if (sees(r, STR("?")) && !take(r, STR("?:")))
		fail(r, STR("has a `(?`; of these only `(?:` and `(?i)` are known"));
	if (++r->depth > DEPTH_MAX)
		fail(r, STR("has groups inside each other deeper than 100 levels"));
	struct pattern_node *n = read_alternatives(r);

	r->depth--;
	r->fold = fold;
	if (!take(r, STR(")")))
		fail(r, STR("has a `(` that is never closed"));
	return n;
}

static struct pattern_node *read_atom(struct reader *r)
{
	char c = r->text.p[r->at];

	if (char_in(c, "*+?")) {
		fail(r, arena_printf(r->arena, "has a `%c` that repeats nothing", c));
		return new_node(r, PATTERN_EMPTY);
	}
	if (take(r, STR("(?i)"))) {
		r->fold = true;
		return new_node(r, PATTERN_EMPTY);
	}
	if (take(r, STR("(")))
		return read_group(r);
	if (take(r, STR("[")))
		return read_class(r);
	if (take(r, STR("\\")))
		return read_escape(r);
	if (take(r, STR("^")))
		return new_node(r, PATTERN_BEGIN);
	if (take(r, STR("$")))
		return new_node(r, PATTERN_END);
	if (take(r, STR("."))) {
		struct pattern_node *n = single(r, '\n');

		n->set.negated = true;
		return n;
	}
	return single(r, pattern_decode(r->text, &r->at));
}

/* {n} {n,} {n,m}; without digits behind it a `{` is an ordinary character. */
static bool read_count(struct reader *r, struct pattern_node *repeat)
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
			repeat->max = PATTERN_OPEN;
	}
	if (at == r->text.n || r->text.p[at] != '}')
		return false;
	r->at = at + 1;
	if (repeat->min > REPEAT_MAX || repeat->max > REPEAT_MAX)
		fail(r, STR("repeats something more than 1000 times"));
	else if (repeat->max != PATTERN_OPEN && repeat->max < repeat->min)
		fail(r, arena_printf(r->arena, "has a repetition `%.*s` that runs backwards",
				     (int)(at + 1 - beg), r->text.p + beg));
	return true;
}

static bool read_repetition(struct reader *r, struct pattern_node *repeat)
{
	repeat->min = 0;
	repeat->max = PATTERN_OPEN;
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
static struct pattern_node *read_term(struct reader *r)
{
	struct pattern_node *atom = read_atom(r), *repeat = new_node(r, PATTERN_REPEAT);
	struct pattern_node again;

	if (at_end(r) || !read_repetition(r, repeat))
		return atom;
	take(r, STR("?"));
	if (!at_end(r) && read_repetition(r, &again))
		fail(r, STR("repeats a repetition; put a group around it"));
	add_child(repeat, atom);
	return repeat;
}

static struct pattern_node *read_sequence(struct reader *r)
{
	struct pattern_node *n = new_node(r, PATTERN_CAT);

	while (!at_end(r) && !sees(r, STR("|")) && !sees(r, STR(")")))
		add_child(n, read_term(r));
	return n;
}

static struct pattern_node *read_alternatives(struct reader *r)
{
	struct pattern_node *n = new_node(r, PATTERN_ALT);

	do
		add_child(n, read_sequence(r));
	while (take(r, STR("|")));
	return n;
}

struct str pattern_read(struct arena *a, struct str text, struct pattern_node **out)
{
	struct reader r = { .arena = a, .text = text };

	*out = read_alternatives(&r);
	if (r.problem.n == 0 && !at_end(&r))
		return STR("has a `)` that closes nothing");
	return r.problem;
}
