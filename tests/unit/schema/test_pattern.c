/* Patterns that are searched for, as patterns of the whole text. */
#include "schema.h"

#include "formats/pattern.h"
#include "schema/pattern.h"

#define ANY "(.|\\n)*"

static const struct {
	const char *search, *whole;
} rows[] = {
	{ "^a+$", "a+" },
	{ "", "" },
	{ "a", ANY "a" ANY },
	{ "^a", "a" ANY },
	{ "a$", ANY "a" },
	{ "^a|b$", "a" ANY "|" ANY "b" },
	{ "^$|^a$", "(a)?" },
	{ "(^a$)|(^(b|c)$)", "(a)|((b|c))" },
	{ "(^0|[1-9])$", "(0|" ANY "[1-9])" },
	{ "^(a|b)c$", "(a|b)c" },
	{ "^(?:a|b)$", "(a|b)" },
	{ "^b(?:a)$", "b(?:a)" },
	{ "^[$^|)]$", "[$^|)]" },
	{ "^[]a]$", "[]a]" },
	{ "^a\\$$", "a\\$" },
	{ "^a\\$", "a\\$" ANY },
	{ "^\\/[a-z]$", "\\/[a-z]" },
	{ "^\\d\\x60\\s$", "\\d\\x60\\s" },
	{ "^(a|b(^c))$", "(a|b(^c))" },
	{ "^(?i)(a|B)?$", "(?i)(a|B)?" },
	{ "(?i)", ANY "(?i)" ANY },
	{ "^a$|^(?i)b$|c$", "a|(?i)b|" ANY "c" },
	/* what `matches` cannot say is left out */
	{ "^(?P<x>a)$", "" },
	{ "^\\ba$", "" },
	{ "^(a)\\1$", "" },
	{ "^(a$", "" },
	{ "^[a$", "" },
};

static void test_limit(void **state)
{
	struct session s;

	(void)state;
	session_init(&s, (struct os){ 0 });
	s.limits[LIMIT_PATTERN_BYTES] = 4;
	assert_int_equal(pattern_anchored(&s, STR("^ab$")).n, 2);
	assert_int_equal(pattern_anchored(&s, STR("^abc$")).n, 0);
	session_fini(&s);
}

/* The i-th text over an alphabet, of exactly `n` characters, at the end of a heap block. */
static struct str nth_text(const char *alphabet, unsigned i, uint32_t n)
{
	unsigned size = (unsigned)strlen(alphabet);
	char *p = malloc(n ? n : 1);

	assert_non_null(p);
	for (uint32_t k = 0; k < n; k++, i /= size)
		p[k] = alphabet[i % size];
	return (struct str){ p, n };
}

/* Compares a search with the match of the whole text, for every text of at most three characters. */
static void check_same_meaning(struct arena *a, struct str search, struct str whole)
{
	static const unsigned counts[] = { 1, 3, 9, 27 };
	struct pattern *s, *w;

	assert_int_equal(pattern_compile(a, search, PATTERN_SEARCH, &s).n, 0);
	assert_int_equal(pattern_compile(a, whole, PATTERN_WHOLE, &w).n, 0);
	for (uint32_t n = 0; n < COUNT(counts); n++) {
		for (unsigned i = 0; i < counts[n]; i++) {
			struct str text = nth_text("aB\n", i, n);

			if (pattern_match(s, text) != pattern_match(w, text))
				fail_msg("`%.*s` is not `%.*s` for `%.*s`", STR_ARG(search), STR_ARG(whole),
					 STR_ARG(text));
			free((char *)text.p);
		}
	}
}

static void test_anchors(void **state)
{
	struct session s;

	(void)state;
	session_init(&s, (struct os){ 0 });
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str got = pattern_anchored(&s, str_from(rows[i].search));

		if (!str_eq(got, str_from(rows[i].whole)))
			fail_msg("%s: got %.*s, want %s", rows[i].search, STR_ARG(got), rows[i].whole);
		if (got.n > 0)
			check_same_meaning(&s.arena, str_from(rows[i].search), got);
	}
	session_fini(&s);
}

/* Every pattern of five characters over those that mean something here. */
static void test_same_meaning(void **state)
{
	enum { LENGTH = 5, COUNT_ALL = 7 * 7 * 7 * 7 * 7 };
	unsigned compared = 0;

	(void)state;
	for (unsigned i = 0; i < COUNT_ALL; i++) {
		struct str search = nth_text("a^$|()*", i, LENGTH), whole;
		struct session s;

		session_init(&s, (struct os){ 0 });
		whole = pattern_anchored(&s, search);
		if (whole.n > 0) {
			check_same_meaning(&s.arena, search, whole);
			compared++;
		}
		session_fini(&s);
		free((char *)search.p);
	}
	assert_true(compared > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_anchors),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_same_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
