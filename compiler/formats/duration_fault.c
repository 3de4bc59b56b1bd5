#include "formats/duration_fault.h"

#include "formats/chars.h"

struct str duration_fault_text(enum duration_fault fault, const struct duration_notation *in, struct str text,
			       struct str unit, struct arena *a)
{
	switch (fault) {
	case DURATION_OK:
		return STR("");
	case DURATION_MALFORMED:
		return text.n ? STR("is not made of numbers with units, such as `1h30m`") : STR("is empty");
	case DURATION_NO_UNIT:
		return STR("has a number without unit");
	case DURATION_UNKNOWN_UNIT:
		return arena_printf(a, "has the unit `%.*s`, known are %s", STR_ARG(chars_excerpt(a, unit)),
				    in->units);
	case DURATION_ORDER:
		return STR("has units that do not go from the largest to the smallest, each once");
	case DURATION_TOO_LARGE:
		break;
	}
	return arena_printf(a, "is longer than %s", in->longest);
}
