#include "fix/patch.h"

#include <stdlib.h>
#include <string.h>

/* ---- texts --------------------------------------------------------------------------------- */

bool patch_touches(const struct patch *a, const struct patch *b)
{
	return a->beg <= b->end && b->beg <= a->end && str_eq(a->path, b->path);
}

struct placed { /* a patch of the file at hand, and its number */
	const struct patch *patch;
	uint32_t number;
};

static int by_place(const void *pa, const void *pb)
{
	const struct placed *a = pa, *b = pb;

	if (a->patch->beg != b->patch->beg)
		return a->patch->beg < b->patch->beg ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

struct str patch_apply(struct arena *a, struct str path, struct str text, const struct patch *v, uint32_t n)
{
	struct placed *placed = arena_new(a, struct placed, n);
	struct buf out = { .arena = a };
	uint32_t count = 0, at = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (str_eq(v[i].path, path))
			placed[count++] = (struct placed){ &v[i], i };
	}
	if (count)
		qsort(placed, count, sizeof *placed, by_place);
	for (uint32_t i = 0; i < count; i++) {
		buf_add(&out, str_slice(text, at, placed[i].patch->beg));
		buf_add(&out, placed[i].patch->text);
		at = placed[i].patch->end;
	}
	buf_add(&out, str_slice(text, at, text.n));
	return buf_str(&out);
}

/* ---- files --------------------------------------------------------------------------------- */

struct writing {
	struct os *os;
	struct arena *arena;
	struct str why;
};

static bool changed(const struct patched *file)
{
	return !str_eq(file->before, file->after);
}

static const char *scratch_of(struct writing *w, const struct patched *file)
{
	return arena_printf(w->arena, "%.*s.rcc-tmp", STR_ARG(file->path)).p;
}

static bool fail(struct writing *w, const struct patched *file, const char *what)
{
	w->why = arena_printf(w->arena, "`%.*s` %s", STR_ARG(file->name), what);
	return false;
}

/* Writes the new text beside a file that is still what the fixes were made for. */
static bool prepare(struct writing *w, const struct patched *file)
{
	struct str now;
	int error = w->os->read(w->os, w->arena, arena_str(w->arena, file->path).p, UINT32_MAX - 1, &now);

	if (!error && !str_eq(now, file->before))
		return fail(w, file, "was changed meanwhile");
	if (!error)
		error = w->os->write_like(w->os, scratch_of(w, file), file->after,
					  arena_str(w->arena, file->path).p);
	return !error || fail(w, file, arena_printf(w->arena, "cannot be written: %s", strerror(error)).p);
}

static bool replace(struct writing *w, const struct patched *file)
{
	int error = w->os->rename(w->os, scratch_of(w, file), arena_str(w->arena, file->path).p);

	return !error || fail(w, file, arena_printf(w->arena, "cannot be replaced: %s", strerror(error)).p);
}

/* Removes what was prepared and not used, and gives files back the text that they had. */
static void undo(struct writing *w, const struct patched *v, uint32_t replaced, uint32_t prepared)
{
	for (uint32_t i = 0; i < prepared; i++) {
		const char *scratch = scratch_of(w, &v[i]), *path = arena_str(w->arena, v[i].path).p;

		if (!changed(&v[i]))
			continue;
		if (i >= replaced)
			w->os->unlink(w->os, scratch);
		else if (w->os->write_like(w->os, scratch, v[i].before, path) == 0)
			w->os->rename(w->os, scratch, path);
	}
}

bool patch_write(struct os *os, struct arena *a, const struct patched *v, uint32_t n, struct str *why)
{
	struct writing w = { .os = os, .arena = a };
	uint32_t prepared = 0, replaced = 0;

	while (prepared < n && (!changed(&v[prepared]) || prepare(&w, &v[prepared])))
		prepared++;
	while (prepared == n && replaced < n && (!changed(&v[replaced]) || replace(&w, &v[replaced])))
		replaced++;
	if (replaced == n)
		return true;
	undo(&w, v, replaced, prepared < n ? prepared + 1 : n);
	*why = w.why;
	return false;
}
