#ifndef RCC_PARAMS_H
#define RCC_PARAMS_H
/* Parameters from the command line and from env files, as sources of their own. */
#include "rcc.h"

/* The name of the source that holds a --param of the command line. */
#define PARAMS_COMMAND_LINE "--param"

struct eval;

/* Reads --param and --param-file and gives them to the evaluator; a later one wins over an
 * earlier one of the same name. False after a report. */
bool params_set(const struct rcc_options *options, struct session *s, struct eval *e);

#endif
