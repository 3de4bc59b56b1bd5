#include "rules/rules_internal.h"

enum { ALIKE_MIN = 64 /* objects, for it to be worth while to note what was read, and recall what passed */ };

struct str rules_slug(struct arena *a, struct str name)
{
	char *p = arena_new(a, char, (size_t)name.n + 1);

	for (uint32_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '_' ? '-' : name.p[i];
	return (struct str){ p, name.n };
}

struct rules *rules_new(const struct program *p, struct session *s)
{
	struct rules *r = arena_new(&s->arena, struct rules, 1);

	*r = (struct rules){ .program = p, .ast = &p->ast, .session = s, .nchecks = p->checks.n };
	r->failed = arena_new(&s->arena, struct failed, r->nchecks);
	r->ran = arena_new(&s->arena, bool, r->nchecks);
	r->off = arena_new(&s->arena, bool, r->nchecks);
	return r;
}

void rules_skip(struct rules *r, const char *const *codes, uint32_t n)
{
	if (n)
		ast_warm(r->ast);
	for (uint32_t i = 1; i < r->nchecks; i++) {
		for (uint32_t k = 0; k < n && !r->off[i]; k++)
			r->off[i] = check_has_code(r, ast_child(r->ast, rules_check(r, i), 2),
						   str_from(codes[k]));
	}
}

/* ---- what builds on a check that failed ---------------------------------------------------- */

/* The outermost value around one that belongs to a single object; 0 for what is around all of them. */
static uint32_t object_of(const struct reach *reach, uint32_t value)
{
	const struct reached *values = reach->values.v;

	if (!reach->objects || reach->changes || value <= reach->shared)
		return 0;
	while (values[value].parent > reach->shared)
		value = values[value].parent;
	return value;
}

/* The first value from `from` on that a check failed on; 0: none. */
static uint32_t next_failed(const struct failed *f, uint32_t from)
{
	uint32_t low = 0, high = f->values.n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (f->values.v[mid] < from)
			low = mid + 1;
		else
			high = mid;
	}
	return low < f->values.n ? f->values.v[low] : 0;
}

/* Whether a check failed on this value if it is about such values, else on any of the same object. */
static bool has_failed(const struct failed *f, const struct reach *reach, uint32_t value, bool alike)
{
	uint32_t object = alike ? 0 : object_of(reach, value), next = next_failed(f, alike ? value : object);

	if (f->before || !next)
		return f->before;
	if (alike)
		return next == value;
	return !object || f->values.v[0] <= reach->shared || object_of(reach, next) == object;
}

/* What builds on a check that failed is silent. */
static bool prerequisites_hold(const struct rules *r, const struct checked *check, const struct reach *reach,
			       uint32_t value)
{
	node_id needs = r->any_failed && check->needs ? ast_child(r->ast, check->node, 1) : 0;

	for (node_id c = needs ? at(r, needs)->first : 0; c; c = next_of(r, c)) {
		uint32_t other = check_place(r->ast, REF_PAYLOAD(at(r, c)->ref));
		bool alike = rules_checked(r, other)->type == check->type;

		if (has_failed(&r->failed[other], reach, value, alike))
			return false;
	}
	return true;
}

/* `params` is NULL of a check that is known to hold. */
static void run_value(struct rules *r, struct eval *e, uint32_t index, const struct reach *reach,
		      struct run_params *params, uint32_t value)
{
	bool holds = prerequisites_hold(r, rules_checked(r, index), reach, value);

	if (holds) {
		r->ran[index] = true;
		holds = !params || run_on(r, e, index, params, reach, value);
	}
	if (holds)
		return;
	r->any_failed = true;
	vec_push(&r->session->arena, &r->failed[index].values, value);
}

/* Other values are judged from now on: which one failed is not asked any more. */
static void forget_failed(struct rules *r)
{
	for (uint32_t i = 1; r->any_failed && i < r->nchecks; i++)
		r->failed[i] = (struct failed){ .before = r->failed[i].before || r->failed[i].values.n };
}

/* What the sweep left to do of a check. */
static void run_doubts(struct rules *r, struct eval *e, uint32_t index, const struct reach *reach,
		       struct run_params *params)
{
	struct swept *s = reach->swept;
	bool ready = false;

	while (s->at < s->n && s->doubts[s->at].check < index)
		s->at++;
	for (; s->at < s->n && s->doubts[s->at].check == index; s->at++) {
		if (!ready)
			run_params_read(r, rules_checked(r, index), params);
		ready = true;
		run_value(r, e, index, reach, params, s->doubts[s->at].value);
	}
}

static void run_check(struct rules *r, struct eval *e, uint32_t index, const struct reach *reach,
		      struct run_params *params)
{
	const struct checked *check = rules_checked(r, index);

	if (r->off[index])
		return;
	if (reach->swept) {
		run_doubts(r, e, index, reach, params);
		return;
	}
	uint32_t value = reach_first(reach, check->type);

	if (!value)
		return;
	if (reach->beside && beside_passed(reach->beside, e, index))
		params = NULL;
	else
		run_params_read(r, check, params);
	for (; value; value = reach_next(reach, value))
		run_value(r, e, index, reach, params, value);
}

static void run_checks(struct rules *r, struct eval *e, const struct reach *reach)
{
	struct run_params params = { 0 };

	forget_failed(r);
	for (uint32_t i = 1; i < r->nchecks; i++)
		run_check(r, e, i, reach, &params);
}

/* ---- a stack, and the objects that are made of it ------------------------------------------ */

/* Drops the warnings since `first` that the stack allows. */
static void drop_allowed(struct rules *r, uint32_t first)
{
	struct diags *ds = &r->session->diags;
	uint32_t kept = first;

	for (uint32_t i = first; r->allowances && i < ds->list.n; i++) {
		struct diag *d = ds->list.v[i];

		if (d->severity == SEVERITY_ERROR || !allow_covers(r->allowances, d->code))
			ds->list.v[kept++] = d;
		else if (d->severity == SEVERITY_WARNING)
			ds->warnings--;
	}
	if (r->allowances)
		ds->list.n = kept;
}

void rules_run(struct rules *r, struct eval *e, node_id stack, struct value value,
	       const struct rules_maker *maker)
{
	uint32_t before = r->session->diags.list.n;
	struct reach reach = { .stack = stack };

	for (uint32_t i = 1; i < r->nchecks; i++) {
		r->failed[i] = (struct failed){ 0 };
		r->ran[i] = false;
	}
	r->any_failed = false;
	r->allowances = NULL;
	r->making = (struct making){ .maker = maker, .rules = r, .eval = e };
	reach.asking = maker ? &r->making : NULL;
	if (value.kind != VALUE_RECORD)
		return;
	reach_collect(&reach, e, r->session, &r->program->types, value);
	run_checks(r, e, &reach);
	r->allowances = allow_read(r, e, value);
	drop_allowed(r, before);
}

struct value rules_run_objects(struct rules *r, struct eval *e, const struct rules_objects *from)
{
	uint32_t before = r->session->diags.list.n;
	struct reach reach = { .stack = from->node, .objects = true };

	if (from->manifests.kind != VALUE_RECORD || from->list.kind != VALUE_LIST)
		return from->manifests;
	bool known = r->making.made && r->making.list == from->list.list;
	struct manifests set = known ? r->making.set : manifests_fill(r, e, from->manifests, from->list);

	r->making = (struct making){ 0 };
	reach_begin_objects(&reach, r->session, from->stack, &set);
	reach.swept = from->plain ? NULL : sweep(r, e, &reach, &set);
	if (from->again && (!reach.swept || reach.swept->n)) {
		set = manifests_fill(r, e, from->manifests, from->again(from->self));
		reach.values.n = 0;
		reach_begin_objects(&reach, r->session, from->stack, &set);
	}
	if (reach.swept)
		sweep_take(reach.swept, r, e, &reach, &set);
	else
		reach_add_objects(&reach, e, r->session, &r->program->types, &set);
	if (!reach.swept && set.list.list->n >= ALIKE_MIN)
		reach.recall = recall_new(&r->session->arena, r->nchecks);
	if (!reach.swept)
		reach.beside = beside_begin(r, e, &reach);
	run_checks(r, e, &reach);
	beside_end(reach.beside);
	drop_allowed(r, before);
	if (from->node)
		places_show_overrides(r, e, from, before);
	else
		places_drop_refused(&r->session->diags, before);
	return set.all;
}

void rules_run_changes(struct rules *r, struct eval *e, const struct rules_changes *from)
{
	uint32_t before = r->session->diags.list.n;
	struct reach reach = { .stack = from->node,
			       .objects = true,
			       .changes = true,
			       .accepted = from->accepted,
			       .naccepted = from->naccepted };

	if (from->changes.kind != VALUE_RECORD)
		return;
	reach_collect_changes(&reach, e, r->session, &r->program->types, from->stack, from->changes);
	run_checks(r, e, &reach);
	drop_allowed(r, before);
}

void rules_end(struct rules *r, struct eval *e, enum rules_ran ran)
{
	if (r->allowances)
		allow_finish(r->allowances, r, e, ran);
	r->allowances = NULL;
}
