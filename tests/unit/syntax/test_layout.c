/* Which newlines end an entry: two spellings give the same tree, or they do not. */
#include "syntax.h"

static const struct {
	const char *one, *other;
} same[] = {
	{ "let a = b + c", "let a = b\n  + c" },
	{ "let a = b + c", "let a = b +\n  c" },
	{ "let a = b", "let a =\n  b" },
	{ "let a = b", "let\n  a\n  = b" },
	{ "let a = b.c.d", "let a = b\n  .c\n  .d" },
	{ "let a = f(1, 2)", "let a = f(\n\n  1\n  ,\n  2,\n)" },
	{ "let a = [1, 2, 3]", "let a = [\n\n  1\n  2; 3,\n]" },
	{ "let a = if b then c else d", "let a = if b\n  then c\n  else d" },
	{ "let a = b and c or d", "let a = b\n  and c\n  or d" },
	{ "let a = b ?? c", "let a = b\n  ?? c" },
	{ "type A = x | y", "type A =\n  | x\n  | y" },
	{ "type A = Int where it > 0", "type A = Int\n  where it > 0" },
	{ "stack a extends b { }", "stack a\n  extends b {\n}" },
	{ "stack a { if b { } else { } }", "stack a { if b { }\n  else {\n\n  }\n}" },
	{ "stack a { b = 1, c = 2 }", "stack a {\n\n  b = 1\n\n  ; c = 2;\n  ,\n}" },
	{ "check a(s: S) needs b { require c }", "check a(s: S)\n  needs b {\n  require c\n\n}" },
	{ "@a @b type C = D", "@a\n@b\ntype C = D\n" },
	{ "stack a { for = 1, in = 2 }", "stack a {\n  for = 1\n  in = 2\n}" },
	{ "stack a { b = c.in, then = 1 }", "stack a {\n  b = c.in\n  then = 1\n}" },
	{ "let a = 1 let-b = 2", "let a = 1 let-b = 2" },
};

static const struct {
	const char *one, *other;
} different[] = {
	{ "let a = b - c", "let a = b\n  - c" },
	{ "let a = f(x)", "let a = f\n  (x)" },
	{ "let a = f[x]", "let a = f\n  [x]" },
	{ "let a = [b - c]", "let a = [b\n  -c]" },
	{ "let a = [f(x)]", "let a = [f\n  (x)]" },
	{ "stack a { b c }", "stack a {\n  b\n  c\n}" },
};

static bool equal(const char *one, const char *other)
{
	struct parse p, q;

	parse_text(&p, str_from(one));
	parse_text(&q, str_from(other));
	bool is_equal = ast_equal(&p.ast, p.root, &q.ast, q.root) && parse_errors(&p) == parse_errors(&q);

	parse_end(&p);
	parse_end(&q);
	return is_equal;
}

static void newlines_inside_an_entry_mean_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(same); i++) {
		if (!equal(same[i].one, same[i].other))
			fail_msg("`%s` and `%s` differ", same[i].one, same[i].other);
	}
}

static void newlines_between_entries_separate(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(different); i++) {
		if (equal(different[i].one, different[i].other))
			fail_msg("`%s` and `%s` are the same", different[i].one, different[i].other);
	}
}

static void a_leading_minus_is_an_element(void **state)
{
	struct parse p;

	(void)state;
	parse_text(&p, STR("let a = [b\n  -c]"));
	assert_int_equal(parse_errors(&p), 0);
	assert_int_equal(ast_child_count(&p.ast, ast_child(&p.ast, ast_child(&p.ast, p.root, 0), 1)), 2);
	parse_end(&p);
}

/* A `let` in the first column is no sign of a missing brace where nothing is indented. */
static void files_without_indentation_parse(void **state)
{
	struct parse p;

	(void)state;
	parse_text(&p, STR("stack a {\nlet b = 1\nc {\nd = 2\n}\nlet e = 3\ntype = x\n}\nlet f = 1\n"));
	assert_int_equal(parse_errors(&p), 0);
	assert_int_equal(ast_child_count(&p.ast, p.root), 2);
	parse_end(&p);
}

int main(void)
{
	RUN(cmocka_unit_test(newlines_inside_an_entry_mean_nothing),
	    cmocka_unit_test(newlines_between_entries_separate),
	    cmocka_unit_test(a_leading_minus_is_an_element),
	    cmocka_unit_test(files_without_indentation_parse));
}
