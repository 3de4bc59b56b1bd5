#include "formats/cron_words.h"

#include "formats/calendar.h"
#include "formats/duration.h"

#include "cases.h"

#define SIX "it has 6 fields, a schedule needs 5: minute hour day month weekday, without seconds and year"

static const struct {
	const char *text, *phrase, *fix;
} rows[] = {
	{ "1 0 * * *", "", "" },
	{ "0 0 29 2 *", "", "" },
	{ "@every 1h30m", "", "" },
	{ "", "it is empty", "" },
	{ "* * * *", "it has 4 fields, a schedule needs 5: minute hour day month weekday", "* * * * *" },
	{ "0 0 0 * * *", SIX, "" },
	{ "03:05", "it has 1 field, a schedule needs 5: minute hour day month weekday", "5 3 * * *" },
	{ "24:00", "it has 1 field, a schedule needs 5: minute hour day month weekday", "" },
	{ "0 0 3 * * MON", SIX, "0 3 * * MON" },
	{ "0 0 3 ? * *", SIX, "0 3 ? * *" },
	{ "0 3 * * ? *", SIX, "0 3 * * ?" },
	{ "0 3 ? * 1 2026", SIX, "" },
	{ "nightly", "it has 1 field, a schedule needs 5: minute hour day month weekday", "" },
	{ "0 0 * * 7", "7 is not a weekday: Sunday is 0", "0 0 * * 0" },
	{ "0 0 * * 1,5-7", "7 is not a weekday: Sunday is 0", "0 0 * * 1,5-6,0" },
	{ "60 0 * * *", "`60` is not a minute: they go from 0 to 59", "" },
	{ "0 0 0 * *", "`0` is not a day of a month: they go from 1 to 31", "" },
	{ "0 0 * Foo *", "`Foo` is not a month: they go from 1 to 12, or jan to dec", "" },
	{ "0 22-2 * * *", "`22-2` runs backwards", "" },
	{ "0 */0 * * *", "a step of 0 never gets anywhere", "" },
	{ "0 */x * * *", "`x` is not a step: write a number behind the `/`", "" },
	{ "1-2-3 * * * *", "`1-2-3` has more than one `-`", "" },
	{ "1/2/3 * * * *", "`1/2/3` has more than one `/`", "" },
	{ "TZ=UTC 0 2 * * *", "it names a time zone, which has a field of its own", "0 2 * * *" },
	{ "CRON_TZ=Europe/Rome 0 2 * * 7", "it names a time zone, which has a field of its own",
	  "0 2 * * 0" },
	{ "TZ=UTC", "it names a time zone, which has a field of its own", "" },
	{ "@Daily", "`@Daily` is not known: there are @yearly @monthly @weekly @daily @hourly and @every",
	  "@daily" },
	{ "@every 1d", "`1d` is no duration such as 1h30m", "" },
	{ "0 0 31 2 *", "day 31 never comes in February", "" },
	{ "0 0 31 2,4,6 ?", "day 31 never comes in February, April or June", "" },
	{ ", 0 * * *", "it names no minutes, so it never fires", "" },
};

static void cron_problem_and_fix(void **state)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str text = cases_exact(rows[i].text);

		cases_assert_str(cron_problem(text, *state), rows[i].phrase);
		cases_assert_str(cron_fix(text, *state), rows[i].fix);
		cases_free(text);
	}
}

static const struct {
	const char *text;
	int64_t seconds;
} gaps[] = {
	{ "* * * * *", 60 },	      { "*/15 * * * *", 900 },
	{ "1 0 * * *", 86400 },	      { "0 0,23 * * *", 3600 },
	{ "59 23 * * *", 86400 },     { "0 0 * * 0", 7 * 86400 },
	{ "0 0 * * 1,3", 2 * 86400 }, { "0 0 1 * *", 28 * 86400 },
	{ "0 0 1,31 * *", 86400 },    { "0 0 29 2 *", 1461 * 86400 },
	{ "0 0 1 1 *", 365 * 86400 }, { "0 0 13 * 5", 86400 },
	{ "0 0 31 2 *", 0 },	      { "@every 90s", 90 },
};

static void cron_gap_is_the_smallest(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
		struct cron c;

		assert_true(cron_parse(str_from(gaps[i].text), &c));
		if (cron_gap(&c) != gaps[i].seconds)
			fail_msg("%s: %lld", gaps[i].text, (long long)cron_gap(&c));
	}
}

static const struct {
	const char *text, *after, *next;
} firings[] = {
	{ "1 0 * * *", "2024-01-01T00:01:00Z", "2024-01-02T00:01:00Z" },
	{ "1 0 * * *", "2024-01-01T00:00:59Z", "2024-01-01T00:01:00Z" },
	{ "0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z" },
	{ "59 23 31 12 *", "1969-12-31T23:58:59Z", "1969-12-31T23:59:00Z" },
	{ "0 0 * * 1", "1900-01-01T00:00:00Z", "1900-01-08T00:00:00Z" },
	{ "@every 1h", "2024-01-01T00:10:05Z", "2024-01-01T01:10:05Z" },
	{ "0 0 30 2 *", "2024-01-01T00:00:00Z", NULL },
	{ "0 0 1 1 *", "9999-06-01T00:00:00Z", NULL },
	{ "@every 1h", "9999-12-31T23:30:00Z", NULL },
};

static void check_next(struct arena *a, const char *text, const char *after, const char *want)
{
	struct cron c;
	int64_t from, next;

	assert_true(cron_parse(str_from(text), &c));
	assert_true(calendar_parse(str_from(after), &from));
	assert_int_equal(cron_next(&c, from, &next), want != NULL);
	if (want)
		cases_assert_str(calendar_text(a, next), want);
}

static void cron_next_is_after(void **state)
{
	for (size_t i = 0; i < sizeof firings / sizeof *firings; i++)
		check_next(*state, firings[i].text, firings[i].after, firings[i].next);
}

static void check_field(const struct cron *c, enum cron_field field, const cJSON *row, const char *name)
{
	const cJSON *numbers = cJSON_GetObjectItem(cJSON_GetObjectItem(row, "fields"), name), *number;
	uint64_t bits = 0;

	cJSON_ArrayForEach(number, numbers) bits |= UINT64_C(1) << number->valueint;
	assert_true(c->bits[field] == bits);
	assert_int_equal(c->star[field], cases_true(cJSON_GetObjectItem(row, "star"), name));
}

static void check_firings(struct arena *a, const struct cron *c, const cJSON *row)
{
	int64_t at;
	const cJSON *want;

	assert_true(calendar_parse(STR("2024-01-01T00:00:00Z"), &at));
	cJSON_ArrayForEach(want, cJSON_GetObjectItem(row, "next3"))
	{
		assert_true(cron_next(c, at, &at));
		cases_assert_str(calendar_text(a, at), want->valuestring);
	}
}

static void check_accepted(struct arena *a, const struct cron *c, const cJSON *row)
{
	static const char *const names[CRON_FIELDS] = { "minute", "hour", "dom", "month", "dow" };
	const char *every = cases_text(row, "every");

	if (every) {
		cases_assert_str(duration_text(a, c->every * 1000000000), every);
		return;
	}
	for (int i = 0; i < CRON_FIELDS; i++)
		check_field(c, (enum cron_field)i, row, names[i]);
	check_firings(a, c, row);
}

static void check_schedule(struct arena *a, const cJSON *row)
{
	struct str text = cases_exact(cases_text(row, "input"));
	struct cron c;
	bool accepted = cron_parse(text, &c);

	if (accepted != cases_true(row, "k8sCronJobCreate"))
		fail_msg("`%.*s` is accepted: %d", STR_ARG(text), accepted);
	struct str problem = cron_problem(text, a);
	bool fires = cJSON_GetArraySize(cJSON_GetObjectItem(row, "next3")) > 0 || cases_text(row, "every");

	if ((problem.n == 0) != (accepted && fires))
		fail_msg("`%.*s` gives `%.*s`", STR_ARG(text), STR_ARG(problem));
	if (accepted)
		check_accepted(a, &c, row);
	cases_free(text);
}

/* "Mon Jul 9 15:00 2012" */
static int64_t read_at(const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char name[4];
	int day, hour, minute, year;

	assert_int_equal(sscanf(text, "%*3s %3s %d %d:%d %d", name, &day, &hour, &minute, &year), 5);
	struct date d = { year, (int32_t)(strstr(months, name) - months) / 3 + 1, day };

	return calendar_days(d) * CALENDAR_DAY + hour * 3600 + minute * 60;
}

static void cron_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("cron.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "standard-5-field")) check_schedule(*state, row);
	cJSON_ArrayForEach(row, cases_group(root, "oracle-extra")) check_schedule(*state, row);
	cJSON_ArrayForEach(row, cases_group(root, "activation"))
	{
		int64_t at = read_at(cases_text(row, "at")), next;
		struct cron c;

		assert_true(cron_parse(str_from(cases_text(row, "input")), &c));
		assert_true(cron_next(&c, at - 1, &next));
		assert_int_equal(next == at, cases_true(row, "fires"));
	}
	cJSON_Delete(root);
}

/* Six fields begin with the second, which Kubernetes refuses; at second 0 the other five fire alike. */
static void check_six_fields(const cJSON *row, int *compared)
{
	const char *input = cases_text(row, "input"), *next = cases_text(row, "next");
	struct cron c;
	int64_t at;

	assert_false(cron_parse(str_from(input), &c));
	const char *after = cases_text(row, "after"), *colon = strchr(after, ':');
	bool whole_minutes = *next && colon && strchr(colon, ' ') && !strchr(colon + 1, ':');

	if (strncmp(input, "0 ", 2) != 0 || !whole_minutes)
		return;
	assert_true(cron_parse(str_from(input + 2), &c));
	assert_true(cron_next(&c, read_at(after), &at));
	assert_true(at == read_at(next));
	++*compared;
}

/* A field of the schedule that takes these numbers, on its own. */
static void check_lone_field(const cJSON *row)
{
	static const struct {
		enum cron_field field;
		const char *before, *behind;
	} fields[] = {
		{ CRON_MINUTE, "", " * * * *" },
		{ CRON_DAY, "* * ", " * *" },
		{ CRON_MONTH, "* * * ", " *" },
	};
	const char *input = cases_text(row, "input");
	int i = strstr(input, "jan") ? 2 : cJSON_GetObjectItem(row, "min")->valueint > 0;
	bool valid = !cJSON_GetObjectItem(row, "errorContains");
	char text[100];
	const cJSON *number;
	uint64_t bits = 0;
	struct cron c;

	snprintf(text, sizeof text, "%s%s%s", fields[i].before, input, fields[i].behind);
	if (!valid && strspn(input, "0123456789") == strlen(input))
		return; /* outside bounds that no field has */
	assert_int_equal(cron_parse(str_from(text), &c), valid);
	cJSON_ArrayForEach(number, cJSON_GetObjectItem(row, "values"))
	{
		bits |= UINT64_C(1) << number->valueint;
	}
	if (valid && input[0] != '*')
		assert_true(c.bits[fields[i].field] == bits);
}

static void cron_other_groups_agree_with_upstream(void **state)
{
	cJSON *root = cases_load("cron.json");
	const cJSON *row;
	int compared = 0;

	cJSON_ArrayForEach(row, cases_group(root, "next-6-field")) check_six_fields(row, &compared);
	assert_true(compared > 5);
	cJSON_ArrayForEach(row, cases_group(root, "next-tz"))
	{
		/* half past is what the zone adds, to both */
		const char *after = cases_text(row, "after"), *next = cases_text(row, "next");

		check_next(*state, cases_text(row, "input"), arena_printf(*state, "%.19sZ", after).p,
			   arena_printf(*state, "%.19sZ", next).p);
	}
	cJSON_ArrayForEach(row, cases_group(root, "range")) check_lone_field(row);
	cJSON_ArrayForEach(row, cases_group(root, "field")) check_lone_field(row);
	cJSON_ArrayForEach(row, cases_group(root, "errors-6-field"))
	{
		struct cron c;

		/* "* * * *" is short of a field for both */
		assert_false(cron_parse(str_from(cases_text(row, "input")), &c));
	}
	cJSON_Delete(root);
}

static const struct {
	const char *text, *words;
} said[] = {
	{ "0 1 * * *", "at 01:00 every day" },
	{ "1 0,12 * * *", "at 00:01 and 12:01 every day" },
	{ "0 */8 * * *", "at 00:00, 08:00 and 16:00 every day" },
	{ "* * * * *", "every minute" },
	{ "*/15 * * * *", "every 15 minutes" },
	{ "*/7 * * * *", "at the minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour" },
	{ "*/61 * * * *", "at minute 0 of every hour" },
	{ "5 * * * *", "at minute 5 of every hour" },
	{ "5 8-17 * * 1-5", "at minute 5 of the hours 8 to 17 on Monday to Friday" },
	{ "*/30 8-12,17 * * 0,6", "every 30 minutes of the hours 8 to 12 and 17 on Sunday and Saturday" },
	{ "* 3 * * *", "every minute of the hour 3" },
	{ "30 2 1 * *", "at 02:30 on day 1 of every month" },
	{ "30 2 1,15 * ?", "at 02:30 on the days 1 and 15 of every month" },
	{ "30 2 1 1,7 *", "at 02:30 on day 1 of January and July" },
	{ "0 0 * * sun", "at 00:00 on Sunday" },
	{ "0 0 * jun-aug 1", "at 00:00 on Monday in June to August" },
	{ "0 0 13 * 5", "at 00:00 on day 13 of every month and on Friday" },
	{ "0 0 1-31 * 5", "at 00:00 every day" },
	{ "0 0 */2 2 *",
	  "at 00:00 on the days 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29 and 31 of February" },
	{ "@weekly", "at 00:00 on Sunday" },
	{ "@every 90m", "every 1 hour and 30 minutes" },
	{ "@every 1s", "every 1 second" },
	{ "0 0 31 2 *", "" },
	{ "0 0 * * 7", "" },
	{ "", "" },
};

static void cron_words_say_when(void **state)
{
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct str text = cases_exact(said[i].text);

		cases_assert_str(cron_words(text, *state), said[i].words);
		cases_free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(cron_problem_and_fix),      CASES_TEST(cron_words_say_when),
		CASES_TEST(cron_gap_is_the_smallest),  CASES_TEST(cron_next_is_after),
		CASES_TEST(cron_agrees_with_upstream), CASES_TEST(cron_other_groups_agree_with_upstream),
	};

	return cmocka_run_group_tests_name("formats/cron", tests, NULL, NULL);
}
