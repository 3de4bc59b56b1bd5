/* Files with another text than on the disk. */
#include "base/os_fake.h"
#include "base/os_overlay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include <errno.h>

struct world {
	struct arena arena;
	struct os_fake fake;
	struct os_overlay overlay;
	struct os os;
};

static void world_init(struct world *w)
{
	arena_init(&w->arena);
	os_fake_init(&w->fake, &w->arena);
	os_fake_add(&w->fake, "/dir/a", STR("disk"));
	os_fake_add(&w->fake, "/dir/b", STR("other"));
	os_overlay_init(&w->overlay, &w->arena, os_fake(&w->fake));
	w->os = os_overlay(&w->overlay);
}

static void assert_reads(struct world *w, const char *path, const char *expected)
{
	struct str text;

	assert_int_equal(w->os.read(&w->os, &w->arena, path, 100, &text), 0);
	assert_true(str_eq(text, str_from(expected)));
}

static void only_reading_sees_the_other_text(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_reads(&w, "/dir/a", "disk");
	os_overlay_put(&w.overlay, STR("/dir/a"), STR("first"));
	os_overlay_put(&w.overlay, STR("/dir/a"), STR("second"));
	assert_reads(&w, "/dir/a", "second");
	assert_reads(&w, "/dir/../dir/./a", "second");
	assert_reads(&w, "/dir/b", "other");
	assert_true(str_eq(*os_fake_find(&w.fake, "/dir/a"), STR("disk")));
	arena_fini(&w.arena);
}

static void limits_and_missing_files_are_errors(void **state)
{
	struct world w;
	struct str text;

	(void)state;
	world_init(&w);
	os_overlay_put(&w.overlay, STR("/dir/a"), STR("four"));
	assert_int_equal(w.os.read(&w.os, &w.arena, "/dir/a", 4, &text), 0);
	assert_int_equal(w.os.read(&w.os, &w.arena, "/dir/a", 3, &text), EFBIG);
	assert_int_equal(w.os.read(&w.os, &w.arena, "/dir/c", 9, &text), ENOENT);
	arena_fini(&w.arena);
}

static void all_else_reaches_the_world(void **state)
{
	struct world w;
	enum os_kind kind;
	struct str *names, real;
	uint32_t n;

	(void)state;
	world_init(&w);
	assert_int_equal(w.os.mkdir(&w.os, "/new"), 0);
	assert_int_equal(w.os.write(&w.os, "/new/c", STR("c")), 0);
	assert_int_equal(w.os.write_like(&w.os, "/new/c", STR("c"), "/new/c"), 0);
	assert_int_equal(w.os.rename(&w.os, "/new/c", "/new/d"), 0);
	assert_int_equal(w.os.exchange(&w.os, "/new", "/dir"), 0);
	assert_int_equal(w.os.kind(&w.os, "/dir/d", &kind), 0);
	assert_int_equal(kind, OS_FILE);
	assert_int_equal(w.os.list(&w.os, &w.arena, "/new", &names, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(w.os.real(&w.os, &w.arena, "/dir/./d", &real), 0);
	assert_true(str_eq(real, STR("/dir/d")));
	assert_int_equal(w.os.unlink(&w.os, "/dir/d"), 0);
	assert_int_equal(w.os.rmdir(&w.os, "/dir"), 0);
	assert_int_equal(w.os.kind(&w.os, "/dir", &kind), 0);
	assert_int_equal(kind, OS_MISSING);
	arena_fini(&w.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_reading_sees_the_other_text),
		cmocka_unit_test(limits_and_missing_files_are_errors),
		cmocka_unit_test(all_else_reaches_the_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
