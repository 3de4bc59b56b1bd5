#include "base/table.h"

#include <stdlib.h>
#include <string.h>

void table_init(struct table *t, uint32_t element_size, const void *frozen, uint32_t nfrozen)
{
	*t = (struct table){ .frozen = frozen, .nfrozen = nfrozen, .size = element_size, .n = nfrozen };
	if (!frozen)
		table_add(t);
}

void table_init_cold(struct table *t, uint32_t element_size, struct cold *cold, uint32_t nfrozen)
{
	*t = (struct table){ .cold = cold, .nfrozen = nfrozen, .size = element_size, .n = nfrozen };
}

void table_fini(struct table *t)
{
	cold_close(t->cold);
	cold_close(t->late);
	if (!t->borrowed)
		free(t->own);
	*t = (struct table){ 0 };
}

uint32_t table_add(struct table *t)
{
	return table_add_many(t, 1);
}

static void take(struct table *t, char *own, uint32_t cap)
{
	t->own = own;
	t->own_base = (uintptr_t)own - (uintptr_t)t->nfrozen * t->size;
	t->cap = cap;
}

static void grow(struct table *t, uint32_t own)
{
	uint64_t cap = t->cap ? (uint64_t)t->cap * 2 : 64;

	while (cap < own)
		cap *= 2;
	char *old = t->borrowed ? NULL : t->own;
	char *p = cap > UINT32_MAX / 2 ? NULL : realloc(old, (size_t)cap * t->size);

	if (!p)
		rcc_bug("out of memory: a table of %llu elements", (unsigned long long)cap);
	if (t->borrowed)
		memcpy(p, t->own, (size_t)(t->n - t->nfrozen) * t->size);
	t->borrowed = false;
	take(t, p, (uint32_t)cap);
}

void table_borrow(struct table *t, struct arena *a, uint32_t count)
{
	size_t total = a->total;
	char *p = arena_alloc(a, t->size, count);

	a->total = total;
	if (t->own)
		memcpy(p, t->own, (size_t)(t->n - t->nfrozen) * t->size);
	if (!t->borrowed)
		free(t->own);
	t->borrowed = true;
	take(t, p, count);
}

void table_reserve(struct table *t, uint32_t count)
{
	if (count > t->cap)
		grow(t, count);
}

void table_grow(struct table *t)
{
	grow(t, t->n - t->nfrozen + 1);
}

static inline uint32_t add_unset(struct table *t, uint32_t count)
{
	uint32_t first = t->n, own = t->n - t->nfrozen;

	if (count > t->cap - own)
		grow(t, own + count);
	t->n += count;
	return first;
}

uint32_t table_add_many(struct table *t, uint32_t count)
{
	uint32_t first = add_unset(t, count);

	if (count)
		memset(t->own + (size_t)(first - t->nfrozen) * t->size, 0, (size_t)count * t->size);
	return first;
}

void table_add_late(struct table *t, struct cold *late, uint32_t count)
{
	t->late = late;
	add_unset(t, count);
	COLD_FORBID(t->own, (size_t)count * t->size);
}

void table_warm(const struct table *t)
{
	if (t->late)
		cold_fill(t->late, t->own);
}

const void *table_row(const struct table *t, uint32_t i, uint32_t count)
{
	return t->cold && i < t->nfrozen ? cold_get(t->cold, i * t->size, count * t->size) : table_get(t, i);
}

void *table_edit(struct table *t, uint32_t i)
{
	if (i < t->nfrozen || i >= t->n)
		rcc_bug("write to element %u of a table that owns %u to %u", i, t->nfrozen, t->n);
	return t->own + (size_t)(i - t->nfrozen) * t->size;
}

uint32_t table_last(const struct table *t, size_t offset, uint32_t most)
{
	uint32_t lo = 1, hi = t->n;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2, number;

		memcpy(&number, (const char *)table_get(t, mid) + offset, sizeof number);
		if (number <= most)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}
