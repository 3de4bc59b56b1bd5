/* From a path to a value of a stack. */
#include "trace/trace.h"

struct finder {
	struct rcc *rcc;
	const struct program *program;
	struct session *session;
	struct eval *eval;
	struct str path;
	uint32_t at; /* how far the path was read */
	struct str why;
};

struct child { /* of a value: its field, entry or element */
	struct str name;
	struct value value;
	struct record_value *record; /* whose field it is; then the value is not computed yet */
	uint32_t index;
};

struct children {
	VEC(struct child) list;
};

/* ---- what a value holds -------------------------------------------------------------------- */

static struct str kept_name(const struct finder *f, uint32_t name)
{
	return arena_str(&f->session->arena, name_text(&f->session->names, name));
}

static void add_fields(const struct finder *f, struct record_value *r, struct children *out)
{
	const struct types *types = &f->program->types;
	const struct type *t = type_get(types, r->type);

	for (uint32_t i = 0; i < t->count; i++)
		vec_push(&f->session->arena, &out->list,
			 (struct child){ .name = kept_name(f, type_field(types, t, i)->name),
					 .record = r,
					 .index = i });
}

static struct str tag_name(const struct finder *f, const struct tag_value *tag)
{
	const struct types *types = &f->program->types;

	return kept_name(f, type_alternative(types, type_get(types, tag->type), tag->index)->name);
}

/* What tells an element of a list from the others: its tag, or the first key of a keyed list. */
static struct str element_name(const struct finder *f, struct value list, uint32_t i)
{
	const struct types *types = &f->program->types;
	const struct type *t = type_get(types, type_base(types, list.list->type));
	struct value v = list.list->items[i];

	if (v.kind == VALUE_TAG)
		return tag_name(f, v.tag);
	if (v.kind == VALUE_RECORD && t->kind == TYPE_KEYED && t->count) {
		int field = type_find_field(types, v.record->type, type_key(types, t, 0));
		struct value key = field < 0 ? v : eval_field(f->eval, v.record, (uint32_t)field);

		if (key.kind == VALUE_STRING)
			return *key.string;
	}
	return arena_printf(&f->session->arena, "%u", i);
}

/* Parts that have names of their own in the language. */
static void add_members(const struct finder *f, struct value v, struct children *out)
{
	struct arena *a = &f->session->arena;

	if (v.kind == VALUE_RANGE) {
		vec_push(a, &out->list, (struct child){ .name = STR("min"), .value = v.range->min });
		vec_push(a, &out->list, (struct child){ .name = STR("max"), .value = v.range->max });
	} else if (v.kind == VALUE_SECRET) {
		vec_push(a, &out->list, (struct child){ .name = STR("name"), .value = v.secret->name_value });
		vec_push(a, &out->list, (struct child){ .name = STR("key"), .value = v.secret->key_value });
	}
}

static struct children children_of(const struct finder *f, struct value v)
{
	struct arena *a = &f->session->arena;
	struct children out = { 0 };

	if (v.kind == VALUE_RECORD)
		add_fields(f, v.record, &out);
	if (v.kind == VALUE_TAG && v.tag->payload.kind == VALUE_RECORD) {
		vec_push(a, &out.list, (struct child){ .name = tag_name(f, v.tag), .value = v.tag->payload });
		add_fields(f, v.tag->payload.record, &out);
	}
	add_members(f, v, &out);
	for (uint32_t i = 0; v.kind == VALUE_MAP && i < v.map->n; i++)
		vec_push(a, &out.list,
			 (struct child){ .name = v.map->entries[i].key, .value = v.map->entries[i].value });
	for (uint32_t i = 0; v.kind == VALUE_LIST && i < v.list->n; i++) {
		struct str name = element_name(f, v, i);

		vec_push(a, &out.list, (struct child){ .name = name, .value = v.list->items[i] });
	}
	return out;
}

/* ---- steps of a path ----------------------------------------------------------------------- */

/* The next name: a word up to a dot or bracket, or what stands in brackets, without quotes. */
static struct str next_name(struct finder *f)
{
	struct str p = f->path;
	uint32_t beg = f->at + (f->at < p.n && p.p[f->at] == '.' && f->at > 0), end = beg;
	bool bracket = beg < p.n && p.p[beg] == '[';

	if (bracket) {
		beg = ++end;
		bool quoted = beg < p.n && p.p[beg] == '"';
		int64_t close = str_find(p, quoted ? STR("\"]") : STR("]"), beg + quoted);

		end = close < 0 ? p.n : (uint32_t)close;
		f->at = close < 0 ? p.n : end + 1 + quoted;
		return str_slice(p, beg + quoted, end);
	}
	while (end < p.n && p.p[end] != '.' && p.p[end] != '[')
		end++;
	f->at = end;
	return str_slice(p, beg, end);
}

static struct value value_of(const struct finder *f, const struct child *c)
{
	return c->record ? eval_field(f->eval, c->record, c->index) : c->value;
}

static bool fail(struct finder *f, struct str before, struct str name, const struct children *children)
{
	struct arena *a = &f->session->arena;
	struct str *names = arena_new(a, struct str, children->list.n);
	struct str where = before.n ? arena_printf(a, "`%.*s`", STR_ARG(before)) : STR("the stack");

	for (uint32_t i = 0; i < children->list.n; i++)
		names[i] = children->list.v[i].name;
	int nearest = str_nearest(name, names, (int)children->list.n);

	if (children->list.n == 0)
		f->why = arena_printf(a, "%.*s is a single value: it has no `%.*s`", STR_ARG(where),
				      STR_ARG(name));
	else if (nearest < 0)
		f->why = arena_printf(a, "%.*s has no `%.*s`", STR_ARG(where), STR_ARG(name));
	else
		f->why = arena_printf(a, "%.*s has no `%.*s`; did you mean `%.*s`?", STR_ARG(where),
				      STR_ARG(name), STR_ARG(names[nearest]));
	return false;
}

static bool step(struct finder *f, struct value *v)
{
	struct str before = str_slice(f->path, 0, f->at), name = next_name(f);
	struct children children = children_of(f, *v);

	for (uint32_t i = 0; i < children.list.n; i++) {
		if (str_eq(children.list.v[i].name, name)) {
			*v = value_of(f, &children.list.v[i]);
			return true;
		}
	}
	for (uint32_t i = 0; v->kind == VALUE_LIST && i < v->list->n; i++) {
		if (str_eq(arena_printf(&f->session->arena, "%u", i), name)) {
			*v = v->list->items[i];
			return true;
		}
	}
	return fail(f, before, name, &children);
}

bool trace_find(struct rcc *r, const struct rcc_stack *stack, struct str path, struct value *out,
		struct str *why)
{
	struct finder f = { .rcc = r,
			    .program = rcc_program(r),
			    .session = rcc_session(r),
			    .eval = rcc_eval(r),
			    .path = path };

	*out = stack->value;
	while (f.at < path.n) {
		if (!step(&f, out)) {
			*why = f.why;
			return false;
		}
	}
	return true;
}
