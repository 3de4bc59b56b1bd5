/* Another form for what does not fit a type as it is written. */
#include "manifest/reader.h"

enum { FEW_FIELDS = 3, TEXT_MAX = 60 };

bool hint_fits(const struct manifests *m, type_id type, uint32_t node)
{
	const struct type *t = bare_type(m, type);
	enum yaml_kind kind = node_at(m, node_target(m, node))->kind;

	switch (t->kind) {
	case TYPE_RECORD:
	case TYPE_MAP:
		return kind == YAML_NODE_MAP || node_is_null(m, node);
	case TYPE_LIST:
	case TYPE_KEYED:
		return kind == YAML_NODE_LIST || node_is_null(m, node);
	case TYPE_JSON:
	case TYPE_ANYOF:
		return true;
	default:
		return kind == YAML_NODE_SCALAR;
	}
}

static bool has_word(const struct manifests *m, const struct type *u, struct str word)
{
	for (uint32_t i = 0; i < u->count; i++) {
		if (str_eq(name_text(&m->session->names, type_alternative(m->types, u, i)->name), word))
			return true;
	}
	return false;
}

/* Whether a scalar is exactly of a type: a text, an integer, one of the words. */
static bool is_of(const struct manifests *m, type_id type, uint32_t node)
{
	const struct type *t = bare_type(m, type);
	struct scalar s;

	scalar_read(node_at(m, node), &s);
	if (t->kind == TYPE_UNION)
		return s.kind == SCALAR_STRING && has_word(m, t, node_at(m, node)->text);
	return (t->kind == TYPE_STRING && s.kind == SCALAR_STRING) ||
	       (t->kind == TYPE_INT && s.kind == SCALAR_INT);
}

/* A scalar as it is written, unless that is long or a secret; empty of anything else. */
static struct str written(const struct manifests *m, uint32_t node)
{
	struct span at = node_span(m, node);

	if (node_at(m, node)->kind != YAML_NODE_SCALAR || m->secret || at.end - at.beg > TEXT_MAX)
		return STR("");
	return source_span_text(&m->session->sources, at);
}

/* What reads in a list as it stands for itself. */
static bool is_one_word(struct str text)
{
	uint32_t i = 0;

	while (i < text.n && (char_is_alnum(text.p[i]) || char_in(text.p[i], "-_./")))
		i++;
	return text.n && i == text.n;
}

/* The only field that a record needs, or its name if it needs none, for a text. */
static const struct shape_field *main_field(const struct manifests *m, const struct shape *s, uint32_t node)
{
	int i = s->nrequired == 1 ? (int)s->required[0] : s->nrequired ? -1 : shape_find(s, STR("name"), 0);

	return i >= 0 && is_of(m, s->fields[i].type, node) ? &s->fields[i] : NULL;
}

struct str hint_record(struct manifests *m, type_id record, uint32_t node)
{
	const struct shape *s = shape_of(m, record);
	struct str text = written(m, node);
	const struct shape_field *found = NULL;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct shape_field *f = &s->fields[i];
		bool likely = s->n == 1 || bare_type(m, f->type)->kind != TYPE_STRING;

		if (!likely || !is_of(m, f->type, node))
			continue;
		if (found)
			return STR("");
		found = f;
	}
	found = found ? found : main_field(m, s, node);
	if (!found || !text.n)
		return STR("");
	return arena_printf(m->arena, "{%.*s: %.*s}", STR_ARG(found->name), STR_ARG(text));
}

struct str hint_form(struct manifests *m, type_id wanted, uint32_t node)
{
	const struct type *t = bare_type(m, wanted);
	struct str text = written(m, node);

	if (t->kind == TYPE_RECORD)
		return hint_record(m, bare_id(m, wanted), node);
	if (t->kind != TYPE_LIST && t->kind != TYPE_KEYED)
		return STR("");
	if (bare_type(m, t->a)->kind == TYPE_RECORD)
		text = hint_record(m, bare_id(m, t->a), node);
	else if (!is_of(m, t->a, node) || !is_one_word(text))
		return STR("");
	return text.n ? arena_printf(m->arena, "[%.*s]", STR_ARG(text)) : text;
}

/* `Name` of `serviceName` for the field `service`, as a field is called: `name`. */
static struct str rest_of(struct manifests *m, struct str word, struct str field)
{
	if (!str_starts_with(word, field) || word.n == field.n || !char_is_upper(word.p[field.n]))
		return STR("");
	struct str rest = str_slice(word, field.n, word.n);

	return arena_printf(m->arena, "%c%.*s", rest.p[0] - 'A' + 'a', STR_ARG(str_slice(rest, 1, rest.n)));
}

/* `type: Resource, ` where a record says in a field of its own which of the others it has. */
static struct str which(struct manifests *m, const struct shape *s, struct str rest)
{
	struct str word = fact_type(m, s, rest);
	int type = shape_find(s, STR("type"), 0);

	if (type < 0 || !s->fields[type].required)
		return STR("");
	if (!word.n)
		word = arena_printf(m->arena, "%c%.*s", rest.p[0] - 'a' + 'A',
				    STR_ARG(str_slice(rest, 1, rest.n)));
	return arena_printf(m->arena, "type: %.*s, ", STR_ARG(word));
}

static struct str below(struct manifests *m, const struct shape_field *f, struct str rest, uint32_t node)
{
	const struct shape *s = shape_of(m, bare_id(m, f->type));
	int i = rest.n ? shape_find(s, rest, 0) : -1;
	struct str text = written(m, node);

	if (i < 0 || !text.n)
		return STR("");
	type_id inner = s->fields[i].type;

	if (bare_type(m, inner)->kind == TYPE_RECORD)
		text = hint_record(m, bare_id(m, inner), node);
	else if (!hint_fits(m, inner, node))
		return STR("");
	return text.n ? arena_printf(m->arena, "%.*s: {%.*s%.*s: %.*s}", STR_ARG(f->name),
				     STR_ARG(which(m, s, rest)), STR_ARG(rest), STR_ARG(text))
		      : text;
}

/* The only map of texts of a record that has little else. */
static const struct shape_field *only_map(const struct manifests *m, const struct shape *s)
{
	const struct shape_field *found = NULL;

	for (uint32_t i = 0; i < s->n && s->n <= FEW_FIELDS; i++) {
		const struct type *t = bare_type(m, s->fields[i].type);

		if (t->kind != TYPE_MAP || bare_type(m, t->b)->kind != TYPE_STRING)
			continue;
		if (found)
			return NULL;
		found = &s->fields[i];
	}
	return found;
}

struct str hint_nested(struct manifests *m, const struct shape *s, uint32_t key, uint32_t value,
		       uint32_t *field)
{
	uint32_t node = node_target(m, value);
	struct str word = node_at(m, node_target(m, key))->text, text = written(m, node);
	const struct shape_field *map = text.n && !s->object ? only_map(m, s) : NULL;

	if (map) {
		*field = (uint32_t)(map - s->fields);
		return arena_printf(m->arena, "%.*s: {%.*s: %.*s}", STR_ARG(map->name), STR_ARG(word),
				    STR_ARG(text));
	}
	for (uint32_t i = 0; i < s->n && text.n; i++) {
		const struct shape_field *f = &s->fields[i];

		if (bare_type(m, f->type)->kind != TYPE_RECORD)
			continue;
		struct str nested = below(m, f, rest_of(m, word, f->name), node);

		*field = nested.n ? i : *field;
		if (nested.n)
			return nested;
	}
	return STR("");
}

static bool ends_word(struct str name, struct str word)
{
	uint32_t from = name.n - word.n;

	return word.n && name.n > word.n && char_is_lower(word.p[0]) &&
	       name.p[from] == word.p[0] - 'a' + 'A' &&
	       str_eq(str_slice(name, from + 1, name.n), str_slice(word, 1, word.n));
}

int hint_longer(const struct manifests *m, const struct shape *s, struct str word, uint32_t value)
{
	int found = -1;

	for (uint32_t i = 0; i < s->n; i++) {
		if (!ends_word(s->fields[i].name, word) || !hint_fits(m, s->fields[i].type, value))
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}
