/* What the library tells of the server: looked up only where an answer depends on it. */
#include "manifest/reader.h"

static struct value ask(struct manifests *m, node_id fn)
{
	return fn ? eval_call(m->eval, fn, NULL, 0) : value_absent(0);
}

static struct value entry_of(struct manifests *m, node_id fn, struct str key)
{
	struct value all = ask(m, fn);
	struct map_entry *found = all.kind == VALUE_MAP ? map_find(m->eval, all.map, key) : NULL;

	return found ? found->value : value_absent(0);
}

static bool has(struct value list, struct str word)
{
	for (uint32_t i = 0; list.kind == VALUE_LIST && i < list.list->n; i++) {
		if (str_eq(*list.list->items[i].string, word))
			return true;
	}
	return false;
}

bool fact_is_filled(struct manifests *m, const struct spot *place)
{
	if (place->index >= 0)
		return true;
	return place->in &&
	       (place->custom || has(entry_of(m, m->program->prelude.filled, place->in->name), place->key));
}

bool fact_is_nameless(struct manifests *m, struct str kind)
{
	return has(ask(m, m->program->prelude.nameless), kind);
}

bool fact_is_own_group(struct manifests *m, struct str group)
{
	if (str_find(group, STR("."), 0) < 0)
		return true;
	struct value end = ask(m, m->program->prelude.own_groups);

	return end.kind == VALUE_STRING && str_ends_with(group, *end.string);
}

struct str fact_status(struct manifests *m, const struct shape *s)
{
	struct value v = entry_of(m, m->program->prelude.statuses, s->name);

	return v.kind == VALUE_STRING ? *v.string : STR("");
}

struct str fact_type(struct manifests *m, const struct shape *s, struct str field)
{
	struct str key = arena_printf(m->arena, "%.*s.%.*s", STR_ARG(s->name), STR_ARG(field));
	struct value v = entry_of(m, m->program->prelude.types, key);

	return v.kind == VALUE_STRING ? *v.string : STR("");
}

struct str fact_instead(struct manifests *m, struct str kind)
{
	struct value v = entry_of(m, m->program->prelude.instead, kind);

	return v.kind == VALUE_STRING ? *v.string : STR("");
}

/* ---- releases ----------------------------------------------------------------------------- */

/* `29` of `1.29` from a place on, which is behind it afterwards; 0 where nothing is. */
static uint32_t minor_at(struct str text, uint32_t *at)
{
	if (*at >= text.n || !str_starts_with(str_slice(text, *at, text.n), STR("1.")))
		return 0;
	*at += 2;
	return (uint32_t)chars_number(text, at, UINT16_MAX);
}

/* `LeaseCandidate 1.31..1.32`, or `Pod`. */
static void add_kind(struct manifests *m, struct str api_version, struct str line)
{
	int64_t space = str_find(line, STR(" "), 0);
	struct str releases = space < 0 ? STR("") : str_slice(line, (uint32_t)space + 1, line.n);
	uint32_t at = 0;
	struct served row = { .api_version = api_version,
			      .kind = str_slice(line, 0, space < 0 ? line.n : (uint32_t)space) };

	row.since = minor_at(releases, &at);
	at += 2; /* behind `..` */
	row.until = minor_at(releases, &at);
	vec_push(m->arena, &m->served, row);
}

static void add_kinds(struct manifests *m, struct str api_version, struct str lines)
{
	for (uint32_t beg = 0; beg < lines.n;) {
		int64_t newline = str_find(lines, STR("\n"), beg);
		uint32_t end = newline < 0 ? lines.n : (uint32_t)newline;

		if (end > beg)
			add_kind(m, api_version, str_slice(lines, beg, end));
		beg = end + 1;
	}
}

const struct served *facts_served(struct manifests *m, uint32_t *n)
{
	struct value all = m->served.n ? value_absent(0) : ask(m, m->program->prelude.served);

	for (uint32_t i = 0; all.kind == VALUE_MAP && i < all.map->n; i++)
		add_kinds(m, all.map->entries[i].key, *all.map->entries[i].value.string);
	*n = m->served.n;
	return m->served.v;
}
