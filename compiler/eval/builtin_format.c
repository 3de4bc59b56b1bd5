/* Builtins over compiler/formats: texts that something outside the language reads. */
#include "eval/eval_internal.h"

#include "base/utf8.h"
#include "formats/base64.h"
#include "formats/calendar.h"
#include "formats/chars.h"
#include "formats/cron_words.h"
#include "formats/duration.h"
#include "formats/glob.h"
#include "formats/image.h"
#include "formats/ip.h"
#include "formats/names.h"
#include "formats/pattern.h"
#include "formats/quantity.h"
#include "formats/regexp.h"
#include "formats/selector.h"
#include "formats/sha256.h"
#include "formats/uri.h"
#include "formats/version.h"
#include "formats/zone.h"

/* Why the text is not valid, absent if it is. */
#define PROBLEM(name) \
	struct value builtin_##name(const struct builtin_call *c) \
	{ \
		return builtin_optional(c, name(builtin_text(c, 0), c->e->arena)); \
	}

PROBLEM(quantity_problem)
PROBLEM(version_problem)
PROBLEM(cron_problem)
PROBLEM(cron_fix)
PROBLEM(cron_words)
PROBLEM(hostname_problem)
PROBLEM(dns_label_problem)
PROBLEM(dns_subdomain_problem)
PROBLEM(label_key_problem)
PROBLEM(label_value_problem)
PROBLEM(label_selector_problem)
PROBLEM(dns_1035_label_problem)
PROBLEM(wildcard_host_problem)
PROBLEM(port_name_problem)
PROBLEM(config_key_problem)
PROBLEM(env_name_problem)
PROBLEM(c_identifier_problem)
PROBLEM(bucket_problem)
PROBLEM(duration_problem)
PROBLEM(uri_problem)
PROBLEM(image_problem)
PROBLEM(glob_problem)
PROBLEM(regexp_problem)
PROBLEM(ip_problem)
PROBLEM(cidr_problem)
PROBLEM(zone_problem)
PROBLEM(zone_nearest)

struct value builtin_to_version(const struct builtin_call *c)
{
	struct version version;
	struct value v = c->args[0];

	if (!version_parse(builtin_text(c, 0), &version))
		return value_absent(builtin_origin(c));
	v.kind = VALUE_VERSION;
	return v;
}

struct value builtin_to_bytes(const struct builtin_call *c)
{
	struct quantity q;
	int64_t bytes;

	if (!quantity_parse(c->e->arena, builtin_text(c, 0), &q) || !quantity_whole(&q, &bytes))
		return value_absent(builtin_origin(c));
	return value_integer(VALUE_BYTES, bytes, builtin_origin(c));
}

/* ---- labels ---- */

static struct str label_problem(const struct builtin_call *c, const struct map_entry *entry)
{
	struct arena *a = c->e->arena;
	struct str problem = label_key_problem(entry->key, a);

	if (problem.n)
		return arena_printf(a, "`%.*s` %.*s", STR_ARG(entry->key), STR_ARG(problem));
	if (entry->value.kind != VALUE_STRING)
		return problem;
	problem = label_value_problem(*entry->value.string, a);
	return problem.n ? arena_printf(a, "`%.*s` has the value `%.*s`, which %.*s", STR_ARG(entry->key),
					STR_ARG(*entry->value.string), STR_ARG(problem))
			 : problem;
}

struct value builtin_labels_problem(const struct builtin_call *c)
{
	const struct map_value *map = c->args[0].map;
	struct str problem = STR("");

	for (uint32_t i = 0; i < map->n && !problem.n && eval_charge(c->e, 1, c->node); i++)
		problem = label_problem(c, &map->entries[i]);
	return builtin_optional(c, problem);
}

/* ---- schedules ---- */

struct value builtin_cron_gap(const struct builtin_call *c)
{
	struct cron cron;
	int64_t seconds = cron_parse(builtin_text(c, 0), &cron) ? cron_gap(&cron) : 0;

	if (seconds <= 0 || __builtin_mul_overflow(seconds, 1000, &seconds))
		return value_absent(builtin_origin(c));
	return value_integer(VALUE_DURATION, seconds, builtin_origin(c));
}

struct value builtin_cron_next(const struct builtin_call *c)
{
	struct cron cron;
	int64_t after, next;

	if (!cron_parse(builtin_text(c, 0), &cron) || !calendar_parse(builtin_text(c, 1), &after) ||
	    !cron_next(&cron, after, &next))
		return value_absent(builtin_origin(c));
	return builtin_string(c, calendar_text(c->e->arena, next));
}

/* ---- URIs ---- */

static struct uri uri_of(const struct builtin_call *c)
{
	struct uri uri = { .port = URI_NO_PORT };

	return uri_parse(builtin_text(c, 0), &uri) ? uri : (struct uri){ .port = URI_NO_PORT };
}

struct value builtin_uri_scheme(const struct builtin_call *c)
{
	return builtin_optional(c, chars_lower(c->e->arena, uri_of(c).scheme));
}

struct value builtin_uri_host(const struct builtin_call *c)
{
	return builtin_optional(c, uri_of(c).host);
}

struct value builtin_uri_port(const struct builtin_call *c)
{
	struct uri uri = uri_of(c);

	return uri.port == URI_NO_PORT ? value_absent(builtin_origin(c)) : builtin_int(c, uri.port);
}

struct value builtin_uri_path(const struct builtin_call *c)
{
	return builtin_optional(c, uri_of(c).path);
}

struct value builtin_uri_query(const struct builtin_call *c)
{
	return builtin_optional(c, uri_of(c).query);
}

struct value builtin_uri_userinfo(const struct builtin_call *c)
{
	return builtin_optional(c, uri_of(c).userinfo);
}

struct value builtin_uri_encode(const struct builtin_call *c)
{
	return builtin_string(c, uri_encode(c->e->arena, builtin_text(c, 0)));
}

struct value builtin_uri_decode(const struct builtin_call *c)
{
	struct str text;

	if (!uri_decode(c->e->arena, builtin_text(c, 0), &text))
		return value_absent(builtin_origin(c));
	return builtin_string(c, text);
}

/* ---- images ---- */

struct value builtin_image_registry(const struct builtin_call *c)
{
	return builtin_optional(c, image_split(builtin_text(c, 0)).registry);
}

struct value builtin_image_repository(const struct builtin_call *c)
{
	return builtin_optional(c, image_split(builtin_text(c, 0)).repository);
}

struct value builtin_image_tag(const struct builtin_call *c)
{
	return builtin_optional(c, image_split(builtin_text(c, 0)).tag);
}

struct value builtin_image_digest(const struct builtin_call *c)
{
	return builtin_optional(c, image_split(builtin_text(c, 0)).digest);
}

/* A star may try each place of the text. */
static bool charge_glob(const struct builtin_call *c)
{
	return eval_charge(c->e, (uint64_t)builtin_text(c, 0).n * builtin_text(c, 1).n / 16, c->node);
}

struct value builtin_image_matches(const struct builtin_call *c)
{
	if (!charge_glob(c))
		return value_error();
	return builtin_bool(c, image_matches(c->e->arena, builtin_text(c, 0), builtin_text(c, 1)));
}

struct value builtin_glob_matches(const struct builtin_call *c)
{
	if (!charge_glob(c))
		return value_error();
	return builtin_bool(c, glob_matches(builtin_text(c, 1), builtin_text(c, 0)));
}

/* ---- addresses ---- */

struct value builtin_cidr_contains(const struct builtin_call *c)
{
	struct cidr block;
	struct ip ip;

	return builtin_bool(c, cidr_parse(builtin_text(c, 0), &block) && ip_parse(builtin_text(c, 1), &ip) &&
				       cidr_contains(&block, &ip));
}

struct value builtin_cidr_overlap(const struct builtin_call *c)
{
	struct cidr a, b;

	return builtin_bool(c, cidr_parse(builtin_text(c, 0), &a) && cidr_parse(builtin_text(c, 1), &b) &&
				       cidr_overlap(&a, &b));
}

/* ---- patterns ---- */

/* The compiled pattern, kept for the next time; NULL after a report. */
static struct pattern *pattern_of(const struct builtin_call *c, struct str text)
{
	struct eval *e = c->e;
	struct map_entry *known = map_find(e, &e->pattern_index, text);

	if (known)
		return e->patterns.v[known->value.integer];
	if (text.n > e->session->limits[LIMIT_PATTERN_BYTES]) {
		eval_exceed(e, LIMIT_PATTERN_BYTES, c->node);
		return NULL;
	}
	struct pattern *pattern = NULL;
	struct str problem = pattern_compile(e->arena, text, PATTERN_WHOLE, &pattern);

	if (problem.n) {
		eval_report(e, DIAG_VALUE_REFUSED, c->args[1].origin, c->node, "the pattern \"%.*s\" %.*s",
			    STR_ARG(text), STR_ARG(problem));
		return NULL;
	}
	struct map_entry entry = { .key = text, .value = value_integer(VALUE_INT, e->patterns.n, 0) };

	vec_push(e->arena, &e->patterns, pattern);
	return map_add(e, &e->pattern_index, entry, c->node) ? pattern : NULL;
}

struct value builtin_matches(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);
	struct pattern *pattern = pattern_of(c, builtin_text(c, 1));

	if (!pattern || !eval_charge(c->e, (uint64_t)text.n * pattern_size(pattern) / 16, c->node))
		return value_error();
	return builtin_bool(c, pattern_match(pattern, text));
}

/* ---- encodings ---- */

struct value builtin_sha256(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);

	if (!builtin_fits(c, text.n))
		return value_error();
	return builtin_string(c, sha256_hex(c->e->arena, text, c->e->session->fast_sha));
}

struct value builtin_base64_size(const struct builtin_call *c)
{
	uint32_t size;

	if (!base64_size(builtin_text(c, 0), &size))
		return value_absent(builtin_origin(c));
	return builtin_int(c, size);
}

struct value builtin_base64_decode(const struct builtin_call *c)
{
	struct str text;

	if (!base64_decode(c->e->arena, builtin_text(c, 0), &text) || utf8_find_bad(text) >= 0)
		return value_absent(builtin_origin(c));
	return builtin_string(c, text);
}

struct value builtin_base64(const struct builtin_call *c)
{
	struct str text = builtin_text(c, 0);

	if (!builtin_fits(c, (uint64_t)text.n / 3 * 4 + 4))
		return value_error();
	return builtin_string(c, base64_encode(c->e->arena, text));
}
