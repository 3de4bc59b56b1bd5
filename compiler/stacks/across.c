#include "stacks/across.h"

#include "objects/plain.h"

#include <stddef.h>
#include <stdlib.h>

enum { FIRST_SIZE = 256, TOLD = 3 /* objects that a message names beside the first one */ };

/* One message for all that the new stack has in common with another one. */
struct clash {
	uint32_t stack;
	struct diag *diag;
	uint32_t more;
};

struct taking {
	struct across *across;
	struct eval *eval;
	uint64_t cluster;
	struct str name;
	VEC(struct clash) clashes;
};

void across_init(struct across *a, struct session *s)
{
	*a = (struct across){ .session = s };
	arena_init(&a->arena);
}

/* Most runs have one stack, and never come here. */
static void begin(struct across *a)
{
	table_init(&a->stacks, sizeof(struct across_stack), NULL, 0);
	table_init(&a->entries, sizeof(struct across_entry), NULL, 0);
}

void across_fini(struct across *a)
{
	table_fini(&a->stacks);
	table_fini(&a->entries);
	free(a->slots);
	arena_fini(&a->arena);
}

/* ---- what there was ------------------------------------------------------------------------ */

static uint64_t mix(uint64_t hash, struct str text)
{
	for (uint32_t i = 0; i < text.n; i++)
		hash = (hash ^ (unsigned char)text.p[i]) * UINT64_C(0x100000001b3);
	hash = (hash ^ 0xff) * UINT64_C(0x9e3779b97f4a7c15); /* texts do not run into each other */
	return hash ^ hash >> 29;
}

static const struct across_stack *stack_get(const struct across *a, uint32_t i)
{
	return table_get(&a->stacks, i);
}

static const struct across_entry *entry_get(const struct across *a, uint32_t i)
{
	return table_get(&a->entries, i);
}

/* The stack of an entry: the last one that begins before it. */
static uint32_t stack_of(const struct across *a, uint32_t entry)
{
	return table_last(&a->stacks, offsetof(struct across_stack, first), entry);
}

static uint32_t *slot(const struct across *a, uint64_t hash)
{
	uint32_t i = (uint32_t)hash & a->mask;

	while (a->slots[i] && entry_get(a, a->slots[i])->hash != hash)
		i = (i + 1) & a->mask;
	return &a->slots[i];
}

static void grow(struct across *a)
{
	uint32_t size = a->slots ? 2 * (a->mask + 1) : FIRST_SIZE;

	free(a->slots);
	a->slots = calloc(size, sizeof *a->slots);
	if (!a->slots)
		rcc_bug("out of memory");
	a->mask = size - 1;
	for (uint32_t i = 1; i < a->entries.n; i++)
		*slot(a, entry_get(a, i)->hash) = i;
}

/* The entry of an earlier stack; 0 if there is none, and this stack's is kept. */
static uint32_t earlier(struct across *a, uint64_t hash, struct span at)
{
	if (a->entries.n * 2 >= a->mask)
		grow(a);
	uint32_t *found = slot(a, hash);

	if (*found) { /* that two stacks have one name is told already */
		struct str name = stack_get(a, stack_of(a, *found))->name;

		return str_eq(name, stack_get(a, a->stacks.n - 1)->name) ? 0 : *found;
	}
	*found = a->entries.n;
	*(struct across_entry *)table_push(&a->entries) = (struct across_entry){ hash, at };
	return 0;
}

/* ---- messages ------------------------------------------------------------------------------ */

static struct diag *report(struct taking *t, uint32_t first, struct span at, struct str what)
{
	const struct across *a = t->across;
	struct diags *ds = &a->session->diags;
	struct diag *d =
		diag_add(ds, DIAG_SHARED_BY_STACKS, at, "the stacks `%.*s` and `%.*s` both have %.*s",
			 STR_ARG(stack_get(a, stack_of(a, first))->name), STR_ARG(t->name), STR_ARG(what));

	diag_primary(ds, d, "here");
	diag_label(ds, d, entry_get(a, first)->at, "and here");
	return d;
}

static void clash(struct taking *t, uint32_t first, const struct object *o, struct span at)
{
	struct diags *ds = &t->across->session->diags;
	uint32_t stack = stack_of(t->across, first);
	struct str what = arena_printf(ds->arena, "%.*s `%.*s`", STR_ARG(o->kind), STR_ARG(o->name));

	for (uint32_t i = 0; i < t->clashes.n; i++) {
		struct clash *c = &t->clashes.v[i];

		if (c->stack != stack)
			continue;
		if (c->more++ < TOLD)
			diag_because(ds, c->diag, "the same holds for %.*s", STR_ARG(what));
		return;
	}
	struct diag *d = report(t, first, at, what);

	if (o->namespace_.n)
		diag_because(ds, d, "both are in the namespace `%.*s`: one of them would replace the other",
			     STR_ARG(o->namespace_));
	diag_help(ds, d, "give one of the stacks another namespace, or its components other names");
	vec_push(ds->arena, &t->clashes, (struct clash){ stack, d, 0 });
}

/* ---- a stack ------------------------------------------------------------------------------- */

static void take_object(struct taking *t, const struct object *o)
{
	const struct doc *name = doc_get(doc_get(&o->doc, STR("metadata")), STR("name"));
	struct span at = plain_span(t->eval, t->across->session, name->origin);
	int64_t slash = str_find(o->api_version, STR("/"), 0);
	struct str group = slash < 0 ? STR("") : str_slice(o->api_version, 0, (uint32_t)slash);
	uint64_t hash = mix(mix(mix(mix(t->cluster, group), o->kind), o->namespace_), o->name);
	uint32_t first = earlier(t->across, hash, at);

	if (first)
		clash(t, first, o, at);
}

static void take_text(struct taking *t, struct value v)
{
	struct span at = plain_span(t->eval, t->across->session, v.origin);
	uint32_t first = earlier(t->across, mix(t->cluster, *v.string), at);

	if (first)
		report(t, first, at, *v.string);
}

uint64_t across_take(struct across *a, struct eval *e, struct str name, const struct object_list *objects,
		     struct value held)
{
	struct taking t = {
		.across = a, .eval = e, .cluster = mix(0, eval_text_of(e, held, "cluster")), .name = name
	};
	struct value alone = eval_field_of(e, held, "alone");
	uint32_t n = alone.kind == VALUE_LIST ? alone.list->n : 0;

	if (!a->stacks.n)
		begin(a);
	*(struct across_stack *)table_push(&a->stacks) =
		(struct across_stack){ arena_str(&a->arena, name), a->entries.n };
	for (uint32_t i = 0; i < n; i++) {
		if (alone.list->items[i].kind == VALUE_STRING)
			take_text(&t, alone.list->items[i]);
	}
	for (uint32_t i = 0; i < objects->n; i++)
		take_object(&t, &objects->v[i]);
	for (uint32_t i = 0; i < t.clashes.n; i++) {
		const struct clash *c = &t.clashes.v[i];

		if (c->more > TOLD)
			diag_because(&a->session->diags, c->diag, "and for %u more", c->more - TOLD);
	}
	return t.cluster;
}
