/* Fields: what was written, completed from the default; else the default; else absent or missing. */
#include "eval/eval_internal.h"

uint32_t record_field_count(const struct eval *e, const struct record_value *r)
{
	return type_get(e->types, r->type)->count;
}

static const struct field *field_of(const struct eval *e, const struct record_value *r, uint32_t i)
{
	return type_field(e->types, type_get(e->types, r->type), i);
}

void slot_write(struct record_value *r, uint32_t i, struct value v)
{
	r->slots[i] = (struct record_slot){ .value = v, .state = SLOT_WRITTEN };
}

bool slot_written(const struct eval *e, const struct record_value *r, uint32_t i, struct value *out)
{
	const struct record_slot *slot = &r->slots[i];

	if (slot->state == SLOT_WRITTEN)
		*out = slot->value;
	else if (slot->written)
		*out = e->written.v[slot->written];
	else
		return false;
	return true;
}

/* ---- defaults ---- */

static struct value run_default(struct eval *e, struct record_value *r, const struct field *field)
{
	if (!eval_call_enter(e, field->node))
		return value_error();
	struct eval_frame *f = frame_enter(e, field->node);

	f->self = r;
	f->building = r;
	struct value v = value_whole(eval_node(e, f, ast_child(e->ast, field->node, 1)));

	frame_leave(e, f);
	eval_call_leave(e);
	return v;
}

static struct value take_default(struct eval *e, struct record_value *r, uint32_t i)
{
	const struct field *field = field_of(e, r, i);

	r->slots[i].state = SLOT_EVALUATING;
	struct value v = run_default(e, r, field);

	if (e->stopped) { /* for this stack; another one may share the record */
		r->slots[i].state = SLOT_UNSET;
		return value_error();
	}
	v.origin = origin_default(&e->origins, field->node, v.origin, r->origin);
	if (v.kind == VALUE_RECORD && !v.record->settled && (!v.record->parent || v.record->parent == r)) {
		v.record->parent = r;
		v.record->origin = v.origin;
	}
	r->slots[i] = (struct record_slot){ .value = v, .state = SLOT_DEFAULT };
	return v;
}

/* What a headless block wrote, laid on the field's own default; then the value is whole, and what its type
 * asks of it can be tested. */
static struct value lay_on_default(struct eval *e, struct record_value *r, const struct field *field,
				   struct value written)
{
	struct value v = written;

	if (field->flags & FIELD_HAS_DEFAULT) {
		struct value base = run_default(e, r, field);

		if (base.kind != VALUE_ABSENT)
			v = merge_values(e, field->type, base, written, r);
	}
	v = value_whole(v);
	if (type_get(e->types, field->type)->kind == TYPE_REFINED)
		return eval_refine(e, field->type, v, field->node);
	return v;
}

static struct value complete(struct eval *e, struct record_value *r, uint32_t i)
{
	struct record_slot *slot = &r->slots[i];
	struct value written = slot->value;

	vec_push(e->arena, &e->written, written);
	slot->written = e->written.n - 1;
	slot->state = SLOT_EVALUATING;
	struct value v = lay_on_default(e, r, field_of(e, r, i), written);

	if (e->stopped) {
		*slot = (struct record_slot){ .value = written, .state = SLOT_WRITTEN };
		return value_error();
	}
	slot->value = v;
	slot->state = SLOT_COMPLETED;
	return v;
}

/* Where there are errors, what a block lacks was told when it was checked: beside the declaration. */
static bool was_missing(const struct eval *e, struct span declared)
{
	const struct diags *ds = &e->session->diags;

	for (uint32_t i = 0; e->program->contained && i < ds->list.n; i++) {
		const struct diag *d = ds->list.v[i];

		if (diag_is(d, DIAG_MISSING_FIELD) && d->labels.n == 2 &&
		    d->labels.v[1].span.beg == declared.beg)
			return true;
	}
	return false;
}

static struct value report_missing(struct eval *e, struct record_value *r, uint32_t i)
{
	const struct field *field = field_of(e, r, i);
	struct diags *ds = &e->session->diags;
	struct str name = name_text(&e->session->names, field->name);
	struct span block = origin_user_block(&e->origins, r->origin);

	slot_write(r, i, value_error());
	if (was_missing(e, ast_name_span(e->ast, field->node)))
		return value_error();
	struct diag *d =
		diag_add(ds, DIAG_MISSING_FIELD, block.end ? block : eval_blame(e, r->origin, field->node),
			 "`%.*s` is not set", STR_ARG(name));

	diag_primary(ds, d, "this needs `%.*s = …`", STR_ARG(name));
	diag_label(ds, d, ast_name_span(e->ast, field->node), "declared here without a default");
	return value_error();
}

static struct value report_cycle(struct eval *e, struct record_value *r, uint32_t i)
{
	const struct field *field = field_of(e, r, i);

	diag_add(&e->session->diags, DIAG_RECURSION, ast_name_span(e->ast, field->node),
		 "the default of `%.*s` depends on itself",
		 STR_ARG(name_text(&e->session->names, field->name)));
	return value_error();
}

static struct value unset(struct eval *e, struct record_value *r, uint32_t i)
{
	const struct field *field = field_of(e, r, i);

	if (e->stopped)
		return value_error();
	if (field->flags & FIELD_HAS_DEFAULT)
		return take_default(e, r, i);
	if (!(field->flags & FIELD_OPTIONAL))
		return report_missing(e, r, i);
	struct value v = value_absent(origin_default(&e->origins, field->node, 0, r->origin));

	if (!r->settled)
		r->slots[i] = (struct record_slot){ .value = v, .state = SLOT_DEFAULT };
	return v;
}

static struct value field_value(struct eval *e, struct record_value *r, uint32_t i)
{
	struct record_slot *slot = &r->slots[i];
	struct eval_manner manner = eval_manner_whole(e); /* what is computed now is kept for others */
	struct value v = slot->value;

	switch ((enum slot_state)slot->state) {
	case SLOT_UNSET:
		v = unset(e, r, i);
		break;
	case SLOT_WRITTEN:
		if (slot->value.flags & VALUE_F_PARTIAL)
			v = complete(e, r, i);
		break;
	case SLOT_EVALUATING:
		v = report_cycle(e, r, i);
		break;
	case SLOT_COMPLETED:
	case SLOT_DEFAULT:
		break;
	}
	eval_manner_again(e, manner);
	return v;
}

/* What nobody set and has no default; where origins do not matter, no note is made of that. */
static bool is_plainly_absent(const struct eval *e, const struct record_value *r, uint32_t i)
{
	return e->origins.quiet && eval_is_unset(r, i, field_of(e, r, i));
}

static __attribute__((noinline)) struct value look_up(struct eval *e, struct record_value *r, uint32_t i)
{
	const struct record_slot *slot = &r->slots[i];
	struct value v = value_absent(0);

	if (slot_is_final(slot))
		v = slot->value;
	else if (!is_plainly_absent(e, r, i))
		v = field_value(e, r, i);
	if (e->reads)
		reads_note(e, r, i, v);
	return v;
}

/* Most values are there; for these alone no register has to be kept. */
struct value eval_field(struct eval *e, struct record_value *r, uint32_t i)
{
	const struct record_slot *slot = &r->slots[i];

	return slot_is_final(slot) && !e->reads ? slot->value : look_up(e, r, i);
}

bool eval_known_field(const struct record_value *r, uint32_t index, struct value *out)
{
	if (slot_is_final(&r->slots[index]))
		*out = r->slots[index].value;
	return slot_is_final(&r->slots[index]);
}

struct value eval_field_named(struct eval *e, struct record_value *r, const char *name)
{
	int i = type_find_field(e->types, r->type, name_find(&e->session->names, str_from(name)));

	return i < 0 ? value_absent(0) : eval_field(e, r, (uint32_t)i);
}

struct value eval_field_of(struct eval *e, struct value record, const char *name)
{
	return record.kind == VALUE_RECORD ? eval_field_named(e, record.record, name) : value_absent(0);
}

struct str eval_text_of(struct eval *e, struct value record, const char *name)
{
	struct value v = eval_field_of(e, record, name);

	return v.kind == VALUE_STRING ? *v.string : STR("");
}

void eval_settle_record(struct eval *e, struct record_value *r)
{
	if (!r->parent)
		r->parent = &e->outside;
	r->settled = true;
}

/* ---- forcing ---- */

struct forcing {
	struct eval *e;
	uint32_t depth; /* values inside each other, at most LIMIT_NESTING: later passes recurse over them */
};

static bool force(struct forcing *w, type_id type, struct value v);

enum { FORCE_OK = 1, FORCE_FAILED = 2 };

/* A field that is optional and not set stays SLOT_UNSET: nothing has to be made for it. */
static bool force_record(struct forcing *w, struct record_value *r)
{
	uint32_t count = record_field_count(w->e, r);
	bool ok = true;

	if (r->forced)
		return r->forced == FORCE_OK;
	r->forced = FORCE_OK; /* a record cannot hold itself, but may be held twice */
	for (uint32_t i = 0; i < count; i++) {
		const struct field *field = field_of(w->e, r, i);

		if (r->slots[i].state == SLOT_UNSET && field->flags == FIELD_OPTIONAL)
			continue;
		ok &= force(w, field->type, eval_field(w->e, r, i));
	}
	if (w->e->stopped) /* for this stack; another one may share the record */
		r->forced = 0;
	else if (!ok)
		r->forced = FORCE_FAILED;
	return ok;
}

static bool force_list(struct forcing *w, const struct type *type, const struct list_value *list)
{
	bool ok = true, listed = type->kind == TYPE_LIST || type->kind == TYPE_KEYED;

	for (uint32_t i = 0; i < list->n; i++)
		ok &= force(w, listed ? type->a : 0, list->items[i]);
	return type->kind == TYPE_KEYED && ok ? merge_check_keys(w->e, type, list) : ok;
}

static bool force_map(struct forcing *w, const struct type *type, const struct map_value *map)
{
	bool ok = true;

	for (uint32_t i = 0; i < map->n; i++)
		ok &= force(w, type->kind == TYPE_MAP ? type->b : 0, map->entries[i].value);
	return ok;
}

static bool force_inside(struct forcing *w, type_id type, struct value v)
{
	switch (v.kind) {
	case VALUE_RECORD:
		return force_record(w, v.record);
	case VALUE_TAG:
		return force(w, 0, v.tag->payload);
	case VALUE_LIST:
		return force_list(w, eval_type(w->e, type), v.list);
	case VALUE_MAP:
		return force_map(w, eval_type(w->e, type), v.map);
	default:
		return v.kind != VALUE_ERROR;
	}
}

static bool force(struct forcing *w, type_id type, struct value v)
{
	if (v.kind < VALUE_LIST)
		return v.kind != VALUE_ERROR;
	if (!eval_charge(w->e, 1, w->e->stack))
		return false;
	if (w->depth >= w->e->session->limits[LIMIT_NESTING]) {
		eval_exceed(w->e, LIMIT_NESTING, w->e->stack);
		return false;
	}
	w->depth++;
	bool ok = force_inside(w, type, v);

	w->depth--;
	return ok;
}

bool eval_force(struct eval *e, struct value v)
{
	struct forcing w = { .e = e };

	return force(&w, v.kind == VALUE_LIST ? v.list->type : 0, v);
}

/* ---- owners ---- */

origin_id eval_owner(struct eval *e, struct eval_frame *f, node_id path)
{
	const struct node *n = ast_node(e->ast, path);
	origin_id outermost = 0;

	while (n->kind == NODE_GET && REF_KIND(n->ref) == REF_FIELD) {
		struct value base = eval_node(e, f, n->first);

		outermost = base.origin;
		if (origin_user_block(&e->origins, base.origin).end)
			return base.origin;
		n = ast_node(e->ast, n->first);
	}
	return outermost;
}
