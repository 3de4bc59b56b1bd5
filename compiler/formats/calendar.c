/*
 * Years are counted from March, so that the leap day is the last of its year and the months
 * before it have a regular pattern; 400 years are an era of always the same length.
 */
#include "formats/calendar.h"

#include "formats/chars.h"

enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH = 719468 /* days from 0000-03-01 to 1970-01-01 */ };

/* Rounds down, also below zero. */
static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t calendar_days(struct date date)
{
	int64_t year = date.year - (date.month <= 2), era = floor_div(year, ERA_YEARS);
	int64_t of_era = year - era * ERA_YEARS;
	int64_t day = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + day - EPOCH;
}

struct date calendar_date(int64_t days)
{
	int64_t era = floor_div(days + EPOCH, ERA_DAYS), day = days + EPOCH - era * ERA_DAYS;
	int64_t of_era = (day - day / 1460 + day / 36524 - day / (ERA_DAYS - 1)) / 365;
	int64_t of_year = day - (365 * of_era + of_era / 4 - of_era / 100);
	int64_t month = (5 * of_year + 2) / 153; /* 0: March */

	return (struct date){
		.year = (int32_t)(of_era + era * ERA_YEARS + (month >= 10)),
		.month = (int32_t)(month < 10 ? month + 3 : month - 9),
		.day = (int32_t)(of_year - (153 * month + 2) / 5 + 1),
	};
}

int calendar_weekday(int64_t days)
{
	return (int)(days + 4 - floor_div(days + 4, 7) * 7);
}

int calendar_month_length(int32_t year, int32_t month)
{
	static const uint8_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return lengths[month - 1] + (month == 2 && leap);
}

/* Exactly `n` digits at *at, then one of `end` (if any); the number or -1. */
static int32_t read_digits(struct str s, uint32_t *at, uint32_t n, const char *end)
{
	uint32_t beg = *at;
	uint64_t number = chars_number(s, at, INT32_MAX);

	if (*at - beg != n)
		return -1;
	if (*end && (*at == s.n || !char_in(s.p[(*at)++], end)))
		return -1;
	return (int32_t)number;
}

/* Z or +hh:mm at the end of the text, in seconds. */
static bool read_offset(struct str s, uint32_t at, int64_t *out)
{
	if (at + 1 == s.n && char_lower(s.p[at]) == 'z') {
		*out = 0;
		return true;
	}
	if (at == s.n || !char_in(s.p[at], "+-"))
		return false;
	int sign = s.p[at++] == '-' ? -1 : 1;
	int32_t hours = read_digits(s, &at, 2, ":"), minutes = read_digits(s, &at, 2, "");

	*out = sign * (hours * 3600 + minutes * 60);
	return at == s.n && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
}

static uint32_t skip_fraction(struct str s, uint32_t at)
{
	if (at + 1 >= s.n || s.p[at] != '.' || !char_is_digit(s.p[at + 1]))
		return at;
	for (at++; at < s.n && char_is_digit(s.p[at]);)
		at++;
	return at;
}

bool calendar_parse(struct str text, int64_t *seconds)
{
	uint32_t at = 0;
	struct date d;
	int64_t offset;

	d.year = read_digits(text, &at, 4, "-");
	d.month = read_digits(text, &at, 2, "-");
	d.day = read_digits(text, &at, 2, "Tt");
	int32_t hour = read_digits(text, &at, 2, ":"), minute = read_digits(text, &at, 2, ":");
	int32_t second = read_digits(text, &at, 2, "");

	if (d.year < 0 || d.month < 1 || d.month > 12 || d.day < 1 ||
	    d.day > calendar_month_length(d.year, d.month))
		return false;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	if (!read_offset(text, skip_fraction(text, at), &offset))
		return false;
	*seconds = calendar_days(d) * CALENDAR_DAY + hour * 3600 + minute * 60 + second - offset;
	return true;
}

struct str calendar_text(struct arena *a, int64_t seconds)
{
	int64_t days = floor_div(seconds, CALENDAR_DAY);
	struct date d = calendar_date(days);
	int rest = (int)(seconds - days * CALENDAR_DAY);

	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day, rest / 3600,
			    rest / 60 % 60, rest % 60);
}
