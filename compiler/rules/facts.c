/* What checks wanted to know and nobody declared: told once, at the end of a run. */
#include "rules/rules_internal.h"

/* Each check and fact once, however many stacks there are. */
void facts_note(struct rules *r, struct str fact, node_id check)
{
	for (uint32_t i = 0; i < r->skipped.n; i++) {
		if (r->skipped.v[i].check == check && str_eq(r->skipped.v[i].fact, fact))
			return;
	}
	struct arena *a = r->session->diags.arena; /* it is told at the end, when the stack is gone */

	vec_push(a, &r->skipped, (struct skipped){ arena_str(a, fact), check });
}

static bool seen_before(const struct rules *r, uint32_t i, bool by_fact)
{
	for (uint32_t j = 0; j < i; j++) {
		bool same_check = r->skipped.v[j].check == r->skipped.v[i].check;

		if (by_fact ? str_eq(r->skipped.v[j].fact, r->skipped.v[i].fact) : same_check)
			return true;
	}
	return false;
}

static void list_checks(const struct rules *r, struct str fact, struct buf *out)
{
	uint32_t listed = 0;

	for (uint32_t i = 0; i < r->skipped.n; i++) {
		const struct skipped *s = &r->skipped.v[i];

		if (!str_eq(s->fact, fact) || seen_before(r, i, false))
			continue;
		buf_printf(out, "%s%.*s", listed++ ? ", " : "", STR_ARG(ast_text(r->ast, s->check)));
	}
}

void rules_finish(struct rules *r)
{
	struct diags *ds = &r->session->diags;
	uint32_t checks = 0;

	for (uint32_t i = 0; i < r->skipped.n; i++)
		checks += !seen_before(r, i, false);
	if (!checks)
		return;
	struct diag *d = diag_add(ds, DIAG_UNKNOWN_FACTS, (struct span){ 0, 0 },
				  "%u check%s skipped, because facts are not declared", checks,
				  checks == 1 ? " was" : "s were");

	for (uint32_t i = 0; i < r->skipped.n; i++) {
		struct buf line = { .arena = &r->session->arena };

		if (seen_before(r, i, true))
			continue;
		list_checks(r, r->skipped.v[i].fact, &line);
		if (line.n)
			diag_because(ds, d, "without `%.*s`: %.*s", STR_ARG(r->skipped.v[i].fact),
				     STR_ARG(buf_str(&line)));
	}
	diag_help(ds, d, "declare them where the cluster is described, and these checks run");
}
