#include "schema/lower.h"
#include "schema/lower_internal.h"

#include <stdlib.h>

static bool is_served(const struct json *version)
{
	return !json_get(version, "served") || json_true(version, "served");
}

/* The version that the cluster stores, if it can be written; else the first one that can. */
static const struct json *written_version(const struct json *versions)
{
	const struct json *first = NULL;

	for (const struct json *v = versions ? versions->first : NULL; v; v = v->next) {
		if (!is_served(v))
			continue;
		if (json_true(v, "storage"))
			return v;
		first = first ? first : v;
	}
	return first;
}

static int compare_fields(const void *a, const void *b)
{
	return str_cmp(((const struct field *)a)->name, ((const struct field *)b)->name);
}

/* Every object has metadata, whether its schema tells or not. */
static void add_metadata(struct lowering *l, struct record *r)
{
	struct field metadata = { .name = STR("metadata"), .in = (minors)1 << l->bit };

	for (uint32_t i = 0; i < r->fields.n; i++)
		if (str_eq(r->fields.v[i].name, metadata.name))
			return;
	metadata.shape = lowering_metadata(l);
	vec_push(l->arena, &r->fields, metadata);
	qsort(r->fields.v, r->fields.n, sizeof *r->fields.v, compare_fields);
}

static void tell_versions(struct lowering *l, const struct json *versions, const struct json *written,
			  struct str kind)
{
	for (const struct json *v = versions ? versions->first : NULL; v; v = v->next) {
		struct str other = json_text(v, "name"), name = json_text(written, "name");

		if (v != written && is_served(v))
			vec_push(l->arena, &l->model->lost,
				 arena_printf(l->arena, "`%.*s`: there is a type of %.*s, and none of %.*s",
					      STR_ARG(kind), STR_ARG(name), STR_ARG(other)));
	}
}

/* Why a document cannot be a definition with a schema. */
static const char *fault(const struct json *document, const struct json *body)
{
	bool named = str_eq(json_text(document, "kind"), STR("CustomResourceDefinition"));

	if (named && str_ends_with(json_text(document, "apiVersion"), STR("/v1beta1")))
		return "it is a CustomResourceDefinition of apiextensions.k8s.io/v1beta1, "
		       "which no release from 1.22 on takes";
	if (named && json_text(body, "group").n == 0)
		return "its `spec.group` is missing";
	if (named || json_get(body, "versions"))
		return "no version that it serves has a schema";
	return "it is neither an OpenAPI v2 document nor a CustomResourceDefinition";
}

const char *lower_version(struct model *m, const struct json *spec, const struct json *version,
			  struct kind_list *kinds)
{
	struct lowering l = { .model = m, .arena = m->arena };
	const struct json *names = json_get(spec, "names"), *schema = json_get(version, "schema");
	const struct json *inner = json_get(schema, "openAPIV3Schema");
	struct str group = json_text(spec, "group"), kind = json_text(names ? names : spec, "kind");
	struct str name = json_text(version, "name"), api;
	struct record *r;

	if (!schema || group.n == 0 || kind.n == 0 || name.n == 0)
		return "no version that it serves has a schema";
	api = arena_printf(m->arena, "%.*s/%.*s", STR_ARG(group), STR_ARG(name));
	if (!kind_list_wants(m->arena, kinds, api, kind))
		return NULL;
	r = model_anonymous(m, kind);
	r->kind = kind;
	r->api_version = api;
	r->scope = json_text(spec, "scope");
	tell_versions(&l, json_get(spec, "versions"), version, kind);
	lowering_tell_lost(&l, inner ? inner : schema, kind);
	lowering_hold(&l, NULL, inner ? inner : schema, kind);
	lowering_visit(&l, r, inner ? inner : schema);
	lowering_finish(&l);
	add_metadata(&l, r);
	return NULL;
}

const char *lower_crd(struct model *m, const struct json *document, struct kind_list *kinds)
{
	const struct json *spec = json_get(document, "spec"), *body = spec ? spec : document;
	const struct json *version = written_version(json_get(body, "versions"));

	return lower_version(m, body, version, kinds) ? fault(document, body) : NULL;
}
