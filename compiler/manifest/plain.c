/* Scalars as values: what a type wants against what YAML makes of the text. */
#include "manifest/reader.h"

#include "formats/quantity.h"

#include <math.h>

struct scalar_reading {
	const struct spot *place;
	uint32_t node;
	struct str text;
	struct scalar scalar;
	origin_id origin;
};

enum { REPORTED = 1 }; /* flag of a VALUE_ERROR that was reported */

/* VALUE_ERROR of what does not fit, which the caller reports. */
typedef struct value read_fn(struct manifests *m, type_id type, const struct scalar_reading *r);

static struct value read_bool(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	(void)m;
	(void)type;
	return r->scalar.kind == SCALAR_BOOL ? value_bool(r->scalar.boolean, r->origin) : value_error();
}

/* 3.0 and 1e3 are whole numbers once they are JSON. */
static struct value read_int(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	(void)m;
	(void)type;
	return r->scalar.whole ? value_integer(VALUE_INT, r->scalar.integer, r->origin) : value_error();
}

static struct value read_float(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	(void)m;
	(void)type;
	if (r->scalar.kind == SCALAR_INT)
		return value_float((double)r->scalar.integer, r->origin);
	return r->scalar.kind == SCALAR_FLOAT && isfinite(r->scalar.number)
		       ? value_float(r->scalar.number, r->origin)
		       : value_error();
}

static struct value read_text(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	(void)type;
	return r->scalar.kind == SCALAR_STRING ? value_string(m->eval, r->text, r->origin) : value_error();
}

static struct value read_version(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	struct value v = read_text(m, type, r);

	if (v.kind == VALUE_STRING)
		v.kind = VALUE_VERSION;
	return v;
}

/* ---- words -------------------------------------------------------------------------------- */

/* An empty text stands for a field that is not set, almost everywhere in the API. */
static struct value read_word(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	const struct type *t = type_get(m->types, type);

	if (r->scalar.kind != SCALAR_STRING)
		return value_error();
	for (uint32_t i = 0; i < t->count; i++) {
		const struct alternative *a = type_alternative(m->types, t, i);

		if (!str_eq(name_text(&m->session->names, a->name), r->text))
			continue;
		minor_check(&m->plain, MINOR_TAG, a->node, r->origin);
		return value_tag(m->eval, type, i, value_absent(r->origin), r->origin);
	}
	if (!r->text.n && !fact_is_filled(m, r->place))
		return value_absent(r->origin);
	int near = mistake_word(m, type, r->place, r->node);

	if (near >= 0)
		return value_tag(m->eval, type, (uint32_t)near, value_absent(r->origin), r->origin);
	return (struct value){ .kind = VALUE_ERROR, .flags = REPORTED };
}

/* ---- quantities --------------------------------------------------------------------------- */

/* digits * 10^(exponent + shift), rounded up; saturates. */
static int64_t scaled(const struct quantity *q, int32_t shift)
{
	int64_t n = 0, exponent = (int64_t)q->exponent + shift;
	uint32_t whole = q->digits.n;
	bool rest = false;

	if (exponent < 0) {
		rest = q->digits.n > 0;
		whole = (int64_t)q->digits.n > -exponent ? q->digits.n - (uint32_t)-exponent : 0;
	}
	for (uint32_t i = 0; i < whole; i++) {
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, q->digits.p[i] - '0', &n))
			return INT64_MAX;
	}
	for (; exponent > 0 && n; exponent--) {
		if (__builtin_mul_overflow(n, 10, &n))
			return INT64_MAX;
	}
	return rest && n < INT64_MAX ? n + 1 : n;
}

static bool ends_with_suffix(struct str text)
{
	return text.n && !(text.p[text.n - 1] >= '0' && text.p[text.n - 1] <= '9') &&
	       text.p[text.n - 1] != '.';
}

/* Sizes are bytes, fractions are billionths as those of a Cpu are, the rest are integers. */
static struct value quantity_value(const struct quantity *q, struct str text, origin_id origin)
{
	int64_t sign = q->negative ? -1 : 1;

	if (q->exponent < 0 && scaled(q, 9) < INT64_MAX)
		return value_integer(VALUE_CPU, sign * scaled(q, 9), origin);
	struct value v = value_integer(VALUE_INT, sign * scaled(q, 0), origin);

	if (q->format == QUANTITY_BINARY) {
		v.kind = VALUE_BYTES;
	} else if (q->format == QUANTITY_DECIMAL && ends_with_suffix(text)) {
		bool milli =
			text.p[text.n - 1] == 'm' || text.p[text.n - 1] == 'u' || text.p[text.n - 1] == 'n';

		if (milli)
			return scaled(q, 9) < INT64_MAX
				       ? value_integer(VALUE_CPU, sign * scaled(q, 9), origin)
				       : v;
		v.kind = VALUE_BYTES;
		v.flags = VALUE_F_DECIMAL;
	}
	return v;
}

static struct value refuse_quantity(struct manifests *m, const struct scalar_reading *r)
{
	struct diags *ds = &m->session->diags;
	struct str problem = quantity_problem(r->text, m->arena), name = spot_text(m, r->place);
	struct diag *d = diag_add(ds, DIAG_MANIFEST_VALUE, node_span(m, r->node),
				  "`%.*s` is no quantity: it %.*s", STR_ARG(name), STR_ARG(problem));

	diag_help(ds, d, "write a number with a unit: 500m, 0.5, 128Mi, 10Gi");
	return (struct value){ .kind = VALUE_ERROR, .flags = REPORTED };
}

static struct value read_quantity(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	struct quantity q;
	struct str text = r->text;

	(void)type;
	if (r->scalar.kind == SCALAR_BOOL)
		return value_error();
	if (r->scalar.kind == SCALAR_INT)
		return value_integer(VALUE_INT, r->scalar.integer, r->origin);
	if (r->scalar.kind == SCALAR_FLOAT)
		text = scalar_json(m->arena, node_at(m, r->node));
	if (!quantity_parse(m->arena, text, &q))
		return refuse_quantity(m, r);
	return quantity_value(&q, text, r->origin);
}

/* ---- several possibilities ---------------------------------------------------------------- */

static struct value read_json(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	if (r->scalar.kind == SCALAR_BOOL)
		return read_bool(m, type, r);
	if (r->scalar.kind == SCALAR_INT)
		return read_int(m, type, r);
	return r->scalar.kind == SCALAR_FLOAT ? read_float(m, type, r) : read_text(m, type, r);
}

static struct value read_member(struct manifests *m, type_id type, const struct scalar_reading *r);

static read_fn *const readers[TYPE_KIND_COUNT] = {
	[TYPE_BOOL] = read_bool,	 [TYPE_INT] = read_int,		[TYPE_FLOAT] = read_float,
	[TYPE_STRING] = read_text,	 [TYPE_VERSION] = read_version, [TYPE_UNION] = read_word,
	[TYPE_QUANTITY] = read_quantity, [TYPE_JSON] = read_json,	[TYPE_ANYOF] = read_member,
};

/* The first member that takes it; those that report are asked last. */
static struct value read_member(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	const struct type *any = type_get(m->types, type);
	type_id last = 0;

	for (uint32_t i = 0; i < any->count; i++) {
		type_id member = type_key(m->types, any, i), bare = type_base(m->types, member);
		enum type_kind kind = type_get(m->types, bare)->kind;
		read_fn *reader = readers[kind];

		if (kind == TYPE_UNION || kind == TYPE_QUANTITY) {
			last = bare;
			continue;
		}
		struct value v = reader ? reader(m, bare, r) : value_error();

		if (v.kind != VALUE_ERROR)
			return member == bare ? v : eval_refine(m->eval, member, v, r->place->declared);
	}
	return last ? readers[type_get(m->types, last)->kind](m, last, r) : value_error();
}

/* What was reported is taken for what the fix makes of it: so the rest is checked in the same run. */
static struct value read_meant(struct manifests *m, type_id type, const struct scalar_reading *r)
{
	struct scalar meant;

	if (!mistake_meant(m, type, r->node, &meant))
		return value_error();
	m->meant = true;
	switch (type_get(m->types, type)->kind) {
	case TYPE_STRING:
		return value_string(m->eval, r->text, r->origin);
	case TYPE_INT:
		return value_integer(VALUE_INT, meant.integer, r->origin);
	case TYPE_BOOL:
		return value_bool(meant.boolean, r->origin);
	default:
		return value_error();
	}
}

struct value read_scalar(struct manifests *m, type_id type, const struct spot *place, uint32_t node)
{
	const struct yaml_node *n = node_at(m, node);
	read_fn *reader = readers[type_get(m->types, type)->kind];
	struct scalar_reading r = { .place = place, .node = node, .text = n->text };

	scalar_read(n, &r.scalar);
	r.origin = origin_place(eval_origins(m->eval), node_span(m, node));
	struct value v = reader ? reader(m, type, &r) : value_error();

	if (v.kind == VALUE_ERROR && v.flags != REPORTED) {
		mistake_type(m, type, place, node);
		return read_meant(m, type, &r);
	}
	return v;
}
