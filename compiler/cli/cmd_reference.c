#include "cli/compile.h"

#include "reference/reference.h"

/* ---- commands and options ------------------------------------------------------------------ */

static void put_options(struct page *p, const struct command *command)
{
	static const char *const heads[] = { "option", "meaning" };

	page_table(p, 2, heads);
	for (uint32_t i = 0; i < command->options.n; i++) {
		const struct option *o = &option_table[command->options.v[i]];
		struct phrase *cell = page_cell(p);

		if (o->short_name) {
			phrase_code(cell, arena_printf(p->arena, "-%c", o->short_name));
			phrase_text(cell, ", ");
		}
		phrase_code(cell, arena_printf(p->arena, "--%s%s%s", o->name, *o->argument ? " " : "",
					       o->argument));
		cell = page_cell(p);
		phrase_marked(cell, str_from(o->help));
		phrase_text(cell, o->kind == OPTION_KIND_MANY ? " (repeatable)" : "");
	}
}

static void put_command(struct page *p, const struct command *command)
{
	struct str name = str_from(command->name);
	struct phrase *heading = page_heading(p, 3, page_anchor(p, "command", name));

	phrase_code(heading, arena_printf(p->arena, "rcc %s", command->name));
	phrase_marked(page_text(p), str_from(command->summary));
	page_code(p, "", arena_printf(p->arena, "rcc %s %s", command->name, command->usage));
	page_prose(p, "sh", str_from(command->about));
	put_options(p, command);
}

static void put_commands(struct page *p)
{
	page_chapter(p, "commands", "Commands");
	for (uint32_t i = 0; i < command_count; i++)
		put_command(p, &command_table[i]);
}

/* ---- the page ------------------------------------------------------------------------------ */

static void put_title(const struct reference *r)
{
	phrase_text(page_heading(r->page, 1, STR("top")), "Reference of rcc");
	page_prose(
		r->page, "rcs",
		STR("Made from the sources by `rcc reference`: the library's types with their comments, its "
		    "checks, the compiler's diagnostics, and the tables of functions, limits, commands and "
		    "options."));
}

static void put_page(const struct reference *r)
{
	put_title(r);
	if (r->program->main_module)
		reference_example(r);
	reference_types(r);
	reference_plain_types(r);
	reference_checks(r);
	reference_diagnostics(r);
	reference_functions(r);
	reference_limits(r);
	put_commands(r->page);
}

enum format { FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_JSON };

static void put_reference(struct compile *c, enum format format)
{
	struct buf *out = &c->call->io->out;
	struct page page;
	struct reference r = { c->rcc, rcc_program(c->rcc), &page };

	page_init(&page, c->call->arena);
	if (format == FORMAT_JSON) {
		reference_json(&r, out);
	} else {
		put_page(&r);
		(format == FORMAT_HTML ? page_html : page_markdown)(&page, out);
	}
	page_fini(&page);
}

/* Without a file only the library is read, which happens when its checks are asked for. */
static enum status start(struct compile *c, struct call *call)
{
	uint32_t n;

	if (call->args.words.n)
		return compile_file(c, call);
	enum status status = compile_start(c, call, NULL);

	if (status == STATUS_OK)
		rcc_checks(c->rcc, &n);
	return status;
}

enum status cmd_reference(struct call *call)
{
	struct compile c;
	enum status status = start(&c, call);

	if (status != STATUS_OK)
		return status;
	if (compile_good(&c))
		put_reference(&c, (enum format)args_choice(&call->args, OPTION_PAGE_FORMAT));
	return compile_finish(&c);
}
