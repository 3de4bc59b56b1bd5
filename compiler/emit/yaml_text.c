/* Which strings may stand in YAML as they are, and how the others are quoted. */
#include "emit/yaml_text.h"

#include "base/utf8.h"
#include "formats/chars.h"

/* ---- which strings may stand plain --------------------------------------------------------- */

/* Words that some reader takes for a boolean, null, a number or a merge key, in whatever case. */
static bool is_reserved_word(struct str s)
{
	static const char words[][6] = { "y",	 "n", "yes", "no", "on",   "off",   "true",  "false",
					 "null", "~", "<<",  "=",  ".inf", "+.inf", "-.inf", ".nan" };
	static const bool begins[256] = { ['y'] = true, ['n'] = true, ['o'] = true, ['t'] = true,
					  ['f'] = true, ['~'] = true, ['<'] = true, ['='] = true,
					  ['.'] = true, ['+'] = true, ['-'] = true };
	char first = char_lower(s.p[0]);

	if (s.n >= sizeof *words || !begins[(unsigned char)first])
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		uint32_t k = 1;

		if (words[i][0] != first)
			continue;
		while (k < s.n && words[i][k] && char_lower(s.p[k]) == words[i][k])
			k++;
		if (k == s.n && !words[i][k])
			return true;
	}
	return false;
}

/* A wide net around integers of any base, floats, base-60 numbers, dates and times: the readers differ in
 * what exactly they take, and a pair of quotes too many does no harm. */
static bool looks_like_number(struct str s)
{
	bool exponent = char_in(s.p[0], "eE");
	const char *body = exponent ? "0123456789_+-.:" : "0123456789abcdefABCDEFxXoOtTzZ_+-.:, ";
	bool digit = false, letter = false;

	if (!exponent && !char_is_digit(s.p[0]) && !char_in(s.p[0], "+-._"))
		return false;
	for (uint32_t i = exponent; i < s.n; i++) {
		if (!char_in(s.p[i], body))
			return false;
		digit |= char_is_digit(s.p[i]);
		letter |= char_is_letter(s.p[i]);
	}
	return digit || (!letter && !exponent);
}

/* Code points from U+00A1 that are letters or signs in every Unicode version: no formatting, spacing,
 * breaking or private characters. Given the first two bytes of a valid sequence. */
static bool is_plain_letter(unsigned char a, unsigned char b)
{
	if (a == 0xc2)
		return b > 0xa0 && b != 0xad;
	if (a == 0xe1)
		return b != 0x9a && b != 0xa0; /* Ogham space, Mongolian separators */
	if (a == 0xe2)
		return b > 0x81; /* U+2000 to U+207F: spaces, joiners, line separators, directions */
	if (a == 0xe3)
		return b > 0x80; /* U+3000: a wide space */
	return (a >= 0xc3 && a < 0xed) || (a == 0xed && b < 0xa0);
}

static uint32_t utf8_length(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* From `from` on. */
static bool plain_characters(struct str s, uint32_t from)
{
	for (uint32_t i = from; i < s.n; i += utf8_length((unsigned char)s.p[i])) {
		unsigned char c = (unsigned char)s.p[i];
		bool last = i + 1 == s.n;

		if (c < 0x20 || c == 0x7f)
			return false;
		if (c == ':' && (last || s.p[i + 1] == ' '))
			return false;
		if (c == '#' && i > 0 && s.p[i - 1] == ' ')
			return false;
		if (c >= 0x80 && (last || !is_plain_letter(c, (unsigned char)s.p[i + 1])))
			return false;
	}
	return true;
}

/* Letters, digits and signs that mean nothing to YAML wherever they stand in a word. */
static bool in_plain_word(char c)
{
	static const bool plain[256] = {
		['-' ... '9'] = true, ['A' ... 'Z'] = true, ['_'] = true, ['a' ... 'z'] = true
	};

	return plain[(unsigned char)c];
}

/* Where the plain word ends that a string begins with; 0: with none. */
static uint32_t plain_word(struct str s)
{
	uint32_t i = 1;

	if (!s.n || !char_is_letter(s.p[0]) || s.p[0] == 'e' || s.p[0] == 'E')
		return 0; /* what begins with an `e` may be the exponent of a number */
	while (i < s.n && in_plain_word(s.p[i]))
		i++;
	return i;
}

bool yaml_plain_is_safe(struct str s)
{
	uint32_t word = plain_word(s);

	if (word && word == s.n)
		return !is_reserved_word(s);
	if (word) /* then nothing of the whole matters but what follows it */
		return plain_characters(s, word) && s.p[s.n - 1] != ' ';
	if (s.n == 0 || char_in(s.p[0], " ?:,[]{}#&*!|>'\"%@`") || s.p[s.n - 1] == ' ')
		return false;
	if (str_starts_with(s, STR("- ")) || str_starts_with(s, STR("---")) || str_starts_with(s, STR("...")))
		return false;
	return plain_characters(s, 0) && !is_reserved_word(s) && !looks_like_number(s);
}

/* ---- which texts may be literal blocks ----------------------------------------------------- */

/* Line and paragraph separators are breaks in YAML 1.1 and none in 1.2; a byte order mark may be dropped;
 * some readers take nothing above U+FFFF in a block. */
static bool literal_character(struct str s, uint32_t i)
{
	unsigned char a = (unsigned char)s.p[i];

	if (a < 0x80)
		return (a >= 0x20 && a < 0x7f) || a == '\n' || a == '\t';
	unsigned char b = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
	unsigned char c = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;

	if (a == 0xc2)
		return b >= 0xa0;
	if (a == 0xe2)
		return !(b == 0x80 && (c == 0xa8 || c == 0xa9));
	if (a == 0xef)
		return !(b == 0xbb && c == 0xbf) && !(b == 0xbf && c >= 0xbe);
	return a < 0xf0;
}

static bool literal_line(struct str line)
{
	uint32_t i = chars_find_unprintable(line, 0);

	while (i < line.n) {
		if (!literal_character(line, i))
			return false;
		i = chars_find_unprintable(line, i + utf8_length((unsigned char)line.p[i]));
	}
	return !char_in(line.p[line.n - 1], " \t");
}

bool yaml_literal_is_safe(struct str s)
{
	bool text = false;

	for (uint32_t at = 0, end; at < s.n; at = end + 1) {
		end = chars_find(s, '\n', at);
		if (end == at)
			continue;
		if (!text && s.p[at] == '\t')
			return false; /* libyaml cannot tell it from indentation */
		if (!literal_line(str_slice(s, at, end)))
			return false;
		text = true;
	}
	return text; /* the readers disagree on a block of nothing but breaks */
}

bool yaml_has_break(struct str s)
{
	static const char *const breaks[] = { "\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9" };

	for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
		if (str_find(s, str_from(breaks[i]), 0) >= 0)
			return true;
	}
	return false;
}

/* ---- quotes -------------------------------------------------------------------------------- */

/* What no reader takes for anything else between quotes: what a literal block may hold, without breaks. */
static bool stands_in_quotes(struct str s, uint32_t i)
{
	char c = s.p[i];

	return c != '\n' && c != '\t' && c != '"' && c != '\\' && literal_character(s, i);
}

static void escape(struct buf *out, uint32_t code)
{
	static const char plain[] = "\0\a\b\t\n\v\f\r\x1b\"\\", named[] = "0abtnvfre\"\\";

	for (uint32_t i = 0; i < sizeof named - 1; i++) {
		if (code == (unsigned char)plain[i]) {
			buf_char(out, '\\');
			buf_char(out, named[i]);
			return;
		}
	}
	if (code == 0x85 || code == 0x2028 || code == 0x2029)
		buf_add(out, code == 0x85 ? STR("\\N") : code == 0x2028 ? STR("\\L") : STR("\\P"));
	else if (code <= 0xff)
		buf_printf(out, "\\x%02X", (unsigned)code);
	else
		buf_printf(out, code <= 0xffff ? "\\u%04X" : "\\U%08X", (unsigned)code);
}

void yaml_quote(struct buf *out, struct str s)
{
	uint32_t from = 0;

	buf_char(out, '"');
	for (uint32_t i = 0, n, code; i < s.n; i += n) {
		n = utf8_length((unsigned char)s.p[i]);
		if (stands_in_quotes(s, i))
			continue;
		buf_add(out, str_slice(s, from, i));
		utf8_decode(s, i, &code);
		escape(out, code);
		from = i + n;
	}
	buf_add(out, str_slice(s, from, s.n));
	buf_char(out, '"');
}
