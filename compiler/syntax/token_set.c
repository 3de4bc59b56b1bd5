#include "syntax/token_set.h"

#include "syntax/parser.h"
#include "syntax/token.h"

static bool is_text(int token)
{
	return token == TOK_STRING || token == TOK_STR_BEG || token == TOK_STR_END;
}

static bool is_line_ender(int token)
{
	return token == TOK_NL || token == TOK_COMMA || token == TOK_SEMI || token == TOK_RC ||
	       token == TOK_YYEOF;
}

static bool is_ender(int token)
{
	return is_line_ender(token) || token == TOK_RP || token == TOK_RB || token == TOK_INTERP_END;
}

static bool is_infix(int token)
{
	enum token_class class = token_class(token);

	return class == TOKEN_OPERATOR || class == TOKEN_COMPARISON || token == TOK_AND || token == TOK_OR ||
	       token == TOK_NOT || token == TOK_IN;
}

static bool is_value_end(int token)
{
	switch (token) {
	case TOK_NUMBER:
	case TOK_BROKEN:
	case TOK_TRUE:
	case TOK_FALSE:
	case TOK_RP:
	case TOK_RB:
	case TOK_RC:
	case TOK_Q:
		return true;
	default:
		return token_is_name(token) || token == TOK_STRING || token == TOK_STR_END;
	}
}

static bool is_value_begin(int token)
{
	switch (token) {
	case TOK_NUMBER:
	case TOK_BROKEN:
	case TOK_STRING:
	case TOK_STR_BEG:
	case TOK_TRUE:
	case TOK_FALSE:
	case TOK_LB:
	case TOK_LP:
	case TOK_MINUS:
	case TOK_NOT:
	case TOK_MATCH:
		return true;
	default:
		return false;
	}
}

static bool is_entry_begin(int token)
{
	return token_is_name(token) || token == TOK_IF || token == TOK_FOR || token == TOK_LET ||
	       token == TOK_SPREAD || token == TOK_LC || token == TOK_AT_SIGN || is_value_begin(token);
}

bool token_is_in(int token, int set)
{
	switch (set) {
	case TOK_ANY:
		return true;
	case TOK_A_NAME:
		return token_is_name(token);
	case TOK_A_TEXT:
		return is_text(token);
	case TOK_NAME_OR_TEXT:
		return token_is_name(token) || is_text(token);
	case TOK_ENDER:
		return is_ender(token);
	case TOK_LINE_ENDER:
		return is_line_ender(token);
	case TOK_INFIX:
		return is_infix(token);
	case TOK_COMPARISON:
		return token_class(token) == TOKEN_COMPARISON;
	case TOK_VALUE_END:
		return is_value_end(token);
	case TOK_VALUE_BEGIN:
		return is_value_begin(token);
	case TOK_ENTRY_BEGIN:
		return is_entry_begin(token);
	case TOK_RESERVED:
		return token_class(token) == TOKEN_RESERVED;
	case TOK_DECLARES:
		return token_begins_declaration(token) || token == TOK_FOR;
	case TOK_REPORTS:
		return token == TOK_ERROR || token == TOK_WARNING || token == TOK_NOTE;
	default:
		return token == set;
	}
}
