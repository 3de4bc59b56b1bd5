#include "vet/vet.h"

#include "eval/make.h"
#include "manifest/manifest.h"
#include "rules/rules.h"
#include "vet/define.h"
#include "vet/read.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED_KINDS = 10 };

struct vetting {
	const struct rcc_vet *what;
	struct rcc *run;
	const struct program *program;
	struct session *s;
	struct rules *rules;
	struct eval *eval;
	struct manifests *manifests;
	struct vet_files files;
	struct minor minor;
	const struct minor *release; /* that, or NULL */
	struct rcc_vetted *out;
	uint32_t foreign;
	VEC(struct manifest_unknown) unknown;
};

/* ---- notes -------------------------------------------------------------------------------- */

static int by_kind(const void *x, const void *y)
{
	const struct manifest_unknown *a = x, *b = y;
	int order = str_cmp(a->kind, b->kind);

	if (!order)
		order = str_cmp(a->api_version, b->api_version);
	return order ? order : (a->at.beg > b->at.beg) - (a->at.beg < b->at.beg);
}

static int by_place(const void *x, const void *y)
{
	const struct manifest_unknown *a = x, *b = y;

	return (a->at.beg > b->at.beg) - (a->at.beg < b->at.beg);
}

/* One entry a kind, where it is first, in the order of the texts. */
static void join_unknown(struct vetting *v)
{
	struct manifest_unknown *u = v->unknown.v;
	uint32_t n = 0;

	qsort(u, v->unknown.n, sizeof *u, by_kind);
	for (uint32_t i = 0; i < v->unknown.n; i++) {
		v->out->unchecked += u[i].count;
		if (n && str_eq(u[n - 1].kind, u[i].kind) && str_eq(u[n - 1].api_version, u[i].api_version))
			u[n - 1].count += u[i].count;
		else
			u[n++] = u[i];
	}
	v->unknown.n = n;
	qsort(u, n, sizeof *u, by_place);
}

static void note_unknown(struct vetting *v)
{
	struct diags *ds = &v->s->diags;

	if (!v->unknown.n)
		return;
	join_unknown(v);
	struct diag *d = diag_add(ds, DIAG_KIND_NOT_CHECKED, v->unknown.v[0].at,
				  "%u object%s not checked: rcc does not know %s", v->out->unchecked,
				  v->out->unchecked == 1 ? " was" : "s were",
				  v->unknown.n == 1 ? "its kind" : "their kinds");

	for (uint32_t i = 0; i < v->unknown.n && i < LISTED_KINDS; i++) {
		const struct manifest_unknown *u = &v->unknown.v[i];

		diag_because(ds, d, "%u %.*s of %.*s", u->count, STR_ARG(u->kind), STR_ARG(u->api_version));
	}
	if (v->unknown.n > LISTED_KINDS)
		diag_because(ds, d, "and of %u more kinds", v->unknown.n - LISTED_KINDS);
}

static void note_foreign(struct vetting *v)
{
	struct diags *ds = &v->s->diags;
	uint32_t n = v->foreign + v->files.patches + v->files.charts;

	if (!n)
		return;
	struct diag *d = diag_add(ds, DIAG_NOT_KUBERNETES, (struct span){ 0, 0 },
				  n == 1 ? "%u document is no object of Kubernetes, and was skipped"
					 : "%u documents are no objects of Kubernetes, and were skipped",
				  n);

	if (v->files.charts)
		diag_help(ds, d,
			  "templates of Helm are checked once they are rendered: "
			  "`helm template CHART | rcc vet -`");
	if (v->files.patches)
		diag_help(ds, d,
			  "patches are checked once they are applied: "
			  "`kustomize build DIR | rcc vet -`");
}

/* ---- what rules know ---------------------------------------------------------------------- */

static struct value text_value(struct vetting *v, const char *text)
{
	struct value made = value_string(v->eval, str_from(text), 0);

	made.kind = VALUE_VERSION;
	return made;
}

static void set_fact(struct vetting *v, struct record_value *r, const char *name, struct value fact)
{
	int i = type_find_field(&v->program->types, r->type, name_find(&v->s->names, str_from(name)));

	if (i >= 0 && fact.kind != VALUE_ERROR)
		slot_write(r, (uint32_t)i, fact);
}

/* A word of the union that a field has; VALUE_ERROR if there is no such field or word. */
static struct value word_value(struct vetting *v, struct record_value *r, const char *name, const char *word)
{
	const struct types *types = &v->program->types;
	int i = type_find_field(types, r->type, name_find(&v->s->names, str_from(name)));

	if (i < 0)
		return value_error();
	type_id u = type_base(types, type_field(types, type_get(types, r->type), (uint32_t)i)->type);
	int tag = type_find_alternative(types, u, name_find(&v->s->names, str_from(word)));

	return tag < 0 ? value_error() : value_tag(v->eval, u, (uint32_t)tag, value_absent(0), 0);
}

/* What `fn manifests` of the library's prelude would return for a stack. */
static struct value facts_of(struct vetting *v)
{
	node_id fn = v->program->prelude.manifests;
	type_id type = fn ? type_base(&v->program->types, ast_node(&v->program->ast, fn)->type) : 0;

	if (!type || type_get(&v->program->types, type)->kind != TYPE_RECORD)
		return (struct value){ 0 };
	const struct rcc_vet *w = v->what;
	struct record_value *r = record_new(v->eval, type, 0, NULL);

	set_fact(v, r, "kubernetes", text_value(v, w->kubernetes ? w->kubernetes : manifests_newest));
	set_fact(v, r, "pod_security",
		 word_value(v, r, "pod_security", w->pod_security ? w->pod_security : "privileged"));
	if (w->pod_security_release)
		set_fact(v, r, "pod_security_version", text_value(v, w->pod_security_release));
	set_fact(v, r, "complete", value_bool(false, 0));
	set_fact(v, r, "yaml", value_bool(true, 0));
	return value_of_record(r, 0);
}

/* ---- sets --------------------------------------------------------------------------------- */

/* The files of a set, and what was read of them. */
struct vet_set {
	struct vetting *v;
	const struct vet_file *files;
	uint32_t n, with_objects;
	struct manifest_set read;
};

static void read_in_a_row(struct manifests *m, struct vet_set *set)
{
	for (uint32_t i = 0; i < set->n; i++) {
		uint32_t before = set->read.objects.n;

		manifests_read(m, set->files[i].source, set->files[i].named, &set->read);
		set->with_objects += set->read.objects.n > before;
	}
}

static void read_set(struct vetting *v, struct manifests *m, struct vet_set *set, bool share)
{
	struct vet_read what = { v->program, v->s, v->eval, m, v->release, set->files, set->n, share };

	set->read = (struct manifest_set){ 0 };
	set->with_objects = 0;
	eval_restart(v->eval);
	if (v->what->plain || !vet_read(&what, &set->read, &set->with_objects))
		read_in_a_row(m, set);
}

/* Each object for itself, so that it is known where everything stands; what there was to say is said. */
static void read_again(struct vet_set *set)
{
	struct vetting *v = set->v;
	struct diag_mark mark = diags_mark(&v->s->diags);

	read_set(v, manifests_new(v->eval, v->program, v->s, v->release), set, false);
	diags_release(&v->s->diags, mark);
}

static void check_identities(struct vet_set *set)
{
	struct vetting *v = set->v;
	struct diag_mark mark = diags_mark(&v->s->diags);

	manifests_check_identities(v->manifests, &set->read);
	if (!set->read.shared || !diags_any_since(&v->s->diags, mark))
		return;
	diags_release(&v->s->diags, mark);
	read_again(set);
	manifests_check_identities(v->manifests, &set->read);
}

static struct value list_of(const struct vet_set *set)
{
	uint32_t n = set->read.objects.n;
	struct value *items = arena_new(&set->v->s->arena, struct value, n);

	for (uint32_t i = 0; i < n; i++)
		items[i] = set->read.objects.v[i].value;
	return value_list(set->v->eval, 0, items, n, 0);
}

static struct value list_again(void *self)
{
	read_again(self);
	return list_of(self);
}

static void run_rules(struct vet_set *set)
{
	struct vetting *v = set->v;
	struct rules_objects from = { .manifests = facts_of(v),
				      .list = list_of(set),
				      .plain = v->what->plain };

	if (set->read.shared) {
		from.again = list_again;
		from.self = set;
	}
	if (from.manifests.kind == VALUE_RECORD && set->read.objects.n && !manifests_stopped(v->manifests))
		rules_run_objects(v->rules, v->eval, &from);
}

/* The files [first, end) belong together. */
static void vet_set(struct vetting *v, uint32_t first, uint32_t end)
{
	struct vet_set set = { .v = v, .files = &v->files.list.v[first], .n = end - first };

	read_set(v, v->manifests, &set, true);
	v->out->files += set.with_objects;
	v->out->objects += set.read.objects.n;
	v->foreign += set.read.foreign;
	for (uint32_t i = 0; i < set.read.unknown.n; i++)
		vec_push(&v->s->arena, &v->unknown, set.read.unknown.v[i]);
	check_identities(&set);
	run_rules(&set);
}

static void vet_sets(struct vetting *v)
{
	const struct vet_file *files = v->files.list.v;

	for (uint32_t i = 0, end; i < v->files.list.n; i = end) {
		end = i + 1;
		while (end < v->files.list.n && files[end].set == files[i].set)
			end++;
		vet_set(v, i, end);
	}
}

/* ---- the run ------------------------------------------------------------------------------ */

static void vet_all(struct vetting *v)
{
	const struct rcc_vet *w = v->what;

	vet_files_read(v->s, w, &v->files); /* all of them, before anything points into their texts */
	vet_define(v->run, &v->files);
	v->eval = eval_new(v->program, v->s);
	v->rules = rules_new(v->program, v->s);
	if (w->kubernetes && minor_read(text_value(v, w->kubernetes), &v->minor))
		v->release = &v->minor;
	v->manifests = manifests_new(v->eval, v->program, v->s, v->release);
	vet_sets(v);
	note_unknown(v);
	note_foreign(v);
	if (!v->s->diags.errors)
		rules_finish(v->rules);
	eval_free(v->eval);
}

static bool reads_standard_input(const struct rcc_vet *what)
{
	for (uint32_t i = 0; i < what->npaths; i++) {
		if (strcmp(what->paths[i], "-") == 0)
			return true;
	}
	return false;
}

static bool is_before(const struct version *v, const char *other)
{
	struct version o;

	return version_parse(str_from(other), &o) && version_compare(v, &o) < 0;
}

static bool is_release(struct str text)
{
	struct version v, newest;
	bool minor = version_parse(text, &v) && v.count == 2 && !v.suffix.n;

	return minor && !is_before(&v, manifests_oldest) &&
	       version_parse(str_from(manifests_newest), &newest) && version_compare(&v, &newest) <= 0;
}

/* The release of `v1.31.4`: without the `v` and what is behind the minor version. */
static struct str release_of(struct str text)
{
	struct str bare = str_slice(text, str_starts_with(text, STR("v")), text.n);
	int64_t dot = str_find(bare, STR("."), 0),
		end = dot < 0 ? dot : str_find(bare, STR("."), (uint32_t)dot + 1);

	return end < 0 ? bare : str_slice(bare, 0, (uint32_t)end);
}

struct str rcc_vet_release_problem(struct arena *a, const char *release)
{
	struct str meant = release_of(str_from(release));

	if (is_release(str_from(release)))
		return STR("");
	if (is_release(meant))
		return arena_printf(a, "Kubernetes %s is no release: write %.*s", release, STR_ARG(meant));
	return arena_printf(a, "Kubernetes %s is none of the releases that are known: %s to %s", release,
			    manifests_oldest, manifests_newest);
}

bool rcc_vet(struct rcc *r, const struct rcc_vet *what, struct rcc_vetted *out)
{
	struct vetting v = { .what = what, .run = r, .s = rcc_session(r), .out = out };

	*out = (struct rcc_vetted){ 0 };
	v.s->diags.by_hand = reads_standard_input(what); /* which nothing can edit */
	if (rcc_load(r)) {
		v.program = rcc_program(r);
		vet_all(&v);
	}
	diags_sort(&v.s->diags, &v.s->sources);
	return v.s->diags.errors == 0;
}
