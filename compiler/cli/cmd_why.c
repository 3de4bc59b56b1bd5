#include "cli/locate.h"

#include "base/snippet.h"
#include "base/utf8.h"
#include "emit/json.h"
#include "emit/yaml.h"
#include "trace/trace.h"

enum { LONGEST = 1 << 26 }; /* bytes of a made file that is read for its first line */

struct answer {
	struct compile *c;
	struct str subject, value;
	struct trace trace;
};

/* ---- lines of the output ------------------------------------------------------------------- */

static struct str last_name(struct str path)
{
	uint32_t beg = path.n;

	while (beg && path.p[beg - 1] != '/')
		beg--;
	return str_slice(path, beg, path.n);
}

/* Whether a folder on a path is called like the stack, as with -o 'out/{stack}'. */
static bool names_stack(struct arena *a, struct str path, struct str stack)
{
	struct str slashed = arena_printf(a, "/%.*s", STR_ARG(path));

	return str_find(slashed, arena_printf(a, "/%.*s/", STR_ARG(stack)), 0) >= 0;
}

/* The file of a path: that of the stack whose folder it is in, else of the first one that has it. */
static bool find_file(struct answer *w, struct str path, struct output *out, uint32_t *index)
{
	struct arena *a = w->c->call->arena;
	uint32_t n;
	const struct rcc_stack *stacks = rcc_stacks(w->c->rcc, &n);
	bool found = false, sure = false;

	for (uint32_t i = 0; i < n && !sure; i++) {
		struct output candidate = output_of(a, &stacks[i]);

		for (uint32_t k = 0; k < candidate.set.n; k++) {
			if (!str_eq(candidate.set.files[k].path, last_name(path)))
				continue;
			sure = names_stack(a, path, stacks[i].name);
			if (found && !sure)
				continue;
			*out = candidate;
			*index = k;
			found = true;
		}
	}
	return found;
}

static enum status no_file(struct answer *w, struct str path)
{
	struct arena *a = w->c->call->arena;
	uint32_t n;
	const struct rcc_stack *stacks = rcc_stacks(w->c->rcc, &n);
	VEC(struct str) names = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		struct emit_set set = emit_files(a, stacks[i].name, stacks[i].source, &stacks[i].objects);

		for (uint32_t k = 0; k < set.n; k++)
			vec_push(a, &names, set.files[k].path);
	}
	int nearest = str_nearest(last_name(path), names.v, (int)names.n);

	if (nearest < 0)
		return locate_failed(w->c->call, "no stack makes a file `%.*s`", STR_ARG(path));
	return locate_failed(w->c->call, "no stack makes a file `%.*s`; did you mean `%.*s`?", STR_ARG(path),
			     STR_ARG(names.v[nearest]));
}

/* The part itself, then why each part that holds it is there. */
static void explain_part(struct answer *w, const struct yaml_lines *lines, uint32_t part)
{
	const struct yaml_part *p = &lines->parts.v[part];
	uint32_t depth = 0;

	if (part)
		trace_entry(&w->trace, w->c->rcc, lines->parts.v[p->parent].doc->origin, p->key);
	trace_value(&w->trace, w->c->rcc, p->doc->origin);
	for (; part && depth < TRACE_STEPS; depth++) {
		part = lines->parts.v[part].parent;
		trace_conditions(&w->trace, w->c->rcc, lines->parts.v[part].doc->origin);
	}
}

/* A folder that holds something else has other lines. */
static void warn_of_stale(struct answer *w, struct str path, const struct emit_file *file)
{
	struct session *s = w->c->session;
	struct str now;

	if (s->os.read(&s->os, &s->arena, path.p, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &now) == 0 &&
	    !str_eq(now, file->data))
		buf_printf(&w->c->call->io->err,
			   "rcc: `%.*s` is not what the sources give now: its lines may be others\n",
			   STR_ARG(path));
}

static enum status ask_line(struct answer *w, const struct location *at)
{
	struct arena *a = w->c->call->arena;
	struct output out;
	uint32_t file, part;

	if (!find_file(w, at->file, &out, &file))
		return no_file(w, at->file);
	if (file >= out.stack->objects.n)
		return locate_failed(w->c->call,
				     "`%.*s` lists the other files: ask for a line of one of them",
				     STR_ARG(at->file));
	const struct object *object = &out.stack->objects.v[file];
	const struct yaml_lines *lines = &out.objects[file];

	if (at->place.line > lines->lines || at->place.line == 0)
		return locate_failed(w->c->call, "`%.*s` has no line %u: its last one is %u",
				     STR_ARG(at->file), at->place.line, lines->lines);
	if (!yaml_lines_at(lines, at->place.line, &part))
		return locate_failed(w->c->call, "line %u of `%.*s` is a comment", at->place.line,
				     STR_ARG(at->file));
	struct str path = yaml_lines_path(lines, a, part);

	warn_of_stale(w, at->file, &out.set.files[file]);
	w->subject = arena_printf(a, "%.*s%s%.*s `%.*s`", STR_ARG(path), path.n ? " of " : "",
				  STR_ARG(object->kind), STR_ARG(object->name));
	w->value = output_value(a, lines->parts.v[part].doc);
	explain_part(w, lines, part);
	return STATUS_OK;
}

/* ---- paths from a stack -------------------------------------------------------------------- */

/* The value of the first stack that has the path. */
static enum status ask_path(struct answer *w, const char *word)
{
	struct arena *a = w->c->call->arena;
	uint32_t n;
	const struct rcc_stack *stacks = rcc_stacks(w->c->rcc, &n);
	struct str path = str_from(word), why, first = { 0 };
	struct value v = { 0 };
	bool found = false;

	for (uint32_t i = 0; i < n && !found; i++) {
		found = trace_find(w->c->rcc, &stacks[i], path, &v, &why);
		if (!found && i == 0)
			first = why;
		w->subject = arena_printf(a, "%.*s%sthe stack `%.*s`", STR_ARG(path), path.n ? " of " : "",
					  STR_ARG(stacks[i].name));
	}
	if (!found)
		return locate_failed(w->c->call, "%.*s", STR_ARG(first));
	w->value = v.kind == VALUE_ABSENT ? STR("not set")
					  : value_display(rcc_program(w->c->rcc), &w->c->session->arena, v);
	trace_value(&w->trace, w->c->rcc, v.origin);
	return STATUS_OK;
}

/* ---- answers ------------------------------------------------------------------------------- */

/* The first line of a value, and not too much of it. */
static void put_value(struct buf *out, struct str value)
{
	enum { MAX = 100 };
	int64_t newline = str_find(value, STR("\n"), 0);
	uint32_t end = newline < 0 ? value.n : (uint32_t)newline;

	if (end > MAX)
		end = utf8_align(value, MAX);
	utf8_show(out, str_slice(value, 0, end));
	if (end < value.n)
		buf_add(out, STR("…"));
}

static struct diag step_diag(struct arena *a, const struct trace_step *step)
{
	struct diag d = { .severity = SEVERITY_NOTE };

	vec_push(a, &d.labels, (struct diag_label){ step->at, step->text });
	return d;
}

static void put_text(struct answer *w)
{
	struct buf *out = &w->c->call->io->out;
	const struct painter painter = { out, COLOR_NEVER };
	struct lines lines;
	int width = 1;

	lines_init(&lines, &w->c->session->sources, out->arena);
	lines.hidden = w->c->session->diags.hidden.v;
	lines.nhidden = w->c->session->diags.hidden.n;
	utf8_show(out, w->subject);
	buf_add(out, STR(" is "));
	put_value(out, w->value);
	buf_char(out, '\n');
	for (uint32_t i = 0; i < w->trace.steps.n; i++) {
		struct diag d = step_diag(out->arena, &w->trace.steps.v[i]);
		int needed = snippet_width(&lines, &d);

		width = needed > width ? needed : width;
	}
	for (uint32_t i = 0; i < w->trace.steps.n; i++) {
		struct diag d = step_diag(out->arena, &w->trace.steps.v[i]);

		snippet_put(&painter, &lines, &d, width);
	}
	if (w->trace.steps.n == 0)
		buf_add(out, STR("rcc itself makes it: no source says it\n"));
	if (w->trace.more)
		buf_add(out, STR("and more that had a part in it\n"));
}

static void put_json(struct answer *w)
{
	struct buf *out = &w->c->call->io->out;
	struct doc *steps = arena_new(out->arena, struct doc, w->trace.steps.n);
	struct answer_object answer = { .arena = out->arena };

	for (uint32_t i = 0; i < w->trace.steps.n; i++) {
		struct answer_object step = { .arena = out->arena };

		answer_text(&step, "role", str_from(w->trace.steps.v[i].role));
		answer_text(&step, "text", w->trace.steps.v[i].text);
		answer_place(&step, &w->c->session->sources, w->trace.steps.v[i].at);
		steps[i] = answer_doc(&step);
	}
	answer_text(&answer, "subject", w->subject);
	answer_text(&answer, "value", w->value);
	answer_items(&answer, "steps", steps, w->trace.steps.n);
	answer_bool(&answer, "more", w->trace.more);
	struct doc doc = answer_doc(&answer);

	json_doc(out, &doc, 0);
	buf_char(out, '\n');
}

static enum status ask(struct answer *w, const char *word)
{
	struct call *call = w->c->call;
	struct location at;
	bool line = locate_parse(call->arena, word, &at);

	if (!line && str_find(str_from(word), STR(".yaml"), 0) >= 0)
		return locate_failed(call, "`%s` names no line; write FILE.yaml:LINE", word);
	enum status status = line ? ask_line(w, &at) : ask_path(w, word);

	if (status != STATUS_OK)
		return status;
	if (args_has(&call->args, OPTION_JSON))
		put_json(w);
	else
		put_text(w);
	return STATUS_OK;
}

/* ---- the source of a file ------------------------------------------------------------------ */

/* The source stands below the root, and so does the file mostly: it is looked for from its folder upwards. */
static const char *source_of(struct call *call, const char *word)
{
	struct location at;
	struct os *os = &call->io->os;
	struct str text;

	if (!locate_parse(call->arena, word, &at) ||
	    os->read(os, call->arena, arena_str(call->arena, at.file).p, LONGEST, &text))
		return NULL;
	struct str name = yaml_source(call->arena, text), folder = at.file;

	while (name.n) {
		enum os_kind kind;

		while (folder.n && folder.p[folder.n - 1] != '/')
			folder.n--;
		struct str path = arena_printf(call->arena, "%.*s%.*s", STR_ARG(folder), STR_ARG(name));

		if (os->kind(os, path.p, &kind) == 0 && kind == OS_FILE)
			return path.p;
		if (!folder.n)
			return NULL;
		folder.n--;
	}
	return NULL;
}

enum status cmd_why(struct call *call)
{
	const struct args *args = &call->args;
	struct compile c;
	struct answer w = { .c = &c };

	const char *place = args->words.n ? args->words.v[args->words.n - 1] : "";
	const char *source = args->words.n == 1 ? source_of(call, place)
			     : args->words.n	? args->words.v[0]
						: NULL;

	if (args->words.n > 2 || !source)
		return call_misused(call, args->words.n > 2 ? "one place at a time"
							    : "why what? Give a file of stacks and a place");
	enum status status = compile_start(&c, call, source);

	if (status != STATUS_OK)
		return status;
	rcc_compile(c.rcc);
	if (!compile_good(&c))
		return compile_finish(&c);
	status = ask(&w, place);
	rcc_free(c.rcc);
	return status;
}
