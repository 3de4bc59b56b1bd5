/* What comes of a place in the sources. */
#include "trace/trace.h"

#include "base/lines.h"

#include <stdlib.h>

/* ---- places -------------------------------------------------------------------------------- */

struct marking {
	struct trace_marks *m;
	const struct ast *ast;
	struct arena *arena;
	struct span line; /* what was asked for: a line, or one character */
	bool exact;	  /* only the innermost entry around it */
	node_id found;	  /* that entry */
};

static bool is_entry(enum node_kind kind)
{
	switch (kind) {
	case NODE_PARAM:
	case NODE_LET:
	case NODE_STACK:
	case NODE_FIELD:
	case NODE_SET:
	case NODE_SET_KEYED:
	case NODE_SET_TAGGED:
	case NODE_SET_KEY:
	case NODE_IF_ENTRY:
	case NODE_FOR_ENTRY:
		return true;
	default:
		return false;
	}
}

static node_id value_of(const struct ast *t, node_id entry)
{
	switch (ast_node(t, entry)->kind) {
	case NODE_SET:
		return ast_child(t, entry, 0);
	case NODE_SET_KEYED:
	case NODE_SET_KEY:
		return ast_child(t, entry, 1);
	default:
		return 0;
	}
}

/* An entry that only passes on what a name stands for writes nothing itself: the declaration of the name
 * counts for it. */
static void mark_names(struct marking *k, node_id n)
{
	const struct node *value = ast_node(k->ast, value_of(k->ast, n));

	if ((value->kind == NODE_NAME || value->kind == NODE_GET) && REF_KIND(value->ref) == REF_GLOBAL)
		vec_push(k->arena, &k->m->places, ast_span(k->ast, REF_PAYLOAD(value->ref)));
	for (node_id c = ast_node(k->ast, n)->first; c; c = ast_next(k->ast, c))
		mark_names(k, c);
}

static void mark_entry(struct marking *k, node_id n)
{
	vec_push(k->arena, &k->m->places, ast_span(k->ast, n));
	mark_names(k, n);
}

/* All entries that begin in the line, the outermost of each; or the innermost one around a character. */
static void find_entries(struct marking *k, node_id n)
{
	for (node_id c = ast_node(k->ast, n)->first; c; c = ast_next(k->ast, c)) {
		const struct node *node = ast_node(k->ast, c);
		struct span at = ast_span(k->ast, c);
		bool entry = is_entry((enum node_kind)node->kind);

		if (at.end <= k->line.beg || at.beg > k->line.end)
			continue;
		if (entry && k->exact)
			k->found = c;
		else if (entry && at.beg >= k->line.beg) {
			mark_entry(k, c);
			continue;
		}
		find_entries(k, c);
	}
}

static node_id file_of(const struct program *p, uint32_t source)
{
	for (uint32_t i = 1; i < p->modules.n; i++) {
		const struct module *m = table_get(&p->modules, i);

		if (m->source == source)
			return m->file;
	}
	return 0;
}

static uint32_t count_lines(struct str text)
{
	uint32_t n = 1;

	for (uint32_t i = 0; i + 1 < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

/* The offset of a column, counted in code points; the end of the line if it is shorter. */
static uint32_t offset_of(const struct sources *sources, struct span line, uint32_t column)
{
	struct str text = source_span_text(sources, line);
	uint32_t at = 0;

	for (uint32_t i = 1; i < column && at < text.n; i++) {
		at++;
		while (at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
			at++;
	}
	return line.beg + at;
}

static bool find_line(struct session *s, uint32_t source, struct place place, struct span *out)
{
	struct lines lines;

	if (place.line == 0 || place.line > count_lines(source_text(&s->sources, source)))
		return false;
	lines_init(&lines, &s->sources, &s->arena);
	*out = lines_span(&lines, source, place.line);
	if (place.column) {
		out->beg = offset_of(&s->sources, *out, place.column);
		out->end = out->beg;
	}
	return true;
}

/* ---- origins ------------------------------------------------------------------------------- */

static int by_begin(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->beg > y->beg) - (x->beg < y->beg);
}

/* In order, and none within or beside another, so that a question is a binary search. */
static void join_places(struct trace_marks *m)
{
	uint32_t n = 0;

	if (m->places.n)
		qsort(m->places.v, m->places.n, sizeof *m->places.v, by_begin);
	for (uint32_t i = 0; i < m->places.n; i++) {
		struct span next = m->places.v[i];

		if (n == 0 || next.beg > m->places.v[n - 1].end)
			m->places.v[n++] = next;
		else if (next.end > m->places.v[n - 1].end)
			m->places.v[n - 1].end = next.end;
	}
	m->places.n = n;
}

static bool touches(const struct trace_marks *m, struct span at)
{
	uint32_t lo = 0, hi = m->places.n, end = at.end > at.beg ? at.end : at.beg + 1;

	while (lo < hi) { /* the first place that begins behind it */
		uint32_t mid = lo + (hi - lo) / 2;

		if (m->places.v[mid].beg < end)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 && at.beg < m->places.v[lo - 1].end;
}

/* Of a literal all lines count, of a block only where it begins: what it holds has origins of its own. */
static bool wrote(const struct trace_marks *m, const struct origins *o, node_id node)
{
	switch (ast_node(o->ast, node)->kind) {
	case NODE_STRING:
	case NODE_TEMPLATE:
		return touches(m, ast_span(o->ast, node));
	default:
		return touches(m, origin_get(o, node).at);
	}
}

unsigned trace_part(const struct trace_marks *m, origin_id origin)
{
	if (origin >= ORIGIN_TABLE)
		return m->of[origin - ORIGIN_TABLE];
	return origin && wrote(m, eval_origins(rcc_eval(m->rcc)), origin) ? TRACE_VALUE : TRACE_NO_PART;
}

static unsigned computed_part(const struct trace_marks *m, const struct origins *o,
			      const struct origin *origin)
{
	unsigned part = touches(m, origin->at) ? TRACE_VALUE : TRACE_NO_PART;

	for (uint32_t i = 0; i < origin->ninputs; i++)
		part |= trace_part(m, *(const origin_id *)table_get(&o->inputs, origin->first_input + i));
	return part;
}

static unsigned part_of(const struct trace_marks *m, const struct origins *o, const struct origin *origin)
{
	const struct ast *t = o->ast;

	switch ((enum origin_kind)origin->kind) {
	case ORIGIN_SPAN:
		return touches(m, origin->at) ? TRACE_VALUE : TRACE_NO_PART;
	case ORIGIN_PARAM:
		return touches(m, origin->at) || touches(m, ast_span(t, origin->node)) ? TRACE_VALUE
										       : TRACE_NO_PART;
	case ORIGIN_DEFAULT:
	case ORIGIN_OVERRIDE:
		return trace_part(m, origin->inner);
	case ORIGIN_CHOSEN:
		return trace_part(m, origin->inner) | (trace_part(m, origin->owner) ? TRACE_CONDITION : 0);
	case ORIGIN_COMPUTED:
		return computed_part(m, o, origin);
	case ORIGIN_WRITTEN:
	case ORIGIN_NONE:
		break;
	}
	return TRACE_NO_PART;
}

bool trace_mark(struct trace_marks *m, struct rcc *r, uint32_t source, struct place place)
{
	struct session *s = rcc_session(r);
	const struct program *p = rcc_program(r);
	const struct origins *o = eval_origins(rcc_eval(r));
	struct marking k = { .m = m, .ast = &p->ast, .arena = &s->arena, .exact = place.column > 0 };
	node_id file = file_of(p, source);

	*m = (struct trace_marks){ .rcc = r, .of = arena_new(&s->arena, uint8_t, o->list.n) };
	if (!find_line(s, source, place, &k.line))
		return false;
	if (file)
		find_entries(&k, file);
	if (k.found)
		mark_entry(&k, k.found);
	if (!k.exact || !k.found)
		vec_push(&s->arena, &m->places, k.line);
	join_places(m);
	/* An origin is made after what it is made of, so one pass suffices. */
	for (uint32_t i = 1; i < o->list.n; i++) {
		struct origin origin = origin_get(o, i | ORIGIN_TABLE);

		m->of[i] = (uint8_t)part_of(m, o, &origin);
	}
	return true;
}
