#ifndef RCC_CHANGE_COMPARE_H
#define RCC_CHANGE_COMPARE_H
/*
 * How two documents of one object differ, field by field, as the apiserver would see it: lists are
 * compared by the keys that Kubernetes merges them by, quantities by their value, and a field that is absent
 * is what the server puts there.
 */
#include "change/kinds.h"
#include "eval/value.h"

struct field_change {
	struct str path; /* spec.template.spec.containers[web].image; the order of a list: spec.list[] */
	const struct doc *before, *now; /* NULL: absent */
};

struct field_changes { /* by path within each map, in order of the documents' elements */
	VEC(struct field_change) v;
};

/* What the server puts where a field is absent: `Type.field` and the text of its value, sorted. */
struct field_default {
	struct str field, value;
};

struct comparer {
	const struct program *program; /* whose types tell of keys and quantities */
	struct session *session;
	const struct kind_types *kinds;
	const struct field_default *defaults;
	uint32_t ndefaults;
	struct value order; /* of kinds: objects/build.h */
};

/* Appends what differs between two states of one object. */
void compare_objects(const struct comparer *c, const struct object *before, const struct object *now,
		     struct field_changes *out);
/* Appends every scalar of an object, and every empty list and map, as if there had been nothing before. */
void compare_leaves(const struct comparer *c, const struct object *o, struct field_changes *out);

/* A value in one line: a string as it is, what is composed as JSON. */
struct str doc_line(struct arena *a, const struct doc *doc);

#endif
