/* Which part of a document stands in which line of its text. */
#include "docs.h"
#include "emit/yaml.h"
#include "emit/yaml_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

/* The path of the part at each line of the text, from line 1 on; NULL: no part. */
static void assert_paths(const struct object *object, const char *const *paths, uint32_t n)
{
	struct arena a;
	struct yaml_lines lines;
	uint32_t part;

	arena_init(&a);
	struct buf text = { .arena = &a };

	yaml_object(&text, object);
	yaml_lines_read(&lines, &a, buf_str(&text), &object->doc);
	assert_int_equal(lines.lines, n);
	for (uint32_t line = 1; line <= n; line++) {
		bool found = yaml_lines_at(&lines, line, &part);

		assert_int_equal(found, paths[line - 1] != NULL);
		if (found)
			assert_string_equal(yaml_lines_path(&lines, &a, part).p, paths[line - 1]);
	}
	assert_false(yaml_lines_at(&lines, 0, &part));
	assert_false(yaml_lines_at(&lines, n + 1, &part));
	arena_fini(&a);
}

static void each_line_has_its_innermost_part(void **state)
{
	struct doc ports[] = { doc_int(80), doc_int(81) };
	struct doc_entry web[] = { { STR("name"), doc_string("web") },
				   { STR("env"), { .kind = DOC_LIST } },
				   { STR("ports"), DOC_ITEMS(ports) },
				   { STR("a.b/c"), doc_string("x\n\ny\n") } };
	struct doc containers[] = { DOC_ENTRIES(web) };
	struct doc_entry spec[] = { { STR("containers"), DOC_ITEMS(containers) } };
	struct doc_entry root[] = { { STR("kind"), doc_string("Pod") },
				    { STR("spec"), DOC_ENTRIES(spec) },
				    { STR("last"), doc_bool(true) } };
	const struct object object = { .doc = DOC_ENTRIES(root), .source = STR("stack.rcs") };
	static const char *const paths[] = {
		NULL, /* the header */
		"kind",
		"spec",
		"spec.containers",
		"spec.containers[0].name",
		"spec.containers[0].env",
		"spec.containers[0].ports",
		"spec.containers[0].ports[0]",
		"spec.containers[0].ports[1]",
		"spec.containers[0][\"a.b/c\"]",
		"spec.containers[0][\"a.b/c\"]",
		"spec.containers[0][\"a.b/c\"]",
		"spec.containers[0][\"a.b/c\"]",
		"last",
	};

	(void)state;
	assert_paths(&object, paths, COUNT(paths));
}

static void an_empty_document_is_one_part(void **state)
{
	const struct object object = { .doc = { .kind = DOC_MAP }, .source = STR("stack.rcs") };
	static const char *const paths[] = { NULL, "" };

	(void)state;
	assert_paths(&object, paths, COUNT(paths));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_line_has_its_innermost_part),
		cmocka_unit_test(an_empty_document_is_one_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
