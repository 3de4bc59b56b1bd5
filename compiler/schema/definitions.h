#ifndef RCC_SCHEMA_DEFINITIONS_H
#define RCC_SCHEMA_DEFINITIONS_H
/* Custom resources whose definitions lie among the objects that use them, for `rcc vet`. */
#include "schema/json.h"

/* A version of a custom resource that is served. */
struct defined_kind {
	struct str api_version, kind;
	const struct json *spec, *version; /* of the definition */
};

struct defined_kinds {
	VEC(struct defined_kind) list;
};

/* Adds what the CustomResourceDefinitions in a text define; nothing of a text that cannot be read. */
void schema_find_defined(struct session *s, struct str text, struct defined_kinds *out);
/* Appends the declarations of its types, made of those of `base`; false if there are none. No reports. */
bool schema_write_defined(struct session *s, const struct defined_kind *k, struct str base, struct buf *out);

#endif
