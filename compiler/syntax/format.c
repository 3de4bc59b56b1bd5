#include "syntax/format.h"

#include "syntax/format_internal.h"
#include "syntax/parse.h"
#include "syntax/text.h"

static void put_blanks(struct buf *out, uint32_t n)
{
	while (n--)
		buf_char(out, ' ');
}

static uint32_t text_end(struct str s)
{
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s.n;
}

/* ---- strings of several lines --------------------------------------------------------- */

/* What all lines have in common is replaced, so that the text stays the same; blank lines may have less of
 * it. */
static struct str without_indent(struct str line, uint32_t indent)
{
	uint32_t n = 0;

	while (n < line.n && n < indent && (line.p[n] == ' ' || line.p[n] == '\t'))
		n++;
	return str_slice(line, n, line.n);
}

/* Blanks before the quotes on a line of their own say nothing of the text. */
static bool is_closer(struct str line)
{
	return without_indent(line, line.n).n == 3;
}

static void put_lines(struct format *f, const struct piece *p, struct buf *out)
{
	struct str text = front_text(&f->front, p->at);
	uint32_t indent = text_form_of(&f->front, p->at).indent;
	uint32_t first = (uint32_t)str_find(text, STR("\n"), 0);

	buf_add(out, str_slice(text, 0, text_end(str_slice(text, 0, first))));
	for (uint32_t beg = first + 1; beg <= text.n;) {
		int64_t end = str_find(text, STR("\n"), beg);
		struct str line = str_slice(text, beg, end < 0 ? text.n : (uint32_t)end);

		beg += line.n + 1;
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		line = without_indent(line, end < 0 && is_closer(line) ? line.n : indent);
		buf_char(out, '\n');
		put_blanks(out, line.n ? p->indent : 0);
		buf_add(out, line);
	}
}

/* ---- the text ------------------------------------------------------------------------- */

static void put_piece(struct format *f, const struct piece *p, struct buf *out)
{
	struct str text = front_text(&f->front, p->at);

	if (piece_is(p, PIECE_COMMA))
		buf_char(out, ',');
	for (uint32_t i = 0; i < p->lines; i++)
		buf_char(out, '\n');
	if (p->kind != TOK_YYEOF)
		put_blanks(out, p->blanks);
	if (piece_is(p, PIECE_COMMENT))
		text.n = text_end(text);
	if (piece_is(p, PIECE_LINES) && !piece_is(p, PIECE_VERBATIM))
		put_lines(f, p, out);
	else
		buf_add(out, text);
	if (piece_is(p, PIECE_STOP))
		buf_char(out, ',');
}

/* The end of the file ends the last line. */
static void put_pieces(struct format *f, struct buf *out)
{
	f->v[f->n - 1].lines = f->n > 2;
	for (uint32_t i = 1; i < f->n; i++)
		put_piece(f, &f->v[i], out);
}

static void format(struct format *f, uint32_t source, struct buf *out)
{
	format_read(f, source);
	format_mark(f);
	format_measure(f);
	format_lay(f);
	format_align(f);
	put_pieces(f, out);
}

bool format_source(struct session *s, uint32_t source, struct buf *out)
{
	struct format f = { .n = 0 };
	uint32_t errors = s->diags.errors;

	ast_init(&f.tree, s);
	ast_init(&f.scratch, s);
	table_init(&f.pieces, sizeof(struct piece), NULL, 0);
	parse_file(&f.tree, source);
	bool good = s->diags.errors == errors;

	if (good)
		format(&f, source, out);
	table_fini(&f.pieces);
	ast_fini(&f.scratch);
	ast_fini(&f.tree);
	return good;
}
