#ifndef RCC_TESTS_UNIT_SCHEMA_H
#define RCC_TESTS_UNIT_SCHEMA_H
/* What the tests of schema/ share: a session whose only files are those of the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/import.h"

struct test_file {
	const char *path, *text;
};

struct test_world {
	struct session session;
	const struct test_file *files;
	size_t nfiles;
};

static inline int world_read(struct os *os, struct arena *a, const char *path, uint32_t limit,
			     struct str *out)
{
	const struct test_world *w = os->self;

	for (size_t i = 0; i < w->nfiles; i++) {
		if (strcmp(w->files[i].path, path) != 0)
			continue;
		*out = arena_str(a, str_from(w->files[i].text));
		return out->n > limit ? EFBIG : 0;
	}
	return ENOENT;
}

static inline void world_init(struct test_world *w, const struct test_file *files, size_t nfiles)
{
	*w = (struct test_world){ .files = files, .nfiles = nfiles };
	session_init(&w->session, (struct os){ .self = w, .read = world_read });
}

static inline void world_fini(struct test_world *w)
{
	session_fini(&w->session);
}

/* The declarations behind the header of the file, NUL-terminated; "" if something was reported. */
static inline const char *world_import(struct test_world *w, const struct schema_options *o)
{
	struct buf out = { .arena = &w->session.arena };
	bool ok = schema_import(&w->session, o, &out);
	struct str text = buf_str(&out);
	int64_t body = str_find(text, STR("\n\n"), 0);

	assert_int_equal(ok, w->session.diags.errors == 0);
	assert_int_equal(ok, text.n > 0);
	return ok ? arena_str(&w->session.arena, str_slice(text, (uint32_t)body + 2, text.n)).p : "";
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
