#ifndef RCC_SCHEMA_FORMATS_H
#define RCC_SCHEMA_FORMATS_H
#include "base/str.h"

struct text_format { /* a row of formats.def */
	struct str format, type, message, condition;
};

enum {
#define FORMAT(format, type, message, condition) TEXT_FORMAT_##type,
#include "schema/formats.def"
#undef FORMAT
	TEXT_FORMATS
};
extern const struct text_format text_formats[TEXT_FORMATS];

/* The row of a format, however its dashes are; NULL if texts are not held to it. */
const struct text_format *text_format_of(struct str format);

#endif
