/*
 * Narrowing: which optional paths are known to be there. Values never change, so a test of
 * `a.b?` holds for the path a.b wherever the test has succeeded.
 */
#include "sema/checker.h"

uint32_t narrow_mark(const struct checker *k)
{
	return k->present.n;
}

void narrow_release(struct checker *k, uint32_t mark)
{
	k->present.n = mark;
}

void narrow_add(struct checker *k, node_id path)
{
	vec_push(&k->session->arena, &k->present, path);
}

static node_id strip(const struct checker *k, node_id n)
{
	while (at(k, n)->kind == NODE_PAREN)
		n = at(k, n)->first;
	return n;
}

void narrow_by(struct checker *k, node_id condition, bool holds)
{
	node_id n = strip(k, condition);
	const struct node *node = at(k, n);

	if (node->kind == NODE_ISSET && holds) {
		narrow_add(k, strip(k, node->first));
	} else if (node->kind == NODE_UNARY && node->name == OP_NOT) {
		narrow_by(k, node->first, !holds);
	} else if (node->kind == NODE_BINARY && node->name == (holds ? OP_AND : OP_OR)) {
		narrow_by(k, child(k, n, 0), holds);
		narrow_by(k, child(k, n, 1), holds);
	}
}

static bool same_path(const struct checker *k, node_id a, node_id b)
{
	const struct node *x = at(k, a), *y = at(k, b);

	while (x->kind == NODE_GET && y->kind == NODE_GET && x->name == y->name) {
		x = at(k, strip(k, x->first));
		y = at(k, strip(k, y->first));
	}
	return x->kind == NODE_NAME && y->kind == NODE_NAME && x->name == y->name && x->ref == y->ref;
}

bool narrow_is_present(const struct checker *k, node_id path)
{
	for (uint32_t i = k->present.n; i--;) {
		if (same_path(k, k->present.v[i], path))
			return true;
	}
	return false;
}
