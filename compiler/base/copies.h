#ifndef RCC_BASE_COPIES_H
#define RCC_BASE_COPIES_H
/*
 * A text of which much stands in others, too: what is kept of it are steps, each of which takes some of what
 * is new and some of what lies there; and what is new. Other than for deflate(), it does not matter how far
 * away.
 */
#include "base/arena.h"

struct others {
	struct str first, second; /* places are counted through both */
};

/* Appends what is kept of a text. Where the new bytes begin, from where the appended ones do. */
uint32_t copies_part(struct buf *out, struct str text, const struct others *others);
/* The text of `n` bytes again, of the `length` bytes of what was kept; false if it is none. */
bool copies_join(char *to, uint32_t n, const unsigned char *kept, uint32_t length,
		 const struct others *others);

/* Small for small differences of either sign. */
static inline uint32_t zigzag(uint32_t difference)
{
	return difference << 1 ^ (difference >> 31 ? UINT32_MAX : 0);
}
static inline uint32_t unzigzag(uint32_t value)
{
	return value >> 1 ^ (value & 1 ? UINT32_MAX : 0);
}

#endif
