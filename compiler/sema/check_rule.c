/*
 * Checks as declarations: the statements that tell when a value is refused and how it is
 * reported. What follows a `require` belongs to it, up to the next one.
 */
#include "sema/checker.h"

struct rule {	       /* state while the statements are read */
	bool required; /* a require is open */
	bool reported; /* … and has its error, warning or note */
	uint32_t reports;
	uint32_t decisions; /* statements that can end or fail it */
};

static void check_stmts(struct checker *k, node_id stmts, struct rule *r);

static void bad_check(struct checker *k, node_id n, const char *what)
{
	diag_add(&k->session->diags, DIAG_BAD_CHECK, ast_span(k->ast, n), "%s", what);
}

static void check_text(struct checker *k, node_id n)
{
	if (!ast_is_none(k->ast, n))
		check_value(k, n, TYPE_STRING);
}

static void check_plain(struct checker *k, node_id n)
{
	node_id text = child(k, n, 0);

	if (at(k, text)->kind == NODE_STRING)
		annotate(k, text, TYPE_STRING, 0);
	else
		bad_check(k, text, "this text is the same for every value: it takes no `${…}`");
}

static void check_require(struct checker *k, node_id n, struct rule *r)
{
	if (r->required && !r->reported)
		bad_check(k, n, "the `require` before this one has no `error`, `warning` or `note`");
	check_condition(k, child(k, n, 0));
	narrow_by(k, child(k, n, 0), true);
	r->required = true;
	r->reported = false;
}

static bool is_code(struct str code)
{
	uint32_t i = 0;

	while (i < code.n && code.p[i] >= 'A' && code.p[i] <= 'Z')
		i++;
	if (i < 2 || code.n - i != 4)
		return false;
	for (; i < code.n; i++) {
		if (code.p[i] < '0' || code.p[i] > '9')
			return false;
	}
	return true;
}

static void check_report(struct checker *k, node_id n, struct rule *r)
{
	if (!r->required || r->reported)
		bad_check(k, n, "an `error`, `warning` or `note` follows its `require`");
	if (!is_code(ast_text(k->ast, n)))
		bad_check(k, n, "a code is two or more capital letters and four digits, such as ORG0001");
	check_text(k, child(k, n, 0));
	r->reported = true;
	r->reports++;
}

static bool is_path(const struct checker *k, node_id n)
{
	while (at(k, n)->kind == NODE_GET)
		n = child(k, n, 0);
	return at(k, n)->kind == NODE_NAME;
}

static void check_fix(struct checker *k, node_id n)
{
	check_text(k, child(k, n, 0));
	for (node_id c = next_of(k, at(k, n)->first); c; c = next_of(k, c)) {
		node_id path = child(k, c, 0);

		if (at(k, c)->kind == NODE_ERROR)
			continue;
		if (!is_path(k, path)) {
			bad_check(k, path, "a fix sets or removes a field: `s.a.b = …`");
			continue;
		}
		type_id t = check_synth(k, path);

		annotate(k, c, t, 0);
		if (at(k, c)->kind == NODE_FIX_SET)
			check_value(k, child(k, c, 1), type_unwrap(k->types, t));
	}
}

static void check_given(struct checker *k, node_id n)
{
	for_each_child(k, fact, n) {
		type_id t = check_synth(k, fact);

		if (t != TYPE_ERROR && !is_path(k, fact))
			bad_check(k, fact, "`given` names a fact: a path such as `s.a.b`");
		narrow_add(k, fact);
	}
}

static void check_if_stmt(struct checker *k, node_id n, struct rule *r)
{
	node_id condition = child(k, n, 0), otherwise = child(k, n, 2);
	uint32_t mark = narrow_mark(k);

	check_condition(k, condition);
	narrow_by(k, condition, true);
	check_stmts(k, child(k, n, 1), r);
	narrow_release(k, mark);
	if (ast_is_none(k->ast, otherwise))
		return;
	narrow_by(k, condition, false);
	if (at(k, otherwise)->kind == NODE_IF_STMT)
		check_if_stmt(k, otherwise, r);
	else
		check_stmts(k, otherwise, r);
	narrow_release(k, mark);
}

static void check_for_stmt(struct checker *k, node_id n, struct rule *r)
{
	node_id source = child(k, n, 1);
	uint32_t locals = k->locals.n, mark = narrow_mark(k);

	check_vars(k, child(k, n, 0), check_synth(k, source), source);
	check_stmts(k, child(k, n, 2), r);
	k->locals.n = locals;
	narrow_release(k, mark);
}

/* What describes a report needs one before it. */
static void check_detail(struct checker *k, node_id n, const struct rule *r)
{
	if (!r->required)
		bad_check(k, n, "this describes a report: it follows a `require` and its `error`");
	switch (at(k, n)->kind) {
	case NODE_AT:
		check_synth(k, child(k, n, 0));
		check_text(k, child(k, n, 1));
		break;
	case NODE_FIX:
		check_fix(k, n);
		break;
	default:
		check_text(k, child(k, n, 0));
	}
}

/* What only describes a report need not run where there is none. */
static void mark_details(struct checker *k, node_id n, bool decides)
{
	if (!decides)
		ast_edit(k->ast, n)->flags |= NODE_F_DETAILS;
}

static void check_stmt(struct checker *k, node_id n, struct rule *r)
{
	uint32_t decisions = r->decisions;

	switch (at(k, n)->kind) {
	case NODE_LET:
		check_let(k, n);
		break;
	case NODE_REQUIRE:
		r->decisions++;
		check_require(k, n, r);
		break;
	case NODE_GIVEN:
		r->decisions++;
		check_given(k, n);
		break;
	case NODE_REPORT:
		check_report(k, n, r);
		break;
	case NODE_EXPLAIN:
	case NODE_EXAMPLE:
		check_plain(k, n);
		break;
	case NODE_IF_STMT:
		check_if_stmt(k, n, r);
		mark_details(k, n, r->decisions != decisions);
		break;
	case NODE_FOR_STMT:
		check_for_stmt(k, n, r);
		mark_details(k, n, r->decisions != decisions);
		break;
	case NODE_ERROR:
		r->required = r->reported = true;
		break;
	default:
		check_detail(k, n, r);
	}
}

static void check_stmts(struct checker *k, node_id stmts, struct rule *r)
{
	uint32_t locals = k->locals.n, i = 0, deciding = 0;

	for_each_child(k, n, stmts) {
		uint32_t decisions = r->decisions;

		check_stmt(k, n, r);
		i++;
		if (r->decisions != decisions)
			deciding = i;
	}
	k->locals.n = locals;
	annotate(k, stmts, 0, deciding);
}

/* `needs` names other checks of this module or an imported one. */
static void check_needs(struct checker *k, node_id needs)
{
	for_each_child(k, n, needs) {
		struct found found = { 0 }, head;
		bool member = at(k, n)->kind == NODE_GET;
		bool known = member ? scope_lookup(k, child(k, n, 0), &head) &&
					      REF_KIND(head.ref) == REF_MODULE &&
					      scope_member(k, REF_PAYLOAD(head.ref), n, &found)
				    : scope_lookup(k, n, &found);

		if (known && at(k, found.node)->kind == NODE_CHECK) {
			annotate(k, n, 0, REF(REF_GLOBAL, found.node));
			scope_edge(k, found.node, ast_span(k->ast, n));
		} else if (known || !member) {
			diag_add(&k->session->diags, DIAG_UNKNOWN_NAME, ast_name_span(k->ast, n),
				 "there is no check `%.*s`", STR_ARG(ast_text(k->ast, n)));
		}
	}
}

void check_check(struct checker *k, node_id check)
{
	struct frame saved = frame_enter(k, check);
	struct rule r = { 0 };
	node_id params = child(k, check, 0), needs = child(k, check, 1);

	check_params(k, params);
	if (!ast_is_none(k->ast, needs))
		check_needs(k, needs);
	check_stmts(k, child(k, check, 2), &r);
	if (!r.reports || (r.required && !r.reported))
		bad_check(k, check, "a check needs a `require` with an `error`, `warning` or `note`");
	if (!at(k, params)->first)
		bad_check(k, check, "a check takes the value that it looks at");
	annotate(k, check, at(k, params)->first ? at(k, at(k, params)->first)->type : 0,
		 frame_leave(k, &saved));
}
