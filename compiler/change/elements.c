#include "change/elements.h"

#include <stdlib.h>

static int element_cmp(const void *x, const void *y)
{
	const struct element *a = x, *b = y;
	int order = str_cmp(a->key, b->key);

	return order ? order : (a->place > b->place) - (a->place < b->place);
}

/* `80 TCP`; empty if the first of the keys is missing. A further one may be left to the server. */
static struct str schema_key(const struct comparer *c, const struct type *list, const struct doc *element)
{
	struct buf key = { .arena = &c->session->arena };

	for (uint32_t i = 0; i < list->count; i++) {
		uint32_t name = type_key(&c->program->types, list, i);
		const struct doc *part = doc_get(element, name_text(&c->session->names, name));

		if (!part && i == 0)
			return STR("");
		if (part)
			buf_printf(&key, "%s%.*s", i ? " " : "", STR_ARG(doc_line(key.arena, part)));
	}
	return buf_str(&key);
}

/* What Kubernetes replaces as a whole is told apart by names all the same, where there are any. */
static struct str plain_key(const struct doc *element)
{
	const struct doc *name = doc_get(element, STR("name")), *metadata = doc_get(element, STR("metadata"));

	if (!name && metadata)
		name = doc_get(metadata, STR("name"));
	return name && name->kind == DOC_STRING ? name->string : STR("");
}

static bool keys_are_unique(const struct elements *e)
{
	for (uint32_t i = 1; i < e->n; i++)
		if (str_eq(e->v[i - 1].key, e->v[i].key))
			return false;
	return true;
}

bool elements_of(const struct comparer *c, type_id list, const struct doc *doc, struct elements *out)
{
	const struct type *t = type_get(&c->program->types, list);

	out->v = arena_new(&c->session->arena, struct element, doc->list.n);
	out->n = doc->list.n;
	for (uint32_t i = 0; i < doc->list.n; i++) {
		const struct doc *item = &doc->list.items[i];
		struct str key = STR("");

		if (item->kind == DOC_MAP)
			key = t->kind == TYPE_KEYED ? schema_key(c, t, item) : plain_key(item);
		if (!key.n)
			return false;
		out->v[i] = (struct element){ key, item, i };
	}
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, element_cmp);
	return keys_are_unique(out);
}

struct met { /* an element that both lists have */
	uint32_t before, now;
};

static int met_cmp(const void *x, const void *y)
{
	const struct met *a = x, *b = y;

	return (a->before > b->before) - (a->before < b->before);
}

bool elements_in_order(struct arena *a, const struct elements *before, const struct elements *now)
{
	VEC(struct met) both = { 0 };

	for (uint32_t i = 0, k = 0; i < before->n && k < now->n;) {
		int order = str_cmp(before->v[i].key, now->v[k].key);

		if (order == 0)
			vec_push(a, &both, (struct met){ before->v[i].place, now->v[k].place });
		i += order <= 0;
		k += order >= 0;
	}
	if (both.n)
		qsort(both.v, both.n, sizeof *both.v, met_cmp);
	for (uint32_t i = 1; i < both.n; i++)
		if (both.v[i].now < both.v[i - 1].now)
			return false;
	return true;
}

const struct doc *elements_keys(struct arena *a, const struct elements *e)
{
	struct doc *list = arena_new(a, struct doc, 1);

	*list = (struct doc){ .kind = DOC_LIST, .list = { arena_new(a, struct doc, e->n), e->n } };
	for (uint32_t i = 0; i < e->n; i++)
		list->list.items[e->v[i].place] = (struct doc){ .kind = DOC_STRING, .string = e->v[i].key };
	return list;
}
