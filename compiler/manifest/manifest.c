#include "manifest/reader.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct manifests *manifests_new(struct eval *e, const struct program *p, struct session *s,
				const struct minor *minor)
{
	struct manifests *m = arena_new(&s->arena, struct manifests, 1);

	*m = (struct manifests){
		.eval = e, .program = p, .types = &p->types, .session = s, .arena = &s->arena
	};
	m->plain = (struct plain){ .eval = e, .program = p, .session = s, .minor = minor };
	m->shapes = arena_new(&s->arena, struct shape *, p->types.list.n);
	return m;
}

void manifests_share(struct manifests *m)
{
	m->alike = alike_new(m->arena);
}

bool manifests_stopped(const struct manifests *m)
{
	return m->stopped;
}

/* ---- the head of an object ----------------------------------------------------------------- */

struct head {
	struct str api_version, kind;		 /* empty where there is none */
	uint32_t version_node, kind_node, items; /* 0: none */
};

/* The value of a key of a mapping, or 0. */
static uint32_t find_entry(const struct manifests *m, uint32_t map, struct str name)
{
	uint32_t end = node_at(m, map)->next;

	for (uint32_t key = map + 1, value; key < end; key = node_at(m, value)->next) {
		const struct yaml_node *k = node_at(m, node_target(m, key));

		value = node_at(m, key)->next;
		if (k->kind == YAML_NODE_SCALAR && str_eq(k->text, name))
			return value;
	}
	return 0;
}

static struct str text_at(const struct manifests *m, uint32_t node)
{
	const struct yaml_node *n = node ? node_at(m, node_target(m, node)) : NULL;

	return n && n->kind == YAML_NODE_SCALAR ? n->text : STR("");
}

static struct head head_of(const struct manifests *m, uint32_t map)
{
	struct head h = { .version_node = find_entry(m, map, STR("apiVersion")),
			  .kind_node = find_entry(m, map, STR("kind")) };

	h.api_version = text_at(m, h.version_node);
	h.kind = text_at(m, h.kind_node);
	return h;
}

/* ---- objects ------------------------------------------------------------------------------ */

struct reading {
	struct manifests *m;
	struct manifest_set *out;
	bool strict;
	struct str list_version, list_kind; /* of the elements of a typed list */
};

/* The same kind often comes several times in a row. */
static void count_unknown(struct reading *r, const struct head *h)
{
	struct manifest_set *out = r->out;
	struct manifest_unknown *last = out->unknown.n ? &out->unknown.v[out->unknown.n - 1] : NULL;

	if (last && str_eq(last->kind, h->kind) && str_eq(last->api_version, h->api_version))
		last->count++;
	else
		vec_push(r->m->arena, &out->unknown,
			 (struct manifest_unknown){ h->api_version, h->kind, node_span(r->m, h->kind_node),
						    1 });
}

static struct value field_named(struct manifests *m, struct record_value *r, struct str name)
{
	int i = shape_find(shape_of(m, r->type), name, 0);

	return i < 0 ? value_absent(0) : eval_field(m->eval, r, (uint32_t)i);
}

static struct str metadata_text(struct manifests *m, struct value object, struct str field, struct span *at)
{
	struct value metadata = field_named(m, object.record, STR("metadata"));
	struct value v = metadata.kind == VALUE_RECORD ? field_named(m, metadata.record, field) : metadata;

	if (v.kind != VALUE_STRING)
		return STR("");
	*at = origin_get(eval_origins(m->eval), v.origin).at;
	return *v.string;
}

static bool is_empty(struct value v)
{
	return v.kind == VALUE_ABSENT || (v.kind == VALUE_STRING && !v.string->n);
}

/* Neither a name nor one that the apiserver makes; what could not be read is told of already. */
static bool lacks_name(struct manifests *m, const struct head *h, struct value object)
{
	struct value metadata = field_named(m, object.record, STR("metadata"));

	if (metadata.kind != VALUE_RECORD)
		return metadata.kind == VALUE_ABSENT && !fact_is_nameless(m, h->kind);
	return is_empty(field_named(m, metadata.record, STR("name"))) &&
	       is_empty(field_named(m, metadata.record, STR("generateName"))) &&
	       !fact_is_nameless(m, h->kind);
}

static void keep(struct reading *r, const struct head *h, struct value v, struct span at)
{
	struct manifests *m = r->m;
	struct manifest_object o = {
		.value = v, .api_version = h->api_version, .kind = h->kind, .origin = v.origin
	};
	struct span unused;

	o.name_at = at;
	o.name = metadata_text(m, v, STR("name"), &o.name_at);
	o.namespace_ = metadata_text(m, v, STR("namespace"), &unused);
	if (!o.name.n && !m->stopped && lacks_name(m, h, v))
		mistake_missing(m, &(struct spot){ .key = h->kind, .index = -1 }, STR("metadata.name"),
				o.name_at);
	if (r->out->objects.n >= m->session->limits[LIMIT_OBJECTS])
		mistake_limit(m, LIMIT_OBJECTS, at);
	else
		vec_push(m->arena, &r->out->objects, o);
}

/* What kustomize and kubectl are told is written like an object, and is none. */
static bool is_configuration(const struct head *h)
{
	return str_starts_with(h->api_version, STR("kustomize.config.k8s.io/")) ||
	       (str_eq(h->api_version, STR("v1")) && str_eq(h->kind, STR("Config")));
}

static void read_kind(struct reading *r, const struct head *h, uint32_t node)
{
	struct manifests *m = r->m;
	type_id type = shape_of_kind(m, h->api_version, h->kind);
	struct span at = h->kind_node ? node_span(m, h->kind_node) : read_element_span(m, node);
	struct span version_at = h->version_node ? node_span(m, h->version_node) : at;
	struct spot place = { .key = h->kind, .index = -1, .at = at };

	if (m->before && !read_before(m, type, node)) {
		m->unlike = true;
		return;
	}
	if (is_configuration(h))
		return;
	if (!type || shape_of(m, type)->lacking) {
		if (kind_unknown(m, h->api_version, h->kind, version_at, at))
			count_unknown(r, h);
		return;
	}
	m->secret = str_eq(h->kind, STR("Secret")) && str_eq(h->api_version, STR("v1"));
	m->unlike |= m->secret; /* each place of it is to be hidden */
	struct value v = read_record(m, type, &place, node);

	read_keep(m, node, (struct read_before){ .type = type });
	m->secret = false;
	if (v.kind == VALUE_RECORD)
		keep(r, h, v, at);
}

/* ---- documents ---------------------------------------------------------------------------- */

static void refuse_document(struct reading *r, uint32_t node, const char *why, const char *help)
{
	struct manifests *m = r->m;
	struct diag *d =
		diag_add(&m->session->diags, DIAG_NO_OBJECT_HERE, read_element_span(m, node), "%s", why);

	diag_help(&m->session->diags, d, "%s", help);
}

static void read_object(struct reading *r, uint32_t node);

/* `List` and `DeploymentList`, as kubectl prints them. */
static bool read_list_object(struct reading *r, const struct head *h, uint32_t map)
{
	struct manifests *m = r->m;
	uint32_t items = str_ends_with(h->kind, STR("List")) ? find_entry(m, map, STR("items")) : 0;
	uint32_t list = items ? node_target(m, items) : 0;

	if (!items || node_at(m, list)->kind != YAML_NODE_LIST)
		return false;
	m->unlike = true; /* its objects are no models */
	struct str version = r->list_version, kind = r->list_kind;
	bool plain = str_eq(h->kind, STR("List"));

	r->list_version = plain ? STR("") : h->api_version;
	r->list_kind = plain ? STR("") : str_slice(h->kind, 0, h->kind.n - 4);
	if (++m->depth > m->session->limits[LIMIT_NESTING])
		mistake_limit(m, LIMIT_NESTING, node_span(m, items));
	for (uint32_t i = list + 1; i < node_at(m, list)->next && !m->stopped; i = node_at(m, i)->next)
		read_object(r, node_target(m, i));
	m->depth--;
	r->list_version = version;
	r->list_kind = kind;
	return true;
}

static void read_object(struct reading *r, uint32_t node)
{
	struct manifests *m = r->m;
	bool map = node_at(m, node)->kind == YAML_NODE_MAP;
	struct head h = map ? head_of(m, node) : (struct head){ 0 };
	bool in_list = r->list_kind.n > 0;

	if (++m->visited > m->session->limits[LIMIT_YAML_NODES]) {
		mistake_limit(m, LIMIT_YAML_NODES, node_span(m, node));
		return;
	}
	if (!h.kind.n && in_list)
		h.kind = r->list_kind;
	if (!h.api_version.n && in_list)
		h.api_version = r->list_version;
	if (h.kind.n && h.api_version.n) {
		if (!read_list_object(r, &h, node))
			read_kind(r, &h, node);
	} else if (!r->strict && (!h.version_node || !h.kind_node) && !h.kind.n + !h.api_version.n > 1) {
		r->out->foreign++;
	} else if (!map) {
		refuse_document(r, node, "this is no object of Kubernetes, which is a mapping",
				"write `apiVersion`, `kind` and `metadata`");
	} else if (!h.api_version.n && !h.kind.n) {
		refuse_document(r, node, "this object has no `apiVersion` and no `kind`",
				"every object of Kubernetes begins with both: `apiVersion: apps/v1`, `kind: "
				"Deployment`");
	} else if (!h.kind.n) {
		refuse_document(r, node, "this object has no `kind`", "say what it is: `kind: Deployment`");
	} else {
		struct str version = kind_version(m, h.kind);

		refuse_document(r, node, "this object has no `apiVersion`",
				arena_printf(m->arena, "say of which API it is: `apiVersion: %.*s`",
					     STR_ARG(version.n ? version : STR("apps/v1")))
					.p);
	}
}

/* ---- texts -------------------------------------------------------------------------------- */

static void report_problem(struct reading *r, const struct yaml_problem *problem)
{
	struct manifests *m = r->m;
	struct span at = { m->base + problem->beg, m->base + problem->end };
	struct diag *d = diag_add(&m->session->diags, problem->limit ? DIAG_LIMIT : DIAG_MANIFEST_SYNTAX, at,
				  "%.*s", STR_ARG(problem->why));

	if (problem->help.n)
		diag_help(&m->session->diags, d, "%.*s", STR_ARG(problem->help));
}

static bool mentions_objects(struct str part)
{
	return str_starts_with(part, STR("apiVersion:")) || str_find(part, STR("\napiVersion:"), 0) >= 0;
}

static void read_nodes(struct reading *r)
{
	struct manifests *m = r->m;

	for (uint32_t node = 0; node < m->nodes.n && !m->stopped; node = node_at(m, node)->next) {
		if (!node_is_null(m, node)) /* kubectl passes over it, too */
			read_object(r, node_target(m, node));
	}
}

/* By what was read before, if that leads to an object without a mistake: a model does not know where
 * something stands. As if nothing was read otherwise. */
static bool read_alike(struct reading *r, const struct yaml_input *in, struct yaml_part part)
{
	struct manifests *m = r->m;
	struct model *model = alike_find(m->alike, str_slice(in->text, part.beg, part.end));
	struct diags *ds = &m->session->diags;
	struct diag_mark mark = diags_mark(ds);
	struct eval_spent spent = eval_spent(m->eval);
	uint32_t objects = r->out->objects.n;
	uint64_t visited = m->visited;

	if (!model || !alike_begin(m, model, in, part))
		return false;
	bool first = m->record;

	read_nodes(r);
	if (alike_end(m, model, r->out->objects.n == objects + 1 && !diags_any_since(ds, mark))) {
		r->out->shared |= !first;
		return true;
	}
	diags_release(ds, mark);
	eval_unspend(m->eval, spent);
	r->out->objects.n = objects;
	m->visited = visited;
	m->stopped = false;
	return false;
}

/* What cannot be read is a mistake unless it was only found, and does not look like an object. */
static void read_part(struct reading *r, const struct yaml_input *in, struct yaml_part part)
{
	struct manifests *m = r->m;
	struct yaml_problem problem;

	m->end = part.end;
	if (m->alike && read_alike(r, in, part))
		return;
	if (!yaml_read(in, part, &m->nodes, &problem)) {
		if (r->strict || mentions_objects(str_slice(in->text, part.beg, part.end)))
			report_problem(r, &problem);
		else
			r->out->foreign++;
		return;
	}
	read_nodes(r);
}

bool manifests_read_part(struct manifests *m, uint32_t source, struct yaml_part part, bool whole, bool strict,
			 struct manifest_set *out)
{
	struct reading r = { .m = m, .out = out, .strict = strict };
	struct yaml_input in = { .session = m->session, .text = source_text(&m->session->sources, source) };
	struct yaml_part next = { part.beg, part.beg };
	struct yaml_problem problem;
	/* Nobody asks why a field is not there. */
	bool quiet = eval_quiet(m->eval, true), good = yaml_check_part(&in, part, &problem);

	m->base = source_get(&m->session->sources, source)->base;
	if (!good && whole) {
		if (strict || mentions_objects(in.text))
			report_problem(&r, &problem);
		else
			out->foreign++;
	}
	while (good && !m->stopped && yaml_next_part(str_slice(in.text, 0, part.end), &next))
		read_part(&r, &in, next);
	eval_quiet(m->eval, quiet);
	return good || whole;
}

void manifests_read(struct manifests *m, uint32_t source, bool strict, struct manifest_set *out)
{
	struct yaml_part all = { 0, source_text(&m->session->sources, source).n };

	manifests_read_part(m, source, all, true, strict, out);
}

bool manifests_join(struct manifests *m, const struct manifests *const *others, uint32_t n)
{
	uint64_t visited = m->visited;

	for (uint32_t i = 0; i < n; i++) {
		if (others[i]->stopped)
			return false;
		visited += others[i]->visited;
	}
	if (visited > m->session->limits[LIMIT_YAML_NODES])
		return false;
	m->visited = visited;
	return true;
}
