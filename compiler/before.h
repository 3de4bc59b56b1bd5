#ifndef RCC_BEFORE_H
#define RCC_BEFORE_H
/*
 * The set that was made last is the only memory. It never changes what is made; it may be a reason not to
 * make it: what the apiserver would refuse to change, and what would lose data, is for checks of the library.
 */
#include "rcc.h"
#include "rules/rules.h"

struct before {
	struct session *session;
	const struct program *program;
	struct eval *eval;
	struct rules *rules;
	const char *place; /* with {stack} for a stack's name */
	struct rules_accepted *accepted;
	uint32_t naccepted;
};

/*
 * Compares the objects of a stack with those that stand at its place, if rcc made them for this stack. Only
 * files with another hash are read. `facts` is what the library knows of the change beside the objects. Keeps
 * the files of the stack that it made for that.
 */
void before_compare(const struct before *b, node_id node, struct value facts, struct rcc_stack *stack);

/* Reports what was accepted and did not have to be. */
void before_unused(struct session *s, const struct rules_accepted *accepted, uint32_t n);

#endif
