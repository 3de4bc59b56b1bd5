#include "base/str.h"

#include <string.h>

enum { NEAREST_MAX = 64 }; /* longer words are not compared: nobody mistypes them by hand */

struct str str_from(const char *zero_terminated)
{
	return (struct str){ zero_terminated, (uint32_t)strlen(zero_terminated) };
}

struct str str_slice(struct str s, uint32_t beg, uint32_t end)
{
	if (end > s.n)
		end = s.n;
	if (beg > end)
		beg = end;
	return s.p ? (struct str){ s.p + beg, end - beg } : s; /* no arithmetic on a null pointer */
}

int str_cmp(struct str a, struct str b)
{
	uint32_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts_with(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends_with(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

int64_t str_find(struct str s, struct str needle, uint32_t from)
{
	if (needle.n == 0)
		return from <= s.n ? (int64_t)from : -1;
	if (s.n < needle.n || from > s.n - needle.n)
		return -1;
	const char *p = s.p + from, *end = s.p + s.n;

	for (; from + needle.n <= s.n && end - p >= (ptrdiff_t)needle.n; p++) {
		p = memchr(p, needle.p[0], (size_t)(end - p) - needle.n + 1);
		if (!p)
			return -1;
		if (memcmp(p, needle.p, needle.n) == 0)
			return p - s.p;
	}
	return -1;
}

/* FNV-1a: short words, no adversary (the table grows, chains are walked by number). */
uint32_t str_hash(struct str s)
{
	uint32_t h = 2166136261u;

	for (uint32_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c == '_' ? '-' : c;
}

static uint32_t before_dashes(struct str s, uint32_t n)
{
	while (n && lower(s.p[n - 1]) == '-')
		n--;
	return n;
}

/* Where in `s` what is like `end` begins, or -1. */
static int64_t like_from(struct str s, struct str end)
{
	uint32_t i = before_dashes(s, s.n), j = before_dashes(end, end.n);

	while (i && j && lower(s.p[i - 1]) == lower(end.p[j - 1])) {
		i = before_dashes(s, i - 1);
		j = before_dashes(end, j - 1);
	}
	return j ? -1 : (int64_t)i;
}

bool str_ends_like(struct str s, struct str end)
{
	return like_from(s, end) >= 0;
}

bool str_like(struct str a, struct str b)
{
	return like_from(a, b) == 0;
}

static int min3(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

/* Restricted Damerau-Levenshtein: swaps of neighbours count one. */
static int distance(struct str a, struct str b)
{
	int rows[3][NEAREST_MAX + 1];
	int *before = rows[0], *above = rows[1], *row = rows[2];

	for (uint32_t j = 0; j <= b.n; j++)
		above[j] = (int)j;
	for (uint32_t i = 1; i <= a.n; i++) {
		row[0] = (int)i;
		for (uint32_t j = 1; j <= b.n; j++) {
			int cost = lower(a.p[i - 1]) != lower(b.p[j - 1]);

			row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost);
			if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
			    lower(a.p[i - 2]) == lower(b.p[j - 1]) && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		int *spare = before;

		before = above;
		above = row;
		row = spare;
	}
	return above[b.n];
}

int str_nearest(struct str s, const struct str *candidates, int count)
{
	int best = -1, best_distance = 0;

	if (s.n == 0 || s.n > NEAREST_MAX)
		return -1;
	for (int i = 0; i < count; i++) {
		struct str c = candidates[i];
		int longer = (int)(c.n > s.n ? c.n : s.n);

		int shorter = (int)(c.n > s.n ? s.n : c.n);

		if (c.n == 0 || c.n > NEAREST_MAX || (longer - shorter) * 3 > longer + 1)
			continue;
		int d = distance(s, c);

		bool same_start = lower(s.p[0]) == lower(c.p[0]);

		/* Of short words few letters are left where two are wrong: `yes` is no slip of `types`. */
		if (d * 3 <= (d > 1 && !same_start ? shorter - 1 : longer + 1) && d < longer &&
		    (best < 0 || d < best_distance)) {
			best = i;
			best_distance = d;
		}
	}
	return best;
}
