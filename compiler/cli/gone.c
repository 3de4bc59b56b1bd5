#include "cli/gone.h"

#include "emit/site.h"
#include "emit/transfer.h"
#include "emit/yaml.h"

struct search {
	struct compile *c;
	const char *place;
	const struct gone_stack *stacks;
	uint32_t n;
};

/* The name for which {stack} stands in an entry of the folder of all, or an empty one. */
static struct str name_in(struct str entry, struct str before, struct str after)
{
	if (entry.n <= before.n + after.n || !str_starts_with(entry, before) ||
	    !str_eq(str_slice(entry, entry.n - after.n, entry.n), after))
		return STR("");
	return str_slice(entry, before.n, entry.n - after.n);
}

/* Whether a file says in its first line that it was made from this source. */
static bool is_made_from(struct arena *a, struct str text, struct str source)
{
	struct buf header = { .arena = a };

	yaml_header(&header, source);
	return str_starts_with(text, buf_str(&header));
}

/* The source that a folder of a stack was made from, if it is one of the run. */
static const struct gone_stack *origin(const struct search *f, const char *dir, struct str name)
{
	struct session *s = f->c->session;
	struct manifest list;
	struct str text;
	bool found, whole;

	for (uint32_t i = 0; i < f->n; i++) {
		if (str_eq(f->stacks[i].name, name))
			return NULL;
	}
	if (transfer_read_manifest(&s->os, &s->arena, dir, STR(MANIFEST_FILE), &list, &found, &whole) ||
	    !whole || !str_eq(list.stack, name) || !list.entries.n)
		return NULL;
	const char *path = site_join(&s->arena, dir, list.entries.v[0].name);

	if (s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text))
		return NULL;
	for (uint32_t i = 0; i < f->n; i++) {
		if (is_made_from(&s->arena, text, f->stacks[i].source))
			return &f->stacks[i];
	}
	return NULL;
}

static void check_entry(const struct search *f, struct str name)
{
	struct diags *ds = &f->c->session->diags;
	const char *dir = site_of(&f->c->session->arena, f->place, name);
	const struct gone_stack *from = origin(f, dir, name);

	if (!from)
		return;
	struct diag *d = diag_add(ds, DIAG_OUTPUT_STALE, (struct span){ 0 },
				  "`%s` holds the stack `%.*s`, and `%.*s` declares none of that name", dir,
				  STR_ARG(name), STR_ARG(from->source));

	diag_because(ds, d, "who applies all folders goes on running it");
	diag_help(ds, d, "take the folder away once what it describes may go, with its data");
}

void gone_check(struct compile *c, const char *place, const struct gone_stack *stacks, uint32_t n)
{
	struct session *s = c->session;
	struct search f = { c, place, stacks, n };
	struct str pattern = str_from(place), *names;
	int64_t at = str_find(pattern, STR(SITE_STACK), 0);
	uint32_t beg = at < 0 ? 0 : (uint32_t)at, end = beg + (uint32_t)sizeof SITE_STACK - 1, count;

	if (at < 0 || str_find(pattern, STR(SITE_STACK), end) >= 0)
		return;
	while (beg > 0 && pattern.p[beg - 1] != '/')
		beg--;
	int64_t slash = str_find(pattern, STR("/"), end);
	struct str before = str_slice(pattern, beg, (uint32_t)at);
	struct str after = str_slice(pattern, end, slash < 0 ? pattern.n : (uint32_t)slash);
	struct str all = beg == 0 ? STR(".") : str_slice(pattern, 0, beg == 1 ? 1 : beg - 1);

	if (s->os.list(&s->os, &s->arena, arena_printf(&s->arena, "%.*s", STR_ARG(all)).p, &names, &count))
		return;
	for (uint32_t i = 0; i < count; i++)
		check_entry(&f, name_in(names[i], before, after));
}
