#ifndef RCC_PACK_INTERNAL_H
#define RCC_PACK_INTERNAL_H
/*
 * What the parts of pack share. A row stands for nodes of one group that carry the same pods; placing
 * pods splits rows. Rows are flat arrays of numbers behind each other, so a search may take them back
 * by cutting the end off.
 */
#include "pack/pack.h"

struct packing {
	const struct pack_problem *p;
	struct arena *arena;
	bool *conflict, *zone_conflict; /* npods by npods: of hosts and of zones, seen from both sides */
	uint32_t nzones; /* one more than the problem's: the last stands for nodes without a zone */
	uint32_t *order; /* groups of pods, the hardest first */
	uint64_t steps;
	/* the rows */
	int64_t *rows;
	uint32_t width, n, cap;
	int64_t *in_zone; /* npods by nzones: pods placed */
};

enum { ROW_CLASS, ROW_NODES, ROW_FREE }; /* then what is free by resource, then pods by group */

static inline int64_t *row_at(const struct packing *k, uint32_t i)
{
	return k->rows + (size_t)i * k->width;
}
static inline int64_t *row_pods(const struct packing *k, int64_t *row)
{
	return row + ROW_FREE + k->p->nresources;
}
static inline uint32_t class_zone(const struct packing *k, int64_t class)
{
	uint32_t zone = k->p->nodes[class].zone;

	return zone == PACK_NO_ZONE ? k->nzones - 1 : zone;
}
static inline int64_t sat_mul(int64_t a, int64_t b)
{
	int64_t r;

	return __builtin_mul_overflow(a, b, &r) ? INT64_MAX : r;
}
static inline int64_t sat_add(int64_t a, int64_t b)
{
	int64_t r;

	return __builtin_add_overflow(a, b, &r) ? INT64_MAX : r;
}
static inline int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ---- pack_rows.c ---- */

/* The empty nodes, one row a group. */
void rows_init(struct packing *k);
/* A copy of row `from` at the end, for so many nodes that get `each` pods more of group g. */
void rows_add(struct packing *k, uint32_t from, uint32_t g, int64_t nodes, int64_t each);
/* Whether nodes of a group may take pods of group g, empty ones of any size. */
bool class_takes(const struct packing *k, uint32_t class, uint32_t g);
/* How many pods of group g each node of the row still takes, zones left aside. */
int64_t row_capacity(const struct packing *k, int64_t *row, uint32_t g);
/* How many pods of group g the zone still takes for the sake of those that avoid each other's zones. */
int64_t zone_room(const struct packing *k, uint32_t zone, uint32_t g);
/* The most pods of g that a zone may have for the sake of its skew, where the emptiest has the least
 * of `by_zone`. */
int64_t skew_limit(const struct packing *k, uint32_t g, const int64_t *by_zone);
/* Whether the pods of g that are placed are even enough. */
bool skew_holds(const struct packing *k, uint32_t g);
/* Whether the zone counts for the skew of g: some of its nodes may take them. */
bool zone_counts(const struct packing *k, uint32_t zone, uint32_t g);

/* ---- the parts ---- */

enum filling { FILL_EVEN, FILL_FULL }; /* as the scheduler prefers, or node by node */

/* Places all pods by one rule, without second thoughts; how many were placed. */
int64_t pack_fill(struct packing *k, enum filling how);
/* Tries all placements: 1 found, 0 there is none, -1 out of budget. */
int pack_search(struct packing *k);
/* Whether each pod finds room wherever all others went before. */
bool pack_any_order(struct packing *k);
/* The same by trying each order, where pods and nodes are few: false is also `too many to try`. */
bool pack_each_order(struct packing *k);
/* Looks for a plain reason why there is no placement. */
bool pack_refute(struct packing *k, struct pack_proof *proof);

#endif
