#include "reference/field.h"

#include "reference/words.h"

static struct str deprecation(const struct ast *t, node_id field)
{
	node_id attr = ast_attr(t, field, "deprecated");

	return attr ? ast_text(t, ast_node(t, attr)->first) : STR("");
}

/* A field of a documented type needs no words of its own. */
static struct str meaning(const struct program *p, const struct field *f)
{
	struct str own = ast_doc(&p->ast, f->node);
	type_id content = field_content(p, f->type);

	return own.n ? own : reach_doc(p, content ? content : f->type);
}

struct field_facts field_facts(const struct program *p, struct arena *a, const struct field *f)
{
	const struct ast *t = &p->ast;
	node_id value = f->flags & FIELD_HAS_DEFAULT ? ast_child(t, f->node, 1) : 0;

	return (struct field_facts){
		.name = name_text(&t->session->names, f->name),
		.doc = meaning(p, f),
		.fallback = value ? words_source(p, a, value) : STR(""),
		.deprecated = deprecation(t, f->node),
		.required = !(f->flags & (FIELD_OPTIONAL | FIELD_HAS_DEFAULT)) && f->type != TYPE_ALLOW,
	};
}

type_id field_content(const struct program *p, type_id type)
{
	for (;;) {
		const struct type *t = type_get(&p->types, type);

		switch (t->kind) {
		case TYPE_RECORD:
		case TYPE_UNION:
			return type;
		case TYPE_OPTIONAL:
		case TYPE_LIST:
		case TYPE_KEYED:
			type = t->a;
			break;
		case TYPE_MAP:
			type = t->b;
			break;
		default:
			return 0;
		}
	}
}
