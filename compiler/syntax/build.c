#include "syntax/build.h"

#include "syntax/text.h"
#include "syntax/token.h"

struct span build_span(struct span first, struct span last)
{
	return (struct span){ first.beg, last.end };
}

struct node_list list_add(struct front *f, struct node_list list, node_id node)
{
	if (!node)
		return list;
	if (!list.first)
		return (struct node_list){ node, node };
	ast_link(f->ast, list.last, node);
	list.last = node;
	return list;
}

struct node_list list_of(struct front *f, const node_id *nodes, size_t count)
{
	struct node_list list = { 0, 0 };

	for (size_t i = 0; i < count; i++)
		list = list_add(f, list, nodes[i]);
	return list;
}

struct node_list list_join(struct front *f, struct node_list a, struct node_list b)
{
	if (!a.first || !b.first)
		return a.first ? a : b;
	ast_link(f->ast, a.last, b.first);
	return (struct node_list){ a.first, b.last };
}

node_id build(struct front *f, enum node_kind kind, struct span at, uint32_t name, struct node_list children)
{
	node_id node = ast_new(f->ast, kind, at, name);

	ast_adopt(f->ast, node, children.first);
	if (ast_depth(f->ast, node) <= f->session->limits[LIMIT_NESTING])
		return node;
	front_limit(f, LIMIT_NESTING, at);
	return ast_new(f->ast, NODE_ERROR, at, 0);
}

node_id build_flag(struct front *f, node_id node, enum node_flag flag)
{
	ast_edit(f->ast, node)->flags |= (uint8_t)flag;
	return node;
}

/* Children that may be left out stand before the attributes. */
node_id build_attributed(struct front *f, node_id node, struct node_list attributes)
{
	static const uint8_t places[NODE_COUNT] = { [NODE_FIELD] = 2, [NODE_PARAM] = 2, [NODE_ALT] = 1 };
	struct span at = ast_span(f->ast, node);

	while (ast_child_count(f->ast, node) < places[ast_node(f->ast, node)->kind])
		ast_adopt(f->ast, node, ast_new(f->ast, NODE_NONE, (struct span){ at.end, at.end }, 0));
	ast_adopt(f->ast, node, attributes.first);
	return node;
}

/* `clusters/my-lab.rcs` is called `my_lab`; empty if that is no name. */
static struct str name_of_file(struct arena *a, struct str path)
{
	struct buf out = { .arena = a };
	uint32_t beg = path.n, end = path.n > 4 ? path.n - 4 : 0;

	if (!str_eq(str_slice(path, end, path.n), STR(".rcs")))
		return STR("");
	while (beg > 0 && path.p[beg - 1] != '/')
		beg--;
	for (uint32_t i = beg; i < end; i++) {
		char c = path.p[i];
		bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';

		if (!letter && (i == beg || (!digit && c != '-' && c != '_')))
			return STR("");
		buf_char(&out, c == '-' ? '_' : c);
	}
	return out.n && token_is_name(token_of_word(buf_str(&out))) ? buf_str(&out) : STR("");
}

node_id build_loose_import(struct front *f, struct span at, node_id path, uint32_t name)
{
	struct arena *a = &f->session->arena;
	uint32_t end = ast_span(f->ast, path).end;
	struct span gap = { end, end };
	struct str word = name ? STR("") : name_of_file(a, arena_str(a, ast_text(f->ast, path)));
	struct diag *d = front_report(f, DIAG_SYNTAX, gap, "%s",
				      name ? "`as` is missing between the file and its name"
					   : "an import needs a name: `import \"file\" as name`");

	if (d && name)
		diag_fix(&f->session->diags, d, gap, STR(" as"), "insert `as`");
	else if (d && word.n)
		diag_fix(&f->session->diags, d, gap, arena_printf(a, " as %.*s", STR_ARG(word)),
			 "insert `as %.*s`", STR_ARG(word));
	if (word.n)
		name = name_intern(&f->session->names, word);
	return build(f, NODE_IMPORT, at, name, (struct node_list){ path, path });
}

node_id build_fn(struct front *f, struct span at, uint32_t name, node_id params, node_id result, node_id body)
{
	struct node *type = ast_edit(f->ast, result);
	bool optional = type->flags & NODE_F_OPTIONAL;

	type->flags &= (uint8_t)~NODE_F_OPTIONAL;
	node_id fn = build(f, NODE_FN, at, name, list_of(f, (const node_id[]){ params, result, body }, 3));

	return optional ? build_flag(f, fn, NODE_F_OPTIONAL) : fn;
}

/* Raw text is a STRING whose QUOTED flag is set until build_string has read it. */
struct node_list build_text(struct front *f, struct node_list parts, struct span at)
{
	if (parts.last) {
		struct span *last = ast_edit_span(f->ast, parts.last);

		if (ast_node(f->ast, parts.last)->flags & NODE_F_QUOTED && last->end == at.beg) {
			last->end = at.end;
			return parts;
		}
	}
	return list_add(f, parts, build_flag(f, ast_new(f->ast, NODE_STRING, at, 0), NODE_F_QUOTED));
}

node_id build_string(struct front *f, struct span at, struct node_list parts)
{
	struct text_form form = text_form_of(f, at);
	bool only_text = parts.first == parts.last;

	for (node_id part = parts.first; part; part = ast_next(f->ast, part)) {
		struct node *n = ast_edit(f->ast, part);

		if (!(n->flags & NODE_F_QUOTED)) {
			only_text = false;
			continue;
		}
		n->name = text_cook(f, &form, ast_span(f->ast, part)) & NODE_NAME_MAX;
		n->flags = 0;
	}
	if (!only_text)
		return build(f, NODE_TEMPLATE, at, 0, parts);
	if (!parts.first)
		return ast_new(f->ast, NODE_STRING, at, 0);
	*ast_edit_span(f->ast, parts.first) = at;
	return parts.first;
}
