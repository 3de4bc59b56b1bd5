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
		return piece_opens(around); /* not in the head of a check */
	case TOK_COLON:
		return piece_is(around, PIECE_LIST);
	case TOK_SET:
	case TOK_ARROW:
		return !piece_is_container(p);
	case TOK_DOT:
	case TOK_WHERE:
		return false;
	default:
		return may_break_before(last) && !piece_is(last, PIECE_HARD | PIECE_PREFIX);
	}
}

/* `name =`, and below it a list or block that was written on one line. */
static bool is_soft(const struct format *f, const struct piece *last, const struct piece *p)
{
	bool set = last->kind == TOK_SET || last->kind == TOK_ARROW;

	return set && p->source_lines && piece_is_container(p) && f->v[p->match].line == p->line;
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
		if (l.lines && piece_is(opener, PIECE_LIST))
			opener->flags |= PIECE_ROWS;
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
	else if (is_soft(m->f, last, p))
		p->flags |= PIECE_SOFT;
	l->spread |= piece_is(p, PIECE_HARD | PIECE_SOFT | PIECE_LINES);
	if (piece_opens(p))
		push(m, i);
	else if (piece_closes(p))
		close(m);
}

/* ---- what is ahead, from the end backwards ---- */

struct ahead {
	VEC(uint32_t) next;   /* of each level: the next item or closer */
	VEC(uint32_t) opener; /* of each level; 0: the file */
	uint32_t line;
};

static bool surely_begins_line(const struct format *f, const struct piece *p, uint32_t opener)
{
	const struct piece *o = &f->v[opener];

	if (piece_is(p, PIECE_HARD | PIECE_COMMENT))
		return true;
	if (opener && !piece_is(o, PIECE_BROKEN))
		return false;
	return piece_closes(p) || (piece_is(p, PIECE_ITEM) && (p->source_lines || !piece_is(o, PIECE_ROWS)));
}

static void look_back(struct ahead *ahead, struct format *f, uint32_t i)
{
	struct piece *p = &f->v[i];
	struct arena *a = &f->front.session->arena;

	if (piece_opens(p)) {
		ahead->next.n--;
		ahead->opener.n--;
	}
	if (piece_closes(p)) {
		vec_push(a, &ahead->next, i);
		vec_push(a, &ahead->opener, p->match);
	}
	uint32_t *next = &ahead->next.v[ahead->next.n - 1];

	p->line = ahead->line;
	p->next = *next;
	if (piece_is(p, PIECE_ITEM))
		*next = i;
	if (surely_begins_line(f, p, ahead->opener.v[ahead->opener.n - 1]))
		ahead->line = i;
	else if (piece_is(p, PIECE_SOFT | PIECE_LINES))
		ahead->line = i + 1; /* a soft one as if it were broken instead */
}

static void look_ahead(struct format *f)
{
	struct ahead ahead = { .line = f->n - 1 };

	vec_push(&f->front.session->arena, &ahead.next, f->n - 1);
	vec_push(&f->front.session->arena, &ahead.opener, 0);
	for (uint32_t i = f->n; i-- > 1;)
		look_back(&ahead, f, i);
}

static void count_lines(struct format *f)
{
	uint32_t lines = 0;

	for (uint32_t i = 1; i < f->n; i++) {
		lines += f->v[i].source_lines;
		f->v[i].line = lines;
		lines += piece_is(&f->v[i], PIECE_LINES);
	}
}

void format_measure(struct format *f)
{
	struct measurer m = { .f = f };

	count_lines(f); /* in `line`, until what is ahead is known */
	push(&m, 0);
	for (uint32_t i = 1; i < f->n; i++)
		measure_lines(&m, i);
	for (uint32_t i = 2; i < f->n; i++)
		f->v[i].pos = f->v[i - 1].pos + f->v[i - 1].width + format_gap(f, i);
	look_ahead(f);
}
