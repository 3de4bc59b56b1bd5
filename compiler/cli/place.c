#include "cli/place.h"

#define STACK_PLACE STR("{stack}")

bool place_suffices(struct compile *c, const char *option, const char *place, uint32_t n)
{
	struct diags *ds = &c->session->diags;

	if (n <= 1 || str_find(str_from(place), STACK_PLACE, 0) >= 0)
		return true;
	struct diag *d = diag_add(ds, DIAG_OUTPUT_PLACE, (struct span){ 0 },
				  "%u stacks cannot be written into one folder", n);

	diag_help(ds, d, "give each its own: `%s '%s/{stack}'`", option, place);
	diag_help(ds, d, "or choose one: `--stack NAME`");
	return false;
}

const char *place_of(struct arena *a, const char *place, struct str stack)
{
	struct str rest = str_from(place);
	struct buf b = { .arena = a };

	for (int64_t at; (at = str_find(rest, STACK_PLACE, 0)) >= 0;) {
		buf_add(&b, str_slice(rest, 0, (uint32_t)at));
		buf_add(&b, stack);
		rest = str_slice(rest, (uint32_t)at + STACK_PLACE.n, rest.n);
	}
	buf_add(&b, rest);
	buf_char(&b, '\0');
	return b.p;
}
