/* Near misses: what a mistyped word most likely was. */
#include "sema/checker.h"

enum { LISTED = 8 };

int suggest_name(struct checker *k, struct diag *d, struct span where, struct str word,
		 const struct str *names, uint32_t n)
{
	int near = str_nearest(word, names, (int)n);

	if (near >= 0)
		diag_fix(&k->session->diags, d, where, names[near], "did you mean `%.*s`?",
			 STR_ARG(names[near]));
	return near;
}

int suggest_field(struct checker *k, struct diag *d, struct span where, struct str word, type_id record)
{
	const struct type *r = ty(k, record);
	struct str *names = arena_new(&k->session->arena, struct str, r->count);
	struct buf list = { .arena = &k->session->arena };

	for (uint32_t i = 0; i < r->count; i++) {
		names[i] = text_of(k, type_field(k->types, r, i)->name);
		if (i < LISTED)
			buf_printf(&list, "%s`%.*s`", i ? ", " : "", STR_ARG(names[i]));
	}
	int near = suggest_name(k, d, where, word, names, r->count);

	if (near >= 0 || !r->count)
		return near;
	if (r->count > LISTED)
		buf_printf(&list, " and %u more", r->count - LISTED);
	diag_help(&k->session->diags, d, "its fields are %.*s", STR_ARG(buf_str(&list)));
	return -1;
}

void suggest_tag(struct checker *k, struct diag *d, struct span where, struct str word, type_id u)
{
	const struct type *t = ty(k, u);
	struct str *names = arena_new(&k->session->arena, struct str, t->count);

	for (uint32_t i = 0; i < t->count; i++)
		names[i] = text_of(k, type_alternative(k->types, t, i)->name);
	suggest_name(k, d, where, word, names, t->count);
}
