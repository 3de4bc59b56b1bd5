#include "base/diag.h"

#include "base/mask.h"

#include <stdlib.h>

const struct diag_info diag_infos[DIAG_COUNT] = {
#define DIAG(code_, id, slug_, severity_, title_) \
	[DIAG_##id] = { .code = code_, .slug = slug_, .title = title_, .severity = SEVERITY_##severity_ },
#include "base/diag.def"
#undef DIAG
};

void diags_init(struct diags *ds, struct arena *arena)
{
	*ds = (struct diags){ .arena = arena };
}

static void count(struct diags *ds, enum severity severity, int change)
{
	if (severity == SEVERITY_ERROR)
		ds->errors += change;
	else if (severity == SEVERITY_WARNING)
		ds->warnings += change;
}

struct diag *diag_add_check(struct diags *ds, struct str code, struct str slug, enum severity severity,
			    struct str message)
{
	struct diag *d = arena_new(ds->arena, struct diag, 1);

	*d = (struct diag){ .code = arena_str(ds->arena, code),
			    .slug = arena_str(ds->arena, slug),
			    .severity = severity,
			    .message = arena_str(ds->arena, message),
			    .by_hand = ds->by_hand };
	count(ds, severity, 1);
	if (ds->limit && ds->list.n >= *ds->limit)
		ds->dropped++;
	else
		vec_push(ds->arena, &ds->list, d);
	return d;
}

struct diag *diag_add(struct diags *ds, enum diag_code code, struct span at, const char *fmt, ...)
{
	const struct diag_info *info = &diag_infos[code];
	va_list args;

	va_start(args, fmt);
	struct str message = arena_vprintf(ds->arena, fmt, args);

	va_end(args);
	struct diag *d =
		diag_add_check(ds, str_from(info->code), str_from(info->slug), info->severity, message);

	vec_push(ds->arena, &d->labels, (struct diag_label){ .span = at });
	return d;
}

bool diag_is_kept(const struct diags *ds, const struct diag *d)
{
	return ds->list.n && ds->list.v[ds->list.n - 1] == d;
}

bool diag_is(const struct diag *d, enum diag_code code)
{
	return str_eq(d->code, str_from(diag_infos[code].code));
}

bool diags_have(const struct diags *ds, enum diag_code code, uint32_t beg, uint32_t end)
{
	for (uint32_t i = 0; i < ds->list.n; i++) {
		const struct diag *d = ds->list.v[i];

		if (d->labels.n && d->labels.v[0].span.beg >= beg && d->labels.v[0].span.beg < end &&
		    diag_is(d, code))
			return true;
	}
	return false;
}

void diag_primary(struct diags *ds, struct diag *d, const char *fmt, ...)
{
	va_list args;

	if (d->labels.n == 0)
		vec_push(ds->arena, &d->labels, (struct diag_label){ 0 });
	va_start(args, fmt);
	d->labels.v[0].text = arena_vprintf(ds->arena, fmt, args);
	va_end(args);
}

void diag_label(struct diags *ds, struct diag *d, struct span at, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	struct str text = arena_vprintf(ds->arena, fmt, args);

	va_end(args);
	vec_push(ds->arena, &d->labels, (struct diag_label){ .span = at, .text = text });
}

void diag_because(struct diags *ds, struct diag *d, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	struct str text = arena_vprintf(ds->arena, fmt, args);

	va_end(args);
	vec_push(ds->arena, &d->because, text);
}

void diag_help(struct diags *ds, struct diag *d, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	struct str text = arena_vprintf(ds->arena, fmt, args);

	va_end(args);
	vec_push(ds->arena, &d->help, text);
}

struct diag_fix *diag_fix(struct diags *ds, struct diag *d, struct span at, struct str text, const char *fmt,
			  ...)
{
	va_list args;

	va_start(args, fmt);
	struct str title = arena_vprintf(ds->arena, fmt, args);

	va_end(args);
	vec_push(ds->arena, &d->fixes, (struct diag_fix){ .title = title });
	struct diag_fix *fix = &d->fixes.v[d->fixes.n - 1];

	diag_edit(ds, fix, at, text);
	return fix;
}

void diag_hide(struct diags *ds, struct span secret)
{
	vec_push(ds->arena, &ds->hidden, secret);
}

void diag_edit(struct diags *ds, struct diag_fix *f, struct span at, struct str text)
{
	vec_push(ds->arena, &f->edits, (struct diag_edit){ .span = at, .text = arena_str(ds->arena, text) });
}

struct diag_mark diags_mark(const struct diags *ds)
{
	return (struct diag_mark){ ds->list.n, ds->errors, ds->warnings, ds->dropped };
}

void diags_release(struct diags *ds, struct diag_mark mark)
{
	ds->list.n = mark.n;
	ds->errors = mark.errors;
	ds->warnings = mark.warnings;
	ds->dropped = mark.dropped;
}

static bool is_only_at(const struct diag *d, struct span place)
{
	for (uint32_t i = 0; i < d->labels.n; i++) {
		if (d->labels.v[i].span.beg != place.beg || d->labels.v[i].span.end != place.end)
			return false;
	}
	return true;
}

static bool share_place(const struct diag *a, const struct diag *b)
{
	for (uint32_t i = 0; i < a->labels.n; i++) {
		for (uint32_t k = 0; k < b->labels.n; k++) {
			struct span x = a->labels.v[i].span, y = b->labels.v[k].span;

			if (x.beg && x.beg == y.beg && x.end == y.end)
				return true;
		}
	}
	return false;
}

void diags_drop_alike(struct diags *ds, struct diag_mark from, struct diag_mark then, struct span whole)
{
	uint32_t kept = then.n;

	for (uint32_t i = then.n; i < ds->list.n; i++) {
		struct diag *d = ds->list.v[i];
		bool told = is_only_at(d, whole);

		for (uint32_t k = from.n; k < then.n && !told; k++)
			told = ds->list.v[k]->severity == SEVERITY_ERROR && share_place(ds->list.v[k], d);
		if (!told)
			ds->list.v[kept++] = d;
		ds->errors -= told && d->severity == SEVERITY_ERROR;
		ds->warnings -= told && d->severity == SEVERITY_WARNING;
	}
	ds->list.n = kept;
}

bool diags_any_since(const struct diags *ds, struct diag_mark mark)
{
	return ds->list.n != mark.n || ds->errors != mark.errors || ds->warnings != mark.warnings ||
	       ds->dropped != mark.dropped;
}

void diags_join(struct diags *ds, const struct diags *others)
{
	for (uint32_t i = 0; i < others->list.n; i++) {
		if (ds->limit && ds->list.n >= *ds->limit)
			ds->dropped++;
		else
			vec_push(ds->arena, &ds->list, others->list.v[i]);
	}
	for (uint32_t i = 0; i < others->hidden.n; i++)
		vec_push(ds->arena, &ds->hidden, others->hidden.v[i]);
	ds->errors += others->errors;
	ds->warnings += others->warnings;
	ds->dropped += others->dropped;
}

/* ---- order --------------------------------------------------------------------------- */

enum rank { RANK_USER, RANK_LIBRARY, RANK_NOWHERE };

struct entry {
	enum rank rank;
	struct span span;
	uint32_t number; /* in order of reporting, to keep the sort stable */
	struct diag *diag;
};

static struct entry entry_of(struct diag *d, uint32_t number, const struct sources *sources)
{
	struct span span = d->labels.n ? d->labels.v[0].span : (struct span){ 0 };
	enum rank rank = RANK_NOWHERE;

	if (source_at(sources, span.beg))
		rank = source_kind_at(sources, span.beg) == SOURCE_LIBRARY ? RANK_LIBRARY : RANK_USER;
	return (struct entry){ rank, span, number, d };
}

static int compare(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_spans(struct span a, struct span b)
{
	int order = compare(a.beg, b.beg);

	return order ? order : compare(a.end, b.end);
}

static int compare_labels(const struct diag *a, const struct diag *b)
{
	int order = compare(a->labels.n, b->labels.n);

	for (uint32_t i = 0; !order && i < a->labels.n; i++) {
		order = compare_spans(a->labels.v[i].span, b->labels.v[i].span);
		if (!order)
			order = str_cmp(a->labels.v[i].text, b->labels.v[i].text);
	}
	return order;
}

/* 0 for repetitions. */
static int compare_entries(const struct entry *a, const struct entry *b)
{
	int order = compare(a->rank, b->rank);

	if (!order && a->rank == RANK_NOWHERE) /* nothing orders them but their weight */
		order = compare(b->diag->severity, a->diag->severity);
	if (!order)
		order = compare_spans(a->span, b->span);
	if (!order)
		order = str_cmp(a->diag->code, b->diag->code);
	if (!order)
		order = str_cmp(a->diag->message, b->diag->message);
	return order ? order : compare_labels(a->diag, b->diag);
}

static int by_place(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int order = compare_entries(a, b);

	return order ? order : compare(a->number, b->number);
}

static void drop_repetitions(struct diags *ds, const struct entry *entries, uint32_t n)
{
	ds->list.n = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (i && compare_entries(&entries[i - 1], &entries[i]) == 0)
			count(ds, entries[i].diag->severity, -1);
		else
			ds->list.v[ds->list.n++] = entries[i].diag;
	}
}

/* A note, not an error: what was left out is counted with its own severity already. */
static void tell_dropped(struct diags *ds)
{
	const struct diag_info *info = &diag_infos[DIAG_LIMIT];
	struct str message = arena_printf(ds->arena, "%u more diagnostics are not kept: the limit is %llu",
					  ds->dropped, (unsigned long long)*ds->limit);
	struct diag *d = arena_new(ds->arena, struct diag, 1);

	*d = (struct diag){ .code = str_from(info->code),
			    .slug = str_from(info->slug),
			    .severity = SEVERITY_NOTE,
			    .message = message };
	vec_push(ds->arena, &ds->list, d);
	ds->dropped = 0;
}

static void mask_all(struct diags *ds, struct str *texts, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		texts[i] = mask_passwords(ds->arena, texts[i]);
}

/* Whatever a text quotes: no password of an address. Edits are applied, and stay as they are. */
static void mask_texts(struct diags *ds, struct diag *d)
{
	mask_all(ds, &d->message, 1);
	mask_all(ds, d->because.v, d->because.n);
	mask_all(ds, d->help.v, d->help.n);
	for (uint32_t i = 0; i < d->labels.n; i++)
		mask_all(ds, &d->labels.v[i].text, 1);
	for (uint32_t i = 0; i < d->fixes.n; i++)
		mask_all(ds, &d->fixes.v[i].title, 1);
}

void diags_sort(struct diags *ds, const struct sources *sources)
{
	uint32_t n = ds->list.n;
	struct entry *entries = arena_new(ds->arena, struct entry, n);

	for (uint32_t i = 0; i < n; i++)
		entries[i] = entry_of(ds->list.v[i], i, sources);
	if (n)
		qsort(entries, n, sizeof *entries, by_place);
	drop_repetitions(ds, entries, n);
	for (uint32_t i = 0; i < ds->list.n; i++)
		mask_texts(ds, ds->list.v[i]);
	if (ds->dropped)
		tell_dropped(ds);
}
