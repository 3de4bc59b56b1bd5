/* Pages in both formats: what is escaped, how lists nest, which anchors there are. */
#include "reference/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include <string.h>

struct world {
	struct arena arena;
	struct page page;
};

static void world_init(struct world *w)
{
	arena_init(&w->arena);
	page_init(&w->page, &w->arena);
}

static void world_fini(struct world *w)
{
	page_fini(&w->page);
	arena_fini(&w->arena);
}

static const char *rendered(struct world *w, void (*render)(const struct page *, struct buf *))
{
	struct buf out = { .arena = &w->arena };

	render(&w->page, &out);
	buf_char(&out, 0);
	return out.p;
}

static void assert_markdown(struct world *w, const char *text)
{
	assert_string_equal(rendered(w, page_markdown), text);
}

static void assert_in_html(struct world *w, const char *text)
{
	assert_non_null(strstr(rendered(w, page_html), text));
}

static void anchors_differ(void **state)
{
	static const char *const names[] = { "A b", "a-b", "a b-2", "A B" };
	static const char *const anchors[] = { "type-a-b", "type-a-b-2", "type-a-b-2-2", "type-a-b-3" };
	struct world w;

	(void)state;
	world_init(&w);
	for (int i = 0; i < 4; i++) {
		struct str got = page_anchor(&w.page, "type", str_from(names[i]));

		assert_true(str_eq(got, str_from(anchors[i])));
	}
	world_fini(&w);
}

static void text_means_itself(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	phrase_marked(page_text(&w.page), STR("- a_b <i> & `x<y` *c*\nd ` e"));
	assert_markdown(&w, "\\- a\\_b \\<i\\> \\& `x<y` \\*c\\* d \\` e\n");
	assert_in_html(&w, "<p>- a_b &lt;i&gt; &amp; <code>x&lt;y</code> *c*\nd ` e</p>");
	world_fini(&w);
}

static void code_is_enclosed_by_enough_backticks(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	phrase_code(page_text(&w.page), STR("`a``b"));
	page_code(&w.page, "md", STR("```\nx\n```\n\n"));
	assert_markdown(&w, "``` `a``b ```\n\n````md\n```\nx\n```\n````\n");
	world_fini(&w);
}

static void cells_keep_their_bars(void **state)
{
	static const char *const heads[] = { "a", "b" };
	struct world w;

	(void)state;
	world_init(&w);
	page_table(&w.page, 2, heads);
	phrase_code(page_cell(&w.page), STR("x|y"));
	phrase_add(page_cell(&w.page), RUN_STRONG, STR("m|n"), STR("there"));
	page_cell(&w.page);
	page_cell(&w.page);
	assert_markdown(&w, "| a | b |\n|---|---|\n| `x\\|y` | [**m\\|n**](#there) |\n|  |  |\n");
	assert_in_html(&w, "<tbody>\n<tr><td><code>x|y</code></td>"
			   "<td><a href=\"#there\"><strong>m|n</strong></a></td></tr>\n"
			   "<tr><td></td><td></td></tr>\n</tbody>");
	world_fini(&w);
}

static void items_nest(void **state)
{
	static const uint32_t depths[] = { 0, 1, 2, 0, 1 };
	struct world w;

	(void)state;
	world_init(&w);
	page_items(&w.page);
	for (int i = 0; i < 5; i++)
		phrase_text(page_item(&w.page, depths[i]), "x");
	assert_markdown(&w, "- x\n  - x\n    - x\n- x\n  - x\n");
	assert_in_html(&w, "<ul>\n<li>x<ul>\n<li>x<ul>\n<li>x</li>\n</ul>\n</li>\n</ul>\n</li>\n"
			   "<li>x<ul>\n<li>x</li>\n</ul>\n</li>\n</ul>\n");
	world_fini(&w);
}

static void prose_has_paragraphs_and_code(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	page_prose(&w.page, "sh", STR("\none\ntwo\n\n\n  a\n    b\nthree"));
	assert_markdown(&w, "one two\n\n```sh\na\n  b\n```\n\nthree\n");
	world_fini(&w);
}

static void chapters_are_listed(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	phrase_text(page_heading(&w.page, 1, STR("")), "A & B");
	page_chapter(&w.page, "one", "One");
	phrase_code(page_heading(&w.page, 3, STR("inner")), STR("x"));
	page_chapter(&w.page, "two", "Two");
	assert_markdown(&w, "# A \\& B\n\n- [One](#one)\n- [Two](#two)\n\n<a id=\"one\"></a>\n\n## One\n\n"
			    "<a id=\"inner\"></a>\n\n### `x`\n\n<a id=\"two\"></a>\n\n## Two\n");
	assert_in_html(&w, "<title>A &amp; B</title>");
	assert_in_html(&w, "<li><a href=\"#one\">One</a><details><summary>1 section</summary>\n<ul>\n"
			   "<li><a href=\"#inner\"><code>x</code></a></li>\n</ul>\n</details>\n</li>\n"
			   "<li><a href=\"#two\">Two</a></li>\n");
	world_fini(&w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(anchors_differ),
		cmocka_unit_test(text_means_itself),
		cmocka_unit_test(code_is_enclosed_by_enough_backticks),
		cmocka_unit_test(cells_keep_their_bars),
		cmocka_unit_test(items_nest),
		cmocka_unit_test(prose_has_paragraphs_and_code),
		cmocka_unit_test(chapters_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
