/* Entries of blocks, members and the rarer ways to the same value. */
#include "eval_test.h"

static void shows(const char *text, const char *value)
{
	struct fixture fx;

	start(&fx, text);
	struct value v = value_named(&fx, "v");

	assert_string_equal(shown(&fx, v), value);
	assert_true(eval_force(fx.eval, v));
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void locals_in_blocks(void **state)
{
	(void)state;
	shows("let v = Limits {\n let n = 2Gi\n memory = n * 2\n}", "{ memory = 4Gi }");
}

static void branches(void **state)
{
	static const char *const cpus[] = { "{ cpu = 1 }", "{ cpu = 2 }", "{ cpu = 3 }" };

	(void)state;
	for (int n = 1; n <= 3; n++) {
		char program[200];

		snprintf(program, sizeof program,
			 "let n = %d\nlet v = Limits {\n"
			 " if n == 1 { cpu = 1 } else if n == 2 { cpu = 2 } else { cpu = 3 }\n}",
			 n);
		shows(program, cpus[n - 1]);
	}
}

static void loops(void **state)
{
	(void)state;
	shows("let m: [String: Int] = { \"a\" = 1, \"b\" = 2 }\nlet v = [for k, n in m: \"${k}${n}\"]",
	      "[\"a1\", \"b2\"]");
	shows("let m: [String: Int] = { \"a\" = 1, \"b\" = 2 }\nlet v = [for n in m: n * 2]", "[2, 4]");
	shows("let v = [for x, i in [\"a\", \"b\"]: \"${x}${i}\"]", "[\"a0\", \"b1\"]");
	shows("let v = [for x in [1, 2]: for y in [3, 4]: x * y]", "[3, 4, 6, 8]");
	shows("let v = [for x in [1, 2]: ...[x, x]]", "[1, 1, 2, 2]");
}

static void members(void **state)
{
	(void)state;
	shows("let r = 3..5\nlet v = [r.min, r.max]", "[3, 5]");
	shows("let s = secret(\"a\", \"b\")\nlet v = [s.name, s.key]", "[\"a\", \"b\"]");
}

static void parentheses(void **state)
{
	(void)state;
	shows("let v = (1 + 2) * 3", "9");
}

static void string_tags(void **state)
{
	(void)state;
	shows("type Kind = | \"a/b\" | \"c\"\nlet k: Kind = \"a/b\"\nlet v = match k { \"a/b\" => 1, \"c\" "
	      "=> 2 }",
	      "1");
	shows("type Kind = | \"a/b\" | \"c\"\nlet v: Kind = \"c\"", "\"c\"");
}

static void untagged_unions(void **state)
{
	(void)state;
	shows("type U = Int | [String] | Disk\nlet u: U = Disk { class = \"x\" }\n"
	      "let v = match u { Int i => \"int\", Disk d => d.class ?? \"\", _ => \"other\" }",
	      "\"x\"");
	shows("type U = Int | Store\nlet u: U = grid\nlet v = match u { Int i => 1, Store s => 2 }", "2");
}

static void payload_with_defaults(void **state)
{
	(void)state;
	shows("let s: Store = disk\nlet v = match s { grid => \"\", disk d => d.path }", "\"/var\"");
}

static void lists_grow(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack v {\n parts { name = \"a\" }\n parts { name = \"b\" }\n parts { name = \"c\" }\n "
		   "parts { name = \"d\" }\n"
		   " parts { name = \"e\" }\n parts { name = \"f\" }\n}");
	struct value parts = below(&fx, value_named(&fx, "v"), "parts");

	assert_int_equal(parts.list->n, 6);
	assert_string_equal(shown(&fx, parts.list->items[5]), "{ name = \"f\" }");
	stop(&fx);
}

static void entries_add_to_a_spread(void **state)
{
	const char *types =
		"type Box = { parts: [Part by name] = [], labels: [String: String] = {}, note?: String }\n";
	struct arena a;

	(void)state;
	arena_init(&a);
	shows(arena_printf(&a,
			   "%slet a = Box { parts \"x\" { }\n labels \"k\" = \"1\" }\n"
			   "let v = Box { ...a\n parts \"y\" { }\n"
			   " labels \"l\" = \"2\"\n labels \"k\" = \"3\" }",
			   types)
		      .p,
	      "{ parts = [{ name = \"x\" }, { name = \"y\" }], labels = { \"k\" = \"3\", \"l\" = \"2\" } }");
	expect_failure(arena_printf(&a,
				    "%slet v = Box { if true { parts = [] }\n if true { parts \"y\" { } } }",
				    types)
			       .p,
		       "RCS0303 `parts` is set twice");
	arena_fini(&a);
}

static void entries_replace_what_is_spread(void **state)
{
	const char *maps = "let m: [String: Int] = { \"a\" = 1, \"b\" = 2 }\n"
			   "let n: [String: Int] = { \"b\" = 7 }\n";
	struct arena a;

	(void)state;
	arena_init(&a);
	shows(arena_printf(&a, "%slet v: [String: Int] = { ...m\n \"b\" = 3 }", maps).p,
	      "{ \"a\" = 1, \"b\" = 3 }");
	shows(arena_printf(&a, "%slet v: [String: Int] = { \"b\" = 3\n ...m }", maps).p,
	      "{ \"b\" = 3, \"a\" = 1 }");
	shows(arena_printf(&a, "%slet v: [String: Int] = { ...m\n ...n }", maps).p,
	      "{ \"a\" = 1, \"b\" = 7 }");
	shows("let a = Limits { cpu = 1, memory = 1Mi }\nlet b = Limits { cpu = 2 }\nlet v = Limits { ...a\n "
	      "...b }",
	      "{ cpu = 2, memory = 1Mi }");
	shows("let a = Limits { cpu = 1, memory = 1Mi }\nlet v = Limits { cpu = 3\n ...a }",
	      "{ cpu = 3, memory = 1Mi }");
	expect_failure("let m: [String: Int] = { \"a\" = 1 }\n"
		       "let v: [String: Int] = { ...m\n for k in [\"a\", \"a\"] { \"${k}\" = 3 } }",
		       "RCS0303 the entry \"a\" is there twice");
	arena_fini(&a);
}

static void results_belong_to_their_place(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx,
	      "fn disk(n: Int): Disk = { size = n * 1Gi }\nlet v = App { image = \"x\", disk = disk(30) }");
	struct value app = value_named(&fx, "v"), disk = below(&fx, app, "disk");

	assert_ptr_equal(disk.record->parent, app.record);
	assert_string_equal(shown(&fx, below(&fx, disk, "reserve")), "3Gi");
	stop(&fx);
}

static void refined_collections(void **state)
{
	(void)state;
	expect_failure("let xs = [99, 100]\nlet v: [Small] = xs",
		       "RCS0401 100 is not a Small: it has to be less than 100");
	expect_failure("let m: [String: Int] = { \"a\" = 100 }\nlet v: [String: Small] = m",
		       "RCS0401 100 is not a Small: it has to be less than 100");
	expect_failure("let r = 1..100\nlet v: Range[Small] = r",
		       "RCS0401 100 is not a Small: it has to be less than 100");
	expect_failure("type T = { a: Int where it > 5 }\nlet v = T { a = 2 + 3 }",
		       "RCS0401 5 is refused here: it has to be more than 5");
}

/* What nobody wrote is reported at the block that lacks it. */
static void defaults_are_blamed_on_their_block(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack s {\n app { image = \"x\" }\n}\nfn f(s: Stack): Int = 1 / (s.app.replicas - "
		   "s.app.replicas)");
	struct value s = value_named(&fx, "s"), v = eval_call(fx.eval, node_named(&fx, "f"), &s, 1);

	assert_int_equal(v.kind, VALUE_ERROR);
	const struct diag *d = fx.session.diags.list.v[0];

	assert_string_equal(joined(&fx, &d->labels.v[0].span, 1), "app");
	assert_string_equal(joined(&fx, &d->labels.v[1].span, 1), "1 / (s.app.replicas - s.app.replicas)");
	assert_string_equal(take_diags(&fx), "RCS0402 division by zero");
	stop(&fx);
}

/* More frames than one chunk holds. */
static void many_frames(void **state)
{
	struct fixture fx;
	struct arena a;
	struct buf text = { .arena = &a };

	(void)state;
	arena_init(&a);
	buf_add(&text, STR("fn f0(x: Int): Int = x\n"));
	for (int i = 1; i < 100; i++) {
		buf_printf(&text, "fn f%d(x: Int): Int {\n", i);
		for (int j = 0; j < 60; j++)
			buf_printf(&text, " let a%d = x\n", j);
		buf_printf(&text, " f%d(a59)\n}\n", i - 1);
	}
	buf_add(&text, STR("let v = f99(7)"));
	buf_char(&text, '\0');
	start(&fx, text.p);
	assert_string_equal(shown(&fx, value_named(&fx, "v")), "7");
	assert_non_null(fx.eval->chunk->after);
	assert_null(fx.eval->chunk->before);
	stop(&fx);
	arena_fini(&a);
}

int main(void)
{
	RUN(cmocka_unit_test(locals_in_blocks), cmocka_unit_test(branches), cmocka_unit_test(loops),
	    cmocka_unit_test(members), cmocka_unit_test(parentheses), cmocka_unit_test(string_tags),
	    cmocka_unit_test(untagged_unions), cmocka_unit_test(payload_with_defaults),
	    cmocka_unit_test(lists_grow), cmocka_unit_test(entries_add_to_a_spread),
	    cmocka_unit_test(entries_replace_what_is_spread), cmocka_unit_test(results_belong_to_their_place),
	    cmocka_unit_test(refined_collections), cmocka_unit_test(defaults_are_blamed_on_their_block),
	    cmocka_unit_test(many_frames));
}
