/* Plain reasons why there is no placement, the plainest first: each is a sum that a reader can follow. */
#include "pack/pack_internal.h"

enum { SUBSETS_OF = 12 }; /* groups of which every set is looked at */

struct bounds {
	struct packing *k;
	struct pack_proof *proof;
	bool *pods, *nodes; /* the set that is looked at, and the nodes that may take one of it */
};

static bool refuted(struct bounds *b, enum pack_reason reason, uint32_t resource, int64_t wanted,
		    int64_t offered)
{
	if (wanted <= offered)
		return false;
	*b->proof = (struct pack_proof){ reason, resource, wanted, offered, b->pods, b->nodes };
	return true;
}

static void look_at(struct bounds *b, const bool *set)
{
	const struct pack_problem *p = b->k->p;

	for (uint32_t g = 0; g < p->npods; g++)
		b->pods[g] = set[g] && p->pods[g].count > 0;
	for (uint32_t c = 0; c < p->nnodes; c++) {
		b->nodes[c] = false;
		for (uint32_t g = 0; g < p->npods && p->nodes[c].count > 0; g++)
			b->nodes[c] = b->nodes[c] || (b->pods[g] && class_takes(b->k, c, g));
	}
}

/* ---- one group ---- */

static int64_t count_nodes(const struct bounds *b)
{
	int64_t sum = 0;

	for (uint32_t c = 0; c < b->k->p->nnodes; c++)
		sum = sat_add(sum, b->nodes[c] ? b->k->p->nodes[c].count : 0);
	return sum;
}

/* The most that one of the nodes has of a resource. */
static int64_t largest(const struct bounds *b, uint32_t r)
{
	int64_t most = 0;

	for (uint32_t c = 0; c < b->k->p->nnodes; c++) {
		if (b->nodes[c] && b->k->p->nodes[c].free[r] > most)
			most = b->k->p->nodes[c].free[r];
	}
	return most;
}

/* What the empty nodes take of a group in all, and by zone. */
static int64_t empty_room(const struct bounds *b, uint32_t g, int64_t *by_zone)
{
	struct packing *k = b->k;
	int64_t sum = 0;

	for (uint32_t z = 0; z < k->nzones; z++)
		by_zone[z] = 0;
	for (uint32_t i = 0; i < k->n; i++) {
		int64_t *row = row_at(k, i);
		int64_t room = sat_mul(row_capacity(k, row, g), row[ROW_NODES]);
		uint32_t zone = class_zone(k, row[ROW_CLASS]);

		sum = sat_add(sum, room);
		by_zone[zone] = sat_add(by_zone[zone], room);
	}
	return sum;
}

static int64_t even_room(const struct bounds *b, uint32_t g, const int64_t *by_zone)
{
	int64_t limit = skew_limit(b->k, g, by_zone), sum = 0;

	for (uint32_t z = 0; z + 1 < b->k->nzones; z++)
		sum = sat_add(sum, least(by_zone[z], limit));
	return sum;
}

static bool refute_size(struct bounds *b, uint32_t g)
{
	const struct pack_pods *pods = &b->k->p->pods[g];

	if (!count_nodes(b))
		return refuted(b, PACK_NO_NODES, 0, pods->count, 0);
	for (uint32_t r = 0; r < b->k->p->nresources; r++) {
		if (refuted(b, PACK_TOO_LARGE, r, pods->request[r], largest(b, r)))
			return true;
	}
	return false;
}

static bool refute_room(struct bounds *b, uint32_t g)
{
	const struct pack_pods *pods = &b->k->p->pods[g];
	int64_t *by_zone = arena_new(b->k->arena, int64_t, b->k->nzones);

	return refuted(b, PACK_ALONE, 0, pods->count, empty_room(b, g, by_zone)) ||
	       (pods->skew && refuted(b, PACK_SKEW, 0, pods->count, even_room(b, g, by_zone)));
}

/* ---- several groups ---- */

/* Whether no two pods of the set may share a node. */
static bool all_apart(const struct bounds *b)
{
	const struct pack_problem *p = b->k->p;

	for (uint32_t g = 0; g < p->npods; g++) {
		for (uint32_t h = 0; h < p->npods && b->pods[g]; h++) {
			if (b->pods[h] && (g != h || p->pods[g].count > 1) &&
			    !b->k->conflict[g * p->npods + h])
				return false;
		}
	}
	return true;
}

static bool refute_apart(struct bounds *b)
{
	const struct pack_problem *p = b->k->p;
	int64_t wanted = 0;

	for (uint32_t g = 0; g < p->npods; g++)
		wanted = sat_add(wanted, b->pods[g] ? p->pods[g].count : 0);
	return all_apart(b) && refuted(b, PACK_TOO_FEW, 0, wanted, count_nodes(b));
}

static bool refute_sum(struct bounds *b)
{
	const struct pack_problem *p = b->k->p;

	for (uint32_t r = 0; r < p->nresources; r++) {
		int64_t wanted = 0, offered = 0;

		for (uint32_t g = 0; g < p->npods; g++) {
			if (b->pods[g])
				wanted = sat_add(wanted, sat_mul(p->pods[g].count, p->pods[g].request[r]));
		}
		for (uint32_t c = 0; c < p->nnodes; c++) {
			if (b->nodes[c] && p->nodes[c].free[r] > 0)
				offered = sat_add(offered, sat_mul(p->nodes[c].count, p->nodes[c].free[r]));
		}
		if (refuted(b, PACK_SUM, r, wanted, offered))
			return true;
	}
	return false;
}

typedef bool refute_fn(struct bounds *b);

static bool each_set(struct bounds *b, refute_fn *refute)
{
	uint32_t n = b->k->p->npods;
	bool *set = arena_new(b->k->arena, bool, n);

	for (uint32_t size = 1; size <= n; size++) {
		for (uint32_t bits = 1; bits < 1u << n; bits++) {
			if ((uint32_t)__builtin_popcount(bits) != size)
				continue;
			for (uint32_t g = 0; g < n; g++)
				set[g] = bits >> g & 1;
			look_at(b, set);
			if (refute(b))
				return true;
		}
	}
	return false;
}

/* Of many groups: each alone, those that no other nodes take than those of one group, and all. */
static bool some_sets(struct bounds *b, refute_fn *refute)
{
	uint32_t n = b->k->p->npods;
	bool *set = arena_new(b->k->arena, bool, n);

	for (uint32_t g = 0; g < n; g++) {
		for (uint32_t h = 0; h < n; h++)
			set[h] = h == g;
		look_at(b, set);
		if (refute(b))
			return true;
		for (uint32_t h = 0; h < n; h++) {
			set[h] = true;
			for (uint32_t c = 0; c < b->k->p->nnodes; c++)
				set[h] = set[h] && (!class_takes(b->k, c, h) || class_takes(b->k, c, g));
		}
		look_at(b, set);
		if (refute(b))
			return true;
	}
	for (uint32_t g = 0; g < n; g++)
		set[g] = true;
	look_at(b, set);
	return refute(b);
}

static bool refute_sets(struct bounds *b, refute_fn *refute)
{
	return b->k->p->npods <= SUBSETS_OF ? each_set(b, refute) : some_sets(b, refute);
}

static bool refute_each(struct bounds *b, bool (*refute)(struct bounds *b, uint32_t g))
{
	uint32_t n = b->k->p->npods;
	bool *set = arena_new(b->k->arena, bool, n);

	for (uint32_t g = 0; g < n; g++) {
		if (b->k->p->pods[g].count <= 0)
			continue;
		set[g] = true;
		look_at(b, set);
		if (refute(b, g))
			return true;
		set[g] = false;
	}
	return false;
}

bool pack_refute(struct packing *k, struct pack_proof *proof)
{
	struct bounds b = { .k = k, .proof = proof };

	b.pods = arena_new(k->arena, bool, k->p->npods);
	b.nodes = arena_new(k->arena, bool, k->p->nnodes);
	rows_init(k);
	return refute_each(&b, refute_size) || refute_sets(&b, refute_apart) || refute_sets(&b, refute_sum) ||
	       refute_each(&b, refute_room);
}
