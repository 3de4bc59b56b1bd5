/* parse_value: the text of a parameter is one value, wherever its lines end. */
#include "syntax.h"

static const struct {
	const char *text, *dump;
} good[] = {
	{ "3", "NUMBER `3`\n" },
	{ "\n  \"a\"\n\n", "STRING `a`\n" },
	{ "[a,\n b]", "LIST\n  NAME `a`\n  NAME `b`\n" },
	{ "-5min", "UNARY `-`\n  NUMBER `5min`\n" },
	{ "{ a = 1 }", "BLOCK\n  SET `a`\n    NUMBER `1`\n" },
	{ "x.y", "GET `y`\n  NAME `x`\n" },
};

static const struct {
	const char *text, *code, *message;
} bad[] = {
	{ "", "RCS0104", "a value is missing here" },
	{ "# nothing", "RCS0104", "a value is missing here" },
	{ "1 +", "RCS0104", "an operand is missing after this" },
	{ "1 2", "RCS0109", "a `,` or a new line is missing here" },
	{ "5 min", "RCS0105", "a unit is written without a blank" },
	{ ")", "RCS0103", "`)` closes nothing" },
	{ "[1", "RCS0102", "`[` is never closed" },
	{ "{ a = 1", "RCS0102", "`{` is never closed" },
	{ "\"open", "RCS0102", "this string has no closing `\"`" },
	{ "a\xff", "RCS0107", "the byte 0xff is no UTF-8" },
};

static void a_value_gives_its_tree(void **state)
{
	struct parse p;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		parse_begin(&p, str_from(good[i].text));
		struct buf dump = { .arena = &p.session.arena };

		ast_dump(&p.ast, parse_value(&p.ast, p.source), &dump);
		assert_int_equal(parse_errors(&p), 0);
		assert_text(buf_str(&dump), good[i].dump);
		parse_end(&p);
	}
}

static void what_is_no_value_is_one_error(void **state)
{
	struct parse p;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		parse_begin(&p, str_from(bad[i].text));
		assert_int_not_equal(parse_value(&p.ast, p.source), 0);
		assert_int_equal(parse_errors(&p), 1);
		assert_text(p.session.diags.list.v[0]->code, bad[i].code);
		assert_text(p.session.diags.list.v[0]->message, bad[i].message);
		parse_end(&p);
	}
}

int main(void)
{
	RUN(cmocka_unit_test(a_value_gives_its_tree), cmocka_unit_test(what_is_no_value_is_one_error));
}
