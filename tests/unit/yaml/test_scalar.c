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
	{ "18446744073709551615", "float", "1.8446744073709552e+19" },
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

/* What the writer of the table put down as `same` is a text; go-yaml calls integers beyond 64 bits floats. */
static void check_verdict(const cJSON *row)
{
	const char *text = cJSON_GetObjectItem(row, "string")->valuestring;
	const char *verdict =
		cJSON_GetObjectItem(cJSON_GetObjectItem(row, "asPlainScalar"), "go-yaml.v2")->valuestring;
	const char *kind = kind_names[read_plain(text).kind];
	bool plain = strcmp(verdict, "same") == 0 || strcmp(verdict, "bool") == 0 ||
		     strcmp(verdict, "int") == 0 || strcmp(verdict, "float") == 0 ||
		     strcmp(verdict, "null") == 0;

	if (plain && !strchr(text, '#') && !(text[0] && strchr("&!*[{%@|>?,", text[0])) &&
	    (!text[0] || (text[0] > ' ' && text[strlen(text) - 1] != ' ')) && strcmp(kind, verdict) != 0 &&
	    !(strcmp(kind, "float") == 0 && strcmp(verdict, "int") == 0 && strlen(text) > 18))
		fail_msg("`%s` is %s, and go-yaml reads %s", text, kind, verdict);
}

static void the_table_agrees(void **unused)
{
	cJSON *all = cases_load("yaml-scalars.json");
	const cJSON *row;

	(void)unused;
	if (!all)
		return;
	cJSON_ArrayForEach(row, cases_group(all, "plain-scalar-verdicts")) check_verdict(row);
	cJSON_Delete(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars_are_what_go_yaml_reads),
		cmocka_unit_test(quotes_and_tags_decide),
		cmocka_unit_test(the_table_agrees),
	};

	return cmocka_run_group_tests_name("scalar", tests, NULL, NULL);
}
