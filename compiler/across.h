#ifndef RCC_ACROSS_H
#define RCC_ACROSS_H
/*
 * What several stacks of a run cannot have at the same time: an object of one identity, and what the library
 * says that only one stack of a cluster may hold. Of each no more is kept than a hash and a place.
 */
#include "objects/build.h"

struct across_entry {
	uint64_t hash; /* 0: free */
	struct span at;
	uint32_t stack; /* its number, from 1 */
};

struct across {
	struct session *session;
	struct arena arena;
	struct across_entry *entries; /* open addressing */
	uint32_t n, mask;
	VEC(struct str) names; /* of the stacks */
};

void across_init(struct across *a, struct session *s);
void across_fini(struct across *a);
/* Takes a stack that is right, and reports what it has in common with those before. `held` is what the
 * library's `fn held` told of it: first its cluster, then texts. */
void across_take(struct across *a, struct eval *e, struct str name, const struct object_list *objects,
		 struct value held);

#endif
