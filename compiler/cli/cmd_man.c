/* The manual page in the man(7) macros of roff, out of the tables of commands and options. */
#include "cli/command.h"

/* Text as roff takes it; `a.b` becomes bold where `marks`. */
static void put_text(struct buf *out, struct str text, bool marks)
{
	bool bold = false;

	if (text.n && (text.p[0] == '.' || text.p[0] == '\''))
		buf_add(out, STR("\\&"));
	for (uint32_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '`' && marks)
			buf_add(out, (bold = !bold) ? STR("\\fB") : STR("\\fP"));
		else if (c == '\\')
			buf_add(out, STR("\\e"));
		else if (c == '-')
			buf_add(out, STR("\\-"));
		else if (c == '\'')
			buf_add(out, STR("\\(aq"));
		else
			buf_char(out, c);
	}
}

static void put_example(struct buf *out, struct str line)
{
	put_text(out, str_slice(line, 2, line.n), false);
	buf_char(out, '\n');
}

/* Paragraphs, and examples: the lines that are indented. */
static void put_about(struct buf *out, struct str text)
{
	bool inside = false;

	while (text.n) {
		int64_t end = str_find(text, STR("\n"), 0);
		struct str line = str_slice(text, 0, end < 0 ? text.n : (uint32_t)end);
		bool example = str_starts_with(line, STR("  "));

		if (example != inside)
			buf_add(out, example ? STR(".PP\n.EX\n") : STR(".EE\n"));
		inside = example;
		text = str_slice(text, line.n + 1, text.n);
		if (example) {
			put_example(out, line);
		} else if (line.n) {
			put_text(out, line, true);
			buf_char(out, '\n');
		} else if (text.n && !str_starts_with(text, STR("  "))) {
			buf_add(out, STR(".PP\n"));
		}
	}
	if (inside)
		buf_add(out, STR(".EE\n"));
}

static void put_option(struct buf *out, const struct option *o)
{
	buf_add(out, STR(".TP\n"));
	if (o->short_name)
		buf_printf(out, "\\fB\\-%c\\fP, ", o->short_name);
	buf_add(out, STR("\\fB\\-\\-"));
	put_text(out, str_from(o->name), false);
	buf_add(out, STR("\\fP"));
	if (*o->argument) {
		buf_add(out, STR(" \\fI"));
		put_text(out, str_from(o->argument), false);
		buf_add(out, STR("\\fP"));
	}
	buf_char(out, '\n');
	put_text(out, str_from(o->help), true);
	buf_add(out, o->kind == OPTION_KIND_MANY ? STR("; may be repeated\n") : STR("\n"));
}

static void put_command(struct buf *out, const struct command *c)
{
	buf_printf(out, ".SS rcc %s%s", c->name, *c->usage ? " " : "");
	put_text(out, str_from(c->usage), false);
	buf_char(out, '\n');
	put_about(out, str_from(c->about));
	for (uint32_t i = 0; i < c->options.n; i++)
		put_option(out, &option_table[c->options.v[i]]);
}

static void put_statuses(struct buf *out)
{
	buf_add(out, STR(".SH EXIT STATUS\n"));
	for (uint32_t i = 0; i < status_text_count; i++)
		buf_printf(out, ".TP\n.B %d\n%s\n", status_texts[i].status, status_texts[i].text);
}

enum status cmd_man(struct call *call)
{
	struct buf *out = &call->io->out;

	buf_printf(out,
		   ".TH RCC 1 \"\" \"rcc %s\" \"User Commands\"\n"
		   ".SH NAME\nrcc \\- compile descriptions of deployments into Kubernetes manifests\n"
		   ".SH SYNOPSIS\n.B rcc\n.I FILE\n.B \\-o\n.I DIR\n.br\n.B rcc\n.I COMMAND\n\\&...\n"
		   ".SH DESCRIPTION\n",
		   RCC_VERSION);
	put_about(out, str_from(help_about));
	buf_add(out, STR(".SH COMMANDS\n"));
	for (uint32_t i = 0; i < command_count; i++) {
		if (!command_table[i].hidden)
			put_command(out, &command_table[i]);
	}
	put_statuses(out);
	return STATUS_OK;
}
