/* Parameters from outside: the text of an env file or the command line as a value of the param's type. */
#include "eval/eval_internal.h"

#include "formats/version.h"

struct given { /* one parameter for one declaration */
	struct eval *e;
	const struct eval_param *param;
	node_id decl;
	origin_id origin;
};

typedef struct value parse_fn(const struct given *g, type_id type);

static struct value parse_bool(const struct given *g, type_id type)
{
	struct str text = g->param->text;
	bool capital = str_eq(text, STR("True")) || str_eq(text, STR("False"));
	bool yes = str_eq(text, STR("true")) || str_eq(text, STR("True"));
	struct diags *ds = &g->e->session->diags;

	(void)type;
	if (!yes && !capital && !str_eq(text, STR("false")))
		return value_error();
	if (capital)
		diag_fix(ds,
			 diag_add(ds, DIAG_PARAM_STYLE, g->param->at, "booleans are written in lower case"),
			 g->param->at, yes ? STR("true") : STR("false"), "write it in lower case");
	return value_bool(yes, g->origin);
}

static struct value parse_string(const struct given *g, type_id type)
{
	(void)type;
	return value_string(g->e, arena_str(g->e->arena, g->param->text), g->origin);
}

static struct value parse_version(const struct given *g, type_id type)
{
	struct value v = parse_string(g, type);
	struct version version;

	v.kind = VALUE_VERSION;
	return version_parse(*v.string, &version) ? v : value_error();
}

static struct value parse_number(const struct given *g, type_id type)
{
	struct str text = g->param->text;
	bool negative = str_starts_with(text, STR("-"));
	struct value v = eval_literal(g->e, negative ? str_slice(text, 1, text.n) : text, type, g->origin);

	if (!negative || v.kind == VALUE_ERROR)
		return v;
	if (v.kind == VALUE_FLOAT)
		v.number = -v.number;
	else
		v.integer = -v.integer;
	return v;
}

static struct value parse_word(const struct given *g, type_id type)
{
	const struct types *types = g->e->types;
	int i = type_find_alternative(types, type, name_find(&g->e->session->names, g->param->text));

	if (i < 0 || type_alternative(types, type_get(types, type), (uint32_t)i)->payload)
		return value_error();
	return value_tag(g->e, type, (uint32_t)i, value_absent(g->origin), g->origin);
}

static struct value parse_any(const struct given *g, type_id type);

static parse_fn *const parsers[TYPE_KIND_COUNT] = {
	[TYPE_BOOL] = parse_bool,	[TYPE_STRING] = parse_string,	[TYPE_VERSION] = parse_version,
	[TYPE_INT] = parse_number,	[TYPE_FLOAT] = parse_number,	[TYPE_BYTES] = parse_number,
	[TYPE_CPU] = parse_number,	[TYPE_DURATION] = parse_number, [TYPE_PERCENT] = parse_number,
	[TYPE_QUANTITY] = parse_number, [TYPE_UNION] = parse_word,	[TYPE_ANYOF] = parse_any,
};

static struct value parse(const struct given *g, type_id type)
{
	type_id bare = eval_bare_type(g->e, type);
	parse_fn *parser = parsers[type_get(g->e->types, bare)->kind];
	struct value v = parser ? parser(g, bare) : value_error();

	return v.kind != VALUE_ERROR && value_has_type(g->e, v, bare) ? v : value_error();
}

/* Any text is a String, so that member is the last resort. */
static struct value parse_any(const struct given *g, type_id type)
{
	const struct type *t = type_get(g->e->types, type);
	struct value text = value_error();

	for (uint32_t i = 0; i < t->count; i++) {
		struct value v = parse(g, type_key(g->e->types, t, i));

		if (v.kind == VALUE_STRING)
			text = v;
		else if (v.kind != VALUE_ERROR)
			return v;
	}
	return text;
}

static void suggest_word(const struct given *g, struct diag *d)
{
	struct diags *ds = &g->e->session->diags;
	const struct type *t = eval_type(g->e, ast_node(g->e->ast, g->decl)->type);
	struct str *words = arena_new(g->e->arena, struct str, t->count);

	for (uint32_t i = 0; i < t->count; i++)
		words[i] = name_text(&g->e->session->names, type_alternative(g->e->types, t, i)->name);
	int near = str_nearest(g->param->text, words, (int)t->count);

	if (near >= 0)
		diag_fix(ds, d, g->param->at, words[near], "did you mean `%.*s`?", STR_ARG(words[near]));
}

static void report_unreadable(const struct given *g)
{
	struct diags *ds = &g->e->session->diags;
	type_id type = ast_node(g->e->ast, g->decl)->type;
	enum type_kind kind = eval_type(g->e, type)->kind;
	struct str wanted = type_text(g->e->types, &g->e->session->names, g->e->arena, type);
	struct diag *d;

	if (parsers[kind])
		d = diag_add(ds, DIAG_BAD_PARAM, g->param->at, "`%.*s` is no value of the type %.*s",
			     STR_ARG(g->param->text), STR_ARG(wanted));
	else
		d = diag_add(ds, DIAG_BAD_PARAM, g->param->at,
			     "a value of the type %.*s cannot be given as text", STR_ARG(wanted));
	diag_label(ds, d, ast_name_span(g->e->ast, g->decl), "declared here");
	if (kind == TYPE_UNION)
		suggest_word(g, d);
}

static bool set_param(struct eval *e, const struct eval_param *param, node_id decl)
{
	struct given g = { e, param, decl, origin_param(&e->origins, decl, param->at) };
	type_id type = ast_node(e->ast, decl)->type;
	struct value v = parse(&g, type);

	if (v.kind == VALUE_ERROR)
		report_unreadable(&g);
	else
		v = eval_refine(e, type, v, decl);
	globals_add(e, decl)->value = v;
	return v.kind != VALUE_ERROR;
}

static node_id find_param(const struct program *p, uint32_t module, uint32_t name)
{
	const struct symbol *s = program_find(p, module, name);

	return s && ast_node(&p->ast, s->node)->kind == NODE_PARAM ? s->node : 0;
}

static void report_unknown(struct eval *e, const struct eval_param *param)
{
	const struct program *p = e->program;
	VEC(struct str) names = { 0 };

	for (uint32_t i = 1; i < p->symbols.n; i++) {
		const struct symbol *s = table_get(&p->symbols, i);

		if (s->node && ast_node(&p->ast, s->node)->kind == NODE_PARAM)
			vec_push(e->arena, &names, name_text(&e->session->names, s->name));
	}
	struct diags *ds = &e->session->diags;
	struct diag *d = diag_add(ds, DIAG_UNKNOWN_PARAM, param->at, "no file declares a parameter `%.*s`",
				  STR_ARG(param->name));
	int near = names.n ? str_nearest(param->name, names.v, (int)names.n) : -1;

	if (near >= 0)
		diag_help(ds, d, "did you mean `%.*s`?", STR_ARG(names.v[near]));
}

bool eval_set_params(struct eval *e, const struct eval_param *params, uint32_t n)
{
	bool ok = true;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t name = name_find(&e->session->names, params[i].name);
		bool known = false;

		for (uint32_t m = 1; name && m < e->program->modules.n; m++) {
			node_id decl = find_param(e->program, m, name);

			if (decl)
				ok &= set_param(e, &params[i], decl);
			known |= decl != 0;
		}
		if (!known)
			report_unknown(e, &params[i]);
		ok &= known;
	}
	return ok;
}
