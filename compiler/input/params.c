#include "input/params.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct params { /* that were read, in order of place */
	struct session *session;
	struct given_list list;
};

/* ---- lines ---- */

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

/* The parameter that a key means: environment variables are written in capitals. */
static struct str name_of(struct arena *a, struct str key)
{
	char *lower = arena_new(a, char, key.n + 1);

	for (uint32_t i = 0; i < key.n; i++) {
		if (key.p[i] >= 'a' && key.p[i] <= 'z')
			return arena_str(a, key);
		lower[i] = key.p[i] >= 'A' && key.p[i] <= 'Z' ? (char)(key.p[i] - 'A' + 'a') : key.p[i];
	}
	return (struct str){ lower, key.n };
}

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '-';
}

/* `KEY: VALUE` and `KEY VALUE` are other formats; the key is taken, so that it does not miss as well. */
static struct str report_line(struct params *p, struct str line, uint32_t offset)
{
	struct diags *ds = &p->session->diags;
	struct diag *d = diag_add(ds, DIAG_BAD_PARAM, (struct span){ offset, offset + line.n },
				  "this line is not `KEY=VALUE`");
	uint32_t end = 0, value;

	while (end < line.n && is_word_char(line.p[end]))
		end++;
	for (value = end; value < line.n && (is_blank(line.p[value]) || line.p[value] == ':');)
		value++;
	if (value > end && end > 0)
		diag_fix(ds, d, (struct span){ offset + end, offset + value }, STR("="), "write `=` there");
	else
		diag_help(ds, d, "write `%.*s=…`, or start a comment with `#`", STR_ARG(line));
	return str_slice(line, 0, end);
}

/* `export KEY=VALUE` is for shells. Gives the rest of the line. */
static struct str skip_export(struct params *p, struct str line, uint32_t offset)
{
	struct diags *ds = &p->session->diags;
	struct span word = { offset, offset + 7 };

	if (!str_starts_with(line, STR("export ")) && !str_starts_with(line, STR("export\t")))
		return line;
	while (word.end < offset + line.n && is_blank(line.p[word.end - offset]))
		word.end++;
	struct diag *d = diag_add(ds, DIAG_BAD_PARAM, word, "a line of an env file has no `export`");

	diag_fix(ds, d, word, STR(""), "leave it out");
	return str_slice(line, word.end - offset, line.n);
}

static void add_given(struct params *p, struct str key, struct str text, uint32_t key_at, bool failed)
{
	uint32_t at = key_at + (uint32_t)(text.p - key.p);
	struct given given = {
		.name = name_of(&p->session->arena, key),
		.text = text,
		.name_at = { key_at, key_at + key.n },
		.at = { at, at + text.n },
		.failed = failed,
	};

	vec_push(&p->session->arena, &p->list.v, given);
}

/* KEY=VALUE: the value is all after the first `=`. */
static void read_line(struct params *p, struct str line, uint32_t offset)
{
	struct str rest = skip_export(p, line, offset), key = trim(rest);

	if (!key.n || key.p[0] == '#')
		return;
	int64_t equals = str_find(rest, STR("="), 0);
	uint32_t key_at = offset + (uint32_t)(key.p - line.p);

	if (equals < 0 || key.p[0] == '=') {
		key = report_line(p, key, key_at);
		if (key.n)
			add_given(p, key, str_slice(key, key.n, key.n), key_at, true);
		return;
	}
	key = trim(str_slice(rest, 0, (uint32_t)equals));
	add_given(p, key, str_slice(rest, (uint32_t)equals + 1, rest.n), key_at, false);
}

static void read_lines(struct params *p, struct str text, uint32_t base)
{
	uint32_t beg = str_starts_with(text, STR("\xef\xbb\xbf")) ? 3 : 0;

	while (beg < text.n) {
		int64_t newline = str_find(text, STR("\n"), beg);
		uint32_t end = newline < 0 ? text.n : (uint32_t)newline, next = end + 1;

		if (end > beg && text.p[end - 1] == '\r')
			end--;
		read_line(p, str_slice(text, beg, end), base + beg);
		beg = next;
	}
}

/* ---- sources ---- */

static bool is_readable(struct session *s, struct str text, uint32_t base)
{
	int64_t bad = utf8_find_bad(text);

	if (bad < 0)
		return true;
	uint32_t at = base + (uint32_t)bad;
	struct diag *d = diag_add(&s->diags, DIAG_BAD_BYTE, (struct span){ at, at + 1 },
				  "the byte 0x%02x is no UTF-8", (unsigned char)text.p[bad]);

	diag_help(&s->diags, d, "save the file as UTF-8");
	return false;
}

/* A copy of the text of a new source that is UTF-8, with the offset where it begins; else empty. */
static struct str add_source(struct session *s, const char *name, struct str text, uint32_t *base)
{
	uint32_t source = source_add(&s->sources, SOURCE_PARAM, str_from(name), text);

	*base = source_get(&s->sources, source)->base;
	return is_readable(s, text, *base) ? arena_str(&s->arena, text) : (struct str){ 0 };
}

static void read_file(struct params *p, const char *path)
{
	struct session *s = p->session;
	struct str text;
	uint32_t base;
	int error = s->os.read(&s->os, &s->arena, path, (uint32_t)s->limits[LIMIT_SOURCE_BYTES], &text);

	if (error) {
		diag_add(&s->diags, DIAG_CANNOT_READ, (struct span){ 0, 0 }, "cannot read `%s`: %s", path,
			 strerror(error));
		return;
	}
	text = add_source(s, path, text, &base);
	read_lines(p, text, base);
}

static void read_option(struct params *p, const struct input_param *param)
{
	struct session *s = p->session;
	uint32_t base;
	struct str line = add_source(s, PARAMS_COMMAND_LINE,
				     arena_printf(&s->arena, "%s=%s", param->name, param->value), &base);

	read_line(p, line, base);
}

/* ---- the same name twice ---- */

static int by_name(const void *a, const void *b)
{
	const struct given *x = a, *y = b;
	int order = str_cmp(x->name, y->name);

	return order ? order : (x->at.beg > y->at.beg) - (x->at.beg < y->at.beg);
}

static int by_place(const void *a, const void *b)
{
	const struct given *x = a, *y = b;

	return (x->at.beg > y->at.beg) - (x->at.beg < y->at.beg);
}

static void report_twice(struct session *s, const struct given *first, const struct given *second)
{
	struct diag *d = diag_add(&s->diags, DIAG_DUPLICATE_FIELD, second->name_at, "`%.*s` is set twice",
				  STR_ARG(second->name));

	diag_primary(&s->diags, d, "second here");
	diag_label(&s->diags, d, first->name_at, "first here");
}

void params_last(struct session *s, const struct given_list *all, struct given_list *out)
{
	uint32_t n = all->v.n;
	struct given *v = arena_new(&s->arena, struct given, n);

	*out = (struct given_list){ .v = { v, 0, n } };
	if (!n)
		return;
	memcpy(v, all->v.v, n * sizeof *v);
	qsort(v, n, sizeof *v, by_name);
	for (uint32_t i = 0; i < n; i++) {
		if (i + 1 == n || !str_eq(v[i].name, v[i + 1].name))
			v[out->v.n++] = v[i];
		else if (source_at(&s->sources, v[i].at.beg) == source_at(&s->sources, v[i + 1].at.beg))
			report_twice(s, &v[i], &v[i + 1]);
	}
	qsort(v, out->v.n, sizeof *v, by_place);
}

void params_read(const struct input_options *options, struct session *s, struct given_list *out)
{
	struct params p = { .session = s };

	for (uint32_t i = 0; i < options->nparam_files; i++)
		read_file(&p, options->param_files[i]);
	for (uint32_t i = 0; i < options->nparams; i++)
		read_option(&p, &options->params[i]);
	*out = p.list;
}

void params_read_file(const char *path, struct session *s, struct given_list *out)
{
	struct params p = { .session = s };

	read_file(&p, path);
	params_last(s, &p.list, out);
}
