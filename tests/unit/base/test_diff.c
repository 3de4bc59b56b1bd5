/* Differences: what they say, that they lead from the one text to the other, and that they are short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/diff.h"

#include <stdlib.h>
#include <string.h>

static struct str diff(struct arena *a, const char *before, const char *after)
{
	struct buf out = { .arena = a };

	diff_unified(&out, (struct diff_names){ STR("old"), STR("new") }, str_from(before), str_from(after));
	return buf_str(&out);
}

static void assert_diff(const char *before, const char *after, const char *want)
{
	struct arena a;

	arena_init(&a);
	struct str got = diff(&a, before, after);

	if (!str_eq(got, str_from(want)))
		fail_msg("got:\n%.*s", STR_ARG(got));
	arena_fini(&a);
}

#define HEAD "--- old\n+++ new\n"

static void small_differences_read_as_usual(void **state)
{
	(void)state;
	assert_diff("", "", "");
	assert_diff("a\nb\n", "a\nb\n", "");
	assert_diff("", "a\n", HEAD "@@ -0,0 +1 @@\n+a\n");
	assert_diff("a\nb\n", "", HEAD "@@ -1,2 +0,0 @@\n-a\n-b\n");
	assert_diff("a", "a\n", HEAD "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
	assert_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nx\n",
		    HEAD "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+x\n");
}

static void near_changes_share_a_hunk(void **state)
{
	(void)state;
	assert_diff("a\n1\n2\n3\n4\n5\n6\nb\n", "1\n2\n3\n4\n5\n6\n",
		    HEAD "@@ -1,8 +1,6 @@\n-a\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n");
	assert_diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\n",
		    HEAD "@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-b\n");
}

/* ---- random texts: lines of one letter ------------------------------------------------------ */

enum { LONGEST = 60, ROUNDS = 3000 };

struct letters {
	char v[LONGEST + 1];
	int n;
};

static struct letters letters(uint32_t *state, uint32_t alphabet)
{
	struct letters l = { .n = 0 };

	*state = *state * 1664525u + 1013904223u;
	for (int n = (int)(*state >> 16) % LONGEST; l.n < n; l.n++) {
		*state = *state * 1664525u + 1013904223u;
		l.v[l.n] = (char)('a' + (*state >> 16) % alphabet);
	}
	return l;
}

static struct str text_of(struct arena *a, const struct letters *l)
{
	struct buf out = { .arena = a };

	for (int i = 0; i < l->n; i++)
		buf_printf(&out, "%c\n", l->v[i]);
	return buf_str(&out);
}

/* Lines that the longest common subsequence leaves out. */
static int distance(const struct letters *a, const struct letters *b)
{
	int common[LONGEST + 1][LONGEST + 1] = { 0 };

	for (int i = 1; i <= a->n; i++) {
		for (int j = 1; j <= b->n; j++) {
			int x = common[i - 1][j], y = common[i][j - 1];

			common[i][j] = a->v[i - 1] == b->v[j - 1] ? common[i - 1][j - 1] + 1 : x > y ? x : y;
		}
	}
	return a->n + b->n - 2 * common[a->n][b->n];
}

/* Applies the hunks to `before`; gives the number of changed lines. */
static int apply(struct str patch, const struct letters *before, struct letters *after)
{
	int at = 0, changes = 0;

	for (uint32_t i = patch.n ? sizeof HEAD - 1 : 0; i < patch.n;) {
		const char *line = patch.p + i;

		i = (uint32_t)str_find(patch, STR("\n"), i) + 1;
		if (*line == '@') {
			char *end;
			int first = (int)strtol(line + 4, &end, 10);

			first -= strncmp(end, ",0 ", 3) != 0; /* without lines it names the one before */
			while (at < first)
				after->v[after->n++] = before->v[at++];
			continue;
		}
		changes += *line != ' ';
		if (*line != '+')
			assert_int_equal(line[1], before->v[at++]);
		if (*line != '-')
			after->v[after->n++] = line[1];
	}
	while (at < before->n)
		after->v[after->n++] = before->v[at++];
	return changes;
}

static void differences_lead_over_and_are_shortest(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct arena a;
		struct letters x = letters(&seed, 2 + (uint32_t)i % 20),
			       y = letters(&seed, 2 + (uint32_t)i % 20);
		struct letters got = { .n = 0 };

		arena_init(&a);
		struct buf out = { .arena = &a };

		diff_unified(&out, (struct diff_names){ STR("old"), STR("new") }, text_of(&a, &x),
			     text_of(&a, &y));
		assert_int_equal(apply(buf_str(&out), &x, &got), distance(&x, &y));
		assert_int_equal(got.n, y.n);
		assert_memory_equal(got.v, y.v, (size_t)y.n);
		arena_fini(&a);
	}
}

/* Nothing in common costs no more than a bound: this ends at once. */
static void strange_texts_are_no_burden(void **state)
{
	struct arena a;
	enum { LINES = 60000 };

	(void)state;
	arena_init(&a);
	struct buf x = { .arena = &a }, y = { .arena = &a }, out = { .arena = &a };

	for (int i = 0; i < LINES; i++) {
		buf_printf(&x, "x%d\n", i);
		buf_printf(&y, "y%d\n", i);
		buf_printf(i % 3 ? &x : &y, "z%d\n", i / 7);
	}
	diff_unified(&out, (struct diff_names){ STR("old"), STR("new") }, buf_str(&x), buf_str(&y));
	assert_true(out.n > x.n + y.n - LINES);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_differences_read_as_usual),
		cmocka_unit_test(near_changes_share_a_hunk),
		cmocka_unit_test(differences_lead_over_and_are_shortest),
		cmocka_unit_test(strange_texts_are_no_burden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
