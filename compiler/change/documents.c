#include "change/documents.h"

#include "yaml/scalar.h"

struct reading {
	struct documents *out;
	struct arena *arena;
	struct yaml_nodes nodes;
	struct yaml_problem *problem;
	uint32_t base;	/* of the source */
	uint64_t left;	/* nodes that may still be made, aliases written out */
	uint32_t depth; /* that may still be entered */
};

static struct doc read_node(struct reading *r, uint32_t node);

static const struct yaml_node *node_at(const struct reading *r, uint32_t node)
{
	return &r->nodes.v[node];
}

static uint32_t target_of(const struct reading *r, uint32_t node)
{
	return node_at(r, node)->kind == YAML_NODE_ALIAS ? node_at(r, node)->target : node;
}

static uint32_t origin_of(const struct reading *r, uint32_t node)
{
	const struct yaml_node *n = node_at(r, node);

	return r->out->origins
		       ? origin_span(r->out->origins, (struct span){ r->base + n->beg, r->base + n->end })
		       : 0;
}

static void stop(struct reading *r, uint32_t node, struct str why)
{
	if (!r->problem->why.n)
		*r->problem = (struct yaml_problem){
			.beg = node_at(r, node)->beg, .end = node_at(r, node)->end, .why = why, .limit = true
		};
	r->left = 0;
}

/* ---- scalars ------------------------------------------------------------------------------- */

static struct doc read_scalar(struct reading *r, uint32_t node)
{
	struct doc d = { .kind = DOC_NULL };
	struct scalar s;

	scalar_read(node_at(r, node), &s);
	switch (s.kind) {
	case SCALAR_NULL:
		break;
	case SCALAR_BOOL:
		d = (struct doc){ .kind = DOC_BOOL, .boolean = s.boolean };
		break;
	case SCALAR_INT:
		d = (struct doc){ .kind = DOC_INT, .integer = s.integer };
		break;
	case SCALAR_FLOAT:
		d = (struct doc){ .kind = DOC_FLOAT, .number = s.number };
		break;
	case SCALAR_STRING:
		d = (struct doc){ .kind = DOC_STRING, .string = arena_str(r->arena, node_at(r, node)->text) };
		break;
	}
	return d;
}

/* ---- collections --------------------------------------------------------------------------- */

static struct doc read_list(struct reading *r, uint32_t list)
{
	VEC(struct doc) items = { 0 };

	for (uint32_t i = list + 1; i < node_at(r, list)->next && r->left; i = node_at(r, i)->next)
		vec_push(r->arena, &items, read_node(r, i));
	return (struct doc){ .kind = DOC_LIST, .list = { items.v, items.n } };
}

struct entries {
	VEC(struct doc_entry) v;
};

static bool is_merge(const struct yaml_node *key)
{
	return key->plain && key->tag == YAML_TAG_NONE && str_eq(key->text, STR("<<"));
}

static void read_entries(struct reading *r, uint32_t map, struct entries *out)
{
	for (uint32_t key = map + 1; key < node_at(r, map)->next && r->left;) {
		uint32_t k = target_of(r, key), value = node_at(r, key)->next, v = target_of(r, value);

		if (is_merge(node_at(r, k)) && node_at(r, v)->kind == YAML_NODE_MAP && r->depth) {
			r->depth--;
			r->left--; /* a map that holds nothing but others costs, too */
			read_entries(r, v, out);
			r->depth++;
		} else if (node_at(r, k)->kind == YAML_NODE_SCALAR) {
			struct str name = scalar_key(r->arena, node_at(r, k));
			struct doc doc = read_node(r, value);

			vec_push(r->arena, &out->v, (struct doc_entry){ arena_str(r->arena, name), doc });
		}
		key = node_at(r, value)->next;
	}
}

static struct doc read_map(struct reading *r, uint32_t map)
{
	struct entries entries = { 0 };

	read_entries(r, map, &entries);
	return (struct doc){ .kind = DOC_MAP, .map = { entries.v.v, entries.v.n } };
}

static struct doc read_node(struct reading *r, uint32_t node)
{
	uint32_t target = target_of(r, node);
	struct doc d = { .kind = DOC_NULL };

	if (!r->left || !r->depth) {
		stop(r, node, STR("it is too large, or nested too deeply"));
		return d;
	}
	r->left--;
	r->depth--;
	if (node_at(r, target)->kind == YAML_NODE_LIST)
		d = read_list(r, target);
	else if (node_at(r, target)->kind == YAML_NODE_MAP)
		d = read_map(r, target);
	else
		d = read_scalar(r, target);
	r->depth++;
	d.origin = origin_of(r, node);
	return d;
}

/* ---- sources ------------------------------------------------------------------------------- */

static void read_part(struct reading *r)
{
	for (uint32_t i = 0; i < r->nodes.n && r->left; i = node_at(r, i)->next)
		vec_push(r->arena, &r->out->list, read_node(r, i));
	if (!r->left && r->nodes.n)
		stop(r, 0, STR("it is too large"));
}

bool documents_read(struct documents *d, uint32_t source, struct yaml_problem *problem)
{
	struct session *s = d->session;
	struct yaml_input in = { .session = s, .text = source_text(&s->sources, source) };
	struct reading r = { .out = d,
			     .arena = &s->arena,
			     .problem = problem,
			     .base = source_get(&s->sources, source)->base,
			     .left = s->limits[LIMIT_YAML_NODES],
			     .depth = (uint32_t)s->limits[LIMIT_NESTING] };
	struct yaml_part part = { 0 };

	*problem = (struct yaml_problem){ 0 };
	if (!yaml_check_bytes(&in, problem))
		return false;
	while (yaml_next_part(in.text, &part)) {
		if (!yaml_read(&in, part, &r.nodes, problem))
			return false;
		read_part(&r);
		if (problem->why.n)
			return false;
	}
	return true;
}
