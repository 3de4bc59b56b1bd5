#include "before.h"

#include "change/set.h"
#include "change/value.h"
#include "emit/manifest.h"
#include "emit/site.h"
#include "emit/transfer.h"

struct sets {			/* what differs between the two, by hash */
	VEC(struct str) before; /* names of files */
	VEC(struct object) now;
};

/* ---- what differs -------------------------------------------------------------------------- */

static void find_now(const struct before *b, const struct rcc_stack *stack, const struct manifest *old,
		     const struct manifest *target, struct sets *out)
{
	for (uint32_t i = 0; i < stack->objects.n; i++) {
		struct str name = stack->files.files[i].path;

		if (!manifest_knows(old, name, manifest_hash_of(target, name)))
			vec_push(&b->session->arena, &out->now, stack->objects.v[i]);
	}
}

static void find_before(const struct before *b, const struct manifest *old, const struct manifest *target,
			struct sets *out)
{
	for (uint32_t i = 0; i < old->entries.n; i++) {
		const struct manifest_entry *e = &old->entries.v[i];

		if (!manifest_knows(target, e->name, e->hash))
			vec_push(&b->session->arena, &out->before, e->name);
	}
}

static bool read_list(const struct before *b, const char *dir, struct str stack, struct manifest *out)
{
	struct session *s = b->session;
	bool found, whole;

	return transfer_read_manifest(&s->os, &s->arena, dir, STR(MANIFEST_FILE), out, &found, &whole) == 0 &&
	       whole && str_eq(out->stack, stack);
}

/* ---- the checks ---------------------------------------------------------------------------- */

static void check(const struct before *b, node_id node, struct value facts, const struct rcc_stack *stack,
		  const struct object_list *before, const struct object_list *now)
{
	struct comparer comparer = comparer_of(b->program, b->session, b->eval);
	struct change_values values = { b->eval, &comparer };
	struct object_changes changes;

	changes_find(&comparer, before, now, &changes);
	struct rules_changes from = { .changes = change_values(&values, facts, &changes),
				      .stack = stack->value,
				      .node = node,
				      .accepted = b->accepted,
				      .naccepted = b->naccepted };

	if (changes.v.n)
		rules_run_changes(b->rules, b->eval, &from);
}

void before_compare(const struct before *b, node_id node, struct value facts, struct rcc_stack *stack)
{
	struct arena *a = &b->session->arena;
	const char *dir = site_of(a, b->place, stack->name);
	struct manifest old;
	struct sets sets = { 0 };
	struct object_list before;

	if (!b->program->prelude.changes || !read_list(b, dir, stack->name, &old))
		return;
	stack->files = rcc_files(a, stack);
	if (!stack->files.hashes)
		manifest_keep_hashes(b->session, a, &stack->files);
	struct manifest target = manifest_of(b->session, a, &stack->files);

	find_now(b, stack, &old, &target, &sets);
	find_before(b, &old, &target, &sets);
	if (!sets.now.n && !sets.before.n)
		return;
	struct set_reader reader = { b->session, eval_origins(b->eval), true };

	set_read_files(&reader, dir, sets.before.v, sets.before.n, &before);
	check(b, node, facts, stack, &before, &(struct object_list){ sets.now.v, sets.now.n });
}

void before_unused(struct session *s, const struct rules_accepted *accepted, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (accepted[i].used)
			continue;
		struct diag *d = diag_add(&s->diags, DIAG_NEEDLESS_ACCEPTANCE, (struct span){ 0 },
					  "nothing in this change needs `--allow-%s %s`", accepted[i].risk,
					  accepted[i].object);

		diag_help(&s->diags, d,
			  s->diags.errors ? "name an object as the errors do: `KIND/NAME`" : "leave it out");
	}
}
