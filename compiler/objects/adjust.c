#include "objects/adjust.h"

#include <stdlib.h>

enum { PATH = 2 };

static const char *const name_path[PATH] = { "metadata", "name" };
static const char *const namespace_path[PATH] = { "metadata", "namespace" };

/* ---- which object is which ----------------------------------------------------------------- */

struct entry {		/* an object by its type and name */
	struct str key; /* `Type name` */
	type_id type;
	uint32_t index;
};

static int entry_cmp(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = str_cmp(a->key, b->key);

	if (!order)
		order = (a->type > b->type) - (a->type < b->type);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static struct str type_name(const struct plain *p, type_id type)
{
	return name_text(&p->session->names, type_get(&p->program->types, type)->name);
}

static struct value at_path(struct plain *p, struct value object, const char *const path[PATH])
{
	return eval_field_of(p->eval, eval_field_of(p->eval, object, path[0]), path[1]);
}

static struct value name_of(struct plain *p, struct value object)
{
	return at_path(p, object, name_path);
}

struct adjusting {
	struct plain *plain;
	struct value stack;
	VEC(struct value) list;
	VEC(struct entry) index; /* sorted; NULL until the first override */
};

/* What the library of this stack says, or nothing. */
static struct value told(struct adjusting *a, node_id fn)
{
	return fn ? eval_call(a->plain->eval, fn, &a->stack, 1) : (struct value){ 0 };
}

/* What overrides call the object with this key. */
static struct str called(const struct value *known_as, struct str key)
{
	for (uint32_t i = 0; known_as->kind == VALUE_MAP && i < known_as->map->n; i++) {
		const struct map_entry *e = &known_as->map->entries[i];

		if (str_eq(e->key, key) && e->value.kind == VALUE_STRING)
			return *e->value.string;
	}
	return key;
}

static void make_index(struct adjusting *a)
{
	struct arena *arena = &a->plain->session->arena;
	struct value known_as = told(a, a->plain->program->prelude.known_as);

	for (uint32_t i = 0; i < a->list.n; i++) {
		struct value v = a->list.v[i], name = name_of(a->plain, v);

		if (name.kind != VALUE_STRING)
			continue;
		struct str type = type_name(a->plain, v.record->type);
		struct str key = arena_printf(arena, "%.*s %.*s", STR_ARG(type), STR_ARG(*name.string));

		vec_push(arena, &a->index, (struct entry){ called(&known_as, key), v.record->type, i });
	}
	if (a->index.n)
		qsort(a->index.v, a->index.n, sizeof *a->index.v, entry_cmp);
}

/* The first object of this key and type, or NULL. */
static const struct entry *find(const struct adjusting *a, struct str key, type_id type)
{
	const struct entry wanted = { key, type, 0 };
	uint32_t from = 0, to = a->index.n;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (entry_cmp(&a->index.v[middle], &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	const struct entry *found = from < a->index.n ? &a->index.v[from] : NULL;

	return found && found->type == type && str_eq(found->key, key) ? found : NULL;
}

/* ---- overrides ----------------------------------------------------------------------------- */

/* The name that is most like a key: one that is off by a few letters, or that the key only adds to. */
static int nearest(struct str key, const struct str *names, uint32_t n)
{
	int near = str_nearest(key, names, (int)n);

	for (uint32_t i = 0; near < 0 && i < n; i++)
		if (str_starts_with(key, names[i]) && key.n > names[i].n && key.p[names[i].n] == '-')
			near = (int)i;
	return near;
}

/* The kinds of the objects that have a name, as `A, B or C`; empty where none has. */
static struct str kinds_of(const struct adjusting *a, struct str name)
{
	struct buf b = { .arena = &a->plain->session->arena };
	struct str last = { 0 };

	for (uint32_t i = 0; i < a->index.n; i++) {
		struct str key = a->index.v[i].key;
		int64_t space = str_find(key, STR(" "), 0);

		if (space < 0 || !str_eq(str_slice(key, (uint32_t)space + 1, key.n), name))
			continue;
		if (str_eq(last, str_slice(key, 0, (uint32_t)space)))
			continue;
		if (last.n)
			buf_printf(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(last));
		last = str_slice(key, 0, (uint32_t)space);
	}
	if (last.n)
		buf_printf(&b, "%s%.*s", b.n ? " or " : "", STR_ARG(last));
	return buf_str(&b);
}

static void report_no_target(struct adjusting *a, const struct map_entry *entry)
{
	struct plain *p = a->plain;
	struct diags *ds = &p->session->diags;
	struct str *names = arena_new(&p->session->arena, struct str, a->index.n);
	struct str type = type_name(p, entry->value.record->type);
	struct span at = plain_span(p->eval, p->session, entry->key_origin);
	struct str name = str_slice(entry->key, type.n + 1, entry->key.n);
	struct diag *d = diag_add(ds, DIAG_NO_OBJECT, at, "the stack has no %.*s `%.*s`", STR_ARG(type),
				  STR_ARG(name));
	struct str kinds = kinds_of(a, name);

	diag_primary(ds, d, "no object to lay this on");
	if (kinds.n) {
		diag_help(ds, d, "did you mean %.*s `%.*s`?", STR_ARG(kinds), STR_ARG(name));
		return;
	}
	for (uint32_t i = 0; i < a->index.n; i++)
		names[i] = a->index.v[i].key;
	int near = nearest(entry->key, names, a->index.n);

	if (near < 0)
		return;
	struct str found = names[near];

	if (!str_starts_with(found, type) || found.p[type.n] != ' ') {
		diag_help(ds, d, "did you mean %.*s?", STR_ARG(found));
		return;
	}
	found = str_slice(found, type.n + 1, found.n);
	diag_fix(ds, d, at, arena_printf(&p->session->arena, "\"%.*s\"", STR_ARG(found)),
		 "did you mean \"%.*s\"?", STR_ARG(found));
}

/* Whether the library makes this object at other times: what is laid on it waits. */
static bool rests(struct adjusting *a, struct str key)
{
	struct value list = told(a, a->plain->program->prelude.resting);

	for (uint32_t i = 0; list.kind == VALUE_LIST && i < list.list->n; i++)
		if (str_eq(*list.list->items[i].string, key))
			return true;
	return false;
}

static void lay_on(struct adjusting *a, const struct map_value *overrides)
{
	if (!a->index.n)
		make_index(a);
	for (uint32_t i = 0; i < overrides->n; i++) {
		const struct map_entry *entry = &overrides->entries[i];
		const struct entry *target = find(a, entry->key, entry->value.record->type);

		if (!target) {
			if (!rests(a, entry->key))
				report_no_target(a, entry);
			continue;
		}
		struct value *object = &a->list.v[target->index];

		if (object->kind == VALUE_RECORD)
			*object = eval_lay_on(a->plain->eval, *object, entry->value);
	}
}

/* ---- extras -------------------------------------------------------------------------------- */

/* The name of its entry, unless it has one of its own. */
static struct value named(struct plain *p, const struct map_entry *entry)
{
	struct value v = entry->value;
	struct str type = type_name(p, v.record->type);
	struct str *name = arena_new(&p->session->arena, struct str, 1);

	if (name_of(p, v).kind == VALUE_STRING)
		return v;
	*name = str_slice(entry->key, type.n + 1, entry->key.n);
	return eval_with(p->eval, v, name_path, PATH,
			 (struct value){ .kind = VALUE_STRING, .origin = entry->key_origin, .string = name });
}

/* The kind as the library is asked for its namespace: nothing for one that says that it has one, as
 * `@k8s("example.com/v1", "Widget", "Namespaced")`. False where there is none, or where nobody knows: of a
 * type that the user declared without a scope. */
static bool asked_kind(const struct plain *p, type_id type, struct str *kind)
{
	const struct ast *ast = &p->program->ast;
	const struct type *t = type_get(&p->program->types, type);
	node_id attr = t->decl ? ast_attr(ast, t->decl, "k8s") : 0;
	node_id scope = attr && ast_child_count(ast, attr) > 2 ? ast_child(ast, attr, 2) : 0;

	*kind = scope ? STR("") : type_name(p, type);
	return scope ? str_eq(ast_text(ast, scope), STR("Namespaced"))
		     : source_kind_at(&p->session->sources, ast_span(ast, t->decl).beg) == SOURCE_LIBRARY;
}

/* The namespace that the library knows for its kind, unless it has one. */
static struct value placed(struct adjusting *a, struct value v)
{
	struct plain *p = a->plain;
	struct str kind;
	struct value args[] = { a->stack, { .kind = VALUE_STRING, .string = &kind } };
	struct value namespace;

	if (!p->program->prelude.namespace_of || !asked_kind(p, v.record->type, &kind) ||
	    at_path(p, v, namespace_path).kind == VALUE_STRING)
		return v;
	namespace = eval_call(p->eval, p->program->prelude.namespace_of, args, sizeof args / sizeof *args);
	return namespace.kind == VALUE_STRING ? eval_with(p->eval, v, namespace_path, PATH, namespace) : v;
}

static void append(struct adjusting *a, const struct map_value *extras)
{
	for (uint32_t i = 0; i < extras->n; i++) {
		if (extras->entries[i].value.kind == VALUE_RECORD)
			vec_push(&a->plain->session->arena, &a->list,
				 placed(a, named(a->plain, &extras->entries[i])));
	}
}

/* ---- all of a stack ------------------------------------------------------------------------ */

static void each_field(struct adjusting *a, struct record_value *stack, enum value_kind kind,
		       enum type_kind of, void (*use)(struct adjusting *, const struct map_value *))
{
	const struct types *types = &a->plain->program->types;
	const struct type *t = type_get(types, stack->type);

	for (uint32_t i = 0; i < t->count; i++) {
		type_id type = type_unwrap(types, type_field(types, t, i)->type);

		if (type_get(types, type)->kind != of)
			continue;
		struct value v = eval_field(a->plain->eval, stack, i);

		if (v.kind == kind)
			use(a, v.map);
	}
}

struct value objects_adjust(struct eval *e, const struct program *program, struct session *s,
			    struct value stack, struct value list)
{
	struct plain p = { .eval = e, .program = program, .session = s };
	struct adjusting a = { .plain = &p, .stack = stack };
	struct arena *arena = &s->arena;

	if (stack.kind != VALUE_RECORD || list.kind != VALUE_LIST)
		return list;
	for (uint32_t i = 0; i < list.list->n; i++)
		vec_push(arena, &a.list, list.list->items[i]);
	each_field(&a, stack.record, VALUE_MAP, TYPE_EXTRAS, append);
	each_field(&a, stack.record, VALUE_OVERRIDES, TYPE_OVERRIDES, lay_on);
	struct list_value *adjusted = arena_new(arena, struct list_value, 1);

	*adjusted = (struct list_value){ list.list->type, a.list.n, a.list.v };
	list.list = adjusted;
	return list;
}
