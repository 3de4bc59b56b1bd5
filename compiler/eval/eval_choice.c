#include "eval/eval_internal.h"

/* ---- if ---- */

struct value eval_if(ARGS)
{
	struct value condition = eval_node(e, f, n->first);
	node_id then = ast_next(e->ast, n->first), other = ast_next(e->ast, then);

	(void)id;
	if (condition.kind != VALUE_BOOL)
		return value_error();
	if (condition.boolean)
		return value_chosen(e, eval_node(e, f, then), condition.origin);
	if (ast_is_none(e->ast, other))
		return value_chosen(e, value_absent(0), condition.origin);
	return value_chosen(e, eval_node(e, f, other), condition.origin);
}

/* ---- match ---- */

/* Which kinds of values have a type; records, unions and collections are compared more closely. */
static const uint32_t kinds_of_type[TYPE_KIND_COUNT] = {
	[TYPE_BOOL] = 1u << VALUE_BOOL,
	[TYPE_INT] = 1u << VALUE_INT,
	[TYPE_FLOAT] = 1u << VALUE_FLOAT,
	[TYPE_STRING] = 1u << VALUE_STRING,
	[TYPE_BYTES] = 1u << VALUE_BYTES,
	[TYPE_CPU] = 1u << VALUE_CPU,
	[TYPE_DURATION] = 1u << VALUE_DURATION,
	[TYPE_PERCENT] = 1u << VALUE_PERCENT,
	[TYPE_QUANTITY] = 1u << VALUE_INT | 1u << VALUE_BYTES | 1u << VALUE_CPU,
	[TYPE_VERSION] = 1u << VALUE_VERSION,
	[TYPE_SECRET] = 1u << VALUE_SECRET,
	[TYPE_ALLOW] = 1u << VALUE_ALLOW,
	[TYPE_JSON] = ~0u,
	[TYPE_ABSENT] = 1u << VALUE_ABSENT,
	[TYPE_LIST] = 1u << VALUE_LIST,
	[TYPE_KEYED] = 1u << VALUE_LIST,
	[TYPE_MAP] = 1u << VALUE_MAP,
	[TYPE_RANGE] = 1u << VALUE_RANGE,
	[TYPE_EXTRAS] = 1u << VALUE_MAP,
	[TYPE_OVERRIDES] = 1u << VALUE_OVERRIDES,
	[TYPE_RECORD] = 1u << VALUE_RECORD,
	[TYPE_UNION] = 1u << VALUE_TAG,
};

static bool any_member(const struct eval *e, struct value v, const struct type *t)
{
	for (uint32_t i = 0; i < t->count; i++) {
		if (value_has_type(e, v, type_key(e->types, t, i)))
			return true;
	}
	return false;
}

bool value_has_type(const struct eval *e, struct value v, type_id type)
{
	type_id bare = eval_bare_type(e, type);
	const struct type *t = type_get(e->types, bare);

	if (t->kind == TYPE_ANYOF)
		return any_member(e, v, t);
	if (!(kinds_of_type[t->kind] & 1u << v.kind))
		return false;
	if (t->kind == TYPE_RECORD)
		return eval_bare_type(e, v.record->type) == bare;
	if (t->kind == TYPE_UNION)
		return eval_bare_type(e, v.tag->type) == bare;
	return true;
}

enum { ARM_NONE = 0, ARM_SOME = 1 };

static bool arm_fits(const struct eval *e, struct value subject, enum type_kind kind, uint32_t ref)
{
	if (ref == UINT32_MAX)
		return true;
	if (kind == TYPE_OPTIONAL)
		return ref == (subject.kind == VALUE_ABSENT ? ARM_NONE : ARM_SOME);
	if (kind == TYPE_ANYOF)
		return value_has_type(e, subject, ref);
	return subject.kind == VALUE_TAG && subject.tag->index == ref;
}

/* The optional itself decides before what is in it. */
static enum type_kind subject_kind(const struct eval *e, type_id type)
{
	const struct type *t = type_get(e->types, type_base(e->types, type));

	return t->kind;
}

struct value eval_match(ARGS)
{
	struct value subject = eval_operand(e, f, n->first);
	enum type_kind kind = subject_kind(e, ast_node(e->ast, n->first)->type);
	node_id arm = ast_next(e->ast, n->first);

	if (subject.kind == VALUE_ERROR)
		return subject;
	while (arm && !arm_fits(e, subject, kind, ast_node(e->ast, arm)->ref))
		arm = ast_next(e->ast, arm);
	if (!arm)
		rcc_bug("no arm of a match fits (node %u)", id);
	node_id vars = ast_node(e->ast, arm)->first, value = ast_next(e->ast, vars);

	if (!ast_is_none(e->ast, vars))
		f->slots[ast_node(e->ast, ast_node(e->ast, vars)->first)->ref] =
			kind == TYPE_UNION ? subject.tag->payload : subject;
	return value_chosen(e, eval_node(e, f, value), subject.origin);
}

/* ---- comprehensions and lists ---- */

uint32_t value_count(struct value v)
{
	switch (v.kind) {
	case VALUE_LIST:
		return v.list->n;
	case VALUE_MAP:
		return v.map->n;
	default:
		return 0;
	}
}

enum { FETCH_MAX = 2560 /* bytes of an element: what most ask for is near its beginning */ };

/* One variable is the element or the map's value; two are element and index, or key and value. */
bool eval_bind_element(struct eval *e, struct eval_frame *f, node_id vars, struct value source, uint32_t i)
{
	node_id first = ast_node(e->ast, vars)->first, second = ast_next(e->ast, first);
	struct value one, two;

	if (i >= value_count(source) || e->stopped)
		return false;
	if (source.kind == VALUE_LIST) {
		value_fetch_next(source.list, i, FETCH_MAX);
		one = source.list->items[i];
		two = value_integer(VALUE_INT, i, source.origin);
	} else {
		const struct map_entry *entry = &source.map->entries[i];

		one = second ? value_string(e, entry->key, entry->key_origin) : entry->value;
		two = entry->value;
	}
	f->slots[ast_node(e->ast, first)->ref] = value_whole(one);
	if (second)
		f->slots[ast_node(e->ast, second)->ref] = value_whole(two);
	return true;
}

static bool add_element(struct eval *e, struct eval_frame *f, struct list_builder *out, node_id element);

static bool add_spread(struct eval *e, struct eval_frame *f, struct list_builder *out, node_id spread)
{
	struct value v = eval_node(e, f, ast_node(e->ast, spread)->first);

	for (uint32_t i = 0; v.kind == VALUE_LIST && i < v.list->n; i++) {
		if (!eval_charge(e, 1, spread) || !list_builder_add(e, out, v.list->items[i], spread))
			return false;
	}
	return v.kind != VALUE_ERROR;
}

/* Goes on behind an element that failed: every error of a run is reported. */
static bool add_for(struct eval *e, struct eval_frame *f, struct list_builder *out, node_id loop)
{
	node_id vars = ast_node(e->ast, loop)->first, from = ast_next(e->ast, vars);
	struct value source = eval_operand(e, f, from);
	bool ok = source.kind != VALUE_ERROR;

	for (uint32_t i = 0; eval_bind_element(e, f, vars, source, i); i++)
		ok &= add_element(e, f, out, ast_next(e->ast, from));
	return ok && !e->stopped;
}

static bool add_element(struct eval *e, struct eval_frame *f, struct list_builder *out, node_id element)
{
	switch (ast_node(e->ast, element)->kind) {
	case NODE_SPREAD:
		return add_spread(e, f, out, element);
	case NODE_FOR:
		return add_for(e, f, out, element);
	default:
		break;
	}
	struct value v = eval_operand(e, f, element);

	return list_builder_add(e, out, v, element) && v.kind != VALUE_ERROR;
}

struct value eval_list(ARGS)
{
	struct list_builder out = { 0 };
	bool ok = true;

	list_builder_expect(e, &out, ast_child_count(e->ast, id));
	for (node_id c = n->first; c; c = ast_next(e->ast, c))
		ok &= add_element(e, f, &out, c);
	return ok ? value_list(e, n->type, out.items.v, out.items.n, origin_written(id)) : value_error();
}
