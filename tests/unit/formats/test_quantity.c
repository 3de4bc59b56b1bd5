#include "formats/quantity.h"

#include "cases.h"

static const struct {
	const char *text, *canonical;
} good[] = {
	{ "1024Mi", "1Gi" },  { "0.5", "500m" },    { "1000m", "1" },
	{ "1500M", "1500M" }, { "0.5Gi", "512Mi" }, { "1e1000", "10e999" },
	{ "100Ki", "100Ki" }, { "2.5P", "2500T" },  { "9Ei", "9223372036854775807" },
};

static void quantity_text_is_canonical(void **state)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct quantity q;

		assert_true(quantity_parse(*state, str_from(good[i].text), &q));
		cases_assert_str(quantity_text(*state, &q), good[i].canonical);
		cases_assert_str(quantity_problem(str_from(good[i].text), *state), "");
	}
}

static void quantity_canonical_keeps_what_upstream_keeps(void **state)
{
	cases_assert_str(quantity_canonical(*state, STR("+81Mi")), "+81Mi");
	cases_assert_str(quantity_canonical(*state, STR("+80Mi")), "80Mi");
	cases_assert_str(quantity_canonical(*state, STR("Ki")), "0");
}

static const struct {
	const char *text, *phrase;
} bad[] = {
	{ "", "is empty" },
	{ "lots", "does not begin with a number" },
	{ "Pi", "does not begin with a number" },
	{ "+.e-24", "does not begin with a number" },
	{ "1 Gi", "has a blank behind the number" },
	{ "10GB", "ends with `GB`, which is no unit of Kubernetes: n u m k M G T P E, Ki Mi Gi Ti Pi Ei" },
	{ "1..5", "has `.` behind the number" },
	{ "1e9999999999999999999", "ends with `e9999999999999999999`, which is no unit of Kubernetes: "
				   "n u m k M G T P E, Ki Mi Gi Ti Pi Ei" },
};

static void quantity_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct quantity q;
		struct str text = cases_exact(bad[i].text);

		assert_false(quantity_parse(*state, text, &q));
		cases_assert_str(quantity_problem(text, *state), bad[i].phrase);
		cases_free(text);
	}
}

static void quantity_of_our_values(void **state)
{
	cases_assert_str(quantity_of_bytes(*state, INT64_C(512) << 20, false), "512Mi");
	cases_assert_str(quantity_of_bytes(*state, 100000000, true), "100M");
	cases_assert_str(quantity_of_bytes(*state, 1000, false), "1k");
	cases_assert_str(quantity_of_bytes(*state, INT64_MIN, false), "-8Ei");
	cases_assert_str(quantity_of_cpu(*state, 500000000), "500m");
	cases_assert_str(quantity_of_cpu(*state, 2000000000), "2");
	cases_assert_str(quantity_of_cpu(*state, 1), "1n");
}

static int sign_of(int n)
{
	return (n > 0) - (n < 0);
}

static void check_order(struct arena *a, const char *x, const char *y, int want)
{
	struct quantity qx, qy;

	assert_true(quantity_parse(a, str_from(x), &qx) && quantity_parse(a, str_from(y), &qy));
	assert_int_equal(sign_of(quantity_compare(&qx, &qy)), want);
	assert_int_equal(sign_of(quantity_compare(&qy, &qx)), -want);
}

static void quantity_compares_by_value(void **state)
{
	check_order(*state, "1Ki", "1k", 1);
	check_order(*state, "1024", "1Ki", 0);
	check_order(*state, "-1", "0", -1);
	check_order(*state, "-2", "-1", -1);
	check_order(*state, "0", "1n", -1);
	check_order(*state, "9", "10", -1);
}

static void check_upstream_row(struct arena *a, const cJSON *row)
{
	const char *input = cases_text(row, "input"), *value = cases_text(row, "value");
	const char *canonical = cases_text(row, "canonical"),
		   *recomputed = cases_text(row, "canonicalRecomputed");
	struct str text = cases_exact(input);
	struct quantity q, plain;
	bool valid = quantity_parse(a, text, &q);

	if (valid != cases_true(row, "valid"))
		fail_msg("%s: valid is %d", input, valid);
	assert_int_equal(quantity_problem(text, a).n == 0, valid);
	if (valid && canonical)
		cases_assert_str(quantity_canonical(a, text), canonical);
	if (valid && recomputed)
		cases_assert_str(quantity_text(a, &q), recomputed);
	if (valid && value) {
		assert_true(quantity_parse(a, str_from(value), &plain));
		if (quantity_compare(&q, &plain) != 0)
			fail_msg("%s is not %s", input, value);
	}
	cases_free(text);
}

static void quantity_agrees_with_upstream(void **state)
{
	static const char *const groups[] = { "parse-valid",
					      "parse-valid-negated",
					      "parse-valid-plus-sign",
					      "parse-invalid",
					      "parse-emit",
					      "string",
					      "parse-int64-boundaries",
					      "oracle-extra" };
	cJSON *root = cases_load("quantity.json");
	const cJSON *row;

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		cJSON_ArrayForEach(row, cases_group(root, groups[i])) check_upstream_row(*state, row);
	cJSON_ArrayForEach(row, cases_group(root, "compare"))
		check_order(*state, cases_text(row, "a"), cases_text(row, "b"),
			    cJSON_GetObjectItem(row, "cmp")->valueint);
	cJSON_Delete(root);
}

static void check_made_row(struct arena *a, const cJSON *row, const char *key, int exponent)
{
	const char *format = cases_text(row, "format");
	struct quantity q = quantity_of(a, (int64_t)cJSON_GetObjectItem(row, key)->valuedouble, exponent,
					strcmp(format, "DecimalSI") == 0  ? QUANTITY_DECIMAL
					: strcmp(format, "BinarySI") == 0 ? QUANTITY_BINARY
									  : QUANTITY_EXPONENT);

	cases_assert_str(quantity_text(a, &q), cases_text(row, "canonical"));
}

static void quantity_from_integers_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("quantity.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "from-milli")) check_made_row(*state, row, "milli", -3);
	cJSON_ArrayForEach(row, cases_group(root, "from-int")) check_made_row(*state, row, "value", 0);
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(quantity_text_is_canonical),
		CASES_TEST(quantity_canonical_keeps_what_upstream_keeps),
		CASES_TEST(quantity_problem_is_a_phrase),
		CASES_TEST(quantity_of_our_values),
		CASES_TEST(quantity_compares_by_value),
		CASES_TEST(quantity_agrees_with_upstream),
		CASES_TEST(quantity_from_integers_agrees_with_upstream),
	};

	return cmocka_run_group_tests_name("formats/quantity", tests, NULL, NULL);
}
