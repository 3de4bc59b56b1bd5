#ifndef RCC_SYNTAX_PARSE_H
#define RCC_SYNTAX_PARSE_H
/* Text to tree: scanner (grammar/lexer.l), layout filter (layout.c), parser (grammar/parser.y). */
#include "syntax/ast.h"

/* Parses a whole source, after all that were added before it; always gives a NODE_FILE. Every
 * syntax error of the text is reported to the session; broken parts are NODE_ERROR. */
node_id parse_file(struct ast *t, uint32_t source);
/* Parses one value (the text of a param, a test); NODE_ERROR if it is none. */
node_id parse_value(struct ast *t, uint32_t source);
/* The same of a part of a source. */
node_id parse_value_at(struct ast *t, struct span at);

#endif
