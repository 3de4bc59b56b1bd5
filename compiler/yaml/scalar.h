#ifndef RCC_YAML_SCALAR_H
#define RCC_YAML_SCALAR_H
/*
 * What a plain scalar is to Kubernetes, which reads YAML as sigs.k8s.io/yaml does: most of YAML 1.1. `yes`,
 * `on` and `y` are booleans, 0755 is 493, 1e3 a number; 12:30 and dates are texts.
 */
#include "yaml/events.h"

enum scalar_kind {
	SCALAR_NULL,
	SCALAR_BOOL,
	SCALAR_INT,
	SCALAR_FLOAT, /* also whole numbers beyond 64 bits, .inf and .nan */
	SCALAR_STRING,
};

struct scalar {
	enum scalar_kind kind;
	bool boolean;
	int64_t integer; /* also of a float without a fraction, if `whole` */
	double number;
	bool whole;
	bool large; /* an integer from 2^63 to 2^64: Go has a type of its own for it */
};

void scalar_read(const struct yaml_node *node, struct scalar *out);
/* The text of a scalar in JSON, without quotes: `yes` is true, 0x10 is 16, 1e3 is 1000. */
struct str scalar_json(struct arena *a, const struct yaml_node *node);
/* The text of a scalar as the key of a map. Of a number with a fraction or exponent it is what Go makes of 32
 * bits of it: 1e3 is 1000, 1e6 is 1e+06. */
struct str scalar_key(struct arena *a, const struct yaml_node *node);
/* Whether it can be a key: null and integers that are `large` cannot. */
bool scalar_is_key(const struct yaml_node *node);

#endif
