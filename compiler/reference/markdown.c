/* The page as GitHub reads Markdown. */
#include "reference/page.h"

#include <string.h>

/* How many backticks enclose the text: one more than it has in a row. */
static uint32_t fence_of(struct str text, uint32_t least)
{
	uint32_t longest = 0, run = 0;

	for (uint32_t i = 0; i < text.n; i++) {
		run = text.p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest < least ? least : longest + 1;
}

static void put_fence(struct buf *out, uint32_t n)
{
	while (n--)
		buf_char(out, '`');
}

static void put_char(struct buf *out, char c, const char *escaped)
{
	if (c && strchr(escaped, c))
		buf_char(out, '\\');
	buf_char(out, c == '\n' ? ' ' : c);
}

static void put_code(struct buf *out, struct str text, const char *escaped)
{
	uint32_t marks = fence_of(text, 1);
	bool padded = text.p[0] == '`' || text.p[text.n - 1] == '`';

	put_fence(out, marks);
	if (padded)
		buf_char(out, ' ');
	for (uint32_t i = 0; i < text.n; i++)
		put_char(out, text.p[i], escaped);
	if (padded)
		buf_char(out, ' ');
	put_fence(out, marks);
}

static void put_styled(struct buf *out, const struct run *run, const char *escaped_code)
{
	if (run->style == RUN_CODE) {
		put_code(out, run->text, escaped_code);
		return;
	}
	if (run->style == RUN_STRONG)
		buf_add(out, STR("**"));
	for (uint32_t i = 0; i < run->text.n; i++)
		put_char(out, run->text.p[i], "\\`*_[]<>&|~#");
	if (run->style == RUN_STRONG)
		buf_add(out, STR("**"));
}

/* `escaped_code`: what a backslash stands before inside of code, which is `|` in tables only. */
static void put_phrase(struct buf *out, const struct phrase *ph, const char *escaped_code)
{
	for (uint32_t i = 0; i < ph->n; i++) {
		const struct run *run = &ph->v[i];

		if (run->target.n)
			buf_char(out, '[');
		put_styled(out, run, escaped_code);
		if (run->target.n)
			buf_printf(out, "](#%.*s)", STR_ARG(run->target));
	}
}

static void put_heading(struct buf *out, const struct part *part)
{
	if (part->id.n)
		buf_printf(out, "<a id=\"%.*s\"></a>\n\n", STR_ARG(part->id));
	for (uint32_t i = 0; i < part->level; i++)
		buf_char(out, '#');
	buf_char(out, ' ');
	put_phrase(out, &part->phrases.v[0], "");
	buf_char(out, '\n');
}

/* What begins a list when it begins a line. */
static void put_text(struct buf *out, const struct part *part)
{
	const struct phrase *ph = &part->phrases.v[0];
	bool marker = ph->n && ph->v[0].style == RUN_TEXT && strchr("-+=", ph->v[0].text.p[0]);

	if (marker)
		buf_char(out, '\\');
	put_phrase(out, ph, "");
	buf_char(out, '\n');
}

static void put_block(struct buf *out, const struct part *part)
{
	uint32_t marks = fence_of(part->code, 3);

	put_fence(out, marks);
	buf_printf(out, "%.*s\n%.*s\n", STR_ARG(part->language), STR_ARG(part->code));
	put_fence(out, marks);
	buf_char(out, '\n');
}

static void put_table(struct buf *out, const struct part *part)
{
	for (uint32_t i = 0; i < part->phrases.n; i++) {
		buf_add(out, STR("| "));
		put_phrase(out, &part->phrases.v[i], "|");
		buf_char(out, ' ');
		if ((i + 1) % part->columns)
			continue;
		buf_add(out, STR("|\n"));
		for (uint32_t c = 0; i + 1 == part->columns && c < part->columns; c++)
			buf_printf(out, "|---%s", c + 1 == part->columns ? "|\n" : "");
	}
}

static void put_items(struct buf *out, const struct part *part)
{
	for (uint32_t i = 0; i < part->phrases.n; i++) {
		const struct phrase *item = &part->phrases.v[i];

		buf_printf(out, "%*s- ", (int)item->depth * 2, "");
		put_phrase(out, item, "");
		buf_char(out, '\n');
	}
}

static void put_contents(struct buf *out, const struct page *p)
{
	for (uint32_t i = 0; i < p->parts.n; i++) {
		const struct part *part = &p->parts.v[i];

		if (part->kind != PART_HEADING || part->level != 2)
			continue;
		buf_add(out, STR("- ["));
		put_phrase(out, &part->phrases.v[0], "");
		buf_printf(out, "](#%.*s)\n", STR_ARG(part->id));
	}
}

static void put_part(struct buf *out, const struct part *part)
{
	static void (*const put[])(struct buf *, const struct part *) = {
		[PART_HEADING] = put_heading, [PART_TEXT] = put_text,	[PART_CODE] = put_block,
		[PART_TABLE] = put_table,     [PART_ITEMS] = put_items,
	};

	put[part->kind](out, part);
}

void page_markdown(const struct page *p, struct buf *out)
{
	for (uint32_t i = 0; i < p->parts.n; i++) {
		const struct part *part = &p->parts.v[i];

		if (i)
			buf_char(out, '\n');
		put_part(out, part);
		if (part->kind == PART_HEADING && part->level == 1) {
			buf_char(out, '\n');
			put_contents(out, p);
		}
	}
}
