/* What expressions give, what can still fail, and how it is reported. */
#include "eval_test.h"

static void shows(const char *text, const char *value)
{
	struct fixture fx;

	start(&fx, text);
	assert_string_equal(shown(&fx, value_named(&fx, "v")), value);
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void quantities(void **state)
{
	(void)state;
	shows("let v = 1Gi / 2", "512Mi");
	shows("let v = 3 * 500m", "1500m");
	shows("let v = 100MB - 50MB", "50MB");
	shows("let v = 1h + 30min", "90min");
	shows("let v = 1Gi / 512Mi", "2.0");
	shows("let v = 80%", "80%");
	shows("let v = 1Gi > 1GB", "true");
}

static void integers(void **state)
{
	(void)state;
	shows("let v = -7 / 2", "-3");
	shows("let v = mod(-7, 2)", "1");
	shows("let v = mod(7, -2)", "-1");
	shows("let v = 2 + 3 * 4", "14");
	shows("let v = abs(-3)", "3");
}

static void floats(void **state)
{
	(void)state;
	shows("let v = 0.1 + 0.2", "0.30000000000000004");
	shows("let v: [Int] = [floor(-1.5), ceil(-1.5), round(2.5), round(-2.5), floor(3.0)]",
	      "[-2, -1, 3, -3, 3]");
	shows("let v = percent(80%)", "80.0");
	shows("let v = float(3)", "3.0");
}

static void units_as_numbers(void **state)
{
	(void)state;
	shows("let v = [seconds(1500ms), milliseconds(2s), bytes(1Mi), millicores(0.5)]",
	      "[2, 2000, 1048576, 500]");
}

static void versions(void **state)
{
	(void)state;
	shows("let a: Version = \"1.30\"\nlet v = a > \"1.9\"", "true");
	shows("let a: Version = \"7.10.2\"\nlet v = [version_major(a), version_minor(a), version_patch(a)]",
	      "[7, 10, 2]");
}

static void arithmetic_fails(void **state)
{
	(void)state;
	expect_failure("let z = 0\nlet v = 1 / z", "RCS0402 division by zero");
	expect_failure("let z = 9223372036854775807\nlet v = z + 1", "RCS0402 the result is too large");
	expect_failure("let z = 9223372036854775807\nlet v = -z * 2", "RCS0402 the result is too large");
	expect_failure("let z = 0.0\nlet v = 1.0 / z", "RCS0402 division by zero");
	expect_failure("let z = 0\nlet v = mod(1, z)", "RCS0402 division by zero");
	expect_failure("let v = min([for x in range(0, 0): x])",
		       "RCS0402 there is no smallest of no elements");
}

static void indexing(void **state)
{
	(void)state;
	expect_failure("let xs = [1]\nlet v = xs[1]", "RCS0403 there is no element 1 in a list of 1");
	expect_failure("let xs = [1]\nlet n = -1\nlet v = xs[n]",
		       "RCS0403 there is no element -1 in a list of 1");
	shows("let m: [String: Int] = { \"a\" = 1 }\nlet v = m[\"a\"] ?? 0", "1");
	shows("let m: [String: Int] = { \"a\" = 1 }\nlet v = m[\"b\"] ?? 0", "0");
}

static void large_map(void **state)
{
	(void)state;
	shows("let m: [String: Int] = { for i in range(0, 1000) { \"k${i}\" = i } }\n"
	      "let v = [m[\"k0\"] ?? -1, m[\"k999\"] ?? -1, m[\"k1000\"] ?? -1, len(m)]",
	      "[0, 999, -1, 1000]");
}

static void membership(void **state)
{
	(void)state;
	shows("let v = [2 in [1, 2], 3 in [1, 2], 3 in 1..3, 4 in 1..3]", "[true, false, true, false]");
}

static void logic_stops_early(void **state)
{
	(void)state;
	shows("let z = 0\nlet v = z == 0 or 1 / z > 0", "true");
	shows("let z = 0\nlet v = z > 0 and 1 / z > 0", "false");
}

static void equality(void **state)
{
	(void)state;
	shows("let a = Disk { size = 10Gi }\nlet b = Disk { }\nlet v = a == b", "true");
	shows("let a = Disk { size = 11Gi }\nlet b = Disk { }\nlet v = a == b", "false");
	shows("let a: Store = grid\nlet v = a == grid", "true");
}

static void absence_flows(void **state)
{
	(void)state;
	shows("let v = [for x in [1, 2, 3]: if x != 2 then x]", "[1, 3]");
	shows("let d = Disk { class = if false then \"a\" }\nlet v = d.class?", "false");
}

static void matches(void **state)
{
	(void)state;
	shows("let s: Store = disk { }\nlet v = match s { grid => \"g\", disk d => d.path }", "\"/var\"");
	shows("let s: Store = grid\nlet v = match s { grid => \"g\", _ => \"other\" }", "\"g\"");
	shows("let d = Disk { class = \"x\" }\nlet v = match d.class { none => \"-\", some c => c }",
	      "\"x\"");
	shows("type U = Int | String\nlet u: U = 3\nlet v = match u { Int i => i + 1, String s => len(s) }",
	      "4");
}

static void collections(void **state)
{
	(void)state;
	shows("let v = map([1, 2], x => x * 2)", "[2, 4]");
	shows("let v = filter([1, 2, 3], x => x > 1)", "[2, 3]");
	shows("let v = fold([1, 2, 3], 0, acc x => acc * 10 + x)", "123");
	shows("let v = sort_by([3, 1, 2], x => -x)", "[3, 2, 1]");
	shows("let v = sort_by([\"bb\", \"a\", \"cc\"], x => len(x))", "[\"a\", \"bb\", \"cc\"]");
	shows("let v = unique([1, 2, 1, 3, 2])", "[1, 2, 3]");
	shows("let v = group_by([1, 2, 3], x => if mod(x, 2) == 0 then \"even\" else \"odd\")",
	      "{ \"odd\" = [1, 3], \"even\" = [2] }");
	shows("let v = [all([true, false]), any([1, 2], x => x > 1), all([for x in range(0, 0): x > 0])]",
	      "[false, true, true]");
	shows("let m: [String: Int] = { \"a\" = 1, \"b\" = 2 }\nlet v = keys(m)", "[\"a\", \"b\"]");
	shows("let m: [String: Int] = { \"a\" = 1, \"b\" = 2 }\nlet v = sum(values(m))", "3");
	shows("let v = first([4, 5]) ?? 0", "4");
	shows("let v = [min(3, 1, 2), max([3, 1])]", "[1, 3]");
	shows("let v = sum([1Gi, 512Mi])", "1536Mi");
}

static void strings(void **state)
{
	(void)state;
	shows("let v = split(\"a,b,,c\", \",\")", "[\"a\", \"b\", \"\", \"c\"]");
	shows("let v = join([\"a\", \"b\"], \"-\")", "\"a-b\"");
	shows("let v = trim(\"  a b \")", "\"a b\"");
	shows("let v = replace(\"aXbX\", \"X\", \"yy\")", "\"ayybyy\"");
	shows("let v = [starts_with(\"abc\", \"ab\"), ends_with(\"abc\", \"bc\"), contains(\"abc\", \"d\")]",
	      "[true, true, false]");
	shows("let v = [lower(\"AbC\"), upper(\"AbC\")]", "[\"abc\", \"ABC\"]");
	shows("let v = [matches(\"a12\", \"a\\\\d+\"), matches(\"b\", \"a\")]", "[true, false]");
	shows("let v = [to_int(\"-12\") ?? 0, to_int(\"1x\") ?? 0, to_int(\"-9223372036854775808\") ?? 0]",
	      "[-12, 0, -9223372036854775808]");
	shows("let v = [len(\"äöü\"), len(slice(\"äöü\", 1, 9))]", "[3, 2]");
	shows("let v = nearest(\"postgress\", [\"mysql\", \"postgres\"]) ?? \"\"", "\"postgres\"");
}

static void formats(void **state)
{
	(void)state;
	shows("let v = cron_gap(\"0 */2 * * *\") ?? 0s", "2h");
	shows("let v = cron_next(\"0 0 * * *\", \"2026-01-01T12:00:00Z\") ?? \"\"",
	      "\"2026-01-02T00:00:00Z\"");
	shows("let v = [uri_scheme(\"HTTPS://h:8/p?q\") ?? \"\", uri_host(\"https://h:8/p?q\") ?? \"\"]",
	      "[\"https\", \"h\"]");
	shows("let v = uri_port(\"https://h:8/p?q\") ?? 0", "8");
	shows("let v = [image_tag(\"a/b:1\") ?? \"\", image_registry(\"a/b:1\") ?? \"none\"]",
	      "[\"1\", \"none\"]");
	shows("let v = cidr_contains(\"10.0.0.0/8\", \"10.1.2.3\")", "true");
	shows("let v = [hostname_problem(\"a.b\")?, dns_label_problem(\"A\")?]", "[false, true]");
	shows("let v = sha256(\"\")", "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");
	shows("let v = base64(\"ab\")", "\"YWI=\"");
}

static void json_text(void **state)
{
	(void)state;
	shows("let m: Json = { b = [1, true], \"a\" = \"x\\\"y\" }\nlet v = json(m)",
	      "\"{\\\"a\\\":\\\"x\\\\\\\"y\\\",\\\"b\\\":[1,true]}\"");
	shows("let v = json(Disk { size = 20Gi })",
	      "\"{\\\"reserve\\\":\\\"2Gi\\\",\\\"size\\\":\\\"20Gi\\\"}\"");
}

static void refinements(void **state)
{
	(void)state;
	shows("let a = 50\nlet v = App { image = \"x\", port = a + 1 }", "{ image = \"x\", port = 51 }");
	expect_failure("let v = App { image = \"x\", port = 60 + 60 }",
		       "RCS0401 120 is not a Small: it has to be less than 100");
	expect_failure("let n = \"toolong\"\nlet v = App { image = \"x\", short = n }",
		       "RCS0401 `toolong` is too long");
	expect_failure("let v: [Small] = [for i in [99, 100, 101]: i]",
		       "RCS0401 100 is not a Small: it has to be less than 100; RCS0401 101 is not a Small: "
		       "it has to be less than 100");
}

/* A record is tested when it is whole: with its defaults, and merged. */
static void refined_records(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx,
	      "type Bounds = { low: Int = 1, high: Int = 9 }\ntype Span = Bounds where it.low <= it.high\n"
	      "type Holder = { span: Span = { low = 5 } }\n"
	      "let a = Holder { span { high = 7 } }\nlet b = Holder { span { high = 3 } }");
	assert_true(eval_force(fx.eval, value_named(&fx, "a")));
	assert_string_equal(take_diags(&fx), "");
	assert_false(eval_force(fx.eval, value_named(&fx, "b")));
	assert_string_equal(take_diags(&fx),
			    "RCS0401 { low = 5, high = 3 } is not a Span: it.low <= it.high");
	stop(&fx);
}

/* The report stands at the literal, and the suggestion replaces it. */
static void refinement_suggests(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let n = \"abcdef\"\nlet v = App { image = \"x\", short = n }");
	assert_false(eval_force(fx.eval, value_named(&fx, "v")));
	assert_int_equal(fx.session.diags.list.n, 1);
	const struct diag *d = fx.session.diags.list.v[0];

	assert_string_equal(joined(&fx, &d->labels.v[0].span, 1), "\"abcdef\"");
	assert_int_equal(d->fixes.n, 1);
	assert_string_equal(zero_ended(&fx, d->fixes.v[0].edits.v[0].text), "\"abc\"");
	stop(&fx);
}

static void templates(void **state)
{
	(void)state;
	shows("let s: Store = grid\nlet v = \"${1Gi} ${s} ${true} ${2..3} ${0.5}\"",
	      "\"1Gi grid true 2..3 0.5\"");
	shows("let v = \"a\\\"\\\\\\$\\n\"", "\"a\\\"\\\\$\\n\"");
}

static void texts_read_back(void **state)
{
	(void)state;
	shows("let v = \"\\${x}\"", "\"\\${x}\"");
	shows("let v = secret(\"a\", \"b\")", "secret(\"a\", \"b\")");
	shows("let v: Store = disk { size = 2Mi }", "disk { size = 2Mi }");
}

static void frames_are_given_back(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "fn f(n: Int): Int {\n let a = n + 1\n let b = a * 2\n b - a\n}\n"
		   "let v = sum([for i in range(0, 20000): f(i)])");
	assert_string_equal(shown(&fx, value_named(&fx, "v")), "200010000");
	assert_null(fx.eval->chunk->before);
	assert_int_equal(fx.eval->chunk->used, 0);
	stop(&fx);
}

static void owner(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack s {\n app { image = \"x\" }\n}\nfn f(s: Stack): Cpu = s.app.limits.cpu");
	node_id fn = node_named(&fx, "f"), path = ast_child(&fx.program.ast, fn, 2);
	struct eval_frame *frame = eval_frame_enter(fx.eval, fn);

	eval_bind(fx.eval, frame, 0, value_named(&fx, "s"));
	struct span at = origin_user_block(eval_origins(fx.eval), eval_owner(fx.eval, frame, path));

	assert_string_equal(joined(&fx, &at, 1), "app");
	eval_frame_leave(fx.eval, frame);
	stop(&fx);
}

int main(void)
{
	RUN(cmocka_unit_test(quantities), cmocka_unit_test(integers), cmocka_unit_test(floats),
	    cmocka_unit_test(units_as_numbers), cmocka_unit_test(versions),
	    cmocka_unit_test(arithmetic_fails), cmocka_unit_test(indexing), cmocka_unit_test(large_map),
	    cmocka_unit_test(membership), cmocka_unit_test(logic_stops_early), cmocka_unit_test(equality),
	    cmocka_unit_test(absence_flows), cmocka_unit_test(matches), cmocka_unit_test(collections),
	    cmocka_unit_test(strings), cmocka_unit_test(formats), cmocka_unit_test(json_text),
	    cmocka_unit_test(refinements), cmocka_unit_test(refined_records),
	    cmocka_unit_test(refinement_suggests), cmocka_unit_test(templates),
	    cmocka_unit_test(texts_read_back), cmocka_unit_test(frames_are_given_back),
	    cmocka_unit_test(owner));
}
