#ifndef RCC_BASE_EXPLAIN_H
#define RCC_BASE_EXPLAIN_H
/*
 * The long explanations of the compiler's own diagnostics. They are written in
 * docs/diagnostics/<code>.md: a heading, prose, then the sections `## failing` and
 * `## fixed`, each with fenced blocks whose first line names language and file
 * (```rcs stack.rcs). explain.sh makes C of them when rcc is built, and explain_main.c what lies in the
 * command: their texts one after another, deflated.
 */
#include "base/arena.h"

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

/* All of them in order of code, with a closing entry of NULLs; the texts are in the arena. */
const struct explain *explain_read(struct arena *a);
/* The explanation of a code of diag.def among them; NULL if none is written. */
const struct explain *explain_find(const struct explain *all, struct str code);

/* ---- from when rcc was built ---- */

/* As explain.sh writes them; explain_main.c alone sees them. */
extern const struct explain explains[];
/* As explain_main.c writes them (cold.h): of each the code, the prose, and for each section the names and
 * texts of its files and an empty name, every text with a closing NUL. */
extern const uint32_t explain_packed[];
extern const uint32_t explain_packed_size; /* in bytes */
enum { EXPLAIN_FILES = 8 /* of a section at most */ };

#endif
