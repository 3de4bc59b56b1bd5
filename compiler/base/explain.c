#include "base/explain.h"

const struct explain *explain_find(struct str code)
{
	for (const struct explain *e = explains; e->code; e++) {
		if (str_eq(str_from(e->code), code))
			return e;
	}
	return NULL;
}
