#include "sema/signature.h"

static const struct {
	const char *word;
	type_id type;
} words[] = {
	{ "Bool", TYPE_BOOL },	     { "Int", TYPE_INT },	    { "Float", TYPE_FLOAT },
	{ "String", TYPE_STRING },   { "Bytes", TYPE_BYTES },	    { "Cpu", TYPE_CPU },
	{ "Version", TYPE_VERSION }, { "Duration", TYPE_DURATION }, { "Percent", TYPE_PERCENT },
	{ "Secret", TYPE_SECRET },   { "Quantity", TYPE_QUANTITY },
};

static const char variables[VAR_COUNT] = {
	[VAR_T] = 'T', [VAR_U] = 'U', [VAR_Q] = 'Q', [VAR_K] = 'K', [VAR_O] = 'O'
};

struct reader {
	struct arena *arena;
	const struct signature_types *types;
	struct str text;
	uint32_t at;
};

static void skip_blanks(struct reader *r)
{
	while (r->at < r->text.n && r->text.p[r->at] == ' ')
		r->at++;
}

static bool accept(struct reader *r, struct str mark)
{
	skip_blanks(r);
	if (!str_starts_with(str_slice(r->text, r->at, r->text.n), mark))
		return false;
	r->at += mark.n;
	return true;
}

static void expect(struct reader *r, struct str mark)
{
	if (!accept(r, mark))
		rcc_bug("signature `%.*s`: expected %.*s at %u", STR_ARG(r->text), STR_ARG(mark), r->at);
}

static struct str word(struct reader *r)
{
	skip_blanks(r);
	uint32_t beg = r->at;

	while (r->at < r->text.n && ((r->text.p[r->at] >= 'A' && r->text.p[r->at] <= 'Z') ||
				     (r->text.p[r->at] >= 'a' && r->text.p[r->at] <= 'z')))
		r->at++;
	return str_slice(r->text, beg, r->at);
}

static struct type_pattern *read_pattern(struct reader *r);

static struct type_pattern *read_params(struct reader *r, uint32_t *count)
{
	VEC(struct type_pattern) params = { 0 };

	expect(r, STR("("));
	while (!accept(r, STR(")"))) {
		struct type_pattern *p = read_pattern(r);

		p->repeats = accept(r, STR("..."));
		vec_push(r->arena, &params, *p);
		accept(r, STR(","));
	}
	*count = params.n;
	return params.v;
}

static void read_word(struct reader *r, struct type_pattern *p)
{
	struct str w = word(r);

	for (int v = 0; w.n == 1 && v < VAR_COUNT; v++) {
		if (w.p[0] == variables[v]) {
			p->kind = PATTERN_VAR;
			p->var = (enum type_var)v;
			return;
		}
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_eq(w, str_from(words[i].word))) {
			p->type = words[i].type;
			return;
		}
	}
	if (!w.n)
		rcc_bug("signature `%.*s`: expected a type at %u", STR_ARG(r->text), r->at);
	p->type = r->types->find(r->types->self, w);
}

static void read_bracket(struct reader *r, struct type_pattern *p)
{
	p->kind = PATTERN_LIST;
	p->element = read_pattern(r);
	if (accept(r, STR(":"))) { /* the keys of a map are strings */
		p->kind = PATTERN_MAP;
		p->element = read_pattern(r);
	}
	expect(r, STR("]"));
}

static struct type_pattern *read_pattern(struct reader *r)
{
	struct type_pattern *p = arena_new(r->arena, struct type_pattern, 1);

	if (accept(r, STR("["))) {
		read_bracket(r, p);
	} else if (accept(r, STR("fn"))) {
		p->kind = PATTERN_FN;
		p->params = read_params(r, &p->nparams);
		expect(r, STR(":"));
		p->element = read_pattern(r);
	} else {
		read_word(r, p);
	}
	p->optional = accept(r, STR("?"));
	return p;
}

struct signature *signature_parse(struct arena *a, const char *text, const struct signature_types *types,
				  uint32_t *count)
{
	struct reader r = { a, types, str_from(text), 0 };
	VEC(struct signature) forms = { 0 };

	do {
		struct signature s = { 0 };

		s.params = read_params(&r, &s.nparams);
		expect(&r, STR(":"));
		s.result = read_pattern(&r);
		vec_push(a, &forms, s);
	} while (accept(&r, STR("/")));
	*count = forms.n;
	return forms.v;
}

bool signature_takes(const struct signature *s, uint32_t arguments)
{
	bool repeats = s->nparams && s->params[s->nparams - 1].repeats;

	return repeats ? arguments >= s->nparams : arguments == s->nparams;
}

const struct type_pattern *signature_param(const struct signature *s, uint32_t i)
{
	return &s->params[i < s->nparams ? i : s->nparams - 1];
}

type_id signature_type(struct types *t, const struct signature *s, const struct type_pattern *p)
{
	type_id type = 0, element = p->element ? signature_type(t, s, p->element) : 0;

	if (p->kind == PATTERN_TYPE)
		type = p->type;
	else if (p->kind == PATTERN_VAR)
		type = s->vars[p->var];
	else if (p->kind == PATTERN_LIST && element)
		type = type_of(t, TYPE_LIST, element, 0);
	else if (p->kind == PATTERN_MAP && element)
		type = type_of(t, TYPE_MAP, TYPE_STRING, element);
	return type && p->optional ? type_optional(t, type) : type;
}

static bool may_be(enum type_var var, enum type_kind kind)
{
	bool number = kind == TYPE_INT || kind == TYPE_FLOAT || (kind >= TYPE_BYTES && kind <= TYPE_PERCENT);

	if (var == VAR_Q)
		return number;
	if (var == VAR_K)
		return number || kind == TYPE_STRING || kind == TYPE_VERSION || kind == TYPE_BOOL;
	if (var == VAR_O)
		return kind == TYPE_OVERRIDES;
	return kind != TYPE_OPTIONAL && kind != TYPE_ABSENT;
}

static bool bind(struct types *t, struct signature *s, enum type_var var, type_id got)
{
	bool plain = var == VAR_Q || var == VAR_K; /* a computed value has lost its refinement */
	type_id type = plain ? type_base(t, got) : got;

	if (!s->vars[var] && may_be(var, (enum type_kind)type_get(t, type)->kind))
		s->vars[var] = type;
	return type_base(t, s->vars[var]) == type_base(t, type);
}

/* What flows into a Quantity. */
static bool is_amount(uint8_t kind)
{
	return kind == TYPE_INT || kind == TYPE_BYTES || kind == TYPE_CPU;
}

bool signature_unify(struct types *t, struct signature *s, const struct type_pattern *p, type_id got)
{
	const struct type *g = type_get(t, type_base(t, got));

	if (g->kind == TYPE_ERROR)
		return true;
	switch (p->kind) {
	case PATTERN_VAR:
		return bind(t, s, p->var, got);
	case PATTERN_LIST:
		return (g->kind == TYPE_LIST || g->kind == TYPE_KEYED) &&
		       signature_unify(t, s, p->element, g->a);
	case PATTERN_MAP:
		return g->kind == TYPE_MAP && signature_unify(t, s, p->element, g->b);
	case PATTERN_TYPE:
		return type_base(t, got) == p->type || (p->type == TYPE_QUANTITY && is_amount(g->kind));
	default:
		return false;
	}
}
