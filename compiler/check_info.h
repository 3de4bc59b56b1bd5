#ifndef RCC_CHECK_INFO_H
#define RCC_CHECK_INFO_H
/* What the checks say of themselves. */
#include "base/diag.h"

struct program;

/* A check of the library or the user, for `explain` and the docs. */
struct check_info {
	struct str code, slug, title, explain, failing, fixed;
	enum severity severity;
};

struct check_infos {
	VEC(struct check_info) all;
};

/* Adds every check that the program knows, in module order. */
void check_infos_read(const struct program *p, struct arena *a, struct check_infos *out);

#endif
