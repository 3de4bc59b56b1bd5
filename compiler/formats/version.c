#include "formats/version.h"

#include "formats/chars.h"

enum { NUMBER_MAX = 999999999 };

static bool is_suffix_char(char c)
{
	return char_is_alnum(c) || c == '.' || c == '-';
}

/* Reads as far as the text is a version; *at is where it stopped being one. */
static const char *read(struct str s, struct version *v, uint32_t *at)
{
	do {
		uint32_t beg = *at;

		if (v->count == VERSION_NUMBERS)
			return "has more than 3 numbers";
		uint64_t n = chars_number(s, at, NUMBER_MAX + 1);

		if (*at == beg)
			return v->count ? "has no number behind a `.`" : "does not begin with a number";
		if (n > NUMBER_MAX)
			return "has a number of more than 9 digits";
		if (s.p[beg] == '0' && *at > beg + 1)
			return "has a number with a leading 0";
		v->numbers[v->count++] = (uint32_t)n;
	} while (*at < s.n && s.p[*at] == '.' && ++*at);
	if (*at == s.n)
		return NULL;
	if (s.p[*at] != '-')
		return "";
	v->suffix = str_slice(s, ++*at, s.n);
	while (*at < s.n && is_suffix_char(s.p[*at]))
		++*at;
	if (v->suffix.n == 0)
		return "has nothing behind its `-`";
	return *at == s.n ? NULL : "";
}

bool version_parse(struct str text, struct version *out)
{
	uint32_t at = 0;

	*out = (struct version){ 0 };
	return !read(text, out, &at);
}

struct str version_problem(struct str text, struct arena *a)
{
	struct version v = { 0 };
	uint32_t at = 0;
	const char *problem = read(text, &v, &at);

	if (!problem)
		return STR("");
	if (text.n == 0)
		return STR("is empty");
	if (text.n > 1 && char_lower(text.p[0]) == 'v' && char_is_digit(text.p[1]))
		return arena_printf(a, "begins with `%c`, write only the numbers", text.p[0]);
	if (*problem)
		return str_from(problem);
	return chars_problem(a, text, at, "behind its numbers");
}

static struct str next_part(struct str *rest)
{
	uint32_t end = chars_find(*rest, '.', 0);
	struct str part = str_slice(*rest, 0, end);

	*rest = str_slice(*rest, end + 1, rest->n);
	return part;
}

static bool is_number(struct str s)
{
	uint32_t at = 0;

	chars_number(s, &at, NUMBER_MAX);
	return s.n && at == s.n;
}

static struct str without_zeros(struct str s)
{
	while (s.n > 1 && s.p[0] == '0')
		s = str_slice(s, 1, s.n);
	return s;
}

static int compare_parts(struct str a, struct str b)
{
	if (is_number(a) != is_number(b))
		return is_number(a) ? -1 : 1;
	if (!is_number(a))
		return str_cmp(a, b);
	a = without_zeros(a);
	b = without_zeros(b);
	return a.n != b.n ? (a.n > b.n) - (a.n < b.n) : str_cmp(a, b);
}

static int compare_suffixes(struct str a, struct str b)
{
	if (a.n == 0 || b.n == 0)
		return (a.n == 0) - (b.n == 0);
	while (a.n && b.n) {
		int order = compare_parts(next_part(&a), next_part(&b));

		if (order)
			return order;
	}
	return (a.n > 0) - (b.n > 0);
}

int version_compare(const struct version *a, const struct version *b)
{
	for (int i = 0; i < VERSION_NUMBERS; i++)
		if (a->numbers[i] != b->numbers[i])
			return a->numbers[i] > b->numbers[i] ? 1 : -1;
	return compare_suffixes(a->suffix, b->suffix);
}
