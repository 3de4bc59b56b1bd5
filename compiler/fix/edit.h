#ifndef RCC_FIX_EDIT_H
#define RCC_FIX_EDIT_H
/*
 * Applies the fixes that diagnostics offer, the first one of each, to texts in memory; patch_write
 * then brings them to the files. Fixes are applied in rounds: of those that touch each other the
 * first in source order, the others in the next round, as long as there are some. A fix must remove
 * its diagnostic and cause no error that is still there at the end; one that does not is left out,
 * and the reason is told.
 */
#include "base/os_overlay.h"
#include "fix/findings.h"
#include "vet/vet.h"

struct edit_options {
	struct rcc_options compile; /* how; its `main` is not looked at */
	const char *const *mains;   /* what: all that is to stay right */
	uint32_t nmains;
	const struct rcc_vet *vet; /* manifests in place of stacks, or NULL */
	const char *only;	   /* code or name of the diagnostics to fix; NULL: all */
};

struct edit_note {
	const struct finding *finding;
	struct str refused; /* why the fix is left out; empty: it was applied */
};

struct edit {
	struct edit_options options;
	struct arena *arena;
	struct os_overlay overlay;   /* the file system with the changed texts */
	struct patched_files files;  /* those that some fix would change */
	VEC(struct edit_note) notes; /* on all fixes that were tried */
	bool unfinished;	     /* fixes are left: the number of rounds is bounded */
};

/* Everything is made in the arena. */
void edit_run(struct edit *e, const struct edit_options *options, struct arena *a);

#endif
