/*
 * Where the nodes of the library stand takes more room than what they say, but little of it is news: children
 * lie in their parent one behind the other, and a word is as long as it is. The image keeps what differs from
 * that.
 */
#include "syntax/spans.h"

#include <stdlib.h>

/* Both ways go through the tree in the order of its numbers, where parents come before their children. */
struct walk {
	const struct ast *ast;
	struct span *out;
	bool *seen;
	bool part; /* differences are made of places; else `out` has differences, and gets places */
};

/* How long what is written without blanks is, or 0. */
static uint32_t likely_length(const struct ast *t, node_id n)
{
	const struct node *node = ast_node(t, n);
	const struct table *names = &t->session->names.entries;
	const struct name_entry *name = table_get_sized(names, node->name, sizeof *name);

	switch (node->kind) {
	case NODE_NAME:
	case NODE_NUMBER:
		return name->length;
	case NODE_STRING:
		return name->length + 2;
	case NODE_GET:
		return likely_length(t, node->first) + 1 + name->length;
	default:
		return 0;
	}
}

/* The place of a node that is expected to begin at `beg`, and to end at `end` if its length is not known. */
static struct span place(const struct walk *w, node_id n, uint32_t beg, uint32_t end)
{
	struct span at = w->part ? ast_span(w->ast, n) : w->out[n];
	uint32_t length = likely_length(w->ast, n);

	w->seen[n] = true;
	if (!w->part)
		at.beg += beg;
	if (length || !end)
		end = at.beg + length;
	if (!w->part) {
		at.end += end;
		w->out[n] = at;
	} else {
		w->out[n] = (struct span){ at.beg - beg, at.end - end };
	}
	return at;
}

static void place_children(const struct walk *w, node_id parent, struct span around)
{
	uint32_t beg = around.beg;

	for (node_id c = ast_node(w->ast, parent)->first, next; c && !w->seen[c]; c = next) {
		next = ast_next(w->ast, c);
		beg = place(w, c, beg, next ? 0 : around.end).end;
	}
}

/* The nodes of the first parent of a list tell where it is; what has none comes behind the last such. */
static void place_all(struct walk *w, uint32_t n)
{
	uint32_t end = 0;

	w->seen = calloc(n, sizeof *w->seen);
	if (!w->seen)
		rcc_bug("out of memory: %u nodes of the library", n);
	for (node_id i = 0; i < n; i++) {
		if (!w->seen[i])
			end = place(w, i, end, 0).end;
		place_children(w, i, w->part ? ast_span(w->ast, i) : w->out[i]);
	}
	free(w->seen);
}

const struct span *spans_part(const struct ast *t, struct arena *a)
{
	struct walk w = { .ast = t, .out = arena_new(a, struct span, t->spans.n), .part = true };

	place_all(&w, t->spans.n);
	return w.out;
}

void spans_join(const void *ast, void *spans)
{
	struct walk w = { .ast = ast, .out = spans };

	ast_warm(w.ast);
	place_all(&w, w.ast->spans.nfrozen);
}
