#ifndef RCC_SEMA_SIGNATURE_H
#define RCC_SEMA_SIGNATURE_H
/*
 * Signatures of builtins, read from the text in builtin.def. A pattern is a type with
 * variables; unifying it with the types of the arguments binds them.
 */
#include "sema/type.h"

enum type_var { VAR_T, VAR_U, VAR_Q, VAR_K, VAR_O, VAR_COUNT };

enum pattern_kind { PATTERN_TYPE, PATTERN_VAR, PATTERN_LIST, PATTERN_MAP, PATTERN_FN };

struct type_pattern {
	enum pattern_kind kind;
	bool optional, repeats;
	type_id type;		      /* PATTERN_TYPE; 0: the library has no such type */
	enum type_var var;	      /* PATTERN_VAR */
	struct type_pattern *element; /* of a list, of a map's values, result of a function */
	struct type_pattern *params;  /* PATTERN_FN */
	uint32_t nparams;
};

struct signature { /* one form of a function */
	struct type_pattern *params;
	uint32_t nparams;
	struct type_pattern *result;
	type_id vars[VAR_COUNT]; /* bound so far */
};

/* Where the types of a signature that are not the language's own are found: 0 if there is none. */
struct signature_types {
	void *self;
	type_id (*find)(void *self, struct str name);
};
/* The forms in a signature text; the text is part of the compiler and well formed. */
struct signature *signature_parse(struct arena *a, const char *text, const struct signature_types *types,
				  uint32_t *count);
bool signature_takes(const struct signature *s, uint32_t arguments);
const struct type_pattern *signature_param(const struct signature *s, uint32_t i);
/* The type that a pattern stands for, or 0 while one of its variables is free. */
type_id signature_type(struct types *t, const struct signature *s, const struct type_pattern *p);
/* Binds the pattern's variables so that it stands for `got`; false if it cannot. */
bool signature_unify(struct types *t, struct signature *s, const struct type_pattern *p, type_id got);

#endif
