#ifndef RCC_SYNTAX_LAYOUT_H
#define RCC_SYNTAX_LAYOUT_H
/*
 * The filter between scanner and parser. It decides which newlines end an entry, sends
 * the closers that the text forgot (and says so, at the opener), and after a syntax error
 * skips what belongs to the broken entry. It looks at most two tokens ahead and asks
 * nobody what the parser expects.
 */
#include "syntax/front.h"

/* `start` is TOK_START_FILE or TOK_START_VALUE, the token that is sent first. */
void layout_init(struct layout *l, int start);
/* The parser's next token; bison calls it. */
int rcc_lex(union syntax_value *value, struct span *at, struct front *f);
/* The i-th token that is read ahead (0: the next one), and taking the next one. */
const struct token *layout_peek(struct front *f, uint32_t i);
struct token layout_take(struct front *f);

enum layout_repair {
	LAYOUT_SKIP_ENTRY,  /* what belongs to the broken entry says nothing more */
	LAYOUT_RESUME,	    /* the wrong token begins a new entry, if it looks like one */
	LAYOUT_SKIP_DEEPER, /* the lines below that are indented deeper belong to it */
	LAYOUT_SKIP_BLOCK,  /* the block whose `{` is missing belongs to it as well */
};

/* The parser reported an error at the token that was sent last. */
void layout_error(struct front *f, enum layout_repair repair);
/* The parser is in step again. */
void layout_recovered(struct layout *l);
/* The token sent last is a newline, and a line follows that is indented deeper. */
bool layout_block_follows(const struct layout *l);

#endif
