#ifndef RCC_BASE_OS_H
#define RCC_BASE_OS_H
/*
 * The seam to the world: the library reaches files only through this table of functions,
 * so tests and fuzzers run whole compilations on a fake file system and inject faults at
 * each call. Paths are NUL-terminated. Every function returns 0 or a positive errno.
 */
#include "base/arena.h"

enum os_kind { OS_MISSING, OS_FILE, OS_DIR, OS_OTHER };

/* A folder that is held open, so that nobody walks its path for each of its files. */
struct os_folder {
	struct str *names; /* of its entries, as `list` gives them */
	bool *regular;	   /* those that are known to be regular files; others may be, too */
	uint32_t n;
	void *held;
};

struct os {
	void *self;
	uint32_t processors; /* that this process may use; 0 or 1: it has no threads */
	/* Whole file into `out` (arena), with a NUL behind it; EFBIG above `limit` bytes. */
	int (*read)(struct os *os, struct arena *a, const char *path, uint32_t limit, struct str *out);
	/* Holds a folder open until `leave`. NULL, as the next two, where it is no less work to ask for each
	 * file by its path. */
	int (*enter)(struct os *os, struct arena *a, const char *path, struct os_folder *out);
	/* Like `read` of an entry, if it is a regular file, and nothing of anything else: `kind` says what it
	 * is. Several may read at once. */
	int (*read_entry)(struct os *os, struct arena *a, const struct os_folder *folder, uint32_t entry,
			  uint32_t limit, enum os_kind *kind, struct str *out);
	void (*leave)(struct os *os, struct os_folder *folder);
	/* Names of a folder's entries, sorted bytewise, without . and .. */
	int (*list)(struct os *os, struct arena *a, const char *path, struct str **names, uint32_t *count);
	/* What stands at `path`, symbolic links followed. */
	int (*kind)(struct os *os, const char *path, enum os_kind *out);
	/* Absolute path without links; fails if nothing is there. */
	int (*real)(struct os *os, struct arena *a, const char *path, struct str *out);
	/* Creates or truncates, writes all. Nothing is forced to the disk: a killed process loses
	 * nothing that it wrote, and after a power cut git has what was committed. */
	int (*write)(struct os *os, const char *path, struct str data);
	/* The same of a file that is to take the place of `like`: who may read and write it stays. */
	int (*write_like)(struct os *os, const char *path, struct str data, const char *like);
	int (*mkdir)(struct os *os, const char *path);
	int (*rename)(struct os *os, const char *from, const char *to);
	/* Swaps two folders in one step; ENOTSUP where the system cannot. */
	int (*exchange)(struct os *os, const char *a, const char *b);
	int (*unlink)(struct os *os, const char *path);
	int (*rmdir)(struct os *os, const char *path);
};

/* The real file system. */
struct os os_posix(void);

#endif
