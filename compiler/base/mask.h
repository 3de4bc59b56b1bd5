#ifndef RCC_BASE_MASK_H
#define RCC_BASE_MASK_H
#include "base/arena.h"
#include "base/str.h"

/* The text with stars for the passwords of the addresses in it (`scheme://user:password@host`) and for what
 * stands in quotes behind a name such as `password =`, byte for byte; the text itself where there is none.
 * What only stands for a password, as `$(PASSWORD)`, is left. */
struct str mask_passwords(struct arena *a, struct str text);
#endif
