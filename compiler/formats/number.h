#ifndef RCC_FORMATS_NUMBER_H
#define RCC_FORMATS_NUMBER_H
/*
 * Numeric literals of the language: digits with `_` between them, an optional fraction, an
 * optional unit. Everything but a float is exact; what does not fit is a problem, never a
 * rounded value.
 */
#include "base/arena.h"

enum number_kind {
	NUMBER_INT,
	NUMBER_FLOAT,
	NUMBER_BYTES,	 /* bytes */
	NUMBER_CPU,	 /* billionths of a core */
	NUMBER_DURATION, /* milliseconds */
	NUMBER_PERCENT,	 /* millionths of one percent */
	NUMBER_KIND_COUNT
};

struct number {
	enum number_kind kind;
	bool decimal;	 /* bytes of the family kB, MB, … instead of Ki, Mi, … */
	int64_t integer; /* in the base unit of the kind; unused for a float */
	double real;	 /* of a float */
};

enum number_problem {
	NUMBER_OK,
	NUMBER_MALFORMED, /* not digits[.digits][unit] */
	NUMBER_UNIT,	  /* the unit is not known */
	NUMBER_OVERFLOW,  /* above 2^63 - 1 base units, or above the largest float */
	NUMBER_INEXACT,	  /* a fraction of a base unit */
};

struct number_unit {
	struct str text;
	enum number_kind kind;
	bool decimal;
	int64_t factor; /* base units in one of it */
};

/* Every unit, those of one family in ascending order. */
extern const struct number_unit number_units[];
extern const uint32_t number_unit_count;

/* The unit written `text`, or NULL. */
const struct number_unit *number_unit_find(struct str text);
struct number_word {	  /* what people write for a unit */
	const char *unit; /* `d` for `days`, nothing for `cores` */
	const char *why;  /* NULL: only its letters are large or small by mistake */
};
bool number_word_find(struct str word, struct number_word *out);
/* Where the unit begins in a literal (its length if there is none). */
uint32_t number_unit_start(struct str text);
/* Without unit a literal is a NUMBER_INT, with a fraction a NUMBER_FLOAT. No sign. On a
 * problem `out` is left alone. */
enum number_problem number_parse(struct str text, struct number *out);
/* The same, but a literal without unit counts cores. */
enum number_problem number_parse_cpu(struct str text, struct number *out);
/* The literal that reads back as this value, in the largest unit that divides it:
 * 10Gi 1500MB 500m 2 15min 80%. Negative values begin with `-`. */
struct str number_text(struct arena *a, const struct number *n);

#endif
