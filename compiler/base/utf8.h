#ifndef RCC_BASE_UTF8_H
#define RCC_BASE_UTF8_H
/*
 * Code points, and the cells that a terminal gives them. Any bytes are accepted: a byte
 * that belongs to no well-formed sequence (overlong and surrogates included) counts as
 * one character of its own.
 */
#include "base/arena.h"

#define UTF8_BAD UINT32_MAX

/* The code point at byte `at` (which must be inside); returns its length in bytes. A bad
 * byte has length 1 and sets *cp to UTF8_BAD. */
uint32_t utf8_decode(struct str s, uint32_t at, uint32_t *cp);
/* Offset of the first bad byte, or -1. */
int64_t utf8_find_bad(struct str s);
/* Appends a code point (at most U+10FFFF). */
void utf8_add(struct buf *out, uint32_t cp);
/* Moves `at` back to the first byte of the character that it stands in. */
uint32_t utf8_align(struct str s, uint32_t at);
/* Cells of a printable code point: 0, 1 or 2. */
uint32_t utf8_width(uint32_t cp);

/* Appends a text for people: tabs stay, what would steer a terminal or reorder the line
 * (control and bidirectional characters, bad bytes) is spelled out: \n \x1b \u{202e} \xff. */
void utf8_show(struct buf *out, struct str s);
/* Cells that utf8_show fills, a tab counting as one. */
uint32_t utf8_shown_cells(struct str s);

#endif
