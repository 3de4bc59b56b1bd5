/* The layout of YAML is, byte by byte, that of libyaml's emitter: for made-up documents and all examples. */
#include "docs.h"
#include "emit/yaml.h"
#include "emit/yaml_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>
#include <yaml.h>

enum { DOCUMENTS = 4000, DEEP = 5, WIDE = 4 };

/* ---- documents ----------------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Without tabs: libyaml writes no block that has one. */
static struct str made_text(struct arena *a, uint32_t *seed, uint32_t most)
{
	static const char *const pieces[] = { " ",
					      "\n",
					      "\n",
					      "a",
					      "b",
					      "-",
					      ":",
					      "#",
					      "y",
					      "1",
					      "\"",
					      "'",
					      "[",
					      "{",
					      "?",
					      "|",
					      "é",
					      "日",
					      "\\",
					      "😀",
					      "\r",
					      "\x01",
					      "\x7f",
					      "\xc2\x85",
					      "\xc2\xa0",
					      "\xe2\x80\xa8",
					      "\xe2\x80\xa9",
					      "\xef\xbb\xbf",
					      "\xef\xbf\xbe",
					      "\xee\x80\x80",
					      "word",
					      "line\n" };
	struct buf out = { .arena = a };

	for (uint32_t n = next_random(seed) % most; n > 0; n--)
		buf_add(&out, str_from(pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]));
	return buf_str(&out);
}

/* Few are longer than what libyaml takes on one line with its value: 128 bytes. */
static struct str made_key(struct arena *a, uint32_t *seed)
{
	struct buf out = { .arena = a };
	uint32_t n = next_random(seed) % 16 ? 0 : 120 + next_random(seed) % 16;

	for (uint32_t i = 0; i < n; i++)
		buf_char(&out, 'k');
	if (!n)
		buf_add(&out, made_text(a, seed, 5));
	return buf_str(&out);
}

static struct doc made_doc(struct arena *a, uint32_t *seed, int depth)
{
	uint32_t kind = next_random(seed) % (depth < DEEP ? 6 : 3), n = next_random(seed) % WIDE;

	if (kind == 0)
		return doc_int(next_random(seed) % 100);
	if (kind < 3)
		return (struct doc){ .kind = DOC_STRING, .string = made_text(a, seed, 9) };
	if (kind == 3) {
		struct doc *items = arena_new(a, struct doc, n);

		for (uint32_t i = 0; i < n; i++)
			items[i] = made_doc(a, seed, depth + 1);
		return (struct doc){ .kind = DOC_LIST, .list = { items, n } };
	}
	struct doc_entry *entries = arena_new(a, struct doc_entry, n);

	for (uint32_t i = 0; i < n; i++)
		entries[i] = (struct doc_entry){ made_key(a, seed), made_doc(a, seed, depth + 1) };
	return (struct doc){ .kind = DOC_MAP, .map = { entries, n } };
}

/* ---- the judge ----------------------------------------------------------------------------- */

static int append(void *out, unsigned char *bytes, size_t n)
{
	buf_add(out, (struct str){ (const char *)bytes, (uint32_t)n });
	return 1;
}

static void emit(yaml_emitter_t *e, yaml_event_t *event, int made)
{
	assert_true(made);
	assert_true(yaml_emitter_emit(e, event));
}

static void judge_text(yaml_emitter_t *e, struct str s, bool key)
{
	yaml_event_t event;
	bool block = !key && s.n && memchr(s.p, '\n', s.n) && yaml_literal_is_safe(s);
	yaml_scalar_style_t style = yaml_plain_is_safe(s) ? YAML_PLAIN_SCALAR_STYLE
				    : block		  ? YAML_LITERAL_SCALAR_STYLE
							  : YAML_DOUBLE_QUOTED_SCALAR_STYLE;

	emit(e, &event,
	     yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)(s.n ? s.p : ""), (int)s.n,
					  1, 1, style));
}

static void judge_doc(yaml_emitter_t *e, const struct doc *doc)
{
	yaml_event_t event;
	char number[32];

	if (doc->kind == DOC_INT) {
		snprintf(number, sizeof number, "%d", (int)doc->integer);
		emit(e, &event,
		     yaml_scalar_event_initialize(&event, NULL, NULL, (yaml_char_t *)number,
						  (int)strlen(number), 1, 1, YAML_PLAIN_SCALAR_STYLE));
	} else if (doc->kind == DOC_STRING) {
		judge_text(e, doc->string, false);
	} else if (doc->kind == DOC_LIST) {
		emit(e, &event,
		     yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
		for (uint32_t i = 0; i < doc->list.n; i++)
			judge_doc(e, &doc->list.items[i]);
		emit(e, &event, yaml_sequence_end_event_initialize(&event));
	} else {
		emit(e, &event,
		     yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));
		for (uint32_t i = 0; i < doc->map.n; i++) {
			judge_text(e, doc->map.entries[i].key, true);
			judge_doc(e, &doc->map.entries[i].value);
		}
		emit(e, &event, yaml_mapping_end_event_initialize(&event));
	}
}

static void judge(struct buf *out, const struct doc *doc)
{
	yaml_emitter_t e;
	yaml_event_t event;

	assert_true(yaml_emitter_initialize(&e));
	yaml_emitter_set_output(&e, append, out);
	yaml_emitter_set_unicode(&e, 1);
	yaml_emitter_set_width(&e, -1);
	emit(&e, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
	emit(&e, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
	judge_doc(&e, doc);
	emit(&e, &event, yaml_document_end_event_initialize(&event, 1));
	emit(&e, &event, yaml_stream_end_event_initialize(&event));
	yaml_emitter_delete(&e);
}

static void layout_is_that_of_libyaml(void **state)
{
	uint32_t seed = 20261129, lines = 0;

	(void)state;
	for (int i = 0; i < DOCUMENTS; i++) {
		struct arena a;

		arena_init(&a);
		struct doc_entry root[] = { { STR("root"), made_doc(&a, &seed, 0) },
					    { made_key(&a, &seed), made_doc(&a, &seed, 0) } };
		struct doc doc = DOC_ENTRIES(root);
		struct buf ours = { .arena = &a }, theirs = { .arena = &a };

		yaml_doc(&ours, &doc);
		judge(&theirs, &doc);
		/* libyaml ends a document so if any block before its end keeps breaks */
		if (str_eq(str_slice(buf_str(&theirs), ours.n, theirs.n), STR("...\n")))
			theirs.n = ours.n;
		buf_char(&ours, 0);
		buf_char(&theirs, 0);
		assert_string_equal(ours.p, theirs.p);
		for (uint32_t k = 0; k < ours.n; k++)
			lines += ours.p[k] == '\n';
		arena_fini(&a);
	}
	assert_true(lines > DOCUMENTS * 4);
}

/* ---- what examples are made of ------------------------------------------------------------- */

static struct str read_file(struct arena *a, const char *path)
{
	struct buf out = { .arena = a };
	FILE *f = fopen(path, "rb");
	char bytes[4096];

	assert_non_null(f);
	for (size_t n; (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
		buf_add(&out, (struct str){ bytes, (uint32_t)n });
	fclose(f);
	return buf_str(&out);
}

/* Every event that libyaml reads in a text, written by its emitter, with the styles that the text has. */
static void copy_events(struct buf *out, struct str text)
{
	yaml_parser_t parser;
	yaml_emitter_t e;
	yaml_event_t event;

	assert_true(yaml_parser_initialize(&parser) && yaml_emitter_initialize(&e));
	yaml_parser_set_input_string(&parser, (const yaml_char_t *)text.p, text.n);
	yaml_emitter_set_output(&e, append, out);
	yaml_emitter_set_unicode(&e, 1);
	yaml_emitter_set_width(&e, -1);
	for (bool more = true; more;) {
		assert_true(yaml_parser_parse(&parser, &event));
		more = event.type != YAML_STREAM_END_EVENT;
		assert_true(yaml_emitter_emit(&e, &event));
	}
	yaml_emitter_delete(&e);
	yaml_parser_delete(&parser);
}

/* Behind the comment that heads it; without tabs, for which libyaml writes no blocks. */
static void examples_are_what_libyaml_writes(void **state)
{
	glob_t files;
	uint32_t compared = 0;

	(void)state;
	assert_int_equal(glob("examples/*/out/*.yaml", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct arena a;

		arena_init(&a);
		struct str text = read_file(&a, files.gl_pathv[i]);
		struct buf theirs = { .arena = &a };

		while (str_starts_with(text, STR("#")))
			text = str_slice(text, (uint32_t)str_find(text, STR("\n"), 0) + 1, text.n);
		if (str_find(text, STR("\t"), 0) < 0) {
			copy_events(&theirs, text);
			buf_char(&theirs, 0);
			assert_string_equal(text.p, theirs.p);
			compared++;
		}
		arena_fini(&a);
	}
	globfree(&files);
	assert_true(compared > 100);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(layout_is_that_of_libyaml),
						   cmocka_unit_test(examples_are_what_libyaml_writes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
