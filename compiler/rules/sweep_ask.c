/*
 * What there is to ask of a value, and how: checks of the same types together, and not again what passed on
 * its like. A shard learns from its first values which checks these are.
 */
#include "rules/sweep.h"

#include <string.h>

enum {
	LEARN = 16, /* values, before checks are taken together */
	STEADY = 2, /* at most so many of them may have been unlike */
};

/* ---- what there is to ask ----------------------------------------------------------------- */

static uint32_t find_group(const struct plan *p, const type_id *types, uint32_t n)
{
	uint32_t g = p->first[types[0]];

	while (g &&
	       (p->groups.v[g].ntypes != n || memcmp(p->groups.v[g].types, types, n * sizeof *types) != 0))
		g = p->groups.v[g].next;
	return g;
}

static uint32_t add_group(struct plan *p, const type_id *types, uint32_t n)
{
	vec_push(&p->rules->session->arena, &p->groups,
		 (struct group){ .types = types, .ntypes = n, .next = p->first[types[0]] });
	return p->first[types[0]] = p->groups.n - 1;
}

static void plan_check(struct plan *p, uint32_t check)
{
	const struct rules *r = p->rules;
	struct arena *a = &r->session->arena;
	node_id params = ast_child(r->ast, rules_check(r, check), 0);
	uint32_t most = ast_child_count(r->ast, params), n = 0;
	type_id *types = arena_new(a, type_id, most);
	struct asked asked = { .check = check, .params = arena_new(a, struct asked_param, most) };

	for (node_id c = at(r, params)->first; c; c = next_of(r, c)) {
		type_id type = type_base(&r->program->types, at(r, c)->type);
		bool of_set = n && type == p->set->all.record->type;

		asked.params[asked.n++] = (struct asked_param){ at(r, c)->ref, of_set ? OF_SET : n };
		if (!of_set)
			types[n++] = type;
	}
	uint32_t g = find_group(p, types, n);

	if (!g)
		g = add_group(p, types, n);
	struct group *group = &p->groups.v[g];

	vec_push(a, &group->checks, asked);
	group->most = most > group->most ? most : group->most;
}

void sweep_plan(struct plan *p)
{
	const struct rules *r = p->rules;
	struct arena *a = &r->session->arena;

	p->first = arena_new(a, uint32_t, r->program->types.list.n);
	vec_push(a, &p->groups, (struct group){ 0 });
	for (uint32_t i = 1; i < r->nchecks; i++) {
		if (!r->off[i])
			plan_check(p, i);
	}
}

/* ---- one value ---------------------------------------------------------------------------- */

/* The numbers of groups follow those of checks. */
static uint32_t number_of(const struct plan *p, uint32_t group)
{
	return p->rules->nchecks + group;
}

static struct run_params bind(const struct shard *s, const struct memory *m, const struct asked *a)
{
	for (uint32_t i = 0; i < a->n; i++) {
		uint32_t given = a->params[i].given;

		m->bound[i].slot = a->params[i].slot;
		m->bound[i].given = given == OF_SET ? &s->all : m->params.v[given].given;
	}
	return (struct run_params){ .n = a->n, .v = m->bound };
}

static bool ask(struct shard *s, const struct plan *p, const struct asked *a, const struct memory *m,
		uint32_t value)
{
	uint32_t skipped = s->rules.skipped.n;
	struct run_params params = bind(s, m, a);
	struct run run = { .rules = &s->rules,
			   .eval = s->eval,
			   .check = rules_check(p->rules, a->check),
			   .stmts = rules_checked(p->rules, a->check)->stmts,
			   .params = &params,
			   .reach = &s->reach,
			   .value = value,
			   .origins = eval_origins(s->eval) };

	if (run_holds(&run) && s->rules.skipped.n == skipped)
		return true;
	vec_push(&s->session.arena, &s->doubts,
		 (struct doubt){ a->check, value + s->reach.values.v[value].next, s->object });
	return false;
}

/* Keeps how far a check, or several, looked around the value; it is not known of those not recalled. */
static void note_needs(struct shard *s, const struct run_params *given, uint32_t value, bool recalled)
{
	uint32_t *needs = &s->reach.values.v[value].needs, roots = recall_roots(s->recall);

	for (uint32_t i = 0; i < given->nown; i++) {
		if (!recalled || given->own[i].kind != VALUE_RECORD)
			*needs = 0;
		else if (roots >> i & 1 && given->places[i] < *needs)
			*needs = given->places[i];
	}
}

/* Whether it is known that they have nothing to say; by number. */
static bool is_recalled(struct shard *s, uint32_t number, const struct run_params *given, uint32_t value)
{
	bool recalled = recall_holds(s->recall, s->eval, number, given->own, given->nown);

	note_needs(s, given, value, recalled);
	return recalled;
}

static void ask_alone(struct shard *s, const struct plan *p, const struct asked *a, const struct memory *m,
		      uint32_t value)
{
	const struct run_params *given = &m->params;

	if (!given->nown) {
		ask(s, p, a, m, value);
		return;
	}
	if (is_recalled(s, a->check, given, value))
		return;
	recall_begin(s->recall, s->eval, a->check, given->own, given->nown);
	recall_end(s->recall, s->eval, a->check, ask(s, p, a, m, value));
}

static void ask_steady(struct shard *s, const struct plan *p, uint32_t g, uint32_t value)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];
	uint32_t number = number_of(p, g);
	bool hold = true;

	if (is_recalled(s, number, &m->params, value))
		return;
	recall_begin(s->recall, s->eval, number, m->params.own, m->params.nown);
	for (uint32_t i = m->alone; i < group->checks.n; i++)
		hold &= ask(s, p, &group->checks.v[m->order[i]], m, value);
	recall_end(s->recall, s->eval, number, hold);
	m->together = !recall_is_wasted(s->recall, number);
}

/* Chooses the checks that are asked together. */
static void take_together(struct shard *s, const struct plan *p, uint32_t g)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];
	uint32_t n = group->checks.n, steady = n;

	m->alone = 0;
	for (uint32_t i = n; i-- > 0;) {
		if (recall_misses(s->recall, group->checks.v[i].check) <= STEADY)
			m->order[--steady] = i;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (recall_misses(s->recall, group->checks.v[i].check) > STEADY)
			m->order[m->alone++] = i;
	}
	m->together = n - m->alone > 1;
}

static void prepare_memory(struct shard *s, const struct plan *p, uint32_t g)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];
	struct arena *a = &s->session.arena;

	m->params = (struct run_params){ .n = group->ntypes,
					 .v = arena_new(a, struct run_param, group->ntypes),
					 .own = arena_new(a, struct value, group->ntypes),
					 .places = arena_new(a, uint32_t, group->ntypes),
					 .all = &s->all };
	for (uint32_t i = 0; i < group->ntypes; i++)
		m->params.v[i].type = group->types[i];
	m->bound = arena_new(a, struct run_param, group->most);
	m->order = arena_new(a, uint32_t, group->checks.n);
	for (uint32_t i = 0; i < group->checks.n; i++)
		m->order[i] = i;
	m->alone = group->checks.n;
}

static void ask_group(struct shard *s, const struct plan *p, uint32_t g, uint32_t value)
{
	const struct group *group = &p->groups.v[g];
	struct memory *m = &s->memories[g];

	if (!m->params.n)
		prepare_memory(s, p, g);
	if (!run_find_given(&m->params, &s->reach, value))
		return;
	if (m->together)
		ask_steady(s, p, g, value);
	for (uint32_t i = 0; i < (m->together ? m->alone : group->checks.n); i++)
		ask_alone(s, p, &group->checks.v[m->order[i]], m, value);
	if (++m->seen == LEARN && m->params.nown)
		take_together(s, p, g);
}

void sweep_ask(struct shard *s, const struct plan *p, uint32_t value)
{
	for (uint32_t g = p->first[s->reach.values.v[value].type]; g; g = p->groups.v[g].next)
		ask_group(s, p, g, value);
}
