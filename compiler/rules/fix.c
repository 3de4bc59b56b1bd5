/*
 * Fixes: `s.a.b = v` becomes an edit of the user's text. A literal is replaced where it
 * stands, an entry where it is written otherwise, and what nobody wrote is added at the end of the
 * innermost block of the user that is on the path.
 */
#include "rules/rules_internal.h"

enum { PATH_MAX_NODES = 16 };

struct path { /* s, s.a, s.a.b */
	node_id v[PATH_MAX_NODES];
	uint32_t n;
};

static bool read_path(const struct rules *r, node_id n, struct path *out)
{
	uint32_t length = 1;

	for (node_id c = n; at(r, c)->kind == NODE_GET; c = at(r, c)->first)
		length++;
	if (length > PATH_MAX_NODES)
		return false;
	out->n = length;
	for (uint32_t i = length; i--; n = at(r, n)->first)
		out->v[i] = n;
	return at(r, out->v[0])->kind == NODE_NAME;
}

static struct origin written_by(const struct run *run, origin_id id)
{
	struct origin o = origin_get(run->origins, id);

	while (o.kind == ORIGIN_CHOSEN)
		o = origin_get(run->origins, o.inner);
	return o;
}

static bool is_user(const struct run *run, struct span where)
{
	return where.beg && source_kind_at(&run->rules->session->sources, where.beg) == SOURCE_USER;
}

static node_id block_of(const struct rules *r, node_id n)
{
	switch (at(r, n)->kind) {
	case NODE_BLOCK:
		return n;
	case NODE_AMEND:
	case NODE_STACK:
	case NODE_SET_KEYED:
		return ast_child(r->ast, n, 1);
	case NODE_SET_TAGGED:
		return ast_child(r->ast, n, 2);
	case NODE_SET:
		return ast_child(r->ast, n, 0);
	default:
		return 0;
	}
}

node_id fix_block(const struct run *run, struct value record)
{
	struct origin o = written_by(run, record.origin);
	node_id block = o.kind == ORIGIN_WRITTEN ? block_of(run->rules, o.node) : 0;

	if (!block || at(run->rules, block)->kind != NODE_BLOCK ||
	    !is_user(run, ast_span(run->rules->ast, block)))
		return 0;
	return block;
}

/* The one entry of a block that sets a field, or 0. */
static node_id find_entry(const struct rules *r, node_id block, uint32_t name)
{
	node_id found = 0;

	for (node_id c = at(r, block)->first; c; c = next_of(r, c)) {
		bool sets = at(r, c)->kind == NODE_SET || at(r, c)->kind == NODE_SET_TAGGED;

		if (!sets || at(r, c)->name != name)
			continue;
		if (found)
			return 0;
		found = c;
	}
	return found;
}

static bool is_literal(const struct rules *r, node_id n)
{
	enum node_kind kind = (enum node_kind)at(r, n)->kind;

	return kind == NODE_NUMBER || kind == NODE_STRING || kind == NODE_BOOL;
}

/* `a = 1`, or `a { b { c = 1 } }` for what is missing of a path. */
static struct str entry_text(const struct run *run, const struct path *p, uint32_t from, struct value v,
			     struct str text)
{
	const struct rules *r = run->rules;
	struct buf b = { .arena = &r->session->arena };

	for (uint32_t i = from; i < p->n; i++)
		buf_printf(&b, "%.*s%s", STR_ARG(ast_text(r->ast, p->v[i])), i + 1 < p->n ? " { " : "");
	buf_printf(&b, "%s%.*s", v.kind == VALUE_TAG || v.kind == VALUE_RECORD ? " " : " = ", STR_ARG(text));
	for (uint32_t i = from; i + 1 < p->n; i++)
		buf_add(&b, STR(" }"));
	return buf_str(&b);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Where a further entry goes, and with what around it. */
static struct diag_edit insertion(const struct run *run, node_id block, struct str entry)
{
	struct session *s = run->rules->session;
	struct span where = ast_span(run->rules->ast, block);
	struct str text = source_span_text(&s->sources, where);
	uint32_t close = text.n ? text.n - 1 : 0, line = close;

	while (line && is_blank(text.p[line - 1]))
		line--;
	struct str indent = str_slice(text, line, close);

	if (line && text.p[line - 1] == '\n')
		return (struct diag_edit){ { where.beg + line, where.beg + line },
					   arena_printf(&s->arena, "%.*s  %.*s\n", STR_ARG(indent),
							STR_ARG(entry)) };
	bool empty = line && text.p[line - 1] == '{';
	struct span gap = { where.beg + line, where.beg + close };

	return (struct diag_edit){ gap,
				   arena_printf(&s->arena, empty ? " %.*s " : ", %.*s ", STR_ARG(entry)) };
}

/* Writes the rest of the path into the innermost block of the user on it. */
static bool insert(const struct run *run, const struct path *p, struct value v, struct str text,
		   struct diag_edit *out)
{
	for (uint32_t i = p->n - 1; i >= 1; i--) {
		struct value record = eval_node(run->eval, run->frame, p->v[i - 1]);
		node_id block = record.kind == VALUE_RECORD ? fix_block(run, record) : 0;
		node_id entry = block ? find_entry(run->rules, block, at(run->rules, p->v[i])->name) : 0;

		if (!block)
			continue;
		struct str written = entry_text(run, p, i, v, text);

		*out = entry ? (struct diag_edit){ ast_span(run->rules->ast, entry), written }
			     : insertion(run, block, written);
		return true;
	}
	return false;
}

static bool set_edit(const struct run *run, node_id fix, struct diag_edit *out)
{
	const struct rules *r = run->rules;
	struct path p;
	struct value v = eval_node(run->eval, run->frame, ast_child(r->ast, fix, 1));

	if (v.kind == VALUE_ERROR || !read_path(r, ast_child(r->ast, fix, 0), &p) || p.n < 2)
		return false;
	struct str text = value_text(r->program, &r->session->arena, v);
	struct value old = eval_node(run->eval, run->frame, p.v[p.n - 1]);
	struct origin o = written_by(run, old.origin);

	if (o.kind == ORIGIN_WRITTEN && is_literal(r, o.node) && is_user(run, ast_span(r->ast, o.node))) {
		*out = (struct diag_edit){ ast_span(r->ast, o.node), text };
		return true;
	}
	if (o.kind == ORIGIN_PARAM) {
		*out = (struct diag_edit){ o.at, value_display(r->program, &r->session->arena, v) };
		return true;
	}
	return insert(run, &p, v, text, out);
}

/* An entry with its line if it stands alone there, else with the separator behind or before it. */
static struct span entry_extent(const struct run *run, node_id block, node_id entry)
{
	const struct rules *r = run->rules;
	struct span whole = ast_span(r->ast, block), span = ast_span(r->ast, entry);
	struct str text = source_span_text(&r->session->sources, whole);
	uint32_t beg = span.beg - whole.beg, end = span.end - whole.beg;

	while (is_blank(text.p[beg - 1]))
		beg--;
	while (end < text.n && is_blank(text.p[end]))
		end++;
	bool starts = text.p[beg - 1] == '\n',
	     separated = end < text.n && (text.p[end] == ',' || text.p[end] == ';');

	if (separated || (starts && end < text.n && text.p[end] == '\n'))
		end++;
	else if (text.p[beg - 1] == ',' || text.p[beg - 1] == ';')
		beg--;
	if (text.p[end] == '}' && text.p[beg - 1] != '{' && is_blank(text.p[end - 1]))
		end--;
	return (struct span){ whole.beg + beg, whole.beg + end };
}

static bool remove_edit(const struct run *run, node_id fix, struct diag_edit *out)
{
	const struct rules *r = run->rules;
	struct path p;

	if (!read_path(r, ast_child(r->ast, fix, 0), &p) || p.n < 2)
		return false;
	struct value record = eval_node(run->eval, run->frame, p.v[p.n - 2]);
	node_id block = record.kind == VALUE_RECORD ? fix_block(run, record) : 0;
	node_id entry = block ? find_entry(r, block, at(r, p.v[p.n - 1])->name) : 0;

	if (!entry)
		return false;
	*out = (struct diag_edit){ entry_extent(run, block, entry), STR("") };
	return true;
}

void fix_add(struct run *run, node_id fix)
{
	const struct rules *r = run->rules;
	struct diags *ds = &r->session->diags;
	node_id first = at(r, fix)->first;
	struct value title = eval_node(run->eval, run->frame, first);
	struct diag_fix *added = NULL;
	struct diag_edit edit;
	struct str text = title.kind == VALUE_STRING ? *title.string : STR("");

	for (node_id c = next_of(r, first); c; c = next_of(r, c)) {
		bool plain =
			at(r, c)->kind == NODE_FIX_SET ? set_edit(run, c, &edit) : remove_edit(run, c, &edit);

		if (!plain) {
			if (added)
				run->open->fixes.n--;
			diag_help(ds, run->open, "%.*s", STR_ARG(text));
			return;
		}
		if (added)
			diag_edit(ds, added, edit.span, edit.text);
		else
			added = diag_fix(ds, run->open, edit.span, edit.text, "%.*s", STR_ARG(text));
	}
}
