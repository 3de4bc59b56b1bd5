/* Entries that mean a field, or a kind of it, of another name: what is wrong in them is told all the same. */
#include "sema/check_block.h"

/* As far as it needs no field. A bare word may be a tag of the field that was meant. */
static void check_loose(struct checker *k, node_id n)
{
	switch (at(k, n)->kind) {
	case NODE_BLOCK:
	case NODE_LIST:
		for_each_child(k, inner, n)
			check_loose(k, inner);
		break;
	case NODE_SET:
		check_loose(k, child(k, n, 0));
		break;
	case NODE_STRING:
	case NODE_TEMPLATE:
	case NODE_NUMBER:
	case NODE_GET:
	case NODE_CALL:
		check_synth(k, n);
		break;
	default:
		break;
	}
}

/* The block behind a mistyped tag, as that of the tag that was most likely meant; what it lacks may be what
 * makes it another. */
static void check_meant_tag(struct checker *k, node_id tag, node_id block, type_id u, int meant)
{
	type_id payload = meant < 0 ? 0 : type_alternative(k->types, ty(k, u), (uint32_t)meant)->payload;
	type_id record = payload ? type_base(k->types, payload) : 0;

	if (!record || ty(k, record)->kind != TYPE_RECORD || ast_is_none(k->ast, block))
		check_loose(k, block);
	else
		check_record(k, block, record, BLOCK_COMPLETES, ast_name_span(k->ast, tag));
}

void entry_tag(struct checker *k, node_id n, const struct type *shape, type_id u)
{
	node_id tag = child(k, n, 0), block = child(k, n, 2);
	int index = type_find_alternative(k->types, u, at(k, tag)->name);

	if (index < 0)
		check_meant_tag(k, tag, block, u, entry_no_tag(k, tag, u));
	else if (!ast_is_none(k->ast, child(k, n, 1)))
		entry_named(k, n, shape, u, (uint32_t)index);
	else
		entry_payload(k, tag, block, u, (uint32_t)index);
}

/* The field that an entry of another name means; NULL if that is not sure. */
static const struct field *meant_field(const struct checker *k, const struct body *b)
{
	return b->meant < 0 ? NULL : type_field(k->types, ty(k, b->record), (uint32_t)b->meant);
}

void entry_unknown(struct checker *k, node_id n, const struct body *b)
{
	bool tagged = at(k, n)->kind == NODE_SET_TAGGED;
	node_id value = child(k, n, tagged ? 2 : at(k, n)->kind == NODE_SET_KEYED);
	const struct field *meant = meant_field(k, b);
	const struct type *shape = meant ? field_shape(k, meant->type) : NULL;
	type_id kinds = meant ? flow_union(k, is_list(shape) ? shape->a : meant->type) : 0;

	if (tagged && kinds)
		entry_tag(k, n, shape, kinds);
	else if (at(k, n)->kind != NODE_SET)
		check_loose(k, value);
	else if (meant && at(k, value)->kind == NODE_BLOCK && shape->kind == TYPE_RECORD)
		check_record(k, value, type_base(k->types, meant->type), BLOCK_COMPLETES,
			     ast_name_span(k->ast, n));
	else if (meant && b->renamed && at(k, value)->kind != NODE_BLOCK && !entry_unnamed(k, n, meant))
		check_value(k, value, meant->type);
	else
		check_loose(k, value);
}

static void report_unknown_key(struct checker *k, node_id key, const struct body *b)
{
	struct span where = ast_span(k->ast, key);
	struct str word = ast_text(k->ast, key), owner = flow_text(k, b->record);

	if (at(k, key)->kind != NODE_STRING) {
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, where,
			 "a record has named fields; a text as key belongs in a map");
		return;
	}
	suggest_field(k,
		      diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where, "`%.*s` has no field `%.*s`",
			       STR_ARG(owner), STR_ARG(word)),
		      where, word, b->record, b);
}

/* `"name" = value`, `"name" { … }` of a record: fields are words. Kubernetes has some that are none. */
void entry_key(struct checker *k, node_id n, struct body *b)
{
	node_id key = child(k, n, 0), value = child(k, n, 1);
	struct str word = ast_text(k->ast, key);
	uint32_t name = at(k, key)->kind == NODE_STRING ? name_find(&k->session->names, word) : 0;
	int i = name ? type_find_field(k->types, b->record, name) : -1;

	annotate(k, n, 0, 0);
	if (i < 0) {
		report_unknown_key(k, key, b);
		return;
	}
	const struct field f = *type_field(k->types, ty(k, b->record), (uint32_t)i);
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_span(k->ast, key),
				  "the name of a field is written without quotes");

	diag_fix(&k->session->diags, d, ast_span(k->ast, key), word, "write `%.*s`", STR_ARG(word));
	b->guessed[i] = true;
	if (at(k, value)->kind != NODE_BLOCK)
		check_value(k, value, f.type);
	else if (field_shape(k, f.type)->kind == TYPE_RECORD)
		check_record(k, value, type_base(k->types, f.type), BLOCK_COMPLETES, ast_span(k->ast, key));
}

bool entry_unnamed(struct checker *k, node_id n, const struct field *f)
{
	const struct type map = *field_shape(k, f->type);
	struct str name = text_of(k, f->name);
	node_id value = child(k, n, 0);
	bool text = at(k, value)->kind == NODE_STRING;

	if (k->library || map.kind != TYPE_MAP || field_shape(k, map.b)->kind != TYPE_RECORD ||
	    (!text && at(k, value)->kind != NODE_LIST))
		return false;
	struct diag *d =
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
			 "`%.*s` is a map: each of its entries has a name", STR_ARG(name));

	diag_help(&k->session->diags, d, "write `%.*s \"%.*s\" { … }`", STR_ARG(name),
		  STR_ARG(text ? ast_text(k->ast, value) : STR("name")));
	for_each_child(k, element, value)
		check_value(k, element, map.b);
	return true;
}

int entry_kind_inside(const struct checker *k, node_id block, type_id u)
{
	const struct type *t = ty(k, u);

	for_each_child(k, n, block) {
		node_id value = at(k, n)->kind == NODE_SET ? child(k, n, 0) : 0;

		if (!value || (at(k, value)->kind != NODE_STRING && at(k, value)->kind != NODE_NAME))
			continue;
		for (uint32_t i = 0; i < t->count; i++) {
			if (str_like(text_of(k, type_alternative(k->types, t, i)->name),
				     ast_text(k->ast, value)))
				return (int)i;
		}
		int alias = elsewhere_alias_of_tag(k, t, ast_text(k->ast, value));

		if (alias >= 0)
			return alias;
	}
	return -1;
}
