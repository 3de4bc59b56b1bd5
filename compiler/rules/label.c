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

static struct diag_label *find_label(struct diag *d, struct span where)
{
	for (uint32_t i = 0; i < d->labels.n; i++) {
		if (d->labels.v[i].span.beg == where.beg && d->labels.v[i].span.end == where.end)
			return &d->labels.v[i];
	}
	return NULL;
}

/* A place that is labelled already gets the further text behind the first. */
static void add(struct run *run, struct span where, struct str text)
{
	struct diags *ds = &run->rules->session->diags;
	struct diag_label *same = find_label(run->open, where);

	if (!same)
		diag_label(ds, run->open, where, "%.*s", STR_ARG(text));
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

	if (run->reach->objects) /* nobody set it there: the library made it */
		return v.kind != VALUE_ABSENT || !member.n
			       ? text
			       : arena_printf(a, "%.*s%s`%.*s` is not set", STR_ARG(text), text.n ? ": " : "",
					      STR_ARG(member));
	if (!member.n)
		return text.n ? arena_printf(a, "%.*s (default)", STR_ARG(text)) : STR("by default");
	return arena_printf(a, "%.*s%s`%.*s` is not set%s%.*s", STR_ARG(text), text.n ? ": " : "",
			    STR_ARG(member), shown.n ? ", default " : "", STR_ARG(shown));
}

static void add_default(struct run *run, node_id value, struct value v, struct str text)
{
	struct span block = origin_user_block(run->origins, v.origin);

	if (!block.end)
		block = origin_user_block(run->origins, eval_owner(run->eval, run->frame, value));
	add(run, block.end ? block : stack_span(run),
	    default_text(run, v, last_member(run->rules, value), text));
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
