#ifndef RCC_FORMATS_JSON_TEXT_H
#define RCC_FORMATS_JSON_TEXT_H
/* Strings of JSON (RFC 8259). */
#include "base/arena.h"

/* Appends the text with its quotes. UTF-8 stays as it is; a byte that is none becomes
 * U+FFFD, so the result is always well-formed. */
void json_add_string(struct buf *b, struct str text);

#endif
