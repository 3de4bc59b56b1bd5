/* Values as text, and whether two are the same. */
#include "eval/eval_internal.h"

#include "formats/number.h"

#include <stdio.h>
#include <stdlib.h>

enum { DEPTH_MAX = 32, TEXT_MAX = 64 << 10 }; /* of a text; what is cut off becomes `…` */

struct writer {
	const struct program *program;
	struct buf out;
	uint32_t depth;
	bool quoted; /* strings as literals */
};

typedef void write_fn(struct writer *w, struct value v);

static void write_value(struct writer *w, struct value v);

static struct str text_of(const struct writer *w, uint32_t name)
{
	return name_text(&w->program->ast.session->names, name);
}

static void write_error(struct writer *w, struct value v)
{
	(void)v;
	buf_add(&w->out, STR("?"));
}

static void write_absent(struct writer *w, struct value v)
{
	(void)v;
	buf_add(&w->out, STR("absent"));
}

static void write_bool(struct writer *w, struct value v)
{
	buf_add(&w->out, v.boolean ? STR("true") : STR("false"));
}

/* The shortest digits that read back as the same number. */
static void write_float(struct writer *w, struct value v)
{
	char text[40];
	int digits = 15;

	do
		snprintf(text, sizeof text, "%.*g", digits, v.number);
	while (digits++ < 17 && strtod(text, NULL) != v.number);
	buf_add(&w->out, str_from(text));
	if (w->quoted && !strpbrk(text, ".e"))
		buf_add(&w->out, STR(".0"));
}

static const enum number_kind number_kinds[] = {
	[VALUE_INT] = NUMBER_INT,	    [VALUE_BYTES] = NUMBER_BYTES,     [VALUE_CPU] = NUMBER_CPU,
	[VALUE_DURATION] = NUMBER_DURATION, [VALUE_PERCENT] = NUMBER_PERCENT,
};

static void write_number(struct writer *w, struct value v)
{
	struct number n = { .kind = number_kinds[v.kind],
			    .decimal = v.flags & VALUE_F_DECIMAL,
			    .integer = v.integer };

	buf_add(&w->out, number_text(w->out.arena, &n));
}

static void write_quoted(struct writer *w, struct str s)
{
	buf_char(&w->out, '"');
	for (uint32_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '"' || c == '\\' || (c == '$' && i + 1 < s.n && s.p[i + 1] == '{'))
			buf_char(&w->out, '\\');
		if (c == '\n')
			buf_add(&w->out, STR("\\n"));
		else if (c == '\t')
			buf_add(&w->out, STR("\\t"));
		else
			buf_char(&w->out, c);
	}
	buf_char(&w->out, '"');
}

static void write_string(struct writer *w, struct value v)
{
	if (w->quoted || w->depth > 1)
		write_quoted(w, *v.string);
	else
		buf_add(&w->out, *v.string);
}

static void write_secret(struct writer *w, struct value v)
{
	buf_add(&w->out, STR("secret("));
	write_quoted(w, v.secret->name);
	buf_add(&w->out, STR(", "));
	write_quoted(w, v.secret->key);
	buf_char(&w->out, ')');
}

static void write_range(struct writer *w, struct value v)
{
	write_value(w, v.range->min);
	buf_add(&w->out, STR(".."));
	write_value(w, v.range->max);
}

/* Writes what separates element i from the one before; false if the text is long enough. */
static bool write_separator(struct writer *w, uint32_t i)
{
	if (i)
		buf_add(&w->out, STR(", "));
	if (w->out.n < TEXT_MAX)
		return true;
	buf_add(&w->out, STR("…"));
	return false;
}

static void write_list(struct writer *w, struct value v)
{
	buf_char(&w->out, '[');
	for (uint32_t i = 0; i < v.list->n && write_separator(w, i); i++)
		write_value(w, v.list->items[i]);
	buf_char(&w->out, ']');
}

static void write_map(struct writer *w, struct value v)
{
	buf_add(&w->out, STR("{ "));
	for (uint32_t i = 0; i < v.map->n && write_separator(w, i); i++) {
		write_quoted(w, v.map->entries[i].key);
		buf_add(&w->out, STR(" = "));
		write_value(w, v.map->entries[i].value);
	}
	buf_add(&w->out, STR(" }"));
}

/* What was written of a record; its defaults go without saying. */
static void write_record(struct writer *w, struct value v)
{
	const struct types *types = &w->program->types;
	const struct type *t = type_get(types, v.record->type);
	uint32_t n = 0;

	buf_add(&w->out, STR("{ "));
	for (uint32_t i = 0; i < t->count; i++) {
		const struct record_slot *slot = &v.record->slots[i];

		if (slot->state != SLOT_WRITTEN && slot->state != SLOT_COMPLETED)
			continue;
		if (slot->value.kind == VALUE_ABSENT)
			continue;
		if (!write_separator(w, n++))
			break;
		buf_add(&w->out, text_of(w, type_field(types, t, i)->name));
		buf_add(&w->out, STR(" = "));
		write_value(w, slot->value);
	}
	buf_add(&w->out, n ? STR(" }") : STR("}"));
}

static void write_tag(struct writer *w, struct value v)
{
	const struct types *types = &w->program->types;
	const struct alternative *a = type_alternative(types, type_get(types, v.tag->type), v.tag->index);
	bool word = !(ast_node(&w->program->ast, a->node)->flags & NODE_F_QUOTED);

	if (word || !w->quoted)
		buf_add(&w->out, text_of(w, a->name));
	else
		write_quoted(w, text_of(w, a->name));
	if (v.tag->payload.kind == VALUE_ABSENT)
		return;
	buf_char(&w->out, ' ');
	write_value(w, v.tag->payload);
}

static write_fn *const writers[] = {
	[VALUE_ABSENT] = write_absent,	 [VALUE_ERROR] = write_error,	 [VALUE_BOOL] = write_bool,
	[VALUE_INT] = write_number,	 [VALUE_FLOAT] = write_float,	 [VALUE_STRING] = write_string,
	[VALUE_VERSION] = write_string,	 [VALUE_BYTES] = write_number,	 [VALUE_CPU] = write_number,
	[VALUE_DURATION] = write_number, [VALUE_PERCENT] = write_number, [VALUE_SECRET] = write_secret,
	[VALUE_RANGE] = write_range,	 [VALUE_LIST] = write_list,	 [VALUE_MAP] = write_map,
	[VALUE_RECORD] = write_record,	 [VALUE_TAG] = write_tag,	 [VALUE_ALLOW] = write_map,
	[VALUE_OVERRIDES] = write_map,
};

static void write_value(struct writer *w, struct value v)
{
	if (w->depth >= DEPTH_MAX) {
		buf_add(&w->out, STR("…"));
		return;
	}
	w->depth++;
	writers[v.kind](w, v);
	w->depth--;
}

struct str value_text(const struct program *p, struct arena *a, struct value v)
{
	struct writer w = { .program = p, .out = { .arena = a }, .quoted = true };

	write_value(&w, v);
	return buf_str(&w.out);
}

struct str value_display(const struct program *p, struct arena *a, struct value v)
{
	struct writer w = { .program = p, .out = { .arena = a } };

	write_value(&w, v);
	return buf_str(&w.out);
}

/* ---- equality ---- */

static bool lists_equal(struct eval *e, const struct list_value *a, const struct list_value *b)
{
	for (uint32_t i = 0; a->n == b->n && i < a->n; i++) {
		if (!value_equal(e, a->items[i], b->items[i]))
			return false;
	}
	return a->n == b->n;
}

/* The order of the entries does not matter. */
static bool maps_equal(struct eval *e, const struct map_value *a, struct map_value *b)
{
	for (uint32_t i = 0; a->n == b->n && i < a->n; i++) {
		const struct map_entry *other = map_find(e, b, a->entries[i].key);

		if (!other || !value_equal(e, a->entries[i].value, other->value))
			return false;
	}
	return a->n == b->n;
}

static bool records_equal(struct eval *e, struct record_value *a, struct record_value *b)
{
	uint32_t count = record_field_count(e, a);

	if (a == b)
		reads_spoil(e); /* whether they are one record is not noted */
	if (a == b || a->type != b->type)
		return a == b;
	for (uint32_t i = 0; i < count; i++) {
		if (!value_equal(e, eval_field(e, a, i), eval_field(e, b, i)))
			return false;
	}
	return true;
}

static bool compound_equal(struct eval *e, struct value a, struct value b)
{
	switch (a.kind) {
	case VALUE_SECRET:
		return str_eq(a.secret->name, b.secret->name) && str_eq(a.secret->key, b.secret->key);
	case VALUE_RANGE:
		return value_equal(e, a.range->min, b.range->min) &&
		       value_equal(e, a.range->max, b.range->max);
	case VALUE_LIST:
		return lists_equal(e, a.list, b.list);
	case VALUE_MAP:
		return maps_equal(e, a.map, b.map);
	case VALUE_RECORD:
		return records_equal(e, a.record, b.record);
	case VALUE_TAG:
		return a.tag->type == b.tag->type && a.tag->index == b.tag->index &&
		       value_equal(e, a.tag->payload, b.tag->payload);
	default:
		return a.kind == VALUE_ABSENT;
	}
}

bool value_equal(struct eval *e, struct value a, struct value b)
{
	if (value_is_integral(a) && value_is_integral(b))
		return value_compare(a, b) == 0;
	if (a.kind != b.kind || a.kind == VALUE_ERROR)
		return false;
	if (a.kind == VALUE_STRING)
		return str_eq(*a.string, *b.string);
	if (a.kind >= VALUE_BOOL && a.kind < VALUE_SECRET)
		return value_compare(a, b) == 0;
	if (!eval_charge(e, 1, e->stack) || !eval_enter(e, e->stack))
		return false;
	bool equal = compound_equal(e, a, b);

	eval_leave(e);
	return equal;
}

/* ---- hashes ---- */

static uint32_t mix(uint32_t hash, uint32_t more)
{
	return (hash ^ more) * 2654435761u;
}

static uint32_t hash_integer(struct value v)
{
	/* 1 and 1000m are equal */
	unsigned __int128 scaled =
		(unsigned __int128)(__int128)v.integer * (v.kind == VALUE_CPU ? 1u : 1000000000u);

	return mix((uint32_t)(scaled >> 32), (uint32_t)scaled);
}

static uint32_t hash_record(struct eval *e, struct record_value *r)
{
	uint32_t hash = r->type, count = record_field_count(e, r);

	for (uint32_t i = 0; i < count; i++)
		hash = mix(hash, value_hash(e, eval_field(e, r, i)));
	return hash;
}

static uint32_t hash_inside(struct eval *e, struct value v)
{
	uint32_t hash = v.kind;

	switch (v.kind) {
	case VALUE_SECRET:
		return mix(str_hash(v.secret->name), str_hash(v.secret->key));
	case VALUE_RANGE:
		return mix(value_hash(e, v.range->min), value_hash(e, v.range->max));
	case VALUE_LIST:
		for (uint32_t i = 0; i < v.list->n; i++)
			hash = mix(hash, value_hash(e, v.list->items[i]));
		return hash;
	case VALUE_MAP: /* in any order */
		for (uint32_t i = 0; i < v.map->n; i++)
			hash += mix(str_hash(v.map->entries[i].key), value_hash(e, v.map->entries[i].value));
		return hash;
	case VALUE_RECORD:
		return hash_record(e, v.record);
	case VALUE_TAG:
		return mix(v.tag->index, value_hash(e, v.tag->payload));
	default:
		return hash;
	}
}

uint32_t value_hash(struct eval *e, struct value v)
{
	if (value_is_integral(v))
		return hash_integer(v);
	switch (v.kind) {
	case VALUE_BOOL:
		return v.boolean;
	case VALUE_FLOAT:
		return (uint32_t)(int32_t)(v.number > -1e9 && v.number < 1e9 ? v.number : 0);
	case VALUE_STRING:
		return str_hash(*v.string);
	case VALUE_VERSION: /* 1.30 and 1.30.0 are equal */
	case VALUE_ABSENT:
	case VALUE_ERROR:
		return v.kind;
	default:
		break;
	}
	if (!eval_charge(e, 1, e->stack) || !eval_enter(e, e->stack))
		return 0;
	uint32_t hash = hash_inside(e, v);

	eval_leave(e);
	return hash;
}
