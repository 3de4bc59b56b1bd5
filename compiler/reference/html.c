/* The page as one HTML file: style inside, no scripts, a table of contents that folds by itself. */
#include "reference/page.h"

static const char style[] =
#include "reference/style.inc"
	;

static void put_escaped(struct buf *out, struct str text)
{
	for (uint32_t i = 0; i < text.n; i++) {
		switch (text.p[i]) {
		case '&':
			buf_add(out, STR("&amp;"));
			break;
		case '<':
			buf_add(out, STR("&lt;"));
			break;
		case '>':
			buf_add(out, STR("&gt;"));
			break;
		default:
			buf_char(out, text.p[i]);
		}
	}
}

static void put_run(struct buf *out, const struct run *run)
{
	static const struct str open[] = { { "", 0 }, { "<code>", 6 }, { "<strong>", 8 } };
	static const struct str close[] = { { "", 0 }, { "</code>", 7 }, { "</strong>", 9 } };

	buf_add(out, open[run->style]);
	put_escaped(out, run->text);
	buf_add(out, close[run->style]);
}

static void put_phrase(struct buf *out, const struct phrase *ph)
{
	for (uint32_t i = 0; i < ph->n; i++) {
		const struct run *run = &ph->v[i];

		if (run->target.n)
			buf_printf(out, "<a href=\"#%.*s\">", STR_ARG(run->target));
		put_run(out, run);
		if (run->target.n)
			buf_add(out, STR("</a>"));
	}
}

static void put_heading(struct buf *out, const struct part *part)
{
	buf_printf(out, "<h%u", part->level);
	if (part->id.n)
		buf_printf(out, " id=\"%.*s\"", STR_ARG(part->id));
	buf_char(out, '>');
	put_phrase(out, &part->phrases.v[0]);
	if (part->id.n)
		buf_printf(out, " <a class=\"self\" href=\"#%.*s\" aria-label=\"link to this section\">#</a>",
			   STR_ARG(part->id));
	buf_printf(out, "</h%u>\n", part->level);
}

static void put_text(struct buf *out, const struct part *part)
{
	buf_add(out, STR("<p>"));
	put_phrase(out, &part->phrases.v[0]);
	buf_add(out, STR("</p>\n"));
}

static void put_code(struct buf *out, const struct part *part)
{
	buf_add(out, STR("<pre><code>"));
	put_escaped(out, part->code);
	buf_add(out, STR("</code></pre>\n"));
}

static void put_row(struct buf *out, const struct part *part, uint32_t row)
{
	const char *tag = row ? "td" : "th";

	buf_add(out, STR("<tr>"));
	for (uint32_t c = 0; c < part->columns; c++) {
		buf_printf(out, "<%s>", tag);
		put_phrase(out, &part->phrases.v[row * part->columns + c]);
		buf_printf(out, "</%s>", tag);
	}
	buf_add(out, STR("</tr>\n"));
}

static void put_table(struct buf *out, const struct part *part)
{
	uint32_t rows = part->phrases.n / part->columns;

	buf_add(out, STR("<table>\n<thead>\n"));
	put_row(out, part, 0);
	buf_add(out, STR("</thead>\n<tbody>\n"));
	for (uint32_t row = 1; row < rows; row++)
		put_row(out, part, row);
	buf_add(out, STR("</tbody>\n</table>\n"));
}

/* A deeper list lies inside the item before it. */
static void put_items(struct buf *out, const struct part *part)
{
	uint32_t open = 0; /* lists */

	for (uint32_t i = 0; i < part->phrases.n; i++) {
		const struct phrase *item = &part->phrases.v[i];

		if (item->depth + 1 > open)
			buf_add(out, STR("<ul>\n"));
		else
			buf_add(out, STR("</li>\n"));
		for (; open > item->depth + 1; open--)
			buf_add(out, STR("</ul>\n</li>\n"));
		open = item->depth + 1;
		buf_add(out, STR("<li>"));
		put_phrase(out, item);
	}
	for (; open; open--)
		buf_add(out, STR("</li>\n</ul>\n"));
}

static void put_part(struct buf *out, const struct part *part)
{
	static void (*const put[])(struct buf *, const struct part *) = {
		[PART_HEADING] = put_heading, [PART_TEXT] = put_text,	[PART_CODE] = put_code,
		[PART_TABLE] = put_table,     [PART_ITEMS] = put_items,
	};

	put[part->kind](out, part);
}

/* ---- contents ----------------------------------------------------------------------------- */

static void put_entry(struct buf *out, const struct part *heading)
{
	buf_printf(out, "<a href=\"#%.*s\">", STR_ARG(heading->id));
	for (uint32_t i = 0; i < heading->phrases.v[0].n; i++)
		put_run(out, &heading->phrases.v[0].v[i]);
	buf_add(out, STR("</a>"));
}

static bool is_heading(const struct part *part, uint32_t level)
{
	return part->kind == PART_HEADING && part->level == level;
}

/* Where the chapter that begins at parts[i] ends; *sections is how many it has. */
static uint32_t chapter_end(const struct page *p, uint32_t i, uint32_t *sections)
{
	*sections = 0;
	for (i++; i < p->parts.n && !is_heading(&p->parts.v[i], 2); i++)
		*sections += is_heading(&p->parts.v[i], 3);
	return i;
}

static void put_sections(struct buf *out, const struct page *p, uint32_t i, uint32_t end, uint32_t count)
{
	buf_printf(out, "<details><summary>%u section%s</summary>\n<ul>\n", count, count == 1 ? "" : "s");
	for (; i < end; i++) {
		if (!is_heading(&p->parts.v[i], 3))
			continue;
		buf_add(out, STR("<li>"));
		put_entry(out, &p->parts.v[i]);
		buf_add(out, STR("</li>\n"));
	}
	buf_add(out, STR("</ul>\n</details>\n"));
}

static void put_contents(struct buf *out, const struct page *p)
{
	buf_add(out, STR("<nav aria-label=\"contents\">\n<ul>\n"));
	for (uint32_t i = 0, end, count; i < p->parts.n; i = end) {
		end = chapter_end(p, i, &count);
		if (!is_heading(&p->parts.v[i], 2))
			continue;
		buf_add(out, STR("<li>"));
		put_entry(out, &p->parts.v[i]);
		if (count)
			put_sections(out, p, i, end, count);
		buf_add(out, STR("</li>\n"));
	}
	buf_add(out, STR("</ul>\n</nav>\n"));
}

static void put_title(struct buf *out, const struct page *p)
{
	for (uint32_t i = 0; p->parts.n && i < p->parts.v[0].phrases.v[0].n; i++)
		put_escaped(out, p->parts.v[0].phrases.v[0].v[i].text);
}

void page_html(const struct page *p, struct buf *out)
{
	buf_add(out, STR("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			 "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"));
	put_title(out, p);
	buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
	put_contents(out, p);
	buf_add(out, STR("<main>\n"));
	for (uint32_t i = 0; i < p->parts.n; i++)
		put_part(out, &p->parts.v[i]);
	buf_add(out, STR("</main>\n</body>\n</html>\n"));
}
