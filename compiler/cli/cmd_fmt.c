#include "cli/compile.h"

#include "base/diff.h"
#include "syntax/format.h"

#include <string.h>

static const char standard_input[] = "/dev/stdin";

struct fmt {
	struct call *call;
	struct session session;
	uint32_t changed; /* files that are not in the layout */
};

static void cannot(struct fmt *f, enum diag_code code, const char *what, const char *path, int error)
{
	diag_add(&f->session.diags, code, (struct span){ 0, 0 }, "cannot %s `%s`: %s", what, path,
		 strerror(error));
}

/* ---- one file ------------------------------------------------------------------------- */

/* A new file takes the place of the old one at once; a link keeps pointing to it. */
static void replace(struct fmt *f, const char *path, struct str text)
{
	struct session *s = &f->session;
	struct str real = str_from(path);
	int error = s->os.real(&s->os, &s->arena, path, &real);
	const char *target = arena_str(&s->arena, real).p;
	const char *sibling = arena_printf(&s->arena, "%s.rcc-fmt", target).p;

	if (!error)
		error = s->os.write_like(&s->os, sibling, text, target);
	if (!error)
		error = s->os.rename(&s->os, sibling, target);
	if (!error)
		return;
	s->os.unlink(&s->os, sibling);
	cannot(f, DIAG_OUTPUT_WRITE, "write", path, error);
}

static void put_result(struct fmt *f, const char *path, struct str before, struct str after)
{
	const struct args *args = &f->call->args;
	struct buf *out = &f->call->io->out;
	struct diff_names names = { str_from(path), str_from(path) };
	bool check = args_has(args, OPTION_CHECK), diff = args_has(args, OPTION_DIFF);

	if (check && !diff)
		buf_printf(out, "%s\n", path);
	if (diff)
		diff_unified(out, names, before, after);
	if (!check && !diff)
		replace(f, path, after);
}

/* Standard input is written to standard output even if it stays the same. */
static bool is_filter(const struct fmt *f, const char *path)
{
	const struct args *args = &f->call->args;

	return path == standard_input && !args_has(args, OPTION_CHECK) && !args_has(args, OPTION_DIFF);
}

static void format_file(struct fmt *f, const char *path)
{
	struct session *s = &f->session;
	struct buf out = { .arena = &s->arena };
	struct str text;
	int error = s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text);

	if (error) {
		cannot(f, DIAG_CANNOT_READ, "read", path, error);
		return;
	}
	uint32_t source = source_add(&s->sources, SOURCE_USER, str_from(path), text);

	if (!format_source(s, source, &out))
		return;
	if (is_filter(f, path)) {
		buf_add(&f->call->io->out, buf_str(&out));
	} else if (!str_eq(text, buf_str(&out))) {
		f->changed++;
		put_result(f, path, text, buf_str(&out));
	}
}

/* ---- folders -------------------------------------------------------------------------- */

/* A folder of that name, and no link, which could lead in a circle. */
static bool is_own_folder(struct fmt *f, const char *folder, const char *path, struct str name)
{
	struct session *s = &f->session;
	struct str parent, child;

	if (s->os.real(&s->os, &s->arena, folder, &parent) || s->os.real(&s->os, &s->arena, path, &child))
		return false;
	return str_starts_with(child, parent) && str_ends_with(child, name) &&
	       child.n == parent.n + name.n + !str_ends_with(parent, STR("/"));
}

static void format_folder(struct fmt *f, const char *folder)
{
	struct session *s = &f->session;
	struct str *names;
	uint32_t n;
	int error = s->os.list(&s->os, &s->arena, folder, &names, &n);

	if (error) {
		cannot(f, DIAG_CANNOT_READ, "read", folder, error);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		const char *path = arena_printf(&s->arena, "%s/%.*s", folder, STR_ARG(names[i])).p;
		enum os_kind kind = OS_MISSING;

		if (s->os.kind(&s->os, path, &kind) || names[i].p[0] == '.')
			continue;
		if (kind == OS_FILE && str_ends_with(names[i], STR(".rcs")))
			format_file(f, path);
		else if (kind == OS_DIR && is_own_folder(f, folder, path, names[i]))
			format_folder(f, path);
	}
}

static void format_path(struct fmt *f, const char *path)
{
	struct session *s = &f->session;
	enum os_kind kind = OS_MISSING;

	if (strcmp(path, "-") == 0)
		format_file(f, standard_input);
	else if (s->os.kind(&s->os, path, &kind) == 0 && kind == OS_DIR)
		format_folder(f, path);
	else
		format_file(f, path);
}

enum status cmd_fmt(struct call *call)
{
	const struct args *args = &call->args;
	struct fmt f = { .call = call };

	if (!args->words.n)
		return call_misused(call, "which files? `.` is all below this folder, `-` standard input");
	session_init(&f.session, call->io->os);
	for (uint32_t i = 0; i < args->words.n; i++)
		format_path(&f, args->words.v[i]);
	enum status status = report_diagnostics(call, &f.session);

	session_fini(&f.session);
	if (status == STATUS_OK && f.changed && args_has(args, OPTION_CHECK))
		return STATUS_ERRORS;
	return status;
}
