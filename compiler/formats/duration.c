#include "formats/duration_fault.h"

#include "formats/chars.h"

static const uint64_t limit = UINT64_C(1) << 63; /* the magnitude of the least value */

static const struct unit {
	struct str text;
	uint64_t nanoseconds;
} units[] = {
	{ STR("h"), UINT64_C(3600000000000) },
	{ STR("m"), UINT64_C(60000000000) },
	{ STR("s"), UINT64_C(1000000000) },
	{ STR("ms"), 1000000 },
	{ STR("us"), 1000 },
	{ STR("\xc2\xb5s"), 1000 }, /* micro sign */
	{ STR("\xce\xbcs"), 1000 }, /* Greek mu */
	{ STR("ns"), 1 },
};
enum { UNITS = sizeof units / sizeof *units };

static const struct unit *find_unit(struct str text)
{
	for (int i = 0; i < UNITS; i++)
		if (str_eq(units[i].text, text))
			return &units[i];
	return NULL;
}

static uint32_t unit_end(struct str s, uint32_t at)
{
	while (at < s.n && s.p[at] != '.' && !char_is_digit(s.p[at]))
		at++;
	return at;
}

/* .digits of a unit in nanoseconds, with upstream's precision: it computes them in a double. */
static uint64_t read_fraction(struct str s, uint32_t *at, double *scale)
{
	uint64_t n = 0;

	*scale = 1;
	for (; *at < s.n && char_is_digit(s.p[*at]); ++*at) {
		if (n > (limit - 1) / 10)
			continue;
		n = n * 10 + (uint64_t)(s.p[*at] - '0');
		*scale *= 10;
	}
	return n;
}

/* One number with its unit, added to *sum; *at moves behind it (on a unit's problem: to it). */
static enum duration_fault read_part(struct str s, uint32_t *at, uint64_t *sum)
{
	uint32_t beg = *at, digits;
	uint64_t n = chars_number(s, at, limit + 1), fraction = 0;
	double scale = 1;

	digits = *at - beg;
	if (*at < s.n && s.p[*at] == '.') {
		uint32_t point = ++*at;

		fraction = read_fraction(s, at, &scale);
		digits += *at - point;
	}
	if (digits == 0)
		return DURATION_MALFORMED;
	uint32_t end = unit_end(s, *at);
	const struct unit *unit = find_unit(str_slice(s, *at, end));

	if (!unit)
		return end == *at ? DURATION_NO_UNIT : DURATION_UNKNOWN_UNIT;
	*at = end;
	if (n > limit / unit->nanoseconds)
		return DURATION_TOO_LARGE;
	n = n * unit->nanoseconds + (uint64_t)((double)fraction * ((double)unit->nanoseconds / scale));
	if (n > limit || *sum + n > limit)
		return DURATION_TOO_LARGE;
	*sum += n;
	return DURATION_OK;
}

static enum duration_fault parse(struct str s, uint32_t *at, int64_t *out)
{
	bool negative = s.n && s.p[0] == '-';
	uint64_t sum = 0;

	*at = s.n && (s.p[0] == '-' || s.p[0] == '+');
	if (s.n == *at)
		return DURATION_MALFORMED;
	if (str_eq(str_slice(s, *at, s.n), STR("0"))) {
		*out = 0;
		return DURATION_OK;
	}
	while (*at < s.n) {
		enum duration_fault fault = read_part(s, at, &sum);

		if (fault != DURATION_OK)
			return fault;
	}
	if (sum > limit - 1 && !negative)
		return DURATION_TOO_LARGE;
	*out = negative ? (int64_t)(0 - sum) : (int64_t)sum;
	return DURATION_OK;
}

bool duration_parse(struct str text, int64_t *nanoseconds)
{
	uint32_t at;

	return parse(text, &at, nanoseconds) == DURATION_OK;
}

struct str duration_problem(struct str text, struct arena *a)
{
	static const struct duration_notation notation = { "h m s ms us ns", "2562047h (292 years)" };
	int64_t nanoseconds;
	uint32_t at;
	enum duration_fault fault = parse(text, &at, &nanoseconds);

	return duration_fault_text(fault, &notation, text, str_slice(text, at, unit_end(text, at)), a);
}

static struct str decimal(struct arena *a, uint64_t n, uint64_t unit)
{
	struct buf b = { .arena = a };

	buf_printf(&b, "%llu", (unsigned long long)(n / unit));
	if (n % unit)
		buf_char(&b, '.');
	for (uint64_t rest = n % unit; rest; rest = rest * 10 % unit)
		buf_char(&b, (char)('0' + rest * 10 / unit));
	return buf_str(&b);
}

/* Below a second the largest unit that leaves a whole number before the point. */
static struct str small_text(struct arena *a, const char *sign, uint64_t n)
{
	uint64_t factor = n >= 1000000 ? 1000000 : n >= 1000 ? 1000 : 1;
	const char *unit = factor == 1000000 ? "ms" : factor == 1000 ? "\xc2\xb5s" : "ns";
	struct str number = decimal(a, n, factor);

	return arena_printf(a, "%s%.*s%s", sign, STR_ARG(number), unit);
}

struct str duration_text(struct arena *a, int64_t nanoseconds)
{
	uint64_t n = nanoseconds < 0 ? 0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;
	const char *sign = nanoseconds < 0 ? "-" : "";
	const uint64_t second = 1000000000;

	if (n == 0)
		return STR("0s");
	if (n < second)
		return small_text(a, sign, n);
	struct str seconds = decimal(a, n % (60 * second), second);
	unsigned long long minutes = n / (60 * second);

	if (minutes == 0)
		return arena_printf(a, "%s%.*ss", sign, STR_ARG(seconds));
	if (minutes < 60)
		return arena_printf(a, "%s%llum%.*ss", sign, minutes, STR_ARG(seconds));
	return arena_printf(a, "%s%lluh%llum%.*ss", sign, minutes / 60, minutes % 60, STR_ARG(seconds));
}
