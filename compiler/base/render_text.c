#include "base/render_internal.h"
#include "base/snippet.h"

#include "base/utf8.h"

#include <string.h>

static void put_header(const struct painter *p, const struct diag *d)
{
	enum style style = (enum style)(STYLE_NOTE + (int)d->severity);

	paint_format(p, style, "%s[%.*s %.*s]", style_name(style), STR_ARG(d->code), STR_ARG(d->slug));
	paint_begin(p, STYLE_MESSAGE);
	buf_add(p->out, STR(": "));
	utf8_show(p->out, d->message);
	paint_end(p, STYLE_MESSAGE);
	buf_char(p->out, '\n');
}

/* One line `= kind: text`; more lines of the text follow below its beginning. */
static void put_note(const struct painter *p, int width, const char *kind, struct str text)
{
	int indent = width + (int)strlen(kind) + 6;
	uint32_t beg = 0;

	buf_printf(p->out, " %*s ", width, "");
	paint_text(p, STYLE_GUTTER, STR("="));
	buf_char(p->out, ' ');
	paint_format(p, STYLE_HELP, "%s:", kind);
	buf_char(p->out, ' ');
	for (int64_t end; (end = str_find(text, STR("\n"), beg)) >= 0; beg = (uint32_t)end + 1) {
		utf8_show(p->out, str_slice(text, beg, (uint32_t)end));
		buf_printf(p->out, "\n%*s", indent, "");
	}
	utf8_show(p->out, str_slice(text, beg, text.n));
	buf_char(p->out, '\n');
}

/* What a label says that points nowhere is still said. */
static void put_placeless(const struct painter *p, const struct sources *sources, const struct diag *d,
			  int width)
{
	for (uint32_t i = 0; i < d->labels.n; i++) {
		const struct diag_label *label = &d->labels.v[i];

		if (label->text.n && !source_at(sources, label->span.beg))
			put_note(p, width, "note", label->text);
	}
}

static void put_notes(const struct painter *p, const struct sources *sources, const struct diag *d, int width)
{
	put_placeless(p, sources, d, width);
	for (uint32_t i = 0; i < d->because.n; i++)
		put_note(p, width, "because", d->because.v[i]);
	for (uint32_t i = 0; i < d->fixes.n; i++)
		put_note(p, width, "help", render_fix_title(p->out->arena, d, i));
	for (uint32_t i = 0; i < d->help.n; i++)
		put_note(p, width, "help", d->help.v[i]);
}

static bool has_notes(const struct diag *d, const struct sources *sources)
{
	for (uint32_t i = 0; i < d->labels.n; i++) {
		if (d->labels.v[i].text.n && !source_at(sources, d->labels.v[i].span.beg))
			return true;
	}
	return d->because.n || d->help.n || d->fixes.n;
}

static void put_diag(const struct painter *p, struct lines *lines, const struct diag *d)
{
	int width = snippet_width(lines, d);

	put_header(p, d);
	if (snippet_put(p, lines, d, width) && has_notes(d, lines->sources)) {
		snippet_gutter(p, width);
		buf_char(p->out, '\n');
	}
	put_notes(p, lines->sources, d, width);
}

static void put_count(struct buf *out, uint32_t n, const char *what)
{
	if (n)
		buf_printf(out, "%u %s%s", n, what, n == 1 ? "" : "s");
}

/* The first code of the highest severity: the one worth reading about. */
static struct str code_to_explain(const struct diags *ds)
{
	const struct diag *best = ds->list.v[0];

	for (uint32_t i = 1; i < ds->list.n; i++) {
		if (ds->list.v[i]->severity > best->severity)
			best = ds->list.v[i];
	}
	return best->code;
}

/* Nothing for a run that has only notes: they are no result. */
static void put_totals(const struct painter *p, const struct diags *ds)
{
	if (ds->errors + ds->warnings == 0)
		return;
	put_count(p->out, ds->errors, "error");
	if (ds->errors && ds->warnings)
		buf_add(p->out, STR(", "));
	put_count(p->out, ds->warnings, "warning");
	struct str code = code_to_explain(ds);

	buf_printf(p->out, "; `rcc explain %.*s` tells more\n", STR_ARG(code));
}

void render_text_max(const struct session *s, enum color color, uint32_t max, struct buf *out)
{
	struct painter p = { out, color };
	struct lines lines;
	uint32_t errors = 0, shown = 0, n = s->diags.list.n;

	lines_init(&lines, &s->sources, out->arena);
	lines.hidden = s->diags.hidden.v;
	lines.nhidden = s->diags.hidden.n;
	for (uint32_t i = 0; i < n; i++)
		errors += s->diags.list.v[i]->severity == SEVERITY_ERROR;
	uint32_t room_errors = errors < max ? errors : max, room_others = max - room_errors;

	for (uint32_t i = 0; i < n; i++) {
		const struct diag *d = s->diags.list.v[i];
		uint32_t *room = d->severity == SEVERITY_ERROR ? &room_errors : &room_others;

		if (!*room)
			continue;
		if (shown++)
			buf_char(out, '\n');
		put_diag(&p, &lines, d);
		--*room;
	}
	if (shown < n)
		buf_printf(out, "\n%u more not shown; `--diagnostics json` lists all\n", n - shown);
	put_totals(&p, &s->diags);
}

void render_text(const struct session *s, enum color color, struct buf *out)
{
	render_text_max(s, color, RENDER_TEXT_MAX, out);
}
