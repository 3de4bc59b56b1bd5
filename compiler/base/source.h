#ifndef RCC_BASE_SOURCE_H
#define RCC_BASE_SOURCE_H
/*
 * The source manager owns every text until the diagnostics are rendered. A span is a
 * pair of global byte offsets: each source occupies [base, base + length], so that eight
 * bytes say file and place. Lines and columns are computed only when something is shown.
 */
#include "base/table.h"

struct span {
	uint32_t beg, end;
};

enum source_kind {
	SOURCE_USER,	/* the project's files */
	SOURCE_LIBRARY, /* the embedded (or --stdlib) library */
	SOURCE_PARAM,	/* an env file, or --param of the command line */
};

struct source {
	uint32_t base;	 /* global offset of the first byte; never 0 */
	uint32_t length; /* bytes */
	uint32_t name;	 /* path as shown to the user: byte offset into `texts` */
	uint32_t name_length;
	uint32_t text;	/* byte offset into `texts`, or index in `taken`; the text is followed by a NUL */
	uint16_t kind;	/* enum source_kind */
	uint16_t taken; /* its text lies elsewhere */
};

struct sources {
	struct table list;  /* struct source, in order of base */
	struct table texts; /* char */
	struct table taken; /* struct str */
	uint32_t next_base;
};

/* Line and column count from 1; columns in code points. */
struct place {
	uint32_t line, column;
};

void sources_init(struct sources *s);
void sources_fini(struct sources *s);
/* Copies name and text; returns the index of the source (never 0). */
uint32_t source_add(struct sources *s, enum source_kind kind, struct str name, struct str text);
/* The same without copying the text, which has a NUL behind it and outlives the sources. */
uint32_t source_take(struct sources *s, enum source_kind kind, struct str name, struct str text);
const struct source *source_get(const struct sources *s, uint32_t index);
struct str source_name(const struct sources *s, uint32_t index);
struct str source_text(const struct sources *s, uint32_t index);
/* The source that holds a global offset, by binary search; 0 if none does. */
uint32_t source_at(const struct sources *s, uint32_t offset);
enum source_kind source_kind_at(const struct sources *s, uint32_t offset);
struct place source_place(const struct sources *s, uint32_t offset);
/* The bytes of a span; empty for spans that cross sources. */
struct str source_span_text(const struct sources *s, struct span span);

#endif
