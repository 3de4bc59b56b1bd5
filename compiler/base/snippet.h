#ifndef RCC_BASE_SNIPPET_H
#define RCC_BASE_SNIPPET_H
/*
 * The source lines of a diagnostic with their labels underlined:
 *
 *       --> stack.rcs:9:22
 *        |
 *      4 |   cluster { nodes = 2 }
 *        |                     - declared here
 *      …
 *      9 |   store { replicas = 3 }
 *        |                      ^ one node for each replica
 *
 * The rightmost label of a line stands beside its underline, the others hang below theirs.
 * Of a span over several lines the first is shown. Tabs are repeated in the rows below, so
 * that marks align whatever a terminal makes of tabs. Of very long lines a window is shown.
 */
#include "base/lines.h"
#include "base/paint.h"

/* Digits of the largest line number that the snippet of a diagnostic shows; at least 1. */
int snippet_width(struct lines *lines, const struct diag *d);
/* Shows all labels that have a place, file by file, the primary one's first. False if there is none. */
bool snippet_put(const struct painter *p, struct lines *lines, const struct diag *d, int width);
/* The gutter of a row without a line number, and what ends before its bar. */
void snippet_gutter(const struct painter *p, int width);

#endif
