/*
 * pack(pods, nodes): from records to the arrays of pack/, and back. Groups of nodes that are one pool
 * in one zone become one number each, and so do resources, by their names.
 */
#include "eval/eval_internal.h"

#include "pack/pack.h"

enum { BUDGET = 100000 }; /* steps of the exact search: some ten milliseconds */

struct names_of { /* numbers by name, in order of appearance */
	VEC(struct str) v;
};

struct reading {
	const struct builtin_call *call;
	struct names_of pods, pools, resources, zones;
	struct pack_pods *groups;
	struct pack_nodes *nodes;
	uint32_t *pool_of; /* by group of nodes */
	bool failed;
};

/* ---- names ---- */

static int64_t number_of(const struct names_of *names, struct str name)
{
	for (uint32_t i = 0; i < names->v.n; i++) {
		if (str_eq(names->v.v[i], name))
			return i;
	}
	return -1;
}

static uint32_t name_add(struct reading *r, struct names_of *names, struct str name)
{
	int64_t known = number_of(names, name);

	if (known >= 0)
		return (uint32_t)known;
	vec_push(r->call->e->arena, &names->v, name);
	return names->v.n - 1;
}

/* ---- reading ---- */

static struct value field(struct reading *r, struct value record, const char *name)
{
	struct value v = eval_field_named(r->call->e, record.record, name);

	r->failed = r->failed || v.kind == VALUE_ERROR;
	return v;
}

static int64_t integer(struct reading *r, struct value record, const char *name)
{
	struct value v = field(r, record, name);

	return v.kind == VALUE_INT && v.integer > 0 ? v.integer : 0;
}

static bool flag(struct reading *r, struct value record, const char *name)
{
	struct value v = field(r, record, name);

	return v.kind == VALUE_BOOL && v.boolean;
}

static struct str text(struct reading *r, struct value record, const char *name)
{
	struct value v = field(r, record, name);

	return v.kind == VALUE_STRING ? *v.string : STR("");
}

/* Whether a list of names has this one; `otherwise` where there is no list. */
static bool lists(struct value list, struct str name, bool otherwise)
{
	if (list.kind != VALUE_LIST)
		return otherwise;
	for (uint32_t i = 0; i < list.list->n; i++) {
		if (list.list->items[i].kind == VALUE_STRING && str_eq(*list.list->items[i].string, name))
			return true;
	}
	return false;
}

static void find_resources(struct reading *r, struct value list, const char *map)
{
	for (uint32_t i = 0; i < list.list->n; i++) {
		struct value amounts = field(r, list.list->items[i], map);

		for (uint32_t j = 0; amounts.kind == VALUE_MAP && j < amounts.map->n; j++)
			name_add(r, &r->resources, amounts.map->entries[j].key);
	}
}

static const int64_t *read_amounts(struct reading *r, struct value record, const char *map, int64_t otherwise)
{
	int64_t *amounts = arena_new(r->call->e->arena, int64_t, r->resources.v.n + 1);
	struct value v = field(r, record, map);

	for (uint32_t i = 0; i < r->resources.v.n; i++) {
		struct map_entry *entry =
			v.kind == VALUE_MAP ? map_find(r->call->e, v.map, r->resources.v.v[i]) : NULL;

		amounts[i] = entry && entry->value.kind == VALUE_INT ? entry->value.integer : otherwise;
	}
	return amounts;
}

static void read_nodes(struct reading *r, struct value list)
{
	struct arena *a = r->call->e->arena;

	r->nodes = arena_new(a, struct pack_nodes, list.list->n);
	r->pool_of = arena_new(a, uint32_t, list.list->n);
	for (uint32_t i = 0; i < list.list->n; i++) {
		struct value v = list.list->items[i], zone = field(r, v, "zone");

		r->pool_of[i] = name_add(r, &r->pools, text(r, v, "pool"));
		r->nodes[i] = (struct pack_nodes){ .count = integer(r, v, "count"),
						   .free = read_amounts(r, v, "free", PACK_UNLIMITED),
						   .zone = zone.kind == VALUE_STRING
								   ? name_add(r, &r->zones, *zone.string)
								   : PACK_NO_ZONE };
	}
}

static const bool *read_takes(struct reading *r, struct value v, uint32_t nodes)
{
	bool *takes = arena_new(r->call->e->arena, bool, nodes);
	struct value pools = field(r, v, "pools"), zones = field(r, v, "zones");

	for (uint32_t i = 0; i < nodes; i++) {
		uint32_t zone = r->nodes[i].zone;

		takes[i] = lists(pools, r->pools.v.v[r->pool_of[i]], true) &&
			   (zone == PACK_NO_ZONE ? zones.kind != VALUE_LIST
						 : lists(zones, r->zones.v.v[zone], true));
	}
	return takes;
}

static const bool *read_groups(struct reading *r, struct value v, const char *name)
{
	bool *groups = arena_new(r->call->e->arena, bool, r->pods.v.n);
	struct value list = field(r, v, name);

	for (uint32_t i = 0; i < r->pods.v.n; i++)
		groups[i] = lists(list, r->pods.v.v[i], false);
	return groups;
}

static bool has_entries(struct value v)
{
	return v.kind == VALUE_MAP && v.map->n;
}

/* What pods ask for at once and later, together. */
static const int64_t *read_requests(struct reading *r, struct value v, const int64_t *later)
{
	const int64_t *at_once = read_amounts(r, v, "requests", 0);
	int64_t *all = arena_new(r->call->e->arena, int64_t, r->resources.v.n + 1);

	for (uint32_t i = 0; i < r->resources.v.n; i++)
		all[i] = at_once[i] > INT64_MAX - later[i] ? INT64_MAX : at_once[i] + later[i];
	return all;
}

static void read_pods(struct reading *r, struct value list, uint32_t nodes)
{
	r->groups = arena_new(r->call->e->arena, struct pack_pods, list.list->n);
	for (uint32_t i = 0; i < list.list->n; i++)
		vec_push(r->call->e->arena, &r->pods.v, text(r, list.list->items[i], "name"));
	for (uint32_t i = 0; i < list.list->n; i++) {
		struct value v = list.list->items[i];
		const int64_t *later = read_amounts(r, v, "later", 0);

		r->groups[i] = (struct pack_pods){ .count = integer(r, v, "count"),
						   .request = read_requests(r, v, later),
						   .later = has_entries(field(r, v, "later")) ? later : NULL,
						   .takes = read_takes(r, v, nodes),
						   .apart = read_groups(r, v, "apart"),
						   .zones_apart = read_groups(r, v, "zones_apart"),
						   .settled = flag(r, v, "settled"),
						   .skew = integer(r, v, "skew"),
						   .min_zones = (uint32_t)integer(r, v, "min_zones") };
	}
}

/* ---- writing ---- */

static void set(const struct builtin_call *c, struct record_value *record, const char *name, struct value v)
{
	int i = type_find_field(c->e->types, record->type, name_find(&c->e->session->names, str_from(name)));

	if (i >= 0)
		slot_write(record, (uint32_t)i, v);
}

/* The type of a field; of a list that of its elements. */
static type_id field_type(const struct builtin_call *c, type_id record, const char *name, bool element)
{
	const struct types *types = c->e->types;
	int i = type_find_field(types, record, name_find(&c->e->session->names, str_from(name)));
	type_id type =
		i < 0 ? 0
		      : eval_bare_type(c->e, type_field(types, type_get(types, record), (uint32_t)i)->type);

	return type && element ? eval_bare_type(c->e, type_get(types, type)->a) : type;
}

static struct value make_placed(const struct builtin_call *c, const struct reading *r, type_id type,
				uint32_t g, uint32_t n, int64_t count)
{
	struct record_value *record = record_new(c->e, type, builtin_origin(c), NULL);
	uint32_t zone = r->nodes[n].zone;

	set(c, record, "pods", builtin_string(c, r->pods.v.v[g]));
	set(c, record, "pool", builtin_string(c, r->pools.v.v[r->pool_of[n]]));
	if (zone != PACK_NO_ZONE)
		set(c, record, "zone", builtin_string(c, r->zones.v.v[zone]));
	set(c, record, "count", builtin_int(c, count));
	return value_of_record(record, 0);
}

static struct value make_placement(const struct builtin_call *c, const struct reading *r, type_id record,
				   const struct pack_problem *p, const struct pack_answer *answer)
{
	type_id list = field_type(c, record, "placed", false), type = field_type(c, record, "placed", true);
	VEC(struct value) items = { 0 };

	for (uint32_t g = 0; g < p->npods; g++) {
		for (uint32_t n = 0; n < p->nnodes; n++) {
			int64_t count = answer->placed[(size_t)g * p->nnodes + n];

			if (count)
				vec_push(c->e->arena, &items, make_placed(c, r, type, g, n, count));
		}
	}
	return value_list(c->e, list, items.v, items.n, builtin_origin(c));
}

/* The names of the groups that are marked, each once. */
static struct value make_names(const struct builtin_call *c, type_id list, const struct names_of *names,
			       const bool *marked, const uint32_t *name_of, uint32_t n)
{
	bool *wanted = arena_new(c->e->arena, bool, names->v.n);
	VEC(struct value) items = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		if (marked[i])
			wanted[name_of ? name_of[i] : i] = true;
	}
	for (uint32_t i = 0; i < names->v.n; i++) {
		if (wanted[i])
			vec_push(c->e->arena, &items, builtin_string(c, names->v.v[i]));
	}
	return value_list(c->e, list, items.v, items.n, builtin_origin(c));
}

static const char *const reasons[] = {
	[PACK_NO_NODES] = "no_nodes", [PACK_TOO_LARGE] = "too_large", [PACK_TOO_FEW] = "too_few",
	[PACK_ALONE] = "alone",	      [PACK_SKEW] = "uneven",	      [PACK_SUM] = "sum",
	[PACK_TRIED] = "tried",
};

static struct value make_tag(const struct builtin_call *c, type_id type, const char *name,
			     struct value payload)
{
	int i = type_find_alternative(c->e->types, type, name_find(&c->e->session->names, str_from(name)));

	return i < 0 ? builtin_failed(c, "the library's type for the answer lacks a tag")
		     : value_tag(c->e, type, (uint32_t)i, payload, builtin_origin(c));
}

static void set_proof(const struct builtin_call *c, const struct reading *r, struct record_value *record,
		      const struct pack_problem *p, const struct pack_proof *proof)
{
	bool about = proof->reason == PACK_TOO_LARGE || proof->reason == PACK_SUM;
	type_id list = field_type(c, record->type, "pods", false);

	set(c, record, "reason",
	    make_tag(c, field_type(c, record->type, "reason", false), reasons[proof->reason],
		     value_absent(builtin_origin(c))));
	set(c, record, "resource", builtin_string(c, about ? r->resources.v.v[proof->resource] : STR("")));
	set(c, record, "wanted", builtin_int(c, proof->wanted));
	set(c, record, "offered", builtin_int(c, proof->offered));
	set(c, record, "pods", make_names(c, list, &r->pods, proof->pods, NULL, p->npods));
	set(c, record, "pools", make_names(c, list, &r->pools, proof->nodes, r->pool_of, p->nnodes));
}

static struct value make_answer(const struct builtin_call *c, const struct reading *r,
				const struct pack_problem *p, const struct pack_answer *answer)
{
	static const char *const tags[] = { [PACK_ALWAYS] = "always",
					    [PACK_PLAN] = "by_plan",
					    [PACK_NEVER] = "never",
					    [PACK_UNKNOWN] = "unknown" };
	type_id type = eval_bare_type(c->e, ast_node(c->e->ast, c->node)->type);
	const char *tag = tags[answer->verdict];
	int i = type_find_alternative(c->e->types, type, name_find(&c->e->session->names, str_from(tag)));
	type_id payload =
		i < 0 ? 0 : type_alternative(c->e->types, type_get(c->e->types, type), (uint32_t)i)->payload;

	if (!payload)
		return make_tag(c, type, tag, value_absent(builtin_origin(c)));
	struct record_value *record =
		record_new(c->e, eval_bare_type(c->e, payload), builtin_origin(c), NULL);

	set(c, record, "placed", make_placement(c, r, record->type, p, answer));
	if (answer->verdict == PACK_NEVER)
		set_proof(c, r, record, p, &answer->proof);
	return make_tag(c, type, tag, value_of_record(record, 0));
}

/* What looking at every pair of groups on every node costs. */
static bool charge(const struct builtin_call *c, const struct pack_problem *p)
{
	return eval_charge(c->e, (uint64_t)p->npods * p->npods * (p->nnodes + 1) / 8 + p->nnodes, c->node);
}

struct value builtin_pack(const struct builtin_call *c)
{
	struct reading r = { .call = c };
	struct pack_answer answer;

	find_resources(&r, c->args[0], "requests");
	find_resources(&r, c->args[0], "later");
	find_resources(&r, c->args[1], "free");
	read_nodes(&r, c->args[1]);
	read_pods(&r, c->args[0], c->args[1].list->n);
	struct pack_problem p = { .pods = r.groups,
				  .nodes = r.nodes,
				  .npods = r.pods.v.n,
				  .nnodes = c->args[1].list->n,
				  .nresources = r.resources.v.n,
				  .nzones = r.zones.v.n,
				  .budget = BUDGET };

	if (r.failed || !charge(c, &p))
		return value_error();
	pack(c->e->arena, &p, &answer);
	if (!eval_charge(c->e, answer.steps, c->node))
		return value_error();
	return make_answer(c, &r, &p, &answer);
}
