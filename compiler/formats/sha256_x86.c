/*
 * SHA-256 by the instructions that x86 processors have for it: eight times as fast as plain C. Whether they
 * are there is known to the GNU C library since the process started; with another one the processor is asked.
 */
#include "formats/sha256.h"
#include "formats/sha256_blocks.h"

#ifdef __x86_64__
#include <immintrin.h>

#if defined __GLIBC__ && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>

bool sha256_is_fast(void)
{
	return CPU_FEATURE_ACTIVE(SHA) && CPU_FEATURE_ACTIVE(SSE4_1);
}
#else
#include <cpuid.h>

enum { LEAF = 7, SHA = 1 << 29 /* in EBX; who has it has SSE 4.1, too */ };

/* Processors of 64 bits without this leaf answer with zeros, or with one that lacks the bit, so they need not
 * be asked for it first. */
bool sha256_is_fast(void)
{
	unsigned a, b, c, d;

	__cpuid_count(LEAF, 0, a, b, c, d);
	return b & SHA;
}
#endif

/* The state as the instructions want it. */
struct halves {
	__m128i abef, cdgh;
};

#define WITH_SHA __attribute__((target("sha,sse4.1")))

static inline WITH_SHA __m128i load_words(const void *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

static inline WITH_SHA struct halves read_state(const uint32_t state[SHA256_WORDS])
{
	__m128i cdab = _mm_shuffle_epi32(load_words(state), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(load_words(state + 4), 0x1b);

	return (struct halves){ _mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xf0) };
}

static inline WITH_SHA void write_state(uint32_t state[SHA256_WORDS], struct halves h)
{
	__m128i feba = _mm_shuffle_epi32(h.abef, 0x1b), dchg = _mm_shuffle_epi32(h.cdgh, 0xb1);

	_mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/* Four rounds, beginning with number i. */
static inline WITH_SHA void run_rounds(struct halves *h, __m128i words, int i)
{
	__m128i inputs = _mm_add_epi32(words, load_words(sha256_constants + i));

	h->cdgh = _mm_sha256rnds2_epu32(h->cdgh, h->abef, inputs);
	h->abef = _mm_sha256rnds2_epu32(h->abef, h->cdgh, _mm_shuffle_epi32(inputs, 0x0e));
}

/* Four rounds with the next words; in the place of the last sixteen, of which w[k] are the first. */
static inline WITH_SHA void run_more(struct halves *h, __m128i w[4], int k, int i)
{
	__m128i last = w[(k + 3) % 4];
	__m128i sum = _mm_sha256msg1_epu32(w[k], w[(k + 1) % 4]);

	sum = _mm_add_epi32(sum, _mm_alignr_epi8(last, w[(k + 2) % 4], 4));
	w[k] = _mm_sha256msg2_epu32(sum, last);
	run_rounds(h, w[k], i);
}

WITH_SHA void sha256_blocks_fast(uint32_t state[SHA256_WORDS], const uint8_t *blocks, size_t n)
{
	const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	struct halves h = read_state(state);

	for (const uint8_t *p = blocks; n--; p += SHA256_BLOCK) {
		struct halves before = h;
		__m128i w[4];

		for (int i = 0; i < 4; i++) {
			w[i] = _mm_shuffle_epi8(load_words(p + 16 * i), big_endian);
			run_rounds(&h, w[i], 4 * i);
		}
		for (int i = 16; i < SHA256_ROUNDS; i += 16) {
			run_more(&h, w, 0, i);
			run_more(&h, w, 1, i + 4);
			run_more(&h, w, 2, i + 8);
			run_more(&h, w, 3, i + 12);
		}
		h.abef = _mm_add_epi32(h.abef, before.abef);
		h.cdgh = _mm_add_epi32(h.cdgh, before.cdgh);
	}
	write_state(state, h);
}

#else
bool sha256_is_fast(void)
{
	return false;
}

void sha256_blocks_fast(uint32_t state[SHA256_WORDS], const uint8_t *blocks, size_t n)
{
	sha256_blocks_plain(state, blocks, n);
}
#endif
