#ifndef RCC_SEMA_CHECK_BLOCK_H
#define RCC_SEMA_CHECK_BLOCK_H
/* What check_block.c (bodies) and check_entry.c (single entries) share. */
#include "sema/checker.h"

struct body {		/* one record or map that is being written */
	type_id record; /* its type; of a map or Json, that */
	node_id block;	/* 0: a map's */
	node_id *seen;	/* by field: the entry that set it as a whole */
	node_id *some;	/* by field: the first entry that added to it */
	int meant;	/* the field that the last entry means, which has another name; or -1 */
	bool renamed;	/* with that name the entry is offered as a fix */
	bool *guessed;	/* by field: a mistyped entry most likely means it, so it is not missing, too */
	bool open;	/* a spread or a condition may set further fields */
};

/* f = v, f { } */
void entry_set(struct checker *k, node_id n, struct body *b);
/* f tag, f tag { }, f tag "key" */
void entry_tagged(struct checker *k, node_id n, struct body *b);
/* f "key" = v, f "key" { } */
void entry_keyed(struct checker *k, node_id n, struct body *b);

/* Reports that there is no such field; the one that was most likely meant, or -1 (elsewhere.c). */
int entry_report_unknown(struct checker *k, node_id n, struct body *b);

/* ---- check_meant.c ---- */

/* What is wrong in an entry whose field is not there, as far as that can be known. */
void entry_unknown(struct checker *k, node_id n, const struct body *b);
/* The tag of f tag { } and what stands behind it, also where the tag is mistyped. */
void entry_tag(struct checker *k, node_id n, const struct type *shape, type_id u);
/* Reports a list or a text for a map of records, whose entries have names; false: it is neither. */
bool entry_unnamed(struct checker *k, node_id n, const struct field *f);
/* The kind of the union that a field of the block, such as `type`, names; or -1. */
int entry_kind_inside(const struct checker *k, node_id block, type_id u);
/* "f" = v, "f" { } of a record */
void entry_key(struct checker *k, node_id n, struct body *b);

/* ---- check_tag.c ---- */

/* Reports a tag that the union has not; the one that was most likely meant, or -1. */
int entry_no_tag(struct checker *k, node_id tag, type_id u);
/* The block behind a tag, or its absence: the fields of its payload. */
void entry_payload(struct checker *k, node_id tag, node_id block, type_id u, uint32_t index);
/* f tag "name" { } of a field of type `list` */
void entry_named(struct checker *k, node_id n, const struct type *list, type_id u, uint32_t index);

/* f Type "name" { } of a field of type Extras or Overrides; reports any other spelling (check_object.c). */
void entry_object(struct checker *k, node_id n, const struct type *shape);

/* Whether `f tag` is `remove path` in a stack, and then its check. */
bool entry_is_removal(const struct checker *k, node_id n, const struct body *b);
void entry_remove(struct checker *k, node_id n, const struct body *b);

/* The type of a field without what is optional or refined. Like every type that is pointed at, only good
 * until a type is added: before any value is checked. */
static inline const struct type *field_shape(const struct checker *k, type_id t)
{
	return ty(k, type_base(k->types, type_unwrap(k->types, t)));
}

#endif
