#ifndef RCC_STACKS_AMOUNTS_H
#define RCC_STACKS_AMOUNTS_H
/*
 * What the stacks of a run take together of what their cluster has only so much of: where each takes little
 * enough, all of them may take too much.
 */
#include "eval/eval.h"

/* What a stack takes of something. */
struct amount {
	uint64_t cluster; /* as a hash */
	struct str of;
	int64_t wanted, offered;
	struct str label;
	struct span at, there; /* of the stack, and of what is offered */
};

struct amounts {
	struct session *session;
	struct arena arena; /* beyond each stack */
	VEC(struct amount) all;
};

void amounts_init(struct amounts *a, struct session *s);
void amounts_fini(struct amounts *a);
/* Notes what a stack, whose name stands there, takes of its cluster, as the library's `fn held` tells it. */
void amounts_take(struct amounts *a, struct eval *e, uint64_t cluster, struct span at, struct value held);
/* After the last stack: reports what they take too much of, in the words of the library's `fn exceeded`. */
void amounts_report(struct amounts *a, struct eval *e, node_id exceeded);

#endif
