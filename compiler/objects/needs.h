#ifndef RCC_OBJECTS_NEEDS_H
#define RCC_OBJECTS_NEEDS_H
/* From what the library's `fn secrets` returns to the list of needed secrets. */
#include "eval/eval.h"
#include "objects/secret.h"

/*
 * Each element is a record with `name`, optionally `namespace`, and `keys`: records with `key`,
 * `make` (a union of external, random { length, alphabet }, template { text }, fixed { text }),
 * `about` and `readers`. What is missing stays empty.
 */
void needs_build(struct eval *e, const struct program *p, struct session *s, struct value list,
		 struct secret_list *out);

#endif
