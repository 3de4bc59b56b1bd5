#ifndef RCC_CLI_FIXING_H
#define RCC_CLI_FIXING_H
/* What `fix` and `vet --fix` have in common: their options, the files, and what is told of each fix. */
#include "cli/compile.h"
#include "fix/edit.h"

/* STATUS_USAGE, reported, if the options of fixing contradict each other. */
enum status fixing_check(struct call *call);
/* Fixes, writes the files unless only the outcome is asked for, and tells. Anything but STATUS_OK was told;
 * then no file was changed. */
enum status fixing_run(struct call *call, const struct edit_options *o, struct edit *e);

#endif
