#include "schema/lower.h"

#include "schema/corrections.h"
#include "schema/lower_internal.h"

#include <stdlib.h>

#define DEFINITION_PREFIX "#/definitions/"

static int compare_keys(const void *a, const void *b)
{
	return str_cmp((*(const struct json *const *)a)->key, (*(const struct json *const *)b)->key);
}

/* The entries of a map in order of their keys, each key once. */
static const struct json **sorted_entries(struct arena *a, const struct json *map, uint32_t *count)
{
	VEC(const struct json *) all = { 0 };
	uint32_t n = 0;

	for (const struct json *j = map && map->kind == JSON_MAP ? map->first : NULL; j; j = j->next)
		vec_push(a, &all, j);
	if (all.n > 0)
		qsort(all.v, all.n, sizeof *all.v, compare_keys);
	for (uint32_t i = 0; i < all.n; i++)
		if (n == 0 || !str_eq(all.v[n - 1]->key, all.v[i]->key))
			all.v[n++] = all.v[i];
	*count = n;
	return all.v;
}

static const struct json *find_definition(const struct lowering *l, struct str id)
{
	struct json key = { .key = id };
	const struct json *wanted = &key;
	const struct json **found = l->ndefinitions ? bsearch(&wanted, l->definitions, l->ndefinitions,
							      sizeof *l->definitions, compare_keys)
						    : NULL;

	return found ? *found : NULL;
}

/* ---- kinds ---- */

/* `apps/v1` of a group, version and kind. */
static struct str api_version(struct arena *a, const struct json *gvk)
{
	struct str group = json_text(gvk, "group"), version = json_text(gvk, "version");

	return group.n ? arena_printf(a, "%.*s/%.*s", STR_ARG(group), STR_ARG(version)) : version;
}

/* The only group, version and kind of a definition; NULL for options that belong to all groups. */
static const struct json *only_gvk(const struct json *definition)
{
	const struct json *list = json_get(definition, "x-kubernetes-group-version-kind");

	return list && list->first && !list->first->next ? list->first : NULL;
}

bool kind_list_wants(struct arena *a, struct kind_list *kinds, struct str version, struct str kind)
{
	struct str name = arena_printf(a, "%.*s %.*s", STR_ARG(version), STR_ARG(kind));
	const struct str *found;

	if (kinds->names.n == 0)
		return true;
	found = bsearch(&name, kinds->names.v, kinds->names.n, sizeof name, model_compare_texts);
	if (found)
		kinds->seen[found - kinds->names.v] = true;
	return found != NULL;
}

/* What identifies an element of a list: the keys of a list map, else the key by which
 * clients merge, unless the list is declared atomic. */
static void add_keys(struct lowering *l, struct shape *s, const struct json *schema)
{
	struct str type = json_text(schema, "x-kubernetes-list-type");
	const struct json *keys = json_get(schema, "x-kubernetes-list-map-keys");
	struct str merge = json_text(schema, "x-kubernetes-patch-merge-key");

	if (str_eq(type, STR("map")) && schema_all_strings(keys)) {
		for (const struct json *j = keys->first; j; j = j->next)
			vec_push(l->arena, &s->keys, j->text);
	} else if (type.n == 0 && merge.n > 0) {
		vec_push(l->arena, &s->keys, merge);
	}
}

static struct shape *lower(struct lowering *l, const struct json *schema, struct shape *old, struct str path);

static struct shape *lower_list(struct lowering *l, const struct json *schema, struct shape *old,
				struct str path)
{
	struct shape *s = old ? old : lowering_shape(l, SHAPE_LIST);

	if (s->kind != SHAPE_LIST)
		return s;
	s->element = l->model->anonymous && json_true(json_get(schema, "items"), "nullable")
			     ? lowering_shape(l, SHAPE_JSON)
			     : lower(l, json_get(schema, "items"), s->element, path);
	if (!old) {
		add_keys(l, s, schema);
		s->bounds = lowering_sizes(schema, "minItems", "maxItems");
		s->bounds.distinct = str_eq(json_text(schema, "x-kubernetes-list-type"), STR("set"));
	}
	return s;
}

static struct shape *lower_map(struct lowering *l, const struct json *schema, struct shape *old,
			       struct str path)
{
	struct shape *s = old ? old : lowering_shape(l, SHAPE_MAP);

	if (s->kind != SHAPE_MAP)
		return s;
	s->element = lower(l, json_get(schema, "additionalProperties"), s->element, path);
	if (!old)
		s->bounds = lowering_sizes(schema, "minProperties", "maxProperties");
	return s;
}

/* Reads a record's fields later, so that depth and recursion of types cost no stack. */
void lowering_visit(struct lowering *l, struct record *r, const struct json *schema)
{
	const struct json *gvk = only_gvk(schema);

	if (r->in >> l->bit & 1)
		return;
	r->in |= (minors)1 << l->bit;
	if (gvk && r->kind.n == 0) {
		r->api_version = api_version(l->arena, gvk);
		r->kind = json_text(gvk, "kind");
	}
	vec_push(l->arena, &l->jobs, (struct job){ r, schema });
}

/* A field whose definition got another name keeps the newest one's record, so that the
 * releases before the change count for it too. */
static struct shape *lower_record(struct lowering *l, const struct json *schema, struct str id,
				  struct shape *old, struct str path)
{
	struct shape *s = old;

	if (!s) {
		s = lowering_shape(l, SHAPE_RECORD);
		s->record = id.n ? model_record(l->model, id) : model_anonymous(l->model, path);
	}
	if (s->kind == SHAPE_RECORD)
		lowering_visit(l, s->record, schema);
	return s;
}

__attribute__((format(printf, 3, 4))) static void refuse(struct lowering *l, struct str path, const char *fmt,
							 ...)
{
	va_list args;

	va_start(args, fmt);
	struct str why = arena_vprintf(l->arena, fmt, args);

	va_end(args);
	diag_add(&l->model->session->diags, DIAG_IMPORT_REFUSED, (struct span){ 0, 0 },
		 "`%.*s` cannot be imported: it %.*s", STR_ARG(path), STR_ARG(why));
}

/* Follows references to the schema that they stand for; the last definition's name goes to `id`. */
static const struct json *follow(struct lowering *l, const struct json *schema, struct str *id,
				 struct str path)
{
	for (uint64_t i = 0; i < l->model->session->limits[LIMIT_NESTING]; i++) {
		struct str ref = json_text(schema, "$ref");

		if (ref.n == 0)
			return schema;
		if (!str_starts_with(ref, STR(DEFINITION_PREFIX))) {
			refuse(l, path,
			       "refers to `%.*s`, and only definitions of the same document are read",
			       STR_ARG(ref));
			return NULL;
		}
		*id = str_slice(ref, sizeof DEFINITION_PREFIX - 1, ref.n);
		schema = find_definition(l, *id);
		if (!schema) {
			refuse(l, path, "refers to `%.*s`, which the document does not define", STR_ARG(ref));
			return NULL;
		}
	}
	refuse(l, path, "is a reference that leads back to itself, or through more than %llu others",
	       (unsigned long long)l->model->session->limits[LIMIT_NESTING]);
	return NULL;
}

static struct shape *lower_resolved(struct lowering *l, const struct json *schema, struct str id,
				    struct shape *old, struct str path)
{
	struct str type = json_text(schema, "type");
	const struct json *values = json_get(schema, "additionalProperties");

	if (schema_is_quantity(schema, id))
		return old ? old : lowering_shape(l, SHAPE_QUANTITY);
	if (schema_is_int_or_string(schema))
		return old ? old : lower_int_or_string(l, schema);
	if (json_true(schema, "x-kubernetes-preserve-unknown-fields"))
		return old ? old : lowering_shape(l, SHAPE_JSON);
	if (json_get(schema, "properties"))
		return lower_record(l, schema, id, old, path);
	if (str_eq(type, STR("string")))
		return lower_string(l, schema, old);
	if (str_eq(type, STR("array")))
		return lower_list(l, schema, old, path);
	if (values && values->kind == JSON_MAP)
		return lower_map(l, schema, old, path);
	return lower_scalar(l, schema, old);
}

/* Of a definition without content the one that it stands for. */
static struct shape *lower_other(struct lowering *l, struct str id, struct shape *old, struct str path,
				 const struct json *schema)
{
	const struct correction *c = correction_next(NULL, CORRECTION_STANDS_FOR, id);
	const struct json *other = c ? find_definition(l, c->other) : NULL;
	struct shape *s = lower_resolved(l, other ? other : schema, c ? c->other : id, old, path);

	s->or_bool = c && c->or_bool;
	return s;
}

/* The shape of a schema; `old` is what newer releases made of the same place, or NULL. */
static struct shape *lower(struct lowering *l, const struct json *schema, struct shape *old, struct str path)
{
	struct str id = STR("");
	struct shape *s;

	if (l->depth == l->model->session->limits[LIMIT_NESTING])
		return old ? old : lowering_shape(l, SHAPE_JSON);
	l->depth++;
	schema = follow(l, schema, &id, path);
	if (!old && !schema_is_int_or_string(schema))
		lowering_tell_lost(l, schema, path);
	s = lower_other(l, id, old, path, schema);
	if (!old)
		lowering_hold(l, s, schema, path);
	l->depth--;
	return s;
}

/* ---- records ---- */

/* Fields of an object that are not its author's to write: identity comes with the type,
 * the status is the cluster's. */
static bool is_left_out(const struct record *r, struct str field)
{
	return r->kind.n > 0 && (str_eq(field, STR("apiVersion")) || str_eq(field, STR("kind")) ||
				 str_eq(field, STR("status")));
}

/* The names that `required` lists, sorted. */
static struct str *required_names(struct lowering *l, const struct json *schema, uint32_t *count)
{
	const struct json *list = json_get(schema, "required");
	VEC(struct str) names = { 0 };

	if (schema_all_strings(list))
		for (const struct json *j = list->first; j; j = j->next)
			vec_push(l->arena, &names, j->text);
	if (names.n > 0)
		qsort(names.v, names.n, sizeof *names.v, model_compare_texts);
	*count = names.n;
	return names.v;
}

/* Custom resources name an object's metadata without saying what it holds. */
struct shape *lowering_metadata(struct lowering *l)
{
	struct shape *s = lowering_shape(l, SHAPE_RECORD);

	s->record = model_record(l->model, STR("ObjectMeta"));
	s->record->imported = true;
	return s;
}

static struct str json_line(struct lowering *l, const struct json *j)
{
	struct buf out = { .arena = l->arena };

	json_write(j, &out);
	return buf_str(&out);
}

/* What is required and need not be there. */
static bool may_be_absent(const struct record *r, struct str field)
{
	const struct correction *c = correction_next(NULL, CORRECTION_OPTIONAL, r->id);

	while (c && !str_eq(c->field, field))
		c = correction_next(c, CORRECTION_OPTIONAL, r->id);
	return c;
}

/* Adds values that an enumeration leaves out. */
static void complete_values(struct lowering *l, const struct record *r, const struct field *f)
{
	const struct correction *c =
		f->shape->kind == SHAPE_ENUM ? correction_next(NULL, CORRECTION_VALUE, r->id) : NULL;

	for (; c; c = correction_next(c, CORRECTION_VALUE, r->id)) {
		if (!str_eq(c->field, f->name))
			continue;
		enumeration_add(l, f->shape->enumeration, c->other);
		enumeration_join(f->shape->enumeration);
	}
}

static void lower_field(struct lowering *l, const struct record *r, struct field *f,
			const struct json *schema, bool required)
{
	struct str path = arena_printf(l->arena, "%.*s.%.*s", STR_ARG(r->id), STR_ARG(f->name));
	bool fresh = f->in == 0;

	const struct json *by_default = json_get(schema, "default");

	/* What the server fills in before it validates need not be written. */
	required = required && !by_default && !may_be_absent(r, f->name);
	if (by_default && f->by_default.n == 0)
		f->by_default = json_line(l, by_default);
	if (l->model->anonymous && r->kind.n > 0 && str_eq(f->name, STR("metadata")))
		f->shape = lowering_metadata(l);
	else
		f->shape = lower(l, schema, f->shape, path);
	complete_values(l, r, f);
	f->nullable = json_true(schema, "nullable");
	f->required = required && (fresh || f->required);
	f->in |= (minors)1 << l->bit;
}

/* Merges the properties of one release, sorted as the record's fields are. */
static void lower_fields(struct lowering *l, struct record *r, const struct json *schema)
{
	VEC(struct field) merged = { 0 };
	uint32_t nrequired, nproperties, at = 0;
	const struct str *required = required_names(l, schema, &nrequired);
	const struct json **properties =
		sorted_entries(l->arena, json_get(schema, "properties"), &nproperties);

	for (uint32_t i = 0; i < nproperties; i++) {
		struct field f = { .name = properties[i]->key };

		while (at < r->fields.n && str_cmp(r->fields.v[at].name, f.name) < 0)
			vec_push(l->arena, &merged, r->fields.v[at++]);
		if (at < r->fields.n && str_eq(r->fields.v[at].name, f.name))
			f = r->fields.v[at++];
		if (is_left_out(r, f.name))
			continue;
		lower_field(l, r, &f, properties[i],
			    nrequired > 0 && bsearch(&f.name, required, nrequired, sizeof f.name,
						     model_compare_texts));
		vec_push(l->arena, &merged, f);
	}
	while (at < r->fields.n)
		vec_push(l->arena, &merged, r->fields.v[at++]);
	r->fields.v = merged.v;
	r->fields.n = merged.n;
	r->fields.cap = merged.cap;
}

void lowering_finish(struct lowering *l)
{
	for (uint32_t i = 0; i < l->jobs.n; i++) {
		struct job job = l->jobs.v[i];

		lower_fields(l, job.record, job.schema);
	}
	lowering_hold_all(l);
}

void lower_openapi(struct model *m, const struct json *document, struct kind_list *kinds, uint32_t bit)
{
	struct lowering l = { .model = m, .arena = m->arena, .bit = bit };

	l.definitions = sorted_entries(m->arena, json_get(document, "definitions"), &l.ndefinitions);
	for (uint32_t i = 0; i < l.ndefinitions; i++) {
		const struct json *d = l.definitions[i], *gvk = only_gvk(d);

		if (gvk &&
		    kind_list_wants(m->arena, kinds, api_version(m->arena, gvk), json_text(gvk, "kind")))
			lowering_visit(&l, model_record(m, d->key), d);
	}
	lowering_finish(&l);
}
