/* What string literals mean. */
#include "syntax.h"

static const struct {
	const char *source, *text;
} good[] = {
	{ "\"\"", "" },
	{ "''", "" },
	{ "\"plain\"", "plain" },
	{ "\"a\\nb\\tc\\\"d\\\\e\\$f\"", "a\nb\tc\"d\\e$f" },
	{ "\"$x $(X) $$ $\"", "$x $(X) $$ $" },
	{ "\"\\${x}\"", "${x}" },
	{ "'raw \\n ${x}'", "raw \\n ${x}" },
	{ "\"\"\"\n\"\"\"", "" },
	{ "\"\"\"\n  a\n    b\n  \"\"\"", "a\n  b\n" },
	{ "\"\"\"\n  a\n  b\"\"\"", "a\nb" },
	{ "\"\"\"\n    a\n  \"\"\"", "  a\n" },
	{ "\"\"\"\n  a\n\n   \n  b\n  \"\"\"", "a\n\n \nb\n" },
	{ "\"\"\"  \n  a\n    \"\"\"", "a\n" },
	{ "\"\"\"\n\ta\n\tb\n\t\"\"\"", "a\nb\n" },
	{ "\"\"\"\n\ta\n  b\n\"\"\"", "\ta\n  b\n" },
	{ "\"\"\"\r\n  a\r\n  b\r\n  \"\"\"", "a\nb\n" },
	{ "\"\"\"\n  a\\n\n  \\\"b \"q\" \"\"x\n  \"\"\"", "a\n\n\"b \"q\" \"\"x\n" },
	{ "'''\n  it''s ${x} \\n\n  '''", "it''s ${x} \\n\n" },
	{ "'''\n  a\n b\n '''", " a\nb\n" },
	{ "\"\xC3\xA9 \xE2\x82\xAC\"", "\xC3\xA9 \xE2\x82\xAC" },
};

static void literals_mean_their_text(void **state)
{
	struct parse p;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		parse_begin(&p, str_from(good[i].source));
		node_id value = parse_value(&p.ast, p.source);

		assert_int_equal(parse_errors(&p), 0);
		assert_int_equal(ast_node(&p.ast, value)->kind, NODE_STRING);
		assert_text(ast_text(&p.ast, value), good[i].text);
		assert_text(parse_span(&p, ast_span(&p.ast, value)), good[i].source);
		parse_end(&p);
	}
}

static void interpolations_keep_the_indentation_of_their_lines(void **state)
{
	static const char *const want[] = { "a ", "\n  b\n", " c\n", "tail" };
	struct parse p;
	size_t texts = 0;

	(void)state;
	parse_begin(&p, STR("\"\"\"\n    a ${x}\n      b\n    ${y} c\n    ${\"tail\"}\"\"\""));
	node_id value = parse_value(&p.ast, p.source);

	assert_int_equal(parse_errors(&p), 0);
	assert_int_equal(ast_node(&p.ast, value)->kind, NODE_TEMPLATE);
	for (node_id n = ast_node(&p.ast, value)->first; n; n = ast_next(&p.ast, n)) {
		if (ast_node(&p.ast, n)->kind == NODE_STRING)
			assert_text(ast_text(&p.ast, n), want[texts++]);
	}
	assert_int_equal(texts, COUNT(want));
	parse_end(&p);
}

static const struct {
	const char *source;
	enum diag_code code;
} bad[] = {
	{ "\"a \\q b\"", DIAG_BAD_ESCAPE },
	{ "\"\"\"\n  \\x41\n  \"\"\"", DIAG_BAD_ESCAPE },
	{ "\"\\\xC3\xA9\"", DIAG_BAD_ESCAPE },
	{ "\"\"\"a\n  \"\"\"", DIAG_SYNTAX },
	{ "\"\"\"a\"\"\"", DIAG_SYNTAX },
	{ "\"open", DIAG_UNCLOSED },
	{ "'open", DIAG_UNCLOSED },
	{ "\"\"\"\nopen", DIAG_UNCLOSED },
	{ "'''\nopen", DIAG_UNCLOSED },
	{ "\"a ${x\n\"", DIAG_UNCLOSED },
	{ "\"\"\"\n a ${x\n b\n \"\"\"", DIAG_UNCLOSED },
};

static void broken_literals_are_reported_once(void **state)
{
	struct parse p;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		parse_begin(&p, str_from(bad[i].source));
		parse_value(&p.ast, p.source);
		assert_true(parse_errors(&p) > 0);
		assert_text(p.session.diags.list.v[0]->code, diag_infos[bad[i].code].code);
		if (bad[i].source[0] == '"' && strstr(bad[i].source, "${x\n\"") == NULL)
			assert_int_equal(parse_errors(&p), 1);
		parse_end(&p);
	}
}

int main(void)
{
	RUN(cmocka_unit_test(literals_mean_their_text),
	    cmocka_unit_test(interpolations_keep_the_indentation_of_their_lines),
	    cmocka_unit_test(broken_literals_are_reported_once));
}
