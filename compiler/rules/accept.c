/*
 * What a user may accept object by object: a check with the attribute @accept("replace") is silent for an
 * object that `--allow-replace` names, and tells of that way out otherwise. With
 * @accept("replace", "Claim", "data-loss") the risk is another one for objects of one kind.
 */
#include "rules/rules_internal.h"

#include "formats/chars.h"

/* The kind in an id such as `StatefulSet/web`, and its name. */
static struct str kind_of(struct str id)
{
	int64_t slash = str_find(id, STR("/"), 0);

	return slash < 0 ? STR("") : str_slice(id, 0, (uint32_t)slash);
}

static struct str name_of(struct str id)
{
	return str_slice(id, kind_of(id).n + 1, id.n);
}

static struct str risk_of(const struct run *run, struct str id)
{
	const struct ast *ast = run->rules->ast;
	node_id attr = ast_attr(ast, run->check, "accept");
	uint32_t words = attr ? ast_child_count(ast, attr) : 0;
	bool other = words > 2 && str_eq(ast_text(ast, ast_child(ast, attr, 1)), kind_of(id));

	return words ? ast_text(ast, ast_child(ast, attr, other ? 2 : 0)) : STR("");
}

/* Whether the user's words mean the object: its id, whatever the case of the kind, or its name alone. */
static bool is_meant(struct str words, struct str id, struct arena *a)
{
	if (str_find(words, STR("/"), 0) < 0)
		return str_eq(words, name_of(id));
	return str_eq(name_of(words), name_of(id)) &&
	       str_eq(chars_lower(a, kind_of(words)), chars_lower(a, kind_of(id)));
}

/* A name alone stands for the first object that needs it: another one of the same name has to be told
 * from it. */
static bool takes(struct rules_accepted *accepted, struct str id, struct arena *a)
{
	if (!is_meant(str_from(accepted->object), id, a))
		return false;
	if (!accepted->id.n)
		accepted->id = arena_str(a, id);
	return str_eq(accepted->id, id);
}

/* The `id` of what the check looks at. */
static struct str subject(const struct run *run)
{
	return eval_text_of(run->eval, run->reach->values.v[run->value].value, "id");
}

bool accept_covers(const struct run *run)
{
	struct str id = run->reach->naccepted ? subject(run) : STR(""), risk = risk_of(run, id);
	bool covered = false;

	for (uint32_t i = 0; id.n && i < run->reach->naccepted; i++) {
		struct rules_accepted *a = &run->reach->accepted[i];

		if (!str_eq(str_from(a->risk), risk) || !takes(a, id, run->rules->session->diags.arena))
			continue;
		a->used = covered = true;
	}
	return covered;
}

void accept_help(const struct run *run)
{
	struct str risk = run->open ? risk_of(run, subject(run)) : STR("");

	if (risk.n)
		diag_help(&run->rules->session->diags, run->open, "or accept it: `--allow-%.*s %.*s`",
			  STR_ARG(risk), STR_ARG(subject(run)));
}
