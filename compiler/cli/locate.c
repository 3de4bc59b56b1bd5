#include "cli/locate.h"

#include "base/utf8.h"
#include "emit/json.h"
#include "formats/chars.h"

enum { VALUE_MAX = 72 /* bytes of a value in one line */ };

/* ---- places -------------------------------------------------------------------------------- */

/* Takes `:digits` from the end of a text; false if it does not end so, or the number is too large. */
static bool take_number(struct str *text, uint32_t *out)
{
	uint32_t beg = text->n, number = 0;

	while (beg && char_is_digit(text->p[beg - 1]))
		beg--;
	if (beg == text->n || text->n - beg > 9 || beg == 0 || text->p[beg - 1] != ':')
		return false;
	for (uint32_t i = beg; i < text->n; i++)
		number = number * 10 + (uint32_t)(text->p[i] - '0');
	*out = number;
	text->n = beg - 1;
	return true;
}

bool locate_parse(struct arena *a, const char *word, struct location *out)
{
	struct str text = str_from(word);
	uint32_t last, line;

	*out = (struct location){ 0 };
	if (!take_number(&text, &last))
		return false;
	out->place = take_number(&text, &line) ? (struct place){ line, last } : (struct place){ last, 0 };
	out->file = arena_str(a, text);
	return text.n > 0;
}

enum status locate_failed(struct call *call, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	struct str why = arena_vprintf(call->arena, fmt, args);

	va_end(args);
	buf_add(&call->io->err, STR("rcc: "));
	utf8_show(&call->io->err, why);
	buf_char(&call->io->err, '\n');
	return STATUS_USAGE;
}

/* ---- output -------------------------------------------------------------------------------- */

struct output output_of(struct arena *a, const struct rcc_stack *stack)
{
	struct output out = { .stack = stack,
			      .set = emit_files(a, stack->name, stack->source, &stack->objects) };

	out.objects = arena_new(a, struct yaml_lines, stack->objects.n);
	for (uint32_t i = 0; i < stack->objects.n; i++)
		yaml_lines_read(&out.objects[i], a, out.set.files[i].data, &stack->objects.v[i].doc);
	return out;
}

struct str output_value(struct arena *a, const struct doc *doc)
{
	struct buf out = { .arena = a };

	if (doc->kind == DOC_MAP && doc->map.n)
		buf_printf(&out, "a map of %u", doc->map.n);
	else if (doc->kind == DOC_LIST && doc->list.n)
		buf_printf(&out, "a list of %u", doc->list.n);
	else
		json_doc(&out, doc, 0);
	if (out.n <= VALUE_MAX)
		return buf_str(&out);
	out.n = VALUE_MAX;
	while (((unsigned char)out.p[out.n] & 0xc0) == 0x80)
		out.n--;
	buf_add(&out, STR("…"));
	return buf_str(&out);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void answer_member(struct answer_object *o, const char *key, struct doc value)
{
	vec_push(o->arena, &o->entries, (struct doc_entry){ str_from(key), value });
}

void answer_text(struct answer_object *o, const char *key, struct str text)
{
	answer_member(o, key, (struct doc){ .kind = DOC_STRING, .string = text });
}

void answer_count(struct answer_object *o, const char *key, uint32_t n)
{
	answer_member(o, key, (struct doc){ .kind = DOC_INT, .integer = n });
}

void answer_bool(struct answer_object *o, const char *key, bool value)
{
	answer_member(o, key, (struct doc){ .kind = DOC_BOOL, .boolean = value });
}

void answer_place(struct answer_object *o, const struct sources *sources, struct span at)
{
	uint32_t source = source_at(sources, at.beg);

	if (!source)
		return;
	struct place beg = source_place(sources, at.beg), end = source_place(sources, at.end);

	answer_text(o, "file", arena_str(o->arena, source_name(sources, source)));
	answer_count(o, "line", beg.line);
	answer_count(o, "column", beg.column);
	answer_count(o, "endLine", end.line);
	answer_count(o, "endColumn", end.column);
}

void answer_items(struct answer_object *o, const char *key, struct doc *items, uint32_t n)
{
	answer_member(o, key, (struct doc){ .kind = DOC_LIST, .list = { items, n } });
}

struct doc answer_doc(const struct answer_object *o)
{
	return (struct doc){ .kind = DOC_MAP, .map = { o->entries.v, o->entries.n } };
}
