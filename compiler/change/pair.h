#ifndef RCC_CHANGE_PAIR_H
#define RCC_CHANGE_PAIR_H
/* What became of each object between two sets. One object has one group, kind, namespace and name. */
#include "change/compare.h"

enum change_kind { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED };

struct object_change {
	enum change_kind kind;
	const struct object *before, *now; /* NULL: it is not in that set */
	struct field_changes fields; /* none of objects that come or go */
};

struct object_changes { /* in apply order; those that are the same are left out */
	VEC(struct object_change) v;
	uint32_t same;
};

void changes_find(const struct comparer *c, const struct object_list *before, const struct object_list *now,
		  struct object_changes *out);

/* The object of a change, as it is now if it still is. */
static inline const struct object *change_object(const struct object_change *c)
{
	return c->now ? c->now : c->before;
}
/* `StatefulSet/web`: how an object is named in messages and on the command line. */
struct str object_id(struct arena *a, const struct object *o);

#endif
