/* The real and the fake file system answer the same calls alike. */
#include "base/os_fake.h"

#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct world {
	struct arena arena;
	struct os os;
	struct os_fake fake;
	char dir[32]; /* an empty folder to play in */
};

static const char *in(struct world *w, const char *name)
{
	return arena_printf(&w->arena, "%s/%s", w->dir, name).p;
}

static int setup_posix(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	*state = w;
	arena_init(&w->arena);
	w->os = os_posix();
	snprintf(w->dir, sizeof w->dir, "/tmp/rcc-os-%ld", (long)getpid());
	return w->os.mkdir(&w->os, w->dir);
}

static int setup_fake(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	*state = w;
	arena_init(&w->arena);
	os_fake_init(&w->fake, &w->arena);
	w->os = os_fake(&w->fake);
	snprintf(w->dir, sizeof w->dir, "/play");
	return w->os.mkdir(&w->os, w->dir);
}

static void remove_tree(struct world *w, const char *path)
{
	struct str *names;
	uint32_t n = 0;

	if (w->os.list(&w->os, &w->arena, path, &names, &n) == 0) {
		for (uint32_t i = 0; i < n; i++)
			remove_tree(w, arena_printf(&w->arena, "%s/%.*s", path, STR_ARG(names[i])).p);
		w->os.rmdir(&w->os, path);
		return;
	}
	w->os.unlink(&w->os, path);
}

static int teardown(void **state)
{
	struct world *w = *state;

	remove_tree(w, w->dir);
	arena_fini(&w->arena);
	free(w);
	return 0;
}

static void assert_content(struct world *w, const char *name, const char *want)
{
	struct str got;

	assert_int_equal(w->os.read(&w->os, &w->arena, in(w, name), 1000, &got), 0);
	assert_str(got, want);
}

static enum os_kind kind(struct world *w, const char *name)
{
	enum os_kind k;

	assert_int_equal(w->os.kind(&w->os, in(w, name), &k), 0);
	return k;
}

static void a_file_is_what_was_written(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;
	struct str got;

	assert_int_equal(os->write(os, in(w, "f"), STR("long text")), 0);
	assert_int_equal(os->write(os, in(w, "f"), STR("a\0b")), 0);
	assert_int_equal(os->read(os, &w->arena, in(w, "f"), 3, &got), 0);
	assert_int_equal(got.n, 3);
	assert_memory_equal(got.p, "a\0b", 3);
	assert_int_equal(os->read(os, &w->arena, in(w, "f"), 2, &got), EFBIG);
	assert_int_equal(os->write(os, in(w, "empty"), STR("")), 0);
	assert_content(w, "empty", "");
	assert_int_equal(os->read(os, &w->arena, in(w, "none"), 9, &got), ENOENT);
	assert_int_equal(os->read(os, &w->arena, w->dir, 9, &got), EISDIR);
	assert_int_equal(os->write(os, w->dir, STR("x")), EISDIR);
	assert_int_equal(os->write(os, in(w, "no/f"), STR("x")), ENOENT);
	assert_int_equal(os->write(os, in(w, "f/g"), STR("x")), ENOTDIR);
}

static void a_large_file_is_read_whole(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;
	uint32_t n = 300001;
	char *data = arena_new(&w->arena, char, n);
	struct str got;

	for (uint32_t i = 0; i < n; i++)
		data[i] = (char)(i % 251);
	assert_int_equal(os->write(os, in(w, "f"), (struct str){ data, n }), 0);
	assert_int_equal(os->read(os, &w->arena, in(w, "f"), n, &got), 0);
	assert_int_equal(got.n, n);
	assert_memory_equal(got.p, data, n);
	assert_int_equal(os->read(os, &w->arena, in(w, "f"), n - 1, &got), EFBIG);
}

static void kinds(void **state)
{
	struct world *w = *state;

	w->os.write(&w->os, in(w, "f"), STR(""));
	w->os.mkdir(&w->os, in(w, "d"));
	assert_int_equal(kind(w, "f"), OS_FILE);
	assert_int_equal(kind(w, "d"), OS_DIR);
	assert_int_equal(kind(w, "./d/../d/"), OS_DIR);
	assert_int_equal(kind(w, "none"), OS_MISSING);
	assert_int_equal(kind(w, "f/below"), OS_MISSING);
}

static void a_list_is_sorted(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;
	struct str *names;
	uint32_t n;

	os->mkdir(os, in(w, "b"));
	os->write(os, in(w, "b/inner"), STR(""));
	os->write(os, in(w, "c"), STR(""));
	os->write(os, in(w, "B"), STR(""));
	os->write(os, in(w, ".a"), STR(""));
	assert_int_equal(os->list(os, &w->arena, w->dir, &names, &n), 0);
	assert_int_equal(n, 4);
	assert_str(names[0], ".a");
	assert_str(names[1], "B");
	assert_str(names[2], "b");
	assert_str(names[3], "c");
	assert_int_equal(os->list(os, &w->arena, in(w, "c"), &names, &n), ENOTDIR);
	assert_int_equal(os->list(os, &w->arena, in(w, "none"), &names, &n), ENOENT);
}

/* Those of less than a page, of whole pages, and of what does not fit into one read. */
static void entries_of_a_folder(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;
	static const uint32_t sizes[] = { 0, 1, 4095, 4096, 4097, 32766, 32767, 32768, 300001 };
	uint32_t nsizes = sizeof sizes / sizeof *sizes;
	char *data = arena_new(&w->arena, char, 300001);
	struct os_folder folder;
	enum os_kind k;
	struct str got;

	if (!os->enter)
		return;
	memset(data, 'x', 300001);
	for (uint32_t i = 0; i < nsizes; i++)
		os->write(os, in(w, arena_printf(&w->arena, "%u", i).p), (struct str){ data, sizes[i] });
	os->mkdir(os, in(w, "d"));
	assert_int_equal(symlink("1", in(w, "link")), 0);
	assert_int_equal(os->enter(os, &w->arena, in(w, "1"), &folder), ENOTDIR);
	assert_int_equal(os->enter(os, &w->arena, w->dir, &folder), 0);
	assert_int_equal(folder.n, nsizes + 2);
	for (uint32_t i = 0; i < nsizes; i++) {
		assert_int_equal(os->read_entry(os, &w->arena, &folder, i, 300001, &k, &got), 0);
		assert_int_equal(k, OS_FILE);
		assert_int_equal(got.n, sizes[i]);
		assert_memory_equal(got.p, data, sizes[i]);
		assert_int_equal(got.p[got.n], 0);
		assert_int_equal(arena_new(&w->arena, char, 40000)[39999], 0);
	}
	assert_int_equal(os->read_entry(os, &w->arena, &folder, 2, 4094, &k, &got), EFBIG);
	assert_int_equal(os->read_entry(os, &w->arena, &folder, nsizes, 9, &k, &got), 0);
	assert_int_equal(k, OS_DIR);
	assert_int_equal(os->read_entry(os, &w->arena, &folder, nsizes + 1, 9, &k, &got), 0);
	assert_int_equal(k, OS_FILE);
	assert_str(got, "x");
	os->unlink(os, in(w, "0"));
	assert_int_equal(os->read_entry(os, &w->arena, &folder, 0, 9, &k, &got), ENOENT);
	os->leave(os, &folder);
}

static void names_come_in_order(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;
	struct str *names;
	uint32_t n;

	for (uint32_t i = 0; i < 200; i++)
		os->write(os, in(w, arena_printf(&w->arena, "%u", i * 37 % 200).p), STR(""));
	assert_int_equal(os->list(os, &w->arena, w->dir, &names, &n), 0);
	assert_int_equal(n, 200);
	for (uint32_t i = 1; i < n; i++)
		assert_true(str_cmp(names[i - 1], names[i]) < 0);
}

static void real_paths(void **state)
{
	struct world *w = *state;
	struct str got, dir;

	w->os.write(&w->os, in(w, "f"), STR(""));
	assert_int_equal(w->os.real(&w->os, &w->arena, w->dir, &dir), 0);
	assert_int_equal(w->os.real(&w->os, &w->arena, in(w, "..//./rcc-none/../rcc-none"), &got), ENOENT);
	assert_int_equal(w->os.real(&w->os, &w->arena, in(w, ".//f"), &got), 0);
	assert_str(got, arena_printf(&w->arena, "%.*s/f", STR_ARG(dir)).p);
	assert_int_equal(w->os.real(&w->os, &w->arena, in(w, "none"), &got), ENOENT);
}

static void folders(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;

	assert_int_equal(os->mkdir(os, in(w, "a/b")), ENOENT);
	assert_int_equal(os->mkdir(os, in(w, "a")), 0);
	assert_int_equal(os->mkdir(os, in(w, "a")), EEXIST);
	assert_int_equal(os->write(os, in(w, "a/f"), STR("x")), 0);
	assert_int_equal(os->rmdir(os, in(w, "a")), ENOTEMPTY);
	assert_int_equal(os->unlink(os, in(w, "a")), EISDIR);
	assert_int_equal(os->rmdir(os, in(w, "a/f")), ENOTDIR);
	assert_int_equal(os->unlink(os, in(w, "a/f")), 0);
	assert_int_equal(os->unlink(os, in(w, "a/f")), ENOENT);
	assert_int_equal(os->rmdir(os, in(w, "a")), 0);
	assert_int_equal(os->rmdir(os, in(w, "a")), ENOENT);
}

static void renames(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;

	os->mkdir(os, in(w, "a"));
	os->mkdir(os, in(w, "ab"));
	os->write(os, in(w, "a/f"), STR("1"));
	os->write(os, in(w, "ab/g"), STR("2"));
	os->write(os, in(w, "h"), STR("3"));
	assert_int_equal(os->rename(os, in(w, "a"), in(w, "ab")), ENOTEMPTY);
	assert_int_equal(os->rename(os, in(w, "a"), in(w, "h")), ENOTDIR);
	assert_int_equal(os->rename(os, in(w, "h"), in(w, "a")), EISDIR);
	assert_int_equal(os->rename(os, in(w, "a"), in(w, "a/b")), EINVAL);
	assert_int_equal(os->rename(os, in(w, "none"), in(w, "x")), ENOENT);
	assert_int_equal(os->rename(os, in(w, "h"), in(w, "none/h")), ENOENT);
	assert_int_equal(os->rename(os, in(w, "h"), in(w, "h")), 0);
	assert_int_equal(os->rename(os, in(w, "a"), in(w, "c")), 0);
	assert_content(w, "c/f", "1");
	assert_content(w, "ab/g", "2");
	assert_int_equal(kind(w, "a"), OS_MISSING);
	assert_int_equal(os->rename(os, in(w, "h"), in(w, "ab/g")), 0);
	assert_content(w, "ab/g", "3");
	os->mkdir(os, in(w, "empty"));
	assert_int_equal(os->rename(os, in(w, "c"), in(w, "empty")), 0);
	assert_content(w, "empty/f", "1");
}

static void exchanges(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;

	os->mkdir(os, in(w, "a"));
	os->mkdir(os, in(w, "b"));
	os->write(os, in(w, "a/f"), STR("1"));
	os->write(os, in(w, "b/g"), STR("2"));
	int error = os->exchange(os, in(w, "a"), in(w, "b"));

	if (error == ENOTSUP) /* honest on a file system without it */
		skip();
	assert_int_equal(error, 0);
	assert_content(w, "b/f", "1");
	assert_content(w, "a/g", "2");
	assert_int_equal(kind(w, "a/f"), OS_MISSING);
	assert_int_equal(os->exchange(os, in(w, "a"), in(w, "none")), ENOENT);
}

static void a_file_in_place_of_another_keeps_its_mode(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;
	struct stat st;

	os->write(os, in(w, "secret"), STR("1"));
	os->write(os, in(w, "new"), STR("stale and readable"));
	assert_int_equal(chmod(in(w, "secret"), 0640), 0);
	assert_int_equal(os->write_like(os, in(w, "new"), STR("2"), in(w, "secret")), 0);
	assert_int_equal(os->rename(os, in(w, "new"), in(w, "secret")), 0);
	assert_content(w, "secret", "2");
	assert_int_equal(stat(in(w, "secret"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(os->write_like(os, in(w, "new"), STR("2"), in(w, "none")), ENOENT);
	assert_int_equal(kind(w, "new"), OS_MISSING);
}

static void a_pipe_is_read_to_its_end(void **state)
{
	struct world *w = *state;
	uint32_t n = 50000; /* less than a pipe holds, more than is read at once */
	char *data = arena_new(&w->arena, char, n);
	int ends[2];
	struct str got;

	for (uint32_t i = 0; i < n; i++)
		data[i] = (char)(i % 251);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], data, n), n);
	close(ends[1]);
	const char *path = arena_printf(&w->arena, "/dev/fd/%d", ends[0]).p;

	assert_int_equal(w->os.read(&w->os, &w->arena, path, n, &got), 0);
	assert_int_equal(got.n, n);
	assert_memory_equal(got.p, data, n);
	close(ends[0]);
}

/* They have no size before they are read. */
static void a_file_of_the_kernel_is_read(void **state)
{
	struct world *w = *state;
	struct str got;

	if (access("/proc/self/cmdline", R_OK) != 0)
		skip();
	assert_int_equal(w->os.read(&w->os, &w->arena, "/proc/self/cmdline", 4096, &got), 0);
	assert_true(got.n > 0);
	assert_int_equal(w->os.read(&w->os, &w->arena, "/dev/zero", 100000, &got), EFBIG);
}

static void the_chosen_call_fails(void **state)
{
	struct world *w = *state;
	struct os *os = &w->os;

	w->fake.fail_at = w->fake.calls + 2;
	assert_int_equal(os->write(os, "/f", STR("1234")), 0);
	assert_int_equal(os->write(os, "/f", STR("5678")), EIO);
	assert_str(*os_fake_find(&w->fake, "f"), "56");
	assert_int_equal(os->write(os, "/f", STR("9")), 0);
	w->fake.fail_at = w->fake.calls + 1;
	w->fake.fail_with = ENOSPC;
	w->fake.killed = true;
	assert_int_equal(os->mkdir(os, "/d"), ENOSPC);
	assert_int_equal(os->write(os, "/f", STR("after")), ENOSPC);
	assert_int_equal(os->unlink(os, "/f"), ENOSPC);
	w->fake.fail_at = 0;
	assert_str(*os_fake_find(&w->fake, "/f"), "9");
	assert_int_equal(os->mkdir(os, "/d"), 0);
	w->fake.no_exchange = true;
	assert_int_equal(os->exchange(os, "/d", "/play"), ENOTSUP);
}

static void an_added_file_has_its_folders(void **state)
{
	struct world *w = *state;

	os_fake_add(&w->fake, "x/./y/../z/f.rcs", STR("t"));
	assert_str(*os_fake_find(&w->fake, "/x/z/f.rcs"), "t");
	assert_null(os_fake_find(&w->fake, "/x/z"));
	assert_null(os_fake_find(&w->fake, "/x/y"));
	assert_int_equal(w->fake.calls, 1);
}

#define ON(world, test) \
	{ \
#test " (" #world ")", test, setup_##world, teardown, NULL \
	}
#define BOTH(test) ON(posix, test), ON(fake, test)

int main(void)
{
	RUN(BOTH(a_file_is_what_was_written), BOTH(a_large_file_is_read_whole), BOTH(kinds),
	    BOTH(a_list_is_sorted), BOTH(entries_of_a_folder), BOTH(names_come_in_order), BOTH(real_paths),
	    BOTH(folders), BOTH(renames), BOTH(exchanges),
	    ON(posix, a_file_in_place_of_another_keeps_its_mode), ON(posix, a_pipe_is_read_to_its_end),
	    ON(posix, a_file_of_the_kernel_is_read), ON(fake, the_chosen_call_fails),
	    ON(fake, an_added_file_has_its_folders));
}
