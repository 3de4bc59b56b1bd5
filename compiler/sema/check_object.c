/*
 * Entries `f Type "name" { … }` of fields of type Extras[Object] and Overrides[Object]: the type is a member
 * of the union by its own name, or any record by `alias.Type`.
 */
#include "sema/check_block.h"

/* The member of the union with this name, or 0; the names of all of them, for a near miss. */
static type_id member_named(struct checker *k, type_id u, uint32_t name, struct str *names, uint32_t *n)
{
	const struct type *t = ty(k, type_base(k->types, u));

	*n = 0;
	for (uint32_t i = 0; t->kind == TYPE_ANYOF && i < t->count; i++) {
		type_id member = type_base(k->types, type_key(k->types, t, i));

		if (ty(k, member)->kind != TYPE_RECORD || !ty(k, member)->name)
			continue;
		if (ty(k, member)->name == name)
			return member;
		names[(*n)++] = text_of(k, ty(k, member)->name);
	}
	return 0;
}

/* The record type that the word or path names; 0 after a report. */
/* A type of objects with that name in a module of the library, to be imported; NULL if there is none. */
static const struct module *module_with_type(struct checker *k, uint32_t name)
{
	for (uint32_t i = 0; name && i < k->program->modules.n; i++) {
		const struct module *m = table_get(&k->program->modules, i);
		const struct symbol *s = m->library ? program_find(k->program, i, name) : NULL;

		if (s && at(k, s->node)->kind == NODE_TYPE && ast_attr(k->ast, s->node, "k8s"))
			return m;
	}
	return NULL;
}

/* `extra ServiceMonitor`: which import makes it known. `Secret` is a word of the language, too. */
static bool suggest_import(struct checker *k, struct diag *d, struct str word)
{
	static const char *const endings[] = { "", "V1" };

	for (uint32_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		struct str type = arena_printf(&k->session->arena, "%.*s%s", STR_ARG(word), endings[i]);
		const struct module *m = module_with_type(k, name_find(&k->session->names, type));

		if (!m)
			continue;
		diag_help(&k->session->diags, d, "`import \"%.*s\" as k8s`, and write `k8s.%.*s`",
			  STR_ARG(text_of(k, m->path)), STR_ARG(type));
		return true;
	}
	return false;
}

static type_id object_type(struct checker *k, node_id path, type_id u)
{
	bool word = at(k, path)->kind == NODE_NAME;
	struct str *names = arena_new(&k->session->arena, struct str, ty(k, type_base(k->types, u))->count);
	uint32_t n = 0;
	type_id type = word ? member_named(k, u, at(k, path)->name, names, &n) : 0;

	if (!type)
		type = type_base(k->types, check_type_path(k, path));
	if (type && ty(k, type)->kind == TYPE_RECORD && ty(k, type)->name)
		return type;
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_TYPE, ast_span(k->ast, path),
				  "there is no type of objects `%.*s`", STR_ARG(ast_text(k->ast, path)));

	if (word && elsewhere_hint(k, d, ty(k, k->program->prelude.stack), ast_text(k->ast, path)))
		return 0;
	if (!word || !suggest_import(k, d, ast_text(k->ast, path)))
		suggest_name(k, d, ast_span(k->ast, path),
			     arena_str(&k->session->arena, ast_text(k->ast, path)), names, n);
	return 0;
}

static bool is_whole(struct checker *k, node_id n)
{
	bool typed = at(k, n)->kind == NODE_SET_TAGGED;
	struct str field = ast_text(k->ast, n), type = typed ? ast_text(k->ast, child(k, n, 0)) : STR("Type");

	if (typed && !ast_is_none(k->ast, child(k, n, 1)) && !ast_is_none(k->ast, child(k, n, 2)))
		return true;
	struct diag *d =
		diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
			 "an entry of `%.*s` says which object, and what is written of it", STR_ARG(field));

	diag_help(&k->session->diags, d, "write `%.*s %.*s \"name\" { … }`", STR_ARG(field), STR_ARG(type));
	return false;
}

void entry_object(struct checker *k, node_id n, const struct type *shape)
{
	bool partial = shape->kind == TYPE_OVERRIDES, layered = k->layered, overriding = k->overriding;

	if (!is_whole(k, n))
		return;
	node_id path = child(k, n, 0), block = child(k, n, 2);
	type_id type = object_type(k, path, shape->b);

	if (!type)
		return;
	check_value(k, child(k, n, 1), TYPE_STRING);
	annotate(k, path, type, REF(REF_TYPE, type));
	annotate(k, block, type, 0);
	k->layered |= partial; /* what is not written, the object below has */
	k->overriding = partial;
	check_record(k, block, type, partial ? BLOCK_COMPLETES : BLOCK_FRESH, ast_span(k->ast, path));
	k->layered = layered;
	k->overriding = overriding;
}
