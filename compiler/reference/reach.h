#ifndef RCC_REFERENCE_REACH_H
#define RCC_REFERENCE_REACH_H
/*
 * The types that a stack is made of: those that can be reached from the library's type
 * Stack by fields, tags, elements and refinements, each once, the nearest first.
 */
#include "reference/page.h"
#include "sema/program.h"

struct use {		/* of a type by a field or a tag */
	uint32_t owner; /* index in reach.types */
	uint32_t name;	/* of the field or tag */
};

struct reached { /* a record, a tagged union, or any type with a name */
	type_id type;
	struct str title, id; /* heading and anchor */
	VEC(struct use) uses;
};

struct reach {
	const struct program *program;
	struct page *page;
	VEC(struct reached) types;
	uint32_t *index; /* by type_id: 1 + index in `types`, or 0 */
};

/* Empty if the library has no type Stack. The anchors are taken from the page. */
void reach_stack(struct reach *r, const struct program *p, struct page *page);
/* What is known of the type itself; NULL if it has no section of its own. */
const struct reached *reach_find(const struct reach *r, type_id type);
/* The doc comment of the declaration of a type, or empty. */
struct str reach_doc(const struct program *p, type_id type);

#endif
