#ifndef RCC_CLI_COMPLETE_H
#define RCC_CLI_COMPLETE_H
/*
 * What can stand at the end of a command line. A shell asks for it each time (`rcc complete
 * words -- …`), so the scripts that `rcc complete SHELL` prints know no command and no option:
 * everything comes from the two tables.
 */
#include "cli/command.h"

struct shell {
	const char *name;
	const char *script;
};
extern const struct shell shell_table[];
extern const uint32_t shell_count;

/* Appends to `out` what can be written instead of the last of n words (n > 0) after `rcc`, a line
 * each: the text, a tab and what it is for; or `:files`, `:stacks`, `:folders`, where the shell is
 * to list its own. */
void complete_words(struct call *call, struct buf *out, const char *const *words, uint32_t n);

#endif
