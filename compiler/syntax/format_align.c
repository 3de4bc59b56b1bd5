/*
 * Columns: in a run of items of one form, each on one line and directly below the other, the
 * `=` stand below each other, and so do the `{` and the labels. A run whose heads differ too
 * much in length stays as it is, and one that would grow too wide.
 */
#include "syntax/format_internal.h"

enum { MOST_PADDING = 16 };

struct run {
	uint32_t first, last;	    /* first pieces of its lines */
	uint32_t shortest, longest; /* columns of what stands before the cell */
	uint32_t widest;	    /* columns behind it */
};

struct aligner {
	struct format *f;
	struct run run;
	enum piece_form form; /* of the run; FORM_NONE: there is none */
	VEC(uint32_t) lines;  /* first pieces of the run's lines */
};

static uint32_t columns(const struct format *f, uint32_t from, uint32_t to)
{
	return f->v[to].pos - f->v[from].pos;
}

static void end_run(struct aligner *a)
{
	struct format *f = a->f;
	const struct run *r = &a->run;
	bool wide = a->form && f->v[a->lines.v[0]].blanks + r->longest + r->widest > FORMAT_WIDTH;

	if (a->form && !wide && r->longest - r->shortest <= MOST_PADDING) {
		for (uint32_t i = 0; i < a->lines.n; i++) {
			uint32_t head = a->lines.v[i], cell = f->v[head].cell;

			f->v[cell].blanks += (uint16_t)(r->longest - columns(f, head, cell));
		}
	}
	a->form = FORM_NONE;
	a->lines.n = 0;
}

static bool is_named_alike(const struct format *f, uint32_t a, uint32_t b)
{
	return str_eq(front_text(&f->front, f->v[a].at), front_text(&f->front, f->v[b].at));
}

static bool goes_on(const struct aligner *a, uint32_t head)
{
	const struct piece *p = &a->f->v[head];

	if (a->form == FORM_NONE || a->form != p->form || p->lines > 1)
		return false;
	bool keyed = p->form == FORM_KEYED_VALUE || p->form == FORM_KEYED_BLOCK;

	return !keyed || is_named_alike(a->f, a->lines.v[0], head);
}

/* The line [head, end) is an item with something to align. */
static void add_line(struct aligner *a, uint32_t head, uint32_t end)
{
	struct format *f = a->f;
	uint32_t cell = f->v[head].cell, before = columns(f, head, cell);
	uint32_t behind = f->v[end - 1].pos + f->v[end - 1].width - f->v[cell].pos;

	if (!goes_on(a, head)) {
		end_run(a);
		a->form = (enum piece_form)f->v[head].form;
		a->run = (struct run){ .shortest = before };
	}
	if (before < a->run.shortest)
		a->run.shortest = before;
	if (before > a->run.longest)
		a->run.longest = before;
	if (behind > a->run.widest)
		a->run.widest = behind;
	vec_push(&f->front.session->arena, &a->lines, head);
}

/* Whether the line [head, end), without a comment at its end, is a whole item. */
static bool is_item(const struct format *f, uint32_t head, uint32_t end)
{
	const struct piece *v = f->v;

	if (!v[head].form || v[head].cell >= end || piece_opens(&v[end - 1]))
		return false;
	for (uint32_t i = head; i < end; i++) {
		if (piece_is(&v[i], PIECE_LINES))
			return false;
	}
	while (piece_is(&v[end], PIECE_COMMENT))
		end++;
	return piece_is(&v[end], PIECE_ITEM) || piece_closes(&v[end]);
}

void format_align(struct format *f)
{
	struct aligner a = { .f = f };

	for (uint32_t head = 1, next; head < f->n; head = next) {
		uint32_t end;

		next = head + 1;
		while (next < f->n && !f->v[next].lines)
			next++;
		end = next - (next - head > 1 && piece_is(&f->v[next - 1], PIECE_COMMENT));
		if (is_item(f, head, end))
			add_line(&a, head, end);
		else
			end_run(&a);
	}
	end_run(&a);
}
