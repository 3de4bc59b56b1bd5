#include "base/os_overlay.h"

#include <errno.h>

void os_overlay_init(struct os_overlay *o, struct arena *arena, struct os world)
{
	*o = (struct os_overlay){ .world = world, .arena = arena };
}

static struct os_overlay_file *find(struct os_overlay *o, struct str path)
{
	for (uint32_t i = 0; i < o->files.n; i++) {
		if (str_eq(o->files.v[i].path, path))
			return &o->files.v[i];
	}
	return NULL;
}

void os_overlay_put(struct os_overlay *o, struct str real_path, struct str text)
{
	struct os_overlay_file *known = find(o, real_path);

	if (known)
		known->text = text;
	else
		vec_push(o->arena, &o->files, (struct os_overlay_file){ real_path, text });
}

static struct os *world_of(struct os *os)
{
	return &((struct os_overlay *)os->self)->world;
}

static int overlay_read(struct os *os, struct arena *a, const char *path, uint32_t limit, struct str *out)
{
	struct os_overlay *o = os->self;
	struct os *world = &o->world;
	const struct os_overlay_file *file = NULL;
	struct str real;

	if (o->files.n && world->real(world, a, path, &real) == 0)
		file = find(o, real);
	if (!file)
		return world->read(world, a, path, limit, out);
	*out = arena_str(a, file->text);
	return file->text.n > limit ? EFBIG : 0;
}

static int overlay_list(struct os *os, struct arena *a, const char *path, struct str **names, uint32_t *count)
{
	struct os *world = world_of(os);

	return world->list(world, a, path, names, count);
}

static int overlay_kind(struct os *os, const char *path, enum os_kind *out)
{
	struct os *world = world_of(os);

	return world->kind(world, path, out);
}

static int overlay_real(struct os *os, struct arena *a, const char *path, struct str *out)
{
	struct os *world = world_of(os);

	return world->real(world, a, path, out);
}

static int overlay_write(struct os *os, const char *path, struct str data)
{
	struct os *world = world_of(os);

	return world->write(world, path, data);
}

static int overlay_write_like(struct os *os, const char *path, struct str data, const char *like)
{
	struct os *world = world_of(os);

	return world->write_like(world, path, data, like);
}

static int overlay_mkdir(struct os *os, const char *path)
{
	struct os *world = world_of(os);

	return world->mkdir(world, path);
}

static int overlay_rename(struct os *os, const char *from, const char *to)
{
	struct os *world = world_of(os);

	return world->rename(world, from, to);
}

static int overlay_exchange(struct os *os, const char *a, const char *b)
{
	struct os *world = world_of(os);

	return world->exchange(world, a, b);
}

static int overlay_unlink(struct os *os, const char *path)
{
	struct os *world = world_of(os);

	return world->unlink(world, path);
}

static int overlay_rmdir(struct os *os, const char *path)
{
	struct os *world = world_of(os);

	return world->rmdir(world, path);
}

struct os os_overlay(struct os_overlay *o)
{
	return (struct os){
		.self = o,
		.read = overlay_read,
		.list = overlay_list,
		.kind = overlay_kind,
		.real = overlay_real,
		.write = overlay_write,
		.write_like = overlay_write_like,
		.mkdir = overlay_mkdir,
		.rename = overlay_rename,
		.exchange = overlay_exchange,
		.unlink = overlay_unlink,
		.rmdir = overlay_rmdir,
		.processors = o->world.processors,
	};
}
