/* Names and paths: variables, tags, members of records, modules and types. */
#include "sema/checker.h"

enum { MEMBERS_SHOWN = 4 };

static type_id present_type(struct checker *k, node_id n, type_id t)
{
	return ty(k, t)->kind == TYPE_OPTIONAL && narrow_is_present(k, n) ? ty(k, t)->a : t;
}

/* What an import declares that could have been meant: the values, since types are none. */
static void suggest_members(struct checker *k, struct diag *d, node_id n, uint32_t module)
{
	const struct module *m = table_get(&k->program->modules, module);
	struct buf all = { .arena = &k->session->arena };
	uint32_t count = 0;

	for (uint32_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);

		if (at(k, s->node)->kind != NODE_LET || count >= MEMBERS_SHOWN)
			continue;
		buf_printf(&all, "%s%.*s.%.*s", count++ ? "`, `" : "", STR_ARG(ast_text(k->ast, n)),
			   STR_ARG(text_of(k, s->name)));
	}
	if (count == 1)
		diag_fix(&k->session->diags, d, ast_span(k->ast, n), buf_str(&all), "write `%.*s`",
			 STR_ARG(buf_str(&all)));
	else if (count)
		diag_help(&k->session->diags, d, "a value of it is written `%.*s`", STR_ARG(buf_str(&all)));
}

static type_id not_a_value(struct checker *k, node_id n, const struct found *found)
{
	static const char *const what[] = {
		[REF_TYPE] = "a type",
		[REF_FN] = "a function",
		[REF_MODULE] = "a module",
		[REF_BUILTIN] = "a function",
	};
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, ast_span(k->ast, n),
				  "`%.*s` is %s, not a value", STR_ARG(ast_text(k->ast, n)),
				  what[REF_KIND(found->ref)]);

	if (REF_KIND(found->ref) == REF_MODULE)
		suggest_members(k, d, n, REF_PAYLOAD(found->ref));
	if (REF_KIND(found->ref) == REF_TYPE)
		diag_help(&k->session->diags, d, "a value of it is written `%.*s { … }`",
			  STR_ARG(ast_text(k->ast, n)));
	return TYPE_ERROR;
}

static bool is_value(const struct found *found)
{
	enum ref_kind kind = REF_KIND(found->ref);

	return kind == REF_LOCAL || kind == REF_SELF || kind == REF_GLOBAL;
}

static type_id use_found(struct checker *k, node_id n, const struct found *found)
{
	if (!is_value(found))
		return not_a_value(k, n, found);
	if (at(k, found->node)->kind == NODE_CHECK) {
		diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, ast_span(k->ast, n),
			 "`%.*s` is a check, not a value", STR_ARG(ast_text(k->ast, n)));
		return TYPE_ERROR;
	}
	annotate(k, n, found->type, found->ref);
	type_id t = present_type(k, n, found->type);

	annotate(k, n, t, found->ref);
	return t;
}

static type_id tag_value(struct checker *k, node_id n, type_id u, int index)
{
	const struct alternative *a = type_alternative(k->types, ty(k, u), (uint32_t)index);

	annotate(k, n, u, REF(REF_TAG, index));
	if (a->payload && kind_of(k, a->payload) != TYPE_RECORD) {
		diag_add(&k->session->diags, DIAG_MISSING_FIELD, ast_span(k->ast, n),
			 "the tag `%.*s` needs a value", STR_ARG(ast_text(k->ast, n)));
		return TYPE_ERROR;
	}
	const struct type *record = a->payload ? ty(k, type_base(k->types, a->payload)) : NULL;

	for (uint32_t i = 0; record && i < record->count; i++) {
		const struct field *f = type_field(k->types, record, i);

		if (f->flags)
			continue;
		struct diag *d = diag_add(&k->session->diags, DIAG_MISSING_FIELD, ast_span(k->ast, n),
					  "`%.*s` needs `%.*s`", STR_ARG(ast_text(k->ast, n)),
					  STR_ARG(text_of(k, f->name)));

		diag_primary(&k->session->diags, d, "write `%.*s { %.*s = … }`", STR_ARG(ast_text(k->ast, n)),
			     STR_ARG(text_of(k, f->name)));
		diag_label(&k->session->diags, d, ast_name_span(k->ast, f->node),
			   "declared here without a default");
		return TYPE_ERROR;
	}
	return u;
}

static void report_ambiguous(struct checker *k, node_id n, type_id u, const struct found *found)
{
	struct str word = ast_text(k->ast, n), type = flow_text(k, u);
	struct diag *d =
		diag_add(&k->session->diags, DIAG_AMBIGUOUS_NAME, ast_span(k->ast, n),
			 "`%.*s` is a tag of %.*s and also a name in scope", STR_ARG(word), STR_ARG(type));

	uint32_t module;
	bool sayable = ty(k, u)->name && scope_symbol(k, ty(k, u)->name, &module);

	diag_label(&k->session->diags, d, ast_name_span(k->ast, found->node), "the name is declared here");
	if (sayable) {
		struct str tag = arena_printf(&k->session->arena, "%.*s.%.*s", STR_ARG(type), STR_ARG(word));

		diag_fix(&k->session->diags, d, ast_span(k->ast, n), tag, "write `%.*s` for the tag",
			 STR_ARG(tag));
	}
	diag_help(&k->session->diags, d, "%srename the other `%.*s`", sayable ? "or " : "", STR_ARG(word));
}

type_id check_name(struct checker *k, node_id n, type_id want)
{
	struct found found = { 0 };
	type_id u = want ? flow_union(k, want) : 0;
	int tag = u ? type_find_alternative(k->types, u, at(k, n)->name) : -1;
	bool known = scope_lookup(k, n, &found);

	if (tag >= 0 && known && is_value(&found)) {
		report_ambiguous(k, n, u, &found);
		return TYPE_ERROR;
	}
	if (tag >= 0)
		return tag_value(k, n, u, tag);
	if (known)
		return use_found(k, n, &found);
	scope_report_unknown(k, n, want);
	return TYPE_ERROR;
}

/* A path's head that is no value: `module.name` or `Type.tag`. 0: it is a value after all. */
static type_id check_static_member(struct checker *k, node_id n)
{
	node_id base = child(k, n, 0);
	struct found found;

	if (at(k, base)->kind == NODE_GET) {
		type_id t = check_type_path(k, base);
		int tag = t ? type_find_alternative(k->types, t, at(k, n)->name) : -1;

		return tag >= 0 ? tag_value(k, n, t, tag) : 0;
	}
	if (at(k, base)->kind != NODE_NAME || !scope_lookup(k, base, &found))
		return 0;
	if (REF_KIND(found.ref) == REF_MODULE)
		return scope_member(k, REF_PAYLOAD(found.ref), n, &found) ? use_found(k, n, &found)
									  : TYPE_ERROR;
	if (at(k, found.node)->kind == NODE_IMPORT)
		return TYPE_ERROR; /* the import failed and was reported */
	if (REF_KIND(found.ref) != REF_TYPE)
		return 0;
	type_id u = type_base(k->types, found.type);
	int tag = type_find_alternative(k->types, u, at(k, n)->name);

	if (tag >= 0)
		return tag_value(k, n, u, tag);
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_TAG, ast_name_span(k->ast, n),
				  "`%.*s` is not a tag of %.*s", STR_ARG(ast_text(k->ast, n)),
				  STR_ARG(flow_text(k, u)));

	if (kind_of(k, u) == TYPE_UNION)
		suggest_tag(k, d, ast_name_span(k->ast, n), ast_text(k->ast, n), u);
	return TYPE_ERROR;
}

static const struct {
	enum type_kind base;
	const char *word;
	enum member member;
} members[] = {
	{ TYPE_SECRET, "name", MEMBER_SECRET_NAME },
	{ TYPE_SECRET, "key", MEMBER_SECRET_KEY },
	{ TYPE_RANGE, "min", MEMBER_RANGE_MIN },
	{ TYPE_RANGE, "max", MEMBER_RANGE_MAX },
};

static type_id builtin_member(struct checker *k, node_id n, type_id base)
{
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		if (members[i].base != kind_of(k, base) ||
		    !str_eq(ast_text(k->ast, n), str_from(members[i].word)))
			continue;
		type_id t = members[i].base == TYPE_RANGE ? ty(k, type_base(k->types, base))->a : TYPE_STRING;

		annotate(k, n, t, REF(REF_MEMBER, members[i].member));
		return t;
	}
	return 0;
}

static type_id no_member(struct checker *k, node_id n, type_id base)
{
	struct span where = ast_name_span(k->ast, n);
	struct str word = ast_text(k->ast, n);
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where, "%.*s has no field `%.*s`",
				  STR_ARG(flow_text(k, base)), STR_ARG(word));

	if (kind_of(k, base) == TYPE_RECORD)
		suggest_field(k, d, where, word, type_base(k->types, base), NULL);
	else if (kind_of(k, base) == TYPE_UNION)
		diag_help(&k->session->diags, d, "which fields there are depends on the tag: use `match`");
	else if (kind_of(k, base) == TYPE_MAP)
		diag_help(&k->session->diags, d, "an entry of a map is read with `[\"%.*s\"]`",
			  STR_ARG(word));
	return TYPE_ERROR;
}

type_id check_get(struct checker *k, node_id n)
{
	type_id base = check_static_member(k, n);

	if (base)
		return base;
	base = check_synth(k, child(k, n, 0));
	if (base == TYPE_ERROR)
		return TYPE_ERROR;
	if (ty(k, base)->kind == TYPE_OPTIONAL) {
		k->operand = true;
		base = flow(k, child(k, n, 0), base, ty(k, base)->a);
		k->operand = false;
		return base;
	}
	int i = type_find_field(k->types, type_base(k->types, base), at(k, n)->name);

	if (i < 0) {
		type_id t = builtin_member(k, n, base);

		return t ? t : no_member(k, n, base);
	}
	const struct field *f = type_field(k->types, ty(k, type_base(k->types, base)), (uint32_t)i);
	type_id t = f->flags & FIELD_OPTIONAL ? type_optional(k->types, f->type) : f->type;

	t = present_type(k, n, t);
	annotate(k, n, t, REF(REF_FIELD, i));
	return t;
}

/* ---- text without quotes ---- */

/* The first of words with dots between them, and how many they are; 0 if n is something else. */
static node_id first_word(struct checker *k, node_id n, uint32_t *words)
{
	for (*words = 1; at(k, n)->kind == NODE_GET; ++*words)
		n = child(k, n, 0);
	return at(k, n)->kind == NODE_NAME ? n : 0;
}

/* Whether a block of the stack has a field of that name, so that a path may be meant. */
static bool is_field_of_a_block(struct checker *k, uint32_t name)
{
	const struct type *stack = ty(k, k->program->prelude.stack);

	for (uint32_t i = 0; i < stack->count; i++) {
		type_id inner =
			type_base(k->types, type_unwrap(k->types, type_field(k->types, stack, i)->type));

		if (ty(k, inner)->kind == TYPE_RECORD && type_find_field(k->types, inner, name) >= 0)
			return true;
	}
	return false;
}

/* `host = chat.example.com`: text is wanted, and no value comes of the words. A stack's name is in scope. */
static bool is_bare_text(struct checker *k, node_id n, type_id want)
{
	uint32_t words;
	node_id first = first_word(k, n, &words);
	struct span at_words = ast_span(k->ast, n);

	if (!want || kind_of(k, type_unwrap(k->types, want)) != TYPE_STRING || !first ||
	    foreign_source(k, NULL, ast_text(k->ast, first)))
		return false;
	if (diags_have(&k->session->diags, DIAG_UNKNOWN_NAME, at_words.beg, at_words.end))
		return true;
	return (words > 2 || !is_field_of_a_block(k, at(k, n)->name)) &&
	       at(k, first)->type == k->program->prelude.stack &&
	       diags_have(&k->session->diags, DIAG_UNKNOWN_FIELD, at_words.beg, at_words.end);
}

type_id check_member(struct checker *k, node_id n, type_id want)
{
	struct diags *ds = &k->session->diags;
	struct diag_mark mark = diags_mark(ds);
	type_id t = check_get(k, n);

	if (t != TYPE_ERROR || ds->list.n != mark.n + 1 || ds->list.v[mark.n]->fixes.n ||
	    !is_bare_text(k, n, want))
		return t;
	diags_release(ds, mark);
	return report_bare_text(k, n, want);
}

type_id check_index(struct checker *k, node_id n)
{
	type_id base = check_synth(k, child(k, n, 0));
	const struct type b = *ty(k, type_base(k->types, base));
	type_id t = TYPE_ERROR;

	if (b.kind == TYPE_MAP) {
		t = type_optional(k->types, b.b);
		check_value(k, child(k, n, 1), b.a);
	} else if (b.kind == TYPE_LIST || b.kind == TYPE_KEYED) {
		t = b.a;
		check_value(k, child(k, n, 1), TYPE_INT);
	} else if (b.kind != TYPE_ERROR) {
		diag_add(&k->session->diags, DIAG_OPERATOR, ast_span(k->ast, n),
			 "only lists and maps are indexed, this is %.*s", STR_ARG(flow_text(k, base)));
	}
	annotate(k, n, t, 0);
	return t;
}
