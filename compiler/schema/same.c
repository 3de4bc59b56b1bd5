/*
 * Versions of an API mostly differ in a few records; the others would be there once for each. Which
 * are the same is found as the states of a machine are that no input tells apart: first all of one
 * name are taken for the same, then those whose fields differ are parted, until that parts none.
 */
#include "schema/same.h"
#include "schema/write.h"

struct str last_part(struct str id, struct str *rest)
{
	uint32_t dot = id.n;

	while (dot > 0 && id.p[dot - 1] != '.')
		dot--;
	*rest = str_slice(id, 0, dot ? dot - 1 : 0);
	return str_slice(id, dot, id.n);
}

struct id_parts id_parts(struct str id)
{
	struct id_parts parts;

	parts.word = last_part(id, &id);
	parts.version = last_part(id, &id);
	parts.group = id;
	return parts;
}

/* 2 of `v1`, 1 of `v1beta2`, 0 of `v1alpha1`. */
static int stage_of(struct str version)
{
	if (str_find(version, STR("alpha"), 0) >= 0)
		return 0;
	return str_find(version, STR("beta"), 0) >= 0 ? 1 : 2;
}

int compare_versions(struct str a, struct str b)
{
	int order = stage_of(a) - stage_of(b);

	if (order == 0 && a.n != b.n) /* v2 before v10 */
		order = a.n < b.n ? -1 : 1;
	return order ? order : str_cmp(a, b);
}

/* Names each record by its class: what it is called, and what its fields were said to be in the last
 * round. Returns how many classes there are. */
static uint32_t part(struct model *m, uint32_t *classes)
{
	struct names bodies;
	uint32_t most = 0;

	names_init(&bodies);
	for (uint32_t i = 0; i < m->records.n; i++) {
		const struct record *r = m->records.v[i];
		struct id_parts id = id_parts(r->id);
		struct buf body = { .arena = m->arena };

		buf_printf(&body, "%.*s %.*s %.*s\n", STR_ARG(id.group), STR_ARG(id.word),
			   STR_ARG(r->kind.n ? r->id : r->name));
		write_fields(m, r, &body);
		classes[i] = name_intern(&bodies, buf_str(&body));
		most = classes[i] > most ? classes[i] : most;
	}
	for (uint32_t i = 0; i < m->records.n; i++)
		m->records.v[i]->name = arena_printf(m->arena, "#%u", classes[i]);
	names_fini(&bodies);
	return most;
}

static struct enumeration *enumeration_in(const struct shape *s)
{
	while (s->element)
		s = s->element;
	return s->enumeration;
}

static void add_releases(struct record *to, const struct record *from)
{
	to->in |= from->in;
	for (uint32_t i = 0; i < to->fields.n; i++) {
		const struct enumeration *other = enumeration_in(from->fields.v[i].shape);
		struct enumeration *e = enumeration_in(to->fields.v[i].shape);

		to->fields.v[i].in |= from->fields.v[i].in;
		for (uint32_t k = 0; e && k < e->values.n; k++)
			e->values.v[k].in |= other->values.v[k].in;
		if (e)
			e->in |= other->in;
	}
}

/* The latest record of each class, by class. */
static struct record **latest_of(struct model *m, const uint32_t *classes, uint32_t n)
{
	struct record **kept = arena_new(m->arena, struct record *, n + 1);

	for (uint32_t i = 0; i < m->records.n; i++) {
		struct record *r = m->records.v[i], **k = &kept[classes[i]];

		if (!*k || compare_versions(id_parts(r->id).version, id_parts((*k)->id).version) > 0)
			*k = r;
	}
	return kept;
}

static void replace(struct model *m, const uint32_t *classes, struct record **kept)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->records.n; i++) {
		struct record *r = m->records.v[i];

		r->same = kept[classes[i]];
		if (r->same != r)
			add_releases(r->same, r);
		else
			m->records.v[n++] = r;
	}
	m->records.n = n;
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t f = 0; f < m->records.v[i]->fields.n; f++)
			for (struct shape *s = m->records.v[i]->fields.v[f].shape; s; s = s->element)
				s->record = s->record ? s->record->same : NULL;
	}
}

void join_same(struct model *m)
{
	uint32_t *classes = arena_new(m->arena, uint32_t, m->records.n + 1);
	uint32_t before, now = 0;

	do {
		before = now;
		now = part(m, classes);
	} while (now > before);
	replace(m, classes, latest_of(m, classes, now));
}
