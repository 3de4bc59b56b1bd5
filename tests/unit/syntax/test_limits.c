/* The limits that the front end keeps: below, at and above each; and texts that are nothing but deep or
 * wrong. */
#include "syntax.h"

static struct str repeat(struct arena *a, const char *head, const char *part, uint32_t times,
			 const char *tail)
{
	struct buf out = { .arena = a };

	buf_add(&out, str_from(head));
	for (uint32_t i = 0; i < times; i++)
		buf_add(&out, str_from(part));
	buf_add(&out, str_from(tail));
	return buf_str(&out);
}

static uint32_t count_code(const struct parse *p, const char *code)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->session.diags.list.n; i++)
		n += str_eq(p->session.diags.list.v[i]->code, str_from(code));
	return n;
}

/* Errors of a text under a limit; all of them are of that limit. */
static uint32_t refused(struct str text, enum limit limit, uint64_t value)
{
	struct parse p;

	parse_begin(&p, text);
	p.session.limits[limit] = value;
	parse_file(&p.ast, p.source);
	uint32_t errors = parse_errors(&p);

	assert_int_equal(count_code(&p, "RCS0090"), errors);
	parse_end(&p);
	return errors;
}

static void nesting_is_bounded(void **state)
{
	static const struct {
		const char *head, *part, *tail;
		uint32_t own; /* levels of the rest: declaration and innermost operand */
	} shapes[] = {
		{ "let a = 1", " + 1", "", 2 },
		{ "let a = b", ".c", "", 2 },
		{ "let a = ", "not ", "b", 2 },
		{ "let a = ", "if b then ", "1", 2 },
		{ "type A = B where c", " and d", "", 3 },
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(shapes); i++) {
		for (uint32_t times = 17; times <= 19; times++) {
			struct str text = repeat(&a, shapes[i].head, shapes[i].part, times, shapes[i].tail);

			assert_int_equal(refused(text, LIMIT_NESTING, 18 + shapes[i].own), times > 18);
		}
	}
	arena_fini(&a);
}

static void literals_are_bounded(void **state)
{
	static const struct {
		const char *head, *tail;
	} shapes[] = {
		{ "let a = \"", "\"" },
		{ "let a = '", "'" },
		{ "let a = \"${b}", "\"" },
		{ "let a = \"\"\"\n", "\"\"\"" },
		{ "let a = '''\n", "'''" },
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(shapes); i++) {
		uint32_t own = str_from(shapes[i].head).n - 8 + str_from(shapes[i].tail).n;
		uint32_t quotes = 2 * str_from(shapes[i].tail).n;

		for (uint32_t times = 99; times <= 101; times++) {
			struct str text = repeat(&a, shapes[i].head, "x", times, shapes[i].tail);

			assert_int_equal(refused(text, LIMIT_LITERAL_BYTES, 100 + own - quotes), times > 100);
		}
	}
	arena_fini(&a);
}

static void deep_texts_end_in_one_message(void **state)
{
	static const char *const parts[] = { "(",  "[",		 "{ a ", "{ a = [", "\"${",
					     "f(", "if a then ", "not ", "-" };
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_int_equal(refused(repeat(&a, "let a = ", parts[i], 30000, ""), LIMIT_NESTING, 200), 1);
	arena_fini(&a);
}

static void a_flood_of_errors_is_cut_off(void **state)
{
	struct arena a;
	struct parse p;

	(void)state;
	arena_init(&a);
	parse_begin(&p, repeat(&a, "", "let a = = 1\n", 5000, ""));
	p.session.limits[LIMIT_DIAGNOSTICS] = 100;
	node_id file = parse_file(&p.ast, p.source);

	assert_int_equal(parse_errors(&p), 101);
	assert_int_equal(ast_node(&p.ast, file)->kind, NODE_FILE);
	parse_end(&p);
	arena_fini(&a);
}

static void long_lists_are_not_deep(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(refused(repeat(&a, "let a = [", "1, ", 50000, "]"), LIMIT_NESTING, 3), 0);
	assert_int_equal(refused(repeat(&a, "", "@a ", 50000, "let b = 1"), LIMIT_NESTING, 3), 0);
	assert_int_equal(refused(repeat(&a, "stack a {", "b = 1\n", 50000, "}"), LIMIT_NESTING, 5), 0);
	arena_fini(&a);
}

int main(void)
{
	RUN(cmocka_unit_test(nesting_is_bounded), cmocka_unit_test(literals_are_bounded),
	    cmocka_unit_test(deep_texts_end_in_one_message), cmocka_unit_test(a_flood_of_errors_is_cut_off),
	    cmocka_unit_test(long_lists_are_not_deep));
}
