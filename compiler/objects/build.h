#ifndef RCC_OBJECTS_BUILD_H
#define RCC_OBJECTS_BUILD_H
/* From what the library's functions return to the objects and Secrets of the output. All lives in the session's arena. */
#include "eval/eval.h"
#include "objects/doc.h"
#include "objects/secret.h"

/*
 * Makes the objects of a list of records whose types carry `@k8s(apiVersion, kind)` (or maps that name both
 * themselves), in apply order. Reports RCS0601 for two objects with one identity (API group, kind, namespace,
 * name), RCS0608 for values that are no objects or that plain data cannot hold, RCS0090 beyond the limits. False
 * if anything was reported, now or when the list was made.
 */
bool build_objects(const struct program *p, struct session *s, struct eval *e, struct value list,
		   struct str source, struct object_list *out);

/*
 * Reads a list of records { name, namespace?, keys: [{ key, make, about, readers }] }, where `make` is one of
 * external, random { length, alphabet }, template { text }, fixed { text }. An absent list has no Secrets. Reports
 * RCS0608 for another shape. False if anything was reported.
 */
bool build_secrets(const struct program *p, struct session *s, struct eval *e, struct value list,
		   struct secret_list *out);

/* Place of a kind in apply order: what others need comes first; kinds that are not known come last. */
uint32_t build_rank(struct str kind);

#endif
