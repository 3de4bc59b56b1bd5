#include "base/render_internal.h"

struct json {
	struct buf *out;
	struct lines lines;
};

static void put_place(struct json *j, struct span span)
{
	struct extent e = render_extent(&j->lines, span);

	if (!e.source) {
		buf_add(j->out, STR("\"file\":null,\"line\":null,\"column\":null,\"endLine\":null,"
				    "\"endColumn\":null"));
		return;
	}
	render_json_member(j->out, "", "file", source_name(j->lines.sources, e.source));
	buf_printf(j->out, ",\"line\":%u,\"column\":%u,\"endLine\":%u,\"endColumn\":%u", e.beg.line,
		   e.beg.column, e.end.line, e.end.column);
}

/* A place with a text: a label or an edit. */
static void put_labelled(struct json *j, struct span span, struct str text, uint32_t number)
{
	buf_add(j->out, number ? STR(",{") : STR("{"));
	put_place(j, span);
	render_json_member(j->out, ",", "text", text);
	buf_char(j->out, '}');
}

static void put_texts(struct buf *out, const char *name, const struct str *texts, uint32_t n)
{
	buf_printf(out, ",\"%s\":[", name);
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_char(out, ',');
		render_json_string(out, texts[i]);
	}
	buf_char(out, ']');
}

static void put_fix(struct json *j, const struct diag_fix *fix)
{
	render_json_member(j->out, "{", "title", fix->title);
	buf_add(j->out, STR(",\"edits\":["));
	for (uint32_t i = 0; i < fix->edits.n; i++)
		put_labelled(j, fix->edits.v[i].span, fix->edits.v[i].text, i);
	buf_add(j->out, STR("]}"));
}

static void put_fixes(struct json *j, const struct diag *d)
{
	buf_add(j->out, STR(",\"fixes\":["));
	for (uint32_t i = 0; i < d->fixes.n; i++) {
		if (i)
			buf_char(j->out, ',');
		put_fix(j, &d->fixes.v[i]);
	}
	buf_add(j->out, STR("]}\n"));
}

static void put_diag(struct json *j, const struct diag *d)
{
	struct span primary = render_primary(d);

	render_json_member(j->out, "{", "code", d->code);
	render_json_member(j->out, ",", "name", d->slug);
	render_json_member(j->out, ",", "severity", render_severity(d));
	render_json_member(j->out, ",", "message", d->message);
	buf_char(j->out, ',');
	put_place(j, primary);
	buf_add(j->out, STR(",\"labels\":["));
	for (uint32_t i = 0; i < d->labels.n && primary.beg; i++)
		put_labelled(j, d->labels.v[i].span, d->labels.v[i].text, i);
	buf_char(j->out, ']');
	put_texts(j->out, "because", d->because.v, d->because.n);
	put_texts(j->out, "help", d->help.v, d->help.n);
	put_fixes(j, d);
}

void render_json(const struct session *s, struct buf *out)
{
	struct json j = { .out = out };

	lines_init(&j.lines, &s->sources, out->arena);
	for (uint32_t i = 0; i < s->diags.list.n; i++)
		put_diag(&j, s->diags.list.v[i]);
}
