#ifndef TESTS_UNIT_EVAL_TEST_H
#define TESTS_UNIT_EVAL_TEST_H
/*
 * Compiles a text with a tiny library on a file system in memory, and looks at values,
 * origins and diagnostics by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/os_fake.h"
#include "eval/eval_internal.h"

#include <stdio.h>

#define RUN(...) \
	do { \
		const struct CMUnitTest tests[] = { __VA_ARGS__ }; \
		return cmocka_run_group_tests(tests, NULL, NULL); \
	} while (0)

static const char prelude[] =
	"type Small = Int where it < 100\n"
	"@message(\"`${it}` is too long\") @suggest(if it == \"abcdef\" then \"abc\")\n"
	"type Short = String where len(it) <= 3\n"
	"type Size = Bytes where it >= 1Mi\n"
	"type Limits = { cpu: Cpu = 500m, memory: Bytes = 1Gi }\n"
	"type Disk = { size: Size = 10Gi, class?: String, reserve: Bytes = size / 10 }\n"
	"type Part = { name: String, size: Int = 1, twice: Int = size * 2 }\n"
	"type Store = grid | disk { path: String = \"/var\", size: Bytes = 1Gi }\n"
	"type Item = | file { path: String } | link { name: String = \"l\", target: String }\n"
	"type App = {\n"
	"  image: String\n"
	"  replicas: Int = 2\n"
	"  double: Int = replicas * 2\n"
	"  limits: Limits = { cpu = 2 }\n"
	"  disk: Disk = { size = 20Gi }\n"
	"  port?: Small\n"
	"  short?: Short\n"
	"}\n"
	"type Stack = {\n"
	"  name: String\n"
	"  app: App = { image = \"web\" }\n"
	"  parts: [Part by name] = []\n"
	"  tags: [String] = [\"a\"]\n"
	"  labels: [String: String] = {}\n"
	"  store: Store = disk { path = \"/data\" }\n"
	"  items: [Item by tag, name] = []\n"
	"  outer: Int = 1\n"
	"  inline: { value: Int = outer * 10 } = {}\n"
	"  allow?: Allow\n"
	"}\n"
	"fn objects(s: Stack): [String] = []\n";

struct fixture {
	struct arena files;
	struct os_fake fs;
	struct session session;
	struct program program;
	struct eval *eval;
	uint32_t module;
};

/* The diagnostics so far, "CODE message; …", and none afterwards. */
static inline const char *take_diags(struct fixture *fx)
{
	struct buf out = { .arena = &fx->session.arena };
	struct diags *ds = &fx->session.diags;

	for (uint32_t i = 0; i < ds->list.n; i++)
		buf_printf(&out, "%s%.*s %.*s", i ? "; " : "", STR_ARG(ds->list.v[i]->code),
			   STR_ARG(ds->list.v[i]->message));
	buf_char(&out, '\0');
	ds->list.n = 0;
	ds->errors = ds->warnings = 0;
	return out.p;
}

/* Loads a text, which may have errors. */
static inline void load(struct fixture *fx, const char *text)
{
	const struct load_options options = { .root = "/project", .stdlib = "/std" };

	*fx = (struct fixture){ 0 };
	arena_init(&fx->files);
	os_fake_init(&fx->fs, &fx->files);
	os_fake_add(&fx->fs, "/std/prelude.rcs", str_from(prelude));
	os_fake_add(&fx->fs, "/project/main.rcs", str_from(text));
	session_init(&fx->session, os_fake(&fx->fs));
	program_init(&fx->program, &fx->session);
	program_load_library(&fx->program, &options);
	assert_string_equal(take_diags(fx), "");
	fx->module = program_load(&fx->program, &options, "/project/main.rcs");
	assert_int_not_equal(fx->module, 0);
	fx->eval = eval_new(&fx->program, &fx->session);
}

/* Loads a text; it has no errors. */
static inline void start(struct fixture *fx, const char *text)
{
	load(fx, text);
	assert_string_equal(take_diags(fx), "");
}

/* Gives a parameter. */
static inline void give(struct fixture *fx, struct given given)
{
	const struct load_options options = { .root = "/project", .stdlib = "/std" };
	struct given_list bound = { 0 };

	given_bind(&fx->program, &options, &given, 1, &bound);
	eval_set_params(fx->eval, &bound);
}

static inline void stop(struct fixture *fx)
{
	eval_free(fx->eval);
	program_fini(&fx->program);
	session_fini(&fx->session);
	arena_fini(&fx->files);
}

static inline node_id node_named(struct fixture *fx, const char *name)
{
	uint32_t id = name_find(&fx->session.names, str_from(name));
	const struct symbol *s = program_find(&fx->program, fx->module, id);

	assert_non_null(s);
	return s->node;
}

/* The value of a top-level let, param or stack. */
static inline struct value value_named(struct fixture *fx, const char *name)
{
	node_id node = node_named(fx, name);

	return ast_node(&fx->program.ast, node)->kind == NODE_STACK ? eval_stack(fx->eval, node)
								    : eval_global(fx->eval, node);
}

/* A value below a record: "app.limits.cpu". */
static inline struct value below(struct fixture *fx, struct value v, const char *path)
{
	char word[64];
	int used;

	while (*path && sscanf(path, "%63[^.]%n", word, &used) == 1) {
		assert_int_equal(v.kind, VALUE_RECORD);
		v = eval_field_named(fx->eval, v.record, word);
		path += used + (path[used] == '.');
	}
	return v;
}

static inline const char *zero_ended(struct fixture *fx, struct str s)
{
	return arena_str(&fx->session.arena, s).p;
}

static inline const char *shown(struct fixture *fx, struct value v)
{
	return zero_ended(fx, value_text(&fx->program, &fx->session.arena, v));
}

static inline const char *joined(struct fixture *fx, const struct span *spans, uint32_t n)
{
	struct buf out = { .arena = &fx->session.arena };

	for (uint32_t i = 0; i < n; i++) {
		buf_add(&out, i ? STR(" | ") : STR(""));
		buf_add(&out, source_span_text(&fx->session.sources, spans[i]));
	}
	return zero_ended(fx, buf_str(&out));
}

/* What the user wrote of a value. */
static inline const char *leaves(struct fixture *fx, struct value v)
{
	struct origin_leaves l;

	origin_leaves(eval_origins(fx->eval), &fx->session.arena, v.origin, &l);
	return joined(fx, l.spans.v, l.spans.n);
}

static inline enum origin_kind origin_kind(struct fixture *fx, struct value v)
{
	return (enum origin_kind)origin_get(eval_origins(fx->eval), v.origin).kind;
}

/* Evaluates let `v` of a text and compares value, leaves and diagnostics. */
static inline void expect(const char *text, const char *value, const char *written)
{
	struct fixture fx;

	start(&fx, text);
	struct value v = value_named(&fx, "v");

	assert_string_equal(shown(&fx, v), value);
	assert_string_equal(leaves(&fx, v), written);
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

/* Evaluates and forces let `v`, which fails with these diagnostics. */
static inline void expect_failure(const char *text, const char *diags)
{
	struct fixture fx;

	start(&fx, text);
	assert_false(eval_force(fx.eval, value_named(&fx, "v")));
	assert_string_equal(take_diags(&fx), diags);
	stop(&fx);
}

#endif
