#ifndef RCC_FORMATS_GLOB_H
#define RCC_FORMATS_GLOB_H
/*
 * Patterns of paths as Go's path.Match reads them: `*` is anything but `/`, `?` one character but `/`,
 * `[a-z]` and `[^a-z]` one of those or of the others, `\` before a character the character itself.
 */
#include "base/arena.h"

/* Empty if valid, else a phrase: "has a `[` without a `]`". */
struct str glob_problem(struct str pattern, struct arena *a);
/* Whether the pattern matches the whole text; false of no pattern. Takes steps up to the product of both
 * lengths. */
bool glob_matches(struct str pattern, struct str text);

#endif
