/*
 * What keys are meant for that their record has not: most are indented too far, or not far enough, and a
 * record around theirs has such a field, or one inside.
 */
#include "manifest/reader.h"

/* The field of that name, if such a value may be one; -1 without it. */
static int find_fitting(struct manifests *m, const struct shape *s, struct str word, uint32_t value)
{
	int i = shape_find(s, word, 0);

	return i >= 0 && hint_fits(m, s->fields[i].type, value) ? i : -1;
}

static bool has_key(const struct manifests *m, uint32_t map, struct str word)
{
	uint32_t end = node_at(m, map)->next, key = map + 1;

	while (key < end && !str_eq(node_at(m, node_target(m, key))->text, word))
		key = node_at(m, node_at(m, key)->next)->next;
	return key < end;
}

/* ---- outwards ----------------------------------------------------------------------------- */

/* The key of a record around under which a place is. */
static struct str key_towards(const struct record_reading *around, const struct spot *place)
{
	while (place->around && place->around != around->place)
		place = place->around;
	return place->key;
}

static struct str hint_outwards(struct manifests *m, struct record_reading *r, struct str word,
				uint32_t value)
{
	for (struct record_reading *o = r->around; o; o = o->around) {
		int i = find_fitting(m, o->shape, word, value);
		struct str beside = key_towards(o, r->place);

		if (i < 0 || has_key(m, o->node, word))
			continue;
		guess_add(o, (struct guess){ .path = { (uint16_t)i }, .n = 1 });
		return arena_printf(m->arena, "it belongs beside `%.*s`%s", STR_ARG(beside),
				    node_at(m, r->node)->flow ? "" : ": indent it less");
	}
	return STR("");
}

/* ---- inwards ------------------------------------------------------------------------------ */

/* Fields that lead to what is looked for, at one depth. */
struct search {
	struct str word;
	uint32_t value, depth;
	struct guess at, found;
	uint32_t nfound;
	bool required; /* what was found, unlike what else there is */
};

/* The record that a field is, or that the elements of its list are; NULL of anything else. */
static const struct shape *shape_in(struct manifests *m, const struct shape_field *f)
{
	const struct type *t = bare_type(m, f->type);
	type_id inner = t->kind == TYPE_LIST || t->kind == TYPE_KEYED ? t->a : f->type;

	return bare_type(m, inner)->kind == TYPE_RECORD ? shape_of(m, bare_id(m, inner)) : NULL;
}

static void find_in(struct manifests *m, struct search *w, const struct shape *s, bool required)
{
	int i = find_fitting(m, s, w->word, w->value);

	if (i < 0 || (w->nfound && w->required && !required))
		return;
	w->nfound = w->nfound && w->required == required ? w->nfound + 1 : 1;
	w->required = required;
	w->found = w->at;
	w->found.path[w->found.n++] = (uint16_t)i;
}

static void search_in(struct manifests *m, struct search *w, const struct shape *s, bool required)
{
	if (w->at.n == w->depth) {
		find_in(m, w, s, required);
		return;
	}
	for (uint32_t k = 0; k < s->n; k++) {
		const struct shape *inner = shape_in(m, &s->fields[k]);

		w->at.path[w->at.n++] = (uint16_t)k;
		if (inner)
			search_in(m, w, inner, required && s->fields[k].required);
		w->at.n--;
	}
}

/* `template.spec`, `containers[]`. */
static struct str path_to(struct manifests *m, const struct shape *s, const struct guess *found)
{
	struct buf out = { .arena = m->arena };

	for (uint32_t i = 0; i + 1 < found->n; i++) {
		const struct shape_field *f = &s->fields[found->path[i]];

		buf_printf(&out, "%s%.*s%s", i ? "." : "", STR_ARG(f->name),
			   bare_type(m, f->type)->kind == TYPE_RECORD ? "" : "[]");
		s = shape_in(m, f);
	}
	return buf_str(&out);
}

static struct str hint_inwards(struct manifests *m, struct record_reading *r, struct str word, uint32_t value)
{
	bool scalar = node_at(m, node_target(m, value))->kind == YAML_NODE_SCALAR;
	struct search w = { .word = word, .value = value };

	while (!w.nfound && ++w.depth < (scalar ? 2 : GUESS_DEPTH))
		search_in(m, &w, r->shape, true);
	if (w.nfound != 1)
		return STR("");
	struct str first = r->shape->fields[w.found.path[0]].name, path = path_to(m, r->shape, &w.found);
	bool there = !node_at(m, r->node)->flow && has_key(m, r->node, first);

	guess_add(r, w.found);
	return arena_printf(m->arena, "it belongs under `%.*s`%s", STR_ARG(path),
			    there ? ": indent it further" : "");
}

struct str guess_indent(struct manifests *m, struct record_reading *r, uint32_t key, uint32_t value)
{
	struct str word = node_at(m, node_target(m, key))->text, outwards = hint_outwards(m, r, word, value);

	return outwards.n ? outwards : hint_inwards(m, r, word, value);
}

/* ---- what follows of guesses -------------------------------------------------------------- */

/* A field that may be there under another name, or in another place, is not said to be missing. What is
 * shared with other objects is not changed: with a mistake all is read again for itself. */
static void doubt(struct record_value *record, const struct guess *guess)
{
	for (uint32_t i = 0; i < guess->n && !record->shared; i++) {
		const struct record_slot *slot = &record->slots[guess->path[i]];

		if (slot->state == SLOT_UNSET)
			slot_write(record, guess->path[i], value_error());
		if (slot->value.kind != VALUE_RECORD)
			return;
		record = slot->value.record;
	}
}

/* `{app: web}` is read as `{matchLabels: {app: web}}`, if there is nothing else for the field. */
static void take_meant(struct manifests *m, struct record_reading *r, const struct guess *guess)
{
	const struct shape_field *field = &r->shape->fields[guess->path[0]];
	struct record_slot *slot = &r->record->slots[guess->path[0]];
	origin_id origin = origin_at(m, node_span(m, guess->key));
	struct value made = value_map(m->eval, bare_id(m, field->type), origin);
	struct value text = value_string(m->eval, node_at(m, node_target(m, guess->value))->text,
					 origin_at(m, node_span(m, guess->value)));

	if (slot->state == SLOT_UNSET) {
		r->meant = made.map;
		r->record->parts |= (uint64_t)1 << guess->path[0] % 64;
		slot_write(r->record, guess->path[0], made);
	}
	if (slot->value.kind == VALUE_MAP && slot->value.map == r->meant)
		map_add(m->eval, r->meant,
			(struct map_entry){ node_at(m, node_target(m, guess->key))->text, origin, text },
			field->declared);
}

void guess_take(struct manifests *m, struct record_reading *r)
{
	for (uint32_t i = 0; i < r->nguesses; i++) {
		if (r->guesses[i].key)
			take_meant(m, r, &r->guesses[i]);
		else
			doubt(r->record, &r->guesses[i]);
	}
	if (r->meant)
		eval_settle_map(m->eval, r->meant);
}
