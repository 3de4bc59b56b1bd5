#include "base/lines.h"

enum { STRIDE = 1024 };

/* A place that is known: every start of a line, and within long lines every STRIDE bytes. */
struct line_mark {
	uint32_t offset; /* in the text */
	struct place place;
};

struct line_marks {
	VEC(struct line_mark) list; /* empty until asked for */
};

void lines_init(struct lines *l, const struct sources *sources, struct arena *arena)
{
	*l = (struct lines){ .sources = sources,
			     .arena = arena,
			     .of = arena_new(arena, struct line_marks, sources->list.n) };
}

static bool starts_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

static struct line_marks *marks_of(struct lines *l, uint32_t source)
{
	struct line_marks *marks = &l->of[source];
	struct str text = source_text(l->sources, source);
	struct line_mark at = { 0, { 1, 1 } };
	uint32_t last = 0;

	if (marks->list.n)
		return marks;
	vec_push(l->arena, &marks->list, at);
	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			at.place = (struct place){ at.place.line + 1, 1 };
		else if (starts_character(text.p[i]))
			at.place.column++;
		at.offset = i + 1;
		if (text.p[i] == '\n' || at.offset - last == STRIDE) {
			vec_push(l->arena, &marks->list, at);
			last = at.offset;
		}
	}
	return marks;
}

struct place lines_place(struct lines *l, uint32_t offset)
{
	uint32_t source = source_at(l->sources, offset);

	if (!source)
		return (struct place){ 1, 1 };
	const struct line_marks *marks = marks_of(l, source);
	struct str text = source_text(l->sources, source);
	uint32_t at = offset - source_get(l->sources, source)->base, lo = 0, hi = marks->list.n;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (marks->list.v[mid].offset <= at)
			lo = mid;
		else
			hi = mid;
	}
	struct place place = marks->list.v[lo].place;

	for (uint32_t i = marks->list.v[lo].offset; i < at; i++)
		place.column += starts_character(text.p[i]);
	return place;
}

/* The offset in the text at which a line starts; the end of the text behind the last line. */
static uint32_t line_start(const struct line_marks *marks, struct str text, uint32_t line)
{
	uint32_t lo = 0, hi = marks->list.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (marks->list.v[mid].place.line < line)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < marks->list.n ? marks->list.v[lo].offset : text.n;
}

struct span lines_span(struct lines *l, uint32_t source, uint32_t line)
{
	const struct line_marks *marks = marks_of(l, source);
	struct str text = source_text(l->sources, source);
	uint32_t base = source_get(l->sources, source)->base;
	uint32_t beg = line_start(marks, text, line), end = line_start(marks, text, line + 1);

	if (end > beg && text.p[end - 1] == '\n')
		end--;
	if (end > beg && text.p[end - 1] == '\r')
		end--;
	return (struct span){ base + beg, base + end };
}
