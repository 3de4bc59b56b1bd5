#include "cli/compile.h"

#include "schema/import.h"

#include <string.h>

/* The text of the file that --kinds names; false if it cannot be read. */
static bool read_kinds(struct session *s, const char *path, const char **kinds)
{
	struct str text;
	int error = s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text);

	if (error)
		diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ 0 }, "cannot read `%s`: %s", path,
			 strerror(error));
	else
		*kinds = arena_str(&s->arena, text).p;
	return error == 0;
}

enum status cmd_schema(struct call *call)
{
	const struct args *args = &call->args;
	const char *path = args_text(args, OPTION_KINDS);
	struct session s;

	if (args->words.n < 2 || strcmp(args->words.v[0], "import") != 0)
		return call_misused(call, "write `rcc schema import` and the documents");
	struct schema_options o = {
		.documents = args->words.v + 1,
		.ndocuments = args->words.n - 1,
		.base = args_text(args, OPTION_BASE),
	};

	session_init(&s, call->io->os);
	if (!path || read_kinds(&s, path, &o.kinds))
		schema_import(&s, &o, &call->io->out);
	enum status status = report_diagnostics(call, &s);

	session_fini(&s);
	return status;
}
