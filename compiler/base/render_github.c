#include "base/render_internal.h"

#include "base/utf8.h"

#include <string.h>

/* Bytes that would end a message, and those that would end a property. */
#define IN_MESSAGE STR("%\r\n")
#define IN_PROPERTY STR("%\r\n:,")

/* What could steer the log is spelled out, as in the text for people. */
static void put_escaped(struct buf *out, struct str text, struct str reserved)
{
	uint32_t cp;

	for (uint32_t i = 0, n; i < text.n; i += n) {
		n = utf8_decode(text, i, &cp);
		if (memchr(reserved.p, text.p[i], reserved.n))
			buf_printf(out, "%%%02X", (unsigned char)text.p[i]);
		else
			utf8_show(out, str_slice(text, i, i + n));
	}
}

/* Columns are understood only within one line. */
static void put_place(struct buf *out, struct lines *l, struct extent e)
{
	buf_add(out, STR("file="));
	put_escaped(out, source_name(l->sources, e.source), IN_PROPERTY);
	buf_printf(out, ",line=%u", e.beg.line);
	if (e.beg.line == e.end.line)
		buf_printf(out, ",col=%u", e.beg.column);
	buf_printf(out, ",endLine=%u", e.end.line);
	if (e.beg.line == e.end.line)
		buf_printf(out, ",endColumn=%u", e.end.column);
	buf_char(out, ',');
}

/* An annotation has one place; the others are lines of its message. */
static void add_further_labels(struct buf *text, struct lines *l, const struct diag *d)
{
	for (uint32_t i = 1; i < d->labels.n; i++) {
		struct extent e = render_extent_in_file(l, d->labels.v[i].span);

		if (!e.source || !d->labels.v[i].text.n)
			continue;
		buf_printf(text, "\n%.*s:%u:%u: ", STR_ARG(source_name(l->sources, e.source)), e.beg.line,
			   e.beg.column);
		buf_add(text, d->labels.v[i].text);
	}
}

static void put_diag(struct buf *out, struct lines *l, const struct diag *d)
{
	struct buf text = { .arena = out->arena };
	struct extent e = render_extent_in_file(l, render_primary(d));
	struct str title = arena_printf(out->arena, "%.*s %.*s", STR_ARG(d->code), STR_ARG(d->slug));

	buf_add(out, STR("::"));
	buf_add(out, d->severity == SEVERITY_NOTE ? STR("notice") : render_severity(d));
	buf_char(out, ' ');
	if (e.source)
		put_place(out, l, e);
	buf_add(out, STR("title="));
	put_escaped(out, title, IN_PROPERTY);
	buf_add(out, STR("::"));
	render_headline(&text, d);
	add_further_labels(&text, l, d);
	render_notes(&text, l, d);
	put_escaped(out, buf_str(&text), IN_MESSAGE);
	buf_char(out, '\n');
}

void render_github(const struct session *s, struct buf *out)
{
	struct lines lines;

	lines_init(&lines, &s->sources, out->arena);
	for (uint32_t i = 0; i < s->diags.list.n; i++)
		put_diag(out, &lines, s->diags.list.v[i]);
}
