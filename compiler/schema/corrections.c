#include "schema/corrections.h"

#define TEXT(s) \
	{ \
		s, sizeof s - 1 \
	}

static const struct correction table[] = {
#define OPTIONAL(definition, field) { CORRECTION_OPTIONAL, TEXT(definition), TEXT(field), TEXT(""), false },
#define VALUE(definition, field, value) \
	{ CORRECTION_VALUE, TEXT(definition), TEXT(field), TEXT(value), false },
#define CHECKED(path) { CORRECTION_CHECKED, TEXT(path), TEXT(""), TEXT(""), false },
#define STANDS_FOR(definition, other, or_bool) \
	{ CORRECTION_STANDS_FOR, TEXT(definition), TEXT(""), TEXT(other), or_bool },
#include "schema/corrections.def"
#undef OPTIONAL
#undef VALUE
#undef CHECKED
#undef STANDS_FOR
};

const struct correction *correction_next(const struct correction *before, enum correction_kind kind,
					 struct str definition)
{
	const struct correction *c = before ? before + 1 : table;

	while (c < table + sizeof table / sizeof *table &&
	       (c->kind != kind || !str_eq(c->definition, definition)))
		c++;
	return c < table + sizeof table / sizeof *table ? c : NULL;
}
