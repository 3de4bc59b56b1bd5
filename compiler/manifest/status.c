/*
 * The status of an object is the cluster's, and what it says is no concern of ours. An apiserver that is
 * asked to be strict refuses a field that it does not know there, too.
 */
#include "manifest/reader.h"

enum { FIELDS_MAX = 64 };

struct words {
	struct str v[FIELDS_MAX];
	int n;
};

static struct words words_of(struct str text)
{
	struct words w = { .n = 0 };

	for (uint32_t beg = 0, end; beg < text.n && w.n < FIELDS_MAX; beg = end + 1) {
		end = beg;
		while (end < text.n && text.p[end] != ' ' && text.p[end] != '\n')
			end++;
		if (end > beg)
			w.v[w.n++] = str_slice(text, beg, end);
	}
	return w;
}

static void read_field(struct manifests *m, const struct shape *s, const struct words *known, uint32_t key)
{
	struct str word = node_at(m, node_target(m, key))->text;
	int i = 0;

	while (i < known->n && !str_eq(known->v[i], word))
		i++;
	if (i < known->n || node_at(m, node_target(m, key))->kind != YAML_NODE_SCALAR)
		return;
	struct diag *d = diag_add(&m->session->diags, DIAG_UNKNOWN_KEY, node_span(m, key),
				  "the status of a %.*s has no field `%.*s`", STR_ARG(s->name),
				  STR_ARG(chars_excerpt(m->arena, word)));
	int near = str_nearest(word, known->v, known->n);

	if (near >= 0)
		mistake_offer(m, d, node_span(m, key), word, known->v[near], "did you mean `%.*s`?",
			      STR_ARG(known->v[near]));
	diag_help(&m->session->diags, d, "leave `status` out: the cluster writes it");
}

bool status_read(struct manifests *m, const struct shape *s, uint32_t node)
{
	uint32_t target = node_target(m, node);
	struct words known = words_of(s->custom ? STR("") : fact_status(m, s));

	if (s->custom || node_is_null(m, target) || node_at(m, target)->kind != YAML_NODE_MAP)
		return s->custom || known.n;
	for (uint32_t key = target + 1, end = node_at(m, target)->next; known.n && key < end;
	     key = node_at(m, node_at(m, key)->next)->next)
		read_field(m, s, &known, key);
	return known.n;
}
