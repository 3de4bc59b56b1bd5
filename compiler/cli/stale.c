#include "cli/stale.h"

#include "base/diff.h"
#include "base/utf8.h"
#include "cli/place.h"
#include "emit/emit.h"
#include "emit/site.h"

enum {
	FILES_MAX = 12, /* named in a diagnostic */
	LINES_MAX = 40, /* of differences, in all folders together */
};

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
		diag_because(ds, d, "%u more %s", named - FILES_MAX,
			     named - FILES_MAX == 1 ? "file differs" : "files differ");
	diag_help(ds, d, "write it again: `rcc FILE -o %s`", f->dir);
}

/* The difference of a file of the folder to what it should hold; nothing for one that cannot be read. */
static void add_diff(const struct folder *f, struct buf *out, const struct emit_file *file)
{
	struct session *s = f->c->session;
	struct str now, path = arena_printf(&s->arena, "%s/%.*s", f->dir, STR_ARG(file->path));

	if (s->os.read(&s->os, &s->arena, path.p, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &now) == 0)
		diff_unified(out, (struct diff_names){ path, path }, now, file->data);
}

/* The entries of the set come first, in its order. */
static void show_diffs(const struct folder *f, struct buf *out)
{
	for (uint32_t i = 0, k = 0; i < f->set->n; i++) {
		while (k < f->report.entries.n && !str_eq(f->report.entries.v[k].path, f->set->files[i].path))
			k++;
		if (k == f->report.entries.n)
			return;
		enum outdir_state state = f->report.entries.v[k].state;

		if (state == OUTDIR_CHANGED || state == OUTDIR_EDITED || state == OUTDIR_FOREIGN)
			add_diff(f, out, &f->set->files[i]);
	}
}

/* The beginning of the differences of all folders. */
static void put_beginning(struct buf *out, struct str diffs)
{
	uint32_t lines = 0, rest = 0;

	for (uint32_t beg = 0, end; beg < diffs.n; beg = end) {
		int64_t newline = str_find(diffs, STR("\n"), beg);

		end = newline < 0 ? diffs.n : (uint32_t)newline + 1;
		rest += lines == LINES_MAX;
		if (lines == LINES_MAX)
			continue;
		utf8_show(out, str_slice(diffs, beg, end - 1));
		buf_char(out, '\n');
		lines++;
	}
	if (rest)
		buf_printf(out, "and %u more line%s\n", rest, rest == 1 ? "" : "s");
}

static bool differs(const struct outdir_report *report)
{
	for (uint32_t i = 0; i < report->entries.n; i++) {
		if (report->entries.v[i].state != OUTDIR_SAME)
			return true;
	}
	return !report->same;
}

static void compare(struct compile *c, const char *dir, const struct emit_set *set, struct buf *diffs)
{
	struct folder f = { .c = c, .dir = dir, .set = set };
	struct outdir_options options = { .dir = dir };

	if (!outdir_compare(c->session, &options, set, &f.report) || !differs(&f.report))
		return;
	report_folder(&f);
	show_diffs(&f, diffs);
}

void stale_check(struct compile *c, const char *place, const struct rcc_stack *stack, struct buf *diffs)
{
	struct arena *a = &c->session->arena;
	struct emit_set set = rcc_files(a, stack);

	compare(c, site_of(a, place, stack->name), &set, diffs);
}

void stale_show(struct compile *c, const struct buf *diffs)
{
	put_beginning(&c->call->io->out, buf_str(diffs));
}
