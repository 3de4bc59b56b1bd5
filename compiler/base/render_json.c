#include "base/lines.h"
#include "base/render.h"
#include "base/utf8.h"

static const char *const severities[] = {
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

struct json {
	struct buf *out;
	struct lines lines;
};

static void put_character(struct buf *out, uint32_t cp)
{
	if (cp == UTF8_BAD)
		utf8_add(out, 0xfffd);
	else if (cp == '\n')
		buf_add(out, STR("\\n"));
	else if (cp == '"' || cp == '\\')
		buf_printf(out, "\\%c", (int)cp);
	else if (cp < 0x20 || cp == 0x7f)
		buf_printf(out, "\\u%04x", cp);
	else
		utf8_add(out, cp);
}

static void put_string(struct buf *out, struct str s)
{
	uint32_t cp;

	buf_char(out, '"');
	for (uint32_t i = 0; i < s.n;) {
		i += utf8_decode(s, i, &cp);
		put_character(out, cp);
	}
	buf_char(out, '"');
}

static void put_member(struct buf *out, const char *before, const char *name, struct str value)
{
	buf_printf(out, "%s\"%s\":", before, name);
	put_string(out, value);
}

/* A span may not leave its source; one that does ends where it begins. */
static void put_place(struct json *j, struct span span)
{
	uint32_t source = source_at(j->lines.sources, span.beg);

	if (!source) {
		buf_add(j->out, STR("\"file\":null,\"line\":null,\"column\":null,\"endLine\":null,"
				    "\"endColumn\":null"));
		return;
	}
	struct place beg = lines_place(&j->lines, span.beg), end = beg;

	if (span.end > span.beg && source_at(j->lines.sources, span.end) == source)
		end = lines_place(&j->lines, span.end);
	put_member(j->out, "", "file", source_name(j->lines.sources, source));
	buf_printf(j->out, ",\"line\":%u,\"column\":%u,\"endLine\":%u,\"endColumn\":%u", beg.line, beg.column,
		   end.line, end.column);
}

/* A place with a text: a label or an edit. */
static void put_labelled(struct json *j, struct span span, struct str text, uint32_t number)
{
	buf_add(j->out, number ? STR(",{") : STR("{"));
	put_place(j, span);
	put_member(j->out, ",", "text", text);
	buf_char(j->out, '}');
}

static void put_texts(struct buf *out, const char *name, const struct str *texts, uint32_t n)
{
	buf_printf(out, ",\"%s\":[", name);
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_char(out, ',');
		put_string(out, texts[i]);
	}
	buf_char(out, ']');
}

static void put_fix(struct json *j, const struct diag_fix *fix)
{
	put_member(j->out, "{", "title", fix->title);
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
	struct span primary = d->labels.n ? d->labels.v[0].span : (struct span){ 0 };

	put_member(j->out, "{", "code", d->code);
	put_member(j->out, ",", "name", d->slug);
	put_member(j->out, ",", "severity", str_from(severities[d->severity]));
	put_member(j->out, ",", "message", d->message);
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
