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
};

void scalar_read(const struct yaml_node *node, struct scalar *out);
/* The text of a scalar as the key of a map: `yes` is "true", 0x10 is "16". */
struct str scalar_key(struct arena *a, const struct yaml_node *node);

#endif
