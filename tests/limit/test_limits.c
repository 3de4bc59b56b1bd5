/*
 * Every limit of base/limits.def, below, at and above it. The limits are lowered, so that the
 * tests are fast; a limit without a row is a failure.
 */
#include "support/compile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Writes a project whose size, in the unit of the limit, grows with n. */
typedef void make_fn(struct project *p, uint64_t n);

struct limit_case {
	make_fn *make;
	uint64_t limit; /* lowered value; 0: no row */
	uint64_t fits;	/* the n that is just at the limit, or far below where the unit is rcc's own affair */
	uint64_t breaks;		/* the n just, or far, above it */
	bool (*run)(struct project *p); /* NULL: project_compile */
};

static void repeat(struct buf *b, const char *text, uint64_t n)
{
	while (n--)
		buf_add(b, str_from(text));
}

static void make_source(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "stack.rcs");

	buf_add(b, STR("stack a {}\n#"));
	repeat(b, "x", n - b->n);
}

static void make_sources(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "stack.rcs");

	for (uint64_t i = 0; i < n; i++) {
		buf_printf(b, "import \"m%d.rcs\" as m%d\n", (int)i, (int)i);
		repeat(project_file(p, project_name(p, "m", (int)i)), "# filler\n", 100);
	}
	buf_add(b, STR("stack a {}\n"));
}

static void make_literal(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "stack.rcs");

	buf_add(b, STR("stack a { text = \""));
	repeat(b, "x", n);
	buf_add(b, STR("\" }\n"));
}

static void make_import_chain(struct project *p, uint64_t n)
{
	buf_add(project_file(p, "stack.rcs"), STR("import \"m0.rcs\" as m\nstack a {}\n"));
	for (uint64_t i = 0; i < n; i++)
		buf_printf(project_file(p, project_name(p, "m", (int)i)), "import \"m%d.rcs\" as m\n",
			   (int)i + 1);
	buf_add(project_file(p, project_name(p, "m", (int)n)), STR("let x = 1\n"));
}

static void make_parentheses(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "stack.rcs");

	buf_add(b, STR("stack a { port = "));
	repeat(b, "(", n);
	buf_add(b, STR("1"));
	repeat(b, ")", n);
	buf_add(b, STR(" }\n"));
}

/* Each type holds the one before it twice. */
static void make_types(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "stack.rcs");

	buf_add(b, STR("type T0 = [Int]\n"));
	for (uint64_t i = 1; i <= n; i++)
		buf_printf(b, "type T%d = [T%d] | [String: T%d]\n", (int)i, (int)i - 1, (int)i - 1);
	buf_add(b, STR("stack a {}\n"));
}

static void make_steps(struct project *p, uint64_t n)
{
	buf_printf(project_file(p, "stack.rcs"), "stack a { numbers = [for i in range(0, %d): i * 2] }\n",
		   (int)n);
}

static void make_calls(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "stack.rcs");

	buf_add(b, STR("fn f0(i: Int): Int = i\n"));
	for (uint64_t i = 1; i < n; i++)
		buf_printf(b, "fn f%d(i: Int): Int = f%d(i)\n", (int)i, (int)i - 1);
	buf_printf(b, "stack a { port = f%d(1) }\n", (int)n - 1);
}

static void make_string(struct project *p, uint64_t n)
{
	buf_printf(project_file(p, "stack.rcs"),
		   "stack a { text = join([for i in range(0, %d): \"x\"], \"\") }\n", (int)n);
}

static void make_elements(struct project *p, uint64_t n)
{
	buf_printf(project_file(p, "stack.rcs"), "stack a { numbers = range(0, %d) }\n", (int)n);
}

static void make_stacks(struct project *p, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		buf_printf(project_file(p, "stack.rcs"), "stack s%d {}\n", (int)i);
}

static void make_objects(struct project *p, uint64_t n)
{
	buf_printf(project_file(p, "stack.rcs"), "stack a { count = %d }\n", (int)n);
}

static void make_pattern(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "stack.rcs");

	buf_add(b, STR("stack a { port = if matches(\"x\", \""));
	repeat(b, "x", n);
	buf_add(b, STR("\") then 1 else 2 }\n"));
}

static void make_manifests(struct project *p, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		buf_add(project_file(p, arena_printf(&p->arena, "%d.yaml", (int)i).p), STR("a: 1\n"));
}

/* Each alias stands for itself and ten texts. */
static void make_aliases(struct project *p, uint64_t n)
{
	struct buf *b = project_file(p, "a.yaml");

	buf_add(b, STR("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: &ten {a: a, b: a, c: a, "
		       "d: a, e: a, "
		       "f: a, g: a, h: a, i: a, j: a}}\ndata:\n"));
	for (uint64_t i = 0; i < n; i++)
		buf_printf(b, "  <<: *ten\n");
}

static const struct limit_case cases[LIMIT_COUNT] = {
	[LIMIT_SOURCE_BYTES] = { make_source, 8000, 8000, 8001 },
	[LIMIT_SOURCES_TOTAL] = { make_sources, 20000, 5, 30 },
	[LIMIT_LITERAL_BYTES] = { make_literal, 4000, 4000, 4001 },
	[LIMIT_MODULES] = { make_sources, 20, 10, 30 },
	[LIMIT_IMPORT_DEPTH] = { make_import_chain, 16, 10, 20 },
	[LIMIT_NESTING] = { make_parentheses, 50, 40, 60 },
	[LIMIT_TYPE_PARTS] = { make_types, 60, 3, 4 },
	[LIMIT_STEPS] = { make_steps, 20000, 100, 20000 },
	[LIMIT_CALL_DEPTH] = { make_calls, 50, 40, 60 },
	[LIMIT_LEVELS] = { make_parentheses, 100, 40, 120 },
	[LIMIT_VALUE_BYTES] = { make_elements, 200000, 100, 20000 },
	[LIMIT_STRING_BYTES] = { make_string, 500, 500, 501 },
	[LIMIT_ELEMENTS] = { make_elements, 500, 500, 501 },
	[LIMIT_STACKS] = { make_stacks, 20, 20, 21 },
	[LIMIT_OBJECTS] = { make_objects, 20, 20, 21 },
	[LIMIT_OBJECT_BYTES] = { make_literal, 3000, 2000, 3001 },
	[LIMIT_MANIFESTS] = { make_manifests, 20, 20, 21, project_vet },
	[LIMIT_MANIFESTS_TOTAL] = { make_manifests, 100, 20, 21, project_vet },
	[LIMIT_YAML_NODES] = { make_aliases, 200, 14, 18, project_vet },
	[LIMIT_PATTERN_BYTES] = { make_pattern, 100, 100, 101 },
};

static uint32_t count_code(const struct diags *ds, const char *code)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < ds->list.n; i++)
		n += str_eq(ds->list.v[i]->code, str_from(code));
	return n;
}

/* Compiles the project of n; whether the limit was reported, exactly once and alone. */
static bool breaks(enum limit limit, uint64_t n)
{
	struct project p;
	struct session *s;
	bool broken;

	project_init(&p);
	cases[limit].make(&p, n);
	s = project_open(&p);
	s->limits[limit] = cases[limit].limit;
	broken = !(cases[limit].run ? cases[limit].run : project_compile)(&p);
	if (count_code(&s->diags, "RCS0090") != broken || s->diags.errors != broken)
		fail_msg("%s, n = %d:\n%s", limit_infos[limit].name, (int)n, project_diagnostics(&p));
	project_fini(&p);
	return broken;
}

/* One limit: sizes up to it pass, a size above it is reported. */
static void limit_holds(void **state)
{
	const struct limit_case *c = *state;
	enum limit limit = (enum limit)(c - cases);

	assert_non_null(c->make);
	assert_false(breaks(limit, c->fits - 1));
	assert_false(breaks(limit, c->fits));
	assert_true(breaks(limit, c->breaks));
}

static void only_so_many_diagnostics_are_kept(void **state)
{
	struct project p;
	struct session *s;

	(void)state;
	project_init(&p);
	buf_add(project_file(&p, "stack.rcs"), STR("stack a {\n"));
	for (int i = 0; i < 50; i++)
		buf_printf(project_file(&p, "stack.rcs"), "  unknown%d = %d\n", i, i);
	buf_add(project_file(&p, "stack.rcs"), STR("}\n"));
	s = project_open(&p);
	s->limits[LIMIT_DIAGNOSTICS] = 20;
	assert_false(project_compile(&p));
	assert_int_equal(count_code(&s->diags, "RCS0301"), 20);
	assert_int_equal(count_code(&s->diags, "RCS0090"), 1);
	assert_int_equal(s->diags.errors, 50);
	project_fini(&p);
}

int main(void)
{
	struct CMUnitTest tests[LIMIT_COUNT];

	for (int i = 0; i < LIMIT_COUNT; i++)
		tests[i] = (struct CMUnitTest){
			.name = limit_infos[i].name,
			.test_func = limit_holds,
			.initial_state = (void *)&cases[i],
		};
	tests[LIMIT_DIAGNOSTICS].test_func = only_so_many_diagnostics_are_kept;
	return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
