#include "formats/chars.h"

#include <string.h>

enum { EXCERPT_MAX = 64 }; /* bytes; the longest label fits */

int char_hex(char c)
{
	if (char_is_digit(c))
		return c - '0';
	c = char_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool char_in(char c, const char *list)
{
	return c && strchr(list, c);
}

uint64_t chars_number(struct str text, uint32_t *at, uint64_t max)
{
	uint64_t n = 0;

	for (; *at < text.n && char_is_digit(text.p[*at]); ++*at) {
		uint64_t digit = (uint64_t)(text.p[*at] - '0');

		n = n > max / 10 || n * 10 > max - digit ? max : n * 10 + digit;
	}
	return n;
}

/* Whether each of eight bytes is one: none has the high bit, is less than a blank, or is DEL. */
static bool all_printable(const char *p)
{
	const uint64_t ones = 0x0101010101010101u, high = ones * 0x80;
	uint64_t word;

	memcpy(&word, p, sizeof word);
	uint64_t low = word - ones * ' ', del = (word ^ ones * 0x7f) - ones;

	return ((word | low | del) & high) == 0;
}

uint32_t chars_find_unprintable(struct str text, uint32_t from)
{
	uint32_t at = from < text.n ? from : text.n;

	while (text.n - at >= sizeof(uint64_t) && all_printable(text.p + at))
		at += sizeof(uint64_t);
	while (at < text.n && text.p[at] >= ' ' && text.p[at] < 0x7f)
		at++;
	return at;
}

uint32_t chars_find(struct str text, char c, uint32_t from)
{
	const char *found = from < text.n ? memchr(text.p + from, c, text.n - from) : NULL;

	return found ? (uint32_t)(found - text.p) : text.n;
}

struct str chars_lower(struct arena *a, struct str text)
{
	char *p = arena_new(a, char, (size_t)text.n + 1);

	for (uint32_t i = 0; i < text.n; i++)
		p[i] = char_lower(text.p[i]);
	return (struct str){ p, text.n };
}

/* What may follow a lead byte: RFC 3629 forbids overlong forms, surrogates and numbers
 * above 10FFFF by narrowing the second byte. */
static const struct {
	unsigned char lead_min, lead_max, second_min, second_max, length;
} sequences[] = {
	{ 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static bool follows(struct str text, uint32_t at, unsigned char min, unsigned char max)
{
	return at < text.n && (unsigned char)text.p[at] >= min && (unsigned char)text.p[at] <= max;
}

uint32_t chars_utf8_length(struct str text, uint32_t at)
{
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		uint32_t n = sequences[i].length;

		if (!follows(text, at, sequences[i].lead_min, sequences[i].lead_max))
			continue;
		bool whole = n < 2 || follows(text, at + 1, sequences[i].second_min, sequences[i].second_max);

		for (uint32_t k = 2; k < n && whole; k++)
			whole = follows(text, at + k, 0x80, 0xbf);
		return whole ? n : 0;
	}
	return 0;
}

struct str chars_describe(struct arena *a, struct str text, uint32_t at)
{
	char c = text.p[at];
	uint32_t n = chars_utf8_length(text, at);

	if (n > 1)
		return arena_printf(a, "`%.*s`", (int)n, text.p + at);
	if (c == ' ')
		return STR("a blank");
	if (c == '\n')
		return STR("a line break");
	if (c == '\t')
		return STR("a tab");
	if ((unsigned char)c >= 0x80)
		return arena_printf(a, "a byte that is not UTF-8 (0x%02x)", (unsigned char)c);
	if (c < ' ' || c == 0x7f)
		return arena_printf(a, "a control character (0x%02x)", c);
	return arena_printf(a, char_is_upper(c) ? "an upper-case letter `%c`" : "`%c`", c);
}

struct str chars_problem(struct arena *a, struct str text, uint32_t at, const char *where)
{
	struct str what = chars_describe(a, text, at);

	return arena_printf(a, "has %.*s %s", STR_ARG(what), where);
}

struct str chars_excerpt(struct arena *a, struct str text)
{
	uint32_t at = 0;

	if (text.n <= EXCERPT_MAX)
		return text;
	while (at < EXCERPT_MAX) {
		uint32_t n = chars_utf8_length(text, at);

		at += n ? n : 1;
	}
	return arena_printf(a, "%.*s…", (int)at, text.p);
}

struct str chars_scheme_problem(struct arena *a, struct str text)
{
	int64_t colon = str_find(text, STR("://"), 0);

	if (colon < 0)
		return STR("");
	struct str scheme = chars_excerpt(a, str_slice(text, 0, (uint32_t)colon + 3));

	return arena_printf(a, "has a scheme: leave out `%.*s`", STR_ARG(scheme));
}
