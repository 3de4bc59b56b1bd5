#ifndef RCC_EVAL_VALUE_H
#define RCC_EVAL_VALUE_H
/*
 * Values are 16 bytes: a kind, an origin and a word. They are immutable once they can be
 * seen, but for the fields of a record that wait for their default. All live in the arena,
 * but the bytes of literals lie in the name table: nothing may be interned while they are used.
 */
#include "eval/origin.h"
#include "sema/type.h"

enum value_kind {
	VALUE_ABSENT, /* an optional that is not there */
	VALUE_ERROR,  /* reported already; absorbs silently */
	VALUE_BOOL,
	VALUE_INT,
	VALUE_FLOAT,
	VALUE_STRING,
	VALUE_VERSION,	/* string */
	VALUE_BYTES,	/* integer: bytes; flag DECIMAL keeps the family (MB, not MiB) */
	VALUE_CPU,	/* integer: billionths of a core */
	VALUE_DURATION, /* integer: milliseconds */
	VALUE_PERCENT,	/* integer: millionths of one percent */
	VALUE_SECRET,
	VALUE_RANGE,
	VALUE_LIST,
	VALUE_MAP,
	VALUE_RECORD,
	VALUE_TAG, /* of a tagged union, with or without a payload */
	/* A map from `Type name` to PARTIAL records, of a TYPE_OVERRIDES: only a merge may look into them. */
	VALUE_OVERRIDES,
	VALUE_ALLOW, /* the allowances of a stack: a map from code to reason, key_origin is the entry */
};

enum value_flag {
	VALUE_F_DECIMAL = 1, /* a BYTES of the decimal family */
	VALUE_F_PARTIAL = 2, /* a record (or tag payload) written without a head: it completes a default */
};

struct value {
	uint8_t kind, flags;
	uint16_t reserved;
	origin_id origin;
	union {
		bool boolean;
		int64_t integer;
		double number;
		const struct str *string;
		const struct secret_value *secret;
		const struct range_value *range;
		struct list_value *list;
		struct map_value *map;
		struct record_value *record;
		struct tag_value *tag;
	};
};
_Static_assert(sizeof(struct value) == 16, "a value is two words");

struct secret_value {
	struct str name, key;
	struct value name_value, key_value; /* with their origins */
};

struct range_value {
	struct value min, max; /* both ends belong to it */
};

struct list_value {
	type_id type;
	uint32_t n;
	struct value *items;
};

/*
 * What is in a record mostly lies behind it, up to the next element of a list that was read or computed in a
 * row. Who goes through a long one waits less if the first `most` bytes of the next element are on their way.
 * In line, since a function that does nothing else is none to GCC.
 */
enum { VALUE_FETCH_ALL = 16 << 10 };
__attribute__((always_inline)) static inline void value_fetch_next(const struct list_value *list, uint32_t i,
								   size_t most)
{
	enum { LONG = 64, LINE = 64 };

	if (list->n < LONG || i + 2 >= list->n || list->items[i + 1].kind != VALUE_RECORD ||
	    list->items[i + 2].kind != VALUE_RECORD)
		return;
	const char *at = (const char *)list->items[i + 1].record;
	size_t n = (uintptr_t)list->items[i + 2].record - (uintptr_t)at;

	for (size_t k = 0; n <= VALUE_FETCH_ALL && k < n && k < most; k += LINE)
		__builtin_prefetch(at + k);
}

struct map_entry {
	struct str key;
	origin_id key_origin;
	struct value value;
};

struct map_value { /* in order of writing; keys are unique */
	type_id type;
	uint32_t n;
	struct map_entry *entries;
	uint32_t *buckets; /* hash index of the keys, made when one is first asked for; NULL before */
};

enum slot_state {
	SLOT_UNSET,	 /* nothing written, default not asked for yet */
	SLOT_WRITTEN,	 /* by a block, before its default was consulted */
	SLOT_COMPLETED,	 /* written, and completed from the default where it was PARTIAL */
	SLOT_DEFAULT,	 /* computed from the default, or absent */
	SLOT_EVALUATING, /* a cycle if asked for now */
};

struct record_slot {
	struct value value;
	uint8_t state;
	uint32_t written; /* COMPLETED: where the evaluator keeps what was written, for later merges */
};

struct record_value {
	type_id type;
	origin_id origin;
	struct record_value
		*parent; /* the record whose default or block holds it, for defaults that look outwards */
	struct record_slot *slots; /* one per field of the type */
	bool shared;		   /* several records hold it: what was read once for all of them */
	/* Whether `parts` has a bit for each field with a value that has something inside, and no other field
	 * would be computed. */
	bool listed;
	bool settled;	/* others may look at it: nothing is noted in it any more */
	uint8_t forced; /* eval_force: 0 not yet, 1 everything below is there, 2 something failed */
	uint64_t parts;
	struct waiting *waiting; /* the last removal that waits in it, before the first one; or NULL */
};

struct tag_value {
	type_id type; /* the union */
	uint32_t index;
	struct value payload; /* VALUE_ABSENT for a bare tag */
};

#endif
