#ifndef RCC_RULES_RULES_H
#define RCC_RULES_RULES_H
/*
 * Runs the checks of the library and the user on a stack. A check is looked up by the type of
 * its first parameter and runs on every value of that type that the stack holds; a check whose
 * prerequisites failed is silent; one whose facts are not declared is skipped and named once.
 */
#include "eval/eval.h"

struct rules;

/* Orders the checks of the program so that prerequisites come first. */
struct rules *rules_new(const struct program *p, struct session *s);
/* The name of a check in diagnostics: members_fit is members-fit there. */
struct str rules_slug(struct arena *a, struct str name);
/* Runs every check on an evaluated stack and reports. */
void rules_run(struct rules *r, struct eval *e, node_id stack, struct value value);
/* One note for all checks that were skipped because of facts that nobody declared. */
void rules_finish(struct rules *r);

#endif
