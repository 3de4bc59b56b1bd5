#include "base/render.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

/* A session with one user file, "a.rcs". */
static void start(struct session *s, const char *text)
{
	session_init(s, (struct os){ 0 });
	source_add(&s->sources, SOURCE_USER, STR("a.rcs"), str_from(text));
}

/* The first occurrence of `what` in a source. */
static struct span in(struct session *s, uint32_t source, const char *what)
{
	int64_t found = str_find(source_text(&s->sources, source), str_from(what), 0);

	assert_true(found >= 0);
	uint32_t beg = source_get(&s->sources, source)->base + (uint32_t)found;

	return (struct span){ beg, beg + str_from(what).n };
}

static struct span at(struct session *s, const char *what)
{
	return in(s, 1, what);
}

static struct diag *add(struct session *s, struct span span, const char *message, const char *label)
{
	struct diag *d = diag_add(&s->diags, DIAG_SYNTAX, span, "%s", message);

	diag_primary(&s->diags, d, "%s", label);
	return d;
}

static void mark(struct session *s, struct diag *d, struct span span, const char *label)
{
	diag_label(&s->diags, d, span, "%s", label);
}

static void finish(struct session *s, enum color color, const char *want)
{
	struct buf out = { .arena = &s->arena };

	diags_sort(&s->diags, &s->sources);
	render_text(s, color, &out);
	assert_string_equal(buf_str(&out).p, want);
	session_fini(s);
}

#define HEAD "error[RCS0101 syntax]: wrong\n"
#define TAIL "1 error; `rcc explain RCS0101` tells more\n"

static void both_culprits(void **state)
{
	struct session s;

	(void)state;
	start(&s, "\n\n\n  cluster { nodes = 2 }\n\n\n\n\n  store { replicas = 3 }\n");
	struct diag *d = diag_add_check(&s.diags, STR("RCS3001"), STR("members-fit"), SEVERITY_ERROR,
					STR("3 members need 3 nodes, but the cluster has 2"));

	mark(&s, d, at(&s, "3"), "one node for each member");
	mark(&s, d, at(&s, "2"), "declared here");
	diag_because(&s.diags, d, "members spread over hosts");
	diag_fix(&s.diags, d, at(&s, "3"), STR("1"), "run a single member");
	diag_help(&s.diags, d, "declare more nodes");
	finish(&s, COLOR_NEVER,
	       "error[RCS3001 members-fit]: 3 members need 3 nodes, but the cluster has 2\n"
	       "  --> a.rcs:9:22\n"
	       "   |\n"
	       " 4 |   cluster { nodes = 2 }\n"
	       "   |                     - declared here\n"
	       " …\n"
	       " 9 |   store { replicas = 3 }\n"
	       "   |                      ^ one node for each member\n"
	       "   |\n"
	       "   = because: members spread over hosts\n"
	       "   = help: run a single member (fix 1)\n"
	       "   = help: declare more nodes\n"
	       "1 error; `rcc explain RCS3001` tells more\n");
}

static void labels_of_one_line_hang(void **state)
{
	struct session s;

	(void)state;
	start(&s, "autoscale { min = 5, max = 3, cpu = 70% }\n");
	struct diag *d = add(&s, at(&s, "5"), "wrong", "min is 5");

	mark(&s, d, at(&s, "3"), "max is 3");
	mark(&s, d, at(&s, "autoscale"), "in this block");
	finish(&s, COLOR_NEVER,
	       HEAD "  --> a.rcs:1:19\n"
		    "   |\n"
		    " 1 | autoscale { min = 5, max = 3, cpu = 70% }\n"
		    "   | ---------         ^        - max is 3\n"
		    "   | |                 |\n"
		    "   | |                 min is 5\n"
		    "   | in this block\n" TAIL);
}

static void labels_of_one_span_hang_together(void **state)
{
	struct session s;

	(void)state;
	start(&s, "size = 10");
	struct diag *d = add(&s, at(&s, "10"), "wrong", "first");

	mark(&s, d, at(&s, "10"), "second");
	mark(&s, d, at(&s, "size = 10"), "");
	finish(&s, COLOR_NEVER,
	       HEAD "  --> a.rcs:1:8\n"
		    "   |\n"
		    " 1 | size = 10\n"
		    "   | -------^^\n"
		    "   |        |\n"
		    "   |        first\n"
		    "   |        second\n" TAIL);
}

static void a_wider_label_makes_the_inner_one_hang(void **state)
{
	struct session s;

	(void)state;
	start(&s, "a + b + c");
	struct diag *d = add(&s, at(&s, "b"), "wrong", "inner");

	mark(&s, d, at(&s, "a + b + c"), "outer");
	finish(&s, COLOR_NEVER,
	       HEAD "  --> a.rcs:1:5\n"
		    "   |\n"
		    " 1 | a + b + c\n"
		    "   | ----^----\n"
		    "   | |   |\n"
		    "   | |   inner\n"
		    "   | outer\n" TAIL);
}

static void the_only_line_between_is_shown(void **state)
{
	struct session s;

	(void)state;
	start(&s, "one\n\nthree");
	struct diag *d = add(&s, at(&s, "one"), "wrong", "");

	mark(&s, d, at(&s, "three"), "");
	finish(&s, COLOR_NEVER,
	       HEAD "  --> a.rcs:1:1\n"
		    "   |\n"
		    " 1 | one\n"
		    "   | ^^^\n"
		    " 2 |\n"
		    " 3 | three\n"
		    "   | -----\n" TAIL);
}

static void each_file_has_its_place(void **state)
{
	struct session s;

	(void)state;
	start(&s, "x = 1\n");
	uint32_t b =
		source_add(&s.sources, SOURCE_LIBRARY, STR("std/b.rcs"), STR("\n\n\n\n\n\n\n\n\n  y: Int\n"));
	struct diag *d = add(&s, at(&s, "1"), "wrong", "here");

	mark(&s, d, in(&s, b, "Int"), "declared");
	mark(&s, d, at(&s, "x"), "");
	diag_help(&s.diags, d, "two\nlines");
	finish(&s, COLOR_NEVER,
	       HEAD "   --> a.rcs:1:5\n"
		    "    |\n"
		    "  1 | x = 1\n"
		    "    | -   ^ here\n"
		    "    |\n"
		    "   --> std/b.rcs:10:6\n"
		    "    |\n"
		    " 10 |   y: Int\n"
		    "    |      --- declared\n"
		    "    |\n"
		    "    = help: two\n"
		    "            lines\n" TAIL);
}

static void tabs_stay_and_wide_characters_count_two(void **state)
{
	struct session s;

	(void)state;
	start(&s, "\tname\t= \"漢字e\xcc\x81\" + 1");
	struct diag *d = add(&s, at(&s, "1"), "wrong", "number");

	mark(&s, d, at(&s, "漢字e\xcc\x81"), "text");
	finish(&s, COLOR_NEVER,
	       HEAD "  --> a.rcs:1:18\n"
		    "   |\n"
		    " 1 | \tname\t= \"漢字e\xcc\x81\" + 1\n"
		    "   | \t    \t   -----    ^ number\n"
		    "   | \t    \t   |\n"
		    "   | \t    \t   text\n" TAIL);
}

static void control_bytes_are_spelled_out(void **state)
{
	struct session s;

	(void)state;
	start(&s, "a\x1b[31m\xff\xe2\x80\xae = x\r\n");
	add(&s, at(&s, "x"), "wrong \x1b[0m", "a\nb");
	finish(&s, COLOR_NEVER,
	       "error[RCS0101 syntax]: wrong \\x1b[0m\n"
	       "  --> a.rcs:1:12\n"
	       "   |\n"
	       " 1 | a\\x1b[31m\\xff\\u{202e} = x\n"
	       "   |                         ^ a\\nb\n" TAIL);
}

static void a_span_over_lines_shows_the_first(void **state)
{
	struct session s;

	(void)state;
	start(&s, "block {  \n  x = 1\n}\n");
	add(&s, at(&s, "{  \n  x = 1\n}"), "wrong", "this block");
	finish(&s, COLOR_NEVER,
	       HEAD "  --> a.rcs:1:7\n"
		    "   |\n"
		    " 1 | block {\x20\x20\n"
		    "   |       ^ this block\n" TAIL);
}

static void the_end_of_a_file_is_a_place(void **state)
{
	struct session s;

	(void)state;
	start(&s, "x =");
	add(&s, (struct span){ 4, 4 }, "wrong", "a value is missing");
	finish(&s, COLOR_NEVER,
	       HEAD "  --> a.rcs:1:4\n"
		    "   |\n"
		    " 1 | x =\n"
		    "   |    ^ a value is missing\n" TAIL);
}

static void no_place_no_snippet(void **state)
{
	struct session s;

	(void)state;
	start(&s, "x");
	struct diag *d = add(&s, (struct span){ 0 }, "wrong", "said all the same");

	diag_help(&s.diags, d, "do it");
	finish(&s, COLOR_NEVER, HEAD "   = note: said all the same\n   = help: do it\n" TAIL);
}

static void a_long_line_is_cut_to_a_window(void **state)
{
	struct session s;
	char text[1001];
	struct buf out = { 0 };

	(void)state;
	memset(text, 'a', 1000);
	text[1000] = '\0';
	text[500] = 'X';
	start(&s, text);
	struct diag *d = add(&s, at(&s, "X"), "wrong", "here");

	mark(&s, d, (struct span){ 1, 2 }, "");
	out.arena = &s.arena;
	render_text(&s, COLOR_NEVER, &out);
	struct str got = buf_str(&out);

	assert_true(str_find(got, STR(" 1 | …aaa"), 0) > 0);
	assert_true(str_find(got, STR("aaa…\n"), 0) > 0);
	/* 80 bytes and the sign of omission stand before the mark; the other label lies outside. */
	assert_true(str_find(got, STR("   |  -"), 0) > 0);
	int64_t mark = str_find(got, STR("^ here"), 0), row = str_find(got, STR("   |  -"), 0);

	assert_int_equal(mark - row, 5 + 81);
	session_fini(&s);
}

static void colors_are_tags_in_debug(void **state)
{
	struct session s;

	(void)state;
	start(&s, "x = 1");
	struct diag *d = add(&s, at(&s, "1"), "wrong", "here");

	mark(&s, d, at(&s, "x"), "there");
	diag_help(&s.diags, d, "do it");
	finish(&s, COLOR_DEBUG,
	       "<error>error[RCS0101 syntax]</error><message>: wrong</message>\n"
	       "<gutter>  --></gutter> a.rcs:1:5\n"
	       "<gutter>   |</gutter>\n"
	       "<gutter> 1 |</gutter> x = 1\n"
	       "<gutter>   |</gutter> <label>-</label>   <error>^</error> <error>here</error>\n"
	       "<gutter>   |</gutter> <label>|</label>\n"
	       "<gutter>   |</gutter> <label>there</label>\n"
	       "<gutter>   |</gutter>\n"
	       "   <gutter>=</gutter> <help>help:</help> do it\n" TAIL);
}

static void colors_are_escapes(void **state)
{
	struct session s;
	struct buf out = { 0 };

	(void)state;
	start(&s, "x");
	diag_add(&s.diags, DIAG_MISPLACED_DOC, at(&s, "x"), "odd");
	out.arena = &s.arena;
	render_text(&s, COLOR_ALWAYS, &out);
	assert_true(str_starts_with(buf_str(&out), STR("\x1b[1;33mwarning[RCS0110 misplaced-doc]\x1b[0m")));
	assert_true(str_ends_with(buf_str(&out), STR("\n1 warning; `rcc explain RCS0110` tells more\n")));
	session_fini(&s);
}

static void notes_alone_have_no_totals(void **state)
{
	struct session s;

	(void)state;
	start(&s, "x");
	diag_add(&s.diags, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "skipped");
	finish(&s, COLOR_NEVER, "note[RCS0501 unknown-facts]: skipped\n");
}

static void errors_are_preferred_to_warnings(void **state)
{
	struct session s;
	struct buf out = { 0 };

	(void)state;
	start(&s, "abcdef");
	for (uint32_t i = 0; i < 4; i++)
		diag_add(&s.diags, DIAG_MISPLACED_DOC, (struct span){ 1, 2 }, "warning %u", i);
	diag_add(&s.diags, DIAG_SYNTAX, (struct span){ 5, 6 }, "the error");
	out.arena = &s.arena;
	diags_sort(&s.diags, &s.sources);
	render_text_max(&s, COLOR_NEVER, 2, &out);
	assert_string_equal(buf_str(&out).p, "warning[RCS0110 misplaced-doc]: warning 0\n"
					     "  --> a.rcs:1:1\n"
					     "   |\n"
					     " 1 | abcdef\n"
					     "   | ^\n"
					     "\n"
					     "error[RCS0101 syntax]: the error\n"
					     "  --> a.rcs:1:5\n"
					     "   |\n"
					     " 1 | abcdef\n"
					     "   |     ^\n"
					     "\n"
					     "3 more not shown; `--diagnostics json` lists all\n"
					     "1 error, 4 warnings; `rcc explain RCS0101` tells more\n");
	session_fini(&s);
}

static void text_stops_at_the_maximum(void **state)
{
	struct session s;
	struct buf out = { 0 };

	(void)state;
	start(&s, "x");
	for (int i = 0; i < RENDER_TEXT_MAX + 1; i++)
		diag_add(&s.diags, DIAG_SYNTAX, at(&s, "x"), "error %d", i);
	out.arena = &s.arena;
	render_text(&s, COLOR_NEVER, &out);
	assert_true(str_find(buf_str(&out), STR("error 19"), 0) > 0);
	assert_int_equal(str_find(buf_str(&out), STR("error 20"), 0), -1);
	assert_true(str_find(buf_str(&out), STR("\n1 more not shown;"), 0) > 0);
	session_fini(&s);
}

static void nothing_for_nothing(void **state)
{
	struct session s;
	struct buf out = { 0 };

	(void)state;
	start(&s, "x");
	out.arena = &s.arena;
	render_text(&s, COLOR_NEVER, &out);
	render_json(&s, &out);
	assert_int_equal(out.n, 0);
	session_fini(&s);
}

static void json_has_everything(void **state)
{
	struct session s;
	struct buf out = { 0 };

	(void)state;
	start(&s, "é = 1\nb\n");
	struct diag *d = add(&s, at(&s, "1\nb"), "say \"no\"", "tab\there");

	mark(&s, d, (struct span){ 0 }, "nowhere");
	diag_because(&s.diags, d, "bytes \xff\x01");
	diag_help(&s.diags, d, "one");
	diag_help(&s.diags, d, "two");
	struct diag_fix *fix = diag_fix(&s.diags, d, at(&s, "1"), STR("2"), "write 2");

	diag_edit(&s.diags, fix, at(&s, "b"), STR("c"));
	diag_fix(&s.diags, d, at(&s, "b"), STR(""), "remove it");
	out.arena = &s.arena;
	render_json(&s, &out);
	assert_string_equal(
		buf_str(&out).p,
		"{\"code\":\"RCS0101\",\"name\":\"syntax\",\"severity\":\"error\",\"message\":\"say "
		"\\\"no\\\"\","
		"\"file\":\"a.rcs\",\"line\":1,\"column\":5,\"endLine\":2,\"endColumn\":2,\"labels\":["
		"{\"file\":\"a.rcs\",\"line\":1,\"column\":5,\"endLine\":2,\"endColumn\":2,\"text\":"
		"\"tab\\u0009here\"},"
		"{\"file\":null,\"line\":null,\"column\":null,\"endLine\":null,\"endColumn\":null,\"text\":"
		"\"nowhere\"}],"
		"\"because\":[\"bytes \xef\xbf\xbd\\u0001\"],\"help\":[\"one\",\"two\"],\"fixes\":["
		"{\"title\":\"write 2\",\"edits\":["
		"{\"file\":\"a.rcs\",\"line\":1,\"column\":5,\"endLine\":1,\"endColumn\":6,\"text\":\"2\"},"
		"{\"file\":\"a.rcs\",\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,\"text\":\"c\"}]},"
		"{\"title\":\"remove it\",\"edits\":["
		"{\"file\":\"a.rcs\",\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,\"text\":\"\"}]}]}"
		"\n");
	session_fini(&s);
}

/* Spans anywhere, also outside of every source, over bytes of every kind. */
static void any_span_over_any_bytes_renders(void **state)
{
	struct session s;
	char text[256];

	(void)state;
	for (uint32_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i * 37 + (i % 7 == 0 ? '\n' : 0));
	session_init(&s, (struct os){ 0 });
	source_add(&s.sources, SOURCE_USER, STR("a.rcs"), (struct str){ text, sizeof text });
	source_add(&s.sources, SOURCE_USER, STR("b.rcs"), STR(""));
	for (uint32_t beg = 0; beg < 262; beg += 3) {
		struct diag *d = diag_add(&s.diags, DIAG_SYNTAX, (struct span){ beg, 300 - beg }, "%u", beg);

		mark(&s, d, (struct span){ beg / 2, beg }, "text");
		mark(&s, d, (struct span){ beg, beg / 3 }, "other");
	}
	struct buf out = { .arena = &s.arena };

	render_text_max(&s, COLOR_ALWAYS, 1000, &out);
	assert_true(out.n > 0);
	uint32_t rows = 0, before = out.n;

	render_json(&s, &out);
	for (uint32_t i = before; i < out.n; i++)
		rows += out.p[i] == '\n';
	assert_int_equal(rows, s.diags.list.n);
	session_fini(&s);
}

int main(void)
{
	RUN(cmocka_unit_test(both_culprits), cmocka_unit_test(labels_of_one_line_hang),
	    cmocka_unit_test(labels_of_one_span_hang_together),
	    cmocka_unit_test(a_wider_label_makes_the_inner_one_hang),
	    cmocka_unit_test(the_only_line_between_is_shown), cmocka_unit_test(each_file_has_its_place),
	    cmocka_unit_test(tabs_stay_and_wide_characters_count_two),
	    cmocka_unit_test(control_bytes_are_spelled_out),
	    cmocka_unit_test(a_span_over_lines_shows_the_first),
	    cmocka_unit_test(the_end_of_a_file_is_a_place), cmocka_unit_test(no_place_no_snippet),
	    cmocka_unit_test(a_long_line_is_cut_to_a_window), cmocka_unit_test(colors_are_tags_in_debug),
	    cmocka_unit_test(colors_are_escapes), cmocka_unit_test(notes_alone_have_no_totals),
	    cmocka_unit_test(errors_are_preferred_to_warnings), cmocka_unit_test(text_stops_at_the_maximum),
	    cmocka_unit_test(nothing_for_nothing), cmocka_unit_test(json_has_everything),
	    cmocka_unit_test(any_span_over_any_bytes_renders));
}
