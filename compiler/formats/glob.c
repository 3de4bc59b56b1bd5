#include "formats/glob.h"

#include "base/utf8.h"
#include "formats/chars.h"

/*
 * A pattern is runs of characters with stars between them. Each run is put at the first place where it fits:
 * nothing is won by a later one, since the stars behind it reach as far from either.
 */

/* Over one character of the text; a byte that is none counts as U+FFFD, as in Go. */
static uint32_t next_char(struct str s, uint32_t *at)
{
	uint32_t c;

	*at += utf8_decode(s, *at, &c);
	return c == UTF8_BAD ? 0xfffd : c;
}

/* One end of a range; false if there is none. */
static bool read_bound(struct str p, uint32_t *at, uint32_t *c)
{
	if (*at == p.n || char_in(p.p[*at], "-]"))
		return false;
	*at += p.p[*at] == '\\';
	if (*at == p.n || chars_utf8_length(p, *at) == 0)
		return false;
	*c = next_char(p, at);
	return *at < p.n;
}

/* Over `a` or `a-z`; false if there is neither. */
static bool read_range(struct str p, uint32_t *at, uint32_t *low, uint32_t *high)
{
	if (!read_bound(p, at, low))
		return false;
	*high = *low;
	if (p.p[*at] != '-')
		return true;
	++*at;
	return read_bound(p, at, high);
}

/* Over a class, whose `[` is at *at, and whether it has the character; false if it is malformed. */
static bool read_class(struct str p, uint32_t *at, uint32_t c, bool *found)
{
	bool negated = ++*at < p.n && p.p[*at] == '^';
	uint32_t low, high;

	*at += negated;
	*found = negated;
	do {
		if (!read_range(p, at, &low, &high))
			return false;
		if (low <= c && c <= high)
			*found = !negated;
	} while (p.p[*at] != ']');
	++*at;
	return true;
}

/* Where the run that begins at `at` ends: at a star, or at the end. */
static uint32_t run_end(struct str p, uint32_t at)
{
	bool in_class = false;

	for (; at < p.n && (p.p[at] != '*' || in_class); at++) {
		if (p.p[at] == '\\')
			at += at + 1 < p.n;
		else
			in_class = p.p[at] == '[' || (in_class && p.p[at] != ']');
	}
	return at;
}

/* Over one element of a run, and the character of the text that it matches; false if it matches none. */
static bool match_one(struct str run, uint32_t *at, struct str text, uint32_t *to)
{
	bool found;

	if (*to == text.n)
		return false;
	if (run.p[*at] == '[')
		return read_class(run, at, next_char(text, to), &found) && found;
	if (run.p[*at] == '?') {
		++*at;
		return next_char(text, to) != '/';
	}
	*at += run.p[*at] == '\\';
	return run.p[(*at)++] == text.p[(*to)++];
}

/* Whether the text has the run at *to; moves behind it. */
static bool match_run(struct str run, struct str text, uint32_t *to)
{
	for (uint32_t at = 0; at < run.n;)
		if (!match_one(run, &at, text, to))
			return false;
	return true;
}

/* The same anywhere before the next `/`; the last run ends where the text does. */
static bool find_run(struct str run, bool last, bool star, struct str text, uint32_t *to)
{
	for (uint32_t from = *to;; from++) {
		uint32_t end = from;

		if (match_run(run, text, &end) && (!last || end == text.n)) {
			*to = end;
			return true;
		}
		if (!star || from == text.n || text.p[from] == '/')
			return false;
	}
}

bool glob_matches(struct str p, struct str text)
{
	uint32_t at = 0, to = 0;

	if (glob_problem(p, NULL).n)
		return false;
	while (at < p.n) {
		bool star = p.p[at] == '*';

		while (at < p.n && p.p[at] == '*')
			at++;
		uint32_t end = run_end(p, at);

		if (star && end == at)
			return chars_find(text, '/', to) == text.n;
		if (!find_run(str_slice(p, at, end), end == p.n, star, text, &to))
			return false;
		at = end;
	}
	return to == text.n;
}

struct str glob_problem(struct str p, struct arena *a)
{
	bool found;

	(void)a;
	for (uint32_t at = 0; at < p.n;) {
		if (p.p[at] == '[') {
			if (!read_class(p, &at, 0, &found))
				return STR("has a `[` that begins no class such as `[a-z]`");
		} else if (p.p[at] == '\\' && at + 1 == p.n) {
			return STR("ends with a `\\`");
		} else {
			at += p.p[at] == '\\' ? 2 : 1;
		}
	}
	return STR("");
}
