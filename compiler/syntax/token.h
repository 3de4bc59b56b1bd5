#ifndef RCC_SYNTAX_TOKEN_H
#define RCC_SYNTAX_TOKEN_H
/* What grammar/tokens.def says of each token. */
#include "base/str.h"

enum token_class {
	TOKEN_NONE, /* end of file, and what only scanner, filter and parser know */
	TOKEN_RESERVED, TOKEN_CONTEXTUAL, TOKEN_PUNCTUATION, TOKEN_OPERATOR, TOKEN_COMPARISON, TOKEN_LITERAL,
	TOKEN_LAYOUT,
};

/* The token of a word: a keyword's, or that of a name. */
int token_of_word(struct str word);
enum token_class token_class(int token);
/* A name or a contextual word. */
bool token_is_name(int token);
/* Any word, reserved ones too. */
bool token_is_word(int token);
/* A word that begins a declaration. */
bool token_begins_declaration(int token);
/* Ends an entry: a newline that counts, `,` or `;`. */
bool token_separates(int token);
/* `=` or `:`, which a value or type follows. */
bool token_sets(int token);
/* Its spelling, or what messages call it. */
struct str token_describe(int token);
/* The tokens of tokens.def in order; 0 behind the last. */
int token_first(void);
int token_after(int token);

#endif
