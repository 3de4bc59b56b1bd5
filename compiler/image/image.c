#include "image/image.h"

#include "base/cold.h"
#include "base/copies.h"
#include "syntax/spans.h"

#include <string.h>

enum { IMAGE_ALIGN = 16, IMAGE_MAGIC = 0x52434349 /* "RCCI" */ };
enum { OWN = 64 }; /* elements that a small project adds to most tables: these need not ask for memory each */

enum section {
#define TABLE(id, table) SECTION_##id,
#define HEAD(id, table, end) SECTION_##id,
#define TAIL(id, table, beg, words) SECTION_##id,
#define COLD(id, table, words) SECTION_##id,
#define SAID(id, table) SECTION_##id,
#define BUCKETS(id, owner) SECTION_##id,
#include "image/image.def"
#undef TABLE
#undef HEAD
#undef TAIL
#undef COLD
#undef SAID
#undef BUCKETS
	SECTION_COUNT
};

struct image_section {
	uint32_t offset, bytes; /* from the start of the image */
	uint32_t count, size;	/* elements, and bytes of one */
};

struct image_header {
	uint32_t magic, total;
	uint32_t next_base; /* of the sources */
	struct prelude prelude;
	struct image_section sections[SECTION_COUNT];
};

struct part {		     /* a row of image.def, in a program */
	struct table *table; /* or NULL: buckets */
	uint32_t beg, end;   /* the elements to be written */
	const void *instead; /* what is written for them, or NULL */
	enum { PART_PLAIN, PART_TAIL, PART_COLD, PART_SAID } how;
	uint32_t words;
	const uint32_t *buckets, **frozen_buckets;
	uint32_t nbuckets, *nfrozen_buckets;
};

/* The first of the nodes that are deflated. */
static node_id first_late(const struct ast *t)
{
	return t->late ? t->late : t->nodes.n;
}

static void list_parts(struct program *p, struct session *s, struct part parts[SECTION_COUNT])
{
	const struct part list[SECTION_COUNT] = {
#define TABLE(id, table_) HEAD(id, table_, (table_).n)
#define HEAD(id, table_, end_) [SECTION_##id] = { .table = &(table_), .end = (end_) },
#define TAIL(id, table_, beg_, words_) DEFLATED(id, table_, beg_, words_, PART_TAIL)
#define COLD(id, table_, words_) DEFLATED(id, table_, 0, words_, PART_COLD)
#define SAID(id, table_) DEFLATED(id, table_, 0, 0, PART_SAID)
#define DEFLATED(id, table_, beg_, words_, how_) \
	[SECTION_##id] = { \
		.table = &(table_), .beg = (beg_), .end = (table_).n, .how = (how_), .words = (words_) \
	},
#define BUCKETS(id, owner) \
	[SECTION_##id] = { .buckets = (owner).buckets, \
			   .nbuckets = (owner).nbuckets, \
			   .frozen_buckets = &(owner).frozen_buckets, \
			   .nfrozen_buckets = &(owner).nfrozen_buckets },
#include "image/image.def"
#undef TABLE
#undef HEAD
#undef TAIL
#undef COLD
#undef SAID
#undef DEFLATED
#undef BUCKETS
	};

	memcpy(parts, list, sizeof list);
}

/* ---- writing ------------------------------------------------------------------------------ */

static void pad(struct buf *out)
{
	while (out->n % IMAGE_ALIGN)
		buf_char(out, '\0');
}

static struct str own_text(const struct table *t)
{
	return (struct str){ t->own, t->n };
}

static void add_part(struct buf *out, struct image_section *section, const struct part *part,
		     const struct names *names)
{
	const struct table *t = part->table;

	pad(out);
	section->offset = out->n;
	section->count = t ? part->end - part->beg : part->nbuckets;
	section->size = t ? t->size : (uint32_t)sizeof *part->buckets;
	const void *bytes = t ? t->own + (size_t)part->beg * t->size : (const void *)part->buckets;

	if (part->instead)
		bytes = part->instead;
	if (part->how == PART_SAID)
		cold_pack_text(out, own_text(t),
			       &(struct others){ own_text(&names->bytes), own_text(&names->docs) });
	else if (part->how != PART_PLAIN)
		cold_pack(out, bytes, section->count * section->size, part->words);
	else
		buf_add(out, (struct str){ bytes, section->count * section->size });
	section->bytes = out->n - section->offset;
}

void image_write(const struct program *p, struct buf *out)
{
	struct session *s = p->ast.session;
	struct image_header h = { .magic = IMAGE_MAGIC,
				  .next_base = s->sources.next_base,
				  .prelude = p->prelude };
	struct part parts[SECTION_COUNT];

	list_parts((struct program *)p, s, parts); /* which are only looked at */
	parts[SECTION_SPANS].instead = spans_part(&p->ast, &s->arena);
	buf_add(out, (struct str){ (const char *)&h, sizeof h });
	for (enum section i = 0; i < SECTION_COUNT; i++)
		add_part(out, &h.sections[i], &parts[i], &s->names);
	pad(out);
	h.total = out->n;
	memcpy(out->p, &h, sizeof h);
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool section_fits(const struct image_section *s, const struct part *part, size_t size)
{
	uint32_t element = part->table ? part->table->size : (uint32_t)sizeof *part->buckets;

	return s->size == element && s->offset <= size && s->bytes <= size - s->offset &&
	       (part->how != PART_PLAIN || s->bytes == (uint64_t)s->count * s->size);
}

static bool attach_cold(const struct part *part, const struct image_section *s, const char *bytes,
			const struct names *names)
{
	struct cold *cold = cold_later(bytes, s->bytes, s->count * s->size);

	if (!cold)
		return false;
	if (part->how == PART_TAIL) {
		table_add_late(part->table, cold, s->count);
	} else {
		table_fini(part->table);
		table_init_cold(part->table, s->size, cold, s->count);
	}
	if (part->how == PART_SAID)
		cold_open_others(cold, (struct str){ names->bytes.frozen, names->bytes.nfrozen },
				 names->docs.cold);
	return true;
}

static bool attach_part(const struct part *part, const struct image_section *s, const char *bytes,
			struct session *session)
{
	if (part->how != PART_PLAIN)
		return attach_cold(part, s, bytes, &session->names);
	if (part->table) {
		table_fini(part->table);
		table_init(part->table, s->size, bytes, s->count);
		table_borrow(part->table, &session->arena, OWN);
		return true;
	}
	*part->nfrozen_buckets = s->count;
	*part->frozen_buckets = s->count ? (const uint32_t *)(const void *)bytes : NULL;
	return true;
}

bool image_attach(struct program *p, struct session *s, const void *image, size_t size)
{
	const struct image_header *h = image;
	struct part parts[SECTION_COUNT];

	program_init(p, s);
	if (size < sizeof *h || h->magic != IMAGE_MAGIC || h->total != size)
		return false;
	list_parts(p, s, parts);
	for (enum section i = 0; i < SECTION_COUNT; i++) {
		const struct image_section *section = &h->sections[i];

		if (!section_fits(section, &parts[i], size) ||
		    !attach_part(&parts[i], section, (const char *)image + section->offset, s))
			return false;
	}
	ast_freeze(&p->ast);
	s->sources.next_base = h->next_base;
	p->prelude = h->prelude;
	return true;
}
