#ifndef RCC_FORMATS_PATTERN_TREE_H
#define RCC_FORMATS_PATTERN_TREE_H
/*
 * The tree of a regular expression, between pattern_tree.c, which reads it, and pattern.c,
 * which makes an automaton of it. Children hang in reverse order, since states are made from
 * the end: each needs to know what follows it.
 */
#include "base/arena.h"

enum pattern_kind {
	PATTERN_EMPTY,
	PATTERN_SET,
	PATTERN_BEGIN,
	PATTERN_END,
	PATTERN_CAT,
	PATTERN_ALT,
	PATTERN_REPEAT,
	PATTERN_SPLIT, /* a state only: goes both ways */
	PATTERN_MATCH, /* a state only */
};

enum { PATTERN_OPEN = -1 }; /* a repetition without end */

struct pattern_range {
	int32_t first, last; /* code points */
};

struct pattern_set {
	VEC(struct pattern_range) ranges;
	bool negated;
};

struct pattern_node {
	enum pattern_kind kind;
	struct pattern_node *child, *next; /* last child; the sibling before */
	struct pattern_set set;
	int32_t min, max; /* of REPEAT, max may be PATTERN_OPEN */
	uint64_t size;	  /* in states; set by pattern.c */
};

/* Empty and the tree, or a phrase. Its depth is bounded. */
struct str pattern_read(struct arena *a, struct str text, struct pattern_node **out);
/* The code point at *at, which moves behind it; U+FFFD for a byte that is no UTF-8. */
int32_t pattern_decode(struct str text, uint32_t *at);

#endif
