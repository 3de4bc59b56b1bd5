#ifndef RCC_CLI_PLACE_H
#define RCC_CLI_PLACE_H
/* Where the stacks of a file belong: a folder each, from one pattern in which {stack} is a stack's name. */
#include "cli/compile.h"

/* Whether each of n stacks has a folder of its own; otherwise RCS0607, which names `option`. */
bool place_suffices(struct compile *c, const char *option, const char *place, uint32_t n);

#endif
