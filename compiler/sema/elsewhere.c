/*
 * Fields that are written elsewhere: by another word (`@also("ram mem")` before it), inside of a block, in
 * another block of the stack, as the kind of a field (`type: word`), or as a key of a map whose keys the
 * library lists (`@lists("Record.field")` before the list). What a type has not, but people look for there,
 * it may answer itself: `@hint("their words", "what to write")`. All of it is looked for only once a field
 * is not there.
 */
#include "sema/check_block.h"

enum { DEEPEST = 3, MOST = 3, SHOWN = 2 };

struct search {
	struct checker *k;
	struct diag *d;
	struct str word;
	struct str alias;	   /* what an alias has to say, `word` or `Type.word`; empty: names count */
	struct str steps[DEEPEST]; /* `limits`, `store disk` */
	uint32_t first;		   /* the field of the record it began at */
	uint32_t depth, wanted;	   /* fields are looked at wanted blocks deep */
	uint32_t found;
	node_id last; /* the field that was found last, and its union: its other tags have the same */
	type_id of;
	struct {
		struct str path, block;
		uint32_t first;
	} places[MOST];
};

/* ---- other words ---- */

/* Whether an attribute has `word` among the words of its first text. */
static bool has_word(const struct checker *k, node_id attr, struct str word)
{
	struct str words = attr ? ast_text(k->ast, at(k, attr)->first) : STR("");

	for (uint32_t beg = 0; beg < words.n;) {
		int64_t blank = str_find(words, STR(" "), beg);
		uint32_t end = blank < 0 ? words.n : (uint32_t)blank;

		if (str_like(str_slice(words, beg, end), word))
			return true;
		beg = end + 1;
	}
	return false;
}

static bool has_alias(const struct checker *k, node_id node, struct str word)
{
	return has_word(k, node ? ast_attr(k->ast, node, "also") : 0, word);
}

/* The attribute by which the declaration of a type answers the word, or 0. */
static node_id hint_of(const struct checker *k, const struct type *t, struct str word)
{
	for (node_id n = t->decl ? at(k, t->decl)->first : 0; n; n = next_of(k, n)) {
		if (at(k, n)->kind == NODE_ATTR && str_eq(ast_text(k->ast, n), STR("hint")) &&
		    has_word(k, n, word))
			return n;
	}
	return 0;
}

bool elsewhere_hint(struct checker *k, struct diag *d, const struct type *t, struct str word)
{
	node_id n = hint_of(k, t, word);

	if (n)
		diag_help(&k->session->diags, d, "%.*s", STR_ARG(ast_text(k->ast, child(k, n, 1))));
	return n;
}

int elsewhere_alias(const struct checker *k, const struct type *record, struct str word)
{
	for (uint32_t i = 0; i < record->count; i++) {
		if (has_alias(k, type_field(k->types, record, i)->node, word))
			return (int)i;
	}
	return -1;
}

int elsewhere_alias_of_tag(const struct checker *k, const struct type *u, struct str word)
{
	for (uint32_t i = 0; i < u->count; i++) {
		if (has_alias(k, type_alternative(k->types, u, i)->node, word))
			return (int)i;
	}
	return -1;
}

/* ---- other blocks ---- */

const char *elsewhere_form(const struct checker *k, type_id t)
{
	switch (ty(k, type_base(k->types, type_unwrap(k->types, t)))->kind) {
	case TYPE_RECORD:
		return " { … }";
	case TYPE_MAP:
		return " \"…\" = …";
	case TYPE_UNION:
		return " …";
	default:
		return " = …";
	}
}

static void add_place(struct search *s, const struct field *f)
{
	struct checker *k = s->k;
	struct buf path = { .arena = &k->session->arena };

	if (s->found++ >= MOST)
		return;
	for (uint32_t i = 0; i < s->depth; i++)
		buf_printf(&path, "%.*s { ", STR_ARG(s->steps[i]));
	buf_printf(&path, "%.*s%s", STR_ARG(text_of(k, f->name)), elsewhere_form(k, f->type));
	for (uint32_t i = 0; i < s->depth; i++)
		buf_printf(&path, " }");
	s->places[s->found - 1].path = buf_str(&path);
	s->places[s->found - 1].block = s->steps[0];
	s->places[s->found - 1].first = s->first;
}

static void look(struct search *s, type_id record, type_id of);

static void look_into(struct search *s, type_id record, type_id of, struct str step)
{
	if (ty(s->k, record)->kind != TYPE_RECORD)
		return;
	s->steps[s->depth++] = step;
	look(s, record, of);
	s->depth--;
}

/* The blocks that a field of this type is written as. */
static void look_behind(struct search *s, struct str name, type_id t)
{
	struct checker *k = s->k;
	type_id inner = type_base(k->types, type_unwrap(k->types, t));
	const struct type *shape = ty(k, inner);

	if (shape->kind == TYPE_MAP) {
		name = arena_printf(&k->session->arena, "%.*s \"…\"", STR_ARG(name));
		inner = type_base(k->types, shape->b);
	} else if (shape->kind == TYPE_LIST || shape->kind == TYPE_KEYED) {
		inner = type_base(k->types, shape->a);
	}
	shape = ty(k, inner);
	for (uint32_t i = 0; shape->kind == TYPE_UNION && i < shape->count; i++) {
		const struct alternative *a = type_alternative(k->types, shape, i);

		if (a->payload)
			look_into(s, type_base(k->types, a->payload), inner,
				  arena_printf(&k->session->arena, "%.*s %.*s", STR_ARG(name),
					       STR_ARG(text_of(k, a->name))));
	}
	if (shape->kind == TYPE_RECORD)
		look_into(s, inner, 0, name);
}

static bool is_meant(const struct search *s, const struct field *f)
{
	struct str name = text_of(s->k, f->name), word = s->word;

	if (s->alias.n)
		return has_alias(s->k, f->node, s->alias);
	return str_like(name, word) ||
	       (str_ends_like(word, STR("s")) && str_like(name, str_slice(word, 0, word.n - 1)));
}

static void look(struct search *s, type_id record, type_id of)
{
	for (uint32_t i = 0; i < ty(s->k, record)->count; i++) {
		const struct field f = *type_field(s->k->types, ty(s->k, record), i);

		if (!s->depth)
			s->first = i;
		if (s->depth < s->wanted) {
			look_behind(s, text_of(s->k, f.name), f.type);
		} else if (is_meant(s, &f) && !(of && s->last == f.node && s->of == of)) {
			s->last = f.node;
			s->of = of;
			add_place(s, &f);
		}
	}
}

/* Looks in blocks of a record, deeper and deeper until something is found. */
static bool search(struct search *s, type_id record, uint32_t from, uint32_t deepest, uint32_t most)
{
	for (s->wanted = from; s->wanted <= deepest; s->wanted++) {
		s->found = 0;
		look(s, record, 0);
		if (s->found)
			return s->found <= most;
	}
	return false;
}

static void tell(struct search *s, const char *where)
{
	for (uint32_t i = 0; i < s->found && i < SHOWN; i++)
		diag_help(&s->k->session->diags, s->d, "`%.*s`%s has one%s: `%.*s`",
			  STR_ARG(s->places[i].block), where, s->wanted > 1 ? " inside" : "",
			  STR_ARG(s->places[i].path));
}

/* In the blocks of a record, by its name or another word for it. */
static bool search_inside(struct search *s, type_id record)
{
	if (search(s, record, 1, DEEPEST - 1, MOST))
		return true;
	s->alias = s->word;
	return search(s, record, 1, 1, MOST);
}

/* What a block of the record answers, where no field is found there. */
static bool hint_inside(struct checker *k, struct diag *d, type_id record, struct str word)
{
	const struct type *r = ty(k, record);
	struct search s = { .k = k, .d = d, .word = word };

	if (search_inside(&s, record))
		return false;

	for (uint32_t i = 0; i < r->count; i++) {
		const struct field *f = type_field(k->types, r, i);
		const struct type *block = ty(k, type_base(k->types, type_unwrap(k->types, f->type)));
		node_id n = block->kind == TYPE_RECORD ? hint_of(k, block, word) : 0;

		if (!n)
			continue;
		diag_help(&k->session->diags, d, "in `%.*s`: %.*s", STR_ARG(text_of(k, f->name)),
			  STR_ARG(ast_text(k->ast, child(k, n, 1))));
		return true;
	}
	return false;
}

bool elsewhere_inside(struct checker *k, struct diag *d, struct str word, type_id record, bool *meant)
{
	struct search s = { .k = k, .d = d, .word = word };

	if (!search_inside(&s, record))
		return false;
	tell(&s, "");
	for (uint32_t i = 0; meant && i < s.found; i++)
		meant[s.places[i].first] = true;
	return true;
}

bool elsewhere_outside(struct checker *k, struct diag *d, struct str word, type_id record)
{
	type_id stack = k->program->prelude.stack;
	struct str owner = text_of(k, ty(k, record)->name);
	struct search s = { .k = k, .d = d, .word = word };

	if (k->library || k->overriding || record == stack || !stack)
		return false;
	s.alias = arena_printf(&k->session->arena, "%.*s.%.*s", STR_ARG(owner), STR_ARG(word));
	if (search(&s, stack, 0, DEEPEST - 1, MOST)) {
		tell(&s, "");
		return true;
	}
	s.alias.n = 0;
	if (search(&s, stack, 0, 0, 1)) {
		struct str name = text_of(k, type_field(k->types, ty(k, stack), s.places[0].first)->name);

		diag_help(&k->session->diags, d,
			  "`%.*s` is a field of the stack: write it outside of this block", STR_ARG(name));
		return true;
	}
	if (!search(&s, stack, 1, DEEPEST - 1, 1))
		return false;
	tell(&s, " of the stack");
	return true;
}

/* ---- kinds of a field ---- */

static int kind_named(const struct checker *k, type_id u, struct str word)
{
	const struct type *t = ty(k, u);

	for (uint32_t i = 0; i < t->count; i++) {
		if (str_like(text_of(k, type_alternative(k->types, t, i)->name), word))
			return (int)i;
	}
	return elsewhere_alias_of_tag(k, t, word);
}

/* `store disk { … }` for `disk { … }`, where one field alone has such a kind. */
static bool suggest_kind(struct checker *k, struct diag *d, node_id n, const struct type *r)
{
	const struct field *field = NULL;
	int tag = -1;
	type_id of = 0;

	for (uint32_t i = 0; i < r->count; i++) {
		const struct field *f = type_field(k->types, r, i);
		type_id t = type_base(k->types, type_unwrap(k->types, f->type));
		bool list = ty(k, t)->kind == TYPE_LIST || ty(k, t)->kind == TYPE_KEYED;
		type_id u = flow_union(k, list ? ty(k, t)->a : t);
		int found = u ? kind_named(k, u, ast_text(k->ast, n)) : -1;

		if (found >= 0 && field)
			return false;
		if (found >= 0) {
			field = f;
			tag = found;
			of = u;
		}
	}
	if (!field)
		return false;
	const struct alternative *a = type_alternative(k->types, ty(k, of), (uint32_t)tag);
	bool block = at(k, n)->kind == NODE_SET && at(k, child(k, n, 0))->kind == NODE_BLOCK;
	struct str text = arena_printf(&k->session->arena, "%.*s %.*s", STR_ARG(text_of(k, field->name)),
				       STR_ARG(text_of(k, a->name)));

	if (block && a->payload)
		diag_fix(&k->session->diags, d, ast_name_span(k->ast, n), text, "write `%.*s { … }`",
			 STR_ARG(text));
	else
		diag_help(&k->session->diags, d, "`%.*s` is written `%.*s%s`", STR_ARG(ast_text(k->ast, n)),
			  STR_ARG(text), a->payload ? " { … }" : "");
	return true;
}

/* ---- all of it ---- */

/* `enabled = true` in a block that has no such switch. */
static bool suggest_no_switch(struct checker *k, struct diag *d, node_id n)
{
	struct str word = ast_text(k->ast, n);
	node_id value = at(k, n)->kind == NODE_SET ? child(k, n, 0) : 0;

	if (!value || at(k, value)->kind != NODE_BOOL ||
	    !(str_like(word, STR("enabled")) || str_like(word, STR("enable")) ||
	      str_like(word, STR("create"))))
		return false;
	diag_help(&k->session->diags, d,
		  at(k, value)->flags & NODE_F_TRUE
			  ? "leave it out: a block that is written is on"
			  : "leave out the whole block: what is not written is off");
	return true;
}

/* A field that the library also knows by the entry's word: a fix if the entry has its form. */
static int suggest_alias(struct checker *k, struct diag *d, node_id n, const struct type *r,
			 const struct body *b)
{
	int i = elsewhere_alias(k, r, ast_text(k->ast, n));

	if (i < 0)
		return i;
	const struct field *f = type_field(k->types, r, (uint32_t)i);
	struct str name = text_of(k, f->name);

	if (suggest_set_already(k, d, b, i, name))
		return i;
	const struct type *shape = ty(k, type_base(k->types, type_unwrap(k->types, f->type)));
	enum type_kind kind = (enum type_kind)shape->kind;
	bool as_block = kind == TYPE_RECORD || kind == TYPE_MAP,
	     open = kind == TYPE_UNION || shape->kind == TYPE_LIST || shape->kind == TYPE_KEYED;
	node_id value = at(k, n)->kind == NODE_SET ? child(k, n, 0) : 0;
	bool is_block = value && at(k, value)->kind == NODE_BLOCK;
	bool other = value && ((at(k, value)->kind == NODE_LIST && !open) ||
			       (at(k, value)->kind == NODE_BOOL && kind != TYPE_BOOL));

	if (!other && (open ? at(k, n)->kind != NODE_SET : as_block == is_block))
		diag_fix(&k->session->diags, d, ast_name_span(k->ast, n), name, "did you mean `%.*s`?",
			 STR_ARG(name));
	else
		diag_help(&k->session->diags, d, "did you mean `%.*s%s`?", STR_ARG(name),
			  elsewhere_form(k, f->type));
	return i;
}

int entry_report_unknown(struct checker *k, node_id n, struct body *b)
{
	type_id record = b->record;
	const struct type *r = ty(k, record);
	struct str word = ast_text(k->ast, n);
	struct span where = ast_name_span(k->ast, n);
	struct str owner = flow_text(k, record);
	struct diag *d = r->name ? diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where,
					    "`%.*s` has no field `%.*s`", STR_ARG(owner), STR_ARG(word))
				 : diag_add(&k->session->diags, DIAG_UNKNOWN_FIELD, where,
					    "there is no field `%.*s` here", STR_ARG(word));

	b->renamed = false;
	if (!suggest_is_worth(k, d))
		return -1;
	int meant = suggest_alias(k, d, n, r, b);

	if (meant >= 0) {
		b->renamed = d->fixes.n;
		return meant;
	}
	if (!k->library && (elsewhere_hint(k, d, r, word) || suggest_no_switch(k, d, n) ||
			    (!suggest_is_near(k, word, record) && suggest_kind(k, d, n, r))))
		return -1;
	if (!k->library && hint_inside(k, d, record, word))
		return -1;
	meant = suggest_field(k, d, where, word, record, b);
	b->renamed = d->fixes.n;
	return meant;
}
