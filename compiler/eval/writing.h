#ifndef RCC_EVAL_WRITING_H
#define RCC_EVAL_WRITING_H
/*
 * Internal to eval: a record or map while the entries of its block fill it. What cannot be
 * written (a field set twice, a key that is there) is reported and sets `failed`.
 */
#include "eval/eval.h"

/* Blocks of `if` and `for` inside a block fill the same record or map. */
struct writing {
	struct record_value *record; /* or NULL: */
	struct map_value *map;
	origin_id condition; /* of the `if`s around the entry */
	bool marked;	     /* some values carry private flags */
	bool unknown; /* an entry with an error may be about any field that no other one sets */
	bool failed;
};

/* The type of field i of the record. */
type_id writing_type(const struct eval *e, const struct writing *w, uint32_t i);
/* Sets field i as a whole. */
void writing_field(struct eval *e, struct writing *w, uint32_t i, struct value v, node_id id);
/* Appends to the list of field i. */
void writing_item(struct eval *e, struct writing *w, uint32_t i, struct value v, node_id id);
/* The map of field i, to add entries to; one that was spread into the block is copied first. */
struct map_value *writing_map(struct eval *e, struct writing *w, uint32_t i, node_id id);
/* Adds an entry to a map; an absent value adds none. */
void writing_entry(struct eval *e, struct writing *w, struct map_value *m, struct value key, struct value v,
		   node_id id);
/* Spreads a value into the record or map: entries replace what is spread, a later spread an earlier one. */
void writing_spread(struct eval *e, struct writing *w, struct value v, node_id id);
/* Takes the private flags away, once all entries are written. */
void writing_finish(struct eval *e, struct writing *w);

#endif
