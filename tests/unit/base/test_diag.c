/* Records of diagnostics: order, repetition, limit; the tables; the explanations. */
#include "base/explain.h"

#include "unit.h"

#include <string.h>

static int setup(void **state)
{
	static struct session s;

	session_init(&s, (struct os){ 0 });
	source_add(&s.sources, SOURCE_USER, STR("main.rcs"), STR("0123456789"));     /* 1 to 11 */
	source_add(&s.sources, SOURCE_LIBRARY, STR("std/a.rcs"), STR("0123456789")); /* 12 to 22 */
	source_add(&s.sources, SOURCE_PARAM, STR("x.env"), STR("0123456789"));	     /* 23 to 33 */
	*state = &s;
	return 0;
}

static int teardown(void **state)
{
	session_fini(*state);
	return 0;
}

static struct diag *add(struct session *s, enum diag_code code, uint32_t at, const char *message)
{
	return diag_add(&s->diags, code, (struct span){ at, at ? at + 1 : 0 }, "%s", message);
}

static void assert_order(struct session *s, const char *want)
{
	struct buf got = { .arena = &s->arena };

	diags_sort(&s->diags, &s->sources);
	for (uint32_t i = 0; i < s->diags.list.n; i++)
		buf_printf(&got, "%.*s ", STR_ARG(s->diags.list.v[i]->message));
	assert_string_equal(buf_str(&got).p, want);
}

static void the_users_files_come_first(void **state)
{
	struct session *s = *state;

	add(s, DIAG_SYNTAX, 0, "nowhere");
	add(s, DIAG_SYNTAX, 13, "library");
	add(s, DIAG_SYNTAX, 24, "param");
	add(s, DIAG_SYNTAX, 9, "late");
	add(s, DIAG_UNCLOSED, 2, "other-code");
	add(s, DIAG_SYNTAX, 2, "b");
	add(s, DIAG_SYNTAX, 2, "a");
	assert_order(s, "a b other-code late param library nowhere ");
}

static void repetitions_are_dropped_and_not_counted(void **state)
{
	struct session *s = *state;

	for (int i = 0; i < 3; i++) {
		add(s, DIAG_SYNTAX, 2, "same");
		add(s, DIAG_MISPLACED_DOC, 3, "warning");
		struct diag *d = add(s, DIAG_SYNTAX, 2, "same");

		diag_label(&s->diags, d, (struct span){ 5, 6 }, "with a label");
	}
	assert_int_equal(s->diags.errors, 6);
	assert_order(s, "same same warning ");
	assert_int_equal(s->diags.errors, 2);
	assert_int_equal(s->diags.warnings, 1);
	assert_order(s, "same same warning ");
}

static void other_labels_are_no_repetition(void **state)
{
	struct session *s = *state;

	for (uint32_t i = 0; i < 2; i++) {
		diag_label(&s->diags, add(s, DIAG_SYNTAX, 2, "place"), (struct span){ 5, 6 + i }, "text");
		diag_label(&s->diags, add(s, DIAG_SYNTAX, 2, "text"), (struct span){ 5, 6 }, "text %u", i);
	}
	assert_order(s, "place place text text ");
}

static void at_most_the_limit_is_kept(void **state)
{
	struct session *s = *state;

	s->limits[LIMIT_DIAGNOSTICS] = 2;
	add(s, DIAG_SYNTAX, 1, "one");
	add(s, DIAG_SYNTAX, 2, "two");
	assert_order(s, "one two ");
	diag_primary(&s->diags, add(s, DIAG_SYNTAX, 3, "three"), "is still a record");
	add(s, DIAG_MISPLACED_DOC, 4, "four");
	assert_int_equal(s->diags.errors, 3);
	assert_int_equal(s->diags.warnings, 1);
	diags_sort(&s->diags, &s->sources);
	assert_int_equal(s->diags.list.n, 3);
	const struct diag *last = s->diags.list.v[2];

	assert_str(last->message, "2 more diagnostics are not kept: the limit is 2");
	assert_str(last->code, "RCS0090");
	assert_int_equal(last->severity, SEVERITY_NOTE);
	diags_sort(&s->diags, &s->sources);
	assert_int_equal(s->diags.list.n, 3);
}

static void a_record_keeps_what_it_is_told(void **state)
{
	struct session *s = *state;
	char text[] = "abc";
	struct diag *d =
		diag_add_check(&s->diags, STR("WEB1001"), STR("slug"), SEVERITY_WARNING, STR("message"));

	diag_primary(&s->diags, d, "%d", 1);
	diag_label(&s->diags, d, (struct span){ 3, 4 }, "%d", 2);
	diag_because(&s->diags, d, "because %d", 3);
	diag_help(&s->diags, d, "help %d", 4);
	struct diag_fix *fix =
		diag_fix(&s->diags, d, (struct span){ 5, 6 }, (struct str){ text, 3 }, "fix %d", 5);

	diag_edit(&s->diags, fix, (struct span){ 7, 7 }, STR("x"));
	memset(text, 'z', 3);
	assert_int_equal(s->diags.warnings, 1);
	assert_str(d->labels.v[0].text, "1");
	assert_int_equal(d->labels.v[0].span.beg, 0);
	assert_str(d->labels.v[1].text, "2");
	assert_str(d->because.v[0], "because 3");
	assert_str(d->help.v[0], "help 4");
	assert_str(d->fixes.v[0].title, "fix 5");
	assert_int_equal(d->fixes.v[0].edits.n, 2);
	assert_str(d->fixes.v[0].edits.v[0].text, "abc");
	assert_int_equal(d->fixes.v[0].edits.v[1].span.beg, 7);
}

static void a_session_can_move(void **state)
{
	struct session *old = *state;
	struct session s;

	add(old, DIAG_SYNTAX, 1, "before");
	session_move(&s, old);
	memset(old, 0, sizeof *old);
	s.limits[LIMIT_DIAGNOSTICS] = 2;
	add(&s, DIAG_SYNTAX, 2, "after");
	add(&s, DIAG_SYNTAX, 3, "too-much");
	assert_int_equal(s.diags.list.n, 2);
	assert_int_equal(s.diags.dropped, 1);
	session_move(old, &s);
}

static bool is_kebab(const char *s)
{
	return *s >= 'a' && *s <= 'z' && strspn(s, "abcdefghijklmnopqrstuvwxyz-") == strlen(s);
}

static void the_table_of_codes_is_well_formed(void **state)
{
	(void)state;
	for (int i = 0; i < DIAG_COUNT; i++) {
		const struct diag_info *info = &diag_infos[i];
		size_t title = strlen(info->title);

		assert_true(strlen(info->code) == 7 && strncmp(info->code, "RCS0", 4) == 0);
		assert_true(i == 0 || strcmp(diag_infos[i - 1].code, info->code) < 0);
		assert_true(is_kebab(info->slug));
		assert_true(title > 0 && info->title[title - 1] != '.');
		for (int j = 0; j < i; j++)
			assert_string_not_equal(diag_infos[j].slug, info->slug);
	}
}

static void the_limits_start_as_in_the_table(void **state)
{
	struct session *s = *state;

	for (int i = 0; i < LIMIT_COUNT; i++) {
		assert_true(limit_infos[i].value > 0);
		assert_int_equal(s->limits[i], limit_infos[i].value);
		assert_true(*limit_infos[i].name && *limit_infos[i].unit && *limit_infos[i].what);
	}
}

static void explanations_belong_to_codes(void **state)
{
	struct session *s = *state;
	const struct explain *all = explain_read(&s->arena);

	for (const struct explain *e = all; e->code; e++) {
		bool known = false;

		for (int i = 0; i < DIAG_COUNT; i++)
			known = known || strcmp(diag_infos[i].code, e->code) == 0;
		assert_true(known);
		assert_ptr_equal(explain_find(all, str_from(e->code)), e);
		assert_true(strlen(e->prose) > 0);
		assert_true(e->failing.n > 0 && e->fixed.n > 0);
	}
	assert_null(explain_find(all, STR("RCS9999")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	RUN(TEST(the_users_files_come_first), TEST(repetitions_are_dropped_and_not_counted),
	    TEST(other_labels_are_no_repetition), TEST(at_most_the_limit_is_kept),
	    TEST(a_record_keeps_what_it_is_told), TEST(a_session_can_move),
	    TEST(the_table_of_codes_is_well_formed), TEST(the_limits_start_as_in_the_table),
	    TEST(explanations_belong_to_codes));
}
