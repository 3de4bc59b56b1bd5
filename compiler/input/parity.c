#include "input/parity.h"

#include <stdlib.h>

enum { EVERYWHERE = UINT32_MAX };

struct setting {
	struct str name;
	uint32_t environment; /* or EVERYWHERE */
	struct span at;	      /* of the key */
	node_id param;
};

struct parity {
	const struct parity_run *run;
	struct session *s;
	const char **environments; /* their files */
	uint32_t n;
	VEC(struct setting) settings;
};

static int by_name(const void *a, const void *b)
{
	const struct setting *x = a, *y = b;
	int order = str_cmp(x->name, y->name);

	if (order)
		return order;
	order = (x->environment > y->environment) - (x->environment < y->environment);
	return order ? order : (x->param > y->param) - (x->param < y->param);
}

static void add(struct parity *p, const struct given *g, uint32_t environment)
{
	vec_push(&p->s->arena, &p->settings, (struct setting){ g->name, environment, g->name_at, g->param });
}

/* ---- what is set where ---- */

/* The environment that the run itself is for is the one of its last env file. */
static void add_own(struct parity *p, const struct given_list *all, const struct given_list *bound)
{
	const struct input_options *o = p->run->options;
	struct str last = o->nparam_files ? str_from(o->param_files[o->nparam_files - 1]) : STR("");

	if (last.n)
		p->environments[p->n++] = last.p;
	for (uint32_t i = 0; i < all->v.n; i++) {
		const struct given *g = &all->v.v[i];

		if (!str_eq(source_name(&p->s->sources, source_at(&p->s->sources, g->at.beg)), last))
			add(p, g, EVERYWHERE);
	}
	for (uint32_t i = 0; last.n && i < bound->v.n; i++) {
		if (bound->v.v[i].name.n)
			add(p, &bound->v.v[i], 0);
	}
}

static void add_file(struct parity *p, const char *path)
{
	struct given_list read = { 0 }, bound = { 0 };

	params_read_file(path, p->s, &read);
	given_bind(p->run->program, p->run->load, read.v.v, read.v.n, &bound);
	eval_test_params(p->run->eval, &bound);
	for (uint32_t i = 0; i < bound.v.n; i++) {
		if (bound.v.v[i].name.n)
			add(p, &bound.v.v[i], p->n);
	}
	p->environments[p->n++] = path;
}

/* ---- one parameter ---- */

struct group { /* the settings of one parameter, by environment */
	const struct setting *v;
	uint32_t n;
};

static bool sets(const struct group *g, uint32_t environment)
{
	for (uint32_t i = 0; i < g->n; i++) {
		if (g->v[i].environment == environment)
			return true;
	}
	return false;
}

/* The files of the environments that set it, or do not: `a`, `b` and `c`. */
static struct str list_files(const struct parity *p, const struct group *g, bool set)
{
	struct buf list = { .arena = &p->s->arena };
	uint32_t left = 0, first;

	for (uint32_t i = 0; i < p->n; i++)
		left += sets(g, i) == set;
	first = left;
	for (uint32_t i = 0; i < p->n; i++) {
		if (sets(g, i) != set)
			continue;
		buf_printf(&list, "%s`%s`",
			   left == first ? ""
			   : left > 1	 ? ", "
					 : " and ",
			   p->environments[i]);
		left--;
	}
	return buf_str(&list);
}

static void tell_otherwise(const struct parity *p, struct diag *d, node_id param)
{
	const struct ast *t = &p->run->program->ast;
	struct diags *ds = &p->s->diags;
	node_id fallback = ast_child(t, param, 1);

	if (!ast_is_none(t, fallback))
		diag_because(ds, d, "without it the default holds: `%.*s`",
			     STR_ARG(source_span_text(&p->s->sources, ast_span(t, fallback))));
	else if (ast_node(t, param)->flags & NODE_F_OPTIONAL)
		diag_because(ds, d, "without it the parameter is absent");
	else
		diag_because(ds, d, "it has no default: without it nothing compiles");
}

static void report(const struct parity *p, const struct group *g)
{
	struct diags *ds = &p->s->diags;
	struct diag *d = diag_add(ds, DIAG_PARAM_PARITY, g->v[0].at, "`%.*s` is set in %.*s, but not in %.*s",
				  STR_ARG(g->v[0].name), STR_ARG(list_files(p, g, true)),
				  STR_ARG(list_files(p, g, false)));

	for (uint32_t i = 1; i < g->n; i++) {
		if (g->v[i].environment != g->v[i - 1].environment)
			diag_label(ds, d, g->v[i].at, "set here, too");
	}
	tell_otherwise(p, d, g->v[0].param);
	diag_help(ds, d, "set it in each of them, or in none");
}

static void compare(const struct parity *p, const struct group *g)
{
	uint32_t environments = 1;

	if (g->v[g->n - 1].environment == EVERYWHERE)
		return;
	for (uint32_t i = 1; i < g->n; i++)
		environments += g->v[i].environment != g->v[i - 1].environment;
	if (environments < p->n)
		report(p, g);
}

void parity_check(const struct parity_run *run, const struct given_list *all, const struct given_list *bound)
{
	struct parity p = { .run = run, .s = run->session };
	uint32_t files = run->options->nparity;

	p.environments = arena_new(&p.s->arena, const char *, files + 1);
	add_own(&p, all, bound);
	for (uint32_t i = 0; i < files; i++)
		add_file(&p, run->options->parity[i]);
	if (p.settings.n)
		qsort(p.settings.v, p.settings.n, sizeof *p.settings.v, by_name);
	for (uint32_t i = 0, n; i < p.settings.n; i += n) {
		for (n = 1; i + n < p.settings.n && str_eq(p.settings.v[i].name, p.settings.v[i + n].name);)
			n++;
		compare(&p, &(struct group){ &p.settings.v[i], n });
	}
}
