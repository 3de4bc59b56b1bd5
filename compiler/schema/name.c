#include "schema/name.h"
#include "schema/same.h"
#include "schema/write.h"

#include <stdlib.h>

/* Types of the language that a schema's name may not hide. */
static const char *const builtin_types[] = {
	"Allow",       "Base64", "Bool",    "Bytes",	"Cpu",	 "DateTime", "Duration", "Float",   "Int",
	"IntOrString", "Json",	 "Percent", "Quantity", "Range", "Secret",   "String",	 "Version",
};
static const char *const reserved_words[] = {
	"and", "else", "false", "for", "if", "in", "let", "match", "not", "or", "then", "true",
};

static bool is_listed(const char *const *list, size_t n, struct str text)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_from(list[i]), text))
			return true;
	return false;
}

bool name_is_builtin(struct str text)
{
	return is_listed(builtin_types, sizeof builtin_types / sizeof *builtin_types, text);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool name_is_field(struct str text)
{
	if (text.n == 0 || !is_letter(text.p[0]))
		return false;
	for (uint32_t i = 1; i < text.n; i++) {
		bool inner = i + 1 < text.n && text.p[i] == '-' && text.p[i - 1] != '-';

		if (!is_letter(text.p[i]) && !is_digit(text.p[i]) && !inner)
			return false;
	}
	return true;
}

bool name_is_word(struct str text)
{
	return name_is_field(text) &&
	       !is_listed(reserved_words, sizeof reserved_words / sizeof *reserved_words, text);
}

struct str name_camel(struct arena *a, struct str text)
{
	struct buf out = { .arena = a };
	bool start = true;

	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!is_letter(c) && !is_digit(c)) {
			start = true;
			continue;
		}
		buf_char(&out, (char)(start && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
		start = false;
	}
	return buf_str(&out);
}

/* The names given so far, each with what it stands for. */
struct naming {
	struct model *model;
	struct arena *arena;
	VEC(uint32_t) owners; /* by name; 0: free */
	uint32_t number;      /* the last one that a name got */
};

/* Names of types do, and `_` is a name of a property, too. */
static bool starts_with_capital(struct str text)
{
	return text.n > 0 && text.p[0] >= 'A' && text.p[0] <= 'Z';
}

/* Takes a name for `owner` (not 0); fails if it belongs to something else. */
static bool take(struct naming *n, struct str text, uint32_t owner)
{
	uint32_t name;

	if (!starts_with_capital(text) || name_is_builtin(text))
		return false;
	name = name_intern(&n->model->type_names, text);
	while (n->owners.n <= name)
		vec_push(n->arena, &n->owners, 0);
	if (n->owners.v[name] == 0)
		n->owners.v[name] = owner;
	return n->owners.v[name] == owner;
}

/* The last resort of every naming: a number that no other name has. */
static struct str take_numbered(struct naming *n, struct str stem, uint32_t owner)
{
	const char *start = starts_with_capital(stem) ? "" : "Type";
	struct str text;

	do {
		text = arena_printf(n->arena, "%s%.*s%u", start, STR_ARG(stem), ++n->number);
	} while (!take(n, text, owner));
	return text;
}

/* ---- definitions ---- */

/* Runs of one word: what is no object first, and later versions behind. */
static int compare_short_names(const void *a, const void *b)
{
	const struct record *x = *(struct record *const *)a, *y = *(struct record *const *)b;
	struct id_parts p = id_parts(x->id), q = id_parts(y->id);
	int order = str_cmp(p.word, q.word);

	if (order == 0)
		order = (x->kind.n > 0) - (y->kind.n > 0);
	if (order == 0)
		order = str_cmp(p.group, q.group);
	return order ? order : compare_versions(p.version, q.version);
}

static struct str name_definition(struct naming *n, const struct record *r, uint32_t owner, bool shared)
{
	struct id_parts id = id_parts(r->id);
	struct str rest, group = last_part(id.group, &rest), text = name_camel(n->arena, id.word);

	if (!shared && take(n, text, owner))
		return text;
	text = arena_printf(n->arena, "%.*s%.*s", STR_ARG(text), STR_ARG(name_camel(n->arena, id.version)));
	if (take(n, text, owner))
		return text;
	text = arena_printf(n->arena, "%.*s%.*s", STR_ARG(name_camel(n->arena, group)), STR_ARG(text));
	return take(n, text, owner) ? text : take_numbered(n, text, owner);
}

static bool has_word_of(const struct record *a, const struct record *b)
{
	return str_eq(id_parts(a->id).word, id_parts(b->id).word);
}

/* Whether no other definition of its word comes later, and all of them are of one group; of an object
 * other objects alone count, for those are what is written. */
static bool is_latest(struct record *const *sorted, uint32_t i)
{
	for (uint32_t k = i; k > 0 && has_word_of(sorted[k - 1], sorted[i]); k--) {
		if (sorted[i]->kind.n && !sorted[k - 1]->kind.n)
			break;
		if (!str_eq(id_parts(sorted[k - 1]->id).group, id_parts(sorted[i]->id).group))
			return false;
	}
	return true;
}

static void name_definitions(struct naming *n)
{
	uint32_t count = n->model->records.n;
	struct record **sorted = arena_new(n->arena, struct record *, count + 1);

	for (uint32_t i = 0; i < count; i++)
		sorted[i] = n->model->records.v[i];
	qsort(sorted, count, sizeof *sorted, compare_short_names);
	for (uint32_t i = 0; i < count; i++) {
		bool like_last = i > 0 && has_word_of(sorted[i - 1], sorted[i]);
		bool like_next = i + 1 < count && has_word_of(sorted[i + 1], sorted[i]);

		sorted[i]->name = name_definition(n, sorted[i], i + 1,
						  like_next || (like_last && !is_latest(sorted, i)));
	}
}

/* ---- anonymous records ---- */

/* Gives equal records equal names of the form `#12`, children before parents: a record is
 * always discovered after the one that mentions it. Returns the numbers. */
static uint32_t *identify(struct naming *n)
{
	struct model *m = n->model;
	uint32_t *ids = arena_new(n->arena, uint32_t, m->records.n + 1);
	struct names bodies;

	names_init(&bodies);
	for (uint32_t i = m->records.n; i-- > 0;) {
		struct record *r = m->records.v[i];
		struct buf body = { .arena = n->arena };

		write_fields(m, r, &body);
		buf_printf(&body, "%.*s %.*s", STR_ARG(r->api_version), STR_ARG(r->kind));
		ids[i] = name_intern(&bodies, buf_str(&body));
		if (!r->imported)
			r->name = arena_printf(n->arena, "#%u", ids[i]);
	}
	names_fini(&bodies);
	return ids;
}

static struct str name_object(struct naming *n, const struct record *r, uint32_t owner)
{
	struct str text = name_camel(n->arena, r->kind);

	if (take(n, text, owner))
		return text;
	text = name_camel(n->arena,
			  arena_printf(n->arena, "%.*s.%.*s", STR_ARG(r->api_version), STR_ARG(r->kind)));
	return take(n, text, owner) ? text : take_numbered(n, text, owner);
}

/* The object's kind and as much of the path's end as makes the name unique. */
static struct str name_part(struct naming *n, const struct record *r, uint32_t owner)
{
	int64_t dot = str_find(r->id, STR("."), 0);
	struct str kind = name_camel(n->arena, str_slice(r->id, 0, (uint32_t)dot));
	struct str rest = str_slice(r->id, (uint32_t)dot + 1, r->id.n), end = STR(""), text = kind;

	while (rest.n > 0) {
		struct str part = name_camel(n->arena, last_part(rest, &rest));

		end = arena_printf(n->arena, "%.*s%.*s", STR_ARG(part), STR_ARG(end));
		text = arena_printf(n->arena, "%.*s%.*s", STR_ARG(kind), STR_ARG(end));
		if (take(n, text, owner))
			return text;
	}
	return take_numbered(n, text, owner);
}

static void name_anonymous(struct naming *n)
{
	struct model *m = n->model;
	const uint32_t *ids = identify(n);

	for (uint32_t i = 0; i < m->records.n; i++) {
		struct record *r = m->records.v[i];

		if (r->imported)
			r->name = r->id;
		else if (r->kind.n > 0)
			r->name = name_object(n, r, ids[i]);
	}
	for (uint32_t i = 0; i < m->records.n; i++) {
		struct record *r = m->records.v[i];

		if (!r->imported && r->kind.n == 0)
			r->name = name_part(n, r, ids[i]);
	}
}

/* ---- enumerations ---- */

struct use { /* a field that holds an enumeration */
	const struct record *record;
	struct str field, values;
	struct enumeration *enumeration;
};

struct uses {
	VEC(struct use) list;
};

static struct enumeration *enumeration_of(const struct shape *s)
{
	while (s->element)
		s = s->element;
	return s->enumeration;
}

static int compare_uses(const void *a, const void *b)
{
	const struct use *x = a, *y = b;
	int order = str_cmp(x->field, y->field);

	if (order == 0)
		order = str_cmp(x->values, y->values);
	return order ? order : str_cmp(x->record->name, y->record->name);
}

static struct uses collect_uses(struct naming *n)
{
	struct model *m = n->model;
	struct uses all = { 0 };

	for (uint32_t i = 0; i < m->records.n; i++) {
		const struct record *r = m->records.v[i];

		for (uint32_t f = 0; f < r->fields.n; f++) {
			struct enumeration *e = enumeration_of(r->fields.v[f].shape);
			struct buf values = { .arena = n->arena };

			if (!e)
				continue;
			write_enumeration(m, e, &values);
			vec_push(n->arena, &all.list,
				 (struct use){ r, r->fields.v[f].name, buf_str(&values), e });
		}
	}
	if (all.list.n > 0)
		qsort(all.list.v, all.list.n, sizeof *all.list.v, compare_uses);
	return all;
}

static bool same_values(const struct use *a, const struct use *b)
{
	return str_eq(a->field, b->field) && str_eq(a->values, b->values);
}

/* End of the run of uses with the field of the one at `i`. */
static uint32_t run_of_field(const struct uses *u, uint32_t i)
{
	uint32_t end = i;

	while (end < u->list.n && str_eq(u->list.v[end].field, u->list.v[i].field))
		end++;
	return end;
}

static void name_use(struct naming *n, struct use *u, bool shared, uint32_t owner)
{
	struct str field = name_camel(n->arena, u->field), text = field;

	if (!shared || !take(n, text, owner)) {
		text = arena_printf(n->arena, "%.*s%.*s", STR_ARG(u->record->name), STR_ARG(field));
		if (!take(n, text, owner))
			text = take_numbered(n, text, owner);
	}
	u->enumeration->name = text;
}

/* Fields of definitions that agree about their values, in at least two records, share the
 * field's own name. */
static void name_enumerations(struct naming *n)
{
	struct uses u = collect_uses(n);
	uint32_t owner = UINT32_MAX / 2; /* beyond those of records */

	for (uint32_t i = 0, end; i < u.list.n; i = end) {
		bool agree;

		end = run_of_field(&u, i);
		agree = !n->model->anonymous && end - i > 1 && same_values(&u.list.v[i], &u.list.v[end - 1]);
		for (uint32_t k = i; k < end; k++) {
			if (k == i || !same_values(&u.list.v[k], &u.list.v[k - 1]))
				owner++;
			name_use(n, &u.list.v[k], agree, owner);
		}
	}
}

/* ---- what is held against further schemas ---- */

static struct str name_below(struct naming *n, struct str stem, const char *end)
{
	struct str text = arena_printf(n->arena, "%.*s%s", STR_ARG(stem), end);

	return name_find(&n->model->type_names, text) == 0 && take(n, text, UINT32_MAX)
		       ? text
		       : take_numbered(n, text, UINT32_MAX);
}

static bool is_bounded(const struct bounds *b)
{
	return b->least.n || b->most.n || b->shortest.n || b->longest.n || b->pattern.n || b->multiple_of.n ||
	       b->one_of.n || b->distinct;
}

static void name_shapes(struct naming *n, struct shape *s, struct str stem)
{
	for (; s; s = s->element) {
		if (!s->held.n)
			continue;
		s->checked = name_below(n, stem, "Checked");
		if (is_bounded(&s->bounds))
			s->bounded = name_below(n, stem, "Bounded");
	}
}

/* Equal records of one name are declared once. */
static void name_checked(struct naming *n)
{
	struct names seen;

	names_init(&seen);
	for (uint32_t i = 0; i < n->model->records.n; i++) {
		const struct record *r = n->model->records.v[i];
		bool again = name_find(&seen, r->name) != 0;

		name_intern(&seen, r->name);
		for (uint32_t f = 0; !again && f < r->fields.n; f++)
			name_shapes(n, r->fields.v[f].shape,
				    arena_printf(n->arena, "%.*s%.*s", STR_ARG(r->name),
						 STR_ARG(name_camel(n->arena, r->fields.v[f].name))));
	}
	names_fini(&seen);
}

void name_types(struct model *m)
{
	struct naming n = { .model = m, .arena = m->arena, .number = 1 };

	if (m->anonymous) {
		name_anonymous(&n);
	} else {
		join_same(m);
		name_definitions(&n);
	}
	name_enumerations(&n);
	name_checked(&n);
}
