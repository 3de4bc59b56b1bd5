/* The chapters about the types of a stack: an outline of its fields, then a section for each type. */
#include "reference/field.h"
#include "reference/reference.h"
#include "reference/words.h"

struct chapter {
	const struct program *program;
	struct page *page;
	struct reach reach;
	bool *outlined; /* by index of the type: its fields stand in the outline already */
};

static struct str text_of(const struct chapter *c, uint32_t name)
{
	return name_text(&c->program->ast.session->names, name);
}

/* ---- outline ------------------------------------------------------------------------------ */

enum { OUTLINE_DEPTH = 12 }; /* what lies deeper is found by the links */

static void outline_content(struct chapter *c, type_id content, uint32_t depth);

static void outline_field(struct chapter *c, const struct field *f, uint32_t depth)
{
	struct field_facts facts = field_facts(c->program, c->page->arena, f);
	struct phrase *item = page_item(c->page, depth);

	phrase_code(item, facts.name);
	phrase_text(item, " ");
	words_type(item, &c->reach, f->type);
	phrase_text(item, facts.required ? ", required" : facts.fallback.n ? " = " : "");
	phrase_code(item, facts.fallback);
	outline_content(c, field_content(c->program, f->type), depth + 1);
}

static void outline_tag(struct chapter *c, const struct alternative *a, uint32_t depth)
{
	phrase_code(page_item(c->page, depth), text_of(c, a->name));
	outline_content(c, a->payload ? field_content(c->program, a->payload) : 0, depth + 1);
}

/* Each type once: where it comes again, its link is enough. */
static void outline_content(struct chapter *c, type_id content, uint32_t depth)
{
	const struct types *types = &c->program->types;
	const struct reached *r = content ? reach_find(&c->reach, content) : NULL;

	if (!r || depth > OUTLINE_DEPTH || c->outlined[r - c->reach.types.v])
		return;
	const struct type *type = type_get(types, content);

	c->outlined[r - c->reach.types.v] = true;
	for (uint32_t i = 0; i < type->count; i++) {
		if (type->kind == TYPE_RECORD)
			outline_field(c, type_field(types, type, i), depth);
		else
			outline_tag(c, type_alternative(types, type, i), depth);
	}
}

static void put_outline(struct chapter *c)
{
	page_chapter(c->page, "outline", "The fields of a stack");
	phrase_text(page_text(c->page),
		    "Each field with its type and its default, nested as in the source. A type whose fields "
		    "stand above already is only linked.");
	page_items(c->page);
	outline_content(c, c->program->prelude.stack, 0);
}

/* ---- sections ----------------------------------------------------------------------------- */

static void put_meaning(struct phrase *cell, struct field_facts facts)
{
	if (facts.deprecated.n) {
		phrase_add(cell, RUN_STRONG, STR("Deprecated:"), STR(""));
		phrase_text(cell, " ");
		phrase_marked(cell, facts.deprecated);
		phrase_text(cell, " ");
	}
	phrase_marked(cell, facts.doc);
}

static void put_field(struct chapter *c, const struct field *f)
{
	struct field_facts facts = field_facts(c->program, c->page->arena, f);

	phrase_code(page_cell(c->page), facts.name);
	words_type(page_cell(c->page), &c->reach, f->type);
	if (facts.fallback.n)
		phrase_code(page_cell(c->page), facts.fallback);
	else
		phrase_text(page_cell(c->page), facts.required ? "required" : "");
	put_meaning(page_cell(c->page), facts);
}

static void put_record(struct chapter *c, type_id id)
{
	static const char *const heads[] = { "field", "type", "default", "meaning" };
	const struct type *type = type_get(&c->program->types, id);

	if (type->count == 0)
		return;
	page_table(c->page, 4, heads);
	for (uint32_t i = 0; i < type->count; i++)
		put_field(c, type_field(&c->program->types, type, i));
}

static bool has_payloads(const struct types *types, const struct type *u)
{
	for (uint32_t i = 0; i < u->count; i++)
		if (type_alternative(types, u, i)->payload)
			return true;
	return false;
}

static void put_union(struct chapter *c, type_id id)
{
	static const char *const heads[] = { "tag", "meaning", "with the fields of" };
	const struct types *types = &c->program->types;
	const struct type *type = type_get(types, id);
	bool payloads = has_payloads(types, type);

	page_table(c->page, payloads ? 3 : 2, heads);
	for (uint32_t i = 0; i < type->count; i++) {
		const struct alternative *a = type_alternative(types, type, i);

		phrase_code(page_cell(c->page), text_of(c, a->name));
		phrase_marked(page_cell(c->page), ast_doc(&c->program->ast, a->node));
		struct phrase *holds = payloads ? page_cell(c->page) : NULL;

		if (a->payload)
			words_type(holds, &c->reach, a->payload);
	}
}

/* Whether the message ends in something computed. */
static bool ends_open(const struct phrase *message)
{
	return message->n && str_ends_with(message->v[message->n - 1].text, STR("…"));
}

static void put_refined(struct chapter *c, type_id id)
{
	struct phrase *text = page_text(c->page);

	words_type(text, &c->reach, type_get(&c->program->types, id)->a);
	phrase_text(text, ", ");
	words_condition(text, c->program, id);
	phrase_text(text, ".");
	struct phrase message = { .arena = c->page->arena };

	if (!words_message(&message, c->program, id))
		return;
	text = page_text(c->page);
	phrase_text(text, "Of another value it is said: ");
	for (uint32_t i = 0; i < message.n; i++)
		phrase_add(text, message.v[i].style, message.v[i].text, message.v[i].target);
	phrase_text(text, ends_open(&message) ? "" : ".");
}

static void put_anyof(struct chapter *c, type_id id)
{
	const struct type *type = type_get(&c->program->types, id);
	struct phrase *text = page_text(c->page);

	for (uint32_t i = 0; i < type->count; i++) {
		phrase_text(text, i ? " or " : "");
		words_type(text, &c->reach, type_key(&c->program->types, type, i));
	}
	phrase_text(text, ".");
}

static void put_list(struct chapter *c, type_id id)
{
	struct phrase *text = page_text(c->page);

	phrase_text(text, "A list of ");
	words_type(text, &c->reach, type_get(&c->program->types, id)->a);
	phrase_text(text, ".");
}

static void put_uses(struct chapter *c, const struct reached *r)
{
	struct phrase *text = r->uses.n ? page_text(c->page) : NULL;

	for (uint32_t i = 0; i < r->uses.n; i++) {
		const struct reached *owner = &c->reach.types.v[r->uses.v[i].owner];
		const struct type *type = type_get(&c->program->types, owner->type);
		struct buf place = { .arena = c->page->arena };

		buf_add(&place, owner->title);
		if (type->kind == TYPE_RECORD || type->kind == TYPE_UNION)
			buf_printf(&place, "%c%.*s", type->kind == TYPE_RECORD ? '.' : ' ',
				   STR_ARG(text_of(c, r->uses.v[i].name)));
		phrase_text(text, i ? ", " : "Used by ");
		phrase_add(text, RUN_CODE, buf_str(&place), owner->id);
	}
	if (text)
		phrase_text(text, ".");
}

typedef void put_type(struct chapter *, type_id);

static put_type *const describe[TYPE_KIND_COUNT] = {
	[TYPE_RECORD] = put_record, [TYPE_UNION] = put_union, [TYPE_REFINED] = put_refined,
	[TYPE_ANYOF] = put_anyof,   [TYPE_KEYED] = put_list,
};

static void put_section(struct chapter *c, const struct reached *r)
{
	put_type *put = describe[type_get(&c->program->types, r->type)->kind];

	phrase_add(page_heading(c->page, 3, r->id), RUN_TEXT, r->title, STR(""));
	page_prose(c->page, "rcs", reach_doc(c->program, r->type));
	if (put)
		put(c, r->type);
	put_uses(c, r);
}

static bool is_block(const struct chapter *c, const struct reached *r)
{
	const struct type *type = type_get(&c->program->types, r->type);

	return type->kind == TYPE_RECORD || type->kind == TYPE_UNION;
}

static bool is_value(const struct chapter *c, const struct reached *r)
{
	return !is_block(c, r);
}

static void put_sections(struct chapter *c, const char *about,
			 bool (*wanted)(const struct chapter *, const struct reached *))
{
	phrase_text(page_text(c->page), about);
	for (uint32_t i = 0; i < c->reach.types.n; i++)
		if (wanted(c, &c->reach.types.v[i]))
			put_section(c, &c->reach.types.v[i]);
}

void reference_types(const struct reference *r)
{
	struct chapter c = { .program = r->program, .page = r->page };

	reach_stack(&c.reach, r->program, r->page);
	c.outlined = arena_new(r->page->arena, bool, c.reach.types.n);
	put_outline(&c);
	page_chapter(r->page, "blocks", "Blocks");
	put_sections(&c, "What is written between braces, and what a word stands for.", is_block);
	page_chapter(r->page, "values", "Values");
	put_sections(&c, "Plain types of which not every value is accepted.", is_value);
}
