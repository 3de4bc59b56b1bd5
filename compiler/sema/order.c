/*
 * The order in which checks run: as they are written, but prerequisites first. A module's checks come
 * behind those of the modules that it imports, so the order of the library's is settled once, when its
 * image is made.
 */
#include "sema/checker.h"

struct waiting {	     /* a check whose prerequisites are being placed */
	node_id check, need; /* the next of them, or 0 */
};

static bool is_placed(const struct checker *k, node_id check)
{
	return check_place(k->ast, check) != 0;
}

static void place(struct checker *k, node_id check)
{
	uint32_t i = table_add(&k->program->checks);

	*(struct checked *)table_edit(&k->program->checks, i) = (struct checked){
		.node = check,
		.params = child(k, check, 0),
		.stmts = child(k, check, 2),
		.type = type_base(&k->program->types, at(k, check)->type),
		.needs = at(k, child(k, check, 1))->first != 0,
	};
	annotate(k, child(k, check, 0), 0, i);
}

static struct waiting waiting_for(const struct checker *k, node_id check)
{
	return (struct waiting){ check, at(k, child(k, check, 1))->first };
}

/* Iterative, so that a long chain costs no stack of ours. There is no cycle, or `needs` is not looked at. */
static void place_behind_needs(struct checker *k, node_id check)
{
	struct arena *a = &k->session->arena;
	VEC(struct waiting) chain = { 0 };

	vec_push(a, &chain, waiting_for(k, check));
	while (chain.n) {
		struct waiting *top = &chain.v[chain.n - 1];
		node_id need = top->need;

		if (is_placed(k, top->check)) {
			chain.n--;
		} else if (need) {
			top->need = next_of(k, need);
			vec_push(a, &chain, waiting_for(k, REF_PAYLOAD(at(k, need)->ref)));
		} else {
			place(k, top->check);
		}
	}
}

void check_order(struct checker *k, node_id file)
{
	for_each_child(k, n, file) {
		if (at(k, n)->kind != NODE_CHECK)
			continue;
		if (k->session->diags.errors)
			place(k, n); /* none of them will run */
		else
			place_behind_needs(k, n);
	}
}
