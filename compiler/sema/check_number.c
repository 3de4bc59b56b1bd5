/* Number literals: they carry their dimension, and only literals adapt to their place. */
#include "sema/checker.h"

#include "formats/number.h"

static const enum type_kind kind_types[NUMBER_KIND_COUNT] = {
	[NUMBER_INT] = TYPE_INT, [NUMBER_FLOAT] = TYPE_FLOAT,	    [NUMBER_BYTES] = TYPE_BYTES,
	[NUMBER_CPU] = TYPE_CPU, [NUMBER_DURATION] = TYPE_DURATION, [NUMBER_PERCENT] = TYPE_PERCENT,
};

/* What people write for a unit that is another one here, by the type that was expected. */
static const struct {
	enum type_kind want;
	const char *unit, *meant, *why;
} mistaken[] = {
	{ TYPE_DURATION, "m", "min", "`m` is thousandths of a core; minutes are `min`" },
	{ TYPE_BYTES, "m", "Mi", "`m` is thousandths of a core; mebibytes are `Mi`" },
};

/* What a number without a unit may have meant. Where there are several, none is written for the user: 512 of
 * memory is hardly 512Gi, nor 20 of a volume 20Mi. */
static const struct {
	enum type_kind want;
	const char *unit, *or_unit, *what;
} missing_units[] = {
	{ TYPE_BYTES, "Mi", "Gi", "a size has a unit" },
	{ TYPE_DURATION, "s", "min", "a time has a unit" },
	{ TYPE_PERCENT, "%", NULL, "a percentage has its sign" },
};

static struct str with_unit(struct checker *k, struct str literal, const char *unit)
{
	struct str digits = str_slice(literal, 0, number_unit_start(literal));

	return arena_printf(&k->session->arena, "%.*s%s", STR_ARG(digits), unit);
}

static bool explain_mistake(struct checker *k, struct diag *d, node_id n, enum type_kind want)
{
	struct str literal = ast_text(k->ast, n);
	struct str unit = str_slice(literal, number_unit_start(literal), literal.n);

	for (size_t i = 0; i < sizeof mistaken / sizeof *mistaken; i++) {
		if (mistaken[i].want != want || !str_eq(unit, str_from(mistaken[i].unit)))
			continue;
		struct str text = with_unit(k, literal, mistaken[i].meant);

		diag_because(&k->session->diags, d, "%s", mistaken[i].why);
		diag_fix(&k->session->diags, d, ast_span(k->ast, n), text, "write `%.*s`", STR_ARG(text));
		return true;
	}
	return false;
}

/* `2gb`, `7days` */
static bool explain_word(struct checker *k, struct diag *d, node_id n, struct str word, type_id want)
{
	struct number_word meant;

	if (!number_word_find(word, &meant))
		return false;
	struct str text = with_unit(k, ast_text(k->ast, n), meant.unit);

	if (want && !number_fits(k, text, want)) /* `keep = 7days` */
		return false;
	if (meant.why)
		diag_because(&k->session->diags, d, "%s", meant.why);
	diag_fix(&k->session->diags, d, ast_span(k->ast, n), text, "write `%.*s`", STR_ARG(text));
	return true;
}

static type_id report_unit(struct checker *k, node_id n, enum type_kind want, type_id place)
{
	struct str literal = ast_text(k->ast, n);
	struct str unit =
		arena_str(&k->session->arena, str_slice(literal, number_unit_start(literal), literal.n));
	struct diag *d = diag_add(&k->session->diags, DIAG_WRONG_UNIT, ast_span(k->ast, n),
				  "`%.*s` is not a unit", STR_ARG(unit));
	struct buf all = { .arena = &k->session->arena };

	if (want == TYPE_INT) {
		diag_help(&k->session->diags, d, "it is a plain number, written out and without a unit");
		return TYPE_ERROR;
	}
	if (explain_mistake(k, d, n, want) || explain_word(k, d, n, unit, place))
		return TYPE_ERROR;
	if (want == TYPE_ANYOF && !k->library) {
		flow_suggest_shape(k, d, type_unwrap(k->types, place));
		return TYPE_ERROR;
	}
	for (uint32_t i = 0; i < number_unit_count; i++)
		buf_printf(&all, "%s%.*s", i ? " " : "", STR_ARG(number_units[i].text));
	diag_help(&k->session->diags, d, "units are %.*s", STR_ARG(buf_str(&all)));
	return TYPE_ERROR;
}

static const char *const problem_texts[] = {
	[NUMBER_MALFORMED] = "is not a number",
	[NUMBER_OVERFLOW] = "is too large",
	[NUMBER_INEXACT] = "is not a whole number of the smallest unit",
};

static type_id report_problem(struct checker *k, node_id n, enum number_problem problem, enum type_kind want,
			      type_id place)
{
	if (problem == NUMBER_UNIT)
		return report_unit(k, n, want, place);
	diag_add(&k->session->diags, DIAG_BAD_NUMBER, ast_span(k->ast, n), "`%.*s` %s",
		 STR_ARG(ast_text(k->ast, n)), problem_texts[problem]);
	return TYPE_ERROR;
}

static type_id must_quote(struct checker *k, node_id n, type_id want)
{
	struct str text = ast_text(k->ast, n);
	struct diag *d =
		diag_add(&k->session->diags, DIAG_UNQUOTED, ast_span(k->ast, n),
			 "a %.*s is written in quotes", STR_ARG(flow_text(k, type_unwrap(k->types, want))));

	if (kind_of(k, type_unwrap(k->types, want)) == TYPE_VERSION)
		diag_because(&k->session->diags, d, "as a number 1.30 would be the same as 1.3");
	if (suggest_listed(k, d, n, want, text))
		return TYPE_ERROR;
	if (kind_of(k, type_unwrap(k->types, want)) == TYPE_VERSION && str_find(text, STR("."), 0) < 0)
		diag_help(&k->session->diags, d, "write it whole, such as `\"%.*s.0.1\"`", STR_ARG(text));
	else
		diag_fix(&k->session->diags, d, ast_span(k->ast, n),
			 arena_printf(&k->session->arena, "\"%.*s\"", STR_ARG(text)), "write `\"%.*s\"`",
			 STR_ARG(text));
	return TYPE_ERROR;
}

/* A size in bytes, as settings of programs have it: 104857600 is 100Mi. Empty for what is none, or no round
 * amount of a unit. */
static struct str size_of_bytes(struct checker *k, struct str literal)
{
	static const struct {
		uint64_t size;
		const char *unit;
	} units[] = { { 1 << 30, "Gi" }, { 1000000000, "GB" }, { 1 << 20, "Mi" }, { 1000000, "MB" } };
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < literal.n; i++) {
		if (literal.p[i] == '_')
			continue;
		if (literal.p[i] < '0' || literal.p[i] > '9' || bytes > UINT64_MAX / 100)
			return STR("");
		bytes = bytes * 10 + (uint64_t)(literal.p[i] - '0');
	}
	for (size_t i = 0; bytes && i < sizeof units / sizeof *units; i++) {
		if (bytes % units[i].size == 0)
			return arena_printf(&k->session->arena, "%llu%s",
					    (unsigned long long)(bytes / units[i].size), units[i].unit);
	}
	return STR("");
}

static type_id missing_unit(struct checker *k, node_id n, enum type_kind want)
{
	for (size_t i = 0; i < sizeof missing_units / sizeof *missing_units; i++) {
		if (missing_units[i].want != want)
			continue;
		struct str literal = ast_text(k->ast, n), text = with_unit(k, literal, missing_units[i].unit);

		if (want == TYPE_PERCENT && str_starts_with(literal, STR("0.")) && literal.n == 4)
			text = with_unit(k, str_slice(literal, literal.p[2] == '0' ? 3 : 2, 4), "%");
		else if (want == TYPE_PERCENT && str_starts_with(literal, STR("0.")) && literal.n == 3)
			text = with_unit(k, str_slice(literal, 2, 3), "0%");
		struct diag *d = diag_add(&k->session->diags, DIAG_WRONG_UNIT, ast_span(k->ast, n),
					  "%s: `%.*s` has none", missing_units[i].what, STR_ARG(literal));

		struct str size = want == TYPE_BYTES ? size_of_bytes(k, literal) : STR("");

		if (size.n)
			text = size;
		if (missing_units[i].or_unit && !size.n)
			diag_help(&k->session->diags, d, "write `%.*s` or `%.*s`, as it is meant",
				  STR_ARG(text), STR_ARG(with_unit(k, literal, missing_units[i].or_unit)));
		else
			diag_fix(&k->session->diags, d, ast_span(k->ast, n), text, "write `%.*s`",
				 STR_ARG(text));
		return TYPE_ERROR;
	}
	return 0;
}

/* What belongs there instead: the name of a type may not tell. */
static void say_form(struct checker *k, struct diag *d, enum type_kind want)
{
	static const struct {
		enum type_kind want;
		const char *form;
	} forms[] = {
		{ TYPE_BYTES, "a size, such as `10Gi`" },
		{ TYPE_CPU, "cores, such as `2` or `500m`" },
		{ TYPE_DURATION, "a time, such as `30s` or `7d`" },
		{ TYPE_PERCENT, "a percentage, such as `80%`" },
		{ TYPE_INT, "a whole number without a unit" },
	};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (forms[i].want == want)
			diag_help(&k->session->diags, d, "write %s", forms[i].form);
	}
}

static type_id wrong_dimension(struct checker *k, node_id n, enum type_kind got, type_id want)
{
	struct str g = flow_text(k, got), w = flow_text(k, type_unwrap(k->types, want));
	struct diag *d = diag_add(&k->session->diags, DIAG_WRONG_UNIT, ast_span(k->ast, n),
				  "expected %.*s, found the %.*s `%.*s`", STR_ARG(w), STR_ARG(g),
				  STR_ARG(ast_text(k->ast, n)));

	if (got == TYPE_FLOAT && kind_of(k, type_unwrap(k->types, want)) == TYPE_INT)
		foreign_fraction(k, d, n, want);
	else if (!explain_mistake(k, d, n, kind_of(k, type_unwrap(k->types, want))))
		say_form(k, d, kind_of(k, type_unwrap(k->types, want)));
	return TYPE_ERROR;
}

/* The kind that the literal takes in a place of kind `want`; TYPE_NONE if it does not fit. */
static enum type_kind adapt(enum type_kind got, enum type_kind want)
{
	bool number = got == TYPE_INT || got == TYPE_FLOAT;

	if (got == want || (number && want == TYPE_CPU) || (got == TYPE_INT && want == TYPE_FLOAT))
		return want;
	if (want == TYPE_QUANTITY && (got == TYPE_INT || got == TYPE_BYTES || got == TYPE_CPU))
		return got;
	return want == TYPE_JSON && number ? got : TYPE_NONE;
}

/* The member of an untagged union that takes the literal, or the place itself. */
static type_id target_of(const struct checker *k, enum type_kind got, type_id want)
{
	type_id t = type_base(k->types, type_unwrap(k->types, want));

	for (uint32_t i = 0; ty(k, t)->kind == TYPE_ANYOF && i < ty(k, t)->count; i++) {
		type_id member = type_key(k->types, ty(k, t), i);

		if (adapt(got, kind_of(k, member)))
			return member;
	}
	return type_unwrap(k->types, want);
}

bool number_fits(const struct checker *k, struct str text, type_id want)
{
	struct number number;

	return number_parse(text, &number) == NUMBER_OK &&
	       adapt(kind_types[number.kind], kind_of(k, target_of(k, kind_types[number.kind], want)));
}

static bool check_cores(struct checker *k, node_id n, enum type_kind kind)
{
	struct number number;
	enum number_problem problem =
		kind == TYPE_CPU ? number_parse_cpu(ast_text(k->ast, n), &number) : NUMBER_OK;

	if (problem)
		report_problem(k, n, problem, kind, 0);
	return !problem;
}

type_id check_number(struct checker *k, node_id n, type_id want)
{
	struct number number;
	enum type_kind wanted = want ? kind_of(k, type_unwrap(k->types, want)) : TYPE_NONE;
	enum number_problem problem = number_parse(ast_text(k->ast, n), &number);

	if (problem)
		return report_problem(k, n, problem, wanted, want);
	enum type_kind got = kind_types[number.kind];

	annotate(k, n, got, 0);
	if (!want || wanted == TYPE_ERROR)
		return got;
	type_id target = target_of(k, got, want);
	enum type_kind kind = adapt(got, kind_of(k, target));

	if (kind) {
		annotate(k, n, kind, 0);
		return check_cores(k, n, kind) ? flow(k, n, kind, flow_place(k, target, want)) : TYPE_ERROR;
	}
	if (wanted == TYPE_STRING || wanted == TYPE_VERSION)
		return must_quote(k, n, want);
	type_id reported = got == TYPE_INT || got == TYPE_FLOAT ? missing_unit(k, n, wanted) : 0;

	if (reported)
		return reported;
	if (wanted >= TYPE_INT && wanted <= TYPE_QUANTITY)
		return wrong_dimension(k, n, got, want);
	return flow(k, n, got, want);
}
