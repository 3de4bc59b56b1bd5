#include "cli/command.h"

#include "base/mask.h"

/* What every command takes that compiles. */
#define COMPILE_OPTIONS \
	OPTION_STACK, OPTION_PARAM, OPTION_PARAM_FILE, OPTION_POLICY, OPTION_DENY, OPTION_ROOT, \
		OPTION_STDLIB, OPTION_DIAGNOSTICS, OPTION_COLOR, OPTION_HELP

static const enum option_id build_options[] = {
	OPTION_OUTPUT,	      OPTION_FORMAT,	      OPTION_FORCE,
	OPTION_ALLOW_REPLACE, OPTION_ALLOW_DATA_LOSS, COMPILE_OPTIONS
};
static const enum option_id check_options[] = { OPTION_AGAINST, OPTION_ALLOW_REPLACE, OPTION_ALLOW_DATA_LOSS,
						OPTION_PARITY, COMPILE_OPTIONS };
static const enum option_id fix_options[] = { OPTION_ONLY, OPTION_DRY_RUN, OPTION_DIFF, OPTION_JSON,
					      COMPILE_OPTIONS };
static const enum option_id vet_options[] = { OPTION_KUBERNETES, OPTION_POD_SECURITY, OPTION_FIX,
					      OPTION_ONLY,	 OPTION_DRY_RUN,      OPTION_DIFF,
					      OPTION_JSON,	 OPTION_POLICY,	      OPTION_DENY,
					      OPTION_ROOT,	 OPTION_STDLIB,	      OPTION_DIAGNOSTICS,
					      OPTION_COLOR,	 OPTION_HELP };
static const enum option_id trace_options[] = { OPTION_JSON, COMPILE_OPTIONS };
static const enum option_id diff_options[] = { OPTION_JSON, COMPILE_OPTIONS };
static const enum option_id secrets_options[] = { OPTION_GENERATE, COMPILE_OPTIONS };
static const enum option_id report_options[] = { OPTION_AT, OPTION_MARKDOWN, OPTION_JSON, COMPILE_OPTIONS };
static const enum option_id explain_options[] = { OPTION_ALL,	 OPTION_LIST_FORMAT, OPTION_POLICY,
						  OPTION_STDLIB, OPTION_DIAGNOSTICS, OPTION_COLOR,
						  OPTION_HELP };
static const enum option_id reference_options[] = { OPTION_PAGE_FORMAT, COMPILE_OPTIONS };
static const enum option_id fmt_options[] = { OPTION_CHECK, OPTION_DIFF, OPTION_DIAGNOSTICS, OPTION_COLOR,
					      OPTION_HELP };
static const enum option_id schema_options[] = { OPTION_KINDS, OPTION_BASE, OPTION_DIAGNOSTICS, OPTION_COLOR,
						 OPTION_HELP };
static const enum option_id help_options[] = { OPTION_HELP };

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The first one is what runs when a file stands in the place of a command. */
const struct command command_table[] = {
	{
		.name = "build",
		.summary = "compile a file and write the manifests of its stacks",
		.usage = "FILE -o DIR",
		.about = "Compiles FILE and makes DIR hold one file for each object, and\n"
			 "kustomization.yaml. Files that rcc made and makes no longer are removed; other\n"
			 "files, and those that were edited by hand, are left alone. What stands in DIR is\n"
			 "also what runs: changes that Kubernetes would refuse, or that lose data, are\n"
			 "errors, unless --allow-replace or --allow-data-loss names the object. After an\n"
			 "error nothing is written. The word `build` may be left out. In place of FILE a\n"
			 "folder means every file *.rcs directly in it; `-` is standard input, which\n"
			 "imports files of the working directory. So it is with `check` and all that\n"
			 "compile a file.\n"
			 "\n"
			 "  rcc stack.rcs -o out\n"
			 "  rcc stack.rcs -o 'out/{stack}' --param-file prod.env\n"
			 "  rcc environments/ -o 'out/{stack}'\n"
			 "  rcc stack.rcs -o - | kubectl diff -f -\n",
		.options = { build_options, COUNT(build_options) },
		.run = cmd_build,
	},
	{
		.name = "check",
		.summary = "compile a file, write nothing, and report what the deployment tolerates",
		.usage = "FILE",
		.about = "Compiles FILE as `build` does. Diagnostics go to standard error, the report\n"
			 "to standard output. With --against, the committed output in DIR is compared\n"
			 "with what the sources give; a difference is an error, and there is no report.\n"
			 "So are changes that `build` would refuse.\n"
			 "With --parity, the env files of other environments are read as well: what one\n"
			 "of them sets and another one does not is a warning.\n"
			 "Diagnostics name files from the project root. With --root . in the top folder\n"
			 "of a repository they name them as code scanning and workflows do.\n"
			 "\n"
			 "  rcc check stack.rcs --deny warnings\n"
			 "  rcc check stack.rcs --against 'out/{stack}'\n"
			 "  rcc check stack.rcs --param-file dev.env --parity test.env --parity prod.env\n"
			 "  rcc check stack.rcs --diagnostics json 2> diagnostics.jsonl\n"
			 "  rcc check stack.rcs --root . --diagnostics sarif 2> rcc.sarif\n",
		.options = { check_options, COUNT(check_options) },
		.tells = true,
		.run = cmd_check,
	},
	{
		.name = "vet",
		.summary = "check manifests that something else wrote",
		.usage = "FILE|DIR...",
		.about = "Reads objects of Kubernetes from YAML or JSON, and checks them as `build` checks\n"
			 "those that it makes. In place of FILE a folder means every *.yaml, *.yml and\n"
			 "*.json below it, without what is no object; `-` is standard input. Files that are\n"
			 "named belong together, and so do the files of each folder. Without --kubernetes,\n"
			 "what any release has is accepted. With --fix the first fix of every diagnostic "
			 "that\n"
			 "has one is applied, to all files or to none; all else in them stays as it is.\n"
			 "\n"
			 "  rcc vet manifests/ --kubernetes 1.31\n"
			 "  rcc vet manifests/ --fix --diff\n"
			 "  helm template chart/ | rcc vet -\n"
			 "  kustomize build overlays/prod | rcc vet - --deny warnings\n",
		.options = { vet_options, COUNT(vet_options) },
		.tells = true,
		.run = cmd_vet,
	},
	{
		.name = "report",
		.summary = "tell what a deployment tolerates, where it runs and what it keeps",
		.usage = "FILE",
		.about = "Compiles FILE and prints, for each stack, what may be lost, where pods find room,\n"
			 "which volumes there are, what runs when, and which secrets are read. Nothing here\n"
			 "depends on the day: when schedules fire next is told only with --at TIME, in UTC;\n"
			 "for a schedule with a time zone TIME is taken as the time on the clocks there.\n"
			 "\n"
			 "  rcc report stack.rcs\n"
			 "  rcc report stack.rcs --at \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\"\n"
			 "  rcc report stack.rcs --markdown > report.md\n",
		.options = { report_options, COUNT(report_options) },
		.tells = true,
		.run = cmd_report,
	},
	{
		.name = "fix",
		.summary = "apply the fixes that diagnostics offer",
		.usage = "FILE...",
		.about = "Applies the first fix of every diagnostic that has one, to all files or to none,\n"
			 "until nothing more can be fixed; env files given by --param-file are fixed, too.\n"
			 "A fix that would cause another error is left out. What is still wrong is\n"
			 "reported as by `check`.\n"
			 "\n"
			 "  rcc fix stack.rcs --diff\n"
			 "  rcc fix stack.rcs --only unknown-field\n",
		.options = { fix_options, COUNT(fix_options) },
		.tells = true,
		.run = cmd_fix,
	},
	{
		.name = "why",
		.summary = "tell why a value of the output or of a stack is what it is",
		.usage = "[FILE] PLACE",
		.about = "PLACE is a line of a file that FILE is compiled to, or a path from its stack. The\n"
			 "answer is the way of the value: where it was written, which default, parameter or\n"
			 "computation it came from, what chose it, and what it replaced. FILE may be left "
			 "out\n"
			 "before a line: the first one of a made file names its source.\n"
			 "\n"
			 "  rcc why stack.rcs out/service-web.yaml:12\n"
			 "  rcc why stack.rcs 'pages[\"index.html\"]'\n",
		.options = { trace_options, COUNT(trace_options) },
		.tells = true,
		.run = cmd_why,
	},
	{
		.name = "where",
		.summary = "list the parts of the output that come from a place in the sources",
		.usage = "[FILE] PLACE",
		.about = "PLACE is a line of a source, with a column for a single entry of it: FILE:LINE or\n"
			 "FILE:LINE:COLUMN. A block counts from the line where it begins. For a file that\n"
			 "is imported, or an env file, name the file of the stacks first.\n"
			 "\n"
			 "  rcc where stack.rcs:6\n"
			 "  rcc where stack.rcs clusters/lab.rcs:4:12\n",
		.options = { trace_options, COUNT(trace_options) },
		.tells = true,
		.run = cmd_where,
	},
	{
		.name = "diff",
		.summary = "compare two sets of objects, and tell what the change does",
		.usage = "OLD NEW",
		.about = "OLD and NEW are each a folder of manifests, a file of them, or a file of a\n"
			 "stack, which is compiled. Objects are matched by group, kind, namespace and\n"
			 "name, elements of lists by their keys. For each object the answer tells what\n"
			 "applying NEW over OLD does: which pods start anew, what cannot be changed in\n"
			 "place, which data is lost. The exit status is 0 if there is no\n"
			 "difference, 1 if there is one, 2 if a side has errors, 3 if one cannot be read.\n"
			 "\n"
			 "  rcc diff out/ stack.rcs\n"
			 "  rcc diff dev/ prod/ --json\n",
		.options = { diff_options, COUNT(diff_options) },
		.tells = true,
		.run = cmd_diff,
	},
	{
		.name = "explain",
		.summary = "tell more about a diagnostic",
		.usage = "CODE | --all",
		.about = "Explains a diagnostic by its code or name, with an example that fails and\n"
			 "one that works. With --all, lists every diagnostic of the compiler and of the\n"
			 "library.\n"
			 "\n"
			 "  rcc explain RCS0301\n"
			 "  rcc explain unknown-field\n",
		.options = { explain_options, COUNT(explain_options) },
		.run = cmd_explain,
	},
	{
		.name = "reference",
		.summary = "print the reference of the library and of rcc",
		.usage = "[FILE]",
		.about = "Prints one page about every field, type, check, diagnostic, function, limit,\n"
			 "command and option. With FILE it begins with what the stacks of FILE give.\n"
			 "\n"
			 "  rcc reference > reference.md\n"
			 "  rcc reference stack.rcs --format html > reference.html\n",
		.options = { reference_options, COUNT(reference_options) },
		.run = cmd_reference,
	},
	{
		.name = "secrets",
		.summary = "list the Secrets that the stacks of a file need, or make them",
		.usage = "FILE",
		.about = "Manifests never hold the value of a secret. This lists the Secrets that must\n"
			 "be there, who reads them, and how a value is made. With --generate it prints\n"
			 "manifests with strong random values that belong together: create them by hand,\n"
			 "or pipe them into a tool that seals them. Each run makes other values: applied\n"
			 "over Secrets in use they lock the chat out of its database, which `kubectl\n"
			 "create` cannot do. Secrets of which nothing can be made are left out and named.\n"
			 "\n"
			 "  rcc secrets stack.rcs\n"
			 "  rcc secrets stack.rcs --generate | kubectl create -f -\n"
			 "  rcc secrets stack.rcs --generate | kubeseal > sealed.yaml\n",
		.options = { secrets_options, COUNT(secrets_options) },
		.run = cmd_secrets,
	},
	{
		.name = "fmt",
		.summary = "lay out files in the one style",
		.usage = "FILE|DIR...",
		.about = "Rewrites each FILE, and each *.rcs below DIR, with blanks, newlines and\n"
			 "commas in their places; comments and the meaning stay. `-` reads standard\n"
			 "input and prints the result. A file with syntax errors is left alone.\n"
			 "\n"
			 "  rcc fmt .\n"
			 "  rcc fmt --check --diff stacks/\n",
		.options = { fmt_options, COUNT(fmt_options) },
		.run = cmd_fmt,
	},
	{
		.name = "schema",
		.summary = "make type declarations from Kubernetes schemas",
		.usage = "import DOCUMENT...",
		.about = "Prints declarations made from OpenAPI documents, one for each release of\n"
			 "Kubernetes, or from CustomResourceDefinitions in JSON or YAML.\n"
			 "\n"
			 "  rcc schema import crds/*.yaml > types.rcs\n",
		.options = { schema_options, COUNT(schema_options) },
		.run = cmd_schema,
	},
	{
		.name = "complete",
		.summary = "print the completions of a shell",
		.usage = "bash|zsh|fish",
		.about = "Prints a script that makes the shell complete commands, options and files. `make\n"
			 "install` puts it where the shell looks for it. The script asks rcc what can stand\n"
			 "at the end of a line: `rcc complete words -- WORD...`.\n"
			 "\n"
			 "  source <(rcc complete bash)\n"
			 "  rcc complete fish > ~/.config/fish/completions/rcc.fish\n",
		.options = { help_options, COUNT(help_options) },
		.hidden = true,
		.run = cmd_complete,
	},
	{
		.name = "man",
		.summary = "print the manual page",
		.usage = "",
		.about = "Prints the manual page that `make install` installs.\n"
			 "\n"
			 "  rcc man | man -l -\n",
		.options = { help_options, COUNT(help_options) },
		.hidden = true,
		.run = cmd_man,
	},
	{
		.name = "help",
		.aliases = { "--help", "-h" },
		.summary = "explain a command",
		.usage = "[COMMAND]",
		.about = "Without COMMAND, lists the commands.\n",
		.options = { help_options, COUNT(help_options) },
		.run = cmd_help,
	},
	{
		.name = "version",
		.aliases = { "--version", "-V" },
		.summary = "print the version of rcc",
		.usage = "",
		.about = "The version never shows in what rcc writes.\n",
		.options = { help_options, COUNT(help_options) },
		.run = cmd_version,
	},
};
const uint32_t command_count = sizeof command_table / sizeof *command_table;

static bool is_called(const char *spelling, struct str name)
{
	return spelling && str_eq(str_from(spelling), name);
}

const struct command *command_find(struct str name)
{
	for (uint32_t i = 0; i < command_count; i++) {
		const struct command *c = &command_table[i];

		if (is_called(c->name, name) || is_called(c->aliases[0], name) ||
		    is_called(c->aliases[1], name))
			return c;
	}
	return NULL;
}

enum status call_misused(struct call *call, const char *fmt, ...)
{
	struct buf *err = &call->io->err;
	va_list args;

	va_start(args, fmt);
	struct str why = arena_vprintf(call->arena, fmt, args);

	va_end(args);
	buf_printf(err, "rcc: %.*s\n", STR_ARG(why));
	if (call->command)
		buf_printf(err, "usage: rcc %s %s\n`rcc help %s` tells more\n", call->command->name,
			   call->command->usage, call->command->name);
	else
		buf_add(err, STR("`rcc help` lists the commands\n"));
	return STATUS_USAGE;
}

/* A word without a dot or a slash that is no file was meant to be a command. */
static bool is_command_like(struct cli_io *io, const char *word)
{
	struct str text = str_from(word);
	enum os_kind kind;

	if (str_find(text, STR("."), 0) >= 0 || str_find(text, STR("/"), 0) >= 0)
		return false;
	return io->os.kind(&io->os, word, &kind) != 0 || kind == OS_MISSING;
}

/* The nearest name or alias of a command, or an empty one. */
static struct str nearest_command(struct arena *a, const char *word)
{
	VEC(struct str) names = { 0 };

	for (uint32_t i = 0; i < command_count; i++) {
		const char *const *aliases = command_table[i].aliases;

		vec_push(a, &names, str_from(command_table[i].name));
		for (int j = 0; j < 2 && aliases[j]; j++)
			vec_push(a, &names, str_from(aliases[j]));
	}
	int nearest = str_nearest(str_from(word), names.v, (int)names.n);

	return nearest < 0 ? (struct str){ 0 } : names.v[nearest];
}

/* `--verion`: a command that is spelled like an option, and no option of build. */
static bool is_alias_like(struct arena *a, const char *word)
{
	struct option_set options = command_table[0].options;
	struct str nearest = nearest_command(a, word);

	for (uint32_t i = 0; i < options.n; i++) {
		if (str_eq(str_from(word + 2), str_from(option_table[options.v[i]].name)))
			return false;
	}
	return nearest.n > 0 && nearest.p[0] == '-';
}

enum status call_unknown(struct call *call, const char *what, const char *word)
{
	struct str nearest = nearest_command(call->arena, word);

	if (nearest.n == 0)
		return call_misused(call, "there is no %s `%s`", what, word);
	return call_misused(call, "there is no %s `%s`; did you mean `%.*s`?", what, word, STR_ARG(nearest));
}

static void mask_out(struct buf *out)
{
	struct str masked = mask_passwords(out->arena, buf_str(out));

	if (masked.n && masked.p != out->p)
		memcpy(out->p, masked.p, masked.n);
}

static enum status run(struct call *call, int argc, const char *const *argv)
{
	struct str why;

	if (!args_parse(&call->args, call->arena, call->command->options, argc, argv, &why))
		return call_misused(call, "%.*s", STR_ARG(why));
	if (args_has(&call->args, OPTION_HELP)) {
		help_command(&call->io->out, call->command);
		return STATUS_OK;
	}
	enum status status = call->command->run(call);

	if (call->command->tells)
		mask_out(&call->io->out);
	return status;
}

enum status cli_run(struct cli_io *io, int argc, const char *const *argv)
{
	struct call call = { .io = io, .arena = io->out.arena };

	if (argc < 2) {
		help_overview(&io->err);
		return STATUS_USAGE;
	}
	call.command = command_find(str_from(argv[1]));
	if (call.command)
		return run(&call, argc - 2, argv + 2);
	if (argv[1][0] != '-' && is_command_like(io, argv[1]))
		return call_unknown(&call, "command or file", argv[1]);
	if (str_starts_with(str_from(argv[1]), STR("--")) && argv[1][2] && is_alias_like(call.arena, argv[1]))
		return call_unknown(&call, "option", argv[1]);
	call.command = &command_table[0];
	return run(&call, argc - 1, argv + 1);
}
