/*
 * Many objects are checked by several threads, which ask whole groups of checks at once. Nobody may see that:
 * the diagnostics are those of one check after the other.
 */
#include "base/os.h"
#include "vet.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Not those that exceed a limit. */
static const char *const patterns[] = { "tests/vet/[!b]*.yaml", "examples/*/out/*.yaml" };

enum { FAULTY = 2000 };

static const char *text_of(struct arena *a, const struct rcc_vet *what, uint32_t processors,
			   uint32_t *objects)
{
	struct rcc_options options = { .os = os_posix(), .stdlib = "stdlib" };
	struct rcc_vetted found;
	struct buf out = { .arena = a };

	options.os.processors = processors;
	struct rcc *r = rcc_new(&options);

	rcc_session(r)->limits[LIMIT_DIAGNOSTICS] = 1000000;
	rcc_vet(r, what, &found);
	*objects = found.objects;
	render_json(rcc_session(r), &out);
	rcc_free(r);
	return arena_str(a, buf_str(&out)).p;
}

/* Deployments that are much alike; every few of them one has this or that wrong with it. */
static void write_faulty(char *path)
{
	FILE *out = fdopen(mkstemp(path), "w");

	assert_non_null(out);
	for (int i = 0; i < FAULTY; i++)
		fprintf(out,
			"apiVersion: apps/v1\nkind: Deployment\n"
			"metadata: {name: %s%d, labels: {app: %s}}\n"
			"spec:\n  replicas: %d\n  selector: {matchLabels: {app: a%d}}\n"
			"  template:\n    metadata: {labels: {app: a%d}}\n"
			"    spec:\n      containers:\n      - name: c\n        image: %s/x:%d\n"
			"        ports: [{containerPort: %d}]\n"
			"        env: [{name: A, value: \"%d\"}, {name: %s, value: b}]\n"
			"        volumeMounts: [{name: %s, mountPath: /data}]\n"
			"      volumes: [{name: v, emptyDir: {}}]\n---\n",
			i % 31 ? "d" : "D.", i, i % 7 ? "a" : "\"not a label\"", i % 5, i % 11 ? i : 0,
			i % 13 ? i % 11 ? i : 0 : i + 1, i % 17 ? "example.com" : "Example.com", i,
			i % 19 ? 80 : 70000, i, i % 23 ? "B" : "A", i % 29 ? "v" : "w");
	assert_int_equal(fclose(out), 0);
}

static void what_is_found_does_not_depend_on_how(void **state)
{
	static const uint32_t processors[] = { 1, 2, 8 };
	struct arena a;
	glob_t files = { 0 };
	char faulty[] = "/tmp/rcc-sweep-XXXXXX";
	uint32_t objects, others;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		assert_int_equal(glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &files), 0);
	write_faulty(faulty);
	assert_int_equal(glob(faulty, GLOB_APPEND, NULL, &files), 0);
	struct rcc_vet what = { .paths = (const char *const *)files.gl_pathv,
				.npaths = (uint32_t)files.gl_pathc,
				.plain = true };
	const char *plain = text_of(&a, &what, 1, &objects);

	assert_true(objects > 512); /* enough for several threads */
	assert_non_null(strstr(plain, "RCS4001"));
	assert_non_null(strstr(plain, "RCS4006"));
	assert_non_null(strstr(plain, "RCS4300"));
	assert_non_null(strstr(plain, "RCS4042"));
	what.plain = false;
	for (size_t i = 0; i < sizeof processors / sizeof *processors; i++) {
		assert_string_equal(text_of(&a, &what, processors[i], &others), plain);
		assert_int_equal(others, objects);
	}
	unlink(faulty);
	globfree(&files);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_found_does_not_depend_on_how),
	};

	return cmocka_run_group_tests_name("sweep", tests, NULL, NULL);
}
