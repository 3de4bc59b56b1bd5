/*
 * One cause, one message: each token of the good samples is left out or doubled in turn, and
 * the messages are counted. The bounds are what was reached, rounded up; they only go down.
 */
#include "syntax.h"


enum mutation { LEFT_OUT, DOUBLED };

struct tally {
	uint32_t total, silent, one, two, more, most;
};

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       strchr("_-.%\"'$", c);
}

/* The end of the token at `at`, roughly: words, runs of quotes, single characters. */
static uint32_t token_end(struct str text, uint32_t at)
{
	uint32_t end = at + 1;

	while (is_word_char(text.p[at]) && end < text.n && is_word_char(text.p[end]))
		end++;
	return end;
}

static struct str mutate(struct arena *a, struct str text, struct span token, enum mutation how)
{
	struct str before = str_slice(text, 0, token.beg), word = str_slice(text, token.beg, token.end);
	struct str after = str_slice(text, token.end, text.n);

	if (how == LEFT_OUT)
		return arena_printf(a, "%.*s%.*s", STR_ARG(before), STR_ARG(after));
	return arena_printf(a, "%.*s%.*s %.*s%.*s", STR_ARG(before), STR_ARG(word), STR_ARG(word),
			    STR_ARG(after));
}

static void count(struct tally *t, struct str text)
{
	struct parse p;

	parse_text(&p, text);
	uint32_t errors = parse_errors(&p);

	parse_end(&p);
	t->total++;
	t->silent += errors == 0;
	t->one += errors == 1;
	t->two += errors == 2;
	t->more += errors > 2;
	if (errors > t->most)
		t->most = errors;
}

static void count_sample(struct tally *t, struct str text, enum mutation how)
{
	for (uint32_t at = 0; at < text.n;) {
		uint32_t end = token_end(text, at);

		if (text.p[at] == '#')
			end = (uint32_t)str_find(text, STR("\n"), at);
		else if (!strchr(" \n", text.p[at])) {
			struct arena a;

			arena_init(&a);
			count(t, mutate(&a, text, (struct span){ at, end }, how));
			arena_fini(&a);
		}
		at = end;
	}
}

static struct tally count_samples(enum mutation how)
{
	static const char *const names[] = { "stack", "layers", "types", "checks", "functions" };
	struct os os = os_posix();
	struct tally t = { 0 };
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct str text;

		assert_int_equal(os.read(&os, &a, arena_printf(&a, "tests/syntax/good/%s.rcs", names[i]).p,
					 1 << 20, &text),
				 0);
		count_sample(&t, text, how);
	}
	arena_fini(&a);
	print_message("%u cases: %u silent, %u with one message, %u with two, %u with more; at most %u\n",
		      t.total, t.silent, t.one, t.two, t.more, t.most);
	assert_true(t.total > 500);
	return t;
}

static void a_token_left_out_gives_one_message(void **state)
{
	struct tally t = count_samples(LEFT_OUT);

	(void)state;
	assert_true((t.two + t.more) * 100 <= t.total * 10);
	assert_true(t.more * 100 <= t.total * 3);
	assert_true(t.most <= 8);
}

static void a_token_doubled_gives_one_message(void **state)
{
	struct tally t = count_samples(DOUBLED);

	(void)state;
	assert_true((t.two + t.more) * 100 <= t.total * 15);
	assert_true(t.more * 100 <= t.total * 4);
	assert_true(t.most <= 8);
}

int main(void)
{
	RUN(cmocka_unit_test(a_token_left_out_gives_one_message),
	    cmocka_unit_test(a_token_doubled_gives_one_message));
}
