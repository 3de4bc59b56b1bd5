#ifndef RCC_INPUT_PARAMS_H
#define RCC_INPUT_PARAMS_H
/*
 * Parameters from the command line and from env files, as sources of their own: lines KEY=VALUE,
 * the value is all after the first `=`. A KEY in capitals, as environment variables are written,
 * is the parameter of that name in lower case.
 */
#include "input/options.h"
#include "sema/given.h"

/* The name of the sources that stand for --param options: there is no file of that name to edit. */
#define PARAMS_COMMAND_LINE "--param"

/* Reads --param-file and --param, in this order. Reports lines that are none. */
void params_read(const struct input_options *options, struct session *s, struct given_list *out);
/* Of each name the one that counts, the last; reports what one file sets twice. */
void params_last(struct session *s, const struct given_list *all, struct given_list *out);
/* What counts of one env file. */
void params_read_file(const char *path, struct session *s, struct given_list *out);

#endif
