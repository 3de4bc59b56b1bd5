#ifndef RCC_CHANGE_ELEMENTS_H
#define RCC_CHANGE_ELEMENTS_H
/* Elements of lists by what tells them apart: the merge keys of the schema, else their names. */
#include "change/compare.h"

struct element {
	struct str key;
	const struct doc *doc;
	uint32_t place; /* in the list */
};

struct elements {
	struct element *v; /* by key */
	uint32_t n;
};

/* False if the elements of the list have no keys, or two the same one. */
bool elements_of(const struct comparer *c, type_id list, const struct doc *doc, struct elements *out);
/* Whether the elements that both have stand in the same order. */
bool elements_in_order(struct arena *a, const struct elements *before, const struct elements *now);
/* The keys as a list, in the order of the elements. */
const struct doc *elements_keys(struct arena *a, const struct elements *e);

#endif
