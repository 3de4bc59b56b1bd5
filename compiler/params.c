#include "params.h"

#include "eval/eval.h"

#include <string.h>

struct params {
	struct session *session;
	VEC(struct eval_param) list;
};

static void add(struct params *p, struct eval_param param)
{
	for (uint32_t i = 0; i < p->list.n; i++) {
		if (str_eq(p->list.v[i].name, param.name)) {
			p->list.v[i] = param;
			return;
		}
	}
	vec_push(&p->session->arena, &p->list, param);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct str trim(struct str s)
{
	uint32_t beg = 0, end = s.n;

	while (beg < end && is_blank(s.p[beg]))
		beg++;
	while (end > beg && is_blank(s.p[end - 1]))
		end--;
	return str_slice(s, beg, end);
}

/* KEY=VALUE: the value is all after the first `=`, but for a carriage return. */
static void read_line(struct params *p, struct str line, uint32_t offset)
{
	int64_t equals = str_find(line, STR("="), 0);
	struct str name = trim(equals < 0 ? line : str_slice(line, 0, (uint32_t)equals));

	if (!name.n || name.p[0] == '#')
		return;
	if (equals < 0) {
		struct diag *d =
			diag_add(&p->session->diags, DIAG_BAD_PARAM, (struct span){ offset, offset + line.n },
				 "this line is not `KEY=VALUE`");

		diag_help(&p->session->diags, d, "write `%.*s=…`, or start a comment with `#`",
			  STR_ARG(name));
		return;
	}
	struct str value = str_slice(line, (uint32_t)equals + 1, line.n);
	uint32_t at = offset + (uint32_t)equals + 1;

	add(p, (struct eval_param){ name, value, { at, at + value.n } });
}

static void read_lines(struct params *p, uint32_t source)
{
	struct str text = arena_str(&p->session->arena, source_text(&p->session->sources, source));
	uint32_t base = source_get(&p->session->sources, source)->base;

	for (uint32_t beg = 0; beg < text.n;) {
		int64_t newline = str_find(text, STR("\n"), beg);
		uint32_t end = newline < 0 ? text.n : (uint32_t)newline, next = end + 1;

		if (end > beg && text.p[end - 1] == '\r')
			end--;
		read_line(p, str_slice(text, beg, end), base + beg);
		beg = next;
	}
}

static void read_file(struct params *p, const char *path)
{
	struct session *s = p->session;
	struct str text;
	int error = s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text);

	if (error)
		diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ 0, 0 }, "cannot read `%s`: %s", path,
			 strerror(error));
	else
		read_lines(p, source_add(&s->sources, SOURCE_PARAM, str_from(path), text));
}

bool params_set(const struct rcc_options *options, struct session *s, struct eval *e)
{
	struct params p = { .session = s };

	for (uint32_t i = 0; i < options->nparam_files; i++)
		read_file(&p, options->param_files[i]);
	for (uint32_t i = 0; i < options->nparams; i++) {
		struct str line =
			arena_printf(&s->arena, "%s=%s", options->params[i].name, options->params[i].value);

		read_lines(&p, source_add(&s->sources, SOURCE_PARAM, STR(PARAMS_COMMAND_LINE), line));
	}
	return !s->diags.errors && eval_set_params(e, p.list.v, p.list.n);
}
