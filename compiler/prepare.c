/* What comes before the first stack: the library, the files of the run, and its parameters. */
#include "rcc_internal.h"

#include "image/image.h"
#include "input/params.h"
#include "input/parity.h"

static bool load_library(struct rcc *r)
{
	r->load.stdlib = r->options.stdlib;
	if (r->options.stdlib || !r->options.image) {
		program_init(&r->program, &r->session);
		r->library = r->options.stdlib && program_load_library(&r->program, &r->load);
	} else {
		r->library = image_attach(&r->program, &r->session, r->options.image, r->options.image_size);
		if (!r->library)
			rcc_bug("the embedded library does not belong to this build");
	}
	return r->library;
}

/* What has errors is not evaluated, but what is wrong with single values in it is told in the same run. */
static void check_literals(struct rcc *r)
{
	struct eval *e = eval_new(&r->program, &r->session);

	eval_literals(e);
	eval_free(e);
}

/* False where the errors leave nothing that can be evaluated. */
static bool go_on(struct rcc *r)
{
	uint32_t n = r->session.diags.list.n;

	check_literals(r);
	return contain_errors(&r->program, n, &r->contained);
}

static void set_params(struct rcc *r)
{
	struct session *s = &r->session;
	struct parity_run parity = { &r->options.input, s, &r->program, &r->load, r->eval };
	struct given_list all, last;

	params_read(&r->options.input, s, &all);
	params_last(s, &all, &last);
	given_bind(&r->program, &r->load, last.v.v, last.v.n, &r->params);
	/* before there are values: what it reads brings new names */
	if (r->options.input.nparity && !r->program.contained)
		parity_check(&parity, &all, &r->params);
	eval_set_params(r->eval, &r->params);
}

static void load_policy(struct rcc *r)
{
	if (r->options.policy)
		program_load(&r->program, &r->load, r->options.policy);
}

static bool load_files(struct rcc *r)
{
	inputs_root(&r->options.input, &r->session, &r->load);
	r->session.diags.by_hand = load_is_standard_input(r->options.input.main); /* which nothing can edit */
	bool loaded = inputs_load(&r->options.input, &r->program, &r->load, &r->inputs);

	if (r->inputs.modules.n)
		r->program.main_module = r->inputs.modules.v[0];
	load_policy(r);
	return loaded && !r->session.diags.errors;
}

bool rcc_load(struct rcc *r)
{
	if (!r->library && !load_library(r))
		return false;
	r->load.root = r->options.input.root ? r->options.input.root : ".";
	load_policy(r);
	return !r->session.diags.errors;
}

void rcc_declare(struct rcc *r, struct str path, struct str text)
{
	program_load_text(&r->program, &r->load, path, text);
}

bool rcc_prepare(struct rcc *r)
{
	if (!load_library(r))
		return false;
	if (!load_files(r) && !go_on(r))
		return false;
	r->eval = eval_new(&r->program, &r->session);
	r->rules = rules_new(&r->program, &r->session);
	rules_skip(r->rules, r->options.skip, r->options.nskip);
	r->accepted = arena_new(&r->session.arena, struct rules_accepted, r->options.naccepted);
	for (uint32_t i = 0; i < r->options.naccepted; i++)
		r->accepted[i] = (struct rules_accepted){ r->options.accepted[i].risk,
							  r->options.accepted[i].object, STR(""), false };
	set_params(r);
	inputs_stacks(&r->options.input, &r->program, &r->inputs, &r->params, &r->wanted);
	return true;
}
