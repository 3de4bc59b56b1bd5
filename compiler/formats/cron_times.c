#include "formats/cron.h"

#include "formats/calendar.h"

enum {
	MINUTES_OF_DAY = 1440,
	/* Twenty-eight years hold every pairing of dates and weekdays; leap days lie at most
	 * eight years apart. */
	GAP_DAYS = 36 * 366,
	NEXT_DAYS = 8 * 366 + 1,
	YEAR_MAX = 9999,
};

/* Upstream: a day must fit both fields if one of them is a star, else either. */
static bool day_fits(const struct cron *c, int day, int weekday)
{
	bool by_day = cron_has(c, CRON_DAY, day), by_weekday = cron_has(c, CRON_WEEKDAY, weekday);

	return c->star[CRON_DAY] || c->star[CRON_WEEKDAY] ? by_day && by_weekday : by_day || by_weekday;
}

/* The first minute of a day at or after `from` at which it fires; MINUTES_OF_DAY if none. */
static int next_minute(const struct cron *c, int from)
{
	while (from < MINUTES_OF_DAY &&
	       !(cron_has(c, CRON_HOUR, from / 60) && cron_has(c, CRON_MINUTE, from % 60)))
		from = cron_has(c, CRON_HOUR, from / 60) ? from + 1 : (from / 60 + 1) * 60;
	return from;
}

/* The next day at or after *day on which it fires, less than `days` further. */
static bool next_day(const struct cron *c, int64_t *day, int days)
{
	struct date d = calendar_date(*day);
	int weekday = calendar_weekday(*day), length = calendar_month_length(d.year, d.month);

	for (int i = 0; i < days; i++) {
		if (cron_has(c, CRON_MONTH, d.month) && day_fits(c, d.day, weekday)) {
			*day += i;
			return true;
		}
		weekday = weekday == 6 ? 0 : weekday + 1;
		if (++d.day <= length)
			continue;
		d = (struct date){ d.year + d.month / 12, d.month % 12 + 1, 1 };
		length = calendar_month_length(d.year, d.month);
	}
	return false;
}

/* Weekdays alone repeat within a fortnight. */
static bool by_weekday_only(const struct cron *c)
{
	const uint64_t all_months = 0x1ffe;

	return c->star[CRON_DAY] && c->bits[CRON_MONTH] == all_months;
}

/* Smallest distance of two days on which it fires; 0 if there are no two. */
static int64_t day_gap(const struct cron *c)
{
	int64_t before = 0, smallest = 0, horizon = by_weekday_only(c) ? 14 : GAP_DAYS;

	if (!next_day(c, &before, NEXT_DAYS))
		return 0;
	while (before < horizon && smallest != 1) {
		int64_t day = before + 1;

		if (!next_day(c, &day, NEXT_DAYS))
			return smallest;
		if (smallest == 0 || day - before < smallest)
			smallest = day - before;
		before = day;
	}
	return smallest;
}

int64_t cron_gap(const struct cron *c)
{
	if (c->every)
		return c->every;
	int first = next_minute(c, 0), last = first;
	int64_t days = day_gap(c), smallest = days * MINUTES_OF_DAY;

	if (first == MINUTES_OF_DAY || days == 0)
		return 0;
	for (int minute; (minute = next_minute(c, last + 1)) < MINUTES_OF_DAY; last = minute)
		if (minute - last < smallest)
			smallest = minute - last;
	int64_t overnight = days * MINUTES_OF_DAY - (last - first);

	return (overnight < smallest ? overnight : smallest) * 60;
}

/* The first firing of a schedule by fields. */
static bool next_firing(const struct cron *c, int64_t after, int64_t *out)
{
	int64_t day = after / CALENDAR_DAY - (after % CALENDAR_DAY < 0), today = day;
	int minute = next_minute(c, (int)((after - day * CALENDAR_DAY) / 60 + 1));

	if (minute == MINUTES_OF_DAY)
		day++;
	if (!next_day(c, &day, NEXT_DAYS))
		return false;
	if (day > today)
		minute = next_minute(c, 0);
	*out = day * CALENDAR_DAY + minute * 60;
	return minute < MINUTES_OF_DAY;
}

bool cron_next(const struct cron *c, int64_t after, int64_t *out)
{
	const int64_t end = calendar_days((struct date){ YEAR_MAX + 1, 1, 1 }) * CALENDAR_DAY;

	if (after >= end)
		return false;
	*out = after + c->every;
	return (c->every || next_firing(c, after, out)) && *out < end;
}
