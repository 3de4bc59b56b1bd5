#ifndef RCC_CLI_CLI_H
#define RCC_CLI_CLI_H
/*
 * The command, apart from the process that it runs in: arguments come in, text goes into
 * two buffers, files are reached through struct os. main.c gives it the real world, tests
 * give it a fake one.
 */
#include "base/render.h"
#include "emit/secrets.h"

#define RCC_VERSION "0.1.0"

enum status {
	STATUS_OK = 0,
	STATUS_ERRORS = 1,  /* in the input */
	STATUS_USAGE = 2,   /* the command was written wrongly */
	STATUS_IO = 3,	    /* something cannot be read or written */
	STATUS_DEFECT = 70, /* rcc_bug: of rcc itself */
};

struct cli_io {
	struct os os;
	struct buf out, err; /* of one arena, which outlives the call */
	bool err_is_terminal;
	bool no_color;	   /* what the environment asks for (NO_COLOR, TERM=dumb) */
	const void *image; /* the embedded library, or NULL */
	size_t image_size; /* bytes */
	struct secrets_entropy entropy;
};

/* Runs `rcc ARGV[1]…`; text for the two streams is appended to io. */
enum status cli_run(struct cli_io *io, int argc, const char *const *argv);

#endif
