#ifndef RCC_FORMATS_ZONE_H
#define RCC_FORMATS_ZONE_H
/*
 * Names of the IANA time zones, as a table of our own: the machine's zones have no say.
 */
#include "base/arena.h"

bool zone_is_known(struct str name);
/* The most similar name; empty if none is near, or if the text is one. */
struct str zone_nearest(struct str text, struct arena *a);
/* Empty if known, else a phrase: "is not an IANA name; the nearest is `Europe/Rome`". */
struct str zone_problem(struct str text, struct arena *a);

#endif
