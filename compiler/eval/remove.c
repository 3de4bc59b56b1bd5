/*
 * `remove path` and `remove path "key"` in a stack: what the layers below wrote is taken away before
 * the stack's own entries are laid on them. Records may be shared with other stacks, so those on the
 * path are copied.
 */
#include "eval/eval_internal.h"

struct removing {
	struct eval *e;
	const struct removal *removal;
	const node_id *steps; /* the words of the path */
	uint32_t n;
};

static struct value take(const struct removing *r, struct value v, uint32_t step,
			 struct record_value *parent);

/* ---- nothing is there ---- */

static struct diag *report_nothing(const struct removing *r, struct span at)
{
	struct diags *ds = &r->e->session->diags;
	node_id entry = r->removal->entry, path = ast_node(r->e->ast, entry)->first;
	struct str whole = source_span_text(&r->e->session->sources, ast_node(r->e->ast, path)->at);
	struct value key = r->removal->key;
	struct diag *d =
		key.kind == VALUE_STRING
			? diag_add(ds, DIAG_NOT_THERE, at, "no layer below has an entry \"%.*s\" in `%.*s`",
				   STR_ARG(*key.string), STR_ARG(whole))
			: diag_add(ds, DIAG_NOT_THERE, at, "no layer below sets `%.*s`", STR_ARG(whole));

	diag_because(ds, d, "`remove` takes away what a layer below wrote, not a default");
	return d;
}

static void suggest(const struct removing *r, struct diag *d, struct span at, struct str word,
		    const struct str *names, uint32_t n)
{
	int near = str_nearest(word, names, (int)n);

	if (near >= 0)
		diag_fix(&r->e->session->diags, d, at, names[near], "did you mean `%.*s`?",
			 STR_ARG(names[near]));
}

/* Where a step leads nowhere: the fields that are written there. */
static void report_field(const struct removing *r, const struct record_value *record, uint32_t step)
{
	struct eval *e = r->e;
	struct span path = ast_node(e->ast, r->steps[step])->at;
	struct str word = ast_text(e->ast, r->steps[step]);
	struct span at = { path.end - word.n, path.end };
	uint32_t count = record_field_count(e, record), n = 0;
	struct str *names = arena_new(e->arena, struct str, count);
	struct value written;

	for (uint32_t i = 0; i < count; i++) {
		const struct field *f = type_field(e->types, type_get(e->types, record->type), i);

		if (slot_written(e, record, i, &written))
			names[n++] = name_text(&e->session->names, f->name);
	}
	suggest(r, report_nothing(r, at), at, word, names, n);
}

static void report_key(const struct removing *r, const struct str *keys, uint32_t n)
{
	struct eval *e = r->e;
	node_id path = ast_node(e->ast, r->removal->entry)->first;
	struct span at = ast_node(e->ast, ast_node(e->ast, path)->next)->at;
	struct diag *d = report_nothing(r, at);
	int near = str_nearest(*r->removal->key.string, keys, (int)n);

	if (near >= 0)
		diag_fix(&e->session->diags, d, at, arena_printf(e->arena, "\"%.*s\"", STR_ARG(keys[near])),
			 "did you mean \"%.*s\"?", STR_ARG(keys[near]));
}

/* ---- entries by key ---- */

static struct value take_entry(const struct removing *r, struct value v)
{
	struct value out = value_map(r->e, v.map->type, v.origin);
	struct str *keys = arena_new(r->e->arena, struct str, v.map->n);

	for (uint32_t i = 0; i < v.map->n && eval_charge(r->e, 1, r->removal->entry); i++) {
		const struct map_entry *entry = &v.map->entries[i];

		keys[i] = entry->key;
		if (!str_eq(entry->key, *r->removal->key.string))
			map_add(r->e, out.map, *entry, r->removal->entry);
	}
	if (out.map->n == v.map->n)
		report_key(r, keys, v.map->n);
	v.map = out.map;
	return v;
}

static struct value take_element(const struct removing *r, struct value v)
{
	const struct type *keyed = eval_type(r->e, v.list->type);
	struct list_builder out = { 0 };
	struct str *keys = arena_new(r->e->arena, struct str, v.list->n);

	for (uint32_t i = 0; i < v.list->n && eval_charge(r->e, 1, r->removal->entry); i++) {
		keys[i] = *merge_key(r->e, keyed, v.list->items[i]).string;
		if (!str_eq(keys[i], *r->removal->key.string))
			list_builder_add(r->e, &out, v.list->items[i], r->removal->entry);
	}
	if (out.items.n == v.list->n)
		report_key(r, keys, v.list->n);
	v.list = value_list(r->e, v.list->type, out.items.v, out.items.n, v.origin).list;
	return v;
}

/* ---- fields ---- */

static struct value take_field(const struct removing *r, struct value v, uint32_t step,
			       struct record_value *parent)
{
	struct eval *e = r->e;
	struct record_value *old = v.record, *empty = record_new(e, old->type, old->origin, parent);
	int i = type_find_field(e->types, old->type, ast_node(e->ast, r->steps[step])->name);
	struct value inner;

	if (i < 0 || !slot_written(e, old, (uint32_t)i, &inner)) {
		report_field(r, old, step);
		return v;
	}
	v.record = merge_records(e, old, empty, parent);
	if (step + 1 == r->n && r->removal->key.kind != VALUE_STRING) {
		v.record->slots[i] = (struct record_slot){ 0 };
		return v;
	}
	slot_written(e, v.record, (uint32_t)i, &inner);
	slot_write(v.record, (uint32_t)i, take(r, inner, step + 1, v.record));
	return v;
}

static struct value take_payload(const struct removing *r, struct value v, uint32_t step,
				 struct record_value *parent)
{
	struct value payload = take(r, v.tag->payload, step, parent);

	v.tag = value_tag(r->e, v.tag->type, v.tag->index, payload, v.origin).tag;
	return v;
}

/* `v` without what the path leads to from here. */
static struct value take(const struct removing *r, struct value v, uint32_t step, struct record_value *parent)
{
	bool here = step == r->n; /* and a key says what to take */

	if (here && (v.kind == VALUE_MAP || v.kind == VALUE_ALLOW))
		return take_entry(r, v);
	if (here && v.kind == VALUE_LIST)
		return take_element(r, v);
	if (!here && v.kind == VALUE_RECORD)
		return take_field(r, v, step, parent);
	if (!here && v.kind == VALUE_TAG)
		return take_payload(r, v, step, parent);
	if (v.kind != VALUE_ERROR)
		report_nothing(r, ast_node(r->e->ast, ast_node(r->e->ast, r->removal->entry)->first)->at);
	return v;
}

/* ---- all of a stack ---- */

static struct value remove_one(struct eval *e, const struct removal *removal, struct value under)
{
	node_id path = ast_node(e->ast, removal->entry)->first;
	uint32_t n = 1;

	for (node_id p = path; ast_node(e->ast, p)->kind == NODE_GET; p = ast_node(e->ast, p)->first)
		n++;
	node_id *steps = arena_new(e->arena, node_id, n);

	for (uint32_t i = n; i--; path = ast_node(e->ast, path)->first)
		steps[i] = path;
	const struct removing r = { e, removal, steps, n };

	return take(&r, under, 0, NULL);
}

struct value removals_apply(struct eval *e, uint32_t first, struct value under)
{
	uint32_t n = e->removals.n;

	for (uint32_t i = first; i < n && under.kind == VALUE_RECORD; i++)
		under = remove_one(e, &e->removals.v[i], under);
	e->removals.n = first;
	return under;
}
