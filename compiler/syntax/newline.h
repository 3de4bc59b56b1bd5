#ifndef RCC_SYNTAX_NEWLINE_H
#define RCC_SYNTAX_NEWLINE_H
/*
 * Which newlines end an entry. One does, unless the innermost bracket is a `(`, the line
 * cannot end here, or the next line begins with what can only go on. After an error, lines
 * that belong to the broken entry are swallowed too. Part of the layout filter.
 */
#include "syntax/front.h"

/* For the newline that was taken last. Reads up to two tokens ahead. */
bool newline_ends_entry(struct front *f);

#endif
