#include "input/inputs.h"

#include <stdlib.h>
#include <string.h>

/* ---- the project root --------------------------------------------------------------------- */

static struct str parent_of(struct str path)
{
	uint32_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return str_slice(path, 0, n > 1 ? n - 1 : n);
}

static enum os_kind kind_of(struct session *s, const char *path)
{
	enum os_kind kind = OS_MISSING;

	return s->os.kind(&s->os, path, &kind) ? OS_MISSING : kind;
}

/* The nearest folder from `own` on that holds the mark, else `own`; it has no links. */
static struct str marked_above(struct session *s, struct str own)
{
	for (struct str folder = own; folder.n; folder = parent_of(folder)) {
		if (kind_of(s, arena_printf(&s->arena, "%.*s/rcs.root", STR_ARG(folder)).p) == OS_FILE)
			return folder;
		if (folder.n == 1)
			break;
	}
	return own;
}

void inputs_root(const struct input_options *options, struct session *s, struct load_options *out)
{
	const char *main = load_is_standard_input(options->main) ? "." : options->main;
	struct str real;
	int error = s->os.real(&s->os, &s->arena, options->root ? options->root : main, &real);

	out->real_root = NULL;
	out->root = options->root ? options->root : "."; /* reading the file will tell what is wrong */
	if (error)
		return;
	if (!options->root) {
		struct str own = kind_of(s, main) == OS_DIR ? real : parent_of(real);

		real = arena_str(&s->arena, marked_above(s, own));
		out->root = real.p;
	}
	out->real_root = real.p;
}

/* ---- files -------------------------------------------------------------------------------- */

static bool load_file(struct program *p, const struct load_options *load, const char *path,
		      struct inputs *out)
{
	uint32_t module = program_load(p, load, path);

	if (module)
		vec_push(&p->ast.session->arena, &out->modules, module);
	return module != 0;
}

static bool load_folder(struct program *p, const struct load_options *load, const char *path,
			struct inputs *out)
{
	struct session *s = p->ast.session;
	struct str folder = str_from(path), *names;
	uint32_t count;
	int error = s->os.list(&s->os, &s->arena, path, &names, &count);
	bool ok = true;

	if (error) {
		diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ 0, 0 }, "cannot read `%s`: %s", path,
			 strerror(error));
		return false;
	}
	while (folder.n > 1 && folder.p[folder.n - 1] == '/')
		folder.n--;
	for (uint32_t i = 0; i < count; i++) {
		const char *file = arena_printf(&s->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i])).p;

		if (str_ends_with(names[i], STR(".rcs")) && kind_of(s, file) == OS_FILE)
			ok &= load_file(p, load, file, out);
	}
	return ok;
}

bool inputs_load(const struct input_options *options, struct program *p, const struct load_options *load,
		 struct inputs *out)
{
	if (!load_is_standard_input(options->main) && kind_of(p->ast.session, options->main) == OS_DIR)
		return load_folder(p, load, options->main, out);
	return load_file(p, load, options->main, out);
}

/* ---- stacks ------------------------------------------------------------------------------- */

struct collector {
	const struct input_options *options;
	const struct program *program;
	struct session *s;
	struct input_stacks *out;
};

static bool is_wanted(const struct collector *c, node_id n)
{
	const struct node *node = ast_node(&c->program->ast, n);
	const char *only = c->options->only;

	if (node->kind != NODE_STACK || node->flags & NODE_F_ABSTRACT)
		return false;
	return !only || str_eq(ast_text(&c->program->ast, n), str_from(only));
}

/* False once there are too many. */
static bool collect(struct collector *c, uint32_t module)
{
	const struct ast *t = &c->program->ast;
	const struct module *m = table_get(&c->program->modules, module);
	uint64_t most = c->s->limits[LIMIT_STACKS];

	for (node_id n = ast_node(t, m->file)->first; n; n = ast_next(t, n)) {
		if (!is_wanted(c, n))
			continue;
		if (c->out->nodes.n >= most) {
			diag_add(&c->s->diags, DIAG_LIMIT, ast_name_span(t, n),
				 "more than %llu stacks in one run", (unsigned long long)most);
			return false;
		}
		vec_push(&c->s->arena, &c->out->nodes, n);
	}
	return true;
}

static void report_no_name(struct collector *c, const struct inputs *in)
{
	struct diags *ds = &c->s->diags;
	struct input_options any = *c->options;
	struct input_stacks all = { 0 };
	struct collector every = { &any, c->program, c->s, &all };
	const char *only = c->options->only;
	struct diag *d = diag_add(ds, DIAG_NO_STACK, (struct span){ 0, 0 }, "`%s` has no stack `%s`",
				  c->options->main, only);

	any.only = NULL;
	for (uint32_t i = 0; i < in->modules.n; i++)
		collect(&every, in->modules.v[i]);
	struct str *names = arena_new(&c->s->arena, struct str, all.nodes.n);

	for (uint32_t i = 0; i < all.nodes.n; i++)
		names[i] = ast_text(&c->program->ast, all.nodes.v[i]);
	int near = str_nearest(str_from(only), names, (int)all.nodes.n);

	if (near >= 0)
		diag_help(ds, d, "did you mean `%.*s`?", STR_ARG(names[near]));
}

static void report_no_stack(struct collector *c, const struct inputs *in)
{
	struct diags *ds = &c->s->diags;

	if (c->options->only) {
		report_no_name(c, in);
		return;
	}
	struct diag *d = diag_add(ds, DIAG_NO_STACK, (struct span){ 0, 0 },
				  "`%s` declares no stack to compile", c->options->main);

	diag_help(ds, d, "declare one: `stack NAME { … }`");
}

struct named {
	uint32_t name;
	node_id node;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* Of two files; within one file a name is declared once anyway. */
static void report_twice(const struct collector *c)
{
	const struct ast *t = &c->program->ast;
	uint32_t n = c->out->nodes.n;
	struct named *names = arena_new(&c->s->arena, struct named, n);

	for (uint32_t i = 0; i < n; i++)
		names[i] = (struct named){ ast_node(t, c->out->nodes.v[i])->name, c->out->nodes.v[i] };
	if (n)
		qsort(names, n, sizeof *names, by_name);
	for (uint32_t i = 1; i < n; i++) {
		if (names[i].name != names[i - 1].name)
			continue;
		struct diag *d =
			diag_add(&c->s->diags, DIAG_DUPLICATE_NAME, ast_name_span(t, names[i].node),
				 "two files declare a stack `%.*s`", STR_ARG(ast_text(t, names[i].node)));

		diag_label(&c->s->diags, d, ast_name_span(t, names[i - 1].node), "the other one");
	}
}

void inputs_stacks(const struct input_options *options, const struct program *p, const struct inputs *in,
		   const struct given_list *given, struct input_stacks *out)
{
	struct collector c = { options, p, p->ast.session, out };

	for (uint32_t i = 0; i < in->modules.n; i++) {
		uint32_t before = out->nodes.n;

		if (!collect(&c, in->modules.v[i]))
			return;
		if (out->nodes.n > before)
			given_report_unused(p, in->modules.v[i], given);
	}
	if (!out->nodes.n)
		report_no_stack(&c, in);
	report_twice(&c);
}
