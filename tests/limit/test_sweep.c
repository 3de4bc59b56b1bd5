/*
 * Many objects are checked by several threads, which ask whole groups of checks at once. Nobody may see that:
 * the diagnostics are those of one check after the other.
 */
#include "base/os.h"
#include "vet/vet.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Not those that exceed a limit, or have pods of which nothing is known: nothing is said of all pods then. */
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
static void write_faulty(FILE *out, int i)
{
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
}

/* Others in blocks, all of different names, which are read by what they share; that is wrong in many. */
static void write_alike(FILE *out, int i)
{
	fprintf(out,
		"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: %s%d\n  labels:\n    app: "
		"%s\n"
		"spec:\n  replicas: %d\n%s  selector:\n    matchLabels:\n      app: b%d\n"
		"  template:\n    metadata:\n      labels:\n        app: b%d\n"
		"    spec:\n      securityContext:\n        runAsNonRoot: true\n        "
		"seccompProfile:\n"
		"          type: %s\n"
		"      containers:\n      - name: c\n        image: example.com/x:%d\n"
		"        ports:\n        - name: http\n          containerPort: %d\n"
		"        readinessProbe:\n          httpGet:\n            path: /\n            port: "
		"%s\n"
		"        volumeMounts:\n        - name: v\n          mountPath: %s\n"
		"      volumes:\n      - name: v\n        emptyDir:\n          sizeLimit: %s\n---\n",
		i % 37 ? "e" : "e.", i, i % 7 ? "a" : "b", i % 5, i % 43 ? "" : "  paused: 3\n", i,
		i % 31 ? i : 0, i % 3 ? "RuntimeDefault" : "Localhost", i, i % 19 ? 80 : 8080,
		i % 13 ? "http" : "https", i % 2 ? "/data" : "data", i % 23 ? "1Gi" : "-1");
}

static void write_many(char *path, void (*write_one)(FILE *out, int i))
{
	FILE *out = fdopen(mkstemp(path), "w");

	assert_non_null(out);
	for (int i = 0; i < FAULTY; i++)
		write_one(out, i);
	assert_int_equal(fclose(out), 0);
}

/* Whatever the number of threads, what one check after the other finds is found. */
static void compare(struct arena *a, struct rcc_vet *what, const char *plain, uint32_t objects)
{
	static const uint32_t processors[] = { 1, 2, 8 };
	uint32_t others;

	what->plain = false;
	for (size_t i = 0; i < sizeof processors / sizeof *processors; i++) {
		assert_string_equal(text_of(a, what, processors[i], &others), plain);
		assert_int_equal(others, objects);
	}
}

/* What was found in a part that one object holds holds for others that share it, and only for them. */
static void what_is_shared_is_found_in_each(void **state)
{
	struct arena a;
	char path[] = "/tmp/rcc-alike-XXXXXX";
	uint32_t objects;

	(void)state;
	arena_init(&a);
	write_many(path, write_alike);
	struct rcc_vet what = { .paths = (const char *const[]){ path }, .npaths = 1, .plain = true };
	const char *plain = text_of(&a, &what, 1, &objects);

	assert_int_equal(objects, FAULTY);
	assert_non_null(strstr(plain, "RCS4108"));
	assert_null(strstr(plain, "RCS0601")); /* then nothing would be shared */
	compare(&a, &what, plain, objects);
	unlink(path);
	arena_fini(&a);
}

static void what_is_found_does_not_depend_on_how(void **state)
{
	struct arena a;
	glob_t files = { 0 };
	char faulty[] = "/tmp/rcc-sweep-XXXXXX";
	uint32_t objects;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		assert_int_equal(glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &files), 0);
	write_many(faulty, write_faulty);
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
	compare(&a, &what, plain, objects);
	unlink(faulty);
	globfree(&files);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_found_does_not_depend_on_how),
		cmocka_unit_test(what_is_shared_is_found_in_each),
	};

	return cmocka_run_group_tests_name("sweep", tests, NULL, NULL);
}
