#include "sema/path.h"

#include <string.h>

bool path_is_library(struct str path)
{
	return str_starts_with(path, STR("std/"));
}

struct str path_folder(struct str path)
{
	uint32_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return str_slice(path, 0, n);
}

bool path_join(struct arena *a, struct str folder, struct str relative, struct str *out)
{
	struct str joined = arena_printf(a, "%.*s%.*s", STR_ARG(folder), STR_ARG(relative));
	char *p = arena_new(a, char, joined.n + 2);
	uint32_t n = 0;

	for (uint32_t i = 0; i < joined.n;) {
		int64_t slash = str_find(joined, STR("/"), i);
		struct str part = str_slice(joined, i, slash < 0 ? joined.n : (uint32_t)slash);

		i += part.n + 1;
		if (part.n == 0 || str_eq(part, STR(".")))
			continue;
		if (str_eq(part, STR(".."))) {
			if (n == 0)
				return false;
			while (n && p[--n] != '/')
				;
			continue;
		}
		if (n)
			p[n++] = '/';
		memcpy(p + n, part.p, part.n);
		n += part.n;
	}
	*out = (struct str){ p, n };
	return true;
}

struct str path_file(struct session *s, const struct load_options *options, struct str path)
{
	if (path_is_library(path))
		return arena_printf(&s->arena, "%s/%.*s", options->stdlib,
				    STR_ARG(str_slice(path, 4, path.n)));
	return arena_printf(&s->arena, "%s/%.*s", options->root, STR_ARG(path));
}

bool path_root(struct session *s, const struct load_options *options, struct str *out)
{
	if (!options->real_root)
		return s->os.real(&s->os, &s->arena, options->root, out) == 0;
	*out = str_from(options->real_root);
	return true;
}

bool path_is_inside(struct session *s, const struct load_options *options, struct str file)
{
	struct str real, root;
	struct os *os = &s->os;

	if (os->real(os, &s->arena, file.p, &real) || !path_root(s, options, &root))
		return true;
	return str_starts_with(real, root) && (root.n == 1 || real.n == root.n || real.p[root.n] == '/');
}

bool path_beside(struct program *p, const struct load_options *options, uint32_t module, struct str name,
		 struct str *file)
{
	struct session *s = p->ast.session;
	const struct module *m = table_get(&p->modules, module);
	struct str folder = path_folder(name_text(&s->names, m->path)), path;

	if (!name.n || name.p[0] == '/' || !path_join(&s->arena, folder, name, &path))
		return false;
	if (path_is_library(path) != (m->library != 0))
		return false;
	*file = path_file(s, options, path);
	return m->library || path_is_inside(s, options, *file);
}
