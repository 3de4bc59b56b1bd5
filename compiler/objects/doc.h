#ifndef RCC_OBJECTS_DOC_H
#define RCC_OBJECTS_DOC_H
/*
 * A finished object as plain data: what JSON can say, with the origin of each part. The
 * entries of a map stand in output order already. Made from values (objects/build.h),
 * checked against the Kubernetes types, written by the emitters; lives in the arena.
 */
#include "base/arena.h"

enum doc_kind { DOC_NULL, DOC_BOOL, DOC_INT, DOC_FLOAT, DOC_STRING, DOC_LIST, DOC_MAP };

struct doc_entry;

struct doc {
	uint8_t kind;
	uint32_t origin; /* eval/origin.h; 0: none */
	union {
		bool boolean;
		int64_t integer;
		double number;
		struct str string; /* UTF-8 */
		struct {
			struct doc *items;
			uint32_t n;
		} list;
		struct {
			struct doc_entry *entries;
			uint32_t n;
		} map;
	};
};

struct doc_entry {
	struct str key;
	struct doc value;
};

/* One object of the output with its identity. */
struct object {
	struct doc doc;
	struct str api_version, kind, name, namespace_; /* namespace_ may be empty */
	struct str source; /* of the stack, relative to the project root: for the header comment */
};

struct object_list {
	struct object *v; /* in apply order */
	uint32_t n;
};

/* The group of an apiVersion, empty for the core: one object served in two versions is one object. */
struct str api_group(struct str api_version);

/* The value under `key`, or NULL. */
const struct doc *doc_get(const struct doc *map, struct str key);

#endif
