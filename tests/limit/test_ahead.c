/*
 * The files of a stack are made while its objects are checked by two threads, and written by both. Nobody may
 * see that: what is found and the folder are those of a single thread, and what cannot be written is told.
 */
#include "base/render.h"
#include "emit/emit.h"
#include "emit/manifest.h"
#include "rcc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const stacks[] = { "examples/minimal/stack.rcs", "examples/lab/stack.rcs" };
/* In which something is wrong that is found in objects, or in all of them. */
static const char *const wrong[] = { "tests/diag/override-elsewhere.rcs", "tests/diag/room-of-extra.rcs",
				     "tests/diag/room-of-daemons.rcs",
				     "tests/diag/arbiter-beside-an-override.rcs" };

struct run {
	struct rcc *rcc;
	struct arena *arena; /* of what stays */
	char dir[64];
	struct buf text; /* of all files */
	bool written;
};

static bool begin(void *self, uint32_t n)
{
	(void)self;
	return n == 1;
}

static void add_files(struct run *r, const struct emit_set *set)
{
	struct os os = os_posix();

	for (uint32_t i = 0; i < set->n; i++) {
		const char *path = arena_printf(r->arena, "%s/out/%s", r->dir, set->files[i].path.p).p;
		struct str data;

		assert_int_equal(os.read(&os, r->arena, path, 1 << 20, &data), 0);
		assert_true(str_eq(data, set->files[i].data));
		buf_printf(&r->text, "--- %s\n%s", set->files[i].path.p, data.p);
	}
}

static void take(void *self, const struct rcc_stack *stack)
{
	struct run *r = self;
	struct session *s = rcc_session(r->rcc);
	struct emit_set set = rcc_files(&s->arena, stack);
	struct outdir_options options = { .dir = arena_printf(r->arena, "%s/out", r->dir).p };

	r->written = outdir_write(s, &options, &set);
	if (r->written)
		add_files(r, &set);
}

/* Compiles a stack into the folder of the run, as the command does. */
static void compile(struct run *r, const char *main, struct os os)
{
	struct rcc_options options = { .os = os, .input.main = main, .stdlib = "stdlib" };
	struct rcc_taker taker = { r, begin, take };

	options.before = arena_printf(r->arena, "%s/out", r->dir).p;
	r->written = false;
	r->text = (struct buf){ .arena = r->arena };
	r->rcc = rcc_new(&options);
	assert_true(rcc_compile_each(r->rcc, &taker) == r->written);
}

static void run_begin(struct run *r, struct arena *a)
{
	*r = (struct run){ .arena = a };
	snprintf(r->dir, sizeof r->dir, "/tmp/rcc-ahead.XXXXXX");
	assert_non_null(mkdtemp(r->dir));
}

static void run_end(struct run *r)
{
	assert_int_equal(system(arena_printf(r->arena, "rm -r '%s'", r->dir).p), 0);
}

/* Into no folder, and into one that holds the set already. */
static const char *text_of(struct arena *a, const char *main, uint32_t processors)
{
	struct run r;
	struct os os = os_posix();

	os.processors = processors;
	run_begin(&r, a);
	compile(&r, main, os);
	assert_true(r.written);
	const char *first = buf_str(&r.text).p;

	rcc_free(r.rcc);
	compile(&r, main, os);
	assert_string_equal(buf_str(&r.text).p, first);
	rcc_free(r.rcc);
	run_end(&r);
	return first;
}

static void files_do_not_depend_on_threads(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++)
		assert_string_equal(text_of(&a, stacks[i], 2), text_of(&a, stacks[i], 1));
	arena_fini(&a);
}

/* What is found in a stack, and what was spent on that. */
static const char *found_in(struct arena *a, const char *main, uint32_t processors, uint64_t *steps)
{
	struct run r;
	struct os os = os_posix();
	struct buf out = { .arena = a };

	os.processors = processors;
	run_begin(&r, a);
	compile(&r, main, os);
	assert_true(rcc_session(r.rcc)->diags.list.n > 0);
	render_text(rcc_session(r.rcc), COLOR_NEVER, &out);
	*steps = eval_spent(rcc_eval(r.rcc)).steps;
	rcc_free(r.rcc);
	run_end(&r);
	return buf_str(&out).p;
}

static void findings_do_not_depend_on_threads(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		uint64_t one, two;
		const char *text = found_in(&a, wrong[i], 1, &one);

		for (int again = 0; again < 5; again++)
			assert_string_equal(found_in(&a, wrong[i], 2, &two), text);
		assert_in_range(two, one - one / 10,
				one + one / 10); /* what is remembered is remembered apart */
	}
	arena_fini(&a);
}

/* Nothing that has one of the names of `self`. */
static int write_others(struct os *os, const char *path, struct str data)
{
	struct os real = os_posix();

	for (const char *const *name = os->self; *name; name++)
		if (strstr(path, *name))
			return ENOSPC;
	return real.write(&real, path, data);
}

/* Compiles into the folder of an earlier run, from which a file is gone; the errors. */
static uint32_t compile_without(struct run *r, const char **names)
{
	struct os os = os_posix();

	os.processors = 2;
	compile(r, stacks[1], os);
	rcc_free(r->rcc);
	assert_int_equal(unlink(arena_printf(r->arena, "%s/out/kustomization.yaml", r->dir).p), 0);
	os.self = names;
	os.write = write_others;
	compile(r, stacks[1], os);
	uint32_t errors = rcc_session(r->rcc)->diags.errors;

	assert_true(!errors || str_eq(rcc_session(r->rcc)->diags.list.v[0]->code, STR("RCS0605")));
	rcc_free(r->rcc);
	return errors;
}

/* The folder is not exchanged then, but its files are, one by one, as far as that can be. */
static void what_cannot_be_written_is_told(void **state)
{
	const char *beside[] = { ".rcc-new/kustomization.yaml", NULL };
	const char *both[] = { ".rcc-new/kustomization.yaml", "out/" MANIFEST_SCRATCH, NULL };
	struct arena a;
	struct run r;

	(void)state;
	arena_init(&a);
	run_begin(&r, &a);
	assert_int_equal(compile_without(&r, beside), 0);
	assert_int_equal(compile_without(&r, both), 1);
	run_end(&r);
	arena_fini(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_do_not_depend_on_threads),
		cmocka_unit_test(findings_do_not_depend_on_threads),
		cmocka_unit_test(what_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
