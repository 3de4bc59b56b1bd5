#ifndef RCC_OBJECTS_MINOR_H
#define RCC_OBJECTS_MINOR_H
/*
 * Which Kubernetes has what: types, fields and tags carry `@since("1.30")`, the first release that has them,
 * and `@until("1.34")`, the first one that does not any more.
 */
#include "formats/version.h"
#include "objects/plain.h"

/* The release that the objects are for. */
struct minor {
	struct version version;
	struct str text;
	origin_id origin; /* of the value that names it */
};

/* From what the library's `fn kubernetes` returns; false if that is no version. */
bool minor_read(struct value version, struct minor *out);

/* What a value is or stands in. */
enum minor_part { MINOR_TYPE, MINOR_FIELD, MINOR_TAG };

/* Whether the release has what `declared` declares. */
bool minor_has(const struct plain *p, node_id declared);

/*
 * Whether the release has what `declared` declares; everything is, if the library names no release. Reports
 * RCS0609 to RCS0611 otherwise: at what the user wrote of `origin`, at the place in the library that gave it,
 * and at what names the release.
 */
bool minor_check(struct plain *p, enum minor_part part, node_id declared, origin_id origin);

#endif
