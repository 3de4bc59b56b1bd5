#include "vet/read.h"

#include "base/pool.h"

#include <stdatomic.h>

enum { TASK_BYTES = 256 << 10, TASKS_MAX = 16 };

struct piece { /* a file, or a part of it */
	const struct vet_file *file;
	struct yaml_part part;
	bool whole;
	bool has_objects;
};

struct task {
	struct piece *pieces;
	uint32_t n;
	struct session session;
	struct eval *eval;
	struct manifests *manifests;
	struct manifest_set set;
	bool good;
};

struct sharing {
	const struct vet_read *what;
	VEC(struct piece) pieces;
	struct arena rest;	       /* of the session's: its last page is not full */
	_Atomic(struct arena *) ended; /* a task that is over, or `rest`; or NULL */
	struct task tasks[TASKS_MAX];
	uint32_t n;
};

/* ---- tasks -------------------------------------------------------------------------------- */

static struct str text_of(const struct sharing *s, const struct vet_file *file)
{
	return source_text(&s->what->session->sources, file->source);
}

/* Pieces of at least `size` bytes, but for the last one. */
static void cut_file(struct sharing *s, const struct vet_file *file, uint32_t size)
{
	struct str text = text_of(s, file);

	for (uint32_t beg = 0, end; beg < text.n || beg == 0; beg = end) {
		end = text.n - beg <= size ? text.n : yaml_next_separator(text, beg + size);
		vec_push(&s->what->session->arena, &s->pieces,
			 (struct piece){ file, { beg, end }, beg == 0 && end == text.n, false });
		if (end == text.n)
			break;
	}
}

static void share(struct sharing *s, uint64_t size)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < s->pieces.n; i++) {
		struct piece *piece = &s->pieces.v[i];

		if (!s->n || (bytes >= size && s->n < TASKS_MAX)) {
			s->tasks[s->n++] = (struct task){ .pieces = piece };
			bytes = 0;
		}
		s->tasks[s->n - 1].n++;
		bytes += piece->part.end - piece->part.beg;
	}
}

/* Tasks of one size and even in number, so that two processors are done at the same time. */
static uint32_t tasks_of(uint64_t bytes)
{
	uint64_t pairs = (bytes + 2 * TASK_BYTES - 1) / (2 * TASK_BYTES);

	return pairs < TASKS_MAX / 2 ? (uint32_t)pairs * 2 : TASKS_MAX;
}

static void cut(struct sharing *s)
{
	const struct vet_read *w = s->what;
	uint64_t bytes = 0, size;

	for (uint32_t i = 0; i < w->nfiles; i++)
		bytes += text_of(s, &w->files[i]).n;
	if (bytes < 2 * TASK_BYTES)
		return;
	size = bytes / tasks_of(bytes) + 1;
	for (uint32_t i = 0; i < w->nfiles; i++)
		cut_file(s, &w->files[i], (uint32_t)size);
	share(s, size);
}

/* ---- reading ------------------------------------------------------------------------------ */

enum { PLACE_BYTES = 12 /* of text for one place, at least, in most manifests */ };

static uint32_t bytes_of(const struct task *t)
{
	uint32_t bytes = 0;

	for (uint32_t i = 0; i < t->n; i++)
		bytes += t->pieces[i].part.end - t->pieces[i].part.beg;
	return bytes;
}

/* In the task itself: most of it is to be given memory. */
static void prepare(struct sharing *s, struct task *t, uint32_t reader)
{
	const struct vet_read *w = s->what;
	struct arena *ended = atomic_exchange(&s->ended, NULL);

	session_guest(&t->session, w->session);
	t->session.arena.large = true; /* values take several times the room of their text */
	if (ended)
		arena_follow(&t->session.arena, ended);
	t->eval = eval_reader(w->eval, &t->session, reader);
	origins_expect(eval_origins(t->eval), &t->session.arena, bytes_of(t) / PLACE_BYTES);
	t->manifests = manifests_new(t->eval, w->program, &t->session, w->minor);
	if (w->share)
		manifests_share(t->manifests);
}

static void read_task(void *self, uint32_t number)
{
	struct sharing *s = self;
	struct task *t = &s->tasks[number];

	prepare(s, t, number + 1);
	t->good = true;
	for (uint32_t i = 0; t->good && i < t->n; i++) {
		struct piece *p = &t->pieces[i];
		uint32_t before = t->set.objects.n;

		t->good = manifests_read_part(t->manifests, p->file->source, p->part, p->whole,
					      p->file->named, &t->set);
		p->has_objects = t->set.objects.n > before;
	}
	atomic_store(&s->ended, &t->session.arena);
}

/* ---- joining ------------------------------------------------------------------------------ */

/* Whether it was all within what one reader may use. */
static bool within_limits(const struct sharing *s)
{
	const uint64_t *limits = s->what->session->limits;
	const struct manifests *readers[TASKS_MAX];
	uint64_t steps = eval_spent(s->what->eval).steps, objects = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		struct eval_spent spent = eval_spent(s->tasks[i].eval);

		if (!s->tasks[i].good || spent.stopped)
			return false;
		steps += spent.steps;
		objects += s->tasks[i].set.objects.n;
		readers[i] = s->tasks[i].manifests;
	}
	return steps <= limits[LIMIT_STEPS] && objects <= limits[LIMIT_OBJECTS] &&
	       manifests_join(s->what->manifests, readers, s->n);
}

static void join_set(struct arena *a, struct manifest_set *out, const struct manifest_set *set)
{
	for (uint32_t i = 0; i < set->objects.n; i++)
		vec_push(a, &out->objects, set->objects.v[i]);
	for (uint32_t i = 0; i < set->unknown.n; i++)
		vec_push(a, &out->unknown, set->unknown.v[i]);
	out->foreign += set->foreign;
	out->shared |= set->shared;
}

static uint32_t count_files(const struct sharing *s)
{
	const struct vet_file *last = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->pieces.n; i++) {
		if (!s->pieces.v[i].has_objects || s->pieces.v[i].file == last)
			continue;
		last = s->pieces.v[i].file;
		n++;
	}
	return n;
}

/* A reader may lie in the memory of a task before its own (arena_follow): sessions end after all readers. */
static void finish(struct sharing *s, bool join)
{
	const struct vet_read *w = s->what;

	if (join)
		arena_follow(&w->session->arena, atomic_load(&s->ended));
	for (uint32_t i = 0; i < s->n; i++) {
		if (join)
			eval_join(w->eval, s->tasks[i].eval);
		eval_reader_free(w->eval, s->tasks[i].eval);
	}
	for (uint32_t i = 0; i < s->n; i++) {
		if (join)
			session_join(w->session, &s->tasks[i].session);
		else
			session_guest_fini(&s->tasks[i].session);
	}
}

bool vet_read(const struct vet_read *what, struct manifest_set *out, uint32_t *files)
{
	struct sharing s = { .what = what };

	cut(&s);
	if (s.n < 2)
		return false;
	arena_follow(&s.rest, &what->session->arena);
	atomic_store(&s.ended, &s.rest);
	pool_run(what->session->os.processors, s.n, read_task, &s);
	bool good = within_limits(&s);

	for (uint32_t i = 0; good && i < s.n; i++)
		join_set(&what->session->arena, out, &s.tasks[i].set);
	if (good)
		*files += count_files(&s);
	finish(&s, good);
	return good;
}
