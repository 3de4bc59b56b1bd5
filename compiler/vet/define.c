#include "vet/define.h"

#include "objects/plain.h"
#include "schema/definitions.h"

struct defining {
	struct rcc *r;
	struct session *s;
	const struct program *program;
	const struct vet_files *files;
	struct defined_kinds found;
	uint32_t modules;
};

static bool holds(const struct defining *d, uint32_t file, struct str text)
{
	return str_find(source_text(&d->s->sources, d->files->list.v[file].source), text, 0) >= 0;
}

static void find_all(struct defining *d)
{
	for (uint32_t i = 0; i < d->files->list.n; i++) {
		if (holds(d, i, STR("CustomResourceDefinition")))
			schema_find_defined(d->s, source_text(&d->s->sources, d->files->list.v[i].source),
					    &d->found);
	}
}

/* Objects name their version in one word, which no definition does: of many definitions few are used. */
static bool is_used(const struct defining *d, const struct defined_kind *k)
{
	for (uint32_t i = 0; i < d->files->list.n; i++) {
		if (holds(d, i, k->api_version))
			return true;
	}
	return false;
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
	find_all(&d);
	for (uint32_t i = 0; i < d.found.list.n; i++) {
		if (is_used(&d, &d.found.list.v[i]) && !is_known(&d, &d.found.list.v[i]))
			declare(&d, &d.found.list.v[i]);
	}
}
