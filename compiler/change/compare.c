#include "change/compare.h"

#include "change/elements.h"
#include "formats/chars.h"
#include "formats/quantity.h"

#include <stdlib.h>

struct walk {
	const struct comparer *c;
	struct arena *arena;
	struct buf path;
	struct field_changes *out;
	bool leaves; /* what is only on one side is taken apart */
};

struct spot { /* what the schema knows of a field */
	type_id type; /* 0: nothing */
	type_id owner; /* the record type that declares it, or 0 */
	struct str name; /* in that */
};

static void compare(struct walk *w, struct spot at, const struct doc *before, const struct doc *now);

/* ---- types --------------------------------------------------------------------------------- */

static const struct type *type_at(const struct walk *w, type_id type)
{
	return type_get(&w->c->program->types, type);
}

static type_id bare(const struct walk *w, type_id type)
{
	const struct types *types = &w->c->program->types;

	return type ? type_base(types, type_unwrap(types, type)) : 0;
}

static struct spot member_spot(const struct walk *w, type_id map, struct str key)
{
	const struct types *types = &w->c->program->types;
	const struct type *t = type_at(w, map);
	uint32_t name = t->kind == TYPE_RECORD ? name_find(&w->c->session->names, key) : 0;
	int index = name ? type_find_field(types, map, name) : -1;

	if (t->kind == TYPE_MAP)
		return (struct spot){ .type = bare(w, t->b) };
	if (index < 0)
		return (struct spot){ 0 };
	return (struct spot){ bare(w, type_field(types, t, (uint32_t)index)->type), map, key };
}

static struct spot element_spot(const struct walk *w, type_id list)
{
	const struct type *t = type_at(w, list);

	return (struct spot){ .type = t->kind == TYPE_LIST || t->kind == TYPE_KEYED ? bare(w, t->a) : 0 };
}

/* ---- defaults ------------------------------------------------------------------------------ */

static const struct field_default *find_default(const struct walk *w, struct spot at)
{
	if (!at.owner)
		return NULL;
	struct str owner = name_text(&w->c->session->names, type_at(w, at.owner)->name);
	struct str field = arena_printf(w->arena, "%.*s.%.*s", STR_ARG(owner), STR_ARG(at.name));
	uint32_t from = 0, to = w->c->ndefaults;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		int order = str_cmp(w->c->defaults[middle].field, field);

		if (order == 0)
			return &w->c->defaults[middle];
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

/* Whether the server would put this value there if nothing were. Of a record each field may be so. */
static bool is_default(const struct walk *w, struct spot at, const struct doc *doc)
{
	const struct field_default *d = find_default(w, at);

	if (d)
		return str_eq(doc_line(w->arena, doc), d->value);
	if (doc->kind != DOC_MAP || !doc->map.n || type_at(w, at.type)->kind != TYPE_RECORD)
		return false;
	for (uint32_t i = 0; i < doc->map.n; i++) {
		const struct doc_entry *e = &doc->map.entries[i];

		if (!is_default(w, member_spot(w, at.type, e->key), &e->value))
			return false;
	}
	return true;
}

/* ---- paths --------------------------------------------------------------------------------- */

static bool is_word(struct str key)
{
	for (uint32_t i = 0; i < key.n; i++) {
		if (!char_is_alnum(key.p[i]) && key.p[i] != '_' && key.p[i] != '-')
			return false;
	}
	return key.n > 0;
}

static void add_member(struct walk *w, struct str key)
{
	bool word = is_word(key);

	buf_add(&w->path, !word ? STR("[\"") : w->path.n ? STR(".") : STR(""));
	buf_add(&w->path, key);
	if (!word)
		buf_add(&w->path, STR("\"]"));
}

static void change(struct walk *w, const struct doc *before, const struct doc *now)
{
	vec_push(w->arena, &w->out->v,
		 (struct field_change){ arena_str(w->arena, buf_str(&w->path)), before, now });
}

/* ---- maps ---------------------------------------------------------------------------------- */

static int entry_cmp(const void *x, const void *y)
{
	const struct doc_entry *const *a = x, *const *b = y;

	return str_cmp((*a)->key, (*b)->key);
}

static const struct doc_entry **sorted(struct walk *w, const struct doc *map)
{
	uint32_t n = map ? map->map.n : 0;
	const struct doc_entry **v = arena_new(w->arena, const struct doc_entry *, n + 1);

	for (uint32_t i = 0; i < n; i++)
		v[i] = &map->map.entries[i];
	if (n)
		qsort(v, n, sizeof *v, entry_cmp);
	return v; /* ends with NULL */
}

static void compare_member(struct walk *w, struct spot at, struct str key, const struct doc *before,
			   const struct doc *now)
{
	uint32_t length = w->path.n;

	add_member(w, key);
	compare(w, member_spot(w, at.type, key), before, now);
	w->path.n = length;
}

static void compare_maps(struct walk *w, struct spot at, const struct doc *before, const struct doc *now)
{
	const struct doc_entry **a = sorted(w, before), **b = sorted(w, now);

	while (*a || *b) {
		int order = !*a ? 1 : !*b ? -1 : str_cmp((*a)->key, (*b)->key);
		struct str key = order <= 0 ? (*a)->key : (*b)->key;

		compare_member(w, at, key, order <= 0 ? &(*a)->value : NULL,
			       order >= 0 ? &(*b)->value : NULL);
		a += order <= 0;
		b += order >= 0;
	}
}

/* ---- lists --------------------------------------------------------------------------------- */

static void compare_element(struct walk *w, struct spot at, struct str key, const struct doc *before,
			    const struct doc *now)
{
	uint32_t length = w->path.n;

	buf_add(&w->path, STR("["));
	buf_add(&w->path, key);
	buf_add(&w->path, STR("]"));
	compare(w, element_spot(w, at.type), before, now);
	w->path.n = length;
}

/* Elements with a key; those of both lists meet, in whatever order they stand. */
static void compare_keyed(struct walk *w, struct spot at, const struct elements *a,
			  const struct elements *b)
{
	uint32_t i = 0, k = 0;

	while (i < a->n || k < b->n) {
		int order = i == a->n ? 1 : k == b->n ? -1 : str_cmp(a->v[i].key, b->v[k].key);
		struct str key = order <= 0 ? a->v[i].key : b->v[k].key;

		compare_element(w, at, key, order <= 0 ? a->v[i].doc : NULL, order >= 0 ? b->v[k].doc : NULL);
		i += order <= 0;
		k += order >= 0;
	}
}

static bool is_scalar(const struct doc *doc)
{
	return doc->kind != DOC_MAP && doc->kind != DOC_LIST;
}

static bool has_only_scalars(const struct doc *list)
{
	for (uint32_t i = 0; i < list->list.n; i++)
		if (!is_scalar(&list->list.items[i]))
			return false;
	return true;
}

/* ---- equality ------------------------------------------------------------------------------ */

static double number_of(const struct doc *doc)
{
	return doc->kind == DOC_INT ? (double)doc->integer : doc->number;
}

static bool is_number(const struct doc *doc)
{
	return doc->kind == DOC_INT || doc->kind == DOC_FLOAT;
}

static bool equal_scalars(const struct doc *a, const struct doc *b)
{
	if (is_number(a) && is_number(b))
		return a->kind == b->kind && a->kind == DOC_INT ? a->integer == b->integer
								: number_of(a) == number_of(b);
	if (a->kind != b->kind || a->kind == DOC_NULL)
		return a->kind == b->kind;
	return a->kind == DOC_BOOL ? a->boolean == b->boolean : str_eq(a->string, b->string);
}

static bool equal(struct walk *w, const struct doc *a, const struct doc *b);

static bool equal_maps(struct walk *w, const struct doc *a, const struct doc *b)
{
	const struct doc_entry **x = sorted(w, a), **y = sorted(w, b);

	for (; *x && *y; x++, y++)
		if (!str_eq((*x)->key, (*y)->key) || !equal(w, &(*x)->value, &(*y)->value))
			return false;
	return !*x && !*y;
}

/* Whether two documents say the same, literally. */
static bool equal(struct walk *w, const struct doc *a, const struct doc *b)
{
	if (is_scalar(a) || is_scalar(b))
		return is_scalar(a) && is_scalar(b) && equal_scalars(a, b);
	if (a->kind != b->kind)
		return false;
	if (a->kind == DOC_MAP)
		return a->map.n == b->map.n && equal_maps(w, a, b);
	for (uint32_t i = 0; a->list.n == b->list.n && i < a->list.n; i++)
		if (!equal(w, &a->list.items[i], &b->list.items[i]))
			return false;
	return a->list.n == b->list.n;
}

/* Elements without a key: what both lists begin and end with is the same, the rest meets by its place. */
static void compare_places(struct walk *w, struct spot at, const struct doc *before, const struct doc *now)
{
	const struct doc *a = before->list.items, *b = now->list.items;
	uint32_t na = before->list.n, nb = now->list.n, first = 0;

	while (first < na && first < nb && equal(w, &a[first], &b[first]))
		first++;
	while (na > first && nb > first && equal(w, &a[na - 1], &b[nb - 1])) {
		na--;
		nb--;
	}
	if (na != nb && has_only_scalars(before) && has_only_scalars(now)) {
		change(w, before, now);
		return;
	}
	for (uint32_t i = first; i < na || i < nb; i++)
		compare_element(w, at, arena_printf(w->arena, "%u", i), i < na ? &a[i] : NULL,
				i < nb ? &b[i] : NULL);
}

/* The order of a list: its keys, at the path of no element. */
static void change_order(struct walk *w, const struct elements *before, const struct elements *now)
{
	uint32_t length = w->path.n;

	buf_add(&w->path, STR("[]"));
	change(w, elements_keys(w->arena, before), elements_keys(w->arena, now));
	w->path.n = length;
}

static void compare_lists(struct walk *w, struct spot at, const struct doc *before, const struct doc *now)
{
	struct elements a, b;

	if (elements_of(w->c, at.type, before, &a) && elements_of(w->c, at.type, now, &b)) {
		compare_keyed(w, at, &a, &b);
		if (!elements_in_order(w->arena, &a, &b))
			change_order(w, &a, &b);
	} else {
		compare_places(w, at, before, now);
	}
}

/* ---- values -------------------------------------------------------------------------------- */

static bool same_quantity(struct walk *w, const struct doc *before, const struct doc *now)
{
	struct quantity a, b;

	return quantity_parse(w->arena, doc_line(w->arena, before), &a) &&
	       quantity_parse(w->arena, doc_line(w->arena, now), &b) && quantity_compare(&a, &b) == 0;
}

static bool same_scalar(struct walk *w, struct spot at, const struct doc *before, const struct doc *now)
{
	if (type_at(w, at.type)->kind == TYPE_QUANTITY)
		return same_quantity(w, before, now);
	return equal_scalars(before, now);
}

/* What stands on one side only. */
static void compare_one(struct walk *w, struct spot at, const struct doc *before, const struct doc *now)
{
	static const struct doc no_list = { .kind = DOC_LIST };
	const struct doc *there = before ? before : now;
	bool parts = w->leaves && ((there->kind == DOC_MAP && there->map.n) ||
				   (there->kind == DOC_LIST && there->list.n));

	if (parts && there->kind == DOC_MAP)
		compare_maps(w, at, before, now);
	else if (parts)
		compare_lists(w, at, before ? before : &no_list, now ? now : &no_list);
	else if (w->leaves || !is_default(w, at, there))
		change(w, before, now);
}

static void compare(struct walk *w, struct spot at, const struct doc *before, const struct doc *now)
{
	before = before && before->kind == DOC_NULL ? NULL : before;
	now = now && now->kind == DOC_NULL ? NULL : now;
	if (!before && !now)
		return;
	if (!before || !now)
		compare_one(w, at, before, now);
	else if (before->kind == DOC_MAP && now->kind == DOC_MAP)
		compare_maps(w, at, before, now);
	else if (before->kind == DOC_LIST && now->kind == DOC_LIST)
		compare_lists(w, at, before, now);
	else if (!is_scalar(before) || !is_scalar(now) || !same_scalar(w, at, before, now))
		change(w, before, now);
}

void compare_objects(const struct comparer *c, const struct object *before, const struct object *now,
		     struct field_changes *out)
{
	struct walk w = { .c = c,
			  .arena = &c->session->arena,
			  .path = { .arena = &c->session->arena },
			  .out = out };

	compare(&w, (struct spot){ .type = kind_type(c->kinds, now) }, &before->doc, &now->doc);
}

void compare_leaves(const struct comparer *c, const struct object *o, struct field_changes *out)
{
	struct walk w = { .c = c,
			  .arena = &c->session->arena,
			  .path = { .arena = &c->session->arena },
			  .out = out,
			  .leaves = true };

	compare(&w, (struct spot){ .type = kind_type(c->kinds, o) }, NULL, &o->doc);
}
