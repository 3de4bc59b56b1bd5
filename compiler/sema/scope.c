/*
 * Scopes: what a word means. Locals are searched from the innermost outwards, then the fields
 * of the record whose default is being checked, then the module, then (for users) the prelude.
 */
#include "sema/checker.h"

#include "formats/chars.h"

#include <stdlib.h>

static bool is_symbol(enum node_kind kind)
{
	return kind == NODE_IMPORT || kind == NODE_PARAM || kind == NODE_LET || kind == NODE_TYPE ||
	       kind == NODE_FN || kind == NODE_CHECK || kind == NODE_STACK;
}

static int by_name(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->name != y->name ? (x->name > y->name) - (x->name < y->name)
				  : (x->node > y->node) - (x->node < y->node);
}

static uint32_t initial_ref(const struct ast *t, node_id n)
{
	switch (ast_node(t, n)->kind) {
	case NODE_IMPORT:
		return ast_node(t, n)->ref;
	case NODE_FN:
		return REF(REF_FN, n);
	case NODE_TYPE:
		return 0;
	default:
		return REF(REF_GLOBAL, n);
	}
}

static void report_duplicates(struct program *p, uint32_t first, uint32_t count)
{
	struct session *s = p->ast.session;

	for (uint32_t i = first + 1; i < first + count; i++) {
		const struct symbol *a = table_get(&p->symbols, i - 1), *b = table_get(&p->symbols, i);

		if (a->name != b->name)
			continue;
		struct diag *d = diag_add(&s->diags, DIAG_DUPLICATE_NAME, ast_name_span(&p->ast, b->node),
					  "`%.*s` is declared twice", STR_ARG(name_text(&s->names, b->name)));

		diag_primary(&s->diags, d, "second here");
		diag_label(&s->diags, d, ast_name_span(&p->ast, a->node), "first here");
	}
}

void scope_declare(struct program *p, uint32_t module)
{
	const struct module *m = table_get(&p->modules, module);
	uint32_t first = p->symbols.n, count = 0;

	for (node_id n = ast_node(&p->ast, m->file)->first; n; n = ast_next(&p->ast, n)) {
		if (!is_symbol(ast_node(&p->ast, n)->kind) || !ast_node(&p->ast, n)->name)
			continue;
		uint32_t i = table_add(&p->symbols);

		*(struct symbol *)table_edit(&p->symbols, i) =
			(struct symbol){ ast_node(&p->ast, n)->name, initial_ref(&p->ast, n), n };
		count++;
	}
	if (count) {
		qsort(table_edit(&p->symbols, first), count, sizeof(struct symbol), by_name);
		report_duplicates(p, first, count);
	}
	struct module *edit = table_edit(&p->modules, module);

	edit->first_symbol = first;
	edit->symbol_count = count;
}

void scope_warn_hidden(struct checker *k, node_id n)
{
	struct found found;

	if (!scope_lookup(k, n, &found) || at(k, n)->name == 0 || REF_KIND(found.ref) == REF_TYPE)
		return;
	struct diag *d = diag_add(&k->session->diags, DIAG_HIDDEN_NAME, ast_span(k->ast, n),
				  "`%.*s` hides another name", STR_ARG(ast_text(k->ast, n)));

	diag_primary(&k->session->diags, d, "bound here");
	diag_label(&k->session->diags, d, ast_name_span(k->ast, found.node), "hides this one");
	diag_help(&k->session->diags, d, "give the inner one a name of its own");
}

uint32_t scope_bind(struct checker *k, node_id n, uint32_t name, type_id type)
{
	uint32_t slot = k->slots++;

	vec_push(&k->session->arena, &k->locals, (struct local){ name, slot, type, n });
	annotate(k, n, type, slot);
	return slot;
}

void scope_edge(struct checker *k, node_id to, struct span at_span)
{
	if (k->decl)
		vec_push(&k->session->arena, &k->edges, (struct edge){ k->decl, to, at_span });
}

static void note_use(struct checker *k, node_id decl, uint32_t module)
{
	const struct module *m = table_get(&k->program->modules, module);

	if (at(k, decl)->kind == NODE_PARAM && !m->library)
		ast_edit(k->ast, decl)->flags |= NODE_F_USED;
}

bool scope_use(struct checker *k, const struct symbol *s, uint32_t module, struct span where,
	       struct found *out)
{
	*out = (struct found){ s->ref, 0, s->node };
	ast_warm_decl(k->ast, s->node);
	switch (at(k, s->node)->kind) {
	case NODE_TYPE:
		out->type = module == k->module ? check_type_decl(k, s->node) : REF_PAYLOAD(s->ref);
		out->ref = REF(REF_TYPE, out->type);
		return true;
	case NODE_LET:
	case NODE_PARAM:
		note_use(k, s->node, module);
		scope_edge(k, s->node, where);
		out->type = check_global(k, s->node, where);
		return true;
	case NODE_STACK:
		out->type = k->program->prelude.stack;
		return true;
	case NODE_FN:
		out->type = module == k->module ? check_signature(k, s->node) : at(k, s->node)->type;
		return true;
	default:
		return true;
	}
}

static bool find_local(const struct checker *k, uint32_t name, struct found *out)
{
	for (uint32_t i = k->locals.n; i-- > k->visible;) {
		const struct local *l = &k->locals.v[i];

		if (l->name == name) {
			*out = (struct found){ REF(REF_LOCAL, l->slot), l->type, l->node };
			return true;
		}
	}
	return false;
}

static bool find_sibling(struct checker *k, uint32_t name, struct found *out)
{
	uint32_t level = 0;

	for (const struct record_scope *r = k->self; r; r = r->outer, level++) {
		int i = type_find_field(k->types, r->type, name);

		if (i < 0)
			continue;
		const struct field *f = type_field(k->types, ty(k, r->type), (uint32_t)i);
		bool absent = f->flags & FIELD_OPTIONAL;

		*out = (struct found){ REF(REF_SELF, level << 16 | (uint32_t)i),
				       absent ? type_optional(k->types, f->type) : f->type, f->node };
		return true;
	}
	return false;
}

const struct symbol *scope_symbol(const struct checker *k, uint32_t name, uint32_t *module)
{
	*module = k->module;
	const struct symbol *s = name ? program_find(k->program, k->module, name) : NULL;

	if (s || !name || k->library)
		return s;
	*module = k->program->prelude.module;
	s = program_find(k->program, *module, name);
	/* The prelude's own imports are its business. */
	return s && at(k, s->node)->kind != NODE_IMPORT ? s : NULL;
}

static void report_recursion(struct checker *k, node_id decl, struct span where)
{
	bool type = at(k, decl)->kind == NODE_TYPE;
	struct diag *d = diag_add(&k->session->diags, DIAG_RECURSION, ast_name_span(k->ast, decl),
				  type ? "the type `%.*s` is declared by itself" : "`%.*s` depends on itself",
				  STR_ARG(ast_text(k->ast, decl)));

	if (!type)
		diag_label(&k->session->diags, d, where, "used here");
}

static bool is_too_long(struct checker *k, enum limit limit, uint64_t n, node_id decl)
{
	uint64_t most = k->session->limits[limit];

	if (n > most)
		diag_add(&k->session->diags, DIAG_LIMIT, ast_name_span(k->ast, decl),
			 "declarations need each other in a row: more than %llu %s in all",
			 (unsigned long long)most, limit == LIMIT_LEVELS ? "levels" : "declarations");
	return n > most;
}

bool scope_resolving(struct checker *k, node_id decl, struct span where)
{
	uint64_t levels = k->levels + ast_depth(k->ast, decl);

	for (uint32_t i = 0; i < k->pending.n; i++) {
		if (k->pending.v[i] == decl) {
			report_recursion(k, decl, where);
			return false;
		}
	}
	if (is_too_long(k, LIMIT_CALL_DEPTH, k->pending.n + 1, decl) ||
	    is_too_long(k, LIMIT_LEVELS, levels, decl))
		return false;
	vec_push(&k->session->arena, &k->pending, decl);
	k->levels = levels;
	return true;
}

void scope_resolved(struct checker *k)
{
	k->levels -= ast_depth(k->ast, k->pending.v[--k->pending.n]);
}

static bool lookup(struct checker *k, uint32_t name, struct span where, struct found *out)
{
	if (!name)
		return false;
	if (find_local(k, name, out) || find_sibling(k, name, out))
		return true;
	uint32_t module;
	const struct symbol *s = scope_symbol(k, name, &module);

	return s && scope_use(k, s, module, where, out);
}

bool scope_lookup(struct checker *k, node_id n, struct found *out)
{
	return lookup(k, at(k, n)->name, ast_span(k->ast, n), out);
}

struct candidates {
	VEC(struct str) v;
};

/* What of a module a value can be made of; `imports` are those of a file, which alone knows them. */
static void add_values(struct checker *k, struct candidates *c, uint32_t module, struct str word,
		       bool imports)
{
	const struct module *m = table_get(&k->program->modules, module);
	bool types = word.n && word.p[0] >= 'A' && word.p[0] <= 'Z';

	for (uint32_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);

		if ((types || REF_KIND(s->ref) != REF_TYPE) &&
		    (imports || at(k, s->node)->kind != NODE_IMPORT))
			vec_push(&k->session->arena, &c->v, text_of(k, s->name));
	}
}

static void add_module_names(struct checker *k, struct candidates *c, uint32_t module)
{
	const struct module *m = table_get(&k->program->modules, module);

	for (uint32_t i = 0; i < m->symbol_count; i++) {
		const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);

		vec_push(&k->session->arena, &c->v, text_of(k, s->name));
	}
}

bool scope_member(struct checker *k, uint32_t module, node_id get, struct found *out)
{
	struct candidates c = { 0 };
	const struct symbol *s = program_find(k->program, module, at(k, get)->name);
	const struct module *m = table_get(&k->program->modules, module);

	if (s && at(k, s->node)->kind != NODE_IMPORT)
		return scope_use(k, s, module, ast_span(k->ast, get), out);
	struct diag *d = diag_add(&k->session->diags, DIAG_NOT_EXPORTED, ast_name_span(k->ast, get),
				  "`%.*s` declares no `%.*s`", STR_ARG(text_of(k, m->path)),
				  STR_ARG(ast_text(k->ast, get)));

	if (!suggest_is_worth(k, d))
		return false;
	add_module_names(k, &c, module);
	suggest_name(k, d, ast_name_span(k->ast, get), ast_text(k->ast, get), c.v.v, c.v.n);
	return false;
}

static void add_fields(struct checker *k, struct candidates *c)
{
	for (const struct record_scope *r = k->self; r; r = r->outer) {
		for (uint32_t i = 0; i < ty(k, r->type)->count; i++)
			vec_push(&k->session->arena, &c->v,
				 text_of(k, type_field(k->types, ty(k, r->type), i)->name));
	}
}

/* `replicas-1` is one word: if its parts mean something, a subtraction was meant. */
static bool suggest_minus(struct checker *k, struct diag *d, node_id n, struct str word)
{
	int64_t dash = str_find(word, STR("-"), 0);
	struct found found;

	if (dash < 0)
		return false;
	struct str left = str_slice(word, 0, (uint32_t)dash),
		   right = str_slice(word, (uint32_t)dash + 1, word.n);

	if (!lookup(k, name_find(&k->session->names, left), ast_span(k->ast, n), &found))
		return false;
	struct str text = arena_printf(&k->session->arena, "%.*s - %.*s", STR_ARG(left), STR_ARG(right));

	diag_because(&k->session->diags, d, "a hyphen between letters or digits belongs to the name");
	diag_fix(&k->session->diags, d, ast_span(k->ast, n), text, "write `%.*s`", STR_ARG(text));
	return true;
}

bool scope_suggest_import(struct checker *k, struct diag *d, node_id n)
{
	const struct module *m = table_get(&k->program->modules, k->module);
	uint32_t name = at(k, n)->name;

	for (uint32_t i = 0; name && i < m->symbol_count; i++) {
		const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);
		const struct symbol *there =
			at(k, s->node)->kind == NODE_IMPORT && REF_KIND(s->ref) == REF_MODULE
				? program_find(k->program, REF_PAYLOAD(s->ref), name)
				: NULL;

		if (!there || at(k, there->node)->kind == NODE_IMPORT)
			continue;
		struct str text = arena_printf(&k->session->arena, "%.*s.%.*s", STR_ARG(text_of(k, s->name)),
					       STR_ARG(ast_text(k->ast, n)));

		diag_fix(&k->session->diags, d, ast_name_span(k->ast, n), text,
			 "write `%.*s`: an import declares it", STR_ARG(text));
		return true;
	}
	return false;
}

/* The tag that was meant, else a value of the file: types and names of the library are nothing to choose. */
static void suggest_choice(struct checker *k, struct diag *d, node_id n, struct str word, type_id u)
{
	struct candidates c = { 0 };
	struct str *tags = arena_new(&k->session->arena, struct str, ty(k, u)->count);
	const struct module *m = table_get(&k->program->modules, k->module);

	for (uint32_t i = 0; i < ty(k, u)->count; i++)
		tags[i] = text_of(k, type_alternative(k->types, ty(k, u), i)->name);
	if (suggest_nearest(k, word, tags, ty(k, u)->count) < 0) {
		for (uint32_t i = k->visible; i < k->locals.n; i++)
			vec_push(&k->session->arena, &c.v, text_of(k, k->locals.v[i].name));
		add_fields(k, &c);
		for (uint32_t i = 0; i < m->symbol_count; i++) {
			const struct symbol *s = table_get(&k->program->symbols, m->first_symbol + i);

			if (REF_KIND(s->ref) != REF_TYPE)
				vec_push(&k->session->arena, &c.v, text_of(k, s->name));
		}
		suggest_name(k, d, ast_span(k->ast, n), word, c.v.v, c.v.n);
	}
	suggest_tag(k, d, ast_span(k->ast, n), word, u);
}

/* Whether a declaration that could not be read is likely to declare the word: then it is that one's fault. */
static bool declared_wrongly(struct checker *k, struct str word)
{
	const struct module *m = table_get(&k->program->modules, k->module);

	if (k->all_read)
		return false;
	k->all_read = true;
	for (node_id c = at(k, m->file)->first; c; c = next_of(k, c)) {
		struct str text = at(k, c)->kind == NODE_ERROR
					  ? source_span_text(&k->session->sources, ast_span(k->ast, c))
					  : STR("");

		k->all_read &= at(k, c)->kind != NODE_ERROR;
		int64_t found = str_find(text, word, 0);
		uint32_t end = (uint32_t)found + word.n;

		if (found > 0 && text.p[found - 1] == ' ' && (end == text.n || !char_is_alnum(text.p[end])))
			return true; /* of an error, so that not all is read */
	}
	return false;
}

void scope_report_unknown(struct checker *k, node_id n, type_id want)
{
	struct candidates c = { 0 };
	type_id u = flow_union(k, want);
	struct str word = arena_str(&k->session->arena, ast_text(k->ast, n));
	struct diags *ds = &k->session->diags;

	if (declared_wrongly(k, word))
		return;
	struct diag *d = u ? diag_add(ds, DIAG_UNKNOWN_TAG, ast_span(k->ast, n), "`%.*s` is not one of %.*s",
				      STR_ARG(word), STR_ARG(flow_text(k, u)))
			   : diag_add(ds, DIAG_UNKNOWN_NAME, ast_span(k->ast, n), "`%.*s` is not known here",
				      STR_ARG(word));

	if (!suggest_is_worth(k, d) || suggest_minus(k, d, n, word) || scope_suggest_import(k, d, n) ||
	    elsewhere_hint(k, d, ty(k, k->program->prelude.stack), word) ||
	    (!u && (foreign_word(k, d, n, want) || foreign_source(k, d, word))))
		return;
	if (u) {
		suggest_choice(k, d, n, word, u);
		return;
	}
	for (uint32_t i = k->visible; i < k->locals.n; i++)
		vec_push(&k->session->arena, &c.v, text_of(k, k->locals.v[i].name));
	add_fields(k, &c);
	add_values(k, &c, k->module, word, true);
	if (!k->library)
		add_values(k, &c, k->program->prelude.module, word, false);
	if (suggest_name(k, d, ast_span(k->ast, n), word, c.v.v, c.v.n) >= 0)
		return;
	if (want && kind_of(k, type_unwrap(k->types, want)) == TYPE_STRING)
		suggest_quotes(k, d, n);
	else if (want && kind_of(k, type_unwrap(k->types, want)) == TYPE_SECRET)
		diag_help(ds, d, "write `secret(\"NAME\", \"KEY\")`: a key of a Secret");
	else if (want && !k->library && kind_of(k, type_unwrap(k->types, want)) == TYPE_RECORD)
		flow_suggest_shape(k, d, type_unwrap(k->types, want));
	else if (want && !k->library && kind_of(k, type_unwrap(k->types, want)) <= TYPE_QUANTITY)
		diag_help(ds, d, "declare it: `let %.*s = …`, or `param %.*s: %.*s` for a value from outside",
			  STR_ARG(word), STR_ARG(word),
			  STR_ARG(flow_text(k, type_base(k->types, type_unwrap(k->types, want)))));
}
