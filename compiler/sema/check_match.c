/* match: one arm for each alternative; what is left out is named. */
#include "sema/checker.h"

#define ARM_REST UINT32_MAX

struct arms {		 /* of one match */
	type_id subject; /* union, optional or untagged union; TYPE_ERROR: anything goes */
	bool *covered;
	uint32_t count;
	bool rest;
};

static uint32_t alternatives_of(const struct checker *k, type_id t)
{
	const struct type *s = ty(k, t);

	return s->kind == TYPE_UNION || s->kind == TYPE_ANYOF ? s->count : s->kind == TYPE_OPTIONAL ? 2 : 0;
}

static struct str alternative_text(struct checker *k, type_id t, uint32_t i)
{
	const struct type *s = ty(k, t);

	if (s->kind == TYPE_UNION)
		return text_of(k, type_alternative(k->types, s, i)->name);
	if (s->kind == TYPE_ANYOF)
		return flow_text(k, type_key(k->types, s, i));
	return i ? STR("some") : STR("none");
}

/* What an arm binds: the payload of its alternative, 0 if there is none. */
static type_id payload_of(const struct checker *k, type_id t, uint32_t i)
{
	const struct type *s = ty(k, t);

	if (s->kind == TYPE_UNION)
		return type_alternative(k->types, s, i)->payload;
	if (s->kind == TYPE_ANYOF)
		return type_key(k->types, s, i);
	return i ? s->a : 0;
}

static int find_alternative(struct checker *k, const struct arms *arms, node_id arm)
{
	for (uint32_t i = 0; i < arms->count; i++) {
		if (str_eq(alternative_text(k, arms->subject, i), ast_text(k->ast, arm)))
			return (int)i;
	}
	return -1;
}

static void report_no_alternative(struct checker *k, const struct arms *arms, node_id arm)
{
	struct str *names = arena_new(&k->session->arena, struct str, arms->count + 1);
	struct diag *d = diag_add(&k->session->diags, DIAG_UNKNOWN_TAG, ast_name_span(k->ast, arm),
				  "`%.*s` is not one of %.*s", STR_ARG(ast_text(k->ast, arm)),
				  STR_ARG(flow_text(k, arms->subject)));

	for (uint32_t i = 0; i < arms->count; i++)
		names[i] = alternative_text(k, arms->subject, i);
	suggest_one_of(k, d, ast_name_span(k->ast, arm), ast_text(k->ast, arm), names, arms->count);
}

/* The alternative of an arm; -1 for the rest and for what was reported. */
static int arm_alternative(struct checker *k, struct arms *arms, node_id arm)
{
	if (str_eq(ast_text(k->ast, arm), STR("_"))) {
		annotate(k, arm, 0, ARM_REST);
		arms->rest = true;
		return -1;
	}
	int i = arms->subject == TYPE_ERROR ? -1 : find_alternative(k, arms, arm);

	if (i < 0 && arms->subject != TYPE_ERROR)
		report_no_alternative(k, arms, arm);
	if (i < 0)
		return -1;
	if (arms->covered[i] || arms->rest)
		diag_add(&k->session->diags, DIAG_DUPLICATE_FIELD, ast_name_span(k->ast, arm),
			 "`%.*s` is covered already", STR_ARG(ast_text(k->ast, arm)));
	arms->covered[i] = true;
	bool untagged = ty(k, arms->subject)->kind == TYPE_ANYOF;

	annotate(k, arm, 0, untagged ? payload_of(k, arms->subject, (uint32_t)i) : (uint32_t)i);
	return i;
}

static void bind_payload(struct checker *k, const struct arms *arms, node_id arm, int i)
{
	node_id vars = child(k, arm, 0), var = ast_is_none(k->ast, vars) ? 0 : at(k, vars)->first;
	type_id payload = i < 0 ? (type_id)TYPE_ERROR : payload_of(k, arms->subject, (uint32_t)i);

	if (!var)
		return;
	if (!payload) {
		diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, ast_span(k->ast, var),
			 "`%.*s` holds nothing to name", STR_ARG(ast_text(k->ast, arm)));
		payload = TYPE_ERROR;
	}
	scope_warn_hidden(k, var);
	scope_bind(k, var, at(k, var)->name, payload);
}

static void report_missing_arms(struct checker *k, node_id n, const struct arms *arms)
{
	struct buf list = { .arena = &k->session->arena };
	uint32_t missing = 0;

	for (uint32_t i = 0; !arms->rest && i < arms->count; i++) {
		if (arms->covered[i])
			continue;
		if (missing++ < 8)
			buf_printf(&list, "%s`%.*s`", missing > 1 ? ", " : "",
				   STR_ARG(alternative_text(k, arms->subject, i)));
	}
	if (!missing)
		return;
	struct span head = { ast_span(k->ast, n).beg, ast_span(k->ast, n).beg + 5 };
	struct diag *d = diag_add(&k->session->diags, DIAG_MATCH_NOT_EXHAUSTIVE, head,
				  "this match leaves out %.*s", STR_ARG(buf_str(&list)));

	diag_help(&k->session->diags, d, "add the missing arms, or `_ => …` for all that is left");
}

static type_id subject_of(struct checker *k, node_id n)
{
	node_id subject = child(k, n, 0);
	type_id t = type_base(k->types, check_synth(k, subject));

	if (t == TYPE_ERROR || alternatives_of(k, t))
		return t;
	diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, ast_span(k->ast, subject),
		 "match looks at a union or an optional value, this is %.*s", STR_ARG(flow_text(k, t)));
	return TYPE_ERROR;
}

static type_id join_arms(struct checker *k, node_id value, type_id so_far, type_id t, type_id want)
{
	if (want || so_far == TYPE_ERROR || t == TYPE_ERROR)
		return want ? want : so_far == TYPE_ERROR ? t : so_far;
	if (flow_fit(k, t, so_far) == FIT_YES)
		return so_far;
	return flow_fit(k, so_far, t) == FIT_YES ? t : flow(k, value, t, so_far);
}

type_id check_match(struct checker *k, node_id n, type_id want)
{
	struct arms arms = { .subject = subject_of(k, n) };
	type_id result = TYPE_ERROR;

	arms.count = alternatives_of(k, arms.subject);
	arms.covered = arena_new(&k->session->arena, bool, arms.count + 1);
	for (node_id arm = next_of(k, at(k, n)->first); arm; arm = next_of(k, arm)) {
		uint32_t locals = k->locals.n;

		if (at(k, arm)->kind != NODE_ARM)
			continue;
		bind_payload(k, &arms, arm, arm_alternative(k, &arms, arm));
		type_id t = check_value(k, child(k, arm, 1), want);

		result = join_arms(k, child(k, arm, 1), result, t, want);
		k->locals.n = locals;
	}
	report_missing_arms(k, n, &arms);
	annotate(k, n, result, 0);
	return result;
}
