#ifndef RCC_FORMATS_QUANTITY_H
#define RCC_FORMATS_QUANTITY_H
/*
 * Kubernetes' resource.Quantity, of any size. What the apiserver would store for a text is
 * quantity_canonical: emitting just that leaves a GitOps controller nothing to report.
 */
#include "base/arena.h"

enum quantity_format { QUANTITY_DECIMAL, QUANTITY_BINARY, QUANTITY_EXPONENT };

struct quantity { /* digits * 10^exponent */
	bool negative;
	enum quantity_format format;
	struct str digits; /* '0' to '9', neither first nor last is '0'; empty for zero */
	int32_t exponent;
};

/* False if the text is no quantity. As upstream rounds away from zero to billionths, and
 * keeps binary quantities below 2^63. */
bool quantity_parse(struct arena *a, struct str text, struct quantity *out);
/* Empty if valid, else a phrase: "ends with `MB`, which is no unit of Kubernetes (k M G …)". */
struct str quantity_problem(struct str text, struct arena *a);
/* value * 10^exponent. */
struct quantity quantity_of(struct arena *a, int64_t value, int32_t exponent, enum quantity_format format);
/* The canonical form of the value. */
struct str quantity_text(struct arena *a, const struct quantity *q);
/* What the apiserver gives back for a text: it keeps one that was canonical in its eyes. The text itself if
 * invalid. */
struct str quantity_canonical(struct arena *a, struct str text);
/* Order of the values; <0, 0, >0. */
int quantity_compare(const struct quantity *a, const struct quantity *b);

/* Rounded away from zero to a multiple of 10^scale. */
struct quantity quantity_round_up(struct arena *a, const struct quantity *q, int32_t scale);
/* The value rounded up to a whole number; false if that is beyond 64 bits. */
bool quantity_whole(const struct quantity *q, int64_t *out);

/* From the language's own units: 512Mi or (decimal) 100M; 500m. */
struct str quantity_of_bytes(struct arena *a, int64_t bytes, bool decimal);
struct str quantity_of_cpu(struct arena *a, int64_t nano_cores);

#endif
