#ifndef RCC_CHANGE_KINDS_H
#define RCC_CHANGE_KINDS_H
/* The types that the library has for kinds of Kubernetes, found by what a document says of itself. */
#include "objects/doc.h"
#include "sema/program.h"

struct kind_types; /* of one program */

struct kind_types *kind_types_of(const struct program *p, struct session *s);
/* The record type of an object; 0 if the library has none. Where it has the kind in another version only,
 * that one. */
type_id kind_type(const struct kind_types *k, const struct object *o);

#endif
