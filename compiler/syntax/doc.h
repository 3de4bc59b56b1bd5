#ifndef RCC_SYNTAX_DOC_H
#define RCC_SYNTAX_DOC_H
/* Documentation comments. ast_doc (ast.h) finds the one of a node. */
#include "syntax/ast.h"

/* Warns of every ## run from trivia `first_trivia` on that documents no node from `first_node` on. */
void doc_check_misplaced(const struct ast *t, node_id first_node, uint32_t first_trivia);

#endif
