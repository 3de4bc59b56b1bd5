#ifndef RCC_FORMATS_IMAGE_H
#define RCC_FORMATS_IMAGE_H
/*
 * References of container images as runtimes read them: [registry/]repository[:tag][@digest].
 * The first component is a registry if it looks like a host: it has a `.`, a `:` or an
 * upper-case letter, or is localhost.
 */
#include "base/arena.h"

struct image {		       /* slices of the text; empty where not written */
	struct str registry;   /* with its port */
	struct str repository; /* without the registry */
	struct str tag;
	struct str digest; /* algorithm:hex */
};

/* Splits without checking. */
struct image image_split(struct str text);
/* The full name that runtimes make of a valid reference: `web` is docker.io/library/web. Without a
 * tag or digest it gets none. */
struct str image_full(struct arena *a, struct str text);
/* The short name that people write for a valid reference: docker.io/library/web:1 is web:1. */
struct str image_familiar(struct arena *a, struct str text);
/* Whether a pattern (glob.h) matches the short name of a valid reference, with its tag and digest or
 * without. */
bool image_matches(struct arena *a, struct str text, struct str pattern);
/* Empty if valid, else a phrase: "has an upper-case letter `C` in its repository". */
struct str image_problem(struct str text, struct arena *a);

#endif
