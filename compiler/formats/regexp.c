#include "formats/regexp.h"

#include "base/utf8.h"
#include "formats/chars.h"

enum { REPEATS_MAX = 1000, NUMBER_MAX = 100000000 };

struct scan {
	struct str text;
	uint32_t at;
	uint32_t depth;	   /* groups that are open */
	bool operand;	   /* something stands before that can be repeated */
	bool repeated;	   /* it ends with a repetition already */
	const char *wrong; /* NULL so far */
};

static bool has(const struct scan *s, const char *word)
{
	return str_starts_with(str_slice(s->text, s->at, s->text.n), str_from(word));
}

static bool is_next(const struct scan *s, char c)
{
	return s->at < s->text.n && s->text.p[s->at] == c;
}

static bool take(struct scan *s, const char *word)
{
	bool found = has(s, word);

	s->at += found ? (uint32_t)str_from(word).n : 0;
	return found;
}

static bool fail(struct scan *s, const char *wrong)
{
	s->wrong = s->wrong ? s->wrong : wrong;
	s->at = s->text.n;
	return false;
}

/* The character here, and over it. */
static uint32_t next_char(struct scan *s)
{
	uint32_t c;

	s->at += utf8_decode(s->text, s->at, &c);
	if (c == UTF8_BAD)
		fail(s, "is not UTF-8");
	return c;
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : 99;
}

/* ---- escapes ---- */

static bool hexadecimal(struct scan *s, uint32_t *c)
{
	bool braces = take(s, "{");
	uint32_t first = s->at, most = braces ? 8 : 2;

	*c = 0;
	for (; s->at < s->text.n && s->at < first + most && digit_of(s->text.p[s->at]) < 16; s->at++)
		*c = *c * 16 + (uint32_t)digit_of(s->text.p[s->at]);
	bool whole = braces ? s->at > first && take(s, "}") : s->at == first + 2;

	return (whole && *c <= 0x10ffff) || fail(s, "has no character behind `\\x`");
}

static bool octal(struct scan *s, char c, uint32_t *value)
{
	if (c != '0' && (s->at == s->text.n || digit_of(s->text.p[s->at]) > 7))
		return fail(s, "looks back at a group, which RE2 cannot");
	*value = (uint32_t)digit_of(c);
	for (int i = 1; i < 3 && s->at < s->text.n && digit_of(s->text.p[s->at]) < 8; i++)
		*value = *value * 8 + (uint32_t)digit_of(s->text.p[s->at++]);
	return true;
}

/* One character behind a backslash, in a class or outside. */
static bool escaped(struct scan *s, uint32_t *c)
{
	if (++s->at >= s->text.n)
		return fail(s, "ends with a backslash");
	char letter = s->text.p[s->at];

	if ((unsigned char)letter < 0x80)
		s->at++;
	*c = (unsigned char)letter;
	if (letter >= '0' && letter <= '7')
		return octal(s, letter, c);
	if (letter == 'x')
		return hexadecimal(s, c);
	if (char_in(letter, "afnrtv"))
		*c = (unsigned char)"\a\f\n\r\t\v"[str_find(STR("afnrtv"), (struct str){ &letter, 1 }, 0)];
	return char_in(letter, "afnrtv") || ((unsigned char)letter < 0x80 && !char_is_alnum(letter)) ||
	       fail(s, "has an escape that RE2 does not know");
}

/* Over `\pL` or `\p{Greek}`; false if there is none. */
static bool unicode_class(struct scan *s)
{
	if (!has(s, "\\p") && !has(s, "\\P"))
		return false;
	s->at += 2;
	if (!take(s, "{")) {
		if (s->at == s->text.n || !char_in(s->text.p[s->at], "CLMNPSZclmnpsz"))
			fail(s, "has no class of characters behind `\\p`");
		s->at += s->at < s->text.n;
		return true;
	}
	take(s, "^");
	uint32_t first = s->at;

	while (s->at < s->text.n && (char_is_letter(s->text.p[s->at]) || s->text.p[s->at] == '_'))
		s->at++;
	if (s->at == first || !take(s, "}"))
		fail(s, "has no class of characters behind `\\p`");
	return true;
}

/* Over `\d` and the like. */
static bool short_class(struct scan *s)
{
	bool found = has(s, "\\") && s->at + 1 < s->text.n && char_in(s->text.p[s->at + 1], "dDsSwW");

	s->at += found ? 2 : 0;
	return found;
}

static bool quoted(struct scan *s)
{
	if (!take(s, "\\Q"))
		return false;
	for (; s->at < s->text.n && !has(s, "\\E"); s->operand = true)
		next_char(s);
	take(s, "\\E");
	return true;
}

static bool escape(struct scan *s)
{
	uint32_t c;

	if (quoted(s))
		return true;
	s->operand = true;
	return take(s, "\\A") || take(s, "\\b") || take(s, "\\B") || take(s, "\\z") || unicode_class(s) ||
	       short_class(s) || escaped(s, &c);
}

/* ---- classes ---- */

static bool class_char(struct scan *s, uint32_t *c)
{
	if (s->at >= s->text.n)
		return fail(s, "has a `[` without its `]`");
	if (is_next(s, '\\'))
		return escaped(s, c);
	*c = next_char(s);
	return !s->wrong;
}

/* Over `[:alpha:]`; false if there is none. */
static bool named_class(struct scan *s)
{
	static const char *const names[] = { "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
					     "lower", "print", "punct", "space", "upper", "word",  "xdigit" };
	int64_t end = has(s, "[:") ? str_find(s->text, STR(":]"), s->at + 2) : -1;

	if (end < 0)
		return false;
	struct str name = str_slice(s->text, s->at + 2, (uint32_t)end);

	if (name.n && *name.p == '^')
		name = str_slice(name, 1, name.n);
	s->at = (uint32_t)end + 2;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (str_eq(name, str_from(names[i])))
			return true;
	}
	fail(s, "has a class `[:…:]` of no known name");
	return true;
}

static bool class_range(struct scan *s)
{
	uint32_t low, high;

	if (!class_char(s, &low))
		return false;
	if (!is_next(s, '-') || s->at + 1 >= s->text.n || s->text.p[s->at + 1] == ']')
		return true;
	s->at++;
	return class_char(s, &high) &&
	       (low <= high || fail(s, "has a range of characters that ends before it begins"));
}

static bool class(struct scan *s)
{
	s->at++;
	take(s, "^");
	for (bool first = true; first || !is_next(s, ']'); first = false) {
		if (!named_class(s) && !unicode_class(s) && !short_class(s) && !class_range(s))
			return false;
		if (s->wrong)
			return false;
	}
	s->at++;
	return s->operand = true;
}

/* ---- groups ---- */

static bool open_group(struct scan *s)
{
	s->depth++;
	s->operand = false;
	return true;
}

/* `(?P<name>` and `(?<name>`. */
static bool open_named(struct scan *s)
{
	uint32_t first = s->at;

	while (s->at < s->text.n && (char_is_alnum(s->text.p[s->at]) || s->text.p[s->at] == '_'))
		s->at++;
	return (s->at > first && take(s, ">") && open_group(s)) ||
	       fail(s, "has a group without a valid name");
}

/* `(?i)`, `(?i-s:` and `(?:`. */
static bool open_flagged(struct scan *s)
{
	bool minus = false, any = false;

	for (; s->at < s->text.n; s->at++) {
		char c = s->text.p[s->at];

		if (c == '-' && !minus) {
			minus = true;
			any = false;
		} else if (char_in(c, "imsU")) {
			any = true;
		} else if (char_in(c, ":)") && (!minus || any)) {
			s->at++;
			return c == ')' || open_group(s);
		} else {
			break;
		}
	}
	return fail(s, "looks ahead or behind, or has another `(?…` that RE2 does not know");
}

static bool group(struct scan *s)
{
	if (has(s, "(?<=") || has(s, "(?<!"))
		return fail(s, "looks behind with `(?<`, which RE2 cannot");
	if (take(s, "(?P<") || take(s, "(?<"))
		return open_named(s);
	if (take(s, "(?"))
		return open_flagged(s);
	s->at++;
	return open_group(s);
}

static bool close_group(struct scan *s)
{
	if (s->depth == 0)
		return fail(s, "has a `)` without its `(`");
	s->depth--;
	s->at++;
	return s->operand = true;
}

/* ---- repetitions ---- */

/* Over a number without zeros before it; false if there is none. One that is too large is -1. */
static bool number(struct scan *s, int *value)
{
	uint32_t first = s->at;

	*value = 0;
	for (; s->at < s->text.n && char_is_digit(s->text.p[s->at]); s->at++)
		*value = *value < 0 || *value >= NUMBER_MAX ? -1 : *value * 10 + digit_of(s->text.p[s->at]);
	return s->at > first && (s->at == first + 1 || s->text.p[first] != '0');
}

/* Over `{3}`, `{3,}` or `{3,5}`; false if the `{` stands for itself. */
static bool counts(struct scan *s, int *least, int *most)
{
	struct scan ahead = *s;

	ahead.at++;
	if (!number(&ahead, least))
		return false;
	*most = *least;
	if (take(&ahead, ",")) {
		*most = -1;
		if (!is_next(&ahead, '}') && !number(&ahead, most))
			return false;
		if (*most < 0 && !is_next(&ahead, '}'))
			return false;
	}
	bool huge = *least < 0 || (*most < 0 && ahead.text.p[ahead.at - 1] != ',');

	if (!take(&ahead, "}"))
		return false;
	*least = huge ? -1 : *least;
	s->at = ahead.at;
	return true;
}

static bool repeat(struct scan *s, bool repeated)
{
	take(s, "?");
	if (repeated)
		return fail(s, "repeats a repetition");
	if (!s->operand)
		return fail(s, "repeats nothing");
	return s->repeated = true;
}

static bool braces(struct scan *s, bool repeated)
{
	int least, most;

	if (!counts(s, &least, &most)) {
		s->at++;
		return s->operand = true;
	}
	if (least < 0 || least > REPEATS_MAX || most > REPEATS_MAX || (most >= 0 && least > most))
		return fail(s, "repeats more than 1000 times, or more at least than at most");
	return repeat(s, repeated);
}

/* ---- all of it ---- */

static bool part(struct scan *s)
{
	bool repeated = s->repeated;

	s->repeated = false;
	switch (s->text.p[s->at]) {
	case '(':
		return group(s);
	case ')':
		return close_group(s);
	case '[':
		return class(s);
	case '\\':
		return escape(s);
	case '{':
		return braces(s, repeated);
	case '|':
		s->operand = false;
		s->at++;
		return true;
	case '*':
	case '+':
	case '?':
		s->at++;
		return repeat(s, repeated);
	default:
		next_char(s);
		return s->operand = true;
	}
}

struct str regexp_problem(struct str text, struct arena *a)
{
	struct scan s = { .text = text };

	(void)a;
	while (s.at < text.n && part(&s))
		;
	if (!s.wrong && s.depth > 0)
		s.wrong = "has a `(` without its `)`";
	return s.wrong ? str_from(s.wrong) : STR("");
}
