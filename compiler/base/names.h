#ifndef RCC_BASE_NAMES_H
#define RCC_BASE_NAMES_H
/*
 * Interned strings: the same text has the same number, so later passes compare numbers.
 * Words, string literals and number literals are all kept here. Name 0 is the empty text.
 */
#include "base/table.h"

struct name_entry {
	uint32_t offset, length; /* into the bytes table; with NAME_DOC, into that of docs */
	uint32_t next : 24;	 /* next entry of the same bucket, or 0 */
	uint32_t hash : 8; /* of the text, the upper bits: what is to be inflated is not compared in vain */
};

#define NAME_DOC 0x80000000u
enum { NAMES_MAX = 0xffffff }; /* no source within the limits has so many */

struct names {
	struct table entries; /* struct name_entry */
	struct table bytes;   /* char; texts follow each other, each with a closing NUL */
	struct table docs;    /* the same; those of the library that a compile does not look at */
	const uint32_t *frozen_buckets;
	uint32_t nfrozen_buckets; /* a power of two, or 0 */
	uint32_t *buckets;
	uint32_t nbuckets;
};

void names_init(struct names *n);
void names_fini(struct names *n);
uint32_t name_intern(struct names *n, struct str text);
/* The number of a text that was interned before, or 0. */
uint32_t name_find(const struct names *n, struct str text);
/* Moves the texts of the names that `doc` marks to the table of docs; there may be no frozen ones. */
void names_part_docs(struct names *n, const bool *doc);
struct str names_doc(const struct names *n, const struct name_entry *e);
/* The text; valid until the next name is interned. */
static inline struct str name_text(const struct names *n, uint32_t name)
{
	const struct name_entry *e = table_get_sized(&n->entries, name, sizeof *e);

	if (e->offset & NAME_DOC)
		return names_doc(n, e);
	return (struct str){ table_get_sized(&n->bytes, e->offset, 1), e->length };
}
/* The text, to be kept: copied unless it lies in the image. */
struct str name_kept(const struct names *n, uint32_t name, struct arena *a);

#endif
