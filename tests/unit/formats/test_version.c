#include "formats/version.h"

#include "cases.h"

static const struct {
	const char *text;
	struct version want;
	const char *suffix;
} good[] = {
	{ "8", { { 8, 0, 0 }, 1, { 0 } }, "" },
	{ "1.33", { { 1, 33, 0 }, 2, { 0 } }, "" },
	{ "7.10.2", { { 7, 10, 2 }, 3, { 0 } }, "" },
	{ "0.0.0", { { 0, 0, 0 }, 3, { 0 } }, "" },
	{ "8.0.0-rc.1", { { 8, 0, 0 }, 3, { 0 } }, "rc.1" },
	{ "8-jammy", { { 8, 0, 0 }, 1, { 0 } }, "jammy" },
};

static void version_reads_its_numbers(void **state)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct str text = cases_exact(good[i].text);
		struct version v;

		assert_true(version_parse(text, &v));
		assert_memory_equal(v.numbers, good[i].want.numbers, sizeof v.numbers);
		assert_int_equal(v.count, good[i].want.count);
		cases_assert_str(v.suffix, good[i].suffix);
		cases_assert_str(version_problem(text, *state), "");
		cases_free(text);
	}
}

static const struct {
	const char *text, *phrase;
} bad[] = {
	{ "", "is empty" },
	{ "v1.2", "begins with `v`, write only the numbers" },
	{ "latest", "does not begin with a number" },
	{ "1.2.3.4", "has more than 3 numbers" },
	{ "1.", "has no number behind a `.`" },
	{ "1..2", "has no number behind a `.`" },
	{ "1.02", "has a number with a leading 0" },
	{ "1.2-", "has nothing behind its `-`" },
	{ "1.2 ", "has a blank behind its numbers" },
	{ "1.2-a_b", "has `_` behind its numbers" },
	{ "1.x", "has no number behind a `.`" },
	{ "12345678901", "has a number of more than 9 digits" },
};

static void version_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str text = cases_exact(bad[i].text);
		struct version v;

		assert_false(version_parse(text, &v));
		cases_assert_str(version_problem(text, *state), bad[i].phrase);
		cases_free(text);
	}
}

static void version_compares_by_number(void **state)
{
	static const char *const ascending[] = {
		"0.9",	     "1.9",	   "1.30-1",	   "1.30-2",
		"1.30-10",   "1.30-alpha", "1.30-alpha.1", "1.30-alpha.beta",
		"1.30-rc.1", "1.30",	   "1.30.1",	   "2",
	};
	const int n = sizeof ascending / sizeof *ascending;

	(void)state;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			struct version a, b;

			assert_true(version_parse(str_from(ascending[i]), &a));
			assert_true(version_parse(str_from(ascending[j]), &b));
			int order = version_compare(&a, &b);

			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
}

static void version_missing_numbers_are_zero(void **state)
{
	struct version a, b;

	(void)state;
	assert_true(version_parse(STR("1.30"), &a) && version_parse(STR("1.30.0"), &b));
	assert_int_equal(version_compare(&a, &b), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(version_reads_its_numbers),
		CASES_TEST(version_problem_is_a_phrase),
		CASES_TEST(version_compares_by_number),
		CASES_TEST(version_missing_numbers_are_zero),
	};

	return cmocka_run_group_tests_name("formats/version", tests, NULL, NULL);
}
