/* Strings: literals take the type of their place, where that is a tag, a version or a text. */
#include "sema/checker.h"

#include "formats/chars.h"
#include "formats/version.h"

static type_id string_tag(struct checker *k, node_id n, type_id u)
{
	int tag = type_find_alternative(k->types, u, at(k, n)->name);

	if (tag < 0) {
		node_id name = n; /* the same words are searched as for a bare word */

		scope_report_unknown(k, name, u);
		return TYPE_ERROR;
	}
	if (at(k, type_alternative(k->types, ty(k, u), (uint32_t)tag)->node)->flags & NODE_F_QUOTED) {
		annotate(k, n, u, REF(REF_TAG, tag));
		return u;
	}
	struct str word = ast_text(k->ast, n);
	struct diag *d =
		diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, ast_span(k->ast, n),
			 "`%.*s` is a word of %.*s, not a String", STR_ARG(word), STR_ARG(flow_text(k, u)));

	diag_fix(&k->session->diags, d, ast_span(k->ast, n), word, "write it without quotes: `%.*s`",
		 STR_ARG(word));
	return TYPE_ERROR;
}

/* `1.33.2+k3s1`: the numbers in it. */
static struct str numbers_of(struct str text)
{
	uint32_t end = 0;

	while (end < text.n && (char_is_digit(text.p[end]) || text.p[end] == '.'))
		end++;
	return str_slice(text, 0, end);
}

static type_id version_literal(struct checker *k, node_id n, type_id want)
{
	struct str problem = version_problem(ast_text(k->ast, n), &k->session->arena);

	annotate(k, n, TYPE_VERSION, at(k, n)->ref);
	if (problem.n) {
		struct str text = ast_text(k->ast, n);
		struct diag *d =
			diag_add(&k->session->diags, DIAG_VALUE_REFUSED, ast_span(k->ast, n),
				 "`%.*s` is not a version: it %.*s", STR_ARG(text), STR_ARG(problem));
		struct str bare = text.n && text.p[0] == 'v' ? str_slice(text, 1, text.n) : text;
		struct str numbers = numbers_of(bare);

		if (!suggest_listed(k, d, n, want, bare) &&
		    !version_problem(numbers, &k->session->arena).n)
			diag_help(&k->session->diags, d, "its numbers are `\"%.*s\"`", STR_ARG(numbers));
		return TYPE_ERROR;
	}
	return flow(k, n, TYPE_VERSION, want);
}

type_id check_secret_expected(struct checker *k, node_id n)
{
	struct diag *d = diag_add(&k->session->diags, DIAG_SECRET_EXPECTED, ast_span(k->ast, n),
				  "a plain string stands where a secret belongs");

	diag_hide(&k->session->diags,
		  (struct span){ ast_span(k->ast, n).beg + 1, ast_span(k->ast, n).end - 1 });
	diag_primary(&k->session->diags, d, "would be committed to git; hidden here");
	diag_help(&k->session->diags, d,
		  "refer to a key of a Kubernetes Secret: `secret(\"name\", \"key\")`");
	diag_help(&k->session->diags, d, "if this file was ever pushed, change the value: git keeps it");
	return TYPE_ERROR;
}

/* The member of an untagged union that a literal of this kind means, or `want` itself. */
static type_id pick_member(const struct checker *k, type_id want, enum type_kind kind)
{
	type_id t = type_base(k->types, type_unwrap(k->types, want));

	for (uint32_t i = 0; ty(k, t)->kind == TYPE_ANYOF && i < ty(k, t)->count; i++) {
		type_id member = type_key(k->types, ty(k, t), i);

		if (kind_of(k, member) == kind)
			return member;
	}
	return type_unwrap(k->types, want);
}

type_id check_string(struct checker *k, node_id n, type_id want)
{
	type_id target = want ? pick_member(k, want, TYPE_STRING) : 0, u = target ? flow_union(k, target) : 0;
	enum type_kind kind = target ? kind_of(k, target) : TYPE_STRING;

	annotate(k, n, TYPE_STRING, 0);
	if (u && kind != TYPE_STRING)
		return string_tag(k, n, u);
	if (kind == TYPE_VERSION)
		return version_literal(k, n, target);
	if (kind == TYPE_SECRET)
		return check_secret_expected(k, n);
	return flow(k, n, TYPE_STRING, flow_place(k, target, want));
}

static bool is_shown(const struct checker *k, type_id t)
{
	const struct type *base = ty(k, type_base(k->types, t));

	if (base->kind == TYPE_ANYOF) {
		for (uint32_t i = 0; i < base->count; i++) {
			if (!is_shown(k, type_key(k->types, base, i)))
				return false;
		}
		return true;
	}
	return base->kind <= TYPE_VERSION || base->kind == TYPE_UNION || base->kind == TYPE_RANGE;
}

static void check_part(struct checker *k, node_id n)
{
	type_id t = check_synth(k, n);

	if (ty(k, t)->kind == TYPE_OPTIONAL || kind_of(k, t) == TYPE_SECRET) {
		flow(k, n, t, TYPE_STRING);
	} else if (!is_shown(k, t)) {
		struct diag *d = diag_add(&k->session->diags, DIAG_TYPE_MISMATCH, ast_span(k->ast, n),
					  "%.*s has no text form", STR_ARG(flow_text(k, t)));

		diag_help(&k->session->diags, d, "use `join`, `json` or one of its fields");
	}
}

type_id check_template(struct checker *k, node_id n, type_id want)
{
	bool secret = want && kind_of(k, type_unwrap(k->types, want)) == TYPE_SECRET;

	for_each_child(k, part, n) {
		if (at(k, part)->kind == NODE_STRING)
			annotate(k, part, TYPE_STRING, 0);
		else if (!secret)
			check_part(k, part);
	}
	annotate(k, n, TYPE_STRING, 0);
	if (secret)
		return check_secret_expected(k, n);
	return want ? flow(k, n, TYPE_STRING, flow_place(k, pick_member(k, want, TYPE_STRING), want))
		    : TYPE_STRING;
}
