#ifndef RCC_FORMATS_PATTERN_H
#define RCC_FORMATS_PATTERN_H
/*
 * Regular expressions that match in time linear in the text: a compiled pattern is a
 * nondeterministic automaton, all states of which advance together. Characters are code
 * points. There are literals, . [classes] \d \w \s (groups) | * + ? {n} {n,} {n,m} ^ $ (?i);
 * there are no captures, look-arounds or back references.
 */
#include "base/arena.h"

enum pattern_mode {
	PATTERN_WHOLE,	/* the whole text must match */
	PATTERN_SEARCH, /* any part of it, as in OpenAPI documents; ^ and $ bind to the ends */
};

enum { PATTERN_STATES_MAX = 5000 };

struct pattern;

/* Empty if compiled, else a phrase: "has a `(` that is never closed". */
struct str pattern_compile(struct arena *a, struct str text, enum pattern_mode mode, struct pattern **out);
/* Number of states: a match takes at most this times the length of its text steps. */
uint32_t pattern_size(const struct pattern *p);
/* Uses the pattern's own scratch memory. */
bool pattern_match(struct pattern *p, struct str text);

#endif
