#include "formats/duration.h"

#include "formats/chars.h"

enum { MILLISECOND = 1000000 }; /* in nanoseconds */

static const struct unit {
	struct str text;
	uint64_t milliseconds;
	bool only_whole; /* the canonical form has it only where nothing is left over */
} units[] = {
	{ STR("y"), UINT64_C(365) * 86400000, true },
	{ STR("w"), 7 * 86400000, true },
	{ STR("d"), 86400000, false },
	{ STR("h"), 3600000, false },
	{ STR("m"), 60000, false },
	{ STR("s"), 1000, false },
	{ STR("ms"), 1, false },
};
enum { UNITS = sizeof units / sizeof *units };

enum problem { OK, MALFORMED, NO_UNIT, UNKNOWN_UNIT, ORDER, TOO_LARGE };

static uint32_t unit_end(struct str s, uint32_t at)
{
	while (at < s.n && !char_is_digit(s.p[at]))
		at++;
	return at;
}

static int find_unit(struct str text)
{
	int i = 0;

	while (i < UNITS && !str_eq(units[i].text, text))
		i++;
	return i;
}

/* A number with its unit, no larger than units[*next]; *at moves behind it (on a unit's problem: to it). */
static enum problem read_part(struct str s, uint32_t *at, int *next, uint64_t *sum)
{
	const uint64_t limit = INT64_MAX;
	uint32_t beg = *at;
	uint64_t n = chars_number(s, at, UINT64_MAX / 10 - 1);

	if (*at == beg)
		return MALFORMED;
	uint32_t end = unit_end(s, *at);
	int unit = find_unit(str_slice(s, *at, end));

	if (unit == UNITS)
		return end == *at ? NO_UNIT : UNKNOWN_UNIT;
	if (unit < *next)
		return ORDER;
	uint64_t factor = units[unit].milliseconds * MILLISECOND;

	if (n > limit / factor || n * factor > limit - *sum)
		return TOO_LARGE;
	*sum += n * factor;
	*next = unit + 1;
	*at = end;
	return OK;
}

static enum problem parse(struct str s, uint32_t *at, int64_t *out)
{
	enum problem problem = s.n ? OK : MALFORMED;
	uint64_t sum = 0;
	int next = 0;

	*at = 0;
	while (*at < s.n && problem == OK && !str_eq(s, STR("0")))
		problem = read_part(s, at, &next, &sum);
	*out = (int64_t)sum;
	return problem;
}

bool prometheus_duration_parse(struct str text, int64_t *nanoseconds)
{
	uint32_t at;

	return parse(text, &at, nanoseconds) == OK;
}

struct str prometheus_duration_problem(struct str text, struct arena *a)
{
	int64_t nanoseconds;
	uint32_t at;
	struct str unit;

	switch (parse(text, &at, &nanoseconds)) {
	case OK:
		return STR("");
	case MALFORMED:
		return text.n ? STR("is not made of numbers with units, such as `1h30m`") : STR("is empty");
	case NO_UNIT:
		return STR("has a number without unit");
	case UNKNOWN_UNIT:
		unit = chars_excerpt(a, str_slice(text, at, unit_end(text, at)));
		return arena_printf(a, "has the unit `%.*s`, known are y w d h m s ms", STR_ARG(unit));
	case ORDER:
		return STR("has units that do not go from the largest to the smallest, each once");
	case TOO_LARGE:
		break;
	}
	return STR("is longer than 292y");
}

struct str prometheus_duration_text(struct arena *a, int64_t nanoseconds)
{
	uint64_t left = (uint64_t)nanoseconds / MILLISECOND;
	struct buf b = { .arena = a };

	for (int i = 0; i < UNITS; i++) {
		uint64_t n = left / units[i].milliseconds, rest = left % units[i].milliseconds;

		if (n == 0 || (units[i].only_whole && rest > 0))
			continue;
		buf_printf(&b, "%llu%.*s", (unsigned long long)n, STR_ARG(units[i].text));
		left = rest;
	}
	return b.n ? buf_str(&b) : STR("0s");
}
