#include "change/set.h"

#include "emit/manifest.h"
#include "emit/site.h"
#include "emit/transfer.h"
#include "schema/json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	struct session *s;
	VEC(struct object) objects;
};

static bool cannot_read(struct session *s, const char *path, int error)
{
	diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ 0 }, "cannot read `%s`: %s", path,
		 strerror(error));
	return false;
}

/* ---- documents ----------------------------------------------------------------------------- */

static struct doc to_doc(struct arena *a, const struct json *j);

static struct doc number_doc(struct str text)
{
	char *end;
	struct doc d = { .kind = DOC_INT };

	errno = 0;
	d.integer = strtoll(text.p, &end, 10);
	if (errno || end != text.p + text.n)
		d = (struct doc){ .kind = DOC_FLOAT, .number = strtod(text.p, NULL) };
	return d;
}

static uint32_t count(const struct json *j)
{
	uint32_t n = 0;

	for (j = j->first; j; j = j->next)
		n++;
	return n;
}

static struct doc list_doc(struct arena *a, const struct json *j)
{
	struct doc d = { .kind = DOC_LIST };

	d.list.items = arena_new(a, struct doc, count(j));
	for (j = j->first; j; j = j->next)
		d.list.items[d.list.n++] = to_doc(a, j);
	return d;
}

static struct doc map_doc(struct arena *a, const struct json *j)
{
	struct doc d = { .kind = DOC_MAP };

	d.map.entries = arena_new(a, struct doc_entry, count(j));
	for (j = j->first; j; j = j->next)
		d.map.entries[d.map.n++] = (struct doc_entry){ j->key, to_doc(a, j) };
	return d;
}

static struct doc to_doc(struct arena *a, const struct json *j)
{
	switch (j->kind) {
	case JSON_NULL:
		break;
	case JSON_BOOL:
		return (struct doc){ .kind = DOC_BOOL, .boolean = str_eq(j->text, STR("true")) };
	case JSON_NUMBER:
		return number_doc(j->text);
	case JSON_STRING:
		return (struct doc){ .kind = DOC_STRING, .string = j->text };
	case JSON_LIST:
		return list_doc(a, j);
	case JSON_MAP:
		return map_doc(a, j);
	}
	return (struct doc){ .kind = DOC_NULL };
}

/* ---- objects ------------------------------------------------------------------------------- */

static struct str text_at(const struct doc *map, const char *key)
{
	const struct doc *found = map ? doc_get(map, str_from(key)) : NULL;

	return found && found->kind == DOC_STRING ? found->string : STR("");
}

static void add_objects(struct reading *r, const struct doc *doc)
{
	struct object o = { .doc = *doc,
			    .api_version = text_at(doc, "apiVersion"),
			    .kind = text_at(doc, "kind") };
	const struct doc *metadata = doc_get(doc, STR("metadata")), *items = doc_get(doc, STR("items"));

	if (str_eq(o.kind, STR("List")) && items && items->kind == DOC_LIST) {
		for (uint32_t i = 0; i < items->list.n; i++)
			add_objects(r, &items->list.items[i]);
		return;
	}
	o.name = text_at(metadata, "name");
	o.namespace_ = text_at(metadata, "namespace");
	if (o.api_version.n && o.kind.n && o.name.n &&
	    !str_starts_with(o.api_version, STR("kustomize.config.k8s.io/")))
		vec_push(&r->s->arena, &r->objects, o);
}

static bool read_file(struct reading *r, const char *path)
{
	struct session *s = r->s;
	struct str text;
	int error = s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text);

	if (error)
		return cannot_read(s, path, error);
	const struct json *all = json_read(s, str_from(path), text);

	if (!all)
		return false;
	struct doc doc = to_doc(&s->arena, all);

	for (uint32_t i = 0; doc.kind == DOC_LIST && i < doc.list.n; i++)
		add_objects(r, &doc.list.items[i]);
	if (doc.kind == DOC_MAP)
		add_objects(r, &doc);
	return true;
}

/* ---- folders ------------------------------------------------------------------------------- */

static bool is_manifest_name(struct str name)
{
	return str_ends_with(name, STR(".yaml")) || str_ends_with(name, STR(".yml")) ||
	       str_ends_with(name, STR(".json"));
}

static bool read_folder(struct reading *r, const char *dir)
{
	struct session *s = r->s;
	struct manifest ours;
	struct str *names;
	uint32_t n;
	bool found, whole, ok = true;
	int error = transfer_read_manifest(&s->os, &s->arena, dir, STR(MANIFEST_FILE), &ours, &found, &whole);

	if (!error)
		error = s->os.list(&s->os, &s->arena, dir, &names, &n);
	if (error)
		return cannot_read(s, dir, error);
	for (uint32_t i = 0; i < n; i++)
		if (is_manifest_name(names[i]) && (!whole || manifest_lists(&ours, names[i])))
			ok &= read_file(r, site_join(&s->arena, dir, names[i]));
	return ok;
}

bool set_read(struct session *s, const char *path, struct object_list *out)
{
	struct reading r = { .s = s };
	enum os_kind kind;
	int error = s->os.kind(&s->os, path, &kind);
	bool ok = false;

	if (!error && kind == OS_MISSING)
		error = ENOENT;
	if (error)
		return cannot_read(s, path, error);
	ok = kind == OS_DIR ? read_folder(&r, path) : read_file(&r, path);
	*out = (struct object_list){ r.objects.v, r.objects.n };
	return ok;
}
