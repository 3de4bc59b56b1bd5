#ifndef RCC_RULES_SWEEP_H
#define RCC_RULES_SWEEP_H
/* What sweep.c (shards of the objects, and who is at them) and sweep_ask.c (the checks of a value) share. */
#include "rules/rules_internal.h"

#include <stdatomic.h>

enum { OF_SET = UINT32_MAX };

struct asked {		/* a check */
	uint32_t check; /* its place */
	uint32_t n;
	struct asked_param {
		uint32_t slot;
		uint32_t given; /* which of the group's values, or OF_SET */
	} * params;
};

/* The checks whose parameters have the same types, but for the record of the set: what they are given is
 * found once for all of them. */
struct group {
	const type_id *types;
	uint32_t ntypes;
	VEC(struct asked) checks;
	uint32_t most; /* parameters of one of them */
	uint32_t next; /* the next group with the same first type */
};

struct plan {
	struct rules *rules;
	struct eval *eval;
	const struct reach *reach; /* what is around all objects */
	const struct manifests *set;
	VEC(struct group) groups; /* the first is none */
	uint32_t *first;	  /* of the groups, by type */
};

/* What a shard knows of a group: at first each check is asked; then those that passed on all values alike are
 * asked as if they were one. */
struct memory {
	struct run_params params; /* what the group is given */
	struct run_param *bound;  /* what a check of it is */
	uint32_t *order; /* of the checks, once they are taken together: those that are not are first */
	uint32_t alone;	 /* so many */
	uint32_t seen;
	bool together;
};

struct shard {
	uint32_t first, end; /* of the objects; none in the one that asks about the set */
	atomic_uint left;    /* objects that are not asked about yet */
	atomic_bool taken;   /* by a task */
	struct reach reach;  /* the values of the object at hand */
	uint32_t object;
	bool unready;	   /* an object cannot be looked at by several */
	struct arena room; /* for what is noted first */
	struct session session;
	struct rules rules;
	struct eval *eval;
	struct recall *recall;
	struct memory *memories; /* by group */
	struct value all;	 /* what is known of the whole set */
	VEC(struct doubt) doubts;
};

/* Groups the checks that are on. */
void sweep_plan(struct plan *p);
/* Asks all checks of a value that is in the shard's reach, and notes those that may have something to say. */
void sweep_ask(struct shard *s, const struct plan *p, uint32_t value);

#endif
