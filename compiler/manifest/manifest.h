#ifndef RCC_MANIFEST_MANIFEST_H
#define RCC_MANIFEST_MANIFEST_H
/*
 * Kubernetes objects that something else wrote, read as values of the library's types: those
 * declared with `@k8s(apiVersion, kind)`. The origin of each value is its place in the YAML, so
 * whatever is said of it later points there.
 */
#include "eval/eval.h"
#include "objects/minor.h"
#include "yaml/events.h"

struct manifests; /* what is read in one run */

/* The releases that rcc knows, such as 1.36. */
extern const char manifests_newest[], manifests_oldest[];

/* An object with its identity. Parts that could not be read are VALUE_ERROR, and were reported. */
struct manifest_object {
	struct value value;
	struct str api_version, kind, name, namespace_; /* the last two may be empty */
	struct span name_at;				/* of the kind, if there is no name */
	origin_id origin;				/* of the value of `kind` */
};

/* A kind that the library has no type for. */
struct manifest_unknown {
	struct str api_version, kind;
	struct span at; /* the first one */
	uint32_t count;
};

struct manifest_set {
	VEC(struct manifest_object) objects;
	VEC(struct manifest_unknown) unknown; /* kinds of others, which may come again: not checked */
	uint32_t foreign;		      /* documents that are no objects of Kubernetes */
	bool shared;			      /* some objects share values: manifests_share */
};

/* `minor` may be NULL: then everything that any release has is taken. It must outlive the result. */
struct manifests *manifests_new(struct eval *e, const struct program *p, struct session *s,
				const struct minor *minor);

/* From now on objects share what they have in common: it is read once, and takes no room again. Its origins
 * tell where it was read, which may be in another object. */
void manifests_share(struct manifests *m);

/*
 * Reads a source that was added to the session, and adds its objects to `out`; no source may be added
 * afterwards, since the values point into the texts. `strict`: what is no object is a mistake; otherwise
 * it is counted. Reports RCS0701 to RCS0712, RCS0401, RCS0609 to RCS0611, and RCS0090 beyond the limits.
 */
void manifests_read(struct manifests *m, uint32_t source, bool strict, struct manifest_set *out);

/*
 * The same for a part of a source between lines that begin with `---`; `whole`: it is all of it. False, and
 * nothing is read or reported, if the part alone cannot tell what is wrong with the source.
 */
bool manifests_read_part(struct manifests *m, uint32_t source, struct yaml_part part, bool whole, bool strict,
			 struct manifest_set *out);
/* Counts in what others read beside it, before anything else is read; false, and a limit is exceeded. */
bool manifests_join(struct manifests *m, const struct manifests *const *others, uint32_t n);

/* Whether a limit was exceeded, so that not all was read. */
bool manifests_stopped(const struct manifests *m);

/* Reports RCS0601 for objects of one identity: API group, kind, namespace, name. */
void manifests_check_identities(struct manifests *m, const struct manifest_set *set);

#endif
