#ifndef RCC_VET_VET_H
#define RCC_VET_VET_H
/*
 * The checks of objects on manifests that something else wrote. Files that are named belong together, and so
 * do the files of each folder: what is applied together is looked at together.
 */
#include "rcc.h"

struct rcc_vet {
	const char *const *paths; /* files, folders, `-` for standard input */
	uint32_t npaths;
	const char *kubernetes; /* a release such as 1.31, or NULL: all that rcc knows */
	/* A level of the Pod Security Standards, or NULL: none is enforced; and the release of the standards,
	 * or NULL: that of the cluster. */
	const char *pod_security, *pod_security_release;
	bool plain; /* each check for itself, in one thread: what the quick way is compared with */
};

/* Why there is no such release of Kubernetes to check for; empty if there is. */
struct str rcc_vet_release_problem(struct arena *a, const char *release);

struct rcc_vetted {
	uint32_t objects, files, unchecked; /* of them with objects; objects of kinds that are not known */
};

/* Reads and checks all of it; true if there was no error. The diagnostics are in the session, sorted. */
bool rcc_vet(struct rcc *r, const struct rcc_vet *what, struct rcc_vetted *out);

#endif
