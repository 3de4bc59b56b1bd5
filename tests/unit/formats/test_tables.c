/*
 * Every group of rows in the tables beside the repository is either read by a test, or stands here with the
 * reason why not: a new group fails until someone has looked at it.
 */
#include "cases.h"

#include "formats/chars.h"
#include "formats/image.h"
#include "formats/names.h"
#include "formats/pattern.h"

typedef bool accept_fn(struct arena *a, struct str text);

static bool caseless_subdomain(struct arena *a, struct str text)
{
	return dns_subdomain_problem(chars_lower(a, text), a).n == 0;
}

static bool prefixed_key(struct arena *a, struct str text)
{
	return label_key_problem(text, a).n == 0 && chars_find(text, '/', 0) < text.n;
}

static bool three_parts(struct arena *a, struct str text)
{
	uint32_t dot = chars_find(text, '.', 0);

	return dns_subdomain_problem(text, a).n == 0 && dot < text.n &&
	       chars_find(text, '.', dot + 1) < text.n;
}

static bool prefix_of_segment(struct arena *a, struct str text)
{
	(void)a;
	return chars_find(text, '/', 0) == text.n && chars_find(text, '%', 0) == text.n;
}

/* Upstream never writes such a reference otherwise: its full name is the name. */
static bool canonical_image(struct arena *a, struct str text)
{
	return image_problem(text, a).n == 0 && str_eq(image_full(a, text), text);
}

static const struct {
	const char *table, *group;
	accept_fn *accepts;
} judged[] = {
	{ "names.json", "IsDNS1123SubdomainCaseless (validate/content)", caseless_subdomain },
	{ "names.json", "strfmt.LongNameCaseless", caseless_subdomain },
	{ "names.json", "IsPrefixedLabelKey (validate/content)", prefixed_key },
	{ "names.json", "strfmt.PrefixedLabelKey", prefixed_key },
	{ "names.json", "IsDomainPrefixedKey", prefixed_key },
	{ "names.json", "IsFullyQualifiedName", three_parts },
	{ "names.json", "IsPathSegmentPrefix", prefix_of_segment },
	{ "image-refs.json", "parse-canonical-only", canonical_image },
};

static void check_judged(struct arena *a, const cJSON *row, accept_fn *accepts, const char *group)
{
	struct str text = cases_exact(cases_text(row, "input"));

	if (accepts(a, text) != cases_true(row, "valid"))
		fail_msg("%s: `%.*s` is accepted: %d", group, STR_ARG(text), accepts(a, text));
	cases_free(text);
}

static void tables_compositions_agree(void **state)
{
	for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
		cJSON *root = cases_load(judged[i].table);
		const cJSON *row;

		if (!root)
			skip();
		cJSON_ArrayForEach(row, cases_group(root, judged[i].group))
			check_judged(*state, row, judged[i].accepts, judged[i].group);
		cJSON_Delete(root);
	}
}

/* What rules in the library's language bound by a pattern. */
static const struct {
	const char *group, *pattern;
	uint32_t longest;
} patterns[] = {
	{ "IsDecimalInteger", "0|-?[1-9][0-9]*", UINT32_MAX },
	{ "IsDNS1123SubdomainWithUnderscore",
	  "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*", 253 },
	{ "strfmt.K8sUUID", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 36 },
	{ "strfmt.ResourcePoolName", "[a-z0-9]([-a-z0-9]*[a-z0-9])?([./][a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
	  253 },
};

static void check_pattern(struct pattern *p, uint32_t longest, const cJSON *row)
{
	struct str text = cases_exact(cases_text(row, "input"));
	bool matched = text.n <= longest && pattern_match(p, text);

	if (matched != cases_true(row, "valid"))
		fail_msg("`%.*s` matches: %d", STR_ARG(text), matched);
	cases_free(text);
}

static void tables_patterns_agree(void **state)
{
	cJSON *root = cases_load("names.json");
	const cJSON *row;

	if (!root)
		skip();
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct pattern *p;

		cases_assert_str(pattern_compile(*state, str_from(patterns[i].pattern), PATTERN_WHOLE, &p),
				 "");
		cJSON_ArrayForEach(row, cases_group(root, patterns[i].group))
			check_pattern(p, patterns[i].longest, row);
	}
	cJSON_Delete(root);
}

/* Groups that other tests read, and those that no test can. */
static const char *const elsewhere[] = {
	/* test_names.c */
	"IsDNS1123Label",
	"IsDNS1123Subdomain",
	"IsDNS1035Label",
	"IsValidPortName",
	"IsQualifiedName",
	"IsValidLabelValue",
	"IsHTTPHeaderName",
	"IsValidPercent",
	"IsConfigMapKey",
	"IsWildcardDNS1123Subdomain",
	"IsFullyQualifiedDomainName",
	"IsDomainPrefixedPath",
	"IsRelaxedEnvVarName",
	"IsLabelKey (validate/content)",
	"IsLabelValue (validate/content)",
	"IsCIdentifier (validate/content)",
	"IsPathSegmentName",
	"strfmt.ShortName",
	"strfmt.LongName",
	"strfmt.LabelKey",
	"strfmt.LabelValue",
	"strfmt.PathSegmentName",
	"oracle-extra.IsDNS1123Label",
	"oracle-extra.IsDNS1123Subdomain",
	"oracle-extra.IsDNS1035Label",
	"oracle-extra.IsValidPortName",
	"oracle-extra.IsQualifiedName",
	"oracle-extra.IsValidLabelValue",
	"oracle-extra.IsConfigMapKey",
	"oracle-extra.IsEnvVarName",
	"oracle-extra.IsWildcardDNS1123Subdomain",
	"oracle-extra.IsRelaxedEnvVarName",
	"strict (AWS today)",
	/* test_ip.c */
	"IsValidIP",
	"IsValidCIDR",
	/* test_cron.c and test_zone.c */
	"standard-5-field",
	"activation",
	"next-6-field",
	"next-tz",
	"range",
	"field",
	"errors-6-field",
	"oracle-extra",
	"timezone",
	/* test_duration.c */
	"go-duration",
	"prometheus-duration",
	/* test_image.c */
	"parse",
	"name-only-invalid",
	"domain-and-path",
	"normalized:ValidateReferenceName",
	"normalized:ValidateRemoteName",
	"ParseRepositoryInfo",
	"ParseAnyReference",
	"NormalizedSplitHostname",
	"ParseDockerRef",
	"ReferenceRegexp",
	"IdentifierRegexp",
	/* test_quantity.c */
	"parse-valid",
	"parse-valid-negated",
	"parse-valid-plus-sign",
	"parse-invalid",
	"parse-emit",
	"string",
	"parse-int64-boundaries",
	"compare",
	"from-milli",
	"from-int",
	/* emit/test_yaml.c */
	"plain-scalar-verdicts",
	/* Numbers, which types of the library bound: it is no matter of text. */
	"IsValidPortNum",
	"IsValidUserID/GroupID",
	"int-or-percent",
	/* Texts that stand in no object that a stack consists of. */
	"labels-map",
	"label-selector",
	"IsValidInterfaceAddress",
	"strfmt.ExtendedResourceName",
	"strfmt.ResourceFullyQualifiedName",
	/* Older rules of S3, which let more pass; what new buckets keep to is "strict". */
	"relaxed",
	/* Steps inside upstream's functions, whose results other groups have. */
	"split",
	"round-up",
	"DomainRegexp",
	"FullNameRegexp",
	/* Patterns of a command line. */
	"Match",
	/* Fields of objects: tests/failures/ and the rules about objects. */
	"k8s-cronjob-object",
};

static bool is_known(const char *group)
{
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (strcmp(elsewhere[i], group) == 0)
			return true;
	for (size_t i = 0; i < sizeof judged / sizeof *judged; i++)
		if (strcmp(judged[i].group, group) == 0)
			return true;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		if (strcmp(patterns[i].group, group) == 0)
			return true;
	return false;
}

static void tables_have_no_unread_group(void **state)
{
	static const char *const tables[] = { "cron.json",	  "durations.json", "image-refs.json",
					      "names.json",	  "quantity.json",  "s3-bucket-names.json",
					      "yaml-scalars.json" };

	(void)state;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		cJSON *root = cases_load(tables[i]);
		const cJSON *group;

		if (!root)
			skip();
		cJSON_ArrayForEach(
			group, cJSON_GetObjectItem(root, "groups")) if (!is_known(cases_text(group, "name")))
			fail_msg("%s: no test reads %s", tables[i], cases_text(group, "name"));
		cJSON_Delete(root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(tables_compositions_agree),
		CASES_TEST(tables_patterns_agree),
		CASES_TEST(tables_have_no_unread_group),
	};

	return cmocka_run_group_tests_name("formats/tables", tests, NULL, NULL);
}
