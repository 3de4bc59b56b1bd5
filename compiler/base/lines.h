#ifndef RCC_BASE_LINES_H
#define RCC_BASE_LINES_H
/*
 * Lines and columns of many offsets: each source that is asked for is read once, and a
 * question then costs a binary search, however long the lines are. For single questions
 * there is source_place.
 */
#include "base/source.h"

struct line_marks;

struct lines {
	const struct sources *sources;
	struct arena *arena;
	struct line_marks *of; /* by index of source; made when first asked for */
	const struct span *hidden; /* whose text is never shown (diag_hide); the owner sets both */
	uint32_t nhidden;
};

void lines_init(struct lines *l, const struct sources *sources, struct arena *arena);
/* The place of a global offset; 1:1 if no source holds it. */
struct place lines_place(struct lines *l, uint32_t offset);
/* The global offsets of a line, which must exist, without its end (\n or \r\n). */
struct span lines_span(struct lines *l, uint32_t source, uint32_t line);

#endif
