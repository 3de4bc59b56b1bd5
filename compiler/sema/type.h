#ifndef RCC_SEMA_TYPE_H
#define RCC_SEMA_TYPE_H
/*
 * Types are records of fixed size in a table; equal structural types have the same number
 * (interned), declared records and unions are nominal (one per declaration).
 */
#include "syntax/ast.h"

typedef uint32_t type_id; /* 0: not yet known */

enum type_kind {
	TYPE_NONE,
	TYPE_ERROR, /* absorbs silently */
	TYPE_BOOL,
	TYPE_INT,
	TYPE_FLOAT,
	TYPE_STRING,
	TYPE_BYTES,    /* Bytes: 10Gi 100MB */
	TYPE_CPU,      /* Cpu: 500m 2 0.5 */
	TYPE_DURATION, /* Duration: 30s 15min */
	TYPE_PERCENT,  /* Percent: 80% */
	TYPE_QUANTITY, /* Kubernetes' Quantity: Bytes, Cpu, Int (and their literals) flow into it */
	TYPE_VERSION,  /* Version: string literals; compares by number: "1.30" > "1.9" */
	TYPE_SECRET,   /* Secret: a reference to a key of a Secret */
	TYPE_ALLOW,    /* Allow: a list of `allow CODE "reason"` */
	TYPE_JSON,     /* Json: any plain data (maps, lists, scalars), for objects of unknown shape */
	TYPE_ABSENT,   /* the type of a value that is certainly absent */
	TYPE_LIST,     /* a = element */
	TYPE_KEYED,    /* [T by f, g]: a = element record (or union); first, count: names of its keys */
	TYPE_MAP,      /* a = key (String or refined), b = value */
	TYPE_RANGE,    /* Range[a] */
	TYPE_EXTRAS,   /* Extras[b]: objects by `Type name`; a = String, b = untagged union of records */
	/* Overrides[b]: the same, but what is written of them is laid on objects that are generated. */
	TYPE_OVERRIDES,
	TYPE_OPTIONAL, /* a = what may be absent */
	TYPE_RECORD,   /* nominal; first, count: fields; node: the TYPE_RECORD node */
	TYPE_UNION,    /* tagged, nominal; first, count: alternatives; node: the TYPE_UNION node */
	TYPE_ANYOF,    /* untagged union; first, count: member types in type_keys */
	TYPE_REFINED,  /* a = base; node: the WHERE node */
	TYPE_KIND_COUNT
};

struct type {
	uint8_t kind;
	uint8_t flags;
	uint16_t parts; /* of the type written out up to declared records and tags; saturates */
	type_id a, b;
	uint32_t first, count;
	node_id node; /* where it is written */
	uint32_t name; /* declared name, 0 for anonymous */
	node_id decl; /* NODE_TYPE that declares it (attributes, documentation), or 0 */
	type_id chain; /* next structural type of the same bucket */
};

enum { FIELD_OPTIONAL = 1, FIELD_HAS_DEFAULT = 2 };
enum { TYPE_F_FILLED = 1 }; /* the rows of a record or union are made */

struct field { /* of a record, or of the record behind a tag */
	uint32_t name;
	type_id type;	/* without the optional around it */
	node_id node;	/* NODE_FIELD */
	uint32_t flags; /* FIELD_… */
};

struct alternative { /* of a tagged union */
	uint32_t name;
	type_id payload; /* record or other type, 0: a bare tag */
	node_id node;	 /* NODE_ALT */
};

struct types {
	struct table list;	   /* struct type */
	struct table fields;	   /* struct field */
	struct table alternatives; /* struct alternative */
	struct table keys;	   /* uint32_t: names of TYPE_KEYED, member types of TYPE_ANYOF */
	const uint32_t *frozen_buckets; /* of structural types; the counts are powers of two */
	uint32_t nfrozen_buckets;
	uint32_t *buckets;
	uint32_t nbuckets, nstructural;
};

static inline const struct type *type_get(const struct types *t, type_id id)
{
	return (const struct type *)table_get(&t->list, id);
}
static inline const struct field *type_field(const struct types *t, const struct type *record, uint32_t i)
{
	return (const struct field *)table_get(&t->fields, record->first + i);
}
static inline const struct alternative *type_alternative(const struct types *t, const struct type *u,
							 uint32_t i)
{
	return (const struct alternative *)table_get(&t->alternatives, u->first + i);
}
static inline uint32_t type_key(const struct types *t, const struct type *owner, uint32_t i)
{
	return *(const uint32_t *)table_get(&t->keys, owner->first + i);
}

void types_init(struct types *t);
void types_fini(struct types *t);
/* The interned structural type of this kind over a (and b). Types up to TYPE_ABSENT have their
 * kind as number: type_of(t, TYPE_INT, 0, 0) == TYPE_INT. */
type_id type_of(struct types *t, enum type_kind kind, type_id a, type_id b);
type_id type_optional(struct types *t, type_id a); /* T? of T? is T? */
/* The parts of a type that is made of a (and b). */
uint16_t type_parts_over(const struct types *t, type_id a, type_id b);
/* Through refinements to the base: Port -> Int. Not through optionals. */
type_id type_base(const struct types *t, type_id id);
/* Without the optional around it. */
type_id type_unwrap(const struct types *t, type_id id);
/* Index of a field, or -1. */
int type_find_field(const struct types *t, type_id record, uint32_t name);
int type_find_alternative(const struct types *t, type_id u, uint32_t name);
/* As a user writes it: `[String: Int]`, `Hostname`, `gridfs | filesystem`. */
struct str type_text(const struct types *t, const struct names *names, struct arena *a, type_id id);

#endif
