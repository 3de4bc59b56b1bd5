/* Two objects of one identity in a set. */
#include "manifest/reader.h"

#include <stdlib.h>

struct ranked {
	const struct manifest_object *object;
	uint32_t index;
};

/* 0 for objects of one identity. */
static int identity_cmp(const struct manifest_object *a, const struct manifest_object *b)
{
	int order = str_cmp(a->name, b->name);

	if (!order)
		order = str_cmp(a->kind, b->kind);
	if (!order)
		order = str_cmp(a->namespace_, b->namespace_);
	return order ? order : str_cmp(api_group(a->api_version), api_group(b->api_version));
}

static int ranked_cmp(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	int order = identity_cmp(a->object, b->object);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static void report(struct manifests *m, const struct manifest_object *first,
		   const struct manifest_object *second)
{
	struct diags *ds = &m->session->diags;
	struct diag *d = diag_add(ds, DIAG_DUPLICATE_OBJECT, second->name_at, "two objects are %.*s `%.*s`",
				  STR_ARG(second->kind), STR_ARG(second->name));

	diag_primary(ds, d, "named here");
	diag_label(ds, d, first->name_at, "and here");
	if (second->namespace_.n)
		diag_because(ds, d, "both are in the namespace `%.*s`", STR_ARG(second->namespace_));
}

void manifests_check_identities(struct manifests *m, const struct manifest_set *set)
{
	uint32_t n = 0;
	struct ranked *ranked = arena_new(m->arena, struct ranked, set->objects.n);

	for (uint32_t i = 0; i < set->objects.n; i++) {
		if (set->objects.v[i].name.n) /* `generateName` makes another name each time */
			ranked[n++] = (struct ranked){ &set->objects.v[i], i };
	}
	if (n)
		qsort(ranked, n, sizeof *ranked, ranked_cmp);
	for (uint32_t i = 1; i < n; i++) {
		if (identity_cmp(ranked[i - 1].object, ranked[i].object) == 0)
			report(m, ranked[i - 1].object, ranked[i].object);
	}
}
