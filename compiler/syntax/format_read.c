/* From text to pieces, and from separators to items. */
#include "base/utf8.h"
#include "syntax/format_internal.h"
#include "syntax/layout.h"

/* ---- tokens and comments ---- */

struct reader {
	struct format *f;
	uint32_t trivia; /* the next one to take */
	uint32_t end;	 /* of the piece before */
	bool separated;	 /* a separator was read since */
};

static bool has_newline(const struct format *f, struct span at)
{
	return str_find(front_text(&f->front, at), STR("\n"), 0) >= 0;
}

/* Newlines in the text of a gap: none, some, or one that ends a blank line. */
static uint8_t count_lines(struct str gap)
{
	uint8_t lines = 0;
	bool blank = false;

	for (uint32_t i = 0; i < gap.n; i++) {
		if (gap.p[i] == '\n') {
			if (blank)
				return 2;
			blank = true;
			lines = 1;
		} else if (gap.p[i] != ' ' && gap.p[i] != '\t' && gap.p[i] != '\r') {
			blank = false;
		}
	}
	return lines;
}

/* Of a string of several lines the first one counts: it is a quote, like the last. */
static uint32_t width_of(struct str text)
{
	int64_t end = str_find(text, STR("\n"), 0);

	return utf8_shown_cells(str_slice(text, 0, end < 0 ? text.n : (uint32_t)end));
}

static struct piece *add(struct reader *r, struct span at, int kind)
{
	struct format *f = r->f;
	struct piece *p = table_edit(&f->pieces, table_add(&f->pieces));

	*p = (struct piece){
		.at = at,
		.kind = kind,
		.source_lines = count_lines(front_text(&f->front, (struct span){ r->end, at.beg })),
		.width = width_of(front_text(&f->front, at)),
	};
	r->end = at.end;
	return p;
}

static void add_comments(struct reader *r, uint32_t before)
{
	const struct table *trivia = &r->f->scratch.trivia;

	for (; r->trivia < trivia->n; r->trivia++) {
		const struct trivia *t = (const struct trivia *)table_get(trivia, r->trivia);

		if (t->at.beg >= before)
			return;
		if (front_text(&r->f->front, t->at).p[0] == '#')
			add(r, t->at, PIECE_NO_TOKEN)->flags = PIECE_COMMENT;
	}
}

static void add_token(struct reader *r, struct span at, int kind, uint32_t flags)
{
	add_comments(r, at.beg);
	struct piece *p = add(r, at, kind);

	p->flags = flags | (r->separated ? PIECE_SEPARATED : 0);
	p->flags |= kind == TOK_STRING && has_newline(r->f, at) ? PIECE_LINES : 0;
	r->separated = false;
}

/* The rest of a string with interpolations. A string of several lines inside another one keeps all as it is:
 * its lines would move with those around them. */
static void add_string(struct reader *r, struct span at)
{
	struct front *f = &r->f->front;
	union syntax_value value;
	uint32_t flags = 0;

	for (uint32_t depth = 1; depth;) {
		struct span part;
		int kind = rcc_lex(&value, &part, f);
		bool nested = depth > 1 || kind == TOK_STRING;

		depth += kind == TOK_STR_BEG;
		depth -= kind == TOK_STR_END;
		at.end = part.end;
		if (nested && has_newline(r->f, part))
			flags = PIECE_VERBATIM;
	}
	add_token(r, at, TOK_STRING, flags);
}

static void read_pieces(struct format *f)
{
	struct reader r = { .f = f, .trivia = 1, .end = f->front.base };
	union syntax_value value;
	struct span at;
	int kind;

	rcc_lex(&value, &at, &f->front); /* TOK_START_FILE */
	do {
		kind = rcc_lex(&value, &at, &f->front);
		if (kind == TOK_NL || kind == TOK_SEMI)
			r.separated = true;
		else if (kind == TOK_STR_BEG)
			add_string(&r, at);
		else
			add_token(&r, at, kind, 0);
	} while (kind != TOK_YYEOF);
	f->v = table_edit(&f->pieces, 0);
	f->n = f->pieces.n;
}

uint32_t format_find(const struct format *f, uint32_t offset)
{
	uint32_t lo = 1, hi = f->n - 1;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (f->v[mid].at.beg < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* ---- which brackets and commas separate ---- */

static uint32_t after(const struct format *f, uint32_t offset)
{
	return format_find(f, offset); /* no piece begins at an end: the next one is found */
}

static void keep_commas(struct format *f, node_id n)
{
	for (node_id c = ast_node(&f->tree, n)->first; c; c = ast_next(&f->tree, c)) {
		uint32_t i = after(f, ast_span(&f->tree, c).end);

		while (piece_is(&f->v[i], PIECE_COMMENT))
			i++;
		if (f->v[i].kind == TOK_COMMA && f->v[i].at.end <= ast_span(&f->tree, n).end)
			f->v[i].flags |= PIECE_INNER;
	}
}

static void find_separators(struct format *f)
{
	for (node_id n = 1; n < f->tree.nodes.n; n++) {
		switch ((enum node_kind)ast_node(&f->tree, n)->kind) {
		case NODE_LIST:
			f->v[format_find(f, ast_span(&f->tree, n).beg)].flags |= PIECE_LIST | PIECE_FREE;
			break;
		case NODE_VARS:
		case NODE_GIVEN:
		case NODE_NEEDS:
			keep_commas(f, n);
			break;
		case NODE_ATTR:
			f->v[after(f, ast_span(&f->tree, n).end) - 1].flags |= PIECE_ATTRIBUTE;
			break;
		default:
			break;
		}
	}
}

/* ---- items ---- */

struct tidier {
	struct format *f;
	VEC(uint32_t) open; /* brackets around */
	uint32_t n;	    /* pieces kept */
	uint32_t last;	    /* the last one that is no comment */
};

static const struct piece *around(const struct tidier *t)
{
	return t->open.n ? &t->f->v[t->open.v[t->open.n - 1]] : NULL;
}

static bool separates(const struct tidier *t, const struct piece *p)
{
	const struct piece *o = around(t);

	return p->kind == TOK_COMMA && !piece_is(p, PIECE_INNER) && (!o || piece_is_container(o));
}

/* A comma may stand before the `)` of a call; it goes. */
static bool is_last_comma(const struct tidier *t, uint32_t i)
{
	const struct piece *v = t->f->v, *o = around(t);

	if (v[i].kind != TOK_COMMA || !o || o->kind != TOK_LP)
		return false;
	do
		i++;
	while (piece_is(&v[i], PIECE_COMMENT));
	return v[i].kind == TOK_RP;
}

static bool begins_item(const struct tidier *t, const struct piece *p)
{
	const struct piece *o = around(t), *last = &t->f->v[t->last];

	if (o && !piece_is_container(o))
		return false;
	if (!t->last || o == last || p->kind == TOK_YYEOF)
		return true;
	return piece_is(p, PIECE_SEPARATED) && !piece_is(last, PIECE_ATTRIBUTE);
}

static void keep(struct tidier *t, struct piece p)
{
	struct format *f = t->f;
	struct arena *a = &f->front.session->arena;
	uint32_t i = t->n++;

	if (piece_closes(&p) && t->open.n) {
		p.match = t->open.v[--t->open.n];
		f->v[p.match].match = i;
	} else if (!piece_is(&p, PIECE_COMMENT) && begins_item(t, &p)) {
		p.flags |= PIECE_ITEM;
	}
	f->v[i] = p;
	if (piece_is(&p, PIECE_COMMENT))
		return;
	t->last = i;
	if (piece_opens(&p))
		vec_push(a, &t->open, i);
}

/* Newlines around what is left out are those of the piece behind it. */
static void find_items(struct format *f)
{
	struct tidier t = { .f = f, .n = 1 };
	bool separated = false;
	uint8_t lines = 0;

	for (uint32_t i = 1; i < f->n; i++) {
		struct piece p = f->v[i];
		bool drop = is_last_comma(&t, i), separator = separates(&t, &p);

		if (p.source_lines < lines)
			p.source_lines = lines;
		lines = drop || separator ? p.source_lines : 0;
		separated |= separator;
		if (drop || separator)
			continue;
		if (separated && !piece_is(&p, PIECE_COMMENT)) {
			p.flags |= PIECE_SEPARATED;
			separated = false;
		}
		keep(&t, p);
	}
	f->n = t.n;
}

void format_read(struct format *f, uint32_t source)
{
	front_begin(&f->front, &f->scratch, source, TOK_START_FILE);
	read_pieces(f);
	front_end(&f->front);
	find_separators(f);
	find_items(f);
}
