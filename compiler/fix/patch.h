#ifndef RCC_FIX_PATCH_H
#define RCC_FIX_PATCH_H
/* Changes of texts: applied in memory, then written to all files or to none. */
#include "base/os.h"

struct patch {		 /* replace the bytes beg…end of a file by a text */
	struct str path; /* as os.real gives it */
	uint32_t beg, end;
	struct str text;
};

struct patched {	 /* a file with its text before and after */
	struct str path; /* as os.real gives it */
	struct str name; /* as shown to people */
	struct str before, after;
};

/* Whether two changes touch: their order or the result could be doubtful. */
bool patch_touches(const struct patch *a, const struct patch *b);
/* The text with those of n patches applied that are for `path`. None may reach into another one; insertions
 * at one place stand in the order of the array. */
struct str patch_apply(struct arena *a, struct str path, struct str text, const struct patch *v, uint32_t n);

/* Writes all files whose text changed. If that fails, or a file is not what it was before, all are as they
 * were, *why says what happened, and the result is false. */
bool patch_write(struct os *os, struct arena *a, const struct patched *v, uint32_t n, struct str *why);

#endif
