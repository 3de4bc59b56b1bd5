/* Where values come from: one test for each way. */
#include "eval_test.h"

static void literal(void **state)
{
	(void)state;
	expect("let v = 3", "3", "3");
	expect("let v = -3", "-3", "-3");
	expect("let v = \"a\"", "\"a\"", "\"a\"");
	expect("let v = 3..5", "3..5", "3..5");
	expect("let v = secret(\"a\", \"b\")", "secret(\"a\", \"b\")", "secret(\"a\", \"b\")");
}

static void let_and_path(void **state)
{
	(void)state;
	expect("let a = Limits { cpu = 3 }\nlet b = a\nlet v = b.cpu", "3", "3");
	expect("fn f(x: Int): Int {\n let y = x\n y\n}\nlet v = f(7)", "7", "7");
	expect("let m = [1, 2]\nlet v = m[1]", "2", "2");
}

static void argument_and_result(void **state)
{
	(void)state;
	expect("fn f(a: Int, b: Int = a): Int = b\nlet v = f(4)", "4", "4");
	expect("fn f(a: Int, b: Int = 5): Int = b\nlet v = f(b = 6, a = 1)", "6", "6");
	expect("fn f(a: Int, b: Int = 5): Int = b\nlet v = f(1)", "5", "5");
}

static void default_value(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack s {\n  app { image = \"x\" }\n}");
	struct value v = below(&fx, value_named(&fx, "s"), "app.replicas");
	struct span block = origin_user_block(eval_origins(fx.eval), v.origin);

	assert_int_equal(origin_kind(&fx, v), ORIGIN_DEFAULT);
	assert_string_equal(leaves(&fx, v), "");
	assert_string_equal(joined(&fx, &block, 1), "app");
	stop(&fx);
}

static void default_of_default(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack s { }");
	struct value v = below(&fx, value_named(&fx, "s"), "app.disk.reserve");
	struct span block = origin_user_block(eval_origins(fx.eval), v.origin);

	assert_string_equal(shown(&fx, v), "2Gi");
	assert_string_equal(joined(&fx, &block, 1), "s");
	stop(&fx);
}

static void default_from_sibling(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack s { app { image = \"x\", replicas = 4 } }");
	struct value v = below(&fx, value_named(&fx, "s"), "app.double");

	assert_string_equal(shown(&fx, v), "8");
	assert_string_equal(leaves(&fx, v), "4");
	stop(&fx);
}

static void absent_value(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack s { app { image = \"x\" } }");
	struct value v = below(&fx, value_named(&fx, "s"), "app.port");
	struct span block = origin_user_block(eval_origins(fx.eval), v.origin);

	assert_int_equal(v.kind, VALUE_ABSENT);
	assert_string_equal(joined(&fx, &block, 1), "app");
	stop(&fx);
}

static void chosen(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let c = 1 < 2\nlet v = if c then 10 else 20\nlet p = Disk { }\n"
		   "let w = p.class ?? \"none\"\nlet u: Store = disk { size = 5Mi }\n"
		   "let m = match u { grid => 0Mi, disk d => d.size }\n");
	assert_string_equal(leaves(&fx, value_named(&fx, "v")), "10");
	assert_int_equal(origin_kind(&fx, value_named(&fx, "v")), ORIGIN_CHOSEN);
	assert_string_equal(leaves(&fx, value_named(&fx, "w")), "\"none\"");
	assert_int_equal(origin_kind(&fx, value_named(&fx, "w")), ORIGIN_CHOSEN);
	assert_string_equal(leaves(&fx, value_named(&fx, "m")), "5Mi");
	assert_int_equal(origin_kind(&fx, value_named(&fx, "m")), ORIGIN_CHOSEN);
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void condition_is_kept(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let a = 5\nlet v = if a > 3 then 10 else 20");
	struct origin o = origin_get(eval_origins(fx.eval), value_named(&fx, "v").origin);
	struct value condition = { .origin = o.owner };

	assert_string_equal(leaves(&fx, condition), "5 | 3");
	stop(&fx);
}

static void spread_and_amend(void **state)
{
	(void)state;
	expect("let a = [1, 2]\nlet b = [...a, 3]\nlet v = b[0]", "1", "1");
	expect("let a = Limits { cpu = 3, memory = 2Gi }\nlet b = Limits { ...a, memory = 3Gi }\nlet v = "
	       "b.cpu",
	       "3", "3");
	expect("let a = Limits { cpu = 3 }\nlet b = a { memory = 3Gi }\nlet v = b.cpu", "3", "3");
	expect("let a = Limits { cpu = 3 }\nlet b = a { cpu = 4 }\nlet v = b.cpu", "4", "4");
}

static void comprehension(void **state)
{
	(void)state;
	expect("let xs = [1, 2]\nlet b = [for x in xs: x]\nlet v = b[1]", "2", "2");
	expect("let xs = [Limits { cpu = 3 }]\nlet b = [for x in xs: if true then x.cpu]\nlet v = b[0]", "3",
	       "3");
}

static void arithmetic(void **state)
{
	(void)state;
	expect("let a = 1\nlet b = 2\nlet v = a + b * a", "3", "1 | 2");
	expect("let a = 1\nlet v = a < 2 and a > 0", "true", "1 | 2 | 0");
}

static void interpolation(void **state)
{
	(void)state;
	expect("let a = 3\nlet v = \"x ${a} y\"", "\"x 3 y\"", "3");
}

static void builtins(void **state)
{
	(void)state;
	expect("let v = sum([for x in [1, 2, 3]: x])", "6", "1 | 2 | 3");
	expect("let xs = [1, 2]\nlet v = len(xs)", "2", "[1, 2]");
	expect("let xs: [Int] = []\nlet v = sum(xs)", "0", "[]");
	expect("let v = max(3, 4)", "4", "3 | 4");
}

static void param(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "param replicas: Int = 1\nlet v = replicas + 1");
	struct str text = STR("replicas=3\n");
	uint32_t source = source_add(&fx.session.sources, SOURCE_PARAM, STR("dev.env"), text);
	uint32_t base = source_get(&fx.session.sources, source)->base;
	struct given p = { .name = STR("replicas"), .text = STR("3"), .at = { base + 9, base + 10 } };

	give(&fx, p);
	struct value v = value_named(&fx, "v");
	struct span block = origin_user_block(eval_origins(fx.eval), value_named(&fx, "replicas").origin);

	assert_string_equal(shown(&fx, v), "4");
	assert_string_equal(leaves(&fx, v), "1 | 3");
	assert_int_equal(block.end, 0);
	stop(&fx);
}

static void override(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack base { app { image = \"x\", replicas = 3 } }\n"
		   "stack prod extends base { app { replicas = 5 } }\n");
	struct value v = below(&fx, value_named(&fx, "prod"), "app.replicas");
	struct origin o = origin_get(eval_origins(fx.eval), v.origin);
	struct value before = { .origin = o.owner };

	assert_int_equal(o.kind, ORIGIN_OVERRIDE);
	assert_string_equal(leaves(&fx, v), "5");
	assert_string_equal(leaves(&fx, before), "3");
	stop(&fx);
}

static void small_spans(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack s {\n  app {\n    image = \"x\"\n  }\n  store disk {\n    path = \"/x\"\n  }\n}");
	struct value s = value_named(&fx, "s");

	assert_string_equal(leaves(&fx, s), "s");
	assert_string_equal(leaves(&fx, below(&fx, s, "name")), "s");
	assert_string_equal(leaves(&fx, below(&fx, s, "app")), "app");
	assert_string_equal(leaves(&fx, below(&fx, s, "store")), "disk");
	stop(&fx);
}

static void sorted_without_repetition(void **state)
{
	(void)state;
	expect("let b = 2\nlet a = 1\nlet v = a + b + a + b", "6", "2 | 1");
}

/* A chain of a hundred thousand computations is walked on no stack but the arena's. */
static void deep_chain(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let v = fold(range(0, 50000), 0, acc x => acc + x)");
	assert_string_equal(shown(&fx, value_named(&fx, "v")), "1249975000");
	struct origin_leaves l;

	origin_leaves(eval_origins(fx.eval), &fx.session.arena, value_named(&fx, "v").origin, &l);
	assert_int_equal(l.library.n, 0);
	stop(&fx);
}

int main(void)
{
	RUN(cmocka_unit_test(literal), cmocka_unit_test(let_and_path), cmocka_unit_test(argument_and_result),
	    cmocka_unit_test(default_value), cmocka_unit_test(default_of_default),
	    cmocka_unit_test(default_from_sibling), cmocka_unit_test(absent_value), cmocka_unit_test(chosen),
	    cmocka_unit_test(condition_is_kept), cmocka_unit_test(spread_and_amend),
	    cmocka_unit_test(comprehension), cmocka_unit_test(arithmetic), cmocka_unit_test(interpolation),
	    cmocka_unit_test(builtins), cmocka_unit_test(param), cmocka_unit_test(override),
	    cmocka_unit_test(small_spans), cmocka_unit_test(sorted_without_repetition),
	    cmocka_unit_test(deep_chain));
}
