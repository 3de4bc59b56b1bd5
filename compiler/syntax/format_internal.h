#ifndef RCC_SYNTAX_FORMAT_INTERNAL_H
#define RCC_SYNTAX_FORMAT_INTERNAL_H
/*
 * The formatter's passes (format.c runs them in order). A source becomes an array of pieces,
 * and each pass decides a little more of what stands before each piece:
 *
 *   read     tokens and comments become pieces; separators go, and mark what they separate
 *   mark     the tree says what tokens alone do not tell: a unary `-`, a statement, an `else`
 *   measure  which lines the writer broke on purpose, and how wide everything is on one line
 *   lay      newlines and indentation, breaking what does not fit
 *   align    columns of `=` and `{`
 *
 * A `container` is a `{` or the `[` of a list: there newlines and commas separate items. The
 * other brackets keep their commas, and lines only break in them where the writer did it.
 */
#include "syntax/ast.h"
#include "syntax/front.h"
#include "syntax/parser.h"

enum { FORMAT_WIDTH = 110, FORMAT_INDENT = 2 };
enum { PIECE_NO_TOKEN = -1 }; /* the kind of a comment */

enum piece_flag {
	PIECE_COMMENT = 1 << 0,
	PIECE_ITEM = 1 << 1,	  /* begins an item of a container, or a declaration */
	PIECE_LIST = 1 << 2,	  /* the `[` of a list */
	PIECE_SERIES = 1 << 3,	  /* a `{` of statements: several never share a line */
	PIECE_FREE = 1 << 4,	  /* a `(` or `[` that does not cling to the word before it */
	PIECE_PREFIX = 1 << 5,	  /* a unary `-` */
	PIECE_WIDE = 1 << 6,	  /* a `..` whose operands are operations */
	PIECE_INNER = 1 << 7,	  /* a comma that is part of an item */
	PIECE_ATTRIBUTE = 1 << 8, /* the last piece of an attribute */
	PIECE_SEPARATED = 1 << 9, /* a separator stood before it */
	PIECE_DEEP = 1 << 10,	  /* a statement that belongs to the one before it */
	PIECE_JOIN = 1 << 11,	  /* an `else` that follows its `}` */
	PIECE_HARD = 1 << 12,	  /* a newline stands before it, whatever fits */
	PIECE_BROKEN = 1 << 13,	  /* an opener whose items have a line each */
	PIECE_VERBATIM = 1 << 14, /* a string whose lines cannot be indented otherwise */
	PIECE_COMMA = 1 << 15,	  /* write a comma before it */
	PIECE_LINES = 1 << 16,	  /* a string of several lines */
	PIECE_STOP = 1 << 17,	  /* write a comma behind it, at the end of its line */
	PIECE_HEAD = 1 << 18,	  /* the `{` of an entry, at the end of its head */
	PIECE_ROWS = 1 << 19,	  /* the `[` of a list whose items may share lines */
	PIECE_SOFT = 1 << 20,	  /* an opener behind `=` that has a line of its own if it fits there */
};

/* What is aligned with the same in the lines around it. */
enum piece_form {
	FORM_NONE,
	FORM_VALUE,	  /* name = … */
	FORM_BLOCK,	  /* name {…} */
	FORM_KEYED_VALUE, /* name "key" = …, among those of one name */
	FORM_KEYED_BLOCK, /* name "key" {…}, among those of one name */
	FORM_LABEL,	  /* at … "label" */
};

struct piece {
	struct span at;
	int kind;	 /* of the token; strings with interpolations are one TOK_STRING */
	uint32_t flags;	 /* enum piece_flag */
	uint32_t match;	 /* of an opener: its closer; of a closer: its opener */
	uint32_t next;	 /* the next item or closer on the same level */
	uint32_t line;	 /* the next piece that surely begins a line, or is a comment */
	uint32_t pos;	 /* columns before it if the whole text were one line */
	uint32_t width;	 /* columns */
	uint32_t cell;	 /* of the first piece of an item: the one to align; 0: none */
	uint16_t blanks; /* before it */
	uint16_t indent; /* of the lines inside a string */
	uint8_t form;	 /* enum piece_form, of `cell` */
	uint8_t source_lines,
		lines; /* newlines before it, as read and to be written: 0, 1, or 2 for a blank line */
};

struct format {
	struct front front; /* text and place of the source */
	struct ast tree;
	struct ast scratch;  /* takes the comments that the tokens are read with */
	struct table pieces; /* struct piece; the last one is the end of the file */
	struct piece *v;     /* the same: v[1] … v[n - 1] */
	uint32_t n;
};

void format_read(struct format *f, uint32_t source);
void format_mark(struct format *f);
void format_measure(struct format *f);
void format_lay(struct format *f);
void format_align(struct format *f);

/* The piece that begins at a global offset; one must. */
uint32_t format_find(const struct format *f, uint32_t offset);
/* Blanks (and comma) between a piece and the one before it if both are on one line. */
uint32_t format_gap(const struct format *f, uint32_t i);

static inline bool piece_is(const struct piece *p, uint32_t flags)
{
	return (p->flags & flags) != 0;
}

static inline bool piece_opens(const struct piece *p)
{
	return p->kind == TOK_LC || p->kind == TOK_LP || p->kind == TOK_LB;
}

static inline bool piece_closes(const struct piece *p)
{
	return p->kind == TOK_RC || p->kind == TOK_RP || p->kind == TOK_RB;
}

static inline bool piece_is_container(const struct piece *p)
{
	return p->kind == TOK_LC || piece_is(p, PIECE_LIST);
}

#endif
