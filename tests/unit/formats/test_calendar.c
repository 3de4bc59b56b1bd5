#include "formats/calendar.h"

#include "cases.h"

static void calendar_walks_every_day(void **state)
{
	struct date d = { 1896, 1, 1 };

	(void)state;
	for (int64_t day = calendar_days(d); d.year < 2405; day++) {
		struct date got = calendar_date(day);

		assert_int_equal(calendar_days(d), day);
		assert_true(got.year == d.year && got.month == d.month && got.day == d.day);
		if (++d.day > calendar_month_length(d.year, d.month))
			d = (struct date){ d.year + d.month / 12, d.month % 12 + 1, 1 };
	}
}

static void calendar_knows_weekdays(void **state)
{
	(void)state;
	assert_int_equal(calendar_weekday(0), 4);
	assert_int_equal(calendar_weekday(-4), 0);
	assert_int_equal(calendar_weekday(-5), 6);
	assert_int_equal(calendar_weekday(calendar_days((struct date){ 2000, 2, 29 })), 2);
}

static const struct {
	const char *text, *utc; /* NULL: refused */
} times[] = {
	{ "2024-01-31T08:05:00Z", "2024-01-31T08:05:00Z" },
	{ "1969-12-31t23:59:59z", "1969-12-31T23:59:59Z" },
	{ "0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z" },
	{ "2024-02-29T12:00:00.123+05:30", "2024-02-29T06:30:00Z" },
	{ "2024-02-29T12:00:00-00:30", "2024-02-29T12:30:00Z" },
	{ "2023-02-29T00:00:00Z", NULL },
	{ "2023-13-01T00:00:00Z", NULL },
	{ "2023-01-01T24:00:00Z", NULL },
	{ "2023-01-01T00:00:00", NULL },
	{ "2023-01-01T00:00:00.Z", NULL },
	{ "2023-01-01T00:00Z", NULL },
	{ "2023-01-01T00:00:00+0530", NULL },
	{ "2023-01-01T00:00:00Z ", NULL },
	{ "02023-01-01T00:00:00Z", NULL },
	{ "2023-01-01", NULL },
	{ "", NULL },
};

static void calendar_reads_times(void **state)
{
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		struct str text = cases_exact(times[i].text);
		int64_t seconds;

		assert_int_equal(calendar_parse(text, &seconds), times[i].utc != NULL);
		if (times[i].utc)
			cases_assert_str(calendar_text(*state, seconds), times[i].utc);
		cases_free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(calendar_walks_every_day),
		CASES_TEST(calendar_knows_weekdays),
		CASES_TEST(calendar_reads_times),
	};

	return cmocka_run_group_tests_name("formats/calendar", tests, NULL, NULL);
}
