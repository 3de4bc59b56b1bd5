#include "formats/pattern.h"

#include "cases.h"

static const struct {
	const char *pattern;
	enum pattern_mode mode;
	const char *text;
	bool matches;
} rows[] = {
	{ "", PATTERN_WHOLE, "", true },
	{ "", PATTERN_WHOLE, "a", false },
	{ "", PATTERN_SEARCH, "a", true },
	{ "abc", PATTERN_WHOLE, "abc", true },
	{ "abc", PATTERN_WHOLE, "xabc", false },
	{ "abc", PATTERN_SEARCH, "xabcx", true },
	{ "^abc", PATTERN_SEARCH, "xabc", false },
	{ "abc$", PATTERN_SEARCH, "xabc", true },
	{ "$", PATTERN_SEARCH, "abc", true },
	{ "^$", PATTERN_SEARCH, "abc", false },
	{ "a^b", PATTERN_SEARCH, "ab", false },
	{ "a|b|", PATTERN_WHOLE, "", true },
	{ "a|bc|d", PATTERN_WHOLE, "bc", true },
	{ "a|bc|d", PATTERN_WHOLE, "ac", false },
	{ "(a|b)*c", PATTERN_WHOLE, "ababc", true },
	{ "(?:ab)+", PATTERN_WHOLE, "abab", true },
	{ "(ab)+", PATTERN_WHOLE, "", false },
	{ "colou?r", PATTERN_WHOLE, "color", true },
	{ "a{3}", PATTERN_WHOLE, "aaa", true },
	{ "a{3}", PATTERN_WHOLE, "aaaa", false },
	{ "a{2,}", PATTERN_WHOLE, "a", false },
	{ "a{2,}", PATTERN_WHOLE, "aaaaa", true },
	{ "a{0,2}b", PATTERN_WHOLE, "aab", true },
	{ "a{0,2}b", PATTERN_WHOLE, "aaab", false },
	{ "a{0}b", PATTERN_WHOLE, "b", true },
	{ "a{,2}", PATTERN_WHOLE, "a{,2}", true },
	{ "x{", PATTERN_WHOLE, "x{", true },
	{ "a+?b*?", PATTERN_WHOLE, "aab", true },
	{ "[a-c]x[^a-c]", PATTERN_WHOLE, "bxd", true },
	{ "[a-c]x[^a-c]", PATTERN_WHOLE, "bxb", false },
	{ "[]a]+", PATTERN_WHOLE, "]a", true },
	{ "[^]a]", PATTERN_WHOLE, "]", false },
	{ "[a-]+", PATTERN_WHOLE, "-a", true },
	{ "[\\w.-]+", PATTERN_WHOLE, "a_1.-", true },
	{ "[\\]\\\\]+", PATTERN_WHOLE, "]\\", true },
	{ "\\d\\D\\s\\S\\w\\W", PATTERN_WHOLE, "1a b_-", true },
	{ "[^\\d]", PATTERN_WHOLE, "7", false },
	{ "[\\D]", PATTERN_WHOLE, "x", true },
	{ "\\x41\\.\\/\\-\\n", PATTERN_WHOLE, "A./-\n", true },
	{ "[\\x20-\\x7E]*", PATTERN_WHOLE, "plain text!", true },
	{ ".", PATTERN_WHOLE, "\n", false },
	{ "...", PATTERN_WHOLE, "a\xc3\xbc\xe2\x82\xac", true },
	{ "[\xc3\xa4-\xc3\xbc]", PATTERN_WHOLE, "\xc3\xb6", true },
	{ "\xc3\xbc+", PATTERN_WHOLE, "\xc3\xbc\xc3\xbc", true },
	{ ".", PATTERN_WHOLE, "\xff", true },
	{ "()*", PATTERN_WHOLE, "", true },
	{ "^(?i)(abort|warn)?$", PATTERN_SEARCH, "aBORt", true },
	{ "(?i)[X-c]", PATTERN_WHOLE, "z", true },
	{ "(?i)[X-c]", PATTERN_WHOLE, "d", false },
	{ "(?i)[^x]", PATTERN_WHOLE, "X", false },
	{ "((?i)a)b", PATTERN_WHOLE, "AB", false },
	{ "((?i)a)b", PATTERN_WHOLE, "Ab", true },
	{ "(a*)*", PATTERN_WHOLE, "aaa", true },
	{ "(a*)*b", PATTERN_WHOLE, "aaa", false },
	{ "((a|)(b|))*", PATTERN_WHOLE, "abba", true },
	{ "((((){1000}){1000}){1000}){1000}a", PATTERN_WHOLE, "a", true },
	{ "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", PATTERN_SEARCH, "a-b.c",
	  true },
	{ "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", PATTERN_SEARCH, "a-b.-c",
	  false },
	{ "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$",
	  PATTERN_SEARCH, "1.5Gi", true },
};

static void pattern_matches(void **state)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str pattern = cases_exact(rows[i].pattern), text = cases_exact(rows[i].text);
		struct pattern *p = NULL;

		cases_assert_str(pattern_compile(*state, pattern, rows[i].mode, &p), "");
		if (pattern_match(p, text) != rows[i].matches)
			fail_msg("`%s` on `%s`", rows[i].pattern, rows[i].text);
		assert_int_equal(pattern_match(p, text), rows[i].matches);
		cases_free(pattern);
		cases_free(text);
	}
}

static const struct {
	const char *pattern, *phrase;
} bad[] = {
	{ "(a", "has a `(` that is never closed" },
	{ "a)", "has a `)` that closes nothing" },
	{ "[a", "has a `[` that is never closed" },
	{ "[", "has a `[` that is never closed" },
	{ "*a", "has a `*` that repeats nothing" },
	{ "a|+", "has a `+` that repeats nothing" },
	{ "a**", "repeats a repetition; put a group around it" },
	{ "[z-a]", "has a range `z-a` that runs backwards" },
	{ "a{3,2}", "has a repetition `{3,2}` that runs backwards" },
	{ "a{1001}", "repeats something more than 1000 times" },
	{ "(?=a)", "has a `(?`; of these only `(?:` and `(?i)` are known" },
	{ "(a)\\1", "refers back to a group, which takes more than linear time" },
	{ "\\q", "has the escape `\\q`, which is not known" },
	{ "a\\", "ends with a lone `\\`" },
	{ "\\x4", "has a `\\x` without two hex digits behind it" },
	{ "[[:alpha:]]", "has a `[:` in a class; write out its characters" },
	{ "(a{100}){100}", "is too large once its repetitions are written out" },
	{ "((((((a{1000}){1000}){1000}){1000}){1000}){1000}){1000}",
	  "is too large once its repetitions are written out" },
};

static void pattern_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str text = cases_exact(bad[i].pattern);
		struct pattern *p;

		cases_assert_str(pattern_compile(*state, text, PATTERN_WHOLE, &p), bad[i].phrase);
		cases_free(text);
	}
}

static void pattern_nesting_is_bounded(void **state)
{
	char text[100000];
	struct pattern *p;

	memset(text, '(', sizeof text);
	cases_assert_str(pattern_compile(*state, (struct str){ text, sizeof text }, PATTERN_WHOLE, &p),
			 "has groups inside each other deeper than 100 levels");
}

/* Backtracking would take 2^n steps; each step here is one state on one character. */
static void pattern_takes_linear_time(void **state)
{
	char text[20000];
	struct pattern *p;

	memset(text, 'a', sizeof text);
	cases_assert_str(pattern_compile(*state, STR("(a*)*(a|aa)*b"), PATTERN_WHOLE, &p), "");
	assert_true(pattern_size(p) < 20);
	assert_false(pattern_match(p, (struct str){ text, sizeof text }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(pattern_matches),
		CASES_TEST(pattern_problem_is_a_phrase),
		CASES_TEST(pattern_nesting_is_bounded),
		CASES_TEST(pattern_takes_linear_time),
	};

	return cmocka_run_group_tests_name("formats/pattern", tests, NULL, NULL);
}
