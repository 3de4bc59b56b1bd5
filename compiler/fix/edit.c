#include "fix/edit.h"

enum {
	ROUNDS_MAX = 100,
	BATCH_MAX = 1000, /* fixes in one round */
	/* Diagnostics that are kept: one that is not seen before would count as new when others are gone. */
	FOUND_MAX = 50000,
};

/* Where a state without new errors was: what is taken back if later fixes do not come to a good end. */
struct safe {
	VEC(struct str) texts; /* of edit.files; those added since have none */
	const struct findings *found;
	uint32_t nnotes;
};

struct rounds {
	struct edit *e;
	const struct findings *found; /* by the last compile of the texts */
	struct safe safe;
	struct findings since; /* the fixes applied since then */
	VEC(struct edit_note) refused;
	VEC(struct safe) seen; /* states that fixes since then led to */
	bool careful;	       /* one fix a round, so that it is known which one is to blame */
};

/* ---- compiling ----------------------------------------------------------------------------- */

/* `main` is NULL for manifests. */
static void compile_one(struct edit *e, const char *main, struct findings *found)
{
	struct rcc_options o = e->options.compile;
	struct rcc_vetted unused;

	o.os = os_overlay(&e->overlay);
	o.input.main = main;
	struct rcc *r = rcc_new(&o);

	rcc_session(r)->limits[LIMIT_DIAGNOSTICS] = FOUND_MAX;
	if (main)
		rcc_compile(r);
	else
		rcc_vet(r, e->options.vet, &unused);
	findings_add(found, e->arena, r, &e->files);
	rcc_free(r);
}

static const struct findings *compile(struct edit *e)
{
	struct findings *found = arena_new(e->arena, struct findings, 1);

	if (e->options.vet)
		compile_one(e, NULL, found);
	for (uint32_t i = 0; i < e->options.nmains; i++)
		compile_one(e, e->options.mains[i], found);
	findings_sort(found, e->arena);
	return found;
}

/* ---- texts --------------------------------------------------------------------------------- */

static void set_text(struct edit *e, uint32_t file, struct str text)
{
	e->files.v.v[file].after = text;
	os_overlay_put(&e->overlay, e->files.v.v[file].path, text);
}

static void apply(struct edit *e, const struct findings *batch)
{
	VEC(struct patch) patches = { 0 };

	for (uint32_t i = 0; i < batch->list.n; i++) {
		for (uint32_t k = 0; k < batch->list.v[i]->npatches; k++)
			vec_push(e->arena, &patches, batch->list.v[i]->patches[k]);
	}
	for (uint32_t i = 0; i < e->files.v.n; i++) {
		const struct patched *file = &e->files.v.v[i];

		set_text(e, i, patch_apply(e->arena, file->path, file->after, patches.v, patches.n));
	}
}

static struct safe remember(const struct rounds *r)
{
	struct safe safe = { .found = r->found, .nnotes = r->e->notes.n };

	for (uint32_t i = 0; i < r->e->files.v.n; i++)
		vec_push(r->e->arena, &safe.texts, r->e->files.v.v[i].after);
	return safe;
}

static bool is_now(const struct edit *e, const struct safe *state)
{
	for (uint32_t i = 0; i < e->files.v.n; i++) {
		const struct patched *file = &e->files.v.v[i];

		if (!str_eq(file->after, i < state->texts.n ? state->texts.v[i] : file->before))
			return false;
	}
	return true;
}

/* Fixes that lead in a circle would do so for ever: two rules may each want what the other one refuses. */
static bool been_here(const struct rounds *r)
{
	for (uint32_t i = 0; i < r->seen.n; i++) {
		if (is_now(r->e, &r->seen.v[i]))
			return true;
	}
	return is_now(r->e, &r->safe);
}

static void return_to(struct rounds *r, const struct safe *safe)
{
	struct edit *e = r->e;

	for (uint32_t i = 0; i < e->files.v.n; i++)
		set_text(e, i, i < safe->texts.n ? safe->texts.v[i] : e->files.v.v[i].before);
	e->notes.n = safe->nnotes;
	r->found = safe->found;
}

/* ---- choosing ------------------------------------------------------------------------------ */

static bool is_wanted(const struct rounds *r, const struct finding *f)
{
	const char *only = r->e->options.only;

	if (!f->npatches || (only && !str_eq(f->code, str_from(only)) && !str_eq(f->slug, str_from(only))))
		return false;
	for (uint32_t i = 0; i < r->refused.n; i++) {
		if (finding_same(r->refused.v[i].finding, f))
			return false;
	}
	return true;
}

static bool touches(const struct finding *a, const struct finding *b)
{
	for (uint32_t i = 0; i < a->npatches; i++) {
		for (uint32_t k = 0; k < b->npatches; k++) {
			if (patch_touches(&a->patches[i], &b->patches[k]))
				return true;
		}
	}
	return false;
}

static bool touches_any(const struct findings *batch, const struct finding *f)
{
	for (uint32_t i = 0; i < batch->list.n; i++) {
		if (touches(batch->list.v[i], f))
			return true;
	}
	return false;
}

static struct findings choose(const struct rounds *r)
{
	struct findings batch = { 0 };
	uint32_t most = r->careful ? 1 : BATCH_MAX;

	for (uint32_t i = 0; i < r->found->list.n && batch.list.n < most; i++) {
		const struct finding *f = r->found->list.v[i];

		if (is_wanted(r, f) && !touches_any(&batch, f))
			vec_push(r->e->arena, &batch.list, f);
	}
	return batch;
}

/* ---- rounds -------------------------------------------------------------------------------- */

static void refuse(struct rounds *r, const struct finding *f, struct str why)
{
	vec_push(r->e->arena, &r->refused, (struct edit_note){ f, why });
}

static struct str reason(struct arena *a, const struct findings_change *change, bool circle)
{
	const struct finding *cause = change->caused ? change->caused : change->opened;

	if (circle)
		return STR("it would undo another fix");
	if (!cause)
		return STR("it does not remove what it is offered for");
	return arena_printf(a, "it would cause %.*s: %.*s", STR_ARG(cause->code), STR_ARG(cause->message));
}

/* The applied fixes count from now on; a state as good as the one before becomes the safe one. */
static void accept(struct rounds *r, const struct findings *batch, const struct findings *found)
{
	struct edit *e = r->e;

	r->found = found;
	for (uint32_t i = 0; i < batch->list.n; i++) {
		vec_push(e->arena, &r->since.list, batch->list.v[i]);
		vec_push(e->arena, &e->notes, (struct edit_note){ .finding = batch->list.v[i] });
	}
	findings_sort(&r->since, e->arena);
	struct findings_change change = findings_compare(r->safe.found, found, &r->since);

	if (change.caused || change.opened) {
		vec_push(e->arena, &r->seen, remember(r));
		return;
	}
	r->safe = remember(r);
	r->since = (struct findings){ 0 };
	r->seen.n = 0;
}

/* Applies the first n fixes of a batch, or fewer of them if one of those is no good. */
static void attempt(struct rounds *r, struct findings batch, uint32_t n)
{
	struct edit *e = r->e;
	struct safe before = remember(r);

	for (;; n /= 2) {
		batch.list.n = n;
		findings_sort(&batch, e->arena);
		apply(e, &batch);
		bool circle = been_here(r);
		const struct findings *found = circle ? r->found : compile(e);
		struct findings_change change = findings_compare(r->found, found, &batch);

		if (!circle && !change.left && !change.caused) {
			accept(r, &batch, found);
			return;
		}
		return_to(r, &before);
		if (n == 1) {
			refuse(r, batch.list.v[0], reason(e->arena, &change, circle));
			return;
		}
	}
}

/* No fix is left, and there are errors that were not there: undoes the fixes that led here, and blames the
 * first one. False if all is well. */
static bool retreat(struct rounds *r)
{
	struct findings_change change = findings_compare(r->safe.found, r->found, &r->since);

	if (r->since.list.n == 0)
		return false;
	if (r->careful)
		refuse(r, r->since.list.v[0], reason(r->e->arena, &change, false));
	r->careful = true;
	r->since = (struct findings){ 0 };
	r->seen.n = 0;
	return_to(r, &r->safe);
	return true;
}

static bool is_there(const struct findings *found, const struct finding *f)
{
	for (uint32_t i = 0; i < found->list.n; i++) {
		if (finding_same(found->list.v[i], f))
			return true;
	}
	return false;
}

/* Why fixes of what is still wrong were left out; of what was wrong on the way nobody has to know. */
static void tell_refused(const struct rounds *r)
{
	for (uint32_t i = 0; i < r->refused.n; i++) {
		if (is_there(r->found, r->refused.v[i].finding))
			vec_push(r->e->arena, &r->e->notes, r->refused.v[i]);
	}
}

void edit_run(struct edit *e, const struct edit_options *options, struct arena *a)
{
	struct rounds r = { .e = e };
	uint32_t round = 0;

	*e = (struct edit){ .options = *options, .arena = a };
	os_overlay_init(&e->overlay, a, options->compile.os);
	r.found = compile(e);
	r.safe = remember(&r);
	for (; round < ROUNDS_MAX; round++) {
		struct findings batch = choose(&r);

		if (batch.list.n)
			attempt(&r, batch, batch.list.n);
		else if (!retreat(&r))
			break;
	}
	e->unfinished = round == ROUNDS_MAX;
	if (r.since.list.n)
		return_to(&r, &r.safe);
	tell_refused(&r);
}
