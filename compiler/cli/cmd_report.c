#include "cli/compile.h"
#include "cli/tables.h"

#include "emit/json.h"
#include "formats/calendar.h"
#include "report.h"

/* The answer for programs is one document, whatever the number of stacks. */
static void put_data(struct compile *c, const struct rcc_stack *stacks, const struct doc *sections,
		     uint32_t n)
{
	struct arena *a = c->call->arena;
	struct doc *items = arena_new(a, struct doc, n);
	struct doc list = { .kind = DOC_LIST, .list = { items, n } };

	for (uint32_t i = 0; i < n; i++)
		items[i] = tables_data(a, stacks[i].name, &sections[i]);
	json_doc(&c->call->io->out, &list, 0);
	buf_char(&c->call->io->out, '\n');
}

static void put_pages(struct compile *c, const struct rcc_stack *stacks, const struct doc *sections,
		      uint32_t n)
{
	struct buf *out = &c->call->io->out;

	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_char(out, '\n');
		if (args_has(&c->call->args, OPTION_MARKDOWN))
			tables_markdown(out, stacks[i].name, &sections[i]);
		else
			tables_text(out, stacks[i].name, &sections[i]);
	}
}

/* Nothing is printed unless every stack has its report. */
static enum status report(struct compile *c)
{
	uint32_t n;
	const struct rcc_stack *stacks = rcc_stacks(c->rcc, &n);
	struct doc *sections = arena_new(c->call->arena, struct doc, n);

	for (uint32_t i = 0; i < n; i++) {
		if (rcc_report(c->rcc, &stacks[i], args_text(&c->call->args, OPTION_AT), &sections[i]))
			continue;
		return c->session->diags.errors ? STATUS_ERRORS
						: call_misused(c->call, "this library makes no report");
	}
	if (args_has(&c->call->args, OPTION_JSON))
		put_data(c, stacks, sections, n);
	else
		put_pages(c, stacks, sections, n);
	return STATUS_OK;
}

static enum status check_options(struct call *call)
{
	const char *at = args_text(&call->args, OPTION_AT);
	int64_t seconds;

	if (args_has(&call->args, OPTION_JSON) && args_has(&call->args, OPTION_MARKDOWN))
		return call_misused(call, "`--json` and `--markdown` are two forms: which one?");
	if (at && !calendar_parse(str_from(at), &seconds))
		return call_misused(call, "`--at` takes a time such as 2026-01-31T08:00:00Z, not `%s`", at);
	return STATUS_OK;
}

enum status cmd_report(struct call *call)
{
	struct compile c;
	enum status status = check_options(call);

	if (status == STATUS_OK)
		status = compile_file(&c, call);
	if (status != STATUS_OK)
		return status;
	if (compile_good(&c))
		status = report(&c);
	enum status told = compile_finish(&c);

	return status != STATUS_OK ? status : told;
}
