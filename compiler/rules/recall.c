/*
 * Objects of one origin are much alike. When a check has passed, it is kept what it read of its values; other
 * values that answer alike pass as well, and the check is not evaluated for them.
 */
#include "rules/rules_internal.h"

#include "eval/reads.h"

enum { KEPT = 4, HOPELESS = 128, WASTED = 64 };

struct recall_check {		 /* of one check */
	struct reads_kept *kept; /* room for KEPT, made with the first: most checks meet no value */
	uint32_t n;
	uint32_t hits, misses;
};

struct recall {
	struct arena *arena;
	struct reads *reads;
	struct recall_check *checks; /* by place */
	bool noting;
	uint32_t roots; /* of what was recalled last */
};

struct recall *recall_new(struct arena *a, uint32_t n)
{
	struct recall *recall = arena_new(a, struct recall, 1);

	recall->arena = a;
	recall->reads = reads_new(a);
	recall->checks = arena_new(a, struct recall_check, n);
	return recall;
}

uint32_t recall_misses(const struct recall *recall, uint32_t check)
{
	return recall->checks[check].misses;
}

uint32_t recall_roots(const struct recall *recall)
{
	return recall->roots;
}

bool recall_is_wasted(const struct recall *recall, uint32_t check)
{
	const struct recall_check *c = &recall->checks[check];

	return c->misses > WASTED && c->misses > c->hits / 4;
}

/* What always differs, such as a name, is not worth the notes. */
static bool is_hopeless(const struct recall_check *c)
{
	return c->misses > HOPELESS && c->misses / 8 > c->hits;
}

bool recall_holds(struct recall *recall, struct eval *e, uint32_t check, const struct value *given,
		  uint32_t n)
{
	struct recall_check *c = &recall->checks[check];

	for (uint32_t i = 0; i < c->n && !is_hopeless(c); i++) {
		if (reads_hold(e, recall->reads, &c->kept[i], given, n)) {
			c->hits++;
			recall->roots = c->kept[i].roots;
			return true;
		}
	}
	c->misses++;
	return false;
}

void recall_begin(struct recall *recall, struct eval *e, uint32_t check, const struct value *given,
		  uint32_t n)
{
	recall->noting = !is_hopeless(&recall->checks[check]);
	if (recall->noting)
		reads_begin(e, recall->reads, given, n);
}

void recall_end(struct recall *recall, struct eval *e, uint32_t check, bool passed)
{
	struct recall_check *c = &recall->checks[check];

	reads_end(e);
	if (!passed || !recall->noting)
		return;
	for (uint32_t i = 0; i < c->n; i++) {
		if (reads_add(e, recall->reads, &c->kept[i]))
			return;
	}
	if (!c->kept)
		c->kept = arena_new(recall->arena, struct reads_kept, KEPT);
	if (c->n < KEPT && reads_keep(e, recall->reads, &c->kept[c->n]))
		c->n++;
}
