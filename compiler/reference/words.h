#ifndef RCC_REFERENCE_WORDS_H
#define RCC_REFERENCE_WORDS_H
/*
 * Types, conditions and defaults as a reader wants them: types with links, conditions in
 * words where a short sentence says the same, everything else as it is written.
 */
#include "reference/reach.h"

/* The type as it is written, each part that has a section linked: `[DnsName: NodePool]`. */
void words_type(struct phrase *ph, const struct reach *r, type_id type);
/* The condition of a refined type, such as "at least 1, at most 100". */
void words_condition(struct phrase *ph, const struct program *p, type_id refined);
/* What `@message` says of a refused value, with … for what is computed; false if there is none. */
bool words_message(struct phrase *ph, const struct program *p, type_id refined);
/* The source text of a value on one line, without the names of modules before those of types. */
struct str words_source(const struct program *p, struct arena *a, node_id value);

#endif
