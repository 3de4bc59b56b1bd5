#ifndef RCC_SCHEMA_LOWER_INTERNAL_H
#define RCC_SCHEMA_LOWER_INTERNAL_H
/* What the files of lower*.c share. */
#include "schema/lower.h"

struct job { /* a record whose fields are still to be read */
	struct record *record;
	const struct json *schema;
};

struct holding { /* a part of a schema that holds other schemas, until the fields of its shape are read */
	struct shape *shape;
	const struct json *part;
	struct str path;
};

struct lowering {
	struct model *model;
	struct arena *arena;
	const struct json **definitions; /* sorted by key */
	uint32_t ndefinitions;
	uint32_t bit;
	uint64_t depth; /* of lists and maps inside each other, which references can make endless */
	VEC(struct job) jobs;
	VEC(struct holding) holdings;
};

bool kind_list_wants(struct arena *a, struct kind_list *kinds, struct str version, struct str kind);

struct shape *lowering_shape(struct lowering *l, enum shape_kind kind);
/* Custom resources name an object's metadata without saying what it holds. */
struct shape *lowering_metadata(struct lowering *l);
/* Reads a record's fields later, so that depth and recursion of types cost no stack. */
void lowering_visit(struct lowering *l, struct record *r, const struct json *schema);
/* Reads the fields of every record that was visited. */
void lowering_finish(struct lowering *l);
/* Tells of parts of a schema that no type says. */
void lowering_tell_lost(struct lowering *l, const struct json *schema, struct str path);

/* Keeps the parts of a schema that hold other schemas, or tells of them without a shape. */
void lowering_hold(struct lowering *l, struct shape *s, const struct json *schema, struct str path);
/* Holds shapes against those that can be said of them. */
void lowering_hold_all(struct lowering *l);

/* The bounds of a length or a number of elements, by the words of the schema. */
struct bounds lowering_sizes(const struct json *schema, const char *least, const char *most);
bool schema_all_strings(const struct json *list);
bool schema_is_int_or_string(const struct json *schema);
bool schema_is_quantity(const struct json *schema, struct str id);
void enumeration_add(struct lowering *l, struct enumeration *e, struct str text);
/* Sorts the values; equal ones of several releases fall together. */
void enumeration_join(struct enumeration *e);

/* The shape of a schema; `old` is what newer releases made of the same place, or NULL. */
struct shape *lower_string(struct lowering *l, const struct json *schema, struct shape *old);
struct shape *lower_scalar(struct lowering *l, const struct json *schema, struct shape *old);
/* A pattern binds only the texts among the values. */
struct shape *lower_int_or_string(struct lowering *l, const struct json *schema);

#endif
