/* Allowances: a stack may live with a warning if it says why; what is not used is reported. */
#include "rules/rules_internal.h"

struct allowances {
	const struct map_value *map; /* code -> reason */
	bool *used;
};

struct allowances *allow_read(struct rules *r, struct eval *e, struct value stack)
{
	struct allowances *a = arena_new(&r->session->arena, struct allowances, 1);
	uint32_t count = type_get(&r->program->types, stack.record->type)->count;

	for (uint32_t i = 0; i < count; i++) {
		struct value v = eval_field(e, stack.record, i);

		if (v.kind == VALUE_ALLOW)
			a->map = v.map;
	}
	if (a->map)
		a->used = arena_new(&r->session->arena, bool, a->map->n + 1);
	return a;
}

bool allow_covers(struct allowances *a, struct str code)
{
	for (uint32_t i = 0; a->map && i < a->map->n; i++) {
		if (str_eq(a->map->entries[i].key, code)) {
			a->used[i] = true;
			return true;
		}
	}
	return false;
}

bool check_has_code(const struct rules *r, node_id n, struct str code)
{
	if (at(r, n)->kind == NODE_REPORT)
		return str_eq(ast_text(r->ast, n), code);
	for (node_id c = at(r, n)->first; c; c = next_of(r, c)) {
		if (check_has_code(r, c, code))
			return true;
	}
	return false;
}

/* The check with this code, by its place; 0 if there is none. */
static uint32_t find_check(const struct rules *r, struct str code)
{
	uint32_t i = r->nchecks - 1;

	ast_warm(r->ast);
	while (i && !check_has_code(r, ast_child(r->ast, rules_check(r, i), 2), code))
		i--;
	return i;
}

/* Whether a check looks at what became of objects: that there is none to look at says nothing. */
static bool is_about_changes(const struct rules *r, node_id check)
{
	const struct types *types = &r->program->types;
	type_id type = type_base(types, at(r, check)->type), changes = r->program->prelude.changes;
	const struct type *t = type_get(types, changes);

	for (uint32_t i = 0; changes && i < t->count; i++) {
		const struct type *list = type_get(types, type_unwrap(types, type_field(types, t, i)->type));

		if (list->kind == TYPE_LIST && type_base(types, list->a) == type)
			return true;
	}
	return type == changes;
}

/* Whether reports of this code below n are errors. */
static bool is_error(const struct rules *r, node_id n, struct str code)
{
	if (at(r, n)->kind == NODE_REPORT)
		return str_eq(ast_text(r->ast, n), code) &&
		       !(at(r, n)->flags & (NODE_F_WARNING | NODE_F_NOTE));
	for (node_id c = at(r, n)->first; c; c = next_of(r, c)) {
		if (is_error(r, c, code))
			return true;
	}
	return false;
}

static void report_unused(struct rules *r, uint32_t check, struct str code, struct span where,
			  enum rules_ran ran)
{
	struct diags *ds = &r->session->diags;
	struct diag *d;
	bool error = is_error(r, ast_child(r->ast, rules_check(r, check), 2), code);

	if (ran == RULES_PARTLY && !error)
		return;
	if (error)
		d = diag_add(ds, DIAG_UNUSED_ALLOW, where,
			     "`%.*s` is an error, and only warnings and notes can be allowed", STR_ARG(code));
	else
		d = diag_add(ds, DIAG_UNUSED_ALLOW, where,
			     "nothing in this stack needs the allowance of `%.*s`", STR_ARG(code));
	diag_help(ds, d, "remove it");
}

void allow_finish(struct allowances *a, struct rules *r, struct eval *e, enum rules_ran ran)
{
	struct diags *ds = &r->session->diags;

	for (uint32_t i = 0; a->map && i < a->map->n; i++) {
		const struct map_entry *entry = &a->map->entries[i];
		struct origin_leaves leaves = { 0 };

		if (a->used[i])
			continue;
		origin_leaves(eval_origins(e), &r->session->arena, entry->key_origin, &leaves);
		struct span where = leaves.spans.n ? leaves.spans.v[0] : (struct span){ 0, 0 };

		uint32_t check = find_check(r, entry->key);

		if (check && !r->ran[check] &&
		    (ran != RULES_ALL || is_about_changes(r, rules_check(r, check))))
			continue;
		if (check)
			report_unused(r, check, entry->key, where, ran);
		else
			diag_add(ds, DIAG_UNKNOWN_ALLOW, where, "no check has the code `%.*s`",
				 STR_ARG(entry->key));
	}
}
