#ifndef RCC_CLI_STALE_H
#define RCC_CLI_STALE_H
/* Whether committed output is what the sources give. */
#include "cli/compile.h"

/* Compares each stack with its folder in `place`, in which {stack} is its name. One RCS0606 a folder that
 * differs; the beginning of the differences goes to the output stream. */
void stale_report(struct compile *c, const char *place, const struct rcc_stack *stacks, uint32_t n);

#endif
