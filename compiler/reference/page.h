#ifndef RCC_REFERENCE_PAGE_H
#define RCC_REFERENCE_PAGE_H
/*
 * A document: parts in a row, made of phrases, made of runs. Chapters fill it, renderers
 * (markdown.c, html.c) write it; neither knows of the other. All memory is the arena's,
 * but for the table of anchors, which page_fini gives back.
 */
#include "base/arena.h"
#include "base/names.h"

enum run_style { RUN_TEXT, RUN_CODE, RUN_STRONG };

struct run {
	enum run_style style;
	struct str text;   /* plain, not escaped; line feeds mean blanks */
	struct str target; /* anchor in the page that it links to, or empty */
};

struct phrase {
	struct arena *arena;
	uint32_t depth; /* of an item: 0 is the outermost list */
	struct run *v;
	uint32_t n, cap;
};

enum part_kind {
	PART_HEADING, /* level, id, one phrase */
	PART_TEXT,    /* a paragraph: one phrase */
	PART_CODE,    /* code, language */
	PART_TABLE,   /* columns; phrases are its cells, row by row, the head first */
	PART_ITEMS,   /* a nested list; phrases are its items, each at most one deeper than the one before */
};

struct part {
	enum part_kind kind;
	uint32_t level; /* of a heading: 1 the title, 2 a chapter, 3 and 4 below */
	uint32_t columns;
	struct str id; /* anchor of a heading, or empty */
	struct str code, language;
	VEC(struct phrase) phrases;
};

struct page {
	struct arena *arena;
	VEC(struct part) parts;
	struct names anchors;
	VEC(uint32_t) uses; /* of each anchor, by its number in `anchors` */
};

void page_init(struct page *p, struct arena *a);
void page_fini(struct page *p);

/* An anchor that no other part has: `type-chat`, and `type-chat-2` for the next one of the same name. */
struct str page_anchor(struct page *p, const char *prefix, struct str name);

/* The phrases that these return are empty; write them before the next call. */
struct phrase *page_heading(struct page *p, uint32_t level, struct str id);
struct phrase *page_text(struct page *p);
/* The next cell of the table, or item of the list, that is the last part. */
struct phrase *page_cell(struct page *p);
struct phrase *page_item(struct page *p, uint32_t depth);

void page_chapter(struct page *p, const char *id, const char *title);
void page_code(struct page *p, const char *language, struct str text);
void page_table(struct page *p, uint32_t columns, const char *const *heads);
void page_items(struct page *p);
/* Paragraphs between blank lines, with `code`; indented lines are a code block in the language, but those
 * below `1. ` belong to it. */
void page_prose(struct page *p, const char *language, struct str text);

void phrase_add(struct phrase *ph, enum run_style style, struct str text, struct str target);
void phrase_text(struct phrase *ph, const char *text);
void phrase_code(struct phrase *ph, struct str text);
/* Text in which `backticks` enclose code. */
void phrase_marked(struct phrase *ph, struct str text);

/* The page as GitHub's Markdown, and as one HTML file that needs nothing else. */
void page_markdown(const struct page *p, struct buf *out);
void page_html(const struct page *p, struct buf *out);

#endif
