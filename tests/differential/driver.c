/*
 * Verdicts of formats/ for another program: a line `FORMAT HEX` (the bytes of the text in hex; two texts are
 * separated by `/`) gives a line with `-` for a text that is refused, else `+` and what it means.
 */
#include "formats/base64.h"
#include "formats/calendar.h"
#include "formats/chars.h"
#include "formats/cron.h"
#include "formats/duration.h"
#include "formats/glob.h"
#include "formats/image.h"
#include "formats/ip.h"
#include "formats/json_parse.h"
#include "formats/names.h"
#include "formats/quantity.h"
#include "formats/regexp.h"
#include "formats/selector.h"
#include "formats/zone.h"
#include "yaml/scalar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef bool judge(struct str text, struct str other, struct buf *out);

static bool quantity(struct str text, struct str other, struct buf *out)
{
	struct quantity q, r;

	if (!quantity_parse(out->arena, text, &q))
		return false;
	struct str kept = quantity_canonical(out->arena, text), made = quantity_text(out->arena, &q);

	buf_printf(out, "%.*s %.*s", STR_ARG(kept), STR_ARG(made));
	if (quantity_parse(out->arena, other, &r)) {
		int order = quantity_compare(&q, &r);

		buf_printf(out, " %d", (order > 0) - (order < 0));
	}
	return quantity_problem(text, out->arena).n == 0;
}

static void add_firings(struct buf *out, const struct cron *c, struct str after)
{
	int64_t at = strtoll(after.n ? after.p : "0", NULL, 10);

	for (int i = 0; i < 3 && cron_next(c, at, &at); i++)
		buf_printf(out, " %lld", (long long)at);
}

/* The numbers that each field names, whether it restricts, and three firings after a time. */
static bool cron(struct str text, struct str other, struct buf *out)
{
	struct cron c;

	if (!cron_parse(text, &c))
		return false;
	buf_printf(out, "%lld", (long long)c.every);
	for (int i = 0; i < CRON_FIELDS; i++)
		buf_printf(out, " %llx%s", (unsigned long long)c.bits[i], c.star[i] ? "*" : "");
	add_firings(out, &c, other);
	return true;
}

static bool duration(struct str text, struct str other, struct buf *out)
{
	int64_t n;

	(void)other;
	if (!duration_parse(text, &n))
		return false;
	struct str canonical = duration_text(out->arena, n);

	buf_printf(out, "%lld %.*s", (long long)n, STR_ARG(canonical));
	return duration_problem(text, out->arena).n == 0;
}

static bool prometheus_duration(struct str text, struct str other, struct buf *out)
{
	int64_t n;

	(void)other;
	if (!prometheus_duration_parse(text, &n))
		return false;
	struct str canonical = prometheus_duration_text(out->arena, n);

	buf_printf(out, "%lld %.*s", (long long)n, STR_ARG(canonical));
	return true;
}

static bool image(struct str text, struct str other, struct buf *out)
{
	(void)other;
	if (image_problem(text, out->arena).n)
		return false;
	struct image i = image_split(text);
	struct str full = image_full(out->arena, text);

	buf_printf(out, "%.*s %.*s %.*s", STR_ARG(full), STR_ARG(i.tag), STR_ARG(i.digest));
	return true;
}

/* The short name, and whether the other text is a pattern that matches it. */
static bool image_match(struct str text, struct str other, struct buf *out)
{
	if (image_problem(text, out->arena).n)
		return false;
	struct str name = image_familiar(out->arena, text);

	buf_printf(out, "%.*s", STR_ARG(name));
	if (glob_problem(other, out->arena).n == 0)
		buf_printf(out, " %d", image_matches(out->arena, text, other));
	return true;
}

static bool path_pattern(struct str text, struct str other, struct buf *out)
{
	buf_printf(out, "%d", glob_matches(text, other));
	return glob_problem(text, out->arena).n == 0;
}

static bool address(struct str text, struct str other, struct buf *out)
{
	struct ip ip;

	(void)other;
	if (!ip_parse(text, &ip))
		return false;
	buf_add(out, ip_text(out->arena, &ip));
	return true;
}

static bool block(struct str text, struct str other, struct buf *out)
{
	struct cidr c, d;

	if (!cidr_parse(text, &c))
		return false;
	buf_add(out, ip_text(out->arena, &c.ip));
	buf_printf(out, "/%d", c.prefix);
	if (cidr_parse(other, &d))
		buf_printf(out, " %d %d", cidr_contains(&c, &d.ip), cidr_overlap(&c, &d));
	return true;
}

static bool base64(struct str text, struct str other, struct buf *out)
{
	struct str bytes;

	(void)other;
	if (!base64_decode(out->arena, text, &bytes))
		return false;
	for (uint32_t i = 0; i < bytes.n; i++)
		buf_printf(out, "%02x", (unsigned char)bytes.p[i]);
	return true;
}

/* What it is, and the parts of an object or array, each with the bytes of its value. */
static bool json(struct str text, struct str other, struct buf *out)
{
	struct json_part part = { 0 };

	(void)other;
	if (json_problem(text, out->arena).n)
		return false;
	buf_add(out, json_kind(text));
	while (json_next(text, &part)) {
		struct str key = part.key.n ? json_unquote(out->arena, part.key) : STR("");

		key = base64_encode(out->arena, key);
		part.value = base64_encode(out->arena, part.value);
		buf_printf(out, " %.*s:%.*s", STR_ARG(key), STR_ARG(part.value));
	}
	return true;
}

/* ---- YAML: one document as a line of its values, keys in bytewise order ---- */

struct member {
	struct str key;
	uint32_t value;
};

struct yaml_document {
	struct arena *arena;
	const struct yaml_node *v;
};

static bool add_node(const struct yaml_document *d, uint32_t at, struct buf *out);

static void add_text(struct buf *out, struct str text)
{
	text = base64_encode(out->arena, text);
	buf_printf(out, "'%.*s", STR_ARG(text));
}

/* Infinite numbers cannot be JSON. */
static bool add_scalar(const struct yaml_node *node, struct buf *out)
{
	struct scalar s;
	uint64_t bits;

	scalar_read(node, &s);
	memcpy(&bits, &s.number, sizeof bits);
	if (s.kind == SCALAR_STRING)
		add_text(out, node->text);
	else if (s.kind == SCALAR_NULL)
		buf_add(out, STR("null"));
	else if (s.kind == SCALAR_BOOL)
		buf_add(out, s.boolean ? STR("true") : STR("false"));
	else if (s.whole)
		buf_printf(out, "%lld", (long long)s.integer);
	else
		buf_printf(out, "%016llx", (unsigned long long)bits);
	return s.kind != SCALAR_FLOAT || isfinite(s.number);
}

static int compare_members(const void *a, const void *b)
{
	return str_cmp(((const struct member *)a)->key, ((const struct member *)b)->key);
}

/* Keys that are none, or there twice, make the document invalid. */
static bool add_map(const struct yaml_document *d, uint32_t at, struct buf *out)
{
	VEC(struct member) members = { 0 };

	for (uint32_t i = at + 1; i < d->v[at].next; i = d->v[d->v[i].next].next) {
		if (d->v[i].kind != YAML_NODE_SCALAR || !scalar_is_key(&d->v[i]))
			return false;
		vec_push(d->arena, &members,
			 ((struct member){ scalar_key(d->arena, &d->v[i]), d->v[i].next }));
	}
	if (members.n)
		qsort(members.v, members.n, sizeof *members.v, compare_members);
	buf_char(out, '{');
	for (uint32_t i = 0; i < members.n; i++) {
		if (i && str_eq(members.v[i].key, members.v[i - 1].key))
			return false;
		add_text(out, members.v[i].key);
		buf_char(out, ':');
		if (!add_node(d, members.v[i].value, out))
			return false;
	}
	buf_char(out, '}');
	return true;
}

static bool add_node(const struct yaml_document *d, uint32_t at, struct buf *out)
{
	const struct yaml_node *node = &d->v[at];

	if (node->kind == YAML_NODE_SCALAR)
		return add_scalar(node, out);
	if (node->kind == YAML_NODE_MAP)
		return add_map(d, at, out);
	buf_char(out, '[');
	for (uint32_t i = at + 1; i < node->next; i = d->v[i].next) {
		if (!add_node(d, i, out))
			return false;
		buf_char(out, ',');
	}
	buf_char(out, ']');
	return node->kind == YAML_NODE_LIST;
}

static bool yaml(struct str text, struct str other, struct buf *out)
{
	struct session s;
	struct yaml_nodes nodes = { 0 };
	struct yaml_problem problem = { 0 };
	bool valid;

	(void)other;
	session_init(&s, os_posix());
	struct yaml_input in = { .session = &s, .text = arena_str(&s.arena, text) };

	valid = yaml_check_bytes(&in, &problem) &&
		yaml_read(&in, (struct yaml_part){ 0, text.n }, &nodes, &problem) && nodes.documents < 2;
	if (valid && nodes.documents)
		valid = add_node(&(struct yaml_document){ out->arena, nodes.v }, 0, out);
	else if (valid)
		buf_add(out, STR("null"));
	session_fini(&s);
	return valid;
}

/* Formats that are nothing but a verdict. */
static const struct {
	const char *name;
	struct str (*problem)(struct str text, struct arena *a);
} verdicts[] = {
	{ "dns-label", dns_label_problem },
	{ "dns-1035-label", dns_1035_label_problem },
	{ "dns-subdomain", dns_subdomain_problem },
	{ "wildcard-host", wildcard_host_problem },
	{ "port-name", port_name_problem },
	{ "label-key", label_key_problem },
	{ "label-value", label_value_problem },
	{ "label-selector", label_selector_problem },
	{ "config-key", config_key_problem },
	{ "env-name", env_name_problem },
	{ "relaxed-env-name", relaxed_env_name_problem },
	{ "c-identifier", c_identifier_problem },
	{ "percent", percent_problem },
	{ "http-header", http_header_problem },
	{ "path-segment", path_segment_problem },
	{ "fully-qualified-domain", fully_qualified_domain_problem },
	{ "domain-path", domain_path_problem },
	{ "address-of-field", ip_problem },
	{ "block-of-field", cidr_problem },
	{ "zone", zone_problem },
	{ "regexp", regexp_problem },
};

static const struct {
	const char *name;
	judge *judge;
} judges[] = {
	{ "quantity", quantity }, { "cron", cron },
	{ "duration", duration }, { "prometheus-duration", prometheus_duration },
	{ "image", image },	  { "image-match", image_match },
	{ "address", address },	  { "path-pattern", path_pattern },
	{ "block", block },	  { "base64", base64 },
	{ "json", json },	  { "yaml", yaml },
};

static bool is_valid(const char *format, struct str text, struct str other, struct buf *out)
{
	for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
		if (strcmp(verdicts[i].name, format) == 0)
			return verdicts[i].problem(text, out->arena).n == 0;
	for (size_t i = 0; i < sizeof judges / sizeof *judges; i++)
		if (strcmp(judges[i].name, format) == 0)
			return judges[i].judge(text, other, out);
	rcc_bug("no format %s", format);
}

/* Decodes hex up to what is none; *hex moves there. */
static struct str decode(struct arena *a, const char **hex)
{
	struct buf b = { .arena = a };

	for (; char_hex((*hex)[0]) >= 0; *hex += 2)
		buf_char(&b, (char)(char_hex((*hex)[0]) << 4 | char_hex((*hex)[1])));
	return arena_str(a, buf_str(&b));
}

static void answer(char *line)
{
	struct arena a;
	char *space = strchr(line, ' ');

	if (!space)
		rcc_bug("no blank in the line %s", line);
	*space = '\0';
	arena_init(&a);
	const char *hex = space + 1;
	struct buf out = { .arena = &a };
	struct str text = decode(&a, &hex);

	hex += *hex == '/';
	if (is_valid(line, text, decode(&a, &hex), &out))
		printf("+%.*s\n", (int)out.n, out.n ? out.p : "");
	else
		puts("-");
	arena_fini(&a);
}

int main(void)
{
	static char line[1 << 16];

	while (fgets(line, sizeof line, stdin))
		answer(line);
	return 0;
}
