#ifndef RCC_FORMATS_JSON_PARSE_H
#define RCC_FORMATS_JSON_PARSE_H
/*
 * Texts that are JSON (RFC 8259), as Go's encoding/json reads them: bytes that are no UTF-8 and lone
 * surrogates become U+FFFD, and nothing is nested deeper than 10,000 levels. Takes time and memory of the
 * order of the text.
 */
#include "base/arena.h"

/* Empty if valid, else a phrase: "has something else in line 3, where a value is wanted". It quotes nothing
 * of the text, which may be secret. */
struct str json_problem(struct str text, struct arena *a);
/* "object", "array", "string", "number", "boolean" or "null": of a valid text. */
struct str json_kind(struct str text);

/* A member of an object, or an element of an array, which has no key: JSON itself. */
struct json_part {
	struct str key, value;
	uint32_t at; /* behind it */
};

/* The next part of a valid object or array; starts with zeros, false behind the last or if it has none. */
bool json_next(struct str text, struct json_part *part);
/* The text that a valid string of JSON, with its quotes and blanks around it, stands for. */
struct str json_unquote(struct arena *a, struct str text);

#endif
