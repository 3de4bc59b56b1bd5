/*
 * A module, wholly: types, signatures, then every body, whether or not anything uses it.
 */
#include "sema/checker.h"
#include "sema/path.h"

#include <errno.h>
#include <string.h>

void annotate(struct checker *k, node_id n, type_id type, uint32_t ref)
{
	struct node *node = ast_edit(k->ast, n);

	node->type = type & NODE_TYPE_MAX;
	node->ref = ref;
}

node_id child(const struct checker *k, node_id n, uint32_t i)
{
	return ast_child(k->ast, n, i);
}

/* ---- frames ---- */

struct frame frame_enter(struct checker *k, node_id decl)
{
	struct frame saved = { k->visible, k->locals.n, k->present.n, k->slots,
			       k->self,	   k->decl,	k->layered,   k->overriding };

	k->visible = k->locals.n;
	k->slots = 0;
	k->self = NULL;
	k->decl = decl;
	k->layered = false;
	k->overriding = false;
	return saved;
}

uint32_t frame_leave(struct checker *k, const struct frame *saved)
{
	uint32_t slots = k->slots;

	k->visible = saved->visible;
	k->locals.n = saved->locals;
	k->present.n = saved->present;
	k->slots = saved->slots;
	k->self = saved->self;
	k->decl = saved->decl;
	k->layered = saved->layered;
	k->overriding = saved->overriding;
	return slots;
}

/* ---- names ---- */

static void check_style(struct checker *k, node_id n)
{
	struct str word = ast_text(k->ast, n);
	bool capital = word.n && word.p[0] >= 'A' && word.p[0] <= 'Z';
	enum node_kind kind = (enum node_kind)at(k, n)->kind;

	if (kind == NODE_STACK || (at(k, n)->flags & NODE_F_QUOTED))
		return;
	if (str_find(word, STR("-"), 0) < 0 && (kind == NODE_TYPE) == capital)
		return;
	diag_add(&k->session->diags, DIAG_NAME_STYLE, ast_name_span(k->ast, n),
		 "`%.*s` should be written in %s", STR_ARG(word),
		 kind == NODE_TYPE ? "CamelCase" : "snake_case");
}

/* ---- values at the top level ---- */

static void infer_let(struct checker *k, node_id n)
{
	struct frame saved = frame_enter(k, n);
	node_id written = child(k, n, 0);
	type_id want = ast_is_none(k->ast, written) ? 0 : check_type(k, written);
	type_id t = check_value(k, child(k, n, 1), want);

	t = want ? want : t;
	annotate(k, n, t, frame_leave(k, &saved));
}

static void infer_param(struct checker *k, node_id n)
{
	struct frame saved = frame_enter(k, n);
	type_id t = check_type(k, child(k, n, 0));

	if (at(k, n)->flags & NODE_F_OPTIONAL)
		t = type_optional(k->types, t);
	annotate(k, n, t, 0);
	if (!ast_is_none(k->ast, child(k, n, 1)))
		check_value(k, child(k, n, 1), t);
	annotate(k, n, t, frame_leave(k, &saved));
}

type_id check_global(struct checker *k, node_id n, struct span where)
{
	if (at(k, n)->type)
		return at(k, n)->type;
	if (!scope_resolving(k, n, where))
		return TYPE_ERROR;
	if (at(k, n)->kind == NODE_PARAM)
		infer_param(k, n);
	else
		infer_let(k, n);
	scope_resolved(k);
	return at(k, n)->type;
}

/* ---- types' own expressions ---- */

void check_default(struct checker *k, node_id field, type_id type)
{
	struct record_scope *self = k->self;
	struct frame saved = frame_enter(k, field);

	k->self = self;
	check_value(k, child(k, field, 1),
		    at(k, field)->flags & NODE_F_OPTIONAL ? type_optional(k->types, type) : type);
	annotate(k, field, type, frame_leave(k, &saved));
}

static void check_attributes(struct checker *k, node_id decl)
{
	for_each_child(k, n, decl) {
		bool text = at(k, n)->kind == NODE_ATTR && (str_eq(ast_text(k->ast, n), STR("message")) ||
							    str_eq(ast_text(k->ast, n), STR("suggest")));

		if (text && at(k, n)->first)
			check_value(k, at(k, n)->first, type_optional(k->types, TYPE_STRING));
	}
}

/* `it` is the value; the declaration's @message and @suggest speak of it, too. */
static void check_where(struct checker *k, node_id where, node_id decl)
{
	struct frame saved = frame_enter(k, where);
	type_id base = check_type(k, child(k, where, 0));
	uint32_t it = name_intern(&k->session->names, STR("it"));

	vec_push(&k->session->arena, &k->locals, (struct local){ it, k->slots++, base, where });
	check_condition(k, child(k, where, 1));
	if (decl)
		check_attributes(k, decl);
	annotate(k, where, at(k, where)->type, frame_leave(k, &saved));
}

/* Every default and refinement below a written type. */
static void check_type_body(struct checker *k, node_id n, node_id decl)
{
	const struct node *node = at(k, n);
	struct record_scope scope = { node->type, k->self };
	bool record = node->kind == NODE_TYPE_RECORD;

	if (node->kind == NODE_WHERE)
		check_where(k, n, decl);
	if (record)
		k->self = &scope;
	for_each_child(k, c, n) {
		enum node_kind kind = (enum node_kind)at(k, c)->kind;

		if (kind == NODE_FIELD && !ast_is_none(k->ast, child(k, c, 1)))
			check_default(k, c, at(k, c)->type);
		if (kind == NODE_FIELD || kind == NODE_ALT || (kind >= NODE_TYPE_APPLY && kind <= NODE_WHERE))
			check_type_body(k, c, 0);
	}
	k->self = scope.outer;
	if (record)
		check_default_cycles(k, at(k, n)->type);
}

/* ---- functions ---- */

void check_params(struct checker *k, node_id params)
{
	for_each_child(k, p, params) {
		type_id type = check_type(k, child(k, p, 0));
		bool optional = at(k, p)->flags & NODE_F_OPTIONAL;

		type = optional ? type_optional(k->types, type) : type;
		if (!ast_is_none(k->ast, child(k, p, 1)))
			check_value(k, child(k, p, 1), type);
		check_type_body(k, child(k, p, 0), 0);
		scope_bind(k, p, at(k, p)->name, type);
	}
}

void check_let(struct checker *k, node_id n)
{
	node_id written = child(k, n, 0);
	type_id want = ast_is_none(k->ast, written) ? 0 : check_type(k, written);
	type_id t = check_value(k, child(k, n, 1), want);

	scope_bind(k, n, at(k, n)->name, want ? want : t);
}

static void check_body(struct checker *k, node_id n, type_id result)
{
	if (at(k, n)->kind != NODE_BODY) {
		check_value(k, n, result);
		return;
	}
	for_each_child(k, c, n) {
		if (at(k, c)->kind == NODE_LET)
			check_let(k, c);
		else
			check_value(k, c, result);
	}
	annotate(k, n, result, 0);
}

/* `@once`: many checks ask for the same, and it is dear. */
static void mark_once(struct checker *k, node_id fn)
{
	for_each_child(k, n, fn) {
		if (at(k, n)->kind == NODE_ATTR && str_eq(ast_text(k->ast, n), STR("once")))
			ast_edit(k->ast, fn)->flags |= NODE_F_ONCE;
	}
}

static void check_fn(struct checker *k, node_id fn)
{
	type_id result = check_signature(k, fn);
	struct frame saved = frame_enter(k, fn);

	mark_once(k, fn);

	check_params(k, child(k, fn, 0));
	annotate(k, child(k, fn, 0), 0, ast_child_count(k->ast, child(k, fn, 0)));
	check_body(k, child(k, fn, 2), result);
	annotate(k, fn, result, frame_leave(k, &saved));
}

/* ---- stacks ---- */

static void report_no_stack(struct checker *k, node_id path)
{
	const struct module *m = table_get(&k->program->modules, k->module);
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, ast_name_span(k->ast, path),
				  "there is no stack `%.*s`", STR_ARG(ast_text(k->ast, path)));

	if (!suggest_is_worth(k, d))
		return;
	struct str *names = arena_new(&k->session->arena, struct str, m->symbol_count);
	uint32_t n = 0;

	for (uint32_t i = 0; at(k, path)->kind == NODE_NAME && i < m->symbol_count; i++) {
		const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);

		if (at(k, s->node)->kind == NODE_STACK && s->node != k->decl)
			names[n++] = text_of(k, s->name);
	}
	if (at(k, path)->kind != NODE_NAME || !scope_suggest_import(k, d, path))
		suggest_name(k, d, ast_name_span(k->ast, path),
			     arena_str(&k->session->arena, ast_text(k->ast, path)), names, n);
}

static node_id find_base(struct checker *k, node_id path)
{
	struct found found = { 0 }, head;
	bool known = false;

	if (at(k, path)->kind == NODE_NAME)
		known = scope_lookup(k, path, &found);
	else if (at(k, path)->kind == NODE_GET && scope_lookup(k, child(k, path, 0), &head) &&
		 REF_KIND(head.ref) == REF_MODULE)
		known = scope_member(k, REF_PAYLOAD(head.ref), path, &found);
	if (known && at(k, found.node)->kind == NODE_STACK)
		return found.node;
	report_no_stack(k, path);
	return 0;
}

static void reject_name(struct checker *k, node_id block)
{
	for_each_child(k, n, block) {
		if (at(k, n)->kind == NODE_SET && str_eq(ast_text(k->ast, n), STR("name")))
			diag_add(&k->session->diags, DIAG_DUPLICATE_FIELD, ast_name_span(k->ast, n),
				 "the name of a stack stands behind the word `stack`");
	}
}

void check_stack(struct checker *k, node_id stack)
{
	struct frame saved = frame_enter(k, stack);
	node_id path = child(k, stack, 0), block = child(k, stack, 1);
	node_id base = ast_is_none(k->ast, path) ? 0 : find_base(k, path);
	bool abstract = at(k, stack)->flags & NODE_F_ABSTRACT;
	type_id type = k->program->prelude.stack;

	if (!type) { /* the library itself is being checked */
		diag_add(&k->session->diags, DIAG_PRELUDE, ast_name_span(k->ast, stack),
			 "the library declares no stacks");
	} else {
		k->layered = abstract || !ast_is_none(k->ast, path);
		if (base) {
			annotate(k, path, type, REF(REF_GLOBAL, base));
			scope_edge(k, base, ast_span(k->ast, path));
		}
		reject_name(k, block);
		annotate(k, block, type, 0);
		check_record(k, block, type, BLOCK_STACK, ast_name_span(k->ast, stack));
	}
	annotate(k, stack, type, frame_leave(k, &saved));
}

/* ---- embed ---- */

type_id check_embed(struct checker *k, node_id call)
{
	node_id path = next_of(k, at(k, call)->first);
	struct str name = arena_str(&k->session->arena, ast_text(k->ast, path)), file, text;
	struct os *os = &k->session->os;

	if (at(k, path)->kind != NODE_STRING ||
	    !path_beside(k->program, k->options, k->module, name, &file)) {
		diag_add(&k->session->diags, DIAG_IMPORT_OUTSIDE, ast_span(k->ast, path),
			 "embed takes the plain name of a file inside the project, relative to this one");
		return TYPE_ERROR;
	}
	int error = os->read(os, &k->session->arena, file.p,
			     (uint32_t)k->session->limits[LIMIT_LITERAL_BYTES], &text);

	if (error) {
		diag_add(&k->session->diags, error == ENOENT ? DIAG_IMPORT_MISSING : DIAG_CANNOT_READ,
			 ast_span(k->ast, path), "cannot read `%.*s`: %s", STR_ARG(name),
			 error == EFBIG ? "the file is too large" : strerror(error));
		return TYPE_ERROR;
	}
	struct node *node = ast_edit(k->ast, call);

	node->kind = NODE_STRING;
	node->first = 0;
	node->name = name_intern(&k->session->names, text) & NODE_NAME_MAX;
	annotate(k, call, TYPE_STRING, 0);
	return TYPE_STRING;
}

/* ---- modules ---- */

static void check_decl(struct checker *k, node_id n)
{
	check_style(k, n);
	switch (at(k, n)->kind) {
	case NODE_TYPE:
		k->decl = n;
		check_type_body(k, child(k, n, 0), n);
		k->decl = 0;
		break;
	case NODE_LET:
	case NODE_PARAM:
		check_global(k, n, ast_span(k->ast, n));
		check_type_body(k, child(k, n, 0), 0);
		break;
	case NODE_FN:
		check_fn(k, n);
		break;
	case NODE_CHECK:
		check_check(k, n);
		break;
	case NODE_STACK:
		check_stack(k, n);
		break;
	default:
		break;
	}
}

/* Other modules see a type by its number. */
static void publish_types(struct checker *k, const struct module *m)
{
	for (uint32_t i = 0; i < m->symbol_count; i++) {
		struct symbol *s = table_edit(&k->program->symbols, m->first_symbol + i);

		if (at(k, s->node)->kind == NODE_TYPE)
			s->ref = REF(REF_TYPE, at(k, s->node)->type);
	}
}

void check_module(struct program *p, uint32_t module, const struct load_options *options)
{
	const struct module m = *(const struct module *)table_get(&p->modules, module);
	struct checker k = {
		.program = p,
		.session = p->ast.session,
		.ast = &p->ast,
		.types = &p->types,
		.module = module,
		.library = m.library,
		.options = options,
	};

	for (node_id n = at(&k, m.file)->first; n; n = next_of(&k, n)) {
		if (at(&k, n)->kind == NODE_TYPE)
			check_type_decl(&k, n);
	}
	check_type_rows(&k);
	for (node_id n = at(&k, m.file)->first; n; n = next_of(&k, n)) {
		if (at(&k, n)->kind == NODE_FN)
			check_signature(&k, n);
	}
	for (node_id n = at(&k, m.file)->first; n; n = next_of(&k, n))
		check_decl(&k, n);
	publish_types(&k, &m);
	check_cycles(&k);
	check_order(&k, m.file);
}
