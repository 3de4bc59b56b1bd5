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

struct str mask_passwords(struct arena *a, struct str text)
{
	struct str masked = text;
	int64_t at = -1;

	while ((at = str_find(text, STR("://"), (uint32_t)(at + 1))) >= 0) {
		struct str password = password_of(text, address_at(text, (uint32_t)at + 3));

		if (!password.n || is_stand_in(password))
			continue;
		if (masked.p == text.p)
			masked = arena_str(a, text);
		memset((char *)masked.p + (password.p - text.p), '*', password.n);
	}
	return masked;
}
