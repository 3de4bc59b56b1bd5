#include "vet/define.h"

#include "objects/plain.h"
#include "schema/definitions.h"

#include <string.h>

struct defining {
	struct rcc *r;
	struct session *s;
	const struct program *program;
	const struct vet_files *files;
	struct defined_kinds found;
	struct names used; /* versions that objects name */
	uint32_t modules;
};

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* Notes what stands behind each `apiVersion:`, which is one word mostly; who writes it otherwise has
 * objects of kinds that are not known. */
static void note_versions(struct defining *d, struct str text)
{
	const struct str key = STR("apiVersion");
	int64_t found = -1;

	while ((found = str_find(text, key, (uint32_t)(found + 1))) >= 0) {
		uint32_t beg = (uint32_t)found + key.n, end;

		while (beg < text.n && is_one_of(text.p[beg], "\"' :"))
			beg++;
		for (end = beg; end < text.n && !is_one_of(text.p[end], "\"' ,}\r\n"); end++)
			;
		name_intern(&d->used, str_slice(text, beg, end));
	}
}

static void find_all(struct defining *d)
{
	for (uint32_t i = 0; i < d->files->list.n; i++) {
		struct str text = source_text(&d->s->sources, d->files->list.v[i].source);

		if (str_find(text, STR("CustomResourceDefinition"), 0) >= 0)
			schema_find_defined(d->s, text, &d->found);
	}
	for (uint32_t i = 0; d->found.list.n && i < d->files->list.n; i++)
		note_versions(d, source_text(&d->s->sources, d->files->list.v[i].source));
}

/* Of many definitions few are used. */
static bool is_used(const struct defining *d, const struct defined_kind *k)
{
	return name_find(&d->used, k->api_version) != 0;
}

static bool is_known(const struct defining *d, const struct defined_kind *k)
{
	const struct types *types = &d->program->types;
	struct str api_version, kind;

	for (type_id t = 1; t < types->list.n; t++) {
		const struct type *type = type_get(types, t);

		if (type->kind == TYPE_RECORD && type->decl &&
		    plain_k8s(d->program, t, &api_version, &kind) && str_eq(api_version, k->api_version) &&
		    str_eq(kind, k->kind))
			return true;
	}
	return false;
}

static void declare(struct defining *d, const struct defined_kind *k)
{
	struct str base = name_text(
		&d->s->names,
		((const struct module *)table_get(&d->program->modules, d->program->prelude.k8s))->path);
	struct buf text = { .arena = &d->s->arena };

	if (schema_write_defined(d->s, k, arena_str(&d->s->arena, base), &text))
		rcc_declare(d->r, arena_printf(&d->s->arena, "std/defined/%u.rcs", ++d->modules),
			    buf_str(&text));
}

void vet_define(struct rcc *r, const struct vet_files *files)
{
	struct defining d = { .r = r, .s = rcc_session(r), .program = rcc_program(r), .files = files };

	if (!d.program->prelude.k8s)
		return;
	names_init(&d.used);
	find_all(&d);
	for (uint32_t i = 0; i < d.found.list.n; i++) {
		if (is_used(&d, &d.found.list.v[i]) && !is_known(&d, &d.found.list.v[i]))
			declare(&d, &d.found.list.v[i]);
	}
	names_fini(&d.used);
}
