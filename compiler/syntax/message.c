#include "syntax/message.h"

#include "formats/number.h"
#include "syntax/brackets.h"
#include "syntax/foreign.h"
#include "syntax/layout.h"
#include "syntax/parser.h"
#include "syntax/token.h"
#include "syntax/token_set.h"

enum where {
	ANYWHERE,
	SAME_LINE,
	LAST_ON_LINE,
	IN_BLOCK,
	IN_BRACKETS,
	IN_LOOP,
	AFTER_NAME,
	AFTER_MINUS,
	BEFORE_BLOCK,
	BEFORE_CLOSER,
};
enum spot { FOUND, BEFORE, GAP };
enum repair { NO_FIX, REPLACE, UNQUOTE, QUOTE, INSERT, PREPEND, LEAD, DELETE, RESUME, SKIP, SKIP_FROM };

struct example {
	int before, found, expected;
	enum where where;
	enum diag_code code;
	enum spot place;
	enum repair repair;
	struct str text;
	const char *message;
};

static const struct example examples[] = {
#define EXAMPLE(before, found, expected, where, code, place, repair, text, message) \
	{ TOK_##before, TOK_##found, TOK_##expected, where, \
	  DIAG_##code,	place,	     repair,	     { text, sizeof(text) - 1 }, \
	  message },
#include "syntax/message.def"
#undef EXAMPLE
};

/* ---- brackets ---- */

static struct str quoted(struct front *f, struct span at)
{
	return arena_printf(&f->session->arena, "`%.*s`", STR_ARG(front_text(f, at)));
}

static void report_unclosed(struct front *f, struct span opener, struct span found, const char *what)
{
	struct diag *d =
		front_report(f, DIAG_UNCLOSED, opener, "%.*s is never closed", STR_ARG(quoted(f, opener)));

	if (!d)
		return;
	diag_primary(&f->session->diags, d, "opened here");
	diag_label(&f->session->diags, d, found, "%s", what);
}

static void report_stray(struct front *f, const struct layout *l)
{
	struct span at = l->last.at;
	struct diag *d =
		front_report(f, DIAG_STRAY_CLOSER, at, "%.*s closes nothing", STR_ARG(quoted(f, at)));

	if (!d)
		return;
	if (l->last.kind == TOK_RC && l->closed.end)
		diag_label(&f->session->diags, d, l->closed, "the last block ends here");
	diag_fix(&f->session->diags, d, at, STR(""), "remove it");
}

/* `w =` on a line of its own inside a `[` that should have been closed before. */
static bool left_list(const struct layout *l, const struct opener *o)
{
	const struct token *word = &l->before;

	return o->kind == TOK_LB && (l->last.kind == TOK_SET || l->last.kind == TOK_LC) && word->opens_line &&
	       word->indent <= o->indent;
}

static bool report_brackets(struct front *f)
{
	const struct layout *l = &f->layout;
	const struct opener *o = bracket_around(l);
	const struct token *found = &l->last;

	if (l->unclosed.kind) {
		report_unclosed(f, l->unclosed.at, found->at, "and here something around it ends");
		return true;
	}
	if (l->stray) {
		report_stray(f, l);
		return true;
	}
	if (!bracket_is_paren(o))
		return false;
	if (found->kind == TOK_YYEOF || (found->opens_line && found->indent <= o->indent) ||
	    left_list(l, o)) {
		report_unclosed(f, o->at,
				found->kind == TOK_YYEOF || found->opens_line ? found->at : l->before.at,
				"this does not belong to it");
		return true;
	}
	return false;
}

/* ---- words ---- */

/* `5 min`: a unit is part of its number. */
static bool report_unit(struct front *f)
{
	struct span number = f->layout.before.at, unit = f->layout.last.at, gap = { number.end, unit.beg };
	struct str text = front_text(f, unit), digits = front_text(f, number);
	struct number_word meant;
	bool known = number_unit_find(text);

	if (f->layout.before.kind == TOK_NUMBER && str_eq(text, STR("to"))) {
		struct diag *d =
			front_report(f, DIAG_FOREIGN_SYNTAX, unit, "a range is written `LEAST..MOST`");
		uint32_t end = unit.end;

		while (end - f->base < f->text.n && f->text.p[end - f->base] == ' ')
			end++;
		if (d)
			diag_fix(&f->session->diags, d, (struct span){ number.end, end }, STR(".."),
				 "write `..`");
		return true;
	}

	if (f->layout.before.kind != TOK_NUMBER || f->layout.last.opens_line ||
	    (!known && !number_word_find(text, &meant)))
		return false;
	struct diag *d = front_report(f, DIAG_BAD_NUMBER, (struct span){ number.beg, unit.end },
				      "a unit is written without a blank");

	if (d && known)
		diag_fix(&f->session->diags, d, gap, STR(""), "write `%.*s%.*s`", STR_ARG(digits),
			 STR_ARG(text));
	else if (d && *meant.unit) /* whether an amount is wanted or a number is not known yet */
		diag_help(&f->session->diags, d, "write `%.*s%s`, or `%.*s` where a number is wanted",
			  STR_ARG(digits), meant.unit, STR_ARG(digits));
	else if (d)
		diag_fix(&f->session->diags, d, (struct span){ number.end, unit.end }, STR(""),
			 "write `%.*s`", STR_ARG(digits));
	return true;
}

static bool value_follows(const struct front *f)
{
	return foreign_following(f) == '{' || foreign_following(f) == '=';
}

/* `member 0 { … }`: keys are texts, those that count as well. */
static bool report_key(struct front *f)
{
	const struct layout *l = &f->layout;
	struct str text = front_text(f, l->last.at);

	if (!token_is_name(l->before.kind) || l->last.kind != TOK_NUMBER || l->last.opens_line ||
	    !value_follows(f))
		return false;
	struct str key = arena_printf(&f->session->arena, "\"%.*s\"", STR_ARG(text));
	struct diag *d = front_report(f, DIAG_SYNTAX, l->last.at, "a key is written in quotes");

	if (d)
		diag_fix(&f->session->diags, d, l->last.at, key, "write `%.*s`", STR_ARG(key));
	return true;
}

/* What may begin a declaration or a statement stands in the grammar; here only for suggestions. */
static const struct str declaration_words[] = {
	{ "import", 6 }, { "param", 5 }, { "let", 3 },	 { "type", 4 },
	{ "fn", 2 },	 { "check", 5 }, { "stack", 5 }, { "abstract", 8 },
};
static const struct str statement_words[] = {
	{ "require", 7 }, { "given", 5 },   { "error", 5 }, { "warning", 7 }, { "note", 4 },
	{ "at", 2 },	  { "because", 7 }, { "help", 4 },  { "fix", 3 },     { "explain", 7 },
	{ "failing", 7 }, { "fixed", 5 },   { "let", 3 },   { "if", 2 },      { "for", 3 },
};

static void suggest(struct front *f, struct diag *d, struct span at, const struct str *words, int count)
{
	int nearest = str_nearest(front_text(f, at), words, count);

	if (d && nearest >= 0)
		diag_fix(&f->session->diags, d, at, words[nearest], "write `%.*s`", STR_ARG(words[nearest]));
}

static bool report_declaration(struct front *f, const struct expected *e)
{
	struct span at = f->layout.last.at;

	if (!parser_expects(e, TOK_IMPORT) || f->layout.braces ||
	    token_is_in(f->layout.before.kind, TOK_VALUE_END))
		return false;
	struct diag *d =
		front_report(f, DIAG_SYNTAX, at, "%.*s does not begin a declaration", STR_ARG(quoted(f, at)));
	const char *help = foreign_declaration(front_text(f, at));

	if (d && help) {
		diag_help(&f->session->diags, d, "%s", help);
		return true;
	}
	suggest(f, d, at, declaration_words, sizeof declaration_words / sizeof *declaration_words);
	if (d && !d->fixes.n && f->layout.earlier != TOK_RC && value_follows(f))
		diag_help(&f->session->diags, d, "fields stand in a block, such as `stack name { %.*s … }`",
			  STR_ARG(front_text(f, at)));
	else if (d && !d->fixes.n && f->layout.earlier != TOK_RC)
		diag_help(&f->session->diags, d, "a file holds declarations, such as `stack name { … }`");
	if (d && f->layout.earlier == TOK_RC)
		diag_label(&f->session->diags, d, f->layout.closed,
			   "the block before ends here: is this `}` one too many?");
	return true;
}

static bool report_statement(struct front *f, const struct expected *e)
{
	struct span at = f->layout.last.at;

	if (!parser_expects(e, TOK_REQUIRE) || !parser_expects(e, TOK_BECAUSE) ||
	    !token_is_word(f->layout.last.kind) || parser_expects(e, TOK_NAME))
		return false;
	struct diag *d = front_report(f, DIAG_SYNTAX, at, "%.*s begins no statement of a check",
				      STR_ARG(quoted(f, at)));

	suggest(f, d, at, statement_words, sizeof statement_words / sizeof *statement_words);
	return true;
}

/* ---- examples ---- */

enum { LINE_LOOKAHEAD = 1000 }; /* bytes: no line that somebody reads is longer */

/* More blocks end on the rest of the line than begin on it: a `{` is missing. */
static bool has_closer_too_many(const struct front *f)
{
	const struct layout *l = &f->layout;
	int balance = 0;

	for (uint32_t i = l->open.n; i-- > 0 && l->open.v[i].line == l->last.line;)
		balance += l->open.v[i].kind == TOK_LC;
	struct str rest = str_slice(f->text, l->last.at.end - f->base, f->text.n);

	for (uint32_t i = 0; i < rest.n && i < LINE_LOOKAHEAD && rest.p[i] != '\n'; i++)
		balance += (rest.p[i] == '{') - (rest.p[i] == '}');
	return balance < 0 && l->last.kind != TOK_NL;
}

static bool fits_where(const struct front *f, enum where where)
{
	const struct layout *l = &f->layout;

	switch (where) {
	case SAME_LINE:
		return !l->last.opens_line;
	case IN_BLOCK:
		return bracket_around(l) && bracket_around(l)->kind == TOK_LC;
	case IN_BRACKETS:
		return bracket_is_paren(bracket_around(l));
	case IN_LOOP:
		return l->earlier == TOK_FOR;
	case AFTER_NAME:
		return token_is_name(l->earlier);
	case AFTER_MINUS:
		return l->earlier == TOK_MINUS;
	case LAST_ON_LINE:
		return foreign_is_last(f);
	case BEFORE_BLOCK:
		return layout_block_follows(l);
	case BEFORE_CLOSER:
		return has_closer_too_many(f);
	default:
		return true;
	}
}

static const struct example *find_example(const struct front *f, const struct expected *e)
{
	const struct layout *l = &f->layout;

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const struct example *x = &examples[i];

		if (token_is_in(l->before.kind, x->before) && token_is_in(l->last.kind, x->found) &&
		    fits_where(f, x->where) && (x->expected == TOK_ANY || parser_expects(e, x->expected)))
			return x;
	}
	return NULL;
}

/* As a title shows it: blanks are no part of what the user has to see. */
static struct str trimmed(struct str text)
{
	uint32_t beg = 0, end = text.n;

	while (beg < end && text.p[beg] == ' ')
		beg++;
	while (end > beg && text.p[end - 1] == ' ')
		end--;
	return str_slice(text, beg, end);
}

static bool is_plain_word(struct str text)
{
	bool plain = text.n && text.p[0] >= 'a' && text.p[0] <= 'z';

	for (uint32_t i = 0; i < text.n; i++)
		plain = plain && ((text.p[i] >= 'a' && text.p[i] <= 'z') ||
				  (text.p[i] >= '0' && text.p[i] <= '9') || text.p[i] == '-');
	return plain;
}

static void add_fix(struct front *f, struct diag *d, const struct example *x)
{
	struct span found = f->layout.last.at, before = f->layout.before.at;
	struct diags *ds = &f->session->diags;

	switch (x->repair) {
	case REPLACE:
		diag_fix(ds, d, found, x->text, "replace it by `%.*s`", STR_ARG(trimmed(x->text)));
		break;
	case UNQUOTE: {
		struct str word = front_text(f, found);

		word = str_slice(word, 1, word.n > 2 ? word.n - 1 : 1);
		if (is_plain_word(word))
			diag_fix(ds, d, found, word, "replace it by `%.*s`", STR_ARG(word));
		break;
	}
	case QUOTE: {
		struct str key = arena_printf(&f->session->arena, "\"%.*s\"", STR_ARG(front_text(f, before)));

		diag_fix(ds, d, before, key, "write `%.*s`", STR_ARG(key));
		break;
	}
	case INSERT:
	case RESUME:
	case SKIP:
		diag_fix(ds, d, (struct span){ before.end, before.end }, x->text, "insert `%.*s`",
			 STR_ARG(trimmed(x->text)));
		break;
	case PREPEND:
		diag_fix(ds, d, (struct span){ found.beg, found.beg }, x->text, "insert `%.*s`",
			 STR_ARG(trimmed(x->text)));
		break;
	case LEAD:
	case SKIP_FROM:
		diag_fix(ds, d, (struct span){ before.beg, before.beg }, x->text, "insert `%.*s`",
			 STR_ARG(trimmed(x->text)));
		break;
	case DELETE:
		diag_fix(ds, d, found, STR(""), "remove it");
		break;
	case NO_FIX:
		break;
	}
}

static void report_example(struct front *f, const struct example *x)
{
	struct span before = f->layout.before.at, at = f->layout.last.at;

	if (x->place == BEFORE)
		at = before;
	else if (x->place == GAP)
		at = (struct span){ before.end, before.end };
	struct diag *d = front_report(f, x->code, at, "%s", x->message);

	if (d)
		add_fix(f, d, x);
}

/* ---- when nothing fits ---- */

enum { NAMED_MAX = 4 };

static struct str name_token(struct front *f, int token)
{
	struct str text = token_describe(token);
	bool fixed = token_class(token) != TOKEN_LITERAL && token_class(token) != TOKEN_LAYOUT &&
		     token != TOK_YYEOF;

	return fixed ? arena_printf(&f->session->arena, "`%.*s`", STR_ARG(text)) : text;
}

/* Names the expected tokens if they are few; a name says that contextual words fit too. */
static void report_expected(struct front *f, const struct expected *e)
{
	struct buf list = { .arena = &f->session->arena };
	uint32_t n = 0;

	for (int token = token_first(); token; token = token_after(token)) {
		if (!parser_expects(e, token) || token_class(token) == TOKEN_CONTEXTUAL ||
		    token == TOK_STR_BEG)
			continue;
		if (n++ < NAMED_MAX)
			buf_printf(&list, "%s%.*s", n > 1 ? " or " : "", STR_ARG(name_token(f, token)));
	}
	struct str found = name_token(f, f->layout.last.kind);

	if (n && n <= NAMED_MAX)
		front_report(f, DIAG_SYNTAX, f->layout.last.at, "expected %.*s, found %.*s",
			     STR_ARG(buf_str(&list)), STR_ARG(found));
	else
		front_report(f, DIAG_SYNTAX, f->layout.last.at, "%.*s cannot stand here", STR_ARG(found));
}

/* Elements and arguments have no recovery of their own: what is wrong there ends the entry. */
static enum layout_repair after_error(const struct layout *l, const struct example *x)
{
	if (!x || bracket_is_paren(bracket_around(l)))
		return LAYOUT_SKIP_ENTRY;
	if (x->repair == SKIP || x->repair == SKIP_FROM)
		return LAYOUT_SKIP_BLOCK;
	return x->repair == RESUME ? LAYOUT_RESUME : LAYOUT_SKIP_ENTRY;
}

void message_syntax_error(struct front *f, const struct expected *e)
{
	const struct example *x = NULL;
	bool listed = foreign_list(f, e);

	f->error_at = f->layout.last.at.beg;
	if (!listed && !foreign_report(f, e) && !report_brackets(f) && !report_unit(f) && !report_key(f) &&
	    !report_statement(f, e)) {
		x = find_example(f, e);
		if (x)
			report_example(f, x);
		else if (!report_declaration(f, e))
			report_expected(f, e);
	}
	layout_error(f, listed ? LAYOUT_SKIP_DEEPER : after_error(&f->layout, x));
}
