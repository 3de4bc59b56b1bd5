/* What the name of a type stands for: of the language, of the module, of one that it imports. */
#include "sema/checker.h"

static const struct {
	const char *word;
	enum type_kind kind;
} builtin_types[] = {
	{ "Bool", TYPE_BOOL },	       { "Int", TYPE_INT },	    { "Float", TYPE_FLOAT },
	{ "String", TYPE_STRING },     { "Bytes", TYPE_BYTES },	    { "Cpu", TYPE_CPU },
	{ "Duration", TYPE_DURATION }, { "Percent", TYPE_PERCENT }, { "Quantity", TYPE_QUANTITY },
	{ "Version", TYPE_VERSION },   { "Secret", TYPE_SECRET },   { "Allow", TYPE_ALLOW },
	{ "Json", TYPE_JSON },
};

enum { BUILTIN_TYPES = sizeof builtin_types / sizeof *builtin_types };

type_id check_type_builtin(struct str word)
{
	for (int i = 0; i < BUILTIN_TYPES; i++) {
		if (str_eq(word, str_from(builtin_types[i].word)))
			return builtin_types[i].kind;
	}
	return 0;
}

/* The module that a name stands for, or 0. */
static uint32_t module_of(struct checker *k, node_id n)
{
	const struct symbol *s;

	if (at(k, n)->kind != NODE_NAME)
		return 0;
	s = program_find(k->program, k->module, at(k, n)->name);
	return s && REF_KIND(s->ref) == REF_MODULE ? REF_PAYLOAD(s->ref) : 0;
}

static bool find_type(struct checker *k, node_id n, struct found *out)
{
	if (at(k, n)->kind == NODE_NAME)
		return scope_lookup(k, n, out);
	if (at(k, n)->kind != NODE_GET)
		return false;
	uint32_t module = module_of(k, child(k, n, 0));
	const struct symbol *s = module ? program_find(k->program, module, at(k, n)->name) : NULL;

	return s && scope_use(k, s, module, ast_span(k->ast, n), out);
}

type_id check_type_path(struct checker *k, node_id n)
{
	struct found found;
	type_id t = at(k, n)->kind == NODE_NAME ? check_type_builtin(ast_text(k->ast, n)) : 0;

	if (!t && find_type(k, n, &found) && REF_KIND(found.ref) == REF_TYPE)
		t = found.type;
	if (t)
		annotate(k, n, t, REF(REF_TYPE, t));
	return t;
}

static void add_type_names(struct checker *k, uint32_t module, struct str *names, int *n)
{
	const struct module *m = table_get(&k->program->modules, module);

	for (uint32_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);

		if (at(k, s->node)->kind == NODE_TYPE)
			names[(*n)++] = text_of(k, s->name);
	}
}

/* `alias.Name` of an import: one that failed was reported, another module has no such name. */
static bool is_missing_of_module(struct checker *k, node_id n)
{
	node_id head = at(k, n)->kind == NODE_GET ? child(k, n, 0) : 0;
	const struct symbol *s = head ? program_find(k->program, k->module, at(k, head)->name) : NULL;
	struct found found;

	if (!s || at(k, s->node)->kind != NODE_IMPORT)
		return false;
	return REF_KIND(s->ref) != REF_MODULE || !scope_member(k, REF_PAYLOAD(s->ref), n, &found);
}

type_id check_type_unknown(struct checker *k, node_id n)
{
	if (is_missing_of_module(k, n))
		return TYPE_ERROR;
	struct str word = arena_str(&k->session->arena, ast_text(k->ast, n));
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_TYPE, ast_name_span(k->ast, n),
				  "there is no type `%.*s`", STR_ARG(word));

	if (!suggest_is_worth(k, d))
		return TYPE_ERROR;
	const struct module *m = table_get(&k->program->modules, k->module);
	const struct module *prelude = table_get(&k->program->modules, k->program->prelude.module);
	struct str *names = arena_new(&k->session->arena, struct str,
				      BUILTIN_TYPES + m->symbol_count + prelude->symbol_count);
	int count = 0;

	for (; count < BUILTIN_TYPES; count++)
		names[count] = str_from(builtin_types[count].word);
	add_type_names(k, k->module, names, &count);
	if (!k->library)
		add_type_names(k, k->program->prelude.module, names, &count);
	if (at(k, n)->kind != NODE_NAME || !scope_suggest_import(k, d, n))
		suggest_name(k, d, ast_name_span(k->ast, n), word, names, (uint32_t)count);
	return TYPE_ERROR;
}
