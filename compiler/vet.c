#include "vet.h"

#include "manifest/manifest.h"
#include "vet_files.h"

enum { LISTED_KINDS = 10 };

struct vetting {
	struct session *s;
	struct eval *eval;
	struct manifests *manifests;
	struct vet_files files;
	struct minor minor;
	struct rcc_vetted *out;
	uint32_t foreign;
	VEC(struct manifest_unknown) unknown;
};

/* ---- notes -------------------------------------------------------------------------------- */

static void add_unknown(struct vetting *v, const struct manifest_unknown *u)
{
	v->out->unchecked += u->count;
	for (uint32_t i = 0; i < v->unknown.n; i++) {
		struct manifest_unknown *before = &v->unknown.v[i];

		if (str_eq(before->kind, u->kind) && str_eq(before->api_version, u->api_version)) {
			before->count += u->count;
			return;
		}
	}
	vec_push(&v->s->arena, &v->unknown, *u);
}

static const char *plural(uint32_t n)
{
	return n == 1 ? "" : "s";
}

static void note_unknown(struct vetting *v)
{
	struct diags *ds = &v->s->diags;

	if (!v->unknown.n)
		return;
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
	uint32_t n = v->foreign, charts = v->files.charts;

	if (!n && !charts)
		return;
	struct diag *d = diag_add(ds, DIAG_NOT_KUBERNETES, (struct span){ 0, 0 },
				  "%u document%s no object%s of Kubernetes, and %s skipped", n ? n : charts,
				  (n ? n : charts) == 1 ? " is" : "s are", plural(n ? n : charts),
				  (n ? n : charts) == 1 ? "was" : "were");

	if (charts)
		diag_help(ds, d,
			  "templates of Helm are checked once they are rendered: `helm template CHART | rcc "
			  "vet -`");
}

/* ---- sets --------------------------------------------------------------------------------- */

/* The files [first, end) belong together. */
static void vet_set(struct vetting *v, uint32_t first, uint32_t end)
{
	struct manifest_set set = { 0 };

	for (uint32_t i = first; i < end; i++) {
		const struct vet_file *file = &v->files.list.v[i];
		uint32_t before = set.objects.n;

		manifests_read(v->manifests, file->source, file->named, &set);
		v->out->files += set.objects.n > before;
	}
	manifests_check_identities(v->manifests, &set);
	for (uint32_t i = 0; i < set.unknown.n; i++)
		add_unknown(v, &set.unknown.v[i]);
	v->out->objects += set.objects.n;
	v->foreign += set.foreign;
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

static struct value release_value(struct vetting *v, const char *release)
{
	struct str *text = arena_new(&v->s->arena, struct str, 1);

	*text = str_from(release);
	return (struct value){ .kind = VALUE_VERSION, .string = text };
}

bool rcc_vet(struct rcc *r, const struct rcc_vet *what, struct rcc_vetted *out)
{
	struct vetting v = { .s = rcc_session(r), .out = out };

	*out = (struct rcc_vetted){ 0 };
	if (rcc_load(r)) {
		const struct program *p = rcc_program(r);
		bool release = what->kubernetes && minor_read(release_value(&v, what->kubernetes), &v.minor);

		vet_files_read(v.s, what, &v.files);
		v.eval = eval_new(p, v.s);
		v.manifests = manifests_new(v.eval, p, v.s, release ? &v.minor : NULL);
		vet_sets(&v);
		note_unknown(&v);
		note_foreign(&v);
		eval_free(v.eval);
	}
	diags_sort(&v.s->diags, &v.s->sources);
	return v.s->diags.errors == 0;
}
