#include "objects/build.h"

#include "objects/plain.h"

struct reader {
	const struct program *program;
	struct session *session;
	struct eval *eval;
	bool failed;
};

/* ---- fields --------------------------------------------------------------------------------------------- */

/* Reports a shape that the library should not have given. */
static void refuse(struct reader *r, struct value v, const char *what)
{
	r->failed = true;
	if (v.kind != VALUE_ERROR) /* else reported already */
		diag_add(&r->session->diags, DIAG_OBJECT_SHAPE, plain_span(r->eval, r->session, v.origin),
			 "the list of secrets cannot be read: %s", what);
}

/* A field of a record; absent where the type has none, or where `v` is no record. */
static struct value field(struct reader *r, struct value v, const char *name)
{
	return v.kind == VALUE_RECORD ? eval_field_named(r->eval, v.record, name) : (struct value){ 0 };
}

static struct str text_field(struct reader *r, struct value v, const char *name)
{
	struct value text = field(r, v, name);

	if (text.kind == VALUE_STRING)
		return *text.string;
	refuse(r, text.origin ? text : v, arena_printf(&r->session->arena, "`%s` is no string", name).p);
	return STR("");
}

/* A list may be left out. */
static struct list_value list_field(struct reader *r, struct value v, const char *name)
{
	struct value list = field(r, v, name);

	if (list.kind == VALUE_LIST)
		return *list.list;
	if (list.kind != VALUE_ABSENT)
		refuse(r, list, arena_printf(&r->session->arena, "`%s` is no list", name).p);
	return (struct list_value){ 0 };
}

/* ---- how a value is made -------------------------------------------------------------------------------- */

static void read_random(struct reader *r, struct value v, struct secret_key *key)
{
	struct value length = field(r, v, "length");

	key->alphabet = text_field(r, v, "alphabet");
	if (length.kind == VALUE_INT && length.integer > 0 && length.integer <= INT32_MAX)
		key->length = (uint32_t)length.integer;
	else
		refuse(r, length.origin ? length : v, "`length` is no positive number");
}

static void read_text(struct reader *r, struct value v, struct secret_key *key)
{
	key->text = text_field(r, v, "text");
}

static const struct {
	const char *tag;
	enum secret_make make;
	void (*read)(struct reader *r, struct value v, struct secret_key *key);
} makes[] = {
	{ "external", SECRET_EXTERNAL, NULL },
	{ "random", SECRET_RANDOM, read_random },
	{ "template", SECRET_TEMPLATE, read_text },
	{ "fixed", SECRET_FIXED, read_text },
};

static void read_make(struct reader *r, struct value v, struct secret_key *key)
{
	const struct types *types = &r->program->types;

	if (v.kind != VALUE_TAG) {
		refuse(r, v, "`make` is no tag");
		return;
	}
	uint32_t name = type_alternative(types, type_get(types, v.tag->type), v.tag->index)->name;
	struct str tag = name_text(&r->session->names, name);

	for (size_t i = 0; i < sizeof makes / sizeof *makes; i++) {
		if (!str_eq(tag, str_from(makes[i].tag)))
			continue;
		key->make = makes[i].make;
		if (makes[i].read)
			makes[i].read(r, v.tag->payload, key);
		return;
	}
	refuse(r, v, "`make` is none of external, random, template, fixed");
}

/* ---- keys and Secrets ----------------------------------------------------------------------------------- */

static void read_readers(struct reader *r, struct value v, struct secret_key *key)
{
	struct list_value readers = list_field(r, v, "readers");

	key->readers = arena_new(&r->session->arena, struct str, readers.n);
	for (uint32_t i = 0; i < readers.n; i++) {
		if (readers.items[i].kind == VALUE_STRING)
			key->readers[key->nreaders++] = *readers.items[i].string;
		else if (readers.items[i].kind != VALUE_ABSENT)
			refuse(r, readers.items[i], "a reader is no string");
	}
}

static void read_key(struct reader *r, struct value v, struct secret_key *key)
{
	key->key = text_field(r, v, "key");
	key->about = text_field(r, v, "about");
	read_make(r, field(r, v, "make"), key);
	read_readers(r, v, key);
}

static void read_need(struct reader *r, struct value v, struct secret_need *need)
{
	struct list_value keys = list_field(r, v, "keys");
	struct value place = field(r, v, "namespace");

	need->name = text_field(r, v, "name");
	need->namespace_ = place.kind == VALUE_STRING ? *place.string : STR("");
	need->keys = arena_new(&r->session->arena, struct secret_key, keys.n);
	for (; need->nkeys < keys.n; need->nkeys++)
		read_key(r, keys.items[need->nkeys], &need->keys[need->nkeys]);
}

bool build_secrets(const struct program *p, struct session *s, struct eval *e, struct value list,
		   struct secret_list *out)
{
	struct reader r = { .program = p, .session = s, .eval = e };

	*out = (struct secret_list){ 0 };
	if (list.kind == VALUE_ABSENT)
		return true;
	if (list.kind != VALUE_LIST) {
		refuse(&r, list, "it is no list");
		return false;
	}
	out->v = arena_new(&s->arena, struct secret_need, list.list->n);
	for (; out->n < list.list->n; out->n++)
		read_need(&r, list.list->items[out->n], &out->v[out->n]);
	return !r.failed;
}
