/*
 * Objects that share a part share what is to be said of it, as far as checks look at nothing around it. Once
 * it is known that they do not, and have nothing to say, the part is passed over wherever it comes again.
 */
#include "rules/rules_internal.h"

enum { SLOTS = 512, PARTS_MAX = SLOTS / 2 };

struct settled {
	uint32_t n;
	struct {
		const struct record_value *record; /* by hash of the address */
		uint32_t values;		   /* that are in it, itself included */
	} slots[SLOTS];
};

struct settled *settled_new(struct arena *a)
{
	return arena_one(a, struct settled);
}

/* Where it stands, or would. */
static uint32_t slot_of(const struct settled *s, const struct record_value *record)
{
	uint32_t i = (uint32_t)((uintptr_t)record >> 4) * 2654435761u >> 23;

	while (s->slots[i].record && s->slots[i].record != record)
		i = (i + 1) % SLOTS;
	return i;
}

uint32_t settled_find(const struct settled *s, const struct record_value *record)
{
	return s->slots[slot_of(s, record)].values;
}

/* Behind all values that are in one. */
static uint32_t end_of(const struct reach *reach, uint32_t part)
{
	uint32_t end = part + 1;

	while (end < reach->values.n && reach->values.v[end].parent >= part)
		end++;
	return end;
}

static bool looks_inside(const struct reach *reach, uint32_t part, uint32_t end)
{
	for (uint32_t i = part; i < end; i++) {
		if (reach->values.v[i].needs < part)
			return false;
	}
	return true;
}

void settled_learn(struct settled *s, const struct reach *reach)
{
	for (uint32_t i = reach->shared + 1, end; i < reach->values.n && s->n < PARTS_MAX; i = end) {
		struct value v = reach->values.v[i].value;

		end = i + 1;
		if (v.kind != VALUE_RECORD || !v.record->shared)
			continue;
		uint32_t behind = end_of(reach, i), slot = slot_of(s, v.record);

		if (!looks_inside(reach, i, behind))
			continue;
		s->slots[slot].record = v.record;
		s->slots[slot].values = reach->values.v[i].inside;
		s->n++;
		end = behind;
	}
}
