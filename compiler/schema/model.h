#ifndef RCC_SCHEMA_MODEL_H
#define RCC_SCHEMA_MODEL_H
/*
 * What schemas say, freed of how OpenAPI says it: records of fields with shapes, and for
 * each part the releases that have it. Several releases are laid over each other, the
 * newest first; its word counts, older ones add what has gone since.
 */
#include "schema/json.h"

/* A set of releases: bit i is the i-th oldest of the model's list. */
typedef uint64_t minors;
#define SCHEMA_MAX_MINORS 64

enum shape_kind {
	SHAPE_JSON, /* anything */
	SHAPE_BOOL,
	SHAPE_INT,
	SHAPE_INT32,
	SHAPE_FLOAT,
	SHAPE_STRING,
	SHAPE_BASE64,
	SHAPE_DATE_TIME,
	SHAPE_FORMAT, /* a text that a row of formats.def is about */
	SHAPE_QUANTITY,
	SHAPE_INT_OR_STRING,
	SHAPE_ENUM,
	SHAPE_LIST,
	SHAPE_MAP,
	SHAPE_RECORD,
};

/* Bounds as the schema writes them: decimal numbers, empty where there is none. */
struct bounds {
	struct str least, most;	      /* of a number */
	struct str shortest, longest; /* characters, elements or entries */
	struct str pattern;	      /* of a whole string, in the notation of `matches`; empty: none */
	struct str multiple_of;	      /* of a whole number */
	struct str one_of;	      /* of a number: `it == 1 or it == 2`; empty: any */
	bool above, below;	      /* `least` and `most` are themselves outside */
	bool distinct;		      /* no element of a list comes twice */
};

struct enum_value {
	struct str text;
	minors in;
};

struct enumeration {
	struct str name;	       /* empty until it is named */
	VEC(struct enum_value) values; /* sorted, without repetition */
	minors in; /* releases that bound the field at all; a release outside allows every value */
};

struct shape {
	enum shape_kind kind;
	struct bounds bounds;
	struct str format;     /* FORMAT: its type */
	struct shape *element; /* LIST, MAP */
	VEC(struct str) keys;  /* LIST: what identifies an element; none: the place does */
	struct enumeration *enumeration;
	struct record *record;
	bool or_bool;		       /* RECORD: or a boolean */
	VEC(const struct json *) held; /* parts of its schema that hold other schemas (held.h) */
	struct str checked;	       /* the type that is held so, once it is named */
	struct str bounded;	       /* the one below it, if that has bounds */
};

struct field {
	struct str name;
	struct shape *shape;
	bool required;	       /* in every release that has it */
	bool nullable;	       /* null is a value of it, not its absence */
	struct str by_default; /* JSON text of what the server fills in; empty: nothing */
	minors in;
};

struct record {
	struct str id;	 /* of the definition; of an anonymous one the path to it, dots between */
	struct str name; /* of the type; empty until it is named */
	struct str api_version, kind; /* of an object, else empty */
	struct str scope;	      /* of a custom resource: "Namespaced" or "Cluster" */
	bool imported;		      /* declared in the module of the core types */
	struct record *same;	      /* what stands for it, itself or another (same.h) */
	minors in;
	VEC(struct field) fields; /* sorted by name */
};

struct model {
	struct session *session;
	struct arena *arena;
	struct names ids; /* definition id -> index into by_id */
	VEC(struct record *) by_id;
	VEC(struct record *) records; /* in order of discovery */
	VEC(struct str) releases;     /* "1.28", …, oldest first */
	struct names type_names;      /* names of the types, once they are named */
	VEC(struct str) lost;	      /* sentences about what the types leave out */
	bool anonymous;		      /* records are named by the path to them (custom resources) */
};

void model_init(struct model *m, struct session *s);
void model_fini(struct model *m);
/* The record of a definition, made if it is new. */
struct record *model_record(struct model *m, struct str id);
/* A record that no definition names. */
struct record *model_anonymous(struct model *m, struct str path);
/* Orders texts bytewise, for qsort over struct str. */
int model_compare_texts(const void *a, const void *b);

#endif
