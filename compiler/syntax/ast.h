#ifndef RCC_SYNTAX_AST_H
#define RCC_SYNTAX_AST_H
/*
 * The syntax tree: uniform nodes of 16 bytes in one table, linked by index, so that the
 * library's trees can lie read-only in the image. A parser makes nodes bottom up; sema
 * fills `type` and `ref`; nothing else changes a node afterwards. Where a node stands is asked
 * for when there is something to say, so spans lie in a table of their own. The children of a node of
 * the image lie in a row; those that a parser makes are linked in a table beside the nodes.
 */
#include "base/session.h"

enum node_kind {
#define NODE(id, name, children) NODE_##id,
#include "syntax/ast.def"
#undef NODE
	NODE_COUNT
};

enum node_flag {
	NODE_F_TRUE = 1 << 0,	    /* BOOL: true; EXAMPLE: fixed */
	NODE_F_DETAILS = 1 << 0,    /* IF_STMT, FOR_STMT: nothing in it decides; sema */
	NODE_F_OPTIONAL = 1 << 1,   /* FIELD: name?: T, or a parameter of type T?; FN: its result is T? */
	NODE_F_QUOTED = 1 << 2,	    /* FIELD, ALT, ARM: the name was a string */
	NODE_F_BLOCK_FORM = 1 << 3, /* SET…: written without `=` */
	NODE_F_ABSTRACT = 1 << 4,   /* STACK */
	NODE_F_ONCE = 1 << 4,	    /* FN: marked `@once`; sema */
	NODE_F_WARNING = 1 << 5,    /* REPORT */
	NODE_F_NOTE = 1 << 6,	    /* REPORT */
	NODE_F_USED = NODE_F_TRUE,  /* PARAM; sema: something mentions it */
	NODE_F_REFINE = 1 << 7,	    /* sema: the value flows into the refined type `type` here: test it */
};

enum op {
	OP_OR,
	OP_AND,
	OP_NOT,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_IN,
	OP_RANGE,
	OP_ELSE, /* ?? */
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_NEG,
	OP_COUNT
};

typedef uint32_t node_id; /* 0: no node */

enum { NODE_NAME_MAX = 0x7fffff, NODE_TYPE_MAX = 0xffffff };

struct node {
	uint32_t kind : 8, type : 24; /* type: annotation, 0 before sema */
	uint32_t flags : 8, last : 1, /* last: of its parent's children; in the image only */
		name : 23;	      /* no source within the limits has so many types or names */
	node_id first;		      /* child */
	uint32_t ref;		      /* annotation, 0 before sema */
};
_Static_assert(sizeof(struct node) == 16, "nodes are kept small: the image holds a hundred thousand");

struct own_node {	/* what is kept beside a node that is not of the image */
	node_id next;	/* child of its parent */
	uint16_t depth; /* 1 + the deepest child's; bounded by LIMIT_NESTING */
};

/* A comment or a run of blank lines, kept for the formatter and for documentation. */
struct trivia {
	struct span at;	  /* without the newline */
	uint8_t doc;	  /* starts with ## */
	uint8_t own_line; /* nothing but blanks before it */
	uint8_t pad[2];
};

struct ast {
	struct session *session;
	struct table nodes;  /* struct node */
	struct table spans;  /* struct span, of each node */
	struct table own;    /* struct own_node, by node; there is no frozen one */
	struct table trivia; /* struct trivia, by global offset: sources are parsed as they are added */
	node_id late; /* the first node of the image that only a finding asks for; while an image is made */
};

void ast_init(struct ast *t, struct session *s);
void ast_fini(struct ast *t);
/* To be called when nodes and spans have got their frozen parts. */
void ast_freeze(struct ast *t);
/* To be called before the first look at what only a finding or documentation asks for: what is in a statement
 * that runs only where something fails, in an explanation and in an example. */
void ast_warm(const struct ast *t);
/* The same before a look into a declaration of the library, which may be one that only those ask for. */
void ast_warm_decl(const struct ast *t, node_id decl);

static inline const struct node *ast_node(const struct ast *t, node_id n)
{
	return (const struct node *)table_get_sized(&t->nodes, n, sizeof(struct node));
}

/* The same as ast_next for what is not frozen. */
node_id ast_next_own(const struct ast *t, node_id n);
/* The next child of its parent, or 0; behind none comes none. In line for the library's, which are asked for
 * most. */
static inline node_id ast_next(const struct ast *t, node_id n)
{
	if (n >= t->nodes.nfrozen)
		return ast_next_own(t, n);
	return ast_node(t, n)->last ? 0 : n + 1;
}

struct span ast_span(const struct ast *t, node_id n);
uint16_t ast_depth(const struct ast *t, node_id n); /* of an own node */

/* Only for the parser (building) and sema (annotating), never on library nodes of the image. */
struct node *ast_edit(struct ast *t, node_id n);
struct span *ast_edit_span(struct ast *t, node_id n);
/* A new node without children. */
node_id ast_new(struct ast *t, enum node_kind kind, struct span at, uint32_t name);
/* Makes `next` the one that follows an own node that none follows yet. */
void ast_link(struct ast *t, node_id n, node_id next);
/* Makes `first` and the siblings behind it the last children of `parent`; 0 is ignored.
 * Costs a step for each child there is and each that comes. */
void ast_adopt(struct ast *t, node_id parent, node_id first);
/* The i-th child, or 0. */
static inline node_id ast_child(const struct ast *t, node_id n, uint32_t i)
{
	node_id child = ast_node(t, n)->first;

	while (i--) /* behind the last comes none, and none behind that */
		child = ast_next(t, child);
	return child;
}
uint32_t ast_child_count(const struct ast *t, node_id n);
/* Whether n is 0 or a NODE_NONE. */
static inline bool ast_is_none(const struct ast *t, node_id n)
{
	return ast_node(t, n)->kind == NODE_NONE;
}
struct str ast_text(const struct ast *t, node_id n); /* text of the node's name */
/* The span of the word itself of a declaration, entry, FIELD, GET, ATTR…: ast_span covers the whole, but not
 * the attributes before it. */
struct span ast_name_span(const struct ast *t, node_id n);
/* The ## documentation of a declaration, field or ALT: its lines without the marks, or empty. */
struct str ast_doc(const struct ast *t, node_id n);
/* The attribute `name` of a declaration or field, or 0. */
node_id ast_attr(const struct ast *t, node_id n, const char *name);
const char *ast_kind_name(enum node_kind kind);
const char *ast_op_text(enum op op);
/* Indented text of a tree, for tests. */
void ast_dump(const struct ast *t, node_id n, struct buf *out);
/* Whether two trees are the same but for places and trivia. */
bool ast_equal(const struct ast *a, node_id x, const struct ast *b, node_id y);

#endif
