#include "cli/fixing.h"

#include "base/diff.h"
#include "base/utf8.h"
#include "formats/json_text.h"

#include <string.h>

static void put_note(struct buf *out, const struct edit_note *note, const char *done)
{
	const struct finding *f = note->finding;

	utf8_show(out, f->file);
	buf_printf(out, ":%u:%u: %s ", f->place.line, f->place.column, note->refused.n ? "not fixed:" : done);
	buf_printf(out, "%.*s %.*s: ", STR_ARG(f->code), STR_ARG(f->slug));
	utf8_show(out, f->title);
	if (note->refused.n) {
		buf_add(out, STR(": "));
		utf8_show(out, note->refused);
	}
	buf_char(out, '\n');
}

static void put_result(struct buf *out, const struct edit *e, bool dry)
{
	uint32_t applied = 0;

	for (uint32_t i = 0; i < e->notes.n; i++) {
		put_note(out, &e->notes.v[i], dry ? "would fix" : "fixed");
		applied += e->notes.v[i].refused.n == 0;
	}
	if (applied == 0)
		buf_add(out, STR("nothing was fixed\n"));
	if (e->unfinished)
		buf_add(out, STR("there is more to fix; run this again\n"));
}

/* One object a line, for programs; `reason` says why a fix was left out. */
static void put_json(struct buf *out, const struct edit *e)
{
	for (uint32_t i = 0; i < e->notes.n; i++) {
		const struct edit_note *note = &e->notes.v[i];
		const struct finding *f = note->finding;

		buf_add(out, STR("{\"code\":"));
		json_add_string(out, f->code);
		buf_add(out, STR(",\"name\":"));
		json_add_string(out, f->slug);
		buf_add(out, STR(",\"file\":"));
		json_add_string(out, f->file);
		buf_printf(out, ",\"line\":%u,\"column\":%u,\"title\":", f->place.line, f->place.column);
		json_add_string(out, f->title);
		buf_printf(out, ",\"applied\":%s,\"reason\":", note->refused.n ? "false" : "true");
		json_add_string(out, note->refused);
		buf_add(out, STR("}\n"));
	}
}

/* A text with stars for what must not be seen. */
static struct str without_secrets(struct arena *a, struct str text, const struct edit *e)
{
	struct str copy = arena_str(a, text);
	char *bytes = (char *)copy.p;

	for (uint32_t i = 0; i < e->files.hidden.n; i++) {
		struct str secret = e->files.hidden.v[i];
		int64_t at = -1;

		while (secret.n && (at = str_find(text, secret, (uint32_t)(at + 1))) >= 0)
			memset(bytes + at, '*', secret.n);
	}
	return copy;
}

static void put_diff(struct buf *out, const struct edit *e)
{
	struct buf diff = { .arena = out->arena };

	for (uint32_t i = 0; i < e->files.v.n; i++) {
		const struct patched *file = &e->files.v.v[i];

		diff_unified(&diff, (struct diff_names){ file->name, file->name }, file->before, file->after);
	}
	buf_add(out, without_secrets(out->arena, buf_str(&diff), e));
}

static enum status write_files(struct call *call, const struct edit *e)
{
	struct str why;

	if (patch_write(&call->io->os, call->arena, e->files.v.v, e->files.v.n, &why))
		return STATUS_OK;
	buf_printf(&call->io->err, "rcc: %.*s; no file was changed\n", STR_ARG(why));
	return STATUS_IO;
}

enum status fixing_check(struct call *call)
{
	if (args_has(&call->args, OPTION_DIFF) && args_has(&call->args, OPTION_JSON))
		return call_misused(call, "`--diff` and `--json` are two forms of one answer: choose one");
	return STATUS_OK;
}

enum status fixing_run(struct call *call, const struct edit_options *o, struct edit *e)
{
	bool diff = args_has(&call->args, OPTION_DIFF), dry = diff || args_has(&call->args, OPTION_DRY_RUN);

	edit_run(e, o, call->arena);
	enum status status = dry ? STATUS_OK : write_files(call, e);

	if (status != STATUS_OK)
		return status;
	if (diff)
		put_diff(&call->io->out, e);
	else if (args_has(&call->args, OPTION_JSON))
		put_json(&call->io->out, e);
	else
		put_result(&call->io->out, e, dry);
	return STATUS_OK;
}
