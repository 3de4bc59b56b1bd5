#include "formats/sha256.h"

#include "formats/sha256_blocks.h"

#include <string.h>

enum { BLOCK = SHA256_BLOCK, ROUNDS = SHA256_ROUNDS, WORDS = SHA256_WORDS, LENGTH_AT = 56 };

const uint32_t sha256_constants[ROUNDS] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Fractional parts of the square roots of the first eight primes. */
static const uint32_t initial[WORDS] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static uint32_t load(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void store(uint8_t *p, uint32_t x)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(x >> (24 - 8 * i));
}

/* Four words in a row: GCC and Clang have one operation for all of them. */
typedef uint32_t four __attribute__((vector_size(16)));

static inline four four_at(const uint32_t *w)
{
	four x;

	memcpy(&x, w, sizeof x);
	return x;
}

static inline four rotate_four(four x, int n)
{
	return x >> n | x << (32 - n);
}

static inline four small_sigma_0(four x)
{
	return rotate_four(x, 7) ^ rotate_four(x, 18) ^ x >> 3;
}

static inline four small_sigma_1(four x)
{
	return rotate_four(x, 17) ^ rotate_four(x, 19) ^ x >> 10;
}

/* What goes into each round. Of four words the last two need the first two. */
static void expand(uint32_t inputs[ROUNDS], const uint8_t *block)
{
	uint32_t w[ROUNDS];

	for (int i = 0; i < 16; i++)
		w[i] = load(block + 4 * i);
	for (int i = 16; i < ROUNDS; i += 4) {
		four sum = four_at(w + i - 16) + small_sigma_0(four_at(w + i - 15)) + four_at(w + i - 7);

		sum += small_sigma_1((four){ w[i - 2], w[i - 1] });
		sum += small_sigma_1((four){ 0, 0, sum[0], sum[1] });
		memcpy(w + i, &sum, sizeof sum);
	}
	for (int i = 0; i < ROUNDS; i += 4) {
		four input = four_at(w + i) + four_at(sha256_constants + i);

		memcpy(inputs + i, &input, sizeof input);
	}
}

/* One round. No word moves: word k of the standard (a is 0, h is 7) stands at k - i, modulo eight. `input` is
 * the round's word and constant; `bc`, where b and c differ, was where a and b did in the round before. */
static inline uint32_t run_round(uint32_t v[WORDS], unsigned i, uint32_t input, uint32_t bc)
{
	uint32_t a = v[(0 - i) % WORDS], b = v[(1 - i) % WORDS], ab = a ^ b;
	uint32_t e = v[(4 - i) % WORDS], f = v[(5 - i) % WORDS], g = v[(6 - i) % WORDS];
	uint32_t *d = &v[(3 - i) % WORDS], *h = &v[(7 - i) % WORDS];

	*h += rotate(e ^ rotate(e ^ rotate(e, 14), 5), 6) + (g ^ (e & (f ^ g))) + input;
	*d += *h;
	*h += rotate(a ^ rotate(a ^ rotate(a, 9), 11), 2) + ((ab & bc) ^ b);
	return ab;
}

static void add_block(uint32_t state[WORDS], const uint8_t *block)
{
	uint32_t inputs[ROUNDS], v[WORDS], differ = state[1] ^ state[2];

	expand(inputs, block);
	memcpy(v, state, sizeof v);
	for (const uint32_t *in = inputs; in < inputs + ROUNDS; in += WORDS) { /* known words are registers */
		differ = run_round(v, 0, in[0], differ);
		differ = run_round(v, 1, in[1], differ);
		differ = run_round(v, 2, in[2], differ);
		differ = run_round(v, 3, in[3], differ);
		differ = run_round(v, 4, in[4], differ);
		differ = run_round(v, 5, in[5], differ);
		differ = run_round(v, 6, in[6], differ);
		differ = run_round(v, 7, in[7], differ);
	}
	for (int i = 0; i < WORDS; i++)
		state[i] += v[i];
}

void sha256_blocks_plain(uint32_t state[WORDS], const uint8_t *blocks, size_t n)
{
	for (const uint8_t *p = blocks; n--; p += BLOCK)
		add_block(state, p);
}

void sha256(struct str data, bool fast, uint8_t digest[SHA256_BYTES])
{
	sha256_blocks_fn *add_blocks = fast ? sha256_blocks_fast : sha256_blocks_plain;
	uint32_t state[WORDS], whole = data.n / BLOCK * BLOCK, rest = data.n - whole;
	uint8_t last[2 * BLOCK] = { 0 };
	uint32_t padded = rest < LENGTH_AT ? BLOCK : 2 * BLOCK;

	memcpy(state, initial, sizeof state);
	add_blocks(state, (const uint8_t *)data.p, whole / BLOCK);
	if (rest)
		memcpy(last, data.p + whole, rest);
	last[rest] = 0x80;
	store(last + padded - 8, data.n >> 29);
	store(last + padded - 4, data.n << 3);
	add_blocks(state, last, padded / BLOCK);
	for (int i = 0; i < WORDS; i++)
		store(digest + 4 * i, state[i]);
}

struct str sha256_hex(struct arena *a, struct str data, bool fast)
{
	static const char hex[] = "0123456789abcdef";
	uint8_t digest[SHA256_BYTES];
	char text[2 * SHA256_BYTES];

	sha256(data, fast, digest);
	for (int i = 0; i < SHA256_BYTES; i++) {
		text[2 * i] = hex[digest[i] >> 4];
		text[2 * i + 1] = hex[digest[i] & 15];
	}
	return arena_str(a, (struct str){ text, sizeof text });
}
