#include "syntax/layout.h"

#include "syntax/parser.h"
#include "syntax/scan.h"

void layout_init(struct layout *l, int start)
{
	*l = (struct layout){ .start = start, .last.kind = start };
}

void layout_recovered(struct layout *l)
{
	l->recovering = l->skip_deeper = l->skip_declaration = false;
	l->lost = 0;
}

/* ---- tokens read ahead ---- */

static struct token read_token(struct front *f)
{
	struct token t = { .kind = TOK_YYEOF, .at = scan_end(f) };
	union syntax_value value = { 0 };

	if (f->stopped)
		return t;
	t.opens_line = !f->scan.line_used;
	t.kind = raw_lex(&value, &t.at, f->scanner);
	t.opens_line = t.kind != TOK_NL && (t.opens_line || !f->scan.line_used);
	t.name = value.name;
	t.line = f->scan.line;
	t.indent = f->scan.indent;
	if (t.kind != TOK_NL)
		f->scan.line_used = true;
	return t;
}

static const struct token *peek(struct front *f, uint32_t i)
{
	struct layout *l = &f->layout;

	while (l->count <= i)
		l->queue[(l->head + l->count++) % LAYOUT_QUEUE] = read_token(f);
	return &l->queue[(l->head + i) % LAYOUT_QUEUE];
}

/* The end of the file stays where it is. */
static struct token take(struct front *f)
{
	struct layout *l = &f->layout;
	struct token t = *peek(f, 0);

	if (t.kind != TOK_YYEOF) {
		l->head = (l->head + 1) % LAYOUT_QUEUE;
		l->count--;
	}
	return t;
}

static void put_back(struct layout *l, struct token t)
{
	l->head = (l->head + LAYOUT_QUEUE - 1) % LAYOUT_QUEUE;
	l->queue[l->head] = t;
	l->count++;
}

/* ---- brackets ---- */

static struct opener *innermost(struct layout *l)
{
	return l->open.n ? &l->open.v[l->open.n - 1] : NULL;
}

static bool is_paren(const struct opener *o)
{
	return o && (o->kind == TOK_LP || o->kind == TOK_LB);
}

const struct opener *layout_around(const struct layout *l)
{
	uint32_t n = l->open.n;

	n -= n && l->open.v[n - 1].at.beg == l->last.at.beg;
	return n ? &l->open.v[n - 1] : NULL;
}

bool layout_in_brackets(const struct layout *l)
{
	return is_paren(layout_around(l));
}

static bool is_open(const struct layout *l, int kind)
{
	for (uint32_t i = l->open.n; i-- > 0;) {
		if (l->open.v[i].kind == kind)
			return true;
	}
	return false;
}

static void pop(struct layout *l)
{
	l->braces -= innermost(l)->kind == TOK_LC;
	l->open.n--;
}

/* Gives up what is open inside the innermost opener of `kind`. */
static void pop_inside(struct layout *l, int kind)
{
	while (innermost(l)->kind != kind) {
		l->unclosed = *innermost(l);
		pop(l);
	}
}

/* The closer of strings and interpolations. */
static void close_text(struct layout *l, int opener)
{
	if (!is_open(l, opener))
		return;
	pop_inside(l, opener);
	pop(l);
}

static void close_paren(struct layout *l, int opener)
{
	l->stray = !is_paren(innermost(l));
	if (l->stray)
		return;
	if (innermost(l)->kind != opener)
		l->unclosed = *innermost(l);
	pop(l);
}

/* A `}` that stands left of the line its `{` is on belongs to a block further out. */
static void close_brace(struct layout *l, const struct token *t)
{
	l->stray = !l->braces;
	if (l->stray)
		return;
	pop_inside(l, TOK_LC);
	const struct opener *o = innermost(l);

	if (!l->suspect.kind && t->opens_line && t->indent < o->indent)
		l->suspect = *o;
	pop(l);
	if (!l->braces) {
		l->suspect.kind = 0;
		l->closed = t->at;
	}
}

static void push(struct front *f, const struct token *t)
{
	struct layout *l = &f->layout;
	struct opener o = { .kind = t->kind, .at = t->at, .line = t->line, .indent = t->indent };

	if (l->open.n > f->session->limits[LIMIT_NESTING]) {
		front_limit(f, LIMIT_NESTING, t->at);
		return;
	}
	l->braces += t->kind == TOK_LC;
	vec_push(&f->session->arena, &l->open, o);
}

static void track(struct front *f, const struct token *t)
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

static struct token send_closer(struct layout *l)
{
	struct token t = l->last;

	t.kind = l->closers.v[--l->closers.n];
	t.at.beg = t.at.end;
	t.opens_line = false;
	return t;
}

/* The scanner left the strings of a line: so does the parser. The vector is sent from its
 * end, so the outermost closer goes in first. */
static void close_strings(struct front *f)
{
	struct layout *l = &f->layout;
	uint32_t beg = l->open.n;

	while (beg > 0 && !(l->open.v[beg - 1].kind == TOK_STR_BEG && l->open.v[beg - 1].at.end - l->open.v[beg - 1].at.beg == 3))
		beg--;
	while (beg < l->open.n && l->open.v[beg].kind != TOK_STR_BEG && l->open.v[beg].kind != TOK_INTERP_BEG)
		beg++;
	for (uint32_t i = beg; i < l->open.n; i++)
		vec_push(&f->session->arena, &l->closers, closer_of(l->open.v[i].kind));
}

/* Reports a missing `}` at the block that lacks it, as far as indentation tells, and closes
 * all blocks. `where` says what made it plain. */
static void close_blocks(struct front *f, int then, struct span where, const char *what)
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
	vec_push(&f->session->arena, &l->closers, then);
	for (uint32_t i = 0; i < l->braces; i++)
		vec_push(&f->session->arena, &l->closers, TOK_RC);
	vec_push(&f->session->arena, &l->closers, TOK_NL);
	l->suspect.kind = 0;
	l->recovering = false;
}

/* ---- which newlines end an entry ---- */

static bool separates(int token)
{
	return token == TOK_NL || token == TOK_COMMA || token == TOK_SEMI;
}

static bool sets(int token)
{
	return token == TOK_SET || token == TOK_COLON;
}

/* May the line end an entry? */
static bool can_end(const struct layout *l)
{
	switch (l->last.kind) {
	case TOK_NUMBER:
	case TOK_STRING:
	case TOK_BROKEN:
	case TOK_STR_END:
	case TOK_RP:
	case TOK_RB:
	case TOK_RC:
	case TOK_Q:
	case TOK_DOT:
	case TOK_TRUE:
	case TOK_FALSE:
	case TOK_RCC_error:
		return true;
	default:
		return token_is_name(l->last.kind) ||
		       (token_class(l->last.kind) == TOKEN_RESERVED && l->before.kind == TOK_DOT);
	}
}

/* Does a line that begins with `token` go on with the one before? A word does not if it is
 * set as a field there. */
static bool continues(const struct layout *l, int token, int after)
{
	switch (token) {
	case TOK_DOT:
	case TOK_PLUS:
	case TOK_STAR:
	case TOK_SLASH:
	case TOK_EQ:
	case TOK_NE:
	case TOK_LT:
	case TOK_LE:
	case TOK_GT:
	case TOK_GE:
	case TOK_RANGE:
	case TOK_ELSE_Q:
	case TOK_BAR:
	case TOK_ARROW:
	case TOK_SET:
	case TOK_COLON:
		return true;
	case TOK_AND:
	case TOK_OR:
	case TOK_IN:
	case TOK_THEN:
	case TOK_ELSE:
		return !sets(after) && after != TOK_Q;
	case TOK_WHERE:
	case TOK_EXTENDS:
		return !sets(after) && after != TOK_Q && after != TOK_LC;
	case TOK_NEEDS:
		return l->last.kind == TOK_RP && !l->braces;
	default:
		return false;
	}
}

/* After an error: does the line that begins with `next` still belong to the broken entry? */
static bool is_skipped(struct front *f, const struct token *next, int after)
{
	struct layout *l = &f->layout;

	if (next->kind == TOK_YYEOF)
		return false;
	if (l->skip_declaration && !l->braces) {
		bool declares = token_begins_declaration(next->kind) || next->kind == TOK_AT_SIGN ||
				(token_is_name(next->kind) && token_is_name(after));

		return next->indent > l->skip_indent || !declares;
	}
	if (next->kind == TOK_RP || next->kind == TOK_RB) {
		take(f);
		return true;
	}
	if (next->kind == TOK_RC)
		return false;
	return continues(l, next->kind, after) || (l->skip_deeper && next->indent > l->skip_indent);
}

/* A declaration in the first column, while a block is open that is indented otherwise. */
static bool begins_declaration(struct layout *l, const struct token *next, int after)
{
	const struct opener *o = innermost(l);

	if (!l->braces || l->last.kind == TOK_LC || (o->kind == TOK_LC && o->flat))
		return false;
	return next->indent == 0 && token_begins_declaration(next->kind) &&
	       (token_is_word(after) || after == TOK_STRING);
}

static void note_indent(struct layout *l, const struct token *next)
{
	struct opener *o = innermost(l);

	if (o && o->kind == TOK_LC && next->kind != TOK_RC && next->indent <= o->indent)
		o->flat = true;
}

static bool wants_operand(const struct layout *l)
{
	enum token_class class = token_class(l->last.kind);

	if (l->before.kind == TOK_DOT)
		return false;
	return class == TOKEN_OPERATOR || class == TOKEN_COMPARISON || l->last.kind == TOK_AND ||
	       l->last.kind == TOK_OR || l->last.kind == TOK_NOT || l->last.kind == TOK_IN;
}

/* `a = ` or `a = 1 +`, and the next line declares or sets something: better said here than at
 * what is wrong then. Two names in a row are no value either. */
static bool value_was_forgotten(const struct layout *l, const struct token *next, int after)
{
	if (!sets(l->last.kind) && !wants_operand(l))
		return false;
	if (token_is_name(after) &&
	    (next->kind == TOK_LET || (!l->open.n && !next->indent && token_begins_declaration(next->kind))))
		return true;
	if (sets(l->last.kind))
		return sets(after) || (token_is_name(next->kind) && token_is_name(after));
	return after == TOK_SET;
}

/* Is the line above a `{` the head of a block? It is not where it may be the last line of a
 * function's body, whose value may be a record. */
static bool follows_head(const struct layout *l)
{
	int before = l->before.kind;

	if (!can_end(l))
		return false;
	return !l->open.n || (token_is_name(l->last.kind) &&
			      (separates(before) || before == TOK_LC || token_is_name(before)));
}

static void report_brace_line(struct front *f, struct span brace)
{
	struct span gap = { f->layout.last.at.end, brace.beg };
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, brace,
				      "the `{` belongs on the line of the name that it follows");

	if (d)
		diag_fix(&f->session->diags, d, gap, STR(" "), "move it there");
}

static bool ends_entry(struct front *f)
{
	struct layout *l = &f->layout;

	while (peek(f, 0)->kind == TOK_NL)
		take(f);
	struct token next = *peek(f, 0);
	int after = token_is_word(next.kind) ? peek(f, 1)->kind : 0;

	if (begins_declaration(l, &next, after)) {
		close_blocks(f, TOK_NL, next.at, "a declaration begins before its `}`");
		return false;
	}
	note_indent(l, &next);
	if (innermost(l) && innermost(l)->kind == TOK_LP)
		return false;
	if (l->recovering)
		return !is_skipped(f, &next, after);
	if (next.kind == TOK_LC && follows_head(l)) {
		report_brace_line(f, next.at);
		return false;
	}
	return value_was_forgotten(l, &next, after) || (can_end(l) && !continues(l, next.kind, after));
}

/* ---- what the parser gets ---- */

static struct token filter(struct front *f)
{
	struct layout *l = &f->layout;

	for (;;) {
		if (l->closers.n)
			return send_closer(l);
		struct token t = take(f);

		if (t.kind == TOK_NL) {
			if (ends_entry(f))
				return t;
		} else if (t.kind == TOK_BREAK) {
			close_strings(f);
		} else if (t.kind == TOK_YYEOF && l->braces) {
			close_blocks(f, TOK_NL, t.at, "the file ends before its `}`");
		} else {
			return t;
		}
	}
}

static struct token next(struct front *f)
{
	struct token t = filter(f);

	track(f, &t);
	return t;
}

/* The token behind the `}` of the `{` that was sent last. */
static struct token skip_block(struct front *f)
{
	uint32_t depth = f->layout.braces;
	struct token t;

	do
		t = next(f);
	while (f->layout.braces >= depth && t.kind != TOK_YYEOF);
	return t.kind == TOK_RC ? next(f) : t;
}

/* The end of what was broken off at a comma, which the parser takes for a separator. */
static struct token skip_line(struct front *f)
{
	uint32_t depth = f->layout.braces;
	struct token t;

	do
		t = next(f);
	while (t.kind != TOK_YYEOF && f->layout.braces >= depth && (t.kind != TOK_NL || f->layout.braces > depth));
	return t;
}

/* The wrong token opens a line: the parser gets the end of the line that it waits for, then
 * the token once more. */
static struct token replay(struct layout *l)
{
	struct token t = l->last;

	put_back(l, t);
	if (innermost(l) && innermost(l)->at.beg == t.at.beg)
		pop(l);
	l->replay = l->recovering = false;
	return (struct token){ .kind = TOK_NL, .at = { t.at.beg, t.at.beg }, .line = t.line, .indent = t.indent };
}

/* Of a broken entry: commas between brackets do not end it, and closers whose openers are
 * gone say nothing. */
static bool is_debris(struct front *f, const struct token *t)
{
	struct layout *l = &f->layout;

	if (t->kind == TOK_RP || t->kind == TOK_RB) {
		l->lost -= l->stray && l->lost;
		return l->stray && (l->recovering || t->line == l->error_line);
	}
	if (!l->recovering || (t->kind != TOK_COMMA && t->kind != TOK_SEMI))
		return false;
	if (l->skip_declaration && !token_begins_declaration(peek(f, 0)->kind))
		return true;
	return l->lost || is_paren(innermost(l));
}

static struct token send(struct front *f)
{
	struct layout *l = &f->layout;

	if (l->start) {
		struct token t = { .kind = l->start, .at = { f->base, f->base } };

		l->start = 0;
		return t;
	}
	if (l->replay)
		return replay(l);
	struct token t = l->skip_block ? skip_block(f) : l->skip_line ? skip_line(f) : next(f);

	l->skip_block = l->skip_line = false;
	while ((l->recovering && t.kind == TOK_LC) || is_debris(f, &t))
		t = t.kind == TOK_LC ? skip_block(f) : next(f);
	return t;
}

int rcc_lex(union syntax_value *value, struct span *at, struct front *f)
{
	struct token t = send(f);

	f->layout.earlier = f->layout.before.kind;
	f->layout.before = f->layout.last;
	f->layout.last = t;
	value->name = t.name;
	*at = t.at;
	if (t.kind == TOK_RCC_error)
		layout_error(f, LAYOUT_SKIP_ENTRY);
	return t.kind;
}

/* ---- after an error ---- */

/* Does the wrong token, with what follows it, look like the head of an entry? */
static bool looks_like_entry(struct front *f)
{
	int wrong = f->layout.last.kind, after;

	if (!token_is_word(wrong))
		return false;
	after = peek(f, 0)->kind;
	return sets(after) || after == TOK_LC || after == TOK_Q || after == TOK_STRING || after == TOK_STR_BEG ||
	       token_is_name(after);
}

/* Can the wrong token, or the line that it opens, begin an entry? */
static bool begins_entry(struct front *f, enum layout_repair repair)
{
	const struct layout *l = &f->layout;
	const struct token *wrong = &l->last;

	if (repair == LAYOUT_RESUME)
		return looks_like_entry(f);
	if (!token_is_word(wrong->kind) && wrong->kind != TOK_STRING && wrong->kind != TOK_STR_BEG)
		return false;
	return wrong->opens_line && !separates(l->before.kind) && l->before.kind != TOK_LC;
}

bool layout_block_follows(const struct layout *l)
{
	const struct token *next = &l->queue[l->head];

	return l->last.kind == TOK_NL && l->count && next->kind != TOK_YYEOF && next->indent > l->before.indent;
}

/* Gives up the brackets that are open inside the block; the line of the outermost counts as
 * that of the entry. */
static void lose_parens(struct layout *l, struct token *entry)
{
	l->lost = 0;
	for (; is_paren(innermost(l)); pop(l)) {
		entry->line = innermost(l)->line;
		entry->indent = innermost(l)->indent;
		l->lost++;
	}
}

/* As if the `{` stood behind the token before: what is up to its `}` is skipped. */
static void assume_brace(struct front *f)
{
	struct layout *l = &f->layout;
	struct token brace = l->before;

	brace.kind = TOK_LC;
	track(f, &brace);
	l->skip_block = true;
}

void layout_error(struct front *f, enum layout_repair repair)
{
	struct layout *l = &f->layout;
	const struct token *wrong = &l->last;
	struct token entry = *wrong;

	if (repair != LAYOUT_RESUME)
		lose_parens(l, &entry);
	bool same_line = innermost(l) && innermost(l)->line == entry.line && !l->lost;

	l->error_line = wrong->line;
	l->recovering = !separates(wrong->kind) && wrong->kind != TOK_RC;
	l->skip_deeper = wrong->kind == TOK_LC || (wrong->kind != TOK_NL && !same_line);
	l->skip_indent = entry.indent;
	l->skip_block = wrong->kind == TOK_LC;
	l->skip_declaration = !l->braces && wrong->kind != TOK_NL;
	l->skip_line = wrong->kind != TOK_NL && separates(wrong->kind) && (l->lost || !l->braces);
	l->replay = begins_entry(f, repair) && l->replayed != wrong->at.beg;
	if (l->replay)
		l->replayed = wrong->at.beg;
	if (repair == LAYOUT_SKIP_BLOCK)
		assume_brace(f);
}
