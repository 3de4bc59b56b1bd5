#ifndef RCC_FORMATS_SHA256_BLOCKS_H
#define RCC_FORMATS_SHA256_BLOCKS_H
/* How blocks of 64 bytes get into the state of a digest: in plain C, or by instructions of the processor. */
#include <stddef.h>
#include <stdint.h>

enum { SHA256_BLOCK = 64, SHA256_ROUNDS = 64, SHA256_WORDS = 8 };

/* Fractional parts of the cube roots of the first 64 primes. */
extern const uint32_t sha256_constants[SHA256_ROUNDS];

typedef void sha256_blocks_fn(uint32_t state[SHA256_WORDS], const uint8_t *blocks, size_t n);

sha256_blocks_fn sha256_blocks_plain, sha256_blocks_fast;

#endif
