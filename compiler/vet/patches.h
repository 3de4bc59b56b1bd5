#ifndef RCC_VET_PATCHES_H
#define RCC_VET_PATCHES_H
/* Files of a folder that are no objects of their own: what kustomize lays on others. */
#include "base/session.h"

enum { VET_PATCH_BUCKETS = 1024 };

struct vet_patch {
	struct str path;
	struct vet_patch *next;
};

struct vet_patches {
	uint32_t n;
	struct vet_patch *buckets[VET_PATCH_BUCKETS]; /* by hash of the path */
};

/* Adds the files that a kustomization in `folder` names as patches, generators or settings. */
void vet_patches_add(struct session *s, const char *folder, struct str kustomization,
		     struct vet_patches *out);
bool vet_patches_has(struct vet_patches *patches, const char *path);

#endif
