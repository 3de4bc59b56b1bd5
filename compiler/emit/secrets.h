#ifndef RCC_EMIT_SECRETS_H
#define RCC_EMIT_SECRETS_H
/* What a stack needs of Secrets, as a table for people or as manifests with fresh values. */
#include "base/diag.h"
#include "objects/secret.h"

/* Where random bytes come from: fills `n` bytes; 0 or a positive errno. */
struct secrets_entropy {
	void *self;
	int (*fill)(void *self, unsigned char *bytes, uint32_t n);
};

/* Appends a readable table: Secret, key, how it is made, readers, purpose. */
void secrets_text(struct buf *out, const struct secret_list *secrets);

/*
 * Appends Secret manifests as a YAML stream. Random keys get fresh values, each character of the alphabet
 * equally likely; templates are resolved from the values made in this call. A value that only its owner knows
 * is left out, and so is what is made of it: a comment in the manifest says what to fill in.
 * A Secret of which nothing can be made is left out: an empty one would stand in the way of the real one,
 * whose type may be another. Its name is appended to `left`, after a comma if it is not the first.
 * Returns false and appends nothing if a value cannot be made (RCS0608, reported at `at`) or no random bytes
 * can be had (RCS0605).
 */
bool secrets_manifests(struct buf *out, struct buf *left, const struct secret_list *secrets,
		       struct str source, struct secrets_entropy *entropy, struct diags *ds, struct span at);

#endif
