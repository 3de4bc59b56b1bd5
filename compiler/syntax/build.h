#ifndef RCC_SYNTAX_BUILD_H
#define RCC_SYNTAX_BUILD_H
/*
 * The constructors that the grammar's actions call. Lists grow in constant time and get
 * their parent last, so a tree is built without revisiting any node.
 */
#include "syntax/front.h"

struct span build_span(struct span first, struct span last);

/* Node 0 is left out. */
struct node_list list_add(struct front *f, struct node_list list, node_id node);
struct node_list list_of(struct front *f, const node_id *nodes, size_t count);
struct node_list list_join(struct front *f, struct node_list a, struct node_list b);

/* A node above `children`. Beyond LIMIT_NESTING it says so and gives a NODE_ERROR. */
node_id build(struct front *f, enum node_kind kind, struct span at, uint32_t name, struct node_list children);
node_id build_flag(struct front *f, node_id node, enum node_flag flag);
/* Gives a declaration, field or alternative its attributes, as last children. */
node_id build_attributed(struct front *f, node_id node, struct node_list attributes);
/* A function; an optional result type (flagged) moves the flag to the function. */
/* Reports that an import has no `as`, or no name (0), and gives it that of its file. */
node_id build_loose_import(struct front *f, struct span at, node_id path, uint32_t name);
node_id build_fn(struct front *f, struct span at, uint32_t name, node_id params, node_id result,
		 node_id body);

/* Appends raw text to the parts of a string; neighbours become one part. */
struct node_list build_text(struct front *f, struct node_list parts, struct span at);
/* A STRING (no or only text) or a TEMPLATE: escapes and dedent are done here. */
node_id build_string(struct front *f, struct span at, struct node_list parts);

#endif
