#include "change/pair.h"

#include "change/secret.h"
#include "objects/build.h"

#include <stdlib.h>

struct str object_id(struct arena *a, const struct object *o)
{
	return arena_printf(a, "%.*s/%.*s", STR_ARG(o->kind), STR_ARG(o->name));
}

static int identity_cmp(const struct object *a, const struct object *b)
{
	uint32_t x = objects_rank(a->kind), y = objects_rank(b->kind);
	int order = (x > y) - (x < y);

	if (!order)
		order = str_cmp(a->kind, b->kind);
	if (!order)
		order = str_cmp(a->name, b->name);
	if (!order)
		order = str_cmp(a->namespace_, b->namespace_);
	return order ? order : str_cmp(api_group(a->api_version), api_group(b->api_version));
}

static int object_cmp(const void *x, const void *y)
{
	const struct object *const *a = x, *const *b = y;

	return identity_cmp(*a, *b);
}

static const struct object **sorted(struct arena *a, const struct object_list *list)
{
	const struct object **v = arena_new(a, const struct object *, list->n + 1);

	for (uint32_t i = 0; i < list->n; i++)
		v[i] = &list->v[i];
	if (list->n)
		qsort(v, list->n, sizeof *v, object_cmp);
	return v; /* ends with NULL */
}

static void add(struct arena *a, struct object_changes *out, const struct object *before,
		const struct object *now)
{
	struct object_change c = { .kind = before ? CHANGE_REMOVED : CHANGE_ADDED,
				   .before = before,
				   .now = now };

	vec_push(a, &out->v, c);
}

static void meet(const struct comparer *c, struct object_changes *out, const struct object *before,
		 const struct object *now)
{
	struct object_change met = { .kind = CHANGE_CHANGED, .before = before, .now = now };

	compare_objects(c, before, now, &met.fields);
	secret_hide(&c->session->arena, now->kind, &met.fields);
	if (met.fields.v.n)
		vec_push(&c->session->arena, &out->v, met);
	else
		out->same++;
}

void changes_find(const struct comparer *c, const struct object_list *before, const struct object_list *now,
		  struct object_changes *out)
{
	struct arena *arena = &c->session->arena;
	const struct object **a = sorted(arena, before), **b = sorted(arena, now);

	*out = (struct object_changes){ 0 };
	while (*a || *b) {
		int order = !*a ? 1 : !*b ? -1 : identity_cmp(*a, *b);

		if (order == 0)
			meet(c, out, *a, *b);
		else
			add(arena, out, order < 0 ? *a : NULL, order > 0 ? *b : NULL);
		a += order <= 0;
		b += order >= 0;
	}
}
