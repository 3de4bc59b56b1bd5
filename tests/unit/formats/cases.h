#ifndef RCC_TESTS_UNIT_FORMATS_CASES_H
#define RCC_TESTS_UNIT_FORMATS_CASES_H
/*
 * What the tests of formats/ share: an arena per test, and the tables of upstream verdicts
 * that may lie beside the repository (RCC_SHARED, else ../shared).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "base/arena.h"

static inline int cases_setup(void **state)
{
	static struct arena arena;

	arena_init(&arena);
	*state = &arena;
	return 0;
}

static inline int cases_teardown(void **state)
{
	arena_fini(*state);
	return 0;
}

#define CASES_TEST(fn) cmocka_unit_test_setup_teardown(fn, cases_setup, cases_teardown)

static inline void cases_assert_str(struct str got, const char *want)
{
	char *text = strndup(got.n ? got.p : "", got.n);

	assert_non_null(text);
	assert_string_equal(text, want);
	free(text);
}

/* The bytes end where the heap block does, so that a sanitizer sees a read behind them. */
static inline struct str cases_exact(const char *text)
{
	size_t n = strlen(text);
	char *p = malloc(n ? n : 1);

	assert_non_null(p);
	memcpy(p, text, n);
	return (struct str){ p, (uint32_t)n };
}

static inline void cases_free(struct str s)
{
	free((char *)s.p);
}

/* The parsed table, which the caller deletes; where there is none, the test is skipped with a note. */
static inline cJSON *cases_load(const char *file)
{
	const char *shared = getenv("RCC_SHARED");
	char path[4096];

	snprintf(path, sizeof path, "%s/cases/%s", shared ? shared : "../shared", file);
	FILE *f = fopen(path, "rb");

	if (!f) {
		print_message("skipped: no %s\n", path);
		skip();
	}
	fseek(f, 0, SEEK_END);
	size_t size = (size_t)ftell(f);
	char *text = malloc(size + 1);

	assert_non_null(text);
	rewind(f);
	assert_int_equal(fread(text, 1, size, f), size);
	text[size] = '\0';
	fclose(f);
	for (char *nul = text; (nul = strstr(nul, "\\u0000"));) /* cJSON would end the string there */
		nul[5] = '1';
	cJSON *root = cJSON_Parse(text);

	free(text);
	assert_non_null(root);
	return root;
}

/* The rows of a group; fails if the group is missing or empty. */
static inline const cJSON *cases_group(const cJSON *root, const char *name)
{
	const cJSON *group;

	cJSON_ArrayForEach(group, cJSON_GetObjectItem(root, "groups"))
	{
		if (strcmp(cJSON_GetObjectItem(group, "name")->valuestring, name) != 0)
			continue;
		const cJSON *rows = cJSON_GetObjectItem(group, "cases");

		assert_true(cJSON_GetArraySize(rows) > 0);
		return rows;
	}
	fail_msg("no group %s", name);
	return NULL;
}

/* A string member of a row, or NULL. */
static inline const char *cases_text(const cJSON *row, const char *key)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, key));
}

static inline bool cases_true(const cJSON *row, const char *key)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(row, key));
}

#endif
