#include "base/str.h"

#include "unit.h"

static void slices_stay_inside(void **state)
{
	struct str s = STR("abcdef");

	(void)state;
	assert_str(str_slice(s, 1, 3), "bc");
	assert_str(str_slice(s, 4, 100), "ef");
	assert_str(str_slice(s, 100, 200), "");
	assert_str(str_slice(s, 3, 1), "");
}

static void comparison_is_bytewise(void **state)
{
	(void)state;
	assert_true(str_eq(STR("a"), str_from("a")));
	assert_true(str_eq((struct str){ 0 }, STR("")));
	assert_false(str_eq(STR("a"), STR("ab")));
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("b"), STR("ab")) > 0);
	assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
	assert_int_equal(str_cmp(STR("ab"), STR("ab")), 0);
}

static void starts_and_ends(void **state)
{
	(void)state;
	assert_true(str_starts_with(STR("abc"), STR("ab")));
	assert_true(str_starts_with(STR("abc"), STR("")));
	assert_false(str_starts_with(STR("a"), STR("ab")));
	assert_true(str_ends_with(STR("abc"), STR("bc")));
	assert_false(str_ends_with(STR("abc"), STR("ab")));
}

static void find_is_exact(void **state)
{
	static const struct {
		const char *text, *needle;
		uint32_t from;
		int64_t want;
	} cases[] = {
		{ "abcabc", "abc", 0, 0 }, { "abcabc", "abc", 1, 3 }, { "abcabc", "abc", 4, -1 },
		{ "aaab", "aab", 0, 1 },   { "abc", "", 3, 3 },	      { "abc", "", 4, -1 },
		{ "", "a", 0, -1 },	   { "ab", "abc", 0, -1 },    { "abc", "c", 9, -1 },
		{ "xab", "ab", 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(str_find(str_from(cases[i].text), str_from(cases[i].needle), cases[i].from),
				 cases[i].want);
}

static void nearest_forgives_one_slip(void **state)
{
	static const struct {
		const char *typed, *want; /* NULL: none */
	} cases[] = {
		{ "replicsa", "replicas" },
		{ "Replicas", "replicas" },
		{ "replica", "replicas" },
		{ "storag", "storage" },
		{ "max_size", "max-size" },
		{ "xyz", NULL },
		{ "yes", NULL }, /* half of `types` is no slip */
		{ "", NULL },
		{ "re", NULL },
	};
	const struct str words[] = { STR("replicas"), STR("storage"), STR("max-size"), STR("types"),
				     STR("") };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int got = str_nearest(str_from(cases[i].typed), words, COUNT(words));

		if (!cases[i].want)
			assert_int_equal(got, -1);
		else
			assert_str(words[got], cases[i].want);
	}
}

static void nearest_takes_the_first_of_equals(void **state)
{
	const struct str words[] = { STR("port"), STR("part") };
	char long_word[100];

	(void)state;
	assert_int_equal(str_nearest(STR("pert"), words, 2), 0);
	for (size_t i = 0; i < sizeof long_word; i++)
		long_word[i] = 'a';
	assert_int_equal(str_nearest((struct str){ long_word, sizeof long_word }, words, 2), -1);
	assert_int_equal(str_nearest(STR("port"), words, 0), -1);
}

static void words_are_alike_without_case_and_dashes(void **state)
{
	(void)state;
	assert_true(str_like(STR("maxFileSize"), STR("max_file_size")));
	assert_true(str_like(STR("site-url"), STR("Site_Url")));
	assert_true(str_like(STR("_a"), STR("a_")));
	assert_false(str_like(STR("max_file_size"), STR("file_size")));
	assert_false(str_like(STR("file_size"), STR("max_file_size")));
	assert_true(str_like(STR(""), STR("_")));
	assert_true(str_ends_like(STR("Accounts_AllowedDomainsList"), STR("allowed_domains_list")));
	assert_false(str_ends_like(STR("list"), STR("domains_list")));
}

static void hashes_differ(void **state)
{
	(void)state;
	assert_int_equal(str_hash(STR("abc")), str_hash(str_from("abc")));
	assert_int_not_equal(str_hash(STR("abc")), str_hash(STR("acb")));
}

int main(void)
{
	RUN(cmocka_unit_test(slices_stay_inside), cmocka_unit_test(comparison_is_bytewise),
	    cmocka_unit_test(starts_and_ends), cmocka_unit_test(find_is_exact),
	    cmocka_unit_test(nearest_forgives_one_slip), cmocka_unit_test(nearest_takes_the_first_of_equals),
	    cmocka_unit_test(words_are_alike_without_case_and_dashes), cmocka_unit_test(hashes_differ));
}
