#ifndef RCC_EMIT_SITE_H
#define RCC_EMIT_SITE_H
/* Where an output folder is: its path without links, and the sibling in which it is built anew. */
#include "base/os.h"

struct site {
	const char *dir;
	const char *sibling; /* NULL for the root of the file system, or where the parent is missing */
	enum os_kind kind;   /* what stands at `dir` */
	bool working;	     /* it is the working folder: another in its place would leave the user nowhere */
};

/* Finds the folder `path`, which need not be there. With `create`, folders above it are made where missing.
 * 0 or an errno. */
int site_find(struct os *os, struct arena *a, const char *path, bool create, struct site *out);

/* Where the stacks of a run belong: in a pattern this stands for a stack's name. */
#define SITE_STACK "{stack}"
/* The folder of a stack. */
const char *site_of(struct arena *a, const char *pattern, struct str stack);

/* `folder`/`name`. */
const char *site_join(struct arena *a, const char *folder, struct str name);

#endif
