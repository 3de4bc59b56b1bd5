/* What a shell is told that can stand at the end of a line, and the pages that are made from the tables. */
#include "cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/os_fake.h"
#include "cli/command.h"
#include "stub_rcc.h"

struct world {
	struct arena arena;
	struct os_fake fake;
	struct cli_io io;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	*state = w;
	arena_init(&w->arena);
	os_fake_init(&w->fake, &w->arena);
	w->io = (struct cli_io){ .os = os_fake(&w->fake),
				 .image = "image",
				 .image_size = 5,
				 .out.arena = &w->arena,
				 .err.arena = &w->arena };
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	arena_fini(&w->arena);
	free(w);
	return 0;
}

/* Asks for the last of the words; the array ends with NULL. */
static const char *offered(struct world *w, const char *const *words)
{
	const char *argv[16] = { "rcc", "complete", "words", "--" };
	int argc = 4;

	while (*words)
		argv[argc++] = *words++;
	w->io.out.n = w->io.err.n = 0;
	assert_int_equal(cli_run(&w->io, argc, argv), STATUS_OK);
	assert_int_equal(w->io.err.n, 0);
	return arena_str(&w->arena, buf_str(&w->io.out)).p;
}

#define OFFERED(w, ...) offered((w), (const char *const[]){ __VA_ARGS__, NULL })

static void assert_has(const char *text, const char *part)
{
	if (str_find(str_from(text), str_from(part), 0) < 0)
		fail_msg("`%s` is not in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
	if (str_find(str_from(text), str_from(part), 0) >= 0)
		fail_msg("`%s` is in:\n%s", part, text);
}

static void the_first_word_is_a_command_or_a_stack(void **state)
{
	struct world *w = *state;

	assert_has(OFFERED(w, ""), "check\tcompile a file");
	assert_has(OFFERED(w, ""), ":stacks\n");
	assert_lacks(OFFERED(w, ""), "complete\t");
	assert_lacks(OFFERED(w, "che"), "build\t");
	assert_has(OFFERED(w, "--out"), "--output\t");
}

static void an_option_is_one_that_the_command_knows(void **state)
{
	struct world *w = *state;

	assert_has(OFFERED(w, "secrets", "--"), "--generate\t");
	assert_lacks(OFFERED(w, "secrets", "--"), "--force\t");
	assert_has(OFFERED(w, "stack.rcs", "--f"), "--force\t");
	assert_string_equal(OFFERED(w, "secrets", "--nothing"), "");
}

static void an_argument_fits_its_option(void **state)
{
	struct world *w = *state;

	assert_string_equal(OFFERED(w, "check", "--color", "a"), "auto\t\nalways\t\n");
	assert_string_equal(OFFERED(w, "check", "--color=a"), "--color=auto\t\n--color=always\t\n");
	assert_string_equal(OFFERED(w, "check", "--color", "="), OFFERED(w, "check", "--color", ""));
	assert_string_equal(OFFERED(w, "check", "--color", "=", "n"), "never\t\n");
	assert_string_equal(OFFERED(w, "stack.rcs", "-o", ""), ":folders\n");
	assert_string_equal(OFFERED(w, "check", "--param-file", ""), ":files\n");
	assert_string_equal(OFFERED(w, "check", "--param", ""), "");
	assert_string_equal(OFFERED(w, "check", "--nothing=x"), "");
}

static void a_word_fits_the_usage_of_its_command(void **state)
{
	struct world *w = *state;

	assert_string_equal(OFFERED(w, "check", ""), ":stacks\n");
	assert_string_equal(OFFERED(w, "build", ""), ":stacks\n");
	assert_string_equal(OFFERED(w, "complete", "z"), "zsh\t\n");
	assert_has(OFFERED(w, "help", "sec"), "secrets\t");
	assert_has(OFFERED(w, "explain", "RCS0301"), "RCS0301\t");
	assert_string_equal(OFFERED(w, "version", ""), "");
}

/* Every word that names a thing of the user's in capitals is offered without a complaint. */
static void every_command_and_option_can_be_completed(void **state)
{
	struct world *w = *state;

	for (uint32_t i = 0; i < command_count; i++) {
		const struct command *c = &command_table[i];

		OFFERED(w, c->name, "");
		for (uint32_t j = 0; j < c->options.n; j++) {
			const struct option *o = &option_table[c->options.v[j]];
			const char *name = arena_printf(&w->arena, "--%s", o->name).p;

			assert_has(OFFERED(w, c->name, name), name);
			OFFERED(w, c->name, name, "");
		}
	}
}

static enum status run(struct world *w, const char *command, const char *word)
{
	const char *argv[] = { "rcc", command, word };

	w->io.out.n = w->io.err.n = 0;
	return cli_run(&w->io, word ? 3 : 2, argv);
}

static void a_script_is_of_a_known_shell(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "complete", "bash"), STATUS_OK);
	assert_has(arena_str(&w->arena, buf_str(&w->io.out)).p, "complete -F _rcc rcc\n");
	assert_int_equal(run(w, "complete", "tcsh"), STATUS_USAGE);
	assert_int_equal(run(w, "complete", "words"), STATUS_USAGE);
	assert_int_equal(run(w, "complete", NULL), STATUS_USAGE);
}

static void the_manual_page_holds_the_tables(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "man", NULL), STATUS_OK);
	const char *page = arena_str(&w->arena, buf_str(&w->io.out)).p;

	assert_has(page, ".TH RCC 1 ");
	assert_has(page, ".SS rcc build FILE \\-o DIR\n");
	assert_has(page, "\\fB\\-o\\fP, \\fB\\-\\-output\\fP \\fIDIR\\fP\n");
	assert_has(page, ".B 70\na defect of rcc\n");
	assert_lacks(page, "`");
	assert_lacks(page, "\n'");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_first_word_is_a_command_or_a_stack, setup, teardown),
		cmocka_unit_test_setup_teardown(an_option_is_one_that_the_command_knows, setup, teardown),
		cmocka_unit_test_setup_teardown(an_argument_fits_its_option, setup, teardown),
		cmocka_unit_test_setup_teardown(a_word_fits_the_usage_of_its_command, setup, teardown),
		cmocka_unit_test_setup_teardown(every_command_and_option_can_be_completed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_script_is_of_a_known_shell, setup, teardown),
		cmocka_unit_test_setup_teardown(the_manual_page_holds_the_tables, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
