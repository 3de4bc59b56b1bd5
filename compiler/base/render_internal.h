#ifndef RCC_BASE_RENDER_INTERNAL_H
#define RCC_BASE_RENDER_INTERNAL_H
/*
 * What the renderings for programs share: JSON texts, places as lines and columns, and a
 * record's message with its notes as plain text. Only render_*.c include this.
 */
#include "base/lines.h"
#include "base/render.h"

/* From 1, columns in code points; the end is the place behind the last character. */
struct extent {
	uint32_t source; /* 0: nowhere, and nothing else counts */
	struct place beg, end;
};

/* "note", "warning" or "error". */
struct str render_severity(const struct diag *d);
/* The span of the first label; {0, 0} without one. */
struct span render_primary(const struct diag *d);
/* A span may not leave its source; one that does ends where it begins. */
struct extent render_extent(struct lines *l, struct span span);
/* The same, but nowhere for what is in no file: the command line and standard input have
 * names that begin with `-`, and a file of such a name is given as ./-name. */
struct extent render_extent_in_file(struct lines *l, struct span span);

/* A text in quotes. Bytes that are not UTF-8 become U+FFFD. */
void render_json_string(struct buf *out, struct str s);
/* `before`, then "name":"value". */
void render_json_member(struct buf *out, const char *before, const char *name, struct str value);

/* What a fix does, with the number that `rcc fix` knows it by. */
struct str render_fix_title(struct arena *a, const struct diag *d, uint32_t i);
/* The message; in a line of its own what stands beside the primary place. */
void render_headline(struct buf *out, const struct diag *d);
/* What follows it, each note after a newline: labels that are in no file, facts, fixes, help. */
void render_notes(struct buf *out, struct lines *l, const struct diag *d);

#endif
