/* Blocks: the bodies of records and maps, and the heads that may stand before them. */
#include "sema/check_block.h"

#include "formats/chars.h"

static void check_entries(struct checker *k, node_id block, struct body *b);

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
		entry_set(k, n, b);
		break;
	case NODE_SET_TAGGED:
		if (entry_is_removal(k, n, b))
			entry_remove(k, n, b);
		else
			entry_tagged(k, n, b);
		break;
	case NODE_SET_KEYED:
		entry_keyed(k, n, b);
		break;
	case NODE_SET_KEY:
		entry_key(k, n, b);
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
	struct span block = ast_span(k->ast, b->block);

	if (diags_have(&k->session->diags, DIAG_UNCLOSED, block.beg, block.end))
		return; /* it is not finished: more may follow */
	for (uint32_t i = 0; i < ty(k, b->record)->count; i++) {
		const struct field *f = type_field(k->types, ty(k, b->record), i);

		if (!f->flags && !b->seen[i] && !b->some[i] && !b->guessed[i])
			report_missing(k, f, head, stack);
	}
}

struct given { /* a field that is set outside of the block; -1: none */
	int field;
	node_id by;
};

static void check_body(struct checker *k, node_id block, type_id record, enum block_base base,
		       struct span head, struct given given)
{
	const struct type *r = ty(k, record);
	uint32_t locals = k->locals.n;

	if (r->kind != TYPE_RECORD)
		return;
	struct body b = { .record = record,
			  .block = block,
			  .seen = arena_new(&k->session->arena, node_id, r->count),
			  .some = arena_new(&k->session->arena, node_id, r->count),
			  .guessed = arena_new(&k->session->arena, bool, r->count) };
	if (given.field >= 0)
		b.seen[given.field] = given.by;
	check_entries(k, block, &b);
	k->locals.n = locals;
	if (base != BLOCK_COMPLETES && !b.open && !k->layered)
		check_missing(k, &b, head, base == BLOCK_STACK);
}

void check_record(struct checker *k, node_id block, type_id record, enum block_base base, struct span head)
{
	struct given given = { -1, k->decl };

	if (base == BLOCK_STACK)
		given.field = type_find_field(k->types, record, name_find(&k->session->names, STR("name")));
	check_body(k, block, record, base, head, given);
}

void check_record_named(struct checker *k, node_id block, type_id record, int field, node_id tag)
{
	check_body(k, block, record, BLOCK_FRESH, ast_span(k->ast, tag),
		   (struct given){ field, ast_next(k->ast, tag) });
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
		check_value(k, child(k, n, 0), key);
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
			 arena_printf(&k->session->arena, "\"%.*s\"", STR_ARG(ast_text(k->ast, n))),
			 "write `\"%.*s\"`", STR_ARG(ast_text(k->ast, n)));
		check_value(k, child(k, n, 0), type_optional(k->types, value));
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

static void report_no_kind(struct checker *k, node_id n, struct span head, type_id u)
{
	int kind = entry_kind_inside(k, n, u);
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, head,
				  "say which of %.*s before this `{`", STR_ARG(flow_text(k, u)));

	if (kind >= 0)
		diag_help(&k->session->diags, d, "write `%.*s { … }`",
			  STR_ARG(text_of(k, type_alternative(k->types, ty(k, u), (uint32_t)kind)->name)));
}

/* A block where none belongs; of a secret it may say the name and the key. */
static void report_block(struct checker *k, node_id n, struct span head, type_id want)
{
	struct diags *ds = &k->session->diags;
	struct str type = flow_text(k, want), name = STR(""), key = STR("");
	struct diag *d = diag_add(ds, DIAG_TYPE_MISMATCH, head, "expected %s %.*s, found a block",
				  flow_article(type), STR_ARG(type));

	if (kind_of(k, want) == TYPE_ANYOF && !k->library)
		flow_suggest_shape(k, d, want);
	if (kind_of(k, want) != TYPE_SECRET)
		return;
	for_each_child(k, entry, n) {
		node_id value = at(k, entry)->kind == NODE_SET ? child(k, entry, 0) : 0;

		if (!value || at(k, value)->kind != NODE_STRING)
			continue;
		if (str_like(ast_text(k->ast, entry), STR("name")))
			name = ast_text(k->ast, value);
		else if (str_like(ast_text(k->ast, entry), STR("key")))
			key = ast_text(k->ast, value);
		else
			diag_hide(ds, ast_span(k->ast, value));
	}
	if (name.n && key.n)
		diag_fix(ds, d, ast_span(k->ast, n),
			 arena_printf(&k->session->arena, "secret(\"%.*s\", \"%.*s\")", STR_ARG(name),
				      STR_ARG(key)),
			 "write `secret(\"%.*s\", \"%.*s\")`", STR_ARG(name), STR_ARG(key));
	else
		diag_help(ds, d, "a key of a Secret is `secret(\"NAME\", \"KEY\")`");
}

type_id check_block(struct checker *k, node_id n, type_id want)
{
	type_id t = want ? block_member(k, type_base(k->types, type_unwrap(k->types, want))) : 0;
	enum type_kind kind = t ? (enum type_kind)ty(k, t)->kind : TYPE_NONE;
	struct span head = { ast_span(k->ast, n).beg, ast_span(k->ast, n).beg + 1 };

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
	if (diags_have(&k->session->diags, DIAG_FOREIGN_SYNTAX, head.beg, head.end))
		return TYPE_ERROR; /* no block was meant */
	if (!want)
		diag_add(&k->session->diags, DIAG_NO_EXPECTATION, head,
			 "write the type's name before this `{`");
	else if (kind == TYPE_UNION)
		report_no_kind(k, n, head, t);
	else
		report_block(k, n, head, type_unwrap(k->types, want));
	return TYPE_ERROR;
}

/* ---- heads ---- */

static type_id amend_tag(struct checker *k, node_id n, type_id u, int index)
{
	node_id head = child(k, n, 0);

	entry_payload(k, head, child(k, n, 1), u, (uint32_t)index);
	annotate(k, n, u, REF(REF_TAG, index));
	return u;
}

static type_id construct(struct checker *k, node_id n, type_id t)
{
	type_id record = type_base(k->types, t);
	struct span head = ast_name_span(k->ast, child(k, n, 0));

	if (ty(k, record)->kind != TYPE_RECORD) {
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, ast_span(k->ast, child(k, n, 0)),
			 "%.*s is not a record", STR_ARG(flow_text(k, t)));
		return TYPE_ERROR;
	}
	annotate(k, child(k, n, 1), record, 0);
	check_record(k, child(k, n, 1), record, BLOCK_FRESH, head);
	annotate(k, n, record, REF(REF_TYPE, record));
	return record;
}

/* `Name { … }` of a name that nobody knows, where the place tells the type; the block is checked, too. */
static type_id amend_unknown(struct checker *k, node_id n, type_id record)
{
	node_id head = child(k, n, 0), block = child(k, n, 1);
	struct span name = ast_span(k->ast, head), body = ast_span(k->ast, block);
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, name, "no type `%.*s` is known here",
				  STR_ARG(ast_text(k->ast, head)));

	diag_fix(&k->session->diags, d, (struct span){ name.beg, body.beg }, STR(""),
		 "leave it out: from the place it follows that this is %.*s", STR_ARG(flow_text(k, record)));
	annotate(k, block, record, 0);
	check_record(k, block, record, BLOCK_FRESH, name);
	annotate(k, n, record, 0);
	return TYPE_ERROR;
}

/* A word with a capital, as types have, that stands for nothing. */
static bool is_unknown_type(struct checker *k, node_id n)
{
	struct found found;

	return at(k, n)->kind == NODE_NAME && char_is_upper(ast_text(k->ast, n).p[0]) &&
	       !scope_lookup(k, n, &found);
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
	type_id wanted = want ? type_base(k->types, type_unwrap(k->types, want)) : 0;

	if (wanted && kind_of(k, wanted) == TYPE_RECORD && is_unknown_type(k, head))
		return amend_unknown(k, n, wanted);
	t = check_synth(k, head);
	type_id base = type_base(k->types, t);

	if (ty(k, base)->kind == TYPE_RECORD) {
		annotate(k, block, base, 0);
		check_record(k, block, base, BLOCK_COMPLETES, ast_span(k->ast, head));
	} else if (ty(k, base)->kind == TYPE_MAP) {
		struct body b = { .record = base };

		annotate(k, block, base, 0);
		check_map_block(k, block, &b);
	} else if (t != TYPE_ERROR) {
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, ast_span(k->ast, head),
			 "only records and maps are completed, this is %.*s", STR_ARG(flow_text(k, t)));
		t = TYPE_ERROR;
	}
	annotate(k, n, t, 0);
	return t;
}
