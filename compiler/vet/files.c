#include "vet/files.h"

#include "base/pool.h"
#include "vet/patches.h"

#include <stdatomic.h>
#include <string.h>

static const char standard_input[] = "/dev/stdin";

struct finding {
	struct session *s;
	struct vet_files *out;
	struct vet_patches patches;
	uint64_t bytes;
	bool full; /* a limit was exceeded */
};

static void cannot_read(struct finding *f, const char *path, int error)
{
	diag_add(&f->s->diags, DIAG_CANNOT_READ, (struct span){ 0, 0 }, "cannot read `%s`: %s", path,
		 strerror(error));
}

static void exceed(struct finding *f, enum limit limit, const char *path)
{
	const struct limit_info *info = &limit_infos[limit];
	struct diag *d = diag_add(&f->s->diags, DIAG_LIMIT, (struct span){ 0, 0 }, "%s: more than %llu %s",
				  info->what, (unsigned long long)f->s->limits[limit], info->unit);

	diag_because(&f->s->diags, d, "`%s` is one too many", path);
	f->full = true;
}

/* ---- files -------------------------------------------------------------------------------- */

static int read_file(struct session *s, struct arena *a, const char *path, struct str *text)
{
	return s->os.read(&s->os, a, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], text);
}

static bool has_room(struct finding *f, const char *path)
{
	if (!f->full && f->out->list.n >= f->s->limits[LIMIT_MANIFESTS])
		exceed(f, LIMIT_MANIFESTS, path);
	return !f->full;
}

/* What came of reading a file: an error, or its text. */
static void take_file(struct finding *f, const char *path, struct vet_file file, int error, struct str text)
{
	struct session *s = f->s;

	if (error) {
		cannot_read(f, path, error);
		return;
	}
	f->bytes += text.n;
	if (f->bytes > s->limits[LIMIT_MANIFESTS_TOTAL]) {
		exceed(f, LIMIT_MANIFESTS_TOTAL, path);
		return;
	}
	file.source = source_take(&s->sources, SOURCE_USER, str_from(path), text);
	vec_push(&s->arena, &f->out->list, file);
}

static void add_file(struct finding *f, const char *path, uint32_t set, bool named)
{
	struct str text = STR("");
	int error = has_room(f, path) ? read_file(f->s, &f->s->arena, path, &text) : 0;

	if (!f->full)
		take_file(f, path, (struct vet_file){ .set = set, .named = named }, error, text);
}

/* ---- many files --------------------------------------------------------------------------- */

enum { SHARE = 32, TASKS_MAX = 16, MANY = 256 /* large pages are filled by so many */ };

/* A file of a folder, which a task reads beside others. */
struct early {
	const char *path;
	uint32_t entry; /* of the folder */
	bool read;	/* unless it was too much */
	enum os_kind kind;
	int error;
	struct str text;
};

struct reading {
	struct session *session;
	const struct os_folder *folder;
	struct early *files;
	uint32_t n, tasks;
	struct arena arenas[TASKS_MAX];
	struct arena rest;	       /* of the session's: its last page is not full */
	_Atomic(struct arena *) ended; /* a task that is over, or `rest`; or NULL */
	atomic_ullong bytes;
};

/* Also where something is wrong, so that it is said as ever. */
static void read_asking(struct reading *r, struct arena *a, struct early *file)
{
	struct os *os = &r->session->os;

	if (os->kind(os, file->path, &file->kind))
		file->kind = OS_MISSING;
	if (file->kind == OS_FILE)
		file->error = read_file(r->session, a, file->path, &file->text);
}

static void read_early(struct reading *r, struct arena *a, struct early *file)
{
	struct os *os = &r->session->os;

	if (atomic_load(&r->bytes) > r->session->limits[LIMIT_MANIFESTS_TOTAL])
		return;
	if (os->read_entry(os, a, r->folder, file->entry, (uint32_t)r->session->limits[LIMIT_SOURCE_BYTES],
			   &file->kind, &file->text) != 0)
		read_asking(r, a, file);
	atomic_fetch_add(&r->bytes, file->text.n);
	file->read = true;
}

static void read_share(void *self, uint32_t number)
{
	struct reading *r = self;
	uint32_t first = (uint32_t)((uint64_t)r->n * number / r->tasks),
		 end = (uint32_t)((uint64_t)r->n * (number + 1) / r->tasks);
	struct arena *a = &r->arenas[number], *ended = atomic_exchange(&r->ended, NULL);

	a->large = r->session->arena.large;
	if (ended)
		arena_follow(a, ended);
	for (uint32_t i = first; i < end; i++)
		read_early(r, a, &r->files[i]);
	atomic_store(&r->ended, a);
}

/* Nothing is reported here: that is for whoever takes the files, in order. */
static void read_shared(struct session *s, const struct os_folder *folder, struct early *files, uint32_t n)
{
	uint32_t tasks = n < 2 * SHARE ? 1 : n / SHARE < TASKS_MAX ? n / SHARE : TASKS_MAX;
	struct reading r = { .session = s, .folder = folder, .files = files, .n = n, .tasks = tasks };

	if (!n || !folder->held)
		return;
	arena_follow(&r.rest, &s->arena);
	atomic_store(&r.ended, &r.rest);
	pool_run(s->os.processors, r.tasks, read_share, &r);
	arena_follow(&s->arena, atomic_load(&r.ended));
	for (uint32_t i = 0; i < r.tasks; i++)
		arena_take(&s->arena, &r.arenas[i]);
}

/* ---- folders ------------------------------------------------------------------------------ */

struct folder {
	const char *path;
	struct os_folder has;
	bool chart; /* of Helm */
};

static enum os_kind kind_of(struct finding *f, const char *path)
{
	enum os_kind kind = OS_MISSING;

	return f->s->os.kind(&f->s->os, path, &kind) ? OS_MISSING : kind;
}

/* A folder of that name, and no link, which could lead in a circle. */
static bool is_own_folder(struct finding *f, const char *folder, const char *path, struct str name)
{
	struct session *s = f->s;
	struct str parent, child;

	if (s->os.real(&s->os, &s->arena, folder, &parent) || s->os.real(&s->os, &s->arena, path, &child))
		return false;
	return str_starts_with(child, parent) && str_ends_with(child, name) &&
	       child.n == parent.n + name.n + !str_ends_with(parent, STR("/"));
}

static bool has_entry(const struct folder *d, const char *name)
{
	struct str wanted = str_from(name);
	uint32_t beg = 0, end = d->has.n;

	while (beg < end) { /* they are in order */
		uint32_t middle = beg + (end - beg) / 2;

		if (str_cmp(d->has.names[middle], wanted) < 0)
			beg = middle + 1;
		else
			end = middle;
	}
	return beg < d->has.n && str_eq(d->has.names[beg], wanted);
}

static bool is_manifest(struct str name)
{
	return str_ends_with(name, STR(".yaml")) || str_ends_with(name, STR(".yml")) ||
	       str_ends_with(name, STR(".json"));
}

static const char *path_in(struct finding *f, const struct folder *d, uint32_t i)
{
	struct str folder = str_from(d->path), name = d->has.names[i];
	char *path = arena_new(&f->s->arena, char, (size_t)folder.n + name.n + 2);

	memcpy(path, folder.p, folder.n);
	folder.n += !str_ends_with(folder, STR("/"));
	path[folder.n - 1] = '/';
	memcpy(path + folder.n, name.p, name.n);
	return path;
}

static void add_folder(struct finding *f, const char *path);

/* The templates of a chart are no YAML, and what describes it is no object. */
static bool is_of_chart(struct finding *f, const struct folder *d, struct str name)
{
	if (!d->chart)
		return false;
	bool templates = str_eq(name, STR("templates"));

	f->out->charts += templates;
	return templates || str_eq(name, STR("Chart.yaml"));
}

/* What kustomize is told says which of the files here and below are patches. */
static void find_patches(struct finding *f, const struct folder *d)
{
	static const char *const names[] = { "kustomization.yaml", "kustomization.yml", "Kustomization" };
	struct session *s = f->s;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *path = arena_printf(&s->arena, "%s/%s", d->path, names[i]).p;
		struct str text;

		if (has_entry(d, names[i]) &&
		    !s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text))
			vet_patches_add(s, d->path, text, &f->patches);
	}
}

static bool is_patch(struct finding *f, const char *path)
{
	bool patch = vet_patches_has(&f->patches, path);

	f->out->patches += patch;
	return patch;
}

static void add_found(struct finding *f, const struct early *file)
{
	struct vet_file found = { .set = f->out->sets };

	if ((file->read ? file->kind : kind_of(f, file->path)) != OS_FILE || is_patch(f, file->path))
		return;
	if (!file->read)
		add_file(f, file->path, found.set, false);
	else if (has_room(f, file->path))
		take_file(f, file->path, found, file->error, file->text);
}

static void add_files_of(struct finding *f, const struct folder *d)
{
	uint32_t before = f->out->list.n, n = 0;

	if (d->has.n >= MANY)
		arena_expect_much(&f->s->arena);
	struct early *files = arena_new(&f->s->arena, struct early, d->has.n);

	find_patches(f, d);
	for (uint32_t i = 0; i < d->has.n; i++) {
		struct str name = d->has.names[i];

		if (name.p[0] == '.' || !is_manifest(name) || is_of_chart(f, d, name))
			continue;
		files[n].entry = i;
		files[n++].path = path_in(f, d, i);
	}
	read_shared(f->s, &d->has, files, n);
	for (uint32_t i = 0; i < n && !f->full; i++)
		add_found(f, &files[i]);
	f->out->sets += f->out->list.n > before;
}

static void add_folders_of(struct finding *f, const struct folder *d)
{
	for (uint32_t i = 0; i < d->has.n && !f->full; i++) {
		struct str name = d->has.names[i];

		if (name.p[0] == '.' || is_manifest(name) || d->has.regular[i] || is_of_chart(f, d, name))
			continue;
		const char *path = path_in(f, d, i);

		if (kind_of(f, path) == OS_DIR && is_own_folder(f, d->path, path, name))
			add_folder(f, path);
	}
}

static int enter(struct finding *f, struct folder *d)
{
	struct os *os = &f->s->os;
	struct arena *a = &f->s->arena;

	if (os->enter)
		return os->enter(os, a, d->path, &d->has);
	int error = os->list(os, a, d->path, &d->has.names, &d->has.n);

	if (!error)
		d->has.regular = arena_new(a, bool, d->has.n); /* it is known of none */
	return error;
}

static void add_folder(struct finding *f, const char *path)
{
	struct folder d = { .path = path };
	int error = enter(f, &d);

	if (error) {
		cannot_read(f, path, error);
		return;
	}
	d.chart = has_entry(&d, "Chart.yaml");
	add_files_of(f, &d);
	if (d.has.held)
		f->s->os.leave(&f->s->os, &d.has);
	add_folders_of(f, &d);
}

/* ---- the run ------------------------------------------------------------------------------ */

static bool is_folder(struct finding *f, const char *path)
{
	return strcmp(path, "-") != 0 && kind_of(f, path) == OS_DIR;
}

static const char *without_slash(struct session *s, const char *path)
{
	struct str text = str_from(path);

	while (text.n > 1 && text.p[text.n - 1] == '/')
		text.n--;
	return arena_str(&s->arena, text).p;
}

void vet_files_read(struct session *s, const struct rcc_vet *what, struct vet_files *out)
{
	struct finding f = { .s = s, .out = out };

	*out = (struct vet_files){ 0 };
	for (uint32_t i = 0; i < what->npaths; i++) {
		const char *path = what->paths[i];

		if (!is_folder(&f, path))
			add_file(&f, strcmp(path, "-") == 0 ? standard_input : path, 0, true);
	}
	out->sets += out->list.n > 0;
	for (uint32_t i = 0; i < what->npaths; i++) {
		if (is_folder(&f, what->paths[i]))
			add_folder(&f, without_slash(s, what->paths[i]));
	}
}
