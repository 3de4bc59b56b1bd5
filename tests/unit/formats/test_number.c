#include "formats/number.h"

#include "cases.h"

static const struct {
	const char *text;
	struct number want;
} good[] = {
	{ "0", { NUMBER_INT, false, 0, 0 } },
	{ "1_000", { NUMBER_INT, false, 1000, 0 } },
	{ "9223372036854775807", { NUMBER_INT, false, INT64_MAX, 0 } },
	{ "0.5", { NUMBER_FLOAT, false, 0, 0.5 } },
	{ "1_0.2_5", { NUMBER_FLOAT, false, 0, 10.25 } },
	{ "10Gi", { NUMBER_BYTES, false, INT64_C(10) << 30, 0 } },
	{ "1.5Gi", { NUMBER_BYTES, false, INT64_C(3) << 29, 0 } },
	{ "0.5Ki", { NUMBER_BYTES, false, 512, 0 } },
	{ "100MB", { NUMBER_BYTES, true, 100000000, 0 } },
	{ "0.001kB", { NUMBER_BYTES, true, 1, 0 } },
	{ "500m", { NUMBER_CPU, false, 500000000, 0 } },
	{ "0.000001m", { NUMBER_CPU, false, 1, 0 } },
	{ "30s", { NUMBER_DURATION, false, 30000, 0 } },
	{ "1.5h", { NUMBER_DURATION, false, 5400000, 0 } },
	{ "7d", { NUMBER_DURATION, false, 604800000, 0 } },
	{ "80%", { NUMBER_PERCENT, false, 80000000, 0 } },
	{ "99.9000000%", { NUMBER_PERCENT, false, 99900000, 0 } },
	{ "8388607Ti", { NUMBER_BYTES, false, INT64_C(8388607) << 40, 0 } },
};

static void number_reads_exactly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct str text = cases_exact(good[i].text);
		struct number n;

		assert_int_equal(number_parse(text, &n), NUMBER_OK);
		assert_int_equal(n.kind, good[i].want.kind);
		assert_int_equal(n.decimal, good[i].want.decimal);
		assert_true(n.integer == good[i].want.integer);
		assert_true(n.real == good[i].want.real);
		cases_free(text);
	}
}

static const struct {
	const char *text;
	enum number_problem want;
} bad[] = {
	{ "", NUMBER_MALFORMED },
	{ "_1", NUMBER_MALFORMED },
	{ "1_", NUMBER_MALFORMED },
	{ "1__0", NUMBER_MALFORMED },
	{ "1.", NUMBER_MALFORMED },
	{ ".5", NUMBER_MALFORMED },
	{ "-1", NUMBER_MALFORMED },
	{ "7.10.2", NUMBER_MALFORMED },
	{ "80%%", NUMBER_MALFORMED },
	{ "10gi", NUMBER_UNIT },
	{ "10gi5", NUMBER_UNIT },
	{ "1e3", NUMBER_UNIT },
	{ "5M", NUMBER_UNIT },
	{ "9223372036854775808", NUMBER_OVERFLOW },
	{ "8388608Ti", NUMBER_OVERFLOW },
	{ "99999999999999999999999d", NUMBER_OVERFLOW },
	{ "0.1Ki", NUMBER_INEXACT },
	{ "0.5ms", NUMBER_INEXACT },
	{ "0.0000001%", NUMBER_INEXACT },
	{ "0.00000000000000000000001Ti", NUMBER_INEXACT },
};

static void number_names_the_problem(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str text = cases_exact(bad[i].text);
		struct number n = { .integer = 42 };

		assert_int_equal(number_parse(text, &n), bad[i].want);
		assert_true(n.integer == 42);
		cases_free(text);
	}
}

static void number_without_unit_counts_cores(void **state)
{
	struct number n;

	(void)state;
	assert_int_equal(number_parse_cpu(STR("2"), &n), NUMBER_OK);
	assert_int_equal(n.kind, NUMBER_CPU);
	assert_true(n.integer == 2000000000);
	assert_int_equal(number_parse_cpu(STR("0.25"), &n), NUMBER_OK);
	assert_true(n.integer == 250000000);
	assert_int_equal(number_parse_cpu(STR("0.0000000001"), &n), NUMBER_INEXACT);
}

static void number_long_float_is_read(void **state)
{
	char text[500];
	struct number n;

	(void)state;
	memset(text, '9', sizeof text);
	text[1] = '.';
	assert_int_equal(number_parse((struct str){ text, sizeof text }, &n), NUMBER_OK);
	assert_true(n.real == 10.0);
	text[1] = '9';
	text[sizeof text - 2] = '.';
	assert_int_equal(number_parse((struct str){ text, sizeof text }, &n), NUMBER_OVERFLOW);
}

static const struct {
	struct number n;
	const char *want;
} texts[] = {
	{ { NUMBER_INT, false, 1000, 0 }, "1000" },
	{ { NUMBER_INT, false, INT64_MIN, 0 }, "-9223372036854775808" },
	{ { NUMBER_FLOAT, false, 0, 0.1 }, "0.1" },
	{ { NUMBER_FLOAT, false, 0, -2 }, "-2.0" },
	{ { NUMBER_FLOAT, false, 0, 1e21 }, "1000000000000000000000.0" },
	{ { NUMBER_FLOAT, false, 0, 1.0 / 3 }, "0.3333333333333333" },
	{ { NUMBER_BYTES, false, INT64_C(10) << 30, 0 }, "10Gi" },
	{ { NUMBER_BYTES, false, 1536, 0 }, "1.5Ki" },
	{ { NUMBER_BYTES, true, 1500000000, 0 }, "1500MB" },
	{ { NUMBER_BYTES, true, 1, 0 }, "0.001kB" },
	{ { NUMBER_BYTES, false, 0, 0 }, "0Ki" },
	{ { NUMBER_CPU, false, 500000000, 0 }, "500m" },
	{ { NUMBER_CPU, false, 2000000000, 0 }, "2" },
	{ { NUMBER_CPU, false, 1, 0 }, "0.000000001" },
	{ { NUMBER_DURATION, false, 900000, 0 }, "15min" },
	{ { NUMBER_DURATION, false, 86400000, 0 }, "1d" },
	{ { NUMBER_DURATION, false, -1500, 0 }, "-1500ms" },
	{ { NUMBER_PERCENT, false, 80000000, 0 }, "80%" },
	{ { NUMBER_PERCENT, false, 99900000, 0 }, "99.9%" },
};

static void number_text_is_a_literal(void **state)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		cases_assert_str(number_text(*state, &texts[i].n), texts[i].want);
}

static void number_text_reads_back(void **state)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct str text = number_text(*state, &good[i].want);
		struct number n;

		assert_int_equal(good[i].want.kind == NUMBER_CPU ? number_parse_cpu(text, &n)
								 : number_parse(text, &n),
				 NUMBER_OK);
		assert_int_equal(n.kind, good[i].want.kind);
		assert_true(n.integer == good[i].want.integer);
		assert_true(n.real == good[i].want.real);
	}
}

static void number_unit_begins_behind_the_digits(void **state)
{
	(void)state;
	assert_int_equal(number_unit_start(STR("10gi")), 2);
	assert_int_equal(number_unit_start(STR("1.5")), 3);
	assert_int_equal(number_unit_start(STR("1.x")), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(number_reads_exactly),
		CASES_TEST(number_names_the_problem),
		CASES_TEST(number_without_unit_counts_cores),
		CASES_TEST(number_long_float_is_read),
		CASES_TEST(number_text_is_a_literal),
		CASES_TEST(number_text_reads_back),
		CASES_TEST(number_unit_begins_behind_the_digits),
	};

	return cmocka_run_group_tests_name("formats/number", tests, NULL, NULL);
}
