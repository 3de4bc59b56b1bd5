#include "cli/locate.h"

#include "base/utf8.h"
#include "emit/json.h"
#include "trace/trace.h"

struct use { /* a part of the output that comes from the place */
	const struct output *output;
	uint32_t file, part;
	bool decided; /* the place did not write it, but decided whether it is there */
};

struct search {
	struct compile *c;
	struct trace_marks marks;
	VEC(struct use) uses;
};

/* ---- finding ------------------------------------------------------------------------------- */

static bool is_container(const struct doc *doc)
{
	return (doc->kind == DOC_LIST && doc->list.n) || (doc->kind == DOC_MAP && doc->map.n);
}

/* Leaves that the place wrote or chose, and whatever is there only because of it. What is inside of the
 * latter is not listed again. */
static void search_object(struct search *s, const struct output *output, uint32_t file)
{
	const struct yaml_lines *lines = &output->objects[file];
	bool *told = arena_new(s->c->call->arena, bool, lines->parts.n);

	for (uint32_t i = 0; i < lines->parts.n; i++) {
		const struct yaml_part *p = &lines->parts.v[i];
		unsigned part = trace_part(&s->marks, p->doc->origin);

		told[i] = i && told[p->parent];
		if (part & TRACE_VALUE && !is_container(p->doc)) {
			vec_push(s->c->call->arena, &s->uses, (struct use){ output, file, i, false });
		} else if (part & TRACE_CONDITION && !told[i]) {
			told[i] = true;
			vec_push(s->c->call->arena, &s->uses, (struct use){ output, file, i, true });
		}
	}
}

static void search_stacks(struct search *s)
{
	uint32_t n;
	const struct rcc_stack *stacks = rcc_stacks(s->c->rcc, &n);
	struct output *outputs = arena_new(s->c->call->arena, struct output, n);

	for (uint32_t i = 0; i < n; i++) {
		outputs[i] = output_of(s->c->call->arena, &stacks[i]);
		for (uint32_t k = 0; k < stacks[i].objects.n; k++)
			search_object(s, &outputs[i], k);
	}
}

/* ---- answers ------------------------------------------------------------------------------- */

static const struct yaml_part *part_of(const struct use *use)
{
	return &use->output->objects[use->file].parts.v[use->part];
}

static void put_file(struct buf *out, const struct search *s, const struct use *use)
{
	uint32_t n;

	rcc_stacks(s->c->rcc, &n);
	if (n > 1)
		buf_printf(out, "%.*s: ", STR_ARG(use->output->stack->name));
	buf_printf(out, "%.*s\n", STR_ARG(use->output->set.files[use->file].path));
}

static void put_use(struct buf *out, const struct use *use)
{
	const struct yaml_part *p = part_of(use);
	struct str path = yaml_lines_path(&use->output->objects[use->file], out->arena, use->part);

	buf_printf(out, "%6u  ", p->line);
	utf8_show(out, path.n ? path : STR("the whole object"));
	if (!is_container(p->doc)) {
		buf_add(out, STR(" = "));
		utf8_show(out, output_value(out->arena, p->doc));
	}
	buf_add(out, use->decided ? STR(", which is there because of it\n") : STR("\n"));
}

static void put_text(const struct search *s)
{
	struct buf *out = &s->c->call->io->out;

	for (uint32_t i = 0; i < s->uses.n; i++) {
		const struct use *use = &s->uses.v[i];

		if (i == 0 || use[-1].file != use->file || use[-1].output != use->output)
			put_file(out, s, use);
		put_use(out, use);
	}
	if (s->uses.n == 0)
		buf_add(out, STR("nothing in the output comes from there\n"));
}

static struct doc use_doc(struct arena *a, const struct use *use)
{
	struct answer_object o = { .arena = a };
	const struct yaml_part *p = part_of(use);

	answer_text(&o, "stack", use->output->stack->name);
	answer_text(&o, "file", use->output->set.files[use->file].path);
	answer_count(&o, "line", p->line);
	answer_text(&o, "path", yaml_lines_path(&use->output->objects[use->file], a, use->part));
	answer_text(&o, "role", use->decided ? STR("condition") : STR("value"));
	answer_text(&o, "value", output_value(a, p->doc));
	return answer_doc(&o);
}

static void put_json(const struct search *s)
{
	struct buf *out = &s->c->call->io->out;
	struct answer_object o = { .arena = out->arena };
	struct doc *uses = arena_new(out->arena, struct doc, s->uses.n);

	for (uint32_t i = 0; i < s->uses.n; i++)
		uses[i] = use_doc(out->arena, &s->uses.v[i]);
	answer_items(&o, "uses", uses, s->uses.n);
	struct doc doc = answer_doc(&o);

	json_doc(out, &doc, 0);
	buf_char(out, '\n');
}

/* The source that was read from a file, or 0. */
static uint32_t find_source(struct compile *c, struct str file)
{
	struct os *os = &c->session->os;
	struct arena *a = c->call->arena;
	struct str wanted, real;

	if (os->real(os, a, file.p, &wanted))
		return 0;
	for (uint32_t i = 1; i < c->session->sources.list.n; i++) {
		const char *path = rcc_source_path(c->rcc, i);

		if (path && os->real(os, a, path, &real) == 0 && str_eq(real, wanted))
			return i;
	}
	return 0;
}

static enum status ask(struct search *s, const struct location *at)
{
	struct call *call = s->c->call;
	uint32_t source = find_source(s->c, at->file);

	if (!source)
		return locate_failed(call, "`%.*s` is no file of this compile", STR_ARG(at->file));
	if (!trace_mark(&s->marks, s->c->rcc, source, at->place))
		return locate_failed(call, "`%.*s` has no line %u", STR_ARG(at->file), at->place.line);
	search_stacks(s);
	if (args_has(&call->args, OPTION_JSON))
		put_json(s);
	else
		put_text(s);
	return STATUS_OK;
}

enum status cmd_where(struct call *call)
{
	const struct args *args = &call->args;
	struct compile c;
	struct search s = { .c = &c };
	struct location at;

	if (args->words.n == 0 || args->words.n > 2)
		return call_misused(call, "where is what? Give one place");
	const char *word = args->words.v[args->words.n - 1];

	if (!locate_parse(call->arena, word, &at))
		return call_misused(call, "`%s` is no place; write FILE:LINE or FILE:LINE:COLUMN", word);
	enum status status = compile_start(&c, call, args->words.n == 2 ? args->words.v[0] : at.file.p);

	if (status != STATUS_OK)
		return status;
	rcc_compile(c.rcc);
	if (!compile_good(&c))
		return compile_finish(&c);
	status = ask(&s, &at);
	rcc_free(c.rcc);
	return status;
}
