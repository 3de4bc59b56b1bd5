#ifndef RCC_CLI_TABLES_H
#define RCC_CLI_TABLES_H
/* The tables of a report for people, in a terminal or in a page, and for programs. */
#include "objects/doc.h"

/* Appends the sections of a stack: columns are aligned, the last one is as long as it is. */
void tables_text(struct buf *out, struct str stack, const struct doc *sections);
/* The same as Markdown. */
void tables_markdown(struct buf *out, struct str stack, const struct doc *sections);
/* For programs: each row is a map from the names of the columns. Lives in the arena. */
struct doc tables_data(struct arena *a, struct str stack, const struct doc *sections);

#endif
