#include "emit/yaml.h"

#include "emit/json.h"
#include "emit/yaml_text.h"
#include "formats/chars.h"

#include <string.h>

/*
 * Documents have the layout that libyaml gives them, byte by byte: test_yaml_layout.c compares. Its emitter
 * looks at each character several times and copies each text twice; that took a fifth of a compile.
 */
enum {
	INDENT = 2,
	KEY_MAX = 128, /* bytes of a key that stands on the line of its value */
};

struct writer {
	struct buf *out;
	bool open; /* what was written last is a block that keeps all breaks at its end */
};

/* ---- scalars ------------------------------------------------------------------------------- */

static void add_blanks(struct buf *out, uint32_t n)
{
	static const char blanks[] = "                                ";
	const uint32_t most = sizeof blanks - 1;

	for (; n > most; n -= most)
		buf_add(out, (struct str){ blanks, most });
	buf_add(out, (struct str){ blanks, n });
}

/* Lines begin where the block says, and nothing stands in empty ones. */
static void add_lines(struct buf *out, struct str text, uint32_t indent)
{
	for (uint32_t at = 0, end; at < text.n; at = end + 1) {
		end = chars_find(text, '\n', at);
		if (end > at)
			add_blanks(out, indent);
		buf_add(out, str_slice(text, at, end));
		buf_char(out, '\n');
	}
}

/* A block says how far it is indented if its text begins with a blank, and what becomes of the breaks at
 * its end. */
static void put_block(struct writer *w, struct str s, uint32_t indent)
{
	bool broken = s.p[s.n - 1] == '\n', keep = broken && s.n > 1 && s.p[s.n - 2] == '\n';

	buf_char(w->out, '|');
	if (s.p[0] == ' ' || s.p[0] == '\n')
		buf_char(w->out, '0' + INDENT);
	if (!broken || keep)
		buf_char(w->out, keep ? '+' : '-');
	buf_char(w->out, '\n');
	add_lines(w->out, s, indent);
	w->open = keep;
}

static void put_number(struct writer *w, const struct doc *doc)
{
	if (doc->kind == DOC_INT)
		buf_integer(w->out, doc->integer);
	else
		json_number(w->out, doc->number);
}

/* A scalar up to the end of its last line; blocks are indented. */
static void put_scalar(struct writer *w, const struct doc *doc, uint32_t indent)
{
	struct str s = doc->kind == DOC_STRING ? doc->string : STR("");

	w->open = false;
	if (doc->kind == DOC_NULL)
		buf_add(w->out, STR("null"));
	else if (doc->kind == DOC_BOOL)
		buf_add(w->out, doc->boolean ? STR("true") : STR("false"));
	else if (doc->kind != DOC_STRING)
		put_number(w, doc);
	else if (yaml_plain_is_safe(s))
		buf_add(w->out, s);
	else if (s.n && memchr(s.p, '\n', s.n) && yaml_literal_is_safe(s)) {
		put_block(w, s, indent);
		return;
	} else
		yaml_quote(w->out, s);
	buf_char(w->out, '\n');
}

/* ---- collections --------------------------------------------------------------------------- */

static bool is_empty(const struct doc *doc)
{
	return (doc->kind == DOC_LIST && !doc->list.n) || (doc->kind == DOC_MAP && !doc->map.n);
}

static void put_list(struct writer *w, const struct doc *doc, uint32_t indent, bool here);
static void put_map(struct writer *w, const struct doc *doc, uint32_t indent, bool here);

/* What needs no line of its own: scalars, and collections without anything in them. */
static void put_leaf(struct writer *w, const struct doc *doc, uint32_t indent)
{
	if (!is_empty(doc)) {
		put_scalar(w, doc, indent);
		return;
	}
	buf_add(w->out, doc->kind == DOC_LIST ? STR("[]\n") : STR("{}\n"));
	w->open = false;
}

/* Behind a `-`, `?` or `:` at the column `indent`: a collection begins on the same line. */
static void put_inside(struct writer *w, const struct doc *doc, uint32_t indent)
{
	buf_char(w->out, ' ');
	if (doc->kind == DOC_MAP && doc->map.n)
		put_map(w, doc, indent + INDENT, true);
	else if (doc->kind == DOC_LIST && doc->list.n)
		put_list(w, doc, indent + INDENT, true);
	else
		put_leaf(w, doc, indent + INDENT);
}

/* Behind a key at the column `indent`: a collection begins on the next line. */
static void put_under(struct writer *w, const struct doc *doc, uint32_t indent)
{
	if (is_empty(doc) || (doc->kind != DOC_MAP && doc->kind != DOC_LIST)) {
		buf_char(w->out, ' ');
		put_leaf(w, doc, indent + INDENT);
		return;
	}
	buf_char(w->out, '\n');
	if (doc->kind == DOC_MAP)
		put_map(w, doc, indent + INDENT, false);
	else
		put_list(w, doc, indent, false);
}

/* `here`: the first element stands where the line is now. */
static void put_list(struct writer *w, const struct doc *doc, uint32_t indent, bool here)
{
	for (uint32_t i = 0; i < doc->list.n; i++) {
		if (i || !here)
			add_blanks(w->out, indent);
		buf_char(w->out, '-');
		put_inside(w, &doc->list.items[i], indent);
	}
}

static void put_key(struct buf *out, struct str key, bool plain)
{
	if (plain)
		buf_add(out, key);
	else
		yaml_quote(out, key);
}

/* Some readers take no long key on the line of its value, and libyaml puts none with a break there. */
static void put_entry(struct writer *w, const struct doc_entry *entry, uint32_t indent)
{
	bool plain = yaml_plain_is_safe(entry->key);

	if (entry->key.n <= KEY_MAX && (plain || !yaml_has_break(entry->key))) {
		put_key(w->out, entry->key, plain);
		buf_char(w->out, ':');
		put_under(w, &entry->value, indent);
		return;
	}
	buf_add(w->out, STR("? "));
	put_key(w->out, entry->key, plain);
	buf_char(w->out, '\n');
	add_blanks(w->out, indent);
	buf_char(w->out, ':');
	put_inside(w, &entry->value, indent);
}

static void put_map(struct writer *w, const struct doc *doc, uint32_t indent, bool here)
{
	for (uint32_t i = 0; i < doc->map.n; i++) {
		if (i || !here)
			add_blanks(w->out, indent);
		put_entry(w, &doc->map.entries[i], indent);
	}
}

void yaml_doc(struct buf *out, const struct doc *doc)
{
	struct writer w = { .out = out };

	if (is_empty(doc) || (doc->kind != DOC_MAP && doc->kind != DOC_LIST))
		put_leaf(&w, doc, INDENT);
	else if (doc->kind == DOC_MAP)
		put_map(&w, doc, 0, false);
	else
		put_list(&w, doc, 0, false);
	if (w.open)
		buf_add(out, STR("...\n"));
}

/* ---- files and streams --------------------------------------------------------------------- */

static void add_visible(struct buf *out, struct str text)
{
	for (uint32_t i = 0; i < text.n; i++)
		buf_char(out, (unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f ? '?' : text.p[i]);
}

void yaml_comment(struct buf *out, struct str text)
{
	buf_add(out, STR("# "));
	add_visible(out, text);
	buf_char(out, '\n');
}

void yaml_header(struct buf *out, struct str source)
{
	buf_add(out, STR("# Made by rcc from "));
	add_visible(out, source);
	buf_add(out, STR("; do not edit.\n"));
}

struct str yaml_source(struct arena *a, struct str text)
{
	struct buf header = { .arena = a };

	yaml_header(&header, STR("?"));
	struct str whole = buf_str(&header);
	uint32_t split = (uint32_t)str_find(whole, STR("?"), 0);
	int64_t end = str_find(text, str_slice(whole, split + 1, whole.n), 0);

	if (!str_starts_with(text, str_slice(whole, 0, split)) || end < (int64_t)split)
		return STR("");
	return str_slice(text, split, (uint32_t)end);
}

void yaml_object(struct buf *out, const struct object *object)
{
	yaml_header(out, object->source);
	yaml_doc(out, &object->doc);
}

void yaml_stream(struct buf *out, const struct object_list *objects)
{
	for (uint32_t i = 0; i < objects->n; i++) {
		buf_add(out, STR("---\n"));
		yaml_object(out, &objects->v[i]);
	}
}
