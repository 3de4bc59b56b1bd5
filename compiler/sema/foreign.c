/* Values as other languages write them: `yes`, `null`, `off`, `3.0`, and one value where a list belongs. */
#include "sema/checker.h"

#include "formats/chars.h"
#include "formats/number.h"

enum meaning { MEANS_NOTHING, MEANS_TRUE, MEANS_FALSE, MEANS_ABSENT };

static const struct {
	const char *word;
	enum meaning meaning;
} words[] = {
	{ "true", MEANS_TRUE },	   { "yes", MEANS_TRUE },	  { "on", MEANS_TRUE },
	{ "enabled", MEANS_TRUE }, { "1", MEANS_TRUE },		  { "false", MEANS_FALSE },
	{ "no", MEANS_FALSE },	   { "off", MEANS_FALSE },	  { "disabled", MEANS_FALSE },
	{ "0", MEANS_FALSE },	   { "null", MEANS_ABSENT },	  { "nil", MEANS_ABSENT },
	{ "none", MEANS_ABSENT },  { "undefined", MEANS_ABSENT },
};

static enum meaning meaning_of(struct str word)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_like(word, str_from(words[i].word)))
			return words[i].meaning;
	}
	return MEANS_NOTHING;
}

static bool write_instead(struct checker *k, struct diag *d, node_id n, struct str text)
{
	diag_fix(&k->session->diags, d, ast_span(k->ast, n), text, "write `%.*s`", STR_ARG(text));
	return true;
}

/* Of a record: the switch that the library knows as `off`, or the block that leaves all as it is, where that
 * turns something on. */
static bool record_instead(struct checker *k, struct diag *d, node_id n, type_id want, enum meaning m)
{
	const struct type *r = ty(k, type_base(k->types, type_unwrap(k->types, want)));
	bool optional = ty(k, want)->kind == TYPE_OPTIONAL;
	int off = elsewhere_alias(k, r, STR("off"));
	bool needs = false;

	for (uint32_t i = 0; i < r->count; i++)
		needs = needs || !type_field(k->types, r, i)->flags;
	if (m == MEANS_TRUE && !needs && (optional || off >= 0))
		return write_instead(k, d, n, STR("{}"));
	if (m == MEANS_TRUE || off < 0)
		return false;
	return write_instead(k, d, n,
			     arena_printf(&k->session->arena, "{ %.*s = false }",
					  STR_ARG(text_of(k, type_field(k->types, r, (uint32_t)off)->name))));
}

bool foreign_word(struct checker *k, struct diag *d, node_id n, type_id want)
{
	enum meaning m = want && !k->library ? meaning_of(ast_text(k->ast, n)) : MEANS_NOTHING;
	const struct type *shape = ty(k, type_base(k->types, type_unwrap(k->types, want)));

	if (m == MEANS_NOTHING)
		return false;
	if (shape->kind == TYPE_BOOL && m != MEANS_ABSENT)
		return write_instead(k, d, n, m == MEANS_TRUE ? STR("true") : STR("false"));
	if (shape->kind == TYPE_RECORD && record_instead(k, d, n, want, m))
		return true;
	if (m == MEANS_TRUE || (m == MEANS_FALSE && ty(k, want)->kind != TYPE_OPTIONAL))
		return false;
	diag_help(&k->session->diags, d, "leave it out: a field without a value is not written");
	return true;
}

/* `["a", "b"]` of `a, b` */
static struct str list_of(struct checker *k, struct str text)
{
	struct buf list = { .arena = &k->session->arena };

	for (uint32_t beg = 0; beg <= text.n;) {
		int64_t comma = str_find(text, STR(","), beg);
		uint32_t next = comma < 0 ? text.n : (uint32_t)comma, end = next;

		while (beg < end && text.p[beg] == ' ')
			beg++;
		while (beg < end && text.p[end - 1] == ' ')
			end--;
		if (beg < end)
			buf_printf(&list, "%s\"%.*s\"", list.n ? ", " : "[",
				   STR_ARG(str_slice(text, beg, end)));
		beg = next + 1;
	}
	buf_char(&list, ']');
	return buf_str(&list);
}

/* `"RWX"` where a list of tags belongs. */
static bool tag_instead(struct checker *k, struct diag *d, node_id n, type_id u)
{
	int i = type_find_alternative(k->types, u, name_find(&k->session->names, ast_text(k->ast, n)));

	if (i < 0)
		i = elsewhere_alias_of_tag(k, ty(k, u), ast_text(k->ast, n));
	if (i < 0)
		return false;
	struct str tag = text_of(k, type_alternative(k->types, ty(k, u), (uint32_t)i)->name);

	return write_instead(k, d, n, arena_printf(&k->session->arena, "[%.*s]", STR_ARG(tag)));
}

/* One value where a list of such belongs. */
static bool list_instead(struct checker *k, struct diag *d, node_id n, type_id got, type_id want)
{
	const struct type *t = ty(k, type_base(k->types, type_unwrap(k->types, want)));
	struct span at_value = ast_span(k->ast, n);

	if (t->kind != TYPE_LIST && t->kind != TYPE_KEYED)
		return false;
	if (at(k, n)->kind == NODE_STRING && flow_union(k, t->a))
		return tag_instead(k, d, n, flow_union(k, t->a));
	if (flow_fit(k, got, t->a) < FIT_TESTED)
		return false;
	if (at(k, n)->kind == NODE_STRING && str_find(ast_text(k->ast, n), STR(","), 0) >= 0)
		return write_instead(k, d, n, list_of(k, ast_text(k->ast, n)));
	struct diag_fix *fix = diag_fix(&k->session->diags, d, (struct span){ at_value.beg, at_value.beg },
					STR("["), "put it in a list: `[%.*s]`",
					STR_ARG(source_span_text(&k->session->sources, at_value)));

	diag_edit(&k->session->diags, fix, (struct span){ at_value.end, at_value.end }, STR("]"));
	return true;
}

/* `"2-5"`: its digits, and what is between them. */
static bool range_of(struct checker *k, struct diag *d, node_id n)
{
	struct str text = ast_text(k->ast, n);
	uint32_t least = 0, most = text.n;

	while (least < text.n && char_is_digit(text.p[least]))
		least++;
	while (most > least && char_is_digit(text.p[most - 1]))
		most--;
	if (!least || most == text.n || most == least || most - least > 4)
		return false;
	return write_instead(k, d, n,
			     arena_printf(&k->session->arena, "%.*s..%.*s",
					  STR_ARG(str_slice(text, 0, least)),
					  STR_ARG(str_slice(text, most, text.n))));
}

/* `2-5` where a range belongs, or one number. */
static bool range_instead(struct checker *k, struct diag *d, node_id n, type_id want)
{
	if (kind_of(k, type_unwrap(k->types, want)) != TYPE_RANGE)
		return false;
	if (at(k, n)->kind == NODE_STRING && range_of(k, d, n))
		return true;
	if (at(k, n)->kind != NODE_BINARY || at(k, n)->name != OP_SUB) {
		diag_help(&k->session->diags, d, "a range is written `LEAST..MOST`");
		return true;
	}
	struct str least = source_span_text(&k->session->sources, ast_span(k->ast, child(k, n, 0)));
	struct str most = source_span_text(&k->session->sources, ast_span(k->ast, child(k, n, 1)));

	return write_instead(k, d, n,
			     arena_printf(&k->session->arena, "%.*s..%.*s", STR_ARG(least), STR_ARG(most)));
}

/* `20 GB` */
static struct str without_blanks(struct checker *k, struct str text)
{
	struct buf out = { .arena = &k->session->arena };

	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] != ' ')
			buf_char(&out, text.p[i]);
	}
	return out.n ? buf_str(&out) : STR("");
}

/* `2G`, `30seconds`: the amount with the unit that is meant, and why; else the text itself. */
static struct str with_our_unit(struct checker *k, struct str text, const char **why)
{
	uint32_t unit = number_unit_start(text);
	struct number_word meant;

	if (!unit || !number_word_find(str_slice(text, unit, text.n), &meant))
		return text;
	*why = meant.why;
	return arena_printf(&k->session->arena, "%.*s%s", STR_ARG(str_slice(text, 0, unit)), meant.unit);
}

/* `replicas = "3"`; the number is of a kind that belongs there, or of one of several. */
static bool unquoted_instead(struct checker *k, struct diag *d, node_id n, type_id want)
{
	const char *why = NULL;
	struct str text = with_our_unit(k, without_blanks(k, ast_text(k->ast, n)), &why);
	bool is_bool = kind_of(k, type_unwrap(k->types, want)) == TYPE_BOOL &&
		       (str_eq(text, STR("true")) || str_eq(text, STR("false")));

	if (at(k, n)->kind != NODE_STRING || !(is_bool || number_fits(k, text, want)))
		return false;
	if (why)
		diag_because(&k->session->diags, d, "%s", why);
	diag_fix(&k->session->diags, d, ast_span(k->ast, n), text, "write it without quotes: `%.*s`",
		 STR_ARG(text));
	return true;
}

/* `a=b` or `a: b`: where the value begins, and where the key ends. 0: it is no such pair. */
static uint32_t pair_at(struct str text, uint32_t *key_end)
{
	int64_t set = str_find(text, STR("="), 0), colon = set < 0 ? str_find(text, STR(": "), 0) : -1;

	*key_end = (uint32_t)(set < 0 ? colon : set);
	return set > 0 ? (uint32_t)set + 1 : colon > 0 ? (uint32_t)colon + 2 : 0;
}

static bool add_pair(struct checker *k, struct buf *map, node_id n)
{
	struct str text = ast_text(k->ast, n);
	uint32_t end, beg = at(k, n)->kind == NODE_STRING ? pair_at(text, &end) : 0;

	if (!beg || str_find(text, STR("\""), 0) >= 0 || str_find(text, STR("\\"), 0) >= 0)
		return false;
	buf_printf(map, "%s\"%.*s\" = \"%.*s\"", map->n ? ", " : "{ ", STR_ARG(str_slice(text, 0, end)),
		   STR_ARG(str_slice(text, beg, text.n)));
	return true;
}

/* `["a=b"]` where a map of texts belongs. */
static bool map_instead(struct checker *k, struct diag *d, node_id n, type_id want)
{
	const struct type *t = ty(k, type_base(k->types, type_unwrap(k->types, want)));
	struct buf map = { .arena = &k->session->arena };
	bool pairs = t->kind == TYPE_MAP && flow_fit(k, TYPE_STRING, t->b) >= FIT_TESTED;

	if (pairs && at(k, n)->kind == NODE_LIST) {
		for_each_child(k, element, n)
			pairs = pairs && add_pair(k, &map, element);
	} else {
		pairs = pairs && add_pair(k, &map, n);
	}
	if (!pairs || !map.n)
		return false;
	buf_printf(&map, " }");
	return write_instead(k, d, n, buf_str(&map));
}

/* The first field of a record that takes the value; -1 where a text could belong into several. */
static int field_for(struct checker *k, const struct type *r, type_id got, struct str number)
{
	int found = -1;

	for (uint32_t i = 0; i < r->count; i++) {
		type_id t = type_field(k->types, r, i)->type;

		if (number.n ? !number_fits(k, number, t) : flow_fit(k, got, t) < FIT_TESTED)
			continue;
		if (found >= 0 && !number.n)
			return -1;
		found = found < 0 ? (int)i : found;
	}
	return found;
}

/* `storage = 20Gi`: the block of which such an amount is a field. */
static bool block_instead(struct checker *k, struct diag *d, node_id n, type_id got, type_id want)
{
	const struct type *r = ty(k, type_base(k->types, type_unwrap(k->types, want)));
	bool text = at(k, n)->kind == NODE_STRING, literal = text || at(k, n)->kind == NODE_NUMBER;
	struct str value = source_span_text(&k->session->sources, ast_span(k->ast, n)), number = STR("");
	struct number parsed;

	if (r->kind != TYPE_RECORD || !literal || k->library)
		return false;
	if (number_parse(ast_text(k->ast, n), &parsed) == NUMBER_OK)
		value = number = ast_text(k->ast, n);
	int i = field_for(k, r, got, number);

	if (i < 0)
		return false;
	return write_instead(k, d, n,
			     arena_printf(&k->session->arena, "{ %.*s = %.*s }",
					  STR_ARG(text_of(k, type_field(k->types, r, (uint32_t)i)->name)),
					  STR_ARG(value)));
}

bool foreign_value(struct checker *k, struct diag *d, node_id n, type_id got, type_id want)
{
	return unquoted_instead(k, d, n, want) || list_instead(k, d, n, got, want) ||
	       range_instead(k, d, n, want) || map_instead(k, d, n, want) ||
	       block_instead(k, d, n, got, want);
}

/* `autoscale { min = 3, max = 5 }` for a range: the two numbers; whether both are there, and nothing else. */
static bool bounds_of(const struct checker *k, node_id block, struct str *least, struct str *most)
{
	bool alone = true;

	for_each_child(k, n, block) {
		node_id value = at(k, n)->kind == NODE_SET ? child(k, n, 0) : 0;
		bool number = value && at(k, value)->kind == NODE_NUMBER;
		struct str name = ast_text(k->ast, n);

		if (number && str_starts_with(name, STR("min")))
			*least = ast_text(k->ast, value);
		else if (number && str_starts_with(name, STR("max")))
			*most = ast_text(k->ast, value);
		else
			alone = false;
	}
	return alone && least->n && most->n;
}

void foreign_bounds(struct checker *k, struct diag *d, node_id n, node_id block)
{
	struct str least = STR(""), most = STR(""), name = ast_text(k->ast, n);
	bool alone = bounds_of(k, block, &least, &most);
	struct span all = { ast_name_span(k->ast, n).beg, ast_span(k->ast, block).end };
	struct str text = arena_printf(&k->session->arena, "%.*s = %.*s..%.*s", STR_ARG(name),
				       STR_ARG(least.n ? least : STR("LEAST")),
				       STR_ARG(most.n ? most : STR("MOST")));

	if (alone)
		diag_fix(&k->session->diags, d, all, text, "write `%.*s`", STR_ARG(text));
	else
		diag_help(&k->session->diags, d, "write `%.*s`", STR_ARG(text));
}

/* A whole number with a fraction that says nothing. */
void foreign_fraction(struct checker *k, struct diag *d, node_id n, type_id want)
{
	struct str text = ast_text(k->ast, n);
	uint32_t dot = (uint32_t)str_find(text, STR("."), 0), end = dot + 1;

	while (end < text.n && text.p[end] == '0')
		end++;
	if (end == text.n)
		write_instead(k, d, n, str_slice(text, 0, dot));
	else
		diag_help(&k->session->diags, d, "%.*s is a whole number",
			  STR_ARG(flow_text(k, type_unwrap(k->types, want))));
}

/* An operand inside of one string: its text as it is written, or `${…}`. False: it has other quotes. */
static bool add_operand(struct checker *k, struct buf *out, node_id n)
{
	struct str text = source_span_text(&k->session->sources, ast_span(k->ast, n));

	if (at(k, n)->kind == NODE_BINARY && at(k, n)->name == OP_ADD)
		return add_operand(k, out, child(k, n, 0)) && add_operand(k, out, child(k, n, 1));
	if (at(k, n)->kind == NODE_STRING || at(k, n)->kind == NODE_TEMPLATE) {
		if (text.n < 2 || text.p[0] != '"' || str_starts_with(text, STR("\"\"\"")))
			return false;
		buf_add(out, str_slice(text, 1, text.n - 1));
	} else {
		buf_printf(out, "${%.*s}", STR_ARG(text));
	}
	return str_find(text, STR("\n"), 0) < 0;
}

/* `"a" + b`: one string that holds both. */
void foreign_sum(struct checker *k, struct diag *d, node_id n)
{
	struct buf all = { .arena = &k->session->arena };

	buf_char(&all, '"');
	if (!add_operand(k, &all, n)) {
		diag_help(&k->session->diags, d, "texts are joined inside one string: `\"${a}${b}\"`");
		return;
	}
	buf_char(&all, '"');
	diag_fix(&k->session->diags, d, ast_span(k->ast, n), buf_str(&all),
		 "texts are joined inside one string: `%.*s`", STR_ARG(buf_str(&all)));
}

/* What holds values from outside elsewhere, or reads them. */
bool foreign_source(struct checker *k, struct diag *d, struct str word)
{
	static const char *const sources[] = { "env", "getenv", "var", "vars", "local", "values", "process" };
	bool found = false;

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		found = found || str_like(word, str_from(sources[i]));
	if (found && d)
		diag_help(&k->session->diags, d,
			  "values come from outside by parameters: `param name: Type`, secrets by "
			  "`secret(\"NAME\", \"KEY\")`");
	return found;
}

/* `access = ReadWriteMany`: a tag alone, where a list of such belongs. */
static bool report_bare_tag(struct checker *k, node_id n, node_id value, struct str tag)
{
	struct str list = arena_printf(&k->session->arena, "[%.*s]", STR_ARG(tag));
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_span(k->ast, value),
				  "`%.*s` is a list", STR_ARG(ast_text(k->ast, n)));

	return write_instead(k, d, value, list);
}

/* `ways = token`, `ways = password { … }`: an element of a list of kinds is an entry of its own. */
bool foreign_element(struct checker *k, node_id n, const struct field *f)
{
	const struct type *shape = ty(k, type_base(k->types, type_unwrap(k->types, f->type)));
	node_id value = child(k, n, 0), word = at(k, value)->kind == NODE_AMEND ? child(k, value, 0) : value;
	bool list = shape->kind == TYPE_LIST || shape->kind == TYPE_KEYED;
	type_id u = list ? flow_union(k, shape->a) : 0;
	bool named = at(k, word)->kind == NODE_NAME || at(k, word)->kind == NODE_STRING;
	int i = u && named ? type_find_alternative(k->types, u, at(k, word)->name) : -1;
	struct found found;

	if (i < 0 && u && named && !k->library && !scope_lookup(k, word, &found))
		i = elsewhere_alias_of_tag(k, ty(k, u), ast_text(k->ast, word));
	if (i < 0)
		return false;
	const struct alternative *tag = type_alternative(k->types, ty(k, u), (uint32_t)i);

	if (!tag->payload && word == value)
		return report_bare_tag(k, n, value, text_of(k, tag->name));
	struct diag *d = diag_add(&k->session->diags, DIAG_ENTRY_FORM, ast_name_span(k->ast, n),
				  "`%.*s` is a list of several kinds: each is an entry of its own",
				  STR_ARG(ast_text(k->ast, n)));
	struct span gap = { ast_name_span(k->ast, n).end, ast_span(k->ast, value).beg };

	if (word != value)
		diag_fix(&k->session->diags, d, gap, STR(" "), "leave out the `=`");
	else
		diag_help(&k->session->diags, d, "write `%.*s %.*s { … }`", STR_ARG(ast_text(k->ast, n)),
			  STR_ARG(text_of(k, tag->name)));
	return true;
}
