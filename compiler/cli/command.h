#ifndef RCC_CLI_COMMAND_H
#define RCC_CLI_COMMAND_H
/*
 * The commands, one row each; dispatch, help and suggestions come from the table. To add
 * one: a row in command.c, a function in a file of its own, its options in options.def.
 */
#include "cli/args.h"
#include "cli/cli.h"

struct call;

struct command {
	const char *name;
	const char *aliases[2]; /* other spellings, or NULL */
	const char *summary;	/* one line of `rcc help` */
	const char *usage;	/* what follows the name */
	const char *about;	/* what `rcc help NAME` teaches, with an example */
	struct option_set options;
	bool tells;  /* prints an answer to be read: without passwords of addresses */
	bool hidden; /* for packagers and shells: not in the overview */
	enum status (*run)(struct call *call);
};
extern const struct command command_table[];
extern const uint32_t command_count;

/* One call of a command. */
struct call {
	struct cli_io *io;
	struct arena *arena;
	const struct command *command;
	struct args args;
};

/* By name or alias; NULL if there is none. */
const struct command *command_find(struct str name);
/* Says what is wrong with the call, and where help is. Returns STATUS_USAGE. */
enum status call_misused(struct call *call, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same for a word that names no command, with the nearest name; `what` says what was looked for. */
enum status call_unknown(struct call *call, const char *what, const char *word);

/* What rcc is and how it is used first: paragraphs, and examples indented by two blanks. */
extern const char help_about[];

/* What the exit status of the command says. */
struct status_text {
	int status;
	const char *text;
};
extern const struct status_text status_texts[];
extern const uint32_t status_text_count;

/* Appends the overview, or all that there is to say about one command. */
void help_overview(struct buf *out);
void help_command(struct buf *out, const struct command *command);

enum status cmd_build(struct call *call);
enum status cmd_check(struct call *call);
enum status cmd_vet(struct call *call);
enum status cmd_report(struct call *call);
enum status cmd_fix(struct call *call);
enum status cmd_why(struct call *call);
enum status cmd_where(struct call *call);
enum status cmd_diff(struct call *call);
enum status cmd_explain(struct call *call);
enum status cmd_reference(struct call *call);
enum status cmd_secrets(struct call *call);
enum status cmd_fmt(struct call *call);
enum status cmd_schema(struct call *call);
enum status cmd_complete(struct call *call);
enum status cmd_man(struct call *call);
enum status cmd_help(struct call *call);
enum status cmd_version(struct call *call);

#endif
