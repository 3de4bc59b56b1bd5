#include "base/os_fake.h"

#include <errno.h>
#include <stdlib.h>

void os_fake_init(struct os_fake *f, struct arena *arena)
{
	*f = (struct os_fake){ .arena = arena };
}

/* ---- paths --------------------------------------------------------------------------- */

static uint32_t last_slash(struct str path)
{
	uint32_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return n ? n - 1 : 0;
}

/* Absolute and without detours; the root is the empty text. */
static struct str normal(struct arena *a, const char *path)
{
	struct str rest = str_from(path);
	struct buf out = { .arena = a };

	while (rest.n) {
		int64_t slash = str_find(rest, STR("/"), 0);
		uint32_t n = slash < 0 ? rest.n : (uint32_t)slash;
		struct str part = str_slice(rest, 0, n);

		rest = str_slice(rest, n + 1, rest.n);
		if (str_eq(part, STR("..")))
			out.n = last_slash(buf_str(&out));
		else if (part.n && !str_eq(part, STR(".")))
			buf_printf(&out, "/%.*s", STR_ARG(part));
	}
	return str_slice(buf_str(&out), 0, out.n);
}

static bool is_below(struct str path, struct str dir)
{
	return path.n > dir.n && path.p[dir.n] == '/' && str_starts_with(path, dir);
}

static struct os_fake_entry *find(const struct os_fake *f, struct str path)
{
	for (uint32_t i = 0; i < f->entries.n; i++) {
		if (str_eq(f->entries.v[i].path, path))
			return &f->entries.v[i];
	}
	return NULL;
}

static enum os_kind kind_of(const struct os_fake *f, struct str path)
{
	const struct os_fake_entry *e = find(f, path);

	if (path.n == 0)
		return OS_DIR;
	return e ? e->kind : OS_MISSING;
}

static bool is_empty(const struct os_fake *f, struct str dir)
{
	for (uint32_t i = 0; i < f->entries.n; i++) {
		if (is_below(f->entries.v[i].path, dir))
			return false;
	}
	return true;
}

/* 0 if something can be made at `path`. */
static int check_parent(const struct os_fake *f, struct str path)
{
	enum os_kind parent = kind_of(f, str_slice(path, 0, last_slash(path)));

	if (path.n == 0)
		return EEXIST;
	return parent == OS_DIR ? 0 : parent == OS_FILE ? ENOTDIR : ENOENT;
}

static void set(struct os_fake *f, struct str path, enum os_kind kind, struct str data)
{
	struct os_fake_entry *e = find(f, path);
	struct os_fake_entry entry = { path, arena_str(f->arena, data), kind };

	if (e)
		*e = entry;
	else
		vec_push(f->arena, &f->entries, entry);
}

static void forget(struct os_fake *f, struct str path)
{
	struct os_fake_entry *e = find(f, path);

	if (e)
		*e = f->entries.v[--f->entries.n];
}

/* Gives `path`, and what is below it, another name. */
static void move(struct os_fake *f, struct str path, struct str to)
{
	for (uint32_t i = 0; i < f->entries.n; i++) {
		struct str *at = &f->entries.v[i].path;

		if (str_eq(*at, path) || is_below(*at, path))
			*at = arena_printf(f->arena, "%.*s%.*s", STR_ARG(to), (int)(at->n - path.n),
					   at->p + path.n);
	}
}

void os_fake_add(struct os_fake *f, const char *path, struct str data)
{
	struct str full = normal(f->arena, path);

	for (uint32_t i = 1; i < full.n; i++) {
		if (full.p[i] == '/')
			set(f, str_slice(full, 0, i), OS_DIR, STR(""));
	}
	set(f, full, OS_FILE, data);
}

const struct str *os_fake_find(const struct os_fake *f, const char *path)
{
	const struct os_fake_entry *e = find(f, normal(f->arena, path));

	return e && e->kind == OS_FILE ? &e->data : NULL;
}

/* ---- calls --------------------------------------------------------------------------- */

/* Counts a call; its error if it is to fail. */
static int enter(struct os *os, struct os_fake **f)
{
	*f = os->self;
	uint32_t number = ++(*f)->calls;
	bool fails = (*f)->fail_at && (number == (*f)->fail_at || ((*f)->killed && number > (*f)->fail_at));

	if (!fails)
		return 0;
	return (*f)->fail_with ? (*f)->fail_with : EIO;
}

static int fake_read(struct os *os, struct arena *a, const char *path, uint32_t limit, struct str *out)
{
	struct os_fake *f;
	int error = enter(os, &f);

	if (error)
		return error;
	struct str full = normal(f->arena, path);
	const struct os_fake_entry *e = find(f, full);

	if (!e)
		return full.n ? ENOENT : EISDIR;
	if (e->kind == OS_DIR)
		return EISDIR;
	if (e->data.n > limit)
		return EFBIG;
	*out = arena_str(a, e->data);
	return 0;
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static int fake_list(struct os *os, struct arena *a, const char *path, struct str **names, uint32_t *count)
{
	struct os_fake *f;
	int error = enter(os, &f);

	if (error)
		return error;
	struct str dir = normal(f->arena, path);
	enum os_kind kind = kind_of(f, dir);

	if (kind != OS_DIR)
		return kind == OS_FILE ? ENOTDIR : ENOENT;
	VEC(struct str) found = { 0 };

	for (uint32_t i = 0; i < f->entries.n; i++) {
		struct str at = f->entries.v[i].path;

		if (is_below(at, dir) && last_slash(at) == dir.n)
			vec_push(a, &found, arena_str(a, str_slice(at, dir.n + 1, at.n)));
	}
	if (found.n)
		qsort(found.v, found.n, sizeof *found.v, by_bytes);
	*names = found.v;
	*count = found.n;
	return 0;
}

static int fake_kind(struct os *os, const char *path, enum os_kind *out)
{
	struct os_fake *f;
	int error = enter(os, &f);

	*out = error ? OS_MISSING : kind_of(f, normal(f->arena, path));
	return error;
}

static int fake_real(struct os *os, struct arena *a, const char *path, struct str *out)
{
	struct os_fake *f;
	int error = enter(os, &f);

	if (error)
		return error;
	struct str full = normal(a, path);

	if (kind_of(f, full) == OS_MISSING)
		return ENOENT;
	*out = full.n ? full : STR("/");
	return 0;
}

static int fake_write(struct os *os, const char *path, struct str data)
{
	struct os_fake *f;
	int error = enter(os, &f);
	struct str full = normal(f->arena, path);
	enum os_kind kind = kind_of(f, full);

	/* Nothing is written after a kill. */
	if (error && f->calls > f->fail_at)
		return error;
	if (kind == OS_DIR)
		return EISDIR;
	int refused = check_parent(f, full);

	if (!refused)
		set(f, full, OS_FILE, error ? str_slice(data, 0, data.n / 2) : data);
	return error ? error : refused;
}

/* Files have no modes here. */
static int fake_write_like(struct os *os, const char *path, struct str data, const char *like)
{
	(void)like;
	return fake_write(os, path, data);
}

static int fake_mkdir(struct os *os, const char *path)
{
	struct os_fake *f;
	int error = enter(os, &f);
	struct str full = normal(f->arena, path);

	if (!error)
		error = check_parent(f, full);
	if (!error && kind_of(f, full) != OS_MISSING)
		error = EEXIST;
	if (!error)
		set(f, full, OS_DIR, STR(""));
	return error;
}

/* 0 if something of kind `from` may take the place of `to`. */
static int check_replace(const struct os_fake *f, enum os_kind from, struct str to)
{
	enum os_kind kind = kind_of(f, to);

	if (from == OS_MISSING)
		return ENOENT;
	if (kind == OS_MISSING)
		return check_parent(f, to);
	if (from == OS_DIR && kind == OS_FILE)
		return ENOTDIR;
	if (from == OS_FILE && kind == OS_DIR)
		return EISDIR;
	return kind == OS_DIR && !is_empty(f, to) ? ENOTEMPTY : 0;
}

static int fake_rename(struct os *os, const char *from_path, const char *to_path)
{
	struct os_fake *f;
	int error = enter(os, &f);
	struct str from = normal(f->arena, from_path), to = normal(f->arena, to_path);

	if (!error && str_eq(from, to))
		return kind_of(f, from) == OS_MISSING ? ENOENT : 0;
	if (!error)
		error = is_below(to, from) ? EINVAL : check_replace(f, kind_of(f, from), to);
	if (error)
		return error;
	forget(f, to);
	move(f, from, to);
	return 0;
}

static int fake_exchange(struct os *os, const char *a_path, const char *b_path)
{
	struct os_fake *f;
	int error = enter(os, &f);
	struct str a = normal(f->arena, a_path), b = normal(f->arena, b_path);
	struct str aside = STR("/.exchange-aside");

	if (error)
		return error;
	if (f->no_exchange)
		return ENOTSUP;
	if (kind_of(f, a) == OS_MISSING || kind_of(f, b) == OS_MISSING)
		return ENOENT;
	if (is_below(a, b) || is_below(b, a))
		return EINVAL;
	move(f, a, aside);
	move(f, b, a);
	move(f, aside, b);
	return 0;
}

static int fake_unlink(struct os *os, const char *path)
{
	struct os_fake *f;
	int error = enter(os, &f);

	if (error)
		return error;
	struct str full = normal(f->arena, path);
	enum os_kind kind = kind_of(f, full);

	if (kind != OS_FILE)
		return kind == OS_DIR ? EISDIR : ENOENT;
	forget(f, full);
	return 0;
}

static int fake_rmdir(struct os *os, const char *path)
{
	struct os_fake *f;
	int error = enter(os, &f);

	if (error)
		return error;
	struct str full = normal(f->arena, path);
	enum os_kind kind = kind_of(f, full);

	if (kind != OS_DIR)
		return kind == OS_FILE ? ENOTDIR : ENOENT;
	if (!is_empty(f, full))
		return ENOTEMPTY;
	if (full.n == 0)
		return EBUSY;
	forget(f, full);
	return 0;
}

struct os os_fake(struct os_fake *f)
{
	return (struct os){
		.self = f,
		.read = fake_read,
		.list = fake_list,
		.kind = fake_kind,
		.real = fake_real,
		.write = fake_write,
		.write_like = fake_write_like,
		.mkdir = fake_mkdir,
		.rename = fake_rename,
		.exchange = fake_exchange,
		.unlink = fake_unlink,
		.rmdir = fake_rmdir,
	};
}
