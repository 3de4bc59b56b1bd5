#ifndef RCC_SYNTAX_MESSAGE_H
#define RCC_SYNTAX_MESSAGE_H
/* Syntax errors in words: messages by example (message.def), and what to do about them. */
#include "syntax/front.h"

/* Which tokens the parser could have taken; indexed by bison's own symbol numbers. */
enum { EXPECTED_MAX = 128 };
struct expected {
	bool symbols[EXPECTED_MAX];
};

/* In parser.y, where token numbers can be translated. */
bool parser_expects(const struct expected *e, int token);
/* What parser.y calls a token; "invalid token" if it has none of that number. */
const char *parser_token_name(int token);

/* Reports that the token sent last is wrong, and tells the layout filter. */
void message_syntax_error(struct front *f, const struct expected *e);

#endif
