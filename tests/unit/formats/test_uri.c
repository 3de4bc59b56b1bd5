#include "formats/uri.h"

#include "cases.h"

static const struct {
	const char *text, *scheme, *userinfo, *host;
	int port;
	const char *path, *query, *fragment;
} good[] = {
	{ "https://a.example", "https", "", "a.example", URI_NO_PORT, "", "", "" },
	{ "https://u:p@a.example:8443/x/y?q=1&r#f", "https", "u:p", "a.example", 8443, "/x/y", "q=1&r", "f" },
	{ "http://[::1]:80/", "http", "", "::1", 80, "/", "", "" },
	{ "file:///etc/x", "file", "", "", URI_NO_PORT, "/etc/x", "", "" },
	{ "mailto:a@b.example", "mailto", "", "", URI_NO_PORT, "a@b.example", "", "" },
	{ "https://a.example:/x%20y", "https", "", "a.example", URI_NO_PORT, "/x%20y", "", "" },
	{ "https://a.example?x#", "https", "", "a.example", URI_NO_PORT, "", "x", "" },
};

static void uri_splits(void **state)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct str text = cases_exact(good[i].text);
		struct uri uri;

		cases_assert_str(uri_problem(text, *state), "");
		assert_true(uri_parse(text, &uri));
		cases_assert_str(uri.scheme, good[i].scheme);
		cases_assert_str(uri.userinfo, good[i].userinfo);
		cases_assert_str(uri.host, good[i].host);
		assert_int_equal(uri.port, good[i].port);
		cases_assert_str(uri.path, good[i].path);
		cases_assert_str(uri.query, good[i].query);
		cases_assert_str(uri.fragment, good[i].fragment);
		cases_free(text);
	}
}

static const struct {
	const char *text, *phrase;
} bad[] = {
	{ "", "is empty" },
	{ "a.example/x", "has no scheme, such as `https://`" },
	{ "a.example:8080/x", "has no scheme, such as `https://`" },
	{ "localhost:3000", "has no scheme, such as `https://`" },
	{ "//a.example", "has no scheme, such as `https://`" },
	{ "1x://a", "has a scheme that does not begin with a letter" },
	{ "a b://a", "has a blank in its scheme" },
	{ "https://", "has no host behind its `//`" },
	{ "https:///x", "has no host behind its `//`" },
	{ "https://a b.example", "has a blank in its host" },
	{ "https://a.example/x y", "has a blank in its path" },
	{ "https://a.example/%zz", "has a `%` in its path without two hex digits behind it" },
	{ "https://a.example/%4", "has a `%` in its path without two hex digits behind it" },
	{ "https://a.example/\xc3\xbc", "has `\xc3\xbc` in its path" },
	{ "https://a.example:x", "has a port that is no number" },
	{ "https://a.example:65536", "has a port above 65535" },
	{ "https://[::1", "has a `[` that is never closed" },
	{ "https://[zz]", "has brackets without an IPv6 address" },
	{ "https://[::1]x", "has more than a port behind its address" },
	{ "https://a.example?a[]=1", "has `[` in its query" },
	{ "https://a:b@c@d.example", "has `@` in its user information" },
};

static void uri_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str text = cases_exact(bad[i].text);

		cases_assert_str(uri_problem(text, *state), bad[i].phrase);
		cases_free(text);
	}
}

static void uri_encodes_and_decodes(void **state)
{
	struct str decoded;

	cases_assert_str(uri_encode(*state, STR("a b/\xc3\xbc~-._")), "a%20b%2F%C3%BC~-._");
	assert_true(uri_decode(*state, STR("a%20b%2f%C3%BC+"), &decoded));
	cases_assert_str(decoded, "a b/\xc3\xbc+");
	assert_false(uri_decode(*state, STR("%"), &decoded));
	assert_false(uri_decode(*state, STR("%4"), &decoded));
	assert_false(uri_decode(*state, STR("%gg"), &decoded));
	assert_false(uri_decode(*state, STR("%ff"), &decoded));
	assert_false(uri_decode(*state, STR("%00"), &decoded));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(uri_splits),
		CASES_TEST(uri_problem_is_a_phrase),
		CASES_TEST(uri_encodes_and_decodes),
	};

	return cmocka_run_group_tests_name("formats/uri", tests, NULL, NULL);
}
