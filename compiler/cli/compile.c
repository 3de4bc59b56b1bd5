#include "cli/compile.h"

#include <string.h>

/* In the order of the choices of --color, of which the first leaves it to the terminal. */
static enum color color_of(const struct call *call)
{
	static const enum color chosen[] = { COLOR_NEVER, COLOR_ALWAYS, COLOR_NEVER, COLOR_DEBUG };
	int choice = args_choice(&call->args, OPTION_COLOR);

	if (choice == 0 && call->io->err_is_terminal && !call->io->no_color)
		return COLOR_ALWAYS;
	return chosen[choice];
}

static bool is_code(struct str code, enum diag_code id)
{
	return str_eq(code, str_from(diag_infos[id].code));
}

static enum status status_of(const struct diags *ds)
{
	for (uint32_t i = 0; i < ds->list.n; i++) {
		const struct diag *d = ds->list.v[i];

		if (d->severity == SEVERITY_ERROR &&
		    (is_code(d->code, DIAG_CANNOT_READ) || is_code(d->code, DIAG_OUTPUT_WRITE)))
			return STATUS_IO;
	}
	return ds->errors ? STATUS_ERRORS : STATUS_OK;
}

enum status report_diagnostics(struct call *call, struct session *s)
{
	/* In the order of the choices of --diagnostics, of which the first is text. */
	static void (*const forms[])(const struct session *, struct buf *) = { NULL, render_json,
									       render_sarif, render_github };
	int form = args_choice(&call->args, OPTION_DIAGNOSTICS);

	diags_sort(&s->diags, &s->sources);
	if (forms[form])
		forms[form](s, &call->io->err);
	else
		render_text(s, color_of(call), &call->io->err);
	return status_of(&s->diags);
}

/* ---- options ------------------------------------------------------------------------- */

static bool take_params(struct call *call, struct input_options *in)
{
	uint32_t n = call->args.of[OPTION_PARAM].n;
	struct input_param *params = arena_new(call->arena, struct input_param, n);

	for (uint32_t i = 0; i < n; i++) {
		struct str text = str_from(call->args.of[OPTION_PARAM].v[i]);
		int64_t equals = str_find(text, STR("="), 0);

		if (equals <= 0) {
			call_misused(call, "`--param %s` has no value; write --param NAME=VALUE", text.p);
			return false;
		}
		params[i].name = arena_str(call->arena, str_slice(text, 0, (uint32_t)equals)).p;
		params[i].value = text.p + equals + 1;
	}
	in->params = params;
	in->nparams = n;
	return true;
}

/* The set made last stands where this one goes, or where it is compared with. */
static const char *before_of(const struct args *args)
{
	const char *place = args_text(args, OPTION_OUTPUT);

	if (!place)
		place = args_text(args, OPTION_AGAINST);
	return place && strcmp(place, "-") != 0 ? place : NULL;
}

static void take_accepted(struct call *call, struct rcc_options *o)
{
	static const struct {
		enum option_id option;
		const char *risk;
	} risks[] = { { OPTION_ALLOW_REPLACE, "replace" }, { OPTION_ALLOW_DATA_LOSS, "data-loss" } };
	VEC(struct rcc_accepted) all = { 0 };

	for (size_t k = 0; k < sizeof risks / sizeof *risks; k++)
		for (uint32_t i = 0; i < call->args.of[risks[k].option].n; i++)
			vec_push(call->arena, &all,
				 (struct rcc_accepted){ risks[k].risk, call->args.of[risks[k].option].v[i] });
	o->accepted = all.v;
	o->naccepted = all.n;
}

/* Capitals and four digits: a library may have a prefix of its own. */
static bool is_code_like(const char *text)
{
	size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return letters && strspn(text + letters, "0123456789") == 4 && !text[letters + 4];
}

static bool check_deny(struct call *call)
{
	for (uint32_t i = 0; i < call->args.of[OPTION_DENY].n; i++) {
		const char *what = call->args.of[OPTION_DENY].v[i];

		if (strcmp(what, "warnings") != 0 && !is_code_like(what)) {
			call_misused(call, "`--deny` takes `warnings` or a code such as RCS0314, not `%s`",
				     what);
			return false;
		}
	}
	return true;
}

static struct input_options input_options(const struct args *args, const char *main)
{
	return (struct input_options){
		.main = main,
		.root = args_text(args, OPTION_ROOT),
		.only = args_text(args, OPTION_STACK),
		.param_files = args->of[OPTION_PARAM_FILE].v,
		.nparam_files = args->of[OPTION_PARAM_FILE].n,
		.parity = args->of[OPTION_PARITY].v,
		.nparity = args->of[OPTION_PARITY].n,
	};
}

enum status compile_options(struct call *call, const char *main, struct rcc_options *o)
{
	const struct args *args = &call->args;

	*o = (struct rcc_options){
		.os = call->io->os,
		.input = input_options(args, main),
		.stdlib = args_text(args, OPTION_STDLIB),
		.policy = args_text(args, OPTION_POLICY),
		.image = call->io->image,
		.image_size = call->io->image_size,
		.before = before_of(args),
	};
	take_accepted(call, o);
	if (!take_params(call, &o->input) || !check_deny(call))
		return STATUS_USAGE;
	if (o->stdlib)
		o->image = NULL;
	else if (!o->image)
		return call_misused(call, "this rcc has no library of its own; give one by --stdlib DIR");
	return STATUS_OK;
}

enum status compile_start(struct compile *c, struct call *call, const char *main)
{
	struct rcc_options o;
	enum status status = compile_options(call, main, &o);

	if (status != STATUS_OK)
		return status;
	*c = (struct compile){ .call = call, .rcc = rcc_new(&o) };
	c->session = rcc_session(c->rcc);
	return STATUS_OK;
}

static enum status start_on_file(struct compile *c, struct call *call)
{
	const struct args *args = &call->args;

	if (args->words.n == 0)
		return call_misused(call, "which file?");
	if (args->words.n > 1 && command_find(str_from(args->words.v[0])))
		return call_misused(call, "the command comes first: rcc %s ...", args->words.v[0]);
	if (args->words.n > 1)
		return call_misused(call, "one file at a time: what is `%s`?", args->words.v[1]);
	return compile_start(c, call, args->words.v[0]);
}

enum status compile_file(struct compile *c, struct call *call)
{
	enum status status = start_on_file(c, call);

	if (status == STATUS_OK)
		rcc_compile(c->rcc);
	return status;
}

enum status compile_each(struct compile *c, struct call *call, const struct rcc_taker *taker)
{
	enum status status = start_on_file(c, call);

	if (status == STATUS_OK)
		rcc_compile_each(c->rcc, taker);
	return status;
}

/* ---- codes that are denied ----------------------------------------------------------- */

static bool is_known(struct compile *c, struct str code)
{
	uint32_t n;
	const struct check_info *checks = rcc_checks(c->rcc, &n);

	for (uint32_t i = 0; i < n; i++)
		if (str_eq(checks[i].code, code))
			return true;
	return false;
}

static bool is_own(struct str code)
{
	for (int i = 0; i < DIAG_COUNT; i++)
		if (str_eq(str_from(diag_infos[i].code), code))
			return true;
	return false;
}

/* Where something is wrong the files may not all have been read, which declare checks. */
static bool denied_are_known(struct compile *c)
{
	for (uint32_t i = 0; !c->misused && i < c->call->args.of[OPTION_DENY].n; i++) {
		struct str what = str_from(c->call->args.of[OPTION_DENY].v[i]);

		if (str_eq(what, STR("warnings")) || is_own(what) || c->session->diags.errors ||
		    is_known(c, what))
			continue;
		call_misused(c->call, "`--deny %.*s`: no diagnostic has this code", STR_ARG(what));
		c->misused = true;
	}
	return !c->misused;
}

/* ---- result -------------------------------------------------------------------------- */

static bool is_denied(const struct args *args, const struct diag *d)
{
	for (uint32_t i = 0; i < args->of[OPTION_DENY].n; i++) {
		struct str what = str_from(args->of[OPTION_DENY].v[i]);

		if (str_eq(what, d->code) ||
		    (d->severity == SEVERITY_WARNING && str_eq(what, STR("warnings"))))
			return true;
	}
	return false;
}

static void deny(struct compile *c)
{
	struct diags *ds = &c->session->diags;

	for (uint32_t i = 0; i < ds->list.n; i++) {
		struct diag *d = ds->list.v[i];

		if (d->severity == SEVERITY_ERROR || !is_denied(&c->call->args, d))
			continue;
		ds->warnings -= d->severity == SEVERITY_WARNING;
		ds->errors++;
		d->severity = SEVERITY_ERROR;
	}
}

bool compile_good(struct compile *c)
{
	bool known = denied_are_known(c);

	deny(c);
	return known && c->session->diags.errors == 0;
}

enum status compile_finish(struct compile *c)
{
	bool known = denied_are_known(c);

	deny(c);
	enum status status = report_diagnostics(c->call, c->session);

	rcc_free(c->rcc);
	return known ? status : STATUS_USAGE;
}
