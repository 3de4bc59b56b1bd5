#ifndef RCC_OBJECTS_ADJUST_H
#define RCC_OBJECTS_ADJUST_H
/* What a stack says of objects beside the library's generator: further ones, and parts of those it made. */
#include "objects/plain.h"

/*
 * The list with the objects of all fields of the stack of type Extras behind it, and what its fields of type
 * Overrides say laid on the objects that they name; one that is not there is reported (RCS0612). An extra
 * object without `metadata.name` is named by its entry, one without a namespace gets that of its kind.
 */
struct value objects_adjust(struct eval *e, const struct program *p, struct session *s, struct value stack,
			    struct value list);

#endif
