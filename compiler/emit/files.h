#ifndef RCC_EMIT_FILES_H
#define RCC_EMIT_FILES_H
/*
 * The set of files that a stack becomes: one for each object, and kustomization.yaml, which
 * lists them in apply order.
 */
#include "objects/doc.h"

struct emit_file {
	struct str path; /* a plain file name */
	struct str data;
};

struct emit_set {
	struct str stack; /* name of the stack that owns the set */
	struct emit_file *files;
	uint32_t n;
	const struct str *hashes; /* of the files, where they are known already (manifest.h), or NULL */
};

/* The files of a stack. Names are `<kind>-<name>.yaml` in lower case; objects whose names would be the
 * same file are told apart by API group, then namespace. `source` is the main file, relative to the
 * project root. */
struct emit_set emit_files(struct arena *a, struct str stack, struct str source,
			   const struct object_list *objects);

#endif
