#include "base/source.h"

#include <stddef.h>
#include <string.h>

void sources_init(struct sources *s)
{
	*s = (struct sources){ .next_base = 1 };
	table_init(&s->list, sizeof(struct source), NULL, 0);
	table_init(&s->texts, 1, NULL, 0);
	table_init(&s->taken, sizeof(struct str), NULL, 0);
}

void sources_fini(struct sources *s)
{
	table_fini(&s->list);
	table_fini(&s->texts);
	table_fini(&s->taken);
}

static uint32_t keep(struct sources *s, struct str text)
{
	uint32_t at = table_add_many(&s->texts, text.n + 1);

	if (text.n)
		memcpy(table_edit(&s->texts, at), text.p, text.n);
	return at;
}

static uint32_t add(struct sources *s, struct source source)
{
	uint32_t index = table_add(&s->list);

	source.base = s->next_base;
	*(struct source *)table_edit(&s->list, index) = source;
	/* One offset more than the text has bytes: the end of file is a place of its own. */
	s->next_base += source.length + 1;
	return index;
}

uint32_t source_add(struct sources *s, enum source_kind kind, struct str name, struct str text)
{
	uint32_t name_at = keep(s, name), text_at = keep(s, text);

	return add(s, (struct source){ .length = text.n,
				       .name = name_at,
				       .name_length = name.n,
				       .text = text_at,
				       .kind = (uint16_t)kind });
}

uint32_t source_take(struct sources *s, enum source_kind kind, struct str name, struct str text)
{
	uint32_t name_at = keep(s, name), taken = table_add(&s->taken);

	*(struct str *)table_edit(&s->taken, taken) = text;
	return add(s, (struct source){ .length = text.n,
				       .name = name_at,
				       .name_length = name.n,
				       .text = taken,
				       .kind = (uint16_t)kind,
				       .taken = true });
}

const struct source *source_get(const struct sources *s, uint32_t index)
{
	return (const struct source *)table_get(&s->list, index);
}

struct str source_name(const struct sources *s, uint32_t index)
{
	const struct source *src = source_get(s, index);

	return (struct str){ table_row(&s->texts, src->name, src->name_length), src->name_length };
}

struct str source_text(const struct sources *s, uint32_t index)
{
	const struct source *src = source_get(s, index);

	if (src->taken)
		return *(const struct str *)table_get(&s->taken, src->text);
	return (struct str){ table_row(&s->texts, src->text, src->length), src->length };
}

uint32_t source_at(const struct sources *s, uint32_t offset)
{
	if (offset == 0 || offset >= s->next_base)
		return 0;
	return table_last(&s->list, offsetof(struct source, base), offset);
}

enum source_kind source_kind_at(const struct sources *s, uint32_t offset)
{
	return (enum source_kind)source_get(s, source_at(s, offset))->kind;
}

struct place source_place(const struct sources *s, uint32_t offset)
{
	uint32_t index = source_at(s, offset);
	struct place place = { 1, 1 };

	if (!index)
		return place;
	struct str text = source_text(s, index);
	uint32_t end = offset - source_get(s, index)->base;

	for (uint32_t i = 0; i < end; i++) {
		if (text.p[i] == '\n') {
			place.line++;
			place.column = 1;
		} else if (((unsigned char)text.p[i] & 0xc0) != 0x80) {
			place.column++;
		}
	}
	return place;
}

struct str source_span_text(const struct sources *s, struct span span)
{
	uint32_t index = source_at(s, span.beg);
	const struct source *src = source_get(s, index);

	if (!index || span.end < span.beg || span.end > src->base + src->length)
		return STR("");
	return str_slice(source_text(s, index), span.beg - src->base, span.end - src->base);
}
