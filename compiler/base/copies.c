#include "base/copies.h"

#include <string.h>

/* What lies at a place of the others, up to the end of the one that it lies in. */
static struct str rest_at(const struct others *others, uint32_t place)
{
	const struct str *in = &others->first;

	if (place >= in->n) {
		place -= in->n;
		in = &others->second;
	}
	return place < in->n ? (struct str){ in->p + place, in->n - place } : (struct str){ 0 };
}

/* ---- writing ------------------------------------------------------------------------------ */

/* A step costs about four bytes, less where it goes on behind the one before. */
enum { FAR = 20, NEAR = 6, BUCKETS = 1 << 16, MOST_TRIED = 256 };

struct finder {
	const struct others *others;
	uint32_t *buckets, *next; /* 1 + the first place of FAR bytes, and of each place the next */
};

struct copy {
	uint32_t place, length;
};

static uint32_t bucket_of(const char *p)
{
	return str_hash((struct str){ p, FAR }) % BUCKETS;
}

/* The first places come first. */
static void index_others(struct finder *f, struct arena *a)
{
	uint32_t n = f->others->first.n + f->others->second.n;

	f->buckets = arena_new(a, uint32_t, BUCKETS);
	f->next = arena_new(a, uint32_t, n + 1);
	for (uint32_t place = n; place-- > 0;) {
		struct str at = rest_at(f->others, place);

		if (at.n < FAR)
			continue;
		f->next[place] = f->buckets[bucket_of(at.p)];
		f->buckets[bucket_of(at.p)] = place + 1;
	}
}

static uint32_t common(struct str a, struct str b)
{
	uint32_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

static uint32_t distance(uint32_t a, uint32_t b)
{
	return a < b ? b - a : a - b;
}

/* The longest copy that a text can begin with, of these the nearest; length 0 if none is worth a step. */
static struct copy find_copy(const struct finder *f, struct str text, uint32_t near)
{
	struct copy best = { near, common(text, rest_at(f->others, near)) };

	if (best.length >= NEAR)
		return best;
	best.length = 0;
	if (text.n < FAR)
		return best;
	for (uint32_t i = f->buckets[bucket_of(text.p)], tried = 0; i && tried < MOST_TRIED;
	     i = f->next[i - 1], tried++) {
		struct copy c = { i - 1, common(text, rest_at(f->others, i - 1)) };

		if (c.length >= FAR &&
		    (c.length > best.length ||
		     (c.length == best.length && distance(c.place, near) < distance(best.place, near))))
			best = c;
	}
	return best;
}

/* Seven bits a byte, the lowest first. */
static void add_number(struct buf *out, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		buf_char(out, (char)(number | 0x80));
	buf_char(out, (char)number);
}

uint32_t copies_part(struct buf *out, struct str text, const struct others *others)
{
	struct finder finder = { .others = others };
	struct buf steps = { .arena = out->arena }, new = { .arena = out->arena };
	uint32_t done = 0, near = 0;

	index_others(&finder, out->arena);
	for (uint32_t i = 0; i < text.n;) {
		struct copy c = find_copy(&finder, (struct str){ text.p + i, text.n - i }, near);

		if (!c.length) {
			i++;
			continue;
		}
		add_number(&steps, i - done);
		add_number(&steps, c.length);
		add_number(&steps, zigzag(c.place - near));
		buf_add(&new, (struct str){ text.p + done, i - done });
		near = c.place + c.length;
		done = i += c.length;
	}
	add_number(&steps, text.n - done);
	buf_add(&new, (struct str){ text.p + done, text.n - done });

	uint32_t beg = out->n;

	add_number(out, steps.n);
	buf_add(out, buf_str(&steps));
	uint32_t behind = out->n - beg;

	buf_add(out, buf_str(&new));
	return behind;
}

/* ---- reading ------------------------------------------------------------------------------ */

struct kept {
	const unsigned char *p, *end;
};

static uint32_t take_number(struct kept *k)
{
	uint32_t number = 0;

	for (int shift = 0; k->p < k->end && shift < 32; shift += 7) {
		number |= (uint32_t)(*k->p & 0x7f) << shift;
		if (!(*k->p++ & 0x80))
			break;
	}
	return number;
}

bool copies_join(char *to, uint32_t n, const unsigned char *kept, uint32_t length,
		 const struct others *others)
{
	struct kept steps = { kept, kept + length };
	uint32_t count = take_number(&steps), place = 0;

	if (count > (uint32_t)(steps.end - steps.p))
		return false;
	struct kept new = { steps.p + count, steps.end };

	for (steps.end = new.p;;) {
		count = take_number(&steps);
		if (count > n || count > (uint32_t)(new.end - new.p))
			return false;
		memcpy(to, new.p, count);
		to += count, n -= count, new.p += count;
		if (!n)
			return true;
		count = take_number(&steps);
		place += unzigzag(take_number(&steps));
		struct str from = rest_at(others, place);

		if (!count || count > n || count > from.n)
			return false;
		memcpy(to, from.p, count);
		to += count, n -= count, place += count;
	}
}
