#ifndef RCC_BASE_COLD_H
#define RCC_BASE_COLD_H
/*
 * Bytes of the library's image that a compile without mistakes does not look at: its source text,
 * and where in it each node stands. They lie in the image deflated, block by block; a block is made
 * plain when something in it is first asked for.
 */
#include "base/arena.h"

struct cold;
struct others; /* base/copies.h */

/* Tests that are built with AddressSanitizer stop where what is forbidden is looked at. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define COLD_FORBID(p, n) __asan_poison_memory_region(p, n)
#define COLD_ALLOW(p, n) __asan_unpoison_memory_region(p, n)
#else
#define COLD_FORBID(p, n) ((void)0)
#define COLD_ALLOW(p, n) ((void)0)
#endif

/* Appends `n` bytes, deflated. `words`: 0 for text, 1 for words that are near to 0, of either sign; where
 * they are elements that begin with a span, each near to the one before, how many words an element has: then
 * differences are deflated, byte by byte. */
void cold_pack(struct buf *out, const void *bytes, uint32_t n, uint32_t words);
/* The same of a text of which much stands in others. */
void cold_pack_text(struct buf *out, struct str text, const struct others *others);
/* What cold_pack wrote, in `size` bytes that must outlive it; NULL if it is nothing of the kind. */
struct cold *cold_open(const void *packed, uint32_t size);
/* The same of what must be that, and `plain` bytes once it is inflated: nobody looks at it before it is asked
 * for. */
struct cold *cold_later(const void *packed, uint32_t size, uint32_t plain);
void cold_close(struct cold *c); /* NULL is fine */
/* To be called before anything is asked for: `finish` makes in place of all bytes that are inflated those
 * that are asked for. It may not ask for them itself. */
typedef void cold_finish(const void *with, void *bytes);
void cold_finish_by(struct cold *c, cold_finish *finish, const void *with);
/* To be called before anything is asked for of what cold_pack_text wrote: what the others are; the second is
 * cold. */
void cold_open_others(struct cold *c, struct str first, struct cold *second);
/* How many bytes there are. */
uint32_t cold_size(const struct cold *c);
/* Makes all bytes plain in `to`, for which there is one place; later calls do nothing. Threads may ask at
 * once. */
void cold_fill(struct cold *c, void *to);
/* `n` bytes from `offset` on, all of which there are; valid until cold_close. */
const void *cold_get(struct cold *c, uint32_t offset, uint32_t n);

#endif
