/* Bytes that lie deflated, and tables over them. */
#include "base/table.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t sizes[] = { 0, 4, 64 * 1024 - 4, 64 * 1024, 64 * 1024 + 4, 200000 };

/* Words that grow, in elements of two, or text. */
static uint32_t *sample(struct arena *a, uint32_t size)
{
	uint32_t *word = arena_alloc(a, size + 4, 4);

	for (uint32_t i = 0; i < size / 4; i++)
		word[i] = i / 2 * 17 + (i % 2 ? 5 : 0) + i * i % 7;
	return word;
}

static struct cold *packed(struct arena *a, const void *bytes, uint32_t size, uint32_t words)
{
	struct buf out = { .arena = a };

	cold_pack(&out, bytes, size, words);
	struct cold *c = cold_open(out.p, out.n);

	assert_non_null(c);
	assert_int_equal(cold_size(c), size);
	return c;
}

static void what_is_packed_is_read_again(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < COUNT(sizes); i++) {
		for (uint32_t words = 0; words < 3; words++) {
			const char *bytes = (const char *)sample(&a, sizes[i]);
			struct cold *c = packed(&a, bytes, sizes[i], words);
			uint32_t middle = sizes[i] / 3;

			/* From the middle on first, so that what is before is not plain yet. */
			assert_memory_equal(cold_get(c, middle, sizes[i] - middle), bytes + middle,
					    sizes[i] - middle);
			assert_memory_equal(cold_get(c, 0, sizes[i]), bytes, sizes[i]);
			cold_close(c);
		}
	}
	arena_fini(&a);
}

static void what_grows_packs_small(void **state)
{
	struct arena a;
	struct buf words = { 0 }, text = { 0 };

	(void)state;
	arena_init(&a);
	words.arena = text.arena = &a;
	cold_pack(&words, sample(&a, 200000), 200000, 2);
	cold_pack(&text, sample(&a, 200000), 200000, 0);
	assert_true(words.n < text.n / 4);
	arena_fini(&a);
}

static void what_is_cut_off_is_refused(void **state)
{
	struct arena a;
	struct buf out = { 0 };

	(void)state;
	arena_init(&a);
	out.arena = &a;
	cold_pack(&out, sample(&a, 60000), 60000, 2);
	for (uint32_t n = 0; n < out.n; n += n < 64 ? 1 : 97)
		assert_null(cold_open(out.p, n));
	out.p[0] ^= 1;
	assert_null(cold_open(out.p, out.n));
	arena_fini(&a);
}

static void a_table_continues_its_cold_part(void **state)
{
	struct arena a;
	struct table t;

	(void)state;
	arena_init(&a);
	const uint64_t *element = (const uint64_t *)(const void *)sample(&a, 80000);

	table_init_cold(&t, 8, packed(&a, element, 80000, 2), 10000);
	uint32_t own = table_add(&t);

	assert_int_equal(own, 10000);
	*(uint64_t *)table_edit(&t, own) = 7;
	assert_int_equal(*(const uint64_t *)table_row(&t, own, 1), 7);
	assert_memory_equal(table_row(&t, 9000, 1000), element + 9000, 8000);
	assert_memory_equal(table_row(&t, 1, 1), element + 1, 8);
	table_fini(&t);
	arena_fini(&a);
}

static void the_first_own_ones_may_come_late(void **state)
{
	struct arena a;
	struct table t;

	(void)state;
	arena_init(&a);
	const uint64_t *element = (const uint64_t *)(const void *)sample(&a, 800000);

	table_init(&t, 8, element, 100);
	table_add_late(&t, packed(&a, element + 100, 800000 - 800, 0), 99900);
	uint32_t own = table_add_many(&t, 200000); /* so that the table moves */

	assert_int_equal(own, 100000);
	*(uint64_t *)table_edit(&t, own) = 7;
	table_warm(&t);
	*(uint64_t *)table_edit(&t, 200) = 8;
	table_warm(&t);
	for (uint32_t i = 0; i < own; i++)
		assert_true(i == 200 || *(const uint64_t *)table_get(&t, i) == element[i]);
	assert_int_equal(*(const uint64_t *)table_get(&t, 200), 8);
	assert_int_equal(*(const uint64_t *)table_get(&t, own), 7);
	table_fini(&t);
	arena_fini(&a);
}

int main(void)
{
	RUN(cmocka_unit_test(what_is_packed_is_read_again), cmocka_unit_test(what_grows_packs_small),
	    cmocka_unit_test(what_is_cut_off_is_refused), cmocka_unit_test(a_table_continues_its_cold_part),
	    cmocka_unit_test(the_first_own_ones_may_come_late));
}
