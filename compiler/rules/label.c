/*
 * `at EXPR "text"`: from a value to the places where the user wrote it. One place gets the
 * text; a few share it; many are shown at the block around them; a default is shown at the
 * block that does not set it. Every label so points into the user's own text. Of a check with the
 * attribute @hides what is pointed at is a secret: no message shows it.
 */
#include "rules/rules_internal.h"

enum { SHOWN_PLACES = 3 };

static struct span stack_span(const struct run *run)
{
	node_id stack = run->reach->stack;

	return stack ? ast_name_span(run->rules->ast, stack) : (struct span){ 0 };
}

static node_id strip(const struct rules *r, node_id n)
{
	while (at(r, n)->kind == NODE_PAREN)
		n = at(r, n)->first;
	return n;
}

/* The member that a path ends in, as the user knows it; empty for other expressions. */
static struct str last_member(const struct rules *r, node_id n)
{
	n = strip(r, n);
	return at(r, n)->kind == NODE_GET ? ast_text(r->ast, n) : STR("");
}

static bool is_same(struct span a, struct span b)
{
	return a.beg == b.beg && a.end == b.end;
}

static struct diag_label *find_label(struct diag *d, struct span where)
{
	for (uint32_t i = 0; i < d->labels.n; i++) {
		if (is_same(d->labels.v[i].span, where))
			return &d->labels.v[i];
	}
	return NULL;
}

/* Whether the name of the stack stands for what is made of it; of changes, it stands for what is not. */
static bool stands_for_made(const struct run *run, struct span where)
{
	const struct reach *r = run->reach;

	return r->objects && !r->changes && r->stack && is_same(where, stack_span(run));
}

/* What the user wrote comes before that. */
static void put(struct run *run, struct span where, struct str text)
{
	struct diag *d = run->open;

	diag_label(&run->rules->session->diags, d, where, "%.*s", STR_ARG(text));
	if (d->labels.n == 2 && stands_for_made(run, d->labels.v[0].span)) {
		struct diag_label made = d->labels.v[0];

		d->labels.v[0] = d->labels.v[1];
		d->labels.v[1] = made;
	}
}

/* A place that is labelled already gets the further text behind the first. */
static void add(struct run *run, struct span where, struct str text)
{
	struct diags *ds = &run->rules->session->diags;
	struct diag_label *same = find_label(run->open, where);

	if (!same)
		put(run, where, text);
	else if (text.n && !str_eq(same->text, text))
		same->text = arena_printf(ds->arena, "%.*s%s%.*s", STR_ARG(same->text),
					  same->text.n ? "; " : "", STR_ARG(text));
}

static struct str default_text(struct run *run, struct value v, struct str member, struct str text)
{
	struct arena *a = &run->rules->session->arena;
	struct str shown = v.kind == VALUE_ABSENT || v.kind >= VALUE_LIST
				   ? STR("")
				   : value_display(run->rules->program, a, v);

	if (run->reach->objects && v.kind == VALUE_ABSENT && member.n)
		return arena_printf(a, "%.*s%s`%.*s` is not set", STR_ARG(text), text.n ? ": " : "",
				    STR_ARG(member));
	if (run->reach->objects) /* nobody set it there: the library made it */
		return text;
	if (!member.n)
		return text.n ? arena_printf(a, "%.*s (default)", STR_ARG(text)) : STR("by default");
	return arena_printf(a, "%.*s%s`%.*s` is not set%s%.*s", STR_ARG(text), text.n ? ": " : "",
			    STR_ARG(member), shown.n ? ", default " : "", STR_ARG(shown));
}

/* Where no block of the user's tells more, the name of the stack stands for what the library made. */
static void add_made(struct run *run, struct str text)
{
	struct span stack = stack_span(run);

	if (stands_for_made(run, stack) && !find_label(run->open, stack))
		text = arena_printf(&run->rules->session->arena, "%.*s (made for the stack)", STR_ARG(text));
	add(run, stack, text);
}

static void add_default(struct run *run, node_id value, struct value v, struct str text)
{
	struct span block = origin_user_block(run->origins, v.origin);
	struct str told = default_text(run, v, last_member(run->rules, value), text);

	if (!block.end)
		block = origin_user_block(run->origins, eval_owner(run->eval, run->frame, value));
	if (block.end)
		add(run, block, told);
	else
		add_made(run, told);
}

static void add_many(struct run *run, node_id value, const struct origin_leaves *leaves, struct str text)
{
	struct span block = origin_user_block(run->origins, eval_owner(run->eval, run->frame, value));

	add(run, block.end ? block : leaves->spans.v[0],
	    arena_printf(&run->rules->session->arena, "%.*s (from %u places)", STR_ARG(text),
			 leaves->spans.n));
}

static void add_place(struct run *run, struct span where, struct str text)
{
	if (ast_attr(run->rules->ast, run->check, "hides"))
		diag_hide(&run->rules->session->diags, where);
	add(run, where, text);
}

void label_add(struct run *run, node_id value, struct str text)
{
	struct value v = eval_node(run->eval, run->frame, value);
	struct origin_leaves leaves = { 0 };

	origin_leaves(run->origins, &run->rules->session->arena, v.origin, &leaves);
	if (leaves.spans.n == 0) {
		add_default(run, value, v, text);
	} else if (leaves.spans.n > SHOWN_PLACES) {
		add_many(run, value, &leaves, text);
	} else {
		for (uint32_t i = 0; i < leaves.spans.n; i++)
			add_place(run, leaves.spans.v[i], i ? STR("and here") : text);
	}
}
