#ifndef TESTS_UNIT_SYNTAX_SYNTAX_H
#define TESTS_UNIT_SYNTAX_SYNTAX_H
/* What every unit test of syntax/ includes: a text becomes a tree in one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/os_fake.h"
#include "syntax/parse.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define RUN(...)                                                             \
	do {                                                                 \
		const struct CMUnitTest tests[] = { __VA_ARGS__ };           \
		return cmocka_run_group_tests(tests, NULL, NULL);            \
	} while (0)

/* One parse. The text lies in a block of its exact size, so that a read beyond it is seen. */
struct parse {
	struct session session;
	struct os_fake os;
	struct ast ast;
	uint32_t source;
	node_id root;
};

static inline void parse_begin(struct parse *p, struct str text)
{
	os_fake_init(&p->os, &p->session.arena);
	session_init(&p->session, os_fake(&p->os));
	ast_init(&p->ast, &p->session);
	char *exact = malloc(text.n ? text.n : 1);

	assert_non_null(exact);
	if (text.n)
		memcpy(exact, text.p, text.n);
	p->source =
		source_add(&p->session.sources, SOURCE_USER, STR("test.rcs"), (struct str){ exact, text.n });
	free(exact);
}

static inline void parse_end(struct parse *p)
{
	ast_fini(&p->ast);
	session_fini(&p->session);
}

static inline void parse_text(struct parse *p, struct str text)
{
	parse_begin(p, text);
	p->root = parse_file(&p->ast, p->source);
	diags_sort(&p->session.diags, &p->session.sources);
}

/* The text of a span of the tree's source. */
static inline struct str parse_span(const struct parse *p, struct span at)
{
	return source_span_text(&p->session.sources, at);
}

static inline uint32_t parse_errors(const struct parse *p)
{
	return p->session.diags.errors;
}

static inline void assert_text(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("got `%.*s`, expected `%s`", STR_ARG(got), want);
}

#endif
