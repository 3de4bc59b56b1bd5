#ifndef RCC_CLI_STALE_H
#define RCC_CLI_STALE_H
/* Whether committed output is what the sources give. */
#include "cli/compile.h"

/* Compares a stack with its folder in `place`, in which {stack} is its name. RCS0606 if it differs; the
 * differences go into `diffs`. */
void stale_check(struct compile *c, const char *place, const struct rcc_stack *stack, struct buf *diffs);
/* Shows the beginning of the differences of all folders on the output stream. */
void stale_show(struct compile *c, const struct buf *diffs);

#endif
