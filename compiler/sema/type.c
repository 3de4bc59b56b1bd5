#include "sema/type.h"

#include <stdlib.h>

/* What users write for the kinds that have a word of their own. */
static const char *const kind_words[TYPE_KIND_COUNT] = {
	[TYPE_NONE] = "nothing",      [TYPE_ERROR] = "error",
	[TYPE_BOOL] = "Bool",	      [TYPE_INT] = "Int",
	[TYPE_FLOAT] = "Float",	      [TYPE_STRING] = "String",
	[TYPE_BYTES] = "Bytes",	      [TYPE_CPU] = "Cpu",
	[TYPE_DURATION] = "Duration", [TYPE_PERCENT] = "Percent",
	[TYPE_QUANTITY] = "Quantity", [TYPE_VERSION] = "Version",
	[TYPE_SECRET] = "Secret",     [TYPE_ALLOW] = "Allow",
	[TYPE_JSON] = "Json",	      [TYPE_ABSENT] = "an absent value",
};

void types_init(struct types *t)
{
	*t = (struct types){ 0 };
	table_init(&t->list, sizeof(struct type), NULL, 0);
	table_init(&t->fields, sizeof(struct field), NULL, 0);
	table_init(&t->alternatives, sizeof(struct alternative), NULL, 0);
	table_init(&t->keys, sizeof(uint32_t), NULL, 0);
	for (int kind = TYPE_ERROR; kind <= TYPE_ABSENT; kind++)
		((struct type *)table_edit(&t->list, table_add(&t->list)))->kind = (uint8_t)kind;
}

void types_fini(struct types *t)
{
	table_fini(&t->list);
	table_fini(&t->fields);
	table_fini(&t->alternatives);
	table_fini(&t->keys);
	free(t->buckets);
	*t = (struct types){ 0 };
}

static uint32_t hash(enum type_kind kind, type_id a, type_id b)
{
	return ((uint32_t)kind * 31 + a) * 2654435761u ^ b * 40503u;
}

static type_id find_in(const struct types *t, const uint32_t *buckets, uint32_t count, enum type_kind kind,
		       type_id a, type_id b)
{
	type_id id = count ? buckets[hash(kind, a, b) & (count - 1)] : 0;

	for (; id; id = type_get(t, id)->chain) {
		const struct type *type = type_get(t, id);

		if (type->kind == kind && type->a == a && type->b == b)
			return id;
	}
	return 0;
}

static bool is_structural(const struct type *type)
{
	return type->kind == TYPE_LIST || type->kind == TYPE_MAP || type->kind == TYPE_RANGE ||
	       type->kind == TYPE_EXTRAS || type->kind == TYPE_OVERRIDES || type->kind == TYPE_OPTIONAL;
}

static void rehash(struct types *t)
{
	uint32_t count = t->nbuckets ? t->nbuckets * 2 : 64;
	uint32_t *buckets = calloc(count, sizeof *buckets);

	if (!buckets)
		rcc_bug("out of memory: %u type buckets", count);
	for (uint32_t i = t->list.nfrozen; i < t->list.n; i++) {
		struct type *type = table_edit(&t->list, i);

		if (!is_structural(type))
			continue;
		uint32_t *head = &buckets[hash(type->kind, type->a, type->b) & (count - 1)];

		type->chain = *head;
		*head = i;
	}
	free(t->buckets);
	t->buckets = buckets;
	t->nbuckets = count;
}

uint16_t type_parts_over(const struct types *t, type_id a, type_id b)
{
	uint32_t parts = 1u + type_get(t, a)->parts + type_get(t, b)->parts;

	return parts < UINT16_MAX ? (uint16_t)parts : UINT16_MAX;
}

type_id type_of(struct types *t, enum type_kind kind, type_id a, type_id b)
{
	if (kind <= TYPE_ABSENT)
		return (type_id)kind;
	type_id id = find_in(t, t->frozen_buckets, t->nfrozen_buckets, kind, a, b);

	if (!id)
		id = find_in(t, t->buckets, t->nbuckets, kind, a, b);
	if (id)
		return id;
	if (t->nstructural >= t->nbuckets)
		rehash(t);
	t->nstructural++;
	id = table_add(&t->list);
	uint32_t *head = &t->buckets[hash(kind, a, b) & (t->nbuckets - 1)];

	*(struct type *)table_edit(&t->list, id) = (struct type){
		.kind = (uint8_t)kind, .parts = type_parts_over(t, a, b), .a = a, .b = b, .chain = *head
	};
	*head = id;
	return id;
}

type_id type_optional(struct types *t, type_id a)
{
	enum type_kind kind = type_get(t, a)->kind;

	if (kind == TYPE_OPTIONAL || kind == TYPE_ABSENT || kind == TYPE_ERROR)
		return a;
	return type_of(t, TYPE_OPTIONAL, a, 0);
}

type_id type_base(const struct types *t, type_id id)
{
	while (type_get(t, id)->kind == TYPE_REFINED)
		id = type_get(t, id)->a;
	return id;
}

type_id type_unwrap(const struct types *t, type_id id)
{
	return type_get(t, id)->kind == TYPE_OPTIONAL ? type_get(t, id)->a : id;
}

int type_find_field(const struct types *t, type_id record, uint32_t name)
{
	const struct type *type = type_get(t, record);
	const struct field *fields = type_field(t, type, 0); /* in a row, all of one part */

	for (uint32_t i = 0; type->kind == TYPE_RECORD && i < type->count; i++) {
		if (fields[i].name == name)
			return (int)i;
	}
	return -1;
}

int type_find_alternative(const struct types *t, type_id u, uint32_t name)
{
	const struct type *type = type_get(t, u);
	const struct alternative *alternatives = type_alternative(t, type, 0);

	for (uint32_t i = 0; type->kind == TYPE_UNION && i < type->count; i++) {
		if (alternatives[i].name == name)
			return (int)i;
	}
	return -1;
}

struct writer {
	const struct types *types;
	const struct names *names;
	struct buf out;
	int depth; /* nested lists and maps; a recursive type has a name before it recurs */
};

static void write_type(struct writer *w, type_id id);

enum { SHOWN_ALTERNATIVES = 6 };

static void write_union(struct writer *w, const struct type *type)
{
	for (uint32_t i = 0; i < type->count; i++) {
		if (i == SHOWN_ALTERNATIVES && type->count > SHOWN_ALTERNATIVES + 1) {
			buf_printf(&w->out, " | %u more", type->count - i);
			return;
		}
		if (i)
			buf_add(&w->out, STR(" | "));
		if (type->kind == TYPE_UNION)
			buf_add(&w->out, name_text(w->names, type_alternative(w->types, type, i)->name));
		else
			write_type(w, type_key(w->types, type, i));
	}
}

static void write_keyed(struct writer *w, const struct type *type)
{
	buf_char(&w->out, '[');
	write_type(w, type->a);
	for (uint32_t i = 0; i < type->count; i++) {
		buf_add(&w->out, i ? STR(", ") : STR(" by "));
		buf_add(&w->out, name_text(w->names, type_key(w->types, type, i)));
	}
	buf_char(&w->out, ']');
}

static void write_pair(struct writer *w, const char *open, const struct type *type)
{
	buf_add(&w->out, str_from(open));
	write_type(w, type->a);
	if (type->kind == TYPE_MAP) {
		buf_add(&w->out, STR(": "));
		write_type(w, type->b);
	}
	buf_char(&w->out, ']');
}

static void write_structure(struct writer *w, const struct type *type)
{
	switch (type->kind) {
	case TYPE_LIST:
	case TYPE_MAP:
		write_pair(w, "[", type);
		break;
	case TYPE_RANGE:
		write_pair(w, "Range[", type);
		break;
	case TYPE_EXTRAS:
	case TYPE_OVERRIDES:
		buf_add(&w->out, type->kind == TYPE_EXTRAS ? STR("Extras[") : STR("Overrides["));
		write_type(w, type->b);
		buf_char(&w->out, ']');
		break;
	case TYPE_KEYED:
		write_keyed(w, type);
		break;
	case TYPE_OPTIONAL:
		write_type(w, type->a);
		buf_char(&w->out, '?');
		break;
	case TYPE_UNION:
	case TYPE_ANYOF:
		write_union(w, type);
		break;
	case TYPE_REFINED:
		write_type(w, type->a);
		break;
	default:
		buf_add(&w->out, STR("record"));
	}
}

static void write_type(struct writer *w, type_id id)
{
	const struct type *type = type_get(w->types, id);

	if (type->name)
		buf_add(&w->out, name_text(w->names, type->name));
	else if (kind_words[type->kind])
		buf_add(&w->out, str_from(kind_words[type->kind]));
	else if (w->depth++ < 8)
		write_structure(w, type);
	else
		buf_add(&w->out, STR("…"));
}

struct str type_text(const struct types *t, const struct names *names, struct arena *a, type_id id)
{
	struct writer w = { .types = t, .names = names, .out = { .arena = a } };

	write_type(&w, id);
	return buf_str(&w.out);
}
