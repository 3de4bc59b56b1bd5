#ifndef RCC_EMIT_JSON_H
#define RCC_EMIT_JSON_H
/* Objects as JSON, keys in the order of the documents, indented by two blanks. */
#include "objects/doc.h"

/* Appends the text of a document without a final line feed; `indent` is the column of its closing bracket. */
void json_doc(struct buf *out, const struct doc *doc, uint32_t indent);

/* Appends a Kubernetes `List` of the objects, with a final line feed. */
void json_list(struct buf *out, const struct object_list *objects);

/* A number as JSON and every YAML schema read it: shortest digits that give the same double back, an
 * integral one without a fraction below 1e21. */
void json_number(struct buf *out, double number);

#endif
