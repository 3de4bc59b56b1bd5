/* The built-in functions, each with what it gives at its edges. */
#include "eval_test.h"

struct example {
	const char *value, *shows;
};

/* Evaluates all values in one program, as lets of their own. */
static void check_all(const struct example *examples, uint32_t n)
{
	struct fixture fx;
	struct arena a;
	struct buf text = { .arena = &a };

	arena_init(&a);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(&text, "let v%u = %s\n", i, examples[i].value);
	buf_char(&text, '\0');
	start(&fx, text.p);
	for (uint32_t i = 0; i < n; i++) {
		char name[12];

		snprintf(name, sizeof name, "v%u", i);
		assert_string_equal(shown(&fx, value_named(&fx, name)), examples[i].shows);
	}
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
	arena_fini(&a);
}

#define CHECK(...) \
	do { \
		static const struct example examples[] = { __VA_ARGS__ }; \
		check_all(examples, sizeof examples / sizeof *examples); \
	} while (0)

static void numbers(void **state)
{
	(void)state;
	CHECK({ "sum([0.5, 1.5])", "2.0" }, { "abs(-0.5)", "0.5" }, { "abs(-1Gi)", "1Gi" },
	      { "floor(-0.5)", "-1" }, { "ceil(0.5)", "1" }, { "round(-0.4)", "0" },
	      { "1.5 * 2.0 - 1.0 / 2.0", "2.5" }, { "1.5 > 1.25", "true" }, { "max([1.5, 2.5])", "2.5" },
	      { "min(\"b\", \"a\")", "\"a\"" }, { "max(true, false)", "true" },
	      { "sort_by([true, false], x => x)", "[false, true]" }, { "not (1 == 1)", "false" },
	      { "min(1s, 500ms)", "500ms" }, { "-(1 + 1)", "-2" }, { "-(0.5)", "-0.5" }, { "1 != 2", "true" },
	      { "2 <= 2 and 2 >= 2", "true" });
}

static void entries(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let m: [String: String] = { \"a\" = \"1\", \"b\" = \"\" }\n"
		   "let v: [String] = entry_texts(m, \"n/\", \"=\")\n");
	assert_string_equal(shown(&fx, value_named(&fx, "v")), "[\"n/a=1\", \"n/b=\"]");
	stop(&fx);
}

static void patterns(void **state)
{
	(void)state;
	CHECK({ "image_matches(\"docker.io/library/nginx:8\", \"nginx\")", "true" },
	      { "image_matches(\"ghcr.io/a/b:1\", \"ghcr.io/*\")", "false" },
	      { "glob_matches(\"a/b\", \"a/[b-c]\")", "true" }, { "glob_matches(\"a/b\", \"*\")", "false" },
	      { "glob_problem(\"[a\")?", "true" }, { "glob_problem(\"a*\")?", "false" },
	      { "label_selector_problem(\"a=b,c in (d,e),!f\")?", "false" },
	      { "label_selector_problem(\"a in b\")?", "true" });
}

static void json_texts(void **state)
{
	(void)state;
	CHECK({ "json_problem(\"{}\")?", "false" },
	      { "json_problem(\"[1,\\n 2,]\") ?? \"\"",
		"\"has something else in line 2, where a value is wanted\"" },
	      { "json_kind(\" [1]\") ?? \"\"", "\"array\"" }, { "json_kind(\"yes\")?", "false" },
	      { "json_members('{\"a\": 1, \"b\": {\"c\": []}, \"a\": \"x\"}')",
		"{ \"a\" = \"\\\"x\\\"\", \"b\" = \"{\\\"c\\\": []}\" }" },
	      { "len(json_members(\"[]\"))", "0" },
	      { "json_items(\"[1, [2], true]\")", "[\"1\", \"[2]\", \"true\"]" },
	      { "json_items(\"1\")", "[]" }, { "json_string(' \"a\\u00e4\\n\" ') ?? \"\"", "\"aä\\n\"" },
	      { "json_string(\"1\")?", "false" });
	CHECK({ "base64_decode(\"YQ==\") ?? \"\"", "\"a\"" }, { "base64_decode(\"YQ\") ?? \"\"", "\"a\"" },
	      { "base64_decode(\"Y\")?", "false" }, { "base64_decode(\"/w==\")?", "false" },
	      { "base64_decode(\"\") ?? \"-\"", "\"\"" });
}

static void expressions(void **state)
{
	(void)state;
	CHECK({ "regexp_problem('^(?i)[a-z\\d]+(?P<n>x{2,})*?$')?", "false" },
	      { "regexp_problem('(?!a)b') ?? \"\"",
		"\"looks ahead or behind, or has another `(?…` that RE2 does not know\"" },
	      { "regexp_problem('(?<=a)b') ?? \"\"", "\"looks behind with `(?<`, which RE2 cannot\"" },
	      { "regexp_problem('(a') ?? \"\"", "\"has a `(` without its `)`\"" },
	      { "regexp_problem('a)') ?? \"\"", "\"has a `)` without its `(`\"" },
	      { "regexp_problem('[a') ?? \"\"", "\"has a `[` without its `]`\"" },
	      { "regexp_problem('*') ?? \"\"", "\"repeats nothing\"" },
	      { "regexp_problem('a**') ?? \"\"", "\"repeats a repetition\"" },
	      { "regexp_problem('a{3,2}') ?? \"\"",
		"\"repeats more than 1000 times, or more at least than at most\"" },
	      { "regexp_problem('(a)\\1') ?? \"\"", "\"looks back at a group, which RE2 cannot\"" },
	      { "regexp_problem('a\\Z') ?? \"\"", "\"has an escape that RE2 does not know\"" },
	      { "regexp_problem('[z-a]') ?? \"\"",
		"\"has a range of characters that ends before it begins\"" });
}

static void formats(void **state)
{
	(void)state;
	CHECK({ "keys(index_by([\"a-b\", \"b-c\"], x => split(x, \"-\")))", "[\"a\", \"b\", \"c\"]" },
	      { "len(index_by([\"a-b\", \"b-c\"], x => split(x, \"-\"))[\"b\"] ?? [])", "2" },
	      { "descend([8, 3], x => if x > 1 then [x / 2] else [])", "[8, 3, 4, 1, 2, 1]" },
	      { "descend([1], x => [for y in range(0, x): y])", "[1, 0]" },
	      { "len(descend([0], x => if x < 199 then [x + 1] else []))", "200" });
	CHECK({ "last([1, 2]) ?? 0", "2" }, { "last([for x in [1]: if x > 1 then x])?", "false" });
	CHECK({ "includes(group_by([\"a\", \"b\"], x => x), group_by([\"b\"], x => x))", "true" },
	      { "includes(group_by([\"a\"], x => x), group_by([\"a\", \"b\"], x => x))", "false" },
	      { "includes(group_by([\"a\"], x => \"k\"), group_by([\"b\"], x => \"k\"))", "false" });
	CHECK({ "to_version(\"8.0.32-ubi9\")?", "true" }, { "to_version(\"latest\")?", "false" },
	      { "to_bytes(\"1Gi\") ?? 0Mi", "1Gi" }, { "bytes(to_bytes(\"1500m\") ?? 0Mi)", "2" },
	      { "to_bytes(\"20G\") == 20GB", "true" }, { "to_bytes(\"much\")?", "false" },
	      { "to_bytes(\"9E\")?", "true" }, { "to_bytes(\"10E\")?", "false" });
	CHECK({ "quantity_problem(\"1Gi\")?", "false" }, { "quantity_problem(\"1GB\")?", "true" },
	      { "version_problem(\"1.2.3.4\")?", "true" }, { "cron_problem(\"0 0 * * *\")?", "false" },
	      { "cron_problem(\"0 0 31 2 *\")?", "true" },
	      { "cron_fix(\"0 0 * * 7\") ?? \"\"", "\"0 0 * * 0\"" },
	      { "cron_gap(\"0 0 31 2 *\")?", "false" }, { "cron_next(\"x\", \"y\")?", "false" },
	      { "dns_subdomain_problem(\"a.b\")?", "false" }, { "label_key_problem(\"a/b\")?", "false" },
	      { "label_value_problem(\"-\")?", "true" }, { "uri_problem(\"h\")?", "true" },
	      { "uri_scheme(\"h\")?", "false" }, { "uri_port(\"https://h\")?", "false" },
	      { "uri_path(\"https://h/a\") ?? \"\"", "\"/a\"" },
	      { "uri_query(\"https://h/a?b\") ?? \"\"", "\"b\"" },
	      { "uri_userinfo(\"https://u:p@h\") ?? \"\"", "\"u:p\"" },
	      { "uri_encode(\"a b\")", "\"a%20b\"" }, { "uri_decode(\"a%20b\") ?? \"\"", "\"a b\"" },
	      { "uri_decode(\"%\")?", "false" }, { "image_problem(\"a/b:c\")?", "false" },
	      { "image_repository(\"r.x/a/b:c\") ?? \"\"", "\"a/b\"" }, { "image_digest(\"a\")?", "false" },
	      { "cidr_problem(\"10.0.0.0/8\")?", "false" }, { "ip_problem(\"10.0.0.1\")?", "false" },
	      { "ip_problem(\"10.0.0.01\")?", "true" }, { "base64_size(\"YQ==\") ?? -1", "1" },
	      { "base64_size(\"\") ?? -1", "0" }, { "base64_size(\"YQ=\")?", "false" },
	      { "base64_size(\"Y-Q=\")?", "false" }, { "utf8_size(\"ä\")", "2" },
	      { "labels_problem({ \"a\" = \"b\" })?", "false" },
	      { "starts_with(labels_problem({ \"a b\" = \"b\" }) ?? \"\", \"`a b` has a blank\")", "true" },
	      { "is_whole(500m)", "false" }, { "is_whole(2)", "true" }, { "is_whole(1Gi)", "true" },
	      { "cidr_overlap(\"10.0.0.0/8\", \"10.1.0.0/16\")", "true" },
	      { "cidr_contains(\"x\", \"y\")", "false" }, { "zone_problem(\"Europe/Berlin\")?", "false" },
	      { "zone_nearest(\"Berln\") ?? \"\"", "\"Europe/Berlin\"" },
	      { "nearest(\"zzz\", [\"abc\"])?", "false" });
}

static void json_forms(void **state)
{
	(void)state;
	CHECK({ "json([1.5, -2.0])", "\"[1.5,-2]\"" },
	      { "json(secret(\"n\", \"k\"))", "\"{\\\"key\\\":\\\"k\\\",\\\"name\\\":\\\"n\\\"}\"" },
	      { "json(3..5)", "\"{\\\"max\\\":5,\\\"min\\\":3}\"" }, { "json(500m)", "\"\\\"500m\\\"\"" },
	      { "json(100MB)", "\"\\\"100M\\\"\"" }, { "json([15min])", "\"[\\\"15min\\\"]\"" },
	      { "json(80%)", "\"\\\"80%\\\"\"" }, { "json(Store.grid)", "\"\\\"grid\\\"\"" },
	      { "json(Store.disk { size = 1Gi })",
		"\"{\\\"disk\\\":{\\\"path\\\":\\\"/var\\\",\\\"size\\\":\\\"1Gi\\\"}}\"" });
}

static void failures(void **state)
{
	(void)state;
	expect_failure("let a = 9223372036854775807\nlet v = sum([a, a])", "RCS0402 the sum is too large");
	expect_failure("let a = 1.5\nlet big = fold(range(0, 70), a, acc x => acc * 2.0)\nlet v = floor(big)",
		       "RCS0402 the result is too large");
	expect_failure("let a = 9223372036854775807\nlet v = abs(-a - 1)", "RCS0402 the result is too large");
	expect_failure("let a = 9223372036854775807\nlet v = -(-a - 1)", "RCS0402 the result is too large");
	expect_failure("let p = \"a(\"\nlet v = matches(\"a\", p)",
		       "RCS0401 the pattern \"a(\" has a `(` that is never closed");
	expect_failure("let z = 0\nlet v = map([1], x => x / z)", "RCS0402 division by zero");
	expect_failure("let z = 0\nlet v = filter([1], x => x / z > 0)", "RCS0402 division by zero");
	expect_failure("let z = 0\nlet v = sort_by([1], x => x / z)", "RCS0402 division by zero");
	expect_failure("let z = 0\nlet v = all([1], x => x / z > 0)", "RCS0402 division by zero");
	expect_failure("let z = 0\nlet v = \"${1 / z}\"", "RCS0402 division by zero");
	expect_failure("let v = max([for x in range(0, 0): x])",
		       "RCS0402 there is no largest of no elements");
}

/* A library without the types of a function has no use for the function. */
static void types_that_lack(void **state)
{
	struct fixture fx;

	(void)state;
	load(&fx, "let v = pack([], [])\n");
	assert_non_null(strstr(take_diags(&fx), "`pack` needs the types of `std/pack.rcs`"));
	stop(&fx);
}

int main(void)
{
	RUN(cmocka_unit_test(numbers), cmocka_unit_test(expressions), cmocka_unit_test(formats),
	    cmocka_unit_test(entries), cmocka_unit_test(patterns), cmocka_unit_test(json_texts),
	    cmocka_unit_test(json_forms), cmocka_unit_test(failures), cmocka_unit_test(types_that_lack));
}
