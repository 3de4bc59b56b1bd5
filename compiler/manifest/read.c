/* Nodes as values of types. What does not fit is reported where it stands; the rest is read all the same. */
#include "manifest/reader.h"

static bool charge(struct manifests *m, uint32_t node)
{
	if (!m->stopped && ++m->visited > m->session->limits[LIMIT_YAML_NODES])
		mistake_limit(m, LIMIT_YAML_NODES, node_span(m, node));
	return !m->stopped;
}

static bool enter(struct manifests *m, uint32_t node)
{
	if (!charge(m, node))
		return false;
	if (m->depth >= m->session->limits[LIMIT_NESTING]) {
		mistake_limit(m, LIMIT_NESTING, node_span(m, node));
		return false;
	}
	m->depth++;
	return true;
}

/* ---- entries of a mapping ----------------------------------------------------------------- */

/* Goes through the entries of a mapping: first its own, then those that `<<` merges into it. */
typedef bool entry_fn(struct manifests *m, void *self, uint32_t key, uint32_t value, bool merged);

static bool is_merge(const struct yaml_node *key)
{
	return key->plain && key->tag == YAML_TAG_NONE && str_eq(key->text, STR("<<"));
}

static void each_entry(struct manifests *m, uint32_t map, entry_fn *take, void *self, bool merged);

static void merge(struct manifests *m, uint32_t value, entry_fn *take, void *self)
{
	uint32_t target = node_target(m, value);
	const struct yaml_node *node = node_at(m, target);

	if (!enter(m, value))
		return;
	if (node->kind == YAML_NODE_MAP) {
		each_entry(m, target, take, self, true);
	} else if (node->kind == YAML_NODE_LIST) {
		for (uint32_t i = target + 1; i < node->next; i = node_at(m, i)->next)
			merge(m, i, take, self);
	} else {
		mistake_merge(m, value);
	}
	m->depth--;
}

static void each_entry(struct manifests *m, uint32_t map, entry_fn *take, void *self, bool merged)
{
	uint32_t end = node_at(m, map)->next, merges = 0;

	for (uint32_t key = map + 1, value; key < end; key = node_at(m, value)->next) {
		uint32_t k = node_target(m, key);

		value = node_at(m, key)->next;
		if (node_at(m, k)->kind != YAML_NODE_SCALAR)
			mistake_key(m, key);
		else if (is_merge(node_at(m, k)))
			merges++;
		else if ((merged && !charge(m, key)) || !take(m, self, key, value, merged))
			return;
	}
	for (uint32_t key = map + 1, value; merges && key < end; key = node_at(m, value)->next) {
		value = node_at(m, key)->next;
		if (is_merge(node_at(m, node_target(m, key))))
			merge(m, value, take, self);
	}
}

/* ---- records ------------------------------------------------------------------------------ */

/* What an object has besides the fields of its type. */
static bool is_of_every_object(const struct shape *s, struct str key)
{
	return s->object &&
	       (str_eq(key, STR("apiVersion")) || str_eq(key, STR("kind")) || str_eq(key, STR("status")));
}

/* Where a record first has a key; the mistake is rare, so that nobody keeps these. */
static struct span first_key(const struct manifests *m, const struct record_reading *r, struct str name)
{
	uint32_t end = node_at(m, r->node)->next, key = r->node + 1;

	while (key < end && !str_eq(node_at(m, node_target(m, key))->text, name))
		key = node_at(m, node_at(m, key)->next)->next;
	return key < end ? node_span(m, key) : r->place->at;
}

static void mark_shared(struct value v)
{
	if (v.kind == VALUE_RECORD)
		v.record->shared = true;
	for (uint32_t i = 0; v.kind == VALUE_LIST && i < v.list->n; i++)
		mark_shared(v.list->items[i]);
}

/* What the model has for a value that is written as there; NULL: it is to be read. */
static const struct value *read_same(struct manifests *m, type_id type, uint32_t node)
{
	const struct read_before *before = read_before(m, type, node);
	uint8_t kind = node_at(m, node)->kind;

	if (!before || (kind != YAML_NODE_SCALAR && kind != YAML_NODE_SAME))
		return NULL;
	m->visited += before->count;
	m->unlike |= m->visited > m->session->limits[LIMIT_YAML_NODES];
	mark_shared(before->value);
	return &before->value;
}

static void write_field(struct record_reading *r, uint32_t i, struct value v)
{
	if (v.kind >= VALUE_LIST)
		r->record->parts |= (uint64_t)1 << i % 64;
	slot_write(r->record, i, v);
}

/* What has no field of its own: nothing is known of the one that it is meant for. */
static void take_other(struct manifests *m, struct record_reading *r, uint32_t key, uint32_t value,
		       bool merged)
{
	struct str name = node_at(m, node_target(m, key))->text;
	bool status = str_eq(name, STR("status"));

	if (is_of_every_object(r->shape, name) && (!status || status_read(m, r->shape, value))) {
		struct span first = first_key(m, r, name), at = node_span(m, key);

		if (!merged && first.beg != at.beg)
			mistake_twice(m, (struct twice){ .key = name, .first = first, .second = at });
		return;
	}
	mistake_field(m, r, key, value);
}

static bool take_field(struct manifests *m, void *self, uint32_t key, uint32_t value, bool merged)
{
	struct record_reading *r = self;
	struct str name = node_at(m, node_target(m, key))->text;
	const struct read_before *before = read_before(m, r->record->type, key);
	int i = before ? (int)before->count : shape_find(r->shape, name, r->hint);

	if (i < 0) {
		take_other(m, r, key, value, merged);
		return !m->stopped;
	}
	const struct shape_field *field = &r->shape->fields[i];
	const struct value *same =
		before && r->record->slots[i].state == SLOT_UNSET ? read_same(m, field->type, value) : NULL;

	if (same) {
		write_field(r, (uint32_t)i, *same);
		return true;
	}
	struct spot place = { r->place,		name,	 -1, node_span(m, key), field->declared,
			      r->shape->custom, r->shape };

	r->hint = (uint32_t)i + 1;
	read_keep(m, key, (struct read_before){ .type = r->record->type, .count = (uint32_t)i });
	if (r->record->slots[i].state != SLOT_UNSET) {
		if (!merged)
			mistake_twice(m, (struct twice){ .key = name,
							 .first = first_key(m, r, name),
							 .second = place.at });
		return true;
	}
	if (field->lacking && !node_is_null(m, value)) {
		minor_check(&m->plain, MINOR_FIELD, field->declared, origin_at(m, place.at));
		slot_write(r->record, (uint32_t)i, value_error());
	} else {
		write_field(r, (uint32_t)i, read_value(m, field->type, &place, value));
	}
	return !m->stopped;
}

/* A field that is written without a value is not there for Kubernetes, but where a schema allows null. */
static void check_required(struct manifests *m, const struct record_reading *r)
{
	for (uint32_t k = 0; k < r->shape->nrequired; k++) {
		uint32_t i = r->shape->required[k];
		struct record_slot *slot = &r->record->slots[i];
		struct span at = origin_get(eval_origins(m->eval), r->record->origin).at;

		if (slot->state != SLOT_UNSET &&
		    (slot->value.kind != VALUE_ABSENT || r->shape->fields[i].nullable))
			continue;
		mistake_missing(m, r->place, r->shape->fields[i].name,
				slot->state == SLOT_UNSET ? at : first_key(m, r, r->shape->fields[i].name));
		slot_write(r->record, i, value_error());
	}
}

struct value read_record(struct manifests *m, type_id type, const struct spot *place, uint32_t node)
{
	const struct shape *s = shape_of(m, type);
	struct record_reading r = { .record = record_new(m->eval, type, origin_at(m, place->at), NULL),
				    .shape = s,
				    .place = place,
				    .around = m->inside,
				    .node = node };

	eval_settle_record(m->eval, r.record);
	if (s->lacking && !minor_check(&m->plain, MINOR_TYPE, s->declared, r.record->origin))
		return value_error();
	r.record->listed = s->listed;
	m->inside = &r;
	each_entry(m, node, take_field, &r, false);
	m->inside = r.around;
	guess_take(m, &r);
	if (!m->stopped)
		check_required(m, &r);
	return value_of_record(r.record, 0);
}

/* ---- maps --------------------------------------------------------------------------------- */

struct map_reading {
	struct value map;
	type_id key, element;
	const struct spot *place;
};

struct value read_empty(struct manifests *m, type_id type, origin_id origin)
{
	switch (bare_type(m, type)->kind) {
	case TYPE_STRING:
		return value_string(m->eval, STR(""), origin);
	case TYPE_INT:
	case TYPE_QUANTITY:
		return value_integer(VALUE_INT, 0, origin);
	case TYPE_BOOL:
		return value_bool(false, origin);
	default:
		return value_absent(origin);
	}
}

/* No snippet shows a value of a Secret, whatever is said of it: up to what stands before the next node. */
static void hide(struct manifests *m, uint32_t value)
{
	uint32_t next = node_at(m, value)->next;
	struct span span = { node_span(m, value).beg,
			     m->base + (next < m->nodes.n ? node_at(m, next)->beg : m->end) };
	struct str text = source_span_text(&m->session->sources, span);

	while (text.n && char_in(text.p[text.n - 1], " \t\r\n"))
		text.n--;
	span.end = span.beg + text.n;
	diag_hide(&m->session->diags, span);
}

/* What was refused of a value of a Secret does not show it: the key tells which one it is. */
static void name_secret(struct manifests *m, uint32_t before, struct str key)
{
	struct diags *ds = &m->session->diags;

	for (uint32_t i = before; i < ds->list.n; i++) {
		if (!str_eq(ds->list.v[i]->code, str_from(diag_infos[DIAG_VALUE_REFUSED].code)))
			continue;
		diag_because(ds, ds->list.v[i], "it is the key `%.*s` of a Secret", STR_ARG(key));
		diag_help(ds, ds->list.v[i], "text as it is belongs under `stringData`");
	}
}

static bool take_entry(struct manifests *m, void *self, uint32_t key, uint32_t value, bool merged)
{
	struct map_reading *r = self;
	const struct yaml_node *k = node_at(m, node_target(m, key));
	struct spot place = {
		r->place, k->text, -1, node_span(m, key), r->place->declared, .custom = r->place->custom
	};
	struct str name = scalar_key(m->arena, k);

	if (!scalar_is_key(k)) {
		mistake_key(m, key);
		return true;
	}
	const struct map_entry *before = map_find(m->eval, r->map.map, name);
	origin_id origin = origin_at(m, place.at);

	if (before) {
		struct span first = origin_get(eval_origins(m->eval), before->key_origin).at;

		if (!merged)
			mistake_twice(m, (struct twice){ place.key, name, STR(""), first, place.at });
		return true;
	}
	if (!merged && !str_eq(k->text, name))
		mistake_otherwise(m, key, name);
	uint32_t told = m->session->diags.list.n;
	struct value v = read_value(m, r->element, &place, value);

	if (v.kind == VALUE_ABSENT)
		v = read_empty(m, r->element, origin);
	if (m->secret) {
		hide(m, value);
		name_secret(m, told, name);
	}
	if (type_get(m->types, r->key)->kind == TYPE_REFINED && !read_before(m, r->map.map->type, key))
		eval_refine(m->eval, r->key, value_string(m->eval, name, origin), place.declared);
	struct map_entry entry = { name, origin, v };

	read_keep(m, key, (struct read_before){ .type = r->map.map->type });
	m->stopped |= !map_add(m->eval, r->map.map, entry, place.declared);
	return !m->stopped;
}

static struct value read_map(struct manifests *m, type_id type, const struct type *t,
			     const struct spot *place, uint32_t node)
{
	bool json = t->kind == TYPE_JSON;
	struct map_reading r = { .map = value_map(m->eval, type, origin_at(m, place->at)),
				 .key = json ? TYPE_STRING : t->a,
				 .element = json ? type : t->b,
				 .place = place };

	each_entry(m, node, take_entry, &r, false);
	eval_settle_map(m->eval, r.map.map);
	return r.map;
}

/* ---- any value ---------------------------------------------------------------------------- */

static bool kind_fits(enum yaml_kind kind, enum type_kind type)
{
	switch (type) {
	case TYPE_RECORD:
	case TYPE_MAP:
		return kind == YAML_NODE_MAP;
	case TYPE_LIST:
	case TYPE_KEYED:
		return kind == YAML_NODE_LIST;
	case TYPE_JSON:
		return true;
	default:
		return kind == YAML_NODE_SCALAR;
	}
}

/* Of an untagged union the first member that such a node can be; scalars choose by what they are. */
static type_id member_for(const struct manifests *m, const struct type *any, uint32_t node)
{
	for (uint32_t i = 0; i < any->count; i++) {
		type_id member = type_key(m->types, any, i);
		enum type_kind kind = type_get(m->types, type_base(m->types, member))->kind;

		if (node_at(m, node)->kind != YAML_NODE_SCALAR && kind_fits(node_at(m, node)->kind, kind))
			return member;
	}
	return 0;
}

static struct value read_inside(struct manifests *m, type_id type, const struct spot *place, uint32_t node)
{
	const struct type *t = type_get(m->types, type);

	if (node_at(m, node)->kind == YAML_NODE_SCALAR) {
		if (t->kind != TYPE_RECORD && t->kind != TYPE_MAP && t->kind != TYPE_LIST &&
		    t->kind != TYPE_KEYED)
			return read_scalar(m, type, place, node);
	} else if (t->kind == TYPE_ANYOF) {
		type_id member = member_for(m, t, node);

		if (member)
			return read_value(m, member, place, node);
	} else if (node_at(m, node)->kind == YAML_NODE_MAP) {
		if (t->kind == TYPE_RECORD)
			return read_record(m, type, place, node);
		if (t->kind == TYPE_MAP || t->kind == TYPE_JSON)
			return read_map(m, type, t, place, node);
	} else if (t->kind == TYPE_LIST || t->kind == TYPE_KEYED || t->kind == TYPE_JSON) {
		return read_list(m, type, t, place, node);
	}
	mistake_type(m, type, place, node);
	return value_error();
}

/* The same small numbers come again and again. */
static struct value refine(struct manifests *m, type_id type, struct value v, node_id declared)
{
	struct passed_integer *seen = &m->passed[((uint32_t)v.integer * 31 + type) % PASSED_INTEGERS];
	bool integer = v.kind == VALUE_INT;

	if (integer && seen->type == type && seen->integer == v.integer)
		return v;
	int64_t before = v.integer;

	v = eval_refine(m->eval, type, v, declared);
	if (integer && v.kind == VALUE_INT)
		*seen = (struct passed_integer){ type, before };
	return v;
}

static struct value read_anew(struct manifests *m, type_id type, const struct spot *place, uint32_t node)
{
	type_id outer = type_unwrap(m->types, type), bare = type_base(m->types, outer);
	uint32_t target = node_target(m, node);

	if (node_is_null(m, target))
		return value_absent(origin_at(m, place->at));
	if (!enter(m, node))
		return value_error();
	m->meant = false;
	struct value v = read_inside(m, bare, place, target);

	m->depth--;
	if (outer != bare && !m->meant && v.kind != VALUE_ERROR && v.kind != VALUE_ABSENT)
		v = v.kind == VALUE_LIST ? read_distinct(m, outer, place, v)
					 : refine(m, outer, v, place->declared);
	return v;
}

struct value read_value(struct manifests *m, type_id type, const struct spot *place, uint32_t node)
{
	const struct value *same = read_same(m, type, node);
	uint64_t visited = m->visited;

	if (same)
		return *same;
	struct value v = read_anew(m, type, place, node);

	read_keep(m, node, (struct read_before){ v, type, (uint32_t)(m->visited - visited) });
	return v;
}
