#include "formats/selector.h"

#include "formats/chars.h"
#include "formats/names.h"

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_OPERATOR, TOKEN_BAD };

struct token {
	enum token_kind kind;
	struct str text;
};

struct parser {
	struct arena *arena;
	struct str text;
	uint32_t at; /* behind the token */
	struct token token;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_symbol(char c)
{
	return char_in(c, "=!(),><");
}

static struct str read_word(const struct parser *p)
{
	uint32_t end = p->at;

	while (end < p->text.n && !is_symbol(p->text.p[end]) && !is_blank(p->text.p[end]) && p->text.p[end])
		end++;
	return str_slice(p->text, p->at, end);
}

/* `==` and `!=` are one operator. */
static struct str read_operator(const struct parser *p)
{
	char first = p->text.p[p->at];
	bool two = (first == '=' || first == '!') && p->at + 1 < p->text.n && p->text.p[p->at + 1] == '=';

	return str_slice(p->text, p->at, p->at + 1 + two);
}

static void advance(struct parser *p)
{
	while (p->at < p->text.n && is_blank(p->text.p[p->at]))
		p->at++;
	if (p->at == p->text.n) {
		p->token = (struct token){ TOKEN_END, STR("") };
		return;
	}
	bool symbol = is_symbol(p->text.p[p->at]);

	p->token.kind = symbol ? TOKEN_OPERATOR : p->text.p[p->at] ? TOKEN_WORD : TOKEN_BAD;
	p->token.text = symbol ? read_operator(p) : read_word(p);
	p->at += p->token.text.n;
}

static bool is_at(const struct parser *p, const char *operator)
{
	return p->token.kind == TOKEN_OPERATOR && str_eq(p->token.text, str_from(operator));
}

static bool is_at_end(const struct parser *p)
{
	return p->token.kind == TOKEN_END || is_at(p, ",");
}

static struct str unexpected(const struct parser *p, const char *wanted)
{
	struct str found = chars_excerpt(p->arena, p->token.text);

	if (p->token.kind == TOKEN_END)
		return arena_printf(p->arena, "ends where %s is wanted", wanted);
	return arena_printf(p->arena, "has `%.*s` where %s is wanted", STR_ARG(found), wanted);
}

static struct str value_problem(const struct parser *p, struct str value)
{
	struct str problem = label_value_problem(value, p->arena);

	value = chars_excerpt(p->arena, value);
	return problem.n ? arena_printf(p->arena, "has a value `%.*s` that %.*s", STR_ARG(value),
					STR_ARG(problem))
			 : problem;
}

/* `(a,b)`: each value may be empty, and so may the list. */
static struct str read_values(struct parser *p)
{
	struct str problem = STR("");

	if (!is_at(p, "("))
		return unexpected(p, "a list such as `(a,b)`");
	do {
		advance(p);
		if (p->token.kind == TOKEN_WORD) {
			problem = value_problem(p, p->token.text);
			advance(p);
		}
	} while (!problem.n && is_at(p, ","));
	if (problem.n)
		return problem;
	if (!is_at(p, ")"))
		return unexpected(p, "`)`");
	advance(p);
	return problem;
}

static bool is_integer(struct str s)
{
	uint32_t at = 0;
	uint64_t n = chars_number(s, &at, (uint64_t)INT64_MAX + 1);

	return s.n && at == s.n && n <= INT64_MAX;
}

/* One value, which may be empty, and is a number to `<` and `>`. */
static struct str read_value(struct parser *p, bool number)
{
	struct str value = is_at_end(p) ? STR("") : p->token.text;

	if (!is_at_end(p) && p->token.kind != TOKEN_WORD)
		return unexpected(p, "a value");
	if (number && !is_integer(value))
		return unexpected(p, "a number");
	if (value.n)
		advance(p);
	return value_problem(p, value);
}

static struct str read_comparison(struct parser *p)
{
	struct str operator= p->token.text;
	bool word = p->token.kind == TOKEN_WORD;

	if (word ? !str_eq(operator, STR("in")) && !str_eq(operator, STR("notin"))
		 : p->token.kind != TOKEN_OPERATOR || char_in(operator.p[0], "(),") ||
			    str_eq(operator, STR("!")))
		return unexpected(p, "one of `= == != in notin < >`");
	advance(p);
	return word ? read_values(p) : read_value(p, char_in(operator.p[0], "<>"));
}

/* `key`, `!key`, or a key and what its value is compared with. */
static struct str read_requirement(struct parser *p)
{
	bool absent = is_at(p, "!");

	if (absent)
		advance(p);
	if (p->token.kind != TOKEN_WORD)
		return unexpected(p, "the key of a label");
	struct str key = p->token.text, problem = label_key_problem(key, p->arena);

	key = chars_excerpt(p->arena, key);
	if (problem.n)
		return arena_printf(p->arena, "has a key `%.*s` that %.*s", STR_ARG(key), STR_ARG(problem));
	advance(p);
	return absent || is_at_end(p) ? problem : read_comparison(p);
}

struct str label_selector_problem(struct str text, struct arena *a)
{
	struct parser p = { .arena = a, .text = text };
	struct str problem;

	advance(&p);
	if (p.token.kind == TOKEN_END)
		return STR("");
	for (;; advance(&p)) {
		problem = read_requirement(&p);
		if (problem.n || p.token.kind == TOKEN_END)
			return problem;
		if (!is_at(&p, ","))
			return unexpected(&p, "`,`");
	}
}
