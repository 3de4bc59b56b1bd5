#ifndef RCC_EMIT_YAML_LINES_H
#define RCC_EMIT_YAML_LINES_H
/* Which part of an object stands in which line of its file: found by reading what was written. */
#include "objects/doc.h"

struct yaml_part {
	const struct doc *doc;
	struct str key;	 /* in a map */
	uint32_t index;	 /* in a list */
	uint32_t parent; /* number of the part that holds it; 0 is the document, which is in nothing */
	uint32_t line;	 /* from 1; where its key or its dash stands */
};

struct yaml_lines {
	VEC(struct yaml_part) parts; /* a part before what it holds, in the order of the text */
	uint32_t lines;		     /* of the text */
};

/* All parts of a document in `text`, which yaml_object or yaml_doc made of it. */
void yaml_lines_read(struct yaml_lines *l, struct arena *a, struct str text, const struct doc *doc);
/* The innermost part that begins in a line or goes on there. False for lines before the document or behind
 * its end. */
bool yaml_lines_at(const struct yaml_lines *l, uint32_t line, uint32_t *part);
/* As people write it: spec.containers[0].image, other keys than words in ["…"]. Empty for the document. */
struct str yaml_lines_path(const struct yaml_lines *l, struct arena *a, uint32_t part);

#endif
