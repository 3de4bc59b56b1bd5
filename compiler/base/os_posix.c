#define _GNU_SOURCE /* syscall, for the exchange of two folders; sched_getaffinity */
#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { READ_CHUNK = 32 << 10, EXCHANGE = 1 << 1 /* RENAME_EXCHANGE of linux/fs.h */ };

static int result(int status)
{
	return status < 0 ? errno : 0;
}

static enum os_kind kind_of(const struct stat *st)
{
	return S_ISREG(st->st_mode) ? OS_FILE : S_ISDIR(st->st_mode) ? OS_DIR : OS_OTHER;
}

/* What a file says of its size; 0 for pipes (--param-file <(…)) and what is made while it is read. */
static uint32_t size_of(const struct stat *st, uint32_t limit)
{
	if (kind_of(st) != OS_FILE || st->st_size <= 0)
		return 0;
	return st->st_size > (off_t)limit ? limit : (uint32_t)st->st_size;
}

static char *grow(struct arena *a, const char *old, size_t n, size_t *cap)
{
	char *p = arena_alloc(a, 2, *cap);

	memcpy(p, old, n);
	*cap *= 2;
	return p;
}

static int read_all(struct arena *a, int fd, const struct stat *st, uint32_t limit, struct str *out)
{
	size_t size = size_of(st, limit), cap = size ? size + 2 : READ_CHUNK, n = 0;
	char *p = arena_alloc(a, 1, cap);

	for (;;) {
		ssize_t got = read(fd, p + n, cap - n - 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		n += (size_t)got;
		if (n > limit)
			return EFBIG;
		if (got == 0 || (size && n == size && size < limit))
			break;
		if (n + 1 == cap)
			p = grow(a, p, n, &cap);
	}
	*out = (struct str){ p, (uint32_t)n };
	return 0;
}

static int posix_read(struct os *os, struct arena *a, const char *path, uint32_t limit, struct str *out)
{
	(void)os;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return errno;
	struct stat st = { 0 };
	int error = fstat(fd, &st) < 0 ? errno : read_all(a, fd, &st, limit, out);

	close(fd);
	return error;
}

/* Nobody waits for who writes into a pipe: it is not read. */
static int posix_read_regular(struct os *os, struct arena *a, const char *path, uint32_t limit,
			      enum os_kind *kind, struct str *out)
{
	(void)os;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	*kind = OS_MISSING;
	if (fd < 0)
		return errno;
	int error = fstat(fd, &st) < 0 ? errno : 0;

	if (!error)
		*kind = kind_of(&st);
	if (*kind == OS_FILE)
		error = read_all(a, fd, &st, limit, out);
	close(fd);
	return error;
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int posix_list(struct os *os, struct arena *a, const char *path, struct str **names, uint32_t *count)
{
	(void)os;
	VEC(struct str) found = { 0 };
	DIR *dir = opendir(path);

	if (!dir)
		return errno;
	errno = 0;
	for (struct dirent *e; (e = readdir(dir)); errno = 0) {
		if (!is_dots(e->d_name))
			vec_push(a, &found, arena_str(a, str_from(e->d_name)));
	}
	int error = errno;

	closedir(dir);
	if (error)
		return error;
	if (found.n)
		qsort(found.v, found.n, sizeof *found.v, by_bytes);
	*names = found.v;
	*count = found.n;
	return 0;
}

static int posix_kind(struct os *os, const char *path, enum os_kind *out)
{
	struct stat st;

	(void)os;
	if (stat(path, &st) < 0) {
		*out = OS_MISSING;
		return errno == ENOENT || errno == ENOTDIR ? 0 : errno;
	}
	*out = kind_of(&st);
	return 0;
}

static int posix_real(struct os *os, struct arena *a, const char *path, struct str *out)
{
	(void)os;
	char *real = realpath(path, NULL);

	if (!real)
		return errno;
	*out = arena_str(a, str_from(real));
	free(real);
	return 0;
}

static int write_all(int fd, struct str data)
{
	while (data.n) {
		ssize_t n = write(fd, data.p, data.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		data = str_slice(data, (uint32_t)n, data.n);
	}
	return 0;
}

static int posix_write(struct os *os, const char *path, struct str data)
{
	(void)os;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);

	if (fd < 0)
		return errno;
	int error = write_all(fd, data);

	if (close(fd) < 0 && !error)
		error = errno;
	return error;
}

static int posix_mkdir(struct os *os, const char *path)
{
	(void)os;
	return result(mkdir(path, 0777));
}

static int posix_rename(struct os *os, const char *from, const char *to)
{
	(void)os;
	return result(rename(from, to));
}

/* Kernels and file systems without the exchange answer EINVAL or ENOSYS. */
static int posix_exchange(struct os *os, const char *a, const char *b)
{
	(void)os;
#ifdef SYS_renameat2
	int error = result((int)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, EXCHANGE));

	return error == EINVAL || error == ENOSYS ? ENOTSUP : error;
#else
	(void)a;
	(void)b;
	return ENOTSUP;
#endif
}

static int posix_unlink(struct os *os, const char *path)
{
	(void)os;
	return result(unlink(path));
}

static int posix_rmdir(struct os *os, const char *path)
{
	(void)os;
	return result(rmdir(path));
}

static uint32_t count_processors(void)
{
#ifdef CPU_COUNT
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return (uint32_t)CPU_COUNT(&set);
#endif
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (uint32_t)n : 1;
}

struct os os_posix(void)
{
	return (struct os){
		.processors = count_processors(),
		.read = posix_read,
		.list = posix_list,
		.kind = posix_kind,
		.read_regular = posix_read_regular,
		.real = posix_real,
		.write = posix_write,
		.mkdir = posix_mkdir,
		.rename = posix_rename,
		.exchange = posix_exchange,
		.unlink = posix_unlink,
		.rmdir = posix_rmdir,
	};
}
