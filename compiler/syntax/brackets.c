#include "syntax/brackets.h"

#include "syntax/parser.h"
#include "syntax/scan.h"

struct opener *bracket_innermost(struct layout *l)
{
	return l->open.n ? &l->open.v[l->open.n - 1] : NULL;
}

bool bracket_is_paren(const struct opener *o)
{
	return o && (o->kind == TOK_LP || o->kind == TOK_LB);
}

const struct opener *bracket_around(const struct layout *l)
{
	uint32_t n = l->open.n;

	n -= n && l->open.v[n - 1].at.beg == l->last.at.beg;
	return n ? &l->open.v[n - 1] : NULL;
}

static bool is_open(const struct layout *l, int kind)
{
	for (uint32_t i = l->open.n; i-- > 0;) {
		if (l->open.v[i].kind == kind)
			return true;
	}
	return false;
}

void bracket_pop(struct layout *l)
{
	l->braces -= bracket_innermost(l)->kind == TOK_LC;
	l->open.n--;
}

/* Gives up what is open inside the innermost opener of `kind`. */
static void pop_inside(struct layout *l, int kind)
{
	while (bracket_innermost(l)->kind != kind) {
		l->unclosed = *bracket_innermost(l);
		bracket_pop(l);
	}
}

/* The closer of strings and interpolations. */
static void close_text(struct layout *l, int opener)
{
	if (!is_open(l, opener))
		return;
	pop_inside(l, opener);
	bracket_pop(l);
}

static void close_paren(struct layout *l, int opener)
{
	l->stray = !bracket_is_paren(bracket_innermost(l));
	if (l->stray)
		return;
	if (bracket_innermost(l)->kind != opener)
		l->unclosed = *bracket_innermost(l);
	bracket_pop(l);
}

/* A `}` that stands left of the line its `{` is on belongs to a block further out. */
static void close_brace(struct layout *l, const struct token *t)
{
	l->stray = !l->braces;
	if (l->stray)
		return;
	pop_inside(l, TOK_LC);
	const struct opener *o = bracket_innermost(l);

	if (!l->suspect.kind && t->opens_line && t->indent < o->indent)
		l->suspect = *o;
	bracket_pop(l);
	if (!l->braces) {
		l->suspect.kind = 0;
		l->closed = t->at;
	}
}

static void push(struct front *f, const struct token *t)
{
	struct layout *l = &f->layout;
	struct opener o = { .kind = t->kind,
			    .at = t->at,
			    .line = t->line,
			    .indent = t->indent,
			    .arms = t->kind == TOK_LC && l->match == l->open.n + 1,
			    .by_indent = l->by_indent };

	if (o.arms)
		l->match = 0;
	l->by_indent = false;

	if (l->open.n > f->session->limits[LIMIT_NESTING]) {
		front_limit(f, LIMIT_NESTING, t->at);
		return;
	}
	l->braces += t->kind == TOK_LC;
	vec_push(&f->session->arena, &l->open, o);
}

void bracket_track(struct front *f, const struct token *t)
{
	struct layout *l = &f->layout;

	l->unclosed.kind = 0;
	l->stray = false;
	switch (t->kind) {
	case TOK_LC:
	case TOK_LP:
	case TOK_LB:
	case TOK_STR_BEG:
	case TOK_INTERP_BEG:
		push(f, t);
		break;
	case TOK_RC:
		close_brace(l, t);
		break;
	case TOK_RP:
		close_paren(l, TOK_LP);
		break;
	case TOK_RB:
		close_paren(l, TOK_LB);
		break;
	case TOK_INTERP_END:
		close_text(l, TOK_INTERP_BEG);
		break;
	case TOK_STR_END:
		close_text(l, TOK_STR_BEG);
		break;
	default:
		break;
	}
}

/* ---- closers that the text forgot ---- */

static int closer_of(int opener)
{
	switch (opener) {
	case TOK_LP:
		return TOK_RP;
	case TOK_LB:
		return TOK_RB;
	case TOK_INTERP_BEG:
		return TOK_INTERP_END;
	case TOK_STR_BEG:
		return TOK_STR_END;
	default:
		return TOK_RC;
	}
}

struct token bracket_send_closer(struct layout *l)
{
	struct token t = l->last;

	t.kind = l->closers.v[--l->closers.n];
	t.at.beg = t.at.end;
	t.opens_line = false;
	return t;
}

bool bracket_dedent(struct front *f, const struct token *next)
{
	struct layout *l = &f->layout;
	uint32_t n = l->open.n;

	while (n && l->open.v[n - 1].by_indent &&
	       (next->kind == TOK_YYEOF || next->kind == TOK_RC || next->indent <= l->open.v[n - 1].indent))
		n--;
	if (n == l->open.n)
		return false;
	if (next->kind != TOK_RC)
		vec_push(&f->session->arena, &l->closers, TOK_NL);
	for (uint32_t i = n; i < l->open.n; i++)
		vec_push(&f->session->arena, &l->closers, TOK_RC);
	return true;
}

/* The vector of closers is sent from its end, so the outermost closer goes in first. */
void bracket_close_strings(struct front *f)
{
	struct layout *l = &f->layout;
	uint32_t beg = l->open.n;

	while (beg > 0 && !scan_is_of_lines(&l->open.v[beg - 1]))
		beg--;
	while (beg < l->open.n && l->open.v[beg].kind != TOK_STR_BEG && l->open.v[beg].kind != TOK_INTERP_BEG)
		beg++;
	for (uint32_t i = beg; i < l->open.n; i++)
		vec_push(&f->session->arena, &l->closers, closer_of(l->open.v[i].kind));
}

/* The block that lacks its `}` is found by indentation, as far as that tells. */
void bracket_close_blocks(struct front *f, struct span where, const char *what)
{
	struct layout *l = &f->layout;
	struct opener lacking = l->suspect;

	for (uint32_t i = l->open.n; !lacking.kind && i-- > 0;) {
		if (l->open.v[i].kind == TOK_LC)
			lacking = l->open.v[i];
	}
	if (!f->scan.open_end && !scan_line_is_broken(f, lacking.line)) {
		struct diag *d = front_report(f, DIAG_UNCLOSED, lacking.at, "`{` is never closed");

		if (d)
			diag_label(&f->session->diags, d, where, "%s", what);
	}
	vec_push(&f->session->arena, &l->closers, TOK_NL);
	for (uint32_t i = 0; i < l->braces; i++)
		vec_push(&f->session->arena, &l->closers, TOK_RC);
	vec_push(&f->session->arena, &l->closers, TOK_NL);
	l->suspect.kind = 0;
	l->recovering = false;
}
