#include "syntax/doc.h"

/* Neighbouring ## lines: trivia [first, end); empty if first == end. */
struct run {
	uint32_t first, end;
};

/* Reading a source backwards from a global offset. */
struct reader {
	struct str text;
	uint32_t base;
};

static struct reader reader_at(const struct ast *t, uint32_t offset)
{
	const struct sources *s = &t->session->sources;
	uint32_t source = source_at(s, offset);

	return (struct reader){ source_text(s, source), source_get(s, source)->base };
}

static uint32_t skip_blanks_back(const struct reader *r, uint32_t at)
{
	while (at > 0 && (r->text.p[at - 1] == ' ' || r->text.p[at - 1] == '\t'))
		at--;
	return at;
}

/* The global end of the line before the one that `offset` is the first word of (behind a `|`
 * at most); 0 if something else stands before it. */
static uint32_t previous_line_end(const struct reader *r, uint32_t offset)
{
	uint32_t at = skip_blanks_back(r, offset - r->base);

	if (at > 0 && r->text.p[at - 1] == '|')
		at = skip_blanks_back(r, at - 1);
	if (at == 0 || r->text.p[at - 1] != '\n')
		return 0;
	at--;
	if (at > 0 && r->text.p[at - 1] == '\r')
		at--;
	return r->base + at;
}

static const struct trivia *trivia_at(const struct ast *t, uint32_t i)
{
	return (const struct trivia *)table_row(&t->trivia, i, 1);
}

static bool is_doc_line(const struct ast *t, uint32_t i)
{
	return trivia_at(t, i)->doc && trivia_at(t, i)->own_line;
}

/* The trivia that ends at `offset`, or 0. */
static uint32_t trivia_ending(const struct ast *t, uint32_t offset)
{
	const struct sources *s = &t->session->sources;
	bool own = source_at(s, offset) >= s->list.nfrozen; /* the library's are cold */
	uint32_t lo = own && t->trivia.nfrozen ? t->trivia.nfrozen : 1;
	const uint32_t end = own ? t->trivia.n : t->trivia.nfrozen;
	uint32_t hi = end;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (trivia_at(t, mid)->at.end < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < end && trivia_at(t, lo)->at.end == offset ? lo : 0;
}

static struct run run_before(const struct ast *t, uint32_t offset)
{
	struct reader r = reader_at(t, offset);
	uint32_t line_end = previous_line_end(&r, offset);
	uint32_t last = line_end ? trivia_ending(t, line_end) : 0, first = last;

	if (!last || !is_doc_line(t, last))
		return (struct run){ 0, 0 };
	while (first > 1 && is_doc_line(t, first - 1) &&
	       trivia_at(t, first - 1)->at.end == previous_line_end(&r, trivia_at(t, first)->at.beg))
		first--;
	return (struct run){ first, last + 1 };
}

static bool is_documented(enum node_kind kind)
{
	switch (kind) {
	case NODE_IMPORT:
	case NODE_PARAM:
	case NODE_LET:
	case NODE_TYPE:
	case NODE_FN:
	case NODE_CHECK:
	case NODE_STACK:
	case NODE_FIELD:
	case NODE_ALT:
		return true;
	default:
		return false;
	}
}

/* Attributes stand before their node, and the comment before any of them. */
static struct run run_of(const struct ast *t, node_id n)
{
	struct run run = { 0, 0 };

	if (is_documented((enum node_kind)ast_node(t, n)->kind))
		run = run_before(t, ast_span(t, n).beg);
	for (node_id c = ast_node(t, n)->first; c && run.first == run.end; c = ast_next(t, c)) {
		if (ast_node(t, c)->kind == NODE_ATTR)
			run = run_before(t, ast_span(t, c).beg);
	}
	return run;
}

struct str ast_doc(const struct ast *t, node_id n)
{
	struct run run = run_of(t, n);
	struct buf out = { .arena = &t->session->arena };

	for (uint32_t i = run.first; i < run.end; i++) {
		struct str line = source_span_text(&t->session->sources, trivia_at(t, i)->at);

		line = str_slice(line, str_starts_with(line, STR("## ")) ? 3 : 2, line.n);
		if (i > run.first)
			buf_char(&out, '\n');
		buf_add(&out, line);
	}
	return buf_str(&out);
}

static void warn(const struct ast *t, uint32_t i)
{
	struct diags *ds = &t->session->diags;
	struct span at = trivia_at(t, i)->at;
	struct diag *d = diag_add(ds, DIAG_MISPLACED_DOC, at, "this `##` documents nothing");

	diag_primary(ds, d, "no declaration, field or alternative on the next line");
	diag_fix(ds, d, (struct span){ at.beg, at.beg + 2 }, STR("#"), "make it a plain comment");
}

void doc_check_misplaced(const struct ast *t, node_id first_node, uint32_t first_trivia)
{
	bool *used = arena_new(&t->session->arena, bool, t->trivia.n - first_trivia + 1);

	for (node_id n = first_node; n < t->nodes.n; n++) {
		struct run run = run_of(t, n);

		for (uint32_t i = run.first; i < run.end; i++)
			used[i - first_trivia] = true;
	}
	for (uint32_t i = first_trivia; i < t->trivia.n; i++) {
		bool goes_on = i > first_trivia && is_doc_line(t, i) && is_doc_line(t, i - 1) &&
			       !used[i - 1 - first_trivia];

		if (trivia_at(t, i)->doc && !used[i - first_trivia] && !goes_on)
			warn(t, i);
	}
}
