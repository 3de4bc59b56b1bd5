/* JSON: layout, numbers as the apiserver writes them, and that cJSON reads it back. */
#include "docs.h"
#include "emit/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

static void layout(void **state)
{
	struct arena a;
	struct doc_entry inner[] = { { STR("z\n"), doc_string("\"é\\\x01") }, { STR("a"), doc_bool(false) } };
	struct doc items[] = {
		doc_int(INT64_MIN), DOC_ENTRIES(inner), { .kind = DOC_LIST }, { .kind = DOC_MAP }
	};
	struct doc_entry entries[] = { { STR("kind"), doc_string("X") }, { STR("v"), DOC_ITEMS(items) } };
	struct object object = { .doc = DOC_ENTRIES(entries) };
	struct object_list list = { &object, 1 };

	(void)state;
	arena_init(&a);
	struct buf out = { .arena = &a };

	json_list(&out, &list);
	buf_char(&out, 0);
	assert_string_equal(out.p, "{\n"
				   "  \"apiVersion\": \"v1\",\n"
				   "  \"kind\": \"List\",\n"
				   "  \"items\": [\n"
				   "    {\n"
				   "      \"kind\": \"X\",\n"
				   "      \"v\": [\n"
				   "        -9223372036854775808,\n"
				   "        {\n"
				   "          \"z\\n\": \"\\\"é\\\\\\u0001\",\n"
				   "          \"a\": false\n"
				   "        },\n"
				   "        [],\n"
				   "        {}\n"
				   "      ]\n"
				   "    }\n"
				   "  ]\n"
				   "}\n");
	cJSON *read = cJSON_Parse(out.p);

	assert_non_null(read);
	cJSON_Delete(read);
	arena_fini(&a);
}

static void numbers(void **state)
{
	static const struct {
		double number;
		const char *text;
	} cases[] = {
		{ 0.0, "0" },
		{ -0.0, "0" },
		{ 1.0, "1" },
		{ -2.5, "-2.5" },
		{ 0.1, "0.1" },
		{ 1.0 / 3.0, "0.3333333333333333" },
		{ 100.0, "100" },
		{ 1e20, "100000000000000000000" },
		{ 1e21, "1.0e+21" },
		{ -1.25e300, "-1.25e+300" },
		{ 0.000001, "0.000001" },
		{ 0.0000015, "0.0000015" },
		{ 1e-7, "1.0e-07" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308" },
		{ 5e-324, "5.0e-324" },
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = { .arena = &a };

		json_number(&out, cases[i].number);
		buf_char(&out, 0);
		assert_string_equal(out.p, cases[i].text);
		assert_true(strtod(out.p, NULL) == cases[i].number);
	}
	arena_fini(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(layout), cmocka_unit_test(numbers) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
