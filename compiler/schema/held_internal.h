#ifndef RCC_SCHEMA_HELD_INTERNAL_H
#define RCC_SCHEMA_HELD_INTERNAL_H
/*
 * What the files of held*.c share. A schema is said in three ways: as a condition, and in words as what
 * holds and as what fails. Its parts stand behind each other, with an `and`, or with an `or` of what fails.
 */
#include "schema/held.h"

enum say { SAY_TEST, SAY_HOLDS, SAY_FAILS };

/* Deeper schemas, and longer conditions, are left to the apiserver. */
enum { MOST_DEPTH = 16, MOST_BYTES = 1 << 15 };

struct said { /* the value that something is said of */
	const struct shape *shape;
	struct str value;	     /* an expression */
	struct str path;	     /* from the value that is held, in words; empty: that value itself */
	const struct json *required; /* fields that the schema asks for, whatever it says of them */
};

struct saying {
	const struct model *m;
	struct arena *arena;
	uint32_t depth;
	bool unsaid; /* a part has no words */
};

struct texts {
	VEC(struct str) list;
};

/* ---- held_say.c ---- */

struct str say_schema(struct saying *y, enum say how, const struct json *schema, struct said of);
/* What a schema says, part by part: each field that is required, each property, each schema of `allOf`. */
struct texts say_parts(struct saying *y, enum say how, const struct json *schema, struct said of);
/* One part of a schema, and one element of a part that is a list of such. */
struct str say_part(struct saying *y, enum say how, const struct json *part, struct said of);
struct str say_element(struct saying *y, enum say how, const struct json *part, const struct json *j,
		       struct said of);
bool say_is_list(const struct json *part);
/* What is said of each of the schemas; a condition that always holds is `true`. */
struct texts say_each(struct saying *y, enum say how, const struct json *list, struct said of);

/* ---- held_value.c ---- */

/* Parts that ask something of single values; of a part that is no such, nothing is said. */
struct str say_enum(struct saying *y, enum say how, const struct json *list, struct said of);
struct str say_scalar(struct saying *y, enum say how, const struct json *part, struct said of);

struct str said_not(struct saying *y);
/* One of three formats, of which each gets all arguments. */
struct str said(struct saying *y, enum say how, const char *test, const char *holds, const char *fails, ...)
	__attribute__((format(printf, 3, 6), format(printf, 4, 6), format(printf, 5, 6)));
void said_add(struct saying *y, struct texts *all, struct str text);
struct str said_join(struct saying *y, const struct texts *all, const char *between);
struct str said_literal(struct saying *y, struct str text);
struct str said_path(struct saying *y, struct said of, struct str key);
bool said_is_text(const struct shape *s);
bool said_is_any(const struct shape *s);

#endif
