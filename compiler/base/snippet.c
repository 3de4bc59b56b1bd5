#include "base/snippet.h"

#include "base/mask.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { WINDOW = 240, WINDOW_BEFORE = 80 /* bytes of a long line */ };

/* A label that has a place. */
struct spot {
	const struct diag_label *label;
	uint32_t number; /* among the labels; 0 is the primary one */
	uint32_t file;	 /* number of its source in order of first mention */
	uint32_t source;
	struct place place;
	uint32_t beg, end; /* cells of the row, once its line is laid out */
};

/* What is shown of a line. */
struct view {
	struct str text;
	uint32_t offset; /* global, of the first byte of text */
	bool cut_before, cut_after;
};

/* A row of marks below a source line, by cell. */
struct row {
	char *marks;
	enum style *style;
	const bool *tab; /* where the source line has a tab */
	uint32_t n;
};

struct drawing {
	const struct painter *p;
	struct lines *lines;
	enum style primary;
	int width;
};

/* ---- collecting ---------------------------------------------------------------------- */

struct spots {
	struct spot *v;
	uint32_t n;
};

static int by_source(const void *pa, const void *pb)
{
	const struct spot *a = pa, *b = pb;

	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

static int by_line(const void *pa, const void *pb)
{
	const struct spot *a = pa, *b = pb;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->place.line != b->place.line)
		return a->place.line < b->place.line ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

/* Files stand in the order of their first label: its number serves as the file's. */
static void number_files(struct spots spots)
{
	qsort(spots.v, spots.n, sizeof *spots.v, by_source);
	for (uint32_t i = 0; i < spots.n; i++) {
		bool same = i && spots.v[i - 1].source == spots.v[i].source;

		spots.v[i].file = same ? spots.v[i - 1].file : spots.v[i].number;
	}
}

static struct spots collect(struct arena *a, struct lines *lines, const struct diag *d)
{
	struct spots spots = { arena_new(a, struct spot, d->labels.n), 0 };

	for (uint32_t i = 0; i < d->labels.n; i++) {
		const struct diag_label *label = &d->labels.v[i];
		uint32_t source = source_at(lines->sources, label->span.beg);

		if (source)
			spots.v[spots.n++] = (struct spot){ .label = label,
							    .number = i,
							    .source = source,
							    .place = lines_place(lines, label->span.beg) };
	}
	if (spots.n) {
		number_files(spots);
		qsort(spots.v, spots.n, sizeof *spots.v, by_line);
	}
	return spots;
}

int snippet_width(struct lines *lines, const struct diag *d)
{
	uint32_t last = 0;
	int width = 1;

	for (uint32_t i = 0; i < d->labels.n; i++) {
		uint32_t line = lines_place(lines, d->labels.v[i].span.beg).line;

		last = line > last ? line : last;
	}
	for (; last >= 10; last /= 10)
		width++;
	return width;
}

/* ---- one line ------------------------------------------------------------------------ */

/* The line with stars for the bytes that must not be seen. */
static struct str without_secrets(const struct lines *lines, struct span span)
{
	struct str text = source_span_text(lines->sources, span);
	char *copy = NULL;

	for (uint32_t i = 0; i < lines->nhidden; i++) {
		struct span h = lines->hidden[i];

		for (uint32_t at = h.beg > span.beg ? h.beg : span.beg; at < h.end && at < span.end; at++) {
			copy = copy ? copy : (char *)arena_str(lines->arena, text).p;
			copy[at - span.beg] = '*';
		}
	}
	return mask_passwords(lines->arena, copy ? (struct str){ copy, text.n } : text);
}

static struct view view_line(const struct drawing *g, uint32_t source, uint32_t line, uint32_t focus)
{
	struct span span = lines_span(g->lines, source, line);
	struct str text = without_secrets(g->lines, span);
	uint32_t beg = 0, end = text.n;

	if (text.n > WINDOW) {
		uint32_t at = focus > span.beg ? focus - span.beg : 0;

		beg = utf8_align(text, at > WINDOW_BEFORE ? at - WINDOW_BEFORE : 0);
		end = beg + WINDOW < text.n ? utf8_align(text, beg + WINDOW) : text.n;
	}
	return (struct view){ str_slice(text, beg, end), span.beg + beg, beg > 0, end < text.n };
}

static uint32_t cell_of(const struct view *view, uint32_t offset)
{
	uint32_t at = offset > view->offset ? offset - view->offset : 0;

	return view->cut_before + utf8_shown_cells(str_slice(view->text, 0, at));
}

/* Without the blanks at its end, which a span over several lines would underline. */
static uint32_t trimmed(struct str text)
{
	while (text.n && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\t'))
		text.n--;
	return text.n;
}

static void place_cells(struct spot *spot, const struct view *view)
{
	struct span span = spot->label->span;
	uint32_t line_end = view->offset + view->text.n;

	if (span.end > line_end)
		span.end = view->offset + trimmed(view->text);
	spot->beg = cell_of(view, span.beg);
	spot->end = cell_of(view, span.end);
	if (spot->end <= spot->beg)
		spot->end = spot->beg + 1;
}

static const bool *tabs_of(struct arena *a, const struct view *view, uint32_t cells)
{
	bool *tab = arena_new(a, bool, cells);
	uint32_t cp, cell = view->cut_before;

	for (uint32_t i = 0, length; i < view->text.n; i += length) {
		length = utf8_decode(view->text, i, &cp);
		if (cp == '\t')
			tab[cell] = true;
		cell += utf8_shown_cells(str_slice(view->text, i, i + length));
	}
	return tab;
}

void snippet_gutter(const struct painter *p, int width)
{
	paint_format(p, STYLE_GUTTER, " %*s |", width, "");
}

static void put_source(const struct drawing *g, uint32_t line, const struct view *view)
{
	paint_format(g->p, STYLE_GUTTER, " %*u |", g->width, line);
	if (view->text.n)
		buf_char(g->p->out, ' ');
	if (view->cut_before)
		paint_text(g->p, STYLE_GUTTER, STR("…"));
	utf8_show(g->p->out, view->text);
	if (view->cut_after)
		paint_text(g->p, STYLE_GUTTER, STR("…"));
	buf_char(g->p->out, '\n');
}

static void clear_row(struct row *row)
{
	for (uint32_t i = 0; i < row->n; i++) {
		row->marks[i] = ' ';
		row->style[i] = STYLE_PLAIN;
	}
}

static void mark(struct row *row, uint32_t beg, uint32_t end, char c, enum style style)
{
	for (uint32_t i = beg; i < end; i++) {
		row->marks[i] = c;
		row->style[i] = style;
	}
}

/* The first `n` cells. A mark on a tab is followed by the tab: right but for the last of a tab's columns. */
static void put_cells(const struct drawing *g, const struct row *row, uint32_t n)
{
	struct buf *out = g->p->out;
	enum style style = STYLE_PLAIN;

	for (uint32_t i = 0; i < n; i++) {
		if (row->style[i] != style) {
			paint_end(g->p, style);
			style = row->style[i];
			paint_begin(g->p, style);
		}
		if (row->marks[i] != ' ' || !row->tab[i])
			buf_char(out, row->marks[i]);
		if (row->tab[i])
			buf_char(out, '\t');
	}
	paint_end(g->p, style);
}

/* A row up to its last mark, and a text beside it. */
static void put_row(const struct drawing *g, const struct row *row, uint32_t n, enum style style,
		    struct str text)
{
	snippet_gutter(g->p, g->width);
	buf_char(g->p->out, ' ');
	put_cells(g, row, n);
	paint_text(g->p, style, text);
	buf_char(g->p->out, '\n');
}

static enum style style_of(const struct drawing *g, const struct spot *spot)
{
	return spot->number == 0 ? g->primary : STYLE_LABEL;
}

/* From right to left; of those that start together the primary one first. */
static int by_cell(const void *pa, const void *pb)
{
	const struct spot *a = pa, *b = pb;

	if (a->beg != b->beg)
		return a->beg > b->beg ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

/* Whether the text of the first label can stand beside its underline and be taken for no other's. */
static bool stands_beside(struct spots spots)
{
	for (uint32_t i = 1; i < spots.n; i++) {
		if (spots.v[i].end > spots.v[0].end ||
		    (spots.v[i].beg == spots.v[0].beg && spots.v[i].label->text.n))
			return false;
	}
	return true;
}

static void put_underlines(const struct drawing *g, struct row *row, struct spots spots, struct str text)
{
	uint32_t end = 0;

	for (uint32_t i = 0; i < spots.n; i++) {
		mark(row, spots.v[i].beg, spots.v[i].end, '-', STYLE_LABEL);
		end = spots.v[i].end > end ? spots.v[i].end : end;
	}
	for (uint32_t i = 0; i < spots.n; i++) {
		if (spots.v[i].number == 0)
			mark(row, spots.v[i].beg, spots.v[i].end, '^', g->primary);
	}
	put_row(g, row, end + (text.n > 0), style_of(g, &spots.v[0]), text);
}

/* The bars of all labels that still hang, up to the cell `n`. */
static void put_bars(const struct drawing *g, struct row *row, struct spots hanging, uint32_t n,
		     struct str text)
{
	clear_row(row);
	for (uint32_t i = 0; i < hanging.n; i++)
		mark(row, hanging.v[i].beg, hanging.v[i].beg + 1, '|', style_of(g, &hanging.v[i]));
	put_row(g, row, n, hanging.n ? style_of(g, &hanging.v[0]) : STYLE_PLAIN, text);
}

static void put_hanging(const struct drawing *g, struct row *row, struct spots hanging)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < hanging.n; i++) {
		if (hanging.v[i].label->text.n)
			hanging.v[n++] = hanging.v[i];
	}
	hanging.n = n;
	if (n)
		put_bars(g, row, hanging, hanging.v[0].beg + 1, STR(""));
	for (; hanging.n; hanging.v++, hanging.n--)
		put_bars(g, row, hanging, hanging.v[0].beg, hanging.v[0].label->text);
}

/* All labels of one line. */
static void put_line(const struct drawing *g, struct spots spots)
{
	struct arena *a = g->p->out->arena;
	struct view view = view_line(g, spots.v[0].source, spots.v[0].place.line, spots.v[0].label->span.beg);
	/* One cell behind the text can be marked, and one is left before a text beside it. */
	uint32_t cells = view.cut_before + utf8_shown_cells(view.text) + 3;
	struct row row = { arena_new(a, char, cells), arena_new(a, enum style, cells),
			   tabs_of(a, &view, cells), cells };

	put_source(g, spots.v[0].place.line, &view);
	for (uint32_t i = 0; i < spots.n; i++)
		place_cells(&spots.v[i], &view);
	qsort(spots.v, spots.n, sizeof *spots.v, by_cell);
	bool beside = stands_beside(spots);

	clear_row(&row);
	put_underlines(g, &row, spots, beside ? spots.v[0].label->text : STR(""));
	put_hanging(g, &row, (struct spots){ spots.v + beside, spots.n - beside });
}

/* ---- all lines ----------------------------------------------------------------------- */

/* What stands between two lines with labels: nothing, the only line between them, or a sign of omission. */
static void put_gap(const struct drawing *g, uint32_t source, uint32_t before, uint32_t line)
{
	if (line == before + 2) {
		struct view view = view_line(g, source, before + 1, 0);

		put_source(g, before + 1, &view);
	} else if (line > before + 2) {
		paint_format(g->p, STYLE_GUTTER, " %*s…", g->width - 1, "");
		buf_char(g->p->out, '\n');
	}
}

static uint32_t count_line(struct spots spots)
{
	uint32_t n = 1;

	while (n < spots.n && spots.v[n].file == spots.v[0].file &&
	       spots.v[n].place.line == spots.v[0].place.line)
		n++;
	return n;
}

static uint32_t count_file(struct spots spots)
{
	uint32_t n = 1;

	while (n < spots.n && spots.v[n].file == spots.v[0].file)
		n++;
	return n;
}

/* The place named is that of the file's first label, which need not be the topmost. */
static void put_place(const struct drawing *g, struct spots spots)
{
	const struct spot *first = &spots.v[0];

	for (uint32_t i = 1; i < spots.n; i++)
		first = spots.v[i].number < first->number ? &spots.v[i] : first;
	paint_format(g->p, STYLE_GUTTER, " %*s-->", g->width, "");
	buf_char(g->p->out, ' ');
	utf8_show(g->p->out, source_name(g->lines->sources, first->source));
	buf_printf(g->p->out, ":%u:%u\n", first->place.line, first->place.column);
	snippet_gutter(g->p, g->width);
	buf_char(g->p->out, '\n');
}

static void put_file(const struct drawing *g, struct spots spots)
{
	uint32_t before = 0;

	put_place(g, spots);
	while (spots.n) {
		uint32_t line = spots.v[0].place.line, n = count_line(spots);

		if (before)
			put_gap(g, spots.v[0].source, before, line);
		put_line(g, (struct spots){ spots.v, n });
		before = line;
		spots.v += n;
		spots.n -= n;
	}
}

bool snippet_put(const struct painter *p, struct lines *lines, const struct diag *d, int width)
{
	struct drawing g = { p, lines, (enum style)(STYLE_NOTE + (int)d->severity), width };
	struct spots spots = collect(p->out->arena, lines, d);
	bool any = spots.n > 0;

	while (spots.n) {
		uint32_t n = count_file(spots);

		put_file(&g, (struct spots){ spots.v, n });
		spots.v += n;
		spots.n -= n;
		if (spots.n) {
			snippet_gutter(p, width);
			buf_char(p->out, '\n');
		}
	}
	return any;
}
