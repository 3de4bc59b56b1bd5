#ifndef RCC_BASE_ARENA_H
#define RCC_BASE_ARENA_H
/*
 * One arena per compilation owns everything that a compilation makes. Memory comes
 * zeroed, is never NULL, and is given back all at once: no destructors, no leaks on
 * errors. Running out of address space ends the process through rcc_bug.
 */
#include "base/str.h"

#include <stdarg.h>

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	char *at, *end;
	size_t total; /* bytes handed out so far */
	bool few;     /* at first: little will be asked for */
	bool large;   /* much will be asked for */
};

void arena_init(struct arena *a);
void arena_fini(struct arena *a);
/* All at once, too, but the first block stays for what comes next. */
void arena_clear(struct arena *a);
/* To give back what was given out since. */
struct arena_mark {
	struct arena_block *blocks;
	char *at, *end;
	size_t total;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark mark);
/* From now on its memory comes in large pages, where the system has them: one of these costs as much as
 * thirty small ones. */
void arena_expect_much(struct arena *a);
/* An arena that nothing came from yet goes on where another one ended, which must live as long and gives
 * nothing out any more. */
void arena_follow(struct arena *a, struct arena *ended);
/* An arena that nothing came from yet begins in room of another one, which lives longer and for which that
 * counts for nothing. */
void arena_lend(struct arena *a, struct arena *host, size_t bytes);
/* Takes over all that another arena owns, which is empty afterwards. */
void arena_take(struct arena *a, struct arena *from);
/* Gives back all but `used` bytes, to which nothing was written; false if something was given out since. */
bool arena_return(struct arena *a, void *p, size_t had, size_t used);
enum { ARENA_ALIGN = 16 };
/* Aligned to ARENA_ALIGN. */
void *arena_alloc(struct arena *a, size_t size, size_t count);
/* The same for one object, in line: what is asked for most. */
static inline void *arena_alloc_one(struct arena *a, size_t size)
{
	size_t n = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	char *p = a->at;

	if (n >= (size_t)(a->end - p)) /* nothing fits into no block: an arena begins without one */
		return arena_alloc(a, size, 1);
	a->at += n;
	a->total += n;
	return p;
}
enum { ARENA_FEW = 1 << 16 }; /* a count that cannot overflow with the size of a type */
static inline void *arena_alloc_many(struct arena *a, size_t size, size_t count)
{
	return count <= ARENA_FEW ? arena_alloc_one(a, size * count) : arena_alloc(a, size, count);
}
#define arena_new(a, type, count) ((type *)arena_alloc_many((a), sizeof(type), (count)))
#define arena_one(a, type) ((type *)arena_alloc_one((a), sizeof(type)))
/* Copies of bytes; a closing NUL is added behind the length for C callers. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str arena_vprintf(struct arena *a, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/* A growing byte buffer in an arena; buf_str gives what was written so far. */
struct buf {
	struct arena *arena;
	char *p;
	uint32_t n, cap;
};
/* Like buf_add, where there is no room yet. */
void buf_add_grown(struct buf *b, struct str s);
static inline void buf_add(struct buf *b, struct str s)
{
	if ((uint64_t)b->n + s.n + 1 > b->cap) {
		buf_add_grown(b, s);
		return;
	}
	if (s.n)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}
static inline void buf_char(struct buf *b, char c)
{
	if (b->n + 1 < b->cap) {
		b->p[b->n++] = c;
		b->p[b->n] = '\0';
		return;
	}
	buf_add_grown(b, (struct str){ &c, 1 });
}
void buf_number(struct buf *b, uint64_t n); /* decimal */
void buf_integer(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b);
/* The same at the end, of a buffer that nothing was cut off: the arena gets back what is not used, if nothing
 * else was given out since. */
struct str buf_take(struct buf *b);

/* A growing array in an arena: VEC(struct x) v = {0}; vec_push(arena, &v, item). Making the item must not
 * push to the same array. */
#define VEC(type) \
	struct { \
		type *v; \
		uint32_t n, cap; \
	}
#define vec_push(arena, vec, ...) \
	(*((void)((vec)->n < (vec)->cap || \
		  ((vec)->v = vec_grow((arena), (vec)->v, sizeof *(vec)->v, (vec)->n, &(vec)->cap))), \
	   &(vec)->v[(vec)->n++]) = (__VA_ARGS__))
void *vec_grow(struct arena *a, void *old, size_t size, uint32_t n, uint32_t *cap);

/* A defect of rcc itself: prints where, and leaves with status 70. The only function of
 * the library that ends the process; no input may reach it. */
_Noreturn void rcc_bug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
