/*
 * From written types to the table of types. Declared records and unions get their number
 * before their fields are looked at, so types may recur; aliases may not.
 */
#include "sema/checker.h"

static type_id bad_type(struct checker *k, node_id n, const char *why)
{
	diag_add(&k->session->diags, DIAG_BAD_TYPE, ast_span(k->ast, n), "%s", why);
	return TYPE_ERROR;
}

static type_id new_type(struct checker *k, enum type_kind kind, node_id n)
{
	type_id t = table_add(&k->types->list);

	*(struct type *)table_edit(&k->types->list, t) = (struct type){ .kind = (uint8_t)kind, .node = n };
	return t;
}

static struct type *edit(struct checker *k, type_id t)
{
	return table_edit(&k->types->list, t);
}

/* ---- records ---- */

static type_id included(struct checker *k, node_id include)
{
	type_id t = check_type_path(k, child(k, include, 0));

	if (ty(k, t)->kind == TYPE_RECORD && ty(k, t)->flags & TYPE_F_FILLED)
		return t;
	bad_type(k, include, "only a record that is declared before can be included");
	return 0;
}

/* Rows for the fields; those of an included record come first, so that their defaults, which
 * name siblings by index, mean the same in both. */
static uint32_t count_fields(struct checker *k, node_id n, type_id *base)
{
	uint32_t count = 0;

	*base = 0;
	for_each_child(k, c, n) {
		if (at(k, c)->kind == NODE_FIELD) {
			count++;
		} else if (at(k, c)->kind == NODE_INCLUDE && c == at(k, n)->first) {
			*base = included(k, c);
			count += *base ? ty(k, *base)->count : 0;
		} else if (at(k, c)->kind == NODE_INCLUDE) {
			bad_type(k, c, "an included record stands first in a record type");
		}
	}
	return count;
}

static void report_duplicate_field(struct checker *k, node_id again, node_id before)
{
	struct diag *d = diag_add(&k->session->diags, DIAG_DUPLICATE_FIELD, ast_name_span(k->ast, again),
				  "the field `%.*s` is declared twice", STR_ARG(ast_text(k->ast, again)));

	diag_label(&k->session->diags, d, ast_name_span(k->ast, before), "first here");
}

static void fill_field(struct checker *k, type_id record, uint32_t row, node_id n)
{
	int before = type_find_field(k->types, record, at(k, n)->name);
	uint32_t flags = at(k, n)->flags & NODE_F_OPTIONAL ? FIELD_OPTIONAL : 0;

	if (before >= 0)
		report_duplicate_field(k, n, type_field(k->types, ty(k, record), (uint32_t)before)->node);
	if (!ast_is_none(k->ast, child(k, n, 1)))
		flags |= FIELD_HAS_DEFAULT;
	*(struct field *)table_edit(&k->types->fields, row) = (struct field){ at(k, n)->name, 0, n, flags };
	edit(k, record)->count++;
}

static void fill_record(struct checker *k, type_id record, node_id n)
{
	type_id base;
	uint32_t count = count_fields(k, n, &base);

	if (count > REF_SELF_FIELDS) {
		diag_add(&k->session->diags, DIAG_LIMIT, ast_span(k->ast, n),
			 "a record has more than %u fields", REF_SELF_FIELDS);
		return;
	}
	uint32_t row = table_add_many(&k->types->fields, count);

	edit(k, record)->first = row;
	for (uint32_t i = 0; base && i < ty(k, base)->count; i++) {
		*(struct field *)table_edit(&k->types->fields, row++) = *type_field(k->types, ty(k, base), i);
		edit(k, record)->count++;
	}
	for_each_child(k, c, n) {
		if (at(k, c)->kind == NODE_FIELD)
			fill_field(k, record, row++, c);
	}
	for (uint32_t i = base ? ty(k, base)->count : 0; i < ty(k, record)->count; i++) {
		uint32_t index = ty(k, record)->first + i;
		node_id field = ((const struct field *)table_get(&k->types->fields, index))->node;
		type_id type = check_type(k, child(k, field, 0));

		((struct field *)table_edit(&k->types->fields, index))->type = type;
		if (type == TYPE_ALLOW) /* nothing allowed is the same as no allowance */
			((struct field *)table_edit(&k->types->fields, index))->flags |= FIELD_OPTIONAL;
		annotate(k, field, type, 0);
	}
}

/* ---- unions ---- */

/* An alternative that may be a type: a bare word that names one, or a type in brackets. */
static type_id member_type(struct checker *k, node_id alt)
{
	struct found found;

	if (at(k, alt)->flags & NODE_F_QUOTED) /* also the empty text, whose name is 0 */
		return 0;
	if (!at(k, alt)->name) /* `module.Type`, `[T]`: no tag looks like this */
		return check_type(k, child(k, alt, 0));
	if (!ast_is_none(k->ast, child(k, alt, 0)))
		return 0;
	type_id builtin = check_type_builtin(ast_text(k->ast, alt));
	uint32_t module;

	if (builtin)
		return builtin;
	const struct symbol *s = scope_symbol(k, at(k, alt)->name, &module);

	if (!s || at(k, s->node)->kind != NODE_TYPE ||
	    !scope_use(k, s, module, ast_span(k->ast, alt), &found))
		return 0;
	return found.type;
}

static bool is_untagged(struct checker *k, node_id n)
{
	for_each_child(k, alt, n) {
		if (!member_type(k, alt))
			return false;
	}
	return at(k, n)->first != 0;
}

static void fill_anyof(struct checker *k, type_id u, node_id n)
{
	uint32_t count = ast_child_count(k->ast, n), row = table_add_many(&k->types->keys, count);

	edit(k, u)->first = row;
	for_each_child(k, alt, n) {
		type_id member = member_type(k, alt);
		uint16_t parts = type_parts_over(k->types, u, member);

		annotate(k, alt, member, 0);
		*(uint32_t *)table_edit(&k->types->keys, row++) = member;
		edit(k, u)->count++;
		edit(k, u)->parts = parts;
	}
}

static void fill_tagged(struct checker *k, type_id u, node_id n)
{
	uint32_t row = table_add_many(&k->types->alternatives, ast_child_count(k->ast, n));

	edit(k, u)->first = row;
	for_each_child(k, alt, n) {
		int before = type_find_alternative(k->types, u, at(k, alt)->name);

		if (before >= 0)
			report_duplicate_field(k, alt,
					       type_alternative(k->types, ty(k, u), (uint32_t)before)->node);
		*(struct alternative *)table_edit(&k->types->alternatives, row++) =
			(struct alternative){ at(k, alt)->name, 0, alt };
		edit(k, u)->count++;
	}
	for (uint32_t i = 0; i < ty(k, u)->count; i++) {
		uint32_t index = ty(k, u)->first + i;
		node_id alt = ((const struct alternative *)table_get(&k->types->alternatives, index))->node;
		type_id payload = ast_is_none(k->ast, child(k, alt, 0)) ? 0 : check_type(k, child(k, alt, 0));

		((struct alternative *)table_edit(&k->types->alternatives, index))->payload = payload;
		annotate(k, alt, payload, 0);
	}
}

/* The rows of a record or union, once. */
static void fill(struct checker *k, type_id t)
{
	node_id n = ty(k, t)->node;

	if (ty(k, t)->kind == TYPE_RECORD)
		fill_record(k, t, n);
	else
		fill_tagged(k, t, n);
	edit(k, t)->flags |= TYPE_F_FILLED;
}

static bool is_plain(const struct checker *k, type_id t)
{
	enum type_kind kind = kind_of(k, t);

	return kind == TYPE_STRING || kind == TYPE_ERROR;
}

/* ---- lists and maps ---- */

static type_id list_type(struct checker *k, node_id n)
{
	type_id element = check_type(k, child(k, n, 0));
	uint32_t count = ast_child_count(k->ast, n) - 1;

	if (count == 0)
		return type_of(k->types, TYPE_LIST, element, 0);
	type_id t = new_type(k, TYPE_KEYED, n);
	uint32_t row = table_add_many(&k->types->keys, count);

	edit(k, t)->a = element;
	edit(k, t)->parts = type_parts_over(k->types, element, 0);
	edit(k, t)->first = row;
	edit(k, t)->count = count;
	for (node_id c = next_of(k, at(k, n)->first); c; c = next_of(k, c))
		*(uint32_t *)table_edit(&k->types->keys, row++) = at(k, c)->name;
	return t;
}

static type_id map_type(struct checker *k, node_id n)
{
	type_id key = check_type(k, child(k, n, 0)), value = check_type(k, child(k, n, 1));

	if (!is_plain(k, key))
		return bad_type(k, child(k, n, 0), "the keys of a map are strings");
	return type_of(k->types, TYPE_MAP, key, value);
}

static type_id applied_type(struct checker *k, node_id n)
{
	static const struct {
		const char *word;
		enum type_kind kind;
	} words[] = { { "Range", TYPE_RANGE }, { "Extras", TYPE_EXTRAS }, { "Overrides", TYPE_OVERRIDES } };
	struct str word = ast_text(k->ast, child(k, n, 0));

	for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!str_eq(word, str_from(words[i].word)))
			continue;
		type_id of = check_type(k, child(k, n, 1));

		return words[i].kind == TYPE_RANGE ? type_of(k->types, TYPE_RANGE, of, 0)
						   : type_of(k->types, words[i].kind, TYPE_STRING, of);
	}
	return bad_type(k, n, "only `Range`, `Extras` and `Overrides` take a type in brackets");
}

static type_id refined_type(struct checker *k, node_id n)
{
	type_id base = check_type(k, child(k, n, 0));

	if (base == TYPE_ERROR)
		return TYPE_ERROR;
	type_id t = new_type(k, TYPE_REFINED, n);

	edit(k, t)->a = base;
	edit(k, t)->parts = type_parts_over(k->types, base, 0);
	return t;
}

static type_id written_type(struct checker *k, node_id n)
{
	type_id t;

	switch (at(k, n)->kind) {
	case NODE_NAME:
	case NODE_GET:
		t = check_type_path(k, n);
		return t ? t : check_type_unknown(k, n);
	case NODE_TYPE_APPLY:
		return applied_type(k, n);
	case NODE_TYPE_LIST:
		return list_type(k, n);
	case NODE_TYPE_MAP:
		return map_type(k, n);
	case NODE_TYPE_RECORD:
		t = new_type(k, TYPE_RECORD, n);
		fill(k, t);
		return t;
	case NODE_TYPE_UNION:
		t = new_type(k, is_untagged(k, n) ? TYPE_ANYOF : TYPE_UNION, n);
		if (ty(k, t)->kind == TYPE_ANYOF)
			fill_anyof(k, t, n);
		else
			fill(k, t);
		return t;
	case NODE_WHERE:
		return refined_type(k, n);
	default:
		return TYPE_ERROR;
	}
}

/* Types are compared part by part, and all that recurse over them rely on the bound. */
static type_id report_too_large(struct checker *k, node_id n)
{
	diag_add(&k->session->diags, DIAG_LIMIT, ast_span(k->ast, n),
		 "this type, written out, has more than %llu parts",
		 (unsigned long long)k->session->limits[LIMIT_TYPE_PARTS]);
	return TYPE_ERROR;
}

type_id check_type(struct checker *k, node_id n)
{
	type_id t = at(k, n)->type;

	if (t)
		return t;
	t = written_type(k, n);
	if (ty(k, t)->parts > k->session->limits[LIMIT_TYPE_PARTS])
		t = report_too_large(k, n);
	annotate(k, n, t, at(k, n)->ref);
	return t;
}

/* ---- declarations ---- */

static void name_type(struct checker *k, type_id t, node_id decl)
{
	struct type *type = edit(k, t);

	type->name = at(k, decl)->name;
	type->decl = decl;
}

/* The number now, the rows later: so declarations may need each other in any order and number. */
static type_id nominal_decl(struct checker *k, node_id decl, node_id n, enum type_kind kind)
{
	type_id t = new_type(k, kind, n);

	name_type(k, t, decl);
	annotate(k, decl, t, 0);
	annotate(k, n, t, at(k, n)->ref);
	vec_push(&k->session->arena, &k->unfilled, t);
	return t;
}

void check_type_rows(struct checker *k)
{
	for (uint32_t i = 0; i < k->unfilled.n; i++) /* in order: what is included is declared before */
		fill(k, k->unfilled.v[i]);
	k->unfilled.n = 0;
}

static type_id other_decl(struct checker *k, node_id decl, node_id n)
{
	type_id t = check_type(k, n);
	bool own = at(k, n)->kind == NODE_WHERE || at(k, n)->kind == NODE_TYPE_UNION ||
		   ty(k, t)->kind == TYPE_KEYED;

	if (own && t != TYPE_ERROR)
		name_type(k, t, decl);
	annotate(k, decl, t, 0);
	return t;
}

type_id check_type_decl(struct checker *k, node_id decl)
{
	node_id n = child(k, decl, 0);
	type_id t = at(k, decl)->type;

	if (t)
		return t;
	if (at(k, n)->kind == NODE_TYPE_RECORD)
		return nominal_decl(k, decl, n, TYPE_RECORD);
	if (!scope_resolving(k, decl, ast_span(k->ast, decl)))
		return TYPE_ERROR;
	bool tagged = at(k, n)->kind == NODE_TYPE_UNION && !is_untagged(k, n);

	t = tagged ? nominal_decl(k, decl, n, TYPE_UNION) : other_decl(k, decl, n);
	scope_resolved(k);
	return t;
}

type_id check_signature(struct checker *k, node_id fn)
{
	node_id result = child(k, fn, 1);
	type_id t = at(k, fn)->type;

	if (t)
		return t;
	for_each_child(k, f, child(k, fn, 0)) {
		type_id type = check_type(k, child(k, f, 0));

		annotate(k, f, at(k, f)->flags & NODE_F_OPTIONAL ? type_optional(k->types, type) : type, 0);
	}
	t = check_type(k, result);
	if (at(k, fn)->flags & NODE_F_OPTIONAL)
		t = type_optional(k->types, t);
	annotate(k, fn, t, 0);
	return t;
}
