#include "formats/ip.h"

#include "cases.h"

static const struct {
	const char *text, *canonical;
} addresses[] = {
	{ "1.2.3.4", "1.2.3.4" },
	{ "::", "::" },
	{ "0:0:0:0:0:0:0:0", "::" },
	{ "1::", "1::" },
	{ "::1", "::1" },
	{ "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
	{ "1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7" },
	{ "64:ff9b::1.2.3.4", "64:ff9b::102:304" },
	{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
};

static void ip_text_is_canonical(void **state)
{
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct str text = cases_exact(addresses[i].text);
		struct ip ip;

		assert_true(ip_parse(text, &ip));
		cases_assert_str(ip_text(*state, &ip), addresses[i].canonical);
		cases_free(text);
	}
}

static void ip_refuses(void **state)
{
	static const char *const bad[] = {
		"",
		"1",
		"1.2.3",
		"1.2.3.4.5",
		"1.2.3.256",
		"1.2.3.",
		":",
		":::",
		"1::2::3",
		"1:2:3:4:5:6:7:8:9",
		"1:2:3:4:5:6:7",
		"12345::",
		"g::",
		"::1:",
		"1.2.3.4::",
		"1:2:3:4:5:6:7:8::",
		"::1.2.3",
		" 1.2.3.4",
		"1:2:3:4:5:6:7:1.2.3.4",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str text = cases_exact(bad[i]);
		struct ip ip;

		assert_false(ip_parse(text, &ip));
		cases_free(text);
	}
}

static const struct {
	const char *text, *phrase;
} blocks[] = {
	{ "10.0.0.0/8", "" },
	{ "::/0", "" },
	{ "10.0.0.1", "has no prefix length, such as `/24`" },
	{ "10.0.0.1/8", "has bits set beyond its prefix: write `10.0.0.0/8`" },
	{ "10.0.0.0/33", "has a prefix length that is no number from 0 to 32" },
	{ "10.0.0.0/", "has a prefix length that is no number from 0 to 32" },
	{ "10.00.0.0/8", "has a number with a leading 0" },
	{ "2001:DB8::/32", "is not in the canonical form: write `2001:db8::/32`" },
	{ "x/8", "is no IPv4 or IPv6 address" },
};

static void cidr_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
		struct str text = cases_exact(blocks[i].text);

		cases_assert_str(cidr_problem(text, *state), blocks[i].phrase);
		cases_free(text);
	}
}

static const struct {
	const char *block, *other;
	bool contains, overlap;
} pairs[] = {
	{ "10.0.0.0/8", "10.255.0.1/32", true, true },
	{ "10.0.0.0/8", "11.0.0.0/8", false, false },
	{ "10.128.0.0/9", "10.0.0.0/8", false, true },
	{ "0.0.0.0/0", "1.2.3.4/32", true, true },
	{ "::/0", "1.2.3.4/32", false, false },
	{ "2001:db8::/33", "2001:db8:7fff::/48", true, true },
	{ "2001:db8::/33", "2001:db8:8000::/48", false, false },
};

static void cidr_pairs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct cidr a, b;

		assert_true(cidr_parse(str_from(pairs[i].block), &a) &&
			    cidr_parse(str_from(pairs[i].other), &b));
		assert_int_equal(cidr_contains(&a, &b.ip), pairs[i].contains);
		assert_int_equal(cidr_overlap(&a, &b), pairs[i].overlap);
		assert_int_equal(cidr_overlap(&b, &a), pairs[i].overlap);
	}
}

typedef struct str problem_fn(struct str text, struct arena *a);

static void check_group(struct arena *a, const cJSON *root, const char *group, problem_fn *problem)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, group))
	{
		struct str text = cases_exact(cases_text(row, "input"));
		struct str got = problem(text, a);

		if ((got.n == 0) != cases_true(row, "valid"))
			fail_msg("%s: `%.*s` gives `%.*s`", group, STR_ARG(text), STR_ARG(got));
		cases_free(text);
	}
}

static void ip_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("names.json");

	check_group(*state, root, "IsValidIP", ip_problem);
	check_group(*state, root, "IsValidCIDR", cidr_problem);
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(ip_text_is_canonical),     CASES_TEST(ip_refuses),
		CASES_TEST(cidr_problem_is_a_phrase), CASES_TEST(cidr_pairs),
		CASES_TEST(ip_agrees_with_upstream),
	};

	return cmocka_run_group_tests_name("formats/ip", tests, NULL, NULL);
}
