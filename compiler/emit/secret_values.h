#ifndef RCC_EMIT_SECRET_VALUES_H
#define RCC_EMIT_SECRET_VALUES_H
/* Makes the values of all keys of a list of Secrets: random ones, and templates over others. */
#include "emit/secrets.h"

enum secret_state {
	SECRET_STATE_NEW,
	SECRET_STATE_BUSY, /* being made: a template that comes here again is made of itself */
	SECRET_STATE_MADE,
	SECRET_STATE_OPEN, /* its owner has to fill it in, or something that it is made of */
	SECRET_STATE_FAILED,
};

struct secret_value_slot {
	const struct secret_need *need;
	const struct secret_key *key;
	enum secret_state state;
	struct str text;
};

struct secret_values {
	struct arena *arena;
	struct diags *diags;
	struct span at;
	struct secrets_entropy *entropy;
	struct secret_value_slot *slots; /* in the order of the list */
	uint32_t n;
	uint32_t *by_name; /* indices of slots, sorted by Secret and key */
};

/* False if one cannot be made; each is reported. */
bool secret_values_make(struct secret_values *v, const struct secret_list *secrets);

#endif
