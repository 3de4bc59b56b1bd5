#include "change/pair.h"

#include "change/secret.h"
#include "objects/build.h"

#include <stdlib.h>

struct str object_id(struct arena *a, const struct object *o)
{
	return arena_printf(a, "%.*s/%.*s", STR_ARG(o->kind), STR_ARG(o->name));
}

struct ranked {
	const struct object *object; /* NULL: behind the last one */
	uint32_t rank;
};

static int ranked_cmp(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	int order = (a->rank > b->rank) - (a->rank < b->rank);

	return order ? order : objects_identity_cmp(a->object, b->object);
}

static struct ranked *sorted(const struct comparer *c, const struct object_list *list)
{
	struct ranked *v = arena_new(&c->session->arena, struct ranked, list->n + 1);

	for (uint32_t i = 0; i < list->n; i++)
		v[i] = (struct ranked){ &list->v[i], objects_rank(c->order, list->v[i].kind) };
	if (list->n)
		qsort(v, list->n, sizeof *v, ranked_cmp);
	return v;
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
	const struct ranked *a = sorted(c, before), *b = sorted(c, now);

	*out = (struct object_changes){ 0 };
	while (a->object || b->object) {
		int order = !a->object ? 1 : !b->object ? -1 : ranked_cmp(a, b);

		if (order == 0)
			meet(c, out, a->object, b->object);
		else
			add(arena, out, order < 0 ? a->object : NULL, order > 0 ? b->object : NULL);
		a += order <= 0;
		b += order >= 0;
	}
}
