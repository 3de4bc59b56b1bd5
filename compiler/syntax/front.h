#ifndef RCC_SYNTAX_FRONT_H
#define RCC_SYNTAX_FRONT_H
/*
 * The state of one parse, on the stack of parse_file: bytes → scanner (grammar/lexer.l) →
 * layout filter (layout.c) → parser (grammar/parser.y) → nodes (build.c). Only files of
 * this folder and of grammar/ may include it.
 */
#include "syntax/ast.h"

/* Siblings that have no parent yet, linked by node.next. */
struct node_list {
	node_id first, last;
};

/* What a symbol of the grammar carries: a word or literal, a node, or siblings. */
union syntax_value {
	uint32_t name;
	node_id node;
	struct node_list list;
};

struct token {
	int kind; /* enum of syntax/parser.h */
	uint32_t name;
	struct span at;
	uint32_t line;	 /* global offset where its line begins */
	uint32_t indent; /* bytes of blanks that its line begins with */
	bool opens_line; /* nothing but blanks is before it on its line */
};

/* An open bracket, string or interpolation. */
struct opener {
	int kind; /* token that opened it */
	struct span at;
	uint32_t line, indent; /* as of the token */
	bool flat;	       /* a `{`: lines inside are not indented deeper than its own */
	bool arms;	       /* a `{`: that of a `match` */
	bool by_indent;	       /* a `:` for a `{`: the block ends where lines are not indented deeper */
};

/* How the scanner nests strings and code: `{`, `${` and the two quotes; offsets as in spans. */
struct scan {
	VEC(struct opener) open;
	uint32_t at;		   /* global offset behind the current match */
	uint32_t line, indent;
	uint32_t token_line, token_indent; /* of the line where the current match begins */
	bool line_used;		   /* a token of this line was made */
	VEC(uint32_t) broken_lines; /* lines with an unterminated string, ascending */
	uint32_t bad_line;	   /* the last line with a character that was reported */
	bool open_end;		   /* the text ends inside a string */
	uint32_t comment;	   /* where the last one between slashes and stars begins */
	bool endless;		   /* none that begins from here on has an end */
};

enum { LAYOUT_QUEUE = 4 };

/* What the layout filter remembers; its fields belong to layout.c. */
struct layout {
	struct token queue[LAYOUT_QUEUE]; /* read ahead */
	uint32_t head, count;
	int start;		   /* the first token to send; 0 once it is sent */
	VEC(struct opener) open;   /* brackets and strings of the tokens that were sent */
	uint32_t braces;	   /* how many of them are `{` */
	struct token last, before; /* the tokens sent last */
	int earlier;		   /* the kind of the one before them */
	struct opener suspect;	   /* a `{` whose `}` did not fit its indentation; kind 0 if none */
	struct opener unclosed;	   /* what the closer that was sent last skipped; kind 0 if nothing */
	struct span closed;	   /* the `}` that closed the last block of a declaration */
	bool stray;		   /* the closer that was sent last closes nothing */
	VEC(int) closers;	   /* to send next, last one first */
	int declares;		   /* the word that began the declaration */
	bool values;		   /* its braces hold fields with values, not with types */
	uint32_t match;		   /* brackets open at the last `match`, and one more; 0: it has its `{` */
	bool by_indent;		   /* the token to send stands for a `{` that ends by indentation */
	bool recovering;	   /* an error was reported, and the parser is not in step yet: */
	bool skip_deeper;	   /* swallow lines that are indented deeper than skip_indent */
	bool skip_declaration;	   /* swallow lines up to a word that begins a declaration */
	bool skip_block;	   /* the wrong token was a `{`: go on behind its `}` */
	bool skip_line;		   /* the wrong token is a comma: go on behind the rest of its line */
	uint32_t skip_indent;
	uint32_t lost;	   /* how many `(` and `[` the error gave up */
	uint32_t error_line; /* the line of the last error */
	bool replay;	   /* send the end of a line, then the wrong token once more */
	uint32_t replayed; /* where the token begins that was sent twice */
};

struct front {
	struct session *session;
	struct ast *ast;
	struct str text;
	uint32_t base; /* global offset of text.p[0] */
	void *scanner; /* of flex */
	struct scan scan;
	struct layout layout;
	struct node_list declarations;
	node_id root; /* of parse_value */
	uint32_t error_at; /* where the last syntax error is */
	bool stopped; /* a limit was exceeded: the rest is not read, and nothing more is said */
};

/* Makes the tokens of a source ready to be taken; `start` as in layout_init. Between the two nothing
 * may be added to the sources: the text is read in place. */
void front_begin(struct front *f, struct ast *t, uint32_t source, int start);
/* The same of a part of a source. */
void front_begin_at(struct front *f, struct ast *t, struct span at, int start);
void front_end(struct front *f);
/* Adds a diagnostic; NULL once the parse is stopped. */
struct diag *front_report(struct front *f, enum diag_code code, struct span at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Says that a limit is exceeded and stops the parse. */
void front_limit(struct front *f, enum limit limit, struct span at);
struct str front_text(const struct front *f, struct span at);

#endif
