/*
 * Runs a command many times and prints one line of JSON: for each run its wall time and its user
 * time in microseconds; and the peak memory of all in KiB.
 *
 *     measure RUNS STATUS FRESH COMMAND [ARGUMENT...]
 *
 * Each run must end with STATUS. FRESH is a folder that is removed before, outside of the
 * measured time. A script cannot measure this: a child's peak memory starts with that of the
 * process that spawned it.
 */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_RUNS = 10000 };

struct run {
	int64_t wall_ns, user_us;
	long memory_kib;
};

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void exec_silently(char **command)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, 1);
	dup2(null, 2);
	execvp(command[0], command);
	_exit(127);
}

/* False if the command could not run, or did not end with the expected status: a failure is fast. */
static int measure(char **command, int expected, struct run *run)
{
	struct rusage usage;
	int status;
	int64_t start = now_ns();
	pid_t child = fork();

	if (child == 0)
		exec_silently(command);
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 0;
	run->wall_ns = now_ns() - start;
	run->user_us = (int64_t)usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec;
	run->memory_kib = usage.ru_maxrss;
	return WIFEXITED(status) && WEXITSTATUS(status) == expected;
}

static void print_runs(const struct run *runs, int n)
{
	long memory_kib = 0;

	printf("{\"runs\": [");
	for (int i = 0; i < n; i++) {
		printf("%s[%.1f, %lld]", i ? ", " : "", (double)runs[i].wall_ns / 1000,
		       (long long)runs[i].user_us);
		if (runs[i].memory_kib > memory_kib)
			memory_kib = runs[i].memory_kib;
	}
	printf("], \"memory_kib\": %ld}\n", memory_kib);
}

int main(int argc, char **argv)
{
	static struct run runs[MAX_RUNS];
	int n = argc > 4 ? atoi(argv[1]) : 0;

	if (n < 1 || n > MAX_RUNS) {
		fprintf(stderr, "usage: measure RUNS STATUS FRESH COMMAND [ARGUMENT...]\n");
		return 2;
	}
	for (int i = 0; i < n; i++) {
		nftw(argv[3], remove_entry, 16, FTW_DEPTH | FTW_PHYS);
		if (!measure(argv + 4, atoi(argv[2]), &runs[i])) {
			fprintf(stderr, "measure: %s failed\n", argv[4]);
			return 1;
		}
	}
	print_runs(runs, n);
	return 0;
}
