/* Plain scalars as Kubernetes' readers of YAML see them; with the table of cases beside the repository, what
 * go-yaml said of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "formats/cases.h"
#include "yaml/scalar.h"

#include <string.h>

static const char *const kind_names[] = { "null", "bool", "int", "float", "same" };

static struct scalar read_plain(const char *text)
{
	struct yaml_node node = { .plain = true, .text = str_from(text) };
	struct scalar s;

	scalar_read(&node, &s);
	return s;
}

static const struct {
	const char *text, *kind, *key;
} cases[] = {
	{ "", "null", "null" },
	{ "~", "null", "null" },
	{ "NULL", "null", "null" },
	{ "nULL", "same", "nULL" },
	{ "y", "bool", "true" },
	{ "N", "bool", "false" },
	{ "yes", "bool", "true" },
	{ "Off", "bool", "false" },
	{ "oN", "same", "oN" },
	{ "0", "int", "0" },
	{ "-0", "int", "0" },
	{ "+12", "int", "12" },
	{ "0755", "int", "493" },
	{ "0o17", "int", "15" },
	{ "0x1F", "int", "31" },
	{ "0b101", "int", "5" },
	{ "1_000", "int", "1000" },
	{ "08", "float", "8" },
	{ "1.10", "float", "1.1" },
	{ ".5", "float", "0.5" },
	{ "1e3", "float", "1000" },
	{ "12e03", "float", "12000" },
	{ "+.5", "float", "0.5" },
	{ ".", "same", "." },
	{ "-", "same", "-" },
	{ "1e", "same", "1e" },
	{ "12:30", "same", "12:30" },
	{ "1.2.3", "same", "1.2.3" },
	{ "500m", "same", "500m" },
	{ "_1", "same", "_1" },
	{ "0xg", "same", "0xg" },
	{ "nan", "same", "nan" },
	{ "2001-12-14", "same", "2001-12-14" },
	{ "9223372036854775807", "int", "9223372036854775807" },
	{ "-9223372036854775808", "int", "-9223372036854775808" },
	{ "18446744073709551615", "float", "1.8446744e+19" },
	{ "1e6", "float", "1e+06" },
	{ "0.00001", "float", "1e-05" },
	{ "-.Inf", "float", "-.inf" },
	{ ".nan", "float", ".nan" },
	{ ".7_0", "float", "0.7" },
	{ "._7", "same", "._7" },
	{ ".7__0", "same", ".7__0" },
	{ "0b-101", "int", "-5" },
	{ "-0b-1", "same", "-0b-1" },
};

static void scalars_are_what_go_yaml_reads(void **unused)
{
	struct arena a;

	(void)unused;
	arena_init(&a);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct yaml_node node = { .plain = true, .text = str_from(cases[i].text) };
		struct scalar s;

		scalar_read(&node, &s);
		if (strcmp(kind_names[s.kind], cases[i].kind) != 0)
			fail_msg("`%s` is %s", cases[i].text, kind_names[s.kind]);
		assert_string_equal(arena_str(&a, scalar_key(&a, &node)).p, cases[i].key);
	}
	arena_fini(&a);
}

static void quotes_and_tags_decide(void **unused)
{
	struct yaml_node node = { .text = STR("yes") };
	struct scalar s;

	(void)unused;
	scalar_read(&node, &s);
	assert_int_equal(s.kind, SCALAR_STRING);
	node = (struct yaml_node){ .plain = true, .tag = YAML_TAG_STR, .text = STR("1") };
	scalar_read(&node, &s);
	assert_int_equal(s.kind, SCALAR_STRING);
	node = (struct yaml_node){ .tag = YAML_TAG_INT, .text = STR("1") };
	scalar_read(&node, &s);
	assert_int_equal(s.kind, SCALAR_INT);
}

static void numbers_are_those_of_json(void **unused)
{
	static const char *const texts[][2] = {
		{ "1e20", "100000000000000000000" },
		{ "123456789012345678901", "123456789012345680000" },
		{ "875e15", "875000000000000000" },
		{ "12345678901234567e2", "1234567890123456800" },
		{ "1e21", "1e+21" },
		{ "-95e17", "-9500000000000000000" },
		{ "-0.0", "0" },
		{ "0.00001", "0.00001" },
		{ "1.50", "1.5" },
		{ "yes", "true" },
	};
	struct arena a;

	(void)unused;
	arena_init(&a);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct yaml_node node = { .plain = true, .text = str_from(texts[i][0]) };

		assert_string_equal(arena_str(&a, scalar_json(&a, &node)).p, texts[i][1]);
	}
	assert_int_equal(read_plain("875e15").integer, 875000000000000000);
	assert_false(read_plain("1e20").whole);
	arena_fini(&a);
}

static void not_all_scalars_are_keys(void **unused)
{
	struct yaml_node node = { .plain = true, .text = STR("~") };

	(void)unused;
	assert_false(scalar_is_key(&node));
	node.text = STR("9223372036854775808");
	assert_false(scalar_is_key(&node));
	node.plain = false;
	assert_true(scalar_is_key(&node));
}

/* What the reader of manifests makes of the value in `k: VALUE`, in the words of the table. Integers beyond
 * 63 bits are floats to us. */
static const char *verdict_of(const struct yaml_nodes *nodes, const char *text)
{
	const struct yaml_node *value = &nodes->v[nodes->v[1].next];
	struct scalar s;

	if (value->kind == YAML_NODE_MAP) /* what is no key is a mistake of its own */
		return value[1].kind == YAML_NODE_SCALAR ? "map" : "error";
	if (value->kind == YAML_NODE_LIST)
		return "seq";
	scalar_read(value, &s);
	if (s.kind == SCALAR_STRING)
		return str_eq(value->text, str_from(text)) ? "same" : "str-changed";
	return s.large ? "int" : kind_names[s.kind];
}

static void check_verdict(struct session *s, const cJSON *row)
{
	const char *text = cases_text(row, "string");
	const char *wanted = cases_text(cJSON_GetObjectItem(row, "asPlainScalar"), "go-yaml.v2");
	struct yaml_input in = { .session = s, .text = arena_printf(&s->arena, "k: %s\n", text) };
	struct yaml_nodes nodes = { 0 };
	struct yaml_problem problem = { 0 };
	bool read = yaml_check_bytes(&in, &problem) &&
		    yaml_read(&in, (struct yaml_part){ 0, in.text.n }, &nodes, &problem);
	const char *verdict = read ? verdict_of(&nodes, text) : "error";

	if (strcmp(verdict, wanted) != 0)
		fail_msg("`%s` is %s, and go-yaml reads %s", text, verdict, wanted);
}

static void the_table_agrees(void **unused)
{
	cJSON *all = cases_load("yaml-scalars.json");
	const cJSON *row;

	struct session s;

	(void)unused;
	if (!all)
		skip();
	session_init(&s, os_posix());
	cJSON_ArrayForEach(row, cases_group(all, "plain-scalar-verdicts")) check_verdict(&s, row);
	session_fini(&s);
	cJSON_Delete(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars_are_what_go_yaml_reads),
		cmocka_unit_test(quotes_and_tags_decide),
		cmocka_unit_test(numbers_are_those_of_json),
		cmocka_unit_test(not_all_scalars_are_keys),
		cmocka_unit_test(the_table_agrees),
	};

	return cmocka_run_group_tests_name("scalar", tests, NULL, NULL);
}
