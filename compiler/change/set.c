#include "change/set.h"

#include "change/documents.h"
#include "emit/manifest.h"
#include "emit/site.h"
#include "emit/transfer.h"

#include <errno.h>
#include <string.h>

struct reading {
	const struct set_reader *how;
	struct session *s;
	VEC(struct object) objects;
};

static bool cannot_read(const struct reading *r, const char *path, int error)
{
	diag_add(&r->s->diags, r->how->optional ? DIAG_BEFORE_UNREADABLE : DIAG_CANNOT_READ,
		 (struct span){ 0 }, "cannot read `%s`: %s", path, strerror(error));
	return false;
}

static bool is_no_yaml(const struct reading *r, uint32_t source, const struct yaml_problem *problem)
{
	struct diags *ds = &r->s->diags;
	uint32_t base = source_get(&r->s->sources, source)->base;
	struct span at = { base + problem->beg, base + problem->end };
	struct diag *d =
		r->how->optional
			? diag_add(ds, DIAG_BEFORE_UNREADABLE, at,
				   "what was made before cannot be compared: %.*s", STR_ARG(problem->why))
			: diag_add(ds, DIAG_MANIFEST_SYNTAX, at, "%.*s", STR_ARG(problem->why));

	if (problem->help.n)
		diag_help(ds, d, "%.*s", STR_ARG(problem->help));
	return false;
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

	if (str_ends_with(o.kind, STR("List")) && items && items->kind == DOC_LIST) {
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
	struct documents documents = { .session = s, .origins = r->how->origins };
	struct yaml_problem problem;
	struct str text;
	int error = s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text);

	if (error)
		return cannot_read(r, path, error);
	uint32_t source = source_add(&s->sources, SOURCE_USER, str_from(path), text);

	if (!documents_read(&documents, source, &problem))
		return is_no_yaml(r, source, &problem);
	for (uint32_t i = 0; i < documents.list.n; i++)
		add_objects(r, &documents.list.v[i]);
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
		return cannot_read(r, dir, error);
	for (uint32_t i = 0; i < n; i++)
		if (is_manifest_name(names[i]) && (!whole || manifest_lists(&ours, names[i])))
			ok &= read_file(r, site_join(&s->arena, dir, names[i]));
	return ok;
}

bool set_read(const struct set_reader *how, const char *path, struct object_list *out)
{
	struct reading r = { .how = how, .s = how->session };
	enum os_kind kind;
	int error = r.s->os.kind(&r.s->os, path, &kind);

	if (!error && kind == OS_MISSING)
		error = ENOENT;
	if (error)
		return cannot_read(&r, path, error);
	bool ok = kind == OS_DIR ? read_folder(&r, path) : read_file(&r, path);

	*out = (struct object_list){ r.objects.v, r.objects.n };
	return ok;
}

void set_read_files(const struct set_reader *how, const char *dir, const struct str *names, uint32_t n,
		    struct object_list *out)
{
	struct reading r = { .how = how, .s = how->session };

	for (uint32_t i = 0; i < n; i++) {
		const char *path = site_join(&r.s->arena, dir, names[i]);
		enum os_kind kind;

		if (r.s->os.kind(&r.s->os, path, &kind) == 0 && kind == OS_FILE)
			read_file(&r, path);
	}
	*out = (struct object_list){ r.objects.v, r.objects.n };
}
