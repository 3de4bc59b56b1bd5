/* Near misses: what a mistyped word most likely was. */
#include "sema/check_block.h"
#include "sema/checker.h"

enum {
	LISTED = 24,
	SHORTEST = 4,
	/* Words that a run looks at for near misses: more than a thousand mistakes ask for in a file that
	 * somebody wrote. One with as many names as mistakes would take minutes, and gigabytes. */
	COMPARED_MAX = 2000000,
};

bool suggest_is_worth(struct checker *k, const struct diag *d)
{
	const struct module *m = table_get(&k->program->modules, k->module);

	if (!diag_is_kept(&k->session->diags, d) || k->program->compared >= COMPARED_MAX)
		return false;
	k->program->compared += m->symbol_count; /* whoever asks goes through them, whatever they are */
	return true;
}

int suggest_nearest(struct checker *k, struct str word, const struct str *names, uint32_t n)
{
	if (k->program->compared >= COMPARED_MAX)
		return -1;
	k->program->compared += n;
	return str_nearest(word, names, (int)n);
}

int suggest_name(struct checker *k, struct diag *d, struct span where, struct str word,
		 const struct str *names, uint32_t n)
{
	int near = suggest_nearest(k, word, names, n);

	if (near >= 0)
		diag_fix(&k->session->diags, d, where, names[near], "did you mean `%.*s`?",
			 STR_ARG(names[near]));
	return near;
}

/* "its fields are `a`, `b` and 3 more" */
static void list_names(struct checker *k, struct diag *d, const char *what, const struct str *names,
		       uint32_t n)
{
	struct buf list = { .arena = &k->session->arena };

	for (uint32_t i = 0; i < n && i < LISTED; i++)
		buf_printf(&list, names[i].n ? "%s`%.*s`" : "%s`\"\"`%.*s", i ? ", " : "", STR_ARG(names[i]));
	if (n > LISTED)
		buf_printf(&list, " and %u more", n - LISTED);
	if (n)
		diag_help(&k->session->diags, d, "%s %.*s", what, STR_ARG(buf_str(&list)));
}

/* The one name that `word` begins with, or that begins with it: `hostname` for `host`. Else -1. */
static int begun(struct str word, const struct str *names, uint32_t n)
{
	int found = -1;

	for (uint32_t i = 0; i < n; i++) {
		struct str longer = word.n > names[i].n ? word : names[i];
		struct str shorter = word.n > names[i].n ? names[i] : word;

		if (shorter.n < SHORTEST || !str_starts_with(longer, shorter))
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

static const struct str *names_of(struct checker *k, const struct type *record)
{
	struct str *names = arena_new(&k->session->arena, struct str, record->count);

	for (uint32_t i = 0; i < record->count; i++)
		names[i] = text_of(k, type_field(k->types, record, i)->name);
	return names;
}

void suggest_fields(struct checker *k, struct diag *d, type_id record)
{
	const struct type *r = ty(k, record);
	const struct str *names = names_of(k, r);

	list_names(k, d, "its fields are", names, r->count);
}

bool suggest_set_already(struct checker *k, struct diag *d, const struct body *in, int field, struct str name)
{
	if (!in || !in->seen[field])
		return false;
	diag_help(&k->session->diags, d, "did you mean `%.*s`? It is set already", STR_ARG(name));
	return true;
}

bool suggest_is_near(struct checker *k, struct str word, type_id record)
{
	const struct type *r = ty(k, record);

	return suggest_nearest(k, word, names_of(k, r), r->count) >= 0;
}

int suggest_field(struct checker *k, struct diag *d, struct span where, struct str word, type_id record,
		  const struct body *in)
{
	if (!suggest_is_worth(k, d))
		return -1;
	const struct type *r = ty(k, record);
	const struct str *names = names_of(k, r);
	int near = suggest_nearest(k, word, names, r->count);

	if (near >= 0 && !suggest_set_already(k, d, in, near, names[near]))
		suggest_name(k, d, where, word, names, r->count);
	if (near >= 0)
		return near;
	if (elsewhere_inside(k, d, word, record, in ? in->guessed : NULL) ||
	    elsewhere_outside(k, d, word, record))
		return -1;
	if ((near = begun(word, names, r->count)) >= 0)
		diag_help(&k->session->diags, d, "did you mean `%.*s`?", STR_ARG(names[near]));
	else if (!elsewhere_key(k, d, where, word, record))
		list_names(k, d, "its fields are", names, r->count);
	return near;
}

void suggest_quotes(struct checker *k, struct diag *d, node_id n)
{
	struct span at = ast_span(k->ast, n);
	struct str word = arena_str(&k->session->arena, source_span_text(&k->session->sources, at));

	diag_fix(&k->session->diags, d, at, arena_printf(&k->session->arena, "\"%.*s\"", STR_ARG(word)),
		 "text is written in quotes: `\"%.*s\"`", STR_ARG(word));
}

type_id report_bare_text(struct checker *k, node_id n, type_id want)
{
	struct str type = flow_text(k, type_unwrap(k->types, want));
	struct diag *d = diag_add(&k->session->diags, DIAG_UNQUOTED, ast_span(k->ast, n),
				  "%s %.*s is written in quotes", flow_article(type), STR_ARG(type));

	suggest_quotes(k, d, n);
	annotate(k, n, TYPE_ERROR, 0);
	return TYPE_ERROR;
}

int suggest_one_of(struct checker *k, struct diag *d, struct span where, struct str word,
		   const struct str *names, uint32_t n)
{
	int near = suggest_name(k, d, where, word, names, n);

	if (near < 0)
		list_names(k, d, n == 1 ? "there is only" : "there are", names, n);
	return near;
}

int suggest_tag(struct checker *k, struct diag *d, struct span where, struct str word, type_id u)
{
	const struct type *t = ty(k, u);
	struct str *names = arena_new(&k->session->arena, struct str, t->count);

	for (uint32_t i = 0; i < t->count; i++)
		names[i] = text_of(k, type_alternative(k->types, t, i)->name);
	int alias = word.n ? elsewhere_alias_of_tag(k, t, word) : -1;

	if (alias < 0 && word.n && elsewhere_hint(k, d, t, word))
		return -1;
	return suggest_one_of(k, d, where, alias < 0 ? word : names[alias], names, t->count);
}

bool suggest_listed(struct checker *k, struct diag *d, node_id n, type_id want, struct str text)
{
	struct str name = text_of(k, ty(k, type_unwrap(k->types, want))->name);
	node_id list = name.n ? elsewhere_list(k, name) : 0, first = list ? at(k, list)->first : 0;
	struct str begun_with = arena_printf(&k->session->arena, "%.*s.", STR_ARG(text));

	for (node_id value = first; value; value = next_of(k, value)) {
		struct str release = ast_text(k->ast, value);

		if (!str_eq(release, text) && !str_starts_with(release, begun_with))
			continue;
		diag_fix(&k->session->diags, d, ast_span(k->ast, n),
			 arena_printf(&k->session->arena, "\"%.*s\"", STR_ARG(release)), "write `\"%.*s\"`",
			 STR_ARG(release));
		return true;
	}
	if (first)
		diag_help(&k->session->diags, d, "write it whole, such as `\"%.*s\"`",
			  STR_ARG(ast_text(k->ast, first)));
	return first;
}
