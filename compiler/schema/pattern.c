/*
 * Anchors. `^a|b$` finds an a at the beginning or a b at the end; as a pattern of the
 * whole text that is an a and anything, or anything and a b. Each alternative loses its
 * outer anchors, and gets ANYTHING where it had none; a group that is a whole alternative
 * is treated alike inside. Anchors further inside mean the same in both notations.
 */
#include "schema/pattern.h"

#include "formats/pattern.h"

#define ANYTHING "(.|\\n)*"

/* Where the unit that starts at `i` ends: an escape, a class, or one byte. */
static uint32_t unit_end(struct str p, uint32_t i)
{
	if (p.p[i] == '\\')
		return i + 2 < p.n ? i + 2 : p.n;
	if (p.p[i] != '[')
		return i + 1;
	i++;
	if (i < p.n && p.p[i] == '^')
		i++;
	if (i < p.n && p.p[i] == ']')
		i++;
	while (i < p.n && p.p[i] != ']')
		i += p.p[i] == '\\' ? 2 : 1;
	return i < p.n ? i + 1 : p.n;
}

/* End of the alternative that starts at `i`: the next bar outside groups, or the end. */
static uint32_t alternative_end(struct str p, uint32_t i)
{
	uint32_t depth = 0;

	for (; i < p.n; i = unit_end(p, i)) {
		if (p.p[i] == '(')
			depth++;
		else if (p.p[i] == ')' && depth > 0)
			depth--;
		else if (p.p[i] == '|' && depth == 0)
			return i;
	}
	return p.n;
}

/* Whether one pair of parentheses encloses the whole of `p`; a flag is no group. */
static bool is_group(struct str p)
{
	uint32_t depth = 0;

	if (p.n < 2 || p.p[0] != '(' || (p.p[1] == '?' && !str_starts_with(p, STR("(?:"))))
		return false;
	for (uint32_t i = 0; i < p.n; i = unit_end(p, i)) {
		if (p.p[i] == '(')
			depth++;
		else if (p.p[i] == ')' && --depth == 0)
			return i + 1 == p.n;
	}
	return false;
}

static void anchor(struct buf *out, struct str p, bool open_left, bool open_right);

static void anchor_alternative(struct buf *out, struct str p, bool open_left, bool open_right)
{
	if (p.n > 0 && p.p[0] == '^') {
		p = str_slice(p, 1, p.n);
		open_left = false;
	}
	if (p.n > 0 && p.p[p.n - 1] == '$' && (p.n < 2 || p.p[p.n - 2] != '\\')) {
		p = str_slice(p, 0, p.n - 1);
		open_right = false;
	}
	if (is_group(p)) {
		buf_char(out, '(');
		anchor(out, str_slice(p, str_starts_with(p, STR("(?:")) ? 3 : 1, p.n - 1), open_left,
		       open_right);
		buf_char(out, ')');
		return;
	}
	if (open_left)
		buf_add(out, STR(ANYTHING));
	buf_add(out, p);
	if (open_right)
		buf_add(out, STR(ANYTHING));
}

/* Alternatives that allow the empty text make the others optional. */
static void anchor(struct buf *out, struct str p, bool open_left, bool open_right)
{
	struct buf rest = { .arena = out->arena };
	bool optional = false;

	for (uint32_t i = 0, end; i <= p.n; i = end + 1) {
		struct buf one = { .arena = out->arena };

		end = alternative_end(p, i);
		anchor_alternative(&one, str_slice(p, i, end), open_left, open_right);
		if (one.n == 0) {
			optional = true;
			continue;
		}
		if (rest.n > 0)
			buf_char(&rest, '|');
		buf_add(&rest, buf_str(&one));
	}
	if (optional)
		buf_char(out, '(');
	buf_add(out, buf_str(&rest));
	if (optional)
		buf_add(out, STR(")?"));
}

static bool is_usable(struct session *s, struct str pattern, enum pattern_mode mode)
{
	struct pattern *compiled;

	return pattern.n <= s->limits[LIMIT_PATTERN_BYTES] &&
	       pattern_compile(&s->arena, pattern, mode, &compiled).n == 0;
}

struct str pattern_anchored(struct session *s, struct str pattern)
{
	struct buf out = { .arena = &s->arena };

	if (pattern.n == 0 || !is_usable(s, pattern, PATTERN_SEARCH))
		return STR("");
	anchor(&out, pattern, true, true);
	return is_usable(s, buf_str(&out), PATTERN_WHOLE) ? buf_str(&out) : STR("");
}
