#include "yaml/scalar.h"

#include "formats/chars.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	struct str text;
	enum scalar_kind kind;
	bool boolean;
	double number;
} words[] = {
#define WORD(text, ...) \
	{ \
		{ text, sizeof text - 1 }, __VA_ARGS__ \
	}
	WORD("~", SCALAR_NULL, false, 0),
	WORD("null", SCALAR_NULL, false, 0),
	WORD("Null", SCALAR_NULL, false, 0),
	WORD("NULL", SCALAR_NULL, false, 0),
	WORD("y", SCALAR_BOOL, true, 0),
	WORD("Y", SCALAR_BOOL, true, 0),
	WORD("yes", SCALAR_BOOL, true, 0),
	WORD("Yes", SCALAR_BOOL, true, 0),
	WORD("YES", SCALAR_BOOL, true, 0),
	WORD("true", SCALAR_BOOL, true, 0),
	WORD("True", SCALAR_BOOL, true, 0),
	WORD("TRUE", SCALAR_BOOL, true, 0),
	WORD("on", SCALAR_BOOL, true, 0),
	WORD("On", SCALAR_BOOL, true, 0),
	WORD("ON", SCALAR_BOOL, true, 0),
	WORD("n", SCALAR_BOOL, false, 0),
	WORD("N", SCALAR_BOOL, false, 0),
	WORD("no", SCALAR_BOOL, false, 0),
	WORD("No", SCALAR_BOOL, false, 0),
	WORD("NO", SCALAR_BOOL, false, 0),
	WORD("false", SCALAR_BOOL, false, 0),
	WORD("False", SCALAR_BOOL, false, 0),
	WORD("FALSE", SCALAR_BOOL, false, 0),
	WORD("off", SCALAR_BOOL, false, 0),
	WORD("Off", SCALAR_BOOL, false, 0),
	WORD("OFF", SCALAR_BOOL, false, 0),
	WORD(".nan", SCALAR_FLOAT, false, NAN),
	WORD(".NaN", SCALAR_FLOAT, false, NAN),
	WORD(".NAN", SCALAR_FLOAT, false, NAN),
	WORD(".inf", SCALAR_FLOAT, false, INFINITY),
	WORD(".Inf", SCALAR_FLOAT, false, INFINITY),
	WORD(".INF", SCALAR_FLOAT, false, INFINITY),
	WORD("+.inf", SCALAR_FLOAT, false, INFINITY),
	WORD("+.Inf", SCALAR_FLOAT, false, INFINITY),
	WORD("+.INF", SCALAR_FLOAT, false, INFINITY),
	WORD("-.inf", SCALAR_FLOAT, false, -INFINITY),
	WORD("-.Inf", SCALAR_FLOAT, false, -INFINITY),
	WORD("-.INF", SCALAR_FLOAT, false, -INFINITY),
#undef WORD
};

enum { WORD_MAX = 5, NUMBER_MAX = 400 /* of digits that can make a difference */ };

static bool read_word(struct str text, struct scalar *out)
{
	for (size_t i = 0; text.n <= WORD_MAX && i < sizeof words / sizeof *words; i++) {
		if (words[i].text.n != text.n || words[i].text.p[0] != text.p[0] ||
		    !str_eq(words[i].text, text))
			continue;
		*out = (struct scalar){ .kind = words[i].kind,
					.boolean = words[i].boolean,
					.number = words[i].number };
		return true;
	}
	return false;
}

/* ---- numbers ------------------------------------------------------------------------------ */

/* The fewest digits that read back as the same number: those of its text in JSON. */
struct shortest {
	int digits, exponent;
	uint64_t integer; /* that they make, without sign; of the first 19 places, if there are more */
};

static struct shortest shortest_of(double number)
{
	struct shortest s = { .digits = 1 };
	char text[40], *exponent;

	while (snprintf(text, sizeof text, "%.*e", s.digits - 1, number),
	       s.digits < 17 && strtod(text, NULL) != number)
		s.digits++;
	exponent = strchr(text, 'e');
	if (!exponent) /* infinite */
		return s;
	s.exponent = atoi(exponent + 1);
	for (const char *p = text; p < exponent; p++)
		if (char_is_digit(*p))
			s.integer = s.integer * 10 + (uint64_t)(*p - '0');
	for (int i = s.digits - 1; i < s.exponent && i < 18; i++)
		s.integer *= 10;
	return s;
}

static void set_float(struct scalar *out, double number)
{
	*out = (struct scalar){ .kind = SCALAR_FLOAT, .number = number };
	if (!(fabs(number) < 9.2233720368547758e18) || number != (double)(int64_t)number)
		return;
	out->whole = true;
	out->integer = (int64_t)number;
	if (fabs(number) > 9e15)
		out->integer = (int64_t)shortest_of(number).integer * (number < 0 ? -1 : 1);
}

/* Of a text without `_`, behind its sign: 0x, 0o and 0b, and a leading 0, which is octal, too. */
static int base_of(const char **digits)
{
	static const struct {
		const char *prefix;
		int base;
	} prefixes[] = { { "0x", 16 }, { "0X", 16 }, { "0o", 8 }, { "0O", 8 }, { "0b", 2 }, { "0B", 2 } };

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		if (strncmp(*digits, prefixes[i].prefix, 2) == 0) {
			*digits += 2;
			return prefixes[i].base;
		}
	}
	return **digits == '0' && (*digits)[1] ? 8 : 10;
}

static bool read_integer(const char *text, struct scalar *out)
{
	bool negative = *text == '-';
	const char *digits = text + (*text == '-' || *text == '+');
	int base = base_of(&digits);
	char *end;

	/* Go reads 0b-1 and 0o-7, whose sign is behind the prefix. */
	if (digits == text + 2 && char_in(text[1], "bo") && char_in(*digits, "-+"))
		negative = *digits++ == '-';
	if (char_hex(*digits) < 0)
		return false;
	errno = 0;
	unsigned long long n = strtoull(digits, &end, base);

	if (*end || errno)
		return false;
	if (n > (unsigned long long)INT64_MAX + negative) {
		set_float(out, negative ? -(double)n : (double)n);
		out->large = !negative;
		return !negative; /* a negative one is read as a float */
	}
	*out = (struct scalar){ .kind = SCALAR_INT,
				.integer = (int64_t)(negative ? 0 - n : n),
				.whole = true };
	return true;
}

static const char *skip_digits(const char *p)
{
	while (char_is_digit(*p))
		p++;
	return p;
}

/* [-+]? (digits [. digits?] | . digits) ([eE] [-+]? digits)? */
static bool is_float(const char *p)
{
	p += *p == '-' || *p == '+';
	const char *whole = p, *part;

	p = skip_digits(p);
	part = p;
	if (*p == '.')
		p = skip_digits(p + 1);
	if (part == whole && p <= part + 1)
		return false;
	if (*p == 'e' || *p == 'E') {
		p++;
		p += *p == '-' || *p == '+';
		if (!char_is_digit(*p))
			return false;
		p = skip_digits(p);
	}
	return !*p;
}

/* A `_` means nothing in a number. One that begins with a dot has it between digits, or is a text. */
static bool is_passed_over(struct str text, uint32_t at)
{
	return text.p[0] != '.' ||
	       (at > 0 && char_is_digit(text.p[at - 1]) && at + 1 < text.n && char_is_digit(text.p[at + 1]));
}

static bool read_number(struct str text, struct scalar *out)
{
	char copy[NUMBER_MAX + 1];
	uint32_t n = 0;

	if (text.n > NUMBER_MAX)
		return false;
	for (uint32_t i = 0; i < text.n; i++) {
		if (!text.p[i])
			return false;
		if (text.p[i] != '_' || !is_passed_over(text, i))
			copy[n++] = text.p[i];
	}
	copy[n] = '\0';
	if (read_integer(copy, out))
		return true;
	if (!is_float(copy))
		return false;
	double number = strtod(copy, NULL);

	if (!isfinite(number))
		return false;
	set_float(out, number);
	return true;
}

/* Digits alone, the most of what is read. */
static bool read_short(struct str text, struct scalar *out)
{
	int64_t n = 0;

	if (!text.n || text.n > 18 || (text.p[0] == '0' && text.n > 1))
		return false;
	for (uint32_t i = 0; i < text.n; i++) {
		if (!char_is_digit(text.p[i]))
			return false;
		n = n * 10 + (text.p[i] - '0');
	}
	*out = (struct scalar){ .kind = SCALAR_INT, .integer = n, .whole = true };
	return true;
}

/* ---- scalars ------------------------------------------------------------------------------ */

static void read_plain(struct str text, struct scalar *out)
{
	char first = text.n ? text.p[0] : '~';

	*out = (struct scalar){ .kind = text.n ? SCALAR_STRING : SCALAR_NULL };
	if (char_is_digit(first) || first == '-' || first == '+' || first == '.') {
		if (!read_short(text, out) && !read_word(text, out))
			read_number(text, out);
	} else if (text.n <= WORD_MAX && (first == '~' || char_in(first, "nNyYtTfFoO"))) {
		read_word(text, out);
	}
}

void scalar_read(const struct yaml_node *node, struct scalar *out)
{
	bool as_number = node->tag == YAML_TAG_INT || node->tag == YAML_TAG_FLOAT ||
			 node->tag == YAML_TAG_BOOL || node->tag == YAML_TAG_NULL;

	if (as_number || (node->plain && node->tag == YAML_TAG_NONE))
		read_plain(node->text, out);
	else
		*out = (struct scalar){ .kind = SCALAR_STRING };
}

/* ---- texts -------------------------------------------------------------------------------- */

static struct str infinite_text(double number)
{
	if (isnan(number))
		return STR(".nan");
	return number < 0 ? STR("-.inf") : STR(".inf");
}

/* Below 10^21 and above 10^-6 without an exponent, as Go writes numbers into JSON. */
static struct str float_json(struct arena *a, double number)
{
	struct shortest s = shortest_of(number);
	double size = fabs(number);

	if (!isfinite(number))
		return infinite_text(number);
	if (size != 0 && (size < 1e-6 || size >= 1e21))
		return arena_printf(a, "%.*g", s.digits, number);
	if (s.exponent < s.digits - 1)
		return arena_printf(a, "%.*f", s.digits - 1 - s.exponent, number);
	return arena_printf(a, "%s%" PRIu64 "%.*s", number < 0 ? "-" : "", s.integer,
			    s.exponent > 18 ? s.exponent - 18 : 0, "000");
}

static struct str float_key(struct arena *a, double number)
{
	float narrow = (float)number;
	int digits = 1, exponent;
	char text[32];

	if (!isfinite(narrow))
		return infinite_text((double)narrow);
	while (snprintf(text, sizeof text, "%.*e", digits - 1, (double)narrow),
	       digits < 9 && strtof(text, NULL) != narrow)
		digits++;
	exponent = atoi(strchr(text, 'e') + 1);
	if (exponent < -4 || exponent >= 6)
		return arena_printf(a, "%s", text);
	return arena_printf(a, "%.*f", digits - 1 > exponent ? digits - 1 - exponent : 0, (double)narrow);
}

static struct str scalar_text(struct arena *a, const struct yaml_node *node, bool key)
{
	struct scalar s;

	scalar_read(node, &s);
	switch (s.kind) {
	case SCALAR_BOOL:
		return s.boolean ? STR("true") : STR("false");
	case SCALAR_INT:
		return arena_printf(a, "%" PRId64, s.integer);
	case SCALAR_FLOAT:
		if (key)
			return float_key(a, s.number);
		return s.whole ? arena_printf(a, "%" PRId64, s.integer) : float_json(a, s.number);
	case SCALAR_NULL:
		return STR("null");
	case SCALAR_STRING:
		break;
	}
	return node->text;
}

struct str scalar_json(struct arena *a, const struct yaml_node *node)
{
	return scalar_text(a, node, false);
}

struct str scalar_key(struct arena *a, const struct yaml_node *node)
{
	return scalar_text(a, node, true);
}

bool scalar_is_key(const struct yaml_node *node)
{
	struct scalar s;

	scalar_read(node, &s);
	return s.kind != SCALAR_NULL && !s.large;
}
