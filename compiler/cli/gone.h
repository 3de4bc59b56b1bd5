#ifndef RCC_CLI_GONE_H
#define RCC_CLI_GONE_H
/* Folders of stacks that their source does not declare any more. */
#include "cli/compile.h"

struct gone_stack { /* that is there */
	struct str name, source;
};

/* Looks beside the folders of the stacks that were compiled, in `place` with {stack} for a name. RCS0606 for
 * each folder that holds another stack made from one of their sources, or from one that is gone from
 * among them. */
void gone_check(struct compile *c, const char *place, const struct gone_stack *stacks, uint32_t n);
/* Where the run found no stack at all (RCS0002): tells what in `place` was made from its files, and of the
 * data. */
void gone_all(struct compile *c, const char *place);

#endif
