#ifndef RCC_BASE_OS_FAKE_H
#define RCC_BASE_OS_FAKE_H
/*
 * A file system in memory, for tests and fuzzers. There are files and folders, no links
 * and no permissions; relative paths start at the root. Every call through struct os is
 * counted, and one of them can be made to fail, or to be the moment of a kill.
 */
#include "base/os.h"

struct os_fake_entry {
	struct str path; /* absolute, without . and .. and double slashes */
	struct str data;
	enum os_kind kind;
};

struct os_fake {
	struct arena *arena;
	VEC(struct os_fake_entry) entries; /* in no order; the root is not listed */
	uint32_t calls;			   /* made so far */
	uint32_t fail_at;		   /* number of the call that fails, counted from 1; 0: none */
	int fail_with;			   /* its errno; 0: EIO */
	bool killed;	  /* every call after it fails too, as if the process had ended there */
	bool no_exchange; /* as on a system that cannot swap folders */
};

void os_fake_init(struct os_fake *f, struct arena *arena);
/* Adds or replaces a file and makes the folders above it; not counted as a call. */
void os_fake_add(struct os_fake *f, const char *path, struct str data);
/* The content of a file, or NULL; not counted as a call. */
const struct str *os_fake_find(const struct os_fake *f, const char *path);
/* A write that fails has written half of the data; all other calls that fail do nothing. */
struct os os_fake(struct os_fake *f);

#endif
