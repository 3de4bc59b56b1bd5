#include "syntax/newline.h"

#include "syntax/brackets.h"
#include "syntax/layout.h"
#include "syntax/parser.h"
#include "syntax/token.h"

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
		return !token_sets(after) && after != TOK_Q;
	case TOK_WHERE:
	case TOK_EXTENDS:
		return !token_sets(after) && after != TOK_Q && after != TOK_LC;
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
		layout_take(f);
		return true;
	}
	if (next->kind == TOK_RC)
		return false;
	return continues(l, next->kind, after) || (l->skip_deeper && next->indent > l->skip_indent);
}

/* A declaration in the first column, while a block is open that is indented otherwise. */
static bool begins_declaration(struct layout *l, const struct token *next, int after)
{
	const struct opener *o = bracket_innermost(l);

	if (!l->braces || l->last.kind == TOK_LC || (o->kind == TOK_LC && o->flat))
		return false;
	return next->indent == 0 && token_begins_declaration(next->kind) &&
	       (token_is_word(after) || after == TOK_STRING);
}

static void note_indent(struct layout *l, const struct token *next)
{
	struct opener *o = bracket_innermost(l);

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
	if (!token_sets(l->last.kind) && !wants_operand(l))
		return false;
	if (token_is_name(after) &&
	    (next->kind == TOK_LET || (!l->open.n && !next->indent && token_begins_declaration(next->kind))))
		return true;
	if (token_sets(l->last.kind))
		return token_sets(after) || (token_is_name(next->kind) && token_is_name(after));
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
			      (token_separates(before) || before == TOK_LC || token_is_name(before)));
}

static void report_brace_line(struct front *f, struct span brace)
{
	struct span gap = { f->layout.last.at.end, brace.beg };
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, brace,
				      "the `{` belongs on the line of the name that it follows");

	if (d)
		diag_fix(&f->session->diags, d, gap, STR(" "), "move it there");
}

bool newline_ends_entry(struct front *f)
{
	struct layout *l = &f->layout;

	struct token next = *layout_peek(f, 0);
	int after = token_is_word(next.kind) ? layout_peek(f, 1)->kind : 0;

	if (begins_declaration(l, &next, after)) {
		bracket_close_blocks(f, next.at, "a declaration begins before its `}`");
		return false;
	}
	note_indent(l, &next);
	if (bracket_innermost(l) && bracket_innermost(l)->kind == TOK_LP)
		return false;
	if (l->recovering)
		return !is_skipped(f, &next, after);
	if (next.kind == TOK_LC && follows_head(l)) {
		report_brace_line(f, next.at);
		return false;
	}
	return value_was_forgotten(l, &next, after) || (can_end(l) && !continues(l, next.kind, after));
}
