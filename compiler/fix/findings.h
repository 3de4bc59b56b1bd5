#ifndef RCC_FIX_FINDINGS_H
#define RCC_FIX_FINDINGS_H
/*
 * What compilations found, apart from the sessions that found it: diagnostics with their first fix as changes
 * of files. Two sets can be compared: what a fix removed, and what it brought.
 */
#include "fix/patch.h"
#include "rcc.h"

struct finding {
	struct str code, slug, message, title; /* of its first fix */
	struct str file;		       /* as shown; empty without a place */
	struct place place;
	enum severity severity;
	const struct patch *patches;
	uint32_t npatches; /* 0: there is no fix, or not in a file of the user */
};

struct findings {
	VEC(const struct finding *) list; /* in the order of the diagnostics */
	const struct finding **sorted;	  /* by code, message, file; made by findings_sort */
};

struct patched_files {
	VEC(struct patched) v;
	VEC(struct str) hidden; /* texts in them that nobody may see: secrets written by mistake */
};

/* Whether two are the same, but for where in the file they are. */
bool finding_same(const struct finding *a, const struct finding *b);
/* Appends what a compilation found. Files that its fixes change are added to `files`, once each, with
 * what must be hidden of them. */
void findings_add(struct findings *f, struct arena *a, struct rcc *r, struct patched_files *files);
void findings_sort(struct findings *f, struct arena *a);

/* What came of applying fixes; sets must be sorted. */
struct findings_change {
	const struct finding *left;   /* a diagnostic that was fixed and is still there */
	const struct finding *caused; /* an error that was not there and that nothing can fix, or NULL */
	const struct finding *opened; /* the same, but it has a fix of its own */
};
struct findings_change findings_compare(const struct findings *before, const struct findings *after,
					const struct findings *fixed);

#endif
