#include "schema/model.h"

void model_init(struct model *m, struct session *s)
{
	*m = (struct model){ .session = s, .arena = &s->arena };
	names_init(&m->ids);
	names_init(&m->type_names);
}

void model_fini(struct model *m)
{
	names_fini(&m->type_names);
	names_fini(&m->ids);
}

struct record *model_anonymous(struct model *m, struct str path)
{
	struct record *r = arena_new(m->arena, struct record, 1);

	r->id = path;
	vec_push(m->arena, &m->records, r);
	return r;
}

struct record *model_record(struct model *m, struct str id)
{
	uint32_t name = name_intern(&m->ids, id);

	while (m->by_id.n <= name)
		vec_push(m->arena, &m->by_id, NULL);
	if (!m->by_id.v[name])
		m->by_id.v[name] = model_anonymous(m, id);
	return m->by_id.v[name];
}

int model_compare_texts(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}
