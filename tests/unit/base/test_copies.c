/* A text without what others say, too, and whole again. */
#include "base/copies.h"

#include "unit.h"

#include <string.h>

static const char first[] = "the quick brown fox jumps over the lazy dog\nand runs away\n";
static const char second[] = "check a_name_is_short {\n  require len(name) < 9\n}\n";

static struct others others(void)
{
	return (struct others){ str_from(first), str_from(second) };
}

static void a_text_is_made_whole_again(void **state)
{
	static const char *const texts[] = {
		"",
		"x",
		"nothing of this stands elsewhere, but for a word",
		"the quick brown fox jumps over the lazy dog\nand runs away\n",
		"and runs away\ncheck a_name_is_short {\n", /* not across the border */
		"  check a_name_is_short {\n    require len(name) < 9\n  }\n",
		"over the lazy dog\nand runs the quick brown fox jumps over the lazy check a_name_is_short {",
	};
	struct others with[] = {
		others(), { { 0 }, str_from(second) }, { str_from(first), { 0 } }, { { 0 }, { 0 } }
	};
	struct arena a;
	char again[256];

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < COUNT(texts); i++) {
		for (uint32_t k = 0; k < COUNT(with); k++) {
			struct str text = str_from(texts[i]);
			struct buf kept = { .arena = &a };
			uint32_t news = copies_part(&kept, text, &with[k]);

			assert_true(news <= kept.n);
			assert_true(
				copies_join(again, text.n, (const unsigned char *)kept.p, kept.n, &with[k]));
			assert_memory_equal(again, text.p, text.n);
		}
	}
	arena_fini(&a);
}

static void what_stands_elsewhere_is_not_kept(void **state)
{
	struct others with = others();
	struct arena a;

	(void)state;
	arena_init(&a);
	struct buf kept = { .arena = &a };
	/* Lines that are further in go on where the line before ended. */
	uint32_t news =
		copies_part(&kept, STR("  check a_name_is_short {\n    require len(name) < 9\n  }\n"), &with);

	assert_true(news < 16);
	assert_true(kept.n < 24);
	arena_fini(&a);
}

static void what_is_cut_off_is_refused(void **state)
{
	const struct str text = STR("it says: the quick brown fox jumps over the lazy dog, or not");
	struct others with = others(), none = { { 0 }, { 0 } };
	struct arena a;
	char again[256];

	(void)state;
	arena_init(&a);
	struct buf kept = { .arena = &a };

	copies_part(&kept, text, &with);
	const unsigned char *p = (const unsigned char *)kept.p;

	assert_true(copies_join(again, text.n, p, kept.n, &with));
	for (uint32_t n = 0; n < kept.n; n++)
		assert_false(copies_join(again, text.n, p, n, &with));
	assert_false(copies_join(again, text.n + 1, p, kept.n, &with));
	assert_false(copies_join(again, text.n, p, kept.n, &none));
	arena_fini(&a);
}

int main(void)
{
	RUN(cmocka_unit_test(a_text_is_made_whole_again), cmocka_unit_test(what_stands_elsewhere_is_not_kept),
	    cmocka_unit_test(what_is_cut_off_is_refused));
}
