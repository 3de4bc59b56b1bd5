#ifndef RCC_EVAL_ORIGIN_H
#define RCC_EVAL_ORIGIN_H
/*
 * Where a value comes from. Every value carries the number of its origin: either the node
 * that wrote it (no memory), or a record in the origin table: a default, a parameter, an
 * override, or a computation with its operands. Conditions that chose a value wrap it.
 */
#include "syntax/ast.h"

typedef uint32_t origin_id;	  /* 0: none; below ORIGIN_PLACES: the node that wrote the value */
#define ORIGIN_PLACES 0x40000000u /* from here on: a span and nothing else, many of which are made */
#define ORIGIN_TABLE 0x80000000u
/* Several readers work side by side: each has places of its own. */
#define ORIGIN_READER_SHIFT 25
enum { ORIGIN_READERS = 32 };

enum origin_kind {
	ORIGIN_NONE,
	ORIGIN_WRITTEN,	 /* span, node */
	ORIGIN_DEFAULT,	 /* node: the FIELD; inner: the default's value; owner: the record that lacks it */
	ORIGIN_PARAM,	 /* span in the env file or the command line; node: the PARAM */
	ORIGIN_OVERRIDE, /* inner: the new value; owner: the value it replaced */
	ORIGIN_COMPUTED, /* span, node: the operation; inputs */
	ORIGIN_CHOSEN,	 /* inner: the value; owner: origin of the condition that chose it */
	ORIGIN_SPAN,	 /* span without a node: a stack's name */
};

#define ORIGIN_INPUTS 8

struct origin {
	uint8_t kind;
	uint8_t ninputs;
	uint16_t more_inputs; /* not kept, beyond ORIGIN_INPUTS (saturates) */
	struct span at;
	node_id node;
	origin_id inner, owner;
	uint32_t first_input; /* into the inputs table */
};

struct origins {
	const struct ast *ast;
	struct table list;		     /* struct origin */
	struct table places[ORIGIN_READERS]; /* struct span */
	uint32_t reader;		     /* whose places are added to */
	struct table inputs;		     /* origin_id */
	bool own_room; /* the places that are lent lie in the arena of who adds to them, and end with it */
	bool blind;    /* of values that are not computed here nothing is known */
	bool quiet;    /* values that are computed get no origin: nobody will ask for it */
};

void origins_init(struct origins *o, const struct ast *ast);
/* Makes room for n of them in an arena, for more elsewhere. */
void origins_begin(struct origins *o, struct arena *a, uint32_t n);
void origins_fini(struct origins *o);
/* Makes the origins of others known here as well; nothing may be added to those meanwhile. */
void origins_view(struct origins *o, const struct origins *others);
/* Lends out the places of a reader, which were made before; the borrower adds to them. */
void origins_lend(struct origins *o, uint32_t reader, struct origins *borrower);
/* There will be about so many further places; the first ones lie in an arena. */
void origins_expect(struct origins *o, struct arena *a, uint32_t places);
void origins_return(struct origins *o, struct origins *borrower);
struct origin origin_get(const struct origins *o, origin_id id);
origin_id origin_written(node_id node);
origin_id origin_span(struct origins *o, struct span at);
/* The same in eight bytes, for what is read by the thousand. */
origin_id origin_place(struct origins *o, struct span at);
origin_id origin_default(struct origins *o, node_id field, origin_id inner, origin_id owner);
origin_id origin_param(struct origins *o, node_id param, struct span at);
origin_id origin_override(struct origins *o, origin_id now, origin_id before);
origin_id origin_chosen(struct origins *o, origin_id value, origin_id condition);
origin_id origin_computed(struct origins *o, node_id operation, const origin_id *inputs, uint32_t n);

/* The spans that a label may point at. */
struct origin_leaves {
	VEC(struct span) spans;	  /* written by the user, in source order, without repetition */
	VEC(struct span) library; /* written in the library */
	VEC(origin_id) defaults;  /* ORIGIN_DEFAULTs met on the way */
};
void origin_leaves(const struct origins *o, struct arena *a, origin_id id, struct origin_leaves *out);
/* The innermost block written by the user around a value that is a default; {0,0} if none. */
struct span origin_user_block(const struct origins *o, origin_id id);

#endif
