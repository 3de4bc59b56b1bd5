#include "objects/build.h"

#include "formats/chars.h"
#include "objects/minor.h"

#include <stdlib.h>

/* ---- order --------------------------------------------------------------------------------- */

struct value objects_order(struct eval *e, const struct program *p)
{
	return p->prelude.order ? eval_call(e, p->prelude.order, NULL, 0) : (struct value){ 0 };
}

uint32_t objects_rank(struct value order, struct str kind)
{
	uint32_t n = order.kind == VALUE_LIST ? order.list->n : 0, i = 0;

	while (i < n && !str_eq(*order.list->items[i].string, kind))
		i++;
	return i;
}

struct ranked {
	struct object object;
	uint32_t rank, index;
};

int objects_identity_cmp(const struct object *a, const struct object *b)
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
		order = objects_identity_cmp(&a->object, &b->object);
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

/* The kind begins the name of the object's file. */
static bool is_kind(struct str kind)
{
	for (uint32_t i = 0; i < kind.n; i++)
		if (!char_is_alnum(kind.p[i]))
			return false;
	return char_is_letter(kind.p[0]);
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
	if (!is_kind(o->kind))
		return refuse(p, o->doc.origin, "its kind is not a word of letters and digits");
	if (o->name.n == 0)
		return refuse(p, o->doc.origin, "it has no `metadata.name`");
	return true;
}

/* Two objects of one identity, and what named each. */
struct duplicate {
	const struct object *object;
	struct span first, second;
	uint32_t index;
};

static struct span name_span(struct plain *p, const struct object *o)
{
	const struct doc *name = doc_get(doc_get(&o->doc, STR("metadata")), STR("name"));

	return plain_span(p->eval, p->session, name->origin);
}

static int span_cmp(struct span a, struct span b)
{
	return (a.beg > b.beg) - (a.beg < b.beg);
}

static int duplicate_cmp(const void *x, const void *y)
{
	const struct duplicate *a = x, *b = y;
	int order = span_cmp(a->second, b->second);

	if (!order)
		order = span_cmp(a->first, b->first);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* One diagnostic for all duplicates that have the same two culprits: components named alike clash in
 * several kinds. */
static void report_duplicates(struct plain *p, const struct duplicate *v, uint32_t n)
{
	struct diags *ds = &p->session->diags;
	const struct object *o = v->object;
	struct diag *d = diag_add(ds, DIAG_DUPLICATE_OBJECT, v->second, "two objects are %.*s `%.*s`",
				  STR_ARG(o->kind), STR_ARG(o->name));

	diag_primary(ds, d, "named here");
	if (span_cmp(v->first, v->second) != 0)
		diag_label(ds, d, v->first, "and here");
	if (o->namespace_.n)
		diag_because(ds, d, "both are in the namespace `%.*s`", STR_ARG(o->namespace_));
	for (uint32_t i = 1; i < n; i++)
		diag_because(ds, d, "the same holds for %.*s `%.*s`", STR_ARG(v[i].object->kind),
			     STR_ARG(v[i].object->name));
}

static bool check_identities(struct plain *p, const struct ranked *ranked, uint32_t n)
{
	VEC(struct duplicate) found = { 0 };

	for (uint32_t i = 1; i < n; i++) {
		const struct object *first = &ranked[i - 1].object, *second = &ranked[i].object;

		if (objects_identity_cmp(first, second) == 0)
			vec_push(&p->session->arena, &found,
				 (struct duplicate){ second, name_span(p, first), name_span(p, second), i });
	}
	if (found.n)
		qsort(found.v, found.n, sizeof *found.v, duplicate_cmp);
	for (uint32_t i = 0, end; i < found.n; i = end) {
		end = i + 1;
		while (end < found.n && span_cmp(found.v[end].second, found.v[i].second) == 0 &&
		       span_cmp(found.v[end].first, found.v[i].first) == 0)
			end++;
		report_duplicates(p, &found.v[i], end - i);
	}
	return found.n == 0;
}

/* ---- objects ------------------------------------------------------------------------------- */

static bool build_one(struct plain *p, struct value v, struct object *o)
{
	static const struct str head[] = { { "apiVersion", 10 }, { "kind", 4 }, { "metadata", 8 } };

	p->bytes = 0;
	p->refused = false;
	if (v.kind == VALUE_ERROR)
		return false;
	if (v.kind != VALUE_RECORD && v.kind != VALUE_MAP)
		return refuse(p, v.origin, "it is no record");
	if (!plain_doc(p, v, 0, &o->doc) || p->refused)
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

bool objects_build(struct eval *e, const struct program *program, struct session *s,
		   const struct objects_from *from, struct object_list *out)
{
	struct minor minor;
	struct plain p = { .eval = e, .program = program, .session = s };
	struct value list = from->list;
	bool ok = true;

	if (minor_read(from->kubernetes, &minor))
		p.minor = &minor;
	*out = (struct object_list){ 0 };
	if (list.kind != VALUE_LIST || too_many(&p, list))
		return false;
	struct ranked *ranked = arena_new(&s->arena, struct ranked, list.list->n);
	struct value order = objects_order(e, program);
	uint32_t n = 0;

	for (uint32_t i = 0; i < list.list->n; i++) {
		struct ranked *r = &ranked[n];

		if (list.list->items[i].kind == VALUE_ABSENT)
			continue;
		*r = (struct ranked){ .object.source = from->source, .index = i };
		if (!build_one(&p, list.list->items[i], &r->object)) {
			ok = false;
			continue;
		}
		r->rank = objects_rank(order, r->object.kind);
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
