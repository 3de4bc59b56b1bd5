#include "emit/transfer.h"

#include "base/pool.h"

#include <errno.h>
#include <stdatomic.h>

enum {
	MANIFEST_MAX = 64 << 20, /* bytes; far above what the limit of objects allows */
	WRITERS = 2,		 /* threads: a folder takes one new file at a time, so more would wait */
	FILES_EACH = 10,	 /* for a writer; to start a thread takes as long as to write five */
};

/* Remembers where a step failed; 0 goes through. */
static int step(struct transfer *t, const char *path, int error)
{
	if (error)
		t->failed = path;
	return error;
}

static int write_file(struct transfer *t, const char *folder, struct str name, struct str data)
{
	const char *path = site_join(t->arena, folder, name);

	return step(t, path, t->os->write(t->os, path, data));
}

static int unlink_file(struct transfer *t, const char *folder, struct str name)
{
	const char *path = site_join(t->arena, folder, name);
	int error = t->os->unlink(t->os, path);

	return step(t, path, error == ENOENT ? 0 : error);
}

int transfer_read_manifest(struct os *os, struct arena *a, const char *folder, struct str name,
			   struct manifest *out, bool *found, bool *whole)
{
	const char *path = site_join(a, folder, name);
	enum os_kind kind;
	struct str text;
	int error = os->kind(os, path, &kind);

	*out = (struct manifest){ 0 };
	*found = !error && kind != OS_MISSING;
	*whole = false;
	if (error || kind != OS_FILE)
		return error;
	error = os->read(os, a, path, MANIFEST_MAX, &text);
	if (error == EFBIG)
		return 0;
	*whole = !error && manifest_parse(a, text, out);
	if (!*whole)
		*out = (struct manifest){ 0 };
	return error;
}

/* ---- by exchange --------------------------------------------------------------------------- */

struct written {
	const struct transfer *t;
	const char **paths;
	int *errors;
	atomic_bool failed; /* one of them: the others are not needed any more */
};

static void write_one(void *self, uint32_t i)
{
	struct written *w = self;
	struct os *os = w->t->os;

	if (atomic_load(&w->failed))
		return;
	w->errors[i] = os->write(os, w->paths[i], w->t->set->files[i].data);
	if (w->errors[i])
		atomic_store(&w->failed, true);
}

/* The files of the set into a folder that nobody else looks at yet, in any order. */
static int write_set(struct transfer *t, const char *folder)
{
	uint32_t n = t->set->n, writers = n < WRITERS * FILES_EACH ? 1 : WRITERS;
	struct written w = { .t = t,
			     .paths = arena_new(t->arena, const char *, n),
			     .errors = arena_new(t->arena, int, n) };

	for (uint32_t i = 0; i < n; i++)
		w.paths[i] = site_join(t->arena, folder, t->set->files[i].path);
	if (t->pool) {
		struct pool_work work = { .task = write_one, .self = &w, .n = n };

		pool_add(t->pool, &work);
		pool_close(t->pool); /* its threads are not needed any more, and end meanwhile */
		pool_wait(t->pool, &work);
	} else {
		pool_run(writers < t->os->processors ? writers : t->os->processors, n, write_one, &w);
	}
	for (uint32_t i = 0; i < n; i++)
		if (w.errors[i])
			return step(t, w.paths[i], w.errors[i]);
	return 0;
}

/* The journal comes first: whatever stands beside it later is listed in it. When all is there, it becomes the
 * manifest. */
static int build_sibling(struct transfer *t)
{
	const char *journal = site_join(t->arena, t->site.sibling, STR(MANIFEST_JOURNAL)),
		   *manifest = site_join(t->arena, t->site.sibling, STR(MANIFEST_FILE));
	int error = step(t, t->site.sibling, t->os->mkdir(t->os, t->site.sibling));

	if (!error)
		error = step(t, journal, t->os->write(t->os, journal, manifest_text(t->arena, &t->target)));
	if (!error)
		error = write_set(t, t->site.sibling);
	return error ? error : step(t, manifest, t->os->rename(t->os, journal, manifest));
}

int transfer_exchange(struct transfer *t)
{
	int error = build_sibling(t);

	if (error)
		return error;
	if (t->site.kind == OS_DIR)
		error = t->os->exchange(t->os, t->site.sibling, t->site.dir);
	else
		error = t->os->rename(t->os, t->site.sibling, t->site.dir);
	return step(t, t->site.dir, error);
}

/* What stands in the sibling, in the order in which it may go. */
struct leftovers {
	struct str *names;
	uint32_t n;
	struct manifest listed; /* by its manifest or its journal */
};

static int read_leftovers(struct transfer *t, struct leftovers *out)
{
	struct manifest journal;
	bool found, whole;
	int error = t->os->list(t->os, t->arena, t->site.sibling, &out->names, &out->n);

	if (!error)
		error = transfer_read_manifest(t->os, t->arena, t->site.sibling, STR(MANIFEST_FILE),
					       &out->listed, &found, &whole);
	if (!error)
		error = transfer_read_manifest(t->os, t->arena, t->site.sibling, STR(MANIFEST_JOURNAL),
					       &journal, &found, &whole);
	if (!error)
		manifest_merge(t->arena, &out->listed, &journal);
	return step(t, t->site.sibling, error);
}

/* A file that came into the folder while it was exchanged, and is nobody's of ours. */
static int give_back(struct transfer *t, struct str name)
{
	const char *from = site_join(t->arena, t->site.sibling, name),
		   *to = site_join(t->arena, t->site.dir, name);
	enum os_kind kind;
	int error = t->os->kind(t->os, to, &kind);

	if (!error)
		error = kind == OS_MISSING ? t->os->rename(t->os, from, to) : EEXIST;
	return step(t, from, error);
}

static int clear_entry(struct transfer *t, const struct leftovers *left, struct str name)
{
	if (manifest_is_own_file(name))
		return 0;
	return manifest_lists(&left->listed, name) ? unlink_file(t, t->site.sibling, name)
						   : give_back(t, name);
}

/* The lists go last, the manifest at the very end: until then they say what the rest is. */
int transfer_clear(struct transfer *t)
{
	static const struct str lists[] = { { MANIFEST_SCRATCH, sizeof MANIFEST_SCRATCH - 1 },
					    { MANIFEST_JOURNAL, sizeof MANIFEST_JOURNAL - 1 },
					    { MANIFEST_FILE, sizeof MANIFEST_FILE - 1 } };
	struct leftovers left = { 0 };
	enum os_kind kind = OS_MISSING;
	int error =
		t->site.sibling ? step(t, t->site.sibling, t->os->kind(t->os, t->site.sibling, &kind)) : 0;

	if (error || kind == OS_MISSING)
		return error;
	error = read_leftovers(t, &left);
	for (uint32_t i = 0; !error && i < left.n; i++)
		error = clear_entry(t, &left, left.names[i]);
	for (uint32_t i = 0; !error && i < sizeof lists / sizeof *lists; i++)
		error = unlink_file(t, t->site.sibling, lists[i]);
	return error ? error : step(t, t->site.sibling, t->os->rmdir(t->os, t->site.sibling));
}

/* ---- by journal ---------------------------------------------------------------------------- */

static int replace_file(struct transfer *t, struct str name, struct str data)
{
	const char *scratch = site_join(t->arena, t->site.dir, STR(MANIFEST_SCRATCH));
	const char *path = site_join(t->arena, t->site.dir, name);
	int error = write_file(t, t->site.dir, STR(MANIFEST_SCRATCH), data);

	return error ? error : step(t, path, t->os->rename(t->os, scratch, path));
}

static int open_journal(struct transfer *t)
{
	struct manifest journal = { 0 };
	int error = t->site.kind == OS_DIR ? 0 : step(t, t->site.dir, t->os->mkdir(t->os, t->site.dir));

	if (error)
		return error;
	manifest_merge(t->arena, &journal, &t->target);
	manifest_merge(t->arena, &journal, &t->known);
	return replace_file(t, STR(MANIFEST_JOURNAL), manifest_text(t->arena, &journal));
}

static int close_journal(struct transfer *t)
{
	int error = replace_file(t, STR(MANIFEST_FILE), manifest_text(t->arena, &t->target));

	return error ? error : unlink_file(t, t->site.dir, STR(MANIFEST_JOURNAL));
}

int transfer_journal(struct transfer *t)
{
	int error = open_journal(t);

	for (uint32_t i = 0; !error && i < t->set->n; i++)
		if (!t->same[i])
			error = replace_file(t, t->set->files[i].path, t->set->files[i].data);
	for (uint32_t i = 0; !error && i < t->nstale; i++)
		error = unlink_file(t, t->site.dir, t->stale[i]);
	return error ? error : close_journal(t);
}
