#ifndef RCC_EVAL_MAKE_H
#define RCC_EVAL_MAKE_H
/*
 * Values made from outside of the language, by readers of other texts. What they make is
 * like what a block wrote; a field that is written need not be completed from a default.
 */
#include "eval/eval.h"

static inline struct value value_error(void)
{
	return (struct value){ .kind = VALUE_ERROR };
}
static inline struct value value_absent(origin_id origin)
{
	return (struct value){ .kind = VALUE_ABSENT, .origin = origin };
}
static inline struct value value_bool(bool b, origin_id origin)
{
	return (struct value){ .kind = VALUE_BOOL, .origin = origin, .boolean = b };
}
static inline struct value value_integer(enum value_kind kind, int64_t i, origin_id origin)
{
	return (struct value){ .kind = (uint8_t)kind, .origin = origin, .integer = i };
}
static inline struct value value_float(double d, origin_id origin)
{
	return (struct value){ .kind = VALUE_FLOAT, .origin = origin, .number = d };
}
/* The bytes are not copied: they belong to the arena, a source or the name table. */
struct value value_string(struct eval *e, struct str s, origin_id origin);
struct value value_list(struct eval *e, type_id type, struct value *items, uint32_t n, origin_id origin);
struct value value_tag(struct eval *e, type_id type, uint32_t index, struct value payload, origin_id origin);
struct record_value *record_new(struct eval *e, type_id type, origin_id origin, struct record_value *parent);
struct value value_of_record(struct record_value *r, uint8_t flags);
void slot_write(struct record_value *r, uint32_t i, struct value v);

struct value value_map(struct eval *e, type_id type, origin_id origin);
/* The entry of a key, or NULL. */
struct map_entry *map_find(struct eval *e, struct map_value *m, struct str key);
/* Adds an entry; a key that is there already is reported and dropped. */
bool map_add(struct eval *e, struct map_value *m, struct map_entry entry, node_id at);

/* What the server puts where a key of a record is absent; absent where that is not known. */
struct value eval_key_default(struct eval *e, struct value element, uint32_t name);

/* The value if it passes every refinement of the type, else VALUE_ERROR, reported at its origin; `at` is the
 * node of the place that it stands in. */
struct value eval_refine(struct eval *e, type_id type, struct value v, node_id at);
#endif
