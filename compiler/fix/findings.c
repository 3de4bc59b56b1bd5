#include "fix/findings.h"

#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

/* ---- from diagnostics ---------------------------------------------------------------------- */

struct collecting {
	struct arena *arena;
	struct rcc *rcc;
	struct session *session;
	struct patched_files *files;
	struct lines lines;
	uint32_t source; /* the last one that was asked for, and its path */
	bool editable;
	struct str path;
};

static struct str keep(const struct collecting *c, struct str s)
{
	return arena_str(c->arena, s);
}

/* The path of the file that a source was read from; false if it is none that the user could edit. */
static bool real_path(struct collecting *c, uint32_t source, struct str *out)
{
	struct os *os = &c->session->os;

	if (source != c->source) {
		const char *path = rcc_source_path(c->rcc, source);

		c->source = source;
		c->editable = path && os->real(os, c->arena, path, &c->path) == 0;
	}
	*out = c->path;
	return c->editable;
}

static void know_file(const struct collecting *c, struct str path, uint32_t source)
{
	struct str text = source_text(&c->session->sources, source);

	for (uint32_t i = 0; i < c->files->v.n; i++) {
		if (str_eq(c->files->v.v[i].path, path))
			return;
	}
	text = keep(c, text);
	vec_push(c->arena, &c->files->v,
		 (struct patched){ path, keep(c, source_name(&c->session->sources, source)), text, text });
}

static bool make_patch(struct collecting *c, const struct diag_edit *edit, struct patch *out)
{
	const struct sources *sources = &c->session->sources;
	uint32_t source = source_at(sources, edit->span.beg);

	if (edit->span.end < edit->span.beg || source_at(sources, edit->span.end) != source ||
	    !real_path(c, source, &out->path))
		return false;
	uint32_t base = source_get(sources, source)->base;

	know_file(c, out->path, source);
	out->beg = edit->span.beg - base;
	out->end = edit->span.end - base;
	out->text = keep(c, edit->text);
	return true;
}

static bool overlaps_earlier(const struct patch *v, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (v[i].beg < v[n].end && v[n].beg < v[i].end && str_eq(v[i].path, v[n].path))
			return true;
	}
	return false;
}

static void take_fix(struct collecting *c, const struct diag_fix *fix, struct finding *out)
{
	struct patch *patches = arena_new(c->arena, struct patch, fix->edits.n);

	for (uint32_t i = 0; i < fix->edits.n; i++) {
		if (!make_patch(c, &fix->edits.v[i], &patches[i]) || overlaps_earlier(patches, i))
			return;
	}
	out->title = keep(c, fix->title);
	out->patches = patches;
	out->npatches = fix->edits.n;
}

static const struct finding *take(struct collecting *c, const struct diag *d)
{
	const struct sources *sources = &c->session->sources;
	struct finding *f = arena_new(c->arena, struct finding, 1);
	uint32_t at = d->labels.n ? d->labels.v[0].span.beg : 0, source = source_at(sources, at);

	*f = (struct finding){ .code = keep(c, d->code),
			       .slug = keep(c, d->slug),
			       .message = keep(c, d->message),
			       .severity = d->severity };
	if (source) {
		f->file = keep(c, source_name(sources, source));
		f->place = lines_place(&c->lines, at);
	}
	if (d->fixes.n)
		take_fix(c, &d->fixes.v[0], f);
	return f;
}

void findings_add(struct findings *f, struct arena *a, struct rcc *r, struct patched_files *files)
{
	struct collecting c = { .arena = a, .rcc = r, .session = rcc_session(r), .files = files };
	const struct diags *ds = &c.session->diags;

	lines_init(&c.lines, &c.session->sources, &c.session->arena);

	for (uint32_t i = 0; i < ds->list.n; i++)
		vec_push(a, &f->list, take(&c, ds->list.v[i]));
	for (uint32_t i = 0; i < ds->hidden.n; i++)
		vec_push(a, &files->hidden, keep(&c, source_span_text(&c.session->sources, ds->hidden.v[i])));
}

/* ---- comparing ----------------------------------------------------------------------------- */

typedef int compare_fn(const struct finding *a, const struct finding *b);

static int by_code(const struct finding *a, const struct finding *b)
{
	return str_cmp(a->code, b->code);
}

static int by_all(const struct finding *a, const struct finding *b)
{
	int order = str_cmp(a->code, b->code);

	if (!order)
		order = str_cmp(a->message, b->message);
	return order ? order : str_cmp(a->file, b->file);
}

bool finding_same(const struct finding *a, const struct finding *b)
{
	return by_all(a, b) == 0;
}

static int compare_pointers(const void *a, const void *b)
{
	return by_all(*(const struct finding *const *)a, *(const struct finding *const *)b);
}

void findings_sort(struct findings *f, struct arena *a)
{
	f->sorted = arena_new(a, const struct finding *, f->list.n);
	if (f->list.n == 0)
		return;
	memcpy(f->sorted, f->list.v, f->list.n * sizeof *f->sorted);
	qsort(f->sorted, f->list.n, sizeof *f->sorted, compare_pointers);
}

/* How many stand before the first one above `key`, or before the first one that is not below it. */
static uint32_t bound(const struct findings *f, const struct finding *key, compare_fn *compare, bool above)
{
	uint32_t lo = 0, hi = f->list.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int order = compare(f->sorted[mid], key);

		if (order < 0 || (above && order == 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static uint32_t count(const struct findings *f, const struct finding *key, compare_fn *compare)
{
	return bound(f, key, compare, true) - bound(f, key, compare, false);
}

/* Of manifests: what cannot be read hides its objects, and a kind that is not known its fields. */
static int stage_of_manifest(struct str code)
{
	if (str_cmp(code, str_from(diag_infos[DIAG_DUPLICATE_KEY].code)) <= 0)
		return 1;
	return str_cmp(code, str_from(diag_infos[DIAG_KIND_NOT_CHECKED].code)) <= 0 ? 2 : 3;
}

/*
 * Which pass reports a code, by its family in diag.def; a pass that finds errors hides what later ones
 * would say. Codes that are not the compiler's own are those of checks.
 */
static int stage_of(const struct finding *f)
{
	static const int families[] = { 0, 1, 2, 2, 3, 4, 5 };
	enum { CHECKS = 4, OWN = 4 /* bytes of "RCS0" */ };

	if (!str_starts_with(f->code, STR("RCS0")) || f->code.n <= OWN)
		return CHECKS;
	int family = f->code.p[OWN] - '0';

	if (str_starts_with(f->code, STR("RCS07")))
		return stage_of_manifest(f->code);
	return family >= 0 && family < (int)(sizeof families / sizeof *families) ? families[family] : CHECKS;
}

/* The last pass that said all that it has to say. */
static int last_stage(const struct findings *f)
{
	int last = INT32_MAX;

	for (uint32_t i = 0; i < f->list.n; i++) {
		int stage = stage_of(f->list.v[i]);

		if (f->list.v[i]->severity == SEVERITY_ERROR && stage < last)
			last = stage;
	}
	return last;
}

struct findings_change findings_compare(const struct findings *before, const struct findings *after,
					const struct findings *fixed)
{
	struct findings_change change = { 0 };
	int last = last_stage(before);

	for (uint32_t i = 0; i < fixed->list.n && !change.left; i++) {
		const struct finding *f = fixed->list.v[i];

		if (count(after, f, by_all) + count(fixed, f, by_all) > count(before, f, by_all))
			change.left = f;
	}
	for (uint32_t i = 0; i < after->list.n && !change.caused; i++) {
		const struct finding *f = after->list.v[i];

		if (f->severity != SEVERITY_ERROR || stage_of(f) > last ||
		    count(after, f, by_code) + count(fixed, f, by_code) <= count(before, f, by_code) ||
		    count(after, f, by_all) <= count(before, f, by_all))
			continue;
		if (f->npatches)
			change.opened = f;
		else
			change.caused = f;
	}
	return change;
}
