#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

static const struct range zero_width[] = {
#define ZERO(first, last) { first, last },
#include "base/utf8_width.def"
#undef ZERO
};

static const struct range double_width[] = {
#define WIDE(first, last) { first, last },
#include "base/utf8_width.def"
#undef WIDE
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Length by lead byte and the least code point of that length; 0 for no lead byte. */
static uint32_t lead(unsigned char c, uint32_t *bits, uint32_t *least)
{
	if (c >= 0xc2 && c <= 0xdf) {
		*bits = c & 0x1fu;
		*least = 0x80;
		return 2;
	}
	if (c >= 0xe0 && c <= 0xef) {
		*bits = c & 0x0fu;
		*least = 0x800;
		return 3;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		*bits = c & 0x07u;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

uint32_t utf8_decode(struct str s, uint32_t at, uint32_t *cp)
{
	unsigned char c = (unsigned char)s.p[at];
	uint32_t value, least, length;

	*cp = c < 0x80 ? c : UTF8_BAD;
	if (c < 0x80)
		return 1;
	length = lead(c, &value, &least);
	if (!length || length > s.n - at)
		return 1;
	for (uint32_t i = 1; i < length; i++) {
		c = (unsigned char)s.p[at + i];
		if ((c & 0xc0) != 0x80)
			return 1;
		value = value << 6 | (c & 0x3fu);
	}
	if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 1;
	*cp = value;
	return length;
}

static bool is_ascii_word(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return (word & 0x8080808080808080u) == 0;
}

/* Most text is ASCII: eight bytes at a time, the last ones with some before them. */
static uint32_t skip_ascii(struct str s, uint32_t at)
{
	enum { WORD = sizeof(uint64_t) };

	for (; s.n - at >= WORD; at += WORD) {
		if (!is_ascii_word(s.p + at))
			return at;
	}
	return s.n >= WORD && is_ascii_word(s.p + s.n - WORD) ? s.n : at;
}

int64_t utf8_find_bad(struct str s)
{
	uint32_t cp;

	for (uint32_t i = skip_ascii(s, 0); i < s.n;) {
		if ((unsigned char)s.p[i] < 0x80) { /* among the last, or before another character */
			i++;
			continue;
		}
		uint32_t length = utf8_decode(s, i, &cp);

		if (cp == UTF8_BAD)
			return i;
		i = skip_ascii(s, i + length);
	}
	return -1;
}

void utf8_add(struct buf *out, uint32_t cp)
{
	if (cp < 0x80) {
		buf_char(out, (char)cp);
	} else if (cp < 0x800) {
		buf_char(out, (char)(0xc0 | cp >> 6));
		buf_char(out, (char)(0x80 | (cp & 0x3f)));
	} else if (cp < 0x10000) {
		buf_char(out, (char)(0xe0 | cp >> 12));
		buf_char(out, (char)(0x80 | (cp >> 6 & 0x3f)));
		buf_char(out, (char)(0x80 | (cp & 0x3f)));
	} else {
		buf_char(out, (char)(0xf0 | cp >> 18));
		buf_char(out, (char)(0x80 | (cp >> 12 & 0x3f)));
		buf_char(out, (char)(0x80 | (cp >> 6 & 0x3f)));
		buf_char(out, (char)(0x80 | (cp & 0x3f)));
	}
}

uint32_t utf8_align(struct str s, uint32_t at)
{
	uint32_t cp;

	for (uint32_t back = 1; back < 4 && back <= at && at < s.n; back++) {
		if (utf8_decode(s, at - back, &cp) > back)
			return at - back;
	}
	return at;
}

static bool in_ranges(const struct range *ranges, size_t n, uint32_t cp)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ranges[mid].last < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && ranges[lo].first <= cp;
}

uint32_t utf8_width(uint32_t cp)
{
	if (cp < 0x300)
		return 1;
	if (in_ranges(zero_width, COUNT(zero_width), cp))
		return 0;
	return in_ranges(double_width, COUNT(double_width), cp) ? 2 : 1;
}

/* The spelling of a character that must not reach a terminal; 0 for all others. */
static uint32_t escape(uint32_t cp, unsigned char byte, char out[16])
{
	bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
	bool reorders = cp == 0x61c || cp == 0x200e || cp == 0x200f || (cp >= 0x202a && cp <= 0x202e) ||
			(cp >= 0x2066 && cp <= 0x2069);
	bool breaks_line = cp == 0x2028 || cp == 0x2029;

	if (cp == '\t')
		return 0;
	if (cp == '\n')
		return (uint32_t)snprintf(out, 16, "\\n");
	if (cp == UTF8_BAD || cp < 0x20 || cp == 0x7f)
		return (uint32_t)snprintf(out, 16, "\\x%02x", byte);
	if (control || reorders || breaks_line)
		return (uint32_t)snprintf(out, 16, "\\u{%x}", cp);
	return 0;
}

void utf8_show(struct buf *out, struct str s)
{
	char spelled[16];
	uint32_t cp;

	for (uint32_t i = 0, length; i < s.n; i += length) {
		length = utf8_decode(s, i, &cp);
		uint32_t n = escape(cp, (unsigned char)s.p[i], spelled);

		buf_add(out, n ? (struct str){ spelled, n } : str_slice(s, i, i + length));
	}
}

uint32_t utf8_shown_cells(struct str s)
{
	uint32_t cells = 0, cp;
	char spelled[16];

	for (uint32_t i = 0, length; i < s.n; i += length) {
		length = utf8_decode(s, i, &cp);
		uint32_t n = escape(cp, (unsigned char)s.p[i], spelled);

		cells += n ? n : utf8_width(cp);
	}
	return cells;
}
