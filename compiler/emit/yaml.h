#ifndef RCC_EMIT_YAML_H
#define RCC_EMIT_YAML_H
/*
 * Objects as YAML that every reader understands alike. Strings stay plain only where no
 * YAML 1.1 or 1.2 reader could take them for something else; all others are double-quoted,
 * but texts of several lines, which become literal blocks where a block can carry them.
 */
#include "objects/doc.h"

/* Appends one document, without a `---`. Its strings must be UTF-8 and its numbers finite. */
void yaml_doc(struct buf *out, const struct doc *doc);

/* Appends a comment line; control characters, which could end it, become question marks. */
void yaml_comment(struct buf *out, struct str text);

/* Appends the header comment of a file made from `source`, a path relative to the project root. */
void yaml_header(struct buf *out, struct str source);
/* The source that such a line at the head of a text names; empty if there is none. */
struct str yaml_source(struct arena *a, struct str text);

/* Appends header and document: the content of an object's file. */
void yaml_object(struct buf *out, const struct object *object);

/* Appends all objects as one stream, each behind a `---`. */
void yaml_stream(struct buf *out, const struct object_list *objects);

#endif
