#ifndef RCC_FORMATS_CHARS_H
#define RCC_FORMATS_CHARS_H
/*
 * ASCII classes that no locale changes, and how a character of the input is named in a
 * message.
 */
#include "base/arena.h"

static inline bool char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static inline bool char_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}
static inline bool char_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}
static inline bool char_is_letter(char c)
{
	return char_is_lower(c) || char_is_upper(c);
}
static inline bool char_is_alnum(char c)
{
	return char_is_letter(c) || char_is_digit(c);
}
static inline char char_lower(char c)
{
	return char_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}
/* 0 to 15, or -1. */
int char_hex(char c);
/* Whether c stands in a zero-terminated list; never for a NUL. */
bool char_in(char c, const char *list);

/* The decimal digits of text[at…] as a number no greater than `max` (it sticks there);
 * *at moves behind them. */
uint64_t chars_number(struct str text, uint32_t *at, uint64_t max);
/* Offset of the first byte at or after `from` that is no printable ASCII character, or the length. */
uint32_t chars_find_unprintable(struct str text, uint32_t from);
/* Offset of the first `c` at or after `from`, or the length. */
uint32_t chars_find(struct str text, char c, uint32_t from);
struct str chars_lower(struct arena *a, struct str text);
/* Length in bytes of the well-formed UTF-8 sequence at `at` (1 for ASCII), or 0. */
uint32_t chars_utf8_length(struct str text, uint32_t at);
/* The character that begins at `at`, for a phrase: "an upper-case letter `C`", "a blank",
 * "`ü`", "a control character (0x01)". */
struct str chars_describe(struct arena *a, struct str text, uint32_t at);
/* The phrase "has `x` in its tag", of the character at `at` and where it stands. */
struct str chars_problem(struct arena *a, struct str text, uint32_t at, const char *where);
/* The phrase "has a scheme: leave out `https://`", or the empty text if there is none. */
struct str chars_scheme_problem(struct arena *a, struct str text);
/* The text for a quotation: what is long is cut, with `…` behind it. */
struct str chars_excerpt(struct arena *a, struct str text);

#endif
