/* Changes of texts, and their way to the files: all or none, whatever call fails. */
#include "fix/patch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/os_fake.h"

enum { FILES = 3 };

struct world {
	struct arena arena;
	struct os_fake fake;
	struct os os;
	struct patched files[FILES];
};

static void world_init(struct world *w)
{
	static const char *const paths[FILES] = { "/a.rcs", "/b.rcs", "/c.env" };

	*w = (struct world){ 0 };
	arena_init(&w->arena);
	os_fake_init(&w->fake, &w->arena);
	w->os = os_fake(&w->fake);
	for (int i = 0; i < FILES; i++) {
		os_fake_add(&w->fake, paths[i], STR("old"));
		w->files[i] =
			(struct patched){ str_from(paths[i]), str_from(paths[i]), STR("old"), STR("new") };
	}
}

static void assert_all(const struct world *w, const char *text)
{
	for (int i = 0; i < FILES; i++) {
		const struct str *now = os_fake_find(&w->fake, w->files[i].path.p);

		assert_non_null(now);
		assert_true(str_eq(*now, str_from(text)));
	}
	assert_int_equal(w->fake.entries.n, FILES);
}

static struct str applied(struct arena *a, const char *text, const struct patch *v, uint32_t n)
{
	return patch_apply(a, STR("f"), str_from(text), v, n);
}

static void patches_apply_in_order_of_place(void **state)
{
	struct world w;
	const struct patch v[] = { { STR("f"), 4, 7, STR("TWO") },
				   { STR("f"), 0, 0, STR("<") },
				   { STR("g"), 0, 9, STR("another file") },
				   { STR("f"), 0, 0, STR("[") },
				   { STR("f"), 7, 7, STR(">") } };

	(void)state;
	world_init(&w);
	assert_true(str_eq(applied(&w.arena, "one two", v, 5), STR("<[one TWO>")));
	assert_true(str_eq(applied(&w.arena, "one two", v, 0), STR("one two")));
	assert_true(patch_touches(&v[0], &v[4]));
	assert_false(patch_touches(&v[0], &v[1]));
	assert_false(patch_touches(&v[0], &v[2]));
	arena_fini(&w.arena);
}

static void all_files_are_written(void **state)
{
	struct world w;
	struct str why;

	(void)state;
	world_init(&w);
	assert_true(patch_write(&w.os, &w.arena, w.files, FILES, &why));
	assert_all(&w, "new");
	arena_fini(&w.arena);
}

static void a_failure_leaves_all_files_as_they_were(void **state)
{
	bool good = false;
	uint32_t failures = 0;

	(void)state;
	for (uint32_t call = 1; !good; call++) {
		struct world w;
		struct str why;

		world_init(&w);
		w.fake.fail_at = call;
		good = patch_write(&w.os, &w.arena, w.files, FILES, &why);
		assert_all(&w, good ? "new" : "old");
		failures += !good && why.n > 0;
		arena_fini(&w.arena);
	}
	assert_int_equal(failures, 3 * FILES); /* reading, writing and renaming each */
}

static void a_file_that_changed_meanwhile_is_kept(void **state)
{
	struct world w;
	struct str why;

	(void)state;
	world_init(&w);
	os_fake_add(&w.fake, "/b.rcs", STR("newer"));
	assert_false(patch_write(&w.os, &w.arena, w.files, FILES, &why));
	assert_true(str_eq(why, STR("`/b.rcs` was changed meanwhile")));
	assert_true(str_eq(*os_fake_find(&w.fake, "/a.rcs"), STR("old")));
	assert_true(str_eq(*os_fake_find(&w.fake, "/b.rcs"), STR("newer")));
	arena_fini(&w.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patches_apply_in_order_of_place),
		cmocka_unit_test(all_files_are_written),
		cmocka_unit_test(a_failure_leaves_all_files_as_they_were),
		cmocka_unit_test(a_file_that_changed_meanwhile_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
