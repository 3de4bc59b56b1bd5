/*
 * tests/syntax/good: NAME.rcs parses without a word, into the tree of NAME.ast.
 * tests/syntax/bad: NAME.rcs gives exactly the diagnostics of NAME.err, and each fix is one.
 * With BLESS in the environment the expected files are written instead. Run from the root.
 */
#include "syntax.h"

#include <stdio.h>

struct sample {
	struct parse parse;
	struct str text;
	const char *expected; /* path */
};

static void begin(struct sample *s, struct arena *a, const char *dir, struct str name, const char *suffix)
{
	struct os os = os_posix();
	struct str stem = str_slice(name, 0, name.n - 4);

	assert_int_equal(os.read(&os, a, arena_printf(a, "%s/%.*s", dir, STR_ARG(name)).p, 1 << 20, &s->text),
			 0);
	s->expected = arena_printf(a, "%s/%.*s%s", dir, STR_ARG(stem), suffix).p;
	parse_text(&s->parse, s->text);
}

static void compare(const struct sample *s, struct arena *a, struct str got)
{
	struct os os = os_posix();
	struct str want = { 0 };
	const char *bless = getenv("BLESS"); /* empty where expected outputs are compared */

	if (bless && *bless) {
		assert_int_equal(os.write(&os, s->expected, got), 0);
		return;
	}
	assert_int_equal(os.read(&os, a, s->expected, 1 << 20, &want), 0);
	if (!str_eq(got, want))
		fail_msg("%s: got\n%.*s", s->expected, STR_ARG(got));
}

static void print_place(const struct parse *p, struct span at, struct buf *out)
{
	struct place beg = source_place(&p->session.sources, at.beg),
		     end = source_place(&p->session.sources, at.end);

	buf_printf(out, "%u:%u", beg.line, beg.column);
	if (end.line != beg.line)
		buf_printf(out, "-%u:%u", end.line, end.column);
	else if (end.column != beg.column)
		buf_printf(out, "-%u", end.column);
}

static void print_fix(const struct parse *p, const struct diag_fix *fix, struct buf *out)
{
	buf_printf(out, "  fix: %.*s:", STR_ARG(fix->title));
	for (uint32_t i = 0; i < fix->edits.n; i++) {
		buf_char(out, ' ');
		print_place(p, fix->edits.v[i].span, out);
		buf_printf(out, " \"%.*s\"", STR_ARG(fix->edits.v[i].text));
	}
	buf_char(out, '\n');
}

static void print_diag(const struct parse *p, const struct diag *d, struct buf *out)
{
	print_place(p, d->labels.v[0].span, out);
	buf_printf(out, " %.*s %.*s\n", STR_ARG(d->code), STR_ARG(d->message));
	for (uint32_t i = 0; i < d->labels.n; i++) {
		if (i == 0 && d->labels.v[i].text.n == 0)
			continue;
		buf_add(out, STR("  "));
		print_place(p, d->labels.v[i].span, out);
		buf_printf(out, " %.*s\n", STR_ARG(d->labels.v[i].text));
	}
	for (uint32_t i = 0; i < d->help.n; i++)
		buf_printf(out, "  help: %.*s\n", STR_ARG(d->help.v[i]));
	for (uint32_t i = 0; i < d->fixes.n; i++)
		print_fix(p, &d->fixes.v[i], out);
}

/* The text after the fix, whose edits do not overlap and are in order. */
static struct str apply(const struct sample *s, struct arena *a, const struct diag_fix *fix)
{
	uint32_t base = source_get(&s->parse.session.sources, s->parse.source)->base, at = 0;
	struct buf out = { .arena = a };

	for (uint32_t i = 0; i < fix->edits.n; i++) {
		const struct diag_edit *e = &fix->edits.v[i];

		buf_add(&out, str_slice(s->text, at, e->span.beg - base));
		buf_add(&out, e->text);
		at = e->span.end - base;
	}
	buf_add(&out, str_slice(s->text, at, s->text.n));
	return buf_str(&out);
}

static bool has_diag(const struct parse *p, const struct diag *like)
{
	for (uint32_t i = 0; i < p->session.diags.list.n; i++) {
		const struct diag *d = p->session.diags.list.v[i];

		if (d->labels.v[0].span.beg == like->labels.v[0].span.beg &&
		    str_eq(d->message, like->message))
			return true;
	}
	return false;
}

/* What the fix is for is gone, and nothing was made worse. */
static void check_fix(const struct sample *s, struct arena *a, const struct diag *d,
		      const struct diag_fix *fix)
{
	struct parse fixed;

	parse_text(&fixed, apply(s, a, fix));
	if (has_diag(&fixed, d) || fixed.session.diags.list.n > s->parse.session.diags.list.n)
		fail_msg("%s: `%.*s` does not help", s->expected, STR_ARG(fix->title));
	parse_end(&fixed);
}

static void run_good(struct arena *a, const char *dir, struct str name)
{
	struct sample s;
	struct buf out = { .arena = a };

	begin(&s, a, dir, name, ".ast");
	if (s.parse.session.diags.list.n)
		fail_msg("%s: %.*s", s.expected, STR_ARG(s.parse.session.diags.list.v[0]->message));
	ast_dump(&s.parse.ast, s.parse.root, &out);
	compare(&s, a, buf_str(&out));
	parse_end(&s.parse);
}

static void run_bad(struct arena *a, const char *dir, struct str name)
{
	struct sample s;
	struct buf out = { .arena = a };

	begin(&s, a, dir, name, ".err");
	assert_true(s.parse.session.diags.list.n > 0);
	for (uint32_t i = 0; i < s.parse.session.diags.list.n; i++) {
		const struct diag *d = s.parse.session.diags.list.v[i];

		print_diag(&s.parse, d, &out);
		for (uint32_t k = 0; k < d->fixes.n; k++)
			check_fix(&s, a, d, &d->fixes.v[k]);
	}
	compare(&s, a, buf_str(&out));
	parse_end(&s.parse);
}

static void run_all(const char *dir, void (*run)(struct arena *, const char *, struct str))
{
	struct os os = os_posix();
	struct arena arena;
	struct str *names = NULL;
	uint32_t count = 0, samples = 0;

	arena_init(&arena);
	assert_int_equal(os.list(&os, &arena, dir, &names, &count), 0);
	for (uint32_t i = 0; i < count; i++) {
		if (!str_ends_with(names[i], STR(".rcs")))
			continue;
		run(&arena, dir, names[i]);
		samples++;
	}
	assert_true(samples > 5);
	arena_fini(&arena);
}

static void good_samples_give_their_trees(void **state)
{
	(void)state;
	run_all("tests/syntax/good", run_good);
}

static void bad_samples_give_their_messages(void **state)
{
	(void)state;
	run_all("tests/syntax/bad", run_bad);
}

int main(void)
{
	RUN(cmocka_unit_test(good_samples_give_their_trees),
	    cmocka_unit_test(bad_samples_give_their_messages));
}
