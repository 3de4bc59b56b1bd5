#ifndef RCC_SYNTAX_BRACKETS_H
#define RCC_SYNTAX_BRACKETS_H
/*
 * The brackets and strings that stand open in the tokens sent to the parser, and the
 * closers that the text forgot. Part of the layout filter.
 */
#include "syntax/front.h"

/* NULL if nothing is open. */
struct opener *bracket_innermost(struct layout *l);
/* What is open innermost around the token that was sent last; NULL if nothing is. */
const struct opener *bracket_around(const struct layout *l);
/* A `(` or `[`; false for NULL. */
bool bracket_is_paren(const struct opener *o);
void bracket_pop(struct layout *l);

/* Opens or closes as the token does. Notes in the layout what a closer skipped, that it closes
 * nothing, or that its indentation fits another block. */
void bracket_track(struct front *f, const struct token *t);

/* The scanner left the strings of a line: their closers are to be sent. */
void bracket_close_strings(struct front *f);
/* Blocks that end by their indentation, and end before this token: their closers are to be sent. */
bool bracket_dedent(struct front *f, const struct token *next);
/* Reports the block that lacks its `}`; `where` and `what` say why that is plain. All blocks
 * are closed by tokens to be sent. */
void bracket_close_blocks(struct front *f, struct span where, const char *what);
/* The next of the closers; there must be one. */
struct token bracket_send_closer(struct layout *l);

#endif
