/*
 * `remove path` and `remove path "key"` in a stack: what the layers below wrote is taken away before
 * the stack's own entries are laid on them. Records may be shared with other stacks, so those on the
 * paths are copied, once for all removals that go through them. Those in a block of an override wait for
 * the object.
 */
#include "eval/eval_internal.h"

#include <stdlib.h>

struct removing {
	struct removal removal;
	const node_id *steps; /* the words of the path */
	uint32_t n;
	uint32_t word; /* the name of the step that is being looked at */
};

/* Removals that begin alike. */
struct group {
	struct eval *e;
	struct removing *v;
	uint32_t n;
	type_id type; /* of the field below, which has the keys: a list in it may know none */
};

enum { LISTED = 8 }; /* so many keys are told where none is like the one that is meant */

static struct value take(struct group g, struct value v, uint32_t step, struct record_value *parent);

/* ---- nothing is there ---- */

static struct diag *report_nothing(struct eval *e, const struct removing *r, struct span at)
{
	struct diags *ds = &e->session->diags;
	node_id entry = r->removal.entry, path = ast_node(e->ast, entry)->first;
	struct str whole = source_span_text(&e->session->sources, ast_span(e->ast, path));
	struct value key = r->removal.key;
	const char *below = e->laying ? "the object" : "no layer below";
	struct diag *d =
		key.kind == VALUE_STRING
			? diag_add(ds, DIAG_NOT_THERE, at, "%s has %s entry \"%.*s\" in `%.*s`", below,
				   e->laying ? "no" : "an", STR_ARG(*key.string), STR_ARG(whole))
			: diag_add(ds, DIAG_NOT_THERE, at, "%s %s `%.*s`", below,
				   e->laying ? "has no" : "sets", STR_ARG(whole));

	if (!e->laying)
		diag_because(ds, d, "`remove` takes away what a layer below wrote, not a default");
	return d;
}

static void suggest(struct eval *e, struct diag *d, struct span at, struct str word, const struct str *names,
		    uint32_t n)
{
	int near = str_nearest(word, names, (int)n);

	if (near >= 0)
		diag_fix(&e->session->diags, d, at, names[near], "did you mean `%.*s`?",
			 STR_ARG(names[near]));
}

/* Where a step leads nowhere: the fields that are written there. */
static void report_field(struct eval *e, const struct removing *r, const struct record_value *record,
			 uint32_t step)
{
	struct span path = ast_span(e->ast, r->steps[step]);
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
	suggest(e, report_nothing(e, r, at), at, word, names, n);
}

static void list_keys(struct eval *e, struct diag *d, const struct str *keys, uint32_t n)
{
	struct buf list = { .arena = e->arena };

	for (uint32_t i = 0; i < n; i++)
		buf_printf(&list, "%s\"%.*s\"", i ? ", " : "", STR_ARG(keys[i]));
	diag_help(&e->session->diags, d, "the entries there are %.*s", STR_ARG(buf_str(&list)));
}

static void report_key(struct eval *e, const struct removing *r, const struct str *keys, uint32_t n)
{
	node_id path = ast_node(e->ast, r->removal.entry)->first;
	struct span at = ast_span(e->ast, ast_next(e->ast, path));
	struct diag *d = report_nothing(e, r, at);
	int near = str_nearest(*r->removal.key.string, keys, (int)n);

	if (near >= 0)
		diag_fix(&e->session->diags, d, at, arena_printf(e->arena, "\"%.*s\"", STR_ARG(keys[near])),
			 "did you mean \"%.*s\"?", STR_ARG(keys[near]));
	else if (e->laying && n > 0 && n <= LISTED)
		list_keys(e, d, keys, n);
}

/* ---- entries by key ---- */

/* The keys that are to go; one that is named twice is not there the second time. */
static struct map_value *keys_of(struct group g)
{
	struct map_value *keys = value_map(g.e, 0, 0).map;

	for (uint32_t i = 0; i < g.n; i++) {
		const struct removing *r = &g.v[i];
		struct map_entry entry = { .key = *r->removal.key.string,
					   .value = value_integer(VALUE_INT, i, 0) };

		if (!map_find(g.e, keys, entry.key))
			map_add(g.e, keys, entry, r->removal.entry);
		else
			report_key(g.e, r, NULL, 0);
	}
	return keys;
}

/* Whether an entry with this key goes; notes that it was there. */
static bool goes(struct group g, struct map_value *keys, struct str key)
{
	struct map_entry *found = map_find(g.e, keys, key);

	if (found)
		found->value.kind = VALUE_ABSENT;
	return found != NULL;
}

static void report_left(struct group g, const struct map_value *keys, const struct str *names, uint32_t n)
{
	for (uint32_t i = 0; i < keys->n; i++) {
		const struct value *v = &keys->entries[i].value;

		if (v->kind != VALUE_ABSENT)
			report_key(g.e, &g.v[v->integer], names, n);
	}
}

static struct value take_entries(struct group g, struct value v)
{
	struct map_value *keys = keys_of(g);
	struct value out = value_map(g.e, v.map->type, v.origin);
	struct str *names = arena_new(g.e->arena, struct str, v.map->n);

	for (uint32_t i = 0; i < v.map->n && eval_charge(g.e, 1, g.v->removal.entry); i++) {
		const struct map_entry *entry = &v.map->entries[i];

		names[i] = entry->key;
		if (!goes(g, keys, entry->key))
			map_add(g.e, out.map, *entry, g.v->removal.entry);
	}
	report_left(g, keys, names, v.map->n);
	v.map = out.map;
	return v;
}

/* All of a tag go by it alone, however they are named. */
static struct str tag_of(const struct eval *e, struct value v)
{
	if (v.kind != VALUE_TAG)
		return STR("");
	return name_text(&e->session->names,
			 type_alternative(e->types, eval_type(e, v.tag->type), v.tag->index)->name);
}

static struct value take_elements(struct group g, struct value v)
{
	const struct type *keyed = eval_type(g.e, g.type);
	struct map_value *keys = keys_of(g);
	struct list_builder out = { 0 };
	struct str *names = arena_new(g.e->arena, struct str, v.list->n);

	for (uint32_t i = 0; i < v.list->n && eval_charge(g.e, 1, g.v->removal.entry); i++) {
		names[i] = *merge_key(g.e, keyed, v.list->items[i]).string;
		if (!goes(g, keys, names[i]) && !goes(g, keys, tag_of(g.e, v.list->items[i])))
			list_builder_add(g.e, &out, v.list->items[i], g.v->removal.entry);
	}
	report_left(g, keys, names, v.list->n);
	v.list = value_list(g.e, v.list->type, out.items.v, out.items.n, v.origin).list;
	return v;
}

/* ---- fields ---- */

static int by_word(const void *a, const void *b)
{
	const struct removing *x = a, *y = b;

	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return (x->removal.entry > y->removal.entry) - (x->removal.entry < y->removal.entry);
}

static bool is_whole(const struct removing *r, uint32_t step)
{
	return step + 1 == r->n && r->removal.key.kind != VALUE_STRING;
}

/* All that a field loses; `r` is a copy of `below`. */
static void take_field(struct group g, struct record_value *r, const struct record_value *below,
		       uint32_t step)
{
	int i = type_find_field(g.e->types, r->type, g.v->word);
	uint32_t whole = 0;
	struct value v;

	if (i < 0 || !slot_written(g.e, r, (uint32_t)i, &v) || (g.e->laying && v.kind == VALUE_ABSENT)) {
		for (uint32_t j = 0; j < g.n; j++)
			report_field(g.e, &g.v[j], below, step);
		return;
	}
	while (whole < g.n && !is_whole(&g.v[whole], step))
		whole++;
	if (whole == g.n) {
		g.type = type_field(g.e->types, type_get(g.e->types, r->type), (uint32_t)i)->type;
		slot_write(r, (uint32_t)i, take(g, v, step + 1, r));
		return;
	}
	r->slots[i] = (struct record_slot){ 0 };
	for (uint32_t j = 0; j < g.n; j++) { /* the field is gone: the others have nothing left to take */
		if (j != whole)
			report_field(g.e, &g.v[j], r, step);
	}
}

static struct value take_fields(struct group g, struct value v, uint32_t step, struct record_value *parent)
{
	const struct record_value *below = v.record;

	v.record = merge_records(g.e, v.record, record_new(g.e, below->type, below->origin, parent), parent);
	for (uint32_t i = 0; i < g.n; i++)
		g.v[i].word = ast_node(g.e->ast, g.v[i].steps[step])->name;
	qsort(g.v, g.n, sizeof *g.v, by_word);
	for (uint32_t i = 0, n; i < g.n; i += n) {
		for (n = 1; i + n < g.n && g.v[i + n].word == g.v[i].word;)
			n++;
		take_field((struct group){ .e = g.e, .v = &g.v[i], .n = n }, v.record, below, step);
	}
	return v;
}

/* `v` without what the removals lead to from here: by a further step, or by a key. */
static struct value take(struct group g, struct value v, uint32_t step, struct record_value *parent)
{
	bool steps = step < g.v->n; /* all of them: a type has either fields or keys */

	if (steps && v.kind == VALUE_RECORD)
		return take_fields(g, v, step, parent);
	if (steps && v.kind == VALUE_TAG) {
		struct value payload = take(g, v.tag->payload, step, parent);

		v.tag = value_tag(g.e, v.tag->type, v.tag->index, payload, v.origin).tag;
		return v;
	}
	if (!steps && (v.kind == VALUE_MAP || v.kind == VALUE_ALLOW || v.kind == VALUE_OVERRIDES))
		return take_entries(g, v);
	if (!steps && v.kind == VALUE_LIST)
		return take_elements(g, v);
	for (uint32_t i = 0; v.kind != VALUE_ERROR && i < g.n; i++)
		report_nothing(g.e, &g.v[i],
			       ast_span(g.e->ast, ast_node(g.e->ast, g.v[i].removal.entry)->first));
	return v;
}

/* ---- all of a stack ---- */

static struct removing read_path(struct eval *e, struct removal removal)
{
	node_id path = ast_node(e->ast, removal.entry)->first;
	uint32_t n = 1;

	for (node_id p = path; ast_node(e->ast, p)->kind == NODE_GET; p = ast_node(e->ast, p)->first)
		n++;
	node_id *steps = arena_new(e->arena, node_id, n);

	for (uint32_t i = n; i--; path = ast_node(e->ast, path)->first)
		steps[i] = path;
	return (struct removing){ .removal = removal, .steps = steps, .n = n };
}

struct value removals_apply(struct eval *e, uint32_t first, struct value under)
{
	struct group all = { .e = e, .n = e->removals.n - first };

	e->removals.n = first;
	if (!all.n || under.kind != VALUE_RECORD)
		return under;
	all.v = arena_new(e->arena, struct removing, all.n);
	for (uint32_t i = 0; i < all.n; i++)
		all.v[i] = read_path(e, e->removals.v[first + i]);
	return take(all, under, 0, NULL);
}

/* ---- in overrides ---- */

/* Whether all of it was there; else it is reported, and nothing is taken. */
static bool take_all(struct group g, struct record_value **base)
{
	struct diag_mark mark = diags_mark(&g.e->session->diags);
	struct value v = take(g, value_of_record(*base, 0), 0, (*base)->parent);
	bool there = !diags_any_since(&g.e->session->diags, mark);

	if (there && v.kind == VALUE_RECORD)
		*base = v.record;
	return there;
}

/* One by one, since some are not there; what is not is only reported of what is laid on an object. */
static void take_each(struct group g, struct waiting *const *from, struct record_value **base)
{
	struct diags *ds = &g.e->session->diags;

	for (uint32_t i = 0; i < g.n; i++) {
		struct diag_mark mark = diags_mark(ds);
		struct removing one = read_path(g.e, from[i]->removal);
		bool there = take_all((struct group){ .e = g.e, .v = &one, .n = 1 }, base);

		if (!there && (!g.e->laying || g.e->trying || from[i]->met))
			diags_release(ds, mark);
		from[i]->met |= there && !g.e->laying;
	}
}

static uint32_t count_waiting(const struct record_value *r)
{
	uint32_t n = 0;

	for (const struct waiting *w = r->waiting; w && (n == 0 || w != r->waiting); w = w->next)
		n++;
	return n;
}

void removal_waits(struct eval *e, struct record_value *in, struct removal removal, bool met)
{
	struct waiting *w = arena_one(e->arena, struct waiting);

	*w = (struct waiting){ removal, in->waiting ? in->waiting->next : w, met };
	if (in->waiting)
		in->waiting->next = w;
	in->waiting = w;
	e->waiting = true;
}

struct record_value *removals_below(struct eval *e, struct record_value *base,
				    const struct record_value *over)
{
	struct group all = { .e = e, .n = count_waiting(over) };
	struct diag_mark mark = diags_mark(&e->session->diags);

	if (!all.n)
		return base;
	struct waiting **from = arena_new(e->arena, struct waiting *, all.n);

	all.v = arena_new(e->arena, struct removing, all.n);
	struct waiting *w = over->waiting;

	for (uint32_t i = 0; i < all.n; i++) {
		w = from[i] = w->next;
		all.v[i] = read_path(e, w->removal);
	}
	if (!take_all(all, &base)) {
		diags_release(&e->session->diags, mark);
		take_each(all, from, &base);
		return base;
	}
	for (uint32_t i = 0; i < all.n; i++)
		from[i]->met |= !e->laying;
	return base;
}

void removals_move(struct eval *e, const struct record_value *from, struct record_value *to)
{
	const struct waiting *w = from->waiting;

	for (uint32_t n = count_waiting(from); n > 0; n--) {
		w = w->next;
		removal_waits(e, to, w->removal, w->met);
	}
}

static void left_in(struct eval *e, struct record_value *r)
{
	struct value v;
	const struct waiting *w = r->waiting;

	for (uint32_t n = count_waiting(r); n > 0; n--) {
		w = w->next;
		struct removing left = read_path(e, w->removal);

		if (!w->met)
			report_nothing(e, &left,
				       ast_span(e->ast, ast_node(e->ast, left.removal.entry)->first));
	}
	for (uint32_t i = 0; i < record_field_count(e, r); i++) {
		if (slot_written(e, r, i, &v))
			removals_left(e, v);
	}
}

void removals_left(struct eval *e, struct value v)
{
	if (v.kind < VALUE_LIST || !eval_charge(e, 1, e->stack) || !eval_enter(e, e->stack))
		return;
	if (v.kind == VALUE_RECORD)
		left_in(e, v.record);
	for (uint32_t i = 0; v.kind == VALUE_LIST && i < v.list->n; i++)
		removals_left(e, v.list->items[i]);
	for (uint32_t i = 0; v.kind == VALUE_MAP && i < v.map->n; i++)
		removals_left(e, v.map->entries[i].value);
	eval_leave(e);
}
