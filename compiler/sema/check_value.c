/* Values: names and paths, literals, lists, conditions. Expectations flow down, types up. */
#include "sema/checker.h"

#include "formats/version.h"

/* ---- paths ---- */

static type_id present_type(struct checker *k, node_id n, type_id t)
{
	return ty(k, t)->kind == TYPE_OPTIONAL && narrow_is_present(k, n) ? ty(k, t)->a : t;
}

static type_id not_a_value(struct checker *k, node_id n, const struct found *found)
{
	static const char *const what[] = {
		[REF_TYPE] = "a type",
		[REF_FN] = "a function",
		[REF_MODULE] = "a module",
		[REF_BUILTIN] = "a function",
	};
	struct diag *d =
		diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, at(k, n)->at, "`%.*s` is %s, not a value",
			 STR_ARG(ast_text(k->ast, n)), what[REF_KIND(found->ref)]);

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
		diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, at(k, n)->at,
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
		diag_add(&k->session->diags, DIAG_MISSING_FIELD, at(k, n)->at, "the tag `%.*s` needs a value",
			 STR_ARG(ast_text(k->ast, n)));
		return TYPE_ERROR;
	}
	const struct type *record = a->payload ? ty(k, type_base(k->types, a->payload)) : NULL;

	for (uint32_t i = 0; record && i < record->count; i++) {
		const struct field *f = type_field(k->types, record, i);

		if (f->flags)
			continue;
		struct diag *d =
			diag_add(&k->session->diags, DIAG_MISSING_FIELD, at(k, n)->at, "`%.*s` needs `%.*s`",
				 STR_ARG(ast_text(k->ast, n)), STR_ARG(text_of(k, f->name)));

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
		diag_add(&k->session->diags, DIAG_AMBIGUOUS_NAME, at(k, n)->at,
			 "`%.*s` is a tag of %.*s and also a name in scope", STR_ARG(word), STR_ARG(type));

	diag_label(&k->session->diags, d, ast_name_span(k->ast, found->node), "the name is declared here");
	if (ty(k, u)->name) {
		struct str tag = arena_printf(&k->session->arena, "%.*s.%.*s", STR_ARG(type), STR_ARG(word));

		diag_fix(&k->session->diags, d, at(k, n)->at, tag, "write `%.*s` for the tag", STR_ARG(tag));
	}
	diag_help(&k->session->diags, d, "or rename the other `%.*s`", STR_ARG(word));
}

static type_id check_name(struct checker *k, node_id n, type_id want)
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
	diag_add(&k->session->diags, DIAG_UNKNOWN_TAG, ast_name_span(k->ast, n),
		 "`%.*s` is not a tag of %.*s", STR_ARG(ast_text(k->ast, n)), STR_ARG(flow_text(k, u)));
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

static void suggest_field(struct checker *k, struct diag *d, type_id record, struct span where,
			  struct str word)
{
	const struct type *r = ty(k, record);
	struct str *names = arena_new(&k->session->arena, struct str, r->count + 1);
	struct buf list = { .arena = &k->session->arena };

	for (uint32_t i = 0; i < r->count; i++) {
		names[i] = text_of(k, type_field(k->types, r, i)->name);
		if (i < 8)
			buf_printf(&list, "%s`%.*s`", i ? ", " : "", STR_ARG(names[i]));
	}
	int near = str_nearest(word, names, (int)r->count);

	if (near >= 0)
		diag_fix(&k->session->diags, d, where, names[near], "did you mean `%.*s`?",
			 STR_ARG(names[near]));
	else if (r->count && r->count <= 8)
		diag_help(&k->session->diags, d, "its fields are %.*s", STR_ARG(buf_str(&list)));
}

static type_id no_member(struct checker *k, node_id n, type_id base)
{
	struct span where = ast_name_span(k->ast, n);
	struct str word = ast_text(k->ast, n);
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where, "%.*s has no field `%.*s`",
				  STR_ARG(flow_text(k, base)), STR_ARG(word));

	if (kind_of(k, base) == TYPE_RECORD)
		suggest_field(k, d, type_base(k->types, base), where, word);
	else if (kind_of(k, base) == TYPE_UNION)
		diag_help(&k->session->diags, d, "which fields there are depends on the tag: use `match`");
	else if (kind_of(k, base) == TYPE_MAP)
		diag_help(&k->session->diags, d, "an entry of a map is read with `[\"%.*s\"]`",
			  STR_ARG(word));
	return TYPE_ERROR;
}

static type_id check_get(struct checker *k, node_id n)
{
	type_id base = check_static_member(k, n);

	if (base)
		return base;
	base = check_synth(k, child(k, n, 0));
	if (base == TYPE_ERROR)
		return TYPE_ERROR;
	if (ty(k, base)->kind == TYPE_OPTIONAL)
		return flow(k, child(k, n, 0), base, ty(k, base)->a);
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

static type_id check_index(struct checker *k, node_id n)
{
	type_id base = check_synth(k, child(k, n, 0));
	const struct type *b = ty(k, type_base(k->types, base));
	type_id t = TYPE_ERROR;

	if (b->kind == TYPE_MAP) {
		t = type_optional(k->types, b->b);
		check_value(k, child(k, n, 1), b->a);
	} else if (b->kind == TYPE_LIST || b->kind == TYPE_KEYED) {
		t = b->a;
		check_value(k, child(k, n, 1), TYPE_INT);
	} else if (b->kind != TYPE_ERROR) {
		diag_add(&k->session->diags, DIAG_OPERATOR, at(k, n)->at,
			 "only lists and maps are indexed, this is %.*s", STR_ARG(flow_text(k, base)));
	}
	annotate(k, n, t, 0);
	return t;
}

/* ---- strings ---- */

static type_id string_tag(struct checker *k, node_id n, type_id u)
{
	int tag = type_find_alternative(k->types, u, at(k, n)->name);

	if (tag < 0) {
		node_id name = n; /* the same words are searched as for a bare word */

		scope_report_unknown(k, name, u);
		return TYPE_ERROR;
	}
	if (at(k, type_alternative(k->types, ty(k, u), (uint32_t)tag)->node)->flags & NODE_F_QUOTED) {
		annotate(k, n, u, REF(REF_TAG, tag));
		return u;
	}
	struct str word = ast_text(k->ast, n);
	struct diag *d =
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, at(k, n)->at,
			 "`%.*s` is a word of %.*s, not a String", STR_ARG(word), STR_ARG(flow_text(k, u)));

	diag_fix(&k->session->diags, d, at(k, n)->at, word, "write it without quotes: `%.*s`", STR_ARG(word));
	return TYPE_ERROR;
}

static type_id version_literal(struct checker *k, node_id n, type_id want)
{
	struct str problem = version_problem(ast_text(k->ast, n), &k->session->arena);

	annotate(k, n, TYPE_VERSION, at(k, n)->ref);
	if (problem.n) {
		diag_add(&k->session->diags, DIAG_VALUE_REFUSED, at(k, n)->at,
			 "`%.*s` is not a version: it %.*s", STR_ARG(ast_text(k->ast, n)), STR_ARG(problem));
		return TYPE_ERROR;
	}
	return flow(k, n, TYPE_VERSION, want);
}

static type_id secret_expected(struct checker *k, node_id n)
{
	struct diag *d = diag_add(&k->session->diags, DIAG_SECRET_EXPECTED, at(k, n)->at,
				  "a plain string stands where a secret belongs");

	diag_hide(&k->session->diags, (struct span){ at(k, n)->at.beg + 1, at(k, n)->at.end - 1 });
	diag_primary(&k->session->diags, d, "would be committed to git; hidden here");
	diag_fix(&k->session->diags, d, at(k, n)->at, STR("secret(\"name\", \"key\")"),
		 "refer to a key of a Kubernetes Secret: `secret(\"name\", \"key\")`");
	diag_help(&k->session->diags, d, "if this file was ever pushed, change the value: git keeps it");
	return TYPE_ERROR;
}

/* The member of an untagged union that a literal of this kind means, or `want` itself. */
static type_id pick_member(const struct checker *k, type_id want, enum type_kind kind)
{
	type_id t = type_base(k->types, type_unwrap(k->types, want));

	for (uint32_t i = 0; ty(k, t)->kind == TYPE_ANYOF && i < ty(k, t)->count; i++) {
		type_id member = type_key(k->types, ty(k, t), i);

		if (kind_of(k, member) == kind)
			return member;
	}
	return type_unwrap(k->types, want);
}

type_id check_string(struct checker *k, node_id n, type_id want)
{
	type_id target = want ? pick_member(k, want, TYPE_STRING) : 0, u = target ? flow_union(k, target) : 0;
	enum type_kind kind = target ? kind_of(k, target) : TYPE_STRING;

	annotate(k, n, TYPE_STRING, 0);
	if (u && kind != TYPE_STRING)
		return string_tag(k, n, u);
	if (kind == TYPE_VERSION)
		return version_literal(k, n, target);
	if (kind == TYPE_SECRET)
		return secret_expected(k, n);
	return flow(k, n, TYPE_STRING, target);
}

static bool is_shown(const struct checker *k, type_id t)
{
	const struct type *base = ty(k, type_base(k->types, t));

	if (base->kind == TYPE_ANYOF) {
		for (uint32_t i = 0; i < base->count; i++) {
			if (!is_shown(k, type_key(k->types, base, i)))
				return false;
		}
		return true;
	}
	return base->kind <= TYPE_VERSION || base->kind == TYPE_UNION || base->kind == TYPE_RANGE;
}

static void check_part(struct checker *k, node_id n)
{
	type_id t = check_synth(k, n);

	if (ty(k, t)->kind == TYPE_OPTIONAL || kind_of(k, t) == TYPE_SECRET) {
		flow(k, n, t, TYPE_STRING);
	} else if (!is_shown(k, t)) {
		struct diag *d = diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, at(k, n)->at,
					  "%.*s has no text form", STR_ARG(flow_text(k, t)));

		diag_help(&k->session->diags, d, "use `join`, `json` or one of its fields");
	}
}

static type_id check_template(struct checker *k, node_id n, type_id want)
{
	for_each_child(k, part, n) {
		if (at(k, part)->kind == NODE_STRING)
			annotate(k, part, TYPE_STRING, 0);
		else
			check_part(k, part);
	}
	annotate(k, n, TYPE_STRING, 0);
	if (want && kind_of(k, type_unwrap(k->types, want)) == TYPE_SECRET)
		return secret_expected(k, n);
	return want ? flow(k, n, TYPE_STRING, pick_member(k, want, TYPE_STRING)) : TYPE_STRING;
}

/* ---- lists ---- */

void check_vars(struct checker *k, node_id vars, type_id source, node_id source_node)
{
	const struct type *s = ty(k, type_base(k->types, source));
	node_id first = at(k, vars)->first, second = at(k, first)->next;
	type_id a = TYPE_ERROR, b = TYPE_ERROR;

	if (s->kind == TYPE_MAP) {
		a = second ? s->a : s->b;
		b = s->b;
	} else if (s->kind == TYPE_LIST || s->kind == TYPE_KEYED) {
		a = s->a;
		b = TYPE_INT;
	} else if (s->kind == TYPE_OPTIONAL) {
		flow(k, source_node, source, s->a);
	} else if (s->kind != TYPE_ERROR) {
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, at(k, source_node)->at,
			 "`for` goes through a list or a map, this is %.*s", STR_ARG(flow_text(k, source)));
	}
	scope_warn_hidden(k, first);
	scope_bind(k, first, at(k, first)->name, a);
	if (!second)
		return;
	scope_warn_hidden(k, second);
	scope_bind(k, second, at(k, second)->name, b);
}

static type_id check_element(struct checker *k, node_id n, type_id want);

static type_id for_element(struct checker *k, node_id n, type_id want)
{
	node_id source = child(k, n, 1);
	uint32_t locals = k->locals.n;

	check_vars(k, child(k, n, 0), check_synth(k, source), source);
	type_id t = check_element(k, child(k, n, 2), want);

	k->locals.n = locals;
	annotate(k, n, t, 0);
	return t;
}

static type_id spread_element(struct checker *k, node_id n, type_id want)
{
	node_id value = child(k, n, 0);
	type_id list = want ? type_of(k->types, TYPE_LIST, want, 0) : 0;
	type_id t = check_value(k, value, list);
	const struct type *b = ty(k, type_base(k->types, t));

	if (b->kind == TYPE_LIST || b->kind == TYPE_KEYED)
		return b->a;
	if (b->kind != TYPE_ERROR)
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, at(k, value)->at,
			 "`...` spreads a list here, this is %.*s", STR_ARG(flow_text(k, t)));
	return TYPE_ERROR;
}

/* Absence flows: an element that may be absent is left out. */
static type_id check_element(struct checker *k, node_id n, type_id want)
{
	switch (at(k, n)->kind) {
	case NODE_FOR:
		return for_element(k, n, want);
	case NODE_SPREAD:
		return spread_element(k, n, want);
	case NODE_ERROR:
		return TYPE_ERROR;
	default:
		return type_unwrap(k->types, check_value(k, n, want ? type_optional(k->types, want) : 0));
	}
}

static type_id check_list(struct checker *k, node_id n, type_id want)
{
	const struct type *w = want ? ty(k, type_base(k->types, type_unwrap(k->types, want))) : NULL;
	bool listed = w && (w->kind == TYPE_LIST || w->kind == TYPE_KEYED);
	type_id element = listed ? w->a : w && w->kind == TYPE_JSON ? TYPE_JSON : 0, t;
	type_id result = listed ? type_unwrap(k->types, want) : 0;

	for_each_child(k, c, n) {
		t = check_element(k, c, element);
		if (!element && t != TYPE_ERROR)
			element = t;
	}
	if (!result && w && w->kind == TYPE_JSON)
		result = TYPE_JSON;
	if (!result && !element && !at(k, n)->first) {
		diag_add(&k->session->diags, DIAG_NO_EXPECTATION, at(k, n)->at,
			 "the type of an empty list is not known here");
		return TYPE_ERROR;
	}
	t = result ? type_base(k->types, result)
		   : type_of(k->types, TYPE_LIST, element ? element : TYPE_ERROR, 0);
	annotate(k, n, t, 0);
	return want ? flow(k, n, t, want) : t;
}

/* ---- choices ---- */

void check_condition(struct checker *k, node_id n)
{
	check_value(k, n, TYPE_BOOL);
}

/* The type of two branches: the first one's, the second one must fit. */
static type_id join(struct checker *k, node_id n, type_id a, type_id b, type_id want)
{
	if (want || a == TYPE_ERROR)
		return want ? want : b;
	if (flow_fit(k, a, b) == FIT_YES)
		return b;
	return flow_fit(k, b, a) == FIT_YES ? a : flow(k, n, b, a);
}

static type_id check_if(struct checker *k, node_id n, type_id want)
{
	node_id condition = child(k, n, 0), then = child(k, n, 1), otherwise = child(k, n, 2);
	uint32_t mark = narrow_mark(k);
	bool lonely = ast_is_none(k->ast, otherwise);

	check_condition(k, condition);
	narrow_by(k, condition, true);
	type_id a = check_value(k, then, want);

	narrow_release(k, mark);
	if (lonely) {
		type_id t = type_optional(k->types, a);

		annotate(k, n, t, 0);
		return want ? flow(k, n, t, want) : t;
	}
	narrow_by(k, condition, false);
	bool empty = at(k, otherwise)->kind == NODE_LIST && !at(k, otherwise)->first;
	type_id b = check_value(k, otherwise, want || !empty ? want : a);

	narrow_release(k, mark);
	type_id t = a == TYPE_ERROR || b == TYPE_ERROR ? TYPE_ERROR : join(k, otherwise, a, b, want);

	annotate(k, n, t, 0);
	return t;
}

static type_id check_isset(struct checker *k, node_id n)
{
	check_synth(k, child(k, n, 0));
	annotate(k, n, TYPE_BOOL, 0);
	return TYPE_BOOL;
}

static type_id plain(struct checker *k, node_id n, type_id t, type_id want)
{
	annotate(k, n, t, at(k, n)->ref);
	return want ? flow(k, n, t, want) : t;
}

static type_id paren(struct checker *k, node_id n, type_id want)
{
	type_id t = check_value(k, child(k, n, 0), want);

	annotate(k, n, t, 0);
	return t;
}

/* What the value is by itself; the forms that take `want` along have flowed into it already. */
static type_id value_of(struct checker *k, node_id n, type_id want, bool *flowed)
{
	*flowed = true;
	switch (at(k, n)->kind) {
	case NODE_NUMBER:
		return check_number(k, n, want);
	case NODE_STRING:
		return check_string(k, n, want);
	case NODE_TEMPLATE:
		return check_template(k, n, want);
	case NODE_LIST:
		return check_list(k, n, want);
	case NODE_IF:
		return check_if(k, n, want);
	case NODE_MATCH:
		return check_match(k, n, want);
	case NODE_PAREN:
		return paren(k, n, want);
	case NODE_BLOCK:
		return check_block(k, n, want);
	case NODE_BOOL:
		return plain(k, n, TYPE_BOOL, want);
	case NODE_ERROR:
	case NODE_NONE:
		return TYPE_ERROR;
	default:
		*flowed = false;
		return TYPE_ERROR;
	}
}

static type_id operand_of(struct checker *k, node_id n, type_id want)
{
	switch (at(k, n)->kind) {
	case NODE_NAME:
		return check_name(k, n, want);
	case NODE_GET:
		return check_get(k, n);
	case NODE_INDEX:
		return check_index(k, n);
	case NODE_CALL:
		return check_call(k, n, want);
	case NODE_ISSET:
		return check_isset(k, n);
	case NODE_UNARY:
		return check_unary(k, n, want);
	case NODE_BINARY:
		return check_binary(k, n, want);
	case NODE_AMEND:
		return check_amend(k, n, want);
	default:
		diag_add(&k->session->diags, DIAG_SYNTAX, at(k, n)->at, "%s cannot stand here",
			 ast_kind_name((enum node_kind)at(k, n)->kind));
		return TYPE_ERROR;
	}
}

type_id check_value(struct checker *k, node_id n, type_id want)
{
	bool flowed;
	type_id t = value_of(k, n, want, &flowed);

	if (flowed)
		return t;
	t = operand_of(k, n, want);
	if (want && t != TYPE_ERROR)
		return flow(k, n, t, want);
	return t;
}

type_id check_synth(struct checker *k, node_id n)
{
	return check_value(k, n, 0);
}
