#include "pack/pack_internal.h"

#include <string.h>

static int64_t *rows_grow(struct packing *k)
{
	if (k->n == k->cap) {
		uint32_t cap = k->cap ? k->cap * 2 : 16;
		int64_t *rows = arena_new(k->arena, int64_t, (size_t)cap * k->width);

		if (k->n)
			memcpy(rows, k->rows, sizeof *rows * k->n * k->width);
		k->rows = rows;
		k->cap = cap;
	}
	return row_at(k, k->n++);
}

void rows_init(struct packing *k)
{
	const struct pack_problem *p = k->p;

	k->n = 0;
	if (k->in_zone)
		memset(k->in_zone, 0, sizeof *k->in_zone * p->npods * k->nzones);
	for (uint32_t class = 0; class < p->nnodes; class ++) {
		if (p->nodes[class].count <= 0)
			continue;
		int64_t *row = rows_grow(k);

		memset(row, 0, sizeof *row * k->width);
		row[ROW_CLASS] = class;
		row[ROW_NODES] = p->nodes[class].count;
		memcpy(row + ROW_FREE, p->nodes[class].free, sizeof *row * p->nresources);
	}
}

void rows_add(struct packing *k, uint32_t from, uint32_t g, int64_t nodes, int64_t each)
{
	const int64_t *request = k->p->pods[g].request;
	int64_t *row = rows_grow(k);

	memcpy(row, row_at(k, from), sizeof *row * k->width);
	row[ROW_NODES] = nodes;
	row_pods(k, row)[g] += each;
	for (uint32_t r = 0; r < k->p->nresources; r++) {
		if (row[ROW_FREE + r] != PACK_UNLIMITED)
			row[ROW_FREE + r] -= request[r] * each;
	}
	k->in_zone[(size_t)g * k->nzones + class_zone(k, row[ROW_CLASS])] += nodes * each;
}

bool class_takes(const struct packing *k, uint32_t class, uint32_t g)
{
	const struct pack_pods *pods = &k->p->pods[g];

	/* Where zones have to be even, a node outside of all of them takes none. */
	return pods->takes[class] && (!pods->skew || k->p->nodes[class].zone != PACK_NO_ZONE);
}

/* How many pods of group g conflicts leave room for: none, one, or any number. */
static int64_t conflict_room(const struct packing *k, const int64_t *pods, uint32_t g)
{
	for (uint32_t h = 0; h < k->p->npods; h++) {
		if (pods[h] && k->conflict[g * k->p->npods + h])
			return 0;
	}
	return k->conflict[g * k->p->npods + g] ? 1 : INT64_MAX;
}

int64_t row_capacity(const struct packing *k, int64_t *row, uint32_t g)
{
	const struct pack_pods *pods = &k->p->pods[g];

	if (!class_takes(k, (uint32_t)row[ROW_CLASS], g))
		return 0;
	int64_t room = least(pods->count, conflict_room(k, row_pods(k, row), g));

	for (uint32_t r = 0; r < k->p->nresources && room > 0; r++) {
		int64_t free = row[ROW_FREE + r];

		if (pods->request[r] > 0 && free != PACK_UNLIMITED)
			room = least(room, free < 0 ? 0 : free / pods->request[r]);
	}
	return room;
}

int64_t zone_room(const struct packing *k, uint32_t zone, uint32_t g)
{
	if (zone == k->nzones - 1)
		return INT64_MAX;
	for (uint32_t h = 0; h < k->p->npods; h++) {
		if (k->in_zone[(size_t)h * k->nzones + zone] && k->zone_conflict[g * k->p->npods + h])
			return 0;
	}
	return k->zone_conflict[g * k->p->npods + g] ? 1 : INT64_MAX;
}

bool zone_counts(const struct packing *k, uint32_t zone, uint32_t g)
{
	for (uint32_t class = 0; class < k->p->nnodes; class ++) {
		if (k->p->nodes[class].count > 0 && k->p->nodes[class].zone == zone &&
		    class_takes(k, class, g))
			return true;
	}
	return false;
}

int64_t skew_limit(const struct packing *k, uint32_t g, const int64_t *by_zone)
{
	const struct pack_pods *pods = &k->p->pods[g];
	int64_t emptiest = INT64_MAX;
	uint32_t zones = 0;

	if (!pods->skew)
		return INT64_MAX;
	for (uint32_t z = 0; z + 1 < k->nzones; z++) {
		if (!zone_counts(k, z, g))
			continue;
		emptiest = least(emptiest, by_zone[z]);
		zones++;
	}
	return sat_add(zones < pods->min_zones || !zones ? 0 : emptiest, pods->skew);
}

bool skew_holds(const struct packing *k, uint32_t g)
{
	const int64_t *in_zone = k->in_zone + (size_t)g * k->nzones;
	int64_t limit = skew_limit(k, g, in_zone);

	for (uint32_t z = 0; z + 1 < k->nzones; z++) {
		if (in_zone[z] > limit)
			return false;
	}
	return true;
}
