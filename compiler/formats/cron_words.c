#include "formats/cron_words.h"

enum { TIMES_SHOWN = 6 }; /* times of a day that are listed one by one */

static const int highest[CRON_FIELDS] = { 59, 23, 31, 12, 6 };

static const char *const weekday_names[] = { "Sunday",	 "Monday", "Tuesday", "Wednesday",
					     "Thursday", "Friday", "Saturday" };

static int count(const struct cron *c, enum cron_field field)
{
	int n = 0;

	for (int i = 0; i <= highest[field]; i++)
		n += cron_has(c, field, i);
	return n;
}

static bool is_whole(const struct cron *c, enum cron_field field)
{
	bool from_one = field == CRON_DAY || field == CRON_MONTH;

	return count(c, field) == highest[field] + !from_one;
}

/* The distance between the minutes, where they are evenly spread over the hour from 0 on; else 0. */
static int minute_step(const struct cron *c)
{
	int n = count(c, CRON_MINUTE), step = 60 / n;

	if (n < 2 || 60 % n)
		return 0;
	for (int i = 0; i < 60; i += step)
		if (!cron_has(c, CRON_MINUTE, i))
			return 0;
	return step;
}

/* ---- lists --------------------------------------------------------------------------- */

static void add_number(struct buf *b, enum cron_field field, int n)
{
	if (field == CRON_MONTH)
		buf_printf(b, "%s", cron_month_name(n));
	else if (field == CRON_WEEKDAY)
		buf_printf(b, "%s", weekday_names[n]);
	else
		buf_printf(b, "%d", n);
}

/* The first number of a field from n on, or one above all of them. */
static int next_number(const struct cron *c, enum cron_field field, int n)
{
	while (n <= highest[field] && !cron_has(c, field, n))
		n++;
	return n;
}

/* The last of the neighbours that begin at n, as far as they are worth a `to`: three or more. */
static int end_of_run(const struct cron *c, enum cron_field field, int n)
{
	int last = n;

	while (last < highest[field] && cron_has(c, field, last + 1))
		last++;
	return last - n >= 2 ? last : n;
}

/* What comes between two parts of a list, the second of which begins at n. */
static const char *separator(const struct cron *c, enum cron_field field, int n)
{
	bool is_last = next_number(c, field, end_of_run(c, field, n) + 1) > highest[field];

	return is_last ? " and " : ", ";
}

/* `1, 5 and 9 to 17` */
static void add_list(struct buf *b, const struct cron *c, enum cron_field field)
{
	int n = next_number(c, field, 0);

	for (const char *before = ""; n <= highest[field]; before = separator(c, field, n)) {
		int last = end_of_run(c, field, n);

		buf_printf(b, "%s", before);
		add_number(b, field, n);
		if (last > n) {
			buf_printf(b, " to ");
			add_number(b, field, last);
		}
		n = next_number(c, field, last + 1);
	}
}

/* ---- the time of a day ----------------------------------------------------------------- */

static void add_times(struct buf *b, const struct cron *c)
{
	int left = count(c, CRON_HOUR) * count(c, CRON_MINUTE);
	const char *before = "at ";

	for (int hour = 0; hour < 24; hour++)
		for (int minute = 0; minute < 60; minute++) {
			if (!cron_has(c, CRON_HOUR, hour) || !cron_has(c, CRON_MINUTE, minute))
				continue;
			left--;
			buf_printf(b, "%s%02d:%02d", before, hour, minute);
			before = left == 1 ? " and " : ", ";
		}
}

static void add_minutes(struct buf *b, const struct cron *c)
{
	int step = minute_step(c);

	if (step == 1)
		buf_printf(b, "every minute");
	else if (step)
		buf_printf(b, "every %d minutes", step);
	else {
		buf_printf(b, count(c, CRON_MINUTE) == 1 ? "at minute " : "at the minutes ");
		add_list(b, c, CRON_MINUTE);
	}
}

static void add_hours(struct buf *b, const struct cron *c)
{
	if (is_whole(c, CRON_HOUR)) {
		buf_printf(b, minute_step(c) ? "" : " of every hour");
		return;
	}
	buf_printf(b, count(c, CRON_HOUR) == 1 ? " of the hour " : " of the hours ");
	add_list(b, c, CRON_HOUR);
}

/* Whether the times of a day are told one by one: then the days have to be told as well. */
static bool is_listed(const struct cron *c)
{
	return count(c, CRON_HOUR) * count(c, CRON_MINUTE) <= TIMES_SHOWN;
}

/* ---- days ------------------------------------------------------------------------------ */

static void add_days_of_month(struct buf *b, const struct cron *c)
{
	buf_printf(b, count(c, CRON_DAY) == 1 ? " on day " : " on the days ");
	add_list(b, c, CRON_DAY);
	buf_printf(b, is_whole(c, CRON_MONTH) ? " of every month" : "");
}

/* Where neither field is `*`, a day that fits one of them is enough. */
static void add_days(struct buf *b, const struct cron *c)
{
	bool days = !is_whole(c, CRON_DAY), weekdays = !is_whole(c, CRON_WEEKDAY);

	if (!c->star[CRON_DAY] && !c->star[CRON_WEEKDAY] && days != weekdays)
		days = weekdays = false;
	if (days)
		add_days_of_month(b, c);
	if (weekdays) {
		buf_printf(b, days ? " and on " : " on ");
		add_list(b, c, CRON_WEEKDAY);
	}
	if (!days && !weekdays && is_listed(c))
		buf_printf(b, " every day");
	if (is_whole(c, CRON_MONTH))
		return;
	buf_printf(b, days && !weekdays ? " of " : " in ");
	add_list(b, c, CRON_MONTH);
}

/* ---- intervals ------------------------------------------------------------------------- */

static void add_interval(struct buf *b, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = { { 86400, "day" }, { 3600, "hour" }, { 60, "minute" }, { 1, "second" } };
	const char *before = "every ";

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		int64_t n = seconds / units[i].seconds;

		seconds -= n * units[i].seconds;
		if (n == 0)
			continue;
		buf_printf(b, "%s%lld %s%s", before, (long long)n, units[i].name, n == 1 ? "" : "s");
		before = " and ";
	}
}

struct str cron_words(struct str text, struct arena *a)
{
	struct buf b = { .arena = a };
	struct cron c;

	if (!cron_parse(text, &c) || cron_problem(text, a).n)
		return STR("");
	if (c.every) {
		add_interval(&b, c.every);
		return buf_str(&b);
	}
	if (is_listed(&c)) {
		add_times(&b, &c);
	} else {
		add_minutes(&b, &c);
		add_hours(&b, &c);
	}
	add_days(&b, &c);
	return buf_str(&b);
}
