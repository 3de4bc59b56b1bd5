/* The output folder: what is written, what is refused, and that a kill or a failure at any
 * call leaves something that the next run completes. */
#include "base/os_fake.h"
#include "docs.h"
#include "emit/outdir.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A world with an output folder, and the session of one run in it. */
struct world {
	struct arena arena;
	struct os_fake fake;
	struct session session;
};

static struct emit_file old_files[] = {
	{ STR("configmap-web.yaml"), STR("a: 1\n") },
	{ STR("deployment-web.yaml"), STR("b: 1\n") },
	{ STR("kustomization.yaml"), STR("c: 1\n") },
};
static struct emit_file new_files[] = {
	{ STR("configmap-web.yaml"), STR("a: 1\n") },
	{ STR("kustomization.yaml"), STR("c: 2\n") },
	{ STR("service-web.yaml"), STR("d: 1\n") },
};
static const struct emit_set old_set = { STR("shop"), old_files, COUNT(old_files), NULL };
static const struct emit_set new_set = { STR("shop"), new_files, COUNT(new_files), NULL };

static void world_begin(struct world *w)
{
	arena_init(&w->arena);
	os_fake_init(&w->fake, &w->arena);
	session_init(&w->session, os_fake(&w->fake));
}

static void world_end(struct world *w)
{
	session_fini(&w->session);
	arena_fini(&w->arena);
}

/* A new run: no diagnostics yet, and nothing fails. */
static void world_restart(struct world *w)
{
	session_fini(&w->session);
	session_init(&w->session, os_fake(&w->fake));
	w->fake.fail_at = w->fake.calls = 0;
	w->fake.killed = false;
}

static bool run(struct world *w, const struct emit_set *set, bool force)
{
	struct outdir_options options = { .dir = "out", .force = force };

	return outdir_write(&w->session, &options, set);
}

static void assert_code(struct world *w, uint32_t i, const char *code)
{
	assert_true(i < w->session.diags.list.n);
	assert_true(str_eq(w->session.diags.list.v[i]->code, str_from(code)));
}

static bool holds(const struct world *w, const char *name, const char *data)
{
	char path[64];

	snprintf(path, sizeof path, "/out/%s", name);
	const struct str *file = os_fake_find(&w->fake, path);

	return file ? data && str_eq(*file, str_from(data)) : !data;
}

static bool is_old(const struct world *w)
{
	return holds(w, "configmap-web.yaml", "a: 1\n") && holds(w, "deployment-web.yaml", "b: 1\n") &&
	       holds(w, "kustomization.yaml", "c: 1\n") && holds(w, "service-web.yaml", NULL);
}

static bool is_new(const struct world *w)
{
	return holds(w, "configmap-web.yaml", "a: 1\n") && holds(w, "deployment-web.yaml", NULL) &&
	       holds(w, "kustomization.yaml", "c: 2\n") && holds(w, "service-web.yaml", "d: 1\n");
}

/* Nothing but the set and its manifest, beside `extra` further entries. */
static void assert_clean(const struct world *w, uint32_t files, uint32_t extra)
{
	assert_int_equal(w->fake.entries.n, 1 + files + 1 + extra); /* the folder, the files, the manifest */
	assert_true(holds(w, ".rcc-journal", NULL));
	assert_true(holds(w, ".rcc-tmp", NULL));
}

/* Two runs, the first of which writes the old set. */
static void begin_with_old(struct world *w, bool no_exchange)
{
	world_begin(w);
	w->fake.no_exchange = no_exchange;
	assert_true(run(w, &old_set, false));
	assert_true(is_old(w));
	world_restart(w);
}

static void writes_and_replaces(void **state)
{
	(void)state;
	for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
		struct world w;

		begin_with_old(&w, no_exchange);
		assert_clean(&w, 3, 0);
		assert_true(run(&w, &new_set, false));
		assert_true(is_new(&w));
		assert_clean(&w, 3, 0);
		assert_int_equal(w.session.diags.list.n, 0);
		world_end(&w);
	}
}

static void manifest_is_readable(void **state)
{
	struct world w;
	static struct emit_file file[] = { { STR("a.yaml"), STR("abc") } };
	static const struct emit_set set = { STR("shop"), file, 1, NULL };

	(void)state;
	world_begin(&w);
	assert_true(run(&w, &set, false));
	assert_true(holds(&w, ".rcc-manifest",
			  "# rcc made these files for stack shop; `sha256sum -c` compares them\n"
			  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.yaml\n"
			  "# end of the list\n"));
	world_end(&w);
}

static void nothing_is_written_twice(void **state)
{
	struct world w;

	(void)state;
	begin_with_old(&w, false);
	w.fake.calls = 0;
	w.fake.fail_at = 0;
	struct os os = w.session.os;

	/* Without the functions that write, a run that writes would crash. */
	w.session.os = (struct os){
		.self = os.self, .read = os.read, .list = os.list, .kind = os.kind, .real = os.real
	};
	assert_true(run(&w, &old_set, false));
	assert_true(is_old(&w));
	world_end(&w);
}

static void parents_are_made(void **state)
{
	struct world w;
	struct outdir_options options = { .dir = "a//b/out/" };

	(void)state;
	world_begin(&w);
	assert_true(outdir_write(&w.session, &options, &old_set));
	assert_non_null(os_fake_find(&w.fake, "/a/b/out/deployment-web.yaml"));
	world_end(&w);
}

/* The working folder is /out. */
static int real_in_out(struct os *os, struct arena *a, const char *path, struct str *out)
{
	struct os fake = os_fake(os->self);

	return fake.real(&fake, a, strcmp(path, ".") == 0 ? "/out" : path, out);
}

/* Exchanged, the folder in which the user works would be gone. */
static void the_working_folder_stays(void **state)
{
	struct world w;

	(void)state;
	begin_with_old(&w, false);
	w.session.os.real = real_in_out;
	w.session.os.exchange = NULL; /* to call it would crash */
	assert_true(run(&w, &new_set, false));
	assert_true(is_new(&w));
	assert_clean(&w, 3, 0);
	world_end(&w);
}

/* ---- what is not ours ---------------------------------------------------------------------- */

static void foreign_files_stay(void **state)
{
	struct world w;

	(void)state;
	begin_with_old(&w, false);
	os_fake_add(&w.fake, "/out/README.md", STR("mine"));
	os_fake_add(&w.fake, "/out/patches/a.yaml", STR("mine"));
	assert_true(run(&w, &new_set, false));
	assert_true(is_new(&w));
	assert_true(holds(&w, "README.md", "mine"));
	assert_true(holds(&w, "patches/a.yaml", "mine"));
	assert_clean(&w, 3, 3);
	world_end(&w);
}

static void foreign_files_are_not_overwritten(void **state)
{
	struct world w;

	(void)state;
	world_begin(&w);
	os_fake_add(&w.fake, "/out/service-web.yaml", STR("mine"));
	assert_false(run(&w, &new_set, false));
	assert_code(&w, 0, "RCS0602");
	assert_int_equal(w.fake.entries.n, 2);
	world_restart(&w);
	assert_true(run(&w, &new_set, true));
	assert_true(is_new(&w));
	world_end(&w);
}

static void equal_foreign_files_are_taken_over(void **state)
{
	struct world w;

	(void)state;
	world_begin(&w);
	os_fake_add(&w.fake, "/out/service-web.yaml", STR("d: 1\n"));
	assert_true(run(&w, &new_set, false));
	assert_true(is_new(&w));
	assert_clean(&w, 3, 0);
	world_end(&w);
}

static void folders_in_the_way_are_refused(void **state)
{
	struct world w;

	(void)state;
	begin_with_old(&w, false);
	os_fake_add(&w.fake, "/out/service-web.yaml/x", STR("mine"));
	assert_false(run(&w, &new_set, true));
	assert_code(&w, 0, "RCS0602");
	assert_true(holds(&w, "kustomization.yaml", "c: 1\n"));
	world_end(&w);
}

static void edited_files_are_not_overwritten(void **state)
{
	static const char *const edited[] = { "/out/kustomization.yaml", "/out/deployment-web.yaml" };

	(void)state;
	for (size_t i = 0; i < COUNT(edited); i++) {
		struct world w;

		begin_with_old(&w, false);
		os_fake_add(&w.fake, edited[i], STR("by hand"));
		assert_false(run(&w, &new_set, false));
		assert_code(&w, 0, "RCS0603");
		assert_true(str_eq(*os_fake_find(&w.fake, edited[i]), STR("by hand")));
		world_restart(&w);
		assert_true(run(&w, &new_set, true));
		assert_true(is_new(&w));
		assert_clean(&w, 3, 0);
		world_end(&w);
	}
}

static void many_files_are_counted(void **state)
{
	struct world w;
	struct emit_file files[20];
	struct emit_set set = { STR("shop"), files, COUNT(files), NULL };

	(void)state;
	world_begin(&w);
	for (uint32_t i = 0; i < COUNT(files); i++) {
		files[i] = (struct emit_file){ arena_printf(&w.arena, "f%02u.yaml", (unsigned)i),
					       STR("a: 1\n") };
		os_fake_add(&w.fake, arena_printf(&w.arena, "/out/f%02u.yaml", (unsigned)i).p, STR("mine"));
	}
	assert_false(run(&w, &set, false));
	assert_int_equal(w.session.diags.list.n, 1);
	const struct diag *d = w.session.diags.list.v[0];

	assert_int_equal(d->because.n, 13);
	assert_true(str_eq(d->because.v[12], STR("and 8 more")));
	world_end(&w);
}

static void another_stack_is_refused(void **state)
{
	struct world w;
	struct emit_set other = { STR("blog"), new_files, COUNT(new_files), NULL };

	(void)state;
	begin_with_old(&w, false);
	assert_false(run(&w, &other, true));
	assert_code(&w, 0, "RCS0604");
	assert_true(is_old(&w));
	world_end(&w);
}

static void a_damaged_manifest_is_no_licence(void **state)
{
	static const char *const damaged[] = {
		"",
		"# rcc made these files for stack shop; `sha256sum -c` compares them\n",
		"# rcc made these files for stack shop; `sha256sum -c` compares them\n"
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  ../../etc/passwd\n"
		"# end of the list\n",
		"<<<<<<< HEAD\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(damaged); i++) {
		struct world w;

		begin_with_old(&w, false);
		os_fake_add(&w.fake, "/out/.rcc-manifest", str_from(damaged[i]));
		assert_false(run(&w, &new_set, false));
		assert_code(&w, 0, "RCS0602");
		assert_true(is_old(&w));
		world_end(&w);
	}
}

/* ---- comparing ----------------------------------------------------------------------------- */

static enum outdir_state state_of(const struct outdir_report *report, const char *path)
{
	for (uint32_t i = 0; i < report->entries.n; i++)
		if (str_eq(report->entries.v[i].path, str_from(path)))
			return report->entries.v[i].state;
	fail_msg("not in the report: %s", path);
	return OUTDIR_SAME;
}

static void comparison_tells_the_states(void **state)
{
	struct world w;
	struct outdir_options options = { .dir = "out" };
	struct outdir_report report;

	(void)state;
	begin_with_old(&w, false);
	assert_true(outdir_compare(&w.session, &options, &old_set, &report));
	assert_true(report.same);
	assert_true(str_eq(report.stack, STR("shop")));
	os_fake_add(&w.fake, "/out/service-web.yaml", STR("mine"));
	os_fake_add(&w.fake, "/out/configmap-web.yaml", STR("by hand"));
	os_fake_add(&w.fake, "/.out.rcc-new/.rcc-journal", STR(""));
	uint32_t entries = w.fake.entries.n;

	assert_true(outdir_compare(&w.session, &options, &new_set, &report));
	assert_false(report.same);
	assert_int_equal(state_of(&report, "configmap-web.yaml"), OUTDIR_EDITED);
	assert_int_equal(state_of(&report, "kustomization.yaml"), OUTDIR_CHANGED);
	assert_int_equal(state_of(&report, "service-web.yaml"), OUTDIR_FOREIGN);
	assert_int_equal(state_of(&report, "deployment-web.yaml"), OUTDIR_STALE);
	assert_int_equal(state_of(&report, ".rcc-manifest"), OUTDIR_CHANGED);
	assert_int_equal(state_of(&report, "/.out.rcc-new"), OUTDIR_UNFINISHED);
	assert_int_equal(w.fake.entries.n, entries);
	world_end(&w);
}

static void a_missing_folder_differs(void **state)
{
	struct world w;
	struct outdir_options options = { .dir = "far/away/out" };
	struct outdir_report report;

	(void)state;
	world_begin(&w);
	assert_true(outdir_compare(&w.session, &options, &new_set, &report));
	assert_false(report.same);
	assert_int_equal(state_of(&report, "service-web.yaml"), OUTDIR_MISSING);
	assert_int_equal(w.fake.entries.n, 0);
	world_end(&w);
}

/* ---- faults -------------------------------------------------------------------------------- */

enum start { START_EMPTY, START_OLD, START_FOREIGN, START_COUNT };

static void begin_at(struct world *w, enum start start, bool no_exchange)
{
	if (start == START_EMPTY) {
		world_begin(w);
		w->fake.no_exchange = no_exchange;
		return;
	}
	begin_with_old(w, no_exchange);
	if (start == START_FOREIGN)
		os_fake_add(&w->fake, "/out/README.md", STR("mine"));
}

static void assert_whole_by_exchange(const struct world *w, enum start start)
{
	bool nothing = start == START_EMPTY && holds(w, "kustomization.yaml", NULL);

	assert_true(is_new(w) || (start == START_OLD && is_old(w)) || nothing);
}

/* Half a change must show, and must not be taken for a hand's work. */
static void assert_comparison_is_honest(struct world *w)
{
	struct outdir_options options = { .dir = "out" };
	struct outdir_report old_report, new_report;

	assert_true(outdir_compare(&w->session, &options, &old_set, &old_report));
	assert_true(outdir_compare(&w->session, &options, &new_set, &new_report));
	assert_true(!old_report.same || is_old(w));
	assert_true(!new_report.same || is_new(w));
	for (uint32_t i = 0; i < new_report.entries.n; i++) {
		assert_int_not_equal(new_report.entries.v[i].state, OUTDIR_EDITED);
		assert_int_not_equal(new_report.entries.v[i].state, OUTDIR_FOREIGN);
	}
}

/* One run with a fault at call n, one with a fault at call m, one without. False if n was never reached. */
static bool survives(enum start start, bool no_exchange, bool killed, uint32_t n, uint32_t m)
{
	struct world w;

	begin_at(&w, start, no_exchange);
	w.fake.fail_at = n;
	w.fake.killed = killed;
	bool ok = run(&w, &new_set, false);
	bool reached = w.fake.calls >= n;

	assert_true(ok || w.session.diags.errors == 1);
	assert_true(!ok || is_new(&w));
	if (!no_exchange && killed && start != START_FOREIGN)
		assert_whole_by_exchange(&w, start);
	world_restart(&w);
	assert_comparison_is_honest(&w);
	world_restart(&w);
	w.fake.fail_at = m;
	w.fake.killed = killed;
	run(&w, &new_set, false);
	world_restart(&w);
	assert_true(run(&w, &new_set, false));
	assert_true(is_new(&w));
	assert_true(start != START_FOREIGN || holds(&w, "README.md", "mine"));
	assert_clean(&w, 3, start == START_FOREIGN);
	assert_int_equal(w.session.diags.list.n, 0);
	world_end(&w);
	return reached;
}

static void each_fault_is_survived(bool killed)
{
	for (enum start start = 0; start < START_COUNT; start++)
		for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
			uint32_t n = 1;

			while (survives(start, no_exchange, killed, n, 0))
				n++;
			assert_in_range(n, 10, 200);
		}
}

static void each_kill_is_survived(void **state)
{
	(void)state;
	each_fault_is_survived(true);
}

static void each_failure_is_survived(void **state)
{
	(void)state;
	each_fault_is_survived(false);
}

static void two_kills_are_survived(void **state)
{
	(void)state;
	for (enum start start = 0; start < START_COUNT; start++)
		for (int no_exchange = 0; no_exchange < 2; no_exchange++)
			for (uint32_t n = 1; survives(start, no_exchange, true, n, 0); n++)
				for (uint32_t m = 1; m < 60; m++)
					survives(start, no_exchange, true, n, m);
}

/* After a kill the sources may have changed before the next run. */
static void a_kill_can_be_undone(void **state)
{
	(void)state;
	for (int no_exchange = 0; no_exchange < 2; no_exchange++)
		for (uint32_t n = 1; n < 60; n++) {
			struct world w;

			begin_with_old(&w, no_exchange);
			w.fake.fail_at = n;
			w.fake.killed = true;
			run(&w, &new_set, false);
			world_restart(&w);
			assert_true(run(&w, &old_set, false));
			assert_true(is_old(&w));
			assert_clean(&w, 3, 0);
			world_end(&w);
		}
}

static void late_files_are_given_back(void **state)
{
	struct world w;

	(void)state;
	begin_with_old(&w, false);
	os_fake_add(&w.fake, "/.out.rcc-new/.rcc-manifest",
		    STR("# rcc made these files for stack shop; `sha256sum -c` compares them\n"
			"# end of the list\n"));
	os_fake_add(&w.fake, "/.out.rcc-new/notes.txt", STR("mine"));
	assert_true(run(&w, &old_set, false));
	assert_true(holds(&w, "notes.txt", "mine"));
	assert_clean(&w, 3, 1);
	world_end(&w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_and_replaces),
		cmocka_unit_test(manifest_is_readable),
		cmocka_unit_test(nothing_is_written_twice),
		cmocka_unit_test(parents_are_made),
		cmocka_unit_test(the_working_folder_stays),
		cmocka_unit_test(foreign_files_stay),
		cmocka_unit_test(foreign_files_are_not_overwritten),
		cmocka_unit_test(equal_foreign_files_are_taken_over),
		cmocka_unit_test(folders_in_the_way_are_refused),
		cmocka_unit_test(edited_files_are_not_overwritten),
		cmocka_unit_test(many_files_are_counted),
		cmocka_unit_test(another_stack_is_refused),
		cmocka_unit_test(a_damaged_manifest_is_no_licence),
		cmocka_unit_test(comparison_tells_the_states),
		cmocka_unit_test(a_missing_folder_differs),
		cmocka_unit_test(each_kill_is_survived),
		cmocka_unit_test(each_failure_is_survived),
		cmocka_unit_test(two_kills_are_survived),
		cmocka_unit_test(a_kill_can_be_undone),
		cmocka_unit_test(late_files_are_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
