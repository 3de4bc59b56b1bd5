#include "formats/zone.h"

#include "formats/chars.h"

#include <string.h>

enum { NEAREST_MIN = 4 }; /* three letters are near to too much: PST is not EST */

/* One text without pointers, so that the table needs no relocation; halving it lands
 * inside a name, whose start is behind the NUL before. */
static const char names[] = "\0"
#define ZONE(name) name "\0"
#include "formats/zones.def"
#undef ZONE
	;
enum { NAMES_FIRST = 1, NAMES_END = sizeof names - 1 };

static uint32_t name_start(uint32_t at)
{
	while (names[at - 1])
		at--;
	return at;
}

bool zone_is_known(struct str name)
{
	uint32_t low = NAMES_FIRST, high = NAMES_END;

	while (low < high) {
		uint32_t at = name_start(low + (high - low) / 2);
		struct str found = str_from(names + at);
		int order = str_cmp(name, found);

		if (order == 0)
			return true;
		if (order < 0)
			high = at;
		else
			low = at + found.n + 1;
	}
	return false;
}

/* The name behind the last `/`: people write a city alone. */
static struct str city(struct str zone)
{
	uint32_t beg = zone.n;

	while (beg > 0 && zone.p[beg - 1] != '/')
		beg--;
	return str_slice(zone, beg, zone.n);
}

/* Up to the last `/`: the area that a city lies in. */
static struct str area(struct str zone)
{
	return str_slice(zone, 0, zone.n - city(zone).n);
}

/* `UTC+2`, `+02:00` */
static bool is_offset(struct str text)
{
	for (uint32_t i = 0; i + 1 < text.n; i++) {
		if ((text.p[i] == '+' || text.p[i] == '-') && char_is_digit(text.p[i + 1]))
			return true;
	}
	return false;
}

/* A city of the same area, or a zone without one; then a city of any. */
struct str zone_nearest(struct str text, struct arena *a)
{
	VEC(struct str) zones = { 0 };
	VEC(struct str) near = { 0 };
	VEC(struct str) cities = { 0 };
	struct str ours = area(text);

	if (text.n < NEAREST_MIN || is_offset(text) || zone_is_known(text))
		return STR("");
	for (uint32_t at = NAMES_FIRST; at < NAMES_END; at += zones.v[zones.n - 1].n + 1) {
		struct str zone = str_from(names + at);

		vec_push(a, &zones, zone);
		vec_push(a, &cities, city(zone));
		vec_push(a, &near, str_like(area(zone), ours) ? city(zone) : STR(""));
	}
	int found = str_nearest(city(text), near.v, (int)near.n);

	if (found < 0)
		found = str_nearest(city(text), cities.v, (int)cities.n);
	return found < 0 ? STR("") : zones.v[found];
}

struct str zone_problem(struct str text, struct arena *a)
{
	if (text.n == 0)
		return STR("is empty");
	if (zone_is_known(text))
		return STR("");
	if (str_eq(chars_lower(a, text), STR("local")))
		return STR("is the zone of whatever machine looks, which Kubernetes does not allow");
	if (is_offset(text))
		return STR("is an offset, which knows no summer time: name a place, such as `Europe/Rome`");
	struct str near = zone_nearest(text, a);

	if (near.n == 0)
		return STR("is not an IANA name such as `Europe/Rome`");
	return arena_printf(a, "is not an IANA name; the nearest is `%.*s`", STR_ARG(near));
}
