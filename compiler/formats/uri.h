#ifndef RCC_FORMATS_URI_H
#define RCC_FORMATS_URI_H
/*
 * Absolute URIs (RFC 3986): scheme:[//[userinfo@]host[:port]]path[?query][#fragment].
 */
#include "base/arena.h"

enum { URI_NO_PORT = -1 };

struct uri { /* slices of the text, as written */
	struct str scheme, userinfo, host, path, query, fragment;
	int32_t port; /* URI_NO_PORT if none is written */
	bool has_authority, has_userinfo, has_query, has_fragment;
};

/* False if the text is no absolute URI. The host of an IPv6 address comes without brackets. */
bool uri_parse(struct str text, struct uri *out);
/* Empty if valid, else a phrase: "has no scheme, such as `https://`". A URI with `//` needs a host
 * too, unless its scheme is file. */
struct str uri_problem(struct str text, struct arena *a);
/* Everything but letters, digits and `-._~` as %XX. */
struct str uri_encode(struct arena *a, struct str text);
/* False if a `%` lacks its two hex digits, or if the result is not UTF-8 or holds a NUL. */
bool uri_decode(struct arena *a, struct str text, struct str *out);

#endif
