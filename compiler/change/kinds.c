#include "change/kinds.h"

#include "objects/plain.h"

#include <stdlib.h>

struct kind_entry {
	struct str kind, group, version;
	type_id type;
};

struct kind_types {
	VEC(struct kind_entry) list; /* sorted */
};

static int kind_cmp(const struct kind_entry *a, const struct kind_entry *b)
{
	int order = str_cmp(a->kind, b->kind);

	return order ? order : str_cmp(a->group, b->group);
}

static int entry_cmp(const void *x, const void *y)
{
	const struct kind_entry *a = x, *b = y;
	int order = kind_cmp(a, b);

	return order ? order : str_cmp(a->version, b->version);
}

struct kind_types *kind_types_of(const struct program *p, struct session *s)
{
	struct kind_types *k = arena_new(&s->arena, struct kind_types, 1);

	for (type_id id = 1; id < p->types.list.n; id++) {
		struct kind_entry e = { .type = id };

		if (type_get(&p->types, id)->kind != TYPE_RECORD || !plain_k8s(p, id, &e.version, &e.kind))
			continue;
		e.group = api_group(e.version);
		vec_push(&s->arena, &k->list, e);
	}
	if (k->list.n)
		qsort(k->list.v, k->list.n, sizeof *k->list.v, entry_cmp);
	return k;
}

type_id kind_type(const struct kind_types *k, const struct object *o)
{
	struct kind_entry wanted = { o->kind, api_group(o->api_version), o->api_version, 0 };
	uint32_t from = 0, to = k->list.n;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (entry_cmp(&k->list.v[middle], &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from < k->list.n && kind_cmp(&k->list.v[from], &wanted) == 0)
		return k->list.v[from].type;
	return from > 0 && kind_cmp(&k->list.v[from - 1], &wanted) == 0 ? k->list.v[from - 1].type : 0;
}
