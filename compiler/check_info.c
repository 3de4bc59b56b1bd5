#include "check_info.h"

#include "rules/rules.h"
#include "sema/program.h"

static struct str statement_text(const struct ast *t, node_id n)
{
	return ast_text(t, ast_child(t, n, 0));
}

static enum severity severity_of(uint8_t flags)
{
	return flags & NODE_F_WARNING ? SEVERITY_WARNING
	       : flags & NODE_F_NOTE  ? SEVERITY_NOTE
				      : SEVERITY_ERROR;
}

struct described { /* of one check */
	struct str explain, failing, fixed;
	VEC(node_id) reports;
};

static void describe_statements(const struct ast *t, struct arena *a, node_id stmts, struct described *out)
{
	for (node_id n = ast_node(t, stmts)->first; n; n = ast_next(t, n)) {
		const struct node *node = ast_node(t, n);

		if (node->kind == NODE_REPORT)
			vec_push(a, &out->reports, n);
		else if (node->kind == NODE_EXPLAIN)
			out->explain = statement_text(t, n);
		else if (node->kind == NODE_EXAMPLE)
			*(node->flags & NODE_F_TRUE ? &out->fixed : &out->failing) = statement_text(t, n);
		else if (node->kind == NODE_IF_STMT || node->kind == NODE_FOR_STMT)
			for (node_id c = node->first; c; c = ast_next(t, c))
				describe_statements(t, a, c, out);
	}
}

static void describe(const struct ast *t, struct arena *a, node_id check, struct check_infos *out)
{
	struct described d = { 0 };

	describe_statements(t, a, ast_child(t, check, 2), &d);
	for (uint32_t i = 0; i < d.reports.n; i++) {
		const struct node *report = ast_node(t, d.reports.v[i]);
		struct check_info info = { .code = ast_text(t, d.reports.v[i]),
					   .slug = rules_slug(a, ast_text(t, check)),
					   .title = ast_doc(t, check),
					   .explain = d.explain,
					   .failing = d.failing,
					   .fixed = d.fixed,
					   .severity = severity_of(report->flags) };

		vec_push(a, &out->all, info);
	}
}

void check_infos_read(const struct program *p, struct arena *a, struct check_infos *out)
{
	ast_warm(&p->ast);
	for (uint32_t i = 1; i < p->checks.n; i++)
		describe(&p->ast, a, ((const struct checked *)table_get(&p->checks, i))->node, out);
}
