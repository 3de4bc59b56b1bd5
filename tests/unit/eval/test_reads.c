/* Hashes of answers: texts that are nearly alike have different ones. */
#include "eval_test.h"

#include "eval/reads.h"

#include <stdlib.h>
#include <string.h>

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void check_different(uint64_t *hashes, size_t n)
{
	qsort(hashes, n, sizeof *hashes, by_number);
	for (size_t i = 1; i < n; i++)
		assert_true(hashes[i] != hashes[i - 1]);
	free(hashes);
}

enum { LONGEST = 8, LETTERS = 3, SHORT_TEXTS = 9841 }; /* 3^0 + … + 3^8 */

static void short_texts(void **state)
{
	uint64_t *hashes = calloc(SHORT_TEXTS, sizeof *hashes);
	uint32_t n = 0, all = 1;
	char text[LONGEST];

	(void)state;
	for (uint32_t length = 0; length <= LONGEST; length++, all *= LETTERS) {
		for (uint32_t i = 0; i < all; i++) {
			for (uint32_t k = 0, rest = i; k < length; k++, rest /= LETTERS)
				text[k] = (char)('a' + rest % LETTERS);
			hashes[n++] = reads_mix_text(1, (struct str){ text, length });
		}
	}
	assert_int_equal(n, SHORT_TEXTS);
	check_different(hashes, n);
}

enum { CHARACTERS = 64 };

/* Where the last letter of a word differs, only high bits of a product do. */
static void ends_of_words(void **state)
{
	uint64_t *hashes = calloc(CHARACTERS * CHARACTERS * CHARACTERS, sizeof *hashes);
	char text[] = "deployment-of-a0";
	size_t n = 0;

	(void)state;
	for (char a = 0; a < CHARACTERS; a++)
		for (char b = 0; b < CHARACTERS; b++)
			for (char c = 0; c < CHARACTERS; c++) {
				text[7] = (char)(' ' + a);
				text[12] = (char)(' ' + b);
				text[15] = (char)(' ' + c);
				hashes[n++] = reads_mix_text(1, STR(text));
			}
	check_different(hashes, n);
}

int main(void)
{
	RUN(cmocka_unit_test(short_texts), cmocka_unit_test(ends_of_words));
}
