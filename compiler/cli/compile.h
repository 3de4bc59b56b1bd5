#ifndef RCC_CLI_COMPILE_H
#define RCC_CLI_COMPILE_H
/*
 * What the commands that compile have in common: options of the call become options of
 * the library, diagnostics become text on the error stream, and both become a status.
 */
#include "cli/command.h"
#include "rcc.h"

struct compile {
	struct call *call;
	struct rcc *rcc;
	struct session *session;
	bool misused; /* an option asks for what is not there: reported */
};

/* The options of the call for the library. Anything but STATUS_OK was reported. */
enum status compile_options(struct call *call, const char *main, struct rcc_options *o);
/* Makes the compilation ready; anything but STATUS_OK was reported, and nothing is to be finished. `main` is
 * NULL where only the library is asked for. */
enum status compile_start(struct compile *c, struct call *call, const char *main);
/* Takes the call's one word for the main file, starts and compiles it. As above; errors in the input are no
 * reason to fail: ask compile_good. */
enum status compile_file(struct compile *c, struct call *call);
/* The same with one stack in memory at a time (rcc_compile_each). */
enum status compile_each(struct compile *c, struct call *call, const struct rcc_taker *taker);
/* Whether there is no error, and nothing that --deny takes for one. */
bool compile_good(struct compile *c);
/* Prints the diagnostics, frees the compilation; its status. */
enum status compile_finish(struct compile *c);

/* Prints the diagnostics of a session as --diagnostics and --color ask; their status. */
enum status report_diagnostics(struct call *call, struct session *s);

#endif
