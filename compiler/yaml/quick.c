/*
 * The common part of YAML, line by line: mappings and lists in block style, scalars on one line, literal
 * blocks, short lists and mappings in brackets. Everything here may give up (return false), never guess:
 * libyaml reads the part then, from its beginning. Whatever is accepted gives the events that libyaml gives.
 */
#include "yaml/quick.h"

#include "formats/chars.h"

#include <string.h>

enum { KEY_MAX = 1000 }; /* libyaml looks for the `:` of a key no further than 1024 characters */

/* `twin` is what stands at this place in the model, here and below, or QUICK_NONE. */
static bool node(struct quick *q, int32_t around, uint32_t twin);

/* ---- brackets ----------------------------------------------------------------------------- */

static bool is_flow_word(char c)
{
	return char_is_alnum(c) || char_in(c, "_./$@%+=~^-");
}

/* A quoted text or a word, of which no reader thinks differently in brackets. */
static bool flow_scalar(struct quick *q)
{
	uint32_t beg = q->at, end = beg;

	if (quick_peek(q) == '"' || quick_peek(q) == '\'')
		return quick_line_scalar(q);
	if (!char_is_alnum(quick_peek(q)) && !char_in(quick_peek(q), "_./$"))
		return false;
	while (end < q->end && is_flow_word(q->text[end]))
		end++;
	if (end < q->end && !char_in(q->text[end], ",]} :"))
		return false;
	q->at = end;
	quick_add_scalar(q, beg, end, (struct str){ q->text + beg, end - beg }, true);
	return true;
}

static bool flow(struct quick *q);

static bool flow_entry(struct quick *q, bool map)
{
	if (map) {
		if (!flow_scalar(q) || quick_peek(q) != ':' || q->at + 1 >= q->end ||
		    q->text[q->at + 1] != ' ')
			return false;
		q->at++;
		quick_skip_blanks(q);
	}
	return quick_peek(q) == '[' || quick_peek(q) == '{' ? flow(q) : flow_scalar(q);
}

/* A list or mapping in brackets on one line; over it. */
static bool flow(struct quick *q)
{
	bool map = quick_peek(q) == '{';
	char close = map ? '}' : ']';
	uint32_t list = yaml_add(q->in, q->out,
				 (struct yaml_node){ .kind = map ? YAML_NODE_MAP : YAML_NODE_LIST,
						     .flow = true,
						     .beg = q->at,
						     .end = q->at + 1 });

	if (++q->depth > q->in->session->limits[LIMIT_NESTING])
		return false;
	q->at++;
	quick_skip_blanks(q);
	for (bool first = true; quick_peek(q) != close; first = false) {
		if (!first && quick_peek(q) != ',')
			return false;
		q->at += !first;
		quick_skip_blanks(q);
		if (!flow_entry(q, map))
			return false;
		quick_skip_blanks(q);
	}
	q->at++;
	q->depth--;
	yaml_close(q->out, list);
	return true;
}

/* ---- blocks ------------------------------------------------------------------------------- */

static void add_nothing(struct quick *q, uint32_t at)
{
	quick_add_scalar(q, at, at, STR(""), true);
}

static bool is_dash(const struct quick *q)
{
	return quick_peek(q) == '-' && quick_blank_or_end(q, q->at + 1);
}

/* A value on the line of its key or dash, of the collection at column `around`. */
static bool inline_value(struct quick *q, int32_t around)
{
	char c = quick_peek(q);

	if (c == '|')
		return quick_literal(q, around);
	return (c == '[' || c == '{' ? flow(q) : quick_line_scalar(q)) && quick_finish_value(q, around);
}

static bool key(struct quick *q)
{
	uint32_t beg = q->at;

	if (!quick_line_scalar(q) || q->at - beg > KEY_MAX)
		return false;
	quick_skip_blanks(q);
	if (quick_peek(q) != ':' || !quick_blank_or_end(q, q->at + 1))
		return false;
	q->at++;
	return true;
}

static bool is_list_here(const struct quick *q, int32_t column)
{
	return q->column == column && is_dash(q);
}

/* What stands behind the `:` of a key at `column`. */
static bool map_value(struct quick *q, int32_t column, uint32_t twin)
{
	uint32_t behind = q->at;

	quick_skip_blanks(q);
	if (!quick_at_rest(q))
		return inline_value(q, column);
	quick_next_line(q);
	if (q->column > column || is_list_here(q, column))
		return node(q, column, twin);
	add_nothing(q, behind);
	return true;
}

static uint32_t open_block(struct quick *q, enum yaml_kind kind, uint32_t beg, uint32_t twin)
{
	return yaml_add(
		q->in, q->out,
		(struct yaml_node){ .kind = (uint8_t)kind, .beg = beg, .end = beg + 1, .twin = twin + 1 });
}

/* `twin`: where the key was looked for. */
static bool entry(struct quick *q, int32_t column, const struct quick_twin *twin)
{
	uint32_t n = q->out->n, beg = q->at, value = QUICK_NONE;

	if (twin->at != QUICK_NONE) {
		if (quick_take_same(q, twin, column, true))
			return true;
		quick_add_key(q, twin->at);
		value = twin->at + 1;
	} else if (is_dash(q) || !key(q)) {
		return false;
	}
	bool ok = map_value(q, column, value);

	quick_mark(q, n, beg, column);
	return ok;
}

/* A mapping at `column`, of which the first key was found in the twin, or is read already. */
static bool block_map(struct quick *q, uint32_t map, int32_t column, struct quick_twin twin)
{
	bool ok;

	if (twin.at != QUICK_NONE) {
		ok = entry(q, column, &twin);
	} else {
		ok = map_value(q, column, QUICK_NONE);
		quick_mark(q, map + 1, q->out->v[map].beg, column);
	}
	while (ok && q->column == column) {
		quick_find_key(q, &twin);
		ok = entry(q, column, &twin);
	}
	yaml_close(q->out, map);
	return ok && q->column < column;
}

/* The element behind a dash at `column`; what it consists of is indented to where it begins. */
static bool list_element(struct quick *q, int32_t column, uint32_t twin)
{
	uint32_t dash = q->at++;

	quick_skip_blanks(q);
	if (!quick_at_rest(q)) {
		q->column = column + (int32_t)(q->at - dash);
		return node(q, column, twin);
	}
	quick_next_line(q);
	if (q->column > column)
		return node(q, column, twin);
	add_nothing(q, dash + 1);
	return true;
}

static bool element(struct quick *q, int32_t column, struct quick_twin *twin)
{
	uint32_t n = q->out->n, beg = q->at;

	if (quick_find_element(q, twin) && quick_take_same(q, twin, column, false))
		return true;
	bool ok = list_element(q, column, twin->at);

	quick_mark(q, n, beg, column);
	return ok;
}

static bool block_list(struct quick *q, int32_t column, uint32_t same)
{
	struct quick_twin twin = quick_enter_twin(q, same, YAML_NODE_LIST);
	uint32_t list = open_block(q, YAML_NODE_LIST, q->at, twin.end ? same : QUICK_NONE);

	do {
		if (!element(q, column, &twin))
			return false;
	} while (is_list_here(q, column));
	yaml_close(q->out, list);
	return q->column <= column;
}

static bool any_node(struct quick *q, int32_t around, uint32_t same)
{
	uint32_t at = q->at, n = q->out->n;
	char c = quick_peek(q);

	if (is_dash(q))
		return block_list(q, q->column, same);
	if ((c == '|' || c == '[' || c == '{'))
		return inline_value(q, around);
	struct quick_twin twin = quick_enter_twin(q, same, YAML_NODE_MAP);
	bool found = quick_find_key(q, &twin);

	open_block(q, YAML_NODE_MAP, at, found ? same : QUICK_NONE);
	if (found || key(q))
		return block_map(q, n, q->column, twin);
	q->at = at;
	q->out->n = n;
	return inline_value(q, around);
}

/* The node that begins here; `around` is the column of the collection that it is part of. */
static bool node(struct quick *q, int32_t around, uint32_t twin)
{
	if (++q->depth > q->in->session->limits[LIMIT_NESTING])
		return false;
	bool ok = any_node(q, around, twin);

	q->depth--;
	return ok;
}

/* Over the line `---`, if there is nothing else in it. */
static bool separator(struct quick *q)
{
	if (q->end - q->at < 3 || memcmp(q->text + q->at, "---", 3) != 0)
		return true;
	q->at += 3;
	quick_skip_blanks(q);
	if (!quick_at_rest(q))
		return false;
	q->at = quick_line_end(q, q->at);
	return true;
}

bool quick_read(struct quick *q, struct yaml_part part)
{
	q->text = q->in->text.p;
	q->at = part.beg;
	q->end = part.end;
	if (!q->in->common || !separator(q))
		return false;
	quick_next_content(q, q->at);
	if (q->column < 0)
		return true;
	if (!node(q, -1, q->model ? 0 : QUICK_NONE) || q->column >= 0 || q->marker)
		return false;
	q->out->documents = 1;
	return true;
}

bool yaml_read_quick(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out)
{
	struct quick q = { .in = in, .out = out };

	return quick_read(&q, part);
}
