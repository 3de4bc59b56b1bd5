#include "formats/ip.h"

#include "formats/chars.h"

#include <string.h>

enum { V4_BITS = 32, V6_BITS = 128, V6_GROUPS = 8 };

/* Four decimal numbers up to 255, without leading zeros, into bytes[0..3]. */
static bool parse_v4(struct str s, uint8_t *bytes)
{
	uint32_t at = 0;

	for (int i = 0; i < 4; i++) {
		uint32_t beg = at;
		uint64_t n = chars_number(s, &at, 256);

		if (at == beg || n > 255 || (s.p[beg] == '0' && at > beg + 1))
			return false;
		bytes[i] = (uint8_t)n;
		if (i < 3 && (at == s.n || s.p[at++] != '.'))
			return false;
	}
	return at == s.n;
}

/* Up to four hex digits as two bytes. */
static bool parse_group(struct str s, uint8_t *bytes)
{
	uint32_t n = 0;

	if (s.n == 0 || s.n > 4)
		return false;
	for (uint32_t i = 0; i < s.n; i++) {
		if (char_hex(s.p[i]) < 0)
			return false;
		n = n * 16 + (uint32_t)char_hex(s.p[i]);
	}
	bytes[0] = (uint8_t)(n >> 8);
	bytes[1] = (uint8_t)n;
	return true;
}

/* Groups between colons, at most `max`, the last of them perhaps an IPv4 address (two
 * groups). The number of groups, or -1. */
static int parse_groups(struct str s, int max, uint8_t *bytes)
{
	int count = 0;

	for (uint32_t beg = 0, end; s.n && beg <= s.n; beg = end + 1) {
		end = chars_find(s, ':', beg);
		struct str group = str_slice(s, beg, end);

		if (end == s.n && count + 2 <= max && parse_v4(group, bytes + 2 * count))
			return count + 2;
		if (count == max || !parse_group(group, bytes + 2 * count))
			return -1;
		count++;
	}
	return count;
}

static bool parse_v6(struct str s, uint8_t *bytes)
{
	int64_t gap = str_find(s, STR("::"), 0);
	uint8_t tail[16] = { 0 };

	if (gap < 0)
		return parse_groups(s, V6_GROUPS, bytes) == V6_GROUPS;
	struct str head = str_slice(s, 0, (uint32_t)gap);
	int before = parse_groups(head, V6_GROUPS - 1, bytes);

	if (before < 0 || chars_find(head, '.', 0) < head.n) /* IPv4 only stands at the end */
		return false;
	int after = parse_groups(str_slice(s, (uint32_t)gap + 2, s.n), V6_GROUPS - 1 - before, tail);

	if (after < 0)
		return false;
	memset(bytes + 2 * before, 0, (size_t)(16 - 2 * before));
	memcpy(bytes + 16 - 2 * after, tail, (size_t)(2 * after));
	return true;
}

bool ip_parse(struct str text, struct ip *out)
{
	struct ip ip = { .bits = V4_BITS };

	if (!parse_v4(text, ip.bytes)) {
		ip = (struct ip){ .bits = V6_BITS };
		if (!parse_v6(text, ip.bytes))
			return false;
	}
	*out = ip;
	return true;
}

bool cidr_parse(struct str text, struct cidr *out)
{
	uint32_t slash = chars_find(text, '/', 0), at = slash + 1;
	struct cidr c;

	if (slash == text.n || at == text.n || !ip_parse(str_slice(text, 0, slash), &c.ip))
		return false;
	uint64_t prefix = chars_number(text, &at, UINT8_MAX);

	if (at < text.n || prefix > c.ip.bits || (text.p[slash + 1] == '0' && at > slash + 2))
		return false;
	c.prefix = (uint8_t)prefix;
	*out = c;
	return true;
}

static unsigned group(const struct ip *ip, int i)
{
	return (unsigned)ip->bytes[2 * i] << 8 | ip->bytes[2 * i + 1];
}

/* The first longest run of zero groups; its length. */
static int longest_gap(const struct ip *ip, int *start)
{
	int best = 0, run = 0;

	for (int i = 0; i < V6_GROUPS; i++) {
		run = group(ip, i) ? 0 : run + 1;
		if (run > best) {
			best = run;
			*start = i - run + 1;
		}
	}
	return best;
}

struct str ip_text(struct arena *a, const struct ip *ip)
{
	struct buf b = { .arena = a };
	int start = -1, gap;

	if (ip->bits == V4_BITS)
		return arena_printf(a, "%u.%u.%u.%u", ip->bytes[0], ip->bytes[1], ip->bytes[2], ip->bytes[3]);
	gap = longest_gap(ip, &start);
	for (int i = 0; i < V6_GROUPS; i++) {
		if (gap > 1 && i == start) {
			buf_add(&b, STR("::"));
			i += gap - 1;
			continue;
		}
		if (b.n && b.p[b.n - 1] != ':')
			buf_char(&b, ':');
		buf_printf(&b, "%x", group(ip, i));
	}
	return buf_str(&b);
}

static bool is_mapped(const struct ip *ip)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return ip->bits == V6_BITS && memcmp(ip->bytes, prefix, sizeof prefix) == 0;
}

/* Clears the bits beyond the prefix. */
static void clear_host(struct cidr *c)
{
	for (int i = 0; i < c->ip.bits / 8; i++) {
		int keep = c->prefix - 8 * i;

		if (keep < 8)
			c->ip.bytes[i] &= (uint8_t)(keep <= 0 ? 0 : 0xff << (8 - keep));
	}
}

static bool has_leading_zero(struct str s)
{
	for (uint32_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '0' && char_is_digit(s.p[i + 1]) && (i == 0 || !char_is_digit(s.p[i - 1])))
			return true;
	return false;
}

static struct str shape_problem(struct str text)
{
	if (text.n == 0)
		return STR("is empty");
	return has_leading_zero(text) ? STR("has a number with a leading 0")
				      : STR("is no IPv4 or IPv6 address");
}

struct str ip_problem(struct str text, struct arena *a)
{
	struct ip ip;

	if (!ip_parse(text, &ip))
		return shape_problem(text);
	if (is_mapped(&ip))
		return STR("is an IPv4 address written as IPv6");
	struct str canonical = ip_text(a, &ip);

	if (str_eq(canonical, text))
		return STR("");
	return arena_printf(a, "is not in the canonical form: write `%.*s`", STR_ARG(canonical));
}

static struct str prefix_problem(struct str text, uint32_t slash, struct arena *a)
{
	struct ip ip;

	if (slash == text.n)
		return STR("has no prefix length, such as `/24`");
	if (!ip_parse(str_slice(text, 0, slash), &ip))
		return shape_problem(str_slice(text, 0, slash));
	return arena_printf(a, "has a prefix length that is no number from 0 to %d", ip.bits);
}

struct str cidr_problem(struct str text, struct arena *a)
{
	struct cidr c;

	if (!cidr_parse(text, &c))
		return prefix_problem(text, chars_find(text, '/', 0), a);
	if (is_mapped(&c.ip))
		return STR("is an IPv4 block written as IPv6");
	struct cidr cleared = c;

	clear_host(&cleared);
	struct str canonical = ip_text(a, &cleared.ip);

	canonical = arena_printf(a, "%.*s/%d", STR_ARG(canonical), c.prefix);
	if (memcmp(cleared.ip.bytes, c.ip.bytes, sizeof c.ip.bytes) != 0)
		return arena_printf(a, "has bits set beyond its prefix: write `%.*s`", STR_ARG(canonical));
	if (!str_eq(canonical, text))
		return arena_printf(a, "is not in the canonical form: write `%.*s`", STR_ARG(canonical));
	return STR("");
}

bool cidr_contains(const struct cidr *block, const struct ip *ip)
{
	struct cidr theirs = { *ip, block->prefix }, ours = *block;

	if (ip->bits != block->ip.bits)
		return false;
	clear_host(&theirs);
	clear_host(&ours);
	return memcmp(theirs.ip.bytes, ours.ip.bytes, sizeof ours.ip.bytes) == 0;
}

/* Blocks are nested or apart. */
bool cidr_overlap(const struct cidr *a, const struct cidr *b)
{
	return a->prefix <= b->prefix ? cidr_contains(a, &b->ip) : cidr_contains(b, &a->ip);
}
