#include "formats/names.h"

#include "formats/chars.h"
#include "formats/ip.h"

enum {
	LABEL_MAX = 63,
	SUBDOMAIN_MAX = 253,
	PORT_NAME_MAX = 15,
	CONFIG_KEY_MAX = 253,
	BUCKET_MIN = 3,
	BUCKET_MAX = 63
};

/* What characters are, in names. */
enum {
	LOWER = 1 << 0,
	UPPER = 1 << 1,
	DIGIT = 1 << 2,
	DASH = 1 << 3,
	UNDERSCORE = 1 << 4,
	DOT = 1 << 5,
	OF_PATH = 1 << 6, /* what else a path may hold */
	LETTER = LOWER | UPPER
};

static const uint8_t classes[256] = {
	['a' ... 'z'] = LOWER, ['A' ... 'Z'] = UPPER, ['0' ... '9'] = DIGIT, ['-'] = DASH,
	['_'] = UNDERSCORE,    ['.'] = DOT,	      ['!'] = OF_PATH,	     ['$' ... ','] = OF_PATH,
	['/'] = OF_PATH,       [':'] = OF_PATH,	      [';'] = OF_PATH,	     ['='] = OF_PATH,
	['~'] = OF_PATH,
};

static uint8_t class_of(char c)
{
	return classes[(unsigned char)c];
}

/* One part of a name: which characters it may hold, and which of them at its ends. */
struct rule {
	const char *allowed; /* in words */
	uint8_t inside, first, last;
};

static const struct rule label_rule = { "lower-case letters, digits and `-`", LOWER | DIGIT | DASH,
					LOWER | DIGIT, LOWER | DIGIT };
static const struct rule label_1035_rule = { "lower-case letters, digits and `-`", LOWER | DIGIT | DASH,
					     LOWER, LOWER | DIGIT };
static const struct rule subdomain_rule = { "lower-case letters, digits, `-` and `.`", LOWER | DIGIT | DASH,
					    LOWER | DIGIT, LOWER | DIGIT };
#define WORDS (LETTER | DIGIT | DASH | UNDERSCORE | DOT)
static const struct rule value_rule = { "letters, digits, `-`, `_` and `.`", WORDS, LETTER | DIGIT,
					LETTER | DIGIT };
static const struct rule config_rule = { "letters, digits, `-`, `_` and `.`", WORDS, WORDS, WORDS };
static const struct rule env_rule = { "letters, digits, `-`, `_` and `.`", WORDS, WORDS & ~DIGIT, WORDS };
static const struct rule header_rule = { "letters, digits and `-`", LETTER | DIGIT | DASH,
					 LETTER | DIGIT | DASH, LETTER | DIGIT | DASH };
static const struct rule path_rule = { "letters, digits and `/-._~%!$&'()*+,;=:`", WORDS | OF_PATH,
				       WORDS | OF_PATH, WORDS | OF_PATH };
static const struct rule identifier_rule = { "letters, digits and `_`", LETTER | DIGIT | UNDERSCORE,
					     LETTER | UNDERSCORE, LETTER | DIGIT | UNDERSCORE };
#undef WORDS

static struct str length_problem(struct str text, uint32_t max, struct arena *a)
{
	if (text.n <= max)
		return STR("");
	return arena_printf(a, "is %u characters long, at most %u are allowed", text.n, max);
}

static struct str bad_char_problem(struct str text, uint32_t at, const struct rule *rule, struct arena *a)
{
	struct str what = chars_describe(a, text, at);

	if (char_is_upper(text.p[at]))
		return arena_printf(a, "has %.*s", STR_ARG(what));
	return arena_printf(a, "has %.*s; only %s are allowed", STR_ARG(what), rule->allowed);
}

/* Everything but the length. */
static struct str part_problem(struct str text, const struct rule *rule, struct arena *a)
{
	if (text.n == 0)
		return STR("is empty");
	uint32_t i = 0;

	while (i < text.n && class_of(text.p[i]) & rule->inside)
		i++;
	if (i < text.n)
		return bad_char_problem(text, i, rule, a);
	char first = text.p[0], last = text.p[text.n - 1];

	if (!(class_of(first) & rule->first))
		return arena_printf(
			a, char_is_digit(first) ? "starts with the digit `%c`" : "starts with `%c`", first);
	if (!(class_of(last) & rule->last))
		return arena_printf(a, "ends with `%c`", last);
	return STR("");
}

static struct str bounded_problem(struct str text, const struct rule *rule, uint32_t max, struct arena *a)
{
	struct str problem = part_problem(text, rule, a);

	return problem.n ? problem : length_problem(text, max, a);
}

struct str dns_label_problem(struct str text, struct arena *a)
{
	return bounded_problem(text, &label_rule, LABEL_MAX, a);
}

struct str dns_1035_label_problem(struct str text, struct arena *a)
{
	return bounded_problem(text, &label_1035_rule, LABEL_MAX, a);
}

static struct str dot_problem(struct str text)
{
	if (text.n == 0)
		return STR("is empty");
	if (text.p[0] == '.')
		return STR("starts with `.`");
	if (text.p[text.n - 1] == '.')
		return STR("ends with `.`");
	return str_find(text, STR(".."), 0) >= 0 ? STR("has `..`") : STR("");
}

static struct str in_part(struct str text, struct str part, struct str problem, struct arena *a)
{
	if (problem.n == 0 || part.n == text.n || str_starts_with(problem, STR("has ")))
		return problem;
	part = chars_excerpt(a, part);
	return arena_printf(a, "has a part `%.*s` that %.*s", STR_ARG(part), STR_ARG(problem));
}

/* Whether there is nothing to say of a name, as of most. */
static bool is_dotted(struct str text, const struct rule *rule, uint32_t part_max)
{
	uint32_t beg = 0, end = 0;

	for (;; beg = ++end) {
		while (end < text.n && class_of(text.p[end]) & rule->inside)
			end++;
		if (beg == end || end - beg > part_max || !(class_of(text.p[beg]) & rule->first) ||
		    !(class_of(text.p[end - 1]) & rule->last))
			return false;
		if (end == text.n || text.p[end] != '.')
			return end == text.n && text.n <= SUBDOMAIN_MAX;
	}
}

/* Parts between dots, each by the rule and of at most `part_max` characters. */
static struct str dotted_problem(struct str text, const struct rule *rule, uint32_t part_max, struct arena *a)
{
	struct str problem = STR("");

	if (is_dotted(text, rule, part_max))
		return problem;
	problem = dot_problem(text);

	for (uint32_t beg = 0, end; beg <= text.n && problem.n == 0; beg = end + 1) {
		end = chars_find(text, '.', beg);
		struct str part = str_slice(text, beg, end);

		problem = in_part(text, part, bounded_problem(part, rule, part_max, a), a);
	}
	return problem.n ? problem : length_problem(text, SUBDOMAIN_MAX, a);
}

struct str dns_subdomain_problem(struct str text, struct arena *a)
{
	return dotted_problem(text, &subdomain_rule, UINT32_MAX, a);
}

/* What people paste where a bare host name belongs. */
static struct str url_problem(struct str text, struct arena *a)
{
	struct str problem = chars_scheme_problem(a, text);
	uint32_t colon = chars_find(text, ':', 0);
	struct ip ip;

	if (problem.n)
		return problem;
	if (ip_parse(text, &ip))
		return STR("is an address, not a name");
	if (chars_find(text, '/', 0) < text.n)
		return STR("has a path: end it before the `/`");
	if (colon == text.n)
		return STR("");
	struct str port = chars_excerpt(a, str_slice(text, colon, text.n));

	return arena_printf(a, "has a port: leave out `%.*s`", STR_ARG(port));
}

/* No domain at the top is a number, and resolvers take such a text for an address: `10.0.0.800`. */
static bool ends_in_number(struct str text)
{
	uint32_t from = text.n;

	while (from && char_is_digit(text.p[from - 1]))
		from--;
	return from < text.n && (!from || text.p[from - 1] == '.');
}

struct str hostname_problem(struct str text, struct arena *a)
{
	struct str problem = url_problem(text, a);

	if (!problem.n)
		problem = dotted_problem(text, &subdomain_rule, LABEL_MAX, a);
	if (!problem.n && ends_in_number(text))
		return STR("ends with a number, as only addresses do");
	return problem;
}

struct str wildcard_host_problem(struct str text, struct arena *a)
{
	if (!str_starts_with(text, STR("*.")))
		return STR("does not start with `*.`");
	if (text.n > SUBDOMAIN_MAX)
		return length_problem(text, SUBDOMAIN_MAX, a);
	return dns_subdomain_problem(str_slice(text, 2, text.n), a);
}

static bool has_letter(struct str text)
{
	uint32_t i = 0;

	while (i < text.n && !char_is_letter(text.p[i]))
		i++;
	return i < text.n;
}

struct str port_name_problem(struct str text, struct arena *a)
{
	struct str problem = bounded_problem(text, &label_rule, PORT_NAME_MAX, a);

	if (problem.n)
		return problem;
	if (str_find(text, STR("--"), 0) >= 0)
		return STR("has `--`");
	return has_letter(text) ? STR("") : STR("has no letter");
}

struct str label_key_problem(struct str text, struct arena *a)
{
	uint32_t slash = chars_find(text, '/', 0);
	struct str prefix = str_slice(text, 0, slash);
	struct str name = slash < text.n ? str_slice(text, slash + 1, text.n) : text;

	if (chars_find(name, '/', 0) < name.n)
		return STR("has more than one `/`");
	struct str problem = slash < text.n ? dns_subdomain_problem(prefix, a) : STR("");

	if (problem.n)
		return arena_printf(a, "has a prefix that %.*s", STR_ARG(problem));
	problem = bounded_problem(name, &value_rule, LABEL_MAX, a);
	if (problem.n && slash < text.n)
		return arena_printf(a, "has a name behind its prefix that %.*s", STR_ARG(problem));
	return problem;
}

struct str label_value_problem(struct str text, struct arena *a)
{
	return text.n ? bounded_problem(text, &value_rule, LABEL_MAX, a) : STR("");
}

/* Such names mean something else in a folder. */
static struct str file_name_problem(struct str text)
{
	if (str_eq(text, STR(".")))
		return STR("is `.`");
	return str_starts_with(text, STR("..")) ? STR("starts with `..`") : STR("");
}

struct str config_key_problem(struct str text, struct arena *a)
{
	struct str problem = bounded_problem(text, &config_rule, CONFIG_KEY_MAX, a);

	return problem.n ? problem : file_name_problem(text);
}

struct str env_name_problem(struct str text, struct arena *a)
{
	struct str problem = part_problem(text, &env_rule, a);

	return problem.n ? problem : file_name_problem(text);
}

struct str relaxed_env_name_problem(struct str text, struct arena *a)
{
	for (uint32_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ' || text.p[i] > '~' || text.p[i] == '=') {
			struct str what = chars_describe(a, text, i);

			return arena_printf(
				a, "has %.*s; only printable ASCII characters other than `=` are allowed",
				STR_ARG(what));
		}
	return text.n ? STR("") : STR("is empty");
}

struct str percent_problem(struct str text, struct arena *a)
{
	uint32_t i = 0;

	while (i < text.n && char_is_digit(text.p[i]))
		i++;
	if (text.n == 0)
		return STR("is empty");
	if (i == text.n)
		return STR("has no `%` at its end");
	if (i == 0 || text.p[i] != '%')
		return chars_problem(a, text, i, "where digits and a `%` are wanted");
	return i + 1 == text.n ? STR("") : chars_problem(a, text, i + 1, "behind its `%`");
}

struct str http_header_problem(struct str text, struct arena *a)
{
	return part_problem(text, &header_rule, a);
}

struct str path_segment_problem(struct str text, struct arena *a)
{
	(void)a;
	if (str_eq(text, STR(".")) || str_eq(text, STR("..")))
		return text.n == 1 ? STR("is `.`") : STR("is `..`");
	if (chars_find(text, '/', 0) < text.n)
		return STR("has a `/`");
	return chars_find(text, '%', 0) < text.n ? STR("has a `%`") : STR("");
}

struct str fully_qualified_domain_problem(struct str text, struct arena *a)
{
	struct str problem;

	if (text.n > 1 && text.p[text.n - 1] == '.')
		text.n--;
	problem = dotted_problem(text, &subdomain_rule, LABEL_MAX, a);
	if (problem.n == 0 && chars_find(text, '.', 0) == text.n)
		return STR("has only one part: the domain is missing");
	return problem;
}

struct str domain_path_problem(struct str text, struct arena *a)
{
	uint32_t slash = chars_find(text, '/', 0);
	struct str problem;

	if (slash == text.n)
		return text.n ? STR("has no `/` behind a domain") : STR("is empty");
	problem = dns_subdomain_problem(str_slice(text, 0, slash), a);
	if (problem.n)
		return arena_printf(a, "has a domain that %.*s", STR_ARG(problem));
	problem = part_problem(str_slice(text, slash + 1, text.n), &path_rule, a);
	return problem.n ? arena_printf(a, "has a path that %.*s", STR_ARG(problem)) : problem;
}

struct str c_identifier_problem(struct str text, struct arena *a)
{
	return part_problem(text, &identifier_rule, a);
}

struct str bucket_problem(struct str text, struct arena *a)
{
	struct ip ip;
	struct str problem = dotted_problem(text, &subdomain_rule, UINT32_MAX, a);

	if (problem.n)
		return problem;
	if (text.n < BUCKET_MIN)
		return arena_printf(a, "is %u character%s long, at least %d are needed", text.n,
				    text.n == 1 ? "" : "s", BUCKET_MIN);
	if (ip_parse(text, &ip))
		return STR("looks like an address");
	return length_problem(text, BUCKET_MAX, a);
}
