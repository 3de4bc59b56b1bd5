#include "emit/outdir.h"

#include "emit/transfer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	OLD_FILE_MAX = 64 << 20, /* bytes; what is larger is not what we wrote */
	NAMED_MAX = 12,		 /* files that one diagnostic names */
};

/* What is known of a folder before anything is decided. */
struct folder {
	struct session *s;
	const struct outdir_options *options;
	struct transfer transfer;
	struct str *names; /* what stands in it, sorted */
	uint32_t nnames;
	bool foreign;  /* there is something that is not ours */
	bool damaged;  /* the manifest cannot be read */
	bool complete; /* it holds the set; at most a sibling is left over */
	struct outdir_report *report;
};

/* Reports RCS0605; always false. */
static bool io_failed(struct folder *f, const char *what, const char *path, int error)
{
	diag_add(&f->s->diags, DIAG_OUTPUT_WRITE, f->options->at, "cannot %s `%s`: %s", what, path,
		 strerror(error));
	return false;
}

static void add_entry(struct folder *f, struct str path, enum outdir_state state)
{
	vec_push(&f->s->arena, &f->report->entries, (struct outdir_entry){ path, state });
	if (state != OUTDIR_SAME)
		f->report->same = false;
}

/* ---- looking at the folder ----------------------------------------------------------------- */

static int name_cmp(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool stands_there(const struct folder *f, struct str name)
{
	return f->nnames && bsearch(&name, f->names, f->nnames, sizeof name, name_cmp);
}

/* The state of a file that stands in the folder; `wanted` is NULL for one that is not of the set. */
static int old_file_state(struct folder *f, struct str name, const struct str *wanted, enum outdir_state *out)
{
	struct transfer *t = &f->transfer;
	const char *path = site_join(t->arena, t->site.dir, name);
	bool ours = manifest_lists(&t->known, name);
	enum os_kind kind;
	struct str data;
	int error = t->os->kind(t->os, path, &kind);

	*out = OUTDIR_BLOCKED;
	if (error || kind != OS_FILE)
		return error;
	*out = ours ? OUTDIR_EDITED : OUTDIR_FOREIGN;
	error = t->os->read(t->os, t->arena, path, OLD_FILE_MAX, &data);
	if (error)
		return error == EFBIG ? 0 : error;
	if (wanted && str_eq(data, *wanted))
		*out = OUTDIR_SAME;
	else if (ours && manifest_knows(&t->known, name, manifest_hash(f->s, t->arena, data)))
		*out = wanted ? OUTDIR_CHANGED : OUTDIR_STALE;
	return 0;
}

static bool look_at_file(struct folder *f, struct str name, const struct str *wanted,
			 enum outdir_state *state)
{
	int error = old_file_state(f, name, wanted, state);

	return error ? io_failed(f, "read", site_join(f->transfer.arena, f->transfer.site.dir, name), error)
		     : true;
}

static bool look_at_set(struct folder *f)
{
	const struct emit_set *set = f->transfer.set;
	bool *same = arena_new(f->transfer.arena, bool, set->n);

	for (uint32_t i = 0; i < set->n; i++) {
		enum outdir_state state = OUTDIR_MISSING;
		struct str name = set->files[i].path;
		bool there = stands_there(f, name);

		if (there && !look_at_file(f, name, &set->files[i].data, &state))
			return false;
		add_entry(f, name, state);
		same[i] = state == OUTDIR_SAME;
		f->foreign |= there && !manifest_lists(&f->transfer.known, name);
	}
	f->transfer.same = same;
	return true;
}

/* What stands in the folder and is not of the set. */
static bool look_at_rest(struct folder *f)
{
	struct transfer *t = &f->transfer;
	VEC(struct str) stale = { 0 };

	for (uint32_t i = 0; i < f->nnames; i++) {
		struct str name = f->names[i];
		enum outdir_state state = OUTDIR_FOREIGN;

		if (manifest_is_own_file(name) || manifest_lists(&t->target, name))
			continue;
		if (manifest_lists(&t->known, name) && !look_at_file(f, name, NULL, &state))
			return false;
		if (state == OUTDIR_FOREIGN || state == OUTDIR_BLOCKED) {
			f->foreign = true;
			continue;
		}
		add_entry(f, name, state);
		vec_push(t->arena, &stale, name);
	}
	t->stale = stale.v;
	t->nstale = stale.n;
	return true;
}

/* Reads manifest and journal; leaves traces of an unfinished run in the report. */
static bool look_at_lists(struct folder *f, struct str *manifest)
{
	struct transfer *t = &f->transfer;
	struct manifest journal;
	bool found, whole;
	int error = transfer_read_manifest(t->os, t->arena, t->site.dir, STR(MANIFEST_FILE), &t->known,
					   &found, &whole);

	f->damaged = found && !whole;
	*manifest = whole ? manifest_text(t->arena, &t->known) : STR("");
	if (!error)
		error = transfer_read_manifest(t->os, t->arena, t->site.dir, STR(MANIFEST_JOURNAL), &journal,
					       &found, &whole);
	if (error)
		return io_failed(f, "read the lists of", t->site.dir, error);
	manifest_merge(t->arena, &t->known, &journal);
	f->report->stack = t->known.stack;
	return true;
}

static void add_traces(struct folder *f, struct str manifest)
{
	struct transfer *t = &f->transfer;
	static const struct str traces[] = { { MANIFEST_JOURNAL, sizeof MANIFEST_JOURNAL - 1 },
					     { MANIFEST_SCRATCH, sizeof MANIFEST_SCRATCH - 1 } };

	if (!str_eq(manifest, manifest_text(t->arena, &t->target)))
		add_entry(f, STR(MANIFEST_FILE), manifest.n || f->damaged ? OUTDIR_CHANGED : OUTDIR_MISSING);
	for (uint32_t i = 0; i < sizeof traces / sizeof *traces; i++)
		if (stands_there(f, traces[i]))
			add_entry(f, traces[i], OUTDIR_UNFINISHED);
}

/* A sibling is left by a run that was killed. */
static bool look_at_sibling(struct folder *f)
{
	struct transfer *t = &f->transfer;
	enum os_kind kind = OS_MISSING;
	int error = t->site.sibling ? t->os->kind(t->os, t->site.sibling, &kind) : 0;

	if (error)
		return io_failed(f, "read", t->site.sibling, error);
	if (kind != OS_MISSING)
		add_entry(f, str_from(t->site.sibling), OUTDIR_UNFINISHED);
	return true;
}

static bool list_folder(struct folder *f)
{
	struct transfer *t = &f->transfer;
	int error = 0;

	if (t->site.kind == OS_DIR)
		error = t->os->list(t->os, t->arena, t->site.dir, &f->names, &f->nnames);
	return error ? io_failed(f, "read", t->site.dir, error) : true;
}

static bool look(struct folder *f, bool create)
{
	struct transfer *t = &f->transfer;
	struct str manifest = STR("");
	int error = site_find(t->os, t->arena, f->options->dir, create, &t->site);

	f->report->same = true;
	if (error)
		return io_failed(f, create ? "make" : "read", f->options->dir, error);
	if (t->site.kind != OS_MISSING && t->site.kind != OS_DIR)
		return io_failed(f, "write into", f->options->dir, ENOTDIR);
	t->target = manifest_of(f->s, t->arena, t->set);
	if (!list_folder(f) || (f->nnames && !look_at_lists(f, &manifest)) || !look_at_set(f) ||
	    !look_at_rest(f))
		return false;
	add_traces(f, manifest);
	f->complete = f->report->same;
	return look_at_sibling(f);
}

static struct folder folder_of(struct session *s, const struct outdir_options *options,
			       const struct emit_set *set, struct outdir_report *report)
{
	*report = (struct outdir_report){ 0 };
	return (struct folder){
		.s = s,
		.options = options,
		.transfer = { .os = &s->os, .pool = s->pool, .arena = &s->arena, .set = set },
		.report = report,
	};
}

bool outdir_compare(struct session *s, const struct outdir_options *options, const struct emit_set *set,
		    struct outdir_report *out)
{
	struct folder f = folder_of(s, options, set, out);

	return look(&f, false);
}

/* ---- what may not be overwritten ----------------------------------------------------------- */

/* States that stand in the way, with their diagnostics. */
struct refusal {
	enum outdir_state state;
	enum diag_code code;
	bool yields; /* to force */
	const char *what, *help;
};

static const struct refusal refusals[] = {
	{ OUTDIR_BLOCKED, DIAG_OUTPUT_FOREIGN, false, "what is no regular file where rcc must write one",
	  "move it away" },
	{ OUTDIR_FOREIGN, DIAG_OUTPUT_FOREIGN, true, "files that rcc did not make and would overwrite",
	  "write to another folder, or overwrite with `--force`" },
	{ OUTDIR_EDITED, DIAG_OUTPUT_EDITED, true, "files of rcc that were edited by hand",
	  "make the change in the source, or overwrite with `--force`" },
};

static void name_entries(struct folder *f, enum outdir_state state, struct diag *d)
{
	struct diags *ds = &f->s->diags;
	uint32_t n = 0;

	for (uint32_t i = 0; i < f->report->entries.n; i++) {
		const struct outdir_entry *e = &f->report->entries.v[i];

		if (e->state == state && n++ < NAMED_MAX)
			diag_because(ds, d, "`%.*s`", STR_ARG(e->path));
	}
	if (n > NAMED_MAX)
		diag_because(ds, d, "and %u more", (unsigned)(n - NAMED_MAX));
}

static bool has_state(const struct folder *f, enum outdir_state state)
{
	for (uint32_t i = 0; i < f->report->entries.n; i++)
		if (f->report->entries.v[i].state == state)
			return true;
	return false;
}

/* One diagnostic for all entries of the state; true if there are any. */
static bool refuse(struct folder *f, const struct refusal *refusal)
{
	struct diags *ds = &f->s->diags;

	if (!has_state(f, refusal->state))
		return false;
	struct diag *d =
		diag_add(ds, refusal->code, f->options->at, "`%s` holds %s", f->options->dir, refusal->what);

	name_entries(f, refusal->state, d);
	if (f->damaged && refusal->state == OUTDIR_FOREIGN)
		diag_because(ds, d, "the list of what rcc made, `" MANIFEST_FILE "`, cannot be read");
	diag_help(ds, d, "%s", refusal->help);
	return true;
}

static bool belongs_to_other(struct folder *f)
{
	struct diags *ds = &f->s->diags;
	struct str owner = f->report->stack, stack = f->transfer.set->stack;

	if (owner.n == 0 || str_eq(owner, stack))
		return false;
	struct diag *d = diag_add(ds, DIAG_OUTPUT_OTHER_STACK, f->options->at,
				  "`%s` belongs to the stack `%.*s`", f->options->dir, STR_ARG(owner));

	diag_because(ds, d, "a folder holds one stack; this one is `%.*s`", STR_ARG(stack));
	diag_help(ds, d, "write to another folder: `-o 'out/{stack}'` gives each stack its own");
	diag_help(ds, d,
		  "if the stack was renamed, every object gets another name, and what the old ones "
		  "hold stays behind: `rcc diff %s NEW.rcs` tells what is lost",
		  f->options->dir);
	return true;
}

static bool may_write(struct folder *f)
{
	bool refused = false;

	if (belongs_to_other(f))
		return false;
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		if (!refusals[i].yields || !f->options->force)
			refused |= refuse(f, &refusals[i]);
	return !refused;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* Reports the step that failed, if one did. */
static bool finished(struct folder *f, int error)
{
	return error ? io_failed(f, "write", f->transfer.failed, error) : true;
}

/* Where the exchange fails, for whatever reason, the journal needs less: neither room beside the folder nor
 * the right to write there. Its own failure is the one to report, and what the attempt left stays for the
 * next run if it cannot be removed. */
static bool transfer(struct folder *f)
{
	struct transfer *t = &f->transfer;
	int error = transfer_clear(t);

	if (error || f->complete)
		return finished(f, error);
	if (!f->foreign && t->site.sibling && !t->site.working) {
		if (transfer_exchange(t) == 0)
			return finished(f, transfer_clear(t));
		transfer_clear(t);
	}
	return finished(f, transfer_journal(t));
}

bool outdir_write(struct session *s, const struct outdir_options *options, const struct emit_set *set)
{
	struct outdir_report report;
	struct folder f = folder_of(s, options, set, &report);

	if (!look(&f, true) || !may_write(&f))
		return false;
	return report.same || transfer(&f);
}
