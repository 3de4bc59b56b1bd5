/*
 * The truth about colours: `tokens FILE` prints a line `OFFSET LENGTH CLASS` for each token of the real
 * scanner, in bytes. Words are told apart by the real parser: a keyword that stands for a name is a name.
 *
 *   comment  string  interp (the two ends of an interpolation)  number  keyword  name  operator
 *   invalid  what the scanner reports, even where it goes on with a token that was meant
 */
#include "formats/number.h"
#include "syntax/parse.h"
#include "syntax/parser.h"
#include "syntax/scan.h"

#include <stdio.h>
#include <stdlib.h>

int raw_lex_init_extra(struct front *f, void **scanner);
struct yy_buffer_state *raw__scan_bytes(const char *bytes, int length, void *scanner);
int raw_lex_destroy(void *scanner);

struct words {
	struct session session;
	struct ast ast;
	struct front front;
	bool *name;   /* by offset in the file: a name begins here */
	uint32_t end; /* offset behind what was printed */
};

static void print(struct words *w, uint32_t beg, uint32_t end, const char *class)
{
	if (end > beg)
		printf("%u %u %s\n", beg, end - beg, class);
	w->end = end;
}

/* ---- what the parser says ---- */

/* Whether node.name is a word of the text; other kinds keep literals and operators there. */
static bool has_word(const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_NONE:
	case NODE_ERROR:
	case NODE_NUMBER:
	case NODE_STRING:
	case NODE_BOOL:
	case NODE_UNARY:
	case NODE_BINARY:
		return false;
	default:
		return n->name != 0;
	}
}

static void mark_names(struct words *w)
{
	for (node_id n = 1; n < w->ast.nodes.n; n++) {
		if (has_word(ast_node(&w->ast, n)))
			w->name[ast_name_span(&w->ast, n).beg - w->front.base] = true;
	}
}

/* ---- what the scanner says ---- */

static bool is_quote(char c)
{
	return c == '"' || c == '\'';
}

static const char *class_of_number(struct str text)
{
	struct number number;

	return number_parse(text, &number) == NUMBER_UNIT ? "invalid" : "number";
}

static const char *class_of_literal(int token, struct str text)
{
	switch (token) {
	case TOK_NUMBER:
		return class_of_number(text);
	case TOK_STRING: /* without quotes it is a version that lacks them */
		return is_quote(text.p[0]) ? "string" : "invalid";
	case TOK_NAME:
		return "name";
	default:
		return "invalid";
	}
}

static const char *class_of(const struct words *w, int token, struct span at)
{
	struct str text = front_text(&w->front, at);

	switch (token_class(token)) {
	case TOKEN_RESERVED:
	case TOKEN_CONTEXTUAL:
		if (!str_eq(text, token_describe(token)))
			return "invalid"; /* a foreign spelling of it */
		return w->name[at.beg - w->front.base] ? "name" : "keyword";
	case TOKEN_LITERAL:
		return class_of_literal(token, text);
	case TOKEN_LAYOUT:
		return token == TOK_INTERP_BEG || token == TOK_INTERP_END ? "interp" : "string";
	case TOKEN_PUNCTUATION:
	case TOKEN_OPERATOR:
	case TOKEN_COMPARISON:
		return "operator";
	case TOKEN_NONE:
		break;
	}
	return "invalid";
}

/* Between tokens stand blanks and comments; anything else was reported. */
static void print_gap(struct words *w, uint32_t to)
{
	struct str text = w->front.text;

	while (w->end < to) {
		uint32_t end = w->end;

		while (end < to && text.p[end] != '\n')
			end++;
		uint32_t beg = w->end;

		while (beg < end && (text.p[beg] == ' ' || text.p[beg] == '\t' || text.p[beg] == '\r'))
			beg++;
		print(w, beg, end, beg < end && text.p[beg] == '#' ? "comment" : "invalid");
		w->end = end < to ? end + 1 : end;
	}
}

static void print_tokens(struct words *w)
{
	union syntax_value value;
	struct span at;
	int token;

	while ((token = raw_lex(&value, &at, w->front.scanner)) != TOK_YYEOF) {
		if (token == TOK_NL || token == TOK_BREAK)
			continue;
		print_gap(w, at.beg - w->front.base);
		print(w, at.beg - w->front.base, at.end - w->front.base, class_of(w, token, at));
	}
	/* what is left behind a quote that nothing closes; where it opens, a comment may be before it */
	if (w->front.scan.open_end) {
		if (is_quote(*front_text(&w->front, at).p))
			print_gap(w, at.beg - w->front.base);
		print(w, w->end, w->front.text.n, "string");
	}
	print_gap(w, w->front.text.n);
}

static void scan(struct words *w, uint32_t source)
{
	w->front = (struct front){ .session = &w->session,
				   .ast = &w->ast,
				   .text = source_text(&w->session.sources, source),
				   .base = source_get(&w->session.sources, source)->base };
	w->name = arena_new(&w->session.arena, bool, w->front.text.n + 1);
	mark_names(w);
	scan_init(&w->front);
	if (raw_lex_init_extra(&w->front, &w->front.scanner) != 0)
		abort();
	raw__scan_bytes(w->front.text.p, (int)w->front.text.n, w->front.scanner);
	print_tokens(w);
	raw_lex_destroy(w->front.scanner);
}

int main(int argc, char **argv)
{
	struct words w = { 0 };
	struct str text;

	session_init(&w.session, os_posix());
	ast_init(&w.ast, &w.session);
	if (argc != 2 || w.session.os.read(&w.session.os, &w.session.arena, argv[1], UINT32_MAX, &text)) {
		fputs("usage: tokens FILE\n", stderr);
		return 2;
	}
	uint32_t source = source_add(&w.session.sources, SOURCE_USER, str_from(argv[1]), text);

	parse_file(&w.ast, source);
	scan(&w, source);
	ast_fini(&w.ast);
	session_fini(&w.session);
	return 0;
}
