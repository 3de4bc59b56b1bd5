#include "objects/needs.h"

static const struct {
	const char *tag;
	enum secret_make make;
} makes[] = {
	{ "external", SECRET_EXTERNAL },
	{ "random", SECRET_RANDOM },
	{ "template", SECRET_TEMPLATE },
	{ "fixed", SECRET_FIXED },
};

struct reader {
	struct eval *eval;
	const struct program *program;
	struct arena *arena;
};

static uint32_t count(struct value v)
{
	return v.kind == VALUE_LIST ? v.list->n : 0;
}

static void read_make(const struct reader *r, struct value make, struct secret_key *key)
{
	if (make.kind != VALUE_TAG)
		return;
	const struct types *types = &r->program->types;
	uint32_t name = type_alternative(types, type_get(types, make.tag->type), make.tag->index)->name;
	struct str tag = name_text(&r->program->ast.session->names, name);
	struct value length = eval_field_of(r->eval, make.tag->payload, "length");

	for (size_t i = 0; i < sizeof makes / sizeof *makes; i++) {
		if (str_eq(tag, str_from(makes[i].tag)))
			key->make = makes[i].make;
	}
	key->length = length.kind == VALUE_INT ? (uint32_t)length.integer : 0;
	key->alphabet = eval_text_of(r->eval, make.tag->payload, "alphabet");
	key->text = eval_text_of(r->eval, make.tag->payload, "text");
}

static void read_key(const struct reader *r, struct value v, struct secret_key *key)
{
	struct value readers = eval_field_of(r->eval, v, "readers");

	key->key = eval_text_of(r->eval, v, "key");
	key->about = eval_text_of(r->eval, v, "about");
	read_make(r, eval_field_of(r->eval, v, "make"), key);
	key->readers = arena_new(r->arena, struct str, count(readers));
	for (uint32_t i = 0; i < count(readers); i++) {
		if (readers.list->items[i].kind == VALUE_STRING)
			key->readers[key->nreaders++] = *readers.list->items[i].string;
	}
}

static void read_need(const struct reader *r, struct value v, struct secret_need *need)
{
	struct value keys = eval_field_of(r->eval, v, "keys");

	need->name = eval_text_of(r->eval, v, "name");
	need->namespace_ = eval_text_of(r->eval, v, "namespace");
	need->nkeys = count(keys);
	need->keys = arena_new(r->arena, struct secret_key, need->nkeys);
	for (uint32_t i = 0; i < need->nkeys; i++)
		read_key(r, keys.list->items[i], &need->keys[i]);
}

void needs_build(struct eval *e, const struct program *p, struct session *s, struct value list,
		 struct secret_list *out)
{
	struct reader r = { e, p, &s->arena };

	out->n = count(list);
	out->v = arena_new(&s->arena, struct secret_need, out->n);
	for (uint32_t i = 0; i < out->n; i++)
		read_need(&r, list.list->items[i], &out->v[i]);
}
