#ifndef RCC_OBJECTS_BUILD_H
#define RCC_OBJECTS_BUILD_H
/* From what the library's generator returns to the objects of the output. */
#include "eval/eval.h"
#include "objects/doc.h"

struct objects_from {
	struct value list;	 /* what the library's `fn objects` returned, adjusted (objects/adjust.h) */
	struct value kubernetes; /* and its `fn kubernetes`; of no kind if there is none */
	struct str source;	 /* of the stack */
};

/*
 * Makes the objects of a list of records whose types carry `@k8s(apiVersion, kind)` (or maps that name
 * both themselves), in apply order. They live in the session's arena. Reports RCS0601 for two objects
 * with one identity (API group, kind, namespace, name), RCS0608 for values that are no objects or that
 * plain data cannot hold, RCS0609 to RCS0611 for what the release of Kubernetes lacks, RCS0090 beyond
 * the limits. False if anything was reported, now or when the list
 * was made.
 */
bool objects_build(struct eval *e, const struct program *p, struct session *s,
		   const struct objects_from *from, struct object_list *out);

/* The kinds in apply order, as the library tells it: what others need comes first. */
struct value objects_order(struct eval *e, const struct program *p);
/* Place of a kind in it; kinds that are not known come last. */
uint32_t objects_rank(struct value order, struct str kind);
/* By kind, name, namespace and API group; 0 for objects of one identity. */
int objects_identity_cmp(const struct object *a, const struct object *b);

#endif
