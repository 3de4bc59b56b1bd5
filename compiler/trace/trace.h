#ifndef RCC_TRACE_TRACE_H
#define RCC_TRACE_TRACE_H
/*
 * Questions about a finished compile: why a value is what it is, and what comes of a place in the
 * sources. Both read the origins that values carry.
 */
#include "rcc.h"

enum { TRACE_STEPS = 24 }; /* at most in one answer */

struct trace_step {	  /* something that had a part in a value */
	const char *role; /* a word for programs: written, default, computed, … */
	struct span at;	  /* {0, 0}: no place */
	struct str text;  /* what happened there */
};

struct trace {
	VEC(struct trace_step) steps; /* from the value back to what was written */
	bool more;		      /* there were more than fit */
};

/* Appends how a value came to be. */
void trace_value(struct trace *t, struct rcc *r, origin_id origin);
/* Appends the conditions under which something exists, but not how it came to be. */
void trace_conditions(struct trace *t, struct rcc *r, origin_id origin);
/* Appends the entry that put `key` into a record or map of this origin, if one block wrote it. */
void trace_entry(struct trace *t, struct rcc *r, origin_id container, struct str key);

/* The value at a path from a stack: pods.min, pages["index.html"], rules[0].host; a keyed element by its key
 * or tag. False if there is none: *why says where the path ends, and what was meant, perhaps. */
bool trace_find(struct rcc *r, const struct rcc_stack *stack, struct str path, struct value *out,
		struct str *why);

/* A set of places, and what each origin has to do with it. */
struct trace_marks {
	struct rcc *rcc;
	VEC(struct span) places;
	uint8_t *of; /* by index in the table of origins */
};

enum trace_part { TRACE_NO_PART, TRACE_VALUE = 1, TRACE_CONDITION = 2 /* bits */ };

/* All that a line of a user's source writes, with the blocks that begin there; of the entry at a column
 * alone if `column` is not 0. What names in it stand for belongs to it. False if the source has no such
 * line. */
bool trace_mark(struct trace_marks *m, struct rcc *r, uint32_t source, struct place place);
/* Whether the places wrote a value, decided whether it exists, or both. */
unsigned trace_part(const struct trace_marks *m, origin_id origin);

#endif
