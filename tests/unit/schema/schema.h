#ifndef RCC_TESTS_UNIT_SCHEMA_H
#define RCC_TESTS_UNIT_SCHEMA_H
/* What the tests of schema/ share: a session whose only files are those of the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os_fake.h"
#include "schema/import.h"

struct test_file {
	const char *path, *text;
};

struct test_world {
	struct session session;
	struct os_fake fake;
};

static inline void world_init(struct test_world *w, const struct test_file *files, size_t nfiles)
{
	os_fake_init(&w->fake, &w->session.arena);
	session_init(&w->session, os_fake(&w->fake));
	for (size_t i = 0; i < nfiles; i++)
		os_fake_add(&w->fake, files[i].path, str_from(files[i].text));
}

static inline void world_fini(struct test_world *w)
{
	session_fini(&w->session);
}

/* What every module of core types begins with ends with this one. */
#define LAST_BASE_TYPE "\ntype Uuid5Text = "

/* The declarations behind the header of the file and the base types, NUL-terminated; "" if something was
 * reported. */
static inline const char *world_import(struct test_world *w, const struct schema_options *o)
{
	struct buf out = { .arena = &w->session.arena };
	bool ok = schema_import(&w->session, o, &out);
	struct str text = buf_str(&out);
	int64_t base = str_find(text, STR(LAST_BASE_TYPE), 0);
	int64_t body = str_find(text, STR("\n\n"), base < 0 ? 0 : (uint32_t)base);

	assert_int_equal(ok, w->session.diags.errors == 0);
	assert_int_equal(ok, text.n > 0);
	return ok && body >= 0 ? arena_str(&w->session.arena, str_slice(text, (uint32_t)body + 2, text.n)).p
			       : "";
}

/* Imports all files of a test but `kinds`, the list of kinds if it is there, and compares. */
static inline void check_import(const struct test_file *files, size_t nfiles, const char *want)
{
	struct test_world w;
	const char *paths[8];
	struct schema_options o = { .documents = paths };

	world_init(&w, files, nfiles);
	for (size_t i = 0; i < nfiles; i++) {
		if (strcmp(files[i].path, "kinds") == 0)
			o.kinds = files[i].text;
		else
			paths[o.ndocuments++] = files[i].path;
	}
	const char *got = world_import(&w, &o);

	for (uint32_t i = 0; i < w.session.diags.list.n; i++)
		print_error("%.*s\n", STR_ARG(w.session.diags.list.v[i]->message));
	assert_string_equal(got, want);
	world_fini(&w);
}

/* Imports files that cannot be imported and compares the messages, a line each. */
static inline void check_refused(const struct test_file *files, size_t nfiles, const char *want)
{
	struct test_world w;
	const char *paths[8];
	struct schema_options o = { .documents = paths };
	struct buf got;

	world_init(&w, files, nfiles);
	for (size_t i = 0; i < nfiles; i++) {
		if (strcmp(files[i].path, "kinds") == 0)
			o.kinds = files[i].text;
		else
			paths[o.ndocuments++] = files[i].path;
	}
	world_import(&w, &o);
	got = (struct buf){ .arena = &w.session.arena };
	for (uint32_t i = 0; i < w.session.diags.list.n; i++)
		buf_printf(&got, "%.*s\n", STR_ARG(w.session.diags.list.v[i]->message));
	buf_char(&got, '\0');
	assert_string_equal(got.p, want);
	world_fini(&w);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define IMPORT(want, ...) \
	do { \
		const struct test_file files[] = { __VA_ARGS__ }; \
		check_import(files, COUNT(files), want); \
	} while (0)
#define REFUSED(want, ...) \
	do { \
		const struct test_file files[] = { __VA_ARGS__ }; \
		check_refused(files, COUNT(files), want); \
	} while (0)

#endif
