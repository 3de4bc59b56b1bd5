/* Calls: functions of the library and the user by parameter, builtins by signature. */
#include "sema/checker.h"
#include "sema/signature.h"

static const struct {
	const char *name, *signature;
} builtins[BUILTIN_COUNT] = {
#define BUILTIN(id, signature, doc) { #id, signature },
#include "sema/builtin.def"
#undef BUILTIN
};

static int find_builtin(struct str name)
{
	for (int i = 0; i < BUILTIN_COUNT; i++) {
		if (str_eq(name, str_from(builtins[i].name)))
			return i;
	}
	return -1;
}

static node_id first_argument(const struct checker *k, node_id call)
{
	return next_of(k, at(k, call)->first);
}

__attribute__((format(printf, 3, 4))) static type_id bad_call(struct checker *k, struct span where,
							      const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	struct str text = arena_vprintf(&k->session->arena, fmt, args);

	va_end(args);
	diag_add(&k->session->diags, DIAG_BAD_CALL, where, "%.*s", STR_ARG(text));
	return TYPE_ERROR;
}

/* ---- functions ---- */

static int find_param(const struct checker *k, node_id params, uint32_t name)
{
	int i = 0;

	for_each_child(k, p, params) {
		if (at(k, p)->name == name)
			return i;
		i++;
	}
	return -1;
}

static void label_fn(struct checker *k, struct diag *d, node_id fn)
{
	diag_label(&k->session->diags, d, ast_name_span(k->ast, fn), "declared here");
}

/* The parameter that an argument is for, or -1 after a report. */
static int argument_param(struct checker *k, node_id arg, node_id fn, int position)
{
	node_id params = child(k, fn, 0);
	int count = (int)ast_child_count(k->ast, params);
	int i = at(k, arg)->kind == NODE_ARG ? find_param(k, params, at(k, arg)->name) : position;

	if (i >= 0 && i < count)
		return i;
	struct diag *d = at(k, arg)->kind == NODE_ARG
				 ? diag_add(&k->session->diags, DIAG_BAD_CALL, ast_name_span(k->ast, arg),
					    "`%.*s` has no parameter `%.*s`", STR_ARG(ast_text(k->ast, fn)),
					    STR_ARG(ast_text(k->ast, arg)))
				 : diag_add(&k->session->diags, DIAG_BAD_CALL, ast_span(k->ast, arg),
					    "`%.*s` takes %d argument%s", STR_ARG(ast_text(k->ast, fn)),
					    count, count == 1 ? "" : "s");

	label_fn(k, d, fn);
	return -1;
}

static void report_missing_arguments(struct checker *k, node_id call, node_id fn, const bool *given)
{
	int i = 0;

	for_each_child(k, p, child(k, fn, 0)) {
		bool may_lack = !ast_is_none(k->ast, child(k, p, 1)) || at(k, p)->flags & NODE_F_OPTIONAL;

		if (given[i++] || may_lack)
			continue;
		struct diag *d = diag_add(&k->session->diags, DIAG_BAD_CALL, ast_span(k->ast, call),
					  "`%.*s` needs `%.*s`", STR_ARG(ast_text(k->ast, fn)),
					  STR_ARG(ast_text(k->ast, p)));

		diag_label(&k->session->diags, d, ast_name_span(k->ast, p),
			   "declared here without a default");
	}
}

static type_id call_fn(struct checker *k, node_id call, node_id fn, type_id result)
{
	node_id params = child(k, fn, 0);
	bool *given = arena_new(&k->session->arena, bool, ast_child_count(k->ast, params) + 1);
	int position = 0;

	for (node_id arg = first_argument(k, call); arg; arg = next_of(k, arg)) {
		bool named = at(k, arg)->kind == NODE_ARG;
		int i = argument_param(k, arg, fn, named ? -1 : position++);

		if (i < 0)
			continue;
		if (given[i])
			bad_call(k, ast_span(k->ast, arg), "`%.*s` is given twice",
				 STR_ARG(ast_text(k->ast, child(k, params, (uint32_t)i))));
		given[i] = true;
		if (named)
			annotate(k, arg, 0, (uint32_t)i);
		check_value(k, named ? child(k, arg, 0) : arg, at(k, child(k, params, (uint32_t)i))->type);
	}
	report_missing_arguments(k, call, fn, given);
	annotate(k, call, result, REF(REF_FN, fn));
	return result;
}

/* ---- builtins ---- */

struct call {
	node_id node;
	uint32_t builtin, arguments;
};

struct library_types { /* where a builtin's own types are declared */
	struct checker *k;
	const char *builtin;
	bool missing; /* one was asked for that is not there */
};

/* std/NAME.rcs was loaded before the module that calls NAME: that imports it, or is a user's. */
static uint32_t own_module(struct checker *k, const char *builtin)
{
	struct str path = arena_printf(&k->session->arena, "std/%s.rcs", builtin);
	uint32_t name = name_find(&k->session->names, path);

	for (uint32_t m = 1; name && m < k->program->modules.n; m++) {
		if (((const struct module *)table_get(&k->program->modules, m))->path == name)
			return m;
	}
	return 0;
}

static type_id find_library_type(void *self, struct str word)
{
	struct library_types *l = self;
	uint32_t module = own_module(l->k, l->builtin), name = name_find(&l->k->session->names, word);
	const struct symbol *s = module && name ? program_find(l->k->program, module, name) : NULL;

	l->missing = l->missing || !s || REF_KIND(s->ref) != REF_TYPE;
	return l->missing ? 0 : REF_PAYLOAD(s->ref);
}

static type_id wrong_argument(struct checker *k, const struct call *c, node_id arg, type_id got)
{
	const char *name = builtins[c->builtin].name;

	return bad_call(k, ast_span(k->ast, arg), "`%s` does not take %.*s here: it is `%s%s`", name,
			STR_ARG(flow_text(k, got)), name, builtins[c->builtin].signature);
}

static bool check_lambda(struct checker *k, const struct call *c, struct signature *s,
			 const struct type_pattern *p, node_id arg)
{
	uint32_t i = 0, locals = k->locals.n;
	node_id vars = child(k, arg, 0), body = child(k, arg, 1);

	if (ast_child_count(k->ast, vars) != p->nparams) {
		bad_call(k, ast_span(k->ast, vars), "the function for `%s` takes %u name%s",
			 builtins[c->builtin].name, p->nparams, p->nparams == 1 ? "" : "s");
		return false;
	}
	for_each_child(k, v, vars) {
		type_id t = signature_type(k->types, s, &p->params[i++]);

		scope_bind(k, v, at(k, v)->name, t ? t : (type_id)TYPE_ERROR);
	}
	type_id want = signature_type(k->types, s, p->element);
	type_id got = check_value(k, body, want);

	k->locals.n = locals;
	annotate(k, arg, got, 0);
	if (want || signature_unify(k->types, s, p->element, got))
		return true;
	wrong_argument(k, c, body, got);
	return false;
}

static bool check_argument(struct checker *k, const struct call *c, struct signature *s, uint32_t i,
			   node_id arg)
{
	const struct type_pattern *p = signature_param(s, i);

	if (at(k, arg)->kind == NODE_LAMBDA && p->kind == PATTERN_FN)
		return check_lambda(k, c, s, p, arg);
	if (at(k, arg)->kind == NODE_LAMBDA || at(k, arg)->kind == NODE_ARG || p->kind == PATTERN_FN) {
		bad_call(k, ast_span(k->ast, arg), "`%s` takes %s here", builtins[c->builtin].name,
			 p->kind == PATTERN_FN ? "a function, `x => …`," : "a plain value");
		return false;
	}
	type_id want = signature_type(k->types, s, p), got = check_value(k, arg, want);

	if (got == TYPE_ERROR)
		return false;
	if (ty(k, got)->kind == TYPE_OPTIONAL && !want)
		return flow(k, arg, got, ty(k, got)->a) != TYPE_ERROR;
	if (want || signature_unify(k->types, s, p, got))
		return true;
	wrong_argument(k, c, arg, got);
	return false;
}

/* The form for this number of arguments; where several take it, the first argument decides. */
static struct signature *choose(struct checker *k, struct signature *forms, uint32_t count,
				const struct call *c)
{
	struct signature *chosen = NULL;
	uint32_t fitting = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (signature_takes(&forms[i], c->arguments)) {
			chosen = chosen ? chosen : &forms[i];
			fitting++;
		}
	}
	if (fitting < 2)
		return chosen;
	type_id first = check_synth(k, first_argument(k, c->node));

	for (uint32_t i = 0; i < count; i++) {
		struct signature probe = forms[i];

		if (signature_takes(&probe, c->arguments) &&
		    signature_unify(k->types, &probe, signature_param(&probe, 0), first))
			return &forms[i];
	}
	return chosen;
}

type_id check_builtin(struct checker *k, node_id call, uint32_t builtin, type_id want)
{
	struct call c = { call, builtin, ast_child_count(k->ast, call) - 1 };
	uint32_t count, i = 0;
	struct library_types own = { k, builtins[builtin].name, false };
	struct signature_types types = { &own, find_library_type };
	struct signature *forms =
		signature_parse(&k->session->arena, builtins[builtin].signature, &types, &count);
	struct signature *s = own.missing ? NULL : choose(k, forms, count, &c);
	bool ok = true;

	(void)want;
	if (own.missing)
		return bad_call(k, ast_span(k->ast, call),
				"`%s` needs the types of `std/%s.rcs`, which the library does not have",
				builtins[builtin].name, builtins[builtin].name);
	if (!s)
		return bad_call(k, ast_span(k->ast, call), "`%s` takes other arguments: `%s%s`",
				builtins[builtin].name, builtins[builtin].name, builtins[builtin].signature);
	for (node_id arg = first_argument(k, call); arg; arg = next_of(k, arg))
		ok = check_argument(k, &c, s, i++, arg) && ok;
	type_id result = ok ? signature_type(k->types, s, s->result) : (type_id)TYPE_ERROR;

	result = result ? result : (type_id)TYPE_ERROR;
	annotate(k, call, result, REF(REF_BUILTIN, builtin));
	return builtin == BUILTIN_embed && ok ? check_embed(k, call) : result;
}

/* ---- the callee ---- */

static void report_unknown_fn(struct checker *k, node_id callee)
{
	const struct module *m = table_get(&k->program->modules, k->module);
	struct str word = arena_str(&k->session->arena, ast_text(k->ast, callee));
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, ast_name_span(k->ast, callee),
				  "there is no function `%.*s`", STR_ARG(word));

	if (!suggest_is_worth(k, d))
		return;
	struct str *names = arena_new(&k->session->arena, struct str, BUILTIN_COUNT + m->symbol_count);
	uint32_t n = BUILTIN_COUNT;

	for (int i = 0; i < BUILTIN_COUNT; i++)
		names[i] = str_from(builtins[i].name);
	for (uint32_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);

		if (at(k, s->node)->kind == NODE_FN)
			names[n++] = text_of(k, s->name);
	}
	if (suggest_name(k, d, ast_name_span(k->ast, callee), word, names, n) < 0)
		foreign_source(k, d, word);
}

static bool find_callee(struct checker *k, node_id callee, struct found *out)
{
	struct found head;

	if (at(k, callee)->kind == NODE_NAME)
		return scope_lookup(k, callee, out);
	if (at(k, callee)->kind != NODE_GET || at(k, child(k, callee, 0))->kind != NODE_NAME)
		return false;
	return scope_lookup(k, child(k, callee, 0), &head) && REF_KIND(head.ref) == REF_MODULE &&
	       scope_member(k, REF_PAYLOAD(head.ref), callee, out);
}

static void check_arguments_anyway(struct checker *k, node_id call)
{
	for (node_id arg = first_argument(k, call); arg; arg = next_of(k, arg)) {
		if (at(k, arg)->kind != NODE_LAMBDA && at(k, arg)->kind != NODE_ARG)
			check_synth(k, arg);
	}
}

type_id check_call(struct checker *k, node_id n, type_id want)
{
	node_id callee = child(k, n, 0);
	struct found found = { 0 };
	uint32_t errors = k->session->diags.errors;
	bool known = find_callee(k, callee, &found);

	if (known && REF_KIND(found.ref) == REF_FN) {
		scope_edge(k, found.node, ast_span(k->ast, callee));
		return call_fn(k, n, found.node, found.type);
	}
	int builtin =
		!known && at(k, callee)->kind == NODE_NAME ? find_builtin(ast_text(k->ast, callee)) : -1;

	if (builtin >= 0)
		return check_builtin(k, n, (uint32_t)builtin, want);
	if (known)
		bad_call(k, ast_span(k->ast, callee), "`%.*s` is not a function",
			 STR_ARG(ast_text(k->ast, callee)));
	else if (k->session->diags.errors == errors)
		report_unknown_fn(k, callee);
	check_arguments_anyway(k, n);
	return TYPE_ERROR;
}
