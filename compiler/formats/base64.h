#ifndef RCC_FORMATS_BASE64_H
#define RCC_FORMATS_BASE64_H
/* Base64 with the standard alphabet and padding (RFC 4648). */
#include "base/arena.h"

struct str base64_encode(struct arena *a, struct str data);
/* The bytes that the text stands for, with or without padding; ends of lines are passed over, as Go does.
 * False if it is no base64. */
bool base64_decode(struct arena *a, struct str text, struct str *out);
/* How many bytes the text stands for; false if it is no base64. */
bool base64_size(struct str text, uint32_t *out);

#endif
