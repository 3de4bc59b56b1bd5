#ifndef RCC_FORMATS_CALENDAR_H
#define RCC_FORMATS_CALENDAR_H
/*
 * The proleptic Gregorian calendar in UTC, without the C library's clock or zones.
 */
#include "base/arena.h"

enum { CALENDAR_DAY = 86400 }; /* seconds */

struct date {
	int32_t year, month, day; /* month and day count from 1 */
};

/* Days since 1970-01-01, and back. */
int64_t calendar_days(struct date date);
struct date calendar_date(int64_t days);
/* 0: Sunday. */
int calendar_weekday(int64_t days);
int calendar_month_length(int32_t year, int32_t month);
/* Seconds since 1970 of an RFC 3339 time, parts of a second dropped. */
bool calendar_parse(struct str text, int64_t *seconds);
/* 2024-01-31T08:05:00Z */
struct str calendar_text(struct arena *a, int64_t seconds);

#endif
