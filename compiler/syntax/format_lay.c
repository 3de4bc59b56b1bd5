/*
 * Newlines and indentation. A container that does not fit into its line is broken; what is
 * inside is looked at again then. Alignment is left out of account, so that the result is the
 * same when it is formatted again.
 */
#include "syntax/format_internal.h"
#include "syntax/token.h"

/* An open bracket, or the file. */
struct frame {
	uint32_t opener; /* 0: the file */
	uint32_t line;	 /* indentation of the line that it opens on */
	uint32_t item;	 /* indentation of the item that is laid out */
	uint32_t breaks; /* newlines before the item that is laid out */
	uint32_t end;	 /* of a broken container: the piece behind the item that is laid out */
	bool broken;
};

struct layer {
	struct format *f;
	VEC(struct frame) frames;
	uint32_t line;	 /* indentation of the line, or of the one where what was closed on it was opened */
	uint32_t col;	 /* columns written to the line */
	uint32_t breaks; /* newlines so far */
	uint32_t token;	 /* the first token behind the last one laid out */
};

static struct frame *top(struct layer *l)
{
	return &l->frames.v[l->frames.n - 1];
}

static bool is_file(const struct frame *fr)
{
	return fr->opener == 0;
}

static bool holds_items(const struct layer *l, const struct frame *fr)
{
	return is_file(fr) || piece_is_container(&l->f->v[fr->opener]);
}

/* Where items stand. */
static uint32_t base_of(const struct frame *fr)
{
	return is_file(fr) ? 0 : fr->line + FORMAT_INDENT;
}

/* Where a line goes on with an item. */
static uint32_t continuation_of(const struct frame *fr)
{
	return (fr->broken ? fr->item : fr->line) + FORMAT_INDENT;
}

/* ---- newlines ---- */

static void break_line(struct layer *l, struct piece *p, uint32_t indent, bool blank)
{
	p->lines = blank ? 2 : 1;
	p->blanks = (uint16_t)indent;
	l->line = indent;
	l->col = indent;
	l->breaks++;
}

static void stay(struct layer *l, uint32_t i)
{
	struct piece *p = &l->f->v[i];
	uint32_t gap = format_gap(l->f, i);
	bool comma = gap == 2 && !piece_is(p, PIECE_COMMENT);

	p->flags |= comma ? PIECE_COMMA : 0;
	p->blanks = (uint16_t)(gap - comma);
	l->col += gap;
}

/* The next token, which a comment is about. */
static const struct piece *token_from(struct layer *l, uint32_t i)
{
	if (l->token < i)
		l->token = i;
	while (piece_is(&l->f->v[l->token], PIECE_COMMENT))
		l->token++;
	return &l->f->v[l->token];
}

static bool keeps_blank_line(const struct frame *fr, const struct piece *p, uint32_t i)
{
	return p->source_lines > 1 && i - 1 != fr->opener && !piece_closes(p);
}

/* ---- what fits ---- */

/* Whether the line ends in time if nothing up to its next sure end is broken. */
static bool fits(const struct layer *l, const struct piece *opener, uint32_t col)
{
	const struct piece *v = l->f->v;
	uint32_t end = v[opener->match].line;

	for (uint32_t i = l->frames.n; i-- > 0;) {
		const struct frame *fr = &l->frames.v[i];

		if (fr->broken && holds_items(l, fr)) {
			end = fr->end < end ? fr->end : end;
			break;
		}
	}
	return col + v[end - 1].pos + v[end - 1].width - opener->pos <= FORMAT_WIDTH;
}

/* Whether an item stays on the line of the one before it: in a list that the writer laid out in rows, between
 * items of one line. */
static bool stays_in_row(const struct layer *l, const struct frame *fr, uint32_t i)
{
	const struct piece *v = l->f->v, *p = &v[i];
	bool rows = piece_is(&v[fr->opener], PIECE_ROWS) && i - 1 != fr->opener;

	if (!rows || p->source_lines || piece_is(p, PIECE_HARD | PIECE_COMMENT))
		return false;
	if (fr->breaks != l->breaks || p->line < p->next || piece_is(&v[p->next - 1], PIECE_LINES))
		return false;
	return l->col + v[p->next - 1].pos + v[p->next - 1].width - v[i - 1].pos - v[i - 1].width <=
	       FORMAT_WIDTH;
}

/* ---- pieces ---- */

/* Words that go on with the line before theirs where they do not set a field, and a `{` that would belong to
 * it. */
static bool needs_comma(const struct piece *last, const struct piece *p)
{
	switch (p->kind) {
	case TOK_WHERE:
	case TOK_EXTENDS:
	case TOK_NEEDS:
		return p[1].kind != TOK_SET && p[1].kind != TOK_COLON && p[1].kind != TOK_Q;
	case TOK_LC:
		return token_is_name(last->kind);
	default:
		return false;
	}
}

static void end_item(struct layer *l, uint32_t i)
{
	const struct piece *v = l->f->v;
	uint32_t last = i - 1;

	if (piece_is(&v[i], PIECE_COMMENT))
		return; /* the item behind it tells */
	while (last && piece_is(&v[last], PIECE_COMMENT))
		last--;
	if (last && last != top(l)->opener && needs_comma(&v[last], &v[i]) &&
	    !piece_is(&v[top(l)->opener], PIECE_SERIES))
		l->f->v[last].flags |= PIECE_STOP;
}

/* Before an item, or before a comment that stands between items. */
static void lay_item(struct layer *l, uint32_t i, const struct piece *token)
{
	struct frame *fr = top(l);
	struct piece *p = &l->f->v[i];
	uint32_t indent = base_of(fr) + (piece_is(token, PIECE_DEEP) ? FORMAT_INDENT : 0);

	if (!fr->broken) {
		stay(l, i);
		return;
	}
	if (stays_in_row(l, fr, i))
		stay(l, i);
	else if (i > 1) {
		break_line(l, p, indent, keeps_blank_line(fr, p, i));
		end_item(l, i);
	}
	fr->item = indent;
	fr->breaks = l->breaks;
	fr->end = token->next;
}

static void lay_closer(struct layer *l, uint32_t i)
{
	struct frame fr = *top(l);

	if (fr.broken)
		break_line(l, &l->f->v[i], fr.line, false);
	else if (piece_is(&l->f->v[i], PIECE_HARD))
		break_line(l, &l->f->v[i], continuation_of(&fr), false);
	else
		stay(l, i);
	l->frames.n--;
	l->line = fr.line;
}

/* Within an item. */
static void lay_inner(struct layer *l, uint32_t i)
{
	struct frame *fr = top(l);
	struct piece *p = &l->f->v[i], *last = p - 1;

	bool soft = piece_is(p, PIECE_SOFT) && fits(l, p, continuation_of(fr));

	if ((!piece_is(p, PIECE_HARD) && !soft) || i == 1)
		stay(l, i);
	else if (piece_is(last, PIECE_ATTRIBUTE))
		break_line(l, p, l->line, false);
	else if (fr->broken && !holds_items(l, fr) && (last->kind == TOK_COMMA || i - 1 == fr->opener))
		break_line(l, p, base_of(fr), false);
	else
		break_line(l, p, continuation_of(fr), false);
}

static void lay_comment(struct layer *l, uint32_t i)
{
	struct piece *p = &l->f->v[i];
	const struct piece *next = token_from(l, i);
	bool between = piece_is(next, PIECE_ITEM) || (piece_closes(next) && holds_items(l, top(l)));

	if (!piece_is(p, PIECE_HARD) && i > 1)
		stay(l, i);
	else if (between)
		lay_item(l, i, next);
	else
		lay_inner(l, i);
}

/* ---- brackets ---- */

static void open(struct layer *l, uint32_t i)
{
	struct piece *p = &l->f->v[i];
	bool empty = p->match == i + 1;

	/* a newline inside, in a bracket that is not broken for it: the list hugs its only item */
	if (!empty && piece_is_container(p) && !piece_is(p, PIECE_BROKEN) && p->line > p->match &&
	    !fits(l, p, l->col))
		p->flags |= PIECE_BROKEN;
	uint32_t line = piece_is(p, PIECE_HEAD) && top(l)->broken ? top(l)->item : l->line;
	struct frame fr = {
		.opener = i, .line = line, .item = line + FORMAT_INDENT, .broken = piece_is(p, PIECE_BROKEN)
	};

	vec_push(&l->f->front.session->arena, &l->frames, fr);
}

static void lay_piece(struct layer *l, uint32_t i)
{
	struct piece *p = &l->f->v[i];

	if (piece_is(p, PIECE_COMMENT))
		lay_comment(l, i);
	else if (piece_is(p, PIECE_ITEM))
		lay_item(l, i, p);
	else if (piece_closes(p))
		lay_closer(l, i);
	else
		lay_inner(l, i);
	p->indent = (uint16_t)(l->line + FORMAT_INDENT);
	if (piece_opens(p))
		open(l, i);
	if (piece_is(p, PIECE_LINES)) {
		l->breaks++;
		l->col = p->indent;
	}
	l->col += p->width;
}

/* ---- declarations of several lines stand apart ---- */

static void set_apart(struct format *f, uint32_t last, uint32_t item)
{
	uint32_t first = last + 1;

	while (first < item && !f->v[first].lines)
		first++; /* a comment behind the declaration */
	for (uint32_t i = first; i <= item; i++) {
		if (f->v[i].lines > 1)
			return;
	}
	f->v[first].lines = 2;
}

static void space_declarations(struct format *f)
{
	uint32_t last = 0; /* the last token of the declaration before */
	bool tall = false;

	for (uint32_t i = 1; i + 1 < f->n;) {
		uint32_t item = i, end = f->v[i].next;
		bool was_tall = tall;

		if (!piece_is(&f->v[i], PIECE_ITEM)) {
			i++;
			continue;
		}
		tall = piece_is(&f->v[i], PIECE_LINES);
		uint32_t before = last;

		for (last = i++; i < end; i++) {
			if (piece_is(&f->v[i], PIECE_COMMENT))
				continue;
			tall |= f->v[i].lines || piece_is(&f->v[i], PIECE_LINES);
			last = i;
		}
		if (before && (tall || was_tall))
			set_apart(f, before, item);
	}
}

void format_lay(struct format *f)
{
	struct layer l = { .f = f };
	struct frame file = { .broken = true };

	vec_push(&f->front.session->arena, &l.frames, file);
	for (uint32_t i = 1; i < f->n; i++)
		lay_piece(&l, i);
	space_declarations(f);
}
