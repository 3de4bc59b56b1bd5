#include "cli/stale.h"

#include "cli/place.h"
#include "emit/emit.h"

enum { FILES_MAX = 12 }; /* named in a diagnostic */

struct folder {
	struct compile *c;
	const char *dir;
	const struct emit_set *set;
	struct outdir_report report;
};

/* What a file is that is not as it should be; what surprises most comes first. */
static const struct {
	enum outdir_state state;
	const char *text;
} states[] = {
	{ OUTDIR_EDITED, "was edited by hand" },
	{ OUTDIR_FOREIGN, "was not made by rcc" },
	{ OUTDIR_BLOCKED, "is no file" },
	{ OUTDIR_UNFINISHED, "was left by a run that did not end" },
	{ OUTDIR_CHANGED, "is not what the sources give now" },
	{ OUTDIR_STALE, "is no longer made" },
	{ OUTDIR_MISSING, "is missing" },
};

/* Names the files in a state, as long as there is room for them; `named` counts all. */
static void name_files(const struct folder *f, struct diag *d, size_t state, uint32_t *named)
{
	for (uint32_t i = 0; i < f->report.entries.n; i++) {
		const struct outdir_entry *e = &f->report.entries.v[i];

		if (e->state == states[state].state && (*named)++ < FILES_MAX)
			diag_because(&f->c->session->diags, d, "`%.*s` %s", STR_ARG(e->path),
				     states[state].text);
	}
}

static void report_folder(const struct folder *f)
{
	struct diags *ds = &f->c->session->diags;
	struct str owner = f->report.stack;
	uint32_t named = 0;
	struct diag *d =
		diag_add(ds, DIAG_OUTPUT_STALE, (struct span){ 0 },
			 "`%s` does not hold what the stack `%.*s` gives", f->dir, STR_ARG(f->set->stack));

	if (owner.n && !str_eq(owner, f->set->stack))
		diag_because(ds, d, "it belongs to the stack `%.*s`", STR_ARG(owner));
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		name_files(f, d, i, &named);
	if (named > FILES_MAX)
		diag_because(ds, d, "%u more files differ", named - FILES_MAX);
	diag_help(ds, d, "write it again: rcc FILE -o %s", f->dir);
}

static bool differs(const struct outdir_report *report)
{
	for (uint32_t i = 0; i < report->entries.n; i++) {
		if (report->entries.v[i].state != OUTDIR_SAME)
			return true;
	}
	return !report->same;
}

static void compare(struct compile *c, const char *dir, const struct emit_set *set)
{
	struct folder f = { .c = c, .dir = dir, .set = set };
	struct outdir_options options = { .dir = dir };

	if (outdir_compare(c->session, &options, set, &f.report) && differs(&f.report))
		report_folder(&f);
}

void stale_report(struct compile *c, const char *place, const struct rcc_stack *stacks, uint32_t n)
{
	struct arena *a = &c->session->arena;

	if (!place_suffices(c, "--against", place, n))
		return;
	for (uint32_t i = 0; i < n; i++) {
		struct emit_set set = emit_files(a, stacks[i].name, stacks[i].source, &stacks[i].objects);

		compare(c, place_of(a, place, stacks[i].name), &set);
	}
}
