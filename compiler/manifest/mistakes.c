/* What is said of manifests that do not fit their types. */
#include "manifest/reader.h"

#include "formats/chars.h"
#include "formats/json_text.h"

#include <inttypes.h>
#include <stdarg.h>

enum { LISTED = 8 };

static struct diags *diags_of(struct manifests *m)
{
	return &m->session->diags;
}

struct str spot_text(struct manifests *m, const struct spot *place)
{
	if (place->index < 0)
		return place->key;
	for (const struct spot *p = place->around; p; p = p->around) {
		if (p->index < 0)
			return arena_printf(m->arena, "%.*s[%" PRId64 "]", STR_ARG(p->key), place->index);
	}
	return STR("the element");
}

struct str yaml_quoted(struct arena *a, struct str text)
{
	struct buf out = { .arena = a };

	json_add_string(&out, text);
	return buf_str(&out);
}

/* ---- fixes ----------------------------------------------------------------------------------- */

/* Whether YAML reads a text as it stands, wherever: else it needs quotes. */
static bool needs_no_quotes(struct str text)
{
	struct yaml_node node = { .kind = YAML_NODE_SCALAR, .plain = true, .text = text };
	struct scalar s;

	scalar_read(&node, &s);
	for (uint32_t i = 0; i < text.n; i++) {
		if (!char_is_alnum(text.p[i]) && !(i && char_in(text.p[i], "-._/")))
			return false;
	}
	return s.kind == SCALAR_STRING;
}

/* The quotes around a scalar that stands on one line as `written`; 0: none. False if it is written in another
 * way: with an anchor, a tag, escapes, or over several lines. */
static bool is_simple(struct str written, struct str text, char *quote)
{
	*quote = written.n && char_in(written.p[0], "\"'") ? written.p[0] : 0;
	if (*quote)
		written = str_slice(written, 1, written.n - 1);
	return str_eq(written, text);
}

static struct str with_quotes(struct arena *a, struct str text, char quote)
{
	if (quote == '\'' && chars_find(text, '\'', 0) == text.n)
		return arena_printf(a, "'%.*s'", STR_ARG(text));
	return quote || !needs_no_quotes(text) ? yaml_quoted(a, text) : text;
}

/* Whether a scalar of that text is written simply, and how. Where there are aliases an edit may change what
 * they repeat, too. */
static bool is_editable(struct manifests *m, struct span at, struct str text, char *quote)
{
	return is_simple(source_span_text(&m->session->sources, at), text, quote) && !m->nodes.aliases;
}

/* Exactly this text in its place. */
static void offer_edit(struct manifests *m, struct diag *d, bool editable, struct span at, struct str text,
		       struct str title)
{
	if (editable)
		diag_fix(diags_of(m), d, at, text, "%.*s", STR_ARG(title));
	else
		diag_help(diags_of(m), d, "%.*s", STR_ARG(title));
}

void mistake_offer(struct manifests *m, struct diag *d, struct span at, struct str old, struct str text,
		   const char *fmt, ...)
{
	va_list args;
	char quote;
	bool editable = is_editable(m, at, old, &quote);

	va_start(args, fmt);
	struct str title = arena_vprintf(m->arena, fmt, args);

	va_end(args);
	offer_edit(m, d, editable, at, with_quotes(m->arena, text, quote), title);
}

/* ---- what there is and what is wanted ------------------------------------------------------ */

static const char *wanted_of(struct manifests *m, type_id type)
{
	static const char *const words[TYPE_KIND_COUNT] = {
		[TYPE_BOOL] = "true or false", [TYPE_INT] = "an integer",   [TYPE_FLOAT] = "a number",
		[TYPE_STRING] = "a text",      [TYPE_VERSION] = "a text",   [TYPE_QUANTITY] = "a quantity",
		[TYPE_JSON] = "plain data",    [TYPE_LIST] = "a list",	    [TYPE_KEYED] = "a list",
		[TYPE_MAP] = "a mapping",      [TYPE_RECORD] = "a mapping", [TYPE_UNION] = "a word",
	};
	const struct type *t = bare_type(m, type);
	struct buf out = { .arena = m->arena };

	if (t->kind != TYPE_ANYOF)
		return words[t->kind] ? words[t->kind] : "another value";
	for (uint32_t i = 0; i < t->count; i++)
		buf_printf(&out, "%s%s", i ? " or " : "", wanted_of(m, type_key(m->types, t, i)));
	buf_char(&out, '\0');
	return out.p;
}

static struct str scalar_words(struct manifests *m, const struct yaml_node *node)
{
	struct scalar s;

	scalar_read(node, &s);
	switch (s.kind) {
	case SCALAR_NULL:
		return STR("nothing");
	case SCALAR_BOOL:
		return s.boolean ? STR("the boolean true") : STR("the boolean false");
	case SCALAR_INT:
		if (m->secret)
			return STR("an integer");
		return arena_printf(m->arena, "the integer %" PRId64, s.integer);
	case SCALAR_FLOAT:
		if (m->secret)
			return STR("a number");
		return arena_printf(m->arena, "the number %.*s", STR_ARG(node->text));
	case SCALAR_STRING:
		break;
	}
	if (m->secret)
		return STR("a text");
	return arena_printf(m->arena, "the text %.*s",
			    STR_ARG(yaml_quoted(m->arena, chars_excerpt(m->arena, node->text))));
}

static struct str found_words(struct manifests *m, const struct yaml_node *node)
{
	if (node->kind == YAML_NODE_SCALAR)
		return scalar_words(m, node);
	return node->kind == YAML_NODE_MAP ? STR("a mapping") : STR("a list");
}

/* ---- wrong types -------------------------------------------------------------------------- */

static bool takes(const struct manifests *m, type_id type, enum type_kind kind)
{
	const struct type *t = bare_type(m, type);

	for (uint32_t i = 0; t->kind == TYPE_ANYOF && i < t->count; i++) {
		if (takes(m, type_key(m->types, t, i), kind))
			return true;
	}
	return t->kind == kind;
}

bool mistake_meant(struct manifests *m, type_id wanted, uint32_t node, struct scalar *out)
{
	static const struct {
		enum type_kind wanted;
		enum scalar_kind is;
	} bare[] = { { TYPE_INT, SCALAR_INT }, { TYPE_FLOAT, SCALAR_FLOAT }, { TYPE_BOOL, SCALAR_BOOL } };
	struct yaml_node n = *node_at(m, node);

	if (n.kind != YAML_NODE_SCALAR || n.end == n.beg || node_is_null(m, node))
		return false;
	*out = (struct scalar){ .kind = SCALAR_STRING };
	if (n.plain)
		return takes(m, wanted, TYPE_STRING) || takes(m, wanted, TYPE_UNION);
	n.plain = true;
	n.tag = YAML_TAG_NONE;
	scalar_read(&n, out);
	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
		if (out->kind == bare[i].is && takes(m, wanted, bare[i].wanted))
			return true;
	}
	return false;
}

static void offer_quotes(struct manifests *m, struct diag *d, uint32_t node, bool editable)
{
	const struct yaml_node *n = node_at(m, node);
	struct str quoted = yaml_quoted(m->arena, n->text);

	if (m->secret) {
		diag_help(diags_of(m), d, "quote it");
		return;
	}
	if (!str_eq(n->text, scalar_json(m->arena, n)))
		diag_because(diags_of(m), d, "without quotes `%.*s` is read as %.*s", STR_ARG(n->text),
			     STR_ARG(scalar_json(m->arena, n)));
	offer_edit(m, d, editable, node_span(m, node), quoted,
		   arena_printf(m->arena, "quote it: %.*s", STR_ARG(quoted)));
}

static void offer_scalar(struct manifests *m, struct diag *d, type_id wanted, uint32_t node)
{
	struct str word = node_at(m, node)->text;
	struct span at = node_span(m, node);
	struct scalar meant;
	char quote;
	bool editable = is_editable(m, at, word, &quote);

	if (!mistake_meant(m, wanted, node, &meant))
		return;
	if (meant.kind == SCALAR_STRING)
		offer_quotes(m, d, node, editable);
	else
		offer_edit(m, d, editable, at, word,
			   arena_printf(m->arena, "leave out the quotes: %.*s", STR_ARG(word)));
}

/* False if it is not plain what is meant. */
static bool offer_form(struct manifests *m, struct diag *d, type_id wanted, uint32_t node)
{
	struct str form = hint_form(m, wanted, node);

	if (form.n)
		offer_edit(m, d, !m->nodes.aliases, node_span(m, node), form,
			   arena_printf(m->arena, "write `%.*s`", STR_ARG(form)));
	return form.n;
}

static void advise(struct manifests *m, struct diag *d, type_id wanted, const struct yaml_node *node)
{
	bool list = takes(m, wanted, TYPE_LIST) || takes(m, wanted, TYPE_KEYED);

	if (list && node->kind == YAML_NODE_SCALAR)
		diag_help(diags_of(m), d, "write each element on a line of its own, behind `- `");
	else if (list)
		diag_help(diags_of(m), d, "begin each element with `- `");
	else if (node->kind == YAML_NODE_LIST &&
		 (takes(m, wanted, TYPE_RECORD) || takes(m, wanted, TYPE_MAP)))
		diag_help(diags_of(m), d, "leave out the `- `: there is one of them");
	else if (takes(m, wanted, TYPE_MAP) && chars_find(node->text, ':', 0) < node->text.n)
		diag_help(diags_of(m), d, "write `key: value`: a blank is missing behind the `:`");
}

/* `{{ … }}` reads as a mapping with a mapping as its key. */
static bool is_template(const struct manifests *m, uint32_t node)
{
	const struct yaml_node *n = node_at(m, node);
	uint32_t beg = node_span(m, node).beg;

	if (n->kind == YAML_NODE_SCALAR)
		return str_starts_with(n->text, STR("{{"));
	return n->flow && n->next > node + 1 &&
	       str_eq(source_span_text(&m->session->sources, (struct span){ beg, beg + 2 }), STR("{{"));
}

void mistake_type(struct manifests *m, type_id wanted, const struct spot *place, uint32_t node)
{
	uint32_t target = node_target(m, node);
	const struct yaml_node *n = node_at(m, target);
	bool template = is_template(m, target);
	struct str name = spot_text(m, place), found = template ? STR("a template") : found_words(m, n);
	bool collection = n->kind != YAML_NODE_SCALAR && !n->flow && place->at.end;
	struct diag *d =
		diag_add(diags_of(m), DIAG_MANIFEST_TYPE, collection ? place->at : node_span(m, node),
			 "`%.*s` must be %s, not %.*s", STR_ARG(name), wanted_of(m, wanted), STR_ARG(found));

	bool scalar = n->kind == YAML_NODE_SCALAR && n->end > n->beg;

	if (template)
		diag_help(diags_of(m), d, "render it first: `helm template CHART | rcc vet -`");
	else if (scalar)
		offer_scalar(m, d, wanted, target);
	if (!template && !(scalar && offer_form(m, d, wanted, target)))
		advise(m, d, wanted, n);
}

void mistake_key(struct manifests *m, uint32_t key)
{
	uint32_t target = node_target(m, key);
	const struct yaml_node *n = node_at(m, target);
	struct str found = found_words(m, n);
	struct diag *d = diag_add(diags_of(m), DIAG_MANIFEST_TYPE, node_span(m, key),
				  "a key must be a text, not %.*s", STR_ARG(found));
	char quote;

	if (n->kind == YAML_NODE_SCALAR && n->end > n->beg)
		offer_quotes(m, d, target, is_editable(m, node_span(m, target), n->text, &quote));
}

void mistake_merge(struct manifests *m, uint32_t node)
{
	struct str found = found_words(m, node_at(m, node_target(m, node)));
	struct diag *d = diag_add(diags_of(m), DIAG_MANIFEST_TYPE, node_span(m, node),
				  "`<<` merges mappings, not %.*s", STR_ARG(found));

	diag_help(diags_of(m), d, "write an alias of one, or a list of aliases: `<<: [*one, *other]`");
}

void mistake_otherwise(struct manifests *m, uint32_t key, struct str read_as)
{
	uint32_t target = node_target(m, key);
	struct str text = node_at(m, target)->text, quoted = yaml_quoted(m->arena, text);
	struct span at = node_span(m, target);
	struct diag *d = diag_add(diags_of(m), DIAG_KEY_READ_OTHERWISE, at,
				  "the key `%.*s` is read as `%.*s`", STR_ARG(text), STR_ARG(read_as));
	char quote;

	offer_edit(m, d, is_editable(m, at, text, &quote), at, quoted,
		   arena_printf(m->arena, "quote it: %.*s", STR_ARG(quoted)));
}

/* ---- words and fields --------------------------------------------------------------------- */

static void list_words(struct manifests *m, struct diag *d, const char *what, const struct str *words,
		       uint32_t n)
{
	struct buf list = { .arena = m->arena };

	for (uint32_t i = 0; i < n && i < LISTED; i++)
		buf_printf(&list, "%s`%.*s`", i ? ", " : "", STR_ARG(words[i]));
	if (n > LISTED)
		buf_printf(&list, " and %u more", n - LISTED);
	if (n)
		diag_help(diags_of(m), d, "%s %.*s", what, STR_ARG(buf_str(&list)));
}

static int offer_near(struct manifests *m, struct diag *d, struct span at, struct str word,
		      const struct str *words, uint32_t n)
{
	int near = str_nearest(word, words, (int)n);

	if (near >= 0)
		mistake_offer(m, d, at, word, words[near], "did you mean `%.*s`?", STR_ARG(words[near]));
	return near;
}

int mistake_word(struct manifests *m, type_id u, const struct spot *place, uint32_t node)
{
	const struct type *t = type_get(m->types, u);
	struct str *words = arena_new(m->arena, struct str, t->count), text = node_at(m, node)->text;
	uint32_t *indices = arena_new(m->arena, uint32_t, t->count);
	struct str shown = yaml_quoted(m->arena, chars_excerpt(m->arena, text)), name = spot_text(m, place);
	struct span at = node_span(m, node);
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		const struct alternative *a = type_alternative(m->types, t, i);

		if (!a->name || !minor_has(&m->plain, a->node))
			continue;
		indices[n] = i;
		words[n++] = name_text(&m->session->names, a->name);
	}
	struct diag *d = diag_add(diags_of(m), DIAG_MANIFEST_VALUE, at, "`%.*s` cannot be %.*s",
				  STR_ARG(name), STR_ARG(shown));
	int near = offer_near(m, d, at, text, words, n);

	if (near < 0 || n <= LISTED)
		list_words(m, d, "it is one of", words, n);
	return near < 0 ? -1 : (int)indices[near];
}

static struct guess guess_of(const struct manifests *m, const struct record_reading *r, uint32_t field,
			     uint32_t key, uint32_t value)
{
	struct guess guess = { .path = { (uint16_t)field }, .n = 1 };

	if (takes(m, r->shape->fields[field].type, TYPE_MAP) &&
	    node_at(m, node_target(m, value))->kind == YAML_NODE_SCALAR) {
		guess.key = key;
		guess.value = value;
	}
	return guess;
}

void mistake_field(struct manifests *m, struct record_reading *r, uint32_t key, uint32_t value)
{
	const struct shape *s = r->shape;
	struct str *names = arena_new(m->arena, struct str, s->n),
		   word = node_at(m, node_target(m, key))->text;
	struct str shown = chars_excerpt(m->arena, word);
	struct span at = node_span(m, key);
	struct diag *d = diag_add(diags_of(m), DIAG_UNKNOWN_KEY, at, "%.*s has no field `%.*s`",
				  STR_ARG(s->name), STR_ARG(shown));

	for (uint32_t i = 0; i < s->n; i++)
		names[i] = s->fields[i].name;
	int near = str_nearest(word, names, (int)s->n);

	if (near < 0)
		near = hint_longer(m, s, word, value);
	uint32_t field = near < 0 ? 0 : (uint32_t)near;
	bool fits = near >= 0 && hint_fits(m, s->fields[near].type, value);
	struct str nested = hint_nested(m, s, key, value, &field),
		   indent = nested.n || fits ? STR("") : guess_indent(m, r, key, value);

	if (nested.n)
		diag_help(diags_of(m), d, "did you mean `%.*s`?", STR_ARG(nested));
	else if (indent.n)
		diag_help(diags_of(m), d, "%.*s", STR_ARG(indent));
	else if (near >= 0 && !fits)
		diag_help(diags_of(m), d, "did you mean `%.*s`?", STR_ARG(names[near]));
	else if (near >= 0)
		mistake_offer(m, d, at, word, names[near], "did you mean `%.*s`?", STR_ARG(names[near]));
	else
		list_words(m, d, "its fields are", names, s->n);
	if (nested.n || (near >= 0 && !indent.n))
		guess_add(r, guess_of(m, r, field, key, value));
}

void mistake_missing(struct manifests *m, const struct spot *place, struct str field, struct span at)
{
	struct str name = spot_text(m, place);
	struct diag *d = diag_add(diags_of(m), DIAG_MISSING_KEY, at, "`%.*s` needs `%.*s`", STR_ARG(name),
				  STR_ARG(field));

	diag_primary(diags_of(m), d, "`%.*s` is missing here", STR_ARG(field));
}

void mistake_twice(struct manifests *m, struct twice t)
{
	struct str key = chars_excerpt(m->arena, t.key);
	struct diag *d = t.list.n ? diag_add(diags_of(m), DIAG_DUPLICATE_KEY, t.second,
					     "`%.*s` is there twice in `%.*s`", STR_ARG(key), STR_ARG(t.list))
				  : diag_add(diags_of(m), DIAG_DUPLICATE_KEY, t.second,
					     "`%.*s` is there twice", STR_ARG(key));

	if (t.first.beg != t.second.beg)
		diag_label(diags_of(m), d, t.first, "first here");
	if (t.read_as.n && !str_eq(t.read_as, source_span_text(&m->session->sources, t.first)))
		diag_because(diags_of(m), d, "without quotes both are read as `%.*s`", STR_ARG(t.read_as));
}

void mistake_limit(struct manifests *m, enum limit limit, struct span at)
{
	const struct limit_info *info = &limit_infos[limit];

	if (!m->stopped)
		diag_add(diags_of(m), DIAG_LIMIT, at, "%s: more than %llu %s", info->what,
			 (unsigned long long)m->session->limits[limit], info->unit);
	m->stopped = true;
}
