#include "formats/duration.h"

#include "cases.h"

static const struct {
	const char *text, *phrase;
} bad[] = {
	{ "", "is empty" },
	{ "-", "is not made of numbers with units, such as `1h30m`" },
	{ "5", "has a number without unit" },
	{ "1h5", "has a number without unit" },
	{ "7d", "has the unit `d`, known are h m s ms us ns" },
	{ "1 m", "has the unit ` m`, known are h m s ms us ns" },
	{ "2562048h", "is longer than 2562047h (292 years)" },
	{ "99999999999999999999h", "is longer than 2562047h (292 years)" },
	{ "-99999999999999999999ns", "is longer than 2562047h (292 years)" },
};

static void duration_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str text = cases_exact(bad[i].text);

		cases_assert_str(duration_problem(text, *state), bad[i].phrase);
		cases_free(text);
	}
}

static const struct {
	const char *text, *phrase, *canonical;
} prometheus[] = {
	{ "90s", "", "1m30s" },
	{ "1d12h", "", "1d12h" },
	{ "365d", "", "1y" },
	{ "8d", "", "8d" },
	{ "0", "", "0s" },
	{ "", "is empty", NULL },
	{ "-1s", "is not made of numbers with units, such as `1h30m`", NULL },
	{ "30", "has a number without unit", NULL },
	{ "30us", "has the unit `us`, known are y w d h m s ms", NULL },
	{ "1m1h", "has units that do not go from the largest to the smallest, each once", NULL },
	{ "300y", "is longer than 292y", NULL },
	{ "99999999999999999999ms", "is longer than 292y", NULL },
};

static void prometheus_duration_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof prometheus / sizeof *prometheus; i++) {
		struct str text = cases_exact(prometheus[i].text);
		int64_t n;

		cases_assert_str(prometheus_duration_problem(text, *state), prometheus[i].phrase);
		assert_int_equal(prometheus_duration_parse(text, &n), prometheus[i].canonical != NULL);
		if (prometheus[i].canonical)
			cases_assert_str(prometheus_duration_text(*state, n), prometheus[i].canonical);
		cases_free(text);
	}
}

/* Nothing in Kubernetes takes the negative ones that a row may allow. */
static void prometheus_duration_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("durations.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "prometheus-duration"))
	{
		struct str text = cases_exact(cases_text(row, "input"));
		int64_t n;
		bool valid = cases_true(row, "valid") && !cases_true(row, "negativeAllowed");

		if (prometheus_duration_parse(text, &n) != valid)
			fail_msg("`%.*s` is valid: %d", STR_ARG(text), !valid);
		if (valid) {
			assert_true(n == strtoll(cases_text(row, "nanoseconds"), NULL, 10));
			cases_assert_str(prometheus_duration_text(*state, n), cases_text(row, "canonical"));
		}
		cases_free(text);
	}
	cJSON_Delete(root);
}

static void duration_least_value_reads_back(void **state)
{
	struct str text = duration_text(*state, INT64_MIN);
	int64_t n;

	cases_assert_str(text, "-2562047h47m16.854775808s");
	assert_true(duration_parse(text, &n));
	assert_true(n == INT64_MIN);
}

static void duration_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("durations.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "go-duration"))
	{
		struct str text = cases_exact(cases_text(row, "input"));
		int64_t n;
		bool valid = duration_parse(text, &n);

		if (valid != cases_true(row, "valid"))
			fail_msg("`%.*s` is valid: %d", STR_ARG(text), valid);
		assert_int_equal(duration_problem(text, *state).n == 0, valid);
		if (valid) {
			assert_true(n == strtoll(cases_text(row, "nanoseconds"), NULL, 10));
			cases_assert_str(duration_text(*state, n), cases_text(row, "canonical"));
		}
		cases_free(text);
	}
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(duration_problem_is_a_phrase),
		CASES_TEST(duration_least_value_reads_back),
		CASES_TEST(duration_agrees_with_upstream),
		CASES_TEST(prometheus_duration_problem_is_a_phrase),
		CASES_TEST(prometheus_duration_agrees_with_upstream),
	};

	return cmocka_run_group_tests_name("formats/duration", tests, NULL, NULL);
}
