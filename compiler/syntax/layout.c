#include "syntax/layout.h"

#include "syntax/brackets.h"
#include "syntax/habits.h"
#include "syntax/newline.h"
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
	struct token t = { .kind = TOK_YYEOF, .at = scan_end(f), .opens_line = !f->scan.line_used };
	union syntax_value value = { 0 };

	if (f->stopped)
		return t;
	t.kind = raw_lex(&value, &t.at, f->scanner);
	t.name = value.name;
	t.line = f->scan.token_line;
	t.indent = f->scan.token_indent;
	if (t.kind == TOK_NL)
		t.opens_line = false;
	else
		f->scan.line_used = true;
	return t;
}

const struct token *layout_peek(struct front *f, uint32_t i)
{
	struct layout *l = &f->layout;

	while (l->count <= i)
		l->queue[(l->head + l->count++) % LAYOUT_QUEUE] = read_token(f);
	return &l->queue[(l->head + i) % LAYOUT_QUEUE];
}

/* The end of the file stays where it is. */
struct token layout_take(struct front *f)
{
	struct layout *l = &f->layout;
	struct token t = *layout_peek(f, 0);

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

/* ---- what the parser gets ---- */

static struct token filter(struct front *f)
{
	struct layout *l = &f->layout;

	for (;;) {
		if (l->closers.n)
			return bracket_send_closer(l);
		struct token t = layout_take(f);

		if (t.kind == TOK_NL) {
			while (layout_peek(f, 0)->kind == TOK_NL)
				layout_take(f);
			if (!bracket_dedent(f, layout_peek(f, 0)) && newline_ends_entry(f))
				return t;
		} else if ((t.kind == TOK_YYEOF || t.kind == TOK_RC) && bracket_dedent(f, &t)) {
			if (t.kind == TOK_RC)
				put_back(l, t);
		} else if (t.kind == TOK_BREAK) {
			bracket_close_strings(f);
		} else if (t.kind == TOK_YYEOF && l->braces) {
			bracket_close_blocks(f, t.at, "the file ends before its `}`");
		} else {
			habits_set(f, &t);
			return t;
		}
	}
}

static struct token next(struct front *f)
{
	struct token t = filter(f);

	bracket_track(f, &t);
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
	while (t.kind != TOK_YYEOF && f->layout.braces >= depth &&
	       (t.kind != TOK_NL || f->layout.braces > depth));
	return t;
}

/* The wrong token opens a line: the parser gets the end of the line that it waits for, then
 * the token once more. */
static struct token replay(struct layout *l)
{
	struct token t = l->last;

	put_back(l, t);
	if (bracket_innermost(l) && bracket_innermost(l)->at.beg == t.at.beg)
		bracket_pop(l);
	l->replay = l->recovering = false;
	return (struct token){
		.kind = TOK_NL, .at = { t.at.beg, t.at.beg }, .line = t.line, .indent = t.indent
	};
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
	if (l->skip_declaration && !token_begins_declaration(layout_peek(f, 0)->kind))
		return true;
	return l->lost || bracket_is_paren(bracket_innermost(l));
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

/* Whether braces hold fields with values: those of a stack, and of a `let` behind its `=`. */
static void note_declaration(struct layout *l, int token)
{
	if (token == TOK_MATCH)
		l->match = l->open.n + 1;
	if (!l->open.n && token_begins_declaration(token)) {
		l->declares = token;
		l->values = token == TOK_STACK;
	} else if (!l->open.n && token == TOK_SET && l->declares == TOK_LET) {
		l->values = true;
	}
}

int rcc_lex(union syntax_value *value, struct span *at, struct front *f)
{
	struct token t = send(f);

	note_declaration(&f->layout, t.kind);

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
	after = layout_peek(f, 0)->kind;
	return token_sets(after) || after == TOK_LC || after == TOK_Q || after == TOK_STRING ||
	       after == TOK_STR_BEG || token_is_name(after);
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
	return wrong->opens_line && !token_separates(l->before.kind) && l->before.kind != TOK_LC;
}

bool layout_block_follows(const struct layout *l)
{
	const struct token *next = &l->queue[l->head];

	return l->last.kind == TOK_NL && l->count && next->kind != TOK_YYEOF &&
	       next->indent > l->before.indent;
}

/* Gives up the brackets that are open inside the block; the line of the outermost counts as
 * that of the entry. */
static void lose_parens(struct layout *l, struct token *entry)
{
	l->lost = 0;
	for (; bracket_is_paren(bracket_innermost(l)); bracket_pop(l)) {
		entry->line = bracket_innermost(l)->line;
		entry->indent = bracket_innermost(l)->indent;
		l->lost++;
	}
}

/* As if the `{` stood behind the token before: what is up to its `}` is skipped. */
static void assume_brace(struct front *f)
{
	struct layout *l = &f->layout;
	struct token brace = l->before;

	brace.kind = TOK_LC;
	bracket_track(f, &brace);
	l->skip_block = true;
}

void layout_error(struct front *f, enum layout_repair repair)
{
	struct layout *l = &f->layout;
	const struct token *wrong = &l->last;
	struct token entry = *wrong;

	if (repair != LAYOUT_RESUME)
		lose_parens(l, &entry);
	bool same_line = bracket_innermost(l) && bracket_innermost(l)->line == entry.line && !l->lost;

	l->error_line = wrong->line;
	l->recovering = !token_separates(wrong->kind) && wrong->kind != TOK_RC;
	l->skip_deeper = wrong->kind == TOK_LC || repair == LAYOUT_SKIP_DEEPER ||
			 (wrong->kind != TOK_NL && !same_line);
	l->skip_indent = entry.indent;
	l->skip_block = wrong->kind == TOK_LC;
	l->skip_declaration = !l->braces && wrong->kind != TOK_NL;
	l->skip_line = wrong->kind != TOK_NL && token_separates(wrong->kind) && (l->lost || !l->braces);
	l->replay = begins_entry(f, repair) && l->replayed != wrong->at.beg;
	if (l->replay)
		l->replayed = wrong->at.beg;
	if (repair == LAYOUT_SKIP_BLOCK)
		assume_brace(f);
}
