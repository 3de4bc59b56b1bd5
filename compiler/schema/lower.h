#ifndef RCC_SCHEMA_LOWER_H
#define RCC_SCHEMA_LOWER_H
/* From the schemas of one document to the model. */
#include "schema/model.h"

/* Which kinds to take, as `apps/v1 Deployment`; an empty list takes every kind. */
struct kind_list {
	VEC(struct str) names; /* sorted */
	bool *seen;	       /* one for each name: some document has it */
};

/* Lays the definitions of an OpenAPI v2 document over the model, as release `bit`: the
 * wanted kinds and everything they mention. Call it with the newest release first. */
void lower_openapi(struct model *m, const struct json *document, struct kind_list *kinds, uint32_t bit);
/* Adds one version of a CustomResourceDefinition with this `spec`. Why it cannot, or NULL. */
const char *lower_version(struct model *m, const struct json *spec, const struct json *version,
			  struct kind_list *kinds);
/* Adds the stored version of a CustomResourceDefinition, as the cluster serves it or in
 * the short form {group, kind, versions: [{name, schema}]}. Why it cannot, or NULL. */
const char *lower_crd(struct model *m, const struct json *document, struct kind_list *kinds);

#endif
