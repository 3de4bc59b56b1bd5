/* Sources, and lines and columns, found one by one and by index. */
#include "base/lines.h"

#include "unit.h"

#include <string.h>

static int setup(void **state)
{
	static struct session s;

	session_init(&s, (struct os){ 0 });
	*state = &s;
	return 0;
}

static int teardown(void **state)
{
	session_fini(*state);
	return 0;
}

static void offsets_lead_to_their_source(void **state)
{
	struct session *s = *state;
	uint32_t a = source_add(&s->sources, SOURCE_USER, STR("a"), STR("12345"));
	uint32_t b = source_add(&s->sources, SOURCE_LIBRARY, STR("b"), STR(""));
	uint32_t c = source_add(&s->sources, SOURCE_PARAM, STR("c"), STR("xy"));

	assert_int_equal(source_at(&s->sources, 0), 0);
	assert_int_equal(source_at(&s->sources, 1), a);
	assert_int_equal(source_at(&s->sources, 6), a); /* its end */
	assert_int_equal(source_at(&s->sources, 7), b);
	assert_int_equal(source_at(&s->sources, 8), c);
	assert_int_equal(source_at(&s->sources, 10), c);
	assert_int_equal(source_at(&s->sources, 11), 0);
	assert_int_equal(source_at(&s->sources, UINT32_MAX), 0);
	assert_int_equal(source_kind_at(&s->sources, 7), SOURCE_LIBRARY);
	assert_str(source_name(&s->sources, c), "c");
	assert_str(source_text(&s->sources, a), "12345");
	assert_str(source_text(&s->sources, b), "");
}

static void a_taken_text_is_not_copied(void **state)
{
	static const char text[] = "678";
	struct session *s = *state;
	uint32_t a = source_add(&s->sources, SOURCE_USER, STR("a"), STR("12345"));
	uint32_t b = source_take(&s->sources, SOURCE_USER, STR("b"), STR("")),
		 c = source_take(&s->sources, SOURCE_PARAM, STR("c"), str_from(text));

	assert_ptr_equal(source_text(&s->sources, c).p, text);
	assert_str(source_text(&s->sources, a), "12345");
	assert_str(source_text(&s->sources, b), "");
	assert_str(source_name(&s->sources, c), "c");
	assert_int_equal(source_kind_at(&s->sources, 9), SOURCE_PARAM);
	assert_str(source_span_text(&s->sources, (struct span){ 9, 11 }), "78");
}

static void spans_give_their_text(void **state)
{
	struct session *s = *state;

	source_add(&s->sources, SOURCE_USER, STR("a"), STR("12345"));
	source_add(&s->sources, SOURCE_USER, STR("b"), STR("678"));
	assert_str(source_span_text(&s->sources, (struct span){ 2, 4 }), "23");
	assert_str(source_span_text(&s->sources, (struct span){ 1, 6 }), "12345");
	assert_str(source_span_text(&s->sources, (struct span){ 4, 8 }), "");
	assert_str(source_span_text(&s->sources, (struct span){ 4, 2 }), "");
	assert_str(source_span_text(&s->sources, (struct span){ 0, 0 }), "");
}

static void assert_place(struct place got, uint32_t line, uint32_t column)
{
	assert_int_equal(got.line, line);
	assert_int_equal(got.column, column);
}

static void columns_are_code_points(void **state)
{
	struct session *s = *state;

	source_add(&s->sources, SOURCE_USER, STR("a"), STR("é=1\r\n\n漢 x"));
	assert_place(source_place(&s->sources, 1), 1, 1);
	assert_place(source_place(&s->sources, 3), 1, 2);
	assert_place(source_place(&s->sources, 7), 2, 1);
	assert_place(source_place(&s->sources, 8), 3, 1);
	assert_place(source_place(&s->sources, 12), 3, 3);
	assert_place(source_place(&s->sources, 13), 3, 4);
}

static void lines_have_no_end_in_them(void **state)
{
	struct session *s = *state;
	struct lines l;
	uint32_t a = source_add(&s->sources, SOURCE_USER, STR("a"), STR("one\r\n\ntwo\n"));
	uint32_t b = source_add(&s->sources, SOURCE_USER, STR("b"), STR(""));

	lines_init(&l, &s->sources, &s->arena);
	assert_str(source_span_text(&s->sources, lines_span(&l, a, 1)), "one");
	assert_str(source_span_text(&s->sources, lines_span(&l, a, 2)), "");
	assert_str(source_span_text(&s->sources, lines_span(&l, a, 3)), "two");
	assert_str(source_span_text(&s->sources, lines_span(&l, a, 4)), "");
	assert_str(source_span_text(&s->sources, lines_span(&l, b, 1)), "");
}

/* Lines longer than the stride of the index, with characters of all lengths across it. */
static void the_index_agrees_with_counting(void **state)
{
	struct session *s = *state;
	struct lines l;
	struct buf text = { .arena = &s->arena };

	for (int i = 0; i < 3000; i++)
		buf_add(&text, i % 1501 == 1500 ? STR("\n")
			       : i % 3		? STR("é")
			       : i % 5		? STR("漢")
						: STR("a"));
	source_add(&s->sources, SOURCE_USER, STR("pad"), STR("x\ny"));
	uint32_t base =
		source_get(&s->sources, source_add(&s->sources, SOURCE_USER, STR("a"), buf_str(&text)))->base;

	lines_init(&l, &s->sources, &s->arena);
	for (uint32_t i = 0; i <= text.n; i += 7) {
		struct place want = source_place(&s->sources, base + i);

		assert_place(lines_place(&l, base + i), want.line, want.column);
	}
	assert_place(lines_place(&l, 3), 2, 1);
	assert_place(lines_place(&l, 0), 1, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	RUN(TEST(offsets_lead_to_their_source), TEST(a_taken_text_is_not_copied), TEST(spans_give_their_text),
	    TEST(columns_are_code_points), TEST(lines_have_no_end_in_them),
	    TEST(the_index_agrees_with_counting));
}
