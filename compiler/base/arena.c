#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, madvise */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* So large a first block comes from the system as untouched pages; malloc would clear a smaller one. For a
 * few bytes that is less work than to ask the system. */
enum { BLOCK_FEW = 2 << 10, BLOCK_FIRST = 256 << 10, BLOCK_MAX = 1 << 20 };
/* What an arena holds once it is large, the pages that it takes then, and its blocks. */
enum { LARGE = 3 << 19, PAGE_LARGE = 2 << 20, BLOCK_LARGE = 8 << 20 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	char *mapped; /* by large_block: with a large page more than `size`, for it to begin at one */
	_Alignas(ARENA_ALIGN) char bytes[];
};

/* ---- blocks ------------------------------------------------------------------------------- */

static char *next_large(char *p)
{
	return p + (PAGE_LARGE - (uintptr_t)p % PAGE_LARGE) % PAGE_LARGE;
}

/* Of large pages, where the system has them: it clears one of these in the time of a hundred small ones. NULL
 * if there is no room. */
static struct arena_block *large_block(size_t size)
{
	size_t whole = size + PAGE_LARGE;
	char *p = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	char *at = next_large(p);

#ifdef MADV_HUGEPAGE
	madvise(p, whole, MADV_HUGEPAGE);
#endif
	struct arena_block *b = (void *)at;

	b->mapped = p;
	return b;
}

static void free_block(struct arena_block *b)
{
	if (b->mapped)
		munmap(b->mapped, b->size + PAGE_LARGE);
	else
		free(b);
}

/* ---- arenas ------------------------------------------------------------------------------- */

void arena_init(struct arena *a)
{
	*a = (struct arena){ 0 };
}

void arena_fini(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *b = a->blocks;

		a->blocks = b->next;
		free_block(b);
	}
	arena_init(a);
}

void arena_clear(struct arena *a)
{
	struct arena_block *first = a->blocks;
	char *end = a->at;
	bool large = a->large;

	while (first && first->next) { /* what there was more than usual */
		a->blocks = first->next;
		free_block(first);
		first = a->blocks;
		end = (char *)first + first->size;
	}
	*a = (struct arena){ .blocks = first, .large = large };
	if (first) {
		a->at = first->bytes;
		a->end = (char *)first + first->size;
		memset(a->at, 0, (size_t)(end - a->at));
	}
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->blocks, a->at, a->end, a->total };
}

/* Zeroes what was used of the newest block. Large pages behind the first go back to the system: who released
 * much does not need as much again. */
static void zero(const struct arena *a, char *from, char *to)
{
#ifdef MADV_DONTNEED
	char *beg = next_large(from), *end = next_large(to); /* a block of large pages ends with one */

	if (a->blocks->mapped && beg < to && madvise(beg, (size_t)(end - beg), MADV_DONTNEED) == 0)
		to = beg;
#endif
	memset(from, 0, (size_t)(to - from));
}

void arena_release(struct arena *a, struct arena_mark mark)
{
	char *used = a->end == mark.end ? a->at : mark.end; /* in a further block: who knows how far it was */

	while (a->blocks != mark.blocks) {
		struct arena_block *b = a->blocks;

		a->blocks = b->next;
		free_block(b);
	}
	a->at = mark.at;
	a->end = mark.end;
	a->total = mark.total;
	if (mark.at)
		zero(a, mark.at, used);
}

void arena_expect_much(struct arena *a)
{
	if (!a->large)
		a->at = a->end; /* what is left was never touched */
	a->large = true;
}

void arena_follow(struct arena *a, struct arena *ended)
{
	a->at = ended->at;
	a->end = ended->end;
	ended->at = ended->end;
}

void arena_lend(struct arena *a, struct arena *host, size_t bytes)
{
	size_t total = host->total;

	a->at = arena_alloc(host, 1, bytes);
	a->end = host->at;
	host->total = total;
}

void arena_take(struct arena *a, struct arena *from)
{
	struct arena_block **last = &a->blocks;

	while (*last)
		last = &(*last)->next;
	*last = from->blocks;
	if (last == &a->blocks) { /* there was none to go on with */
		a->at = from->at;
		a->end = from->end;
	}
	a->total += from->total;
	arena_init(from);
}

static size_t size_of_block(const struct arena *a, size_t need)
{
	size_t size = a->blocks ? a->blocks->size * 2 : a->few ? BLOCK_FEW : BLOCK_FIRST;

	if (a->large || a->total >= LARGE)
		size = BLOCK_LARGE;
	else if (size > BLOCK_MAX)
		size = BLOCK_MAX;
	if (size < need + sizeof(struct arena_block))
		size = need + sizeof(struct arena_block);
	/* What is larger is filled at once, and a large page is cleared sooner than many small ones. */
	return size <= BLOCK_MAX ? size : (size + PAGE_LARGE - 1) / PAGE_LARGE * PAGE_LARGE;
}

static void add_block(struct arena *a, size_t need)
{
	size_t size = size_of_block(a, need);
	struct arena_block *b = size >= PAGE_LARGE ? large_block(size) : calloc(1, size);

	if (!b)
		rcc_bug("out of memory: %zu bytes", size);
	b->next = a->blocks;
	b->size = size;
	a->blocks = b;
	a->at = b->bytes;
	a->end = (char *)b + size;
}

/* The only place that multiplies sizes; the next object begins behind so many bytes. */
static size_t room_for(size_t size, size_t count)
{
	if (count && size > (SIZE_MAX / 2) / count)
		rcc_bug("an allocation of %zu times %zu bytes", count, size);
	return (size * count + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
}

void *arena_alloc(struct arena *a, size_t size, size_t count)
{
	size_t n = room_for(size, count);

	if (!a->end || n > (size_t)(a->end - a->at))
		add_block(a, n);
	void *p = a->at;

	a->at += n;
	a->total += n;
	return p;
}

/* Room for `grown` items, of which the first `n` of the `cap` at `old` are kept: in their place if
 * nothing was given out since, as mostly is so while something grows. */
static void *grow(struct arena *a, void *old, size_t size, uint32_t n, uint32_t cap, uint32_t grown)
{
	size_t had = room_for(size, cap), more = room_for(size, grown) - had;

	if (old && (char *)old + had == a->at && more <= (size_t)(a->end - a->at)) {
		a->at += more;
		a->total += more;
		return old;
	}
	void *p = arena_alloc(a, size, grown);

	return n ? memcpy(p, old, size * n) : p;
}

bool arena_return(struct arena *a, void *p, size_t had, size_t used)
{
	size_t more = room_for(1, had) - room_for(1, used);

	if ((char *)p + room_for(1, had) != a->at)
		return false;
	a->at -= more;
	a->total -= more;
	return true;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, 1, (size_t)s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

struct str arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	va_list again;

	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);

	if (n < 0)
		rcc_bug("a format that cannot be printed: %s", fmt);
	char *p = arena_alloc(a, 1, (size_t)n + 1);

	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (uint32_t)n };
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	struct str s = arena_vprintf(a, fmt, args);

	va_end(args);
	return s;
}

void buf_add_grown(struct buf *b, struct str s)
{
	if (s.n > UINT32_MAX / 2 - b->n)
		rcc_bug("a text of more than 2 GiB");
	uint32_t need = b->n + s.n + 64, cap = b->cap < need / 2 ? need : b->cap * 2;

	b->p = grow(b->arena, b->p, 1, b->n, b->cap, cap);
	b->cap = cap;
	if (s.n)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void buf_number(struct buf *b, uint64_t n)
{
	char digits[20];
	uint32_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	buf_add(b, (struct str){ digits + at, (uint32_t)sizeof digits - at });
}

void buf_integer(struct buf *b, int64_t n)
{
	if (n < 0)
		buf_char(b, '-');
	buf_number(b, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	buf_add(b, arena_vprintf(b->arena, fmt, args));
	va_end(args);
}

struct str buf_str(const struct buf *b)
{
	return b->p ? (struct str){ b->p, b->n } : STR("");
}

struct str buf_take(struct buf *b)
{
	if (b->p && arena_return(b->arena, b->p, b->cap, (size_t)b->n + 1))
		b->cap = b->n + 1;
	return buf_str(b);
}

void *vec_grow(struct arena *a, void *old, size_t size, uint32_t n, uint32_t *cap)
{
	uint32_t grown = *cap ? *cap * 2 : 8;
	void *p = grow(a, old, size, n, *cap, grown);

	*cap = grown;
	return p;
}

_Noreturn void rcc_bug(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs("rcc: internal error: ", stderr);
	vfprintf(stderr, fmt, args);
	fputs("\nThis is a defect of rcc; please report it with the file that shows it.\n", stderr);
	va_end(args);
	exit(70);
}
