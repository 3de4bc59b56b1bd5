#ifndef RCC_BASE_DIFF_H
#define RCC_BASE_DIFF_H
/* How two texts differ, line by line: few changed lines, and the fewest where they differ little. */
#include "base/arena.h"

struct diff_names {
	struct str before, after;
};

/* Appends the difference as `diff -u` writes it, with three lines of context; nothing if the texts are the
 * same. Time grows with the size of the texts, and with that of the difference up to a bound. */
void diff_unified(struct buf *out, struct diff_names names, struct str before, struct str after);

#endif
