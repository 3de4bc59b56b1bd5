#ifndef RCC_OBJECTS_PLAIN_H
#define RCC_OBJECTS_PLAIN_H
/*
 * Values as plain data, in the form that the apiserver would give back: quantities in their
 * canonical text, keys in order, nothing that is absent.
 */
#include "eval/eval.h"
#include "objects/doc.h"

struct minor;

struct plain {
	struct eval *eval;
	const struct program *program;
	struct session *session;
	const struct minor *minor; /* the release of Kubernetes, or NULL: not known */
	bool refused;		   /* something was reported that did not stop the conversion */
	uint32_t depth;		   /* of the value that is being converted */
	uint64_t bytes;		   /* of the object so far, as JSON */
	uint64_t total;		   /* of all objects */
};

/*
 * Converts a value whose place has the type `expected` (0: not known). Maps and records have their keys
 * bytewise, but for apiVersion, kind and metadata of objects and the merge keys of a keyed list's
 * elements, which come first. Reports RCS0608 for values that plain data cannot hold and RCS0090 for
 * objects beyond the limits. What the release of Kubernetes lacks is reported (objects/minor.h) and left
 * out; `refused` tells. False if anything was reported, now or when the value was made.
 */
bool plain_doc(struct plain *p, struct value v, type_id expected, struct doc *out);

/* Moves the keys of `first` to the front of a map, in that order. */
void plain_order(struct doc *map, const struct str *first, uint32_t n);

/* Whether a record type is declared with `@k8s(apiVersion, kind)`. */
bool plain_k8s(const struct program *p, type_id record, struct str *api_version, struct str *kind);

/* Where to point for a value: what the user wrote, else the block around a default, else the library. */
struct span plain_span(struct eval *e, struct session *s, origin_id origin);
/* What the library wrote of a value; {0, 0} if nothing. */
struct span plain_library_span(struct eval *e, struct session *s, origin_id origin);

#endif
