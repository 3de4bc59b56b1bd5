#include "formats/cron.h"

#include "formats/calendar.h"
#include "formats/chars.h"
#include "formats/duration.h"

enum { NUMBER_MAX = 1000000 }; /* above every bound */

static const struct field {
	const char *what;    /* in words */
	const char *refusal; /* of what is none of its numbers */
	int min, max;
	const char *names; /* three letters each, from `min` on; or NULL */
} fields[CRON_FIELDS] = {
	[CRON_MINUTE] = { "minutes", "is not a minute: they go from 0 to 59", 0, 59, NULL },
	[CRON_HOUR] = { "hours", "is not an hour: they go from 0 to 23", 0, 23, NULL },
	[CRON_DAY] = { "days of a month", "is not a day of a month: they go from 1 to 31", 1, 31, NULL },
	[CRON_MONTH] = { "months", "is not a month: they go from 1 to 12, or jan to dec", 1, 12,
			 "janfebmaraprmayjunjulaugsepoctnovdec" },
	[CRON_WEEKDAY] = { "weekdays", "is not a weekday: they go from 0 to 6, or sun to sat", 0, 6,
			   "sunmontuewedthufrisat" },
};

static const char *const month_names[] = { "January",	"February", "March",	"April",
					   "May",	"June",	    "July",	"August",
					   "September", "October",  "November", "December" };

static const struct {
	struct str text, fields;
} descriptors[] = {
	{ STR("@yearly"), STR("0 0 1 1 *") },  { STR("@annually"), STR("0 0 1 1 *") },
	{ STR("@monthly"), STR("0 0 1 * *") }, { STR("@weekly"), STR("0 0 * * 0") },
	{ STR("@daily"), STR("0 0 * * *") },   { STR("@midnight"), STR("0 0 * * *") },
	{ STR("@hourly"), STR("0 * * * *") },
};

const char *cron_month_name(int month)
{
	return month_names[month - 1];
}

/* ---- reading ------------------------------------------------------------------------- */

/* Where a problem goes; reading stops at the first. Without arena nobody wants the words. */
struct report {
	struct arena *arena;
	bool failed;
	struct str phrase;
};

__attribute__((format(printf, 2, 3))) static int fail(struct report *r, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	r->failed = true;
	if (r->arena)
		r->phrase = arena_vprintf(r->arena, fmt, args);
	va_end(args);
	return -1;
}

/* The phrase begins with the part of the schedule that it is about. */
static int fail_at(struct report *r, struct str part, const char *phrase)
{
	if (!r->arena)
		return fail(r, "%s", phrase);
	part = chars_excerpt(r->arena, part);
	return fail(r, "`%.*s` %s", STR_ARG(part), phrase);
}

static bool is_blank(char c)
{
	return char_in(c, " \t\n\v\f\r");
}

/* The part between *at and the next of `separators`; *at moves behind it. */
static struct str next_part(struct str s, uint32_t *at, const char *separators)
{
	uint32_t beg = *at, end = beg;

	while (end < s.n && !char_in(s.p[end], separators))
		end++;
	*at = end + 1;
	return str_slice(s, beg, end);
}

static int find_name(struct str text, const struct field *f)
{
	for (int i = 0; f->names && text.n == 3 && i <= f->max - f->min; i++) {
		const char *name = f->names + 3 * i;

		if (char_lower(text.p[0]) == name[0] && char_lower(text.p[1]) == name[1] &&
		    char_lower(text.p[2]) == name[2])
			return f->min + i;
	}
	return -1;
}

/* A plain number, with the `+` that upstream lets pass; -1 if it is none. */
static int read_digits(struct str text)
{
	uint32_t at = text.n > 1 && text.p[0] == '+';
	uint32_t beg = at;
	uint64_t n = chars_number(text, &at, NUMBER_MAX);

	return at == text.n && at > beg ? (int)n : -1;
}

static int read_number(struct str text, const struct field *f, struct report *r)
{
	int n = find_name(text, f);

	if (n < 0)
		n = read_digits(text);
	if (n < 0)
		return fail_at(r, text, f->refusal);
	if (n == 7 && f->max == 6)
		return fail(r, "7 is not a weekday: Sunday is 0");
	if (n < f->min || n > f->max)
		return fail_at(r, text, f->refusal);
	return n;
}

struct range {
	int first, last, step;
	bool single, star;
};

/* `*`, `?`, `n` or `n-m`. Upstream ignores what follows a star and a hyphen. */
static void read_bounds(struct str text, const struct field *f, struct range *range, struct report *r)
{
	uint32_t at = 0;
	struct str low = next_part(text, &at, "-");

	range->single = at > text.n;
	range->star = str_eq(low, STR("*")) || str_eq(low, STR("?"));
	range->first = f->min;
	range->last = f->max;
	if (range->star)
		return;
	range->first = range->last = read_number(low, f, r);
	if (range->single || r->failed)
		return;
	struct str high = next_part(text, &at, "-");

	if (at <= text.n)
		fail_at(r, text, "has more than one `-`");
	else
		range->last = read_number(high, f, r);
}

static void read_step(struct str text, const struct field *f, struct range *range, struct report *r)
{
	range->step = read_digits(text);
	if (range->single)
		range->last = f->max;
	if (range->step > 1)
		range->star = false;
	if (range->step == 0)
		fail(r, "a step of 0 never gets anywhere");
	else if (range->step < 0 || range->step >= NUMBER_MAX)
		fail_at(r, text, "is not a step: write a number behind the `/`");
}

static void read_range(struct str text, enum cron_field field, struct cron *c, struct report *r)
{
	const struct field *f = &fields[field];
	struct range range = { .step = 1 };
	uint32_t at = 0;

	read_bounds(next_part(text, &at, "/"), f, &range, r);
	if (at <= text.n && !r->failed)
		read_step(next_part(text, &at, "/"), f, &range, r);
	if (r->failed)
		return;
	if (at <= text.n)
		fail_at(r, text, "has more than one `/`");
	else if (range.first > range.last)
		fail_at(r, text, "runs backwards");
	for (int n = range.first; n <= range.last; n += range.step)
		c->bits[field] |= UINT64_C(1) << n;
	c->star[field] |= range.star;
}

static void read_field(struct str text, enum cron_field field, struct cron *c, struct report *r)
{
	for (uint32_t at = 0; at < text.n && !r->failed;) {
		struct str part = next_part(text, &at, ",");

		if (part.n)
			read_range(part, field, c, r);
	}
}

/* Splits at blanks; at most `max` parts are stored, all are counted. */
static int split_fields(struct str s, struct str *parts, int max)
{
	int n = 0;

	for (uint32_t at = 0; at < s.n;) {
		struct str part = next_part(s, &at, " \t\n\v\f\r");

		if (part.n == 0)
			continue;
		if (n < max)
			parts[n] = part;
		n++;
	}
	return n;
}

static void read_fields(struct str text, struct cron *c, struct report *r)
{
	struct str parts[CRON_FIELDS];
	int n = split_fields(text, parts, CRON_FIELDS);

	if (n != CRON_FIELDS) {
		fail(r, "it has %d field%s, a schedule needs 5: minute hour day month weekday%s", n,
		     n == 1 ? "" : "s", n > CRON_FIELDS ? ", without seconds and year" : "");
		return;
	}
	for (int i = 0; i < CRON_FIELDS && !r->failed; i++)
		read_field(parts[i], (enum cron_field)i, c, r);
}

static void read_descriptor(struct str text, struct cron *c, struct report *r)
{
	struct str every = str_slice(text, STR("@every ").n, text.n);
	int64_t nanoseconds;

	for (size_t i = 0; i < sizeof descriptors / sizeof *descriptors; i++)
		if (str_eq(descriptors[i].text, text)) {
			read_fields(descriptors[i].fields, c, r);
			return;
		}
	if (!str_starts_with(text, STR("@every "))) {
		fail_at(r, text,
			"is not known: there are @yearly @monthly @weekly @daily @hourly and @every");
		return;
	}
	if (!duration_parse(every, &nanoseconds)) {
		fail_at(r, every, "is no duration such as 1h30m");
		return;
	}
	c->every = nanoseconds / 1000000000;
	if (c->every < 1)
		c->every = 1;
}

static void read(struct str text, struct cron *c, struct report *r)
{
	*c = (struct cron){ 0 };
	if (text.n == 0)
		fail(r, "it is empty");
	else if (str_find(text, STR("TZ="), 0) >= 0)
		fail(r, "it names a time zone, which has a field of its own");
	else if (text.p[0] == '@')
		read_descriptor(text, c, r);
	else
		read_fields(text, c, r);
}

bool cron_parse(struct str text, struct cron *out)
{
	struct report r = { 0 };

	read(text, out, &r);
	return !r.failed;
}

/* ---- schedules that never fire --------------------------------------------------------- */

static bool has_date(const struct cron *c)
{
	const int32_t leap_year = 2000;

	for (int month = 1; month <= 12; month++)
		for (int day = 1;
		     cron_has(c, CRON_MONTH, month) && day <= calendar_month_length(leap_year, month); day++)
			if (cron_has(c, CRON_DAY, day))
				return true;
	return false;
}

static int lowest(uint64_t bits)
{
	int n = 0;

	while (n < 63 && !(bits >> n & 1))
		n++;
	return n;
}

static void add_months(struct buf *b, uint64_t months)
{
	const char *before = "";

	for (int month = 1; month <= 12; month++) {
		if (!(months >> month & 1))
			continue;
		bool is_last = months >> month == 1;

		buf_printf(b, "%s%s", *before && is_last ? " or " : before, cron_month_name(month));
		before = ", ";
	}
}

/* Weekdays come in every month, so only dates can be missing. */
static struct str never_problem(const struct cron *c, struct arena *a)
{
	struct buf b = { .arena = a };

	if (c->every)
		return STR("");
	for (int i = 0; i < CRON_FIELDS; i++)
		if (c->bits[i] == 0)
			return arena_printf(a, "it names no %s, so it never fires", fields[i].what);
	if (has_date(c) || !(c->star[CRON_DAY] || c->star[CRON_WEEKDAY]))
		return STR("");
	buf_printf(&b, "day %d never comes in ", lowest(c->bits[CRON_DAY]));
	add_months(&b, c->bits[CRON_MONTH]);
	return buf_str(&b);
}

struct str cron_problem(struct str text, struct arena *a)
{
	struct report r = { .arena = a };
	struct cron c;

	read(text, &c, &r);
	return r.failed ? r.phrase : never_problem(&c, a);
}

/* ---- fixes --------------------------------------------------------------------------- */

static struct str without_zone(struct str text)
{
	uint32_t at = 0;

	if (!str_starts_with(text, STR("TZ=")) && !str_starts_with(text, STR("CRON_TZ=")))
		return text;
	next_part(text, &at, " \t");
	while (at < text.n && is_blank(text.p[at]))
		at++;
	return str_slice(text, at, text.n);
}

/* Weekdays of other crons, where 7 is Sunday too: 7 is 0, and 5-7 is 5-6,0. */
static void add_weekdays(struct buf *b, struct str field)
{
	for (uint32_t at = 0; at <= field.n;) {
		struct str part = next_part(field, &at, ",");

		if (str_eq(part, STR("7")))
			buf_char(b, '0');
		else if (part.n == 3 && str_ends_with(part, STR("-7")))
			buf_printf(b, "%c-6,0", part.p[0]);
		else
			buf_add(b, part);
		if (at <= field.n)
			buf_char(b, ',');
	}
}

static bool is_number(struct str field)
{
	for (uint32_t i = 0; i < field.n; i++) {
		if (!char_is_digit(field.p[i]))
			return false;
	}
	return field.n && field.n <= 2;
}

static bool is_weekday(struct str field)
{
	bool digit = field.n && field.p[0] >= '0' && field.p[0] <= '7';

	return str_eq(field, STR("?")) || (field.n && char_is_letter(field.p[0])) ||
	       (digit && (field.n == 1 || !char_is_digit(field.p[1])));
}

/* Which of six fields is the first of the five: some have seconds before them, some a year behind. That shows
 * where a `?` or a weekday stands; -1: either may be meant. */
static int first_of_six(const struct str *parts)
{
	if (is_number(parts[0]) && (is_weekday(parts[5]) || str_eq(parts[3], STR("?"))))
		return 1;
	bool dated = str_eq(parts[2], STR("?")) || str_eq(parts[4], STR("?"));

	return dated && str_eq(parts[5], STR("*")) ? 0 : -1;
}

/* Six fields have one that is none of ours, four lack the weekday. */
static struct str with_five_fields(struct str text, struct arena *a)
{
	struct str parts[CRON_FIELDS + 1];
	int n = split_fields(text, parts, CRON_FIELDS + 1);
	int first = n == CRON_FIELDS + 1 ? first_of_six(parts) : 0;
	struct buf b = { .arena = a };

	if (n < CRON_FIELDS - 1 || n > CRON_FIELDS + 1 || first < 0)
		return text;
	for (int i = first; i < first + CRON_WEEKDAY; i++) {
		buf_add(&b, parts[i]);
		buf_char(&b, ' ');
	}
	add_weekdays(&b, n < CRON_FIELDS ? STR("*") : parts[first + CRON_WEEKDAY]);
	return buf_str(&b);
}

/* `03:00` is a time of every day. */
static struct str of_every_day(struct str text, struct arena *a)
{
	int64_t colon = str_find(text, STR(":"), 0);
	struct str hour = str_slice(text, 0, colon < 0 ? 0 : (uint32_t)colon);
	struct str minute = str_slice(text, hour.n + 1, text.n);

	if (colon < 0 || !is_number(hour) || !is_number(minute) || minute.n != 2)
		return text;
	hour = str_slice(hour, hour.n == 2 && hour.p[0] == '0', hour.n);
	minute = str_slice(minute, minute.p[0] == '0', 2);
	return arena_printf(a, "%.*s %.*s * * *", STR_ARG(minute), STR_ARG(hour));
}

struct str cron_fix(struct str text, struct arena *a)
{
	struct str fixed = of_every_day(without_zone(text), a);

	if (cron_problem(text, a).n == 0)
		return STR("");
	if (fixed.n && fixed.p[0] == '@')
		fixed = chars_lower(a, fixed);
	else if (cron_problem(fixed, a).n)
		fixed = with_five_fields(fixed, a);
	if (cron_problem(fixed, a).n) /* `daily` */
		fixed = arena_printf(a, "@%.*s", STR_ARG(chars_lower(a, fixed)));
	return cron_problem(fixed, a).n ? STR("") : fixed;
}
