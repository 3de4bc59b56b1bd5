#ifndef RCC_SCHEMA_WRITE_H
#define RCC_SCHEMA_WRITE_H
/* The model as declarations of the language. */
#include "schema/model.h"

/* Types are sorted by name; those of `m` that are imported are taken from module `base`. */
void write_model(const struct model *m, struct str base, struct buf *out);
/* The fields of a record, a line each; types without a name are written out. */
void write_fields(const struct model *m, const struct record *r, struct buf *out);
/* A string literal. */
void write_quoted(struct str text, struct buf *out);
/* An alternative of an enumeration where one is compared with it; false if it has none of that text. */
bool write_tag(const struct model *m, const struct enumeration *e, struct str text, struct buf *out);
/* The alternatives of an enumeration with the releases that have them. */
void write_enumeration(const struct model *m, const struct enumeration *e, struct buf *out);

#endif
