#ifndef RCC_INPUT_PARITY_H
#define RCC_INPUT_PARITY_H
/*
 * Whether the env files of several environments set the same parameters. The environments are the last
 * --param-file and each --parity file; what an earlier --param-file or the command line gives, all have.
 */
#include "eval/eval.h"
#include "input/params.h"

struct parity_run {
	const struct input_options *options;
	struct session *session;
	struct program *program;
	const struct load_options *load;
	struct eval *eval;
};

/* Reads the --parity files, reports what is wrong in them, and for each parameter that some set and
 * others do not one RCS0217. `all` is what params_read gave, `bound` what was made of it. */
void parity_check(const struct parity_run *run, const struct given_list *all, const struct given_list *bound);

#endif
