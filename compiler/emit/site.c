#include "emit/site.h"

#include <errno.h>

const char *site_join(struct arena *a, const char *folder, struct str name)
{
	struct buf path = { .arena = a };

	buf_add(&path, str_from(folder));
	buf_char(&path, '/');
	buf_add(&path, name);
	return buf_take(&path).p;
}

static struct str without_slashes(struct str path)
{
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return path;
}

/* Offset of the last part of a path. */
static uint32_t base_start(struct str path)
{
	uint32_t n = path.n;

	while (n > 0 && path.p[n - 1] != '/')
		n--;
	return n;
}

static struct str parent_of(struct str path)
{
	uint32_t base = base_start(path);

	return base == 0 ? STR(".") : without_slashes(str_slice(path, 0, base));
}

static int make_folders(struct os *os, struct arena *a, struct str path)
{
	const char *text = arena_str(a, path).p;
	enum os_kind kind;
	int error = os->kind(os, text, &kind);

	if (error || kind == OS_DIR)
		return error;
	if (kind != OS_MISSING)
		return ENOTDIR;
	error = make_folders(os, a, parent_of(path));
	if (!error)
		error = os->mkdir(os, text);
	return error == EEXIST ? 0 : error;
}

/* `real` is absolute and without links. */
static void set_paths(struct arena *a, struct str real, struct site *out)
{
	uint32_t base = base_start(real);

	out->dir = arena_str(a, real).p;
	if (base < real.n)
		out->sibling = arena_printf(a, "%.*s.%.*s.rcc-new", (int)base, real.p,
					    STR_ARG(str_slice(real, base, real.n)))
				       .p;
}

/* The parent tells where a folder will be that is not there yet. */
static int find_missing(struct os *os, struct arena *a, struct str path, bool create, struct site *out)
{
	struct str parent = parent_of(path), base = str_slice(path, base_start(path), path.n), real;
	int error = create ? make_folders(os, a, parent) : 0;

	out->dir = arena_str(a, path).p;
	if (!error)
		error = os->real(os, a, arena_str(a, parent).p, &real);
	if (error)
		return error == ENOENT && !create ? 0 : error;
	set_paths(a, str_from(site_join(a, real.n > 1 ? real.p : "", base)), out);
	return 0;
}

int site_find(struct os *os, struct arena *a, const char *path, bool create, struct site *out)
{
	struct str real, working;

	*out = (struct site){ 0 };
	int error = os->kind(os, path, &out->kind);

	if (error)
		return error;
	if (out->kind == OS_MISSING)
		return find_missing(os, a, without_slashes(str_from(path)), create, out);
	error = os->real(os, a, path, &real);
	if (error)
		return error;
	set_paths(a, real, out);
	out->working = os->real(os, a, ".", &working) == 0 && str_eq(real, working);
	return 0;
}

const char *site_of(struct arena *a, const char *pattern, struct str stack)
{
	struct str rest = str_from(pattern);
	struct buf b = { .arena = a };

	for (int64_t at; (at = str_find(rest, STR(SITE_STACK), 0)) >= 0;) {
		buf_add(&b, str_slice(rest, 0, (uint32_t)at));
		buf_add(&b, stack);
		rest = str_slice(rest, (uint32_t)at + (uint32_t)sizeof SITE_STACK - 1, rest.n);
	}
	buf_add(&b, rest);
	buf_char(&b, '\0');
	return b.p;
}
