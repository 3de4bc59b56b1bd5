#include "reference/reach.h"

struct str reach_doc(const struct program *p, type_id type)
{
	node_id decl = type_get(&p->types, type)->decl;

	return decl ? ast_doc(&p->ast, decl) : STR("");
}

const struct reached *reach_find(const struct reach *r, type_id type)
{
	return r->index[type] ? &r->types.v[r->index[type] - 1] : NULL;
}

static struct str text_of(const struct reach *r, uint32_t name)
{
	return name_text(&r->program->ast.session->names, name);
}

/* A type without a name is called after the field or tag that holds it. */
static struct str title_of(const struct reach *r, const struct type *type, struct use use)
{
	if (type->name)
		return text_of(r, type->name);
	return arena_printf(r->page->arena, "%.*s %.*s", STR_ARG(r->types.v[use.owner].title),
			    STR_ARG(text_of(r, use.name)));
}

static bool has_section(const struct type *type)
{
	return type->name || type->kind == TYPE_RECORD || type->kind == TYPE_UNION;
}

static void add_type(struct reach *r, type_id id, struct use use)
{
	const struct type *type = type_get(&r->program->types, id);
	struct str title = title_of(r, type, use);

	vec_push(r->page->arena, &r->types,
		 (struct reached){ .type = id, .title = title, .id = page_anchor(r->page, "type", title) });
	r->index[id] = r->types.n;
}

/* Notes that the field or tag `use` holds values of the type; structure above a section is walked through. */
static void reach_type(struct reach *r, type_id id, struct use use)
{
	const struct type *type = type_get(&r->program->types, id);

	if (has_section(type)) {
		if (!r->index[id])
			add_type(r, id, use);
		vec_push(r->page->arena, &r->types.v[r->index[id] - 1].uses, use);
		return;
	}
	if (type->kind == TYPE_EXTRAS || type->kind == TYPE_OVERRIDES) /* Kubernetes tells of it */
		return;
	if (type->a)
		reach_type(r, type->a, use);
	if (type->b)
		reach_type(r, type->b, use);
	for (uint32_t i = 0; type->kind == TYPE_ANYOF && i < type->count; i++)
		reach_type(r, type_key(&r->program->types, type, i), use);
}

static void reach_parts(struct reach *r, uint32_t owner)
{
	const struct types *types = &r->program->types;
	const struct type *type = type_get(types, r->types.v[owner].type);

	for (uint32_t i = 0; i < type->count; i++) {
		if (type->kind == TYPE_RECORD) {
			const struct field *f = type_field(types, type, i);

			reach_type(r, f->type, (struct use){ owner, f->name });
		} else if (type->kind == TYPE_UNION) {
			const struct alternative *a = type_alternative(types, type, i);

			if (a->payload)
				reach_type(r, a->payload, (struct use){ owner, a->name });
		} else if (type->kind == TYPE_ANYOF) {
			reach_type(r, type_key(types, type, i), (struct use){ owner, type->name });
		}
	}
	if (type->kind != TYPE_RECORD && type->kind != TYPE_UNION && type->a)
		reach_type(r, type->a, (struct use){ owner, type->name });
}

void reach_stack(struct reach *r, const struct program *p, struct page *page)
{
	*r = (struct reach){ .program = p, .page = page };
	r->index = arena_new(page->arena, uint32_t, p->types.list.n);
	if (!p->prelude.stack)
		return;
	add_type(r, p->prelude.stack, (struct use){ 0 });
	for (uint32_t i = 0; i < r->types.n; i++)
		reach_parts(r, i);
}
