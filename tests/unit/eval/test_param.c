/* Parameters from an env file or the command line. */
#include "eval_test.h"

static struct fixture *given(struct fixture *fx, const char *text, const char *name, const char *value)
{
	start(fx, text);
	struct str line = arena_printf(&fx->files, "%s=%s", name, value);
	uint32_t source = source_add(&fx->session.sources, SOURCE_PARAM, STR("dev.env"), line);
	uint32_t base = source_get(&fx->session.sources, source)->base, equals = base + str_from(name).n;

	give(fx, (struct given){ .name = str_from(name),
				 .text = str_from(value),
				 .name_at = { base, equals },
				 .at = { equals + 1, base + line.n } });
	return fx;
}

static void reads(const char *type, const char *value, const char *shows, const char *diags)
{
	struct fixture fx;
	char text[200];

	snprintf(text, sizeof text, "param v: %s", type);
	given(&fx, text, "v", value);
	assert_string_equal(shown(&fx, value_named(&fx, "v")), shows);
	assert_string_equal(take_diags(&fx), diags);
	stop(&fx);
}

static void scalars(void **state)
{
	(void)state;
	reads("Int", "42", "42", "");
	reads("Int", "-42", "-42", "");
	reads("Float", "2", "2.0", "");
	reads("Bool", "true", "true", "");
	reads("String", "a \"b\" $x", "\"a \\\"b\\\" $x\"", "");
	reads("Bytes", "10Gi", "10Gi", "");
	reads("Cpu", "2", "2", "");
	reads("Duration", "15min", "15min", "");
	reads("Version", "1.30", "\"1.30\"", "");
	reads("Store", "grid", "grid", "");
	reads("Int | String", "7", "7", "");
	reads("String | Int", "x7", "\"x7\"", "");
	reads("Small", "7", "7", "");
}

static void literals(void **state)
{
	(void)state;
	reads("[String]", "[\"a\", \"b\"]", "[\"a\", \"b\"]", "");
	reads("[String: Int]", "{ \"a\" = 1 }", "{ \"a\" = 1 }", "");
	reads("[String: Limits]", "{ \"a\" { cpu = 2 } }", "{ \"a\" = { cpu = 2 } }", "");
	reads("Range[Int]", "3..5", "3..5", "");
	reads("[Store]", "[grid, disk { path = \"/a\" }]", "[grid, disk { path = \"/a\" }]", "");
	reads("Store", "disk", "disk { }", "");
	reads("Store", "disk { path = \"/a\" }", "disk { path = \"/a\" }", "");
	reads("[Int]", "[for i in range(0, 3): i * 2]", "[0, 2, 4]", "");
	reads("Secret", "secret(\"a\", \"b\")", "secret(\"a\", \"b\")", "");
	reads("String | [String]", "a", "\"a\"", "");
}

static void optional(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "param v?: Int\nlet w = v ?? 7");
	assert_string_equal(shown(&fx, value_named(&fx, "w")), "7");
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
	given(&fx, "param v?: Int\nlet w = v ?? 7", "v", "3");
	assert_string_equal(shown(&fx, value_named(&fx, "w")), "3");
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void old_booleans(void **state)
{
	(void)state;
	reads("Bool", "True", "true", "RCS0405 booleans are written in lower case");
	reads("Bool", "False", "false", "RCS0405 booleans are written in lower case");
}

static void wrapped(void **state)
{
	const char *note = "RCS0405 the text has blanks or quotes around it";

	(void)state;
	reads("String", "a b", "\"a b\"", "");
	reads("String", "", "\"\"", "");
	reads("String", "a # b", "\"a # b\"", "");
	reads("String", "a ", "\"a \"", note);
	reads("String", "'a'", "\"'a'\"", note);
	reads("Short", "'a'", "\"'a'\"", note);
	reads("Short", "'abc'", "?", "RCS0401 `'abc'` is too long");
}

static void refused(void **state)
{
	(void)state;
	reads("Int", "4x", "?", "RCS0305 `x` is not a unit");
	reads("Int", "10Gi", "?", "RCS0305 expected Int, found the Bytes `10Gi`");
	reads("Int", "", "?", "RCS0404 `v` is empty: a value of the type Int is missing");
	reads("Int", " ", "?", "RCS0404 `v` is empty: a value of the type Int is missing");
	reads("Int", "4 ", "?", "RCS0404 `4 ` is no value of the type Int");
	reads("Bool", "yes", "?", "RCS0404 `yes` is no value of the type Bool");
	reads("Small", "700", "?", "RCS0401 700 is not a Small: it has to be less than 100");
	reads("[String]", "a", "?", "RCS0201 `a` is not known here");
	reads("[String]", "[\"a\"", "?", "RCS0102 `[` is never closed");
	reads("[Int]", "[1, \"2\"]", "?", "RCS0304 expected an Int, found a String");
	reads("[Small]", "[1, 200]", "?", "RCS0401 200 is not a Small: it has to be less than 100");
	reads("[String]", "", "?", "RCS0104 a value is missing here");
	reads("Store", "gridd", "?", "RCS0306 `gridd` is not one of Store");
}

static void unknown(void **state)
{
	struct fixture fx;

	(void)state;
	given(&fx, "param replicas: Int = 1\nlet v = replicas", "replcas", "3");
	assert_string_equal(shown(&fx, value_named(&fx, "v")), "?");
	assert_string_equal(take_diags(&fx), "RCS0212 no file declares a parameter `replcas`");
	stop(&fx);
}

static void missing(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "param host: String\nlet v = \"${host}${host}\"");
	assert_int_equal(value_named(&fx, "v").kind, VALUE_ERROR);
	assert_string_equal(take_diags(&fx), "RCS0213 the parameter `host` is not given");
	stop(&fx);
}

int main(void)
{
	RUN(cmocka_unit_test(scalars), cmocka_unit_test(literals), cmocka_unit_test(optional),
	    cmocka_unit_test(old_booleans), cmocka_unit_test(wrapped), cmocka_unit_test(refused),
	    cmocka_unit_test(unknown), cmocka_unit_test(missing));
}
