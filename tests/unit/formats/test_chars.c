#include "formats/chars.h"

#include "cases.h"

/* The bytes of a code point, by the definition of UTF-8. */
static uint32_t encode(uint32_t code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	uint32_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (uint32_t i = n - 1; i > 0; i--, code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3f));
	out[0] = (char)(code | (0xf00u >> n & 0xff));
	return n;
}

static void chars_utf8_takes_every_code_point(void **state)
{
	char bytes[4];

	(void)state;
	for (uint32_t code = 0; code < 0x110000; code++) {
		uint32_t n = encode(code, bytes);
		bool surrogate = code >= 0xd800 && code < 0xe000;

		assert_int_equal(chars_utf8_length((struct str){ bytes, n }, 0), surrogate ? 0 : n);
		assert_int_equal(chars_utf8_length((struct str){ bytes, n - 1 }, 0), 0);
	}
}

static void chars_utf8_refuses(void **state)
{
	static const char *const bad[] = { "\x80",
					   "\xc0\x80",
					   "\xc1\xbf",
					   "\xe0\x9f\xbf",
					   "\xf0\x8f\xbf\xbf",
					   "\xf4\x90\x80\x80",
					   "\xf5\x80\x80\x80",
					   "\xff" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(chars_utf8_length(str_from(bad[i]), 0), 0);
}

static const struct {
	struct str text;
	const char *want;
} descriptions[] = {
	{ STR("x"), "`x`" },
	{ STR("X"), "an upper-case letter `X`" },
	{ STR(" "), "a blank" },
	{ STR("\t"), "a tab" },
	{ STR("\n"), "a line break" },
	{ STR("\0"), "a control character (0x00)" },
	{ STR("\x7f"), "a control character (0x7f)" },
	{ STR("\xe2\x82\xac."), "`\xe2\x82\xac`" },
	{ STR("\xe2\x82"), "a byte that is not UTF-8 (0xe2)" },
};

static void chars_are_described(void **state)
{
	for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions; i++)
		cases_assert_str(chars_describe(*state, descriptions[i].text, 0), descriptions[i].want);
}

static void chars_numbers_stick_at_their_bound(void **state)
{
	uint32_t at = 0;

	(void)state;
	assert_true(chars_number(STR("99999999999999999999999"), &at, UINT64_MAX) == UINT64_MAX);
	assert_int_equal(at, 23);
	at = 1;
	assert_int_equal(chars_number(STR("x255,"), &at, 255), 255);
	at = 1;
	assert_int_equal(chars_number(STR("x256,"), &at, 255), 255);
	assert_int_equal(at, 4);
}

static void chars_excerpt_keeps_whole_characters(void **state)
{
	char text[200];

	cases_assert_str(chars_excerpt(*state, STR("short")), "short");
	memset(text, 'x', sizeof text);
	memcpy(text + 62, "\xe2\x82\xac", 3);
	struct str cut = chars_excerpt(*state, (struct str){ text, sizeof text });

	assert_int_equal(cut.n, 65 + 3);
	assert_memory_equal(cut.p + 62, "\xe2\x82\xac\xe2\x80\xa6", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(chars_utf8_takes_every_code_point),
		CASES_TEST(chars_utf8_refuses),
		CASES_TEST(chars_are_described),
		CASES_TEST(chars_numbers_stick_at_their_bound),
		CASES_TEST(chars_excerpt_keeps_whole_characters),
	};

	return cmocka_run_group_tests_name("formats/chars", tests, NULL, NULL);
}
