#include "formats/base64.h"
#include "formats/json_text.h"
#include "formats/sha256.h"
#include "formats/sha256_blocks.h"

#include "cases.h"

/* Digests of n letters `a`, for lengths around the ends of blocks. */
static const struct {
	uint32_t n;
	const char *digest;
} digests[] = {
	{ 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ 1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" },
	{ 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
	{ 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
	{ 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34" },
	{ 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
	{ 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0" },
	{ 119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb" },
	{ 120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c" },
	{ 128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e" },
	{ 1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3" },
};

static void sha256_of_every_padding(void **state)
{
	char *text = malloc(1000);

	assert_non_null(text);
	memset(text, 'a', 1000);
	for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
		struct str data = { text, digests[i].n };

		cases_assert_str(sha256_hex(*state, data, false), digests[i].digest);
		cases_assert_str(sha256_hex(*state, data, sha256_is_fast()), digests[i].digest);
	}
	free(text);
	cases_assert_str(sha256_hex(*state, STR("abc"), false),
			 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void sha256_of_the_processor_is_that_of_plain_c(void **state)
{
	uint8_t blocks[5 * SHA256_BLOCK];
	uint32_t bits = 1;

	(void)state;
	if (!sha256_is_fast())
		skip();
	for (uint32_t round = 0; round < 200; round++) {
		uint32_t one[SHA256_WORDS], other[SHA256_WORDS];

		for (size_t i = 0; i < sizeof blocks; i++)
			blocks[i] = (uint8_t)((bits = bits * 1664525 + 1013904223) >> 24);
		for (uint32_t i = 0; i < SHA256_WORDS; i++) {
			bits = bits * 1664525 + 1013904223;
			one[i] = other[i] = bits ^ bits >> 16;
		}
		sha256_blocks_fast(one, blocks, round % 6);
		sha256_blocks_plain(other, blocks, round % 6);
		assert_memory_equal(one, other, sizeof one);
	}
}

static void base64_pads(void **state)
{
	cases_assert_str(base64_encode(*state, STR("")), "");
	cases_assert_str(base64_encode(*state, STR("f")), "Zg==");
	cases_assert_str(base64_encode(*state, STR("fo")), "Zm8=");
	cases_assert_str(base64_encode(*state, STR("foo")), "Zm9v");
	cases_assert_str(base64_encode(*state, STR("foob")), "Zm9vYg==");
	cases_assert_str(base64_encode(*state, STR("\xff\xfe\xfd")), "//79");
}

static const struct {
	struct str text;
	const char *json;
} strings[] = {
	{ STR(""), "\"\"" },
	{ STR("plain"), "\"plain\"" },
	{ STR("\"\\/"), "\"\\\"\\\\/\"" },
	{ STR("a\nb\tc\r\b\f"), "\"a\\nb\\tc\\r\\b\\f\"" },
	{ STR("\0\x1f\x7f"), "\"\\u0000\\u001f\\u007f\"" },
	{ STR("\xc3\xbc \xe2\x82\xac \xf0\x9f\x98\x80"), "\"\xc3\xbc \xe2\x82\xac \xf0\x9f\x98\x80\"" },
	{ STR("a\xffz\xed\xa0\x80"), "\"a\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ STR("\xc0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
};

static void json_strings_are_escaped(void **state)
{
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
		struct buf b = { .arena = *state };

		json_add_string(&b, strings[i].text);
		cases_assert_str(buf_str(&b), strings[i].json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASES_TEST(sha256_of_every_padding),
		CASES_TEST(sha256_of_the_processor_is_that_of_plain_c),
		CASES_TEST(base64_pads),
		CASES_TEST(json_strings_are_escaped),
	};

	return cmocka_run_group_tests_name("formats/encodings", tests, NULL, NULL);
}
