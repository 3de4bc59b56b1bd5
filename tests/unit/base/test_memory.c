/* Arenas, buffers, growing arrays, tables and names. */
#include "base/names.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

static void arena_memory_is_zero_aligned_and_apart(void **state)
{
	struct arena a;
	char *before = NULL;

	(void)state;
	arena_init(&a);
	assert_non_null(arena_alloc(&a, 8, 0));
	for (size_t size = 1; size < 3000000; size = size * 3 + 1) {
		char *p = arena_alloc(&a, 1, size);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 'x', size);
		assert_ptr_not_equal(p, before);
		before = p;
	}
	assert_true(a.total > 3000000 / 3);
	assert_non_null(arena_alloc(&a, 8, 0));
	arena_fini(&a);
	assert_null(a.blocks);
}

static void an_arena_goes_on_where_another_ended(void **state)
{
	struct arena host, first, second;

	(void)state;
	arena_init(&host);
	arena_init(&first);
	arena_init(&second);
	char *before = arena_alloc(&first, 1, 100);

	arena_follow(&second, &first);
	char *behind = arena_alloc(&second, 1, 100);

	assert_true(behind > before && behind < before + 200); /* in the same block */
	assert_int_equal(second.total, 112);
	assert_true((char *)arena_alloc(&first, 1, 1) != behind);
	memset(arena_alloc(&second, 1, 1 << 20), 'x', 1 << 20); /* in one of its own */
	arena_take(&host, &first);
	arena_take(&host, &second);
	assert_int_equal(behind[99], 0);
	arena_fini(&host);
}

static void an_arena_begins_in_room_of_another_one(void **state)
{
	struct arena host, guest;

	(void)state;
	arena_init(&host);
	arena_init(&guest);
	char *before = arena_alloc(&host, 1, 16);

	arena_lend(&guest, &host, 64);
	assert_int_equal(host.total, 16);
	assert_ptr_equal(arena_alloc(&guest, 1, 64), before + 16);
	assert_ptr_equal(arena_alloc(&host, 1, 16), before + 80);
	char *more = arena_alloc(&guest, 1, 16); /* in a block of its own */

	assert_true(more < before || more > before + 96);
	assert_int_equal(guest.total, 80);
	arena_fini(&guest);
	memset(before, 'x', 96); /* the host's is still there */
	arena_fini(&host);
}

static void an_arena_is_cleared_and_keeps_a_block(void **state)
{
	struct arena a;

	(void)state;
	for (int much = 0; much < 2; much++) {
		arena_init(&a);
		arena_clear(&a);
		assert_null(a.blocks);
		if (much)
			arena_expect_much(&a);
		char *first = arena_alloc(&a, 1, 1000);

		memset(first, 'x', 1000);
		for (int i = 0; i < 100; i++)
			memset(arena_alloc(&a, 1, 300000), 'x', 300000);
		arena_expect_much(&a);
		arena_clear(&a);
		assert_int_equal(a.total, 0);
		assert_ptr_equal(arena_alloc(&a, 1, 1000), first);
		for (int i = 0; i < 1000; i++)
			assert_int_equal(first[i], 0);
		arena_fini(&a);
	}
}

static void an_arena_takes_back_what_was_given_since(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int blocks = 0; blocks < 3; blocks++) {
		for (int kept = 0; kept < 2; kept++) {
			struct arena_mark mark = arena_mark(&a);
			char *first = arena_alloc(&a, 1, 1000);

			memset(first, 'x', 1000);
			for (int i = 0; i < blocks; i++)
				memset(arena_alloc(&a, 1, 1 << (20 + i)), 'x', 1 << (20 + i));
			arena_release(&a, mark);
			assert_int_equal(a.total, mark.total);
			char *again = arena_alloc(&a, 1, 1000);

			assert_true(!mark.blocks || again == first);
			for (int i = 0; i < 1000; i++)
				assert_int_equal(again[i], 0);
		}
	}
	arena_fini(&a);
}

static void arena_texts_end_in_nul(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	struct str s = arena_str(&a, (struct str){ "abcdef", 3 });

	assert_string_equal(s.p, "abc");
	assert_int_equal(s.n, 3);
	assert_string_equal(arena_str(&a, (struct str){ 0 }).p, "");
	assert_str(arena_printf(&a, "%s-%03d", "x", 7), "x-007");
	assert_str(arena_printf(&a, "%s", ""), "");
	arena_fini(&a);
}

static void buffers_grow(void **state)
{
	struct arena a;
	char expected[5016] = { 0 };

	(void)state;
	arena_init(&a);
	struct buf b = { .arena = &a };

	assert_str(buf_str(&b), "");
	for (int i = 0; i < 1000; i++) {
		snprintf(expected + 5 * i, 16, "%04d;", i);
		buf_printf(&b, "%04d", i);
		buf_char(&b, ';');
	}
	buf_add(&b, STR(""));
	assert_str(buf_str(&b), expected);
	assert_int_equal(b.p[b.n], '\0');
	arena_fini(&a);
}

static void arrays_grow(void **state)
{
	struct arena a;
	VEC(uint32_t) v = { 0 };

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < 1000; i++)
		vec_push(&a, &v, i * i);
	assert_int_equal(v.n, 1000);
	for (uint32_t i = 0; i < v.n; i++)
		assert_int_equal(v.v[i], i * i);
	arena_fini(&a);
}

static void a_table_begins_with_none(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, sizeof(uint64_t), NULL, 0);
	assert_int_equal(t.n, 1);
	assert_int_equal(*(const uint64_t *)table_get(&t, 0), 0);
	assert_int_equal(table_add(&t), 1);
	*(uint64_t *)table_edit(&t, 1) = 7;
	uint32_t first = table_add_many(&t, 1000);

	assert_int_equal(first, 2);
	for (uint32_t i = first; i < first + 1000; i++)
		assert_int_equal(*(const uint64_t *)table_get(&t, i), 0);
	assert_int_equal(*(const uint64_t *)table_get(&t, 1), 7);
	table_fini(&t);
}

static void a_table_continues_its_frozen_part(void **state)
{
	static const uint32_t frozen[] = { 0, 10, 20 };
	struct table t;

	(void)state;
	table_init(&t, sizeof(uint32_t), frozen, 3);
	assert_int_equal(table_add(&t), 3);
	*(uint32_t *)table_edit(&t, 3) = 30;
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(*(const uint32_t *)table_get(&t, i), i * 10);
	assert_ptr_equal(table_get(&t, 1), &frozen[1]);
	table_fini(&t);
}

static void a_table_leaves_an_arena_that_is_too_small(void **state)
{
	struct arena a;
	struct table t;

	(void)state;
	arena_init(&a);
	table_init(&t, sizeof(uint32_t), NULL, 0);
	table_borrow(&t, &a, 4);
	assert_true(t.borrowed);
	assert_int_equal(a.total, 0);
	for (uint32_t i = 1; i < 100; i++)
		*(uint32_t *)table_edit(&t, table_add(&t)) = i * i;
	assert_false(t.borrowed);
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(*(const uint32_t *)table_get(&t, i), i * i);
	table_borrow(&t, &a, 100);
	assert_int_equal(*(const uint32_t *)table_get(&t, 99), 99 * 99);
	table_fini(&t);
	arena_fini(&a);
}

static void the_same_text_has_the_same_number(void **state)
{
	struct names n;
	char text[32];

	(void)state;
	names_init(&n);
	assert_int_equal(name_intern(&n, STR("")), 0);
	assert_str(name_text(&n, 0), "");
	assert_int_equal(name_find(&n, STR("name 1")), 0);
	for (int i = 0; i < 2000; i++) {
		snprintf(text, sizeof text, "name %d", i);
		assert_int_equal(name_intern(&n, str_from(text)), i + 1);
	}
	for (int i = 0; i < 2000; i++) {
		snprintf(text, sizeof text, "name %d", i);
		assert_int_equal(name_intern(&n, str_from(text)), i + 1);
		assert_int_equal(name_find(&n, str_from(text)), i + 1);
		assert_str(name_text(&n, (uint32_t)i + 1), text);
	}
	uint32_t zero = name_intern(&n, (struct str){ "a\0b", 3 });

	assert_int_not_equal(zero, name_intern(&n, STR("a")));
	assert_int_equal(name_text(&n, zero).n, 3);
	names_fini(&n);
}

/* As an image does: the tables of one run are the frozen part of the next. */
static void names_continue_frozen_ones(void **state)
{
	struct names first, second;
	char text[32];

	(void)state;
	names_init(&first);
	for (int i = 0; i < 300; i++) {
		snprintf(text, sizeof text, "old %d", i);
		name_intern(&first, str_from(text));
	}
	second = (struct names){ .frozen_buckets = first.buckets, .nfrozen_buckets = first.nbuckets };
	table_init(&second.entries, sizeof(struct name_entry), first.entries.own, first.entries.n);
	table_init(&second.bytes, 1, first.bytes.own, first.bytes.n);
	for (int i = 0; i < 600; i++) {
		snprintf(text, sizeof text, "new %d", i);
		assert_int_equal(name_intern(&second, str_from(text)), 301 + i);
		snprintf(text, sizeof text, "old %d", i % 300);
		assert_int_equal(name_intern(&second, str_from(text)), 1 + i % 300);
	}
	assert_str(name_text(&second, 300), "old 299");
	assert_str(name_text(&second, 301), "new 0");
	names_fini(&second);
	names_fini(&first);
}

int main(void)
{
	RUN(cmocka_unit_test(arena_memory_is_zero_aligned_and_apart),
	    cmocka_unit_test(an_arena_goes_on_where_another_ended),
	    cmocka_unit_test(an_arena_is_cleared_and_keeps_a_block),
	    cmocka_unit_test(an_arena_begins_in_room_of_another_one),
	    cmocka_unit_test(an_arena_takes_back_what_was_given_since),
	    cmocka_unit_test(a_table_leaves_an_arena_that_is_too_small),
	    cmocka_unit_test(arena_texts_end_in_nul), cmocka_unit_test(buffers_grow),
	    cmocka_unit_test(arrays_grow), cmocka_unit_test(a_table_begins_with_none),
	    cmocka_unit_test(a_table_continues_its_frozen_part),
	    cmocka_unit_test(the_same_text_has_the_same_number),
	    cmocka_unit_test(names_continue_frozen_ones));
}
