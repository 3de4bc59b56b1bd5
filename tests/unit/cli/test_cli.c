/* The whole command on fake streams, a fake file system and a stub of the compiler. */
#include "cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/os_fake.h"
#include "cli/args.h"
#include "stub_rcc.h"

#include <errno.h>
#include <string.h>

struct world {
	struct arena arena;
	struct os_fake fake;
	struct cli_io io;
};

static int fixed_bytes(void *self, unsigned char *bytes, uint32_t n)
{
	(void)self;
	memset(bytes, 0, n);
	return 0;
}

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
				 .err.arena = &w->arena,
				 .entropy.fill = fixed_bytes };
	os_fake_add(&w->fake, "good.rcs", STR("stack one\n"));
	os_fake_add(&w->fake, "two.rcs", STR("stack one\nstack two\n"));
	os_fake_add(&w->fake, "bad.rcs", STR("error\nwarning\nstack one\n"));
	os_fake_add(&w->fake, "warned.rcs", STR("warning\nnote\nstack one\n"));
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	arena_fini(&w->arena);
	free(w);
	return 0;
}

/* Runs a command line of words without blanks. */
static enum status run(struct world *w, const char *line)
{
	const char *argv[32] = { "rcc" };
	char *copy = arena_new(&w->arena, char, strlen(line) + 1);
	int argc = 1;

	memcpy(copy, line, strlen(line));
	w->io.out.n = w->io.err.n = 0;
	for (char *word = strtok(copy, " "); word && argc < 32; word = strtok(NULL, " "))
		argv[argc++] = word;
	return cli_run(&w->io, argc, argv);
}

static void assert_has(const struct buf *b, const char *part)
{
	if (str_find(buf_str(b), str_from(part), 0) < 0)
		fail_msg("`%s` is not in:\n%.*s", part, STR_ARG(buf_str(b)));
}

static void assert_lacks(const struct buf *b, const char *part)
{
	if (str_find(buf_str(b), str_from(part), 0) >= 0)
		fail_msg("`%s` is in:\n%.*s", part, STR_ARG(buf_str(b)));
}

/* ---- build --------------------------------------------------------------------------- */

static void a_file_is_built_into_a_folder(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "good.rcs -o out"), STATUS_OK);
	assert_int_equal(w->io.out.n, 0);
	assert_int_equal(w->io.err.n, 0);
	assert_non_null(os_fake_find(&w->fake, "out/thing-one.yaml"));
	assert_non_null(os_fake_find(&w->fake, "out/kustomization.yaml"));
	assert_int_equal(run(w, "build good.rcs --output=other"), STATUS_OK);
	assert_non_null(os_fake_find(&w->fake, "other/thing-one.yaml"));
	assert_int_equal(run(w, "-oshort good.rcs"), STATUS_OK);
	assert_non_null(os_fake_find(&w->fake, "short/thing-one.yaml"));
}

static void after_an_error_nothing_is_written(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "bad.rcs -o out"), STATUS_ERRORS);
	assert_has(&w->io.err, "error[RCS0301 unknown-field]: an error\n  --> stack.rcs:1:1\n");
	assert_has(&w->io.err, "1 error, 1 warning; `rcc explain RCS0301` tells more\n");
	assert_null(os_fake_find(&w->fake, "out/thing-one.yaml"));
	assert_int_equal(run(w, "bad.rcs -o -"), STATUS_ERRORS);
	assert_int_equal(w->io.out.n, 0);
}

static void a_stream_goes_to_standard_output(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "two.rcs -o -"), STATUS_OK);
	assert_has(&w->io.out, "---\n");
	assert_has(&w->io.out, "kind: Thing\n");
	assert_int_equal(run(w, "two.rcs -o - --format json"), STATUS_OK);
	assert_true(str_starts_with(buf_str(&w->io.out), STR("{")));
	assert_has(&w->io.out, "\"List\"");
	int64_t first = str_find(buf_str(&w->io.out), STR("\"Thing\""), 0);

	assert_true(str_find(buf_str(&w->io.out), STR("\"Thing\""), (uint32_t)first + 1) > first);
	assert_int_equal(run(w, "good.rcs -o out --format json"), STATUS_USAGE);
	assert_has(&w->io.err, "it goes with -o -");
}

static void several_stacks_need_a_place_each(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "two.rcs -o out"), STATUS_ERRORS);
	assert_has(&w->io.err, "error[RCS0607 output-place]: 2 stacks");
	assert_has(&w->io.err, "= help: give each its own: `-o 'out/{stack}'`\n");
	assert_null(os_fake_find(&w->fake, "out/thing-one.yaml"));
	assert_int_equal(run(w, "two.rcs -o out/{stack}/of/{stack}"), STATUS_OK);
	assert_non_null(os_fake_find(&w->fake, "out/one/of/one/thing-one.yaml"));
	assert_non_null(os_fake_find(&w->fake, "out/two/of/two/thing-two.yaml"));
}

static void files_of_others_need_force(void **state)
{
	struct world *w = *state;

	os_fake_add(&w->fake, "out/thing-one.yaml", STR("mine"));
	assert_int_equal(run(w, "good.rcs -o out"), STATUS_ERRORS);
	assert_string_equal(os_fake_find(&w->fake, "out/thing-one.yaml")->p, "mine");
	assert_int_equal(run(w, "good.rcs -o out --force"), STATUS_OK);
	assert_string_not_equal(os_fake_find(&w->fake, "out/thing-one.yaml")->p, "mine");
}

static void failures_of_files_have_their_status(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "missing.rcs -o out"), STATUS_IO);
	assert_has(&w->io.err, "RCS0001");
	w->fake.fail_at = w->fake.calls + 6;
	w->fake.killed = true;
	assert_int_equal(run(w, "good.rcs -o out"), STATUS_IO);
	assert_has(&w->io.err, "RCS0605");
}

/* ---- check, secrets ------------------------------------------------------------------ */

static void check_reports_and_writes_nothing(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "check two.rcs"), STATUS_OK);
	assert_string_equal(buf_str(&w->io.out).p, "one: 1 object\n  tolerates the loss of a node\n"
						   "two: 1 object\n  tolerates the loss of a node\n");
	assert_int_equal(run(w, "check bad.rcs"), STATUS_ERRORS);
	assert_int_equal(w->io.out.n, 0);
	assert_int_equal(run(w, "check warned.rcs"), STATUS_OK);
	assert_has(&w->io.err, "1 warning; ");
}

static void warnings_can_be_denied(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "check warned.rcs --deny warnings"), STATUS_ERRORS);
	assert_has(&w->io.err, "error[RCS0314 deprecated]");
	assert_has(&w->io.err, "note[RCS0501 ");
	assert_has(&w->io.err, "\n1 error; ");
	assert_int_equal(w->io.out.n, 0);
	assert_int_equal(run(w, "check warned.rcs --deny RCS0501"), STATUS_ERRORS);
	assert_has(&w->io.err, "\n1 error, 1 warning; ");
	assert_int_equal(run(w, "check warned.rcs --deny WEB1001"), STATUS_OK);
	assert_int_equal(run(w, "check warned.rcs --deny all"), STATUS_USAGE);
	assert_has(&w->io.err, "`--deny` takes `warnings` or a code");
	assert_int_equal(run(w, "warned.rcs -o out --deny RCS0314"), STATUS_ERRORS);
	assert_null(os_fake_find(&w->fake, "out/thing-one.yaml"));
}

static void secrets_are_listed_or_made(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "secrets good.rcs"), STATUS_OK);
	assert_has(&w->io.out, "token");
	assert_lacks(&w->io.out, "kind: Secret");
	assert_int_equal(run(w, "secrets good.rcs --generate"), STATUS_OK);
	assert_has(&w->io.out, "kind: Secret");
	assert_int_equal(run(w, "secrets bad.rcs --generate"), STATUS_ERRORS);
	assert_int_equal(w->io.out.n, 0);
}

static void a_library_may_have_no_report(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "report good.rcs"), STATUS_USAGE);
	assert_has(&w->io.err, "this library makes no report");
	assert_int_equal(run(w, "report bad.rcs"), STATUS_ERRORS);
	assert_int_equal(run(w, "report good.rcs --json --markdown"), STATUS_USAGE);
	assert_int_equal(run(w, "report good.rcs --at noon"), STATUS_USAGE);
	assert_int_equal(w->io.out.n, 0);
}

static int no_bytes(void *self, unsigned char *bytes, uint32_t n)
{
	(void)self;
	memset(bytes, 0, n);
	return EIO;
}

static void no_secret_is_made_without_randomness(void **state)
{
	struct world *w = *state;

	w->io.entropy.fill = no_bytes;
	assert_int_equal(run(w, "secrets two.rcs --generate"), STATUS_IO);
	assert_int_equal(w->io.out.n, 0);
	assert_has(&w->io.err, "RCS0605");
}

static void a_schema_is_imported(void **state)
{
	struct world *w = *state;

	os_fake_add(
		&w->fake, "crd.json",
		STR("{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\","
		    "\"metadata\":{\"name\":\"things.example.com\"},\"spec\":{\"group\":\"example.com\","
		    "\"names\":{\"kind\":\"Thing\",\"plural\":\"things\"},\"scope\":\"Namespaced\","
		    "\"versions\":[{\"name\":\"v1\",\"served\":true,\"storage\":true,\"schema\":{"
		    "\"openAPIV3Schema\":{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\","
		    "\"properties\":{\"size\":{\"type\":\"integer\"}}}}}}}]}}"));
	assert_int_equal(run(w, "schema import crd.json"), STATUS_OK);
	assert_has(&w->io.out, "Thing");
	assert_has(&w->io.out, "size");
	assert_int_equal(run(w, "schema import none.json"), STATUS_IO);
	assert_has(&w->io.err, "none.json");
	assert_int_equal(run(w, "schema import crd.json --kinds none.txt"), STATUS_IO);
	assert_has(&w->io.err, "cannot read `none.txt`");
	assert_int_equal(run(w, "schema export crd.json"), STATUS_USAGE);
}

static void options_reach_the_compiler(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "check good.rcs --param a=1=2 -p b= --param-file x.env --root r --stdlib lib "
				"--policy p.rcs "
				"--policy p.rcs --stack one"),
			 STATUS_OK);
	assert_has(&w->io.err, "param a is 1=2\n");
	assert_has(&w->io.err, "param b is \n");
	assert_has(&w->io.err, "param file x.env\n");
	assert_has(&w->io.err, "root r\n");
	assert_has(&w->io.err, "stdlib lib, image not\n");
	assert_has(&w->io.err, "policy p.rcs\n");
	assert_has(&w->io.err, "only one\n");
	assert_int_equal(run(w, "check good.rcs --param a"), STATUS_USAGE);
	assert_has(&w->io.err, "`--param a` has no value");
	w->io.image = NULL;
	assert_int_equal(run(w, "check good.rcs"), STATUS_USAGE);
	assert_has(&w->io.err, "--stdlib DIR");
}

/* ---- diagnostics --------------------------------------------------------------------- */

static void diagnostics_have_forms(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "check bad.rcs --diagnostics json"), STATUS_ERRORS);
	assert_true(str_starts_with(buf_str(&w->io.err), STR("{\"code\":\"RCS0301\"")));
	assert_int_equal(run(w, "check bad.rcs --color debug"), STATUS_ERRORS);
	assert_has(&w->io.err, "<error>error[");
	assert_int_equal(run(w, "check bad.rcs --color always"), STATUS_ERRORS);
	assert_has(&w->io.err, "\x1b[");
}

static void color_follows_the_terminal(void **state)
{
	struct world *w = *state;

	w->io.err_is_terminal = true;
	run(w, "check bad.rcs");
	assert_has(&w->io.err, "\x1b[");
	run(w, "check bad.rcs --color never");
	assert_lacks(&w->io.err, "\x1b[");
	w->io.no_color = true;
	run(w, "check bad.rcs");
	assert_lacks(&w->io.err, "\x1b[");
	run(w, "check bad.rcs --color always");
	assert_has(&w->io.err, "\x1b[");
}

/* ---- explain ------------------------------------------------------------------------- */

static void every_code_is_explained(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < DIAG_COUNT; i++) {
		assert_int_equal(run(w, arena_printf(&w->arena, "explain %s", diag_infos[i].code).p),
				 STATUS_OK);
		assert_has(&w->io.out, diag_infos[i].title);
		assert_int_equal(run(w, arena_printf(&w->arena, "explain %s", diag_infos[i].slug).p),
				 STATUS_OK);
		assert_has(&w->io.out, diag_infos[i].code);
	}
}

static void a_check_is_explained(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "explain web1001"), STATUS_OK);
	assert_string_equal(buf_str(&w->io.out).p, "error[WEB1001 too-many]: there are too many\n"
						   "\n"
						   "Because of this.\n"
						   "\n"
						   "failing:\n"
						   "\n"
						   "    stack a {\n"
						   "      n = 9\n"
						   "    }\n"
						   "\n"
						   "fixed:\n"
						   "\n"
						   "    stack a {}\n");
	assert_int_equal(run(w, "explain too_many"), STATUS_OK);
	assert_has(&w->io.out, "WEB1001");
}

static void an_unknown_code_is_refused(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "explain unknwon-field"), STATUS_USAGE);
	assert_has(&w->io.err, "did you mean `unknown-field`?");
	assert_int_equal(run(w, "explain what"), STATUS_USAGE);
	assert_has(&w->io.err, "--all lists them");
	assert_int_equal(run(w, "explain"), STATUS_USAGE);
	assert_int_equal(run(w, "explain RCS0301 --all"), STATUS_USAGE);
}

static void all_codes_are_listed(void **state)
{
	struct world *w = *state;
	uint32_t lines = 0;

	assert_int_equal(run(w, "explain --all"), STATUS_OK);
	for (uint32_t i = 0; i < w->io.out.n; i++)
		lines += w->io.out.p[i] == '\n';
	assert_int_equal(lines, DIAG_COUNT + 1);
	assert_int_equal(run(w, "explain --all --format json"), STATUS_OK);
	assert_has(&w->io.out, "{\"code\":\"WEB1001\",\"name\":\"too-many\",\"severity\":\"error\","
			       "\"title\":\"there are too many\",\"explain\":\"Because of this.\","
			       "\"failing\":\"stack a {\\n  n = 9\\n}\\n\",\"fixed\":\"stack a {}\"}\n");
}

/* ---- usage --------------------------------------------------------------------------- */

static void help_comes_from_the_tables(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, ""), STATUS_USAGE);
	assert_has(&w->io.err, "usage: rcc FILE -o DIR\n");
	assert_int_equal(run(w, "--help"), STATUS_OK);
	assert_has(&w->io.out, "\n  build     compile a file");
	assert_int_equal(run(w, "-h"), STATUS_OK);
	assert_int_equal(run(w, "help secrets"), STATUS_OK);
	assert_has(&w->io.out, "      --generate ");
	assert_lacks(&w->io.out, "--force");
	assert_int_equal(run(w, "build --help"), STATUS_OK);
	assert_has(&w->io.out, "\n  -o, --output DIR ");
	assert_int_equal(run(w, "help nothing"), STATUS_USAGE);
	assert_int_equal(run(w, "help secret"), STATUS_USAGE);
	assert_has(&w->io.err, "there is no command `secret`; did you mean `secrets`?\n");
	assert_int_equal(run(w, "help build check"), STATUS_USAGE);
	assert_int_equal(run(w, "version"), STATUS_OK);
	assert_string_equal(buf_str(&w->io.out).p, "rcc " RCC_VERSION "\n");
	assert_int_equal(run(w, "--version"), STATUS_OK);
}

static void help_fits_a_terminal(void **state)
{
	struct world *w = *state;
	uint32_t column = 0;

	for (int i = 0; i < OPTION_COUNT; i++)
		assert_true(*option_table[i].help);
	run(w, "help build");
	for (uint32_t i = 0; i < w->io.out.n; i++) {
		column = w->io.out.p[i] == '\n' ? 0 : column + 1;
		assert_in_range(column, 0, 120);
	}
}

static void mistakes_get_the_nearest_word(void **state)
{
	struct world *w = *state;

	assert_int_equal(run(w, "chekc good.rcs"), STATUS_USAGE);
	assert_has(&w->io.err, "rcc: there is no command or file `chekc`; did you mean `check`?\n");
	assert_int_equal(run(w, "xyzzy"), STATUS_USAGE);
	assert_has(&w->io.err, "rcc: there is no command or file `xyzzy`\n");
	assert_int_equal(run(w, "check good.rcs --diagnostic json"), STATUS_USAGE);
	assert_has(&w->io.err, "there is no option `--diagnostic`; did you mean `--diagnostics`?\n");
	assert_int_equal(run(w, "check good.rcs --zzz"), STATUS_USAGE);
	assert_has(&w->io.err, "there is no option `--zzz` here\n");
	assert_int_equal(run(w, "check good.rcs -z"), STATUS_USAGE);
	assert_has(&w->io.err, "there is no option `-z` here\n");
	assert_int_equal(run(w, "check good.rcs --color blue"), STATUS_USAGE);
	assert_has(&w->io.err, "`--color` takes auto, always, never or debug, not `blue`\n");
	assert_int_equal(run(w, "check good.rcs --root"), STATUS_USAGE);
	assert_has(&w->io.err, "`--root` needs an argument: DIR\n");
	assert_int_equal(run(w, "good.rcs -o --force"), STATUS_USAGE);
	assert_has(&w->io.err, "`--output` needs an argument: DIR; for one that begins with `-` write "
			       "`--output=--force`\n");
	assert_int_equal(run(w, "good.rcs -o out --force=yes"), STATUS_USAGE);
	assert_has(&w->io.err, "`--force` takes no argument\n");
	assert_int_equal(run(w, "--color never check good.rcs -o -"), STATUS_USAGE);
	assert_has(&w->io.err, "the command comes first: rcc check ...\n");
	assert_int_equal(run(w, "good.rcs two.rcs -o out"), STATUS_USAGE);
	assert_has(&w->io.err, "one file at a time: what is `two.rcs`?\n");
	assert_int_equal(run(w, "good.rcs"), STATUS_USAGE);
	assert_has(&w->io.err, "where to? Write -o DIR");
	assert_int_equal(run(w, "build -o out"), STATUS_USAGE);
	assert_has(&w->io.err, "which file?");
	assert_int_equal(run(w, "schema good.rcs"), STATUS_USAGE);
	assert_int_equal(run(w, "--verion"), STATUS_USAGE);
	assert_has(&w->io.err, "there is no option `--verion`; did you mean `--version`?\n");
	assert_int_equal(run(w, "--"), STATUS_USAGE);
	assert_has(&w->io.err, "which file?");
}

static void dashes_end_the_options(void **state)
{
	struct world *w = *state;

	os_fake_add(&w->fake, "-odd", STR("stack one\n"));
	os_fake_add(&w->fake, "plain", STR("stack one\n"));
	assert_int_equal(run(w, "check -- -odd"), STATUS_OK);
	assert_int_equal(run(w, "plain -o out"), STATUS_OK);
	assert_non_null(os_fake_find(&w->fake, "out/thing-one.yaml"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_is_built_into_a_folder),
		TEST(after_an_error_nothing_is_written),
		TEST(a_stream_goes_to_standard_output),
		TEST(several_stacks_need_a_place_each),
		TEST(files_of_others_need_force),
		TEST(failures_of_files_have_their_status),
		TEST(check_reports_and_writes_nothing),
		TEST(warnings_can_be_denied),
		TEST(secrets_are_listed_or_made),
		TEST(a_library_may_have_no_report),
		TEST(no_secret_is_made_without_randomness),
		TEST(a_schema_is_imported),
		TEST(options_reach_the_compiler),
		TEST(diagnostics_have_forms),
		TEST(color_follows_the_terminal),
		TEST(every_code_is_explained),
		TEST(a_check_is_explained),
		TEST(an_unknown_code_is_refused),
		TEST(all_codes_are_listed),
		TEST(help_comes_from_the_tables),
		TEST(help_fits_a_terminal),
		TEST(mistakes_get_the_nearest_word),
		TEST(dashes_end_the_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
