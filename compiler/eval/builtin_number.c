/* Builtins on numbers, quantities and versions. */
#include "eval/eval_internal.h"

#include "formats/version.h"

struct value builtin_mod(const struct builtin_call *c)
{
	int64_t a = c->args[0].integer, b = c->args[1].integer;

	if (b == 0) {
		eval_report(c->e, DIAG_ARITHMETIC, c->args[1].origin, c->node, "division by zero");
		return value_error();
	}
	int64_t rest = b == -1 ? 0 : a % b;

	return builtin_int(c, rest && (rest < 0) != (b < 0) ? rest + b : rest);
}

struct value builtin_abs(const struct builtin_call *c)
{
	struct value v = c->args[0];

	if (v.kind == VALUE_FLOAT)
		return value_float(v.number < 0 ? -v.number : v.number, builtin_origin(c));
	if (v.integer == INT64_MIN)
		return builtin_failed(c, "the result is too large");
	v.integer = v.integer < 0 ? -v.integer : v.integer;
	return value_from(v, builtin_origin(c));
}

/* A Cpu counts billionths; all other quantities are whole in their unit. */
struct value builtin_is_whole(const struct builtin_call *c)
{
	struct value v = c->args[0];

	return value_bool(v.kind != VALUE_CPU || v.integer % 1000000000 == 0, builtin_origin(c));
}

/* The whole part of a Float, toward zero; false if no Int holds it. */
static bool whole_part(double d, int64_t *out)
{
	if (!(d > -9.2e18 && d < 9.2e18))
		return false;
	*out = (int64_t)d;
	return true;
}

struct value builtin_floor(const struct builtin_call *c)
{
	double d = c->args[0].number;
	int64_t n;

	if (!whole_part(d, &n))
		return builtin_failed(c, "the result is too large");
	return builtin_int(c, (double)n > d ? n - 1 : n);
}

struct value builtin_ceil(const struct builtin_call *c)
{
	double d = c->args[0].number;
	int64_t n;

	if (!whole_part(d, &n))
		return builtin_failed(c, "the result is too large");
	return builtin_int(c, (double)n < d ? n + 1 : n);
}

struct value builtin_round(const struct builtin_call *c)
{
	double d = c->args[0].number;
	int64_t n;

	if (!whole_part(d, &n))
		return builtin_failed(c, "the result is too large");
	double rest = d - (double)n;

	return builtin_int(c, rest >= 0.5 ? n + 1 : rest <= -0.5 ? n - 1 : n);
}

struct value builtin_float(const struct builtin_call *c)
{
	return value_float((double)c->args[0].integer, builtin_origin(c));
}

static int64_t divide_up(int64_t a, int64_t b)
{
	return a / b + (a % b > 0);
}

struct value builtin_seconds(const struct builtin_call *c)
{
	return builtin_int(c, divide_up(c->args[0].integer, 1000));
}

struct value builtin_milliseconds(const struct builtin_call *c)
{
	return builtin_int(c, c->args[0].integer);
}

struct value builtin_bytes(const struct builtin_call *c)
{
	struct value v = c->args[0];

	return builtin_int(c, v.kind == VALUE_CPU ? divide_up(v.integer, 1000000000) : v.integer);
}

/* Thousandths of a whole number; what is beyond all nodes stays there. */
static int64_t thousandths(int64_t n)
{
	return n > INT64_MAX / 1000 ? INT64_MAX : n < INT64_MIN / 1000 ? INT64_MIN : n * 1000;
}

struct value builtin_millicores(const struct builtin_call *c)
{
	struct value v = c->args[0];

	return builtin_int(c, v.kind == VALUE_CPU ? divide_up(v.integer, 1000000) : thousandths(v.integer));
}

struct value builtin_percent(const struct builtin_call *c)
{
	return value_float((double)c->args[0].integer / 1e6, builtin_origin(c));
}

/* ---- versions ---- */

static struct value version_number(const struct builtin_call *c, uint32_t i)
{
	struct version version;

	if (!version_parse(builtin_text(c, 0), &version))
		return builtin_failed(c, "the version cannot be read");
	return builtin_int(c, version.numbers[i]);
}

struct value builtin_version_major(const struct builtin_call *c)
{
	return version_number(c, 0);
}

struct value builtin_version_minor(const struct builtin_call *c)
{
	return version_number(c, 1);
}

struct value builtin_version_patch(const struct builtin_call *c)
{
	return version_number(c, 2);
}
