#include "syntax/token.h"

#include "syntax/parser.h"

#include <string.h>

struct token_info {
	int token;
	enum token_class class;
	struct str spelling;
};

static const struct token_info tokens[] = {
#define TOKEN(id, spelling, class) { TOK_##id, TOKEN_##class, { spelling, sizeof(spelling) - 1 } },
#include "tokens.def"
#undef TOKEN
};

enum { TOKENS = sizeof tokens / sizeof *tokens, LONGEST_WORD = 8 };

static bool is_keyword(const struct token_info *t)
{
	return t->class == TOKEN_RESERVED || t->class == TOKEN_CONTEXTUAL;
}

int token_of_word(struct str word)
{
	if (word.n < 2 || word.n > LONGEST_WORD)
		return TOK_NAME;
	for (const struct token_info *t = tokens; t < tokens + TOKENS; t++) {
		if (t->spelling.n == word.n && t->spelling.p[0] == word.p[0] && is_keyword(t) &&
		    memcmp(t->spelling.p, word.p, word.n) == 0)
			return t->token;
	}
	return TOK_NAME;
}

static const struct token_info *find(int token)
{
	for (const struct token_info *t = tokens; t < tokens + TOKENS; t++) {
		if (t->token == token)
			return t;
	}
	return NULL;
}

enum token_class token_class(int token)
{
	const struct token_info *t = find(token);

	return t ? t->class : TOKEN_NONE;
}

bool token_is_name(int token)
{
	return token == TOK_NAME || token_class(token) == TOKEN_CONTEXTUAL;
}

bool token_is_word(int token)
{
	return token_is_name(token) || token_class(token) == TOKEN_RESERVED;
}

bool token_begins_declaration(int token)
{
	switch (token) {
	case TOK_IMPORT:
	case TOK_PARAM:
	case TOK_LET:
	case TOK_TYPE:
	case TOK_FN:
	case TOK_CHECK:
	case TOK_STACK:
	case TOK_ABSTRACT:
		return true;
	default:
		return false;
	}
}

bool token_separates(int token)
{
	return token == TOK_NL || token == TOK_COMMA || token == TOK_SEMI;
}

bool token_sets(int token)
{
	return token == TOK_SET || token == TOK_COLON;
}

struct str token_describe(int token)
{
	const struct token_info *t = find(token);

	return t ? t->spelling : STR("the end of the file");
}

int token_first(void)
{
	return tokens[0].token;
}

int token_after(int token)
{
	const struct token_info *t = find(token);

	return t && t + 1 < tokens + TOKENS ? t[1].token : 0;
}
