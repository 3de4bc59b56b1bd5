/*
 * Modules: from a path to a checked module. A file is named by its path relative to the
 * project root, a file of the library by std/…; each is read once. Imports are loaded first,
 * so that a module only ever sees checked ones; a file that is still being loaded when it
 * is asked for again closes a cycle, which is reported with its whole chain.
 */
#include "sema/checker.h"
#include "sema/path.h"

#include "syntax/parse.h"

#include <errno.h>
#include <string.h>

struct importer { /* the chain of files that are being loaded */
	uint32_t module;
	node_id import; /* the import that led here; 0 for the main file */
	const struct importer *from;
	uint32_t depth;
};

struct loader {
	struct program *p;
	struct session *s;
	const struct load_options *options;
	uint32_t exceeded;   /* limits that were reported, a bit each */
	bool standard_input; /* the first file is that */
	bool below;	     /* the first file was found below the root */
};

static struct module *module_edit(struct program *p, uint32_t m)
{
	return table_edit(&p->modules, m);
}
static const struct module *module_get(const struct program *p, uint32_t m)
{
	return table_get(&p->modules, m);
}

static uint32_t find_module(const struct program *p, uint32_t path)
{
	for (uint32_t m = 1; m < p->modules.n; m++) {
		if (module_get(p, m)->path == path)
			return m;
	}
	return 0;
}

static void report_outside(struct loader *l, node_id import)
{
	node_id path = ast_child(&l->p->ast, import, 0);
	struct diag *d = diag_add(&l->s->diags, DIAG_IMPORT_OUTSIDE, ast_span(&l->p->ast, path),
				  "this file lies outside the project root");

	diag_because(&l->s->diags, d,
		     "files are read only below the folder that holds `rcs.root`, or the main file's folder");
	diag_help(&l->s->diags, d,
		  "move the file into the project, or mark the common folder with an empty file `rcs.root`");
}

static void report_unreadable(struct loader *l, struct str path, int error, node_id import)
{
	struct diags *ds = &l->s->diags;

	if (!import) {
		diag_add(ds, DIAG_CANNOT_READ, (struct span){ 0, 0 }, "cannot read `%.*s`: %s", STR_ARG(path),
			 strerror(error));
		return;
	}
	struct span at = ast_span(&l->p->ast, ast_child(&l->p->ast, import, 0));

	if (error != ENOENT) {
		diag_add(ds, DIAG_CANNOT_READ, at, "cannot read `%.*s`: %s", STR_ARG(path), strerror(error));
		return;
	}
	struct diag *d = diag_add(ds, DIAG_IMPORT_MISSING, at, "there is no file `%.*s`", STR_ARG(path));

	if (!str_ends_with(path, STR(".rcs")))
		diag_help(ds, d, "such files end in `.rcs`: `%.*s.rcs`", STR_ARG(path));
}

static void report_cycle(struct loader *l, const struct importer *chain, uint32_t closing, node_id import)
{
	struct ast *t = &l->p->ast;
	struct diags *ds = &l->s->diags;
	struct diag *d = diag_add(ds, DIAG_IMPORT_CYCLE, ast_span(t, ast_child(t, import, 0)),
				  "these files import each other");

	if (!diag_is_kept(ds, d))
		return;
	struct buf way = { .arena = &l->s->arena };
	const struct importer **steps = arena_new(&l->s->arena, const struct importer *, chain->depth);
	uint32_t n = 0;

	diag_primary(ds, d, "closes the circle");
	for (const struct importer *i = chain; i; i = i->module == closing ? NULL : i->from)
		steps[n++] = i;
	for (uint32_t i = n; i--;) {
		const struct importer *step = steps[i];
		node_id next = i ? steps[i - 1]->import : import;
		struct span at = ast_span(t, next);

		buf_printf(&way, "%.*s:%u -> ",
			   STR_ARG(name_text(&l->s->names, module_get(l->p, step->module)->path)),
			   source_place(&l->s->sources, at.beg).line);
		if (i)
			diag_label(ds, d, ast_span(t, ast_child(t, next, 0)), "imports the next one");
	}
	buf_add(&way, name_text(&l->s->names, module_get(l->p, closing)->path));
	diag_because(ds, d, "%.*s", STR_ARG(buf_str(&way)));
	diag_help(ds, d, "move what both need to a third file");
}

static bool on_chain(const struct importer *chain, uint32_t module)
{
	for (; chain; chain = chain->from) {
		if (chain->module == module)
			return true;
	}
	return false;
}

static uint32_t load(struct loader *l, struct str path, const struct importer *from, node_id import);

/* The module path that an import names; false after a report. */
static bool import_path(struct loader *l, uint32_t importer, node_id import, struct str *out)
{
	struct ast *t = &l->p->ast;
	struct str text = arena_str(&l->s->arena, ast_text(t, ast_child(t, import, 0)));

	if (path_is_library(text)) {
		if (path_join(&l->s->arena, STR(""), text, out) && path_is_library(*out))
			return true;
		report_outside(l, import);
		return false;
	}
	struct str folder = path_folder(name_text(&l->s->names, module_get(l->p, importer)->path));

	if (text.n && text.p[0] != '/' && path_join(&l->s->arena, folder, text, out))
		return true;
	report_outside(l, import);
	return false;
}

static void load_imports(struct loader *l, const struct importer *here)
{
	struct ast *t = &l->p->ast;
	node_id file = module_get(l->p, here->module)->file;

	for (node_id n = ast_node(t, file)->first; n; n = ast_next(t, n)) {
		struct str path;

		if (ast_node(t, n)->kind != NODE_IMPORT || !import_path(l, here->module, n, &path))
			continue;
		uint32_t known = find_module(l->p, name_find(&l->s->names, path));

		if (known && on_chain(here, known)) {
			report_cycle(l, here, known, n);
			continue;
		}
		uint32_t target = known ? known : load(l, path, here, n);

		if (target)
			ast_edit(t, n)->ref = REF(REF_MODULE, target);
	}
}

static uint32_t add_module(struct loader *l, struct str path, struct str text)
{
	bool library = path_is_library(path);
	uint32_t name = name_intern(&l->s->names, path), module = table_add(&l->p->modules);
	uint32_t source = source_add(&l->s->sources, library ? SOURCE_LIBRARY : SOURCE_USER, path, text);

	*module_edit(l->p, module) = (struct module){ .path = name, .source = source, .library = library };
	return module;
}

/* One report a limit, however many files are beyond it. */
static void report_limit(struct loader *l, enum limit limit, node_id import)
{
	struct span at = import ? ast_span(&l->p->ast, import) : (struct span){ 0, 0 };

	if (l->exceeded & 1u << limit)
		return;
	l->exceeded |= 1u << limit;
	diag_add(&l->s->diags, DIAG_LIMIT, at, "more than %llu %s: %s",
		 (unsigned long long)l->s->limits[limit], limit_infos[limit].unit, limit_infos[limit].what);
}

static bool within_limits(struct loader *l, const struct importer *from, node_id import)
{
	uint64_t depth = from ? from->depth + 1 : 1;

	if (depth > l->s->limits[LIMIT_IMPORT_DEPTH])
		report_limit(l, LIMIT_IMPORT_DEPTH, import);
	else if (l->p->files_read >= l->s->limits[LIMIT_MODULES])
		report_limit(l, LIMIT_MODULES, import);
	else
		return true;
	return false;
}

/* The text of a module's file; false after a report. */
static bool read_file(struct loader *l, struct str path, struct str file, node_id import, struct str *text)
{
	uint64_t limit = l->s->limits[LIMIT_SOURCE_BYTES];
	int error = l->s->os.read(&l->s->os, &l->s->arena, file.p, (uint32_t)limit, text);

	if (error == EFBIG) {
		report_limit(l, LIMIT_SOURCE_BYTES, import);
		return false;
	}
	if (error) {
		report_unreadable(l, path, error, import);
		return false;
	}
	if (path_is_library(path))
		return true;
	l->p->files_read++;
	l->p->bytes_read += text->n;
	if (l->p->bytes_read <= l->s->limits[LIMIT_SOURCES_TOTAL])
		return true;
	report_limit(l, LIMIT_SOURCES_TOTAL, import);
	return false;
}

/* Parses, loads what it imports, checks. */
static void take(struct loader *l, const struct importer *here)
{
	uint32_t file = parse_file(&l->p->ast, module_get(l->p, here->module)->source);

	module_edit(l->p, here->module)->file = file;
	load_imports(l, here);
	scope_declare(l->p, here->module);
	check_module(l->p, here->module, l->options);
}

static uint32_t load(struct loader *l, struct str path, const struct importer *from, node_id import)
{
	struct str file, text;
	struct importer here = { .import = import, .from = from, .depth = from ? from->depth + 1 : 1 };

	if (!within_limits(l, from, import))
		return 0;
	if (path_is_library(path) && !l->options->stdlib) {
		report_unreadable(l, path, ENOENT, import);
		return 0;
	}
	bool piped = l->standard_input && !import;

	file = piped ? STR("/dev/stdin") : path_file(l->s, l->options, path);
	bool known = piped || path_is_library(path) || (l->below && !import);

	if (!known && !path_is_inside(l->s, l->options, file)) {
		report_outside(l, import);
		return 0;
	}
	if (!read_file(l, path, file, import, &text))
		return 0;
	here.module = add_module(l, path, text);
	take(l, &here);
	return here.module;
}

static node_id prelude_fn(struct program *p, const char *name)
{
	uint32_t id = name_find(&p->ast.session->names, str_from(name));
	const struct symbol *s = id ? program_find(p, p->prelude.module, id) : NULL;

	return s && REF_KIND(s->ref) == REF_FN ? s->node : 0;
}

static uint32_t prelude_module(struct program *p, const char *name)
{
	uint32_t id = name_find(&p->ast.session->names, str_from(name));
	const struct symbol *s = id ? program_find(p, p->prelude.module, id) : NULL;

	return s && REF_KIND(s->ref) == REF_MODULE ? REF_PAYLOAD(s->ref) : 0;
}

static type_id prelude_type(struct program *p, const char *name)
{
	uint32_t id = name_find(&p->ast.session->names, str_from(name));
	const struct symbol *s = id ? program_find(p, p->prelude.module, id) : NULL;

	return s && REF_KIND(s->ref) == REF_TYPE ? REF_PAYLOAD(s->ref) : 0;
}

static bool find_prelude(struct program *p)
{
	struct session *s = p->ast.session;

	p->prelude.stack = prelude_type(p, "Stack");
	p->prelude.changes = prelude_type(p, "Changes");
	p->prelude.facts_of_change = prelude_fn(p, "changes");
	p->prelude.consequence = prelude_fn(p, "consequence");
	p->prelude.unset = prelude_fn(p, "unset");
	p->prelude.exclusive = prelude_fn(p, "exclusive");
	p->prelude.k8s = prelude_module(p, "k8s");
	p->prelude.filled = prelude_fn(p, "filled");
	p->prelude.nameless = prelude_fn(p, "nameless");
	p->prelude.own_groups = prelude_fn(p, "own_groups");
	p->prelude.types = prelude_fn(p, "types");
	p->prelude.statuses = prelude_fn(p, "statuses");
	p->prelude.served = prelude_fn(p, "served");
	p->prelude.instead = prelude_fn(p, "instead");
	p->prelude.objects = prelude_fn(p, "objects");
	p->prelude.order = prelude_fn(p, "order");
	p->prelude.secrets = prelude_fn(p, "secrets");
	p->prelude.summary = prelude_fn(p, "summary");
	p->prelude.report = prelude_fn(p, "report");
	p->prelude.manifests = prelude_fn(p, "manifests");
	p->prelude.kubernetes = prelude_fn(p, "kubernetes");
	p->prelude.held = prelude_fn(p, "held");
	p->prelude.exceeded = prelude_fn(p, "exceeded");
	p->prelude.namespace_of = prelude_fn(p, "namespace_of");
	p->prelude.resting = prelude_fn(p, "resting");
	p->prelude.known_as = prelude_fn(p, "known_as");
	if (type_get(&p->types, p->prelude.stack)->kind == TYPE_RECORD && p->prelude.objects)
		return true;
	diag_add(&s->diags, DIAG_PRELUDE, (struct span){ 0, 0 },
		 "the library's prelude must declare `type Stack`, a record, and `fn objects(s: Stack)`");
	return false;
}

bool program_load_library(struct program *p, const struct load_options *options)
{
	struct session *s = p->ast.session;
	struct loader l = { .p = p, .s = s, .options = options };

	p->prelude.module = load(&l, STR("std/prelude.rcs"), NULL, 0);
	if (!p->prelude.module || s->diags.errors)
		return false;
	return find_prelude(p);
}

/* The path of a file from the project root on; empty if it is not below it. */
static struct str path_below(struct session *s, const struct load_options *options, const char *path)
{
	struct str real, root;

	if (s->os.real(&s->os, &s->arena, path, &real) || !path_root(s, options, &root) ||
	    !str_starts_with(real, root) || real.n <= root.n)
		return STR("");
	return str_slice(real, root.n + (root.n > 1), real.n);
}

/* Standard input counts as a file `-` of the working directory. */
static struct str path_of_input(struct session *s, const struct load_options *options)
{
	struct str folder = path_below(s, options, ".");

	return folder.n ? arena_printf(&s->arena, "%.*s/-", STR_ARG(folder)) : STR("-");
}

bool load_is_standard_input(const char *path)
{
	return strcmp(path, "-") == 0;
}

uint32_t program_load(struct program *p, const struct load_options *options, const char *path)
{
	struct session *s = p->ast.session;
	struct loader l = {
		.p = p, .s = s, .options = options, .standard_input = load_is_standard_input(path)
	};
	struct arena_mark mark = arena_mark(&s->arena);
	struct str relative = l.standard_input ? path_of_input(s, options) : path_below(s, options, path);

	l.below = relative.n > 0;
	if (!relative.n)
		relative = str_from(path);
	uint32_t known = find_module(p, name_find(&s->names, relative));
	uint32_t module = known ? known : load(&l, relative, NULL, 0);

	arena_release(&s->arena, mark); /* what stays of a file lies in tables */
	return module;
}

void program_load_text(struct program *p, const struct load_options *options, struct str path,
		       struct str text)
{
	struct loader l = { .p = p, .s = p->ast.session, .options = options };
	struct importer here = { .module = add_module(&l, path, text), .depth = 1 };

	take(&l, &here);
}
