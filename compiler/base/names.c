#include "base/names.h"

#include <stdlib.h>
#include <string.h>

void names_init(struct names *n)
{
	*n = (struct names){ 0 };
	table_init(&n->entries, sizeof(struct name_entry), NULL, 0);
	table_init(&n->bytes, 1, NULL, 0);
	table_init(&n->docs, 1, NULL, 0);
}

void names_fini(struct names *n)
{
	table_fini(&n->entries);
	table_fini(&n->bytes);
	table_fini(&n->docs);
	free(n->buckets);
	*n = (struct names){ 0 };
}

static const struct name_entry *entry(const struct names *n, uint32_t name)
{
	return (const struct name_entry *)table_get_sized(&n->entries, name, sizeof(struct name_entry));
}

struct str name_kept(const struct names *n, uint32_t name, struct arena *a)
{
	struct str text = name_text(n, name);

	return name < n->entries.nfrozen ? text : arena_str(a, text);
}

struct str names_doc(const struct names *n, const struct name_entry *e)
{
	return (struct str){ table_row(&n->docs, e->offset & ~NAME_DOC, e->length + 1), e->length };
}

/* Where a text lies now, with its closing NUL. */
static uint32_t add_bytes(struct table *bytes, struct str text)
{
	uint32_t offset = table_add_many(bytes, text.n + 1);

	if (text.n)
		memcpy(table_edit(bytes, offset), text.p, text.n);
	return offset;
}

void names_part_docs(struct names *n, const bool *doc)
{
	struct table bytes;

	table_init(&bytes, 1, NULL, 0);
	for (uint32_t i = 1; i < n->entries.n; i++) {
		struct str text = name_text(n, i);
		uint32_t offset = doc[i] ? add_bytes(&n->docs, text) | NAME_DOC : add_bytes(&bytes, text);

		((struct name_entry *)table_edit(&n->entries, i))->offset = offset;
	}
	table_fini(&n->bytes);
	n->bytes = bytes;
}

static uint32_t find_in(const struct names *n, const uint32_t *buckets, uint32_t count, struct str text,
			uint32_t hash)
{
	uint32_t name = count ? buckets[hash & (count - 1)] : 0;

	for (; name; name = entry(n, name)->next) {
		const struct name_entry *e = entry(n, name);

		if (e->hash == hash >> 24 && e->length == text.n && str_eq(name_text(n, name), text))
			return name;
	}
	return 0;
}

static uint32_t find_hashed(const struct names *n, struct str text, uint32_t hash)
{
	uint32_t name = find_in(n, n->frozen_buckets, n->nfrozen_buckets, text, hash);

	return name ? name : find_in(n, n->buckets, n->nbuckets, text, hash);
}

uint32_t name_find(const struct names *n, struct str text)
{
	return text.n ? find_hashed(n, text, str_hash(text)) : 0;
}

/* Chains of the frozen part stay among frozen names, so only own names are moved. */
static void rehash(struct names *n)
{
	uint32_t count = n->nbuckets ? n->nbuckets * 2 : 256;
	uint32_t *buckets = calloc(count, sizeof *buckets);

	if (!buckets)
		rcc_bug("out of memory: %u name buckets", count);
	uint32_t first = n->entries.nfrozen ? n->entries.nfrozen : 1;

	for (uint32_t i = first; i < n->entries.n; i++) {
		struct name_entry *e = table_edit(&n->entries, i);
		uint32_t *bucket = &buckets[str_hash(name_text(n, i)) & (count - 1)];

		e->next = *bucket & NAMES_MAX;
		*bucket = i;
	}
	free(n->buckets);
	n->buckets = buckets;
	n->nbuckets = count;
}

uint32_t name_intern(struct names *n, struct str text)
{
	uint32_t hash = str_hash(text), name = text.n ? find_hashed(n, text, hash) : 0;

	if (name || text.n == 0)
		return name;
	if (n->entries.n - n->entries.nfrozen >= 2 * n->nbuckets)
		rehash(n);
	uint32_t offset = add_bytes(&n->bytes, text);

	name = table_add(&n->entries);
	*(struct name_entry *)table_edit(&n->entries, name) = (struct name_entry){
		.offset = offset,
		.length = text.n,
		.next = n->buckets[hash & (n->nbuckets - 1)] & NAMES_MAX,
		.hash = (uint8_t)(hash >> 24),
	};
	n->buckets[hash & (n->nbuckets - 1)] = name;
	return name;
}
