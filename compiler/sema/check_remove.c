/*
 * `remove path` and `remove path "key"`: the path must be one that a layer below could have written. In an
 * override it may stand in any block, and its path begins there.
 */
#include "sema/check_block.h"

static type_id shape_of(const struct checker *k, type_id t)
{
	return type_base(k->types, type_unwrap(k->types, t));
}

/* The record among the alternatives of a union that has the field, else the last one. */
static type_id payload_with(const struct checker *k, type_id u, uint32_t name)
{
	type_id record = 0;

	for (uint32_t i = 0; i < ty(k, u)->count; i++) {
		type_id payload = type_alternative(k->types, ty(k, u), i)->payload;

		if (!payload || ty(k, shape_of(k, payload))->kind != TYPE_RECORD)
			continue;
		record = shape_of(k, payload);
		if (type_find_field(k->types, record, name) >= 0)
			break;
	}
	return record;
}

/* The type of a field, through unions; 0 after a report. */
static type_id field_type(struct checker *k, node_id word, type_id owner)
{
	type_id shape = shape_of(k, owner), record = shape;
	struct span path = ast_span(k->ast, word);
	struct str name = ast_text(k->ast, word);
	struct span where = { path.end - name.n, path.end };

	if (ty(k, shape)->kind == TYPE_UNION)
		record = payload_with(k, shape, at(k, word)->name);
	bool fields = record && ty(k, record)->kind == TYPE_RECORD;
	int i = fields ? type_find_field(k->types, record, at(k, word)->name) : -1;

	if (i >= 0)
		return type_field(k->types, ty(k, record), (uint32_t)i)->type;
	if (ty(k, shape)->kind == TYPE_ERROR)
		return 0;
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where, "`%.*s` has no field `%.*s`",
				  STR_ARG(flow_text(k, shape)), STR_ARG(name));

	if (fields)
		suggest_field(k, d, where, name, record, NULL);
	return 0;
}

static type_id path_type(struct checker *k, node_id path, type_id owner)
{
	if (at(k, path)->kind == NODE_GET)
		owner = path_type(k, child(k, path, 0), owner);
	return owner ? field_type(k, path, owner) : 0;
}

static void check_key(struct checker *k, node_id path, node_id key, type_id type)
{
	enum type_kind kind = (enum type_kind)ty(k, shape_of(k, type))->kind;

	if (kind == TYPE_MAP || kind == TYPE_KEYED || kind == TYPE_ALLOW || kind == TYPE_EXTRAS ||
	    kind == TYPE_OVERRIDES) {
		check_value(k, key, TYPE_STRING);
		return;
	}
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_span(k->ast, key),
				  "`%.*s` has no entries with keys", STR_ARG(ast_text(k->ast, path)));

	diag_help(&k->session->diags, d, "remove all of it, without the key");
}

static void report_form(struct checker *k, node_id n, const char *what, const char *help)
{
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n), "%s", what);

	diag_help(&k->session->diags, d, "%s", help);
}

bool entry_is_removal(const struct checker *k, node_id n, const struct body *b)
{
	return str_eq(ast_text(k->ast, n), STR("remove")) && k->decl && at(k, k->decl)->kind == NODE_STACK &&
	       type_find_field(k->types, b->record, at(k, n)->name) < 0;
}

void entry_remove(struct checker *k, node_id n, const struct body *b)
{
	node_id path = child(k, n, 0), key = child(k, n, 1);

	annotate(k, n, b->record, 0);
	if (b->record != k->program->prelude.stack && !k->overriding) {
		report_form(k, n, "`remove` stands directly in the body of a stack",
			    "write it there, with the whole path: `remove a.b.c`");
		return;
	}
	if (!k->overriding && ast_is_none(k->ast, child(k, k->decl, 0))) {
		report_form(k, n, "there is no layer below, from which something could be removed",
			    "a stack that `extends` another one removes what that one wrote");
		return;
	}
	if (!ast_is_none(k->ast, child(k, n, 2)))
		report_form(k, n, "`remove` takes away: it has no block", "write the path alone");
	type_id type = path_type(k, path, b->record);

	if (type && !ast_is_none(k->ast, key))
		check_key(k, path, key, type);
}
