#include "syntax/scan.h"

#include "formats/chars.h"
#include "syntax/habits.h"
#include "syntax/parser.h"

void scan_init(struct front *f)
{
	f->scan = (struct scan){ .at = f->base, .line = f->base };
}

/* ---- places ---- */

struct span scan_advance(struct front *f, uint32_t length)
{
	struct span at = { f->scan.at, f->scan.at + length };

	f->scan.at = at.end;
	f->scan.token_line = f->scan.line;
	f->scan.token_indent = f->scan.indent;
	return at;
}

uint32_t scan_again(struct front *f, uint32_t beg)
{
	f->scan.at = beg;
	return beg;
}

struct span scan_end(struct front *f)
{
	f->scan.token_line = f->scan.line;
	f->scan.token_indent = f->scan.indent;
	return (struct span){ f->base + f->text.n, f->base + f->text.n };
}

static void begin_line(struct front *f, uint32_t at)
{
	f->scan.line = at;
	f->scan.indent = 0;
	f->scan.line_used = false;
}

void scan_lines(struct front *f, struct span token)
{
	uint32_t end = token.end;

	while (end > token.beg && f->text.p[end - 1 - f->base] != '\n')
		end--;
	if (end == token.beg)
		return;
	begin_line(f, end);
	f->scan.line_used = true; /* what follows on the last line goes on with the string */
}

/* ---- trivia ---- */

void scan_blanks(struct front *f, struct span at)
{
	if (at.beg == f->scan.line)
		f->scan.indent = at.end - at.beg;
}

static void add_trivia(struct front *f, struct trivia trivia)
{
	uint32_t i = table_add(&f->ast->trivia);

	*(struct trivia *)table_edit(&f->ast->trivia, i) = trivia;
}

void scan_comment(struct front *f, struct span at, struct str text)
{
	if (text.n && text.p[text.n - 1] == '\r')
		at.end--;
	add_trivia(f, (struct trivia){ .at = at,
				       .doc = str_starts_with(text, STR("##")),
				       .own_line = !f->scan.line_used });
}

/* The first newline ends a line with something on it, unless it is the first of the file. */
void scan_newlines(struct front *f, struct span at, struct str text)
{
	bool whole = at.beg == f->base;
	uint32_t blank = at.beg + !whole;

	if (text.n > 1 || whole)
		add_trivia(f, (struct trivia){ .at = { blank, at.end }, .own_line = true });
	begin_line(f, at.end);
}

/* ---- nesting ---- */

void scan_open(struct front *f, int kind, struct span at)
{
	struct scan *s = &f->scan;

	if (s->open.n >= f->session->limits[LIMIT_NESTING]) {
		front_limit(f, LIMIT_NESTING, at);
		return;
	}
	vec_push(&f->session->arena, &s->open, (struct opener){ .kind = kind, .at = at, .line = s->line });
}

void scan_close(struct front *f)
{
	if (f->scan.open.n)
		f->scan.open.n--;
}

static const struct opener *innermost(const struct front *f)
{
	const struct scan *s = &f->scan;

	return s->open.n ? &s->open.v[s->open.n - 1] : NULL;
}

int scan_close_brace(struct front *f)
{
	const struct opener *o = innermost(f);
	bool interpolation = o && o->kind == TOK_INTERP_BEG;

	scan_close(f);
	return interpolation ? TOK_INTERP_END : TOK_RC;
}

bool scan_in_interpolation(const struct front *f)
{
	for (uint32_t i = f->scan.open.n; i-- > 0;) {
		if (f->scan.open.v[i].kind == TOK_INTERP_BEG)
			return true;
	}
	return false;
}

bool scan_is_of_lines(const struct opener *o)
{
	return o && o->kind == TOK_STR_BEG && o->at.end - o->at.beg == 3;
}

static bool is_of_line(const struct opener *o)
{
	return o && o->kind == TOK_STR_BEG && o->at.end - o->at.beg == 1;
}

int scan_state(const struct front *f, int code, int line, int lines)
{
	const struct opener *o = innermost(f);

	if (is_of_line(o))
		return line;
	return scan_is_of_lines(o) ? lines : code;
}

/* ---- repairs ---- */

bool scan_line_is_broken(const struct front *f, uint32_t line)
{
	uint32_t lo = 0, hi = f->scan.broken_lines.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (f->scan.broken_lines.v[mid] < line)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < f->scan.broken_lines.n && f->scan.broken_lines.v[lo] == line;
}

/* Whether to report what is open at `at`: it is the first of its line, and not a token that the
 * parser refused before its end was seen. */
static bool break_line(struct front *f, struct span at)
{
	if (scan_line_is_broken(f, f->scan.line))
		return false;
	vec_push(&f->session->arena, &f->scan.broken_lines, f->scan.line);
	return f->error_at != at.beg;
}

static struct diag *report_open(struct front *f, struct span at, const char *what)
{
	struct diag *d = front_report(f, DIAG_UNCLOSED, at, "%s", what);

	if (d)
		diag_primary(&f->session->diags, d, "opened here");
	return d;
}

/* Back to the code outside all strings, or to the string of several lines around: an
 * interpolation stays on its line. */
void scan_break_interpolation(struct front *f, struct span newline)
{
	struct span at = newline;

	while (scan_in_interpolation(f) || is_of_line(innermost(f))) {
		const struct opener *o = innermost(f);

		if (scan_is_of_lines(o))
			break;
		if (o->kind == TOK_INTERP_BEG)
			at = o->at;
		scan_close(f);
	}
	if (break_line(f, at))
		report_open(f, at, "`${` is not closed on its line");
}

void scan_break_string(struct front *f)
{
	const struct opener *o = innermost(f);
	bool lines = scan_is_of_lines(o);

	scan_close(f);
	f->scan.open_end |= lines;
	if (!break_line(f, o->at))
		return;
	struct diag *d = report_open(
		f, o->at, lines ? "this string has no closing `\"\"\"`" : "this string has no closing `\"`");

	if (d && !lines)
		diag_help(&f->session->diags, d, "a text of several lines stands between `\"\"\"`");
}

void scan_unterminated(struct front *f, struct span at, uint32_t quote)
{
	at.end = at.beg + quote;
	f->scan.open_end |= quote == 3;
	if (break_line(f, at))
		report_open(f, at,
			    quote == 3 ? "this string has no closing `'''`"
				       : "this string has no closing `'`");
}

void scan_armor(struct front *f, struct span at)
{
	struct diags *ds = &f->session->diags;
	struct str text = front_text(f, (struct span){ at.beg + 1, at.end - 1 });
	bool is_key = str_find(text, STR("PRIVATE KEY"), 0) >= 0;
	struct span quote = { at.beg, at.beg + 1 };
	struct diag *d =
		break_line(f, quote) ? report_open(f, quote, "this string ends with its line") : NULL;

	scan_lines(f, at);
	if (!d)
		return;
	if (is_key) { /* which a message does not repeat */
		diag_help(ds, d, "keep a key out of the sources: `secret(\"NAME\", \"KEY\")`");
		return;
	}
	struct str whole = arena_printf(&f->session->arena, "'''\n%.*s\n'''", STR_ARG(text));

	diag_fix(ds, d, at, whole, "put its lines between `'''`");
}

/* ---- tokens that are wrong in themselves ---- */

static void fix(struct front *f, struct diag *d, struct span at, const char *text)
{
	const char *trimmed = *text == ' ' ? text + 1 : text;

	if (d && *trimmed)
		diag_fix(&f->session->diags, d, at, str_from(text), "write `%s`", text);
	else if (d)
		diag_fix(&f->session->diags, d, at, str_from(text),
			 *text ? "write a plain one" : "remove it");
}

void scan_bad_version(struct front *f, struct span at)
{
	struct str text = front_text(f, at);
	struct diag *d = front_report(f, DIAG_BAD_NUMBER, at, "`%.*s` is no number; a version is a string",
				      STR_ARG(text));

	fix(f, d, at, arena_printf(&f->session->arena, "\"%.*s\"", STR_ARG(text)).p);
}

void scan_bad_number(struct front *f, struct span at)
{
	struct str text = front_text(f, at);
	struct diag *d = front_report(f, DIAG_BAD_NUMBER, at,
				      "`%.*s` is neither a number with a unit nor a name", STR_ARG(text));

	if (d)
		diag_help(&f->session->diags, d, "quote it if it is a string: \"%.*s\"", STR_ARG(text));
}

/* Characters that only look like those of the language, and these. */
static const struct {
	struct str text;
	const char *ours, *name;
} lookalikes[] = {
	{ { "\xC2\xA0", 2 }, " ", "a blank that does not break" },
	{ { "\xE2\x80\xAF", 3 }, " ", "a narrow blank" },
	{ { "\xE2\x80\x8B", 3 }, "", "a blank without width" },
	{ { "\xE3\x80\x80", 3 }, " ", "a wide blank" },
	{ { "\xE2\x80\x93", 3 }, "-", "a dash" },
	{ { "\xE2\x80\x94", 3 }, "-", "a dash" },
	{ { "\xEF\xBC\x9D", 3 }, "=", "a wide `=`" },
	{ { "\xEF\xBC\x8C", 3 }, ",", "a wide comma" },
	{ { "\xEF\xBD\x9B", 3 }, "{", "a wide `{`" },
	{ { "\xEF\xBD\x9D", 3 }, "}", "a wide `}`" },
};

/* One of a line says enough. */
static bool is_told(struct front *f)
{
	bool told = f->scan.bad_line == f->scan.line;

	f->scan.bad_line = f->scan.line;
	return told;
}

/* A word with letters that no name has. */
static void report_word(struct front *f, struct span at)
{
	uint32_t end = at.end - f->base;

	while (end < f->text.n && ((unsigned char)f->text.p[end] >= 0x80 || char_is_letter(f->text.p[end]) ||
				   char_is_digit(f->text.p[end])))
		end++;
	at.end = f->base + end;
	struct diag *d =
		front_report(f, DIAG_BAD_BYTE, at, "`%.*s` has no meaning here", STR_ARG(front_text(f, at)));

	if (d)
		diag_help(&f->session->diags, d,
			  "names are made of a to z, digits, `_` and `-`; other text stands in quotes");
}

void scan_bad_character(struct front *f, struct span at)
{
	struct str text = front_text(f, at);
	unsigned char first = (unsigned char)text.p[0];

	/* zeros and bytes that are no UTF-8 were reported for the file */
	if (first == 0 || (text.n == 1 && first >= 0x80) || is_told(f))
		return;
	if (first < 0x20 || first == 0x7f)
		front_report(f, DIAG_BAD_BYTE, at, "the byte 0x%02x has no meaning here", first);
	else if (str_eq(text, STR("\xEF\xBB\xBF")))
		front_report(f, DIAG_BAD_BYTE, at, "a byte order mark may only begin the file");
	else if (first < 0x80)
		habits_sign(f, at);
	else
		report_word(f, at);
}

bool scan_is_blank(struct front *f, struct span at)
{
	struct str text = front_text(f, at);
	size_t i = 0, n = sizeof lookalikes / sizeof *lookalikes;

	while (i < n && !str_eq(lookalikes[i].text, text))
		i++;
	if (i == n) {
		scan_bad_character(f, at);
		return false;
	}
	if (!is_told(f))
		fix(f, front_report(f, DIAG_BAD_BYTE, at, "this is %s", lookalikes[i].name), at,
		    lookalikes[i].ours);
	return !*lookalikes[i].ours || *lookalikes[i].ours == ' ';
}

void scan_heredoc(struct front *f, struct span at)
{
	struct diag *d =
		front_report(f, DIAG_FOREIGN_SYNTAX, at, "a text of several lines stands between `\'\'\'`");

	if (d)
		diag_help(&f->session->diags, d, "the rest of the file is read when it does");
	f->stopped = true;
}

void scan_conflict(struct front *f, struct span at)
{
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, at, "a conflict of a merge is not resolved");

	if (d)
		diag_help(&f->session->diags, d, "keep one of its sides, and remove its three marks");
}

void scan_foreign(struct front *f, struct span at, const char *ours)
{
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, at, "`%.*s` is written as a word here",
				      STR_ARG(front_text(f, at)));

	fix(f, d, at, ours);
}

void scan_foreign_comment(struct front *f, struct span at)
{
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, (struct span){ at.beg, at.beg + 2 },
				      "a comment begins with `#`");

	fix(f, d, (struct span){ at.beg, at.beg + 2 }, "#");
}

bool scan_begin_comment(struct front *f, struct span at)
{
	f->scan.comment = at.beg;
	f->scan.endless = f->scan.endless || str_find(f->text, STR("*/"), at.end - f->base) < 0;
	return !f->scan.endless;
}

struct span scan_comment_span(const struct front *f)
{
	return (struct span){ f->scan.comment, f->scan.at };
}

void scan_typographic(struct front *f, struct span at, struct str text, uint32_t quote)
{
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, at, "a string stands between plain quotes");

	fix(f, d, at,
	    arena_printf(&f->session->arena, "\"%.*s\"", STR_ARG(str_slice(text, quote, text.n - quote))).p);
}
