/* Trees: places, words, documentation, attributes, comparison. */
#include "syntax.h"

static const char sample[] =
	"## A port.\n"
	"## In decimal.\n"
	"@since(\"1.2\") @old\n"
	"type Port = Int where it > 0\n"
	"\n"
	"## not of the next one\n"
	"\n"
	"import \"a.rcs\" as lib\n"
	"let # what\n"
	"  a = 1\n"
	"abstract  stack base extends lib.core { size = 1, \"k\" = 2, big tag \"x\" { } }\n"
	"type R = {\n"
	"  ## The field.\n"
	"  @a(1) name?: String = \"x\"\n"
	"  \"$ref\": Int\n"
	"}\n"
	"type U =\n"
	"  ## First.\n"
	"  | one\n"
	"  | two { a: Int }\n"
	"check c(s: R) { error RCS1 \"m\" }\n";

static const struct node *at(const struct parse *p, node_id n)
{
	return ast_node(&p->ast, n);
}

static node_id child(const struct parse *p, node_id n, uint32_t i)
{
	node_id c = ast_child(&p->ast, n, i);

	assert_int_not_equal(c, 0);
	return c;
}

static void assert_word(const struct parse *p, node_id n, const char *want)
{
	assert_text(parse_span(p, ast_name_span(&p->ast, n)), want);
}

static void words_have_their_place(void **state)
{
	struct parse p;

	(void)state;
	parse_text(&p, STR(sample));
	assert_int_equal(parse_errors(&p), 0);
	assert_word(&p, child(&p, p.root, 0), "Port");
	assert_word(&p, ast_attr(&p.ast, child(&p, p.root, 0), "since"), "since");
	assert_word(&p, child(&p, p.root, 1), "lib");
	assert_word(&p, child(&p, p.root, 2), "a");
	node_id stack = child(&p, p.root, 3), block = child(&p, stack, 1);

	assert_true(at(&p, stack)->flags & NODE_F_ABSTRACT);
	assert_word(&p, stack, "base");
	assert_word(&p, child(&p, stack, 0), "core");
	assert_word(&p, child(&p, block, 0), "size");
	assert_word(&p, child(&p, block, 2), "big");
	node_id record = child(&p, child(&p, p.root, 4), 0);

	assert_word(&p, child(&p, record, 0), "name");
	assert_word(&p, child(&p, record, 1), "\"$ref\"");
	assert_word(&p, child(&p, child(&p, child(&p, p.root, 6), 2), 0), "RCS1");
	parse_end(&p);
}

static void documentation_is_found(void **state)
{
	struct parse p;

	(void)state;
	parse_text(&p, STR(sample));
	node_id record = child(&p, child(&p, p.root, 4), 0),
		alternatives = child(&p, child(&p, p.root, 5), 0);

	assert_text(ast_doc(&p.ast, child(&p, p.root, 0)), "A port.\nIn decimal.");
	assert_text(ast_doc(&p.ast, child(&p, p.root, 1)), "");
	assert_text(ast_doc(&p.ast, child(&p, record, 0)), "The field.");
	assert_text(ast_doc(&p.ast, child(&p, record, 1)), "");
	assert_text(ast_doc(&p.ast, child(&p, alternatives, 0)), "First.");
	assert_text(ast_doc(&p.ast, child(&p, alternatives, 1)), "");
	assert_int_equal(p.session.diags.warnings, 1);
	assert_text(p.session.diags.list.v[0]->code, "RCS0110");
	assert_text(parse_span(&p, p.session.diags.list.v[0]->labels.v[0].span), "## not of the next one");
	parse_end(&p);
}

static void attributes_are_found_by_name(void **state)
{
	struct parse p;

	(void)state;
	parse_text(&p, STR(sample));
	node_id type = child(&p, p.root, 0), field = child(&p, child(&p, child(&p, p.root, 4), 0), 0);

	assert_int_equal(ast_child_count(&p.ast, ast_attr(&p.ast, type, "since")), 1);
	assert_int_equal(ast_child_count(&p.ast, ast_attr(&p.ast, type, "old")), 0);
	assert_int_equal(ast_attr(&p.ast, type, "new"), 0);
	assert_int_not_equal(ast_attr(&p.ast, field, "a"), 0);
	assert_true(at(&p, field)->flags & NODE_F_OPTIONAL);
	parse_end(&p);
}

/* Nothing but sema writes the annotations, and children lie inside their parent, attributes
 * and what replaces a missing part apart. */
static void nodes_are_well_formed(void **state)
{
	struct parse p;

	(void)state;
	parse_text(&p, STR(sample));
	for (node_id n = 1; n < p.ast.nodes.n; n++) {
		assert_int_equal(at(&p, n)->type, 0);
		assert_int_equal(at(&p, n)->ref, 0);
		for (node_id c = at(&p, n)->first; c; c = ast_next(&p.ast, c)) {
			assert_true(ast_depth(&p.ast, c) < ast_depth(&p.ast, n));
			assert_true(at(&p, c)->kind == NODE_ATTR ||
				    ast_span(&p.ast, c).beg >= ast_span(&p.ast, n).beg);
			assert_true(ast_span(&p.ast, c).end <= ast_span(&p.ast, n).end);
		}
	}
	parse_end(&p);
}

static void comments_and_blank_lines_are_kept(void **state)
{
	static const struct {
		const char *text;
		bool own_line, doc;
	} want[] = {
		{ "\n\n", true, false },    { "# head", true, false }, { "## doc", true, true },
		{ "# tail", false, false }, { "\n", true, false },     { "# end", true, false },
	};
	struct parse p;

	(void)state;
	parse_text(&p, STR("\n\n# head\n## doc\nlet a = 1 # tail\r\n\n# end"));
	assert_int_equal(p.ast.trivia.n - 1, COUNT(want));
	for (uint32_t i = 0; i < COUNT(want); i++) {
		const struct trivia *t = table_get(&p.ast.trivia, i + 1);

		assert_text(parse_span(&p, t->at), want[i].text);
		assert_int_equal(t->own_line, want[i].own_line);
		assert_int_equal(t->doc, want[i].doc);
	}
	parse_end(&p);
}

static bool equal(const char *one, const char *other)
{
	struct parse p, q;

	parse_text(&p, str_from(one));
	parse_text(&q, str_from(other));
	bool is_equal = ast_equal(&p.ast, p.root, &q.ast, q.root);

	parse_end(&p);
	parse_end(&q);
	return is_equal;
}

static void trees_compare_without_places(void **state)
{
	(void)state;
	assert_true(equal("let x = 1 # c", "\nlet   x = 1"));
	assert_true(equal("let b = 1\nlet a = b", "let b = 1; let a = b"));
	assert_false(equal("let a = 1 + 2", "let a = 1 - 2"));
	assert_false(equal("let a = 1", "let b = 1"));
	assert_false(equal("let a = [1]", "let a = [1, 1]"));
	assert_false(equal("let a = true", "let a = false"));
	assert_false(equal("stack a { }", "abstract stack a { }"));
}

int main(void)
{
	RUN(cmocka_unit_test(words_have_their_place), cmocka_unit_test(documentation_is_found),
	    cmocka_unit_test(attributes_are_found_by_name), cmocka_unit_test(nodes_are_well_formed),
	    cmocka_unit_test(comments_and_blank_lines_are_kept),
	    cmocka_unit_test(trees_compare_without_places));
}
