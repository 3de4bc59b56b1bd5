#ifndef RCC_SCHEMA_PATTERN_H
#define RCC_SCHEMA_PATTERN_H
#include "base/session.h"

/* Schemas search a text for a pattern; `matches` compares the whole text. Gives the
 * pattern that says the same of the whole text, or an empty one where the notation of
 * `matches` cannot say it. */
struct str pattern_anchored(struct session *s, struct str pattern);

#endif
