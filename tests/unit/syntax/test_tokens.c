/* grammar/tokens.def and the tokens of grammar/parser.y are the same list. */
#include "syntax.h"

#include "syntax/message.h"
#include "syntax/parser.h"
#include "syntax/token.h"

static const struct {
	int token;
	enum token_class class;
	const char *spelling;
} rows[] = {
#define TOKEN(id, spelling, class) { TOK_##id, TOKEN_##class, spelling },
#include "../../../grammar/tokens.def"
#undef TOKEN
};

static bool is_word(size_t i)
{
	return rows[i].class == TOKEN_RESERVED || rows[i].class == TOKEN_CONTEXTUAL;
}

static bool has_row(int token)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].token == token)
			return true;
	}
	return false;
}

static void fixed_spellings_are_those_of_the_parser(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].class != TOKEN_LITERAL && rows[i].class != TOKEN_LAYOUT)
			assert_string_equal(parser_token_name(rows[i].token), rows[i].spelling);
	}
}

static void every_token_of_the_parser_has_a_row(void **state)
{
	static const int without_text[] = { TOK_START_FILE, TOK_START_VALUE, TOK_NEVER, TOK_BREAK,
					    TOK_NEGATION };
	size_t rest = 0;

	(void)state;
	for (int token = TOK_RC; strcmp(parser_token_name(token), parser_token_name(100000)) != 0; token++)
		rest += !has_row(token);
	assert_int_equal(rest, COUNT(without_text));
	for (size_t i = 0; i < COUNT(without_text); i++)
		assert_false(has_row(without_text[i]));
}

static void words_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str word = str_from(rows[i].spelling);

		assert_int_equal(token_of_word(word), is_word(i) ? rows[i].token : TOK_NAME);
		if (is_word(i))
			assert_int_equal(token_of_word(str_slice(word, 0, word.n - 1)) == rows[i].token,
					 false);
	}
	assert_int_equal(token_of_word(STR("replicas")), TOK_NAME);
	assert_int_equal(token_of_word(STR("lets")), TOK_NAME);
	assert_int_equal(token_of_word(STR("If")), TOK_NAME);
}

static void classes_tell_names_from_words(void **state)
{
	(void)state;
	assert_true(token_is_name(TOK_NAME));
	assert_true(token_is_name(TOK_STACK));
	assert_false(token_is_name(TOK_IF));
	assert_true(token_is_word(TOK_IF));
	assert_false(token_is_word(TOK_NUMBER));
	assert_true(token_begins_declaration(TOK_ABSTRACT));
	assert_false(token_begins_declaration(TOK_AS));
}

int main(void)
{
	RUN(cmocka_unit_test(fixed_spellings_are_those_of_the_parser),
	    cmocka_unit_test(every_token_of_the_parser_has_a_row), cmocka_unit_test(words_are_found),
	    cmocka_unit_test(classes_tell_names_from_words));
}
