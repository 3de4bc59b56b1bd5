/* What the reference says of types: conditions in words, defaults, deprecations, each type once. */
#include "reference/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/os_fake.h"

/* The reference of a library whose stack has these fields; `types` are declared beside it. */
struct world {
	struct arena arena;
	struct os_fake fake;
	struct page page;
	struct rcc *rcc;
};

static void world_init(struct world *w, const char *types, const char *fields)
{
	struct str prelude;
	uint32_t n;

	*w = (struct world){ 0 };
	arena_init(&w->arena);
	os_fake_init(&w->fake, &w->arena);
	prelude = arena_printf(&w->arena,
			       "import \"std/parts.rcs\" as parts\n"
			       "type Object = { metadata: { name: String } }\n%s\n"
			       "## All of it.\ntype Stack = {\n  name: String\n  allow?: Allow\n%s\n}\n"
			       "fn objects(s: Stack): [Object] = []\n",
			       types, fields);
	os_fake_add(&w->fake, "/library/prelude.rcs", prelude);
	os_fake_add(&w->fake, "/library/parts.rcs",
		    STR("type Part = {\n  size: Int = 1\n  more?: Part\n}\n"));
	struct rcc_options o = { .os = os_fake(&w->fake), .stdlib = "/library" };

	w->rcc = rcc_new(&o);
	rcc_checks(w->rcc, &n);
	assert_int_equal(rcc_session(w->rcc)->diags.errors, 0);
	page_init(&w->page, &w->arena);
	reference_types(&(struct reference){ w->rcc, rcc_program(w->rcc), &w->page });
}

static void world_fini(struct world *w)
{
	page_fini(&w->page);
	rcc_free(w->rcc);
	arena_fini(&w->arena);
}

static const char *markdown(struct world *w)
{
	struct buf out = { .arena = &w->arena };

	page_markdown(&w->page, &out);
	buf_char(&out, 0);
	return out.p;
}

static void assert_says(struct world *w, const char *text)
{
	if (!strstr(markdown(w), text))
		fail_msg("no `%s` in:\n%s", text, markdown(w));
}

static void conditions_are_told_in_words(void **state)
{
	static const struct {
		const char *condition, *words;
	} cases[] = {
		{ "1 <= it and it < 9", "at least `1`, below `9`." },
		{ "(0 > it)", "below `0`." },
		{ "it > 3 or it == 1", "`it > 3 or it == 1`." },
		{ "it in [1, 2]", "one of `[1, 2]`." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct world w;
		char types[100];

		snprintf(types, sizeof types, "type T = Int where %s", cases[i].condition);
		world_init(&w, types, "  f?: T");
		assert_says(&w, cases[i].words);
		world_fini(&w);
	}
}

static void conditions_of_texts_too(void **state)
{
	struct world w;

	(void)state;
	world_init(&w,
		   "@message(\"`${it}` is not `it`, but ${len(it)} long\")\n"
		   "type T = String where not image_problem(it)? and len(it) <= 9 and matches(it, \"a|b\")",
		   "  f?: T");
	assert_says(&w, "[String](#plain-types), a valid image reference, at most `9` long, matching `a|b`.");
	assert_says(&w, "Of another value it is said: `…` is not `it`, but … long.");
	world_fini(&w);
}

static void defaults_are_as_written(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "",
		   "  part: parts.Part = parts.Part {\n    size = 2\n    more { size = 3 }\n  }\n"
		   "  many: [parts.Part] = [\n    parts.Part {}\n    { size = 4 }\n  ]\n"
		   "  sum: Int = if many == [] then\n    1 else 2");
	assert_says(&w, "`Part { size = 2, more { size = 3 } }`");
	assert_says(&w, "`[ Part {}, { size = 4 } ]`");
	assert_says(&w, "`if many == [] then 1 else 2`");
	world_fini(&w);
}

static void rows_say_what_is_due(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "## Its doc.\ntype D = { x: Int = 1 }",
		   "  must: Int\n  ## Own doc.\n  @deprecated(\"take `d`\") old?: D\n  d: [String: D] = {}");
	assert_says(&w, "| `must` | [Int](#plain-types) | required |  |");
	assert_says(&w, "| `old` | [D](#type-d) |  | **Deprecated:** take `d` Own doc. |");
	assert_says(&w, "| `d` | map of [String](#plain-types) to [D](#type-d) | `{}` | Its doc. |");
	assert_says(&w, "Used by [`Stack.old`](#type-stack), [`Stack.d`](#type-stack)");
	world_fini(&w);
}

static void types_of_all_forms_are_told(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "type U = off | on { level: Int = 1 } | \"auto\"\ntype V = Int | String",
		   "  u: U = off\n  v?: V\n  r?: Range[Int]\n  k: [parts.Part by size] = []");
	assert_says(&w, "| `on` |  | [U on](#type-u-on) |");
	assert_says(&w, "| `auto` |  |  |");
	assert_says(&w, "\n[Int](#plain-types) or [String](#plain-types).\n");
	assert_says(&w, "| range of [Int](#plain-types) |");
	assert_says(&w, "| list of [Part](#type-part) |");
	world_fini(&w);
}

static void a_type_that_holds_itself_ends(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "", "  part: parts.Part = parts.Part {}");
	assert_says(&w, "- `part` [Part](#type-part) = `Part {}`\n  - `size` [Int](#plain-types) = `1`\n"
			"  - `more` [Part](#type-part)\n\n");
	world_fini(&w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_are_told_in_words),
		cmocka_unit_test(conditions_of_texts_too),
		cmocka_unit_test(defaults_are_as_written),
		cmocka_unit_test(rows_say_what_is_due),
		cmocka_unit_test(types_of_all_forms_are_told),
		cmocka_unit_test(a_type_that_holds_itself_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
