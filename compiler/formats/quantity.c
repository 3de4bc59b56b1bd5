/*
 * A value is kept as decimal digits with an exponent, so that no size needs a big integer
 * but one: a binary unit multiplies the digits by 1024 up to six times.
 */
#include "formats/quantity.h"

#include "formats/chars.h"

#include <string.h>

enum {
	NANO = -9,		/* the finest scale */
	EXPONENT_MAX = 1000000, /* far beyond any use; keeps sums of exponents small */
	FAST_DIGITS = 18,	/* what upstream's short path takes */
	FAST_BINARY_DIGITS = 15,
};

struct suffix {
	struct str text;
	enum quantity_format format;
	int32_t exponent; /* of 10, or of 1024 */
};

static const struct suffix suffixes[] = {
	{ STR("n"), QUANTITY_DECIMAL, -9 }, { STR("u"), QUANTITY_DECIMAL, -6 },
	{ STR("m"), QUANTITY_DECIMAL, -3 }, { STR(""), QUANTITY_DECIMAL, 0 },
	{ STR("k"), QUANTITY_DECIMAL, 3 },  { STR("M"), QUANTITY_DECIMAL, 6 },
	{ STR("G"), QUANTITY_DECIMAL, 9 },  { STR("T"), QUANTITY_DECIMAL, 12 },
	{ STR("P"), QUANTITY_DECIMAL, 15 }, { STR("E"), QUANTITY_DECIMAL, 18 },
	{ STR("Ki"), QUANTITY_BINARY, 1 },  { STR("Mi"), QUANTITY_BINARY, 2 },
	{ STR("Gi"), QUANTITY_BINARY, 3 },  { STR("Ti"), QUANTITY_BINARY, 4 },
	{ STR("Pi"), QUANTITY_BINARY, 5 },  { STR("Ei"), QUANTITY_BINARY, 6 },
};
enum { SUFFIXES = sizeof suffixes / sizeof *suffixes };

/* The pieces of a text, before their meaning. */
struct pieces {
	bool negative, has_digit;
	struct str whole, fraction, suffix;
};

static uint32_t skip_digits(struct str s, uint32_t at)
{
	while (at < s.n && char_is_digit(s.p[at]))
		at++;
	return at;
}

static struct pieces split(struct str s)
{
	struct pieces p = { 0 };
	uint32_t at = 0;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		p.negative = s.p[at++] == '-';
	while (at < s.n && s.p[at] == '0')
		at++;
	uint32_t end = skip_digits(s, at);

	p.whole = str_slice(s, at, end);
	if (end < s.n && s.p[end] == '.') {
		at = end + 1;
		end = skip_digits(s, at);
		p.fraction = str_slice(s, at, end);
	}
	p.suffix = str_slice(s, end, s.n);
	p.has_digit = end > 0 && (char_is_digit(s.p[end - 1]) || (end > 1 && char_is_digit(s.p[end - 2])));
	return p;
}

/* "e3", "E-12"; false if it is none. */
static bool read_exponent(struct str s, struct suffix *out)
{
	uint32_t at = 1;

	if (s.n < 2 || char_lower(s.p[0]) != 'e')
		return false;
	bool negative = s.p[1] == '-';

	at += negative || s.p[1] == '+';
	if (at == s.n)
		return false;
	uint64_t n = chars_number(s, &at, EXPONENT_MAX + 1);

	out->text = s;
	out->format = QUANTITY_EXPONENT;
	out->exponent = negative ? -(int32_t)n : (int32_t)n;
	return at == s.n && n <= EXPONENT_MAX;
}

static bool read_suffix(struct str s, struct suffix *out)
{
	for (int i = 0; i < SUFFIXES; i++)
		if (str_eq(suffixes[i].text, s)) {
			*out = suffixes[i];
			return true;
		}
	return read_exponent(s, out);
}

/* Upstream reads `Ki` and `.m` as zero, by its short path; its long path, for larger and finer
 * units, wants a digit. */
static bool lacks_digit(const struct pieces *p, const struct suffix *suffix)
{
	if (p->has_digit)
		return false;
	return suffix->format == QUANTITY_BINARY ? 1 + 3 * suffix->exponent >= FAST_BINARY_DIGITS
						 : suffix->exponent < NANO;
}

/* Digits that can be changed: most significant first, '0' to '9'. */
struct digits {
	char *p;
	uint32_t n;
};

/* Room for six factors of 1024 (19 digits) and a carry is left in front. */
enum { ROOM = 20 };

static struct digits digits_of(struct arena *a, struct str whole, struct str fraction)
{
	char *p = arena_new(a, char, (size_t)ROOM + whole.n + fraction.n);

	if (whole.n)
		memcpy(p + ROOM, whole.p, whole.n);
	if (fraction.n)
		memcpy(p + ROOM + whole.n, fraction.p, fraction.n);
	return (struct digits){ p + ROOM, whole.n + fraction.n };
}

static void push_front(struct digits *d, uint32_t number)
{
	for (; number; number /= 10) {
		*--d->p = (char)('0' + number % 10);
		d->n++;
	}
}

static void multiply(struct digits *d, uint32_t factor)
{
	uint32_t carry = 0;

	for (uint32_t i = d->n; i-- > 0;) {
		carry += (uint32_t)(d->p[i] - '0') * factor;
		d->p[i] = (char)('0' + carry % 10);
		carry /= 10;
	}
	push_front(d, carry);
}

static void increment(struct digits *d)
{
	uint32_t i = d->n;

	while (i > 0 && d->p[i - 1] == '9')
		d->p[--i] = '0';
	if (i > 0)
		d->p[i - 1]++;
	else
		push_front(d, 1);
}

static void strip(struct digits *d, int32_t *exponent)
{
	for (; d->n && d->p[0] == '0'; d->n--)
		d->p++;
	for (; d->n && d->p[d->n - 1] == '0'; d->n--)
		++*exponent;
	if (d->n == 0)
		*exponent = 0;
}

/* Away from zero, to a multiple of 10^scale. The digits are stripped, so what is cut is never zero. */
static void round_up(struct digits *d, int32_t *exponent, int32_t scale)
{
	if (d->n == 0 || *exponent >= scale)
		return;
	uint32_t cut = (uint32_t)(scale - *exponent);

	d->n = cut < d->n ? d->n - cut : 0;
	*exponent = scale;
	increment(d);
	strip(d, exponent);
}

int quantity_compare(const struct quantity *a, const struct quantity *b)
{
	int sign = a->negative ? -1 : 1;

	if (a->negative != b->negative)
		return sign;
	if (a->digits.n == 0 || b->digits.n == 0)
		return sign * ((a->digits.n > 0) - (b->digits.n > 0));
	int64_t above_a = (int64_t)a->digits.n + a->exponent, above_b = (int64_t)b->digits.n + b->exponent;

	if (above_a != above_b)
		return above_a > above_b ? sign : -sign;
	return sign * str_cmp(a->digits, b->digits);
}

bool quantity_whole(const struct quantity *q, int64_t *out)
{
	uint32_t whole = q->exponent >= 0 ? q->digits.n
			 : (int64_t)q->digits.n + q->exponent > 0
				 ? (uint32_t)((int32_t)q->digits.n + q->exponent)
				 : 0;
	int64_t n = 0;

	for (uint32_t i = 0; i < whole; i++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, q->digits.p[i] - '0', &n))
			return false;
	for (int32_t i = 0; n && i < q->exponent; i++)
		if (__builtin_mul_overflow(n, 10, &n))
			return false;
	n += whole < q->digits.n; /* the last digit is not 0 */
	*out = q->negative ? -n : n;
	return true;
}

static void cap_binary(struct quantity *q)
{
	struct quantity max = { .negative = q->negative, .digits = STR("9223372036854775807") };
	struct quantity one = { .negative = q->negative, .digits = STR("1") };

	if (q->digits.n == 0)
		return;
	int sign = q->negative ? -1 : 1;

	if (sign * quantity_compare(q, &max) > 0) {
		q->digits = max.digits;
		q->exponent = 0;
	} else if (sign * quantity_compare(q, &one) < 0) {
		q->format = QUANTITY_DECIMAL;
	}
}

static struct quantity quantity_make(bool negative, struct digits d, int32_t exponent,
				     enum quantity_format format)
{
	strip(&d, &exponent);
	round_up(&d, &exponent, NANO);
	return (struct quantity){
		.negative = negative && d.n,
		.format = format,
		.digits = { d.p, d.n },
		.exponent = exponent,
	};
}

struct quantity quantity_round_up(struct arena *a, const struct quantity *q, int32_t scale)
{
	struct digits d = digits_of(a, q->digits, STR(""));
	int32_t exponent = q->exponent;

	round_up(&d, &exponent, scale);
	return quantity_make(q->negative, d, exponent, q->format);
}

bool quantity_parse(struct arena *a, struct str text, struct quantity *out)
{
	struct pieces p = split(text);
	struct suffix suffix;

	if (text.n == 0 || !read_suffix(p.suffix, &suffix) || lacks_digit(&p, &suffix))
		return false;
	struct digits d = digits_of(a, p.whole, p.fraction);
	int32_t exponent = suffix.format == QUANTITY_BINARY ? 0 : suffix.exponent;

	for (int32_t i = 0; suffix.format == QUANTITY_BINARY && i < suffix.exponent; i++)
		multiply(&d, 1024);
	*out = quantity_make(p.negative, d, exponent - (int32_t)p.fraction.n, suffix.format);
	if (suffix.format == QUANTITY_BINARY)
		cap_binary(out);
	return true;
}

struct quantity quantity_of(struct arena *a, int64_t value, int32_t exponent, enum quantity_format format)
{
	uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	struct buf digits = { .arena = a };

	buf_number(&digits, magnitude);
	return quantity_make(value < 0, digits_of(a, buf_str(&digits), STR("")), exponent, format);
}

/* The value as an integer, if it is one of at most 19 digits. */
static bool as_integer(const struct quantity *q, uint64_t *out)
{
	uint32_t at = 0;

	if (q->exponent < 0 || (int64_t)q->digits.n + q->exponent > 19)
		return false;
	*out = chars_number(q->digits, &at, UINT64_MAX);
	for (int32_t i = 0; i < q->exponent; i++)
		*out *= 10;
	return true;
}

/* Upstream has no suffix for 10^21 and more and writes none; the value is then another one. */
static struct str decimal_suffix(struct arena *a, int32_t exponent, enum quantity_format format)
{
	if (format == QUANTITY_EXPONENT)
		return exponent ? arena_printf(a, "e%d", exponent) : STR("");
	for (int i = 0; i < SUFFIXES; i++)
		if (suffixes[i].format == QUANTITY_DECIMAL && suffixes[i].exponent == exponent)
			return suffixes[i].text;
	return STR("");
}

static void add_decimal(struct buf *b, const struct quantity *q, enum quantity_format format)
{
	int32_t exponent = q->exponent;

	buf_add(b, q->digits);
	for (; exponent % 3 != 0; exponent--)
		buf_char(b, '0');
	buf_add(b, decimal_suffix(b->arena, exponent, format));
}

static void add_binary(struct buf *b, uint64_t value)
{
	int32_t power = 0;

	for (; value % 1024 == 0; value /= 1024)
		power++;
	buf_number(b, value);
	for (int i = 0; i < SUFFIXES && power; i++)
		if (suffixes[i].format == QUANTITY_BINARY && suffixes[i].exponent == power)
			buf_add(b, suffixes[i].text);
}

struct str quantity_text(struct arena *a, const struct quantity *q)
{
	struct buf b = { .arena = a };
	uint64_t value;

	if (q->digits.n == 0)
		return STR("0");
	if (q->negative)
		buf_char(&b, '-');
	if (q->format == QUANTITY_BINARY && as_integer(q, &value) && value >= 1024)
		add_binary(&b, value);
	else
		add_decimal(&b, q, q->format == QUANTITY_EXPONENT ? QUANTITY_EXPONENT : QUANTITY_DECIMAL);
	return buf_str(&b);
}

/*
 * Upstream's parser has a short path for what looks canonical, and then remembers the text.
 */
static uint32_t trailing_zeros(const struct pieces *p)
{
	uint32_t f = p->fraction.n, w = p->whole.n;

	while (f > 0 && p->fraction.p[f - 1] == '0')
		f--;
	while (f == 0 && w > 0 && p->whole.p[w - 1] == '0')
		w--;
	return p->fraction.n - f + p->whole.n - w;
}

static bool is_kept_binary(const struct pieces *p, int32_t power)
{
	uint32_t at = 0;

	return p->fraction.n == 0 && (int32_t)p->whole.n + 3 * power < FAST_BINARY_DIGITS &&
	       chars_number(p->whole, &at, INT64_MAX) % 8 != 0;
}

static bool is_kept_decimal(const struct pieces *p, int32_t exponent)
{
	int32_t scale = exponent - (int32_t)p->fraction.n;

	return p->whole.n > 0 && p->whole.n + p->fraction.n <= FAST_DIGITS && scale >= NANO &&
	       scale % 3 == 0 && trailing_zeros(p) < 3;
}

struct str quantity_canonical(struct arena *a, struct str text)
{
	struct pieces p = split(text);
	struct suffix suffix;
	struct quantity q;

	if (!quantity_parse(a, text, &q) || !read_suffix(p.suffix, &suffix))
		return text;
	bool kept = suffix.format == QUANTITY_BINARY ? is_kept_binary(&p, suffix.exponent)
						     : is_kept_decimal(&p, suffix.exponent);

	return kept ? text : quantity_text(a, &q);
}

struct str quantity_problem(struct str text, struct arena *a)
{
	struct pieces p = split(text);
	struct suffix suffix;

	if (text.n == 0)
		return STR("is empty");
	if (read_suffix(p.suffix, &suffix) && !lacks_digit(&p, &suffix))
		return STR("");
	if (!p.has_digit)
		return STR("does not begin with a number");
	if (!char_is_letter(p.suffix.p[0]))
		return chars_problem(a, p.suffix, 0, "behind the number");
	struct str unit = chars_excerpt(a, p.suffix);

	return arena_printf(
		a, "ends with `%.*s`, which is no unit of Kubernetes: n u m k M G T P E, Ki Mi Gi Ti Pi Ei",
		STR_ARG(unit));
}

struct str quantity_of_bytes(struct arena *a, int64_t bytes, bool decimal)
{
	struct quantity q = quantity_of(a, bytes, 0, decimal ? QUANTITY_DECIMAL : QUANTITY_BINARY);

	return quantity_text(a, &q);
}

struct str quantity_of_cpu(struct arena *a, int64_t nano_cores)
{
	struct quantity q = quantity_of(a, nano_cores, NANO, QUANTITY_DECIMAL);

	return quantity_text(a, &q);
}
