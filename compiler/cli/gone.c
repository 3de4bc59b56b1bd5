#include "cli/gone.h"

#include "change/set.h"
#include "change/value.h"
#include "emit/site.h"
#include "emit/transfer.h"
#include "emit/yaml.h"
#include "sema/path.h"

struct search {
	struct compile *c;
	const char *place;
	const struct gone_stack *stacks;
	uint32_t n;
	bool whole_folder; /* every file of a folder was compiled */
	struct diag *none; /* what tells that there is no stack at all, to be told more with; or NULL */
	const char *only;  /* the name of the one stack that was asked for, or NULL */
};

/* The name for which {stack} stands in an entry of the folder of all, or an empty one. */
static struct str name_in(struct str entry, struct str before, struct str after)
{
	if (entry.n <= before.n + after.n || !str_starts_with(entry, before) ||
	    !str_eq(str_slice(entry, entry.n - after.n, entry.n), after))
		return STR("");
	return str_slice(entry, before.n, entry.n - after.n);
}

/* The source that the folder of a stack says it was made from; empty if it is none. */
static struct str source_of(const struct search *f, const char *dir, struct str name)
{
	struct session *s = f->c->session;
	struct manifest list;
	struct str text;
	bool found, whole;

	if (transfer_read_manifest(&s->os, &s->arena, dir, STR(MANIFEST_FILE), &list, &found, &whole) ||
	    !whole || !str_eq(list.stack, name) || !list.entries.n)
		return STR("");
	const char *path = site_join(&s->arena, dir, list.entries.v[0].name);

	if (s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text))
		return STR("");
	return yaml_source(&s->arena, text);
}

/* Whether the run would have made a stack of this source: it is one of its files, or would be one. */
static bool is_asked(const struct search *f, struct str source)
{
	for (uint32_t i = 0; i < f->n; i++) {
		struct str known = f->stacks[i].source;

		if (str_eq(known, source) ||
		    (f->whole_folder && str_eq(path_folder(known), path_folder(source))))
			return true;
	}
	return false;
}

/* Whether a stack of this name is made by this run, or was not asked for. */
static bool is_made(const struct search *f, struct str name)
{
	for (uint32_t i = 0; i < f->n; i++)
		if (str_eq(f->stacks[i].name, name))
			return true;
	return f->only && !str_eq(str_from(f->only), name);
}

/* What of the folder holds data that nothing else has: the library says so of objects that go. */
static void name_data(const struct search *f, struct diag *d, const char *dir)
{
	struct session *s = f->c->session;
	const struct program *p = rcc_program(f->c->rcc);
	struct set_reader reader = { .session = s, .optional = true };
	struct object_list before, none = { 0 };

	if (!set_read(&reader, dir, &before))
		return;
	struct eval *e = eval_new(p, s);
	struct comparer comparer = comparer_of(p, s, e);
	struct change_values values = { e, &comparer };
	struct object_changes changes;

	changes_find(&comparer, &before, &none, &changes);
	struct value all = change_values(&values, (struct value){ 0 }, &changes);
	struct consequence *told = change_consequences(&values, all, changes.v.n);

	eval_free(e);
	for (uint32_t i = 0; told && i < changes.v.n; i++) {
		struct str id = object_id(&s->arena, changes.v.v[i].before);

		if (str_eq(told[i].effect, STR("lose")))
			diag_because(&s->diags, d, "`%.*s`: %.*s", STR_ARG(id), STR_ARG(told[i].text));
	}
}

static struct diag *tell_of(const struct search *f, const char *dir, struct str name, struct str source)
{
	struct diags *ds = &f->c->session->diags;
	struct diag *d = f->none;

	if (d) {
		diag_because(ds, d, "`%s` holds the stack `%.*s`, made from `%.*s`", dir, STR_ARG(name),
			     STR_ARG(source));
		return d;
	}
	d = diag_add(ds, DIAG_OUTPUT_STALE, (struct span){ 0 },
		     "`%s` holds the stack `%.*s`, and `%.*s` declares none of that name", dir, STR_ARG(name),
		     STR_ARG(source));
	diag_because(ds, d, "who applies all folders goes on running it");
	return d;
}

static void tell(const struct search *f, const char *dir, struct str name, struct str source)
{
	struct diag *d = tell_of(f, dir, name, source);

	name_data(f, d, dir);
	diag_help(&f->c->session->diags, d, "take `%s` away once what it describes may go, with its data",
		  dir);
}

static void check_folder(const struct search *f, const char *dir, struct str name)
{
	struct str source = is_made(f, name) ? STR("") : source_of(f, dir, name);

	if (source.n && is_asked(f, source))
		tell(f, dir, name, source);
}

/* All folders that the pattern has names for. */
static void check_folders(const struct search *f)
{
	struct session *s = f->c->session;
	struct str pattern = str_from(f->place), *names;
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
	for (uint32_t i = 0; i < count; i++) {
		struct str name = name_in(names[i], before, after);

		check_folder(f, site_of(&s->arena, f->place, name), name);
	}
}

static struct search search_of(struct compile *c, const char *place)
{
	struct search f = { .c = c, .place = place };
	struct os *os = &c->session->os;
	enum os_kind kind;

	f.whole_folder = os->kind(os, c->call->args.words.v[0], &kind) == 0 && kind == OS_DIR;
	return f;
}

void gone_check(struct compile *c, const char *place, const struct gone_stack *stacks, uint32_t n)
{
	struct search f = search_of(c, place);

	f.stacks = stacks;
	f.n = n;
	check_folders(&f);
}

/* ---- no stack at all ------------------------------------------------------------------- */

static struct diag *no_stack(const struct diags *ds)
{
	for (uint32_t i = 0; i < ds->list.n; i++)
		if (diag_is(ds->list.v[i], DIAG_NO_STACK))
			return ds->list.v[i];
	return NULL;
}

/* The files of the run, as if each declared a stack without a name. */
static void take_files(struct search *f)
{
	struct session *s = f->c->session;
	uint32_t count = s->sources.list.n;
	struct gone_stack *files = arena_new(&s->arena, struct gone_stack, count);

	for (uint32_t i = 1; i < count; i++)
		if (source_get(&s->sources, i)->kind == SOURCE_USER)
			files[f->n++].source = arena_str(&s->arena, source_name(&s->sources, i));
	f->stacks = files;
}

void gone_all(struct compile *c, const char *place)
{
	struct session *s = c->session;
	struct search f = search_of(c, place);
	const struct str file = STR(MANIFEST_FILE);
	struct manifest list;
	bool found, whole;

	f.none = no_stack(&s->diags);
	if (!f.none)
		return;
	f.only = args_text(&c->call->args, OPTION_STACK);
	take_files(&f);
	if (str_find(str_from(place), STR(SITE_STACK), 0) >= 0)
		check_folders(&f);
	else if (!transfer_read_manifest(&s->os, &s->arena, place, file, &list, &found, &whole) && whole)
		check_folder(&f, place, list.stack);
}
