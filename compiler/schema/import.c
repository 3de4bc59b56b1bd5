#include "schema/import.h"
#include "schema/lower.h"
#include "schema/name.h"
#include "schema/write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct document {
	struct str path;
	const struct json *body;
	struct str release; /* "1.30"; empty for custom resources */
	uint64_t order;	    /* by which releases sort */
};

struct documents {
	VEC(struct document) list;
	bool custom;	 /* they define custom resources */
	uint32_t others; /* objects of other kinds among them */
};

static void refuse(struct session *s, struct str path, const char *why)
{
	diag_add(&s->diags, DIAG_IMPORT_REFUSED, (struct span){ 0, 0 }, "'%.*s' cannot be imported: %s",
		 STR_ARG(path), why);
}

static bool read_text(struct session *s, const char *path, struct str *out)
{
	int error = s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], out);

	if (error)
		diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ 0, 0 }, "cannot read '%s': %s", path,
			 strerror(error));
	return error == 0;
}

/* Reads `12` and moves behind it; a number of more than nine digits is none. */
static bool read_number(struct str *text, uint64_t *out)
{
	uint32_t i = 0;

	*out = 0;
	while (i < text->n && i < 10 && text->p[i] >= '0' && text->p[i] <= '9')
		*out = *out * 10 + (uint64_t)(text->p[i++] - '0');
	*text = str_slice(*text, i, text->n);
	return i > 0 && i < 10;
}

/* Finds the release, `1.30` or `v1.30.2`, that an OpenAPI document says it describes. */
static bool read_release(struct session *s, struct document *d)
{
	struct str text = json_text(d->body, "kubernetes");
	uint64_t major, minor;

	if (text.n == 0)
		text = json_text(json_get(d->body, "info"), "version");
	if (str_starts_with(text, STR("v")))
		text = str_slice(text, 1, text.n);
	if (!read_number(&text, &major) || !str_starts_with(text, STR(".")))
		return false;
	text = str_slice(text, 1, text.n);
	if (!read_number(&text, &minor))
		return false;
	d->order = major << 32 | minor;
	d->release = arena_printf(&s->arena, "%" PRIu64 ".%" PRIu64, major, minor);
	return true;
}

static int compare_documents(const void *a, const void *b)
{
	const struct document *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return str_cmp(x->path, y->path);
}

static void add_document(struct session *s, struct documents *all, struct str path, const struct json *body)
{
	struct document d = { .path = path, .body = body };
	bool custom = json_get(body, "definitions") == NULL;

	if (!custom && !read_release(s, &d)) {
		refuse(s, path, "it does not say which release of Kubernetes it describes");
	} else if (all->list.n > 0 && all->custom != custom) {
		refuse(s, path, "custom resources and the types of a release go to modules of their own");
	} else {
		all->custom = custom;
		vec_push(&s->arena, &all->list, d);
	}
}

/* An object of another kind, as they lie in one file with definitions. */
static bool is_other(const struct json *body)
{
	struct str kind = json_text(body, "kind");

	return json_text(body, "apiVersion").n && kind.n && !json_get(body, "definitions") &&
	       !str_eq(kind, STR("CustomResourceDefinition"));
}

static void add_part(struct session *s, struct documents *all, struct str path, const struct json *body)
{
	const struct json *items = is_other(body) ? json_get(body, "items") : NULL;

	if (items && items->kind == JSON_LIST)
		for (const struct json *item = items->first; item; item = item->next)
			add_part(s, all, path, item);
	else if (is_other(body))
		all->others++;
	else if (body->kind != JSON_NULL)
		add_document(s, all, path, body);
}

/* What one file holds. */
static void add_file(struct session *s, struct documents *all, struct str path, const struct json *body)
{
	uint32_t before = all->list.n, errors = s->diags.errors;

	if (body->kind != JSON_LIST)
		add_part(s, all, path, body);
	for (const struct json *part = body->kind == JSON_LIST ? body->first : NULL; part; part = part->next)
		add_part(s, all, path, part);
	if (all->list.n == before && s->diags.errors == errors)
		refuse(s, path, "it is neither an OpenAPI v2 document nor a CustomResourceDefinition");
}

static void read_documents(struct session *s, const struct schema_options *o, struct documents *all)
{
	for (uint32_t i = 0; i < o->ndocuments; i++) {
		struct str path = str_from(o->documents[i]), text;
		const struct json *body;

		if (!read_text(s, o->documents[i], &text) || !(body = json_read(s, path, text)))
			continue;
		if (body->kind == JSON_LIST && !body->first)
			refuse(s, path, "it holds no document");
		else
			add_file(s, all, path, body);
	}
	if (all->list.n > 0)
		qsort(all->list.v, all->list.n, sizeof *all->list.v, compare_documents);
}

/* ---- the list of kinds ---- */

/* The next line without its comment and outer blanks; moves `text` behind it. */
static struct str next_line(struct str *text)
{
	int64_t newline = str_find(*text, STR("\n"), 0);
	uint32_t end = newline < 0 ? text->n : (uint32_t)newline;
	struct str line = str_slice(*text, 0, end);
	int64_t comment = str_find(line, STR("#"), 0);

	*text = str_slice(*text, newline < 0 ? end : end + 1, text->n);
	if (comment >= 0)
		line.n = (uint32_t)comment;
	while (line.n > 0 && strchr(" \t\r", line.p[line.n - 1]))
		line.n--;
	while (line.n > 0 && strchr(" \t", line.p[0]))
		line = str_slice(line, 1, line.n);
	return line;
}

/* Sorts, and drops repetitions. */
static void sort_kinds(struct kind_list *kinds)
{
	uint32_t n = 0;

	qsort(kinds->names.v, kinds->names.n, sizeof *kinds->names.v, model_compare_texts);
	for (uint32_t i = 0; i < kinds->names.n; i++)
		if (n == 0 || !str_eq(kinds->names.v[n - 1], kinds->names.v[i]))
			kinds->names.v[n++] = kinds->names.v[i];
	kinds->names.n = n;
}

static struct kind_list read_kinds(struct session *s, const char *list)
{
	struct kind_list kinds = { 0 };
	struct str text;

	if (!list)
		return kinds;
	text = str_from(list);
	while (text.n > 0) {
		struct str line = next_line(&text);

		if (line.n > 0)
			vec_push(&s->arena, &kinds.names, line);
	}
	if (kinds.names.n == 0)
		diag_add(&s->diags, DIAG_IMPORT_REFUSED, (struct span){ 0, 0 }, "the list of kinds is empty");
	else
		sort_kinds(&kinds);
	kinds.seen = arena_new(&s->arena, bool, kinds.names.n + 1);
	return kinds;
}

static void refuse_unseen(struct session *s, const struct kind_list *kinds)
{
	for (uint32_t i = 0; i < kinds->names.n; i++)
		if (!kinds->seen[i])
			diag_add(&s->diags, DIAG_IMPORT_REFUSED, (struct span){ 0, 0 },
				 "no document has the kind '%.*s'", STR_ARG(kinds->names.v[i]));
}

/* ---- the run ---- */

/* What is said of the schemas, and the types do not say. */
static void tell_lost(const struct model *m)
{
	enum { TOLD = 8 };
	struct diags *ds = &m->session->diags;

	if (!m->lost.n)
		return;
	struct diag *d = diag_add(ds, DIAG_IMPORT_PARTLY, (struct span){ 0, 0 },
				  "the documents say more than the types that are made of them");

	for (uint32_t i = 0; i < m->lost.n && i < TOLD; i++)
		diag_because(ds, d, "%.*s", STR_ARG(m->lost.v[i]));
	if (m->lost.n > TOLD)
		diag_because(ds, d, "and %u more", m->lost.n - TOLD);
	diag_help(ds, d, "the apiserver still looks at all of it");
}

static void lower_releases(struct model *m, const struct documents *all, struct kind_list *kinds)
{
	for (uint32_t i = 0; i < all->list.n; i++) {
		if (i > 0 && all->list.v[i].order == all->list.v[i - 1].order)
			refuse(m->session, all->list.v[i].path,
			       "another document describes the same release");
		vec_push(m->arena, &m->releases, all->list.v[i].release);
	}
	if (all->list.n > SCHEMA_MAX_MINORS) {
		refuse(m->session, all->list.v[SCHEMA_MAX_MINORS].path, "more than 64 releases in one run");
		return;
	}
	for (uint32_t i = all->list.n; i-- > 0;)
		lower_openapi(m, all->list.v[i].body, kinds, i);
}

static void lower_custom(struct model *m, const struct documents *all, struct kind_list *kinds)
{
	m->anonymous = true;
	if (all->others)
		vec_push(m->arena, &m->lost,
			 arena_printf(m->arena, "%u object%s", all->others,
				      all->others == 1 ? " of another kind" : "s of other kinds"));
	for (uint32_t i = 0; i < all->list.n; i++) {
		const char *why = lower_crd(m, all->list.v[i].body, kinds);

		if (why)
			refuse(m->session, all->list.v[i].path, why);
	}
}

bool schema_import(struct session *s, const struct schema_options *options, struct buf *out)
{
	uint32_t errors = s->diags.errors;
	struct documents all = { 0 };
	struct kind_list kinds = read_kinds(s, options->kinds);
	struct model m;

	read_documents(s, options, &all);
	model_init(&m, s);
	if (all.custom)
		lower_custom(&m, &all, &kinds);
	else
		lower_releases(&m, &all, &kinds);
	if (s->diags.errors == errors)
		refuse_unseen(s, &kinds);
	if (s->diags.errors == errors)
		tell_lost(&m);
	if (s->diags.errors == errors) {
		name_types(&m);
		write_model(&m, options->base ? str_from(options->base) : STR("std/k8s/api.rcs"), out);
	}
	model_fini(&m);
	return s->diags.errors == errors;
}
