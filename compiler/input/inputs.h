#ifndef RCC_INPUT_INPUTS_H
#define RCC_INPUT_INPUTS_H
/* Which files a run compiles: its main file, or every file *.rcs directly in a folder. */
#include "input/options.h"
#include "sema/given.h"

struct inputs {
	VEC(uint32_t) modules; /* in order of their names */
};

/* The project root: --root, else the nearest folder above that holds `rcs.root`, else the main
 * file's own folder. */
void inputs_root(const struct input_options *options, struct session *s, struct load_options *out);
/* Loads them; false after a report if one cannot be read. */
bool inputs_load(const struct input_options *options, struct program *p, const struct load_options *load,
		 struct inputs *out);
struct input_stacks {
	VEC(node_id) nodes;
};
/* Of these modules the stacks that are to be compiled, in order. Reports if there are none, or too
 * many, or two of the same name; and parameters beside them that nothing reads. */
void inputs_stacks(const struct input_options *options, const struct program *p, const struct inputs *in,
		   const struct given_list *given, struct input_stacks *out);

#endif
