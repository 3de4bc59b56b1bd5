/* Parameters from outside: the text of an env file or the command line as a value of the param's type. */
#include "eval/eval_internal.h"

#include "formats/version.h"

struct reading { /* one parameter for one declaration */
	struct eval *e;
	const struct given *param;
	origin_id origin;
};

typedef struct value parse_fn(const struct reading *g, type_id type);

static struct value parse_bool(const struct reading *g, type_id type)
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

static struct value parse_string(const struct reading *g, type_id type)
{
	(void)type;
	return value_string(g->e, arena_str(g->e->arena, g->param->text), g->origin);
}

static struct value parse_version(const struct reading *g, type_id type)
{
	struct value v = parse_string(g, type);
	struct version version;

	v.kind = VALUE_VERSION;
	return version_parse(*v.string, &version) ? v : value_error();
}

static struct value parse_number(const struct reading *g, type_id type)
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

static struct value parse_word(const struct reading *g, type_id type)
{
	const struct types *types = g->e->types;
	int i = type_find_alternative(types, type, name_find(&g->e->session->names, g->param->text));

	if (i < 0 || type_alternative(types, type_get(types, type), (uint32_t)i)->payload)
		return value_error();
	return value_tag(g->e, type, (uint32_t)i, value_absent(g->origin), g->origin);
}

static struct value parse_any(const struct reading *g, type_id type);

static parse_fn *const parsers[TYPE_KIND_COUNT] = {
	[TYPE_BOOL] = parse_bool,	[TYPE_STRING] = parse_string,	[TYPE_VERSION] = parse_version,
	[TYPE_INT] = parse_number,	[TYPE_FLOAT] = parse_number,	[TYPE_BYTES] = parse_number,
	[TYPE_CPU] = parse_number,	[TYPE_DURATION] = parse_number, [TYPE_PERCENT] = parse_number,
	[TYPE_QUANTITY] = parse_number, [TYPE_UNION] = parse_word,	[TYPE_ANYOF] = parse_any,
};

static struct value parse(const struct reading *g, type_id type)
{
	type_id bare = eval_bare_type(g->e, type);
	parse_fn *parser = parsers[type_get(g->e->types, bare)->kind];
	struct value v = parser ? parser(g, bare) : value_error();

	return v.kind != VALUE_ERROR && value_has_type(g->e, v, bare) ? v : value_error();
}

/* Any text is a String, so that member is the last resort. */
static struct value parse_any(const struct reading *g, type_id type)
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

static void suggest_word(const struct reading *g, struct diag *d)
{
	struct diags *ds = &g->e->session->diags;
	const struct type *t = eval_type(g->e, ast_node(g->e->ast, g->param->param)->type);
	struct str *words = arena_new(g->e->arena, struct str, t->count);

	for (uint32_t i = 0; i < t->count; i++)
		words[i] = name_text(&g->e->session->names, type_alternative(g->e->types, t, i)->name);
	int near = str_nearest(g->param->text, words, (int)t->count);

	if (near >= 0)
		diag_fix(ds, d, g->param->at, words[near], "did you mean `%.*s`?", STR_ARG(words[near]));
}

static void suggest_bool(const struct reading *g, struct diag *d)
{
	static const char *const words[][2] = {
		{ "yes", "true" }, { "on", "true" },   { "1", "true" },
		{ "no", "false" }, { "off", "false" }, { "0", "false" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_eq(g->param->text, str_from(words[i][0])))
			diag_fix(&g->e->session->diags, d, g->param->at, str_from(words[i][1]), "write `%s`",
				 words[i][1]);
	}
}

/* ---- what is wrong with a text ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct str without_blanks(struct str s)
{
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n && is_blank(s.p[0]))
		s = str_slice(s, 1, s.n);
	return s;
}

static struct str without_comment(struct str s)
{
	int64_t mark = str_find(s, STR(" #"), 0);

	return mark < 0 ? s : without_blanks(str_slice(s, 0, (uint32_t)mark));
}

static struct str without_quotes(struct str s)
{
	s = without_blanks(s);
	bool quoted = s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];

	return quoted ? str_slice(s, 1, s.n - 1) : s;
}

/* Habits of other readers of env files, in the order in which they are looked for. */
static const struct {
	struct str (*strip)(struct str text);
	const char *because, *title;
} habits[] = {
	{ without_quotes, "quotes belong to the value: it is all behind the `=`", "leave out the quotes" },
	{ without_comment, "a comment stands on a line of its own: the value is all behind the `=`",
	  "leave out the comment" },
	{ without_blanks, "blanks belong to the value: it is all behind the `=`", "leave out the blanks" },
};

static void explain_habit(const struct reading *g, struct diag *d)
{
	struct diags *ds = &g->e->session->diags;
	struct str text = g->param->text, trimmed = without_blanks(text);

	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
		struct str better = habits[i].strip(text);

		if (better.n == text.n || (habits[i].strip != without_blanks && better.n == trimmed.n))
			continue;
		diag_because(ds, d, "%s", habits[i].because);
		diag_fix(ds, d, g->param->at, better, "%s", habits[i].title);
		return;
	}
}

/* A text may be meant to have blanks or quotes around it, but hardly ever is. */
static void note_wrapping(const struct reading *g)
{
	struct diags *ds = &g->e->session->diags;

	if (without_quotes(g->param->text).n == g->param->text.n)
		return;
	explain_habit(
		g, diag_add(ds, DIAG_PARAM_STYLE, g->param->at, "the text has blanks or quotes around it"));
}

static struct span line_of(const struct reading *g)
{
	const struct sources *sources = &g->e->session->sources;
	const struct source *s = source_get(sources, source_at(sources, g->param->at.beg));
	struct str text = source_text(sources, source_at(sources, g->param->at.beg));
	int64_t newline = str_find(text, STR("\n"), g->param->at.end - s->base);
	uint32_t end = newline < 0 ? text.n : (uint32_t)newline + 1;

	return (struct span){ g->param->name_at.beg, s->base + end };
}

static void report_empty(const struct reading *g, struct str wanted)
{
	struct diags *ds = &g->e->session->diags;
	const struct ast *t = g->e->ast;
	node_id decl = g->param->param, fallback = ast_child(t, decl, 1);
	struct diag *d = diag_add(
		ds, DIAG_BAD_PARAM, g->param->at, "`%.*s` is empty: a value of the type %.*s is missing",
		STR_ARG(source_span_text(&g->e->session->sources, g->param->name_at)), STR_ARG(wanted));

	diag_label(ds, d, ast_name_span(t, decl), "declared here");
	if (!ast_is_none(t, fallback))
		diag_fix(ds, d, line_of(g), STR(""), "remove the line: the default is `%.*s`",
			 STR_ARG(source_span_text(&g->e->session->sources, ast_span(t, fallback))));
	else if (ast_node(t, decl)->flags & NODE_F_OPTIONAL)
		diag_fix(ds, d, line_of(g), STR(""), "remove the line: the parameter may be left out");
	else
		diag_help(ds, d, "write the value behind the `=`");
}

static void report_unreadable(const struct reading *g)
{
	struct diags *ds = &g->e->session->diags;
	type_id type = ast_node(g->e->ast, g->param->param)->type;
	struct str wanted = type_text(g->e->types, &g->e->session->names, g->e->arena, type);

	if (!without_blanks(g->param->text).n) {
		report_empty(g, wanted);
		return;
	}
	struct diag *d = diag_add(ds, DIAG_BAD_PARAM, g->param->at, "`%.*s` is no value of the type %.*s",
				  STR_ARG(g->param->text), STR_ARG(wanted));

	diag_label(ds, d, ast_name_span(g->e->ast, g->param->param), "declared here");
	explain_habit(g, d);
	enum type_kind kind = (enum type_kind)eval_type(g->e, type)->kind;

	if (!d->fixes.n && kind == TYPE_UNION)
		suggest_word(g, d);
	else if (!d->fixes.n && kind == TYPE_BOOL)
		suggest_bool(g, d);
}

/* ---- setting ---- */

static struct value refine(const struct reading *g, type_id type, struct value v)
{
	struct diags *ds = &g->e->session->diags;
	uint32_t before = ds->list.n;

	v = eval_refine(g->e, type, v, ast_child(g->e->ast, g->param->param, 0));
	if (v.kind == VALUE_ERROR && ds->list.n > before)
		explain_habit(g, ds->list.v[before]);
	return v;
}

static struct value read_text(struct eval *e, const struct given *param)
{
	struct reading g = { e, param, origin_param(&e->origins, param->param, param->at) };
	type_id type = ast_node(e->ast, param->param)->type;
	struct value v = parse(&g, type);

	if (v.kind == VALUE_ERROR)
		report_unreadable(&g);
	else
		v = refine(&g, type, v);
	if (v.kind == VALUE_STRING)
		note_wrapping(&g);
	return v;
}

static struct value read_param(struct eval *e, const struct given *param)
{
	if (param->failed)
		return value_error();
	return param->value ? eval_global(e, param->value) : read_text(e, param);
}

void eval_set_params(struct eval *e, const struct given_list *params)
{
	for (uint32_t i = 0; i < params->v.n; i++) {
		const struct given *param = &params->v.v[i];
		struct value v = read_param(e, param);

		if (!param->failed || !globals_find(e, param->param))
			globals_add(e, param->param)->value = v;
	}
}

void eval_test_params(struct eval *e, const struct given_list *params)
{
	for (uint32_t i = 0; i < params->v.n; i++)
		read_param(e, &params->v.v[i]);
}
