/* Kinds that the library has no type for: of others, misspelled, or not served any more. */
#include "manifest/reader.h"

#define OLDEST 28
#define NEWEST 36
#define TEXT_OF(minor) #minor
#define RELEASE(minor) "1." TEXT_OF(minor)

const char manifests_newest[] = RELEASE(NEWEST), manifests_oldest[] = RELEASE(OLDEST);

struct asked {
	struct str api_version, kind;
	struct span version_at, kind_at;
};

static bool is_group(struct manifests *m, struct str group)
{
	uint32_t n;
	const struct served *table = facts_served(m, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (str_eq(api_group(table[i].api_version), group))
			return true;
	}
	return false;
}

/* Whether a release has it; without a release whether any that rcc knows does. */
static bool is_served(const struct manifests *m, const struct served *s)
{
	uint32_t from = OLDEST, to = NEWEST;

	if (m->plain.minor)
		from = to = (uint32_t)m->plain.minor->version.numbers[1];
	return s->since <= to && (!s->until || s->until > from);
}

static const struct served *find(struct manifests *m, struct str api_version, struct str kind)
{
	uint32_t n;
	const struct served *table = facts_served(m, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (str_eq(table[i].kind, kind) && str_eq(table[i].api_version, api_version))
			return &table[i];
	}
	return NULL;
}

static bool is_alpha(struct str api_version)
{
	return str_find(api_version, STR("alpha"), 0) >= 0;
}

/* The order of the versions of a group: v2, v1, v1beta2, v1beta1. */
static uint64_t rank_of(struct str api_version)
{
	struct str group = api_group(api_version);
	uint32_t at = group.n ? group.n + 2 : 1; /* behind `/v` */
	uint64_t major = chars_number(api_version, &at, UINT16_MAX);
	struct str rest = str_slice(api_version, at, api_version.n);

	if (!rest.n)
		return (uint64_t)1 << 32 | major << 16;
	at = (uint32_t)sizeof "beta" - 1;
	return major << 16 | chars_number(rest, &at, UINT16_MAX);
}

/* The version to write today: stable before beta, the higher number first. */
static const struct served *best_of(struct manifests *m, struct str kind)
{
	uint32_t n;
	const struct served *best = NULL, *table = facts_served(m, &n);

	for (uint32_t i = 0; i < n; i++) {
		const struct served *s = &table[i];

		if (!str_eq(s->kind, kind) || !is_served(m, s) || is_alpha(s->api_version))
			continue;
		if (!best || rank_of(s->api_version) > rank_of(best->api_version))
			best = s;
	}
	return best;
}

struct str kind_version(struct manifests *m, struct str kind)
{
	const struct served *best = best_of(m, kind);

	return best ? best->api_version : STR("");
}

static void offer_version(struct manifests *m, struct diag *d, const struct asked *a, const struct served *s)
{
	mistake_offer(m, d, a->version_at, a->api_version, s->api_version, "write `apiVersion: %.*s`",
		      STR_ARG(s->api_version));
}

static void help_instead(struct manifests *m, struct diag *d, struct str kind)
{
	struct str instead = fact_instead(m, kind);

	if (instead.n)
		diag_help(&m->session->diags, d, "%.*s", STR_ARG(instead));
}

/* It was served once, or will be. */
static void report_release(struct manifests *m, const struct asked *a, const struct served *s)
{
	struct diags *ds = &m->session->diags;
	const struct served *best = best_of(m, a->kind);
	struct diag *d;

	if (m->plain.minor)
		d = diag_add(ds, DIAG_KIND_NOT_SERVED, a->version_at,
			     "Kubernetes %.*s serves no %.*s of `%.*s`", STR_ARG(m->plain.minor->text),
			     STR_ARG(a->kind), STR_ARG(a->api_version));
	else
		d = diag_add(ds, DIAG_KIND_NOT_SERVED, a->version_at,
			     "Kubernetes serves no %.*s of `%.*s` any more", STR_ARG(a->kind),
			     STR_ARG(a->api_version));
	if (s->until)
		diag_because(ds, d, "it is gone since 1.%u", s->until);
	if (s->since)
		diag_because(ds, d, "it is there from 1.%u on", s->since);
	if (best)
		offer_version(m, d, a, best);
	else
		help_instead(m, d, s->kind);
}

/* The nearest kind of a group, or of all. */
static const struct served *nearest_kind(struct manifests *m, struct str kind, const struct str *group)
{
	uint32_t all;
	const struct served *table = facts_served(m, &all);
	struct str *words = arena_new(m->arena, struct str, all);
	const struct served **rows = arena_new(m->arena, const struct served *, all);
	int n = 0;

	for (uint32_t i = 0; i < all; i++) {
		if (group && !str_eq(api_group(table[i].api_version), *group))
			continue;
		rows[n] = &table[i];
		words[n++] = table[i].kind;
	}
	int near = str_nearest(kind, words, n);

	return near < 0 ? NULL : rows[near];
}

static struct str nearest_version(struct manifests *m, struct str api_version)
{
	uint32_t n;
	const struct served *table = facts_served(m, &n);
	struct str *words = arena_new(m->arena, struct str, n);

	for (uint32_t i = 0; i < n; i++)
		words[i] = table[i].api_version;
	int near = str_nearest(api_version, words, (int)n);

	return near < 0 ? (struct str){ 0 } : words[near];
}

/* A row of a kind that no release serves but as an alpha, the last one; or NULL. */
static const struct served *last_of(struct manifests *m, struct str kind)
{
	uint32_t n;
	const struct served *table = facts_served(m, &n), *last = NULL;

	for (uint32_t i = 0; i < n; i++)
		last = str_eq(table[i].kind, kind) ? &table[i] : last;
	return last;
}

/* No such kind in a group of Kubernetes' own. */
static void report_kind(struct manifests *m, const struct asked *a)
{
	struct diags *ds = &m->session->diags;
	const struct served *last = last_of(m, a->kind), *best = best_of(m, a->kind);
	struct str group = api_group(a->api_version);
	const struct served *near = nearest_kind(m, a->kind, &group), *far = nearest_kind(m, a->kind, NULL);

	if (!best && last && !last->until)
		best = last;
	struct diag *d = diag_add(ds, DIAG_UNKNOWN_KIND, best ? a->version_at : a->kind_at,
				  "there is no %.*s in `%.*s`", STR_ARG(a->kind), STR_ARG(a->api_version));

	if (best)
		offer_version(m, d, a, best);
	else if (last) {
		diag_because(ds, d, "that of `%.*s` is gone since 1.%u", STR_ARG(last->api_version),
			     last->until);
		help_instead(m, d, a->kind);
	} else if (near)
		mistake_offer(m, d, a->kind_at, a->kind, near->kind, "did you mean `%.*s`?",
			      STR_ARG(near->kind));
	else if (far)
		diag_help(ds, d, "did you mean `%.*s`, of `%.*s`?", STR_ARG(far->kind),
			  STR_ARG(kind_version(m, far->kind)));
}

/* The groups of custom resources are domains. */
static void report_group(struct manifests *m, const struct asked *a)
{
	struct diags *ds = &m->session->diags;
	const struct served *best = best_of(m, a->kind);
	struct str near = best ? best->api_version : nearest_version(m, a->api_version);
	struct diag *d = diag_add(ds, DIAG_UNKNOWN_KIND, a->version_at, "there is no API `%.*s`",
				  STR_ARG(a->api_version));

	if (near.n)
		mistake_offer(m, d, a->version_at, a->api_version, near, "did you mean `%.*s`?",
			      STR_ARG(near));
}

bool kind_unknown(struct manifests *m, struct str api_version, struct str kind, struct span version_at,
		  struct span kind_at)
{
	struct asked a = { api_version, kind, version_at, kind_at };
	struct str group = api_group(api_version);

	if (!fact_is_own_group(m, group))
		return true;
	const struct served *s = find(m, api_version, kind);

	if (s && is_served(m, s))
		return true;
	if (s)
		report_release(m, &a, s);
	else if (is_group(m, group))
		report_kind(m, &a);
	else if (str_find(group, STR("."), 0) < 0)
		report_group(m, &a);
	else
		return true;
	return false;
}
