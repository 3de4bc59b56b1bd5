#ifndef RCC_FORMATS_DURATION_FAULT_H
#define RCC_FORMATS_DURATION_FAULT_H
/* What can be wrong with a duration of either notation, and how that is told. */
#include "formats/duration.h"

enum duration_fault {
	DURATION_OK,
	DURATION_MALFORMED,
	DURATION_NO_UNIT,
	DURATION_UNKNOWN_UNIT,
	DURATION_ORDER,
	DURATION_TOO_LARGE,
};

struct duration_notation {
	const char *units;   /* those that are known */
	const char *longest; /* a duration */
};

/* A phrase, empty if nothing is wrong; `unit` is the text where one was expected. */
struct str duration_fault_text(enum duration_fault fault, const struct duration_notation *in, struct str text,
			       struct str unit, struct arena *a);

#endif
