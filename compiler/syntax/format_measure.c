/*
 * Widths on one line, and the lines that are broken whatever fits: where the writer did it and
 * it may be done, and behind comments.
 */
#include "syntax/format_internal.h"

/* ---- blanks ---- */

static bool clings_to_next(const struct piece *p)
{
	switch (p->kind) {
	case TOK_DOT:
	case TOK_SPREAD:
	case TOK_AT_SIGN:
	case TOK_LP:
	case TOK_LB:
		return true;
	case TOK_RANGE:
		return !piece_is(p, PIECE_WIDE);
	default:
		return piece_is(p, PIECE_PREFIX);
	}
}

static bool clings_to_last(const struct piece *last, const struct piece *p)
{
	switch (p->kind) {
	case TOK_COMMA:
	case TOK_COLON:
	case TOK_DOT:
	case TOK_RP:
	case TOK_RB:
		return true;
	case TOK_LP:
	case TOK_LB:
		return !piece_is(p, PIECE_FREE);
	case TOK_RANGE:
		return !piece_is(p, PIECE_WIDE);
	case TOK_Q:
		return last->kind != TOK_Q; /* `??` is another token */
	default:
		return false;
	}
}

static uint32_t item_gap(const struct piece *last)
{
	if (last->kind == TOK_LC)
		return 1;
	return piece_opens(last) ? 0 : 2; /* a comma and a blank */
}

uint32_t format_gap(const struct format *f, uint32_t i)
{
	const struct piece *p = &f->v[i], *last = p - 1;

	if (i == 1)
		return 0;
	if (piece_is(p, PIECE_COMMENT))
		return 2;
	if (p->kind == TOK_RC)
		return last->kind != TOK_LC;
	if (piece_is(p, PIECE_ITEM))
		return item_gap(last);
	return !clings_to_next(last) && !clings_to_last(last, p);
}

/* ---- lines inside an item ---- */

static bool may_break_before(const struct piece *p)
{
	switch (p->kind) {
	case TOK_DOT:
	case TOK_PLUS:
	case TOK_MINUS:
	case TOK_STAR:
	case TOK_SLASH:
	case TOK_EQ:
	case TOK_NE:
	case TOK_LT:
	case TOK_LE:
	case TOK_GT:
	case TOK_GE:
	case TOK_ELSE_Q:
	case TOK_AND:
	case TOK_OR:
	case TOK_IN:
	case TOK_THEN:
	case TOK_WHERE:
		return true;
	case TOK_ELSE:
		return !piece_is(p, PIECE_JOIN);
	default:
		return false;
	}
}

static bool may_break_behind(const struct piece *last, const struct piece *p, const struct piece *around)
{
	switch (last->kind) {
	case TOK_COMMA:
		return true;
	case TOK_COLON:
		return piece_is(around, PIECE_LIST);
	case TOK_SET:
	case TOK_ARROW:
		return p->kind != TOK_LC && p->kind != TOK_LB;
	case TOK_DOT:
	case TOK_WHERE:
		return false;
	default:
		return may_break_before(last) && !piece_is(last, PIECE_HARD | PIECE_PREFIX);
	}
}

/* `around` is the innermost open bracket. */
static bool keeps_line(const struct piece *last, const struct piece *p, const struct piece *around)
{
	if (!p->source_lines)
		return false;
	if (piece_is(last, PIECE_ATTRIBUTE))
		return true;
	return (may_break_before(p) && !clings_to_next(last)) || may_break_behind(last, p, around);
}

/* ---- brackets ---- */

struct level {
	uint32_t opener; /* 0: the file */
	uint32_t items;
	bool lines;  /* the writer broke it between items */
	bool spread; /* there is a newline in it, at any depth */
};

struct measurer {
	struct format *f;
	VEC(struct level) levels;
};

static struct level *top(struct measurer *m)
{
	return &m->levels.v[m->levels.n - 1];
}

static void push(struct measurer *m, uint32_t opener)
{
	struct level l = { .opener = opener };

	vec_push(&m->f->front.session->arena, &m->levels, l);
}

static bool is_broken(const struct level *l, const struct piece *opener)
{
	if (l->lines)
		return true;
	if (piece_is(opener, PIECE_SERIES) && l->items > 1)
		return true;
	return l->spread && (opener->kind == TOK_LC || (piece_is(opener, PIECE_LIST) && l->items > 1));
}

static void close(struct measurer *m)
{
	struct level l = m->levels.v[--m->levels.n];
	struct piece *opener = &m->f->v[l.opener];

	if (is_broken(&l, opener)) {
		opener->flags |= PIECE_BROKEN;
		opener[1].flags |= PIECE_HARD;
		l.spread = true;
	}
	top(m)->spread |= l.spread;
}

/* A newline before a piece of a container, or right behind any opener. */
static bool breaks_level(const struct measurer *m, uint32_t i, const struct piece *opener)
{
	const struct piece *p = &m->f->v[i];

	if (!p->source_lines || p->match == i - 1 || (!piece_is_container(opener) && opener->kind != TOK_LP))
		return false;
	if (i - 1 == (uint32_t)(opener - m->f->v))
		return !piece_closes(p);
	return piece_is_container(opener) && (piece_is(p, PIECE_ITEM) || piece_closes(p));
}

static bool is_own_line(const struct piece *p)
{
	return piece_is(p, PIECE_COMMENT) && p->source_lines;
}

static void measure_lines(struct measurer *m, uint32_t i)
{
	struct piece *p = &m->f->v[i], *last = p - 1;
	struct level *l = top(m);
	const struct piece *opener = &m->f->v[l->opener];
	bool item = piece_is(p, PIECE_ITEM) || piece_closes(p);

	l->items += piece_is(p, PIECE_ITEM);
	l->lines |= breaks_level(m, i, opener);
	if (piece_is(last, PIECE_COMMENT) || is_own_line(p) || (!item && keeps_line(last, p, opener)))
		p->flags |= PIECE_HARD;
	l->spread |= piece_is(p, PIECE_HARD) || piece_is(p, PIECE_LINES);
	if (piece_opens(p))
		push(m, i);
	else if (piece_closes(p))
		close(m);
}

/* ---- what is ahead, from the end backwards ---- */

struct ahead {
	VEC(uint32_t) next; /* of each level: the next item or closer */
	VEC(bool) broken;
	uint32_t line;
};

static bool surely_begins_line(const struct piece *p, bool broken)
{
	if (piece_is(p, PIECE_HARD | PIECE_COMMENT))
		return true;
	return broken && (piece_is(p, PIECE_ITEM) || piece_closes(p));
}

static void look_ahead(struct format *f)
{
	struct arena *a = &f->front.session->arena;
	struct ahead ahead = { .line = f->n - 1 };

	vec_push(a, &ahead.next, f->n - 1);
	vec_push(a, &ahead.broken, true);
	for (uint32_t i = f->n; i-- > 1;) {
		struct piece *p = &f->v[i];

		if (piece_opens(p)) {
			ahead.next.n--;
			ahead.broken.n--;
		}
		if (piece_closes(p)) {
			vec_push(a, &ahead.next, i);
			vec_push(a, &ahead.broken, piece_is(&f->v[p->match], PIECE_BROKEN));
		}
		p->line = ahead.line;
		p->next = ahead.next.v[ahead.next.n - 1];
		if (piece_is(p, PIECE_ITEM))
			ahead.next.v[ahead.next.n - 1] = i;
		if (surely_begins_line(p, ahead.broken.v[ahead.broken.n - 1]))
			ahead.line = i;
	}
}

void format_measure(struct format *f)
{
	struct measurer m = { .f = f };

	push(&m, 0);
	for (uint32_t i = 1; i < f->n; i++)
		measure_lines(&m, i);
	for (uint32_t i = 2; i < f->n; i++)
		f->v[i].pos = f->v[i - 1].pos + f->v[i - 1].width + format_gap(f, i);
	look_ahead(f);
}
