/*
 * Entries: the spelling of an entry follows from the type of its field (`f = v`, `f { }`,
 * `f tag { }`, `f "key" { }`); a wrong spelling is reported with the right one.
 */
#include "sema/check_block.h"

/* ---- what a field is ---- */

static bool is_objects(const struct type *t)
{
	return t->kind == TYPE_EXTRAS || t->kind == TYPE_OVERRIDES;
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

/* Whether a field of the stack stands in a block only because the `}` before it is missing, or lies in a
 * string that is not closed. */
static bool is_behind_unclosed(struct checker *k, node_id n, const struct body *b)
{
	return b->block && b->record != k->program->prelude.stack &&
	       type_find_field(k->types, k->program->prelude.stack, at(k, n)->name) >= 0 &&
	       diags_have(&k->session->diags, DIAG_UNCLOSED, ast_span(k->ast, b->block).beg,
			  ast_span(k->ast, n).beg);
}

/* The field that an entry sets, or NULL after a report. */
static const struct field *entry_field(struct checker *k, node_id n, struct body *b)
{
	int i = type_find_field(k->types, b->record, at(k, n)->name);

	b->meant = -1;
	if (i < 0 && is_behind_unclosed(k, n, b))
		return NULL;
	if (i < 0) {
		b->meant = entry_report_unknown(k, n, b);
		if (b->meant >= 0)
			b->guessed[b->meant] = true;
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
	if (field_shape(k, at(k, again)->type)->kind == TYPE_RECORD)
		diag_help(&k->session->diags, d, "write all of it in one block");
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

/* A block that is an element of its own; the element's type may say more than its record. */
static void check_element_block(struct checker *k, node_id n, node_id block, type_id element,
				enum block_base base)
{
	type_id record = type_base(k->types, element);

	annotate(k, block, record, 0);
	check_record(k, block, record, base, ast_name_span(k->ast, n));
	flow(k, block, record, element);
}

/* `auth { github { … } }` of a list whose elements have kinds: the block's first word may be one. */
static void report_no_kind(struct checker *k, node_id n, node_id block, type_id u)
{
	node_id entry = at(k, block)->first;
	int i = entry ? type_find_alternative(k->types, u, at(k, entry)->name) : -1;
	const struct alternative *kind = type_alternative(k->types, ty(k, u), i < 0 ? 0 : (uint32_t)i);

	form_error(k, n, "a list of several kinds: say which before the `{`",
		   arena_printf(&k->session->arena, " %.*s { … }", STR_ARG(text_of(k, kind->name))).p);
	if (i >= 0 && at(k, entry)->kind == NODE_SET && at(k, child(k, entry, 0))->kind == NODE_BLOCK)
		entry_payload(k, entry, child(k, entry, 0), u, (uint32_t)i);
}

/* `image { repository = … }` of a text: its type may know what the first word is for. */
static void report_single(struct checker *k, node_id n, node_id block, const struct field *f,
			  const struct type *shape)
{
	node_id first = at(k, block)->first;
	struct diag *d = form_error(k, n, shape_name(k, shape, &k->session->arena), " = …");

	if (first)
		elsewhere_hint(k, d, ty(k, type_unwrap(k->types, f->type)), field_text(k, first));
}

/* `uploads { type = "s3", … }`: the kind stands before the `{`. */
static void report_kind_inside(struct checker *k, node_id n, node_id block, type_id u)
{
	const struct type *t = ty(k, u);
	int kind = entry_kind_inside(k, block, u);
	const struct alternative *a = type_alternative(k->types, t, kind < 0 ? 0 : (uint32_t)kind);
	struct diag *d =
		form_error(k, n, "one of several kinds: say which before the `{`",
			   arena_printf(&k->session->arena, " %.*s { … }", STR_ARG(text_of(k, a->name))).p);

	if (kind < 0)
		suggest_tag(k, d, ast_name_span(k->ast, n), STR(""), u);
}

static void set_block(struct checker *k, node_id n, const struct field *f, struct body *b)
{
	const struct type *shape = field_shape(k, f->type);
	node_id value = child(k, n, 0);
	bool appends = is_list(shape) && kind_of(k, shape->a) == TYPE_RECORD;
	type_id u = is_list(shape) ? flow_union(k, shape->a) : 0;
	bool first = note_set(k, b, n, appends || u || is_objects(shape));

	if (is_objects(shape)) {
		entry_object(k, n, shape);
	} else if (appends) {
		check_element_block(k, n, value, shape->a, BLOCK_FRESH);
	} else if (u) {
		report_no_kind(k, n, value, u);
	} else if (shape->kind == TYPE_UNION) {
		report_kind_inside(k, n, value, flow_union(k, f->type));
	} else if (shape->kind == TYPE_RECORD) {
		check_headless(k, n, f, value, first);
	} else if (shape->kind == TYPE_MAP && kind_of(k, shape->b) == TYPE_RECORD && has_fields(k, value)) {
		form_error(k, n, "a map: each of its entries has a name", " \"name\" { … }");
	} else if (shape->kind == TYPE_MAP || shape->kind == TYPE_JSON || shape->kind == TYPE_ANYOF) {
		check_value(k, value, f->type);
	} else if (shape->kind == TYPE_RANGE) {
		struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
					  "`%.*s` is a range", STR_ARG(field_text(k, n)));

		foreign_bounds(k, d, n, value);
	} else if (shape->kind != TYPE_ERROR) {
		report_single(k, n, value, f, shape);
	}
}

/* In an override a keyed list is merged: nothing goes because nothing is written. */
static void check_emptied(struct checker *k, node_id n, node_id value, type_id type)
{
	struct diags *ds = &k->session->diags;
	struct str field = ast_text(k->ast, n);

	if (at(k, value)->kind != NODE_LIST || at(k, value)->first ||
	    field_shape(k, type)->kind != TYPE_KEYED)
		return;
	struct diag *d =
		diag_add(ds, DIAG_ENTRY_FORM, ast_span(k->ast, value),
			 "`%.*s` is merged by its keys: an empty list takes nothing away", STR_ARG(field));

	diag_help(ds, d, "write `remove %.*s \"key\"` for one entry, `remove %.*s` for all", STR_ARG(field),
		  STR_ARG(field));
}

void entry_set(struct checker *k, node_id n, struct body *b)
{
	const struct field *f = entry_field(k, n, b);
	node_id value = child(k, n, 0);

	if (!f) {
		entry_unknown(k, n, b);
		return;
	}
	if (at(k, n)->flags & NODE_F_BLOCK_FORM) {
		set_block(k, n, f, b);
		return;
	}
	if (k->overriding)
		check_emptied(k, n, value, f->type);
	bool first = note_set(k, b, n, false);
	type_id want = f->flags & FIELD_OPTIONAL ? type_optional(k->types, f->type) : f->type;

	if (foreign_element(k, n, f) || entry_unnamed(k, n, f))
		return;
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

/* `store remote { … }` of a record: its field stands inside of its block. */
static void report_record(struct checker *k, node_id n, type_id record)
{
	struct diags *ds = &k->session->diags;
	node_id tag = child(k, n, 0), block = child(k, n, 2);
	struct str word = ast_text(k->ast, tag), name = field_text(k, n);
	struct diag *d =
		diag_add(ds, DIAG_ENTRY_FORM, ast_name_span(k->ast, n), "`%.*s` is a record", STR_ARG(name));

	if (ast_is_none(k->ast, block) || type_find_field(k->types, record, at(k, tag)->name) < 0) {
		diag_help(ds, d, "write `%.*s { … }`", STR_ARG(name));
		suggest_fields(k, d, record);
		return;
	}
	uint32_t beg = ast_span(k->ast, tag).beg, end = ast_span(k->ast, block).end;
	struct diag_fix *fix = diag_fix(ds, d, (struct span){ beg, beg }, STR("{ "),
					"write `%.*s { %.*s { … } }`", STR_ARG(name), STR_ARG(word));

	diag_edit(ds, fix, (struct span){ end, end }, STR(" }"));
}

/* `replicas three`: the field has no tags. */
static void report_no_tags(struct checker *k, node_id n, const struct type *shape)
{
	const char *form = shape_name(k, shape, &k->session->arena);
	struct span word = ast_span(k->ast, child(k, n, 0));
	struct str text = source_span_text(&k->session->sources, word);

	if (!ast_is_none(k->ast, child(k, n, 2))) {
		form_error(k, n, form, " = …");
		return;
	}
	bool quotes = shape->kind == TYPE_STRING ||
		      (shape->kind == TYPE_REFINED && kind_of(k, shape->a) == TYPE_STRING);
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
				  "`%.*s` is %s", STR_ARG(field_text(k, n)), form);
	struct str now = arena_printf(&k->session->arena, quotes ? "= \"%.*s\"" : "= %.*s", STR_ARG(text));

	diag_fix(&k->session->diags, d, word, now, "write `%.*s %.*s`", STR_ARG(field_text(k, n)),
		 STR_ARG(now));
}

void entry_tagged(struct checker *k, node_id n, struct body *b)
{
	const struct field *f = entry_field(k, n, b);

	if (!f) {
		entry_unknown(k, n, b);
		return;
	}
	const struct type *shape = field_shape(k, f->type);

	if (shape->kind == TYPE_ALLOW) {
		check_allow(k, n);
		return;
	}
	if (is_objects(shape)) {
		note_set(k, b, n, true);
		entry_object(k, n, shape);
		return;
	}
	bool appends = is_list(shape);
	type_id u = appends ? flow_union(k, shape->a) : flow_union(k, f->type);

	note_set(k, b, n, appends);
	if (!u && shape->kind == TYPE_RECORD) {
		report_record(k, n, type_base(k->types, type_unwrap(k->types, f->type)));
		return;
	}
	if (!u) {
		report_no_tags(k, n, shape);
		return;
	}
	entry_tag(k, n, shape, u);
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
static void check_keyed_element(struct checker *k, node_id n, type_id key, type_id element)
{
	node_id value = child(k, n, 1);

	check_value(k, child(k, n, 0), key);
	if (at(k, value)->kind == NODE_BLOCK)
		check_element_block(k, n, value, element, BLOCK_COMPLETES);
	else
		check_value(k, value, element);
}

void entry_keyed(struct checker *k, node_id n, struct body *b)
{
	const struct field *f = entry_field(k, n, b);

	if (!f) {
		entry_unknown(k, n, b);
		return;
	}
	const struct type *shape = field_shape(k, f->type);
	type_id kinds = flow_union(k, is_list(shape) ? shape->a : f->type);

	note_set(k, b, n, true);
	if (is_objects(shape)) {
		entry_object(k, n, shape);
	} else if (shape->kind == TYPE_MAP) {
		type_id value = shape->b;

		check_value(k, child(k, n, 0), shape->a);
		check_value(k, child(k, n, 1), value);
	} else if (shape->kind == TYPE_JSON) {
		check_value(k, child(k, n, 1), TYPE_JSON);
	} else if (shape->kind == TYPE_KEYED && key_field_type(k, shape)) {
		check_keyed_element(k, n, key_field_type(k, shape), shape->a);
	} else if (kinds) {
		check_value(k, child(k, n, 0), kinds); /* a kind is a word: `uploads "s3" { … }` */
	} else if (shape->kind != TYPE_ERROR) {
		form_error(k, n,
			   arena_printf(&k->session->arena, "%s, not a map",
					shape_name(k, shape, &k->session->arena))
				   .p,
			   shape->kind == TYPE_RECORD ? " { … }" : " = …");
	}
}
