#include "formats/number.h"

#include "formats/chars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { FRACTION_MAX = 18 }; /* no unit has a factor with more decimal places, and 10^18 fits */

const struct number_unit number_units[] = {
	{ STR("m"), NUMBER_CPU, false, 1000000 },
	{ STR("Ki"), NUMBER_BYTES, false, INT64_C(1) << 10 },
	{ STR("Mi"), NUMBER_BYTES, false, INT64_C(1) << 20 },
	{ STR("Gi"), NUMBER_BYTES, false, INT64_C(1) << 30 },
	{ STR("Ti"), NUMBER_BYTES, false, INT64_C(1) << 40 },
	{ STR("kB"), NUMBER_BYTES, true, 1000 },
	{ STR("MB"), NUMBER_BYTES, true, 1000000 },
	{ STR("GB"), NUMBER_BYTES, true, 1000000000 },
	{ STR("TB"), NUMBER_BYTES, true, 1000000000000 },
	{ STR("ms"), NUMBER_DURATION, false, 1 },
	{ STR("s"), NUMBER_DURATION, false, 1000 },
	{ STR("min"), NUMBER_DURATION, false, 60000 },
	{ STR("h"), NUMBER_DURATION, false, 3600000 },
	{ STR("d"), NUMBER_DURATION, false, 86400000 },
	{ STR("%"), NUMBER_PERCENT, false, 1000000 },
};
const uint32_t number_unit_count = sizeof number_units / sizeof *number_units;

static const struct number_unit plain = { STR(""), NUMBER_INT, false, 1 };
static const struct number_unit core = { STR(""), NUMBER_CPU, false, 1000000000 };

const struct number_unit *number_unit_find(struct str text)
{
	for (uint32_t i = 0; i < number_unit_count; i++)
		if (str_eq(number_units[i].text, text))
			return &number_units[i];
	return NULL;
}

static const struct {
	const char *word;
	struct number_word meant;
} words[] = {
	{ "k", { "kB", "`k` alone does not say whether thousands of bytes (`kB`) or `Ki` are meant" } },
	{ "K", { "Ki", "`K` alone does not say whether `Ki` (1024) or `kB` (1000) is meant" } },
	{ "M", { "Mi", "`M` alone does not say whether `Mi` (1024²) or `MB` (1000²) is meant" } },
	{ "G", { "Gi", "`G` alone does not say whether `Gi` (1024³) or `GB` (1000³) is meant" } },
	{ "T", { "Ti", "`T` alone does not say whether `Ti` (1024⁴) or `TB` (1000⁴) is meant" } },
	{ "sec", { "s", "seconds are `s`" } },
	{ "secs", { "s", "seconds are `s`" } },
	{ "second", { "s", "seconds are `s`" } },
	{ "seconds", { "s", "seconds are `s`" } },
	{ "mins", { "min", "minutes are `min`" } },
	{ "minute", { "min", "minutes are `min`" } },
	{ "minutes", { "min", "minutes are `min`" } },
	{ "hr", { "h", "hours are `h`" } },
	{ "hrs", { "h", "hours are `h`" } },
	{ "hour", { "h", "hours are `h`" } },
	{ "hours", { "h", "hours are `h`" } },
	{ "day", { "d", "days are `d`" } },
	{ "days", { "d", "days are `d`" } },
	{ "KiB", { "Ki", "binary sizes are written `Ki`" } },
	{ "MiB", { "Mi", "binary sizes are written `Mi`" } },
	{ "GiB", { "Gi", "binary sizes are written `Gi`" } },
	{ "TiB", { "Ti", "binary sizes are written `Ti`" } },
	{ "KB", { "kB", "thousands of bytes are `kB`" } },
	{ "cpu", { "", "cores have no unit" } },
	{ "cpus", { "", "cores have no unit" } },
	{ "core", { "", "cores have no unit" } },
	{ "cores", { "", "cores have no unit" } },
};

bool number_word_find(struct str word, struct number_word *out)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_eq(word, str_from(words[i].word))) {
			*out = words[i].meant;
			return true;
		}
	}
	for (uint32_t i = 0; i < number_unit_count; i++) {
		if (str_like(number_units[i].text, word)) {
			*out = (struct number_word){ number_units[i].text.p, NULL };
			return true;
		}
	}
	return false;
}

/* Behind digit { ["_"] digit }; `from` itself if there is no digit. */
static uint32_t digits_end(struct str s, uint32_t from)
{
	uint32_t at = from;

	while (at < s.n && (char_is_digit(s.p[at]) ||
			    (s.p[at] == '_' && at > from && at + 1 < s.n && char_is_digit(s.p[at + 1]))))
		at++;
	return at;
}

/* Behind the fraction, and where its digits begin (the same place if there is none). */
static uint32_t fraction_end(struct str s, uint32_t whole, uint32_t *beg)
{
	*beg = whole;
	if (whole + 1 >= s.n || s.p[whole] != '.' || !char_is_digit(s.p[whole + 1]))
		return whole;
	*beg = whole + 1;
	return digits_end(s, whole + 1);
}

uint32_t number_unit_start(struct str text)
{
	uint32_t fraction;

	return fraction_end(text, digits_end(text, 0), &fraction);
}

/* *n = *n * 10 + digit; false on overflow. */
static bool add_digit(int64_t *n, char digit)
{
	return !__builtin_mul_overflow(*n, 10, n) && !__builtin_add_overflow(*n, digit - '0', n);
}

static bool read_whole(struct str digits, int64_t *out)
{
	*out = 0;
	for (uint32_t i = 0; i < digits.n; i++)
		if (digits.p[i] != '_' && !add_digit(out, digits.p[i]))
			return false;
	return true;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* 0.digits of a unit, in base units; false if that is no whole number of them. */
static bool read_fraction(struct str digits, int64_t factor, int64_t *out)
{
	int64_t n = 0, scale = 1;
	uint32_t places = 0;

	while (digits.n && (digits.p[digits.n - 1] == '0' || digits.p[digits.n - 1] == '_'))
		digits.n--;
	for (uint32_t i = 0; i < digits.n; i++) {
		if (digits.p[i] == '_')
			continue;
		if (++places > FRACTION_MAX)
			return false;
		add_digit(&n, digits.p[i]);
		scale *= 10;
	}
	int64_t divisor = common_divisor(factor, scale);

	*out = n / (scale / divisor) * (factor / divisor);
	return n % (scale / divisor) == 0;
}

static enum number_problem read_exact(struct str whole, struct str fraction, int64_t factor, int64_t *out)
{
	int64_t part;

	if (!read_whole(whole, out) || __builtin_mul_overflow(*out, factor, out))
		return NUMBER_OVERFLOW;
	if (!read_fraction(fraction, factor, &part))
		return NUMBER_INEXACT;
	return __builtin_add_overflow(*out, part, out) ? NUMBER_OVERFLOW : NUMBER_OK;
}

/* The library never sets a locale, so strtod reads a point. */
static enum number_problem read_float(struct str s, double *out)
{
	char small[64], *text = s.n < sizeof small ? small : malloc((size_t)s.n + 1);
	uint32_t n = 0;

	if (!text)
		rcc_bug("out of memory: %u bytes", s.n);
	for (uint32_t i = 0; i < s.n; i++)
		if (s.p[i] != '_')
			text[n++] = s.p[i];
	text[n] = '\0';
	*out = strtod(text, NULL);
	if (text != small)
		free(text);
	return isfinite(*out) ? NUMBER_OK : NUMBER_OVERFLOW;
}

static enum number_problem parse(struct str s, const struct number_unit *unitless, struct number *out)
{
	uint32_t whole = digits_end(s, 0), fraction, end = fraction_end(s, whole, &fraction);
	const struct number_unit *unit = end == s.n ? unitless : number_unit_find(str_slice(s, end, s.n));
	struct number n = { 0 };

	if (whole == 0)
		return NUMBER_MALFORMED;
	if (!unit)
		return char_is_letter(s.p[end]) ? NUMBER_UNIT : NUMBER_MALFORMED;
	n.kind = unit == &plain && end > whole ? NUMBER_FLOAT : unit->kind;
	n.decimal = unit->decimal;
	enum number_problem problem =
		n.kind == NUMBER_FLOAT ? read_float(s, &n.real)
				       : read_exact(str_slice(s, 0, whole), str_slice(s, fraction, end),
						    unit->factor, &n.integer);

	if (problem == NUMBER_OK)
		*out = n;
	return problem;
}

enum { SHORT_DIGITS = 18 }; /* that fit in any case */

/* Most numbers are nothing but a few digits. */
static bool parse_short(struct str s, struct number *out)
{
	int64_t n = 0;

	for (uint32_t i = 0; i < s.n; i++) {
		if (!char_is_digit(s.p[i]))
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*out = (struct number){ .kind = NUMBER_INT, .integer = n };
	return true;
}

enum number_problem number_parse(struct str text, struct number *out)
{
	if (text.n > 0 && text.n <= SHORT_DIGITS && parse_short(text, out))
		return NUMBER_OK;
	return parse(text, &plain, out);
}

enum number_problem number_parse_cpu(struct str text, struct number *out)
{
	return parse(text, &core, out);
}

/* The largest unit of the family that divides `n`; the smallest if none does, or for 0. */
static const struct number_unit *best_unit(const struct number *n, uint64_t magnitude)
{
	const struct number_unit *best = NULL;

	if (n->kind == NUMBER_INT)
		return &plain;
	if (n->kind == NUMBER_CPU && (magnitude % 1000000 != 0 || magnitude % 1000000000 == 0))
		return &core;
	for (uint32_t i = 0; i < number_unit_count; i++) {
		const struct number_unit *u = &number_units[i];

		if (u->kind == n->kind && u->decimal == n->decimal &&
		    (!best || (magnitude && magnitude % (uint64_t)u->factor == 0)))
			best = u;
	}
	return best;
}

/* Every factor that leaves a rest is a product of twos and fives, so this ends. */
static void add_fraction(struct buf *b, uint64_t rest, uint64_t factor)
{
	if (rest)
		buf_char(b, '.');
	for (; rest; rest %= factor) {
		rest *= 10;
		buf_char(b, (char)('0' + rest / factor));
	}
}

/* The shortest digits that read back, without exponent, with a point. */
static struct str float_text(struct arena *a, double value)
{
	char digits[400];
	int places = 0;

	if (!isfinite(value))
		return arena_printf(a, "%g", value);
	snprintf(digits, sizeof digits, "%.*f", ++places, value);
	while (strtod(digits, NULL) != value && places < 340)
		snprintf(digits, sizeof digits, "%.*f", ++places, value);
	return arena_str(a, str_from(digits));
}

struct str number_text(struct arena *a, const struct number *n)
{
	uint64_t magnitude = n->integer < 0 ? 0 - (uint64_t)n->integer : (uint64_t)n->integer;
	struct buf b = { .arena = a };

	if (n->kind == NUMBER_FLOAT)
		return float_text(a, n->real);
	const struct number_unit *unit = best_unit(n, magnitude);

	if (n->integer < 0)
		buf_char(&b, '-');
	buf_number(&b, magnitude / (uint64_t)unit->factor);
	add_fraction(&b, magnitude % (uint64_t)unit->factor, (uint64_t)unit->factor);
	buf_add(&b, unit->text);
	return buf_str(&b);
}
