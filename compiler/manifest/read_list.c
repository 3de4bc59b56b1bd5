/* Lists as values of types. */
#include "manifest/reader.h"

struct span read_element_span(const struct manifests *m, uint32_t node)
{
	const struct yaml_node *n = node_at(m, node);
	struct span at = node_span(m, node);

	if (n->kind != YAML_NODE_MAP || n->flow || n->next == node + 1)
		return at;
	const struct yaml_node *key = node_at(m, node + 1), *value = node_at(m, key->next);

	at = (struct span){ m->base + key->beg, m->base + key->end };
	if (key->kind == YAML_NODE_SCALAR && value->kind == YAML_NODE_SCALAR && value->end > value->beg)
		at.end = m->base + value->end;
	return at;
}

/* What of its key an element has: `80 TCP`. */
static struct str key_text(struct manifests *m, const struct type *keyed, struct record_value *element)
{
	struct buf text = { .arena = m->arena };

	for (uint32_t k = 0; k < keyed->count; k++) {
		int i = type_find_field(m->types, element->type, type_key(m->types, keyed, k));
		struct value v = i < 0 ? value_absent(0) : eval_field(m->eval, element, (uint32_t)i);

		if (k > 0 && v.kind == VALUE_ABSENT)
			v = eval_key_default(m->eval, value_of_record(element, 0),
					     type_key(m->types, keyed, k));
		if (v.kind == VALUE_ABSENT || v.kind == VALUE_ERROR)
			continue;
		if (keyed->count == 1 && v.kind == VALUE_STRING)
			return *v.string;
		if (text.n)
			buf_char(&text, ' ');
		buf_add(&text, value_display(m->program, m->arena, v));
	}
	return buf_str(&text);
}

/* The elements of a keyed list have different keys. */
static void check_keys(struct manifests *m, const struct type *keyed, const struct spot *place,
		       const struct list_value *list)
{
	struct map_value *keys = list->n > 1 ? value_map(m->eval, 0, 0).map : NULL;

	for (uint32_t i = 0; keys && i < list->n; i++) {
		if (list->items[i].kind != VALUE_RECORD)
			continue;
		struct str key = key_text(m, keyed, list->items[i].record);
		struct map_entry entry = { key, list->items[i].origin, value_absent(0) };
		struct origins *o = eval_origins(m->eval);

		if (!key.n)
			continue; /* that it is missing is said already */
		const struct map_entry *before = map_find(m->eval, keys, key);

		if (before)
			mistake_twice(m, (struct twice){ .key = entry.key,
							 .list = place->key,
							 .first = origin_get(o, before->key_origin).at,
							 .second = origin_get(o, entry.key_origin).at });
		else
			map_add(m->eval, keys, entry, 0);
	}
}

/* The first of these values that is there twice, and those without it; false if there is none. */
static bool take_twice(struct manifests *m, const struct spot *place, const struct list_value *list,
		       struct twice *out, struct value *rest)
{
	struct value *items = arena_new(m->arena, struct value, list->n);
	struct map_value *seen = value_map(m->eval, 0, 0).map;
	struct origins *o = eval_origins(m->eval);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < list->n; i++) {
		struct str key = value_display(m->program, m->arena, list->items[i]);
		const struct map_entry *before = map_find(m->eval, seen, key);

		if (!before) {
			map_add(m->eval, seen,
				(struct map_entry){ key, list->items[i].origin, value_absent(0) }, 0);
			items[kept++] = list->items[i];
		} else if (kept == i) {
			*out = (struct twice){ .key = key,
					       .list = place->key,
					       .first = origin_get(o, before->key_origin).at,
					       .second = origin_get(o, list->items[i].origin).at };
		}
	}
	*rest = value_list(m->eval, list->type, items, kept, 0);
	return kept < list->n;
}

/* A list that is refused only since it holds something twice is told so there. */
struct value read_distinct(struct manifests *m, type_id type, const struct spot *place, struct value v)
{
	struct diag_mark mark = diags_mark(&m->session->diags);
	struct value refined = eval_refine(m->eval, type, v, place->declared), rest;
	struct twice twice;

	if (refined.kind != VALUE_ERROR || !take_twice(m, place, v.list, &twice, &rest))
		return refined;
	struct diag_mark told = diags_mark(&m->session->diags);

	rest = eval_refine(m->eval, type, rest, place->declared);
	if (rest.kind == VALUE_ERROR) {
		diags_release(&m->session->diags, told);
		return refined;
	}
	diags_release(&m->session->diags, mark);
	mistake_twice(m, twice);
	return refined;
}

static uint32_t count_children(const struct manifests *m, uint32_t list)
{
	uint32_t n = 0;

	for (uint32_t i = list + 1; i < node_at(m, list)->next; i = node_at(m, i)->next)
		n++;
	return n;
}

/* An element of nothing: an empty one of Kubernetes' own types, and a wrong one for a schema. */
static struct value read_nothing(struct manifests *m, type_id element, const struct spot *place,
				 uint32_t node)
{
	type_id bare = bare_id(m, element);
	enum type_kind kind = type_get(m->types, bare)->kind;

	if (kind == TYPE_JSON)
		return value_absent(0);
	if (place->custom || kind == TYPE_UNION) {
		mistake_type(m, element, place, node);
		return value_error();
	}
	return kind == TYPE_RECORD ? read_record(m, bare, place, node)
				   : read_empty(m, element, origin_at(m, place->at));
}

static struct value read_element(struct manifests *m, type_id element, const struct spot *place,
				 uint32_t node)
{
	struct value v = read_value(m, element, place, node);

	return v.kind == VALUE_ABSENT && !m->stopped ? read_nothing(m, element, place, node) : v;
}

struct value read_list(struct manifests *m, type_id type, const struct type *t, const struct spot *place,
		       uint32_t node)
{
	uint32_t n = count_children(m, node), kept = 0;
	struct value *items = arena_new(m->arena, struct value, n);
	type_id element = t->kind == TYPE_JSON ? type : t->a;

	if (n > m->session->limits[LIMIT_ELEMENTS]) {
		mistake_limit(m, LIMIT_ELEMENTS, place->at);
		return value_error();
	}
	for (uint32_t i = node + 1, at = 0; i < node_at(m, node)->next && !m->stopped;
	     i = node_at(m, i)->next) {
		struct spot inner = { place,	       STR(""),	      at++, read_element_span(m, i),
				      place->declared, place->custom, NULL };
		struct value v = read_element(m, element, &inner, i);

		if (v.kind != VALUE_ABSENT)
			items[kept++] = v;
	}
	struct value list = value_list(m->eval, type, items, kept, origin_at(m, place->at));

	if (t->kind == TYPE_KEYED)
		check_keys(m, t, place, list.list);
	return list;
}
