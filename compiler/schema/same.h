#ifndef RCC_SCHEMA_SAME_H
#define RCC_SCHEMA_SAME_H
#include "schema/model.h"

/* Makes one record of definitions that say the same in several versions of an API, under the name of
 * the latest: `g.v1beta1.Name` and `g.v1.Name`. Objects stay, for their version is their own. */
void join_same(struct model *m);
/* Splits `a.b.c` into `a.b` and `c`. */
struct str last_part(struct str id, struct str *rest);
/* The parts of `group.version.Name`. */
struct id_parts {
	struct str group, version, word;
};
struct id_parts id_parts(struct str id);
/* Orders versions as they come: v1alpha2, v1beta1, v1, v2. */
int compare_versions(struct str a, struct str b);

#endif
