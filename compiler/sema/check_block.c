/*
 * Blocks: the entries of records and maps. An entry's spelling follows from the type of its
 * field (grammar: `f = v`, `f { }`, `f tag { }`, `f "key" { }`); a wrong spelling is reported
 * with the right one.
 */
#include "sema/checker.h"

struct body { /* one record that is being written */
	type_id record;
	node_id *seen; /* by field: the entry that set it as a whole */
	node_id *some; /* by field: the first entry that added to it */
	bool open;     /* a spread or a condition may set further fields */
};

static void check_entries(struct checker *k, node_id block, struct body *b);

/* ---- what a field is ---- */

static const struct type *field_shape(const struct checker *k, type_id t)
{
	return ty(k, type_base(k->types, type_unwrap(k->types, t)));
}

static bool is_list(const struct type *t)
{
	return t->kind == TYPE_LIST || t->kind == TYPE_KEYED;
}

static struct str field_text(const struct checker *k, node_id n)
{
	return ast_text(k->ast, n);
}

static struct diag *form_error(struct checker *k, node_id n, const char *what, const char *write)
{
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
				  "`%.*s` is %s", STR_ARG(field_text(k, n)), what);

	diag_help(&k->session->diags, d, "write `%.*s%s`", STR_ARG(field_text(k, n)), write);
	return d;
}

static const char *shape_name(const struct checker *k, const struct type *t, struct arena *a)
{
	switch (t->kind) {
	case TYPE_RECORD:
		return "a record";
	case TYPE_UNION:
		return "one of several kinds";
	case TYPE_MAP:
		return "a map";
	case TYPE_LIST:
	case TYPE_KEYED:
		return "a list";
	default:
		return arena_printf(a, "a single value (%.*s)",
				    STR_ARG(type_text(k->types, &k->session->names, a,
						      t->kind <= TYPE_ABSENT ? (type_id)t->kind : t->a)))
			.p;
	}
}

/* ---- fields ---- */

static void report_no_field(struct checker *k, node_id n, type_id record)
{
	const struct type *r = ty(k, record);
	struct str word = field_text(k, n);
	struct span where = ast_name_span(k->ast, n);
	struct str owner = flow_text(k, record);
	struct diag *d = r->name ? diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where,
					    "`%.*s` has no field `%.*s`", STR_ARG(owner), STR_ARG(word))
				 : diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where,
					    "there is no field `%.*s` here", STR_ARG(word));
	struct str *names = arena_new(&k->session->arena, struct str, r->count + 1);
	struct buf list = { .arena = &k->session->arena };

	for (uint32_t i = 0; i < r->count; i++) {
		names[i] = text_of(k, type_field(k->types, r, i)->name);
		buf_printf(&list, i < 8 ? "%s`%.*s`" : "", i ? ", " : "", STR_ARG(names[i]));
	}
	int near = str_nearest(word, names, (int)r->count);

	if (near >= 0)
		diag_fix(&k->session->diags, d, where, names[near], "did you mean `%.*s`?",
			 STR_ARG(names[near]));
	else if (r->count > 8)
		diag_help(&k->session->diags, d, "its fields are %.*s and %u more", STR_ARG(buf_str(&list)),
			  r->count - 8);
	else
		diag_help(&k->session->diags, d, "its fields are %.*s", STR_ARG(buf_str(&list)));
}

/* The field that an entry sets, or NULL after a report. */
static const struct field *entry_field(struct checker *k, node_id n, struct body *b)
{
	int i = type_find_field(k->types, b->record, at(k, n)->name);

	if (i < 0) {
		report_no_field(k, n, b->record);
		return NULL;
	}
	const struct field *f = type_field(k->types, ty(k, b->record), (uint32_t)i);
	node_id deprecated = ast_attr(k->ast, f->node, "deprecated");

	annotate(k, n, f->type, REF(REF_FIELD, i));
	if (deprecated && !k->library) {
		struct diag *d = diag_add(&k->session->diags, DIAG_DEPRECATED, ast_name_span(k->ast, n),
					  "`%.*s` is deprecated", STR_ARG(field_text(k, n)));
		node_id why = at(k, deprecated)->first;

		if (why && at(k, why)->kind == NODE_STRING)
			diag_help(&k->session->diags, d, "%.*s", STR_ARG(ast_text(k->ast, why)));
	}
	return f;
}

static void report_twice(struct checker *k, node_id again, node_id before)
{
	struct diag *d = diag_add(&k->session->diags, DIAG_DUPLICATE_FIELD, ast_name_span(k->ast, again),
				  "`%.*s` is set twice", STR_ARG(field_text(k, again)));

	diag_primary(&k->session->diags, d, "second here");
	diag_label(&k->session->diags, d, ast_name_span(k->ast, before), "first here");
}

/* Records that entry n sets the whole field, or (appends) adds to it; false if that was done before. */
static bool note_set(struct checker *k, struct body *b, node_id n, bool appends)
{
	uint32_t i = REF_PAYLOAD(at(k, n)->ref);
	bool again = b->seen[i] || (!appends && b->some[i]);

	if (again)
		report_twice(k, n, b->seen[i] ? b->seen[i] : b->some[i]);
	else if (!appends)
		b->seen[i] = n;
	if (appends && !b->some[i])
		b->some[i] = n;
	return !again;
}

/* A headless block of a record. What it lacks may come from the field's default, and is not the point
 * where the block stands there a second time. */
static void check_headless(struct checker *k, node_id n, const struct field *f, node_id value, bool first)
{
	bool whole = first && !(f->flags & FIELD_HAS_DEFAULT);

	annotate(k, value, f->type, 0);
	check_record(k, value, type_base(k->types, f->type), whole ? BLOCK_FRESH : BLOCK_COMPLETES,
		     ast_name_span(k->ast, n));
}

/* ---- entry forms ---- */

static bool has_fields(const struct checker *k, node_id block)
{
	for_each_child(k, n, block) {
		if (at(k, n)->kind == NODE_SET)
			return true;
	}
	return false;
}

static void set_block(struct checker *k, node_id n, const struct field *f, struct body *b)
{
	const struct type *shape = field_shape(k, f->type);
	node_id value = child(k, n, 0);
	bool appends = is_list(shape) && kind_of(k, shape->a) == TYPE_RECORD;

	bool first = note_set(k, b, n, appends);

	if (appends) {
		annotate(k, value, shape->a, 0);
		check_record(k, value, type_base(k->types, shape->a), BLOCK_FRESH, ast_name_span(k->ast, n));
	} else if (shape->kind == TYPE_UNION) {
		form_error(k, n, "one of several kinds: say which before the `{`",
			   arena_printf(&k->session->arena, " %.*s { … }",
					STR_ARG(text_of(k, type_alternative(k->types, shape, 0)->name)))
				   .p);
	} else if (shape->kind == TYPE_RECORD) {
		check_headless(k, n, f, value, first);
	} else if (shape->kind == TYPE_MAP && kind_of(k, shape->b) == TYPE_RECORD && has_fields(k, value)) {
		form_error(k, n, "a map: each of its entries has a name", " \"name\" { … }");
	} else if (shape->kind == TYPE_MAP || shape->kind == TYPE_JSON || shape->kind == TYPE_ANYOF) {
		check_value(k, value, f->type);
	} else if (shape->kind != TYPE_ERROR) {
		form_error(k, n, shape_name(k, shape, &k->session->arena), " = …");
	}
}

static void check_set(struct checker *k, node_id n, struct body *b)
{
	const struct field *f = entry_field(k, n, b);
	node_id value = child(k, n, 0);

	if (!f) {
		if (at(k, value)->kind != NODE_BLOCK)
			check_synth(k, value);
		return;
	}
	if (at(k, n)->flags & NODE_F_BLOCK_FORM) {
		set_block(k, n, f, b);
		return;
	}
	bool first = note_set(k, b, n, false);
	type_id want = f->flags & FIELD_OPTIONAL ? type_optional(k->types, f->type) : f->type;

	if (at(k, value)->kind == NODE_BLOCK && field_shape(k, f->type)->kind == TYPE_RECORD) {
		check_headless(k, n, f, value, first);
		return;
	}
	check_value(k, value, want);
}

/* `allow CODE "reason"` */
static void check_allow(struct checker *k, node_id n)
{
	node_id code = child(k, n, 0), reason = child(k, n, 1);

	annotate(k, n, TYPE_ALLOW, at(k, n)->ref);
	if (at(k, code)->kind == NODE_NAME && at(k, reason)->kind == NODE_STRING &&
	    str_find(ast_text(k->ast, reason), STR(" "), 0) != 0 && ast_text(k->ast, reason).n)
		return;
	form_error(k, n, "a list of allowances, each with its reason", " RCS0000 \"why this is right here\"");
}

static void report_no_tag(struct checker *k, node_id tag, type_id u)
{
	const struct type *t = ty(k, u);
	struct str *names = arena_new(&k->session->arena, struct str, t->count + 1);
	struct diag *d =
		diag_add(&k->session->diags, DIAG_UNKNOWN_TAG, at(k, tag)->at, "`%.*s` is not one of %.*s",
			 STR_ARG(ast_text(k->ast, tag)), STR_ARG(flow_text(k, u)));

	for (uint32_t i = 0; i < t->count; i++)
		names[i] = text_of(k, type_alternative(k->types, t, i)->name);
	int near = str_nearest(ast_text(k->ast, tag), names, (int)t->count);

	if (near >= 0)
		diag_fix(&k->session->diags, d, at(k, tag)->at, names[near], "did you mean `%.*s`?",
			 STR_ARG(names[near]));
}

/* The block behind a tag: its payload's record, or nothing at all. */
static void check_payload(struct checker *k, node_id tag, node_id block, type_id u, uint32_t index)
{
	const struct alternative *a = type_alternative(k->types, ty(k, u), index);
	type_id record = a->payload ? type_base(k->types, a->payload) : 0;

	annotate(k, tag, u, REF(REF_TAG, index));
	if (!ast_is_none(k->ast, block) && (!record || ty(k, record)->kind != TYPE_RECORD)) {
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, at(k, tag)->at,
			 "`%.*s` has no fields: write it without a block", STR_ARG(ast_text(k->ast, tag)));
		return;
	}
	if (ast_is_none(k->ast, block)) {
		const struct type *r = record ? ty(k, record) : NULL;

		for (uint32_t i = 0; r && r->kind == TYPE_RECORD && i < r->count; i++) {
			const struct field *f = type_field(k->types, r, i);

			if (f->flags || k->layered)
				continue;
			struct diag *d = diag_add(&k->session->diags, DIAG_MISSING_FIELD, at(k, tag)->at,
						  "`%.*s` needs `%.*s`", STR_ARG(ast_text(k->ast, tag)),
						  STR_ARG(text_of(k, f->name)));

			diag_label(&k->session->diags, d, ast_name_span(k->ast, f->node),
				   "declared here without a default");
		}
		return;
	}
	annotate(k, block, a->payload, 0);
	check_record(k, block, record, BLOCK_FRESH, at(k, tag)->at);
}

static void check_tagged(struct checker *k, node_id n, struct body *b)
{
	const struct field *f = entry_field(k, n, b);

	if (!f)
		return;
	const struct type *shape = field_shape(k, f->type);
	node_id tag = child(k, n, 0), block = child(k, n, 2);

	if (shape->kind == TYPE_ALLOW) {
		check_allow(k, n);
		return;
	}
	bool appends = is_list(shape);
	type_id u = appends ? flow_union(k, shape->a) : flow_union(k, f->type);

	note_set(k, b, n, appends);
	if (!u) {
		struct diag *d = form_error(k, n, shape_name(k, shape, &k->session->arena), " = …");
		uint32_t end = ast_name_span(k->ast, n).end;

		if (ast_is_none(k->ast, block) && shape->kind != TYPE_RECORD)
			diag_fix(&k->session->diags, d, (struct span){ end, end }, STR(" ="),
				 "put `=` between them");
		return;
	}
	int index = type_find_alternative(k->types, u, at(k, tag)->name);

	if (index < 0)
		report_no_tag(k, tag, u);
	else
		check_payload(k, tag, block, u, (uint32_t)index);
}

static void check_key(struct checker *k, node_id key, type_id type)
{
	check_value(k, key, type);
}

static type_id key_field_type(struct checker *k, const struct type *list)
{
	type_id element = type_base(k->types, list->a);
	int i = list->kind == TYPE_KEYED && list->count == 1
			? type_find_field(k->types, element, type_key(k->types, list, 0))
			: -1;

	return i < 0 ? 0 : type_field(k->types, ty(k, element), (uint32_t)i)->type;
}

/* f "k" { … } of a list keyed by one field: the block need not set that field. */
static void check_keyed_element(struct checker *k, node_id n, const struct type *list)
{
	node_id value = child(k, n, 1);

	check_key(k, child(k, n, 0), key_field_type(k, list));
	if (at(k, value)->kind != NODE_BLOCK) {
		check_value(k, value, list->a);
		return;
	}
	annotate(k, value, list->a, 0);
	check_record(k, value, type_base(k->types, list->a), BLOCK_COMPLETES, ast_name_span(k->ast, n));
}

static void check_keyed(struct checker *k, node_id n, struct body *b)
{
	const struct field *f = entry_field(k, n, b);

	if (!f)
		return;
	const struct type *shape = field_shape(k, f->type);

	note_set(k, b, n, true);
	if (shape->kind == TYPE_MAP) {
		check_key(k, child(k, n, 0), shape->a);
		check_value(k, child(k, n, 1), shape->b);
	} else if (shape->kind == TYPE_JSON) {
		check_value(k, child(k, n, 1), TYPE_JSON);
	} else if (shape->kind == TYPE_KEYED && key_field_type(k, shape)) {
		check_keyed_element(k, n, shape);
	} else if (shape->kind != TYPE_ERROR) {
		form_error(k, n,
			   arena_printf(&k->session->arena, "%s, not a map",
					shape_name(k, shape, &k->session->arena))
				   .p,
			   shape->kind == TYPE_RECORD ? " { … }" : " = …");
	}
}

static void check_let(struct checker *k, node_id n)
{
	node_id type = child(k, n, 0);
	type_id want = ast_is_none(k->ast, type) ? 0 : check_type(k, type);
	type_id t = check_value(k, child(k, n, 1), want);

	scope_bind(k, n, at(k, n)->name, want ? want : t);
}

/* A branch may set what the other one sets, but not what stands outside. */
static void check_branch(struct checker *k, node_id block, struct body *b)
{
	uint32_t count = ty(k, b->record)->count, locals = k->locals.n;
	struct body inner = *b;

	inner.seen = arena_new(&k->session->arena, node_id, count + 1);
	inner.some = arena_new(&k->session->arena, node_id, count + 1);
	for (uint32_t i = 0; i < count; i++) {
		inner.seen[i] = b->seen[i];
		inner.some[i] = b->some[i];
	}
	check_entries(k, block, &inner);
	k->locals.n = locals;
	b->open = true;
}

static void check_if_entry(struct checker *k, node_id n, struct body *b,
			   void (*branch)(struct checker *, node_id, struct body *))
{
	node_id condition = child(k, n, 0), otherwise = child(k, n, 2);
	uint32_t mark = narrow_mark(k);

	check_condition(k, condition);
	narrow_by(k, condition, true);
	branch(k, child(k, n, 1), b);
	narrow_release(k, mark);
	if (ast_is_none(k->ast, otherwise))
		return;
	narrow_by(k, condition, false);
	if (at(k, otherwise)->kind == NODE_IF_ENTRY)
		check_if_entry(k, otherwise, b, branch);
	else
		branch(k, otherwise, b);
	narrow_release(k, mark);
}

static void check_for_entry(struct checker *k, node_id n, struct body *b,
			    void (*branch)(struct checker *, node_id, struct body *))
{
	node_id source = child(k, n, 1);
	uint32_t locals = k->locals.n;

	check_vars(k, child(k, n, 0), check_synth(k, source), source);
	branch(k, child(k, n, 2), b);
	k->locals.n = locals;
}

static void check_entry(struct checker *k, node_id n, struct body *b)
{
	switch (at(k, n)->kind) {
	case NODE_SET:
		check_set(k, n, b);
		break;
	case NODE_SET_TAGGED:
		check_tagged(k, n, b);
		break;
	case NODE_SET_KEYED:
		check_keyed(k, n, b);
		break;
	case NODE_SET_KEY: /* Kubernetes has fields that are no words */
		annotate(k, n, 0, 0);
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, at(k, child(k, n, 0))->at,
			 "a record has named fields; a text as key belongs into a map");
		break;
	case NODE_LET:
		check_let(k, n);
		break;
	case NODE_IF_ENTRY:
		check_if_entry(k, n, b, check_branch);
		break;
	case NODE_FOR_ENTRY:
		check_for_entry(k, n, b, check_branch);
		break;
	case NODE_SPREAD:
		check_value(k, child(k, n, 0), b->record);
		b->open = true;
		break;
	default: /* NODE_ERROR was reported */
		b->open = true;
	}
}

static void check_entries(struct checker *k, node_id block, struct body *b)
{
	for_each_child(k, n, block)
		check_entry(k, n, b);
}

static void report_missing(struct checker *k, const struct field *f, struct span head, bool stack)
{
	struct str name = text_of(k, f->name), owner = source_span_text(&k->session->sources, head);
	struct diag *d = diag_add(&k->session->diags, DIAG_MISSING_FIELD, head, "%s`%.*s` needs `%.*s`",
				  stack ? "the stack " : "", STR_ARG(owner), STR_ARG(name));

	diag_primary(&k->session->diags, d, "add `%.*s` to this block", STR_ARG(name));
	diag_label(&k->session->diags, d, ast_name_span(k->ast, f->node), "declared here without a default");
}

static void check_missing(struct checker *k, const struct body *b, struct span head, bool stack)
{
	for (uint32_t i = 0; i < ty(k, b->record)->count; i++) {
		const struct field *f = type_field(k->types, ty(k, b->record), i);

		if (!f->flags && !b->seen[i] && !b->some[i])
			report_missing(k, f, head, stack);
	}
}

static void set_by_declaration(struct checker *k, struct body *b)
{
	int i = type_find_field(k->types, b->record, name_find(&k->session->names, STR("name")));

	if (i >= 0)
		b->seen[i] = k->decl;
}

void check_record(struct checker *k, node_id block, type_id record, enum block_base base, struct span head)
{
	const struct type *r = ty(k, record);
	uint32_t locals = k->locals.n;

	if (r->kind != TYPE_RECORD)
		return;
	struct body b = { record, arena_new(&k->session->arena, node_id, r->count + 1),
			  arena_new(&k->session->arena, node_id, r->count + 1), false };

	if (base == BLOCK_STACK)
		set_by_declaration(k, &b);
	check_entries(k, block, &b);
	k->locals.n = locals;
	if (base != BLOCK_COMPLETES && !b.open && !k->layered)
		check_missing(k, &b, head, base == BLOCK_STACK);
}

/* ---- maps ---- */

static void check_map_block(struct checker *k, node_id block, struct body *b);

/* b->record is the map type here; computed duplicates are found by the evaluator. */
static void check_map_entry(struct checker *k, node_id n, struct body *b)
{
	const struct type *map = ty(k, type_base(k->types, b->record));
	bool json = map->kind == TYPE_JSON;
	type_id key = json ? (type_id)TYPE_STRING : map->a, value = json ? (type_id)TYPE_JSON : map->b;

	switch (at(k, n)->kind) {
	case NODE_SET_KEY:
		check_key(k, child(k, n, 0), key);
		check_value(k, child(k, n, 1), type_optional(k->types, value));
		break;
	case NODE_SET:
		if (json) {
			check_value(k, child(k, n, 0), value);
			break;
		}
		diag_fix(&k->session->diags,
			 diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
				  "the keys of a map are written in quotes"),
			 ast_name_span(k->ast, n),
			 arena_printf(&k->session->arena, "\"%.*s\"", STR_ARG(field_text(k, n))),
			 "write `\"%.*s\"`", STR_ARG(field_text(k, n)));
		break;
	case NODE_LET:
		check_let(k, n);
		break;
	case NODE_IF_ENTRY:
		check_if_entry(k, n, b, check_map_block);
		break;
	case NODE_FOR_ENTRY:
		check_for_entry(k, n, b, check_map_block);
		break;
	case NODE_SPREAD:
		check_value(k, child(k, n, 0), b->record);
		break;
	case NODE_ERROR:
		break;
	default:
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
			 "an entry of a map is written `\"key\" = value`");
	}
}

static void check_map_block(struct checker *k, node_id block, struct body *b)
{
	uint32_t locals = k->locals.n;

	for_each_child(k, n, block)
		check_map_entry(k, n, b);
	k->locals.n = locals;
}

/* ---- blocks as values ---- */

static type_id block_member(const struct checker *k, type_id t)
{
	const struct type *u = ty(k, t);
	type_id found = 0;

	for (uint32_t i = 0; u->kind == TYPE_ANYOF && i < u->count; i++) {
		type_id member = type_base(k->types, type_key(k->types, u, i));
		enum type_kind kind = (enum type_kind)ty(k, member)->kind;

		if (kind != TYPE_RECORD && kind != TYPE_MAP)
			continue;
		if (found)
			return 0;
		found = member;
	}
	return u->kind == TYPE_ANYOF ? found : t;
}

type_id check_block(struct checker *k, node_id n, type_id want)
{
	type_id t = want ? block_member(k, type_base(k->types, type_unwrap(k->types, want))) : 0;
	enum type_kind kind = t ? (enum type_kind)ty(k, t)->kind : TYPE_NONE;
	struct span head = { at(k, n)->at.beg, at(k, n)->at.beg + 1 };

	if (kind == TYPE_ERROR)
		return TYPE_ERROR;
	if (kind == TYPE_RECORD) {
		annotate(k, n, t, 0);
		check_record(k, n, t, BLOCK_FRESH, head);
		return flow(k, n, t, want);
	}
	if (kind == TYPE_MAP || kind == TYPE_JSON) {
		struct body b = { .record = t };

		annotate(k, n, t, 0);
		check_map_block(k, n, &b);
		return flow(k, n, t, want);
	}
	if (!want || !t)
		diag_add(&k->session->diags, DIAG_NO_EXPECTATION, head,
			 "write the type's name before this `{`");
	else if (kind == TYPE_UNION)
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, head, "say which of %.*s before this `{`",
			 STR_ARG(flow_text(k, t)));
	else
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, head, "expected %.*s, found a block",
			 STR_ARG(flow_text(k, want)));
	return TYPE_ERROR;
}

/* ---- heads ---- */

static type_id amend_tag(struct checker *k, node_id n, type_id u, int index)
{
	node_id head = child(k, n, 0);

	check_payload(k, head, child(k, n, 1), u, (uint32_t)index);
	annotate(k, n, u, REF(REF_TAG, index));
	return u;
}

static type_id construct(struct checker *k, node_id n, type_id t)
{
	type_id record = type_base(k->types, t);
	struct span head = ast_name_span(k->ast, child(k, n, 0));

	if (ty(k, record)->kind != TYPE_RECORD) {
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, at(k, child(k, n, 0))->at,
			 "%.*s is not a record", STR_ARG(flow_text(k, t)));
		return TYPE_ERROR;
	}
	annotate(k, child(k, n, 1), record, 0);
	check_record(k, child(k, n, 1), record, BLOCK_FRESH, head);
	annotate(k, n, record, REF(REF_TYPE, record));
	return record;
}

type_id check_amend(struct checker *k, node_id n, type_id want)
{
	node_id head = child(k, n, 0), block = child(k, n, 1);
	type_id u = want ? flow_union(k, want) : 0;
	int tag = u && at(k, head)->kind == NODE_NAME ? type_find_alternative(k->types, u, at(k, head)->name)
						      : -1;

	if (tag >= 0)
		return amend_tag(k, n, u, tag);
	type_id t = check_type_path(k, head);

	if (t)
		return construct(k, n, t);
	type_id owner = at(k, head)->kind == NODE_GET ? check_type_path(k, child(k, head, 0)) : 0;

	tag = owner ? type_find_alternative(k->types, type_base(k->types, owner), at(k, head)->name) : -1;
	if (tag >= 0)
		return amend_tag(k, n, type_base(k->types, owner), tag);
	t = check_synth(k, head);
	type_id base = type_base(k->types, t);

	if (ty(k, base)->kind == TYPE_RECORD) {
		annotate(k, block, base, 0);
		check_record(k, block, base, BLOCK_COMPLETES, at(k, head)->at);
	} else if (ty(k, base)->kind == TYPE_MAP) {
		struct body b = { .record = base };

		annotate(k, block, base, 0);
		check_map_block(k, block, &b);
	} else if (t != TYPE_ERROR) {
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, at(k, head)->at,
			 "only records and maps are completed, this is %.*s", STR_ARG(flow_text(k, t)));
		t = TYPE_ERROR;
	}
	annotate(k, n, t, 0);
	return t;
}
