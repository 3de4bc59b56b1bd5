#include "cli/tables.h"

#include "base/utf8.h"
#include "emit/json.h"

static const struct doc nothing;

/* The value under `key`; something without parts if there is none. */
static const struct doc *part(const struct doc *map, struct str key)
{
	const struct doc *found = map->kind == DOC_MAP ? doc_get(map, key) : NULL;

	return found ? found : &nothing;
}

static uint32_t count(const struct doc *list)
{
	return list->kind == DOC_LIST ? list->list.n : 0;
}

static struct str text(const struct doc *map, struct str key)
{
	const struct doc *d = part(map, key);

	return d->kind == DOC_STRING ? d->string : STR("");
}

/* A cell as people read it. */
static struct str cell(struct arena *a, const struct doc *d)
{
	struct buf out = { .arena = a };

	if (d->kind == DOC_STRING)
		return d->string;
	if (d->kind != DOC_NULL)
		json_doc(&out, d, 0);
	return buf_str(&out);
}

/* ---- text -------------------------------------------------------------------------------- */

struct table { /* texts: the heads, then the rows */
	uint32_t columns, rows;
	struct str *cells;
	uint32_t *widths;
};

static struct table read_table(struct arena *a, const struct doc *section)
{
	const struct doc *columns = part(section, STR("columns")), *rows = part(section, STR("rows"));
	struct table t = { .columns = count(columns), .rows = count(rows) + 1 };

	t.cells = arena_new(a, struct str, (size_t)t.columns * t.rows);
	t.widths = arena_new(a, uint32_t, t.columns);
	for (uint32_t r = 0; r < t.rows; r++) {
		const struct doc *row = r ? &rows->list.items[r - 1] : columns;

		for (uint32_t c = 0; c < t.columns && c < count(row); c++) {
			const struct doc *d = &row->list.items[c];
			struct str *shown = &t.cells[r * t.columns + c];

			*shown = r ? cell(a, d) : text(d, STR("title"));
			uint32_t width = utf8_shown_cells(*shown);

			t.widths[c] = width > t.widths[c] ? width : t.widths[c];
		}
	}
	return t;
}

static void blanks(struct buf *out, uint32_t n)
{
	while (n--)
		buf_char(out, ' ');
}

static void put_row(struct buf *out, const struct table *t, uint32_t row)
{
	uint32_t pending = 2; /* blanks that are written only before a text */

	for (uint32_t c = 0; c < t->columns; c++) {
		struct str shown = t->cells[row * t->columns + c];

		if (shown.n) {
			blanks(out, pending);
			utf8_show(out, shown);
			pending = 0;
		}
		pending += t->widths[c] - utf8_shown_cells(shown) + 2;
	}
	buf_char(out, '\n');
}

void tables_text(struct buf *out, struct str stack, const struct doc *sections)
{
	utf8_show(out, stack);
	buf_char(out, '\n');
	for (uint32_t i = 0; i < count(sections); i++) {
		const struct doc *section = &sections->list.items[i];
		struct table t = read_table(out->arena, section);
		struct str sentence = text(section, STR("text"));

		buf_char(out, '\n');
		utf8_show(out, text(section, STR("title")));
		buf_char(out, '\n');
		if (sentence.n) {
			blanks(out, 2);
			utf8_show(out, sentence);
			buf_char(out, '\n');
		}
		for (uint32_t r = 0; t.rows > 1 && r < t.rows; r++)
			put_row(out, &t, r);
		if (t.rows == 1 && !sentence.n)
			buf_add(out, STR("  nothing\n"));
	}
}

/* ---- Markdown ---------------------------------------------------------------------------- */

/* Stars and the like stay: cells are plain words. */
static void put_escaped(struct buf *out, struct str s)
{
	struct buf shown = { .arena = out->arena };

	utf8_show(&shown, s);
	for (uint32_t i = 0; i < shown.n; i++) {
		if (shown.p[i] == '|' || shown.p[i] == '<' || shown.p[i] == '*' || shown.p[i] == '_')
			buf_char(out, '\\');
		buf_char(out, shown.p[i]);
	}
}

static void put_markdown_row(struct buf *out, const struct table *t, uint32_t row)
{
	for (uint32_t c = 0; c < t->columns; c++) {
		buf_add(out, STR("| "));
		put_escaped(out, t->cells[row * t->columns + c]);
		buf_char(out, ' ');
	}
	buf_add(out, STR("|\n"));
	for (uint32_t c = 0; row == 0 && c < t->columns; c++)
		buf_add(out, c + 1 < t->columns ? STR("| --- ") : STR("| --- |\n"));
}

void tables_markdown(struct buf *out, struct str stack, const struct doc *sections)
{
	buf_add(out, STR("# "));
	put_escaped(out, stack);
	buf_char(out, '\n');
	for (uint32_t i = 0; i < count(sections); i++) {
		const struct doc *section = &sections->list.items[i];
		struct table t = read_table(out->arena, section);
		struct str sentence = text(section, STR("text"));

		buf_add(out, STR("\n## "));
		put_escaped(out, text(section, STR("title")));
		buf_char(out, '\n');
		if (sentence.n || t.rows == 1) {
			buf_char(out, '\n');
			put_escaped(out, sentence.n ? sentence : STR("nothing"));
			buf_char(out, '\n');
		}
		if (t.rows > 1)
			buf_char(out, '\n');
		for (uint32_t r = 0; t.rows > 1 && r < t.rows; r++)
			put_markdown_row(out, &t, r);
	}
}

/* ---- data -------------------------------------------------------------------------------- */

static struct doc string_doc(struct str s)
{
	return (struct doc){ .kind = DOC_STRING, .string = s };
}

static struct doc map_doc(struct doc_entry *entries, uint32_t n)
{
	return (struct doc){ .kind = DOC_MAP, .map = { entries, n } };
}

static struct doc row_data(struct arena *a, const struct doc *columns, const struct doc *row)
{
	struct doc_entry *entries = arena_new(a, struct doc_entry, count(columns));
	uint32_t n = 0;

	for (; n < count(columns) && n < count(row); n++)
		entries[n] =
			(struct doc_entry){ text(&columns->list.items[n], STR("name")), row->list.items[n] };
	return map_doc(entries, n);
}

static struct doc section_data(struct arena *a, const struct doc *section)
{
	const struct doc *columns = part(section, STR("columns")), *rows = part(section, STR("rows"));
	struct doc *list = arena_new(a, struct doc, count(rows));
	struct doc_entry *entries = arena_new(a, struct doc_entry, 4);

	for (uint32_t i = 0; i < count(rows); i++)
		list[i] = row_data(a, columns, &rows->list.items[i]);
	entries[0] = (struct doc_entry){ STR("name"), string_doc(text(section, STR("name"))) };
	entries[1] = (struct doc_entry){ STR("title"), string_doc(text(section, STR("title"))) };
	entries[2] = (struct doc_entry){ STR("text"), string_doc(text(section, STR("text"))) };
	entries[3] = (struct doc_entry){ STR("rows"), { .kind = DOC_LIST, .list = { list, count(rows) } } };
	return map_doc(entries, 4);
}

struct doc tables_data(struct arena *a, struct str stack, const struct doc *sections)
{
	struct doc *list = arena_new(a, struct doc, count(sections));
	struct doc_entry *entries = arena_new(a, struct doc_entry, 2);

	for (uint32_t i = 0; i < count(sections); i++)
		list[i] = section_data(a, &sections->list.items[i]);
	entries[0] = (struct doc_entry){ STR("stack"), string_doc(stack) };
	entries[1] = (struct doc_entry){ STR("sections"),
					 { .kind = DOC_LIST, .list = { list, count(sections) } } };
	return map_doc(entries, 2);
}
