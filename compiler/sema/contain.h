#ifndef RCC_SEMA_CONTAIN_H
#define RCC_SEMA_CONTAIN_H
/*
 * What evaluates a program in spite of errors. Each error is contained in the smallest part of the tree that
 * has a value: that part becomes a NODE_ERROR, which evaluates to a value that was refused and is silent from
 * then on. What has no part in it is evaluated and checked, so that a run tells what is wrong all at once.
 */
#include "sema/program.h"

struct contained_node {
	node_id id;
	struct node before;
};

struct contained {
	VEC(struct contained_node) nodes;
};

/* Contains the first n diagnostics; false where one of them leaves no tree to go on with, and nothing is
 * changed then. */
bool contain_errors(struct program *p, uint32_t n, struct contained *out);
/* Puts the nodes back, for who looks at the tree afterwards. */
void contain_release(struct program *p, const struct contained *c);

#endif
