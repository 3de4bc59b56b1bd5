#ifndef RCC_SCHEMA_FORMATS_H
#define RCC_SCHEMA_FORMATS_H
#include "base/arena.h"
#include "base/str.h"

struct text_format { /* a row of formats.def */
	struct str format, type, message;
	struct str condition; /* with TEXT_FORMAT_IT for the text */
};

#define TEXT_FORMAT_IT "\001"

enum {
#define FORMAT(format, type, message, condition) TEXT_FORMAT_##type,
#include "schema/formats.def"
#undef FORMAT
	TEXT_FORMATS
};
extern const struct text_format text_formats[TEXT_FORMATS];

/* The row of a format, however its dashes are; NULL if texts are not held to it. */
const struct text_format *text_format_of(struct str format);
/* The condition of a format, about the text that an expression gives. */
struct str text_format_test(struct arena *a, const struct text_format *f, struct str value);

#endif
