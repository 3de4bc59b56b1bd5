#ifndef RCC_STACKS_ACROSS_H
#define RCC_STACKS_ACROSS_H
/*
 * What several stacks of a run cannot have at the same time: an object of one identity, and what the library
 * says that only one stack of a cluster may hold. Of each no more is kept than a hash and a place.
 */
#include "objects/build.h"

struct across_entry {
	uint64_t hash;
	struct span at;
};

struct across_stack {
	struct str name;
	uint32_t first; /* of its entries, which lie together */
};

struct across {
	struct session *session;
	struct arena arena;
	struct table stacks;  /* struct across_stack */
	struct table entries; /* struct across_entry */
	uint32_t *slots;      /* by hash, with open addressing; 0: free */
	uint32_t mask;
};

void across_init(struct across *a, struct session *s);
void across_fini(struct across *a);
/* Takes a stack that is right, and reports what it has in common with those before. `held` is what the
 * library's `fn held` told of it. What tells its cluster from others. */
uint64_t across_take(struct across *a, struct eval *e, struct str name, const struct object_list *objects,
		     struct value held);

#endif
