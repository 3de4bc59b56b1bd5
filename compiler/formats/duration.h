#ifndef RCC_FORMATS_DURATION_H
#define RCC_FORMATS_DURATION_H
/*
 * Durations as Go writes them (1h30m, 500ms), the form of many Kubernetes fields and flags.
 */
#include "base/arena.h"

/* False if the text is no duration. Parts of a nanosecond are dropped, as upstream does. */
bool duration_parse(struct str text, int64_t *nanoseconds);
/* Empty if valid, else a phrase: "has the unit `d`, known are h m s ms us ns". */
struct str duration_problem(struct str text, struct arena *a);
/* The canonical form: 1h30m0s, 1.5s, 500ms, 0s. */
struct str duration_text(struct arena *a, int64_t nanoseconds);

/* Durations of Prometheus (1d12h, 30s): whole numbers of y w d h m s ms, each unit once and the
 * larger before the smaller; a year has 365 days. */
bool prometheus_duration_parse(struct str text, int64_t *nanoseconds);
/* Empty if valid, else a phrase: "has the unit `x`, known are y w d h m s ms". */
struct str prometheus_duration_problem(struct str text, struct arena *a);
/* The canonical form: 1d12h, 90s is 1m30s, 0s. Not for negative ones. */
struct str prometheus_duration_text(struct arena *a, int64_t nanoseconds);

#endif
