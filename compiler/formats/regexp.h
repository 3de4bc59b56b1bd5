#ifndef RCC_FORMATS_REGEXP_H
#define RCC_FORMATS_REGEXP_H
/* Regular expressions as Go reads them: those of RE2, without looking around and back. */
#include "base/arena.h"

/* Why the text is none, a phrase that follows `it`; empty if it is one. Names of Unicode classes are not
 * known, and repetitions inside each other are not multiplied. */
struct str regexp_problem(struct str text, struct arena *a);

#endif
