/* Patterns that are searched for, as patterns of the whole text. */
#include "schema.h"

#include "schema/pattern.h"

static const struct {
	const char *search, *whole;
} rows[] = {
	{ "^a+$", "a+" },
	{ "", "" },
	{ "a", ".*a.*" },
	{ "^a", "a.*" },
	{ "a$", ".*a" },
	{ "^a|b$", "a.*|.*b" },
	{ "^$|^a$", "(a)?" },
	{ "(^a$)|(^(b|c)$)", "(a)|((b|c))" },
	{ "(^0|[1-9])$", "(0|.*[1-9])" },
	{ "^(a|b)c$", "(a|b)c" },
	{ "^[$^|)]$", "[$^|)]" },
	{ "^[]a]$", "[]a]" },
	{ "^a\\$$", "a\\$" },
	{ "^a\\$", "a\\$.*" },
	{ "^\\/[a-z]$", "\\/[a-z]" },
	{ "^\\d\\w\\s$", "\\d\\w\\s" },
	{ "^(?:a|b)$", "(a|b)" },
	/* what `matches` cannot say is left out */
	{ "^(?i)a$", "" },
	{ "^a(^b)$", "" },
	{ "^a+?$", "" },
	{ "^\\x60$", "" },
	{ "^[\\x60]$", "" },
	{ "^\\ba$", "" },
	{ "^b(?:a)$", "" },
};

static void test_anchors(void **state)
{
	struct session s;

	(void)state;
	session_init(&s, (struct os){ 0 });
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str got = pattern_anchored(&s, str_from(rows[i].search));

		if (!str_eq(got, str_from(rows[i].whole)))
			fail_msg("%s: got %.*s, want %s", rows[i].search, STR_ARG(got), rows[i].whole);
	}
	session_fini(&s);
}

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

/* Every short text over the characters that mean something ends, and stays in its bounds. */
static void test_any_bytes(void **state)
{
	static const char alphabet[] = "a^$|()[]\\?*";
	struct session s;

	(void)state;
	session_init(&s, (struct os){ 0 });
	for (unsigned n = 0; n < 11 * 11 * 11 * 11; n++) {
		char *p = malloc(4);

		assert_non_null(p);
		for (unsigned i = 0, rest = n; i < 4; i++, rest /= 11)
			p[i] = alphabet[rest % 11];
		assert_true(pattern_anchored(&s, (struct str){ p, 4 }).n <= 32);
		free(p);
	}
	session_fini(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_anchors),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
