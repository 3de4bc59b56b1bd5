#ifndef RCC_INTERNAL_H
#define RCC_INTERNAL_H
/* A run, as rcc.c and prepare.c know it. */
#include "rcc.h"

#include "ahead.h"
#include "check_info.h"
#include "eval/eval.h"
#include "input/inputs.h"
#include "rules/rules.h"
#include "sema/contain.h"
#include "stacks/across.h"
#include "stacks/amounts.h"

struct rcc {
	struct rcc_options options;
	struct session session;
	struct arena spare; /* for the next stack that has the memory for itself */
	struct program program;
	struct contained contained; /* errors, until all is evaluated */
	struct eval *eval;	    /* NULL before */
	struct load_options load;
	struct rules *rules;
	struct given_list params;	 /* as the evaluator takes them */
	struct rules_accepted *accepted; /* of options */
	struct across across;
	struct amounts amounts;
	struct pool pool;   /* of the session, once it has one */
	struct ahead ahead; /* of a single stack */
	bool refused;	    /* a change of a stack */
	bool library;	    /* it is loaded */
	struct inputs inputs;
	struct input_stacks wanted;
	VEC(struct rcc_stack) stacks;
	struct check_infos checks;
};

/* Everything before the first stack; false if none can be evaluated. */
bool rcc_prepare(struct rcc *r);

#endif
