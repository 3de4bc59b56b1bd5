#ifndef RCC_REFERENCE_FIELD_H
#define RCC_REFERENCE_FIELD_H
/* What the reference says of one field, read from its declaration. */
#include "reference/reach.h"

struct field_facts {
	struct str name, doc;  /* the doc of its type, if it has none of its own */
	struct str fallback;   /* the default as written, on one line; empty if there is none */
	struct str deprecated; /* why, or empty */
	bool required;
};

struct field_facts field_facts(const struct program *p, struct arena *a, const struct field *f);
/* The record or union that the field holds one or many of, or 0. */
type_id field_content(const struct program *p, type_id type);

#endif
