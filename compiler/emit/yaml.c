#include "emit/yaml.h"

#include "emit/json.h"
#include "formats/chars.h"

#include <inttypes.h>
#include <string.h>
#include <yaml.h>

/* ---- which strings may stand plain --------------------------------------------------------- */

/* Words that some reader takes for a boolean, null, a number or a merge key, in whatever case. */
static bool is_reserved_word(struct str s)
{
	static const char words[][6] = { "y",	 "n", "yes", "no", "on",   "off",   "true",  "false",
					 "null", "~", "<<",  "=",  ".inf", "+.inf", "-.inf", ".nan" };

	if (s.n >= sizeof *words)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		uint32_t k = 0;

		while (k < s.n && words[i][k] && char_lower(s.p[k]) == words[i][k])
			k++;
		if (k == s.n && !words[i][k])
			return true;
	}
	return false;
}

/* A wide net around integers of any base, floats, base-60 numbers, dates and times: the readers differ in
 * what exactly they take, and a pair of quotes too many does no harm. */
static bool looks_like_number(struct str s)
{
	bool exponent = char_in(s.p[0], "eE");
	const char *body = exponent ? "0123456789_+-.:" : "0123456789abcdefABCDEFxXoOtTzZ_+-.:, ";
	bool digit = false, letter = false;

	if (!exponent && !char_is_digit(s.p[0]) && !char_in(s.p[0], "+-._"))
		return false;
	for (uint32_t i = exponent; i < s.n; i++) {
		if (!char_in(s.p[i], body))
			return false;
		digit |= char_is_digit(s.p[i]);
		letter |= char_is_letter(s.p[i]);
	}
	return digit || (!letter && !exponent);
}

/* Code points from U+00A1 that are letters or signs in every Unicode version: no formatting, spacing,
 * breaking or private characters. Given the first two bytes of a valid sequence. */
static bool is_plain_letter(unsigned char a, unsigned char b)
{
	if (a == 0xc2)
		return b > 0xa0 && b != 0xad;
	if (a == 0xe1)
		return b != 0x9a && b != 0xa0; /* Ogham space, Mongolian separators */
	if (a == 0xe2)
		return b > 0x81; /* U+2000 to U+207F: spaces, joiners, line separators, directions */
	if (a == 0xe3)
		return b > 0x80; /* U+3000: a wide space */
	return (a >= 0xc3 && a < 0xed) || (a == 0xed && b < 0xa0);
}

static uint32_t utf8_length(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static bool plain_characters(struct str s)
{
	for (uint32_t i = 0; i < s.n; i += utf8_length((unsigned char)s.p[i])) {
		unsigned char c = (unsigned char)s.p[i];
		bool last = i + 1 == s.n;

		if (c < 0x20 || c == 0x7f)
			return false;
		if (c == ':' && (last || s.p[i + 1] == ' '))
			return false;
		if (c == '#' && i > 0 && s.p[i - 1] == ' ')
			return false;
		if (c >= 0x80 && (last || !is_plain_letter(c, (unsigned char)s.p[i + 1])))
			return false;
	}
	return true;
}

/* Letters, digits and signs that mean nothing to YAML wherever they stand in a word. */
static bool is_plain_word(struct str s)
{
	if (s.n < 6 || !char_is_letter(s.p[0]) || s.p[0] == 'e' || s.p[0] == 'E')
		return false; /* shorter ones may be reserved, and exponents numbers */
	for (uint32_t i = 1; i < s.n; i++) {
		char c = s.p[i];

		if (!char_is_alnum(c) && c != '-' && c != '.' && c != '/' && c != '_')
			return false;
	}
	return true;
}

bool yaml_plain_is_safe(struct str s)
{
	if (is_plain_word(s))
		return true;
	if (s.n == 0 || char_in(s.p[0], " ?:,[]{}#&*!|>'\"%@`") || s.p[s.n - 1] == ' ')
		return false;
	if (str_starts_with(s, STR("- ")) || str_starts_with(s, STR("---")) || str_starts_with(s, STR("...")))
		return false;
	return plain_characters(s) && !is_reserved_word(s) && !looks_like_number(s);
}

/* ---- which texts may be literal blocks ----------------------------------------------------- */

/* Line and paragraph separators are breaks in YAML 1.1 and none in 1.2; a byte order mark may be dropped;
 * some readers take nothing above U+FFFF in a block. */
static bool literal_character(struct str s, uint32_t i)
{
	unsigned char a = (unsigned char)s.p[i];

	if (a < 0x80)
		return (a >= 0x20 && a < 0x7f) || a == '\n' || a == '\t';
	unsigned char b = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
	unsigned char c = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;

	if (a == 0xc2)
		return b >= 0xa0;
	if (a == 0xe2)
		return !(b == 0x80 && (c == 0xa8 || c == 0xa9));
	if (a == 0xef)
		return !(b == 0xbb && c == 0xbf) && !(b == 0xbf && c >= 0xbe);
	return a < 0xf0;
}

bool yaml_literal_is_safe(struct str s)
{
	bool text = false;

	for (uint32_t i = 0; i < s.n; i += utf8_length((unsigned char)s.p[i])) {
		char c = s.p[i];
		bool ends_line = i + 1 == s.n || s.p[i + 1] == '\n';

		if (!literal_character(s, i) || (ends_line && (c == ' ' || c == '\t')))
			return false;
		if (!text && c == '\t')
			return false; /* libyaml cannot tell it from indentation */
		text |= c != '\n';
	}
	return text; /* the readers disagree on a block of nothing but breaks */
}

/* ---- lines of blocks ------------------------------------------------------------------------ */

/*
 * libyaml writes the head of a block and one line, a stand-in, for which the lines of the text are put
 * afterwards: it would look at each character several times, and takes a tab for unprintable. All other
 * lines that it writes begin with a key or `- `, so that the stand-in alone is on its line.
 */
#define STAND_IN "@"

struct literals {
	VEC(struct str) texts; /* without the breaks at their ends */
};

/* What libyaml gets for a text: with the same beginning and end, it makes the same head. */
static struct str stand_in_for(struct arena *a, struct str s, struct literals *literals)
{
	uint32_t end = s.n;
	struct buf out = { .arena = a };

	while (end && s.p[end - 1] == '\n')
		end--;
	vec_push(a, &literals->texts, str_slice(s, 0, end));
	if (s.p[0] == ' ' || s.p[0] == '\n')
		buf_char(&out, ' ');
	buf_add(&out, STR(STAND_IN));
	buf_add(&out, str_slice(s, end, s.n));
	return buf_str(&out);
}

/* The lines of a text, with so many blanks before those that are not empty. */
static void add_lines(struct buf *out, struct str text, uint32_t indent)
{
	for (uint32_t at = 0, end; at <= text.n; at = end + 1) {
		end = chars_find(text, '\n', at);
		for (uint32_t i = 0; end > at && i < indent; i++)
			buf_char(out, ' ');
		buf_add(out, str_slice(text, at, end));
		if (end < text.n)
			buf_char(out, '\n');
	}
}

static uint32_t blanks_at(struct str s)
{
	uint32_t n = 0;

	while (n < s.n && s.p[n] == ' ')
		n++;
	return n;
}

/* Whether a line is a stand-in behind these blanks. */
static bool is_stand_in(struct str line, uint32_t blanks)
{
	return str_eq(str_slice(line, blanks, line.n), STR(STAND_IN));
}

/* Puts the texts into what was written from `start` on. */
static void put_lines(struct buf *out, uint32_t start, const struct literals *literals)
{
	struct str rest = arena_str(out->arena, str_slice(buf_str(out), start, out->n));
	uint32_t next = 0, from = 0;

	if (!literals->texts.n)
		return;
	out->n = start;
	for (uint32_t at = 0, end; at < rest.n && next < literals->texts.n; at = end + 1) {
		end = chars_find(rest, '\n', at);
		struct str line = str_slice(rest, at, end);
		uint32_t blanks = blanks_at(line);

		if (!is_stand_in(line, blanks))
			continue;
		struct str text = literals->texts.v[next++];

		buf_add(out, str_slice(rest, from, at));
		add_lines(out, text, blanks - (text.p[0] == ' ' || text.p[0] == '\n'));
		from = end;
	}
	buf_add(out, str_slice(rest, from, rest.n));
}

/* ---- documents through libyaml ------------------------------------------------------------- */

static int write_bytes(void *out, unsigned char *bytes, size_t n)
{
	buf_add(out, (struct str){ (const char *)bytes, (uint32_t)n });
	return 1;
}

struct writer {
	yaml_emitter_t emitter;
	struct buf *out;
	struct literals literals;
};

/* Takes the event over, even if it fails. Memory and malformed UTF-8 are all that can fail. */
static void emit(struct writer *w, yaml_event_t *event, int initialized)
{
	if (!initialized || !yaml_emitter_emit(&w->emitter, event))
		rcc_bug("libyaml refuses an event: %s",
			w->emitter.problem ? w->emitter.problem : "out of memory");
}

static void emit_scalar(struct writer *w, struct str text, yaml_scalar_style_t style)
{
	const yaml_char_t *bytes = (const yaml_char_t *)(text.n ? text.p : "");
	yaml_event_t event;

	emit(w, &event, yaml_scalar_event_initialize(&event, NULL, NULL, bytes, (int)text.n, 1, 1, style));
}

static bool has(struct str s, char c)
{
	return s.n && memchr(s.p, c, s.n);
}

static void emit_string(struct writer *w, struct str s, bool key)
{
	if (yaml_plain_is_safe(s))
		emit_scalar(w, s, YAML_PLAIN_SCALAR_STYLE);
	else if (key || !has(s, '\n') || !yaml_literal_is_safe(s))
		emit_scalar(w, s, YAML_DOUBLE_QUOTED_SCALAR_STYLE);
	else
		emit_scalar(w, stand_in_for(w->out->arena, s, &w->literals), YAML_LITERAL_SCALAR_STYLE);
}

static void emit_number(struct writer *w, const struct doc *doc)
{
	struct buf text = { .arena = w->out->arena };

	if (doc->kind == DOC_INT)
		buf_printf(&text, "%" PRId64, doc->integer);
	else
		json_number(&text, doc->number);
	emit_scalar(w, buf_str(&text), YAML_PLAIN_SCALAR_STYLE);
}

static void emit_doc(struct writer *w, const struct doc *doc);

static void emit_list(struct writer *w, const struct doc *doc)
{
	yaml_event_t event;
	yaml_sequence_style_t style = doc->list.n ? YAML_BLOCK_SEQUENCE_STYLE : YAML_FLOW_SEQUENCE_STYLE;

	emit(w, &event, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, style));
	for (uint32_t i = 0; i < doc->list.n; i++)
		emit_doc(w, &doc->list.items[i]);
	emit(w, &event, yaml_sequence_end_event_initialize(&event));
}

static void emit_map(struct writer *w, const struct doc *doc)
{
	yaml_event_t event;
	yaml_mapping_style_t style = doc->map.n ? YAML_BLOCK_MAPPING_STYLE : YAML_FLOW_MAPPING_STYLE;

	emit(w, &event, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, style));
	for (uint32_t i = 0; i < doc->map.n; i++) {
		emit_string(w, doc->map.entries[i].key, true);
		emit_doc(w, &doc->map.entries[i].value);
	}
	emit(w, &event, yaml_mapping_end_event_initialize(&event));
}

static void emit_doc(struct writer *w, const struct doc *doc)
{
	switch ((enum doc_kind)doc->kind) {
	case DOC_NULL:
		emit_scalar(w, STR("null"), YAML_PLAIN_SCALAR_STYLE);
		break;
	case DOC_BOOL:
		emit_scalar(w, doc->boolean ? STR("true") : STR("false"), YAML_PLAIN_SCALAR_STYLE);
		break;
	case DOC_INT:
	case DOC_FLOAT:
		emit_number(w, doc);
		break;
	case DOC_STRING:
		emit_string(w, doc->string, false);
		break;
	case DOC_LIST:
		emit_list(w, doc);
		break;
	case DOC_MAP:
		emit_map(w, doc);
		break;
	}
}

static void emit_document(struct writer *w, const struct doc *doc)
{
	yaml_event_t event;

	emit(w, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
	emit(w, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
	emit_doc(w, doc);
	emit(w, &event, yaml_document_end_event_initialize(&event, 1));
	emit(w, &event, yaml_stream_end_event_initialize(&event));
}

void yaml_doc(struct buf *out, const struct doc *doc)
{
	struct writer w = { .out = out };
	uint32_t start = out->n;

	if (!yaml_emitter_initialize(&w.emitter))
		rcc_bug("libyaml cannot start: out of memory");
	yaml_emitter_set_output(&w.emitter, write_bytes, out);
	yaml_emitter_set_unicode(&w.emitter, 1);
	yaml_emitter_set_width(&w.emitter, -1);
	emit_document(&w, doc);
	yaml_emitter_delete(&w.emitter);
	put_lines(out, start, &w.literals);
}

/* ---- files and streams --------------------------------------------------------------------- */

void yaml_comment(struct buf *out, struct str text)
{
	buf_add(out, STR("# "));
	for (uint32_t i = 0; i < text.n; i++)
		buf_char(out, (unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f ? '?' : text.p[i]);
	buf_char(out, '\n');
}

void yaml_header(struct buf *out, struct str source)
{
	yaml_comment(out, arena_printf(out->arena, "Made by rcc from %.*s; do not edit.", STR_ARG(source)));
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
