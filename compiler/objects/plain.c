#include "objects/plain.h"

#include "base/utf8.h"
#include "formats/quantity.h"
#include "objects/minor.h"

#include <math.h>
#include <stdlib.h>

struct span plain_library_span(struct eval *e, struct session *s, origin_id origin)
{
	struct origin_leaves leaves;

	origin_leaves(eval_origins(e), &s->arena, origin, &leaves);
	return leaves.library.n ? leaves.library.v[0] : (struct span){ 0 };
}

struct span plain_span(struct eval *e, struct session *s, origin_id origin)
{
	const struct origins *origins = eval_origins(e);
	struct origin_leaves leaves;

	origin_leaves(origins, &s->arena, origin, &leaves);
	if (leaves.spans.n)
		return leaves.spans.v[0];
	struct span block = origin_user_block(origins, origin);

	return block.end ? block : plain_library_span(e, s, origin);
}

/* ---- refusals ------------------------------------------------------------------------------ */

/* Reports what an object cannot hold; always false. The library is to blame, so its place is shown, too. */
static bool refuse(struct plain *p, struct value v, const char *what, const char *help)
{
	struct diags *ds = &p->session->diags;
	struct span at = plain_span(p->eval, p->session, v.origin);
	struct span library = plain_library_span(p->eval, p->session, v.origin);
	struct diag *d = diag_add(ds, DIAG_OBJECT_SHAPE, at, "%s cannot stand in a Kubernetes object", what);

	if (library.end && library.beg != at.beg)
		diag_label(ds, d, library, "written here, in the library");
	if (help)
		diag_help(ds, d, "%s", help);
	return false;
}

static bool exceed(struct plain *p, struct value v, enum limit limit)
{
	const struct limit_info *info = &limit_infos[limit];

	diag_add(&p->session->diags, DIAG_LIMIT, plain_span(p->eval, p->session, v.origin),
		 "%s: more than %llu %s", info->what, (unsigned long long)p->session->limits[limit],
		 info->unit);
	return false;
}

/* Counts bytes of an object. A value that is used many times is written as often, so this bounds the work. */
static bool charge(struct plain *p, struct value v, uint64_t bytes)
{
	p->bytes += bytes;
	p->total += bytes;
	if (p->bytes > p->session->limits[LIMIT_OBJECT_BYTES])
		return exceed(p, v, LIMIT_OBJECT_BYTES);
	return p->total <= p->session->limits[LIMIT_VALUE_BYTES] || exceed(p, v, LIMIT_VALUE_BYTES);
}

/* Kinds of values that objects cannot hold. */
static const struct {
	const char *what, *help;
} unfit[] = {
	[VALUE_DURATION] = { "a Duration", "say in which unit: `seconds(…)`, `milliseconds(…)`" },
	[VALUE_PERCENT] = { "a Percent", "make it a string or a number: \"${…}\", `percent(…)`" },
	[VALUE_SECRET] = { "a Secret", "refer to it by its members `.name` and `.key`" },
	[VALUE_RANGE] = { "a Range", "take its ends: `.min`, `.max`" },
	[VALUE_OVERRIDES] = { "an Overrides", NULL },
	[VALUE_ALLOW] = { "an Allow", NULL },
};

/* ---- scalars ------------------------------------------------------------------------------- */

static bool text_doc(struct plain *p, struct value v, struct str text, struct doc *out)
{
	if (utf8_find_bad(text) >= 0)
		return refuse(p, v, "a string that is not UTF-8", NULL);
	*out = (struct doc){ .kind = DOC_STRING, .origin = v.origin, .string = text };
	return charge(p, v, (uint64_t)text.n + 2);
}

static bool number_doc(struct plain *p, struct value v, struct doc *out)
{
	if (!isfinite(v.number))
		return refuse(p, v, "a number that is not finite", NULL);
	*out = (struct doc){ .kind = DOC_FLOAT, .origin = v.origin, .number = v.number };
	return charge(p, v, sizeof v.number);
}

static bool integer_doc(struct plain *p, struct value v, bool quantity, struct doc *out)
{
	struct arena *a = &p->session->arena;

	if (quantity) {
		struct quantity q = quantity_of(a, v.integer, 0, QUANTITY_DECIMAL);

		return text_doc(p, v, quantity_text(a, &q), out);
	}
	*out = (struct doc){ .kind = DOC_INT, .origin = v.origin, .integer = v.integer };
	return charge(p, v, sizeof v.integer);
}

static bool tag_doc(struct plain *p, struct value v, struct doc *out)
{
	const struct types *types = &p->program->types;
	const struct type *u = type_get(types, v.tag->type);

	if (v.tag->payload.kind != VALUE_ABSENT)
		return refuse(p, v, "a tag with fields", NULL);
	const struct alternative *tag = type_alternative(types, u, v.tag->index);
	struct str name = name_text(&p->session->names, tag->name);

	p->refused |= !minor_check(p, MINOR_TAG, tag->node, v.origin);
	return text_doc(p, v, arena_str(&p->session->arena, name), out);
}

/* ---- the type of a place ------------------------------------------------------------------- */

/* Whether a value can be of a type, as far as its kind tells. Only what changes the output matters:
 * which list is keyed, and what is a quantity. */
static bool kind_fits(struct value v, const struct type *t)
{
	switch ((enum value_kind)v.kind) {
	case VALUE_BYTES:
	case VALUE_CPU:
		return t->kind == TYPE_QUANTITY;
	case VALUE_INT:
		return t->kind == TYPE_INT;
	case VALUE_LIST:
		return t->kind == TYPE_LIST || t->kind == TYPE_KEYED;
	case VALUE_MAP:
		return t->kind == TYPE_MAP;
	default:
		return false;
	}
}

/* The type that says how the value is written: without optionals, refinements and untagged unions. */
static const struct type *place_type(const struct plain *p, struct value v, type_id expected)
{
	const struct types *types = &p->program->types;
	const struct type *t = type_get(types, type_base(types, type_unwrap(types, expected)));
	const struct type *quantity = NULL;

	if (t->kind != TYPE_ANYOF)
		return t;
	for (uint32_t i = 0; i < t->count; i++) {
		const struct type *member = type_get(types, type_base(types, type_key(types, t, i)));

		if (kind_fits(v, member))
			return member;
		if (member->kind == TYPE_QUANTITY)
			quantity = member;
	}
	return v.kind == VALUE_INT && quantity ? quantity : type_get(types, 0);
}

/* ---- order of keys ------------------------------------------------------------------------- */

static int entry_cmp(const void *x, const void *y)
{
	const struct doc_entry *a = x, *b = y;

	return str_cmp(a->key, b->key);
}

enum { FEW_ENTRIES = 24 };

/* The few entries that most maps have stand in order already, or nearly so. */
static void sort_few(struct doc_entry *v, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++) {
		if (entry_cmp(&v[i - 1], &v[i]) <= 0)
			continue;
		struct doc_entry moved = v[i];
		uint32_t k = i;

		for (; k > 0 && entry_cmp(&v[k - 1], &moved) > 0; k--)
			v[k] = v[k - 1];
		v[k] = moved;
	}
}

static void sort_entries(struct doc *map)
{
	if (map->map.n <= FEW_ENTRIES)
		sort_few(map->map.entries, map->map.n);
	else
		qsort(map->map.entries, map->map.n, sizeof *map->map.entries, entry_cmp);
}

void plain_order(struct doc *map, const struct str *first, uint32_t n)
{
	struct doc_entry *entries = map->map.entries;

	for (uint32_t k = n; k > 0; k--) {
		uint32_t i = 0;

		while (i < map->map.n && !str_eq(entries[i].key, first[k - 1]))
			i++;
		if (i == map->map.n)
			continue;
		struct doc_entry found = entries[i];

		for (; i > 0; i--)
			entries[i] = entries[i - 1];
		entries[0] = found;
	}
}

/* ---- collections --------------------------------------------------------------------------- */

static bool add_entry(struct plain *p, struct doc *map, struct str key, struct value v, type_id expected)
{
	struct doc_entry *entry = &map->map.entries[map->map.n];

	if (v.kind == VALUE_ABSENT)
		return true;
	entry->key = key;
	if (!charge(p, v, (uint64_t)key.n + 4) || !plain_doc(p, v, expected, &entry->value))
		return false;
	map->map.n++;
	return true;
}

static void add_text(struct doc *map, const char *key, struct str text, origin_id origin)
{
	map->map.entries[map->map.n++] =
		(struct doc_entry){ str_from(key), { .kind = DOC_STRING, .origin = origin, .string = text } };
}

bool plain_k8s(const struct program *p, type_id record, struct str *api_version, struct str *kind)
{
	const struct type *t = type_get(&p->types, record);
	node_id attr = t->decl ? ast_attr(&p->ast, t->decl, "k8s") : 0;

	if (!attr || ast_child_count(&p->ast, attr) < 2)
		return false;
	*api_version = ast_text(&p->ast, ast_child(&p->ast, attr, 0));
	*kind = ast_text(&p->ast, ast_child(&p->ast, attr, 1));
	return true;
}

static uint32_t count_set(const struct types *types, const struct type *t, const struct record_value *r)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->count; i++)
		n += !eval_is_unset(r, i, type_field(types, t, i));
	return n;
}

static bool record_doc(struct plain *p, struct value v, struct doc *out)
{
	static const struct str head[] = { { "apiVersion", 10 }, { "kind", 4 }, { "metadata", 8 } };
	struct arena *a = &p->session->arena;
	const struct types *types = &p->program->types;
	const struct type *t = type_get(types, v.record->type);
	struct str api_version, kind;
	bool ok = true, object = plain_k8s(p->program, v.record->type, &api_version, &kind);

	if (!minor_check(p, MINOR_TYPE, t->decl, v.origin)) {
		p->refused = true; /* its fields need not be asked for */
		return true;
	}
	out->map.entries = arena_new(a, struct doc_entry, count_set(types, t, v.record) + 2 * object);
	if (object) {
		add_text(out, "apiVersion", arena_str(a, api_version), v.origin);
		add_text(out, "kind", arena_str(a, kind), v.origin);
	}
	for (uint32_t i = 0; ok && i < t->count; i++) {
		const struct field *f = type_field(types, t, i);

		if (eval_is_unset(v.record, i, f))
			continue;
		struct value field = eval_field(p->eval, v.record, i);

		if (field.kind == VALUE_ABSENT)
			continue;
		if (!minor_check(p, MINOR_FIELD, f->node, field.origin)) {
			p->refused = true;
			continue;
		}
		ok = add_entry(p, out, name_kept(&p->session->names, f->name, a), field, f->type);
	}
	sort_entries(out);
	if (object)
		plain_order(out, head, sizeof head / sizeof *head);
	return ok;
}

static bool map_doc(struct plain *p, struct value v, type_id element, struct doc *out)
{
	const struct map_value *map = v.map;
	bool ok = true;

	out->map.entries = arena_new(&p->session->arena, struct doc_entry, map->n);
	for (uint32_t i = 0; ok && i < map->n; i++) {
		struct map_entry *entry = &map->entries[i];

		ok = entry->value.kind == VALUE_ABSENT || utf8_find_bad(entry->key) < 0
			     ? add_entry(p, out, entry->key, entry->value, element)
			     : refuse(p, entry->value, "a key that is not UTF-8", NULL);
	}
	sort_entries(out);
	return ok;
}

/* The merge keys of a keyed list, as texts. */
static uint32_t merge_keys(struct plain *p, const struct type *list, struct str **out)
{
	struct arena *a = &p->session->arena;

	if (list->kind != TYPE_KEYED)
		return 0;
	*out = arena_new(a, struct str, list->count);
	for (uint32_t i = 0; i < list->count; i++)
		(*out)[i] = name_kept(&p->session->names, type_key(&p->program->types, list, i), a);
	return list->count;
}

static bool list_doc(struct plain *p, struct value v, const struct type *place, struct doc *out)
{
	struct str *keys = NULL;
	uint32_t nkeys = merge_keys(p, place, &keys);
	type_id element = place->kind == TYPE_LIST || place->kind == TYPE_KEYED ? place->a : 0;

	out->list.items = arena_new(&p->session->arena, struct doc, v.list->n);
	for (uint32_t i = 0; i < v.list->n; i++) {
		struct doc *item = &out->list.items[out->list.n];

		if (v.list->items[i].kind == VALUE_ABSENT)
			continue;
		if (!charge(p, v, 1) || !plain_doc(p, v.list->items[i], element, item))
			return false;
		if (item->kind == DOC_MAP)
			plain_order(item, keys, nkeys);
		out->list.n++;
	}
	return true;
}

/* ---- values -------------------------------------------------------------------------------- */

static bool collection_doc(struct plain *p, struct value v, const struct type *place, struct doc *out)
{
	bool ok = false;

	*out = (struct doc){ .kind = v.kind == VALUE_LIST ? DOC_LIST : DOC_MAP, .origin = v.origin };
	if (!charge(p, v, 2))
		return false;
	if (p->depth >= p->session->limits[LIMIT_NESTING])
		return exceed(p, v, LIMIT_NESTING);
	p->depth++;
	if (v.kind == VALUE_LIST)
		ok = list_doc(p, v, place, out);
	else if (v.kind == VALUE_MAP)
		ok = map_doc(p, v, place->kind == TYPE_MAP ? place->b : 0, out);
	else
		ok = record_doc(p, v, out);
	p->depth--;
	return ok;
}

bool plain_doc(struct plain *p, struct value v, type_id expected, struct doc *out)
{
	const struct type *place = place_type(p, v, expected);
	struct arena *a = &p->session->arena;

	switch ((enum value_kind)v.kind) {
	case VALUE_ABSENT:
		*out = (struct doc){ .kind = DOC_NULL, .origin = v.origin };
		return charge(p, v, sizeof "null" - 1);
	case VALUE_ERROR:
		return false;
	case VALUE_BOOL:
		*out = (struct doc){ .kind = DOC_BOOL, .origin = v.origin, .boolean = v.boolean };
		return charge(p, v, sizeof "false" - 1);
	case VALUE_INT:
		return integer_doc(p, v, place->kind == TYPE_QUANTITY, out);
	case VALUE_FLOAT:
		return number_doc(p, v, out);
	case VALUE_STRING:
	case VALUE_VERSION:
		return text_doc(p, v, *v.string, out);
	case VALUE_BYTES:
		return text_doc(p, v, quantity_of_bytes(a, v.integer, v.flags & VALUE_F_DECIMAL), out);
	case VALUE_CPU:
		return text_doc(p, v, quantity_of_cpu(a, v.integer), out);
	case VALUE_LIST:
	case VALUE_MAP:
	case VALUE_RECORD:
		return collection_doc(p, v, place, out);
	case VALUE_TAG:
		return tag_doc(p, v, out);
	case VALUE_DURATION:
	case VALUE_PERCENT:
	case VALUE_SECRET:
	case VALUE_RANGE:
	case VALUE_OVERRIDES:
	case VALUE_ALLOW:
		break;
	}
	return refuse(p, v, unfit[v.kind].what, unfit[v.kind].help);
}
