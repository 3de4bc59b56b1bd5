/* YAML: which strings stay plain, how texts of several lines are laid out, and that libyaml
 * reads back what was written. */
#include "docs.h"
#include "emit/yaml.h"
#include "emit/yaml_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>
#include <yaml.h>

static const char *written(struct arena *a, struct doc doc)
{
	struct buf out = { .arena = a };

	yaml_doc(&out, &doc);
	buf_char(&out, 0);
	return out.p;
}

static void assert_written(struct doc doc, const char *expected)
{
	struct arena a;

	arena_init(&a);
	assert_string_equal(written(&a, doc), expected);
	arena_fini(&a);
}

static void plain_strings_are_plain(void **state)
{
	static const char *const plain[] = {
		"chat",	     "None",	  "500m",      "512Mi",	   "1.5Gi",	    "--port=80",
		"-c",	     "node",	  "0 3 * * *", "a#b",	   "a:b",	    "http://a/",
		"80%",	     "a, b]",	  "_x",	       "/path/to", "it's",	    "say \"hi\"",
		"\\",	     "~/x",	  "é",	       "日本",	   "deadbeef",	    "v1.30",
		"$(HOME)/x", "e2e-tests", "a=b",       "<none>",   "ReadWriteOnce", "apps/v1",
		"main.js",   "-Xmx1g",	  "(a|b)",     "1st",	   "x y",
	};

	(void)state;
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (!yaml_plain_is_safe(str_from(plain[i])))
			fail_msg("quoted without need: %s", plain[i]);
}

/* clang-format off */
static const char *const doubtful[] = {
	"", "y", "N", "yes", "NO", "On", "oFF", "true", "FALSE", "null", "~", "<<", "=", "0", "-1", "+1",
	"007", "0o7", "0x1F", "0b1", "1_000", "1e3", "1E+3", ".5", "5.", ".", "-.", ".inf", "-.INF",
	".NaN", "1:30", "190:20:30", "08:30", "2024-01-01", "e3", ".e3", "2024-01-01T00:00:00Z",
	"2024-01-01 00:00:00 +01:00", "1.2.3", "1.0", "._1", "8.6.1", " a", "a ", "a\tb", "a: b", "a:",
	"a #b", "#", "- a", "-", "? a", "?", ":", "@a", "`a`", "%a", "[a]", "{a}", "!x", "&a", "*a", "|",
	">", "'a'", "\"a\"", ",a", "---", "... x", "a\nb", "a\rb", "\x07", "\x7f", "\xc2\x85",
	"\xe2\x80\xa8", "\xef\xbb\xbfz", "\xc2\xa0",
};
/* clang-format on */

static void doubtful_strings_are_quoted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++)
		if (yaml_plain_is_safe(str_from(doubtful[i])))
			fail_msg("left plain: %s", doubtful[i]);
}

static char *table_text(void)
{
	const char *shared = getenv("RCC_SHARED");
	char path[4096];

	snprintf(path, sizeof path, "%s/cases/yaml-scalars.json", shared ? shared : "../shared");
	FILE *f = fopen(path, "rb");

	if (!f)
		return NULL;
	char *text = calloc(1, 1 << 20);

	assert_non_null(text);
	assert_in_range(fread(text, 1, (1 << 20) - 1, f), 1, (1 << 20) - 2);
	fclose(f);
	for (char *nul = text; (nul = strstr(nul, "\\u0000"));) /* cJSON would end the string there */
		nul[5] = '1';
	return text;
}

/* What seven readers make of each string when it is plain. */
static void readers_agree(void **state)
{
	char *text = table_text();
	int rows = 0;

	(void)state;
	if (!text) {
		print_message("skipped: the table of readers is not here\n");
		skip();
	}
	cJSON *table = cJSON_Parse(text), *group, *row;

	cJSON_ArrayForEach(group, cJSON_GetObjectItem(table, "groups"))
	{
		cJSON_ArrayForEach(row, cJSON_GetObjectItem(group, "cases"))
		{
			const char *string = cJSON_GetObjectItem(row, "string")->valuestring;
			bool must_quote = cJSON_IsTrue(cJSON_GetObjectItem(row, "mustQuote"));

			rows++;
			if (must_quote && yaml_plain_is_safe(str_from(string)))
				fail_msg("left plain: %s", string);
		}
	}
	assert_in_range(rows, 1, 100000);
	cJSON_Delete(table);
	free(text);
}

static void scalars(void **state)
{
	(void)state;
	assert_written(doc_string("yes"), "\"yes\"\n");
	assert_written(doc_string("a\tb"), "\"a\\tb\"\n");
	assert_written(doc_bool(true), "true\n");
	assert_written(doc_int(INT64_MIN), "-9223372036854775808\n");
	assert_written(doc_float(2.0), "2\n");
	assert_written(doc_float(0.1), "0.1\n");
	assert_written(doc_float(-0.0), "0\n");
	assert_written(doc_float(1e21), "1.0e+21\n");
	assert_written(doc_float(1.5e-7), "1.5e-07\n");
	assert_written(doc_float(123456789012345680.0), "123456789012345680\n");
	assert_written((struct doc){ .kind = DOC_NULL }, "null\n");
}

static void collections(void **state)
{
	struct doc_entry inner[] = { { STR("name"), doc_string("a") }, { STR("port"), doc_int(80) } };
	struct doc items[] = { DOC_ENTRIES(inner), DOC_ENTRIES(inner) };
	struct doc_entry entries[] = {
		{ STR("empty"), { .kind = DOC_MAP } },
		{ STR("list"), DOC_ITEMS(items) },
		{ STR("none"), { .kind = DOC_LIST } },
		{ STR("y"), doc_string("on") },
	};

	(void)state;
	assert_written(DOC_ENTRIES(entries), "empty: {}\n"
					     "list:\n"
					     "- name: a\n"
					     "  port: 80\n"
					     "- name: a\n"
					     "  port: 80\n"
					     "none: []\n"
					     "\"y\": \"on\"\n");
}

static void blocks(void **state)
{
	static const char *const cases[][2] = {
		{ "a\nb\n", "k: |\n  a\n  b\n" },
		{ "a\nb", "k: |-\n  a\n  b\n" },
		{ "a\n\n", "k: |+\n  a\n\n...\n" },
		{ "  a\nb\n", "k: |2\n    a\n  b\n" },
		{ "\na\n", "k: |2\n\n  a\n" },
		{ "# a: b\n- c\n", "k: |\n  # a: b\n  - c\n" },
		{ "a \nb\n", "k: \"a \\nb\\n\"\n" },
		{ "a\n  \nb\n", "k: \"a\\n  \\nb\\n\"\n" },
		{ "a\n\tb\tc\n", "k: |\n  a\n  \tb\tc\n" },
		{ "a\t\xee\x80\x80\n\xee\x80\x82", "k: |-\n  a\t\xee\x80\x80\n  \xee\x80\x82\n" },
		{ "\ta\nb\n", "k: \"\\ta\\nb\\n\"\n" },
		{ "\n\ta\n", "k: \"\\n\\ta\\n\"\n" },
		{ "a\t\nb\n", "k: \"a\\t\\nb\\n\"\n" },
		{ "a\r\nb", "k: \"a\\r\\nb\"\n" },
		{ "\n", "k: \"\\n\"\n" },
		{ "a\x1b\nb", "k: \"a\\e\\nb\"\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc_entry entry[] = { { STR("k"), doc_string(cases[i][0]) } };

		assert_written(DOC_ENTRIES(entry), cases[i][1]);
	}
}

static void header_is_one_line(void **state)
{
	struct arena a;
	struct doc_entry entry[] = { { STR("k"), doc_int(1) } };
	struct object object = { .doc = DOC_ENTRIES(entry), .source = STR("a\nb/stack.rcs") };
	struct object_list list = { &object, 1 };

	(void)state;
	arena_init(&a);
	struct buf out = { .arena = &a };

	yaml_stream(&out, &list);
	buf_char(&out, 0);
	assert_string_equal(out.p, "---\n# Made by rcc from a?b/stack.rcs; do not edit.\nk: 1\n");
	arena_fini(&a);
}

/* ---- made-up strings, read back by libyaml ------------------------------------------------- */

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static struct str made_up(struct arena *a, uint32_t *seed)
{
	static const char *const pieces[] = { " ",
					      "\n",
					      "\t",
					      "a",
					      "-",
					      ":",
					      "#",
					      "y",
					      "1",
					      "\"",
					      "'",
					      "[",
					      "{",
					      ",",
					      "?",
					      "|",
					      ">",
					      "%",
					      "@",
					      "é",
					      "日",
					      "\\",
					      "😀",
					      "\r",
					      ".",
					      "\xc2\x85",
					      "\xe2\x80\xa9",
					      "\xef\xbb\xbf",
					      "\x01",
					      "word" };
	struct buf out = { .arena = a };

	for (uint32_t n = next_random(seed) % 9; n > 0; n--)
		buf_add(&out, str_from(pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]));
	return buf_str(&out);
}

static void assert_reads_back(const char *text, size_t length, const struct str *expected, size_t n)
{
	yaml_parser_t parser;
	yaml_event_t event;
	size_t scalars = 0;

	assert_true(yaml_parser_initialize(&parser));
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
	for (bool more = true; more; yaml_event_delete(&event)) {
		if (!yaml_parser_parse(&parser, &event))
			fail_msg("cannot be read: %s\n%s", parser.problem, text);
		more = event.type != YAML_STREAM_END_EVENT;
		if (event.type != YAML_SCALAR_EVENT)
			continue;
		assert_true(scalars < n);
		assert_int_equal(event.data.scalar.length, expected[scalars].n);
		assert_memory_equal(event.data.scalar.value, expected[scalars].n ? expected[scalars].p : "",
				    expected[scalars].n);
		scalars++;
	}
	assert_int_equal(scalars, n);
	yaml_parser_delete(&parser);
}

static void strings_survive(void **state)
{
	uint32_t seed = 20261122;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct arena a;

		arena_init(&a);
		struct str s[] = { made_up(&a, &seed), made_up(&a, &seed), STR("k"), made_up(&a, &seed) };
		struct doc_entry inner[] = { { s[2], { .kind = DOC_STRING, .string = s[3] } } };
		struct doc items[] = { { .kind = DOC_STRING, .string = s[1] }, DOC_ENTRIES(inner) };
		struct doc_entry outer[] = { { s[0], DOC_ITEMS(items) } };
		struct doc doc = DOC_ENTRIES(outer);
		struct buf out = { .arena = &a };

		yaml_doc(&out, &doc);
		assert_reads_back(out.p, out.n, s, sizeof s / sizeof *s);
		arena_fini(&a);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_strings_are_plain),
		cmocka_unit_test(doubtful_strings_are_quoted),
		cmocka_unit_test(readers_agree),
		cmocka_unit_test(scalars),
		cmocka_unit_test(collections),
		cmocka_unit_test(blocks),
		cmocka_unit_test(header_is_one_line),
		cmocka_unit_test(strings_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
