#ifndef RCC_FORMATS_VERSION_H
#define RCC_FORMATS_VERSION_H
/*
 * Versions of one to three numbers with an optional suffix: 8, 1.33, 7.10.2, 8.0.0-rc.1.
 */
#include "base/arena.h"

enum { VERSION_NUMBERS = 3 };

struct version {
	uint32_t numbers[VERSION_NUMBERS]; /* missing ones are 0 */
	uint32_t count;			   /* how many are written, 1 to 3 */
	struct str suffix;		   /* without its `-`; empty if there is none */
};

bool version_parse(struct str text, struct version *out);
/* Empty if valid, else a phrase: "has 4 numbers, at most 3 are allowed". */
struct str version_problem(struct str text, struct arena *a);
/* By number; 1.30 is 1.30.0. A suffix comes before its release, suffixes compare as semver's
 * (numbers by value, before words). <0, 0, >0. */
int version_compare(const struct version *a, const struct version *b);

#endif
