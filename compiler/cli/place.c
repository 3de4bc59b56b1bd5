#include "cli/place.h"

#include "emit/site.h"

bool place_suffices(struct compile *c, const char *option, const char *place, uint32_t n)
{
	struct diags *ds = &c->session->diags;

	if (n <= 1 || str_find(str_from(place), STR(SITE_STACK), 0) >= 0)
		return true;
	struct diag *d = diag_add(ds, DIAG_OUTPUT_PLACE, (struct span){ 0 },
				  "%u stacks cannot be written into one folder", n);

	diag_help(ds, d, "give each its own: `%s '%s/{stack}'`", option, place);
	diag_help(ds, d, "or choose one: `--stack NAME`");
	return false;
}
