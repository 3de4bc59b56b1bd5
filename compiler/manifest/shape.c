/* Record types prepared for looking up fields by their names. */
#include "manifest/reader.h"

static struct str text_of(const struct manifests *m, uint32_t name)
{
	return name_text(&m->session->names, name);
}

/* Types of Kubernetes itself: in Go nothing and an empty value are mostly the same. */
static bool is_own(const struct manifests *m, const struct type *t)
{
	const struct symbol *s = program_find(m->program, m->program->prelude.k8s, t->name);

	return s && s->node == t->decl;
}

static void fill_field(struct manifests *m, const struct field *from, struct shape_field *to)
{
	*to = (struct shape_field){ .name = text_of(m, from->name),
				    .type = from->type,
				    .declared = from->node,
				    .required = !(from->flags & (FIELD_OPTIONAL | FIELD_HAS_DEFAULT)),
				    .lacking = !minor_has(&m->plain, from->node) };
	to->nullable = to->required && from->node && ast_attr(&m->program->ast, from->node, "nullable");
}

/* The names of one record rarely agree in all of these. */
static uint32_t hash(struct str name)
{
	if (!name.n)
		return 0;
	return name.n * 7u + (unsigned char)name.p[0] * 31u + (unsigned char)name.p[name.n - 1] * 131u +
	       (unsigned char)name.p[name.n / 2] * 17u;
}

static void fill_buckets(struct manifests *m, struct shape *s)
{
	uint32_t size = 8;

	while (size < s->n * 2)
		size *= 2;
	s->mask = size - 1;
	s->buckets = arena_new(m->arena, uint32_t, size);
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t b = hash(s->fields[i].name) & s->mask;

		while (s->buckets[b])
			b = (b + 1) & s->mask;
		s->buckets[b] = i + 1;
	}
}

const struct shape *shape_of(struct manifests *m, type_id record)
{
	if (m->shapes[record])
		return m->shapes[record];
	struct shape *s = arena_new(m->arena, struct shape, 1);
	const struct type *t = type_get(m->types, record);

	s->name = text_of(m, t->name);
	s->custom = t->decl && !is_own(m, t);
	s->n = t->count;
	s->fields = arena_new(m->arena, struct shape_field, t->count);
	s->required = arena_new(m->arena, uint32_t, t->count);
	s->listed = t->count <= 64;
	for (uint32_t i = 0; i < t->count; i++) {
		const struct field *field = type_field(m->types, t, i);

		fill_field(m, field, &s->fields[i]);
		if (s->fields[i].required && !s->fields[i].lacking)
			s->required[s->nrequired++] = i;
		else if (field->flags != FIELD_OPTIONAL)
			s->listed = false;
	}
	s->declared = t->decl;
	s->lacking = !minor_has(&m->plain, t->decl);
	s->object = plain_k8s(m->program, record, &s->api_version, &s->kind);
	if (s->object)
		s->name = s->kind;
	fill_buckets(m, s);
	m->shapes[record] = s;
	return s;
}

/* Most files have the keys in the order of the fields. */
int shape_find(const struct shape *s, struct str name, uint32_t hint)
{
	if (hint < s->n && str_eq(s->fields[hint].name, name))
		return (int)hint;
	for (uint32_t b = hash(name) & s->mask; s->buckets[b]; b = (b + 1) & s->mask) {
		uint32_t i = s->buckets[b] - 1;

		if (str_eq(s->fields[i].name, name))
			return (int)i;
	}
	return -1;
}

/* ---- kinds -------------------------------------------------------------------------------- */

/* The type is named like the kind, unless that is a word of the language: then every type is asked. */
static type_id find_kind(struct manifests *m, struct str api_version, struct str kind, uint32_t name)
{
	struct str a, k;

	for (type_id t = 1; t < m->types->list.n; t++) {
		const struct type *type = type_get(m->types, t);

		if (type->kind == TYPE_RECORD && type->decl && (!name || type->name == name) &&
		    plain_k8s(m->program, t, &a, &k) && str_eq(a, api_version) && str_eq(k, kind))
			return t;
	}
	return 0;
}

type_id shape_of_kind(struct manifests *m, struct str api_version, struct str kind)
{
	for (uint32_t i = 0; i < m->kinds.n; i++) {
		const struct known_kind *k = &m->kinds.v[i];

		if (str_eq(k->kind, kind) && str_eq(k->api_version, api_version))
			return k->type;
	}
	struct known_kind found = { api_version, kind, 0 };
	uint32_t name = name_find(&m->session->names, kind);

	if (name)
		found.type = find_kind(m, api_version, kind, name);
	if (name && !found.type)
		found.type = find_kind(m, api_version, kind, 0);
	if (found.type)
		vec_push(m->arena, &m->kinds, found);
	return found.type;
}
