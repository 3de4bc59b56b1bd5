/* Lines, scalars and literal blocks of the quick reader. */
#include "yaml/quick.h"

#include "formats/chars.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* ---- runs of bytes ------------------------------------------------------------------------ */

/* Steps over blanks, sixteen bytes at a time where the machine can. */
static uint32_t skip_blanks(const struct quick *q, uint32_t at)
{
#ifdef __SSE2__
	for (; at + 16 <= q->end; at += 16) {
		__m128i v = _mm_loadu_si128((const void *)(q->text + at));
		int blanks = _mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')));

		if (blanks != 0xffff)
			return at + (uint32_t)__builtin_ctz(~(unsigned)blanks);
	}
#endif
	while (at < q->end && q->text[at] == ' ')
		at++;
	return at;
}

/* Steps over bytes that have nothing to say in a plain text; it need not step over all of them. */
static uint32_t skip_plain(const struct quick *q, uint32_t at)
{
#ifdef __SSE2__
	for (; at + 16 <= q->end; at += 16) {
		__m128i v = _mm_loadu_si128((const void *)(q->text + at));
		__m128i stop = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(':')),
					    _mm_cmpeq_epi8(v, _mm_set1_epi8('#')));

		/* Of what ends a line or is no text all are at most a tab or a newline. */
		stop = _mm_or_si128(stop, _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8('\n')),
							 _mm_set1_epi8('\n')));
		int stops = _mm_movemask_epi8(stop);

		if (stops)
			return at + (uint32_t)__builtin_ctz((unsigned)stops);
	}
#endif
	return at;
}

/* ---- lines -------------------------------------------------------------------------------- */

uint32_t quick_line_end(const struct quick *q, uint32_t at)
{
	const char *newline = at < q->end ? memchr(q->text + at, '\n', q->end - at) : NULL;

	return newline ? (uint32_t)(newline - q->text) : q->end;
}

bool quick_at_rest(const struct quick *q)
{
	return q->at >= q->end || q->text[q->at] == '\n' ||
	       (q->text[q->at] == '#' &&
		(q->at == 0 || q->text[q->at - 1] == ' ' || q->text[q->at - 1] == '\n'));
}

void quick_next_content(struct quick *q, uint32_t at)
{
	for (;;) {
		uint32_t line = at;

		at = skip_blanks(q, at);
		if (at >= q->end)
			break;
		if (q->text[at] != '\n' && q->text[at] != '#') {
			q->at = at;
			q->column = (int32_t)(at - line);
			q->marker |= at == line && q->text[at] == '.'; /* it may be the end of a document */
			return;
		}
		at = quick_line_end(q, at) + 1;
	}
	q->at = q->end;
	q->column = -1;
}

void quick_next_line(struct quick *q)
{
	bool here = q->at < q->end && q->text[q->at] == '\n';

	quick_next_content(q, (here ? q->at : quick_line_end(q, q->at)) + 1);
}

bool quick_finish_value(struct quick *q, int32_t around)
{
	quick_skip_blanks(q);
	if (!quick_at_rest(q))
		return false;
	quick_next_line(q);
	return q->column <= around;
}

/* ---- scalars ------------------------------------------------------------------------------ */

void quick_add_scalar(struct quick *q, uint32_t beg, uint32_t end, struct str text, bool plain)
{
	uint32_t at = yaml_add(
		q->in, q->out,
		(struct yaml_node){
			.kind = YAML_NODE_SCALAR, .plain = plain, .beg = beg, .end = end, .text = text });

	yaml_close(q->out, at);
}

/* What ends a run of bytes: the end of the text, which has a NUL behind it, is one of these. */
enum { IN_PLAIN = 1, IN_DOUBLE = 2, IN_SINGLE = 4, NO_PLAIN = 8 /* cannot begin a plain text */ };

static const uint8_t stops[256] = {
	['\0'] = IN_PLAIN | IN_DOUBLE | IN_SINGLE | NO_PLAIN,
	['\n'] = IN_PLAIN | IN_DOUBLE | IN_SINGLE | NO_PLAIN,
	['\t'] = IN_PLAIN | NO_PLAIN,
	[':'] = IN_PLAIN | NO_PLAIN,
	['#'] = IN_PLAIN | NO_PLAIN,
	['"'] = IN_DOUBLE | NO_PLAIN,
	['\\'] = IN_DOUBLE,
	['\''] = IN_SINGLE | NO_PLAIN,
	['?'] = NO_PLAIN,
	[','] = NO_PLAIN,
	['['] = NO_PLAIN,
	[']'] = NO_PLAIN,
	['{'] = NO_PLAIN,
	['}'] = NO_PLAIN,
	['&'] = NO_PLAIN,
	['*'] = NO_PLAIN,
	['!'] = NO_PLAIN,
	['|'] = NO_PLAIN,
	['>'] = NO_PLAIN,
	['%'] = NO_PLAIN,
	['@'] = NO_PLAIN,
	['`'] = NO_PLAIN,
	[' '] = NO_PLAIN,
};

static bool stops_at(const struct quick *q, uint32_t at, uint8_t what)
{
	return stops[(unsigned char)q->text[at]] & what;
}

/* The end of the plain text at `at`: before a comment, a `: `, or the end of the line; without blanks. Where
 * it begins, if a tab is in it. */
static uint32_t plain_end(const struct quick *q)
{
	uint32_t i = q->at;

	for (;; i++) {
		i = skip_plain(q, i);
		while (!stops_at(q, i, IN_PLAIN))
			i++;
		char c = i < q->end ? q->text[i] : '\n';

		if (c == '\t')
			return q->at;
		if (c == '\n' || (c == ':' && quick_blank_or_end(q, i + 1)) ||
		    (c == '#' && q->text[i - 1] == ' '))
			break;
	}
	while (i > q->at && q->text[i - 1] == ' ')
		i--;
	return i;
}

static bool starts_plain(const struct quick *q)
{
	if (quick_peek(q) == '-')
		return !quick_blank_or_end(q, q->at + 1);
	return q->at < q->end && !stops_at(q, q->at, NO_PLAIN);
}

/* Between double quotes without an escape, or between single ones without a quote; over it. */
static bool quoted(struct quick *q, struct str *text)
{
	char quote = q->text[q->at];
	uint8_t stop = quote == '"' ? IN_DOUBLE : IN_SINGLE;
	uint32_t beg = q->at + 1, end = beg;

	while (!stops_at(q, end, stop))
		end++;
	if (end >= q->end || q->text[end] != quote || (end + 1 < q->end && q->text[end + 1] == quote))
		return false;
	*text = (struct str){ q->text + beg, end - beg };
	q->at = end + 1;
	return true;
}

/* The escapes that stand for one byte. */
static char escaped(char c)
{
	static const char from[] = "n\"\\t/0", to[] = "\n\"\\\t/";
	const char *found = c ? strchr(from, c) : NULL;

	return found ? to[found - from] : '\1';
}

static bool double_quoted(struct quick *q, struct str *text)
{
	uint32_t end = q->at + 1;
	struct buf out = { .arena = &q->in->session->arena };

	for (; end < q->end && q->text[end] != '"'; end++) {
		char c = q->text[end];

		if (c == '\\' && end + 1 < q->end)
			c = escaped(q->text[++end]);
		else if (c == '\n')
			return false;
		if (c == '\1')
			return false;
		buf_char(&out, c);
	}
	if (end >= q->end)
		return false;
	*text = buf_str(&out);
	q->at = end + 1;
	return true;
}

bool quick_line_scalar(struct quick *q)
{
	uint32_t beg = q->at;
	struct str text;
	bool plain = false;

	if (quick_peek(q) == '"' || quick_peek(q) == '\'') {
		if (!quoted(q, &text) && (quick_peek(q) == '\'' || !double_quoted(q, &text)))
			return false;
	} else {
		if (!starts_plain(q))
			return false;
		plain = true;
		q->at = plain_end(q);
		if (q->at == beg)
			return false;
		text = (struct str){ q->text + beg, q->at - beg };
	}
	if (text.n > q->in->session->limits[LIMIT_LITERAL_BYTES])
		return false;
	quick_add_scalar(q, beg, q->at, text, plain);
	return true;
}

/* ---- literal blocks ----------------------------------------------------------------------- */

struct block {
	uint32_t beg;
	char chomp;	 /* '-', '+' or 0 */
	uint32_t indent; /* 0: not yet known */
	struct buf text;
	uint32_t newlines; /* seen, not yet part of the text */
};

static bool block_header(struct quick *q, struct block *b, int32_t around)
{
	b->beg = q->at++;
	for (; q->at < q->end && q->text[q->at] != ' ' && q->text[q->at] != '\n'; q->at++) {
		char c = q->text[q->at];

		if ((c == '-' || c == '+') && !b->chomp)
			b->chomp = c;
		else if (c >= '1' && c <= '9' && !b->indent)
			b->indent = (uint32_t)(c - '0') + (around > 0 ? (uint32_t)around : 0);
		else
			return false;
	}
	quick_skip_blanks(q);
	return quick_at_rest(q);
}

/* One line; false if it is behind the block. */
static bool block_line(struct quick *q, struct block *b, int32_t around, uint32_t line)
{
	uint32_t at = line, end = quick_line_end(q, line);

	while (at < end && q->text[at] == ' ' && (!b->indent || at - line < b->indent))
		at++;
	if (at == end) {
		b->newlines += end < q->end;
		return true;
	}
	if (!b->indent && (int32_t)(at - line) > around && at > line && q->text[at] != '\t')
		b->indent = at - line;
	if (!b->indent || at - line < b->indent)
		return false;
	for (; b->newlines; b->newlines--)
		buf_char(&b->text, '\n');
	buf_add(&b->text, (struct str){ q->text + at, end - at });
	b->newlines = end < q->end;
	return true;
}

/* Whether an empty line before the first one with text is longer than its indentation: then libyaml takes
 * that for the indentation. */
static bool has_long_blank(const struct quick *q, uint32_t line, uint32_t indent)
{
	for (;;) {
		uint32_t at = line, end = quick_line_end(q, line);

		while (at < end && q->text[at] == ' ')
			at++;
		if (at < end || end >= q->end)
			return at == end && at - line > indent;
		if (at - line > indent)
			return true;
		line = end + 1;
	}
}

bool quick_literal(struct quick *q, int32_t around)
{
	struct block b = { .text.arena = &q->in->session->arena };

	if (!block_header(q, &b, around))
		return false;
	uint32_t first = quick_line_end(q, q->at) + 1, line = first;
	bool given = b.indent > 0;

	while (line < q->end && block_line(q, &b, around, line))
		line = quick_line_end(q, line) + 1;
	if (!b.text.n || (!given && has_long_blank(q, first, b.indent)))
		return false;
	uint32_t keep = b.chomp == '-' ? 0 : b.chomp == '+' ? b.newlines : b.newlines > 0;

	while (keep--)
		buf_char(&b.text, '\n');
	if (b.text.n > q->in->session->limits[LIMIT_LITERAL_BYTES])
		return false;
	quick_add_scalar(q, b.beg, b.beg + 1, buf_str(&b.text), false);
	quick_next_content(q, line);
	return q->column <= around;
}
