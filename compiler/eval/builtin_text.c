/* Builtins on strings. */
#include "eval/eval_internal.h"

#include "base/utf8.h"
#include "formats/chars.h"

/* Whether `more` bytes may be added to a text; reports otherwise. */
static bool grows(const struct builtin_call *c, const struct buf *out, uint64_t more)
{
	if (out->n + more > c->e->session->limits[LIMIT_STRING_BYTES])
		eval_exceed(c->e, LIMIT_STRING_BYTES, c->node);
	return eval_charge(c->e, 1 + more / 64, c->node);
}

/* Adds a part of argument 0. */
static bool add_part(const struct builtin_call *c, struct list_builder *out, uint32_t beg, uint32_t end,
		     origin_id origin)
{
	struct str part = str_slice(builtin_text(c, 0), beg, end);

	return eval_charge(c->e, 1, c->node) &&
	       list_builder_add(c->e, out, value_string(c->e, part, origin), c->node);
}

struct value builtin_split(const struct builtin_call *c)
{
	struct str s = builtin_text(c, 0), separator = builtin_text(c, 1);
	struct list_builder out = { 0 };
	origin_id origin = builtin_origin(c);
	uint32_t from = 0;
	int64_t at;

	while (separator.n && (at = str_find(s, separator, from)) >= 0) {
		if (!add_part(c, &out, from, (uint32_t)at, origin))
			return value_error();
		from = (uint32_t)at + separator.n;
	}
	if (!add_part(c, &out, from, s.n, origin))
		return value_error();
	return value_list(c->e, ast_node(c->e->ast, c->node)->type, out.items.v, out.items.n, origin);
}

struct value builtin_join(const struct builtin_call *c)
{
	const struct list_value *list = c->args[0].list;
	struct str separator = builtin_text(c, 1);
	struct buf out = { .arena = c->e->arena };

	for (uint32_t i = 0; i < list->n; i++) {
		if (list->items[i].kind == VALUE_ERROR)
			return value_error();
		struct str s = *list->items[i].string;

		if (!grows(c, &out, (uint64_t)separator.n + s.n))
			return value_error();
		if (i)
			buf_add(&out, separator);
		buf_add(&out, s);
	}
	struct value in[1 + ORIGIN_INPUTS] = { c->args[1] };
	uint32_t n = 1;

	for (uint32_t i = 0; i < list->n && n < ORIGIN_INPUTS; i++)
		in[n++] = list->items[i];
	return value_string(c->e, buf_str(&out), value_computed(c->e, c->node, in, n));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct value builtin_trim(const struct builtin_call *c)
{
	struct str s = builtin_text(c, 0);
	uint32_t beg = 0, end = s.n;

	while (beg < end && is_blank(s.p[beg]))
		beg++;
	while (end > beg && is_blank(s.p[end - 1]))
		end--;
	return builtin_string(c, str_slice(s, beg, end));
}

struct value builtin_replace(const struct builtin_call *c)
{
	struct str s = builtin_text(c, 0), old = builtin_text(c, 1), now = builtin_text(c, 2);
	struct buf out = { .arena = c->e->arena };
	uint32_t from = 0;
	int64_t at;

	while (old.n && (at = str_find(s, old, from)) >= 0) {
		if (!grows(c, &out, (uint64_t)at - from + now.n))
			return value_error();
		buf_add(&out, str_slice(s, from, (uint32_t)at));
		buf_add(&out, now);
		from = (uint32_t)at + old.n;
	}
	if (!grows(c, &out, s.n - from))
		return value_error();
	buf_add(&out, str_slice(s, from, s.n));
	return builtin_string(c, buf_str(&out));
}

struct value builtin_starts_with(const struct builtin_call *c)
{
	return builtin_bool(c, str_starts_with(builtin_text(c, 0), builtin_text(c, 1)));
}

struct value builtin_ends_with(const struct builtin_call *c)
{
	return builtin_bool(c, str_ends_with(builtin_text(c, 0), builtin_text(c, 1)));
}

struct value builtin_contains(const struct builtin_call *c)
{
	return builtin_bool(c, str_find(builtin_text(c, 0), builtin_text(c, 1), 0) >= 0);
}

static struct str mapped(const struct builtin_call *c, char (*map)(char))
{
	struct str s = builtin_text(c, 0);
	char *p = arena_new(c->e->arena, char, s.n + 1);

	for (uint32_t i = 0; i < s.n; i++)
		p[i] = map(s.p[i]);
	return (struct str){ p, s.n };
}

static char upper_char(char c)
{
	return char_is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

struct value builtin_lower(const struct builtin_call *c)
{
	return builtin_string(c, mapped(c, char_lower));
}

struct value builtin_upper(const struct builtin_call *c)
{
	return builtin_string(c, mapped(c, upper_char));
}

/* Below zero throughout, where one more number lies than above. */
static bool parse_int(struct str s, int64_t *out)
{
	bool negative = str_starts_with(s, STR("-"));
	int64_t n = 0;

	for (uint32_t i = negative; i < s.n; i++) {
		if (!char_is_digit(s.p[i]) || __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_sub_overflow(n, s.p[i] - '0', &n))
			return false;
	}
	*out = n;
	return s.n > (uint32_t)negative && (negative || !__builtin_sub_overflow(0, n, out));
}

struct value builtin_to_int(const struct builtin_call *c)
{
	int64_t n;

	return parse_int(builtin_text(c, 0), &n) ? builtin_int(c, n) : value_absent(builtin_origin(c));
}

/* The byte offset of character n, at most the length. */
static uint32_t offset_of(struct str s, int64_t n)
{
	uint32_t at = 0, cp;

	for (int64_t i = 0; i < n && at < s.n; i++)
		at += utf8_decode(s, at, &cp);
	return at;
}

struct value builtin_slice(const struct builtin_call *c)
{
	struct str s = builtin_text(c, 0);
	uint32_t beg = offset_of(s, c->args[1].integer), end = offset_of(s, c->args[2].integer);

	if (!eval_charge(c->e, s.n / 64, c->node))
		return value_error();
	return builtin_string(c, str_slice(s, beg, end > beg ? end : beg));
}

struct value builtin_nearest(const struct builtin_call *c)
{
	const struct list_value *list = c->args[1].list;
	struct str *words = arena_new(c->e->arena, struct str, list->n);

	if (!eval_charge(c->e, (uint64_t)list->n * 16, c->node))
		return value_error();
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->items[i].kind == VALUE_ERROR)
			return value_error();
		words[i] = *list->items[i].string;
	}
	int near = str_nearest(builtin_text(c, 0), words, (int)list->n);

	return near < 0 ? value_absent(builtin_origin(c)) : builtin_string(c, words[near]);
}
