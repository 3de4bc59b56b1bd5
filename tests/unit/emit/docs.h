#ifndef RCC_TESTS_UNIT_EMIT_DOCS_H
#define RCC_TESTS_UNIT_EMIT_DOCS_H
/* Short ways to write documents in tests. */
#include "objects/doc.h"

static inline struct doc doc_string(const char *text)
{
	return (struct doc){ .kind = DOC_STRING, .string = str_from(text) };
}

static inline struct doc doc_int(int64_t integer)
{
	return (struct doc){ .kind = DOC_INT, .integer = integer };
}

static inline struct doc doc_float(double number)
{
	return (struct doc){ .kind = DOC_FLOAT, .number = number };
}

static inline struct doc doc_bool(bool boolean)
{
	return (struct doc){ .kind = DOC_BOOL, .boolean = boolean };
}

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))
#define DOC_ITEMS(array) ((struct doc){ .kind = DOC_LIST, .list = { (array), COUNT(array) } })
#define DOC_ENTRIES(array) ((struct doc){ .kind = DOC_MAP, .map = { (array), COUNT(array) } })

#endif
