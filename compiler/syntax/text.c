#include "syntax/text.h"

#include "formats/chars.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static char char_at(const struct front *f, uint32_t offset)
{
	return f->text.p[offset - f->base];
}

static struct str quote_of(struct str literal)
{
	static const struct str quotes[] = { { "\"\"\"", 3 }, { "'''", 3 }, { "\"", 1 }, { "'", 1 } };
	uint32_t i = 0;

	/* "" is an empty string, not the beginning of a long quote */
	while (!str_starts_with(literal, quotes[i]))
		i++;
	return quotes[i];
}

/* The end of the blanks that the line at `beg` begins with. */
static uint32_t blanks_end(const struct front *f, uint32_t beg, uint32_t end)
{
	while (beg < end && (char_at(f, beg) == ' ' || char_at(f, beg) == '\t'))
		beg++;
	return beg;
}

static uint32_t line_end(const struct front *f, uint32_t beg, uint32_t end)
{
	while (beg < end && char_at(f, beg) != '\n')
		beg++;
	return beg;
}

static uint32_t common_prefix(struct str a, struct str b)
{
	uint32_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

static bool is_blank_line(const struct front *f, uint32_t beg, uint32_t end)
{
	while (beg < end && is_blank(char_at(f, beg)))
		beg++;
	return beg == end;
}

/* The longest blank prefix that all lines share, blank ones left out but the closer's. */
static uint32_t common_indent(const struct front *f, struct span lines)
{
	struct str shared = { 0 };
	bool any = false;

	for (uint32_t beg = lines.beg; beg <= lines.end;) {
		uint32_t end = line_end(f, beg, lines.end);
		struct str blanks = front_text(f, (struct span){ beg, blanks_end(f, beg, end) });

		if (end == lines.end || !is_blank_line(f, beg, end)) {
			shared = any ? str_slice(shared, 0, common_prefix(shared, blanks)) : blanks;
			any = true;
		}
		beg = end + 1;
	}
	return shared.n;
}

/* The lines between the opener's and the closer's. */
static void measure_lines(struct front *f, struct text_form *form)
{
	struct span lines = form->content;
	uint32_t first = line_end(f, lines.beg, lines.end);

	if (first == lines.end || !is_blank_line(f, lines.beg, first)) {
		front_report(f, DIAG_SYNTAX, (struct span){ lines.beg, first },
			     "the text of a string of several lines begins on the line after its quotes");
		return;
	}
	lines.beg = first + 1;
	form->indent = common_indent(f, lines);
	uint32_t last = lines.end;

	while (last > lines.beg && is_blank(char_at(f, last - 1)))
		last--;
	if (last == lines.beg || char_at(f, last - 1) == '\n')
		lines.end = last;
	form->content = lines;
}

struct text_form text_form_of(struct front *f, struct span literal)
{
	struct str text = front_text(f, literal), quote = quote_of(text);
	struct text_form form = { .escapes = quote.p[0] == '"', .lines = quote.n == 3 };
	bool closed = text.n >= 2 * quote.n && str_ends_with(text, quote);

	form.content = (struct span){ literal.beg + quote.n, closed ? literal.end - quote.n : literal.end };
	if (form.content.end - form.content.beg > f->session->limits[LIMIT_LITERAL_BYTES])
		front_limit(f, LIMIT_LITERAL_BYTES, (struct span){ literal.beg, form.content.beg });
	if (form.lines)
		measure_lines(f, &form);
	return form;
}

static bool is_continuation_byte(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static void report_escape(struct front *f, uint32_t at, uint32_t end)
{
	uint32_t stop = at + 2 < end ? at + 2 : end;

	while (stop < end && is_continuation_byte(char_at(f, stop)))
		stop++;
	struct span span = { at, stop };
	struct diag *d = front_report(f, DIAG_BAD_ESCAPE, span, "`%.*s` is not an escape",
				      STR_ARG(front_text(f, span)));

	if (!d)
		return;
	diag_help(&f->session->diags, d, "the escapes are \\n \\t \\\" \\\\ and \\$");
	diag_fix(&f->session->diags, d, (struct span){ at, at }, STR("\\"), "write a backslash as `\\\\`");
}

/* Writes what the escape at `at` means; gives the offset behind it. */
static uint32_t cook_escape(struct front *f, struct buf *out, uint32_t at, uint32_t end)
{
	char c = at + 1 < end ? char_at(f, at + 1) : '\0';

	switch (c) {
	case 'n':
		buf_char(out, '\n');
		break;
	case 't':
		buf_char(out, '\t');
		break;
	case '"':
	case '\\':
	case '$':
		buf_char(out, c);
		break;
	default:
		report_escape(f, at, end);
		return at + 1;
	}
	return at + 2;
}

static uint32_t skip_indent(const struct front *f, const struct text_form *form, uint32_t at, uint32_t end)
{
	uint32_t stop = end - at < form->indent ? end : at + form->indent;

	return blanks_end(f, at, stop);
}

uint32_t text_cook(struct front *f, const struct text_form *form, struct span part)
{
	uint32_t at = part.beg > form->content.beg ? part.beg : form->content.beg;
	uint32_t end = part.end < form->content.end ? part.end : form->content.end;
	struct buf out = { .arena = &f->session->arena };

	if (form->lines && at < end && (at == form->content.beg || char_at(f, at - 1) == '\n'))
		at = skip_indent(f, form, at, end);
	while (at < end) {
		char c = char_at(f, at);

		if (c == '\\' && form->escapes) {
			at = cook_escape(f, &out, at, end);
			continue;
		}
		at++;
		if (c == '\r' && at < end && char_at(f, at) == '\n')
			continue;
		buf_char(&out, c);
		if (c == '\n' && form->lines)
			at = skip_indent(f, form, at, end);
	}
	return name_intern(&f->session->names, buf_str(&out));
}

uint32_t text_literal(struct front *f, struct span literal)
{
	struct text_form form = text_form_of(f, literal);

	return text_cook(f, &form, literal);
}

static bool is_name_part(char c)
{
	return char_is_alnum(c) || c == '_' || c == '-';
}

struct span text_placeholder(struct str text, struct span literal, struct str name)
{
	for (uint32_t i = 0; i < text.n && text.p[0] != '\''; i++) {
		uint32_t end = i + 1;
		bool dollar = text.p[i] == '$';

		if ((text.p[i] != '{' && !dollar) ||
		    (i > 0 && (text.p[i - 1] == '$' || text.p[i - 1] == '\\')))
			continue;
		while (end < text.n && is_name_part(text.p[end]))
			end++;
		struct str word = str_slice(text, i + 1, end);

		if (word.n && char_is_letter(word.p[0]) && (dollar || (end < text.n && text.p[end] == '}')) &&
		    (name.n == 0 || str_eq(word, name)))
			return (struct span){ literal.beg + i, literal.beg + end + !dollar };
	}
	return (struct span){ 0, 0 };
}
