#ifndef RCC_SCHEMA_HELD_H
#define RCC_SCHEMA_HELD_H
/*
 * What a schema asks of a value beside its type: `oneOf`, `anyOf`, `allOf` and `not`, which hold other
 * schemas. They become a condition of the language, and an expression that tells in words why it fails.
 */
#include "schema/model.h"

enum held { HELD_NOTHING, HELD_SAID, HELD_UNSAID };

/* Whether such a part of a schema asks something of a value of this shape, and can be said. */
enum held held_in_words(const struct model *m, const struct shape *s, const struct json *part);
/* All that a shape is held against: `it.a? or it.b?`, and an expression that gives a text. */
void held_write(const struct model *m, const struct shape *s, struct str *condition, struct str *message);

#endif
