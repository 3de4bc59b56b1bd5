#include "formats/names.h"

#include "cases.h"

typedef struct str problem_fn(struct str text, struct arena *a);

static const struct {
	problem_fn *problem;
	const char *text, *phrase;
} rows[] = {
	{ dns_label_problem, "my-name1", "" },
	{ dns_label_problem, "", "is empty" },
	{ dns_label_problem, "myChat", "has an upper-case letter `C`" },
	{ dns_label_problem, "my_chat", "has `_`; only lower-case letters, digits and `-` are allowed" },
	{ dns_label_problem, "b\xc3\xbc",
	  "has `\xc3\xbc`; only lower-case letters, digits and `-` are allowed" },
	{ dns_label_problem, "b\xc3",
	  "has a byte that is not UTF-8 (0xc3); only lower-case letters, digits and `-` are allowed" },
	{ dns_label_problem, "-a", "starts with `-`" },
	{ dns_label_problem, "a-", "ends with `-`" },
	{ dns_label_problem, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  "is 70 characters long, at most 63 are allowed" },
	{ dns_1035_label_problem, "1a", "starts with the digit `1`" },
	{ dns_subdomain_problem, "a.b-c.d", "" },
	{ dns_subdomain_problem, "a..b", "has `..`" },
	{ dns_subdomain_problem, "a.-b", "has a part `-b` that starts with `-`" },
	{ dns_subdomain_problem, "a.b.", "ends with `.`" },
	{ hostname_problem, "chat.example.com", "" },
	{ hostname_problem, "https://chat.example.com", "has a scheme: leave out `https://`" },
	{ hostname_problem, "chat.example.com:8080", "has a port: leave out `:8080`" },
	{ hostname_problem, "chat.example.com/x", "has a path: end it before the `/`" },
	{ hostname_problem, "10.0.0.1", "is an address, not a name" },
	{ hostname_problem, "::1", "is an address, not a name" },
	{ hostname_problem, "10.0.0.800", "ends with a number, as only addresses do" },
	{ hostname_problem, "1234", "ends with a number, as only addresses do" },
	{ hostname_problem, "chat.k8s", "" },
	{ hostname_problem, "chat.3com.example", "" },
	{ hostname_problem, "chat.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  "has a part `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa` that is 64 "
	  "characters "
	  "long, at most 63 are allowed" },
	{ wildcard_host_problem, "*.example.com", "" },
	{ wildcard_host_problem, "example.com", "does not start with `*.`" },
	{ port_name_problem, "http-1", "" },
	{ port_name_problem, "80", "has no letter" },
	{ port_name_problem, "a--b", "has `--`" },
	{ label_key_problem, "app.example.com/Name_1", "" },
	{ label_key_problem, "a/b/c", "has more than one `/`" },
	{ label_key_problem, "/b", "has a prefix that is empty" },
	{ label_key_problem, "a/", "has a name behind its prefix that is empty" },
	{ label_value_problem, "", "" },
	{ label_value_problem, "v1_", "ends with `_`" },
	{ config_key_problem, "tls.crt", "" },
	{ config_key_problem, "..data", "starts with `..`" },
	{ config_key_problem, ".", "is `.`" },
	{ env_name_problem, "A_B", "" },
	{ env_name_problem, "2FA", "starts with the digit `2`" },
	{ relaxed_env_name_problem, "2 FA!", "" },
	{ relaxed_env_name_problem, "A=B",
	  "has `=`; only printable ASCII characters other than `=` are allowed" },
	{ percent_problem, "25%", "" },
	{ percent_problem, "25", "has no `%` at its end" },
	{ percent_problem, "-1%", "has `-` where digits and a `%` are wanted" },
	{ percent_problem, "%", "has `%` where digits and a `%` are wanted" },
	{ percent_problem, "5%%", "has `%` behind its `%`" },
	{ http_header_problem, "X-Real-IP", "" },
	{ http_header_problem, "X_Real", "has `_`; only letters, digits and `-` are allowed" },
	{ path_segment_problem, "system:admin", "" },
	{ path_segment_problem, "a/b", "has a `/`" },
	{ path_segment_problem, "..", "is `..`" },
	{ fully_qualified_domain_problem, "example.com.", "" },
	{ fully_qualified_domain_problem, "example", "has only one part: the domain is missing" },
	{ fully_qualified_domain_problem, ".", "starts with `.`" },
	{ domain_path_problem, "example.com/ingress", "" },
	{ domain_path_problem, "example.com", "has no `/` behind a domain" },
	{ domain_path_problem, "Example.com/x", "has a domain that has an upper-case letter `E`" },
	{ domain_path_problem, "example.com/", "has a path that is empty" },
	{ c_identifier_problem, "a-b", "has `-`; only letters, digits and `_` are allowed" },
	{ bucket_problem, "my-bucket.x", "" },
	{ bucket_problem, "my", "is 2 characters long, at least 3 are needed" },
	{ bucket_problem, "10.0.0.1", "looks like an address" },
};

static void names_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str text = cases_exact(rows[i].text);

		cases_assert_str(rows[i].problem(text, *state), rows[i].phrase);
		cases_free(text);
	}
}

static const struct {
	problem_fn *problem;
	const char *group;
} groups[] = {
	{ dns_label_problem, "IsDNS1123Label" },
	{ dns_subdomain_problem, "IsDNS1123Subdomain" },
	{ dns_1035_label_problem, "IsDNS1035Label" },
	{ port_name_problem, "IsValidPortName" },
	{ label_key_problem, "IsQualifiedName" },
	{ label_value_problem, "IsValidLabelValue" },
	{ config_key_problem, "IsConfigMapKey" },
	{ wildcard_host_problem, "IsWildcardDNS1123Subdomain" },
	{ label_key_problem, "IsLabelKey (validate/content)" },
	{ label_value_problem, "IsLabelValue (validate/content)" },
	{ c_identifier_problem, "IsCIdentifier (validate/content)" },
	{ percent_problem, "IsValidPercent" },
	{ http_header_problem, "IsHTTPHeaderName" },
	{ path_segment_problem, "IsPathSegmentName" },
	{ path_segment_problem, "strfmt.PathSegmentName" },
	{ fully_qualified_domain_problem, "IsFullyQualifiedDomainName" },
	{ domain_path_problem, "IsDomainPrefixedPath" },
	{ relaxed_env_name_problem, "IsRelaxedEnvVarName" },
	{ relaxed_env_name_problem, "oracle-extra.IsRelaxedEnvVarName" },
	{ dns_label_problem, "strfmt.ShortName" },
	{ dns_subdomain_problem, "strfmt.LongName" },
	{ label_key_problem, "strfmt.LabelKey" },
	{ label_value_problem, "strfmt.LabelValue" },
	{ dns_label_problem, "oracle-extra.IsDNS1123Label" },
	{ dns_subdomain_problem, "oracle-extra.IsDNS1123Subdomain" },
	{ dns_1035_label_problem, "oracle-extra.IsDNS1035Label" },
	{ port_name_problem, "oracle-extra.IsValidPortName" },
	{ label_key_problem, "oracle-extra.IsQualifiedName" },
	{ label_value_problem, "oracle-extra.IsValidLabelValue" },
	{ config_key_problem, "oracle-extra.IsConfigMapKey" },
	{ env_name_problem, "oracle-extra.IsEnvVarName" },
	{ wildcard_host_problem, "oracle-extra.IsWildcardDNS1123Subdomain" },
};

static void check_row(struct arena *a, problem_fn *problem, const char *group, const cJSON *row)
{
	const char *input = cases_text(row, "input");
	struct str text = cases_exact(input);
	struct str got = problem(text, a);

	if ((got.n == 0) != cases_true(row, "valid"))
		fail_msg("%s: `%s` gives `%.*s`", group, input, STR_ARG(got));
	cases_free(text);
}

static void names_agree_with_upstream(void **state)
{
	cJSON *root = cases_load("names.json");
	const cJSON *row;

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		cJSON_ArrayForEach(row, cases_group(root, groups[i].group))
			check_row(*state, groups[i].problem, groups[i].group, row);
	cJSON_Delete(root);
}

/* What is a host name for us is one upstream. */
static void names_hostname_is_a_subdomain(void **state)
{
	cJSON *root = cases_load("names.json");
	const cJSON *row;
	int valid = 0;

	cJSON_ArrayForEach(row, cases_group(root, "IsDNS1123Subdomain"))
	{
		if (hostname_problem(str_from(cases_text(row, "input")), *state).n)
			continue;
		valid++;
		assert_true(cases_true(row, "valid"));
	}
	assert_true(valid > 0);
	cJSON_Delete(root);
}

static void names_bucket_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("s3-bucket-names.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "strict (AWS today)"))
		check_row(*state, bucket_problem, "s3", row);
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(names_problem_is_a_phrase),
		CASES_TEST(names_agree_with_upstream),
		CASES_TEST(names_hostname_is_a_subdomain),
		CASES_TEST(names_bucket_agrees_with_upstream),
	};

	return cmocka_run_group_tests_name("formats/names", tests, NULL, NULL);
}
