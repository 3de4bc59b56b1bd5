#ifndef RCC_FORMATS_SHA256_H
#define RCC_FORMATS_SHA256_H
/*
 * The digest SHA-256 (FIPS 180-4). It is our own: libnettle's portable code takes as many instructions for a
 * block (its code for processors with SHA instructions was not measured), and loading it costs a tenth of the
 * hashes of a small stack.
 */
#include "base/arena.h"

enum { SHA256_BYTES = 32 };

void sha256(struct str data, uint8_t digest[SHA256_BYTES]);
/* 64 hex digits in lower case. */
struct str sha256_hex(struct arena *a, struct str data);

#endif
