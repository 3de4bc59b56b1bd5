#include "stacks/amounts.h"

#include "eval/make.h"
#include "objects/plain.h"

#include <stdlib.h>

enum { TOLD = 8 /* stacks that a message points at */ };

void amounts_init(struct amounts *a, struct session *s)
{
	*a = (struct amounts){ .session = s };
	arena_init(&a->arena);
}

void amounts_fini(struct amounts *a)
{
	arena_fini(&a->arena);
}

/* ---- a stack ------------------------------------------------------------------------------- */

static int64_t number(struct value v)
{
	return v.kind == VALUE_INT ? v.integer : 0;
}

void amounts_take(struct amounts *a, struct eval *e, uint64_t cluster, struct span at, struct value held)
{
	struct value list = eval_field_of(e, held, "amounts");
	uint32_t n = list.kind == VALUE_LIST ? list.list->n : 0;

	for (uint32_t i = 0; i < n; i++) {
		struct value v = list.list->items[i];
		struct value offered = eval_field_of(e, v, "offered");
		struct amount taken = { .cluster = cluster,
					.of = arena_str(&a->arena, eval_text_of(e, v, "of")),
					.wanted = number(eval_field_of(e, v, "wanted")),
					.offered = number(offered),
					.label = arena_str(&a->arena, eval_text_of(e, v, "label")),
					.at = at,
					.there = plain_span(e, a->session, offered.origin) };

		vec_push(&a->arena, &a->all, taken);
	}
}

/* ---- all of them --------------------------------------------------------------------------- */

static int64_t sum(const struct amount *v, uint32_t n)
{
	int64_t all = 0;

	for (uint32_t i = 0; i < n; i++)
		all = v[i].wanted > INT64_MAX - all ? INT64_MAX : all + v[i].wanted;
	return all;
}

static void add_lines(struct diags *ds, struct diag *d, struct value list,
		      void (*add)(struct diags *, struct diag *, const char *, ...))
{
	for (uint32_t i = 0; list.kind == VALUE_LIST && i < list.list->n; i++) {
		if (list.list->items[i].kind == VALUE_STRING)
			add(ds, d, "%.*s", STR_ARG(*list.list->items[i].string));
	}
}

static void report(struct amounts *a, const struct amount *v, uint32_t n, struct eval *e, struct value words)
{
	struct diags *ds = &a->session->diags;
	struct diag *d = diag_add(ds, DIAG_TOO_MUCH_TOGETHER, v[0].at, "%.*s",
				  STR_ARG(eval_text_of(e, words, "message")));

	diag_primary(ds, d, "%.*s", STR_ARG(v[0].label));
	for (uint32_t i = 1; i < n && i < TOLD; i++)
		diag_label(ds, d, v[i].at, "%.*s", STR_ARG(v[i].label));
	diag_label(ds, d, v[0].there, "what there is");
	if (n > TOLD)
		diag_because(ds, d, "the same holds for %u more stacks", n - TOLD);
	add_lines(ds, d, eval_field_of(e, words, "because"), diag_because);
	add_lines(ds, d, eval_field_of(e, words, "help"), diag_help);
}

/* What some stacks of one cluster take of one thing. */
static void compare(struct amounts *a, const struct amount *v, uint32_t n, struct eval *e, node_id exceeded)
{
	int64_t all = sum(v, n);

	if (n < 2 || all <= v->offered)
		return;
	struct value args[] = { value_string(e, v->of, 0), value_integer(VALUE_INT, all, 0),
				value_integer(VALUE_INT, v->offered, 0), value_integer(VALUE_INT, n, 0) };
	struct value words = eval_call(e, exceeded, args, sizeof args / sizeof *args);

	if (words.kind == VALUE_RECORD)
		report(a, v, n, e, words);
}

static bool is_alike(const struct amount *a, const struct amount *b)
{
	return a->cluster == b->cluster && str_eq(a->of, b->of);
}

/* The same things beside each other, in the order in which their stacks stand. */
static int by_thing(const void *one, const void *two)
{
	const struct amount *a = one, *b = two;

	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	if (!str_eq(a->of, b->of))
		return str_cmp(a->of, b->of);
	return (a->at.beg > b->at.beg) - (a->at.beg < b->at.beg);
}

void amounts_report(struct amounts *a, struct eval *e, node_id exceeded)
{
	if (!exceeded || !a->all.n)
		return;
	qsort(a->all.v, a->all.n, sizeof *a->all.v, by_thing);
	for (uint32_t first = 0, end; first < a->all.n; first = end) {
		for (end = first + 1; end < a->all.n && is_alike(&a->all.v[end], &a->all.v[first]);)
			end++;
		compare(a, &a->all.v[first], end - first, e, exceeded);
	}
}
