#include "schema/write.h"
#include "schema/formats.h"
#include "schema/held.h"
#include "schema/name.h"

#include <stdlib.h>

/* ---- releases ---- */

static uint32_t lowest(minors set)
{
	uint32_t i = 0;

	while (i < SCHEMA_MAX_MINORS - 1 && !(set >> i & 1))
		i++;
	return i;
}

static uint32_t highest(minors set)
{
	uint32_t i = SCHEMA_MAX_MINORS - 1;

	while (i > 0 && !(set >> i & 1))
		i--;
	return i;
}

/* `@since("1.30") @until("1.34") `, as far as `in` begins later or ends earlier than `whole`. */
static void write_releases(const struct model *m, minors in, minors whole, struct buf *out)
{
	if (in == 0)
		return;
	if (lowest(in) > lowest(whole))
		buf_printf(out, "@since(\"%.*s\") ", STR_ARG(m->releases.v[lowest(in)]));
	if (highest(in) < highest(whole))
		buf_printf(out, "@until(\"%.*s\") ", STR_ARG(m->releases.v[highest(in) + 1]));
}

static minors all_releases(const struct model *m)
{
	return m->releases.n ? ~(minors)0 >> (SCHEMA_MAX_MINORS - m->releases.n) : 1;
}

/* ---- texts ---- */

void write_quoted(struct str text, struct buf *out)
{
	buf_char(out, '"');
	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n' || c == '\t') {
			buf_add(out, c == '\n' ? STR("\\n") : STR("\\t"));
			continue;
		}
		if (c == '"' || c == '\\' || (c == '$' && i + 1 < text.n && text.p[i + 1] == '{'))
			buf_char(out, '\\');
		buf_char(out, c);
	}
	buf_char(out, '"');
}

/* Patterns are full of backslashes: raw where they can be. */
static void write_pattern(struct str text, struct buf *out)
{
	if (str_find(text, STR("'"), 0) < 0 && str_find(text, STR("\n"), 0) < 0 &&
	    str_find(text, STR("${"), 0) < 0)
		buf_printf(out, "'%.*s'", STR_ARG(text));
	else
		write_quoted(text, out);
}

static void write_name(struct str name, bool bare, struct buf *out)
{
	if (bare)
		buf_add(out, name);
	else
		write_quoted(name, out);
}

/* ---- types ---- */

struct condition { /* `subject operator bound` */
	const char *subject, *operator;
	struct str bound;
};

/* ` where a and b`; nothing if no bound is set. `text` is what a pattern is about. */
static void write_bounds(const struct bounds *b, const char *text, struct buf *out)
{
	const struct condition all[] = {
		{ "it", b->above ? ">" : ">=", b->least },
		{ "it", b->below ? "<" : "<=", b->most },
		{ "len(it)", ">=", b->shortest },
		{ "len(it)", "<=", b->longest },
	};
	const char *joint = " where ";

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (all[i].bound.n == 0)
			continue;
		buf_printf(out, "%s%s %s %.*s", joint, all[i].subject, all[i].operator,
			   STR_ARG(all[i].bound));
		joint = " and ";
	}
	if (b->pattern.n > 0) {
		buf_printf(out, "%smatches(%s, ", joint, text);
		write_pattern(b->pattern, out);
		buf_char(out, ')');
		joint = " and ";
	}
	if (b->multiple_of.n > 0) {
		buf_printf(out, "%smod(it, %.*s) == 0", joint, STR_ARG(b->multiple_of));
		joint = " and ";
	}
	if (b->distinct) {
		buf_printf(out, "%slen(unique(it)) == len(it)", joint);
		joint = " and ";
	}
	if (b->one_of.n > 0)
		buf_printf(out, joint[1] == 'w' ? "%s%.*s" : "%s(%.*s)", joint, STR_ARG(b->one_of));
}

static bool keys_are_words(const struct shape *s)
{
	for (uint32_t i = 0; i < s->keys.n; i++)
		if (!name_is_word(s->keys.v[i]))
			return false;
	return s->keys.n > 0 && s->element->kind == SHAPE_RECORD;
}

static void write_shape(const struct model *m, const struct shape *s, struct buf *out);

static void write_list(const struct model *m, const struct shape *s, struct buf *out)
{
	buf_char(out, '[');
	write_shape(m, s->element, out);
	for (uint32_t i = 0; keys_are_words(s) && i < s->keys.n; i++)
		buf_printf(out, "%s%.*s", i ? ", " : " by ", STR_ARG(s->keys.v[i]));
	buf_char(out, ']');
}

static void write_plain_shape(const struct model *m, const struct shape *s, struct buf *out)
{
	static const char *const simple[] = {
		[SHAPE_JSON] = "Json",	   [SHAPE_BOOL] = "Bool",
		[SHAPE_INT] = "Int",	   [SHAPE_FLOAT] = "Float",
		[SHAPE_STRING] = "String", [SHAPE_QUANTITY] = "Quantity",
		[SHAPE_INT32] = "Int32",   [SHAPE_INT_OR_STRING] = "IntOrString",
		[SHAPE_BASE64] = "Base64", [SHAPE_DATE_TIME] = "DateTime",
	};

	switch (s->kind) {
	case SHAPE_INT32:
	case SHAPE_INT_OR_STRING:
	case SHAPE_BASE64:
	case SHAPE_DATE_TIME:
		buf_printf(out, "%s%s", m->anonymous ? "k8s." : "", simple[s->kind]);
		break;
	case SHAPE_FORMAT:
		buf_printf(out, "k8s.%.*s", STR_ARG(s->format));
		break;
	case SHAPE_ENUM:
		if (s->enumeration->name.n > 0)
			buf_add(out, s->enumeration->name);
		else
			write_enumeration(m, s->enumeration, out);
		break;
	case SHAPE_RECORD:
		buf_printf(out, "%s%s%.*s", s->or_bool ? "Bool | " : "", s->record->imported ? "k8s." : "",
			   STR_ARG(s->record->name));
		break;
	case SHAPE_LIST:
		write_list(m, s, out);
		break;
	case SHAPE_MAP:
		buf_add(out, STR("[String: "));
		write_shape(m, s->element, out);
		buf_char(out, ']');
		break;
	default:
		buf_add(out, str_from(simple[s->kind]));
	}
	write_bounds(&s->bounds, s->kind == SHAPE_INT_OR_STRING ? "\"${it}\"" : "it", out);
}

/* Until a type has a name, what it is held against tells it from others. */
static void write_shape(const struct model *m, const struct shape *s, struct buf *out)
{
	if (s->checked.n) {
		buf_add(out, s->checked);
		return;
	}
	write_plain_shape(m, s, out);
	for (uint32_t i = 0; i < s->held.n; i++)
		json_write(s->held.v[i], out);
}

void write_fields(const struct model *m, const struct record *r, struct buf *out)
{
	for (uint32_t i = 0; i < r->fields.n; i++) {
		const struct field *f = &r->fields.v[i];
		struct str key = f->name;

		if (f->by_default.n > 0)
			buf_printf(out, "  ## The server fills in `%.*s`.\n", STR_ARG(f->by_default));
		buf_add(out, STR("  "));
		write_releases(m, f->in, r->in, out);
		if (f->nullable && f->required)
			buf_add(out, STR("@nullable "));
		write_name(key, name_is_field(key), out);
		buf_printf(out, "%s: ", f->required ? "" : "?");
		write_shape(m, f->shape, out);
		buf_char(out, '\n');
	}
}

/* A tag that is also a type's name would be read as that type. */
static bool is_bare_tag(const struct model *m, struct str text)
{
	return name_is_word(text) && !name_is_builtin(text) && name_find(&m->type_names, text) == 0;
}

bool write_tag(const struct model *m, const struct enumeration *e, struct str text, struct buf *out)
{
	bool known = false;

	for (uint32_t i = 0; i < e->values.n; i++)
		known |= str_eq(e->values.v[i].text, text);
	if (known && is_bare_tag(m, text))
		buf_printf(out, "%.*s.%.*s", STR_ARG(e->name), STR_ARG(text));
	else if (known)
		write_quoted(text, out);
	return known;
}

/* `A | "b" | @since("1.31") C`: releases that do not bound the field have every value. */
void write_enumeration(const struct model *m, const struct enumeration *e, struct buf *out)
{
	for (uint32_t i = 0; i < e->values.n; i++) {
		const struct enum_value *v = &e->values.v[i];

		buf_printf(out, "%s", i > 0 ? " | " : e->values.n == 1 ? "| " : "");
		write_releases(m, v->in, e->in, out);
		write_name(v->text, is_bare_tag(m, v->text), out);
	}
}

/* ---- declarations ---- */

struct declaration {
	struct str name;
	const struct record *record;	       /* or */
	const struct enumeration *enumeration; /* or */
	const struct shape *checked;
};

struct declarations {
	VEC(struct declaration) list;
};

static int compare_declarations(const void *a, const void *b)
{
	return str_cmp(((const struct declaration *)a)->name, ((const struct declaration *)b)->name);
}

static void collect(const struct model *m, struct declarations *all)
{
	for (uint32_t i = 0; i < m->records.n; i++) {
		const struct record *r = m->records.v[i];

		if (r->imported)
			continue;
		vec_push(m->arena, &all->list, (struct declaration){ .name = r->name, .record = r });
		for (uint32_t f = 0; f < r->fields.n; f++) {
			const struct shape *s = r->fields.v[f].shape;

			for (; s; s = s->element) {
				if (s->checked.n)
					vec_push(m->arena, &all->list,
						 (struct declaration){ s->checked, .checked = s });
				if (s->enumeration)
					vec_push(m->arena, &all->list,
						 (struct declaration){ s->enumeration->name,
								       .enumeration = s->enumeration });
			}
		}
	}
}

static void write_record(const struct model *m, const struct record *r, struct buf *out)
{
	struct buf releases = { .arena = m->arena };

	write_releases(m, r->in, all_releases(m), &releases);
	if (releases.n > 0)
		buf_printf(out, "%.*s\n", (int)releases.n - 1, releases.p);
	if (r->kind.n > 0) {
		buf_add(out, STR("@k8s("));
		write_quoted(r->api_version, out);
		buf_add(out, STR(", "));
		write_quoted(r->kind, out);
		if (r->scope.n > 0) {
			buf_add(out, STR(", "));
			write_quoted(r->scope, out);
		}
		buf_add(out, STR(")\n"));
	}
	buf_printf(out, "type %.*s = {\n", STR_ARG(r->name));
	write_fields(m, r, out);
	buf_add(out, STR("}\n"));
}

static void write_union(const struct model *m, const struct enumeration *e, struct buf *out)
{
	struct buf line = { .arena = m->arena };

	buf_printf(&line, "type %.*s = ", STR_ARG(e->name));
	write_enumeration(m, e, &line);
	buf_add(out, buf_str(&line));
	buf_char(out, '\n');
}

static void write_checked(const struct model *m, const struct shape *s, struct buf *out)
{
	struct str condition, message;

	held_write(m, s, &condition, &message);
	buf_printf(out, "@message(\"${%.*s}\")\ntype %.*s = ", STR_ARG(message), STR_ARG(s->checked));
	if (s->bounded.n)
		buf_add(out, s->bounded);
	else
		write_plain_shape(m, s, out);
	buf_printf(out, " where %.*s\n", STR_ARG(condition));
	if (!s->bounded.n)
		return;
	buf_printf(out, "\ntype %.*s = ", STR_ARG(s->bounded));
	write_plain_shape(m, s, out);
	buf_char(out, '\n');
}

/* What fields of any kind are made of. Base64 may be broken into lines. */
#define BASE_TYPES \
	"@message(\"this is not base64, which the apiserver asks for here\")\n" \
	"type Base64 = String where matches(it, '(([A-Za-z0-9+/]\\n*){4})*(([A-Za-z0-9+/]\\n*){2}=\\n*=\\n*" \
	"|([A-Za-z0-9+/]\\n*){3}=\\n*)?')\n\n" \
	"@message(\"`${it}` is not a time such as `2026-01-31T08:05:00Z`\")\n" \
	"type DateTime = String where matches(it, " \
	"'\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3])" \
	"(:[0-5]\\d){2}([.,]\\d+)?(Z|[+-]\\d\\d:\\d\\d)')\n\n" \
	"type Int32 = Int where -2147483648 <= it and it <= 2147483647\n\n" \
	"type IntOrString = Int | String\n"

static void write_header(const struct model *m, struct str base, struct buf *out)
{
	buf_add(out, STR("# Made by `rcc schema import`: change the import, not this file.\n"));
	if (m->releases.n > 0)
		buf_printf(out, "# Kubernetes %.*s to %.*s.\n", STR_ARG(m->releases.v[0]),
			   STR_ARG(m->releases.v[m->releases.n - 1]));
	buf_char(out, '\n');
	if (!m->anonymous) {
		buf_add(out, STR(BASE_TYPES));
		for (int i = 0; i < TEXT_FORMATS; i++)
			buf_printf(out, "\n@message(\"%.*s\")\ntype %.*s = String where %.*s\n",
				   STR_ARG(text_formats[i].message), STR_ARG(text_formats[i].type),
				   STR_ARG(text_format_test(m->arena, &text_formats[i], STR("it"))));
	} else {
		buf_add(out, STR("import "));
		write_quoted(base, out);
		buf_add(out, STR(" as k8s\n"));
	}
}

void write_model(const struct model *m, struct str base, struct buf *out)
{
	struct declarations all = { 0 };

	collect(m, &all);
	if (all.list.n > 0)
		qsort(all.list.v, all.list.n, sizeof *all.list.v, compare_declarations);
	write_header(m, base, out);
	for (uint32_t i = 0; i < all.list.n; i++) {
		const struct declaration *d = &all.list.v[i];

		if (i > 0 && str_eq(d->name, d[-1].name))
			continue;
		buf_char(out, '\n');
		if (d->record)
			write_record(m, d->record, out);
		else if (d->checked)
			write_checked(m, d->checked, out);
		else
			write_union(m, d->enumeration, out);
	}
}
