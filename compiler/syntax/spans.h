#ifndef RCC_SYNTAX_SPANS_H
#define RCC_SYNTAX_SPANS_H
/* Places of nodes as the image keeps them: as differences to what the tree lets expect. */
#include "syntax/ast.h"

/* The differences of all nodes, for each a span. Children must lie in a row. */
const struct span *spans_part(const struct ast *t, struct arena *a);
/* Makes places of the differences of all frozen nodes of an ast. */
void spans_join(const void *ast, void *spans);

#endif
