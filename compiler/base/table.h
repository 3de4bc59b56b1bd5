#ifndef RCC_BASE_TABLE_H
#define RCC_BASE_TABLE_H
/*
 * A table is an array addressed by 32-bit indices in two parts: a frozen one that is
 * mapped read-only from the library's image, and one that this compilation appends to.
 * Because everything points by index, the frozen part needs no relocation and a process
 * pays nothing for what it does not touch. The first that are appended may come from the image
 * too, where they lie deflated: they have no contents before table_warm. Index 0 is a zeroed "none" in every
 * table.
 */
#include "base/cold.h"

struct table {
	const void *frozen;	  /* NULL: there is none, or it is cold */
	struct cold *cold, *late; /* late: the first own ones */
	uint32_t nfrozen;
	uint32_t size; /* of one element, bytes */
	char *own;
	uintptr_t own_base; /* where element 0 would lie if all were own */
	uint32_t n, cap;    /* n counts both parts */
	bool borrowed;	    /* `own` lies in an arena */
};

/* With frozen == NULL the table starts with element 0, zeroed. */
void table_init(struct table *t, uint32_t element_size, const void *frozen, uint32_t nfrozen);
/* With a frozen part that lies deflated in the image; the table owns `cold`. Read by table_row only. */
void table_init_cold(struct table *t, uint32_t element_size, struct cold *cold, uint32_t nfrozen);
/* Appends `count` elements of the image, the first own ones; the table owns `late`. Nobody may look at one
 * before table_warm, to which only the first call costs anything. */
void table_add_late(struct table *t, struct cold *late, uint32_t count);
void table_warm(const struct table *t);
void table_fini(struct table *t);
/* Appends a zeroed element; returns its index. Earlier pointers into the own part die. */
uint32_t table_add(struct table *t);
/* Appends `count` zeroed elements in a row; returns the index of the first. */
uint32_t table_add_many(struct table *t, uint32_t count);

/* For a size that is known when rcc is built: the multiplication becomes a shift. */
static inline const void *table_get_sized(const struct table *t, uint32_t i, size_t size)
{
	return (const void *)((i < t->nfrozen ? (uintptr_t)t->frozen : t->own_base) + i * size);
}
static inline const void *table_get(const struct table *t, uint32_t i)
{
	return table_get_sized(t, i, t->size);
}

/* `count` elements in a row, all of one part. */
const void *table_row(const struct table *t, uint32_t i, uint32_t count);

/* Of elements in order of a number that lies at `offset` in each, the last one with at most `most`; the first
 * one if it has more. There is one besides none. */
uint32_t table_last(const struct table *t, size_t offset, uint32_t most);

/* Makes room for so many own elements at once. */
void table_reserve(struct table *t, uint32_t count);
/* The same in an arena, of which it counts for nothing, until that is too little. */
void table_borrow(struct table *t, struct arena *a, uint32_t count);
void table_grow(struct table *t);
/* Appends an element that the caller fills at once. */
static inline void *table_push(struct table *t)
{
	if (t->n - t->nfrozen == t->cap)
		table_grow(t);
	return t->own + (size_t)(t->n++ - t->nfrozen) * t->size;
}

/* Only an element of the own part may be written; asking for a frozen one is a bug. */
void *table_edit(struct table *t, uint32_t i);

#endif
