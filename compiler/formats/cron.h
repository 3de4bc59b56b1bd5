#ifndef RCC_FORMATS_CRON_H
#define RCC_FORMATS_CRON_H
/*
 * Schedules of a Kubernetes CronJob: five fields, or a descriptor (@daily, @every 1h30m).
 * Times are those of the schedule's zone, taken as if every day had 24 hours.
 */
#include "base/arena.h"

enum cron_field { CRON_MINUTE, CRON_HOUR, CRON_DAY, CRON_MONTH, CRON_WEEKDAY, CRON_FIELDS };

struct cron {
	uint64_t bits[CRON_FIELDS]; /* bit n: the number n is named */
	bool star[CRON_FIELDS];	    /* written as `*` or `?`: the field does not restrict */
	int64_t every;		    /* seconds of @every; 0: by the fields */
};

/* Whether a field names a number. */
static inline bool cron_has(const struct cron *c, enum cron_field field, int n)
{
	return c->bits[field] >> n & 1;
}

/* `January` for 1. */
const char *cron_month_name(int month);
/* False if the apiserver refuses the text for a new CronJob. A schedule that never fires is read. */
bool cron_parse(struct str text, struct cron *out);
/* Empty if valid, else a phrase: "7 is not a weekday: Sunday is 0", "it has 4 fields, …"; also
 * for what the apiserver accepts and never runs: "day 31 never comes in February". */
struct str cron_problem(struct str text, struct arena *a);
/* The nearest valid schedule, where one is plain; else empty. */
struct str cron_fix(struct str text, struct arena *a);
/* Smallest time between two firings in seconds; 0 if there are no two. */
int64_t cron_gap(const struct cron *c);
/* The first firing after a time, both in seconds since 1970; false if there is none before
 * the year 10000. */
bool cron_next(const struct cron *c, int64_t after, int64_t *out);

#endif
