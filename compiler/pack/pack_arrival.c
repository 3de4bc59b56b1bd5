/*
 * The promise that the order of arrival does not matter. A pod waits only if every node that may take
 * it is blocked: by a pod that it avoids, or because so much of some resource is used that its request
 * is no longer free. What blocks a node by resource r is at least free - request + 1 of it, and the
 * pod that brings that is on no other node. So a pod q is worth at most the largest of request(q, r) /
 * (free - request + 1) blocked nodes, and never more than one; if all pods together are worth less
 * than the nodes there are, one node stays open whatever happens. Sufficient, not necessary:
 * pack_orders.c tries what it leaves open. What a pod asks for later has to find room on the one node
 * where the pod is.
 */
#include "pack/pack_internal.h"

enum { WHOLE = 1 << 20 }; /* a blocked node, in fractions that are rounded up */

struct region { /* some of the nodes: groups from `first` to before `end`, of one zone or of any */
	uint32_t first, end, zone;
};

static bool is_in(const struct packing *k, const struct region *region, uint32_t class)
{
	return region->zone == PACK_NO_ZONE || class_zone(k, class) == region->zone;
}

/* brings / blocks in fractions of a whole, rounded up; at most one. */
static int64_t share(int64_t brings, int64_t blocks)
{
	const int64_t narrow = INT64_C(1) << 42; /* up to here 64 bits are enough, and much faster */

	if (brings >= blocks)
		return WHOLE;
	if (blocks <= narrow)
		return (brings * WHOLE + blocks - 1) / blocks;
	return (int64_t)(((__int128)brings * WHOLE + blocks - 1) / blocks);
}

/* What one pod of q is worth in blocking an empty node of this group for p. */
static int64_t worth_on(const struct packing *k, uint32_t p, uint32_t q, uint32_t class)
{
	const struct pack_nodes *nodes = &k->p->nodes[class];
	const int64_t *asks = k->p->pods[p].request, *brings = k->p->pods[q].request;
	int64_t worth = 0;

	if (!class_takes(k, class, q))
		return 0;
	for (uint32_t r = 0; r < k->p->nresources; r++) {
		if (asks[r] <= 0 || nodes->free[r] == PACK_UNLIMITED || brings[r] <= 0)
			continue;
		if (brings[r] > nodes->free[r])
			return 0;
		/* what blocks is above 0: the pod fits on an empty node */
		int64_t part = share(brings[r], nodes->free[r] - asks[r] + 1);

		worth = part > worth ? part : worth;
	}
	return worth;
}

static bool fits_empty(const struct packing *k, uint32_t p, uint32_t class)
{
	const struct pack_nodes *nodes = &k->p->nodes[class];
	const int64_t *asks = k->p->pods[p].request;

	if (nodes->count <= 0 || !class_takes(k, class, p))
		return false;
	for (uint32_t r = 0; r < k->p->nresources; r++) {
		if (asks[r] > 0 && asks[r] > nodes->free[r])
			return false;
	}
	return true;
}

/* The most that a pod of q is worth on the nodes of a region, and whether it may be there at all. */
static int64_t worth_in(const struct packing *k, uint32_t p, uint32_t q, const struct region *region,
			bool *there)
{
	int64_t most = 0;

	*there = false;
	for (uint32_t c = region->first; c < region->end; c++) {
		if (!is_in(k, region, c) || !fits_empty(k, p, c))
			continue;
		int64_t worth = worth_on(k, p, q, c);

		*there = *there || class_takes(k, c, q);
		most = worth > most ? worth : most;
	}
	return most;
}

/* The zone that all nodes of a region are in, or PACK_NO_ZONE. */
static uint32_t zone_of(const struct packing *k, const struct region *region)
{
	return region->end - region->first == 1 ? k->p->nodes[region->first].zone : region->zone;
}

/* The most pods of q that may be in one zone at any time: the even ones among them keep each other out. */
static int64_t most_in_zone(const struct packing *k, uint32_t q, uint32_t zone)
{
	const struct pack_pods *pods = &k->p->pods[q];
	int64_t zones = 0;

	if (zone == PACK_NO_ZONE || !pods->skew)
		return pods->count;
	for (uint32_t z = 0; z + 1 < k->nzones; z++)
		zones += zone_counts(k, z, q);
	if (!zones || zones < pods->min_zones)
		return least(pods->count, pods->skew);
	return least(pods->count, sat_add(pods->count, sat_mul(pods->skew, zones - 1)) / zones);
}

/* Whether a node of the region stays open for a pod of p, when `own` others of its group went before. */
static bool stays_open(const struct packing *k, uint32_t p, const struct region *region, int64_t own)
{
	int64_t nodes = 0, blocked = 0, value = 0;

	for (uint32_t c = region->first; c < region->end; c++)
		nodes = sat_add(nodes, is_in(k, region, c) && fits_empty(k, p, c) ? k->p->nodes[c].count : 0);
	for (uint32_t q = 0; q < k->p->npods; q++) {
		bool there;
		int64_t worth = worth_in(k, p, q, region, &there);
		int64_t count = q == p ? own : most_in_zone(k, q, zone_of(k, region));

		if (k->conflict[q * k->p->npods + q]) /* one on each node at most */
			count = least(count, nodes);
		if (there && k->conflict[p * k->p->npods + q])
			blocked = sat_add(blocked, count);
		else
			value = sat_add(value, sat_mul(count, worth));
	}
	return sat_add(blocked, value / WHOLE) < nodes;
}

/* One group of nodes may promise what all of them together, looked at as alike, do not. */
static bool promised(const struct packing *k, uint32_t p, uint32_t zone, int64_t own)
{
	if (stays_open(k, p, &(struct region){ 0, k->p->nnodes, zone }, own))
		return true;
	for (uint32_t c = 0; c < k->p->nnodes; c++) {
		struct region alone = { c, c + 1, zone };

		if (is_in(k, &alone, c) && stays_open(k, p, &alone, own))
			return true;
	}
	return false;
}

/* As many pods of p as find room in a zone whatever others do: with one less there, it stays open. */
static int64_t sure_in_zone(const struct packing *k, uint32_t p, uint32_t zone)
{
	int64_t sure = 0, beyond = sat_add(k->p->pods[p].count, 1);

	while (beyond - sure > 1) {
		int64_t n = sure + (beyond - sure) / 2;

		if (promised(k, p, zone, n - 1))
			sure = n;
		else
			beyond = n;
	}
	return sure;
}

/*
 * Which zone is the emptiest is up to the order, but a zone is closed only when it is full or `skew` above
 * the emptiest; that one is closed only when it is full. So where all zones are closed, each has what it is
 * sure to take, or as much as the one that takes least and `skew` more.
 */
static bool promised_evenly(const struct packing *k, uint32_t p)
{
	const struct pack_pods *pods = &k->p->pods[p];
	int64_t zones = 0, least_sure = pods->count, sum = 0;

	for (uint32_t z = 0; z + 1 < k->nzones; z++) {
		if (!zone_counts(k, z, p))
			continue;
		least_sure = least(least_sure, sure_in_zone(k, p, z));
		zones++;
	}
	if (zones < pods->min_zones)
		least_sure = 0;
	for (uint32_t z = 0; z + 1 < k->nzones; z++) {
		if (zone_counts(k, z, p))
			sum = sat_add(sum, least(sure_in_zone(k, p, z), sat_add(least_sure, pods->skew)));
	}
	return zones > 0 && sum >= pods->count;
}

/* More zones stay open by their resources than there are pods to avoid. */
static bool promised_apart(const struct packing *k, uint32_t p)
{
	int64_t open = 0, avoided = 0;

	for (uint32_t q = 0; q < k->p->npods; q++) {
		if (k->zone_conflict[p * k->p->npods + q])
			avoided = sat_add(avoided, k->p->pods[q].count - (q == p));
	}
	for (uint32_t z = 0; z + 1 < k->nzones; z++)
		open += promised(k, p, z, k->p->pods[p].count - 1);
	return avoided < open;
}

static bool avoids_zones(const struct packing *k, uint32_t p)
{
	for (uint32_t q = 0; q < k->p->npods; q++) {
		if (k->zone_conflict[p * k->p->npods + q])
			return true;
	}
	return false;
}

/* Whether an empty node of this group takes a pod of p as it comes, without what it asks for later. */
static bool comes_to(const struct packing *k, uint32_t p, uint32_t class)
{
	const struct pack_pods *pods = &k->p->pods[p];

	for (uint32_t r = 0; r < k->p->nresources; r++) {
		if (pods->request[r] - pods->later[r] > k->p->nodes[class].free[r])
			return false;
	}
	return k->p->nodes[class].count > 0 && class_takes(k, class, p);
}

/* What all others are worth together on one node that a pod of p is on. */
static int64_t worth_beside(const struct packing *k, uint32_t p, uint32_t class)
{
	int64_t value = 0;

	for (uint32_t q = 0; q < k->p->npods; q++) {
		int64_t count = k->p->pods[q].count - (q == p);

		if (k->conflict[p * k->p->npods + q])
			continue;
		if (k->conflict[q * k->p->npods + q])
			count = least(count, 1);
		value = sat_add(value, sat_mul(count, worth_on(k, p, q, class)));
	}
	return value;
}

/* What a pod asks for later has room on whichever node it came to, and whoever came there in between. */
static bool keeps_room(const struct packing *k, uint32_t p)
{
	for (uint32_t c = 0; k->p->pods[p].later && c < k->p->nnodes; c++) {
		if (comes_to(k, p, c) && (!fits_empty(k, p, c) || worth_beside(k, p, c) >= WHOLE))
			return false;
	}
	return true;
}

bool pack_any_order(struct packing *k)
{
	for (uint32_t p = 0; p < k->p->npods; p++) {
		const struct pack_pods *pods = &k->p->pods[p];

		if (pods->count <= 0)
			continue;
		if (!keeps_room(k, p))
			return false;
		if (pods->settled)
			continue;
		if (avoids_zones(k, p) && (pods->skew || !promised_apart(k, p)))
			return false;
		if (pods->skew ? !promised_evenly(k, p)
			       : !avoids_zones(k, p) && !promised(k, p, PACK_NO_ZONE, pods->count - 1))
			return false;
	}
	return true;
}
