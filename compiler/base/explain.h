#ifndef RCC_BASE_EXPLAIN_H
#define RCC_BASE_EXPLAIN_H
/*
 * The long explanations of the compiler's own diagnostics. They are written in
 * docs/diagnostics/<code>.md: a heading, prose, then the sections `## failing` and
 * `## fixed`, each with fenced blocks whose first line names language and file
 * (```rcs stack.rcs). explain.sh makes C of them when rcc is built.
 */
#include "base/str.h"

struct explain_file {
	const char *name; /* as after the language in the fence */
	const char *text;
};

struct explain_example {
	const struct explain_file *files; /* the first one is compiled */
	uint32_t n;
};

struct explain {
	const char *code;
	const char *prose; /* Markdown without the heading; ends in a newline */
	struct explain_example failing, fixed;
};

/* In order of code, with a closing entry of NULLs. Generated. */
extern const struct explain explains[];

/* The explanation of a code of diag.def; NULL if none is written. */
const struct explain *explain_find(struct str code);

#endif
