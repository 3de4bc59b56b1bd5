#define _GNU_SOURCE /* syscall, for the exchange of two folders; sched_getaffinity; DT_REG */
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

enum { PAGE = 4096, READ_CHUNK = 8 * PAGE, EXCHANGE = 1 << 1 /* RENAME_EXCHANGE of linux/fs.h */ };

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

/* ---- folders ------------------------------------------------------------------------------ */

struct entry {
	struct str name;
	bool regular;
};

struct entries {
	struct entry *v;
	uint32_t n, cap;
};

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool is_known_regular(const struct dirent *e)
{
#ifdef DT_REG
	return e->d_type == DT_REG;
#else
	(void)e;
	return false;
#endif
}

static int find_entries(struct arena *a, DIR *dir, struct entries *out)
{
	errno = 0;
	for (struct dirent *e; (e = readdir(dir)); errno = 0) {
		if (!is_dots(e->d_name))
			vec_push(a, out,
				 (struct entry){ arena_str(a, str_from(e->d_name)), is_known_regular(e) });
	}
	if (errno)
		return errno;
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_name);
	return 0;
}

static int posix_enter(struct os *os, struct arena *a, const char *path, struct os_folder *out)
{
	(void)os;
	struct entries found = { 0 };
	DIR *dir = opendir(path);
	int error = dir ? find_entries(a, dir, &found) : errno;

	*out = (struct os_folder){ 0 };
	if (error && dir)
		closedir(dir);
	if (error)
		return error;
	out->held = dir;
	out->n = found.n;
	out->names = arena_new(a, struct str, found.n);
	out->regular = arena_new(a, bool, found.n);
	for (uint32_t i = 0; i < found.n; i++) {
		out->names[i] = found.v[i].name;
		out->regular[i] = found.v[i].regular;
	}
	return 0;
}

static void posix_leave(struct os *os, struct os_folder *folder)
{
	(void)os;
	closedir(folder->held);
}

static int posix_list(struct os *os, struct arena *a, const char *path, struct str **names, uint32_t *count)
{
	struct os_folder folder;
	int error = posix_enter(os, a, path, &folder);

	if (!error)
		posix_leave(os, &folder);
	*names = folder.names;
	*count = folder.n;
	return error;
}

/* ---- entries of folders ------------------------------------------------------------------- */

/* What is less than was asked for, and ends within a page of any size, ends with the file: errors begin with
 * a page. So nobody asks for the size of a small file. */
static int read_regular(struct arena *a, int fd, uint32_t limit, struct str *out)
{
	char *p = arena_alloc(a, 1, READ_CHUNK);
	ssize_t n = read(fd, p, READ_CHUNK - 1);

	if (n > 0 && n % PAGE != 0 && n < READ_CHUNK - 1 && (size_t)n <= limit) {
		arena_return(a, p, READ_CHUNK, (size_t)n + 1);
		*out = (struct str){ p, (uint32_t)n };
		return 0;
	}
	struct stat st;

	memset(p, 0, n > 0 ? (size_t)n : 0);
	arena_return(a, p, READ_CHUNK, 0);
	if (lseek(fd, 0, SEEK_SET) < 0 || fstat(fd, &st) < 0)
		return errno;
	return read_all(a, fd, &st, limit, out);
}

static int read_if_regular(struct arena *a, int fd, uint32_t limit, enum os_kind *kind, struct str *out)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return errno;
	*kind = kind_of(&st);
	return *kind == OS_FILE ? read_all(a, fd, &st, limit, out) : 0;
}

/* Nobody waits for who writes into a pipe: it is not read. */
static int posix_read_entry(struct os *os, struct arena *a, const struct os_folder *folder, uint32_t entry,
			    uint32_t limit, enum os_kind *kind, struct str *out)
{
	(void)os;
	bool regular = folder->regular[entry];
	int fd = openat(dirfd(folder->held), folder->names[entry].p,
			O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	*kind = fd >= 0 && regular ? OS_FILE : OS_MISSING;
	if (fd < 0)
		return errno;
	int error = regular ? read_regular(a, fd, limit, out) : read_if_regular(a, fd, limit, kind, out);

	close(fd);
	return error;
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

static int finish_writing(int fd, struct str data)
{
	int error = write_all(fd, data);

	if (close(fd) < 0 && !error)
		error = errno;
	return error;
}

static int posix_write(struct os *os, const char *path, struct str data)
{
	(void)os;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);

	return fd < 0 ? errno : finish_writing(fd, data);
}

/* The mode is set before there is anything to read. */
static int posix_write_like(struct os *os, const char *path, struct str data, const char *like)
{
	(void)os;
	struct stat st;

	if (stat(like, &st) < 0)
		return errno;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0600);

	if (fd < 0)
		return errno;
	if (fchmod(fd, st.st_mode & 0777) < 0) {
		int error = errno;

		close(fd);
		return error;
	}
	return finish_writing(fd, data);
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
		.enter = posix_enter,
		.read_entry = posix_read_entry,
		.leave = posix_leave,
		.real = posix_real,
		.write = posix_write,
		.write_like = posix_write_like,
		.mkdir = posix_mkdir,
		.rename = posix_rename,
		.exchange = posix_exchange,
		.unlink = posix_unlink,
		.rmdir = posix_rmdir,
	};
}
