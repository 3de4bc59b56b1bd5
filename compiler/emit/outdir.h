#ifndef RCC_EMIT_OUTDIR_H
#define RCC_EMIT_OUTDIR_H
/*
 * The output folder of one stack. After a kill at any system call it holds the old set or the
 * new one, or the next run finishes the change.
 *
 * What is ours in the folder is listed in `.rcc-manifest`, with hashes and the name of the stack, in a form
 * that `sha256sum -c` reads. A file that is listed with another hash than it has was edited by hand; one that
 * is not listed is foreign. Foreign files are never touched, but where a file of the set must stand.
 *
 *   By exchange   A folder without foreign files is built anew as its sibling `.DIR.rcc-new` and swapped
 *                 with it in one step. What a kill leaves in the sibling is listed there, and removed by the
 *                 next run.
 *   By journal    Where there is something foreign, or no exchange, or where the user works in the folder,
 *                 files are renamed into place one by one. Before the first, `.rcc-journal` is written: the
 *                 hashes of all that was or will be ours. It counts as a second manifest for as long as it
 *                 is there, so the next run knows half a change for its own and completes it.
 */
#include "base/session.h"
#include "emit/files.h"

enum outdir_state {
	OUTDIR_SAME,	   /* as it should be */
	OUTDIR_MISSING,	   /* of the set, not there */
	OUTDIR_CHANGED,	   /* ours, with an older content */
	OUTDIR_STALE,	   /* ours, no longer of the set */
	OUTDIR_EDITED,	   /* ours, but edited by hand; stale or not */
	OUTDIR_FOREIGN,	   /* not ours, and stands where a file of the set must */
	OUTDIR_BLOCKED,	   /* the same, and no regular file: not even force replaces it */
	OUTDIR_UNFINISHED, /* a trace of a run that was killed */
};

struct outdir_entry {
	struct str path; /* relative to the folder */
	enum outdir_state state;
};

struct outdir_report {
	struct str stack;		  /* the stack that owns the folder; empty if none does */
	VEC(struct outdir_entry) entries; /* of the set in its order, then stale ones, then traces */
	bool same;			  /* nothing needs to be written */
};

struct outdir_options {
	const char *dir;
	bool force;	/* overwrite files that were edited or are foreign */
	struct span at; /* what diagnostics point at: the stack's name, or {0, 0} */
};

/* Makes the folder (and its parents) hold the set. Reports RCS0602 to RCS0605 and returns false where it may
 * not or cannot; if it may not, nothing was touched. Nothing is written if all is as it should be. */
bool outdir_write(struct session *s, const struct outdir_options *options, const struct emit_set *set);

/* Compares the folder with the set without touching it. False (RCS0605) if it cannot be read. */
bool outdir_compare(struct session *s, const struct outdir_options *options, const struct emit_set *set,
		    struct outdir_report *out);

#endif
