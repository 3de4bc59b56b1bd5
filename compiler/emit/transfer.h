#ifndef RCC_EMIT_TRANSFER_H
#define RCC_EMIT_TRANSFER_H
/*
 * The two ways to make a folder hold a set of files (outdir.h says when which is taken).
 * What may be overwritten has been decided before; here only the order of the steps matters.
 */
#include "emit/manifest.h"
#include "emit/site.h"

struct transfer {
	struct os *os;
	struct pool *pool; /* with threads that wait for something to do, or NULL */
	struct arena *arena;
	struct site site;
	const struct emit_set *set;
	struct manifest target; /* what the set will list */
	struct manifest known;	/* all that was or is ours in the folder */
	const bool *same;	/* for each file of the set: it stands there already */
	struct str *stale;	/* files to remove */
	uint32_t nstale;
	const char *failed; /* path of the step that failed last */
};

/* Builds the sibling, which the site must have, and puts it in the place of the folder in one step. 0, or
 * an errno; then the folder is as it was, and the sibling may be left. On success the sibling holds the
 * old set. */
int transfer_exchange(struct transfer *t);

/* Renames file by file into the folder, under a journal. 0, or an errno: then the journal stands. */
int transfer_journal(struct transfer *t);

/* Removes what a run left in the sibling. Files that it does not list go back to the folder. 0 or an
 * errno. */
int transfer_clear(struct transfer *t);

/* The manifest or journal `name` of a folder. *found: the file is there; *whole: it could be read. 0 or
 * an errno. */
int transfer_read_manifest(struct os *os, struct arena *a, const char *folder, struct str name,
			   struct manifest *out, bool *found, bool *whole);

#endif
