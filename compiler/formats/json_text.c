#include "formats/json_text.h"

#include "formats/chars.h"

static const char escapes[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";

/* The letter behind `\`, or 0. */
static char escape_letter(char c)
{
	for (int i = 0; escapes[i]; i++)
		if (escapes[i] == c)
			return letters[i];
	return 0;
}

static bool is_plain(char c)
{
	return (unsigned char)c >= ' ' && (unsigned char)c < 0x7f && c != '"' && c != '\\';
}

/* One character that may need an escape; the number of its bytes. */
static uint32_t add_char(struct buf *b, struct str text, uint32_t at)
{
	char c = text.p[at], letter = escape_letter(c);
	uint32_t n = chars_utf8_length(text, at);

	if (letter) {
		buf_char(b, '\\');
		buf_char(b, letter);
	} else if (n == 0) {
		buf_add(b, STR("\xef\xbf\xbd"));
	} else if (n == 1) {
		buf_printf(b, "\\u%04x", c);
	} else {
		buf_add(b, str_slice(text, at, at + n));
	}
	return n ? n : 1;
}

void json_add_string(struct buf *b, struct str text)
{
	buf_char(b, '"');
	for (uint32_t at = 0, end; at < text.n; at = end) {
		for (end = at; end < text.n && is_plain(text.p[end]); end++)
			;
		buf_add(b, str_slice(text, at, end));
		if (end < text.n)
			end += add_char(b, text, end);
	}
	buf_char(b, '"');
}
