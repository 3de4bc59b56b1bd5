#ifndef RCC_CHANGE_VALUE_H
#define RCC_CHANGE_VALUE_H
/* Changes as the library sees them: records of its type Changes, filled by the names of their fields. */
#include "change/pair.h"
#include "eval/eval.h"

/* Compares by the library's types, and by what its `fn unset` says of absent fields. */
struct comparer comparer_of(const struct program *p, struct session *s, struct eval *e);

struct change_values {
	struct eval *eval;
	const struct comparer *comparer;
};

/*
 * The record of all changes, on top of what `facts` says if it is a record. Each element of its list of
 * records has what its type asks for of: id, kind, group, name, namespace, fate (added, removed, changed),
 * fields (a list of records with path, before, now), and the maps before and now from the path of each
 * scalar to its text. Of no kind if the library has no type Changes.
 */
struct value change_values(const struct change_values *c, struct value facts,
			   const struct object_changes *changes);

/* What the library says of one change: of what sort its effect is, in one word, and a sentence. */
struct consequence {
	struct str effect, text;
};
/* One for each change; NULL if the library has no `fn consequence`. */
struct consequence *change_consequences(const struct change_values *c, struct value changes, uint32_t n);

#endif
