#ifndef RCC_SCHEMA_CORRECTIONS_H
#define RCC_SCHEMA_CORRECTIONS_H
/* Where documents and apiservers differ, for lower.c. */
#include "base/str.h"

enum correction_kind { CORRECTION_OPTIONAL, CORRECTION_VALUE, CORRECTION_CHECKED, CORRECTION_STANDS_FOR };

struct correction { /* a row of corrections.def */
	enum correction_kind kind;
	struct str definition, field;
	struct str other; /* the value, or the definition that is read there */
	bool or_bool;
};

/* The first row of a kind about a definition, or the one behind `before`; NULL behind the last. */
const struct correction *correction_next(const struct correction *before, enum correction_kind kind,
					 struct str definition);

#endif
