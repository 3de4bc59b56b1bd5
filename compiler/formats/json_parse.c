#include "formats/json_parse.h"

#include "base/utf8.h"
#include "formats/chars.h"

enum { DEPTH_MAX = 10000, REPLACEMENT = 0xfffd };

struct reader {
	struct str text;
	uint32_t at;
	struct buf open;    /* `{` and `[` that are not closed yet */
	const char *wanted; /* what is missing at `at` */
};

static char peek(const struct reader *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static void skip_blanks(struct reader *r)
{
	while (r->at < r->text.n && char_in(r->text.p[r->at], " \t\r\n"))
		r->at++;
}

static bool want(struct reader *r, const char *what)
{
	r->wanted = what;
	return false;
}

static bool take(struct reader *r, char c, const char *what)
{
	skip_blanks(r);
	if (r->at == r->text.n || peek(r) != c)
		return want(r, what);
	r->at++;
	return true;
}

/* ---- scalars ---- */

/* What stands behind a backslash. */
static bool skip_escape(struct reader *r)
{
	bool unicode = peek(r) == 'u';

	if (!char_in(peek(r), "\"\\/bfnrtu"))
		return want(r, "a letter behind `\\`");
	r->at++;
	for (int i = 0; unicode && i < 4; i++, r->at++)
		if (r->at == r->text.n || char_hex(peek(r)) < 0)
			return want(r, "four hex digits behind `\\u`");
	return true;
}

static bool skip_string(struct reader *r)
{
	if (!take(r, '"', "a `\"`"))
		return false;
	while (r->at < r->text.n) {
		char c = r->text.p[r->at++];

		if (c == '"')
			return true;
		if ((unsigned char)c < ' ') {
			r->at--;
			return want(r, "an escape for a control character");
		}
		if (c == '\\' && !skip_escape(r))
			return false;
	}
	return want(r, "the end of a string");
}

static bool skip_digits(struct reader *r)
{
	uint32_t beg = r->at;

	while (char_is_digit(peek(r)))
		r->at++;
	return r->at > beg || want(r, "a digit");
}

static bool skip_number(struct reader *r)
{
	r->at += peek(r) == '-';
	if (peek(r) == '0')
		r->at++;
	else if (!skip_digits(r))
		return false;
	if (peek(r) == '.') {
		r->at++;
		if (!skip_digits(r))
			return false;
	}
	if (char_lower(peek(r)) != 'e')
		return true;
	r->at++;
	r->at += char_in(peek(r), "+-");
	return skip_digits(r);
}

static bool skip_word(struct reader *r)
{
	static const struct str words[] = { STR("true"), STR("false"), STR("null") };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_starts_with(str_slice(r->text, r->at, r->text.n), words[i])) {
			r->at += words[i].n;
			return true;
		}
	return want(r, "a value");
}

static bool skip_scalar(struct reader *r)
{
	char c = peek(r);

	if (c == '"')
		return skip_string(r);
	return c == '-' || char_is_digit(c) ? skip_number(r) : skip_word(r);
}

/* ---- objects and arrays ---- */

static bool skip_key(struct reader *r)
{
	skip_blanks(r);
	if (peek(r) != '"')
		return want(r, "a key in quotes");
	return skip_string(r) && take(r, ':', "a `:`");
}

static char closer(const struct reader *r)
{
	return r->open.p[r->open.n - 1] == '{' ? '}' : ']';
}

/* Behind a value: over what closes, up to where the next value begins. *done if there is none. */
static bool skip_to_next(struct reader *r, bool *done)
{
	while (r->open.n) {
		skip_blanks(r);
		if (peek(r) == ',') {
			r->at++;
			return r->open.p[r->open.n - 1] == '[' || skip_key(r);
		}
		if (peek(r) != closer(r))
			return want(r, closer(r) == '}' ? "a `,` or `}`" : "a `,` or `]`");
		r->at++;
		r->open.n--;
	}
	*done = true;
	return true;
}

/* Over an opening bracket. *inside: a value follows; else it is closed again. */
static bool skip_open(struct reader *r, bool *inside)
{
	buf_char(&r->open, r->text.p[r->at++]);
	skip_blanks(r);
	*inside = peek(r) != closer(r);
	if (r->open.n > DEPTH_MAX)
		return want(r, "the end of 10,000 levels");
	return !*inside || r->open.p[r->open.n - 1] == '[' || skip_key(r);
}

/* One value, with all that is in it. */
static bool skip_value(struct reader *r)
{
	bool done = false, inside;

	while (!done) {
		skip_blanks(r);
		inside = false;
		if (peek(r) == '{' || peek(r) == '[') {
			if (!skip_open(r, &inside))
				return false;
		} else if (!skip_scalar(r)) {
			return false;
		}
		if (!inside && !skip_to_next(r, &done))
			return false;
	}
	return true;
}

struct str json_problem(struct str text, struct arena *a)
{
	struct reader r = { .text = text, .open = { .arena = a } };
	uint32_t line = 1;

	if (skip_value(&r)) {
		skip_blanks(&r);
		if (r.at == text.n)
			return STR("");
		r.wanted = "the end";
	}
	for (uint32_t i = 0; i < r.at && i < text.n; i++)
		line += text.p[i] == '\n';
	return arena_printf(a, "has something else in line %u, where %s is wanted", line, r.wanted);
}

struct str json_kind(struct str text)
{
	struct reader r = { .text = text };

	skip_blanks(&r);
	switch (peek(&r)) {
	case '{':
		return STR("object");
	case '[':
		return STR("array");
	case '"':
		return STR("string");
	case 't':
	case 'f':
		return STR("boolean");
	case 'n':
		return STR("null");
	default:
		return STR("number");
	}
}

/* Over a value of a valid text, without a look into it. */
static void pass_value(struct reader *r)
{
	uint32_t depth = 0;

	do {
		skip_blanks(r);
		char c = peek(r);

		if (char_in(c, "{[")) {
			depth++;
			r->at++;
		} else if (char_in(c, "}]")) {
			depth--;
			r->at++;
		} else if (char_in(c, ",:")) {
			r->at++;
		} else if (!skip_scalar(r)) {
			return;
		}
	} while (depth);
}

/* From behind a bracket or a part to the next part; false if there is none. */
static bool find_part(struct reader *r)
{
	skip_blanks(r);
	if (r->at == r->text.n || !char_in(peek(r), "{[,"))
		return false;
	r->at++;
	skip_blanks(r);
	return r->at < r->text.n && !char_in(peek(r), "}]");
}

bool json_next(struct str text, struct json_part *part)
{
	struct reader r = { .text = text, .at = part->at };

	if (!find_part(&r))
		return false;
	uint32_t beg = r.at;

	if (json_kind(text).p[0] == 'o') {
		if (!skip_string(&r))
			return false;
		part->key = str_slice(text, beg, r.at);
		take(&r, ':', "");
		skip_blanks(&r);
		beg = r.at;
	}
	pass_value(&r);
	part->value = str_slice(text, beg, r.at);
	part->at = r.at;
	return true;
}

/* ---- what a string stands for ---- */

static uint32_t unit_at(struct str s, uint32_t at)
{
	uint32_t unit = 0;

	for (uint32_t i = at; i < at + 4; i++)
		unit = unit << 4 | (uint32_t)char_hex(s.p[i]);
	return unit;
}

/* `\uXXXX`, whose digits begin at *at, with the second half of a pair. */
static uint32_t read_unicode(struct str s, uint32_t *at)
{
	uint32_t high = unit_at(s, *at);

	*at += 4;
	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high > 0xdbff || s.n - *at < 6 || s.p[*at] != '\\' || s.p[*at + 1] != 'u')
		return REPLACEMENT;
	uint32_t low = unit_at(s, *at + 2);

	if (low < 0xdc00 || low > 0xdfff)
		return REPLACEMENT;
	*at += 6;
	return 0x10000 + ((high - 0xd800) << 10 | (low - 0xdc00));
}

/* The character behind a backslash. */
static uint32_t read_escape(struct str s, uint32_t *at)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
	char c = s.p[(*at)++];

	if (c == 'u')
		return read_unicode(s, at);
	for (int i = 0; letters[i]; i++)
		if (letters[i] == c)
			return (uint32_t)meant[i];
	return (uint32_t)c;
}

struct str json_unquote(struct arena *a, struct str text)
{
	struct buf out = { .arena = a };
	uint32_t end = text.n;

	while (text.p[end - 1] != '"')
		end--;
	struct str s = str_slice(text, chars_find(text, '"', 0) + 1, end - 1);

	for (uint32_t at = 0; at < s.n;) {
		uint32_t c;

		if (s.p[at] == '\\') {
			at++;
			c = read_escape(s, &at);
		} else {
			at += utf8_decode(s, at, &c);
		}
		utf8_add(&out, c == UTF8_BAD ? REPLACEMENT : c);
	}
	return buf_str(&out);
}
