#ifndef TESTS_UNIT_CLI_STUB_RCC_H
#define TESTS_UNIT_CLI_STUB_RCC_H
/*
 * A compiler that does what the main file says, so that tests of the command depend on
 * nothing else. Each line of the file is `error`, `warning`, `note` or `stack NAME`. The
 * library has one check, WEB1001. Options that it was given are shown in notes.
 */
#include "rcc.h"
#include "report.h"
#include "vet/vet.h"

#include <stdlib.h>

struct rcc {
	struct rcc_options options;
	struct session session;
	VEC(struct rcc_stack) stacks;
};

struct rcc *rcc_new(const struct rcc_options *options)
{
	struct rcc *r = calloc(1, sizeof *r);

	r->options = *options;
	session_init(&r->session, options->os);
	return r;
}

void rcc_free(struct rcc *r)
{
	session_fini(&r->session);
	free(r);
}

struct session *rcc_session(struct rcc *r)
{
	return &r->session;
}

/* One ConfigMap-like object and one sentence. */
static struct rcc_stack stub_stack(struct arena *a, struct str name)
{
	struct rcc_stack stack = { .name = name, .source = STR("stack.rcs") };
	struct doc_entry *entry = arena_new(a, struct doc_entry, 1);

	*entry = (struct doc_entry){ STR("kind"), { .kind = DOC_STRING, .string = STR("Thing") } };
	stack.objects.v = arena_new(a, struct object, 1);
	stack.objects.n = 1;
	stack.objects.v[0] = (struct object){
		.kind = STR("Thing"), .name = name, .source = stack.source, .api_version = STR("v1")
	};
	stack.objects.v[0].doc = (struct doc){ .kind = DOC_MAP, .map = { entry, 1 } };
	stack.summary = arena_new(a, struct str, 1);
	stack.summary[0] = STR("tolerates the loss of a node");
	stack.nsummary = 1;
	return stack;
}

bool rcc_report(struct rcc *r, const struct rcc_stack *stack, const char *at, struct doc *sections)
{
	(void)r;
	(void)stack;
	(void)at;
	(void)sections;
	return false;
}

/* One of each stack. */
void rcc_secrets(struct rcc *r, const struct rcc_stack *stack, struct secret_list *out)
{
	struct arena *a = &r->session.arena;
	struct secret_key *key = arena_new(a, struct secret_key, 1);

	*key = (struct secret_key){ .key = STR("token"),
				    .make = SECRET_RANDOM,
				    .length = 8,
				    .alphabet = STR("ab"),
				    .about = STR("what it is for") };
	out->v = arena_new(a, struct secret_need, 1);
	out->n = 1;
	out->v[0] = (struct secret_need){ .name = stack->name, .keys = key, .nkeys = 1 };
}

static void stub_line(struct rcc *r, struct str line, struct span at)
{
	struct session *s = &r->session;

	if (str_eq(line, STR("error")))
		diag_add(&s->diags, DIAG_UNKNOWN_FIELD, at, "an error");
	else if (str_eq(line, STR("warning")))
		diag_add(&s->diags, DIAG_DEPRECATED, at, "a warning");
	else if (str_eq(line, STR("note")))
		diag_add(&s->diags, DIAG_UNKNOWN_FACTS, at, "a note");
	else if (str_starts_with(line, STR("stack ")))
		vec_push(&s->arena, &r->stacks,
			 stub_stack(&s->arena, arena_str(&s->arena, str_slice(line, 6, line.n))));
}

static void stub_show_options(struct rcc *r)
{
	const struct rcc_options *o = &r->options;
	struct diags *ds = &r->session.diags;

	for (uint32_t i = 0; i < o->input.nparams; i++)
		diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "param %s is %s",
			 o->input.params[i].name, o->input.params[i].value);
	for (uint32_t i = 0; i < o->input.nparam_files; i++)
		diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "param file %s",
			 o->input.param_files[i]);
	if (o->input.root)
		diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "root %s", o->input.root);
	if (o->stdlib)
		diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "stdlib %s, image %s", o->stdlib,
			 o->image ? "too" : "not");
	if (o->policy)
		diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "policy %s", o->policy);
	if (o->input.only)
		diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "only %s", o->input.only);
}

bool rcc_compile(struct rcc *r)
{
	struct session *s = &r->session;
	struct str text;
	uint32_t beg = 0;

	if (s->os.read(&s->os, &s->arena, r->options.input.main, 1000, &text)) {
		diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ 0 }, "cannot read");
		return false;
	}
	uint32_t base =
		source_get(&s->sources, source_add(&s->sources, SOURCE_USER, STR("stack.rcs"), text))->base;

	for (int64_t end; (end = str_find(text, STR("\n"), beg)) >= 0; beg = (uint32_t)end + 1)
		stub_line(r, str_slice(text, beg, (uint32_t)end),
			  (struct span){ base + beg, base + (uint32_t)end });
	stub_show_options(r);
	diags_sort(&s->diags, &s->sources);
	return s->diags.errors == 0;
}

bool rcc_load(struct rcc *r)
{
	(void)r;
	return true;
}

bool rcc_compile_each(struct rcc *r, const struct rcc_taker *taker)
{
	if (rcc_compile(r) && taker->begin(taker->self, r->stacks.n)) {
		for (uint32_t i = 0; i < r->stacks.n; i++)
			taker->take(taker->self, &r->stacks.v[i]);
	}
	diags_sort(&r->session.diags, &r->session.sources);
	return r->session.diags.errors == 0;
}

/* Each path is a file with an object. */
struct str rcc_vet_release_problem(struct arena *a, const char *release)
{
	(void)a;
	return strcmp(release, "latest") == 0 ? STR("no release") : STR("");
}

bool rcc_vet(struct rcc *r, const struct rcc_vet *what, struct rcc_vetted *out)
{
	*out = (struct rcc_vetted){ .objects = what->npaths, .files = what->npaths };
	if (what->kubernetes)
		diag_add(&r->session.diags, DIAG_UNKNOWN_FACTS, (struct span){ 0 }, "kubernetes is %s",
			 what->kubernetes);
	return true;
}

const struct rcc_stack *rcc_stacks(const struct rcc *r, uint32_t *n)
{
	*n = r->stacks.n;
	return r->stacks.v;
}

const struct program *rcc_program(const struct rcc *r)
{
	(void)r;
	return NULL;
}

struct eval *rcc_eval(const struct rcc *r)
{
	(void)r;
	return NULL;
}

const char *rcc_source_path(struct rcc *r, uint32_t source)
{
	(void)source;
	return r->options.input.main;
}

const struct check_info *rcc_checks(struct rcc *r, uint32_t *n)
{
	struct check_info *check = arena_new(&r->session.arena, struct check_info, 1);

	*check = (struct check_info){ .code = STR("WEB1001"),
				      .slug = STR("too-many"),
				      .title = STR("there are too many"),
				      .explain = STR("Because of this."),
				      .failing = STR("stack a {\n  n = 9\n}\n"),
				      .fixed = STR("stack a {}"),
				      .severity = SEVERITY_ERROR };
	*n = 1;
	return check;
}

#endif
