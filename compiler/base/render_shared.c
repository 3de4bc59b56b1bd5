#include "base/render_internal.h"

#include "base/utf8.h"

/* ---- places -------------------------------------------------------------------------- */

struct span render_primary(const struct diag *d)
{
	return d->labels.n ? d->labels.v[0].span : (struct span){ 0 };
}

struct extent render_extent(struct lines *l, struct span span)
{
	struct extent e = { .source = source_at(l->sources, span.beg) };

	if (!e.source)
		return e;
	e.beg = e.end = lines_place(l, span.beg);
	if (span.end > span.beg && source_at(l->sources, span.end) == e.source)
		e.end = lines_place(l, span.end);
	return e;
}

static bool is_in_file(const struct lines *l, struct span span)
{
	uint32_t source = source_at(l->sources, span.beg);

	return source && !str_starts_with(source_name(l->sources, source), STR("-"));
}

struct extent render_extent_in_file(struct lines *l, struct span span)
{
	return is_in_file(l, span) ? render_extent(l, span) : (struct extent){ 0 };
}

/* ---- JSON ---------------------------------------------------------------------------- */

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

void render_json_string(struct buf *out, struct str s)
{
	uint32_t cp;

	buf_char(out, '"');
	for (uint32_t i = 0; i < s.n;) {
		i += utf8_decode(s, i, &cp);
		put_character(out, cp);
	}
	buf_char(out, '"');
}

void render_json_member(struct buf *out, const char *before, const char *name, struct str value)
{
	buf_printf(out, "%s\"%s\":", before, name);
	render_json_string(out, value);
}

/* ---- texts --------------------------------------------------------------------------- */

struct str render_severity(const struct diag *d)
{
	static const char *const names[] = {
		[SEVERITY_NOTE] = "note",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_ERROR] = "error",
	};

	return str_from(names[d->severity]);
}

void render_headline(struct buf *out, const struct diag *d)
{
	buf_add(out, d->message);
	if (!d->labels.n || !d->labels.v[0].text.n)
		return;
	buf_char(out, '\n');
	buf_add(out, d->labels.v[0].text);
}

static void put_note(struct buf *out, const char *kind, struct str text)
{
	buf_printf(out, "\n%s: ", kind);
	buf_add(out, text);
}

struct str render_fix_title(struct arena *a, const struct diag *d, uint32_t i)
{
	struct str title = d->fixes.v[i].title;

	return d->by_hand ? title : arena_printf(a, "%.*s (fix %u)", STR_ARG(title), i + 1);
}

void render_notes(struct buf *out, struct lines *l, const struct diag *d)
{
	for (uint32_t i = 1; i < d->labels.n; i++) {
		if (d->labels.v[i].text.n && !is_in_file(l, d->labels.v[i].span))
			put_note(out, "note", d->labels.v[i].text);
	}
	for (uint32_t i = 0; i < d->because.n; i++)
		put_note(out, "because", d->because.v[i]);
	for (uint32_t i = 0; i < d->fixes.n; i++)
		put_note(out, "help", render_fix_title(out->arena, d, i));
	for (uint32_t i = 0; i < d->help.n; i++)
		put_note(out, "help", d->help.v[i]);
}
