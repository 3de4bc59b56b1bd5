/*
 * The exact search: group after group, row after row, how many nodes get how many pods. Nodes that are
 * alike are never told apart, which is what makes it short. A branch ends as soon as what is left
 * cannot fit for lack of a resource.
 */
#include "pack/pack_internal.h"

#include <string.h>

enum { DEEPEST = 4000 }; /* moves inside each other: bounds the C stack */

struct search {
	struct packing *k;
	uint32_t depth;
	bool gave_up;
};

struct place {		   /* where the search stands */
	uint32_t level;	   /* in the order of groups */
	uint32_t row, end; /* the rows of this level that are still to be looked at */
	int64_t left;	   /* pods of the group without a node */
};

static bool place_group(struct search *s, uint32_t level, uint32_t beg, uint32_t end);
static bool place_rows(struct search *s, struct place at);

static bool enter(struct search *s)
{
	s->gave_up = s->gave_up || ++s->k->steps > s->k->p->budget || s->depth >= DEEPEST;
	s->depth += !s->gave_up;
	return !s->gave_up;
}

/* Takes the last row back, and its pods out of their zone. */
static void undo(struct packing *k, uint32_t g, uint32_t rows, int64_t pods, uint32_t zone)
{
	k->n = rows;
	k->in_zone[(size_t)g * k->nzones + zone] -= pods;
}

/* The nodes of a row that are left get at most `each` pods of the group. */
static bool share(struct search *s, struct place at, int64_t nodes, int64_t each)
{
	struct packing *k = s->k;
	uint32_t g = k->order[at.level], rows = k->n, zone = class_zone(k, row_at(k, at.row)[ROW_CLASS]);
	bool found = false;

	if (!enter(s))
		return false;
	if (!nodes || !each || !at.left) {
		if (nodes)
			rows_add(k, at.row, g, nodes, 0);
		at.row++;
		found = place_rows(s, at);
		if (!found)
			k->n = rows;
		s->depth--;
		return found;
	}
	for (int64_t n = least(nodes, at.left / each); n >= 0 && !found && !s->gave_up; n--) {
		struct place next = at;

		next.left -= n * each;
		if (n)
			rows_add(k, at.row, g, n, each);
		found = share(s, next, nodes - n, each - 1);
		if (!found)
			undo(k, g, rows, n * each, zone);
	}
	s->depth--;
	return found;
}

/* What the rows from at.row on still take of the group. */
static int64_t room(struct packing *k, const struct place *at)
{
	int64_t sum = 0;

	for (uint32_t i = at->row; i < at->end; i++) {
		int64_t *row = row_at(k, i);

		sum = sat_add(sum, sat_mul(row_capacity(k, row, k->order[at->level]), row[ROW_NODES]));
	}
	return sum;
}

static bool place_rows(struct search *s, struct place at)
{
	struct packing *k = s->k;
	uint32_t g = k->order[at.level];

	if (at.row == at.end) {
		uint32_t beg = at.end;

		return !at.left && skew_holds(k, g) && place_group(s, at.level + 1, beg, k->n);
	}
	if (room(k, &at) < at.left)
		return false;
	int64_t *row = row_at(k, at.row);
	int64_t each = row_capacity(k, row, g);

	if (each && zone_room(k, class_zone(k, row[ROW_CLASS]), g) == 0)
		each = 0;
	return share(s, at, row[ROW_NODES], least(each, at.left));
}

/* Pods of a group that avoid each other's zones come one at a time: each zone takes one. */
static bool zones_hold(const struct packing *k, uint32_t g)
{
	for (uint32_t z = 0; z + 1 < k->nzones; z++) {
		if (k->in_zone[(size_t)g * k->nzones + z] > 1 && k->zone_conflict[g * k->p->npods + g])
			return false;
	}
	return true;
}

/* Whether all groups from `level` on together have enough of every resource. */
static bool sums_hold(struct packing *k, uint32_t level, uint32_t beg, uint32_t end)
{
	for (uint32_t r = 0; r < k->p->nresources; r++) {
		int64_t wanted = 0, offered = 0;

		for (uint32_t i = level; i < k->p->npods; i++) {
			const struct pack_pods *pods = &k->p->pods[k->order[i]];

			wanted = sat_add(wanted, sat_mul(pods->request[r], pods->count));
		}
		for (uint32_t i = beg; i < end && offered < wanted; i++) {
			const int64_t *row = row_at(k, i);

			if (row[ROW_FREE + r] > 0)
				offered = sat_add(offered, sat_mul(row[ROW_FREE + r], row[ROW_NODES]));
		}
		if (offered < wanted)
			return false;
	}
	return true;
}

static bool place_group(struct search *s, uint32_t level, uint32_t beg, uint32_t end)
{
	struct packing *k = s->k;

	if (level && !zones_hold(k, k->order[level - 1]))
		return false;
	if (level == k->p->npods) {
		/* What was found are the last rows. */
		memmove(k->rows, row_at(k, beg), sizeof *k->rows * k->width * (end - beg));
		k->n = end - beg;
		return true;
	}
	if (!sums_hold(k, level, beg, end))
		return false;
	return place_rows(s, (struct place){ level, beg, end, k->p->pods[k->order[level]].count });
}

int pack_search(struct packing *k)
{
	struct search s = { .k = k };

	rows_init(k);
	if (place_group(&s, 0, 0, k->n))
		return 1;
	return s.gave_up ? -1 : 0;
}
