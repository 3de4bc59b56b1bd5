/* The types of a stack for programs: editors, tests, generators of other documents. */
#include "formats/json_text.h"
#include "reference/field.h"
#include "reference/reference.h"
#include "reference/words.h"

struct writer {
	struct buf *out;
	const struct program *program;
	struct reach reach;
};

/* Commas go between the members of an object or list. */
static void put_comma(struct buf *out)
{
	char last = out->n ? out->p[out->n - 1] : '{';

	if (last != '{' && last != '[')
		buf_char(out, ',');
}

static void put_name(struct buf *out, const char *name)
{
	put_comma(out);
	buf_printf(out, "\"%s\":", name);
}

/* Nothing where the text is empty. */
static void put_text(struct buf *out, const char *name, struct str text)
{
	if (text.n == 0)
		return;
	put_name(out, name);
	json_add_string(out, text);
}

static struct str phrase_plain(const struct phrase *ph)
{
	struct buf text = { .arena = ph->arena };

	for (uint32_t i = 0; i < ph->n; i++)
		buf_add(&text, ph->v[i].text);
	return buf_str(&text);
}

static struct str type_plain(const struct writer *w, type_id type)
{
	struct phrase ph = { .arena = w->out->arena };

	words_type(&ph, &w->reach, type);
	return phrase_plain(&ph);
}

static void put_field(struct writer *w, const struct field *f)
{
	struct field_facts facts = field_facts(w->program, w->out->arena, f);

	put_comma(w->out);
	buf_char(w->out, '{');
	put_text(w->out, "name", facts.name);
	put_text(w->out, "type", type_plain(w, f->type));
	put_text(w->out, "default", facts.fallback);
	put_text(w->out, "deprecated", facts.deprecated);
	put_text(w->out, "doc", facts.doc);
	put_name(w->out, "required");
	buf_add(w->out, facts.required ? STR("true}") : STR("false}"));
}

static void put_tag(struct writer *w, const struct alternative *a)
{
	put_comma(w->out);
	buf_char(w->out, '{');
	put_text(w->out, "name", name_text(&w->program->ast.session->names, a->name));
	if (a->payload)
		put_text(w->out, "type", type_plain(w, a->payload));
	put_text(w->out, "doc", ast_doc(&w->program->ast, a->node));
	buf_char(w->out, '}');
}

static void put_fields(struct writer *w, const struct type *type)
{
	put_name(w->out, "fields");
	buf_char(w->out, '[');
	for (uint32_t i = 0; i < type->count; i++)
		put_field(w, type_field(&w->program->types, type, i));
	buf_char(w->out, ']');
}

static void put_tags(struct writer *w, const struct type *type)
{
	put_name(w->out, "tags");
	buf_char(w->out, '[');
	for (uint32_t i = 0; i < type->count; i++)
		put_tag(w, type_alternative(&w->program->types, type, i));
	buf_char(w->out, ']');
}

static void put_refinement(struct writer *w, type_id id)
{
	struct phrase condition = { .arena = w->out->arena }, message = { .arena = w->out->arena };

	put_text(w->out, "base", type_plain(w, type_get(&w->program->types, id)->a));
	words_condition(&condition, w->program, id);
	put_text(w->out, "condition", phrase_plain(&condition));
	if (words_message(&message, w->program, id))
		put_text(w->out, "message", phrase_plain(&message));
}

static void put_type(struct writer *w, const struct reached *r)
{
	const struct type *type = type_get(&w->program->types, r->type);

	put_comma(w->out);
	buf_add(w->out, STR("\n{"));
	put_text(w->out, "name", r->title);
	put_text(w->out, "doc", reach_doc(w->program, r->type));
	if (type->kind == TYPE_RECORD)
		put_fields(w, type);
	else if (type->kind == TYPE_UNION)
		put_tags(w, type);
	else if (type->kind == TYPE_REFINED)
		put_refinement(w, r->type);
	buf_char(w->out, '}');
}

void reference_json(const struct reference *r, struct buf *out)
{
	struct writer w = { .out = out, .program = r->program };

	reach_stack(&w.reach, r->program, r->page);
	buf_add(out, STR("{\"types\":["));
	for (uint32_t i = 0; i < w.reach.types.n; i++)
		put_type(&w, &w.reach.types.v[i]);
	buf_add(out, STR("\n]}\n"));
}
