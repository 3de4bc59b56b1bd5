/* Each bound below, at and above it: one report, and everything after it is quick. */
#include "eval_test.h"

/* Evaluates and forces let `v` with a limit lowered; gives the diagnostics. */
static const char *limited(struct fixture *fx, const char *text, enum limit limit, uint64_t value)
{
	start(fx, text);
	fx->session.limits[limit] = value;
	eval_restart(fx->eval);
	eval_force(fx->eval, value_named(fx, "v"));
	return take_diags(fx);
}

static void bound(const char *text, enum limit limit, uint64_t enough, const char *message)
{
	struct fixture fx;

	assert_string_equal(limited(&fx, text, limit, enough + 1), "");
	stop(&fx);
	assert_string_equal(limited(&fx, text, limit, enough), "");
	stop(&fx);
	assert_string_equal(limited(&fx, text, limit, enough - 1), message);
	stop(&fx);
}

static void elements(void **state)
{
	const char *message = "RCS0090 one list or map: more than 9 elements";

	(void)state;
	bound("let v = range(0, 10)", LIMIT_ELEMENTS, 10, message);
	bound("let v = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", LIMIT_ELEMENTS, 10, message);
	bound("let v: [String: Int] = { for i in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] { \"${i}\" = i } }",
	      LIMIT_ELEMENTS, 10, message);
	bound("let v = descend([0], x => if x < 9 then [x + 1] else [])", LIMIT_ELEMENTS, 10, message);
	bound("let a = [1, 2, 3, 4, 5]\nlet v = [...a, ...a]", LIMIT_ELEMENTS, 10, message);
}

static void string_bytes(void **state)
{
	const char *message = "RCS0090 one computed string: more than 9 bytes";

	(void)state;
	bound("let a = \"12345\"\nlet v = \"${a}${a}\"", LIMIT_STRING_BYTES, 10, message);
	bound("let v = join([\"1234\", \"1234\"], \"--\")", LIMIT_STRING_BYTES, 10, message);
	bound("let v = replace(\"aa\", \"a\", \"12345\")", LIMIT_STRING_BYTES, 10, message);
}

static void descents(void **state)
{
	(void)state;
	bound("let v = descend([0], x => if x < 9 then [x + 1] else [])", LIMIT_NESTING, 10,
	      "RCS0090 brackets, blocks and expressions inside each other: more than 9 levels");
}

static void call_depth(void **state)
{
	/* the let itself, f, g and h */
	const char *text = "fn h(): Int = 1\nfn g(): Int = h()\nfn f(): Int = g()\nlet v = f()";

	(void)state;
	bound(text, LIMIT_CALL_DEPTH, 4,
	      "RCS0090 functions, defaults and refinements inside each other: more than 3 levels");
}

static void levels(void **state)
{
	struct fixture fx;
	const char *text = "type Tree = { a?: Tree }\n"
			   "let x = fold(range(0, 500), Tree { }, acc i => Tree { a = acc })\n"
			   "let y = fold(range(0, 500), Tree { }, acc i => Tree { a = acc })\n"
			   "let v = x == y";

	(void)state;
	assert_string_equal(limited(&fx, text, LIMIT_LEVELS, 2000), "");
	stop(&fx);
	assert_string_equal(limited(&fx, text, LIMIT_LEVELS, 400),
			    "RCS0090 expressions and values inside each other while they are computed: "
			    "more than 400 levels");
	stop(&fx);
}

static void pattern_bytes(void **state)
{
	(void)state;
	bound("let v = matches(\"a\", \"aaaaa?a?a?\")", LIMIT_PATTERN_BYTES, 10,
	      "RCS0090 one pattern: more than 9 bytes");
}

/* The exact number of steps is nobody's business; that there is a border is. */
static void steps(void **state)
{
	const char *text = "let v = sum([for i in range(0, 100): i * 2])";
	struct fixture fx;
	uint64_t below = 1, above = 100000;

	(void)state;
	while (above - below > 1) {
		uint64_t middle = (below + above) / 2;
		bool fits = *limited(&fx, text, LIMIT_STEPS, middle) == '\0';

		stop(&fx);
		*(fits ? &above : &below) = middle;
	}
	assert_true(below > 300 && above < 2000);
	char message[80];

	snprintf(message, sizeof message, "RCS0090 evaluation of one stack: more than %u steps",
		 (unsigned)below);
	bound(text, LIMIT_STEPS, above, message);
}

static void value_bytes(void **state)
{
	struct fixture fx;
	const char *text = "let v = [for i in range(0, 10000): \"${i}\"]";

	(void)state;
	assert_string_equal(limited(&fx, text, LIMIT_VALUE_BYTES, 100000),
			    "RCS0090 values of one stack: more than 100000 bytes");
	stop(&fx);
	assert_string_equal(limited(&fx, text, LIMIT_VALUE_BYTES, 100000000), "");
	stop(&fx);
}

/* A value that holds itself twice at each of a thousand levels has 2^1000 leaves. */
static void shared_values_stay_small(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "type Tree = { a?: Tree, b?: Tree }\n"
		   "let v = fold(range(0, 100), Tree { }, acc i => Tree { a = acc, b = acc })\n");
	assert_true(eval_force(fx.eval, value_named(&fx, "v")));
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void deep_values_are_refused(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "type Tree = { a?: Tree }\n"
		   "let v = fold(range(0, 50000), Tree { }, acc i => Tree { a = acc })\n");
	assert_false(eval_force(fx.eval, value_named(&fx, "v")));
	assert_string_equal(
		take_diags(&fx),
		"RCS0090 brackets, blocks and expressions inside each other: more than 200 levels");
	stop(&fx);
}

static void exponential_comparison_ends(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "type Tree = { a?: Tree, b?: Tree }\n"
		   "let x = fold(range(0, 100), Tree { }, acc i => Tree { a = acc, b = acc })\n"
		   "let y = fold(range(0, 100), Tree { }, acc i => Tree { a = acc, b = acc })\n"
		   "let v = x == y\n");
	fx.session.limits[LIMIT_STEPS] = 100000;
	value_named(&fx, "v");
	assert_string_equal(take_diags(&fx), "RCS0090 evaluation of one stack: more than 100000 steps");
	stop(&fx);
}

/* Several limits are each reported once, and the next stack starts afresh. */
static void one_report_each(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack a { tags = [for i in range(0, 20): \"${i}\"] }\nstack b { tags = [\"x\"] }");
	fx.session.limits[LIMIT_ELEMENTS] = 10;
	eval_force(fx.eval, value_named(&fx, "a"));
	assert_string_equal(take_diags(&fx), "RCS0090 one list or map: more than 10 elements");
	assert_true(eval_force(fx.eval, value_named(&fx, "b")));
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

/* What a limit kept from being computed is computed for the next stack. */
static void limits_leave_nothing_behind(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let shared = Disk { size = 30Gi }\nlet n = len(range(0, 5))\n"
		   "stack a { tags = [for i in range(0, 20): \"${i}\"]\n app { image = \"x${n}\", disk = "
		   "shared } }\n"
		   "stack b { app { image = \"x${n}\", disk = shared } }");
	fx.session.limits[LIMIT_ELEMENTS] = 10;
	assert_false(eval_force(fx.eval, value_named(&fx, "a")));
	take_diags(&fx);
	struct value b = value_named(&fx, "b");

	assert_true(eval_force(fx.eval, b));
	assert_string_equal(shown(&fx, below(&fx, b, "app.image")), "\"x5\"");
	assert_string_equal(shown(&fx, below(&fx, b, "app.disk.reserve")), "3Gi");
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

int main(void)
{
	RUN(cmocka_unit_test(elements), cmocka_unit_test(string_bytes), cmocka_unit_test(descents),
	    cmocka_unit_test(call_depth), cmocka_unit_test(levels), cmocka_unit_test(pattern_bytes),
	    cmocka_unit_test(steps), cmocka_unit_test(value_bytes),
	    cmocka_unit_test(shared_values_stay_small), cmocka_unit_test(deep_values_are_refused),
	    cmocka_unit_test(exponential_comparison_ends), cmocka_unit_test(one_report_each),
	    cmocka_unit_test(limits_leave_nothing_behind));
}
