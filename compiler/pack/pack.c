#include "pack/pack_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- order ---- */

struct hardness { /* of a group of pods */
	uint32_t group;
	bool ruled;  /* it avoids pods, or has to be even */
	double size; /* the largest part of a node that one pod takes */
};

static double size_on(const struct packing *k, uint32_t g, uint32_t class)
{
	double size = 0;

	for (uint32_t r = 0; r < k->p->nresources; r++) {
		int64_t free = k->p->nodes[class].free[r], request = k->p->pods[g].request[r];

		if (free != PACK_UNLIMITED && free > 0 && (double)request / (double)free > size)
			size = (double)request / (double)free;
	}
	return size;
}

static struct hardness hardness_of(const struct packing *k, uint32_t g)
{
	struct hardness h = { .group = g, .ruled = k->p->pods[g].skew > 0 };

	for (uint32_t q = 0; q < k->p->npods; q++) {
		h.ruled =
			h.ruled || k->conflict[g * k->p->npods + q] || k->zone_conflict[g * k->p->npods + q];
	}
	for (uint32_t c = 0; c < k->p->nnodes; c++) {
		double size = class_takes(k, c, g) ? size_on(k, g, c) : 0;

		h.size = size > h.size ? size : h.size;
	}
	return h;
}

static int by_size(const void *a, const void *b)
{
	const struct hardness *x = a, *y = b;

	return x->size != y->size ? (x->size < y->size) - (x->size > y->size)
				  : (x->group > y->group) - (x->group < y->group);
}

static int by_rules(const void *a, const void *b)
{
	const struct hardness *x = a, *y = b;

	return x->ruled != y->ruled ? y->ruled - x->ruled : by_size(a, b);
}

static void set_order(struct packing *k, int (*compare)(const void *, const void *))
{
	struct hardness *h = arena_new(k->arena, struct hardness, k->p->npods);

	for (uint32_t g = 0; g < k->p->npods; g++)
		h[g] = hardness_of(k, g);
	if (k->p->npods > 1)
		qsort(h, k->p->npods, sizeof *h, compare);
	for (uint32_t g = 0; g < k->p->npods; g++)
		k->order[g] = h[g].group;
}

/* ---- set up ---- */

static bool *both_sides(const struct packing *k, bool zones)
{
	uint32_t n = k->p->npods;
	bool *matrix = arena_new(k->arena, bool, (size_t)n *n);

	for (uint32_t g = 0; g < n; g++) {
		const bool *avoids = zones ? k->p->pods[g].zones_apart : k->p->pods[g].apart;

		for (uint32_t h = 0; h < n; h++) {
			if (avoids[h])
				matrix[g * n + h] = matrix[h * n + g] = true;
		}
	}
	return matrix;
}

static void set_up(struct packing *k)
{
	const struct pack_problem *p = k->p;

	k->width = ROW_FREE + p->nresources + p->npods;
	k->nzones = p->nzones + 1;
	k->in_zone = arena_new(k->arena, int64_t, (size_t)p->npods * k->nzones);
	k->order = arena_new(k->arena, uint32_t, p->npods);
	k->conflict = both_sides(k, false);
	k->zone_conflict = both_sides(k, true);
}

/* ---- answers ---- */

static int64_t count_pods(const struct pack_problem *p)
{
	int64_t sum = 0;

	for (uint32_t g = 0; g < p->npods; g++)
		sum = sat_add(sum, p->pods[g].count > 0 ? p->pods[g].count : 0);
	return sum;
}

static void read_placed(struct packing *k, int64_t *placed)
{
	memset(placed, 0, sizeof *placed * k->p->npods * k->p->nnodes);
	for (uint32_t i = 0; i < k->n; i++) {
		int64_t *row = row_at(k, i);

		for (uint32_t g = 0; g < k->p->npods; g++)
			placed[g * k->p->nnodes + row[ROW_CLASS]] += row_pods(k, row)[g] * row[ROW_NODES];
	}
}

/* By plain rules; whether all pods were placed. Keeps the fullest placement. */
static bool fill(struct packing *k, struct pack_answer *answer)
{
	static int (*const orders[])(const void *, const void *) = { by_rules, by_size };
	int64_t all = count_pods(k->p), best = -1;

	for (int i = 0; i < 4; i++) {
		if (i % 2 == 0)
			set_order(k, orders[i / 2]);
		int64_t placed = pack_fill(k, i % 2 ? FILL_FULL : FILL_EVEN);

		if (placed > best)
			read_placed(k, answer->placed);
		best = placed > best ? placed : best;
		if (placed == all)
			return true;
	}
	return false;
}

static void prove_tried(struct packing *k, struct pack_proof *proof)
{
	*proof = (struct pack_proof){ .reason = PACK_TRIED };
	proof->pods = arena_new(k->arena, bool, k->p->npods);
	proof->nodes = arena_new(k->arena, bool, k->p->nnodes);
	for (uint32_t g = 0; g < k->p->npods; g++)
		proof->pods[g] = k->p->pods[g].count > 0;
	for (uint32_t c = 0; c < k->p->nnodes; c++)
		proof->nodes[c] = k->p->nodes[c].count > 0;
}

static enum pack_verdict decide(struct packing *k, struct pack_answer *answer)
{
	if (fill(k, answer))
		return pack_any_order(k) || pack_each_order(k) ? PACK_ALWAYS : PACK_PLAN;
	if (pack_refute(k, &answer->proof))
		return PACK_NEVER;
	set_order(k, by_rules);
	int found = pack_search(k);

	if (found > 0)
		read_placed(k, answer->placed);
	if (found == 0)
		prove_tried(k, &answer->proof);
	if (found > 0)
		return pack_each_order(k) ? PACK_ALWAYS : PACK_PLAN;
	return found == 0 ? PACK_NEVER : PACK_UNKNOWN;
}

void pack(struct arena *a, const struct pack_problem *p, struct pack_answer *answer)
{
	struct packing k = { .p = p, .arena = a };

	*answer = (struct pack_answer){ 0 };
	answer->placed = arena_new(a, int64_t, (size_t)p->npods * p->nnodes);
	set_up(&k);
	answer->verdict = decide(&k, answer);
	answer->steps = k.steps;
}
