#include "formats/duration_fault.h"

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
static enum duration_fault read_part(struct str s, uint32_t *at, int *next, uint64_t *sum)
{
	const uint64_t limit = INT64_MAX;
	uint32_t beg = *at;
	uint64_t n = chars_number(s, at, UINT64_MAX / 10 - 1);

	if (*at == beg)
		return DURATION_MALFORMED;
	uint32_t end = unit_end(s, *at);
	int unit = find_unit(str_slice(s, *at, end));

	if (unit == UNITS)
		return end == *at ? DURATION_NO_UNIT : DURATION_UNKNOWN_UNIT;
	if (unit < *next)
		return DURATION_ORDER;
	uint64_t factor = units[unit].milliseconds * MILLISECOND;

	if (n > limit / factor || n * factor > limit - *sum)
		return DURATION_TOO_LARGE;
	*sum += n * factor;
	*next = unit + 1;
	*at = end;
	return DURATION_OK;
}

static enum duration_fault parse(struct str s, uint32_t *at, int64_t *out)
{
	enum duration_fault fault = s.n ? DURATION_OK : DURATION_MALFORMED;
	uint64_t sum = 0;
	int next = 0;

	*at = 0;
	while (*at < s.n && fault == DURATION_OK && !str_eq(s, STR("0")))
		fault = read_part(s, at, &next, &sum);
	*out = (int64_t)sum;
	return fault;
}

bool prometheus_duration_parse(struct str text, int64_t *nanoseconds)
{
	uint32_t at;

	return parse(text, &at, nanoseconds) == DURATION_OK;
}

struct str prometheus_duration_problem(struct str text, struct arena *a)
{
	static const struct duration_notation notation = { "y w d h m s ms", "292y" };
	int64_t nanoseconds;
	uint32_t at;
	enum duration_fault fault = parse(text, &at, &nanoseconds);

	return duration_fault_text(fault, &notation, text, str_slice(text, at, unit_end(text, at)), a);
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
