#include "emit/yaml_lines.h"

#include "formats/chars.h"

#include <yaml.h>

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	struct yaml_lines *lines;
};

/* The line of the next event; 0 if there is none, which text that was made of the document never is. */
static uint32_t next_line(struct reader *r)
{
	yaml_event_t event;

	if (!yaml_parser_parse(&r->parser, &event))
		return 0;
	uint32_t line = (uint32_t)event.start_mark.line + 1;

	yaml_event_delete(&event);
	return line;
}

static uint32_t add_part(struct reader *r, struct yaml_part part)
{
	vec_push(r->arena, &r->lines->parts, part);
	return r->lines->parts.n - 1;
}

/* Events come in the order of the document; a key's line was read before its value. */
static void read_part(struct reader *r, uint32_t self)
{
	const struct doc *doc = r->lines->parts.v[self].doc;
	uint32_t line = next_line(r);

	if (!r->lines->parts.v[self].line)
		r->lines->parts.v[self].line = line;
	for (uint32_t i = 0; doc->kind == DOC_LIST && i < doc->list.n; i++)
		read_part(r, add_part(r, (struct yaml_part){
						 .doc = &doc->list.items[i], .index = i, .parent = self }));
	for (uint32_t i = 0; doc->kind == DOC_MAP && i < doc->map.n; i++) {
		const struct doc_entry *e = &doc->map.entries[i];

		line = next_line(r);
		read_part(
			r,
			add_part(r, (struct yaml_part){
					    .doc = &e->value, .key = e->key, .parent = self, .line = line }));
	}
	if (doc->kind == DOC_LIST || doc->kind == DOC_MAP)
		next_line(r);
}

static uint32_t count_lines(struct str text)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

void yaml_lines_read(struct yaml_lines *l, struct arena *a, struct str text, const struct doc *doc)
{
	struct reader r = { .arena = a, .lines = l };

	*l = (struct yaml_lines){ .lines = count_lines(text) };
	if (!yaml_parser_initialize(&r.parser))
		rcc_bug("libyaml cannot start: out of memory");
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p, text.n);
	next_line(&r); /* the stream begins */
	next_line(&r); /* the document begins */
	read_part(&r, add_part(&r, (struct yaml_part){ .doc = doc }));
	yaml_parser_delete(&r.parser);
}

bool yaml_lines_at(const struct yaml_lines *l, uint32_t line, uint32_t *part)
{
	uint32_t lo = 0, hi = l->parts.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->parts.v[mid].line <= line)
			lo = mid + 1;
		else
			hi = mid;
	}
	*part = lo ? lo - 1 : 0;
	return lo > 0 && line <= l->lines;
}

/* ---- paths --------------------------------------------------------------------------------- */

static bool is_word(struct str key)
{
	for (uint32_t i = 0; i < key.n; i++) {
		if (!char_is_alnum(key.p[i]) && key.p[i] != '_' && key.p[i] != '-')
			return false;
	}
	return key.n > 0;
}

static void put_step(struct buf *out, const struct yaml_lines *l, const struct yaml_part *part)
{
	if (l->parts.v[part->parent].doc->kind == DOC_LIST)
		buf_printf(out, "[%u]", part->index);
	else if (is_word(part->key))
		buf_printf(out, "%s%.*s", out->n ? "." : "", STR_ARG(part->key));
	else
		buf_printf(out, "[\"%.*s\"]", STR_ARG(part->key));
}

static void put_path(struct buf *out, const struct yaml_lines *l, uint32_t part)
{
	if (part == 0)
		return;
	put_path(out, l, l->parts.v[part].parent);
	put_step(out, l, &l->parts.v[part]);
}

struct str yaml_lines_path(const struct yaml_lines *l, struct arena *a, uint32_t part)
{
	struct buf out = { .arena = a };

	put_path(&out, l, part);
	return buf_str(&out);
}
