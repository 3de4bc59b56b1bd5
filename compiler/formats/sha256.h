#ifndef RCC_FORMATS_SHA256_H
#define RCC_FORMATS_SHA256_H
/*
 * The digest SHA-256 (FIPS 180-4), by the processor's instructions for it where it has them. It is our own: a
 * library would be loaded for each compile, which costs more than the hashes of a small stack.
 */
#include "base/arena.h"

enum { SHA256_BYTES = 32 };

/* Whether the processor has these instructions. To ask it may end up in the hypervisor of a virtual machine,
 * and takes as long as some hashes: once is enough. */
bool sha256_is_fast(void);
/* `fast`: as sha256_is_fast() says, or false. */
void sha256(struct str data, bool fast, uint8_t digest[SHA256_BYTES]);
/* 64 hex digits in lower case. */
struct str sha256_hex(struct arena *a, struct str data, bool fast);

#endif
