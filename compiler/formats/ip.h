#ifndef RCC_FORMATS_IP_H
#define RCC_FORMATS_IP_H
/*
 * IPv4 and IPv6 addresses and CIDR blocks. Parsing takes any spelling that cannot be misread
 * (so no leading zeros in IPv4); the problems ask for the one spelling that the apiserver asks
 * for in new fields.
 */
#include "base/arena.h"

struct ip {
	uint8_t bytes[16]; /* IPv4 uses the first four */
	uint8_t bits;	   /* 32 or 128 */
};

struct cidr {
	struct ip ip;
	uint8_t prefix; /* bits that the block shares */
};

bool ip_parse(struct str text, struct ip *out);
/* The block may have bits set beyond its prefix. */
bool cidr_parse(struct str text, struct cidr *out);
/* The canonical spelling (RFC 5952). */
struct str ip_text(struct arena *a, const struct ip *ip);
/* Empty if valid, else a phrase: "has bits set beyond its prefix: write `10.0.0.0/8`". */
struct str ip_problem(struct str text, struct arena *a);
struct str cidr_problem(struct str text, struct arena *a);

bool cidr_contains(const struct cidr *block, const struct ip *ip);
bool cidr_overlap(const struct cidr *a, const struct cidr *b);

#endif
