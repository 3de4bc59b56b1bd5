#ifndef RCC_CLI_ARGS_H
#define RCC_CLI_ARGS_H
/*
 * Options by table (options.def). A command names the options that it knows; parsing, the
 * help text and the suggestions for mistyped ones come from there.
 */
#include "base/arena.h"

enum option_id {
#define OPTION(id, short_name, name, kind, argument, help) OPTION_##id,
#include "cli/options.def"
#undef OPTION
	OPTION_COUNT
};

enum option_kind { OPTION_KIND_FLAG, OPTION_KIND_TEXT, OPTION_KIND_MANY, OPTION_KIND_CHOICE };

struct option {
	char short_name; /* 0: none */
	const char *name;
	enum option_kind kind;
	const char *argument, *help;
};
extern const struct option option_table[OPTION_COUNT];

struct args {
	VEC(const char *) of[OPTION_COUNT]; /* the arguments given; of a flag, its name */
	VEC(const char *) words;	    /* what is no option */
};

/* The options that a command knows; ends where `n` says. */
struct option_set {
	const enum option_id *v;
	uint32_t n;
};

/* Reads argv[0…argc). On a mistake returns false with a sentence in *why. */
bool args_parse(struct args *args, struct arena *a, struct option_set known, int argc,
		const char *const *argv, struct str *why);
bool args_has(const struct args *args, enum option_id id);
/* The last argument of the option, or NULL. */
const char *args_text(const struct args *args, enum option_id id);
/* The number of the word that was chosen, in order of the table. */
int args_choice(const struct args *args, enum option_id id);

#endif
