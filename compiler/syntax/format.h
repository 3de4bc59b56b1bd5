#ifndef RCC_SYNTAX_FORMAT_H
#define RCC_SYNTAX_FORMAT_H
/*
 * The one layout of source text. Tokens, comments and (at most one) blank lines stay as they
 * are, so the tree stays the same; what changes is the space between them, and which of the
 * interchangeable separators is written. Formatting the result again changes nothing.
 */
#include "base/session.h"

/* Appends a source in its layout. False, and nothing, if it has syntax errors; they were reported. Linear in
 * the size of the text. */
bool format_source(struct session *s, uint32_t source, struct buf *out);

#endif
