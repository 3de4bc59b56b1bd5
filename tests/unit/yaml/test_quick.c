/* The quick reader and libyaml give the same events: on the corpus of the fuzzer, and on a great many texts
 * made from it by changing lines and bytes. So it does where it leaves to a model what is as there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "yaml/events.h"

#include <stdio.h>

enum { ROUNDS = 4000, SEEDS_MAX = 64, BYTES_MAX = 100000 };

#define CORPUS "tests/fuzz/corpus/vet"

struct corpus {
	struct arena arena;
	struct str seeds[SEEDS_MAX];
	uint32_t n;
};

static void corpus_read(struct corpus *c)
{
	struct os os = os_posix();
	struct str *names;
	uint32_t n;

	arena_init(&c->arena);
	assert_int_equal(os.list(&os, &c->arena, CORPUS, &names, &n), 0);
	for (uint32_t i = 0; i < n && c->n < SEEDS_MAX; i++) {
		const char *path = arena_printf(&c->arena, CORPUS "/%.*s", STR_ARG(names[i])).p;

		assert_int_equal(os.read(&os, &c->arena, path, BYTES_MAX, &c->seeds[c->n]), 0);
		c->n++;
	}
	assert_true(c->n > 5);
}

/* ---- comparison --------------------------------------------------------------------------- */

struct tally {
	uint32_t quick, parts; /* read quickly, of all */
};

static void differ(struct str text, struct yaml_part part, const char *what)
{
	fail_msg("%s:\n%.*s", what, STR_ARG(str_slice(text, part.beg, part.end)));
}

static bool same(const struct yaml_node *a, const struct yaml_node *b)
{
	return a->kind == b->kind && a->tag == b->tag && a->plain == b->plain && a->flow == b->flow &&
	       a->beg == b->beg && a->end == b->end && a->next == b->next && str_eq(a->text, b->text);
}

static void compare_part(const struct yaml_input *in, struct yaml_part part, struct tally *tally)
{
	struct yaml_nodes quick = { 0 }, any = { 0 };
	struct yaml_problem problem = { 0 };

	tally->parts++;
	if (!yaml_read_quick(in, part, &quick))
		return;
	tally->quick++;
	if (!yaml_read_any(in, part, &any, &problem))
		differ(in->text, part, "libyaml refuses what is read quickly");
	if (quick.n != any.n || quick.documents != any.documents)
		differ(in->text, part, "another number of nodes");
	for (uint32_t i = 0; i < quick.n; i++) {
		if (!same(&quick.v[i], &any.v[i]))
			differ(in->text, part, "another node");
	}
}

static void compare(struct str text, struct tally *tally)
{
	struct session s;
	struct os none = { 0 };

	session_init(&s, none);
	struct yaml_input in = { .session = &s, .text = arena_str(&s.arena, text) };
	struct yaml_part part = { 0, 0 };
	struct yaml_problem problem;

	if (yaml_check_bytes(&in, &problem)) {
		while (yaml_next_part(in.text, &part))
			compare_part(&in, part, tally);
	}
	session_fini(&s);
}

/* ---- changes ------------------------------------------------------------------------------ */

static uint32_t next_random(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525u + 1013904223u;
	return below ? (*state >> 8) % below : 0;
}

static const char *const pieces[] = {
	" ",	"  ",	"\n",	    "\n\n", "- ", ": ",	  ":",	 " #",	 "#",	 "\"", "'",   "|",
	"|-\n", "|+\n", ">\n",	    "[",    "]",  "{",	  "}",	 ", ",	 ",",	 "\t", "---", "...",
	"&a ",	"*a",	"!!str ",   "? ",   "~",  "\\",	  "\\n", "-",	 "a",	 "0",  "%",   "@",
	"é",	"—",	"\xc2\x85", "\r\n", "<<", "null", "yes", "|2\n", "  \n",
};

static struct str line_of(struct str text, uint32_t at)
{
	uint32_t beg = at, end = at;

	while (beg > 0 && text.p[beg - 1] != '\n')
		beg--;
	while (end < text.n && text.p[end] != '\n')
		end++;
	return str_slice(text, beg, end + (end < text.n));
}

/* A piece put in, bytes taken out, or a line of some seed put in. */
static struct str change(struct corpus *c, struct arena *a, struct str text, uint32_t *state)
{
	struct buf out = { .arena = a };
	uint32_t at = next_random(state, text.n + 1), cut = at, kind = next_random(state, 4);
	struct str put = STR("");

	if (kind == 0)
		cut = at + next_random(state, 4);
	else if (kind == 1)
		put = line_of(c->seeds[next_random(state, c->n)], 0);
	else
		put = str_from(pieces[next_random(state, sizeof pieces / sizeof *pieces)]);
	if (kind == 1) {
		struct str other = c->seeds[next_random(state, c->n)];

		put = line_of(other, next_random(state, other.n));
		at = cut = (uint32_t)(line_of(text, at).p - text.p);
	}
	buf_add(&out, str_slice(text, 0, at));
	buf_add(&out, put);
	buf_add(&out, str_slice(text, cut < text.n ? cut : text.n, text.n));
	return buf_str(&out);
}

/* Some lines of a seed: short texts reach more. */
static struct str excerpt(struct str seed, uint32_t *state)
{
	struct str from = line_of(seed, next_random(state, seed.n));
	uint32_t beg = (uint32_t)(from.p - seed.p), end = beg + 20 + next_random(state, 300);

	return end < seed.n ? str_slice(seed, beg, end) : str_slice(seed, beg, seed.n);
}

static void changed_texts_are_read_alike(void **unused)
{
	struct corpus c = { .n = 0 };
	struct tally tally = { 0 };
	uint32_t state = 7;

	(void)unused;
	corpus_read(&c);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct arena a;

		arena_init(&a);
		struct str seed = c.seeds[i % c.n];
		struct str text = seed.n && i % 4 ? excerpt(seed, &state) : seed;

		for (uint32_t changes = next_random(&state, 5); changes; changes--)
			text = change(&c, &a, text, &state);
		compare(text, &tally);
		arena_fini(&a);
	}
	assert_true(tally.quick > tally.parts / 4); /* the comparison is about something */
	arena_fini(&c.arena);
}

static void seeds_are_read_alike(void **unused)
{
	struct corpus c = { .n = 0 };
	struct tally tally = { 0 };

	(void)unused;
	corpus_read(&c);
	for (uint32_t i = 0; i < c.n; i++)
		compare(c.seeds[i], &tally);
	assert_true(tally.quick > 0);
	arena_fini(&c.arena);
}

/* ---- models ------------------------------------------------------------------------------- */

/* The nodes that `like` leaves to the model are those of the text, at another place. */
static bool is_as_model(const struct yaml_nodes *model, const struct yaml_node *like,
			const struct yaml_nodes *whole, uint32_t at)
{
	uint32_t twin = like->twin - 1, n = model->v[twin].next - twin;
	uint32_t moved = like->beg - model->v[twin].beg;

	for (uint32_t i = 0; i < n; i++) {
		struct yaml_node node = model->v[twin + i];

		node.beg += moved;
		node.end += moved;
		node.next += at - twin;
		if (at + i >= whole->n || !same(&node, &whole->v[at + i]))
			return false;
	}
	return true;
}

static bool expands_to(const struct yaml_nodes *model, const struct yaml_nodes *like,
		       const struct yaml_nodes *whole)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < like->n; i++) {
		const struct yaml_node *node = &like->v[i];
		bool left = node->kind == YAML_NODE_SAME;

		if ((left || (node->twin && node->kind == YAML_NODE_SCALAR)) &&
		    !is_as_model(model, node, whole, at))
			return false;
		if (at >= whole->n || (!left && node->kind != whole->v[at].kind) ||
		    node->beg != whole->v[at].beg || node->end != whole->v[at].end)
			return false;
		at = left ? whole->v[at].next : at + 1;
	}
	return at == whole->n && like->documents == whole->documents;
}

/* The first parts of two texts, the second one by itself and by what the first one has of it. */
static void compare_like(struct str first, struct str second, struct tally *tally)
{
	struct session s;
	struct os none = { 0 };

	session_init(&s, none);
	struct yaml_input one = { .session = &s, .text = arena_str(&s.arena, first) },
			  two = { .session = &s, .text = arena_str(&s.arena, second) };
	struct yaml_part a = { 0, 0 }, b = { 0, 0 };
	struct yaml_problem problem;
	struct yaml_model model = { .text = STR("") };
	struct yaml_nodes whole = { 0 }, like = { 0 };

	if (yaml_check_bytes(&one, &problem) && yaml_check_bytes(&two, &problem) &&
	    yaml_next_part(one.text, &a) && yaml_next_part(two.text, &b) &&
	    yaml_read_model(&one, a, &model)) {
		bool quick = yaml_read_quick(&two, b, &whole);

		tally->parts++;
		if (quick != yaml_read_like(&two, b, &model, &like))
			differ(two.text, b, "like a model it is read, or not, otherwise");
		if (quick && !expands_to(&model.nodes, &like, &whole))
			differ(two.text, b, "like a model it is read to other nodes");
		tally->quick += quick && like.n < whole.n;
	}
	session_fini(&s);
}

static void changed_texts_are_read_by_a_model(void **unused)
{
	struct corpus c = { .n = 0 };
	struct tally tally = { 0 };
	uint32_t state = 11;

	(void)unused;
	corpus_read(&c);
	for (uint32_t i = 0; i < 2 * ROUNDS; i++) {
		struct arena a;

		arena_init(&a);
		struct str seed = c.seeds[i % c.n];
		struct str text = seed.n && i % 4 ? excerpt(seed, &state) : seed, changed = text;

		for (uint32_t changes = next_random(&state, 4); changes; changes--)
			changed = change(&c, &a, changed, &state);
		compare_like(text, changed, &tally);
		compare_like(changed, text, &tally);
		arena_fini(&a);
	}
	assert_true(tally.quick > tally.parts / 8);
	arena_fini(&c.arena);
}

/* What the quick reader is for. */
static void common_yaml_is_read_quickly(void **unused)
{
	static const char *const texts[] = {
		"a: b\n",
		"- a\n- b: c\n  d:\n  - e\n",
		"a: |\n  b\n\n  c\nd: |-\n  e\n  \tf\n",
		"a: [b, \"c\", {d: e}]\n",
		"# comment\n---\na: 'b' # more\n",
		"\"a b\": \"c\\td\"\n",
		"a:\n\n  b: — é\n",
		"a:\nb: -1\n",
	};

	(void)unused;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct tally tally = { 0 };

		compare(str_from(texts[i]), &tally);
		if (tally.quick != tally.parts)
			fail_msg("not quick: %s", texts[i]);
		assert_true(tally.parts > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(common_yaml_is_read_quickly),
		cmocka_unit_test(seeds_are_read_alike),
		cmocka_unit_test(changed_texts_are_read_alike),
		cmocka_unit_test(changed_texts_are_read_by_a_model),
	};

	return cmocka_run_group_tests_name("quick", tests, NULL, NULL);
}
