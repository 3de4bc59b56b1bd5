#include "formats/chars.h"

#include <string.h>

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

uint32_t chars_find(struct str text, char c, uint32_t from)
{
	while (from < text.n && text.p[from] != c)
		from++;
	return from;
}

struct str chars_lower(struct arena *a, struct str text)
{
	char *p = arena_new(a, char, (size_t)text.n + 1);

	for (uint32_t i = 0; i < text.n; i++)
		p[i] = char_lower(text.p[i]);
	return (struct str){ p, text.n };
}

/* Length of the well-formed looking UTF-8 sequence at `at`, or 0. */
static uint32_t sequence_length(struct str text, uint32_t at)
{
	unsigned char lead = (unsigned char)text.p[at];
	uint32_t n = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;

	if (n == 0 || lead > 0xf4 || n > text.n - at)
		return 0;
	for (uint32_t i = 1; i < n; i++)
		if (((unsigned char)text.p[at + i] & 0xc0) != 0x80)
			return 0;
	return n;
}

struct str chars_describe(struct arena *a, struct str text, uint32_t at)
{
	char c = text.p[at];
	uint32_t n = sequence_length(text, at);

	if (n)
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
