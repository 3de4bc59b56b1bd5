#include "sema/contain.h"

#include <stdlib.h>

struct error {
	struct span at;
	uint32_t field; /* name of the field that an unknown one most likely means, or 0 */
	bool met;	/* contained, or nothing follows from it */
};

struct container {
	struct program *program;
	struct ast *ast;
	struct error *errors; /* by place */
	uint32_t n;
	bool lost; /* a stack that cannot be evaluated */
	struct contained *out;
};

/* ---- the errors ---------------------------------------------------------------------------- */

static bool has_code(const struct diag *d, const enum diag_code *codes, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (diag_is(d, codes[i]))
			return true;
	}
	return false;
}
#define HAS_CODE(d, codes) has_code(d, codes, sizeof(codes) / sizeof *(codes))

/* After these a name, an import or a brace may mean something else everywhere. */
static const enum diag_code spreading[] = {
	DIAG_CANNOT_READ,    DIAG_LIMIT,	DIAG_UNCLOSED,	     DIAG_STRAY_CLOSER, DIAG_DUPLICATE_NAME,
	DIAG_IMPORT_MISSING, DIAG_IMPORT_CYCLE, DIAG_IMPORT_OUTSIDE, DIAG_RECURSION,	DIAG_EXTENDS_CYCLE,
};

/* Nothing follows from how a name is written, and a missing field is refused by the evaluator, too. */
static const enum diag_code harmless[] = { DIAG_NAME_STYLE, DIAG_MISSING_FIELD };

/* What the fix of an unknown field puts in its place. */
static uint32_t meant_field(const struct container *k, const struct diag *d)
{
	if (!diag_is(d, DIAG_UNKNOWN_FIELD) || !d->fixes.n)
		return 0;
	return name_find(&k->ast->session->names, d->fixes.v[0].edits.v[0].text);
}

static int by_place(const void *a, const void *b)
{
	const struct error *x = a, *y = b;

	return (x->at.beg > y->at.beg) - (x->at.beg < y->at.beg);
}

/* False if one of them cannot be contained whatever the tree is. */
static bool collect(struct container *k, uint32_t n)
{
	const struct diags *ds = &k->ast->session->diags;

	k->errors = arena_new(&k->ast->session->arena, struct error, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct diag *d = ds->list.v[i];

		if (d->severity != SEVERITY_ERROR)
			continue;
		if (!d->labels.n || HAS_CODE(d, spreading))
			return false;
		k->errors[k->n++] = (struct error){ .at = d->labels.v[0].span,
						    .field = meant_field(k, d),
						    .met = HAS_CODE(d, harmless) };
	}
	if (k->n)
		qsort(k->errors, k->n, sizeof *k->errors, by_place);
	return !ds->dropped;
}

/* The first error that begins at `at` or behind it. */
static uint32_t first_error(const struct container *k, uint32_t at)
{
	uint32_t low = 0, high = k->n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (k->errors[mid].at.beg < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The last error in a span that was not met before, which all are from now on; NULL: there is none. What is
 * missing is reported behind the rest. */
static const struct error *meet(struct container *k, struct span at)
{
	const struct error *found = NULL;

	for (uint32_t i = first_error(k, at.beg); i < k->n && k->errors[i].at.beg <= at.end; i++) {
		if (!k->errors[i].met)
			found = &k->errors[i];
		k->errors[i].met = true;
	}
	return found;
}

/* ---- the tree ------------------------------------------------------------------------------ */

static const struct node *at(const struct container *k, node_id n)
{
	return ast_node(k->ast, n);
}

static node_id child(const struct container *k, node_id n, uint32_t i)
{
	return ast_child(k->ast, n, i);
}

/* What is in an error cannot be wrong once more. */
static bool has_error(const struct container *k, node_id n)
{
	if (at(k, n)->type == TYPE_ERROR || at(k, n)->kind == NODE_ERROR)
		return true;
	for (node_id c = at(k, n)->first; c; c = ast_next(k->ast, c)) {
		if (has_error(k, c))
			return true;
	}
	return false;
}

static bool is_wrong(struct container *k, node_id n)
{
	bool met = meet(k, ast_span(k->ast, n)) != NULL;

	return met || has_error(k, n);
}

static struct node *change(struct container *k, node_id n)
{
	vec_push(&k->ast->session->arena, &k->out->nodes, (struct contained_node){ n, *at(k, n) });
	return ast_edit(k->ast, n);
}

static void refuse(struct container *k, node_id n)
{
	struct node *node = change(k, n);

	node->kind = NODE_ERROR;
	node->flags = 0;
}

static void walk_entries(struct container *k, node_id block, type_id record);

/* A block of no known type says nothing. */
static void walk_block(struct container *k, node_id n)
{
	type_id type = at(k, n)->type;

	if (!type || type == TYPE_ERROR) {
		meet(k, ast_span(k->ast, n));
		refuse(k, n);
		return;
	}
	walk_entries(k, n, type_base(&k->program->types, type_unwrap(&k->program->types, type)));
	if (meet(k, ast_span(k->ast, n)))
		refuse(k, n);
}

static void walk_value(struct container *k, node_id n);

static void walk_elements(struct container *k, node_id list)
{
	for (node_id c = at(k, list)->first; c; c = ast_next(k->ast, c))
		walk_value(k, c);
	if (at(k, list)->type == TYPE_ERROR || meet(k, ast_span(k->ast, list)))
		refuse(k, list);
}

static void walk_value(struct container *k, node_id n)
{
	enum node_kind kind = (enum node_kind)at(k, n)->kind;
	bool amends = kind == NODE_AMEND && at(k, n)->type != TYPE_ERROR && !is_wrong(k, child(k, n, 0));

	if (kind == NODE_BLOCK)
		walk_block(k, n);
	else if (kind == NODE_LIST)
		walk_elements(k, n);
	else if (amends)
		walk_block(k, child(k, n, 1));
	else if (is_wrong(k, n))
		refuse(k, n);
}

/* ---- entries ------------------------------------------------------------------------------- */

/* Where entries stand. */
struct within {
	node_id block;
	type_id record; /* or map */
};

static bool sets(const struct container *k, node_id block, uint32_t field)
{
	for (node_id n = at(k, block)->first; n; n = ast_next(k->ast, n)) {
		if (at(k, n)->kind != NODE_LET && at(k, n)->ref == REF(REF_FIELD, field))
			return true;
	}
	return false;
}

/* The entry is wrong by itself. Where it is known which field it is about, that has no value; one that
 * another entry sets was hardly meant. */
static void refuse_entry(struct container *k, node_id n, struct within in, const struct error *why)
{
	int meant = why && why->field ? type_find_field(&k->program->types, in.record, why->field) : -1;

	refuse(k, n);
	if (meant >= 0 && !sets(k, in.block, (uint32_t)meant))
		ast_edit(k->ast, n)->ref = REF(REF_FIELD, meant);
}

static void walk_branches(struct container *k, node_id n, type_id record)
{
	for (; n; n = ast_next(k->ast, n)) {
		if (at(k, n)->kind == NODE_BLOCK)
			walk_entries(k, n, record);
	}
}

/* Every part of an entry that has a value of its own; false if the others are wrong. */
static bool walk_parts(struct container *k, node_id n, struct within in)
{
	node_id first = at(k, n)->first, second = ast_next(k->ast, first);

	switch (at(k, n)->kind) {
	case NODE_SET:
		walk_value(k, first);
		return true;
	case NODE_SET_KEYED:
	case NODE_SET_KEY:
		walk_value(k, second);
		return !is_wrong(k, first);
	case NODE_SET_TAGGED:
		second = ast_next(k->ast, second);
		if (at(k, second)->kind == NODE_BLOCK && at(k, second)->type)
			walk_block(k, second);
		return !is_wrong(k, first);
	case NODE_LET:
		walk_value(k, second);
		return true;
	case NODE_SPREAD:
		walk_value(k, first);
		return true;
	case NODE_IF_ENTRY:
		walk_branches(k, second, in.record);
		return !is_wrong(k, first);
	case NODE_FOR_ENTRY:
		walk_branches(k, ast_next(k->ast, second), in.record);
		return !is_wrong(k, second);
	default:
		return false;
	}
}

/* The name of an entry of a record is looked up; one that nobody knows got no reference. */
static bool is_unknown(const struct container *k, node_id n, struct within in)
{
	return at(k, n)->kind == NODE_SET && REF_KIND(at(k, n)->ref) != REF_FIELD &&
	       type_get(&k->program->types, in.record)->kind == TYPE_RECORD;
}

static void walk_entry(struct container *k, node_id n, struct within in)
{
	bool right = walk_parts(k, n, in) && !is_unknown(k, n, in);
	const struct error *own = meet(k, ast_span(k->ast, n));
	node_id otherwise = at(k, n)->kind == NODE_IF_ENTRY ? child(k, n, 2) : 0;

	if ((!right || own) && at(k, n)->kind == NODE_LET)
		refuse(k, child(k, n, 1)); /* its name stays, and has no value */
	else if (!right || own)
		refuse_entry(k, n, in, own);
	else if (otherwise && at(k, otherwise)->kind == NODE_IF_ENTRY)
		walk_entry(k, otherwise, in);
}

static void walk_entries(struct container *k, node_id block, type_id record)
{
	struct within in = { block, record };

	for (node_id n = at(k, block)->first; n; n = ast_next(k->ast, n))
		walk_entry(k, n, in);
}

/* ---- declarations -------------------------------------------------------------------------- */

static void walk_global(struct container *k, node_id n)
{
	node_id value = child(k, n, 1);

	if (ast_is_none(k->ast, value))
		return; /* what is wrong with the type of a parameter stays */
	walk_value(k, value);
	if (at(k, n)->type == TYPE_ERROR || meet(k, ast_span(k->ast, n)))
		refuse(k, value);
}

/* A call gives nothing; what stands for an argument that is missing is part of it. */
static void walk_fn(struct container *k, node_id n)
{
	if (!is_wrong(k, n))
		return;
	refuse(k, child(k, n, 2));
	for (node_id c = at(k, child(k, n, 0))->first; c; c = ast_next(k->ast, c)) {
		if (!ast_is_none(k->ast, child(k, c, 1)))
			refuse(k, child(k, c, 1));
	}
}

/* A check that is wrong asks nothing. */
static void walk_check(struct container *k, node_id n)
{
	if (!is_wrong(k, n))
		return;
	struct node *statements = change(k, child(k, n, 2));

	statements->first = 0;
	statements->ref = 0;
}

static void walk_stack(struct container *k, node_id n)
{
	k->lost |= has_error(k, child(k, n, 0));
	walk_entries(k, child(k, n, 1), k->program->prelude.stack);
}

static void walk_file(struct container *k, node_id file)
{
	for (node_id n = at(k, file)->first; n; n = ast_next(k->ast, n)) {
		switch (at(k, n)->kind) {
		case NODE_LET:
		case NODE_PARAM:
			walk_global(k, n);
			break;
		case NODE_FN:
			walk_fn(k, n);
			break;
		case NODE_CHECK:
			walk_check(k, n);
			break;
		case NODE_STACK:
			walk_stack(k, n);
			break;
		default: /* types, imports, what is no declaration: their errors are met nowhere */
			break;
		}
	}
}

static bool all_met(const struct container *k)
{
	bool met = !k->lost;

	for (uint32_t i = 0; i < k->n; i++)
		met &= k->errors[i].met;
	return met;
}

bool contain_errors(struct program *p, uint32_t n, struct contained *out)
{
	struct container k = { .program = p, .ast = &p->ast, .out = out };

	if (!collect(&k, n))
		return false;
	for (uint32_t m = 1; m < p->modules.n; m++) {
		const struct module *module = table_get(&p->modules, m);

		if (!module->library)
			walk_file(&k, module->file);
	}
	p->contained = all_met(&k);
	if (!p->contained)
		contain_release(p, out);
	return p->contained;
}

void contain_release(struct program *p, const struct contained *c)
{
	for (uint32_t i = c->nodes.n; i--;)
		*ast_edit(&p->ast, c->nodes.v[i].id) = c->nodes.v[i].before;
	p->contained = false;
}
