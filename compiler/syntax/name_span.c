/* Where the word of a node stands: nodes keep only the span of the whole. */
#include "syntax/ast.h"

enum name_place {
	NAME_FIRST,  /* the node begins with it */
	NAME_SECOND, /* behind a keyword or an `@` */
	NAME_LAST,   /* the node ends with it */
};

static enum name_place place_of(const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_PARAM:
	case NODE_LET:
	case NODE_TYPE:
	case NODE_FN:
	case NODE_CHECK:
	case NODE_STACK:
	case NODE_REPORT:
	case NODE_ATTR:
		return NAME_SECOND;
	case NODE_IMPORT:
	case NODE_GET:
		return NAME_LAST;
	default:
		return NAME_FIRST;
	}
}

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '-';
}

static uint32_t word_end(struct str text, uint32_t at)
{
	while (at < text.n && is_word_char(text.p[at]))
		at++;
	return at;
}

/* Behind blanks, newlines and comments. */
static uint32_t skip_space(struct str text, uint32_t at)
{
	for (; at < text.n; at++) {
		char c = text.p[at];

		if (c == '#') {
			while (at + 1 < text.n && text.p[at + 1] != '\n')
				at++;
		} else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
			break;
		}
	}
	return at;
}

static uint32_t literal_end(struct str text, uint32_t at)
{
	char quote = text.p[at++];

	while (at < text.n && text.p[at] != quote)
		at += text.p[at] == '\\' && quote == '"' ? 2 : 1;
	return at < text.n ? at + 1 : text.n;
}

static struct span second_word(struct str text, uint32_t skipped)
{
	uint32_t beg = text.p[0] == '@' ? 1 : 0;

	while (skipped--)
		beg = skip_space(text, word_end(text, beg));
	beg = skip_space(text, beg);
	return (struct span){ beg, word_end(text, beg) };
}

struct span ast_name_span(const struct ast *t, node_id n)
{
	const struct node *node = ast_node(t, n);
	struct span whole = ast_span(t, n);
	struct str text = source_span_text(&t->session->sources, whole);
	struct span at = { 0, word_end(text, 0) };

	if (!text.n)
		return whole;
	switch (place_of(node)) {
	case NAME_FIRST:
		if (text.p[0] == '"' || text.p[0] == '\'')
			at.end = literal_end(text, 0);
		break;
	case NAME_SECOND:
		at = second_word(text, node->kind == NODE_ATTR ? 0 : node->flags & NODE_F_ABSTRACT ? 2 : 1);
		break;
	case NAME_LAST:
		at = (struct span){ text.n - ast_text(t, n).n, text.n };
		break;
	}
	return (struct span){ whole.beg + at.beg, whole.beg + at.end };
}
