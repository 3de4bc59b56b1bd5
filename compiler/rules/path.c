/* Where in an object a finding is, for the user who has never seen that object. */
#include "rules/rules_internal.h"

struct steps { /* from the object to a value inside it */
	VEC(struct str) v;
};

static const struct reached *reached_at(const struct run *run, uint32_t i)
{
	return &run->reach->values.v[i];
}

static bool is_same(struct value a, struct value b)
{
	return a.kind == b.kind &&
	       ((a.kind == VALUE_RECORD && a.record == b.record) || (a.kind == VALUE_TAG && a.tag == b.tag));
}

/* How an element of a list is told from the others: by its name, else by its index. */
static struct str element_text(const struct run *run, struct value v, uint32_t index)
{
	struct arena *a = &run->rules->session->arena;
	struct value name = eval_field_of(run->eval, v, "name");

	return name.kind == VALUE_STRING ? arena_printf(a, "[%.*s]", STR_ARG(*name.string))
					 : arena_printf(a, "[%u]", index);
}

/* The way from what a field holds to a value in it, through lists and maps but into no further record. */
static bool find_inside(const struct run *run, struct value in, struct value wanted, struct steps *out)
{
	struct arena *a = &run->rules->session->arena;

	if (is_same(in, wanted))
		return true;
	for (uint32_t i = 0; in.kind == VALUE_LIST && i < in.list->n; i++) {
		if (find_inside(run, in.list->items[i], wanted, out)) {
			vec_push(a, &out->v, element_text(run, in.list->items[i], i));
			return true;
		}
	}
	for (uint32_t i = 0; in.kind == VALUE_MAP && i < in.map->n; i++) {
		if (find_inside(run, in.map->entries[i].value, wanted, out)) {
			vec_push(a, &out->v, arena_printf(a, "[%.*s]", STR_ARG(in.map->entries[i].key)));
			return true;
		}
	}
	return false;
}

static void find_step(const struct run *run, struct value around, struct value wanted, struct steps *out)
{
	const struct types *types = &run->rules->program->types;

	if (around.kind != VALUE_RECORD)
		return;
	const struct type *t = type_get(types, around.record->type);

	for (uint32_t i = 0; i < t->count; i++) {
		const struct field *f = type_field(types, t, i);

		if (eval_is_unset(around.record, i, f) ||
		    !find_inside(run, eval_field(run->eval, around.record, i), wanted, out))
			continue;
		vec_push(&run->rules->session->arena, &out->v,
			 arena_printf(&run->rules->session->arena, ".%.*s",
				      STR_ARG(name_text(&run->rules->session->names, f->name))));
		return;
	}
}

/* Members behind the value that the check looks at, of the expression that is labelled first. */
static void add_members(const struct run *run, node_id report, struct buf *out)
{
	const struct rules *r = run->rules;
	node_id param = at(r, ast_child(r->ast, run->check, 0))->first, n = next_of(r, report);
	struct str members[8];
	uint32_t count = 0;

	while (n && at(r, n)->kind != NODE_AT)
		n = next_of(r, n);
	for (n = n ? at(r, n)->first : 0; n && at(r, n)->kind == NODE_GET && count < 8; n = at(r, n)->first)
		members[count++] = ast_text(r->ast, n);
	if (!n || at(r, n)->kind != NODE_NAME || at(r, n)->ref != REF(REF_LOCAL, at(r, param)->ref))
		return;
	for (; count; count--)
		buf_printf(out, ".%.*s", STR_ARG(members[count - 1]));
}

static bool is_object(const struct run *run, const struct reached *v)
{
	const struct type *t = type_get(&run->rules->program->types, v->type);

	return t->decl && ast_attr(run->rules->ast, t->decl, "k8s");
}

static struct str object_text(const struct run *run, const struct reached *v)
{
	const struct rules *r = run->rules;
	const struct type *t = type_get(&r->program->types, v->type);
	node_id attr = ast_attr(r->ast, t->decl, "k8s");
	struct value metadata = eval_field_named(run->eval, v->value.record, "metadata"), name = { 0 };

	if (metadata.kind == VALUE_RECORD)
		name = eval_field_named(run->eval, metadata.record, "name");
	return arena_printf(&r->session->arena, "the %.*s `%.*s`",
			    STR_ARG(ast_text(r->ast, ast_child(r->ast, attr, 1))),
			    STR_ARG(name.kind == VALUE_STRING ? *name.string : STR("?")));
}

/* The outermost object around the value, for a claim stands in a StatefulSet; 0 if there is none. */
static uint32_t object_around(const struct run *run)
{
	uint32_t object = 0;

	for (uint32_t i = run->value; i; i = reached_at(run, i)->parent) {
		if (is_object(run, reached_at(run, i)))
			object = i;
	}
	return object;
}

struct str path_text(const struct run *run, node_id report)
{
	struct buf path = { .arena = &run->rules->session->arena };
	struct steps steps = { 0 };
	uint32_t object = object_around(run);

	if (!object) /* it looks at all of them, or at the head of one */
		return STR("");
	for (uint32_t i = run->value, around; i != object; i = around) {
		around = reached_at(run, i)->parent;
		find_step(run, reached_at(run, around)->value, reached_at(run, i)->value, &steps);
	}
	while (steps.v.n)
		buf_add(&path, steps.v.v[--steps.v.n]);
	add_members(run, report, &path);
	struct str text = buf_str(&path), what = object_text(run, reached_at(run, object));

	if (!text.n)
		return arena_printf(path.arena, "this is %.*s", STR_ARG(what));
	return arena_printf(path.arena, "this is `%.*s` of %.*s", STR_ARG(str_slice(text, 1, text.n)),
			    STR_ARG(what));
}
