/*
 * What a user may accept object by object: a check with the attribute @accept("replace") is silent for an
 * object that `--allow-replace` names, and tells of that way out otherwise.
 */
#include "rules/rules_internal.h"

static struct str risk_of(const struct run *run)
{
	const struct ast *ast = run->rules->ast;
	node_id attr = ast_attr(ast, run->check, "accept");

	return attr && at(run->rules, attr)->first ? ast_text(ast, at(run->rules, attr)->first) : STR("");
}

/* The `id` of what the check looks at. */
static struct str subject(const struct run *run)
{
	struct value v = run->reach->values.v[run->value].value, id = { 0 };

	if (v.kind == VALUE_RECORD)
		id = eval_field_named(run->eval, v.record, "id");
	return id.kind == VALUE_STRING ? *id.string : STR("");
}

bool accept_covers(const struct run *run)
{
	struct str risk = run->reach->naccepted ? risk_of(run) : STR(""),
		   id = risk.n ? subject(run) : STR("");
	bool covered = false;

	for (uint32_t i = 0; id.n && i < run->reach->naccepted; i++) {
		struct rules_accepted *a = &run->reach->accepted[i];

		if (!str_eq(str_from(a->risk), risk) || !str_eq(str_from(a->object), id))
			continue;
		a->used = covered = true;
	}
	return covered;
}

void accept_help(const struct run *run)
{
	struct str risk = run->open ? risk_of(run) : STR("");

	if (risk.n)
		diag_help(&run->rules->session->diags, run->open, "or accept it: `--allow-%.*s %.*s`",
			  STR_ARG(risk), STR_ARG(subject(run)));
}
