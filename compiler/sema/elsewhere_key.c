/* Entries that are keys of a map of their record, as far as the library lists such keys. */
#include "sema/check_block.h"

enum { SHORTEST_END = 4, TELLING = 8 };

node_id elsewhere_list(const struct checker *k, struct str wanted)
{
	const struct program *p = k->program;

	ast_warm(k->ast);
	for (uint32_t i = 1; i < p->symbols.n; i++) {
		const struct symbol *symbol = table_get(&p->symbols, i);
		node_id n = symbol->node;
		node_id attr = at(k, n)->kind == NODE_LET ? ast_attr(k->ast, n, "lists") : 0;

		if (attr && str_eq(ast_text(k->ast, at(k, attr)->first), wanted))
			return child(k, n, 1);
	}
	return 0;
}

static node_id keys_of(const struct checker *k, struct str owner, struct str field)
{
	return elsewhere_list(k,
			      arena_printf(&k->session->arena, "%.*s.%.*s", STR_ARG(owner), STR_ARG(field)));
}

/* How well a key fits: it is the word, it ends with it, the word ends with the key; 0: not. */
static int fitness(struct str key, struct str word)
{
	struct str longer = key.n > word.n ? key : word, shorter = key.n > word.n ? word : key;

	if (str_like(key, word))
		return 2;
	return shorter.n >= SHORTEST_END && str_ends_like(longer, shorter);
}

bool elsewhere_key(struct checker *k, struct diag *d, struct span where, struct str word, type_id record)
{
	const struct type *r = ty(k, record);
	struct str best = STR("");
	bool twice = false; /* several keys end like the word, which says nothing */
	int fit = 0;

	for (uint32_t i = 0; i < r->count; i++) {
		const struct field *f = type_field(k->types, r, i);
		struct str name = text_of(k, f->name);
		node_id keys = ty(k, type_base(k->types, f->type))->kind == TYPE_MAP
				       ? keys_of(k, text_of(k, r->name), name)
				       : 0;

		for (node_id n = keys ? at(k, keys)->first : 0; n; n = next_of(k, n)) {
			struct str key =
				at(k, n)->kind == NODE_SET_KEY ? ast_text(k->ast, child(k, n, 0)) : STR("");
			int now = key.n ? fitness(key, word) : 0;

			twice |= now == 1 && fit == 1;
			if (now > fit) {
				best = arena_printf(&k->session->arena, "%.*s \"%.*s\"", STR_ARG(name),
						    STR_ARG(key));
				fit = now;
			}
		}
	}
	if (!fit || (fit == 1 && twice && word.n < TELLING))
		return false;
	if (fit > 1)
		diag_fix(&k->session->diags, d, where, best, "write `%.*s`", STR_ARG(best));
	else
		diag_help(&k->session->diags, d, "did you mean `%.*s = …`?", STR_ARG(best));
	return true;
}
