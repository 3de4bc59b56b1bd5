#include "formats/uri.h"

#include "formats/chars.h"
#include "formats/ip.h"

#define SUB_DELIMS "!$&'()*+,;="

enum { PORT_MAX = 65535 };

/* Which characters a part may hold besides unreserved ones and %XX. */
static const char userinfo_chars[] = SUB_DELIMS ":";
static const char host_chars[] = SUB_DELIMS;
static const char path_chars[] = SUB_DELIMS ":@/";
static const char query_chars[] = SUB_DELIMS ":@/?";

static bool is_unreserved(char c)
{
	return char_is_alnum(c) || char_in(c, "-._~");
}

/* Takes what stands before the first of `ends` (or all); *rest begins at it. */
static struct str take(struct str *rest, const char *ends)
{
	uint32_t n = 0;

	while (n < rest->n && !char_in(rest->p[n], ends))
		n++;
	struct str part = str_slice(*rest, 0, n);

	*rest = str_slice(*rest, n, rest->n);
	return part;
}

static bool skip(struct str *rest, char c)
{
	if (rest->n == 0 || rest->p[0] != c)
		return false;
	*rest = str_slice(*rest, 1, rest->n);
	return true;
}

/* Offset of the first character that may not stand in a part; its length if all may. */
static uint32_t bad_char(struct str part, const char *allowed)
{
	uint32_t i = 0;

	while (i < part.n) {
		if (part.p[i] == '%' && part.n - i > 2 && char_hex(part.p[i + 1]) >= 0 &&
		    char_hex(part.p[i + 2]) >= 0)
			i += 3;
		else if (is_unreserved(part.p[i]) || char_in(part.p[i], allowed))
			i++;
		else
			break;
	}
	return i;
}

static struct str char_problem(struct str part, const char *allowed, const char *where, struct arena *a)
{
	uint32_t at = bad_char(part, allowed);

	if (at == part.n)
		return STR("");
	if (part.p[at] == '%')
		return arena_printf(a, "has a `%%` %s without two hex digits behind it", where);
	return chars_problem(a, part, at, where);
}

static struct str scheme_problem(struct str scheme, struct arena *a)
{
	if (scheme.n == 0 || !char_is_letter(scheme.p[0]))
		return STR("has a scheme that does not begin with a letter");
	for (uint32_t i = 0; i < scheme.n; i++)
		if (!char_is_alnum(scheme.p[i]) && !char_in(scheme.p[i], "+-."))
			return chars_problem(a, scheme, i, "in its scheme");
	return STR("");
}

/* [host] of an IPv6 address, or a name; what is left of the authority is `:port`. */
static struct str read_host(struct str *authority, struct uri *uri, struct arena *a)
{
	struct ip ip;

	if (!skip(authority, '[')) {
		uri->host = take(authority, ":");
		return char_problem(uri->host, host_chars, "in its host", a);
	}
	uri->host = take(authority, "]");
	if (!skip(authority, ']'))
		return STR("has a `[` that is never closed");
	return ip_parse(uri->host, &ip) && ip.bits == 128 ? STR("")
							  : STR("has brackets without an IPv6 address");
}

static struct str read_port(struct str rest, struct uri *uri)
{
	uint32_t at = 0;

	if (rest.n == 0)
		return STR("");
	if (!skip(&rest, ':'))
		return STR("has more than a port behind its address");
	uint64_t port = chars_number(rest, &at, PORT_MAX + 1);

	if (at < rest.n)
		return STR("has a port that is no number");
	if (port > PORT_MAX)
		return STR("has a port above 65535");
	if (rest.n)
		uri->port = (int32_t)port;
	return STR("");
}

static struct str read_authority(struct str authority, struct uri *uri, struct arena *a)
{
	uint32_t at = authority.n;

	while (at > 0 && authority.p[at - 1] != '@')
		at--;
	if (at > 0) {
		uri->has_userinfo = true;
		uri->userinfo = str_slice(authority, 0, at - 1);
		authority = str_slice(authority, at, authority.n);
	}
	struct str problem = char_problem(uri->userinfo, userinfo_chars, "in its user information", a);

	if (problem.n == 0)
		problem = read_host(&authority, uri, a);
	return problem.n ? problem : read_port(authority, uri);
}

static struct str read_tail(struct str rest, struct uri *uri, struct arena *a)
{
	uri->path = take(&rest, "?#");
	uri->has_query = skip(&rest, '?');
	if (uri->has_query)
		uri->query = take(&rest, "#");
	uri->has_fragment = skip(&rest, '#');
	uri->fragment = rest;
	struct str problem = char_problem(uri->path, path_chars, "in its path", a);

	if (problem.n == 0)
		problem = char_problem(uri->query, query_chars, "in its query", a);
	return problem.n ? problem : char_problem(uri->fragment, query_chars, "in its fragment", a);
}

/* example.com:8080 would pass for a scheme with a path. */
static bool is_host_and_port(struct str before, struct str behind)
{
	bool host = chars_find(before, '.', 0) < before.n || str_eq(before, STR("localhost"));

	return host && behind.n && char_is_digit(behind.p[0]);
}

static struct str read(struct str text, struct uri *uri, struct arena *a)
{
	struct str rest = text;

	*uri = (struct uri){ .port = URI_NO_PORT };
	uri->scheme = take(&rest, ":/?#");
	if (text.n == 0)
		return STR("is empty");
	if (!skip(&rest, ':') || is_host_and_port(uri->scheme, rest))
		return STR("has no scheme, such as `https://`");
	struct str problem = scheme_problem(uri->scheme, a);

	if (problem.n)
		return problem;
	uri->has_authority = str_starts_with(rest, STR("//"));
	if (uri->has_authority) {
		rest = str_slice(rest, 2, rest.n);
		problem = read_authority(take(&rest, "/?#"), uri, a);
	}
	return problem.n ? problem : read_tail(rest, uri, a);
}

struct str uri_problem(struct str text, struct arena *a)
{
	struct uri uri;
	struct str problem = read(text, &uri, a);

	if (problem.n)
		return problem;
	if (uri.has_authority && uri.host.n == 0 && !str_eq(chars_lower(a, uri.scheme), STR("file")))
		return STR("has no host behind its `//`");
	return STR("");
}

bool uri_parse(struct str text, struct uri *out)
{
	struct arena a;

	arena_init(&a);
	struct str problem = read(text, out, &a);

	arena_fini(&a);
	return problem.n == 0;
}

struct str uri_encode(struct arena *a, struct str text)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf b = { .arena = a };

	for (uint32_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (is_unreserved(text.p[i])) {
			buf_char(&b, text.p[i]);
			continue;
		}
		buf_char(&b, '%');
		buf_char(&b, hex[c >> 4]);
		buf_char(&b, hex[c & 15]);
	}
	return buf_str(&b);
}

static bool is_text(struct str s)
{
	for (uint32_t i = 0, n; i < s.n; i += n) {
		n = chars_utf8_length(s, i);
		if (n == 0 || s.p[i] == '\0')
			return false;
	}
	return true;
}

bool uri_decode(struct arena *a, struct str text, struct str *out)
{
	struct buf b = { .arena = a };

	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] != '%') {
			buf_char(&b, text.p[i]);
			continue;
		}
		if (text.n - i < 3 || char_hex(text.p[i + 1]) < 0 || char_hex(text.p[i + 2]) < 0)
			return false;
		buf_char(&b, (char)(char_hex(text.p[i + 1]) * 16 + char_hex(text.p[i + 2])));
		i += 2;
	}
	*out = buf_str(&b);
	return is_text(*out);
}
