/* JSON (RFC 8259), one document behind the other. Gives up at the first mistake: libyaml says what it is. */
#include "yaml/events.h"

#include "base/utf8.h"
#include "formats/chars.h"

#include <string.h>

struct json {
	const struct yaml_input *in;
	struct yaml_nodes *out;
	const char *text;
	uint32_t at, end, depth;
};

static char peek(const struct json *j)
{
	return j->at < j->end ? j->text[j->at] : '\0';
}

static void skip_blanks(struct json *j)
{
	while (j->at < j->end && (j->text[j->at] == ' ' || j->text[j->at] == '\n' || j->text[j->at] == '\t' ||
				  j->text[j->at] == '\r'))
		j->at++;
}

static bool take(struct json *j, char c)
{
	skip_blanks(j);
	if (peek(j) != c)
		return false;
	j->at++;
	return true;
}

static bool add_scalar(struct json *j, uint32_t beg, struct str text, bool plain)
{
	if (text.n > j->in->session->limits[LIMIT_LITERAL_BYTES])
		return false;
	uint32_t at = yaml_add(
		j->in, j->out,
		(struct yaml_node){
			.kind = YAML_NODE_SCALAR, .plain = plain, .beg = beg, .end = j->at, .text = text });

	yaml_close(j->out, at);
	return true;
}

/* ---- strings ------------------------------------------------------------------------------ */

/* Four hexadecimal digits at `at`, or UTF8_BAD. */
static uint32_t unit_at(const struct json *j, uint32_t at)
{
	uint32_t unit = 0;

	for (uint32_t i = at; i < at + 4; i++) {
		int digit = i < j->end ? char_hex(j->text[i]) : -1;

		if (digit < 0)
			return UTF8_BAD;
		unit = unit << 4 | (uint32_t)digit;
	}
	return unit;
}

/* Behind `\u`: one unit, or two that are one character. */
static bool unicode(struct json *j, struct buf *out)
{
	uint32_t cp = unit_at(j, j->at), low;

	if (cp == UTF8_BAD || (cp >= 0xdc00 && cp <= 0xdfff))
		return false;
	j->at += 4;
	if (cp >= 0xd800 && cp <= 0xdbff) {
		if (j->end - j->at < 6 || j->text[j->at] != '\\' || j->text[j->at + 1] != 'u')
			return false;
		low = unit_at(j, j->at + 2);
		if (low < 0xdc00 || low > 0xdfff)
			return false;
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
		j->at += 6;
	}
	utf8_add(out, cp);
	return true;
}

static bool escape(struct json *j, struct buf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = peek(j);
	const char *found = c ? strchr(from, c) : NULL;

	j->at++;
	if (c == 'u')
		return unicode(j, out);
	if (found)
		buf_char(out, to[found - from]);
	return found != NULL;
}

static bool string_with_escapes(struct json *j, struct str *text)
{
	struct buf out = { .arena = &j->in->session->arena };

	while (j->at < j->end && peek(j) != '"') {
		char c = j->text[j->at++];

		if ((unsigned char)c < 0x20 || (c == '\\' && !escape(j, &out)))
			return false;
		if (c != '\\')
			buf_char(&out, c);
	}
	*text = buf_str(&out);
	return true;
}

static bool string(struct json *j)
{
	uint32_t beg = j->at++, end = j->at;
	struct str text;

	while (end < j->end && j->text[end] != '"' && j->text[end] != '\\' &&
	       (unsigned char)j->text[end] >= 0x20)
		end++;
	if (end < j->end && j->text[end] == '"') {
		text = (struct str){ j->text + j->at, end - j->at };
		j->at = end;
	} else if (!string_with_escapes(j, &text)) {
		return false;
	}
	if (peek(j) != '"')
		return false;
	j->at++;
	return add_scalar(j, beg, text, false);
}

/* ---- other values ------------------------------------------------------------------------- */

static bool digits(const char *p, uint32_t n, uint32_t *at)
{
	uint32_t first = *at;

	while (*at < n && char_is_digit(p[*at]))
		(*at)++;
	return *at > first;
}

static bool is_number(struct str s)
{
	uint32_t i = s.n && s.p[0] == '-', first = i;

	if (!digits(s.p, s.n, &i) || (s.p[first] == '0' && i > first + 1))
		return false;
	if (i < s.n && s.p[i] == '.' && (i++, !digits(s.p, s.n, &i)))
		return false;
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
		if (!digits(s.p, s.n, &i))
			return false;
	}
	return i == s.n;
}

static bool word(struct json *j)
{
	uint32_t beg = j->at;

	while (char_is_alnum(peek(j)) || (peek(j) && char_in(peek(j), "+-.")))
		j->at++;
	struct str text = { j->text + beg, j->at - beg };

	if (!str_eq(text, STR("true")) && !str_eq(text, STR("false")) && !str_eq(text, STR("null")) &&
	    !is_number(text))
		return false;
	return add_scalar(j, beg, text, true);
}

static bool value(struct json *j);

static bool entry(struct json *j, bool map)
{
	skip_blanks(j);
	if (map && (peek(j) != '"' || !string(j) || !take(j, ':')))
		return false;
	return value(j);
}

static bool collection(struct json *j)
{
	bool map = peek(j) == '{', ok = true;
	char close = map ? '}' : ']';
	uint32_t node = yaml_add(j->in, j->out,
				 (struct yaml_node){ .kind = map ? YAML_NODE_MAP : YAML_NODE_LIST,
						     .flow = true,
						     .beg = j->at,
						     .end = j->at + 1 });

	if (++j->depth > j->in->session->limits[LIMIT_NESTING])
		return false;
	j->at++;
	if (!take(j, close)) {
		do
			ok = entry(j, map);
		while (ok && take(j, ','));
		ok = ok && take(j, close);
	}
	j->depth--;
	yaml_close(j->out, node);
	return ok;
}

static bool value(struct json *j)
{
	skip_blanks(j);
	switch (peek(j)) {
	case '"':
		return string(j);
	case '{':
	case '[':
		return collection(j);
	default:
		return word(j);
	}
}

bool yaml_read_json(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out,
		    uint32_t *stopped)
{
	struct json j = { .in = in, .out = out, .text = in->text.p, .at = part.beg, .end = part.end };
	bool ok = true;

	for (skip_blanks(&j); ok && j.at < j.end; skip_blanks(&j)) {
		ok = peek(&j) == '{' && value(&j);
		out->documents += ok;
	}
	*stopped = j.at;
	return ok;
}
