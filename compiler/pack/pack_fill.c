/* Placements by a plain rule: group after group, the hardest first, and no pod is ever moved. */
#include "pack/pack_internal.h"

/* The largest level such that filling each of n places up to it takes no more than `count`. */
static int64_t water_level(const int64_t *capacity, const int64_t *weight, uint32_t n, int64_t count)
{
	int64_t low = 0, high = 0;

	for (uint32_t i = 0; i < n; i++)
		high = capacity[i] > high ? capacity[i] : high;
	while (low < high) {
		int64_t level = low + (high - low + 1) / 2, sum = 0;

		for (uint32_t i = 0; i < n; i++)
			sum = sat_add(sum, sat_mul(least(capacity[i], level), weight ? weight[i] : 1));
		if (sum <= count)
			low = level;
		else
			high = level - 1;
	}
	return low;
}

/* Room in each zone for pods of group g: what its nodes take, and what the rules about zones leave of it. */
static void zone_capacities(struct packing *k, uint32_t g, int64_t *capacity)
{
	for (uint32_t z = 0; z < k->nzones; z++)
		capacity[z] = 0;
	for (uint32_t i = 0; i < k->n; i++) {
		int64_t *row = row_at(k, i);
		uint32_t z = class_zone(k, row[ROW_CLASS]);

		capacity[z] = sat_add(capacity[z], sat_mul(row_capacity(k, row, g), row[ROW_NODES]));
	}
	for (uint32_t z = 0; z < k->nzones; z++)
		capacity[z] = least(capacity[z], zone_room(k, z, g));
	int64_t limit = skew_limit(k, g, capacity);

	for (uint32_t z = 0; z + 1 < k->nzones; z++)
		capacity[z] = least(capacity[z], limit);
}

/* How many of `count` pods go to each zone; `quota` holds the capacities. */
static void share_zones(const struct packing *k, uint32_t g, enum filling how, int64_t *quota, int64_t count)
{
	bool even = how == FILL_EVEN || k->p->pods[g].skew;
	int64_t level = even ? water_level(quota, NULL, k->nzones, count) : INT64_MAX;

	for (uint32_t z = 0; even && z < k->nzones; z++)
		count -= least(quota[z], level);
	for (uint32_t z = 0; z < k->nzones; z++) {
		int64_t most = quota[z], base = even ? least(most, level) : 0;
		int64_t more = least(even ? least(1, most - base) : most, count);

		quota[z] = base + more;
		count -= more;
	}
}

/* `nodes` nodes of row i get `each` pods, the others of it none of them. Rows may move. */
static void split(struct packing *k, uint32_t i, uint32_t g, int64_t nodes, int64_t each)
{
	int64_t rest = row_at(k, i)[ROW_NODES] - nodes;

	if (!nodes || !each)
		return;
	rows_add(k, i, g, nodes, each);
	row_at(k, i)[ROW_NODES] = rest;
	k->steps++;
}

/* Node by node: as many as each takes. */
static int64_t fill_full(struct packing *k, uint32_t g, uint32_t zone, int64_t count)
{
	for (uint32_t i = 0, n = k->n; i < n && count; i++) {
		int64_t *row = row_at(k, i), each = 0;

		if (class_zone(k, row[ROW_CLASS]) == zone)
			each = row_capacity(k, row, g);
		if (!each)
			continue;
		int64_t whole = least(row[ROW_NODES], count / each);

		split(k, i, g, whole, each);
		count -= whole * each;
		if (row_at(k, i)[ROW_NODES] && count && count < each) {
			split(k, i, g, 1, count);
			count = 0;
		}
	}
	return count;
}

/* The same number on each node as far as they go, one more on the first ones for the rest. */
static int64_t fill_even(struct packing *k, uint32_t g, uint32_t zone, int64_t count)
{
	uint32_t n = k->n;
	int64_t *capacity = arena_new(k->arena, int64_t, n), *nodes = arena_new(k->arena, int64_t, n);

	for (uint32_t i = 0; i < n; i++) {
		int64_t *row = row_at(k, i);

		nodes[i] = row[ROW_NODES];
		capacity[i] = class_zone(k, row[ROW_CLASS]) == zone && nodes[i] ? row_capacity(k, row, g) : 0;
	}
	int64_t level = water_level(capacity, nodes, n, count);

	for (uint32_t i = 0; i < n; i++)
		count -= least(capacity[i], level) * nodes[i];
	for (uint32_t i = 0; i < n; i++) {
		int64_t more = capacity[i] > level ? least(nodes[i], count) : 0;

		split(k, i, g, more, level + 1);
		split(k, i, g, nodes[i] - more, least(capacity[i], level));
		count -= more;
	}
	return count;
}

/* Rows without nodes are left behind by splits. */
static void drop_empty(struct packing *k)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < k->n; i++) {
		if (!row_at(k, i)[ROW_NODES])
			continue;
		for (uint32_t w = 0; kept != i && w < k->width; w++)
			row_at(k, kept)[w] = row_at(k, i)[w];
		kept++;
	}
	k->n = kept;
}

int64_t pack_fill(struct packing *k, enum filling how)
{
	int64_t *quota = arena_new(k->arena, int64_t, k->nzones), placed = 0;

	rows_init(k);
	for (uint32_t i = 0; i < k->p->npods; i++) {
		uint32_t g = k->order[i];

		zone_capacities(k, g, quota);
		share_zones(k, g, how, quota, k->p->pods[g].count);
		for (uint32_t z = 0; z < k->nzones; z++) {
			if (!quota[z])
				continue;
			placed += quota[z] - (how == FILL_EVEN ? fill_even(k, g, z, quota[z])
							       : fill_full(k, g, z, quota[z]));
			drop_empty(k);
		}
	}
	return placed;
}
