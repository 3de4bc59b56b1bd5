/*
 * The tokens that depend on what surrounds them: words, strings, brackets. It nests strings and code like
 * grammar/lexer.l, and balances brackets: a closer that is missing is sent without a text, one that closes
 * nothing is a token of its own. So every text has a tree without an error.
 */
#include "tree_sitter/parser.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* In the order of `externals` in grammar.js. */
enum token {
	BLOCK_OPEN,
	BLOCK_CLOSE,
	LIST_OPEN,
	LIST_CLOSE,
	GROUP_OPEN,
	GROUP_CLOSE,
	STRAY,
	STRING_START,
	STRING_TEXT,
	ESCAPE,
	STRING_END,
	INTERPOLATION_START,
	INTERPOLATION_END,
	RAW_STRING,
	BROKEN_STRING,
	DOT,
	CONTROL,
	LOGIC,
	CONSTANT,
	DECLARATION,
	NAME,
};

/* What is open; the values are what the state of the scanner keeps. */
enum open { BLOCK = 1, LIST, GROUP, LINE, LINES, INTERPOLATION };

enum { DEPTH = TREE_SITTER_SERIALIZATION_BUFFER_SIZE - 1, WORD = 16 };

struct scanner {
	char after_dot; /* the token before was a `.` */
	unsigned depth;
	char open[DEPTH]; /* enum open, the innermost last */
};

static bool is_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(int32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == 0xfeff;
}

static void advance(TSLexer *l)
{
	l->advance(l, false);
}

static bool give(TSLexer *l, enum token token)
{
	l->result_symbol = (TSSymbol)token;
	return true;
}

/* Takes `n` characters and gives a token of them. */
static bool take(TSLexer *l, int n, enum token token)
{
	while (n-- > 0)
		advance(l);
	l->mark_end(l);
	return give(l, token);
}

/* ---- what is open ---- */

static enum open innermost(const struct scanner *s)
{
	return s->depth ? (enum open)s->open[s->depth - 1] : 0;
}

static bool push(struct scanner *s, enum open what)
{
	if (s->depth == DEPTH)
		return false;
	s->open[s->depth++] = (char)what;
	return true;
}

static bool has_open(const struct scanner *s, enum open what)
{
	return memchr(s->open, what, s->depth) != NULL;
}

/* The token that closes what is innermost. */
static bool give_closer(struct scanner *s, TSLexer *l)
{
	static const enum token closer[] = {
		[BLOCK] = BLOCK_CLOSE, [LIST] = LIST_CLOSE,  [GROUP] = GROUP_CLOSE,
		[LINE] = STRING_END,   [LINES] = STRING_END, [INTERPOLATION] = INTERPOLATION_END,
	};

	return give(l, closer[(int)s->open[--s->depth]]);
}

/* Whether what is open can be closed by this bracket, with what was forgotten in between. */
static bool closes(const struct scanner *s, enum open what)
{
	for (unsigned i = s->depth; i-- > 0;) {
		if (s->open[i] == (char)what || (what == BLOCK && s->open[i] == INTERPOLATION))
			return true;
		if (s->open[i] == BLOCK || s->open[i] == INTERPOLATION)
			return false;
	}
	return false;
}

static bool scan_opener(struct scanner *s, TSLexer *l, enum open what, enum token token)
{
	return take(l, 1, push(s, what) ? token : STRAY);
}

static bool scan_closer(struct scanner *s, TSLexer *l, enum open what)
{
	enum open top = innermost(s);

	if (!closes(s, what))
		return take(l, 1, STRAY);
	if (top == what || (what == BLOCK && top == INTERPOLATION)) {
		advance(l);
		l->mark_end(l);
	}
	return give_closer(s, l);
}

/* ---- strings ---- */

/* Behind the first of up to three quotes: how many there are. */
static int count_quotes(TSLexer *l, int32_t quote)
{
	int n = 0;

	while (n < 3 && l->lookahead == quote) {
		advance(l);
		n++;
		if (n != 2)
			l->mark_end(l);
	}
	return n;
}

static bool scan_start(struct scanner *s, TSLexer *l)
{
	int quotes = count_quotes(l, '"'); /* of two, the second ends the string */

	return give(l, push(s, quotes == 3 ? LINES : LINE) ? STRING_START : STRAY);
}

static bool scan_raw_lines(TSLexer *l)
{
	int quotes = 0;

	while (quotes < 3 && !l->eof(l)) {
		quotes = l->lookahead == '\'' ? quotes + 1 : 0;
		advance(l);
	}
	l->mark_end(l);
	return give(l, RAW_STRING);
}

static bool scan_raw(TSLexer *l)
{
	int quotes = count_quotes(l, '\'');

	if (quotes == 3)
		return scan_raw_lines(l);
	while (quotes == 1 && l->lookahead != '\'' && l->lookahead != '\n' && !l->eof(l))
		advance(l);
	if (quotes == 1 && l->lookahead != '\'') {
		l->mark_end(l);
		return give(l, BROKEN_STRING);
	}
	if (quotes == 1)
		advance(l);
	l->mark_end(l);
	return give(l, RAW_STRING);
}

/* At a `$`: a single one before a brace begins an interpolation. */
static bool scan_dollars(struct scanner *s, TSLexer *l)
{
	int dollars = 0;

	for (; l->lookahead == '$'; dollars++)
		advance(l);
	if (dollars == 1 && l->lookahead == '{' && s->depth < DEPTH) {
		push(s, INTERPOLATION);
		return take(l, 1, INTERPOLATION_START);
	}
	l->mark_end(l);
	return give(l, STRING_TEXT);
}

static bool scan_escape(TSLexer *l)
{
	advance(l);
	if (l->lookahead == '\n' || l->eof(l)) {
		l->mark_end(l);
		return give(l, STRING_TEXT);
	}
	return take(l, 1, ESCAPE);
}

static bool scan_quotes(struct scanner *s, TSLexer *l)
{
	int wanted = innermost(s) == LINES ? 3 : 1, quotes = 0;

	while (quotes < wanted && l->lookahead == '"') {
		advance(l);
		quotes++;
	}
	l->mark_end(l);
	return quotes == wanted ? give_closer(s, l) : give(l, STRING_TEXT);
}

static bool ends_text(TSLexer *l)
{
	int32_t c = l->lookahead;

	return l->eof(l) || c == '"' || c == '$' || c == '\\' || c == '\n';
}

static bool scan_text(struct scanner *s, TSLexer *l)
{
	bool any = false;

	if (l->eof(l) || (l->lookahead == '\n' && innermost(s) == LINE))
		return give_closer(s, l);
	if (l->lookahead == '"')
		return scan_quotes(s, l);
	if (l->lookahead == '$')
		return scan_dollars(s, l);
	if (l->lookahead == '\\')
		return scan_escape(l);
	for (; !ends_text(l); any = true)
		advance(l);
	if (!any)
		advance(l);
	l->mark_end(l);
	return give(l, STRING_TEXT);
}

/* ---- words ---- */

/* Reads a word, and ends the token behind it if it is to be `marked`; false if no keyword can be as long, or
 * if it is no word. */
static bool read_word(TSLexer *l, char word[WORD], bool marked)
{
	int n = 0;

	if (!is_letter(l->lookahead))
		return false;
	while (is_letter(l->lookahead) || is_digit(l->lookahead)) {
		if (n < WORD)
			word[n] = (char)l->lookahead;
		n++;
		advance(l);
		if (marked)
			l->mark_end(l);
		if (l->lookahead != '-')
			continue;
		advance(l);
		if (!is_letter(l->lookahead) && !is_digit(l->lookahead))
			break;
		n = WORD; /* no keyword has a hyphen */
	}
	word[n < WORD ? n : 0] = '\0';
	return n < WORD;
}

#define IS_ONE_OF(word, words) is_one_of(word, words, sizeof(words) / sizeof *(words))

static bool is_one_of(const char *word, const char *const *words, size_t n)
{
	while (n-- > 0) {
		if (strcmp(word, words[n]) == 0)
			return true;
	}
	return false;
}

/* Whether a reserved word is a name: before `=`, and before `:` in a record type. */
static bool is_set(TSLexer *l)
{
	bool blank = is_blank(l->lookahead);

	while (is_blank(l->lookahead))
		advance(l);
	if (l->lookahead == '=') {
		advance(l);
		return l->lookahead != '=' && l->lookahead != '>';
	}
	if (l->lookahead == '?')
		advance(l);
	return !blank && l->lookahead == ':';
}

/* Whether a contextual word is meant as one: a name, a string or an operand follows it. */
static bool is_followed(TSLexer *l)
{
	char next[WORD];

	if (!is_blank(l->lookahead))
		return false;
	while (is_blank(l->lookahead))
		advance(l);
	if (l->lookahead == '-') {
		advance(l);
		return !is_blank(l->lookahead);
	}
	if (is_digit(l->lookahead) ||
	    (l->lookahead > 0 && l->lookahead < 0x80 && strchr("\"'([", (char)l->lookahead)))
		return true;
	if (!is_letter(l->lookahead))
		return false;
	bool keyword = read_word(l, next, false) && IS_ONE_OF(next, binary_words);
	return !keyword;
}

static enum token class_of(TSLexer *l, const char *word)
{
	if (IS_ONE_OF(word, contextual_words))
		return is_followed(l) ? DECLARATION : NAME;
	enum token reserved = IS_ONE_OF(word, control_words)	? CONTROL
			      : IS_ONE_OF(word, logic_words)	? LOGIC
			      : IS_ONE_OF(word, constant_words) ? CONSTANT
								: NAME;

	return reserved != NAME && is_set(l) ? NAME : reserved;
}

static bool scan_word(TSLexer *l, bool member)
{
	char word[WORD];
	bool short_word = read_word(l, word, true);

	return give(l, short_word && !member ? class_of(l, word) : NAME);
}

/* ---- all of it ---- */

/* A single `.`; the others are operators. */
static bool scan_dot(struct scanner *s, TSLexer *l)
{
	advance(l);
	if (l->lookahead == '.')
		return false;
	l->mark_end(l);
	s->after_dot = 1;
	return give(l, DOT);
}

static bool scan_code(struct scanner *s, TSLexer *l, bool member)
{
	switch (l->lookahead) {
	case '{':
		return scan_opener(s, l, BLOCK, BLOCK_OPEN);
	case '[':
		return scan_opener(s, l, LIST, LIST_OPEN);
	case '(':
		return scan_opener(s, l, GROUP, GROUP_OPEN);
	case '}':
		return scan_closer(s, l, BLOCK);
	case ']':
		return scan_closer(s, l, LIST);
	case ')':
		return scan_closer(s, l, GROUP);
	case '"':
		return scan_start(s, l);
	case '\'':
		return scan_raw(l);
	case '.':
		return scan_dot(s, l);
	default:
		return is_letter(l->lookahead) && scan_word(l, member);
	}
}

void *tree_sitter_rcstack_external_scanner_create(void)
{
	return calloc(1, sizeof(struct scanner));
}

void tree_sitter_rcstack_external_scanner_destroy(void *scanner)
{
	free(scanner);
}

unsigned tree_sitter_rcstack_external_scanner_serialize(void *scanner, char *buffer)
{
	const struct scanner *s = scanner;

	buffer[0] = s->after_dot;
	memcpy(buffer + 1, s->open, s->depth);
	return s->depth + 1;
}

void tree_sitter_rcstack_external_scanner_deserialize(void *scanner, const char *buffer, unsigned length)
{
	struct scanner *s = scanner;

	s->after_dot = length ? buffer[0] : 0;
	s->depth = length ? length - 1 : 0;
	if (s->depth)
		memcpy(s->open, buffer + 1, s->depth);
}

bool tree_sitter_rcstack_external_scanner_scan(void *scanner, TSLexer *l, const bool *valid)
{
	struct scanner *s = scanner;
	bool member = s->after_dot && is_letter(l->lookahead);

	(void)valid; /* what is open says it all */
	s->after_dot = 0;
	if (innermost(s) == LINE || innermost(s) == LINES)
		return scan_text(s, l);
	l->mark_end(l);
	while (is_blank(l->lookahead) || l->lookahead == '\n') {
		/* an interpolation stays on its line */
		if (l->lookahead == '\n' && has_open(s, INTERPOLATION))
			return give_closer(s, l);
		l->advance(l, true);
	}
	l->mark_end(l);
	if (l->eof(l))
		return s->depth && give_closer(s, l);
	return scan_code(s, l, member);
}
