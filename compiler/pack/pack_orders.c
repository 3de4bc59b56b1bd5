/*
 * Every order of arrival, one pod after another, where there are few enough of both: what the sums of
 * pack_arrival.c are too coarse to promise. A state is how many pods of each group each node has; nodes
 * that are alike are sorted, so that states which differ only in their names are one. As soon as a pod
 * is met that no node takes, the answer is known.
 */
#include "pack/pack_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
	MOST_NODES = 24,
	MOST_PODS = 64,
	MOST_STATES = 2000, /* each costs about as much as a step of the search costs a hundred times */
	SLOTS = 4096,	    /* a power of two, above MOST_STATES */
};

struct orders {
	struct packing *k;
	uint32_t nodes, class_of[MOST_NODES];
	uint8_t *states; /* n of them, each of `size` bytes: nodes by groups of pods */
	uint32_t size;
	uint32_t n, slots[SLOTS]; /* numbers of states from 1 on, by hash */
};

static uint8_t *state_at(const struct orders *o, uint32_t i)
{
	return o->states + (size_t)i * o->size;
}

static uint8_t *node_at(const struct orders *o, uint8_t *state, uint32_t n)
{
	return state + (size_t)n * o->k->p->npods;
}

/* ---- what the scheduler asks ---- */

static int64_t in_zone(const struct orders *o, uint8_t *state, uint32_t g, uint32_t zone)
{
	int64_t sum = 0;

	for (uint32_t n = 0; n < o->nodes; n++)
		sum += class_zone(o->k, o->class_of[n]) == zone ? node_at(o, state, n)[g] : 0;
	return sum;
}

static bool is_even(const struct orders *o, uint8_t *state, uint32_t g, uint32_t zone)
{
	const struct pack_pods *pods = &o->k->p->pods[g];
	int64_t emptiest = INT64_MAX;
	uint32_t zones = 0;

	if (zone == o->k->nzones - 1)
		return false;
	for (uint32_t z = 0; z + 1 < o->k->nzones; z++) {
		if (!zone_counts(o->k, z, g))
			continue;
		emptiest = least(emptiest, in_zone(o, state, g, z));
		zones++;
	}
	return in_zone(o, state, g, zone) + 1 - (zones < pods->min_zones ? 0 : emptiest) <= pods->skew;
}

static bool has_free(const struct orders *o, uint8_t *state, uint32_t g, uint32_t n)
{
	const struct pack_problem *p = o->k->p;

	for (uint32_t r = 0; r < p->nresources; r++) {
		int64_t free = p->nodes[o->class_of[n]].free[r];

		if (p->pods[g].request[r] <= 0 || free == PACK_UNLIMITED)
			continue;
		for (uint32_t h = 0; h < p->npods; h++)
			free -= node_at(o, state, n)[h] * p->pods[h].request[r];
		if (free < p->pods[g].request[r])
			return false;
	}
	return true;
}

static bool takes(const struct orders *o, uint8_t *state, uint32_t g, uint32_t n)
{
	const struct packing *k = o->k;
	uint32_t zone = class_zone(k, o->class_of[n]);

	if (!class_takes(k, o->class_of[n], g))
		return false;
	for (uint32_t h = 0; h < k->p->npods; h++) {
		if (k->conflict[g * k->p->npods + h] && node_at(o, state, n)[h])
			return false;
		if (k->zone_conflict[g * k->p->npods + h] && zone + 1 < k->nzones &&
		    in_zone(o, state, h, zone))
			return false;
	}
	return has_free(o, state, g, n) && (!k->p->pods[g].skew || is_even(o, state, g, zone));
}

/* ---- the states ---- */

/* Brings the nodes of each class into one order: by insertion, one of them has changed. */
static void sort_nodes(const struct orders *o, uint8_t *state)
{
	size_t width = o->k->p->npods;

	for (uint32_t i = 1; i < o->nodes; i++) {
		for (uint32_t j = i; j && o->class_of[j] == o->class_of[j - 1]; j--) {
			uint8_t *a = node_at(o, state, j - 1), *b = node_at(o, state, j);

			if (memcmp(a, b, width) <= 0)
				break;
			for (size_t x = 0; x < width; x++) {
				uint8_t t = a[x];

				a[x] = b[x];
				b[x] = t;
			}
		}
	}
}

/* Keeps the state behind the last one if it is new. */
static void keep(struct orders *o)
{
	uint8_t *state = state_at(o, o->n);

	sort_nodes(o, state);
	for (uint32_t hash = str_hash((struct str){ (const char *)state, o->size });; hash++) {
		uint32_t *slot = &o->slots[hash % SLOTS];

		if (!*slot) {
			*slot = ++o->n;
			return;
		}
		if (memcmp(state_at(o, *slot - 1), state, o->size) == 0)
			return;
	}
}

static int64_t placed(const struct orders *o, uint8_t *state, uint32_t g)
{
	int64_t sum = 0;

	for (uint32_t n = 0; n < o->nodes; n++)
		sum += node_at(o, state, n)[g];
	return sum;
}

/* One more pod of a group wherever it can be; whether it can be anywhere. */
static bool bind(struct orders *o, uint32_t state, uint32_t g)
{
	bool open = false;

	for (uint32_t n = 0; n < o->nodes; n++) {
		if (!takes(o, state_at(o, state), g, n))
			continue;
		open = true;
		if (o->n >= MOST_STATES)
			break;
		memcpy(state_at(o, o->n), state_at(o, state), o->size);
		node_at(o, state_at(o, o->n), n)[g]++;
		keep(o);
	}
	return open;
}

static bool end_well(struct orders *o)
{
	const struct pack_problem *p = o->k->p;

	keep(o);
	for (uint32_t i = 0; i < o->n && o->n < MOST_STATES; i++) {
		for (uint32_t g = 0; g < p->npods; g++) {
			if (placed(o, state_at(o, i), g) < p->pods[g].count && !bind(o, i, g) &&
			    !p->pods[g].settled)
				return false;
		}
		o->k->steps++;
	}
	return o->n < MOST_STATES;
}

/* What pods ask for later would be arrivals of their own: left to the sums. */
static bool are_few(const struct pack_problem *p)
{
	int64_t pods = 0, nodes = 0;

	for (uint32_t g = 0; g < p->npods; g++) {
		pods = sat_add(pods, p->pods[g].count);
		if (p->pods[g].later)
			return false;
	}
	for (uint32_t c = 0; c < p->nnodes; c++)
		nodes = sat_add(nodes, p->nodes[c].count);
	return pods <= MOST_PODS && nodes <= MOST_NODES;
}

bool pack_each_order(struct packing *k)
{
	struct orders o = { .k = k };

	if (!are_few(k->p))
		return false;
	for (uint32_t c = 0; c < k->p->nnodes; c++) {
		for (int64_t i = 0; i < k->p->nodes[c].count; i++)
			o.class_of[o.nodes++] = c;
	}
	o.size = o.nodes * k->p->npods;
	o.states = arena_new(k->arena, uint8_t, (size_t)o.size * (MOST_STATES + 1));
	return end_well(&o);
}
