#include "base/utf8.h"

#include "unit.h"

#include <string.h>

static const struct {
	const char *bytes;
	uint32_t cp, length;
} sequences[] = {
	{ "a", 'a', 1 },
	{ "\x7f", 0x7f, 1 },
	{ "\xc2\x80", 0x80, 2 },
	{ "\xdf\xbf", 0x7ff, 2 },
	{ "\xe0\xa0\x80", 0x800, 3 },
	{ "\xed\x9f\xbf", 0xd7ff, 3 },
	{ "\xee\x80\x80", 0xe000, 3 },
	{ "\xf0\x90\x80\x80", 0x10000, 4 },
	{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4 },
	{ "\x80", UTF8_BAD, 1 },     /* a continuation alone */
	{ "\xc0\x80", UTF8_BAD, 1 }, /* overlong */
	{ "\xc1\xbf", UTF8_BAD, 1 },
	{ "\xe0\x9f\xbf", UTF8_BAD, 1 },
	{ "\xf0\x8f\xbf\xbf", UTF8_BAD, 1 },
	{ "\xed\xa0\x80", UTF8_BAD, 1 },     /* a surrogate */
	{ "\xf4\x90\x80\x80", UTF8_BAD, 1 }, /* above U+10FFFF */
	{ "\xf5\x80\x80\x80", UTF8_BAD, 1 },
	{ "\xc3", UTF8_BAD, 1 }, /* cut off */
	{ "\xe2\x82", UTF8_BAD, 1 },
	{ "\xe2\x82x", UTF8_BAD, 1 },
	{ "\xff", UTF8_BAD, 1 },
};

static void decode_takes_only_the_well_formed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sequences); i++) {
		uint32_t cp;

		assert_int_equal(utf8_decode(str_from(sequences[i].bytes), 0, &cp), sequences[i].length);
		assert_int_equal(cp, sequences[i].cp);
	}
}

static void encoding_gives_the_bytes_back(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(sequences); i++) {
		struct buf b = { .arena = &a };

		if (sequences[i].cp == UTF8_BAD)
			continue;
		utf8_add(&b, sequences[i].cp);
		assert_str(buf_str(&b), sequences[i].bytes);
	}
	arena_fini(&a);
}

static void the_first_bad_byte_is_found(void **state)
{
	(void)state;
	assert_int_equal(utf8_find_bad(STR("aé漢")), -1);
	assert_int_equal(utf8_find_bad(STR("é\xff")), 2);
	assert_int_equal(utf8_find_bad(STR("a\xe2\x82")), 1);
	assert_int_equal(utf8_find_bad(STR("")), -1);
}

static void align_never_splits(void **state)
{
	struct str s = STR("a漢\xff\xe2");
	static const uint32_t want[] = { 0, 1, 1, 1, 4, 5, 6 };

	(void)state;
	for (uint32_t i = 0; i < COUNT(want); i++)
		assert_int_equal(utf8_align(s, i), want[i]);
}

static void widths(void **state)
{
	static const struct {
		uint32_t cp, width;
	} cases[] = {
		{ 'a', 1 },    { 0xe9, 1 },   { 0x301, 0 },  { 0x200b, 0 },  { 0x200d, 0 },   { 0x6f22, 2 },
		{ 0xac00, 2 }, { 0xff21, 2 }, { 0xff71, 1 }, { 0x1f600, 2 }, { 0x20000, 2 },  { 0xfe0f, 0 },
		{ 0x2500, 1 }, { 0x3000, 2 }, { 0x11ff, 0 }, { 0xa0, 1 },    { 0x10ffff, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(utf8_width(cases[i].cp), cases[i].width);
}

static void what_steers_a_terminal_is_spelled_out(void **state)
{
	static const struct {
		const char *text, *shown;
		uint32_t cells;
	} cases[] = {
		{ "plain", "plain", 5 },
		{ "a\tb", "a\tb", 3 },
		{ "a\nb\r", "a\\nb\\x0d", 8 },
		{ "\x1b[0m\x7f", "\\x1b[0m\\x7f", 11 },
		{ "\xff\xc3", "\\xff\\xc3", 8 },
		{ "\xc2\x9b", "\\u{9b}", 6 },
		{ "x\xe2\x80\xaey", "x\\u{202e}y", 10 },
		{ "\xe2\x80\xa8", "\\u{2028}", 8 },
		{ "漢é", "漢é", 3 },
		{ "e\xcc\x81", "e\xcc\x81", 1 },
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = { .arena = &a };

		utf8_show(&b, str_from(cases[i].text));
		assert_str(buf_str(&b), cases[i].shown);
		assert_int_equal(utf8_shown_cells(str_from(cases[i].text)), cases[i].cells);
	}
	struct buf b = { .arena = &a };

	utf8_show(&b, (struct str){ "\0", 1 });
	assert_str(buf_str(&b), "\\x00");
	arena_fini(&a);
}

int main(void)
{
	RUN(cmocka_unit_test(decode_takes_only_the_well_formed),
	    cmocka_unit_test(encoding_gives_the_bytes_back), cmocka_unit_test(the_first_bad_byte_is_found),
	    cmocka_unit_test(align_never_splits), cmocka_unit_test(widths),
	    cmocka_unit_test(what_steers_a_terminal_is_spelled_out));
}
