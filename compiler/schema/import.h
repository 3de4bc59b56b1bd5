#ifndef RCC_SCHEMA_IMPORT_H
#define RCC_SCHEMA_IMPORT_H
/*
 * `rcc schema import`: type declarations from what a cluster says about its objects.
 * Either OpenAPI v2 documents, one for each release (their types are laid over each
 * other), or CustomResourceDefinitions in JSON or YAML; not both in one run.
 */
#include "base/session.h"

struct schema_options {
	const char *const *documents; /* paths, in any order */
	uint32_t ndocuments;
	/* A text (no path) with a kind on each line, as `apps/v1 Deployment`; `#` starts a
	 * comment. NULL takes all kinds. */
	const char *kinds;
	/* Where custom resources find ObjectMeta, IntOrString, Int32, Base64 and DateTime: path of the
	 * module as an import names it. NULL: std/k8s/api.rcs. */
	const char *base;
};

/* Appends the declarations to `out`: the same documents give the same bytes. False if
 * something was reported to the session; nothing is appended then. */
bool schema_import(struct session *s, const struct schema_options *options, struct buf *out);

#endif
