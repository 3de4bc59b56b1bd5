#include "cli/command.h"

const char help_about[] = "A stack is the description of a deployment, in a file that ends in .rcs. What is\n"
			  "wrong with it is reported where it was written, with the way out; what is right\n"
			  "becomes a folder with one manifest for each object.\n"
			  "\n"
			  "  rcc stack.rcs -o out      write the manifests into out/\n"
			  "  kubectl apply -k out      give them to the cluster\n"
			  "  rcc check stack.rcs       only look, and write nothing\n"
			  "  rcc explain RCS0301       tell more about an error\n";

const struct status_text status_texts[] = {
	{ STATUS_OK, "done" },
	{ STATUS_ERRORS, "errors in the input" },
	{ STATUS_USAGE, "wrong usage" },
	{ STATUS_IO, "reading or writing failed" },
	{ STATUS_DEFECT, "a defect of rcc" },
};
const uint32_t status_text_count = sizeof status_texts / sizeof *status_texts;

static void put_statuses(struct buf *out)
{
	buf_add(out, STR("exit status:"));
	for (uint32_t i = 0; i < status_text_count; i++)
		buf_printf(out, "%s %d %s", i ? "," : "", status_texts[i].status, status_texts[i].text);
	buf_char(out, '\n');
}

void help_overview(struct buf *out)
{
	buf_printf(out,
		   "rcc compiles stacks into Kubernetes manifests.\n"
		   "\n"
		   "usage: rcc FILE -o DIR\n"
		   "       rcc COMMAND ...\n"
		   "\n"
		   "%s\n"
		   "commands:\n",
		   help_about);
	for (uint32_t i = 0; i < command_count; i++) {
		if (!command_table[i].hidden)
			buf_printf(out, "  %-9s %s\n", command_table[i].name, command_table[i].summary);
	}
	buf_add(out, STR("\n`rcc help COMMAND` tells more about a command and its options\n"));
	put_statuses(out);
}

static void put_option(struct buf *out, const struct option *o)
{
	struct buf left = { .arena = out->arena };

	if (o->short_name)
		buf_printf(&left, "-%c, ", o->short_name);
	else
		buf_add(&left, STR("    "));
	buf_printf(&left, "--%s %s", o->name, o->argument);
	buf_printf(out, "  %-37s %s", left.p, o->help);
	if (o->kind == OPTION_KIND_MANY)
		buf_add(out, STR(" (repeatable)"));
	buf_char(out, '\n');
}

void help_command(struct buf *out, const struct command *command)
{
	buf_printf(out, "rcc %s: %s\n\nusage: rcc %s%s%s\n\n%s\noptions:\n", command->name, command->summary,
		   command->name, *command->usage ? " " : "", command->usage, command->about);
	for (uint32_t i = 0; i < command->options.n; i++)
		put_option(out, &option_table[command->options.v[i]]);
}

enum status cmd_help(struct call *call)
{
	const struct args *args = &call->args;

	if (args->words.n == 0) {
		help_overview(&call->io->out);
		return STATUS_OK;
	}
	const struct command *command = command_find(str_from(args->words.v[0]));

	if (args->words.n > 1)
		return call_misused(call, "one command at a time: what is `%s`?", args->words.v[1]);
	if (!command)
		return call_unknown(call, "command", args->words.v[0]);
	help_command(&call->io->out, command);
	return STATUS_OK;
}

enum status cmd_version(struct call *call)
{
	buf_printf(&call->io->out, "rcc %s\n", RCC_VERSION);
	return STATUS_OK;
}
