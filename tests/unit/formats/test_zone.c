#include "formats/zone.h"

#include "cases.h"

static const char *const names[] = {
#define ZONE(name) name,
#include "formats/zones.def"
#undef ZONE
};

static void zone_finds_every_name(void **state)
{
	const size_t n = sizeof names / sizeof *names;

	(void)state;
	assert_true(n > 400);
	for (size_t i = 0; i < n; i++) {
		struct str name = cases_exact(names[i]);

		assert_true(zone_is_known(name));
		assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
		name.n--;
		assert_true(!zone_is_known(name) || (i > 0 && strncmp(names[i - 1], names[i], name.n) == 0));
		cases_free(name);
	}
}

static const struct {
	const char *text, *phrase;
} rows[] = {
	{ "Europe/Rome", "" },
	{ "", "is empty" },
	{ "europe/rome", "is not an IANA name; the nearest is `Europe/Rome`" },
	{ "Europe/Belrin", "is not an IANA name; the nearest is `Europe/Berlin`" },
	{ "Berlin", "is not an IANA name; the nearest is `Europe/Berlin`" },
	{ "PST", "is not an IANA name such as `Europe/Rome`" },
	{ "Local", "is the zone of whatever machine looks, which Kubernetes does not allow" },
	{ "UTC+2", "is an offset, which knows no summer time: name a place, such as `Europe/Rome`" },
	{ "Europe/Hamburg", "is not an IANA name such as `Europe/Rome`" },
	{ "Amerca/New_York", "is not an IANA name; the nearest is `America/New_York`" },
	{ "zzzz", "is not an IANA name such as `Europe/Rome`" },
};

static void zone_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str text = cases_exact(rows[i].text);

		cases_assert_str(zone_problem(text, *state), rows[i].phrase);
		cases_free(text);
	}
}

static void zone_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("cron.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "timezone"))
	{
		struct str text = cases_exact(cases_text(row, "input"));
		struct str got = zone_problem(text, *state);

		if ((got.n == 0) != cases_true(row, "valid"))
			fail_msg("`%.*s` gives `%.*s`", STR_ARG(text), STR_ARG(got));
		cases_free(text);
	}
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(zone_finds_every_name),
		CASES_TEST(zone_problem_is_a_phrase),
		CASES_TEST(zone_agrees_with_upstream),
	};

	return cmocka_run_group_tests_name("formats/zone", tests, NULL, NULL);
}
