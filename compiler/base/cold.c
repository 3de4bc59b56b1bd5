#include "base/cold.h"

#include "base/copies.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* A block takes a millisecond to inflate; smaller ones would deflate less. */
enum {
	BLOCK = 256 * 1024,
	COLD_MAGIC = 0x444c4f43,
	COPIES = UINT16_MAX /* instead of `words`: what copies_part keeps */
};

struct packed {
	uint32_t magic, size, words, nblocks;
	uint32_t ends[]; /* of each block, counted from the first */
};

struct cold {
	const struct packed *packed;
	uint32_t packed_size, size;  /* size: of all that is plain */
	const unsigned char *blocks; /* NULL before somebody looked at `packed` */
	pthread_mutex_t lock;	     /* threads that check objects ask for messages and places */
	char *plain;		     /* all of the bytes; NULL before the first are asked for */
	bool filled;		     /* cold_fill has been here */
	bool *is_plain;		     /* by block */
	cold_finish *finish;	     /* or NULL */
	const void *with;
	struct str first_other;
	struct cold *second_other; /* or NULL */
};

static uint32_t block_length(uint32_t size, uint32_t block)
{
	uint32_t left = size - block * BLOCK;

	return left < BLOCK ? left : BLOCK;
}

/* ---- writing ------------------------------------------------------------------------------ */

/* What word i of elements with `step` words each is near to: elements begin with a span, which begins not far
 * from the end of the span before, and is short; any other word is near to that of the element before. */
static uint32_t expected(const uint32_t *word, uint32_t i, uint32_t step)
{
	uint32_t part = i % step;

	if (part == 1)
		return word[i - 1];
	if (i < step || step == 1)
		return 0;
	return word[i - step + (part == 0)];
}

/* Each word as its difference to what is expected: first the lowest bytes of all of them. */
static void part_words(Bytef *bytes, const uint32_t *word, uint32_t n, uint32_t step)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t value = zigzag(word[i] - expected(word, i, step));

		for (uint32_t plane = 0; plane < sizeof *word; plane++)
			bytes[plane * n + i] = (Bytef)(value >> 8 * plane);
	}
}

/* Without a checksum: what lies in the command is as it was made. What begins at `mid` gets codes of its own.
 */
static uint32_t deflate_bytes(struct buf *out, Bytef *bytes, uint32_t n, uint32_t mid)
{
	Bytef packed[BLOCK + BLOCK / 8 + 64]; /* more than deflateBound() of a block */
	z_stream z = { .next_in = bytes, .avail_in = mid, .next_out = packed, .avail_out = sizeof packed };
	bool done = deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL,
				 Z_DEFAULT_STRATEGY) == Z_OK;

	if (done && mid)
		done = deflate(&z, Z_BLOCK) == Z_OK && !z.avail_in;
	z.avail_in = n - mid;
	if (!done || deflate(&z, Z_FINISH) != Z_STREAM_END)
		rcc_bug("cannot deflate %u bytes", n);
	deflateEnd(&z);
	buf_add(out, (struct str){ (const char *)packed, (uint32_t)z.total_out });
	return (uint32_t)z.total_out;
}

static uint32_t deflate_text(struct buf *out, struct str text, const struct others *others)
{
	struct buf kept = { .arena = out->arena };
	uint32_t mid = copies_part(&kept, text, others);

	if (kept.n > BLOCK)
		rcc_bug("%u bytes are more than a block", kept.n);
	return deflate_bytes(out, (Bytef *)kept.p, kept.n, mid);
}

static uint32_t deflate_words(struct buf *out, const void *bytes, uint32_t n, uint32_t words)
{
	uint32_t word[BLOCK / sizeof(uint32_t)];
	Bytef parted[BLOCK];

	memcpy(word, bytes, n);
	if (words)
		part_words(parted, word, n / (uint32_t)sizeof *word, words);
	return deflate_bytes(out, words ? parted : (Bytef *)word, n, 0);
}

static void pack(struct buf *out, struct str bytes, uint32_t words, const struct others *others)
{
	struct packed head = { COLD_MAGIC, bytes.n, words, (bytes.n + BLOCK - 1) / BLOCK };
	struct buf blocks = { .arena = out->arena };

	buf_add(out, (struct str){ (const char *)&head, sizeof head });
	for (uint32_t i = 0, end = 0; i < head.nblocks; i++) {
		struct str block = { bytes.p + (size_t)i * BLOCK, block_length(bytes.n, i) };

		end += others ? deflate_text(&blocks, block, others)
			      : deflate_words(&blocks, block.p, block.n, words);
		buf_add(out, (struct str){ (const char *)&end, sizeof end });
	}
	buf_add(out, buf_str(&blocks));
}

void cold_pack(struct buf *out, const void *bytes, uint32_t n, uint32_t words)
{
	pack(out, (struct str){ bytes, n }, words, NULL);
}

void cold_pack_text(struct buf *out, struct str text, const struct others *others)
{
	pack(out, text, COPIES, others);
}

/* ---- reading ------------------------------------------------------------------------------ */

/* Finds the blocks; false if it is nothing that cold_pack wrote. */
static bool look(struct cold *c)
{
	const struct packed *p = c->packed;
	uint32_t size = c->packed_size;

	if (size < sizeof *p || p->magic != COLD_MAGIC ||
	    p->nblocks != (p->size + (uint64_t)BLOCK - 1) / BLOCK ||
	    (size - sizeof *p) / sizeof *p->ends < p->nblocks)
		return false;
	uint32_t head = (uint32_t)(sizeof *p + p->nblocks * sizeof *p->ends);

	c->blocks = (const unsigned char *)p + head;
	return !p->nblocks || p->ends[p->nblocks - 1] <= size - head;
}

struct cold *cold_later(const void *packed, uint32_t size, uint32_t plain)
{
	struct cold *c = calloc(1, sizeof *c);

	if (c) {
		*c = (struct cold){ .packed = packed, .packed_size = size, .size = plain };
		pthread_mutex_init(&c->lock, NULL);
	}
	return c;
}

struct cold *cold_open(const void *packed, uint32_t size)
{
	struct cold *c = cold_later(packed, size, 0);

	if (c && look(c)) {
		c->size = c->packed->size;
		return c;
	}
	cold_close(c);
	return NULL;
}

void cold_close(struct cold *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->lock);
	free(c->plain);
	free(c->is_plain);
	free(c);
}

uint32_t cold_size(const struct cold *c)
{
	return c->size;
}

/* The other way round than part_words(). */
static void join_words(uint32_t *word, const Bytef *bytes, uint32_t n, uint32_t step)
{
	const Bytef *second = bytes + n, *third = second + n, *fourth = third + n;

	for (uint32_t i = 0; i < n; i++)
		word[i] = unzigzag(bytes[i] | (uint32_t)second[i] << 8 | (uint32_t)third[i] << 16 |
				   (uint32_t)fourth[i] << 24);
	for (uint32_t i = 0; step > 1 && i < n; i++)
		word[i] += expected(word, i, step);
}

/* How many bytes `size` of them become, at most `most`; 0 if there is something wrong with them. */
static uint32_t inflate_bytes(Bytef *to, uint32_t most, const Bytef *from, uint32_t size)
{
	z_stream z = {
		.next_in = (Bytef *)(uintptr_t)from, .avail_in = size, .next_out = to, .avail_out = most
	};

	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return 0;
	int status = inflate(&z, Z_FINISH);

	inflateEnd(&z);
	return status == Z_STREAM_END ? (uint32_t)z.total_out : 0;
}

/* Of the `size` bytes of a block the `n` bytes that were packed. */
static bool join_block(const struct cold *c, char *plain, uint32_t n, Bytef *bytes, uint32_t size)
{
	if (c->packed->words == COPIES) {
		uint32_t others = c->second_other ? cold_size(c->second_other) : 0;

		return copies_join(
			plain, n, bytes, size,
			&(struct others){ c->first_other,
					  { others ? cold_get(c->second_other, 0, others) : NULL, others } });
	}
	if (size == n && c->packed->words)
		join_words((uint32_t *)(void *)plain, bytes, n / (uint32_t)sizeof(uint32_t),
			   c->packed->words);
	return size == n;
}

static void make_plain(const struct cold *c, uint32_t block, char *all)
{
	const struct packed *p = c->packed;
	uint32_t beg = block ? p->ends[block - 1] : 0, n = block_length(p->size, block);
	char *plain = all + (size_t)block * BLOCK;
	Bytef *bytes = p->words ? malloc(BLOCK) : (Bytef *)plain; /* a thread may have little stack */
	uint32_t size = 0;

	if (bytes && p->ends[block] >= beg)
		size = inflate_bytes(bytes, p->words ? BLOCK : n, c->blocks + beg, p->ends[block] - beg);
	if (!size || !join_block(c, plain, n, bytes, size))
		rcc_bug("block %u of the library's image cannot be inflated", block);
	if (p->words)
		free(bytes);
}

static void look_or_stop(struct cold *c)
{
	if (!c->blocks && (!look(c) || c->packed->size != c->size))
		rcc_bug("a part of the library's image does not belong to it");
}

static void make_room(struct cold *c)
{
	look_or_stop(c);
	c->plain = calloc(c->size, 1);
	c->is_plain = calloc(c->packed->nblocks, sizeof *c->is_plain);
	if (!c->plain || !c->is_plain)
		rcc_bug("out of memory: %u bytes of the library", c->size);
}

void cold_finish_by(struct cold *c, cold_finish *finish, const void *with)
{
	c->finish = finish;
	c->with = with;
}

void cold_open_others(struct cold *c, struct str first, struct cold *second)
{
	c->first_other = first;
	c->second_other = second;
}

static void need(struct cold *c, uint32_t offset, uint32_t n)
{
	for (uint32_t i = offset / BLOCK; n && i <= (offset + n - 1) / BLOCK; i++) {
		if (!c->is_plain[i])
			make_plain(c, i, c->plain);
		c->is_plain[i] = true;
	}
}

const void *cold_get(struct cold *c, uint32_t offset, uint32_t n)
{
	pthread_mutex_lock(&c->lock);
	if (!c->plain) {
		make_room(c);
		if (c->finish) {
			need(c, 0, c->size);
			c->finish(c->with, c->plain);
		}
	}
	need(c, offset, n);
	pthread_mutex_unlock(&c->lock);
	return c->plain + offset;
}

void cold_fill(struct cold *c, void *to)
{
	pthread_mutex_lock(&c->lock);
	if (!c->filled) {
		look_or_stop(c);
		COLD_ALLOW(to, c->size);
		for (uint32_t i = 0; i < c->packed->nblocks; i++)
			make_plain(c, i, to);
	}
	c->filled = true;
	pthread_mutex_unlock(&c->lock);
}
