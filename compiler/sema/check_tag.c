/* Tags of unions in entries, and what stands behind them: a name, a block. */
#include "sema/check_block.h"

int entry_no_tag(struct checker *k, node_id tag, type_id u)
{
	struct str word = ast_text(k->ast, tag);
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_TAG, ast_span(k->ast, tag),
				  "`%.*s` is not one of %.*s", STR_ARG(word), STR_ARG(flow_text(k, u)));

	return suggest_tag(k, d, ast_span(k->ast, tag), word, u);
}

/* The block behind a tag: its payload's record, or nothing at all. */
void entry_payload(struct checker *k, node_id tag, node_id block, type_id u, uint32_t index)
{
	const struct alternative *a = type_alternative(k->types, ty(k, u), index);
	type_id record = a->payload ? type_base(k->types, a->payload) : 0;

	annotate(k, tag, u, REF(REF_TAG, index));
	if (!ast_is_none(k->ast, block) && (!record || ty(k, record)->kind != TYPE_RECORD)) {
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, tag),
			 "`%.*s` has no fields: write it without a block", STR_ARG(ast_text(k->ast, tag)));
		return;
	}
	if (ast_is_none(k->ast, block)) {
		const struct type *r = record ? ty(k, record) : NULL;

		for (uint32_t i = 0; r && r->kind == TYPE_RECORD && i < r->count; i++) {
			const struct field *f = type_field(k->types, r, i);

			if (f->flags || k->layered)
				continue;
			struct diag *d =
				diag_add(&k->session->diags, DIAG_MISSING_FIELD, ast_name_span(k->ast, tag),
					 "`%.*s` needs `%.*s`", STR_ARG(ast_text(k->ast, tag)),
					 STR_ARG(text_of(k, f->name)));

			diag_label(&k->session->diags, d, ast_name_span(k->ast, f->node),
				   "declared here without a default");
		}
		return;
	}
	annotate(k, block, a->payload, 0);
	check_record(k, block, record, BLOCK_FRESH, ast_name_span(k->ast, tag));
}

/* The field of a payload that the list is keyed by beside the tag; -1 if it has none. */
static int name_field(struct checker *k, const struct type *list, type_id payload)
{
	type_id record = payload ? type_base(k->types, payload) : 0;

	for (uint32_t i = 0; list->kind == TYPE_KEYED && record && i < list->count; i++) {
		int field = type_find_field(k->types, record, type_key(k->types, list, i));

		if (field >= 0)
			return field;
	}
	return -1;
}

/* `f tag "name" { … }`: the name stands for the field that the list is keyed by. */
void entry_named(struct checker *k, node_id n, const struct type *list, type_id u, uint32_t index)
{
	node_id tag = child(k, n, 0), key = child(k, n, 1), block = child(k, n, 2);
	type_id payload = type_alternative(k->types, ty(k, u), index)->payload;
	int i = name_field(k, list, payload);

	if (i < 0 || ast_is_none(k->ast, block)) {
		struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_span(k->ast, key),
					  i < 0 ? "`%.*s` has no name" : "`%.*s` has fields behind its name",
					  STR_ARG(ast_text(k->ast, tag)));

		diag_help(&k->session->diags, d, "write `%.*s %.*s%s { … }`", STR_ARG(ast_text(k->ast, n)),
			  STR_ARG(ast_text(k->ast, tag)), i < 0 ? "" : " \"…\"");
		return;
	}
	type_id record = type_base(k->types, payload);

	annotate(k, tag, u, REF(REF_TAG, index));
	check_value(k, key, type_field(k->types, ty(k, record), (uint32_t)i)->type);
	annotate(k, block, payload, 0);
	check_record_named(k, block, record, i, tag);
}
