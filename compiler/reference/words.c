#include "reference/words.h"

#include "sema/builtin.h"

enum { STRUCTURE_DEPTH = 8 }; /* lists of maps of lists … beyond it are cut short */

static void put(struct phrase *ph, struct str text)
{
	phrase_add(ph, RUN_TEXT, text, STR(""));
}

/* ---- types -------------------------------------------------------------------------------- */

struct type_writer {
	struct phrase *ph;
	const struct reach *reach;
	uint32_t depth;
};

static void write_type(struct type_writer *w, type_id id);

static void write_members(struct type_writer *w, const struct type *type)
{
	const struct types *types = &w->reach->program->types;

	for (uint32_t i = 0; i < type->count; i++) {
		if (i)
			put(w->ph, STR(" or "));
		write_type(w, type_key(types, type, i));
	}
}

static void write_enclosed(struct type_writer *w, const char *open, const struct type *type)
{
	phrase_text(w->ph, open);
	write_type(w, type->a);
	if (type->kind == TYPE_MAP) {
		put(w->ph, STR(" to "));
		write_type(w, type->b);
	}
}

static void write_refined(struct type_writer *w, type_id id)
{
	write_type(w, type_get(&w->reach->program->types, id)->a);
	put(w->ph, STR(", "));
	words_condition(w->ph, w->reach->program, id);
}

static void write_structure(struct type_writer *w, type_id id)
{
	const struct program *p = w->reach->program;
	const struct type *type = type_get(&p->types, id);

	switch (type->kind) {
	case TYPE_LIST:
	case TYPE_KEYED:
		write_enclosed(w, "list of ", type);
		break;
	case TYPE_MAP:
		write_enclosed(w, "map of ", type);
		break;
	case TYPE_RANGE:
		write_enclosed(w, "range of ", type);
		break;
	case TYPE_EXTRAS:
		phrase_text(w->ph, "further objects");
		break;
	case TYPE_OVERRIDES:
		phrase_text(w->ph, "parts of objects");
		break;
	case TYPE_OPTIONAL:
		write_type(w, type->a);
		break;
	case TYPE_ANYOF:
		write_members(w, type);
		break;
	case TYPE_REFINED:
		write_refined(w, id);
		break;
	default:
		phrase_add(w->ph, RUN_TEXT, type_text(&p->types, &p->ast.session->names, w->ph->arena, id),
			   STR("plain-types"));
	}
}

static void write_type(struct type_writer *w, type_id id)
{
	const struct reached *r = reach_find(w->reach, id);

	if (r)
		phrase_add(w->ph, RUN_TEXT, r->title, r->id);
	else if (w->depth++ < STRUCTURE_DEPTH)
		write_structure(w, id);
	else
		put(w->ph, STR("…"));
}

void words_type(struct phrase *ph, const struct reach *r, type_id type)
{
	struct type_writer w = { .ph = ph, .reach = r };

	write_type(&w, type);
}

/* ---- conditions --------------------------------------------------------------------------- */

struct condition_writer {
	struct phrase *ph;
	const struct program *program;
};

static bool is_it(const struct ast *t, node_id n)
{
	return ast_node(t, n)->kind == NODE_NAME && str_eq(ast_text(t, n), STR("it"));
}

/* The built-in that a value calls with `it` as its first argument, or -1. */
static int call_of_it(const struct ast *t, node_id n)
{
	const struct node *call = ast_node(t, n);

	if (call->kind != NODE_CALL || REF_KIND(call->ref) != REF_BUILTIN || !is_it(t, ast_child(t, n, 1)))
		return -1;
	return (int)REF_PAYLOAD(call->ref);
}

static void put_value(struct condition_writer *w, node_id n)
{
	phrase_code(w->ph, words_source(w->program, w->ph->arena, n));
}

/* it <= 5, 5 >= it, len(it) < 5 */
static bool say_comparison(struct condition_writer *w, node_id n)
{
	static const char *const words[OP_COUNT] = {
		[OP_LT] = "below ",
		[OP_LE] = "at most ",
		[OP_GT] = "above ",
		[OP_GE] = "at least ",
	};
	static const enum op mirrored[OP_COUNT] = {
		[OP_LT] = OP_GT, [OP_LE] = OP_GE, [OP_GT] = OP_LT, [OP_GE] = OP_LE
	};
	const struct ast *t = &w->program->ast;
	const struct node *node = ast_node(t, n);

	if (node->kind != NODE_BINARY || !words[node->name])
		return false;
	enum op op = (enum op)node->name;
	node_id subject = ast_child(t, n, 0), bound = ast_child(t, n, 1);

	if (is_it(t, bound)) {
		bound = subject;
		subject = ast_child(t, n, 1);
		op = mirrored[op];
	}
	bool length = call_of_it(t, subject) == BUILTIN_len;

	if (!length && !is_it(t, subject))
		return false;
	phrase_text(w->ph, words[op]);
	put_value(w, bound);
	phrase_text(w->ph, length ? " long" : "");
	return true;
}

static bool say_pattern(struct condition_writer *w, node_id n)
{
	const struct ast *t = &w->program->ast;

	if (call_of_it(t, n) != BUILTIN_matches || ast_node(t, ast_child(t, n, 2))->kind != NODE_STRING)
		return false;
	put(w->ph, STR("matching "));
	phrase_code(w->ph, ast_text(t, ast_child(t, n, 2)));
	return true;
}

/* not …_problem(it)?, of the built-ins whose documentation says what a text is not */
static bool say_format(struct condition_writer *w, node_id n)
{
	static const char *const docs[] = {
#define BUILTIN(name, signature, doc) [BUILTIN_##name] = doc,
#include "sema/builtin.def"
#undef BUILTIN
	};
	const struct str before = STR("why the text is no ");
	const struct ast *t = &w->program->ast;
	const struct node *node = ast_node(t, n);

	if (node->kind != NODE_UNARY || node->name != OP_NOT || ast_node(t, node->first)->kind != NODE_ISSET)
		return false;
	int called = call_of_it(t, ast_node(t, node->first)->first);

	if (called < 0 || !str_starts_with(str_from(docs[called]), before))
		return false;
	put(w->ph, STR("a valid "));
	phrase_marked(w->ph, str_from(docs[called] + before.n));
	return true;
}

/* it in [...] */
static bool say_choice(struct condition_writer *w, node_id n)
{
	const struct ast *t = &w->program->ast;
	const struct node *node = ast_node(t, n);

	if (node->kind != NODE_BINARY || node->name != OP_IN || !is_it(t, node->first))
		return false;
	put(w->ph, STR("one of "));
	put_value(w, ast_child(t, n, 1));
	return true;
}

static void say(struct condition_writer *w, node_id n)
{
	static bool (*const forms[])(struct condition_writer *, node_id) = { say_comparison, say_pattern,
									     say_format, say_choice };
	const struct ast *t = &w->program->ast;
	const struct node *node = ast_node(t, n);

	if (node->kind == NODE_PAREN) {
		say(w, node->first);
		return;
	}
	if (node->kind == NODE_BINARY && node->name == OP_AND) {
		say(w, node->first);
		put(w->ph, STR(", "));
		say(w, ast_child(t, n, 1));
		return;
	}
	for (uint32_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (forms[i](w, n))
			return;
	}
	put_value(w, n);
}

void words_condition(struct phrase *ph, const struct program *p, type_id refined)
{
	struct condition_writer w = { ph, p };

	say(&w, ast_child(&p->ast, type_get(&p->types, refined)->node, 1));
}

/* ---- messages ----------------------------------------------------------------------------- */

bool words_message(struct phrase *ph, const struct program *p, type_id refined)
{
	const struct ast *t = &p->ast;
	node_id decl = type_get(&p->types, refined)->decl;
	node_id attr = decl ? ast_attr(t, decl, "message") : 0;
	struct buf text = { .arena = ph->arena };

	if (!attr)
		return false;
	node_id message = ast_node(t, attr)->first;

	if (ast_node(t, message)->kind == NODE_STRING)
		buf_add(&text, ast_text(t, message));
	for (node_id part = ast_node(t, message)->first; part; part = ast_next(t, part))
		buf_add(&text, ast_node(t, part)->kind == NODE_STRING ? ast_text(t, part) : STR("…"));
	phrase_marked(ph, buf_str(&text));
	return true;
}
