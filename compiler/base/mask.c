#include "base/mask.h"

/* An address as it stands in a text: offsets behind `://`. */
struct address {
	uint32_t beg, path, end; /* path: the first of `/?#`, or end */
};

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static struct address address_at(struct str text, uint32_t beg)
{
	struct address a = { .beg = beg, .end = beg };

	while (a.end < text.n && (unsigned char)text.p[a.end] > ' ' && !is_one_of(text.p[a.end], "\"'`"))
		a.end++;
	for (a.path = beg; a.path < a.end && !is_one_of(text.p[a.path], "/?#"); a.path++)
		;
	return a;
}

/* Offset of the last `c` in a part of the text, or its end. */
static uint32_t last(struct str text, uint32_t beg, uint32_t end, char c)
{
	for (uint32_t i = end; i > beg; i--) {
		if (text.p[i - 1] == c)
			return i - 1;
	}
	return end;
}

/* Whether a part of the text can be ports of hosts: then an `@` behind it is one of the path. */
static bool is_port(struct str text, uint32_t beg, uint32_t end)
{
	while (beg < end && text.p[beg] >= '0' && text.p[beg] <= '9')
		beg++;
	return beg == end || text.p[beg] == ',';
}

/* What is filled in later is no secret. */
static bool is_stand_in(struct str s)
{
	static const char *const forms[][2] = { { "$(", ")" }, { "${", "}" }, { "{{", "}}" }, { "<", ">" } };

	for (uint32_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (str_starts_with(s, str_from(forms[i][0])) && str_ends_with(s, str_from(forms[i][1])))
			return true;
	}
	return false;
}

/* The password in an address; empty if there is none. A `/` in it that is not encoded looks like the end of
 * the authority. */
static struct str password_of(struct str text, struct address a)
{
	uint32_t beg = a.beg;

	while (beg < a.path && text.p[beg] != ':' && text.p[beg] != '[')
		beg++;
	if (beg == a.path || text.p[beg] == '[')
		return STR("");
	uint32_t end = last(text, ++beg, a.path, '@');

	if (end == a.path && !is_port(text, beg, a.path))
		end = last(text, a.path, a.end, '@');
	else if (end == a.path)
		end = a.end;
	return end < a.end ? str_slice(text, beg, end) : STR("");
}

/* ---- `password = "…"` ---- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '-';
}

/* Whether a value of this name is a secret: a name, a key and a path of one are none. */
static bool names_secret(struct str word)
{
	static const char *const ends[] = { "password", "passwords", "passwd", "passphrase", "pwd", "token" };

	for (uint32_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (str_ends_like(word, str_from(ends[i])))
			return true;
	}
	return false;
}

static uint32_t skip_back(struct str text, uint32_t end, const char *set)
{
	while (end && is_one_of(text.p[end - 1], set))
		end--;
	return end;
}

/* The word before `=` or `:` in front of a value, or of the list that it begins; with or without quotes. */
static struct str name_before(struct str text, uint32_t value)
{
	uint32_t end = skip_back(text, value, " \t[\n"), sign = end;

	if (!end || !is_one_of(text.p[end - 1], "=:"))
		return STR("");
	end = skip_back(text, sign - 1, " \t\"'");
	uint32_t beg = end;

	while (beg && is_word(text.p[beg - 1]))
		beg--;
	return str_slice(text, beg, end);
}

/* What stands behind a quote, or three of them, up to the same one or the end of the line. */
static struct str quoted(struct str text, uint32_t at)
{
	char quote = text.p[at];
	bool three = at + 2 < text.n && text.p[at + 1] == quote && text.p[at + 2] == quote;
	uint32_t beg = at + (three ? 3 : 1), end = beg;

	while (end < text.n && text.p[end] != quote && text.p[end] != '\n')
		end += text.p[end] == '\\' && end + 1 < text.n ? 2 : 1;
	return str_slice(text, beg, end < text.n ? end : text.n);
}

/* Whether what stands at a quote follows a `,`, as the next value of a list. */
static bool is_next(struct str text, uint32_t at)
{
	uint32_t end = skip_back(text, at, " \t\n");

	return end && text.p[end - 1] == ',';
}

/* ---- both ---- */

static void hide(struct arena *a, struct str text, struct str *masked, struct str secret)
{
	if (!secret.n || is_stand_in(secret))
		return;
	if (masked->p == text.p)
		*masked = arena_str(a, text);
	memset((char *)masked->p + (secret.p - text.p), '*', secret.n);
}

struct str mask_passwords(struct arena *a, struct str text)
{
	struct str masked = text;
	int64_t at = -1;

	while ((at = str_find(text, STR("://"), (uint32_t)(at + 1))) >= 0)
		hide(a, text, &masked, password_of(text, address_at(text, (uint32_t)at + 3)));
	bool listed = false, secret = false;

	for (uint32_t i = 0; i < text.n; i++) {
		if (!is_one_of(text.p[i], "\"'") || (i && is_word(text.p[i - 1]))) { /* it's no quote */
			listed = text.p[i] == '[' || (listed && text.p[i] != ']');
			continue;
		}
		struct str value = quoted(text, i);

		secret = names_secret(name_before(text, i)) || (listed && secret && is_next(text, i));
		if (secret)
			hide(a, text, &masked, value);
		i = (uint32_t)(value.p - text.p) + value.n;
	}
	return masked;
}
