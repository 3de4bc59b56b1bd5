#include "sema/given.h"

#include "formats/number.h"
#include "sema/checker.h"
#include "syntax/parse.h"
#include "syntax/text.h"

#include <stdlib.h>

/* ---- declarations ---- */

struct declared {
	struct str name;
	node_id param;
};

struct binding {
	struct program *p;
	struct session *s;
	const struct load_options *options;
	VEC(struct declared) declared; /* by name */
	struct str *names;	       /* theirs, for suggestions; made when first asked for */
	struct given_list *out;
};

static int by_name(const void *a, const void *b)
{
	const struct declared *x = a, *y = b;
	int order = str_cmp(x->name, y->name);

	return order ? order : (x->param > y->param) - (x->param < y->param);
}

static void add_declared(struct binding *b, const struct module *m)
{
	for (node_id n = ast_node(&b->p->ast, m->file)->first; n; n = ast_next(&b->p->ast, n)) {
		if (ast_node(&b->p->ast, n)->kind != NODE_PARAM)
			continue;
		struct str name =
			arena_str(&b->s->arena, ast_text(&b->p->ast, n)); /* values bring new names */

		vec_push(&b->s->arena, &b->declared, (struct declared){ name, n });
	}
}

static void find_declared(struct binding *b)
{
	for (uint32_t i = 1; i < b->p->modules.n; i++) {
		const struct module *m = table_get(&b->p->modules, i);

		if (!m->library)
			add_declared(b, m);
	}
	if (b->declared.n)
		qsort(b->declared.v, b->declared.n, sizeof *b->declared.v, by_name);
}

/* The first declaration of a name, or where it would stand. */
static uint32_t lower_bound(const struct binding *b, struct str name)
{
	uint32_t lo = 0, hi = b->declared.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (str_cmp(b->declared.v[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* A declared name as the user writes keys: in capitals, if that is what he does. */
static struct str spell_like(struct arena *a, struct str name, struct str key)
{
	struct str spelled = arena_str(a, name);
	char *p = arena_new(a, char, name.n + 1);

	for (uint32_t i = 0; i < key.n; i++) {
		if (key.p[i] >= 'a' && key.p[i] <= 'z')
			return spelled;
	}
	for (uint32_t i = 0; i < name.n; i++)
		p[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 'a' + 'A') : name.p[i];
	return (struct str){ p, name.n };
}

static void report_unknown(struct binding *b, const struct given *g)
{
	struct diags *ds = &b->s->diags;
	struct str written = source_span_text(&b->s->sources, g->name_at);
	struct diag *d = diag_add(ds, DIAG_UNKNOWN_PARAM, g->name_at, "no file declares a parameter `%.*s`",
				  STR_ARG(written));

	if (!b->names) {
		b->names = arena_new(&b->s->arena, struct str, b->declared.n + 1);
		for (uint32_t i = 0; i < b->declared.n; i++)
			b->names[i] = b->declared.v[i].name;
	}
	int near = str_nearest(g->name, b->names, (int)b->declared.n);

	if (near < 0)
		return;
	struct str spelled = spell_like(&b->s->arena, b->names[near], written);

	diag_fix(ds, d, g->name_at, spelled, "did you mean `%.*s`?", STR_ARG(spelled));
	struct given missed = { .name_at = g->name_at, .param = b->declared.v[near].param, .failed = true };

	vec_push(&b->s->arena, &b->out->v, missed);
}

/* ---- values ---- */

/* What a number of each type may be written as, a bit for each enum number_kind. */
static const uint8_t written_as[TYPE_KIND_COUNT] = {
	[TYPE_INT] = 1 << NUMBER_INT,
	[TYPE_FLOAT] = 1 << NUMBER_INT | 1 << NUMBER_FLOAT,
	[TYPE_BYTES] = 1 << NUMBER_BYTES,
	[TYPE_CPU] = 1 << NUMBER_INT | 1 << NUMBER_FLOAT | 1 << NUMBER_CPU,
	[TYPE_DURATION] = 1 << NUMBER_DURATION,
	[TYPE_PERCENT] = 1 << NUMBER_PERCENT,
	[TYPE_QUANTITY] = 1 << NUMBER_INT | 1 << NUMBER_BYTES | 1 << NUMBER_CPU,
};

/* A number with a wrong unit or without one: the language knows what is wrong with it. */
static bool is_wrong_number(enum type_kind kind, struct str text)
{
	struct number number;

	if (!written_as[kind] || !text.n || text.p[0] < '0' || text.p[0] > '9')
		return false;
	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '%')
			return false;
	}
	return number_parse(text, &number) != NUMBER_OK || !(written_as[kind] & 1 << number.kind);
}

/* Whether a text can be a value of the type as it stands. */
static bool is_plain(const struct program *p, type_id id, struct str text)
{
	const struct type *t = type_get(&p->types, type_base(&p->types, type_unwrap(&p->types, id)));
	bool payloads = false;

	switch (t->kind) {
	case TYPE_LIST:
	case TYPE_KEYED:
	case TYPE_MAP:
	case TYPE_RANGE:
	case TYPE_EXTRAS:
	case TYPE_OVERRIDES:
	case TYPE_RECORD:
	case TYPE_SECRET:
	case TYPE_ALLOW:
	case TYPE_JSON:
		return false;
	case TYPE_UNION:
		for (uint32_t i = 0; i < t->count; i++) {
			const struct alternative *a = type_alternative(&p->types, t, i);

			if (!a->payload && str_eq(name_text(&p->ast.session->names, a->name), text))
				return true;
			payloads |= a->payload != 0;
		}
		return !payloads;
	case TYPE_ANYOF:
		for (uint32_t i = 0; i < t->count; i++) {
			if (is_plain(p, type_key(&p->types, t, i), text))
				return true;
		}
		return false;
	default:
		return !is_wrong_number((enum type_kind)t->kind, text);
	}
}

/* A module of its own has no names, so that a text can only mean tags and built-in functions. */
static uint32_t add_module(struct program *p, struct span at)
{
	uint32_t source = source_at(&p->ast.session->sources, at.beg), module = table_add(&p->modules);
	uint32_t path =
		name_intern(&p->ast.session->names,
			    arena_str(&p->ast.session->arena, source_name(&p->ast.session->sources, source)));

	*(struct module *)table_edit(&p->modules, module) = (struct module){ .path = path, .source = source };
	return module;
}

static node_id let_of(struct program *p, node_id param, node_id value, struct span at)
{
	node_id let = ast_new(&p->ast, NODE_LET, at, ast_node(&p->ast, param)->name);

	ast_adopt(&p->ast, let, ast_new(&p->ast, NODE_NONE, (struct span){ at.beg, at.beg }, 0));
	ast_adopt(&p->ast, let, value);
	return let;
}

/* The let that holds a value, checked; 0 after a report. */
static node_id check_given(struct binding *b, const struct given *g)
{
	struct program *p = b->p;
	uint32_t errors = b->s->diags.errors, module = add_module(p, g->at);
	node_id file = ast_new(&p->ast, NODE_FILE, g->at, 0);
	node_id let = let_of(p, g->param, parse_value_at(&p->ast, g->at), g->at);
	type_id want = ast_node(&p->ast, g->param)->type;
	struct checker k = {
		.program = p,
		.session = b->s,
		.ast = &p->ast,
		.types = &p->types,
		.module = module,
		.options = b->options,
	};

	ast_adopt(&p->ast, file, let);
	((struct module *)table_edit(&p->modules, module))->file = file;
	if (b->s->diags.errors != errors)
		return 0;
	struct frame saved = frame_enter(&k, let);

	check_value(&k, child(&k, let, 1), want);
	annotate(&k, let, want, frame_leave(&k, &saved));
	return b->s->diags.errors == errors ? let : 0;
}

static void bind(struct binding *b, struct given g)
{
	if (!g.failed && !is_plain(b->p, ast_node(&b->p->ast, g.param)->type, g.text)) {
		g.value = check_given(b, &g);
		g.failed = !g.value;
	}
	vec_push(&b->s->arena, &b->out->v, g);
}

void given_bind(struct program *p, const struct load_options *options, const struct given *list, uint32_t n,
		struct given_list *out)
{
	struct binding b = { .p = p, .s = p->ast.session, .options = options, .out = out };

	if (n)
		find_declared(&b);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = lower_bound(&b, list[i].name), end = at;
		struct given g = list[i];

		for (; end < b.declared.n && str_eq(b.declared.v[end].name, g.name); end++) {
			g.param = b.declared.v[end].param;
			bind(&b, g);
		}
		if (end == at)
			report_unknown(&b, &g);
	}
}

/* ---- parameters that nothing reads ---- */

static const struct given *find_given(const struct given_list *given, node_id param)
{
	for (uint32_t i = 0; i < given->v.n; i++) {
		if (given->v.v[i].param == param)
			return &given->v.v[i];
	}
	return NULL;
}

struct strings { /* of a file, those with a placeholder */
	VEC(struct span) v;
};

static void find_strings(const struct program *p, node_id n, struct strings *out)
{
	struct span at = ast_span(&p->ast, n);

	if (ast_node(&p->ast, n)->kind == NODE_STRING &&
	    text_placeholder(source_span_text(&p->ast.session->sources, at), at, STR("")).end)
		vec_push(&p->ast.session->arena, &out->v, at);
	for (node_id c = ast_node(&p->ast, n)->first; c; c = ast_next(&p->ast, c))
		find_strings(p, c, out);
}

/* `{name}` or `$name` in a text, where `${name}` would read it. */
static struct span find_placeholder(const struct program *p, const struct strings *strings, struct str name)
{
	struct span found = { 0, 0 };

	for (uint32_t i = 0; i < strings->v.n && !found.end; i++)
		found = text_placeholder(source_span_text(&p->ast.session->sources, strings->v.v[i]),
					 strings->v.v[i], name);
	return found;
}

static void report_unfilled(const struct program *p, node_id param, struct span at)
{
	struct diags *ds = &p->ast.session->diags;
	struct str name = ast_text(&p->ast, param);
	struct diag *d = diag_add(ds, DIAG_UNUSED_PARAM, at,
				  "nothing reads the parameter `%.*s`: `%.*s` is plain text", STR_ARG(name),
				  STR_ARG(source_span_text(&p->ast.session->sources, at)));
	struct str whole = arena_printf(&p->ast.session->arena, "${%.*s}", STR_ARG(name));

	diag_primary(ds, d, "it is not filled in");
	diag_label(ds, d, ast_name_span(&p->ast, param), "declared here");
	diag_fix(ds, d, at, whole, "write `%.*s`", STR_ARG(whole));
}

/* Where somebody gives it, there he expects something of it. */
static void report_unused(const struct program *p, node_id param, const struct given *given)
{
	struct diags *ds = &p->ast.session->diags;
	struct span declared = ast_name_span(&p->ast, param);
	struct diag *d = diag_add(ds, DIAG_UNUSED_PARAM, given ? given->name_at : declared,
				  "nothing reads the parameter `%.*s`", STR_ARG(ast_text(&p->ast, param)));

	if (given) {
		diag_primary(ds, d, "given here");
		diag_label(ds, d, declared, "declared here");
	}
	diag_help(ds, d, "use it, or remove the declaration");
}

void given_report_unused(const struct program *p, uint32_t module, const struct given_list *given)
{
	const struct module *m = table_get(&p->modules, module);
	struct strings strings = { 0 };
	bool found = false;

	if (p->contained)
		return; /* what has an error may be where it is read */
	for (node_id n = ast_node(&p->ast, m->file)->first; n; n = ast_next(&p->ast, n)) {
		const struct node *node = ast_node(&p->ast, n);

		if (node->kind != NODE_PARAM || node->flags & NODE_F_USED)
			continue;
		if (!found)
			find_strings(p, m->file, &strings);
		found = true;
		struct span unfilled = find_placeholder(p, &strings, ast_text(&p->ast, n));

		if (unfilled.end)
			report_unfilled(p, n, unfilled);
		else
			report_unused(p, n, find_given(given, n));
	}
}
