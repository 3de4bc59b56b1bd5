#ifndef RCC_INPUT_OPTIONS_H
#define RCC_INPUT_OPTIONS_H
/* What a run is asked to read. */
#include <stdint.h>

struct input_param {
	const char *name, *value; /* --param name=value */
};

struct input_options {
	const char *main; /* the file to compile, or a folder of such files */
	const char *root; /* --root, or NULL */
	const char *only; /* --stack NAME, or NULL: all */
	const struct input_param *params;
	uint32_t nparams;
	const char *const *param_files;
	uint32_t nparam_files;
	const char *const *parity; /* env files of other environments, to compare with */
	uint32_t nparity;
};

#endif
