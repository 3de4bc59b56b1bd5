#include "reference/page.h"

#include <string.h>

void page_init(struct page *p, struct arena *a)
{
	*p = (struct page){ .arena = a };
	names_init(&p->anchors);
}

void page_fini(struct page *p)
{
	names_fini(&p->anchors);
}

/* ---- anchors ------------------------------------------------------------------------------ */

static char anchor_char(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
}

static uint32_t *uses_of(struct page *p, struct str anchor)
{
	uint32_t number = name_intern(&p->anchors, anchor);

	while (p->uses.n <= number)
		vec_push(p->arena, &p->uses, 0);
	return &p->uses.v[number];
}

struct str page_anchor(struct page *p, const char *prefix, struct str name)
{
	struct buf b = { .arena = p->arena };

	buf_printf(&b, "%s-", prefix);
	for (uint32_t i = 0; i < name.n; i++)
		buf_char(&b, anchor_char(name.p[i]));
	struct str base = buf_str(&b), anchor = base;

	/* The count goes on where it ended, so that many of a name stay cheap. */
	for (uint32_t n = ++*uses_of(p, base); n > 1; n = ++*uses_of(p, base)) {
		anchor = arena_printf(p->arena, "%.*s-%u", STR_ARG(base), n);
		if (++*uses_of(p, anchor) == 1)
			break;
	}
	return anchor;
}

/* ---- parts -------------------------------------------------------------------------------- */

static struct part *add_part(struct page *p, enum part_kind kind)
{
	vec_push(p->arena, &p->parts, (struct part){ .kind = kind });
	return &p->parts.v[p->parts.n - 1];
}

static struct phrase *add_phrase(struct page *p, struct part *part, uint32_t depth)
{
	vec_push(p->arena, &part->phrases, (struct phrase){ .arena = p->arena, .depth = depth });
	return &part->phrases.v[part->phrases.n - 1];
}

static struct part *last_part(struct page *p)
{
	return &p->parts.v[p->parts.n - 1];
}

struct phrase *page_heading(struct page *p, uint32_t level, struct str id)
{
	struct part *part = add_part(p, PART_HEADING);

	part->level = level;
	part->id = id;
	return add_phrase(p, part, 0);
}

struct phrase *page_text(struct page *p)
{
	return add_phrase(p, add_part(p, PART_TEXT), 0);
}

struct phrase *page_cell(struct page *p)
{
	return add_phrase(p, last_part(p), 0);
}

struct phrase *page_item(struct page *p, uint32_t depth)
{
	return add_phrase(p, last_part(p), depth);
}

void page_chapter(struct page *p, const char *id, const char *title)
{
	phrase_text(page_heading(p, 2, str_from(id)), title);
}

void page_code(struct page *p, const char *language, struct str text)
{
	struct part *part = add_part(p, PART_CODE);

	while (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	part->code = text;
	part->language = str_from(language);
}

void page_table(struct page *p, uint32_t columns, const char *const *heads)
{
	add_part(p, PART_TABLE)->columns = columns;
	for (uint32_t i = 0; i < columns; i++)
		phrase_text(page_cell(p), heads[i]);
}

void page_items(struct page *p)
{
	add_part(p, PART_ITEMS);
}

/* ---- prose -------------------------------------------------------------------------------- */

static struct str first_line(struct str text)
{
	int64_t end = str_find(text, STR("\n"), 0);

	return str_slice(text, 0, end < 0 ? text.n : (uint32_t)end);
}

static bool is_indented(struct str line)
{
	return str_starts_with(line, STR("  "));
}

/* The lines up to a blank one, or to where indentation begins or ends; without the indentation. */
static struct str take_block(struct arena *a, struct str *rest)
{
	struct buf block = { .arena = a };
	bool indented = is_indented(first_line(*rest));

	while (rest->n) {
		struct str line = first_line(*rest);

		if (line.n == 0 || is_indented(line) != indented)
			break;
		buf_add(&block, str_slice(line, indented ? 2 : 0, line.n));
		buf_char(&block, '\n');
		*rest = str_slice(*rest, line.n + 1, rest->n);
	}
	return buf_str(&block);
}

/* `1. `: an item of a numbered list */
static bool is_item(struct str line)
{
	uint32_t i = 0;

	while (i < line.n && line.p[i] >= '0' && line.p[i] <= '9')
		i++;
	return i && str_starts_with(str_slice(line, i, line.n), STR(". "));
}

/* A line, and what is indented below it, as one paragraph. */
static struct str take_item(struct arena *a, struct str *rest)
{
	struct buf item = { .arena = a };

	do {
		struct str line = first_line(*rest);
		uint32_t blanks = 0;

		while (blanks < line.n && line.p[blanks] == ' ')
			blanks++;
		buf_add(&item, str_slice(line, blanks, line.n));
		buf_char(&item, '\n');
		*rest = str_slice(*rest, line.n < rest->n ? line.n + 1 : rest->n, rest->n);
	} while (rest->n && is_indented(first_line(*rest)));
	return buf_str(&item);
}

void page_prose(struct page *p, const char *language, struct str text)
{
	bool item = false;

	while (text.n) {
		item = text.p[0] == '\n'
			       ? item
			       : is_item(first_line(text)) || (item && is_indented(first_line(text)));
		if (text.p[0] == '\n')
			text = str_slice(text, 1, text.n);
		else if (item)
			phrase_marked(page_text(p), take_item(p->arena, &text));
		else if (is_indented(first_line(text)))
			page_code(p, language, take_block(p->arena, &text));
		else
			phrase_marked(page_text(p), take_block(p->arena, &text));
	}
}

/* ---- phrases ------------------------------------------------------------------------------ */

void phrase_add(struct phrase *ph, enum run_style style, struct str text, struct str target)
{
	if (text.n)
		vec_push(ph->arena, ph, (struct run){ style, text, target });
}

void phrase_text(struct phrase *ph, const char *text)
{
	phrase_add(ph, RUN_TEXT, str_from(text), STR(""));
}

void phrase_code(struct phrase *ph, struct str text)
{
	phrase_add(ph, RUN_CODE, text, STR(""));
}

void phrase_marked(struct phrase *ph, struct str text)
{
	while (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	while (text.n) {
		int64_t open = str_find(text, STR("`"), 0);
		int64_t close = open < 0 ? -1 : str_find(text, STR("`"), (uint32_t)open + 1);

		if (close < 0) {
			phrase_add(ph, RUN_TEXT, text, STR(""));
			return;
		}
		phrase_add(ph, RUN_TEXT, str_slice(text, 0, (uint32_t)open), STR(""));
		phrase_code(ph, str_slice(text, (uint32_t)open + 1, (uint32_t)close));
		text = str_slice(text, (uint32_t)close + 1, text.n);
	}
}
