#include "formats/image.h"

#include "cases.h"

#define HEX64 "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static const struct {
	const char *text, *registry, *repository, *tag, *digest;
} good[] = {
	{ "web", "", "web", "", "" },
	{ "web:1.2", "", "web", "1.2", "" },
	{ "team/web:1", "", "team/web", "1", "" },
	{ "localhost/web", "localhost", "web", "", "" },
	{ "r.example:5000/a/web:1@sha256:" HEX64, "r.example:5000", "a/web", "1", "sha256:" HEX64 },
	{ "[::1]:5000/web", "[::1]:5000", "web", "", "" },
	{ "Team/web", "Team", "web", "", "" },
	{ "[:1]/web", "[:1]", "web", "", "" },
	{ HEX64 ":1", "", HEX64, "1", "" },
	{ "a/b--c__d.e_f", "", "a/b--c__d.e_f", "", "" },
};

static void image_splits(void **state)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct str text = cases_exact(good[i].text);
		struct image image = image_split(text);

		cases_assert_str(image_problem(text, *state), "");
		cases_assert_str(image.registry, good[i].registry);
		cases_assert_str(image.repository, good[i].repository);
		cases_assert_str(image.tag, good[i].tag);
		cases_assert_str(image.digest, good[i].digest);
		cases_free(text);
	}
}

static const struct {
	const char *text, *full;
} full[] = {
	{ "web", "docker.io/library/web" },
	{ "team/web:1", "docker.io/team/web:1" },
	{ "index.docker.io/web@sha256:" HEX64, "docker.io/library/web@sha256:" HEX64 },
	{ "r.example:5000/web", "r.example:5000/web" },
	{ "r_x.example/web", "r_x.example/web" },
};

static void image_full_names_the_registry(void **state)
{
	for (size_t i = 0; i < sizeof full / sizeof *full; i++)
		cases_assert_str(image_full(*state, str_from(full[i].text)), full[i].full);
}

static const struct {
	const char *text, *phrase;
} bad[] = {
	{ "", "is empty" },
	{ "https://r.example/web", "has a scheme: leave out `https://`" },
	{ "Web", "has an upper-case letter `W` in its repository" },
	{ "r.example/Web", "has an upper-case letter `W` in its repository" },
	{ "web:", "has an empty tag behind its `:`" },
	{ "web:-1", "has a tag that starts with `-`" },
	{ "web:1:2", "has `:` in its tag" },
	{ "web 1", "has a blank in its repository" },
	{ "web@", "has a digest that does not begin with `sha256:`" },
	{ "web@sha256:ab", "has a digest of 2 hex digits, 64 are needed" },
	{ "web@sha256:AB", "has an upper-case letter `A` in its digest" },
	{ "a//b", "has an empty component in its repository" },
	{ "a..b", "has two separators side by side in its repository" },
	{ "a/-b", "has a component that starts with `-`" },
	{ "a/b-", "has a component that ends with `-`" },
	{ "r.example:x/web", "has a registry whose port is no number" },
	{ "r!.example/web", "has `!` in its registry" },
	{ "r_x:5000/web", "has `/` in its tag" },
	{ "[zz]:1/web", "has a registry in brackets that is no IPv6 address" },
	{ ":1", "has no repository" },
	{ HEX64, "is the id of an image, not a reference" },
};

static void image_problem_is_a_phrase(void **state)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str text = cases_exact(bad[i].text);

		cases_assert_str(image_problem(text, *state), bad[i].phrase);
		cases_free(text);
	}
}

static void check_valid(struct arena *a, const char *input, bool valid)
{
	struct str text = cases_exact(input);
	struct str got = image_problem(text, a);

	if ((got.n == 0) != valid)
		fail_msg("`%s` gives `%.*s`", input, STR_ARG(got));
	cases_free(text);
}

/* Upstream's strict reading calls any first component a domain; the whole name is the same. */
static void check_parts(struct arena *a, const cJSON *row)
{
	/* Upstream's test program has no SHA-512, so the row is invalid there; runtimes have it. */
	bool sha512 = strstr(cases_text(row, "input"), "@sha512:") != NULL;
	bool valid = cases_true(row, "valid") || sha512;
	struct image image = image_split(str_from(cases_text(row, "input")));

	check_valid(a, cases_text(row, "input"), valid);
	if (!cases_true(row, "valid"))
		return;
	struct str name = image.registry.n ? arena_printf(a, "%.*s/%.*s", STR_ARG(image.registry),
							  STR_ARG(image.repository))
					   : image.repository;

	cases_assert_str(name, cases_text(row, "repository"));
	cases_assert_str(image.tag, cases_text(row, "tag"));
	cases_assert_str(image.digest, cases_text(row, "digest"));
}

static void image_agrees_with_upstream(void **state)
{
	static const char *const groups[] = { "normalized:ValidateReferenceName",
					      "normalized:ValidateRemoteName", "oracle-extra" };
	cJSON *root = cases_load("image-refs.json");
	const cJSON *row;

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		cJSON_ArrayForEach(row, cases_group(root, groups[i]))
			check_valid(*state, cases_text(row, "input"), cases_true(row, "valid"));
	cJSON_ArrayForEach(row, cases_group(root, "parse")) check_parts(*state, row);
	cJSON_Delete(root);
}

/* Upstream's answer names the registry that runtimes put in the place of a missing one. */
static void image_registry_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("image-refs.json");
	const cJSON *row;

	(void)state;
	cJSON_ArrayForEach(row, cases_group(root, "NormalizedSplitHostname"))
	{
		struct image image = image_split(str_from(cases_text(row, "input")));
		struct str registry = image.registry.n ? image.registry : STR("docker.io");

		cases_assert_str(registry, cases_text(row, "domain"));
	}
	cJSON_Delete(root);
}

/* A name that upstream splits or writes in full, and the full name that it gives. */
static void check_full(struct arena *a, const char *input, const char *want)
{
	cases_assert_str(image_problem(str_from(input), a), "");
	cases_assert_str(image_full(a, str_from(input)), want);
}

static const char *joined(struct arena *a, const char *domain, const char *path)
{
	return *domain ? arena_printf(a, "%s/%s", domain, path).p : path;
}

static void image_full_agrees_with_upstream(void **state)
{
	cJSON *root = cases_load("image-refs.json");
	const cJSON *row;
	int n = 0;

	cJSON_ArrayForEach(row, cases_group(root, "ParseRepositoryInfo"))
	{
		const char *const keys[] = { "AmbiguousName", "FamiliarName", "FullName" };

		for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
			if (*cases_text(row, keys[i]))
				check_full(*state, cases_text(row, keys[i]), cases_text(row, "FullName"));
	}
	cJSON_ArrayForEach(row, cases_group(root, "normalized:ValidateReferenceName"))
	{
		if (cases_true(row, "valid"))
			check_full(*state, cases_text(row, "input"), cases_text(row, "string"));
	}
	cJSON_ArrayForEach(row, cases_group(root, "oracle-extra"))
	{
		const cJSON *normalized = cJSON_GetObjectItem(row, "normalized");

		if (!cases_true(normalized, "valid"))
			continue;
		check_full(*state, cases_text(row, "input"), cases_text(normalized, "string"));
		n++;
	}
	assert_true(n > 20);
	cJSON_ArrayForEach(row, cases_group(root, "NormalizedSplitHostname"))
		check_full(*state, cases_text(row, "input"),
			   joined(*state, cases_text(row, "domain"), cases_text(row, "path")));
	cJSON_Delete(root);
}

/* What runtimes fetch: the tag `latest` where none is said, and no tag beside a digest. */
static struct str fetched(struct arena *a, struct str text)
{
	struct image image = image_split(text);
	struct str name = image_full(a, text);

	if (!image.tag.n && !image.digest.n)
		return arena_printf(a, "%.*s:latest", STR_ARG(name));
	if (!image.tag.n || !image.digest.n)
		return name;
	return arena_printf(a, "%.*s@%.*s", (int)(name.n - image.tag.n - image.digest.n - 2), name.p,
			    STR_ARG(image.digest));
}

/* An id is told from a name of the same length. */
static void check_id(struct arena *a, const cJSON *row)
{
	struct str problem = image_problem(str_from(cases_text(row, "input")), a);
	bool is_id = str_eq(problem, STR("is the id of an image, not a reference"));

	if (is_id != cases_true(row, "match"))
		fail_msg("%s: %.*s", cases_text(row, "input"), STR_ARG(problem));
}

static void image_groups_of_upstream(void **state)
{
	cJSON *root = cases_load("image-refs.json");
	const cJSON *row;

	cJSON_ArrayForEach(row, cases_group(root, "ParseDockerRef")) cases_assert_str(
		fetched(*state, str_from(cases_text(row, "input"))), cases_text(row, "expected"));
	cJSON_ArrayForEach(row, cases_group(root, "ParseAnyReference"))
	{
		const char *reference = cases_text(row, "Reference");
		const char *equivalent = cases_text(row, "Equivalent");

		/* an id names no image that could be fetched, a digest alone is read as name and tag */
		if (strncmp(equivalent, "docker.io/", 10) == 0)
			check_full(*state, reference, equivalent);
		else
			check_valid(*state, reference, strncmp(reference, "sha256:", 7) == 0);
	}
	cJSON_ArrayForEach(row, cases_group(root, "ReferenceRegexp"))
		check_valid(*state, cases_text(row, "input"), cases_true(row, "match"));
	cJSON_ArrayForEach(row, cases_group(root, "IdentifierRegexp")) check_id(*state, row);
	cJSON_ArrayForEach(row, cases_group(root, "domain-and-path"))
	{
		struct image image = image_split(str_from(cases_text(row, "input")));

		cases_assert_str(image.registry, cases_text(row, "domain"));
		cases_assert_str(image.repository, cases_text(row, "path"));
	}
	/* a tag is no part of a name, and is one of a reference */
	cJSON_ArrayForEach(row, cases_group(root, "name-only-invalid"))
		check_valid(*state, cases_text(row, "input"), strstr(cases_text(row, "input"), "/repo:"));
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(image_splits),
		CASES_TEST(image_full_names_the_registry),
		CASES_TEST(image_problem_is_a_phrase),
		CASES_TEST(image_agrees_with_upstream),
		CASES_TEST(image_full_agrees_with_upstream),
		CASES_TEST(image_groups_of_upstream),
		CASES_TEST(image_registry_agrees_with_upstream),
	};

	return cmocka_run_group_tests_name("formats/image", tests, NULL, NULL);
}
