#include "image/image.h"

#include <string.h>

enum { IMAGE_ALIGN = 16, IMAGE_MAGIC = 0x52434349 }; /* "RCCI" */

enum section {
	SECTION_NAMES,
	SECTION_NAME_BYTES,
	SECTION_NAME_BUCKETS,
	SECTION_SOURCES,
	SECTION_TEXTS,
	SECTION_NODES,
	SECTION_TRIVIA,
	SECTION_TYPES,
	SECTION_FIELDS,
	SECTION_ALTERNATIVES,
	SECTION_KEYS,
	SECTION_TYPE_BUCKETS,
	SECTION_MODULES,
	SECTION_SYMBOLS,
	SECTION_CHECKS,
	SECTION_COUNT
};

struct image_section {
	uint32_t offset, count, size; /* bytes from the start, elements, bytes of one */
};

struct image_header {
	uint32_t magic, total;
	uint32_t next_base; /* of the sources */
	struct prelude prelude;
	struct image_section sections[SECTION_COUNT];
};

/* The table behind a section; NULL for the bucket arrays, which are none. */
static struct table *section_table(struct program *p, struct session *s, enum section section)
{
	switch (section) {
	case SECTION_NAMES:
		return &s->names.entries;
	case SECTION_NAME_BYTES:
		return &s->names.bytes;
	case SECTION_SOURCES:
		return &s->sources.list;
	case SECTION_TEXTS:
		return &s->sources.texts;
	case SECTION_NODES:
		return &p->ast.nodes;
	case SECTION_TRIVIA:
		return &p->ast.trivia;
	case SECTION_TYPES:
		return &p->types.list;
	case SECTION_FIELDS:
		return &p->types.fields;
	case SECTION_ALTERNATIVES:
		return &p->types.alternatives;
	case SECTION_KEYS:
		return &p->types.keys;
	case SECTION_MODULES:
		return &p->modules;
	case SECTION_SYMBOLS:
		return &p->symbols;
	case SECTION_CHECKS:
		return &p->checks;
	default:
		return NULL;
	}
}

/* ---- writing ------------------------------------------------------------------------------ */

static void pad(struct buf *out)
{
	while (out->n % IMAGE_ALIGN)
		buf_char(out, '\0');
}

static void add_bytes(struct buf *out, struct image_section *section, const void *bytes, uint32_t count,
		      uint32_t size)
{
	pad(out);
	*section = (struct image_section){ out->n, count, size };
	buf_add(out, (struct str){ bytes, count * size });
}

void image_write(const struct program *p, struct buf *out)
{
	struct session *s = p->ast.session;
	struct image_header h = { .magic = IMAGE_MAGIC,
				  .next_base = s->sources.next_base,
				  .prelude = p->prelude };
	struct program *tables = (struct program *)p; /* only looked at */

	buf_add(out, (struct str){ (const char *)&h, sizeof h });
	for (enum section i = 0; i < SECTION_COUNT; i++) {
		const struct table *t = section_table(tables, s, i);

		if (t)
			add_bytes(out, &h.sections[i], t->own, t->n, t->size);
	}
	add_bytes(out, &h.sections[SECTION_NAME_BUCKETS], s->names.buckets, s->names.nbuckets,
		  sizeof(uint32_t));
	add_bytes(out, &h.sections[SECTION_TYPE_BUCKETS], p->types.buckets, p->types.nbuckets,
		  sizeof(uint32_t));
	pad(out);
	h.total = out->n;
	memcpy(out->p, &h, sizeof h);
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool section_fits(const struct image_header *h, const struct image_section *s, size_t size)
{
	return h->total == size && s->size && s->offset <= size && (size - s->offset) / s->size >= s->count;
}

static const uint32_t *buckets_of(const void *image, const struct image_section *s, uint32_t *count)
{
	*count = s->count;
	return s->count ? (const uint32_t *)(const void *)((const char *)image + s->offset) : NULL;
}

static bool attach_tables(struct program *p, struct session *s, const void *image, size_t size)
{
	const struct image_header *h = image;

	for (enum section i = 0; i < SECTION_COUNT; i++) {
		const struct image_section *section = &h->sections[i];
		struct table *t = section_table(p, s, i);
		uint32_t element = t ? t->size : (uint32_t)sizeof(uint32_t);

		if (!section_fits(h, section, size) || section->size != element)
			return false;
		if (!t)
			continue;
		table_fini(t);
		table_init(t, element, (const char *)image + section->offset, section->count);
	}
	return true;
}

bool image_attach(struct program *p, struct session *s, const void *image, size_t size)
{
	const struct image_header *h = image;

	program_init(p, s);
	if (size < sizeof *h || h->magic != IMAGE_MAGIC || !attach_tables(p, s, image, size))
		return false;
	s->names.frozen_buckets =
		buckets_of(image, &h->sections[SECTION_NAME_BUCKETS], &s->names.nfrozen_buckets);
	p->types.frozen_buckets =
		buckets_of(image, &h->sections[SECTION_TYPE_BUCKETS], &p->types.nfrozen_buckets);
	s->sources.next_base = h->next_base;
	p->prelude = h->prelude;
	return true;
}
