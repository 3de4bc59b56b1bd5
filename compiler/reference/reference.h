#ifndef RCC_REFERENCE_REFERENCE_H
#define RCC_REFERENCE_REFERENCE_H
/*
 * The reference of a library and of the compiler, made from what they are: the types of a
 * stack with their docs, the checks, the diagnostics, the functions of the language. It
 * knows no product: every word about one stands in the library.
 */
#include "rcc.h"
#include "reference/page.h"

/* What a chapter needs. */
struct reference {
	struct rcc *rcc;
	const struct program *program;
	struct page *page;
};

/* What the stacks of the main file, compiled without errors, give: values, objects, Secrets. */
void reference_example(const struct reference *r);
/* The fields of a stack as an outline, then every type that it is made of. */
void reference_types(const struct reference *r);
/* The types that values without a declaration have, and their units. */
void reference_plain_types(const struct reference *r);
/* The checks of the library, by code. */
void reference_checks(const struct reference *r);
/* The diagnostics of the compiler itself. */
void reference_diagnostics(const struct reference *r);
void reference_functions(const struct reference *r);
void reference_limits(const struct reference *r);

/* The types of a stack as JSON: fields, tags, conditions, defaults, docs. Anchors are taken from the page. */
void reference_json(const struct reference *r, struct buf *out);

#endif
