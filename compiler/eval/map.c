/* Maps keep the order of writing; longer ones get a hash index when a key is first looked for. */
#include "eval/eval_internal.h"
#include "eval/reads.h"

enum { LINEAR_MAX = 8 };

struct value value_map(struct eval *e, type_id type, origin_id origin)
{
	struct map_value *m = arena_one(e->arena, struct map_value);

	m->type = type;
	return (struct value){ .kind = VALUE_MAP, .origin = origin, .map = m };
}

/* Keys are often long, and alike at both ends: eight bytes at a time. */
static uint32_t key_hash(struct str key)
{
	return (uint32_t)reads_mix_text(1, key);
}

static void index_add(struct map_value *m, uint32_t entry)
{
	uint32_t mask = array_size(m->n) * 2 - 1, i = key_hash(m->entries[entry].key) & mask;

	while (m->buckets[i])
		i = (i + 1) & mask;
	m->buckets[i] = entry + 1;
}

static void index_build(struct eval *e, struct map_value *m)
{
	m->buckets = arena_new(e->arena, uint32_t, array_size(m->n) * 2);
	for (uint32_t i = 0; i < m->n; i++)
		index_add(m, i);
}

static struct map_entry *find_linear(struct map_value *m, struct str key)
{
	for (uint32_t i = 0; i < m->n; i++) {
		if (str_eq(m->entries[i].key, key))
			return &m->entries[i];
	}
	return NULL;
}

bool eval_is_settled_map(const struct map_value *m)
{
	return m->n <= LINEAR_MAX || m->buckets;
}

void eval_settle_map(struct eval *e, struct map_value *m)
{
	if (!eval_is_settled_map(m))
		index_build(e, m);
}

struct map_entry *map_find(struct eval *e, struct map_value *m, struct str key)
{
	if (m->n <= LINEAR_MAX)
		return find_linear(m, key);
	eval_settle_map(e, m);
	uint32_t mask = array_size(m->n) * 2 - 1;

	for (uint32_t i = key_hash(key) & mask; m->buckets[i]; i = (i + 1) & mask) {
		struct map_entry *entry = &m->entries[m->buckets[i] - 1];

		if (str_eq(entry->key, key))
			return entry;
	}
	return NULL;
}

static void report_duplicate(struct eval *e, const struct map_entry *first, const struct map_entry *second,
			     node_id at)
{
	struct diags *ds = &e->session->diags;
	struct span one = eval_blame(e, first->key_origin, at), two = eval_blame(e, second->key_origin, at);
	struct diag *d = diag_add(ds, DIAG_DUPLICATE_FIELD, two, "the entry \"%.*s\" is there twice",
				  STR_ARG(second->key));

	if (one.beg != two.beg)
		diag_label(ds, d, one, "first here");
	diag_help(ds, d, "write it once, with all that it is to have");
}

static void append(struct eval *e, struct map_value *m, struct map_entry entry)
{
	if (array_full(m->n)) {
		struct map_entry *more = arena_new(e->arena, struct map_entry, array_size(m->n + 1));

		if (m->n)
			memcpy(more, m->entries, m->n * sizeof *more);
		m->entries = more;
		m->buckets = NULL;
	}
	m->entries[m->n++] = entry;
	if (m->buckets)
		index_add(m, m->n - 1);
}

bool map_add(struct eval *e, struct map_value *m, struct map_entry entry, node_id at)
{
	struct map_entry *before = map_find(e, m, entry.key);

	if (before) {
		report_duplicate(e, before, &entry, at);
		return false;
	}
	if (m->n >= e->session->limits[LIMIT_ELEMENTS]) {
		eval_exceed(e, LIMIT_ELEMENTS, at);
		return false;
	}
	append(e, m, entry);
	return true;
}
