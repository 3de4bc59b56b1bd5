/*
 * Blocks: a record or map is filled entry by entry. Only what is written gets into it; what
 * the type or the field's default adds is computed when it is asked for (eval_field.c).
 */
#include "eval/eval_internal.h"
#include "eval/writing.h"

typedef void entry_fn(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
		      const struct node *n);

struct record_value *record_new(struct eval *e, type_id type, origin_id origin, struct record_value *parent)
{
	struct record_value *r = arena_one(e->arena, struct record_value);

	r->type = type;
	r->origin = origin;
	r->parent = parent;
	r->slots = arena_new(e->arena, struct record_slot, type_get(e->types, type)->count);
	return r;
}

struct value value_of_record(struct record_value *r, uint8_t flags)
{
	return (struct value){ .kind = VALUE_RECORD, .flags = flags, .origin = r->origin, .record = r };
}

/* ---- entries ---- */

/* A block is labelled at the name of the entry that writes it. */
static struct value entry_written(struct eval *e, struct eval_frame *f, node_id entry, node_id value)
{
	if (ast_node(e->ast, value)->kind != NODE_BLOCK)
		return eval_operand(e, f, value);
	return eval_block(e, f, value, origin_written(entry));
}

/* What a block has to be besides a record is tested once it is whole. */
static struct value entry_tested(struct eval *e, node_id value, struct value v)
{
	const struct node *n = ast_node(e->ast, value);

	return n->kind == NODE_BLOCK && n->flags & NODE_F_REFINE ? eval_refine(e, n->type, v, value) : v;
}

static struct value entry_value(struct eval *e, struct eval_frame *f, node_id entry, node_id value)
{
	return entry_tested(e, value, entry_written(e, f, entry, value));
}

static void entry_let(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
		      const struct node *n)
{
	(void)n;
	w->failed |= eval_node(e, f, id).kind == VALUE_ERROR;
}

static void entry_set(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
		      const struct node *n)
{
	struct value v = entry_value(e, f, id, n->first);
	uint32_t i = REF_PAYLOAD(n->ref);

	if (w->map) {
		struct value key =
			value_string(e, name_text(&e->session->names, n->name), origin_written(id));

		writing_entry(e, w, w->map, key, v, id);
		return;
	}
	enum type_kind kind = eval_type(e, writing_type(e, w, i))->kind;

	if (n->flags & NODE_F_BLOCK_FORM && (kind == TYPE_LIST || kind == TYPE_KEYED))
		writing_item(e, w, i, v, id);
	else
		writing_field(e, w, i, v, id);
}

/* The field of an element of a keyed list that its key stands in, or -1. */
static int key_field(const struct eval *e, const struct type *list, type_id element)
{
	for (uint32_t k = 0; list->kind == TYPE_KEYED && k < list->count; k++) {
		int i = type_find_field(e->types, element, type_key(e->types, list, k));

		if (i >= 0)
			return i;
	}
	return -1;
}

/* Gives a record the key that its entry was written with. A value from elsewhere is copied first. */
static struct record_value *with_key(struct eval *e, const struct type *list, struct record_value *r,
				     struct value key, bool shared)
{
	int i = key_field(e, list, r->type);

	if (i < 0)
		return r;
	if (shared)
		r = merge_records(e, r, record_new(e, r->type, r->origin, r->parent), r->parent);
	slot_write(r, (uint32_t)i, key);
	return r;
}

static void entry_keyed(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
			const struct node *n)
{
	uint32_t i = REF_PAYLOAD(n->ref);
	const struct type *type = eval_type(e, writing_type(e, w, i));
	struct value key = eval_node(e, f, n->first);
	node_id value = ast_next(e->ast, n->first);
	struct value v = entry_written(e, f, id, value);

	if (key.kind != VALUE_STRING || v.kind == VALUE_ERROR) {
		w->failed = true;
		return;
	}
	if (type->kind == TYPE_MAP || type->kind == TYPE_JSON) {
		writing_entry(e, w, writing_map(e, w, i, id), key, entry_tested(e, value, v), id);
		return;
	}
	if (v.kind == VALUE_RECORD)
		v.record = with_key(e, type, v.record, key, !(n->flags & NODE_F_BLOCK_FORM));
	writing_item(e, w, i, entry_tested(e, value, v), id);
}

static void entry_remove(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
			 const struct node *n)
{
	node_id key = ast_next(e->ast, n->first);
	struct removal removal = { id, ast_is_none(e->ast, key) ? value_absent(0) : eval_node(e, f, key) };

	if (removal.key.kind == VALUE_ERROR)
		w->failed = true;
	else if (n->type != e->program->prelude.stack)
		removal_waits(e, w->record, removal, false);
	else
		vec_push(e->arena, &e->removals, removal);
}

/* `f Type "name" { … }`: the entry `Type name` of a map of objects. */
static void entry_object(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
			 const struct node *n)
{
	node_id tag = n->first, key = ast_next(e->ast, tag), block = ast_next(e->ast, key);
	struct value name = eval_node(e, f, key);
	struct value v = entry_value(e, f, id, block);

	if (name.kind != VALUE_STRING || v.kind == VALUE_ERROR) {
		w->failed = true;
		return;
	}
	struct str type = name_text(&e->session->names, eval_type(e, ast_node(e->ast, tag)->type)->name);
	struct str both = arena_printf(e->arena, "%.*s %.*s", STR_ARG(type), STR_ARG(*name.string));

	writing_entry(e, w, writing_map(e, w, REF_PAYLOAD(n->ref), id), value_string(e, both, name.origin), v,
		      id);
}

static void entry_tagged(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
			 const struct node *n)
{
	if (REF_KIND(n->ref) != REF_FIELD) {
		entry_remove(e, f, w, id, n);
		return;
	}
	uint32_t i = REF_PAYLOAD(n->ref);
	const struct type *type = eval_type(e, writing_type(e, w, i));

	if (type->kind == TYPE_EXTRAS || type->kind == TYPE_OVERRIDES) {
		entry_object(e, f, w, id, n);
		return;
	}
	node_id tag = n->first, key = ast_next(e->ast, tag), block = ast_next(e->ast, key);
	struct value k = ast_is_none(e->ast, key) ? value_absent(0) : eval_node(e, f, key);

	if (type->kind == TYPE_ALLOW) {
		struct value code = value_string(e, ast_text(e->ast, tag), origin_written(tag));

		writing_entry(e, w, writing_map(e, w, i, id), code, k, id);
		return;
	}
	struct value v = eval_tag(e, f, tag, ast_is_none(e->ast, block) ? 0 : block, origin_written(id));

	if (v.kind == VALUE_ERROR || k.kind == VALUE_ERROR) {
		w->failed = true;
	} else if (type->kind == TYPE_LIST || type->kind == TYPE_KEYED) {
		if (k.kind == VALUE_STRING && v.tag->payload.kind == VALUE_RECORD)
			with_key(e, type, v.tag->payload.record, k, false);
		writing_item(e, w, i, v, id);
	} else if (type->kind == TYPE_MAP && k.kind == VALUE_STRING) {
		writing_entry(e, w, writing_map(e, w, i, id), k, v, id);
	} else {
		writing_field(e, w, i, v, id);
	}
}

static void entry_key(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
		      const struct node *n)
{
	struct value key = eval_node(e, f, n->first);
	struct value v = entry_value(e, f, id, ast_next(e->ast, n->first));

	if (key.kind != VALUE_STRING || v.kind == VALUE_ERROR || !w->map)
		w->failed = true;
	else
		writing_entry(e, w, w->map, key, v, id);
}

static void block_entries(struct eval *e, struct eval_frame *f, struct writing *w, node_id block);
static void run_entry(struct eval *e, struct eval_frame *f, struct writing *w, node_id id);

static void entry_if(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
		     const struct node *n)
{
	struct value condition = eval_node(e, f, n->first);
	node_id then = ast_next(e->ast, n->first), other = ast_next(e->ast, then);
	origin_id before = w->condition;

	(void)id;
	if (condition.kind != VALUE_BOOL) {
		w->failed = true;
		return;
	}
	w->condition = before ? origin_chosen(&e->origins, condition.origin, before) : condition.origin;
	if (condition.boolean)
		block_entries(e, f, w, then);
	else if (ast_node(e->ast, other)->kind == NODE_IF_ENTRY)
		run_entry(e, f, w, other);
	else if (!ast_is_none(e->ast, other))
		block_entries(e, f, w, other);
	w->condition = before;
}

static void entry_for(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
		      const struct node *n)
{
	node_id vars = n->first, from = ast_next(e->ast, vars);
	struct value source = eval_node(e, f, from);

	(void)id;
	w->failed |= source.kind == VALUE_ERROR;
	for (uint32_t i = 0; eval_bind_element(e, f, vars, source, i); i++)
		block_entries(e, f, w, ast_next(e->ast, from));
}

static void entry_spread(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
			 const struct node *n)
{
	struct value v = eval_node(e, f, n->first);

	writing_spread(e, w, v, id);
}

/* An entry with an error, of a field if it is known which one it is about. */
static void entry_refused(struct eval *e, struct eval_frame *f, struct writing *w, node_id id,
			  const struct node *n)
{
	(void)e;
	(void)f;
	(void)id;
	if (w->map)
		w->failed = true;
	else if (REF_KIND(n->ref) == REF_FIELD)
		slot_write(w->record, REF_PAYLOAD(n->ref), value_error());
	else
		w->unknown = true;
}

static entry_fn *const entries[NODE_COUNT] = {
	[NODE_LET] = entry_let,		  [NODE_SET] = entry_set,	[NODE_SET_KEYED] = entry_keyed,
	[NODE_SET_TAGGED] = entry_tagged, [NODE_SET_KEY] = entry_key,	[NODE_IF_ENTRY] = entry_if,
	[NODE_FOR_ENTRY] = entry_for,	  [NODE_SPREAD] = entry_spread, [NODE_ERROR] = entry_refused,
};

static void run_entry(struct eval *e, struct eval_frame *f, struct writing *w, node_id id)
{
	const struct node *n = ast_node(e->ast, id);

	if (!entries[n->kind])
		rcc_bug("evaluating a %s as an entry (node %u)", ast_kind_name((enum node_kind)n->kind), id);
	if (!eval_charge(e, 1, id) || !eval_enter(e, id)) {
		w->failed = true;
		return;
	}
	entries[n->kind](e, f, w, id, n);
	eval_leave(e);
}

static void block_entries(struct eval *e, struct eval_frame *f, struct writing *w, node_id block)
{
	for (node_id c = ast_node(e->ast, block)->first; c; c = ast_next(e->ast, c))
		run_entry(e, f, w, c);
}

/* ---- blocks ---- */

static struct value block_record(struct eval *e, struct eval_frame *f, node_id block, type_id type,
				 origin_id origin)
{
	struct writing w = { .record = record_new(e, type, origin, f->building) };
	struct record_value *around = f->building;

	f->building = w.record;
	block_entries(e, f, &w, block);
	f->building = around;
	writing_finish(e, &w);
	return w.failed ? value_error() : value_of_record(w.record, VALUE_F_PARTIAL);
}

struct value eval_block(struct eval *e, struct eval_frame *f, node_id block, origin_id origin)
{
	type_id type = eval_bare_type(e, ast_node(e->ast, block)->type);

	if (type_get(e->types, type)->kind == TYPE_RECORD)
		return block_record(e, f, block, type, origin);
	struct value v = value_map(e, type, origin);
	struct writing w = { .map = v.map };

	block_entries(e, f, &w, block);
	writing_finish(e, &w);
	v.flags = VALUE_F_PARTIAL;
	return w.failed ? value_error() : v;
}

struct value eval_block_value(ARGS)
{
	(void)n;
	return eval_block(e, f, id, origin_written(id));
}

/* The tagged union in a type: itself, or a member of an untagged one. */
static type_id union_in(const struct eval *e, type_id type)
{
	type_id bare = eval_bare_type(e, type);
	const struct type *t = type_get(e->types, bare);

	for (uint32_t i = 0; t->kind == TYPE_ANYOF && i < t->count; i++) {
		type_id member = eval_bare_type(e, type_key(e->types, t, i));

		if (type_get(e->types, member)->kind == TYPE_UNION)
			return member;
	}
	return bare;
}

struct value eval_tag(struct eval *e, struct eval_frame *f, node_id tag, node_id block,
		      origin_id payload_origin)
{
	const struct node *n = ast_node(e->ast, tag);
	type_id type = union_in(e, n->type);
	uint32_t index = REF_PAYLOAD(n->ref);
	type_id payload_type = type_alternative(e->types, type_get(e->types, type), index)->payload;
	struct value payload = value_absent(origin_written(tag));

	if (block)
		payload = eval_block(e, f, block, payload_origin);
	else if (payload_type && eval_type(e, payload_type)->kind == TYPE_RECORD)
		payload = value_of_record(
			record_new(e, eval_bare_type(e, payload_type), payload_origin, f->building), 0);
	if (payload.kind == VALUE_ERROR)
		return payload;
	struct value v = value_tag(e, type, index, value_whole(payload), origin_written(tag));

	v.flags = VALUE_F_PARTIAL;
	return v;
}

/* `value { … }`: a copy of what was written of it, with the block laid on. */
static struct value amend_value(struct eval *e, struct eval_frame *f, node_id id, node_id head, node_id block)
{
	struct value base = eval_node(e, f, head), over = eval_block(e, f, block, origin_written(id));

	if (base.kind == VALUE_ERROR || over.kind == VALUE_ERROR)
		return value_error();
	return value_whole(merge_values(e, ast_node(e->ast, head)->type, base, over, f->building));
}

struct value eval_amend(ARGS)
{
	node_id head = n->first, block = ast_next(e->ast, head);

	switch (REF_KIND(n->ref)) {
	case REF_TYPE:
		return value_whole(eval_block(e, f, block, origin_written(id)));
	case REF_TAG:
		return eval_tag(e, f, id, block, origin_written(id));
	default:
		return amend_value(e, f, id, head, block);
	}
}
