/*
 * Every group of rows in the tables beside the repository is read by a test, which the end of this file names
 * for it: a group that no test reads fails. Here are those that several functions answer together.
 */
#include "cases.h"

#include "base/os.h"
#include "formats/chars.h"
#include "formats/glob.h"
#include "formats/image.h"
#include "formats/ip.h"
#include "formats/names.h"
#include "formats/pattern.h"
#include "formats/quantity.h"
#include "formats/selector.h"

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

/* Whatever stands before the first `/` of a reference, if anything must be taken for a registry there. */
static bool domain(struct arena *a, struct str text)
{
	struct str reference = arena_printf(a, "%.*s/x", STR_ARG(text));
	bool registry = image_split(reference).registry.n > 0 || chars_find(text, '_', 0) == text.n;

	return text.n && registry && image_problem(reference, a).n == 0;
}

/* A reference without tag and digest. The pattern alone knows no length, which a reference has. */
static bool full_name(struct arena *a, struct str text)
{
	struct image image = image_split(text);
	struct str problem = image_problem(text, a);

	return (problem.n == 0 || str_starts_with(problem, STR("has a repository of "))) &&
	       image.tag.n == 0 && image.digest.n == 0;
}

/* The row of a name that has no host of a registry names the first component as its domain. */
static void check_name(struct arena *a, const cJSON *row)
{
	const char *text = cases_text(row, "input");
	const cJSON *parts = cJSON_GetObjectItem(row, "subs");
	struct image image = image_split(str_from(text));

	if (!cJSON_IsTrue(cJSON_GetObjectItem(row, "match")) || cJSON_GetArraySize(parts) != 2)
		return;
	const char *first = cJSON_GetArrayItem(parts, 0)->valuestring;
	const char *second = cJSON_GetArrayItem(parts, 1)->valuestring;

	if (image.registry.n || !*first) {
		cases_assert_str(image.registry, first);
		cases_assert_str(image.repository, second);
	} else {
		cases_assert_str(image.repository, arena_printf(a, "%s/%s", first, second).p);
	}
}

/* An address of an interface: a block in its canonical spelling, whose host bits may be set. */
static bool interface_address(struct arena *a, struct str text)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct cidr c;

	if (!cidr_parse(text, &c) || (c.ip.bits == 128 && memcmp(c.ip.bytes, mapped, sizeof mapped) == 0))
		return false;
	struct str ip = ip_text(a, &c.ip);

	return str_eq(text, arena_printf(a, "%.*s/%d", STR_ARG(ip), c.prefix));
}

static bool extended_resource(struct arena *a, struct str text)
{
	struct str quota = arena_printf(a, "requests.%.*s", STR_ARG(text));

	return chars_find(text, '/', 0) < text.n && str_find(text, STR("kubernetes.io/"), 0) < 0 &&
	       !str_starts_with(text, STR("requests.")) && label_key_problem(quota, a).n == 0;
}

/* Upstream looks at both parts only if there are two. */
static bool resource_of_domain(struct arena *a, struct str text)
{
	uint32_t slash = chars_find(text, '/', 0);
	struct str prefix = str_slice(text, 0, slash), name = str_slice(text, slash + 1, text.n);

	if (slash == text.n)
		return false;
	return chars_find(name, '/', 0) < name.n ||
	       (dns_subdomain_problem(prefix, a).n == 0 && prefix.n <= 63 &&
		c_identifier_problem(name, a).n == 0 && name.n <= 32);
}

static bool selector(struct arena *a, struct str text)
{
	return label_selector_problem(text, a).n == 0;
}

/* Buckets of us-east-1 made before 2018 may have capitals, `_` and `:`; beyond that they keep to today's
 * rules, which alone rcc knows. */
static bool old_bucket(struct arena *a, struct str text)
{
	struct buf name = { .arena = a };

	for (uint32_t i = 0; i < text.n; i++)
		buf_char(&name, char_in(text.p[i], "_:") ? '-' : char_lower(text.p[i]));
	return bucket_problem(buf_str(&name), a).n == 0;
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
	{ "names.json", "IsValidInterfaceAddress", interface_address },
	{ "names.json", "strfmt.ExtendedResourceName", extended_resource },
	{ "names.json", "strfmt.ResourceFullyQualifiedName", resource_of_domain },
	{ "names.json", "label-selector", selector },
	{ "s3-bucket-names.json", "relaxed", old_bucket },
	{ "image-refs.json", "parse-canonical-only", canonical_image },
	{ "image-refs.json", "DomainRegexp", domain },
	{ "image-refs.json", "FullNameRegexp", full_name },
};

/* The verdict stands in one of these. */
static bool verdict(const cJSON *row)
{
	const char *input = cases_text(row, "in");

	if (input)
		return !cases_text(row, "err");
	return cases_true(row, "valid") || cases_true(row, "match");
}

static void check_judged(struct arena *a, const cJSON *row, accept_fn *accepts, const char *group)
{
	const char *input = cases_text(row, "input");
	struct str text = cases_exact(input ? input : cases_text(row, "in"));

	if (accepts(a, text) != verdict(row))
		fail_msg("%s: `%.*s` is accepted: %d", group, STR_ARG(text), accepts(a, text));
	cases_free(text);
}

static void tables_compositions_agree(void **state)
{
	for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
		cJSON *root = cases_load(judged[i].table);
		const cJSON *row;

		cJSON_ArrayForEach(row, cases_group(root, judged[i].group))
			check_judged(*state, row, judged[i].accepts, judged[i].group);
		cJSON_Delete(root);
	}
}

static void tables_names_of_images_are_split(void **state)
{
	cJSON *root = cases_load("image-refs.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "FullNameRegexp")) check_name(*state, row);
	cJSON_Delete(root);
}

static void tables_patterns_of_images_agree(void **state)
{
	cJSON *root = cases_load("image-refs.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "Match"))
	{
		struct str text = str_from(cases_text(row, "reference"));
		struct str pattern = str_from(cases_text(row, "pattern"));

		assert_int_equal(glob_problem(pattern, *state).n, 0);
		if (image_matches(*state, text, pattern) != cases_true(row, "expected"))
			fail_msg("`%s` and `%s`", pattern.p, text.p);
	}
	cJSON_Delete(root);
}

/* Upstream's first step takes a text apart; put together again it is the same amount. */
static void check_split(struct arena *a, const cJSON *row)
{
	const char *input = cases_text(row, "input"), *number = cases_text(row, "value");
	struct quantity whole, joined, bare;
	struct str again =
		arena_printf(a, "%s%s.%s%s", cases_true(row, "positive") ? "" : "-", cases_text(row, "num"),
			     cases_text(row, "denom"), cases_text(row, "suffix"));
	struct str rest = str_slice(str_from(input), (uint32_t)strlen(number), (uint32_t)strlen(input));

	cases_assert_str(rest, cases_text(row, "suffix"));
	assert_true(quantity_parse(a, str_from(input), &whole) && quantity_parse(a, again, &joined));
	assert_int_equal(quantity_compare(&whole, &joined), 0);
	assert_true(quantity_parse(a, str_from(number), &bare));
}

static void check_rounding(struct arena *a, const cJSON *row)
{
	int scale = cJSON_GetObjectItem(row, "scale")->valueint;
	struct quantity q, want, rounded;

	assert_true(quantity_parse(a, str_from(cases_text(row, "input")), &q) &&
		    quantity_parse(a, str_from(cases_text(row, "value")), &want));
	rounded = quantity_round_up(a, &q, scale);
	if (quantity_compare(&rounded, &want) != 0)
		fail_msg("%s to 10^%d", cases_text(row, "input"), scale);
	assert_int_equal(quantity_compare(&rounded, &q) == 0, cases_true(row, "exact"));
}

static void tables_steps_of_quantities_agree(void **state)
{
	cJSON *root = cases_load("quantity.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "split")) check_split(*state, row);
	cJSON_ArrayForEach(row, cases_group(root, "round-up")) check_rounding(*state, row);
	cJSON_Delete(root);
}

/* What rules in the library's language bound by a pattern. */
static const struct {
	const char *table, *group, *pattern;
	uint32_t longest;
} patterns[] = {
	{ "names.json", "IsDecimalInteger", "0|-?[1-9][0-9]*", UINT32_MAX },
	{ "names.json", "IsDNS1123SubdomainWithUnderscore",
	  "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*", 253 },
	{ "names.json", "strfmt.K8sUUID", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
	  36 },
	{ "names.json", "strfmt.ResourcePoolName",
	  "[a-z0-9]([-a-z0-9]*[a-z0-9])?([./][a-z0-9]([-a-z0-9]*[a-z0-9])?)*", 253 },
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
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		cJSON *root = cases_load(patterns[i].table);
		const cJSON *row;
		struct pattern *p;

		cases_assert_str(pattern_compile(*state, str_from(patterns[i].pattern), PATTERN_WHOLE, &p),
				 "");
		cJSON_ArrayForEach(row, cases_group(root, patterns[i].group))
			check_pattern(p, patterns[i].longest, row);
		cJSON_Delete(root);
	}
}

/* Groups that other tests read: each names its group, so that none can be dropped there and stay here. */
static const struct {
	const char *table, *group, *test;
} elsewhere[] = {
	{ "cron.json", "standard-5-field", "formats/test_cron.c" },
	{ "cron.json", "activation", "formats/test_cron.c" },
	{ "cron.json", "next-6-field", "formats/test_cron.c" },
	{ "cron.json", "next-tz", "formats/test_cron.c" },
	{ "cron.json", "range", "formats/test_cron.c" },
	{ "cron.json", "field", "formats/test_cron.c" },
	{ "cron.json", "errors-6-field", "formats/test_cron.c" },
	{ "cron.json", "oracle-extra", "formats/test_cron.c" },
	{ "cron.json", "timezone", "formats/test_zone.c" },
	{ "cron.json", "k8s-cronjob-object", "vet/test_cases.c" },
	{ "durations.json", "go-duration", "formats/test_duration.c" },
	{ "durations.json", "prometheus-duration", "formats/test_duration.c" },
	{ "image-refs.json", "parse", "formats/test_image.c" },
	{ "image-refs.json", "name-only-invalid", "formats/test_image.c" },
	{ "image-refs.json", "domain-and-path", "formats/test_image.c" },
	{ "image-refs.json", "normalized:ValidateReferenceName", "formats/test_image.c" },
	{ "image-refs.json", "normalized:ValidateRemoteName", "formats/test_image.c" },
	{ "image-refs.json", "ParseRepositoryInfo", "formats/test_image.c" },
	{ "image-refs.json", "ParseAnyReference", "formats/test_image.c" },
	{ "image-refs.json", "NormalizedSplitHostname", "formats/test_image.c" },
	{ "image-refs.json", "ParseDockerRef", "formats/test_image.c" },
	{ "image-refs.json", "ReferenceRegexp", "formats/test_image.c" },
	{ "image-refs.json", "IdentifierRegexp", "formats/test_image.c" },
	{ "image-refs.json", "oracle-extra", "formats/test_image.c" },
	{ "names.json", "IsDNS1123Label", "formats/test_names.c" },
	{ "names.json", "IsDNS1123Subdomain", "formats/test_names.c" },
	{ "names.json", "IsDNS1035Label", "formats/test_names.c" },
	{ "names.json", "IsValidPortName", "formats/test_names.c" },
	{ "names.json", "IsQualifiedName", "formats/test_names.c" },
	{ "names.json", "IsValidLabelValue", "formats/test_names.c" },
	{ "names.json", "IsHTTPHeaderName", "formats/test_names.c" },
	{ "names.json", "IsValidPercent", "formats/test_names.c" },
	{ "names.json", "IsConfigMapKey", "formats/test_names.c" },
	{ "names.json", "IsWildcardDNS1123Subdomain", "formats/test_names.c" },
	{ "names.json", "IsFullyQualifiedDomainName", "formats/test_names.c" },
	{ "names.json", "IsDomainPrefixedPath", "formats/test_names.c" },
	{ "names.json", "IsRelaxedEnvVarName", "formats/test_names.c" },
	{ "names.json", "IsLabelKey (validate/content)", "formats/test_names.c" },
	{ "names.json", "IsLabelValue (validate/content)", "formats/test_names.c" },
	{ "names.json", "IsCIdentifier (validate/content)", "formats/test_names.c" },
	{ "names.json", "IsPathSegmentName", "formats/test_names.c" },
	{ "names.json", "IsValidPortNum", "vet/test_cases.c" },
	{ "names.json", "IsValidUserID/GroupID", "vet/test_cases.c" },
	{ "names.json", "strfmt.ShortName", "formats/test_names.c" },
	{ "names.json", "strfmt.LongName", "formats/test_names.c" },
	{ "names.json", "strfmt.LabelKey", "formats/test_names.c" },
	{ "names.json", "strfmt.LabelValue", "formats/test_names.c" },
	{ "names.json", "strfmt.PathSegmentName", "formats/test_names.c" },
	{ "names.json", "labels-map", "vet/test_cases.c" },
	{ "names.json", "int-or-percent", "vet/test_cases.c" },
	{ "names.json", "IsValidIP", "formats/test_ip.c" },
	{ "names.json", "IsValidCIDR", "formats/test_ip.c" },
	{ "names.json", "oracle-extra.IsDNS1123Label", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsDNS1123Subdomain", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsDNS1035Label", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsValidPortName", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsQualifiedName", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsValidLabelValue", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsConfigMapKey", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsEnvVarName", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsWildcardDNS1123Subdomain", "formats/test_names.c" },
	{ "names.json", "oracle-extra.IsRelaxedEnvVarName", "formats/test_names.c" },
	{ "quantity.json", "parse-valid", "formats/test_quantity.c" },
	{ "quantity.json", "parse-valid-negated", "formats/test_quantity.c" },
	{ "quantity.json", "parse-valid-plus-sign", "formats/test_quantity.c" },
	{ "quantity.json", "parse-invalid", "formats/test_quantity.c" },
	{ "quantity.json", "parse-emit", "formats/test_quantity.c" },
	{ "quantity.json", "string", "formats/test_quantity.c" },
	{ "quantity.json", "parse-int64-boundaries", "formats/test_quantity.c" },
	{ "quantity.json", "compare", "formats/test_quantity.c" },
	{ "quantity.json", "from-milli", "formats/test_quantity.c" },
	{ "quantity.json", "from-int", "formats/test_quantity.c" },
	{ "quantity.json", "oracle-extra", "formats/test_quantity.c" },
	{ "s3-bucket-names.json", "strict (AWS today)", "formats/test_names.c" },
	{ "yaml-scalars.json", "plain-scalar-verdicts", "yaml/test_scalar.c" },
};

/* Groups that tests of this file read, which are in neither list above. */
static const struct {
	const char *table, *group;
} here[] = {
	{ "image-refs.json", "Match" },
	{ "quantity.json", "split" },
	{ "quantity.json", "round-up" },
};

static bool is_listed_here(const char *table, const char *group)
{
	for (size_t i = 0; i < sizeof judged / sizeof *judged; i++)
		if (strcmp(judged[i].table, table) == 0 && strcmp(judged[i].group, group) == 0)
			return true;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		if (strcmp(patterns[i].table, table) == 0 && strcmp(patterns[i].group, group) == 0)
			return true;
	for (size_t i = 0; i < sizeof here / sizeof *here; i++)
		if (strcmp(here[i].table, table) == 0 && strcmp(here[i].group, group) == 0)
			return true;
	return false;
}

/* Whether the source of a test has the text in quotes. */
static bool names(struct arena *a, const char *test, const char *text)
{
	struct os os = os_posix();
	struct str source, path = arena_printf(a, "tests/unit/%s", test);
	struct str quoted = arena_printf(a, "\"%s\"", text);

	assert_int_equal(os.read(&os, a, path.p, 1 << 20, &source), 0);
	return str_find(source, quoted, 0) >= 0;
}

static bool is_read(struct arena *a, const char *table, const char *group)
{
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (strcmp(elsewhere[i].table, table) == 0 && strcmp(elsewhere[i].group, group) == 0)
			return names(a, elsewhere[i].test, table) && names(a, elsewhere[i].test, group);
	return is_listed_here(table, group);
}

static void tables_have_no_unread_group(void **state)
{
	static const char *const tables[] = { "cron.json",	  "durations.json", "image-refs.json",
					      "names.json",	  "quantity.json",  "s3-bucket-names.json",
					      "yaml-scalars.json" };

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		cJSON *root = cases_load(tables[i]);
		const cJSON *group, *groups = cJSON_GetObjectItem(root, "groups");

		assert_true(cJSON_GetArraySize(groups) > 0);
		cJSON_ArrayForEach(group, groups) if (!is_read(*state, tables[i], cases_text(group, "name")))
			fail_msg("%s: no test reads %s", tables[i], cases_text(group, "name"));
		cJSON_Delete(root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(tables_compositions_agree),	     CASES_TEST(tables_names_of_images_are_split),
		CASES_TEST(tables_patterns_of_images_agree), CASES_TEST(tables_steps_of_quantities_agree),
		CASES_TEST(tables_patterns_agree),	     CASES_TEST(tables_have_no_unread_group),
	};

	return cmocka_run_group_tests_name("formats/tables", tests, NULL, NULL);
}
