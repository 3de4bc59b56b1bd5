/*
 * The algorithm of Myers in linear space: paths of growing cost are followed from both ends at
 * once until they meet, and the two halves are compared in the same way. Diagonal k holds the
 * points with x - y = k; a path is known by the furthest x that it reached on each diagonal.
 * Where the texts have too little in common, the furthest point reached is taken for the middle.
 */
#include "base/diff.h"

enum { CONTEXT = 3, LEAST_PATIENCE = 256 };

struct line {
	struct str text; /* with its newline */
	uint32_t hash;
};

struct text {
	VEC(struct line) lines;
	bool *changed; /* of each line: only this text has it */
};

struct box { /* lines [x0, x1) of the one and [y0, y1) of the other */
	int32_t x0, x1, y0, y1;
};

struct point {
	int32_t x, y;
};

struct front {
	int32_t *far; /* x by diagonal */
	int32_t min, max;
};

struct diff {
	struct text a, b;
	struct front ahead, back;
	int32_t patience;
};

static void split_lines(struct text *t, struct arena *a, struct str s)
{
	while (s.n) {
		int64_t end = str_find(s, STR("\n"), 0);
		struct str line = str_slice(s, 0, end < 0 ? s.n : (uint32_t)end + 1);

		vec_push(a, &t->lines, (struct line){ line, str_hash(line) });
		s = str_slice(s, line.n, s.n);
	}
	t->changed = arena_new(a, bool, t->lines.n + 1);
}

static bool same(const struct diff *d, int32_t x, int32_t y)
{
	const struct line *a = &d->a.lines.v[x], *b = &d->b.lines.v[y];

	return a->hash == b->hash && str_eq(a->text, b->text);
}

/* ---- the middle ----------------------------------------------------------------------- */

/* The diagonals that one more step reaches; `edge` stands for those that nothing reached. */
static void widen(struct front *f, const struct box *box, int32_t edge)
{
	if (f->min > box->x0 - box->y1)
		f->far[--f->min - 1] = edge;
	else
		f->min++;
	if (f->max < box->x1 - box->y0)
		f->far[++f->max + 1] = edge;
	else
		f->max--;
}

static bool holds(const struct front *f, int32_t k)
{
	return f->min <= k && k <= f->max;
}

static bool step_ahead(struct diff *d, const struct box *box, bool odd, struct point *middle)
{
	struct front *f = &d->ahead;

	widen(f, box, -1);
	for (int32_t k = f->max; k >= f->min; k -= 2) {
		int32_t x = f->far[k - 1] >= f->far[k + 1] ? f->far[k - 1] + 1 : f->far[k + 1];

		while (x < box->x1 && x - k < box->y1 && same(d, x, x - k))
			x++;
		f->far[k] = x;
		if (odd && holds(&d->back, k) && d->back.far[k] <= x) {
			*middle = (struct point){ x, x - k };
			return true;
		}
	}
	return false;
}

static bool step_back(struct diff *d, const struct box *box, bool odd, struct point *middle)
{
	struct front *f = &d->back;

	widen(f, box, INT32_MAX);
	for (int32_t k = f->max; k >= f->min; k -= 2) {
		int32_t x = f->far[k - 1] < f->far[k + 1] ? f->far[k - 1] : f->far[k + 1] - 1;

		while (x > box->x0 && x - k > box->y0 && same(d, x - 1, x - k - 1))
			x--;
		f->far[k] = x;
		if (!odd && holds(&d->ahead, k) && x <= d->ahead.far[k]) {
			*middle = (struct point){ x, x - k };
			return true;
		}
	}
	return false;
}

/* The point inside the box that the way from its beginning got furthest to. */
static struct point furthest(const struct diff *d, const struct box *box)
{
	struct point best = { box->x0, box->y0 };

	for (int32_t k = d->ahead.max; k >= d->ahead.min; k -= 2) {
		int32_t x = d->ahead.far[k] < box->x1 ? d->ahead.far[k] : box->x1;

		if (x - k > box->y1)
			x = box->y1 + k;
		if (x + x - k > best.x + best.y)
			best = (struct point){ x, x - k };
	}
	return best;
}

static struct point find_middle(struct diff *d, const struct box *box)
{
	int32_t first = box->x0 - box->y0, last = box->x1 - box->y1;
	bool odd = (first - last) & 1;
	struct point middle;

	d->ahead.min = d->ahead.max = first;
	d->ahead.far[first] = box->x0;
	d->back.min = d->back.max = last;
	d->back.far[last] = box->x1;
	for (int32_t cost = 0; cost < d->patience; cost++) {
		if (step_ahead(d, box, odd, &middle) || step_back(d, box, odd, &middle))
			return middle;
	}
	return furthest(d, box);
}

/* ---- comparing ------------------------------------------------------------------------ */

static void trim(const struct diff *d, struct box *box)
{
	while (box->x0 < box->x1 && box->y0 < box->y1 && same(d, box->x0, box->y0)) {
		box->x0++;
		box->y0++;
	}
	while (box->x0 < box->x1 && box->y0 < box->y1 && same(d, box->x1 - 1, box->y1 - 1)) {
		box->x1--;
		box->y1--;
	}
}

/* The first half costs at most `patience`, and each of its halves half of that: this is not deep. */
static void compare(struct diff *d, struct box box)
{
	for (trim(d, &box); box.x0 < box.x1 && box.y0 < box.y1; trim(d, &box)) {
		struct point middle = find_middle(d, &box);

		compare(d, (struct box){ box.x0, middle.x, box.y0, middle.y });
		box.x0 = middle.x;
		box.y0 = middle.y;
	}
	for (int32_t x = box.x0; x < box.x1; x++)
		d->a.changed[x] = true;
	for (int32_t y = box.y0; y < box.y1; y++)
		d->b.changed[y] = true;
}

static int32_t patience_for(uint32_t diagonals)
{
	int32_t root = LEAST_PATIENCE;

	while ((int64_t)root * root < diagonals)
		root++;
	return root;
}

static void find_changes(struct diff *d, struct arena *a)
{
	uint32_t n = d->a.lines.n, m = d->b.lines.n, diagonals = n + m + 3;

	d->patience = patience_for(diagonals);
	d->ahead.far = arena_new(a, int32_t, diagonals) + m + 1;
	d->back.far = arena_new(a, int32_t, diagonals) + m + 1;
	compare(d, (struct box){ 0, (int32_t)n, 0, (int32_t)m });
}

/* ---- writing -------------------------------------------------------------------------- */

static void put_line(struct buf *out, char mark, struct str line)
{
	buf_char(out, mark);
	buf_add(out, line);
	if (!str_ends_with(line, STR("\n")))
		buf_add(out, STR("\n\\ No newline at end of file\n"));
}

static bool is_changed(const struct diff *d, struct point p)
{
	return (p.x < (int32_t)d->a.lines.n && d->a.changed[p.x]) ||
	       (p.y < (int32_t)d->b.lines.n && d->b.changed[p.y]);
}

/* Behind the changes that begin at `p`. */
static struct point skip_changes(const struct diff *d, struct point p)
{
	while (p.x < (int32_t)d->a.lines.n && d->a.changed[p.x])
		p.x++;
	while (p.y < (int32_t)d->b.lines.n && d->b.changed[p.y])
		p.y++;
	return p;
}

/* Lines that both have from `p` on, at most `most`. */
static int32_t count_same(const struct diff *d, struct point p, int32_t most)
{
	int32_t n = 0;

	while (n < most && p.x + n < (int32_t)d->a.lines.n &&
	       !is_changed(d, (struct point){ p.x + n, p.y + n }))
		n++;
	return n;
}

/* The end of the hunk whose first change is at `p`: what follows it closely belongs to it. */
static struct point hunk_end(const struct diff *d, struct point p)
{
	for (;;) {
		p = skip_changes(d, p);
		int32_t gap = count_same(d, p, 2 * CONTEXT + 1);
		struct point next = { p.x + gap, p.y + gap };

		if (gap > 2 * CONTEXT || !is_changed(d, next)) {
			gap = gap < CONTEXT ? gap : CONTEXT;
			return (struct point){ p.x + gap, p.y + gap };
		}
		p = next;
	}
}

static void put_range(struct buf *out, char mark, int32_t beg, int32_t end)
{
	buf_printf(out, "%c%d", mark, end > beg ? beg + 1 : beg);
	if (end - beg != 1)
		buf_printf(out, ",%d", end - beg);
}

static void put_hunk(struct buf *out, const struct diff *d, struct point p, struct point end)
{
	buf_add(out, STR("@@ "));
	put_range(out, '-', p.x, end.x);
	buf_char(out, ' ');
	put_range(out, '+', p.y, end.y);
	buf_add(out, STR(" @@\n"));
	while (p.x < end.x || p.y < end.y) {
		if (p.x < end.x && d->a.changed[p.x]) {
			put_line(out, '-', d->a.lines.v[p.x++].text);
		} else if (p.y < end.y && d->b.changed[p.y]) {
			put_line(out, '+', d->b.lines.v[p.y++].text);
		} else {
			put_line(out, ' ', d->a.lines.v[p.x++].text);
			p.y++;
		}
	}
}

static void put_hunks(struct buf *out, const struct diff *d)
{
	struct point p = { 0, 0 }, shown = { 0, 0 }; /* up to where hunks were put */

	for (;;) {
		int32_t same_lines = count_same(d, p, INT32_MAX);
		int32_t before = same_lines < CONTEXT ? same_lines : CONTEXT;

		p = (struct point){ p.x + same_lines, p.y + same_lines };
		if (!is_changed(d, p))
			return;
		before = p.x - before < shown.x ? p.x - shown.x : before;
		shown = hunk_end(d, p);
		put_hunk(out, d, (struct point){ p.x - before, p.y - before }, shown);
		p = shown;
	}
}

void diff_unified(struct buf *out, struct diff_names names, struct str before, struct str after)
{
	struct diff d = { .patience = 0 };

	if (str_eq(before, after))
		return;
	split_lines(&d.a, out->arena, before);
	split_lines(&d.b, out->arena, after);
	find_changes(&d, out->arena);
	buf_printf(out, "--- %.*s\n+++ %.*s\n", STR_ARG(names.before), STR_ARG(names.after));
	put_hunks(out, &d);
}
