#include "schema/definitions.h"
#include "schema/lower.h"
#include "schema/name.h"
#include "schema/write.h"

static void add_versions(struct session *s, const struct json *definition, struct defined_kinds *out)
{
	const struct json *spec = json_get(definition, "spec"), *versions = json_get(spec, "versions");
	struct str group = json_text(spec, "group"), kind = json_text(json_get(spec, "names"), "kind");

	for (const struct json *v = versions ? versions->first : NULL; v; v = v->next) {
		struct str name = json_text(v, "name");

		if (name.n && json_true(v, "served"))
			vec_push(&s->arena, &out->list,
				 (struct defined_kind){
					 arena_printf(&s->arena, "%.*s/%.*s", STR_ARG(group), STR_ARG(name)),
					 kind, spec, v });
	}
}

static void add_defined(struct session *s, const struct json *j, struct defined_kinds *out)
{
	const struct json *items = j->kind == JSON_LIST ? j : json_get(j, "items");

	if (str_eq(json_text(j, "kind"), STR("CustomResourceDefinition")) &&
	    str_eq(json_text(j, "apiVersion"), STR("apiextensions.k8s.io/v1")))
		add_versions(s, j, out);
	for (const struct json *item = items && items->kind == JSON_LIST ? items->first : NULL; item;
	     item = item->next)
		if (item->kind == JSON_MAP)
			add_defined(s, item, out);
}

void schema_find_defined(struct session *s, struct str text, struct defined_kinds *out)
{
	const struct json *j = json_read_quietly(s, text);

	if (j)
		add_defined(s, j, out);
}

bool schema_write_defined(struct session *s, const struct defined_kind *k, struct str base, struct buf *out)
{
	struct diag_mark mark = diags_mark(&s->diags);
	struct model m;

	model_init(&m, s);
	m.anonymous = true;
	bool done = !lower_version(&m, k->spec, k->version, &(struct kind_list){ 0 }) &&
		    !diags_any_since(&s->diags, mark);

	if (done) {
		name_types(&m);
		write_model(&m, base, out);
	}
	model_fini(&m);
	diags_release(&s->diags, mark);
	return done;
}
