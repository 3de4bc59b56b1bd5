/* What the stacks of a file give when everything that they leave open takes its default. */
#include "reference/reference.h"

#include "report.h"

struct listing {
	const struct reference *r;
	struct arena *arena;
	struct buf path;
};

/* ---- values ------------------------------------------------------------------------------- */

static void list_value(struct listing *l, struct value v);

/* Runs `list` for a value below the path, with the name at its end. */
static void list_below(struct listing *l, struct str name, struct value v)
{
	uint32_t before = l->path.n;

	if (before)
		buf_char(&l->path, '.');
	buf_add(&l->path, name);
	list_value(l, v);
	l->path.n = before;
}

static void list_record(struct listing *l, struct record_value *record)
{
	const struct program *p = l->r->program;
	const struct type *type = type_get(&p->types, record->type);

	for (uint32_t i = 0; i < type->count; i++) {
		struct str name = name_text(&p->ast.session->names, type_field(&p->types, type, i)->name);
		struct value v = eval_field(rcc_eval(l->r->rcc), record, i);

		list_below(l, name, v);
	}
}

/* Whether no part of the value was written by the user for this field. */
static bool is_default(struct listing *l, struct value v)
{
	struct origin_leaves leaves = { 0 };

	origin_leaves(eval_origins(rcc_eval(l->r->rcc)), l->arena, v.origin, &leaves);
	return leaves.defaults.n || !leaves.spans.n;
}

static void list_row(struct listing *l, struct value v, struct str text)
{
	struct page *page = l->r->page;

	phrase_code(page_cell(page), arena_str(l->arena, buf_str(&l->path)));
	phrase_code(page_cell(page), text);
	phrase_text(page_cell(page), is_default(l, v) ? "default" : "the stack");
}

static void list_tag(struct listing *l, struct value v)
{
	const struct program *p = l->r->program;
	const struct type *type = type_get(&p->types, v.tag->type);
	uint32_t name = type_alternative(&p->types, type, v.tag->index)->name;

	list_row(l, v, name_text(&p->ast.session->names, name));
	if (v.tag->payload.kind == VALUE_RECORD)
		list_record(l, v.tag->payload.record);
}

/* An empty list or map says nothing that its absence would not say. */
static bool is_empty(struct value v)
{
	return v.kind == VALUE_ABSENT || v.kind == VALUE_ERROR || v.kind == VALUE_ALLOW ||
	       v.kind == VALUE_OVERRIDES || (v.kind == VALUE_LIST && !v.list->n) ||
	       (v.kind == VALUE_MAP && !v.map->n);
}

static void list_value(struct listing *l, struct value v)
{
	if (is_empty(v))
		return;
	if (v.kind == VALUE_RECORD)
		list_record(l, v.record);
	else if (v.kind == VALUE_TAG)
		list_tag(l, v);
	else
		list_row(l, v, value_text(l->r->program, l->arena, v));
}

static void put_values(const struct reference *r, struct value stack)
{
	static const char *const heads[] = { "field", "value", "from" };
	struct listing l = { .r = r, .arena = r->page->arena, .path = { .arena = r->page->arena } };

	page_table(r->page, 3, heads);
	list_value(&l, stack);
}

/* ---- objects ------------------------------------------------------------------------------ */

static const struct doc *at_path(const struct doc *doc, const char *const *path)
{
	for (; doc && doc->kind == DOC_MAP && *path; path++)
		doc = doc_get(doc, str_from(*path));
	return *path ? NULL : doc;
}

static void put_object(struct page *p, const struct object *o)
{
	static const char *const replicas[] = { "spec", "replicas", NULL };
	const struct doc *count = at_path(&o->doc, replicas);

	phrase_add(page_cell(p), RUN_TEXT, o->kind, STR(""));
	phrase_code(page_cell(p), o->name);
	struct phrase *cell = page_cell(p);

	if (count && count->kind == DOC_INT)
		phrase_add(cell, RUN_TEXT, arena_printf(p->arena, "%lld", (long long)count->integer),
			   STR(""));
}

static void put_objects(struct page *p, const struct object_list *objects)
{
	static const char *const heads[] = { "object", "name", "replicas" };

	page_table(p, 3, heads);
	for (uint32_t i = 0; i < objects->n; i++)
		put_object(p, &objects->v[i]);
}

/* ---- Secrets ------------------------------------------------------------------------------ */

static void put_key(struct page *p, const struct secret_need *need, const struct secret_key *key)
{
	static const char *const made[] = {
		[SECRET_EXTERNAL] = "by its owner",
		[SECRET_RANDOM] = "at random",
		[SECRET_TEMPLATE] = "from other keys",
		[SECRET_FIXED] = "fixed",
	};

	phrase_code(page_cell(p), need->name);
	phrase_code(page_cell(p), key->key);
	phrase_marked(page_cell(p), key->about);
	phrase_text(page_cell(p), made[key->make]);
}

static void put_secrets(struct page *p, const struct secret_list *secrets)
{
	static const char *const heads[] = { "Secret", "key", "what it is", "made" };

	if (secrets->n == 0)
		return;
	page_table(p, 4, heads);
	for (uint32_t i = 0; i < secrets->n; i++)
		for (uint32_t k = 0; k < secrets->v[i].nkeys; k++)
			put_key(p, &secrets->v[i], &secrets->v[i].keys[k]);
}

/* ---- the chapter -------------------------------------------------------------------------- */

static void put_report(struct page *p, const struct rcc_stack *stack)
{
	page_items(p);
	for (uint32_t i = 0; i < stack->nsummary; i++)
		phrase_marked(page_item(p, 0), stack->summary[i]);
}

static void put_stack(const struct reference *r, const struct rcc_stack *stack)
{
	struct page *p = r->page;
	struct secret_list secrets;
	struct phrase *heading = page_heading(p, 3, page_anchor(p, "stack", stack->name));

	phrase_text(heading, "The stack ");
	phrase_code(heading, stack->name);
	put_report(p, stack);
	put_values(r, stack->value);
	put_objects(p, &stack->objects);
	rcc_secrets(r->rcc, stack, &secrets);
	put_secrets(p, &secrets);
}

void reference_example(const struct reference *r)
{
	const struct module *main = table_get(&r->program->modules, r->program->main_module);
	uint32_t n;
	const struct rcc_stack *stacks = rcc_stacks(r->rcc, &n);

	page_chapter(r->page, "example", "What a short stack gives");
	page_code(r->page, "rcs", source_text(&r->program->ast.session->sources, main->source));
	phrase_text(page_text(r->page),
		    "deploys what this chapter lists. Every value below is a field: to change it, set it.");
	for (uint32_t i = 0; i < n; i++)
		put_stack(r, &stacks[i]);
}
