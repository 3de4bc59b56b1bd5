#ifndef RCC_SYNTAX_TOKEN_SET_H
#define RCC_SYNTAX_TOKEN_SET_H
/* Kinds of tokens, as the examples of messages name what stands somewhere. */
#include <stdbool.h>

/* Written like tokens in message.def; no token has such a number. */
enum token_set {
	TOK_ANY = -1,
	TOK_A_NAME = -2, /* contextual words too */
	TOK_A_TEXT = -3, /* a string, or the beginning or end of one */
	TOK_NAME_OR_TEXT = -4,
	TOK_ENDER = -5,	     /* what ends a value: closers, separators, the end of the file */
	TOK_LINE_ENDER = -6, /* the same without `)`, `]` and strings */
	TOK_INFIX = -7,	     /* operators, also those that are words */
	TOK_COMPARISON = -8,
	TOK_VALUE_END = -9,
	TOK_VALUE_BEGIN = -10, /* of a value that is no bare name */
	TOK_ENTRY_BEGIN = -11, /* of an entry or element */
	TOK_RESERVED = -12,
	TOK_DECLARES = -13, /* stands before the name of a declaration */
	TOK_REPORTS = -14,  /* stands before a code */
};

/* Whether a token is of a set, or is the one that is given in place of one. */
bool token_is_in(int token, int set);

#endif
