/*
 * What the place of a finding tells, once all are there: of a value that was refused as it is written
 * nothing else is said there; and where only the name of the stack is to blame, its overrides are shown,
 * which change what it makes by itself.
 */
#include "rules/rules_internal.h"

enum { SHOWN_OVERRIDES = 3 };

static bool is_same(struct span a, struct span b)
{
	return a.beg == b.beg && a.end == b.end;
}

/* ---- values of another type ---------------------------------------------------------------- */

static bool is_refused(const struct diags *ds, uint32_t first, struct span at)
{
	for (uint32_t i = 0; i < first; i++) {
		const struct diag *d = ds->list.v[i];

		if (is_same(d->labels.v[0].span, at) &&
		    str_eq(d->code, str_from(diag_infos[DIAG_MANIFEST_TYPE].code)))
			return true;
	}
	return false;
}

static bool any_refused(const struct diags *ds, uint32_t first)
{
	uint32_t i = 0;

	while (i < first && !str_eq(ds->list.v[i]->code, str_from(diag_infos[DIAG_MANIFEST_TYPE].code)))
		i++;
	return i < first;
}

void places_drop_refused(struct diags *ds, uint32_t first)
{
	uint32_t kept = first;

	if (!any_refused(ds, first))
		return;
	for (uint32_t i = first; i < ds->list.n; i++) {
		struct diag *d = ds->list.v[i];

		if (!d->labels.n || !is_refused(ds, first, d->labels.v[0].span))
			ds->list.v[kept++] = d;
		else if (d->severity == SEVERITY_ERROR)
			ds->errors--;
		else if (d->severity == SEVERITY_WARNING)
			ds->warnings--;
	}
	ds->list.n = kept;
}

/* ---- overrides ----------------------------------------------------------------------------- */

/* The overrides of a stack, if they are few; NULL without any. */
static const struct map_value *few_overrides(const struct rules *r, struct eval *e, struct value stack)
{
	const struct types *types = &r->program->types;
	const struct type *t = stack.kind == VALUE_RECORD ? type_get(types, stack.record->type) : NULL;

	for (uint32_t i = 0; t && i < t->count; i++) {
		type_id type = type_unwrap(types, type_field(types, t, i)->type);

		if (type_get(types, type)->kind != TYPE_OVERRIDES)
			continue;
		struct value v = eval_field(e, stack.record, i);

		if (v.kind == VALUE_OVERRIDES && v.map->n && v.map->n <= SHOWN_OVERRIDES)
			return v.map;
	}
	return NULL;
}

/* What the user wrote comes first. */
static void show(const struct rules *r, struct eval *e, struct diag *d, const struct map_value *overrides)
{
	struct diag_label stack = d->labels.v[0];
	struct origin_leaves leaves;

	for (uint32_t i = 0; i < overrides->n; i++) {
		origin_leaves(eval_origins(e), &r->session->arena, overrides->entries[i].key_origin, &leaves);
		if (leaves.spans.n)
			diag_label(&r->session->diags, d, leaves.spans.v[0],
				   "this changes what the stack makes");
	}
	for (uint32_t i = 1; i < d->labels.n; i++)
		d->labels.v[i - 1] = d->labels.v[i];
	d->labels.v[d->labels.n - 1] = stack;
}

void places_show_overrides(struct rules *r, struct eval *e, const struct rules_objects *from, uint32_t first)
{
	struct diags *ds = &r->session->diags;
	struct span name = ast_name_span(r->ast, from->node);
	const struct map_value *overrides = NULL;

	for (uint32_t i = first; i < ds->list.n; i++) {
		struct diag *d = ds->list.v[i];

		if (d->labels.n != 1 || !is_same(d->labels.v[0].span, name))
			continue;
		if (!overrides)
			overrides = few_overrides(r, e, from->stack);
		if (!overrides)
			return;
		show(r, e, d, overrides);
	}
}
