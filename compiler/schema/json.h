#ifndef RCC_SCHEMA_JSON_H
#define RCC_SCHEMA_JSON_H
/*
 * A document of schemas as a plain tree in the arena. JSON and YAML give the same tree,
 * so that whoever reads schemas does not care how they were written.
 */
#include "base/session.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_LIST, JSON_MAP };

struct json {
	enum json_kind kind;
	struct str key;	 /* of an entry of a map, else empty */
	struct str text; /* NUMBER: decimal; STRING: its bytes; BOOL: "true" or "false" */
	struct json *first, *next;
};

/* Reads one document: JSON if it starts with a brace, else YAML, whose several documents
 * come as a list. Reports what cannot be read, with its place; NULL then. `path` is
 * what the user calls the text. */
const struct json *json_read(struct session *s, struct str path, struct str text);

/* The same without a report. */
const struct json *json_read_quietly(struct session *s, struct str text);

/* The parsers behind json_read. On failure they return NULL and set `bad` to the byte
 * offset where they stopped and `why` to a phrase. */
struct json_error {
	uint32_t bad;
	const char *why;
};
struct json *json_from_json(struct arena *a, struct str text, uint32_t max_depth, struct json_error *e);
struct json *json_from_yaml(struct arena *a, struct str text, uint32_t max_depth, struct json_error *e);

/* The entry of a map; NULL if there is none, if it is null, or if `map` is no map. */
const struct json *json_get(const struct json *map, const char *key);
/* The text of a string entry, else empty. */
struct str json_text(const struct json *map, const char *key);
/* Appends JSON text on one line. */
void json_write(const struct json *j, struct buf *out);
/* Whether the entry is there and true. */
bool json_true(const struct json *map, const char *key);

#endif
