#include "objects/build.h"

#include "objects/plain.h"

#include <stdlib.h>

/* ---- order --------------------------------------------------------------------------------- */

static const struct str kinds[] = {
#define KIND(name) { #name, sizeof #name - 1 },
#include "objects/kinds.def"
#undef KIND
};

enum { KINDS = sizeof kinds / sizeof *kinds };

uint32_t objects_rank(struct str kind)
{
	uint32_t i = 0;

	while (i < KINDS && !str_eq(kinds[i], kind))
		i++;
	return i;
}

struct ranked {
	struct object object;
	uint32_t rank, index;
};

/* The group alone: one object served in two versions is one object. */
static struct str api_group(struct str api_version)
{
	int64_t slash = str_find(api_version, STR("/"), 0);

	return slash < 0 ? STR("") : str_slice(api_version, 0, (uint32_t)slash);
}

/* 0 for objects of one identity. */
static int identity_cmp(const struct object *a, const struct object *b)
{
	int order = str_cmp(a->kind, b->kind);

	if (!order)
		order = str_cmp(a->name, b->name);
	if (!order)
		order = str_cmp(a->namespace_, b->namespace_);
	return order ? order : str_cmp(api_group(a->api_version), api_group(b->api_version));
}

static int ranked_cmp(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	int order = (a->rank > b->rank) - (a->rank < b->rank);

	if (!order)
		order = identity_cmp(&a->object, &b->object);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* ---- identity ------------------------------------------------------------------------------ */

static struct str text_at(const struct doc *map, const char *key)
{
	const struct doc *found = map ? doc_get(map, str_from(key)) : NULL;

	return found && found->kind == DOC_STRING ? found->string : STR("");
}

static bool refuse(struct plain *p, origin_id origin, const char *why)
{
	diag_add(&p->session->diags, DIAG_OBJECT_SHAPE, plain_span(p->eval, p->session, origin),
		 "a Kubernetes object cannot be made: %s", why);
	return false;
}

static bool identify(struct plain *p, struct object *o)
{
	const struct doc *metadata = doc_get(&o->doc, STR("metadata"));

	o->api_version = text_at(&o->doc, "apiVersion");
	o->kind = text_at(&o->doc, "kind");
	o->name = text_at(metadata, "name");
	o->namespace_ = text_at(metadata, "namespace");
	if (o->api_version.n == 0 || o->kind.n == 0)
		return refuse(p, o->doc.origin, "its type has no @k8s(apiVersion, kind)");
	if (o->name.n == 0)
		return refuse(p, o->doc.origin, "it has no `metadata.name`");
	return true;
}

/* Points at what named each of the two. */
static void report_duplicate(struct plain *p, const struct object *first, const struct object *second)
{
	struct diags *ds = &p->session->diags;
	const struct doc *names[2];
	const struct object *objects[2] = { first, second };

	for (int i = 0; i < 2; i++)
		names[i] = doc_get(doc_get(&objects[i]->doc, STR("metadata")), STR("name"));
	struct span at = plain_span(p->eval, p->session, names[1]->origin);
	struct diag *d = diag_add(ds, DIAG_DUPLICATE_OBJECT, at, "two objects are %.*s `%.*s`",
				  STR_ARG(second->kind), STR_ARG(second->name));

	diag_primary(ds, d, "named here");
	diag_label(ds, d, plain_span(p->eval, p->session, names[0]->origin), "and here");
	if (second->namespace_.n)
		diag_because(ds, d, "both are in the namespace `%.*s`", STR_ARG(second->namespace_));
}

static bool check_identities(struct plain *p, const struct ranked *ranked, uint32_t n)
{
	bool ok = true;

	for (uint32_t i = 1; i < n; i++) {
		if (identity_cmp(&ranked[i - 1].object, &ranked[i].object) != 0)
			continue;
		report_duplicate(p, &ranked[i - 1].object, &ranked[i].object);
		ok = false;
	}
	return ok;
}

/* ---- objects ------------------------------------------------------------------------------- */

static bool build_one(struct plain *p, struct value v, struct object *o)
{
	static const struct str head[] = { { "apiVersion", 10 }, { "kind", 4 }, { "metadata", 8 } };

	p->bytes = 0;
	if (v.kind == VALUE_ERROR)
		return false;
	if (v.kind != VALUE_RECORD && v.kind != VALUE_MAP)
		return refuse(p, v.origin, "it is no record");
	if (!plain_doc(p, v, 0, &o->doc))
		return false;
	plain_order(&o->doc, head, sizeof head / sizeof *head);
	return identify(p, o);
}

static bool too_many(struct plain *p, struct value list)
{
	const struct limit_info *info = &limit_infos[LIMIT_OBJECTS];

	if (list.list->n <= p->session->limits[LIMIT_OBJECTS])
		return false;
	diag_add(&p->session->diags, DIAG_LIMIT, plain_span(p->eval, p->session, list.origin),
		 "%s: more than %llu %s", info->what, (unsigned long long)p->session->limits[LIMIT_OBJECTS],
		 info->unit);
	return true;
}

bool objects_build(struct eval *e, const struct program *program, struct session *s, struct value list,
		   struct str source, struct object_list *out)
{
	struct plain p = { .eval = e, .program = program, .session = s };
	bool ok = true;

	*out = (struct object_list){ 0 };
	if (list.kind != VALUE_LIST || too_many(&p, list))
		return false;
	struct ranked *ranked = arena_new(&s->arena, struct ranked, list.list->n);
	uint32_t n = 0;

	for (uint32_t i = 0; i < list.list->n; i++) {
		struct ranked *r = &ranked[n];

		if (list.list->items[i].kind == VALUE_ABSENT)
			continue;
		*r = (struct ranked){ .object.source = source, .index = i };
		if (!build_one(&p, list.list->items[i], &r->object)) {
			ok = false;
			continue;
		}
		r->rank = objects_rank(r->object.kind);
		n++;
	}
	if (n)
		qsort(ranked, n, sizeof *ranked, ranked_cmp);
	ok &= check_identities(&p, ranked, n);
	out->v = arena_new(&s->arena, struct object, n);
	out->n = n;
	for (uint32_t i = 0; i < n; i++)
		out->v[i] = ranked[i].object;
	return ok;
}
