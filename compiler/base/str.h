#ifndef RCC_BASE_STR_H
#define RCC_BASE_STR_H
/*
 * A string is a pointer and a length, passed by value; slicing never copies and
 * nothing depends on a closing NUL. The bytes belong to whoever made them: a source
 * text, the name table or an arena.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	uint32_t n;
};

/* A literal as a string; the length is known at compile time. */
#define STR(literal) ((struct str){ (literal), (uint32_t)sizeof(literal) - 1 })
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).n ? (s).p : ""

struct str str_from(const char *zero_terminated);
struct str str_slice(struct str s, uint32_t beg, uint32_t end);
static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
/* Bytewise order, as memcmp with the shorter one first; <0, 0, >0. */
int str_cmp(struct str a, struct str b);
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);
/* Offset of the first occurrence at or after `from`, or -1. */
int64_t str_find(struct str s, struct str needle, uint32_t from);
uint32_t str_hash(struct str s);
/* The same word, whatever its case and with or without `_` and `-`: `maxFileSize`, `max_file_size`. */
bool str_like(struct str a, struct str b);
/* Whether `s` ends like that. */
bool str_ends_like(struct str s, struct str end);
/* The candidate nearest to `s` in spelling (Damerau-Levenshtein, at most a third of the
 * longer length, case-blind); -1 if none is near enough. Ties go to the first. */
int str_nearest(struct str s, const struct str *candidates, int count);

#endif
