/* The output folder on the real file system: a child writes it and is killed at each of its system
 * calls in turn. */
#define _GNU_SOURCE /* ptrace, mkdtemp */
#include "docs.h"
#include "emit/outdir.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { STOPS_MAX = 5000, SYSCALL_STOP = SIGTRAP | 0x80 };

static struct emit_file old_files[] = {
	{ STR("configmap-web.yaml"), STR("a: 1\n") },
	{ STR("deployment-web.yaml"), STR("b: 1\n") },
};
static struct emit_file new_files[] = {
	{ STR("configmap-web.yaml"), STR("a: 2\n") },
	{ STR("service-web.yaml"), STR("c: 1\n") },
};
static const struct emit_set old_set = { STR("shop"), old_files, COUNT(old_files), NULL };
static const struct emit_set new_set = { STR("shop"), new_files, COUNT(new_files), NULL };

struct test_folder {
	char parent[64], dir[80], foreign[96];
};

static void make_parent(struct test_folder *t)
{
	/* In memory where there is such a place: each run syncs many files. */
	snprintf(t->parent, sizeof t->parent, "%s/rcc-outdir.XXXXXX",
		 access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(mkdtemp(t->parent));
	snprintf(t->dir, sizeof t->dir, "%s/out", t->parent);
	snprintf(t->foreign, sizeof t->foreign, "%s/README", t->dir);
}

static bool write_set(const char *dir, const struct emit_set *set)
{
	struct session s;
	struct outdir_options options = { .dir = dir };

	session_init(&s, os_posix());
	bool ok = outdir_write(&s, &options, set);

	session_fini(&s);
	return ok;
}

/* Whether every file of the set is there and none of the other; with `clean`, no trace of a run either. */
static bool is_whole(const char *dir, const struct emit_set *set, bool clean)
{
	struct session s;
	struct outdir_options options = { .dir = dir };
	struct outdir_report report;
	bool whole = true;

	session_init(&s, os_posix());
	assert_true(outdir_compare(&s, &options, set, &report));
	for (uint32_t i = 0; i < report.entries.n; i++) {
		enum outdir_state state = report.entries.v[i].state;

		whole &= state == OUTDIR_SAME || (!clean && state == OUTDIR_UNFINISHED);
	}
	session_fini(&s);
	return whole;
}

/* Runs a child that writes the new set and kills it at its n-th stop. False if it ended before. */
static bool kill_at(const char *dir, uint32_t n)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(write_set(dir, &new_set) ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
	for (uint32_t stops = 0; stops < n && !WIFEXITED(status);) {
		ptrace(PTRACE_SYSCALL, child, NULL, NULL);
		assert_int_equal(waitpid(child, &status, 0), child);
		stops += WIFSTOPPED(status) && WSTOPSIG(status) == SYSCALL_STOP;
	}
	if (WIFEXITED(status)) {
		assert_int_equal(WEXITSTATUS(status), 0);
		return false;
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return true;
}

static bool can_trace(void)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : 1);
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

static void remove_all(struct test_folder *t)
{
	static const char *const names[] = { "configmap-web.yaml", "service-web.yaml", ".rcc-manifest",
					     "README" };
	char path[128];

	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof path, "%s/%s", t->dir, names[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(t->dir), 0);
	assert_int_equal(rmdir(t->parent), 0); /* no sibling is left */
}

/* One life: the old set, a kill in the midst of the new one, a run that completes it. */
static bool survives(uint32_t n, bool foreign)
{
	struct test_folder t;

	make_parent(&t);
	assert_true(write_set(t.dir, &old_set));
	if (foreign)
		assert_int_equal(mkdir(t.foreign, 0755), 0);
	bool killed = kill_at(t.dir, n);

	if (!foreign)
		assert_true(is_whole(t.dir, &old_set, false) || is_whole(t.dir, &new_set, false));
	assert_true(write_set(t.dir, &new_set));
	assert_true(is_whole(t.dir, &new_set, true));
	if (foreign)
		assert_int_equal(rmdir(t.foreign), 0);
	remove_all(&t);
	return killed;
}

static void each_system_call(bool foreign)
{
	uint32_t n = 1;

	if (!can_trace()) {
		print_message("skipped: children cannot be traced here\n");
		skip();
	}
	while (n < STOPS_MAX && survives(n, foreign))
		n += 2; /* a call stops twice, and its end is where the next one begins */
	assert_in_range(n, 50, STOPS_MAX - 1);
}

static void kills_of_an_exchange(void **state)
{
	(void)state;
	each_system_call(false);
}

static void kills_of_a_journal(void **state)
{
	(void)state;
	each_system_call(true);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(kills_of_an_exchange),
		cmocka_unit_test(kills_of_a_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
