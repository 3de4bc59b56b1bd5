#include "cli/compile.h"

#include "base/explain.h"
#include "emit/json.h"

/* One diagnostic, of the compiler or of the library. */
struct topic {
	struct str code, slug, title;
	enum severity severity;
	const struct explain *page;	/* of the compiler's own, if one is written */
	const struct check_info *check; /* of the library's */
};

struct topics {
	struct topic *v;
	uint32_t n;
};

static const char *const severity_names[] = { "note", "warning", "error" };

static struct topic own_topic(const struct explain *all, const struct diag_info *info)
{
	struct str code = str_from(info->code);

	return (struct topic){ code,	       str_from(info->slug),	str_from(info->title),
			       info->severity, explain_find(all, code), NULL };
}

static struct topic check_topic(const struct check_info *check)
{
	return (struct topic){ check->code, check->slug, check->title, check->severity, NULL, check };
}

static struct topics collect(struct compile *c)
{
	uint32_t n;
	const struct check_info *checks = rcc_checks(c->rcc, &n);
	const struct explain *all = explain_read(c->call->arena);
	struct topics topics = { arena_new(c->call->arena, struct topic, DIAG_COUNT + n), 0 };

	for (int i = 0; i < DIAG_COUNT; i++)
		topics.v[topics.n++] = own_topic(all, &diag_infos[i]);
	for (uint32_t i = 0; i < n; i++)
		topics.v[topics.n++] = check_topic(&checks[i]);
	return topics;
}

/* ---- one topic ----------------------------------------------------------------------- */

static void put_indented(struct buf *out, struct str text)
{
	while (text.n) {
		int64_t end = str_find(text, STR("\n"), 0);
		struct str line = str_slice(text, 0, end < 0 ? text.n : (uint32_t)end);

		if (line.n)
			buf_add(out, STR("    "));
		buf_add(out, line);
		buf_char(out, '\n');
		text = str_slice(text, line.n + 1, text.n);
	}
}

static void put_example(struct buf *out, const char *title, const struct explain_example *example)
{
	for (uint32_t i = 0; i < example->n; i++) {
		buf_printf(out, "\n%s%s%s:\n\n", i ? "" : title, i ? "" : ", ", example->files[i].name);
		put_indented(out, str_from(example->files[i].text));
	}
}

static void put_check_example(struct buf *out, const char *title, struct str text)
{
	if (text.n == 0)
		return;
	buf_printf(out, "\n%s:\n\n", title);
	put_indented(out, text);
}

static void put_check(struct buf *out, const struct check_info *check)
{
	if (check->explain.n) {
		buf_char(out, '\n');
		buf_add(out, check->explain);
		buf_char(out, '\n');
	}
	put_check_example(out, "failing", check->failing);
	put_check_example(out, "fixed", check->fixed);
}

static void put_topic(struct buf *out, const struct topic *t)
{
	buf_printf(out, "%s[%.*s %.*s]: %.*s\n", severity_names[t->severity], STR_ARG(t->code),
		   STR_ARG(t->slug), STR_ARG(t->title));
	if (t->check)
		put_check(out, t->check);
	if (t->page) {
		buf_printf(out, "\n%s", t->page->prose);
		put_example(out, "failing", &t->page->failing);
		put_example(out, "fixed", &t->page->fixed);
	}
}

/* ---- all topics ---------------------------------------------------------------------- */

static void put_member(struct buf *out, const char *before, const char *name, struct str value)
{
	struct doc text = { .kind = DOC_STRING, .string = value };

	buf_printf(out, "%s\"%s\":", before, name);
	json_doc(out, &text, 0);
}

/* The examples of the compiler's own may be of several files; those of a check are one text. */
static void put_json(struct buf *out, const struct topic *t)
{
	put_member(out, "{", "code", t->code);
	put_member(out, ",", "name", t->slug);
	put_member(out, ",", "severity", str_from(severity_names[t->severity]));
	put_member(out, ",", "title", t->title);
	if (t->page)
		put_member(out, ",", "explain", str_from(t->page->prose));
	if (t->check) {
		put_member(out, ",", "explain", t->check->explain);
		put_member(out, ",", "failing", t->check->failing);
		put_member(out, ",", "fixed", t->check->fixed);
	}
	buf_add(out, STR("}\n"));
}

static void put_all(struct call *call, struct topics topics)
{
	bool json = args_choice(&call->args, OPTION_LIST_FORMAT);
	struct buf *out = &call->io->out;

	for (uint32_t i = 0; i < topics.n; i++) {
		const struct topic *t = &topics.v[i];

		if (json)
			put_json(out, t);
		else
			buf_printf(out, "%.*s %-7s %-34.*s %.*s\n", STR_ARG(t->code),
				   severity_names[t->severity], STR_ARG(t->slug), STR_ARG(t->title));
	}
}

/* ---- finding ------------------------------------------------------------------------- */

/* RCS0301, rcs0301, unknown-field and unknown_field mean the same. */
static struct str folded(struct arena *a, const char *word)
{
	struct buf b = { .arena = a };

	for (; *word; word++)
		buf_char(&b, *word >= 'A' && *word <= 'Z' ? (char)(*word - 'A' + 'a')
			     : *word == '_'		  ? '-'
							  : *word);
	return buf_str(&b);
}

static const struct topic *find(struct arena *a, struct topics topics, const char *word)
{
	struct str wanted = folded(a, word);

	for (uint32_t i = 0; i < topics.n; i++) {
		const struct topic *t = &topics.v[i];

		if (str_eq(folded(a, arena_str(a, t->code).p), wanted) || str_eq(t->slug, wanted))
			return t;
	}
	return NULL;
}

static enum status unknown(struct call *call, struct topics topics, const char *word)
{
	struct str *names = arena_new(call->arena, struct str, (size_t)topics.n * 2);

	for (uint32_t i = 0; i < topics.n; i++) {
		names[i] = topics.v[i].code;
		names[topics.n + i] = topics.v[i].slug;
	}
	/* One number is as good as another. */
	bool is_code = str_starts_with(folded(call->arena, word), folded(call->arena, "RCS"));
	int nearest = is_code ? -1 : str_nearest(str_from(word), names, (int)topics.n * 2);

	if (nearest < 0 && !args_has(&call->args, OPTION_POLICY))
		return call_misused(
			call,
			"there is no diagnostic `%s`; --all lists them, and --policy FILE adds your own",
			word);
	if (nearest < 0)
		return call_misused(call, "there is no diagnostic `%s`; --all lists them", word);
	return call_misused(call, "there is no diagnostic `%s`; did you mean `%.*s`?", word,
			    STR_ARG(names[nearest]));
}

static enum status explain(struct call *call, struct topics topics)
{
	const char *word = call->args.words.n ? call->args.words.v[0] : "";
	const struct topic *t = find(call->arena, topics, word);

	if (args_has(&call->args, OPTION_ALL))
		put_all(call, topics);
	else if (t)
		put_topic(&call->io->out, t);
	else
		return unknown(call, topics, word);
	return STATUS_OK;
}

enum status cmd_explain(struct call *call)
{
	struct compile c;

	if (call->args.words.n != !args_has(&call->args, OPTION_ALL))
		return call_misused(call, "which diagnostic? Give one code, or --all");
	enum status status = compile_start(&c, call, NULL);

	if (status != STATUS_OK)
		return status;
	status = explain(call, collect(&c));
	enum status library = compile_finish(&c);

	return status == STATUS_OK ? library : status;
}
