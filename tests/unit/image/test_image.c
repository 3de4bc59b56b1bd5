/* What is read from an image is what was written: every element of every table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/os_fake.h"
#include "image/image.h"

#include <stdlib.h>

static const char prelude[] =
	"## What is made.\n"
	"type Stack = {\n"
	"  ## Its name.\n"
	"  name: String\n"
	"  ports: [String: Int] = { \"web\" = 80 }\n"
	"  store: grid | disk { path: String = \"/data\" } = grid\n"
	"}\n"
	"type Port = Int where it < 65536\n"
	"## A name is short.\n"
	"let most = 9\n"
	"let columns = \"columns of a phone\"\n"
	"fn fits(s: Stack): Bool = len(s.name) < most\n"
	"fn sorry(s: Stack): String = \"too long for ${columns}: ${s.name}\"\n"
	"check short_name(s: Stack) needs has_name {\n"
	"  require fits(s)\n"
	"  let told = [sorry(s)]\n"
	"  error RCS9002 \"`${told[0]}` is long\"\n"
	"  at s.name \"here\"\n"
	"  explain \"Names are shown in narrow columns.\"\n"
	"  failing \"\"\"\n"
	"    stack long-long-name {}\n"
	"    \"\"\"\n"
	"}\n"
	"check has_name(s: Stack) {\n"
	"  require s.name != \"\"\n"
	"  error RCS9001 \"no name\"\n"
	"  at s.name \"here\"\n"
	"}\n"
	"fn objects(s: Stack): [String] = [s.name]\n";

struct fixture {
	struct arena files;
	struct os_fake fs;
	struct session session, again;
	struct program program, attached;
	struct buf image;
	struct buf tree; /* of the prelude, before its nodes were shared */
	uint32_t nodes;
};

static void dump(const struct program *p, struct buf *out)
{
	for (uint32_t m = 1; m < p->modules.n; m++)
		ast_dump(&p->ast, ((const struct module *)table_get(&p->modules, m))->file, out);
}

static int load(void **state)
{
	const struct load_options options = { .root = "/project", .stdlib = "/std" };
	struct fixture *fx = calloc(1, sizeof *fx);

	arena_init(&fx->files);
	os_fake_init(&fx->fs, &fx->files);
	os_fake_add(&fx->fs, "/std/prelude.rcs", str_from(prelude));
	session_init(&fx->session, os_fake(&fx->fs));
	session_init(&fx->again, os_fake(&fx->fs));
	program_init(&fx->program, &fx->session);
	assert_true(program_load_library(&fx->program, &options));
	assert_int_equal(fx->session.diags.list.n, 0);
	fx->tree.arena = &fx->files;
	dump(&fx->program, &fx->tree);
	fx->nodes = fx->program.ast.nodes.n;
	image_share_nodes(&fx->program);
	image_part_docs(&fx->program);
	fx->image.arena = &fx->files;
	image_write(&fx->program, &fx->image);
	*state = fx;
	return 0;
}

static int unload(void **state)
{
	struct fixture *fx = *state;

	program_fini(&fx->attached);
	program_fini(&fx->program);
	session_fini(&fx->again);
	session_fini(&fx->session);
	arena_fini(&fx->files);
	free(fx);
	return 0;
}

static void same_table(const struct table *got, const struct table *want)
{
	assert_int_equal(got->n, want->n);
	assert_true(got->late ? got->nfrozen < want->n : got->nfrozen == want->n);
	for (uint32_t i = 0; i < want->n; i++)
		assert_memory_equal(table_row(got, i, 1), table_row(want, i, 1), want->size);
}

static void every_part_is_read_as_it_was_written(void **state)
{
	struct fixture *fx = *state;
	struct program *p = &fx->program;
	struct session *s = &fx->session;

	assert_true(image_attach(&fx->attached, &fx->again, fx->image.p, fx->image.n));
	const struct table *want[32];
	uint32_t n = 0;
#define BUCKETS(id, owner)
#define TABLE(id, table) want[n++] = &(table);
#define HEAD(id, table, end) want[n++] = &(table);
#define TAIL(id, table, beg, words)
#define COLD(id, table, words) want[n++] = &(table);
#define SAID(id, table) COLD(id, table, 0)
#include "image/image.def"
#undef TABLE
#undef HEAD
#undef COLD
#define TABLE(id, table) same_table(&(table), want[n++]);
#define HEAD(id, table, end) same_table(&(table), want[n++]);
#define COLD(id, table, words) same_table(&(table), want[n++]);
	p = &fx->attached;
	s = &fx->again;
	n = 0;
	ast_warm(&p->ast);
#include "image/image.def"
	assert_true(n > 10);
	assert_memory_equal(&fx->attached.prelude, &fx->program.prelude, sizeof fx->program.prelude);
}

static void its_names_and_types_are_found(void **state)
{
	struct fixture *fx = *state;
	struct program *p = &fx->attached;

	assert_true(image_attach(p, &fx->again, fx->image.p, fx->image.n));
	for (uint32_t i = 1; i < fx->again.names.entries.nfrozen; i++)
		assert_int_equal(name_intern(&fx->again.names, name_text(&fx->again.names, i)), i);
	assert_int_not_equal(name_intern(&fx->again.names, STR("new")), 0);
	assert_true(type_of(&p->types, TYPE_LIST, TYPE_STRING, 0) < p->types.list.nfrozen);
}

static void a_check_runs_behind_what_it_needs(void **state)
{
	struct fixture *fx = *state;
	const struct ast *t = &fx->program.ast;

	assert_int_equal(fx->program.checks.n, 3);
	for (uint32_t i = 1; i < 3; i++) {
		node_id check = *(const node_id *)table_get(&fx->program.checks, i);

		assert_int_equal(check_place(t, check), i);
		assert_true(str_eq(ast_text(t, check), i == 1 ? STR("has_name") : STR("short_name")));
	}
}

static void documentation_lies_apart(void **state)
{
	const struct names *names = &((struct fixture *)*state)->session.names;
	struct { struct str text; bool apart; } all[] = {
		{ STR("Names are shown in narrow columns."), true },
		{ STR("stack long-long-name {}\n"), true },
		{ STR("here"), true },
		{ STR("columns of a phone"), true },
		{ STR("too long for "), true },
		{ STR("short_name"), false },
	};

	for (uint32_t i = 0; i < sizeof all / sizeof *all; i++) {
		uint32_t name = name_find(names, all[i].text);
		const struct name_entry *e = table_get(&names->entries, name);

		assert_int_not_equal(name, 0);
		if (((e->offset & NAME_DOC) != 0) != all[i].apart)
			fail_msg("%.*s", STR_ARG(all[i].text));
	}
}

static void what_only_findings_ask_for_comes_last(void **state)
{
	const struct fixture *fx = *state;
	const struct program *p = &fx->program;
	struct { struct str decl; bool last; } all[] = {
		{ STR("most"), false }, { STR("columns"), true },  { STR("fits"), false },
		{ STR("sorry"), true }, { STR("objects"), false },
	};

	for (uint32_t i = 0; i < sizeof all / sizeof *all; i++) {
		uint32_t name = name_find(&fx->session.names, all[i].decl);
		const struct symbol *s = program_find(p, 1, name);

		assert_non_null(s);
		if ((ast_node(&p->ast, s->node)->first >= p->ast.late) != all[i].last)
			fail_msg("%.*s", STR_ARG(all[i].decl));
	}
}

static void what_says_the_same_is_one_node(void **state)
{
	struct fixture *fx = *state;
	const struct program *p = &fx->program;
	struct buf tree = { .arena = &fx->files };

	dump(p, &tree);
	assert_true(str_eq(buf_str(&tree), buf_str(&fx->tree)));
	/* the parameter of the second check and its type, the types of those of the functions */
	assert_int_equal(fx->nodes - p->ast.nodes.n, 5);
	assert_int_equal(p->ast.spans.n, p->ast.nodes.n);
	for (uint32_t i = 1; i < p->symbols.n; i++) {
		const struct symbol *s = table_get(&p->symbols, i);

		assert_int_equal(ast_node(&p->ast, s->node)->name, s->name);
		if (REF_KIND(s->ref) == REF_FN)
			assert_int_equal(REF_PAYLOAD(s->ref), s->node);
	}
	assert_int_equal(ast_node(&p->ast, p->prelude.objects)->kind, NODE_FN);
}

static void what_is_no_image_is_refused(void **state)
{
	struct fixture *fx = *state;

	for (uint32_t n = 0; n < fx->image.n; n += n < 600 ? 4 : 111) {
		assert_false(image_attach(&fx->attached, &fx->again, fx->image.p, n));
		program_fini(&fx->attached);
		session_fini(&fx->again);
		session_init(&fx->again, os_fake(&fx->fs));
	}
	fx->image.p[0] ^= 1;
	assert_false(image_attach(&fx->attached, &fx->again, fx->image.p, fx->image.n));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, load, unload)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_part_is_read_as_it_was_written), TEST(its_names_and_types_are_found),
		TEST(a_check_runs_behind_what_it_needs),    TEST(documentation_lies_apart),
		TEST(what_says_the_same_is_one_node),	    TEST(what_only_findings_ask_for_comes_last),
		TEST(what_is_no_image_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
