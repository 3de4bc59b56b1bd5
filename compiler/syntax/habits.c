#include "syntax/habits.h"

#include "syntax/brackets.h"
#include "syntax/layout.h"
#include "syntax/parser.h"
#include "syntax/scan.h"
#include "syntax/token.h"

static char byte_at(const struct front *f, uint32_t at)
{
	return at - f->base < f->text.n ? f->text.p[at - f->base] : 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static uint32_t line_end(const struct front *f, uint32_t at)
{
	while (byte_at(f, at) && byte_at(f, at) != '\n')
		at++;
	return at;
}

/* ---- `name: value` and `name:` before a block ---- */

/* Whether the token sent last is the name of a field, or its key, before a block its kind, in an entry. */
static bool names_field(struct layout *l, bool block)
{
	const struct opener *o = bracket_innermost(l);
	bool second = l->last.kind == TOK_STRING || (block && token_is_name(l->last.kind));
	int before = second && token_is_name(l->before.kind) ? l->earlier : l->before.kind;

	return l->values && !l->recovering && o && o->kind == TOK_LC && !o->arms &&
	       (token_is_word(l->last.kind) || l->last.kind == TOK_STRING) &&
	       (token_separates(before) || before == TOK_LC);
}

/* Where the last of the lines below ends that are indented deeper; 0 if the next one is not, or an item. */
static uint32_t block_end(const struct front *f, uint32_t at, uint32_t indent)
{
	uint32_t found = 0;

	for (at = line_end(f, at); byte_at(f, at);) {
		uint32_t beg = at + 1, text = beg;

		while (is_blank(byte_at(f, text)))
			text++;
		at = line_end(f, text);
		if (at == text || byte_at(f, text) == '#')
			continue;
		if (text - beg <= indent || (!found && byte_at(f, text) == '-'))
			break;
		found = at;
	}
	while (found && is_blank(byte_at(f, found - 1)))
		found--;
	return found;
}

/* `name:` and lines that are indented deeper: the block ends with them. */
static bool begin_block(struct front *f, struct token *t)
{
	struct layout *l = &f->layout;
	uint32_t end = layout_peek(f, 0)->kind == TOK_NL ? block_end(f, t->at.end, t->indent) : 0;

	if (!end)
		return false;
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, t->at, "a block is written `name { … }`");
	struct str indent = front_text(f, (struct span){ t->line, t->line + t->indent });

	if (d) {
		struct diag_fix *fix = diag_fix(&f->session->diags, d, t->at, STR(" {"),
						"write `%.*s { … }`", STR_ARG(front_text(f, l->last.at)));

		diag_edit(&f->session->diags, fix, (struct span){ end, end },
			  arena_printf(&f->session->arena, "\n%.*s}", STR_ARG(indent)));
	}
	t->kind = TOK_LC;
	l->by_indent = true;
	return true;
}

void habits_set(struct front *f, struct token *t)
{
	const struct layout *l = &f->layout;
	bool colon = t->kind == TOK_COLON;

	if ((!colon && t->kind != TOK_EQ) || l->recovering)
		return;
	if (colon && !l->open.n && l->before.kind == TOK_STACK && token_is_name(l->last.kind)) {
		begin_block(f, t);
		return;
	}
	if (colon && names_field(&f->layout, true) && begin_block(f, t))
		return;
	if (!names_field(&f->layout, false) || layout_peek(f, 0)->kind == TOK_NL)
		return;
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, t->at,
				      colon ? "a field is set with `=`, not `:`"
					    : "a field is set with `=`; `==` compares");

	if (d)
		diag_fix(&f->session->diags, d, t->at, colon ? STR(" =") : STR("="), "replace it by `=`");
	t->kind = TOK_SET;
}

/* ---- comments ---- */

/* Whether nothing but blanks is before it on its line, behind it. */
static bool opens_line(const struct front *f, uint32_t at)
{
	while (at > f->base && is_blank(byte_at(f, at - 1)))
		at--;
	return at == f->base || byte_at(f, at - 1) == '\n';
}

static bool ends_line(const struct front *f, uint32_t at)
{
	while (is_blank(byte_at(f, at)))
		at++;
	return !byte_at(f, at) || byte_at(f, at) == '\n';
}

/* The lines of a comment, each behind its `#`: without what only draws the comment. */
static struct str in_our_form(const struct front *f, struct span at)
{
	struct buf out = { .arena = &f->session->arena };
	uint32_t column = at.beg, end = at.end - 2;

	while (column > f->base && byte_at(f, column - 1) != '\n')
		column--;
	struct str indent = front_text(f, (struct span){ column, at.beg });

	for (uint32_t beg = at.beg + 2; beg <= end;) {
		uint32_t stop = line_end(f, beg), next = stop + 1;

		stop = stop < end ? stop : end;
		while (beg < stop && (is_blank(byte_at(f, beg)) || byte_at(f, beg) == '*'))
			beg++;
		while (beg < stop && (is_blank(byte_at(f, stop - 1)) || byte_at(f, stop - 1) == '*'))
			stop--;
		if (beg < stop)
			buf_printf(&out, "%s%.*s# %.*s", out.n ? "\n" : "", STR_ARG(out.n ? indent : STR("")),
				   STR_ARG(front_text(f, (struct span){ beg, stop })));
		beg = next;
	}
	return out.n ? buf_str(&out) : STR("#");
}

void habits_comment(struct front *f, struct span at)
{
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, (struct span){ at.beg, at.beg + 2 },
				      "a comment begins with `#`");
	bool one_line = str_find(front_text(f, at), STR("\n"), 0) < 0;

	if (d && ends_line(f, at.end) && (one_line || opens_line(f, at.beg)))
		diag_fix(&f->session->diags, d, at, in_our_form(f, at),
			 one_line ? "write `#`" : "write `#` before each of its lines");
	else if (d)
		diag_help(&f->session->diags, d, "what stands behind `#` goes to the end of the line");
	scan_lines(f, at);
}

/* ---- signs ---- */

static const char from_outside[] =
	"what comes from outside is declared by `param name: Type = default`, and used by its name";

/* Whether it stands behind a `=` or `:`. */
static bool is_value(const struct front *f, uint32_t at)
{
	while (at > f->base && is_blank(byte_at(f, at - 1)))
		at--;
	return at > f->base && (byte_at(f, at - 1) == '=' || byte_at(f, at - 1) == ':');
}

void habits_sign(struct front *f, struct span at)
{
	struct diags *ds = &f->session->diags;
	char sign = byte_at(f, at.beg), next = byte_at(f, at.end);

	if (sign == '$' && (next == '{' || next == '(')) {
		struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, at,
					      "nothing is filled in outside of strings");

		if (d)
			diag_help(ds, d, "%s", from_outside);
	} else if (sign == '$') {
		struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, at, "a name is written without `$`");

		if (d)
			diag_fix(ds, d, at, STR(""), "remove it");
	} else {
		struct diag *d = front_report(f, DIAG_BAD_BYTE, at, "`%c` has no meaning here", sign);

		if (d && sign == '~' && is_value(f, at.beg))
			diag_help(ds, d, "leave the field out: one without a value is not written");
	}
}
